import { gpuSignals } from '../signals/gpu.ts';
import { ruleGroup } from './define.ts';

export const gpuRules = ruleGroup('observability.gpu', gpuSignals);
