import { inferenceSignals } from '../signals/inference.ts';
import { ruleGroup } from './define.ts';

export const inferenceRules = ruleGroup('observability.inference', inferenceSignals);
