import { cloudWatchSignals } from '../signals/cloudwatch.ts';
import { ruleGroup } from './define.ts';

export const cloudWatchRules = ruleGroup('observability.cloudwatch', cloudWatchSignals);
