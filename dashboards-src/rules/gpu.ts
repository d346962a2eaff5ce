import { gpuSignals } from '../signals/gpu.ts';
import { ruleGroup, type RuleGroup } from './define.ts';

const all = ruleGroup('observability.gpu', gpuSignals);

/** Sums and means over single GPUs cost the most of all rules: once a minute is enough for them. */
const summed = new Set(gpuSignals.filter(({ parts }) => parts).flatMap((signal) => (signal.levels ?? []).map((level) => signal.at(level))));

export const gpuRules: RuleGroup = { ...all, rules: all.rules.filter(({ record }) => !summed.has(record)) };
export const gpuMinuteRules: RuleGroup = { ...all, name: 'observability.gpu.minute', interval: '1m', rules: all.rules.filter(({ record }) => summed.has(record)) };
