import { parser } from '@prometheus-io/lezer-promql';
import { scraped } from '../catalogue/index.ts';
import { recorded } from '../rules/index.ts';
import type { Facts, Prometheus } from './facts.ts';
import { exportersOf, sourceOf, type Source } from './sources.ts';

/** Why a query has no data. */
export type Cause =
  | 'error' | 'rules not loaded' | 'rule fails' | 'target down' | 'metric renamed' | 'metric missing' | 'unknown metric' | 'label missing' | 'nothing fits'
  | 'no hardware' | 'switched off' | 'no target' | 'not asked';

export interface Reason {
  readonly cause: Cause;
  /** In words. */
  readonly text: string;
  /** What to do about it. */
  readonly advice: string;
  /** The sources that are not there. */
  readonly absent?: readonly Source[];
}

/** What is nobody's mistake: there is nothing to show, or nothing that should be. */
const innocent: ReadonlySet<Cause> = new Set<Cause>(['nothing fits', 'no hardware', 'switched off', 'no target', 'not asked']);
export const isFault = ({ cause }: Reason): boolean => !innocent.has(cause);

/** The more telling first: what is broken tells more than what is not there. */
const order: readonly Cause[] = [
  'error', 'rules not loaded', 'rule fails', 'target down', 'metric renamed', 'metric missing', 'label missing', 'unknown metric', 'nothing fits', 'no hardware', 'no target', 'switched off', 'not asked',
];
const mostTelling = (reasons: readonly Reason[]): Reason => [...reasons].sort((a, b) => order.indexOf(a.cause) - order.indexOf(b.cause))[0]!;

/** The names of the metrics that an expression selects. */
export function metricsOf(expr: string): string[] {
  const names = new Set<string>();
  parser.parse(expr).iterate({
    enter({ name, from, to, node }) {
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') names.add(expr.slice(from, to));
    },
  });
  return [...names];
}

/** Why an expression that is right in itself has no data. */
export class Diagnosis {
  readonly #facts: Facts;
  readonly #prometheus: Pick<Prometheus, 'labelValues'>;

  constructor(facts: Facts, prometheus: Pick<Prometheus, 'labelValues'>) {
    this.#facts = facts;
    this.#prometheus = prometheus;
  }

  async of(expr: string): Promise<Reason> {
    const missing = this.#missing(expr, new Set());
    return missing.length > 0 ? joined(missing) : this.#whyNothingFits(expr);
  }

  /** Reasons for each metric that is not there. */
  #missing(expr: string, seen: ReadonlySet<string>): Reason[] {
    return metricsOf(expr).filter((metric) => !this.#facts.metrics.has(metric)).flatMap((metric) => this.#whyMissing(metric, seen));
  }

  #whyMissing(metric: string, seen: ReadonlySet<string>): Reason[] {
    const loaded = this.#facts.rules?.find(({ kind, name }) => kind === 'recording' && name === metric);
    const expr = loaded?.query ?? recorded.get(metric);
    if (expr === undefined || seen.has(metric)) return this.#whyNotScraped(metric);
    if (loaded?.health === 'err') return [{ cause: 'rule fails', text: `the rule of ${metric} fails: ${loaded.lastError}`, advice: 'Look at the Prometheus that evaluates it; a rule of this chart that fails is a mistake in the chart: tell us.' }];
    if (!loaded && this.#facts.rules) return [rulesNotLoaded];
    const deeper = this.#missing(expr, new Set([...seen, metric]));
    return deeper.length > 0 ? deeper : [{ cause: 'nothing fits', text: `the rule of ${metric} finds nothing to record`, advice: 'Nothing, where nothing of this kind has happened or runs.' }];
  }

  #whyNotScraped(metric: string): Reason[] {
    const known = exportersOf(metric);
    if (known.length === 0) return [{ cause: 'unknown metric', text: `nothing here exposes or records ${metric}`, advice: 'Is the chart of the same version as this doctor?' }];
    return known.map((exporter) => this.#whySilent(sourceOf(exporter), exporter.version, metric));
  }

