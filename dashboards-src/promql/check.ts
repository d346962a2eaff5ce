import type { Metric } from '../catalogue/define.ts';
import { parse, type Expr } from './parse.ts';
import { nearest } from './nearest.ts';

/** What an expression may use. */
export interface Context {
  /** Series by name: those of the exporters and those that rules record. */
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Variables of the dashboard; rules and alerts have none. */
  readonly variables?: readonly string[];
}

export interface Checked {
  /** Each says what is wrong and what to write instead. */
  readonly problems: readonly string[];
  /** Labels that the result can have; undefined where a problem hides them, and for a plain number. */
  readonly labels: ReadonlySet<string> | undefined;
}

/** What is known of the result of a part of an expression. */
interface Shape {
  /** A plain number has no series at all; undefined labels mean that an earlier problem hides them. */
  readonly scalar?: boolean;
  readonly labels?: ReadonlySet<string> | undefined;
  /** The metric that this still is a value of, as long as nothing has changed its meaning. */
  readonly metric?: Metric | undefined;
}

/** Every monitor of the chart scrapes at 30 seconds; a rate needs four samples to survive a missed scrape. */
export const SHORTEST_RANGE_SECONDS = 120;

const COUNTER_FUNCTIONS = new Set(['rate', 'irate', 'increase', 'resets']);
const GAUGE_FUNCTIONS: Readonly<Record<string, string>> = { delta: 'increase', idelta: 'increase', deriv: 'rate', predict_linear: 'rate' };
const KEEPS_MEANING = new Set(['avg_over_time', 'max_over_time', 'min_over_time', 'last_over_time', 'quantile_over_time', 'clamp', 'clamp_min', 'clamp_max', 'round', 'sort', 'sort_desc', 'label_replace', 'label_join']);
const SELECTS_SERIES = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);
const SET_OPERATORS = new Set(['and', 'or', 'unless']);

const list = (labels: Iterable<string>): string => [...labels].sort().join(', ') || 'none';
const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((label) => b.has(label));
const union = (a: ReadonlySet<string>, b: Iterable<string>): ReadonlySet<string> => new Set([...a, ...b]);
const without = (a: ReadonlySet<string>, b: Iterable<string>): ReadonlySet<string> => { const gone = new Set(b); return new Set([...a].filter((label) => !gone.has(label))); };

class Checker {
  readonly problems: string[] = [];
  constructor(private readonly context: Context) {}

  private refuse(problem: string): void {
    if (!this.problems.includes(problem)) this.problems.push(problem);
  }

  private lacking(labels: Iterable<string>, has: ReadonlySet<string> | undefined, what: (label: string) => string): void {
    if (!has) return;
    for (const label of labels) if (!has.has(label)) this.refuse(`${what(label)}; it has ${list(has)}${hint(label, has)}`);
  }

  infer(expr: Expr): Shape {
    switch (expr.kind) {
      case 'number': case 'string': return { scalar: true };
      case 'selector': return this.selector(expr);
      case 'range': return this.range(expr);
      case 'aggregate': return this.aggregate(expr);
      case 'call': return this.call(expr);
      case 'binary': return this.binary(expr);
    }
  }

  private selector({ names, matchers }: Extract<Expr, { kind: 'selector' }>): Shape {
    if (!names.length) this.refuse('a selector without a metric name reads every series; name the metric');
    const metrics = names.flatMap((name) => {
      const metric = this.context.metrics.get(name);
      if (!metric) this.refuse(`metric ${name} is unknown: no exporter in the catalogue exposes it and no rule records it${hint(name, this.context.metrics.keys())}`);
      return metric ?? [];
    });
    for (const { name, labels } of metrics) this.lacking(matchers.map(({ label }) => label), new Set(labels), (label) => `${name} has no label ${label}`);
    if (metrics.length < names.length || !metrics.length) return {};
    return { labels: new Set(metrics.flatMap(({ labels }) => labels).concat(metrics.length > 1 ? ['__name__'] : [])), metric: metrics.length === 1 ? metrics[0] : undefined };
  }

  private range({ of, seconds }: Extract<Expr, { kind: 'range' }>): Shape {
    if (seconds < SHORTEST_RANGE_SECONDS) this.refuse(`the range of ${seconds} s holds fewer than four scrapes; write $__rate_interval on a dashboard, and at least ${SHORTEST_RANGE_SECONDS / 60}m in a rule`);
    return this.infer(of);
  }

  private aggregate({ op, by, without: dropped, args }: Extract<Expr, { kind: 'aggregate' }>): Shape {
    const shape = this.infer(args.at(-1)!);
    this.lacking(by ?? dropped ?? [], shape.labels, (label) => `${op} groups by ${label}, which ${shape.metric?.name ?? 'the expression'} has not`);
    if (SELECTS_SERIES.has(op)) return shape;
    const kept = by ? new Set(by) : shape.labels && (dropped ? without(shape.labels, dropped) : new Set<string>());
    this.meaning(op, shape, kept);
    const labels = op === 'count_values' && kept && args[0]?.kind === 'string' ? union(kept, [args[0].value]) : kept;
    return { labels, metric: ['max', 'min', 'avg', 'quantile'].includes(op) ? shape.metric : undefined };
  }

