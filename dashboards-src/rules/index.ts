import { clusterRules } from './cluster.ts';
import type { RuleGroup } from './define.ts';
import { gpuRules } from './gpu.ts';
import { neuronRules } from './neuron.ts';
import { stackRules } from './stack.ts';

export type { RecordingRule, RuleGroup } from './define.ts';

/** Every recording rule of the chart. */
export const ruleGroups: readonly RuleGroup[] = [gpuRules, neuronRules, clusterRules, stackRules];
