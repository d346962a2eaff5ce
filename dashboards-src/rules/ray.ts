import { raySignals } from '../signals/ray.ts';
import { ruleGroup } from './define.ts';

export const rayRules = ruleGroup('observability.ray', raySignals);
