import { stackSignals } from '../signals/stack.ts';
import { ruleGroup } from './define.ts';

export const stackRules = ruleGroup('observability.stack', stackSignals);
