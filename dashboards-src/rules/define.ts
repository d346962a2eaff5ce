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

function aggregate(signal: Signal, level: Level): string {
  const by = `by (${[...levels[level], ...(signal.by ?? [])].join(', ')}) `;
  const { name, weight } = signal;
  return signal.aggregation === 'mean' && weight ? weightedMean(name, weight.name, by) : `${signal.aggregation} ${by}(${name})`;
}

/** The rule that records a signal at its finest level: the first source that has a series wins. */
const base = (signal: Signal): RecordingRule => ({ record: signal.name, expr: signal.sources.map((source) => source.expr).join('\nor\n') });
const coarser = (signal: Signal): RecordingRule[] => (signal.levels ?? []).map((level) => ({ record: signal.at(level), expr: aggregate(signal, level) }));

const common = (signals: readonly Signal[]): readonly Toggle[] => (signals[0]?.requires ?? []).filter((toggle) => signals.every((signal) => signal.requires.includes(toggle)));

/** A group that records the given signals in their order, and then their coarser levels, which may need the finest level of any of them. */
export const ruleGroup = (name: string, signals: readonly Signal[]): RuleGroup => ({ name, rules: [...signals.map(base), ...signals.flatMap(coarser)], requires: common(signals) });
