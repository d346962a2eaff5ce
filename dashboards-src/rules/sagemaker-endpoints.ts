import { sagemakerEndpointSignals } from '../signals/sagemaker-endpoints.ts';
import { ruleGroup } from './define.ts';

/** CloudWatch has something new once a minute at most. */
export const sagemakerEndpointRules = { ...ruleGroup('observability.sagemaker-endpoints', sagemakerEndpointSignals), interval: '1m' };
