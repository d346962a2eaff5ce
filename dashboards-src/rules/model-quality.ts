import { modelQualitySignals } from '../signals/model-quality.ts';
import { ruleGroup } from './define.ts';

export const modelQualityRules = ruleGroup('observability.model-quality', modelQualitySignals);
