import { constant, latencyBound, objective, objectiveSignals, objectives, type Objective } from '../signals/objectives.ts';
import { ruleGroup, type RecordingRule } from './define.ts';

export const objectiveRules = ruleGroup('observability.objectives', objectiveSignals);

/** The same rules with other numbers, or with what stands for them in a template. */
export const objectivesOf = (number: (slo: Objective['slo'], field: 'objective' | 'seconds') => string): RecordingRule[] => [
  { record: objective.name, expr: objectives.map(({ slo }) => constant(slo, number(slo, 'objective'))).join('\nor\n') },
  { record: latencyBound.name, expr: objectives.flatMap((one) => ('seconds' in one ? [constant(one.slo, number(one.slo, 'seconds'))] : [])).join('\nor\n') },
];
