import { trainingSignals } from '../signals/training.ts';
import { ruleGroup } from './define.ts';

export const trainingRules = ruleGroup('observability.training', trainingSignals);
