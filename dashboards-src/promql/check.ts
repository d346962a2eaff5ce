import type { Metric } from '../catalogue/define.ts';
import { pushedBy, pushedLabels } from '../catalogue/pushed.ts';
import { identity } from './identity.ts';
import { natureOf, natureOfPair, unitOfPair, type Nature } from './nature.ts';
import { nearest } from './nearest.ts';
import { parse, type Expr, type Matcher } from './parse.ts';

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
  /** What its numbers are, and in which unit, through sums, rates and quotients. */
  readonly nature?: Nature | undefined;
  readonly unit?: string | undefined;
  /** Labels that tell its series apart, where rules or an aggregation say so. */
  readonly key?: ReadonlySet<string> | undefined;
}

/** Every monitor of the chart scrapes at 30 seconds; a rate needs four samples to survive a missed scrape. */
export const SHORTEST_RANGE_SECONDS = 120;

const COUNTER_FUNCTIONS = new Set(['rate', 'irate', 'increase', 'resets']);
const GAUGE_FUNCTIONS: Readonly<Record<string, string>> = { delta: 'increase', idelta: 'increase', deriv: 'rate', predict_linear: 'rate' };
const KEEPS_MEANING = new Set(['avg_over_time', 'max_over_time', 'min_over_time', 'last_over_time', 'quantile_over_time', 'clamp', 'clamp_min', 'clamp_max', 'round', 'sort', 'sort_desc', 'label_replace', 'label_join']);
const PER_SECOND = new Set(['rate', 'irate', 'deriv']);
const MEANS_OVER_TIME = new Set(['avg_over_time', 'sum_over_time', 'quantile_over_time']);
/** Over classic buckets; `histogram_fraction` reads these since Prometheus 3.4. */
const HISTOGRAM_FUNCTIONS = new Set(['histogram_quantile', 'histogram_fraction']);
const SELECTS_SERIES = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);
const SET_OPERATORS = new Set(['and', 'or', 'unless']);

/** Whatever programs push: no catalogue knows their names, and `via` keeps a selector from reading anything else. */
const anyPushed = (names: readonly string[], matchers: readonly Matcher[]): boolean =>
  names.every((name) => name.startsWith('var_')) && matchers.some(({ label, op, value }) => label === 'via' && op === '=' && value === pushedBy);

const list = (labels: Iterable<string>): string => [...labels].sort().join(', ') || 'none';
const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((label) => b.has(label));
const union = (a: ReadonlySet<string>, b: Iterable<string>): ReadonlySet<string> => new Set([...a, ...b]);
const without = (a: ReadonlySet<string>, b: Iterable<string>): ReadonlySet<string> => { const gone = new Set(b); return new Set([...a].filter((label) => !gone.has(label))); };

