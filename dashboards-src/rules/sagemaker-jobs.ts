import { sagemakerJobSignals } from '../signals/sagemaker-jobs.ts';
import { ruleGroup } from './define.ts';

/** CloudWatch has something new once a minute at most. */
export const sagemakerJobRules = { ...ruleGroup('observability.sagemaker-jobs', sagemakerJobSignals), interval: '1m' };
