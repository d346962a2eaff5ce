import type { Toggle } from '../catalogue/define.ts';
import { levels, type Level, type Signal } from '../signals/define.ts';

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

/** The coarsest level that is recorded before this one and has its labels: fewer series to read than the finest. */
function finer(signal: Signal, level: Level): Level {
  const before = [signal.level, ...(signal.levels ?? [])];
  const has = (candidate: Level): readonly string[] => levels[candidate];
  return before.slice(0, before.indexOf(level)).reverse().find((candidate) => levels[level].every((label) => has(candidate).includes(label))) ?? signal.level;
}

function aggregate(signal: Signal, level: Level): string {
  const by = `by (${[...levels[level], ...(signal.by ?? [])].join(', ')}) `;
  const from = finer(signal, level);
  const series = signal.at(from);
  if (signal.aggregation !== 'mean' || !signal.weight) return `${signal.aggregation} ${by}(${series})`;
  const equal = from === signal.level && level === signal.equalWithin;
  return equal ? `avg ${by}(${series})` : weightedMean(series, signal.weight.at(from), by);
}

/** The rule that records a signal at its finest level: the first source that has a series wins. */
const base = (signal: Signal): RecordingRule => ({ record: signal.name, expr: signal.sources.map((source) => source.expr).join('\nor\n') });
const coarser = (signal: Signal): RecordingRule[] => (signal.levels ?? []).map((level) => ({ record: signal.at(level), expr: aggregate(signal, level) }));

const common = (signals: readonly Signal[]): readonly Toggle[] => (signals[0]?.requires ?? []).filter((toggle) => signals.every((signal) => signal.requires.includes(toggle)));

/** Counts come before the means that they weigh. */
const weightsFirst = (signals: readonly Signal[]): Signal[] => [...signals.filter(({ weight }) => !weight), ...signals.filter(({ weight }) => weight)];

/** A group that records the given signals in their order, and then their coarser levels, which may need the finest level of any of them. */
export const ruleGroup = (name: string, signals: readonly Signal[]): RuleGroup => ({
  name, rules: [...signals.map(base), ...weightsFirst(signals).flatMap(coarser)], requires: common(signals),
});
