import { parser } from '@prometheus-io/lezer-promql';
import type { Rule, Target } from './prometheus-client.ts';
import { notInLab } from './proxy.ts';

/** Why a query has no data. Only `not in lab` is nobody's mistake. */
export interface NoData {
  readonly kind: 'error' | 'not in lab' | 'target down' | 'no target' | 'rule' | 'unknown metric' | 'empty';
  /** In words. */
  readonly text: string;
}

/** What is known of a Prometheus when a query has no data. */
export interface Facts {
  /** Names of all series that it has. */
  readonly metrics: ReadonlySet<string>;
  readonly targets: readonly Target[];
  readonly rules: readonly Rule[];
  /** Name of the exporter that a metric comes from, where that is known. */
  readonly exporterOf: (metric: string) => string | undefined;
}

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

/** The job of an exporter, by its name in the catalogue, where the job is not named after it. */
const jobs: Readonly<Record<string, RegExp>> = {
  'cAdvisor in the kubelet': /kubelet/,
  Prometheus: /prometheus$/,
  scrapes: /./,
};

/** Why an expression that is right in itself has no data. */
export function whyNoData(expr: string, facts: Facts): NoData {
  const missing = metricsOf(expr).filter((metric) => !facts.metrics.has(metric));
  const [first] = missing;
  return first === undefined
    ? { kind: 'empty', text: `there are series of ${metricsOf(expr).join(', ') || 'nothing'}, but none fits the query` }
    : whyMissing(first, facts);
}

function whyMissing(metric: string, facts: Facts): NoData {
  const rule = facts.rules.find(({ kind, name }) => kind === 'recording' && name === metric);
  if (rule) return whyNotRecorded(rule, facts);
  const exporter = facts.exporterOf(metric);
  return exporter === undefined
    ? { kind: 'unknown metric', text: `nothing here exposes or records ${metric}` }
    : whyNotScraped(metric, exporter, facts);
}

function whyNotRecorded(rule: Rule, facts: Facts): NoData {
  if (rule.health === 'err') return { kind: 'rule', text: `the rule of ${rule.name} fails: ${rule.lastError}` };
  const others = { ...facts, rules: facts.rules.filter((each) => each.name !== rule.name) };
  const why = whyNoData(rule.query, others);
  return { kind: why.kind === 'empty' ? 'rule' : why.kind, text: `the rule of ${rule.name} has no result: ${why.text}` };
}

function whyNotScraped(metric: string, exporter: string, { targets }: Facts): NoData {
  const job = jobs[exporter] ?? new RegExp(exporter);
  const own = targets.filter(({ labels }) => job.test(labels['job'] ?? ''));
  const down = own.find(({ health }) => health === 'down');
  if (down && own.every(({ health }) => health === 'down')) return whyDown(down);
  return own.length === 0
    ? { kind: 'no target', text: `${metric} comes from ${exporter}, and no target of it was found` }
    : { kind: 'unknown metric', text: `${exporter} is scraped and does not expose ${metric}` };
}

function whyDown({ labels, lastError }: Target): NoData {
  const absent = lastError.includes(notInLab);
  return { kind: absent ? 'not in lab' : 'target down', text: `target ${labels['job'] ?? labels['instance'] ?? ''} is down: ${lastError}` };
}
