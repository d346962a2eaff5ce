import { section, toggle } from './define.ts';

export const otel = section('OTLP endpoint for metrics, logs and traces of workloads.', {
  enabled: toggle({ default: false, description: 'Not part of this version yet: true is refused.' }),
});
