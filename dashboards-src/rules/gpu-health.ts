import { gpuHealthSignals } from '../signals/gpu-health.ts';
import { ruleGroup } from './define.ts';

/** Errors are counted over many minutes: reading them more often tells nothing new. */
export const gpuHealthRules = { ...ruleGroup('observability.gpu-health', gpuHealthSignals), interval: '1m' };