  /** A share cannot be added up, and a mean over unequal parts must weigh them. */
  private meaning(op: string, { metric, labels }: Shape, kept: ReadonlySet<string> | undefined): void {
    if (!metric || (labels && kept && same(labels, kept))) return;
    if (op === 'sum' && metric.unit === 'ratio') this.refuse(`sum of ${metric.name}, a ratio, means nothing; write avg, or read the level that you need`);
    const equal = metric.equalWithin?.every((label) => kept?.has(label));
    if (op === 'avg' && metric.weight && !equal) this.refuse(`avg of ${metric.name} takes unequal parts as equal; write sum(${metric.name} * ${metric.weight}) / sum(${metric.weight} and ${metric.name})`);
  }

  private call({ function: name, args }: Extract<Expr, { kind: 'call' }>): Shape {
    const shapes = args.map((arg) => this.infer(arg));
    const vector = shapes.find((shape) => !shape.scalar);
    const metric = vector?.metric;
    const string = (index: number): string | undefined => { const arg = args[index]; return arg?.kind === 'string' ? arg.value : undefined; };
    if (name === 'time' || name === 'scalar' || name === 'pi') return { scalar: true };
    if (name === 'vector') return { labels: new Set() };
    if (name === 'absent' || name === 'absent_over_time') return {};
    if (COUNTER_FUNCTIONS.has(name) && metric && metric.type !== 'counter') this.refuse(`${name} of ${metric.name}, a ${metric.type}: only counters grow; write deriv, delta or avg_over_time`);
    if (GAUGE_FUNCTIONS[name] && metric?.type === 'counter') this.refuse(`${name} of ${metric.name}, a counter that falls to zero at a restart; write ${GAUGE_FUNCTIONS[name]}`);
    if (name === 'histogram_quantile' && vector?.labels && !vector.labels.has('le')) this.refuse(`histogram_quantile needs the label le, and the expression has ${list(vector.labels)}; sum the _bucket series by (le, …)`);
    if (name === 'histogram_quantile') return { labels: vector?.labels && without(vector.labels, ['le']) };
    const sources = name === 'label_replace' ? [string(3)] : name === 'label_join' ? args.slice(3).map((_, index) => string(index + 3)) : [];
    this.lacking(sources.filter((label): label is string => Boolean(label)), vector?.labels, (label) => `${name} reads the label ${label}, which ${metric?.name ?? 'the expression'} has not`);
    const added = string(1);
    return { labels: vector?.labels && (sources.length && added ? union(vector.labels, [added]) : vector.labels), metric: KEEPS_MEANING.has(name) ? metric : undefined };
  }

  private binary(expr: Extract<Expr, { kind: 'binary' }>): Shape {
    const left = this.infer(expr.left), right = this.infer(expr.right);
    if (left.scalar && right.scalar) return { scalar: true };
    if (left.scalar || right.scalar) return { ...(left.scalar ? right : left), ...(expr.bool ? { metric: undefined } : {}) };
    this.join(expr, left.labels, right.labels);
    return { labels: joined(expr, left.labels, right.labels), metric: kept(expr, left.metric, right.metric) };
  }

  private join({ op, on, ignoring, group, include }: Extract<Expr, { kind: 'binary' }>, left: Shape['labels'], right: Shape['labels']): void {
    this.lacking(on ?? [], left, (label) => `"${op} on (${list(on ?? [])})" cannot match: the left side has no label ${label}`);
    this.lacking(on ?? [], right, (label) => `"${op} on (${list(on ?? [])})" cannot match: the right side has no label ${label}`);
    if (group) this.lacking(include, group === 'left' ? right : left, (label) => `group_${group} takes the label ${label} from a side that has none`);
    if (on || op === 'or' || !left || !right) return;
    const [a, b] = [without(left, ignoring ?? []), without(right, ignoring ?? [])];
    if (!same(a, b)) this.refuse(`"${op}" cannot match: the left side has ${list(a)}, the right side ${list(b)}; write on (${list([...a].filter((label) => b.has(label)))})`);
  }
}

/** Labels of the result of a binary operator over two vectors. */
function joined({ op, on, ignoring, group, include }: Extract<Expr, { kind: 'binary' }>, left: Shape['labels'], right: Shape['labels']): Shape['labels'] {
  if (!left || !right) return undefined;
  if (op === 'or') return union(left, right);
  if (SET_OPERATORS.has(op)) return left;
  if (group) return union(group === 'left' ? left : right, include);
  return on ? new Set(on) : without(left, ignoring ?? []);
}

/** Sums, differences, filters and fallbacks stay what they were; products and quotients become something else. */
function kept({ op, bool }: Extract<Expr, { kind: 'binary' }>, left: Metric | undefined, right: Metric | undefined): Metric | undefined {
  if (op === '*' || op === '/' || op === '^' || op === '%' || bool) return undefined;
  return op === 'or' && left?.unit !== right?.unit ? undefined : left;
}

const hint = (wrong: string, known: Iterable<string>): string => { const guess = nearest(wrong, known); return guess ? `. Did you mean ${guess}?` : ''; };

/** Checks one expression against what the exporters expose and the rules record. */
export function check(promql: string, context: Context): Checked {
  const parsed = (() => { try { return parse(promql); } catch (error) { return (error as Error).message; } })();
  if (typeof parsed === 'string') return { problems: [parsed], labels: undefined };
  const checker = new Checker(context);
  const shape = checker.infer(parsed.expr);
  const variables = context.variables ?? [];
  const missing = parsed.variables.filter((name) => !variables.includes(name)).map((name) => `variable $${name} is not declared; the dashboard has ${list(variables)}${hint(name, variables)}`);
  return { problems: [...checker.problems, ...missing], labels: shape.labels };
}
