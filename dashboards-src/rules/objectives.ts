import { objectiveSignals } from '../signals/objectives.ts';
import { ruleGroup } from './define.ts';

export const objectiveRules = ruleGroup('observability.objectives', objectiveSignals);
