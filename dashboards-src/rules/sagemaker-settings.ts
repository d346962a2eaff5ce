import { sagemakerSettingSignals } from '../signals/sagemaker-settings.ts';
import { ruleGroup } from './define.ts';

export const sagemakerSettingRules = ruleGroup('observability.sagemaker-settings', sagemakerSettingSignals);
