import { sloSignals } from '../signals/slo.ts';
import { ruleGroup } from './define.ts';

/** Windows reach back three days: evaluated less often, they cost little. */
export const sloRules = { ...ruleGroup('observability.slo', sloSignals), interval: '2m' };
