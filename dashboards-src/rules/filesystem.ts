import { filesystemSignals } from '../signals/filesystem.ts';
import { ruleGroup } from './define.ts';

export const filesystemRules = ruleGroup('observability.filesystem', filesystemSignals);
