import { autoscalingSignals } from '../signals/autoscaling.ts';
import { ruleGroup } from './define.ts';

export const autoscalingRules = ruleGroup('observability.autoscaling', autoscalingSignals);
