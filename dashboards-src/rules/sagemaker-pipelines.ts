import { sagemakerPipelineSignals } from '../signals/sagemaker-pipelines.ts';
import { ruleGroup } from './define.ts';

/** CloudWatch has something new once a minute at most. */
export const sagemakerPipelineRules = { ...ruleGroup('observability.sagemaker-pipelines', sagemakerPipelineSignals), interval: '1m' };