class Checker {
  readonly problems: string[] = [];
  private readonly used = new Set<Metric>();
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
    if (anyPushed(names, matchers)) return { labels: new Set([...pushedLabels, '__name__']) };
    if (!names.length) this.refuse('a selector without a metric name reads every series; name the metric');
    const metrics = names.flatMap((name) => {
      const metric = this.context.metrics.get(name);
      if (!metric) this.refuse(`metric ${name} is unknown: no exporter in the catalogue exposes it and no rule records it${hint(name, this.context.metrics.keys())}`);
      return metric ?? [];
    });
    for (const { name, labels } of metrics) this.lacking(matchers.map(({ label }) => label), new Set(labels), (label) => `${name} has no label ${label}`);
    for (const metric of metrics) this.used.add(metric);
    const [metric] = metrics;
    if (metrics.length < names.length || !metric) return {};
    const labels = new Set(metrics.flatMap((one) => one.labels));
    if (metrics.length > 1) return { labels: union(labels, ['__name__']), nature: natureOf(metric) };
    return { labels, metric, nature: natureOf(metric), unit: metric.unit, key: metric.recorded ? identity(labels) : undefined };
  }

  /** What newer versions call by another name must be asked by both, or the panel dies with an update. */
  renamed(): void {
    const names = new Set([...this.used].map(({ name }) => name));
    const lasting = [...this.used].some(({ until }) => until === undefined);
    for (const { name, until, successor } of this.used) {
      if (until === undefined || (successor ? names.has(successor) : lasting)) continue;
      this.refuse(`${name} is gone since version ${until}; ${successor ? `write ${successor} or ${name}, each in its own terms` : 'nothing took its place, so leave it out'}`);
    }
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
    const key = dropped || op === 'count_values' ? undefined : identity(new Set(by ?? []));
    if (op.startsWith('count') || op === 'group') return { labels, unit: 'count', key };
    return { labels, metric: ['max', 'min', 'avg', 'quantile'].includes(op) ? shape.metric : undefined, nature: op === 'quantile' ? 'percentile' : shape.nature, unit: shape.unit, key };
  }

  /** A share cannot be added up, a mean over unequal parts must weigh them, and no percentile follows from others. */
  private meaning(op: string, { metric, labels, nature }: Shape, kept: ReadonlySet<string> | undefined): void {
    if ((op !== 'sum' && op !== 'avg') || (labels && kept && same(labels, kept))) return;
    const name = metric?.name;
    if (nature === 'percentile') this.refuse(`${op} of ${name ?? 'percentiles'} is the percentile of nothing; write max, or histogram_quantile over sum by (le, …) of the buckets`);
    else if (op === 'sum' && nature === 'share') this.refuse(name ? `sum of ${name}, a ratio, means nothing; write avg, or read the level that you need` : 'sum of quotients means nothing; write sum by (…) (a) / sum by (…) (b)');
    else if (op === 'avg' && nature === 'share' && !name) this.refuse('avg of quotients takes unequal parts as equal; write sum by (…) (a) / sum by (…) (b)');
    const equal = metric?.equalWithin?.every((label) => kept?.has(label));
    if (op === 'avg' && metric?.weight && !equal) this.refuse(`avg of ${name} takes unequal parts as equal; write sum(${name} * ${metric.weight}) / sum(${metric.weight} and ${name})`);
  }

  private call({ function: name, args }: Extract<Expr, { kind: 'call' }>): Shape {
    const shapes = args.map((arg) => this.infer(arg));
    const vector = shapes.find((shape) => !shape.scalar);
    const metric = vector?.metric;
    const string = (index: number): string | undefined => { const arg = args[index]; return arg?.kind === 'string' ? arg.value : undefined; };
    if (name === 'time' || name === 'scalar' || name === 'pi') return { scalar: true };
    if (name === 'vector') return { labels: new Set() };
    if (name === 'absent' || name === 'absent_over_time') return {};
    if (COUNTER_FUNCTIONS.has(name) && metric && metric.type !== 'counter' && metric.type !== 'untyped') this.refuse(`${name} of ${metric.name}, a ${metric.type}: only counters grow; write deriv, delta or avg_over_time`);
    if (GAUGE_FUNCTIONS[name] && metric?.type === 'counter') this.refuse(`${name} of ${metric.name}, a counter that falls to zero at a restart; write ${GAUGE_FUNCTIONS[name]}`);
    if (HISTOGRAM_FUNCTIONS.has(name) && vector?.labels && !vector.labels.has('le')) this.refuse(`${name} needs the label le, and the expression has ${list(vector.labels)}; sum the _bucket series by (le, …)`);
    if (HISTOGRAM_FUNCTIONS.has(name) && vector?.nature === 'total') this.refuse(`${name} of buckets counted since the start tells of long ago; write rate(…[5m]) around them`);
    if (HISTOGRAM_FUNCTIONS.has(name)) return { labels: vector?.labels && without(vector.labels, ['le']), nature: name === 'histogram_quantile' ? 'percentile' : 'share', unit: vector?.unit, key: vector?.key };
    const [range] = args;
    if (COUNTER_FUNCTIONS.has(name) && vector?.nature === 'total' && range?.kind === 'range' && range.of.kind === 'aggregate') this.refuse(`${name} of a ${range.of.op} takes the restart of one part for that of all; write ${range.of.op}(${name}(…))`);
    if (MEANS_OVER_TIME.has(name) && vector?.nature === 'percentile') this.refuse(`${name} of ${metric?.name ?? 'percentiles'} is the percentile of nothing; write max_over_time, or histogram_quantile over the whole time`);
    const sources = name === 'label_replace' ? [string(3)] : name === 'label_join' ? args.slice(3).map((_, index) => string(index + 3)) : [];
    this.lacking(sources.filter((label): label is string => Boolean(label)), vector?.labels, (label) => `${name} reads the label ${label}, which ${metric?.name ?? 'the expression'} has not`);
    const added = string(1);
    const keeps = KEEPS_MEANING.has(name);
    const unit = vector?.unit && PER_SECOND.has(name) ? `${vector.unit} each second` : vector?.unit;
    const nature = name === 'quantile_over_time' ? 'percentile' : keeps ? vector?.nature : undefined;
    return { labels: vector?.labels && (sources.length && added ? union(vector.labels, [added]) : vector.labels), metric: keeps ? metric : undefined, nature, unit, key: vector?.key };
  }

  private binary(expr: Extract<Expr, { kind: 'binary' }>): Shape {
    const left = this.infer(expr.left), right = this.infer(expr.right);
    if (left.scalar && right.scalar) return { scalar: true };
    if (left.scalar || right.scalar) return { ...(left.scalar ? right : left), ...(expr.bool ? { metric: undefined } : {}) };
    this.join(expr, left.labels, right.labels);
    this.single(expr, left.key, right.key);
    return {
      labels: joined(expr, left.labels, right.labels), key: joinedKey(expr, left.key, right.key), metric: kept(expr, left.metric, right.metric),
      ...(expr.bool ? {} : { nature: natureOfPair(expr, left, right), unit: unitOfPair(expr, left, right) }),
    };
  }

  /** Where one series is to meet one, labels that are left over make it several, and Prometheus refuses the query. */
  private single({ op, on, group, include }: Extract<Expr, { kind: 'binary' }>, left: Shape['key'], right: Shape['key']): void {
    if (!on || SET_OPERATORS.has(op)) return;
    const sides = { left: group === 'left' ? undefined : left, right: group === 'right' ? undefined : right };
    for (const [side, key] of Object.entries(sides)) {
      const extra = key && without(key, [...on, ...include]);
      if (extra?.size) this.refuse(`"${op} on (${list(on)})" meets several series: the ${side} side has one for each ${list(extra)}; match ${list(extra)} as well, or aggregate that side by (${list(on)})`);
    }
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

/** Labels that tell the series of the result of a binary operator apart. */
function joinedKey({ op, on, group }: Extract<Expr, { kind: 'binary' }>, left: Shape['key'], right: Shape['key']): Shape['key'] {
  if (op === 'or') return left && right && union(left, right);
  if (SET_OPERATORS.has(op)) return left;
  if (group) return group === 'left' ? left : right;
  return on && identity(new Set(on));
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
  checker.renamed();
  const variables = context.variables ?? [];
  const missing = parsed.variables.filter((name) => !variables.includes(name)).map((name) => `variable $${name} is not declared; the dashboard has ${list(variables)}${hint(name, variables)}`);
  return { problems: [...checker.problems, ...missing], labels: shape.labels };
}
