import { sagemakerJobSignals } from '../signals/sagemaker-jobs.ts';
import { EVERY_SECONDS } from '../signals/sagemaker/cloudwatch.ts';
import { ruleGroup } from './define.ts';

export const sagemakerJobRules = { ...ruleGroup('observability.sagemaker-jobs', sagemakerJobSignals), interval: `${EVERY_SECONDS}s` };
