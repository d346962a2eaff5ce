import { kuberaySignals } from '../signals/kuberay.ts';
import { ruleGroup } from './define.ts';

export const kuberayRules = ruleGroup('observability.kuberay', kuberaySignals);
