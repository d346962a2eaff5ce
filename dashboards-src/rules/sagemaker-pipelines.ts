import { sagemakerPipelineSignals } from '../signals/sagemaker-pipelines.ts';
import { EVERY_SECONDS } from '../signals/sagemaker/cloudwatch.ts';
import { ruleGroup } from './define.ts';

export const sagemakerPipelineRules = { ...ruleGroup('observability.sagemaker-pipelines', sagemakerPipelineSignals), interval: `${EVERY_SECONDS}s` };
