import { networkSignals } from '../signals/network.ts';
import { ruleGroup } from './define.ts';

export const networkRules = ruleGroup('observability.network', networkSignals);
