import { rightSizingSignals } from '../signals/right-sizing.ts';
import { ruleGroup } from './define.ts';

/** Days of use change slowly; Prometheus forgets a series after 5 minutes. */
export const rightSizingRules = { ...ruleGroup('observability.right-sizing', rightSizingSignals), interval: '2m' };
