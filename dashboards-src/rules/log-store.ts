import { logStoreSignals } from '../signals/log-store.ts';
import { ruleGroup } from './define.ts';

export const logStoreRules = ruleGroup('observability.log-store', logStoreSignals);
