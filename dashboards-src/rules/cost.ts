import { costSignals } from '../signals/cost.ts';
import { ruleGroup } from './define.ts';

/** Prices change by the hour, and what costs by the minute. */
export const costRules = { ...ruleGroup('observability.cost', costSignals), interval: '1m' };
