import type { Analyzer, SourceName, View } from './analyzer.ts';
import { analyzers as everyAnalyzer } from './analyzers/index.ts';
import { takeCensus, type Scope } from './census.ts';
import { withCosts, type Priced } from './costs.ts';
import type { Finding, Report, Unseen, Window } from './findings.ts';
import { ranked } from './ranking.ts';
import { related } from './relations.ts';
import { ofCluster } from './scoped.ts';
import type { Kubernetes } from './sources/kubernetes.ts';
import type { Logs } from './sources/logs.ts';
import type { Metrics } from './sources/prometheus.ts';

/** Where to ask; each may be left out. */
export interface GivenSources {
  readonly metrics?: Metrics;
  readonly kubernetes?: Kubernetes;
  readonly logs?: Logs;
}

export interface Question {
  readonly scope: Scope;
  readonly window: Window;
  readonly sources: GivenSources;
  /** All that there are, if left out. */
  readonly analyzers?: readonly Analyzer[];
}

/** What is paid for nothing, by the analyzer that tells of it. */
const priced: Readonly<Record<string, Priced>> = {
  'gpu-idle': 'idle', 'low-useful-work': 'unused', 'collective-hang': 'held', 'training-stalled': 'held', 'crash-loop': 'held', 'training-restarts': 'held', straggler: 'held', 'loss-not-a-number': 'held',
};

const titles: Readonly<Record<SourceName, { readonly name: string; readonly missing: string }>> = {
  metrics: { name: 'Prometheus', missing: 'no Prometheus was given (--prometheus URL)' },
  kubernetes: { name: 'the Kubernetes API', missing: 'no cluster was given (--kubeconfig FILE, or run it in the cluster)' },
  logs: { name: 'the log store', missing: 'no log store was given (--opensearch URL)' },
};

/** Takes the place of a source that is not there or fails: analyzers then see nothing of it, and the report says so once. */
class Blindness {
  readonly #why = new Map<SourceName, string>();

  fails(source: SourceName, error: unknown): void {
    if (!this.#why.has(source)) this.#why.set(source, error instanceof Error ? error.message : String(error));
  }

  missing(source: SourceName): void {
    this.#why.set(source, titles[source].missing);
  }

  async or<T>(source: SourceName, asked: Promise<T>, nothing: T): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      this.fails(source, error);
      return nothing;
    }
  }

  /** Whether none of the sources could be asked. */
  get total(): boolean {
    return this.#why.size === Object.keys(titles).length;
  }

  /** What was not seen, in the words of the analyzers that would have looked. */
  told(analyzers: readonly Analyzer[]): Unseen[] {
    return [...this.#why].map(([source, why]) => ({ what: `${titles[source].name}: ${analyzers.filter(({ reads }) => reads.includes(source)).map(({ about }) => about).join('; ')}`, why }));
  }
}

function seen({ metrics, kubernetes, logs }: GivenSources, blindness: Blindness): Pick<View, 'metrics' | 'kubernetes' | 'logs' | 'has'> {
  const has = new Set<SourceName>();
  for (const [name, source] of Object.entries({ metrics, kubernetes, logs }) as [SourceName, unknown][]) {
    if (source) has.add(name);
    else blindness.missing(name);
  }
  const lists = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const asked = (lists.get(key) as Promise<T> | undefined) ?? ask();
    lists.set(key, asked);
    return asked;
  };
  return {
    has,
    metrics: {
      instant: (expr, at) => (metrics ? blindness.or('metrics', metrics.instant(expr, at), []) : Promise.resolve([])),
      range: (expr, range) => (metrics ? blindness.or('metrics', metrics.range(expr, range), []) : Promise.resolve([])),
    },
    kubernetes: {
      list: (kind, namespace) => (kubernetes ? once(`${kind} ${namespace ?? ''}`, () => blindness.or('kubernetes', kubernetes.list(kind, namespace), [])) : Promise.resolve([])),
      log: (of) => (kubernetes ? blindness.or('kubernetes', kubernetes.log(of), []) : Promise.resolve([])),
    },
    logs: { search: (query) => (logs ? blindness.or('logs', logs.search(query), []) : Promise.resolve([])) },
  };
}

/** Analyzers of what nothing in this cluster measures: their silence says nothing. */
async function notMeasured(view: View, analyzers: readonly Analyzer[]): Promise<Analyzer[]> {
  if (!view.has.has('metrics')) return [];
  const exprs = [...new Set(analyzers.flatMap(({ measured }) => measured ?? []))];
  const there = new Map(await Promise.all(exprs.map(async (expr) => [expr, (await view.metrics.instant(`count(${ofCluster(expr, view.scope.cluster)})`, view.window.to)).length > 0] as const)));
  return analyzers.filter(({ measured }) => measured !== undefined && !there.get(measured));
}

/** What an analyzer finds; what goes wrong in one must not hide what others find. */
async function examined(analyzer: Analyzer, view: View, failures: Unseen[]): Promise<Finding[]> {
  try {
    return await analyzer.examine(view);
  } catch (error) {
    failures.push({ what: analyzer.about, why: `the analyzer ${analyzer.name} failed: ${(error as Error).message}` });
    return [];
  }
}

/** Looks at one scope with every analyzer at once. Never throws for a source that fails: the report says what could not be seen. */
export async function investigate({ scope, window, sources, analyzers = everyAnalyzer }: Question): Promise<Report> {
  const began = performance.now();
  const blindness = new Blindness();
  const asked = seen(sources, blindness);
  const census = await takeCensus({ metrics: asked.metrics, kubernetes: asked.kubernetes }, scope, window);
  const view: View = { scope, window, census, ...asked };
  const failures: Unseen[] = [];
  const unmeasured = await notMeasured(view, analyzers);
  // Those that read other sources too may see all the same.
  const useful = analyzers.filter((analyzer) => !unmeasured.includes(analyzer) || analyzer.reads.some((source) => source !== 'metrics'));
  const found = await Promise.all(useful.map((analyzer) => examined(analyzer, view, failures)));
  const findings = await withCosts(related(found.flat(), census), priced, view.metrics, scope, window.to);
  return {
    scope, window, findings: ranked(findings), unseen: [...blindness.told(analyzers), ...unmeasured.map(({ name, about, measured }) => ({ what: about, unmeasured: name, why: `nothing measures it here: no series ${measured}` })), ...failures], blind: blindness.total,
    seconds: Math.round(performance.now() - began) / 1000,
  };
}
