import { clusterSignals } from '../signals/cluster.ts';
import { ruleGroup } from './define.ts';

export const clusterRules = ruleGroup('observability.cluster', clusterSignals);
