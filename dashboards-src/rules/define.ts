import type { Toggle } from '../catalogue/define.ts';
import { levels, type Level, type Signal } from '../signals/define.ts';
import { ofWorkload } from '../signals/workloads.ts';

/** A rule of Prometheus that stores the result of an expression as a series. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that Prometheus runs one after the other, each seeing what the ones before it wrote. */
export interface RuleGroup {
  readonly name: string;
  /** Prometheus duration; the server's evaluation interval if left out. */
  readonly interval?: string;
  readonly rules: readonly RecordingRule[];
  /** Toggles without which no rule of the group has data. */
  readonly requires: readonly Toggle[];
}

/** Only parts that have the value count: a GPU too old for it must not pull the mean down. */
export const weightedMean = (value: string, weight: string, by = ''): string => `sum ${by}(${value} * ${weight})\n/\nsum ${by}(${weight} and ${value})`;

const hasLabels = (from: Level, to: Level): boolean => levels[to].every((label) => (levels[from] as readonly string[]).includes(label));
/** Series of pods get the labels of their workload by a join. */
const joinsWorkload = (from: Level, to: Level): boolean => to === 'workload' && !hasLabels(from, to) && hasLabels(from, 'pod');

/** What is in no queue has no series there, so that nothing else can be made of that level. */
const inQueue = (level: Level): string => (level === 'queue' ? '{queue!=""}' : '');

/** The coarsest level that is recorded before this one and has its labels: fewer series to read than the finest. */
function finer({ level: finest, recorded }: Signal, level: Level): Level {
  const before = recorded.slice(0, recorded.indexOf(level)).filter((candidate) => candidate !== 'queue').reverse();
  return before.find((candidate) => hasLabels(candidate, level) || joinsWorkload(candidate, level)) ?? finest;
}

/** The expression of the finest level: the first source that has a series wins. */
const expression = ({ sources }: Signal): string => sources.map((source) => source.expr).join('\nor\n');

function aggregate(signal: Signal, level: Level): string {
  const { aggregation, by = [], level: finest, parts, transient } = signal;
  const from = finer(signal, level);
  const series = transient && from === finest ? `(${expression(signal)})` : signal.at(from) + inQueue(level);
  const of = (part: string): string => (joinsWorkload(from, level) ? ofWorkload(part === series ? part : `(${part})`) : part);
  const grouped = `by (${[...levels[level], ...by].join(', ')}) `;
  if (aggregation === 'max') return `max ${grouped}(${of(series)})`;
  const mean = aggregation === 'mean';
  if (parts && from === finest) {
    const on = `on (${parts.on.join(', ')})`;
    return `sum ${grouped}(${parts.expr} * ${on} group_left () ${series})${mean ? `\n/\nsum ${grouped}(${parts.expr} and ${on} ${series})` : ''}`;
  }
  if (!mean) return `sum ${grouped}(${of(series)})`;
  const weight = signal.weight!.at(from) + inQueue(level);
  return `sum ${grouped}(${of(`${series} * ${weight}`)})\n/\nsum ${grouped}(${of(`${weight} and ${series}`)})`;
}

const base = (signal: Signal): RecordingRule[] => (signal.transient ? [] : [{ record: signal.name, expr: expression(signal) }]);
const coarser = (signal: Signal): RecordingRule[] => (signal.levels ?? []).map((level) => ({ record: signal.at(level), expr: aggregate(signal, level) }));

const common = (signals: readonly Signal[]): readonly Toggle[] => (signals[0]?.requires ?? []).filter((toggle) => signals.every((signal) => signal.requires.includes(toggle)));

/** Counts come before the means that they weigh. */
const weightsFirst = (signals: readonly Signal[]): Signal[] => [...signals.filter(({ weight }) => !weight), ...signals.filter(({ weight }) => weight)];

/** A group that records the given signals in their order, and then their coarser levels, which may need the finest level of any of them. */
export const ruleGroup = (name: string, signals: readonly Signal[]): RuleGroup => ({
  name, rules: [...signals.flatMap(base), ...weightsFirst(signals).flatMap(coarser)], requires: common(signals),
});
