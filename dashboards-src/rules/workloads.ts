import { workloadSignals } from '../signals/workloads.ts';
import { ruleGroup } from './define.ts';

export const workloadRules = ruleGroup('observability.workloads', workloadSignals);
