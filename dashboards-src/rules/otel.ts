import { otelSignals } from '../signals/otel.ts';
import { ruleGroup } from './define.ts';

export const otelRules = ruleGroup('observability.otel', otelSignals);