  #whySilent(source: Source, version: string, metric: string): Reason {
    const { targets, pools, resources } = this.#facts;
    const own = targets.filter(({ labels, scrapePool }) => source.job.test(labels['job'] ?? '') || source.pool.test(scrapePool));
    const down = own.filter(({ health }) => health === 'down');
    if (own.length > 0 && down.length === own.length) return isDown(source, down.length, down[0]!.lastError);
    if (own.length > 0) return this.#notExposed(source, version, metric);
    if (resources && source.resource && ![...resources].some((name) => source.resource!.pattern.test(name)))
      return noHardware([source]);
    return pools && !pools.some((pool) => source.pool.test(pool)) ? switchedOff([source]) : noTarget([source]);
  }

  #notExposed(source: Source, version: string, metric: string): Reason {
    const { successor, since, until } = scraped.get(metric) ?? {};
    if (successor && this.#facts.metrics.has(successor))
      return { cause: 'metric renamed', text: `${source.title} calls ${metric} ${successor} now`, advice: 'Upgrade the chart: the query has to know the new name.' };
    const range = [since && `it came with ${since}`, until && `it went with ${until}`].filter(Boolean).join(', ');
    return { cause: 'metric missing', text: `${source.title} is scraped and does not expose ${metric}${range && ` (${range})`}`, advice: `Its version or settings may leave it out; this chart knows ${version}. Counters of rare events come with the first one.` };
  }

  /** All metrics are there, but no series of theirs fits: which selector is empty, and which label is to blame. */
  async #whyNothingFits(expr: string): Promise<Reason> {
    for (const { text, metric, matchers } of selectorsOf(expr)) {
      if ((await this.#prometheus.labelValues('__name__', text)).length > 0) continue;
      for (const { label, matcher } of matchers) {
        const values = await this.#prometheus.labelValues(label, metric);
        const without = matchers.filter((other) => other.matcher !== matcher).map((other) => other.matcher);
        if (values.length === 0 && !matchesEmpty(matcher))
          return { cause: 'label missing', text: `the series of ${metric} have no label ${label}`, advice: `Another monitor scrapes it, without the relabelings of this chart, or ${label === 'cluster' ? 'global.clusterName has not reached Prometheus' : 'its exporter is of a version that lacks it'}.` };
        if ((await this.#prometheus.labelValues('__name__', `${metric}{${without.join(', ')}}`)).length > 0)
          return { cause: 'nothing fits', text: `no series of ${metric} has ${matcher}; there are ${sample(values)}`, advice: 'Nothing, where there is none of this kind; else choose other values at the top of the dashboard.' };
      }
      return { cause: 'nothing fits', text: `no series fits ${text}`, advice: 'Nothing, where there is none of this kind.' };
    }
    return { cause: 'nothing fits', text: `there are series of ${metricsOf(expr).join(', ') || 'nothing'}, but none fits the query`, advice: 'Nothing, where nothing of this kind has happened or runs.' };
  }
}

const rulesNotLoaded: Reason = {
  cause: 'rules not loaded',
  text: 'the recording rules of this chart are not loaded',
  advice: 'Set alerts.enabled=true, and where another Prometheus or ruler evaluates rules, let it select the PrometheusRules of this chart (label app.kubernetes.io/part-of=observability), or load chart/charts/rules/rules there.',
};

const isDown = ({ title }: Source, count: number, error: string): Reason => ({
  cause: 'target down',
  text: `${count === 1 ? 'the target' : `all ${count} targets`} of ${title} ${count === 1 ? 'is' : 'are'} down: ${error}`,
  advice: 'Does the pod run, does a NetworkPolicy let Prometheus reach its port, and does it ask for a login?',
});

const listed = (sources: readonly Source[], what: (source: Source) => string): string =>
  [...new Set(sources.map(what))].join(', ').replace(/, ([^,]*)$/, ' or $1');

const noHardware = (absent: readonly Source[]): Reason => ({
  cause: 'no hardware', absent, text: `no node offers ${listed(absent, ({ resource }) => resource?.title ?? '')}`, advice: 'Nothing, where there are none; else the device plugin of the node has to offer them.',
});
const switchedOff = (absent: readonly Source[]): Reason => ({
  cause: 'switched off', absent, text: `nothing scrapes ${listed(absent, ({ title }) => title)}`, advice: `Set ${listed(absent, ({ value }) => `${value}=true`)} where it runs.`,
});
const noTarget = (absent: readonly Source[]): Reason => ({
  cause: 'no target', absent, text: `no target of ${listed(absent, ({ title }) => title)} is there`,
  advice: `Nothing, where it does not run; else its labels and ports have to be those that its monitor selects (${listed(absent, ({ value }) => value.replace(/\.enabled$/, ''))} in values.yaml).`,
});
const together: Partial<Readonly<Record<Cause, (absent: readonly Source[]) => Reason>>> = { 'no hardware': noHardware, 'switched off': switchedOff, 'no target': noTarget };

/** Several sources of one signal that are not there are one reason: none of them is. */
function joined(reasons: readonly Reason[]): Reason {
  const first = mostTelling(reasons);
  return together[first.cause]?.(reasons.filter(({ cause }) => cause === first.cause).flatMap(({ absent = [] }) => absent)) ?? first;
}

interface Selector {
  readonly text: string;
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly matcher: string }[];
}

function selectorsOf(expr: string): Selector[] {
  const found: Selector[] = [];
  parser.parse(expr).iterate({
    enter({ name, node, from, to }) {
      if (name !== 'VectorSelector') return;
      const identifier = node.getChild('Identifier');
      const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => ({ label: expr.slice(matcher.firstChild!.from, matcher.firstChild!.to), matcher: expr.slice(matcher.from, matcher.to) }));
      if (identifier && matchers.length > 0) found.push({ text: expr.slice(from, to), metric: expr.slice(identifier.from, identifier.to), matchers });
    },
  });
  return found;
}

/** Whether a matcher takes series that lack the label. */
const matchesEmpty = (matcher: string): boolean => /=\s*""|=~\s*"(\.\*|[^"]*\|)"|!=\s*"[^"]|!~\s*"(?!\.\*")[^"]/.test(matcher);

const sample = (values: readonly string[]): string => (values.length === 0 ? 'none' : `${values.slice(0, 5).join(', ')}${values.length > 5 ? ' …' : ''}`);
