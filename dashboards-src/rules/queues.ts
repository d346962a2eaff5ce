import { queueSignals } from '../signals/queues.ts';
import { ruleGroup } from './define.ts';

export const queueRules = ruleGroup('observability.queues', queueSignals);
