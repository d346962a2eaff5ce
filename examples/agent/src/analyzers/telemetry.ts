import { watching } from '../watching.ts';

export const telemetry = watching({
  name: 'telemetry',
  about: 'what is not measured any more, so that nothing can be said of it',
  alerts: [
    'ScrapeRejected', 'TelemetryVanished', 'AcceleratorMetricsMissing', 'NeuronMetricsMissing', 'GPUProfilingVanished', 'EFAMetricsMissing', 'LustreMetricsMissing', 'InferenceMetricsVanished',
    'TrainingMetricsMissing', 'TrainingOperatorMissing', 'ModelMetricsMissing', 'RayMetricsMissing', 'GPUPriceMissing', 'RuleGroupSlow', 'PrometheusMemoryAlmostFull', 'PrometheusHistoryCutShort',
  ].map((alert) => ({ alert })),
});
