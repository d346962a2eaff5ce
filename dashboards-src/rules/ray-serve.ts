import { rayServeSignals } from '../signals/ray-serve.ts';
import { ruleGroup } from './define.ts';

export const rayServeRules = ruleGroup('observability.ray-serve', rayServeSignals);
