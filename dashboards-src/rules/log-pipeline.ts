import { logPipelineSignals } from '../signals/log-pipeline.ts';
import { ruleGroup } from './define.ts';

export const logPipelineRules = ruleGroup('observability.log-pipeline', logPipelineSignals);
