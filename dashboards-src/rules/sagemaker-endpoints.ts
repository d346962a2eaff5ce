import { sagemakerEndpointSignals } from '../signals/sagemaker-endpoints.ts';
import { EVERY_SECONDS } from '../signals/sagemaker/cloudwatch.ts';
import { ruleGroup } from './define.ts';

export const sagemakerEndpointRules = { ...ruleGroup('observability.sagemaker-endpoints', sagemakerEndpointSignals), interval: `${EVERY_SECONDS}s` };
