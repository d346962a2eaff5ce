import { counter, exporter, gauge, labelled, targetLabels, untyped } from './define.ts';

export const hyperpod = exporter({
  name: 'SageMaker HyperPod operators',
  version: 'documentation of 2026',
  source: 'docs.aws.amazon.com/sagemaker/latest/dg/hyperpod-observability-cluster-metrics.html',
  toggle: 'hyperpod',
  labels: [...targetLabels, 'node'],
  metrics: [
    counter('hyperpod_training_operator_jobs_created_total', 'count', 'Jobs made.'),
    counter('hyperpod_training_operator_jobs_deleted_total', 'count', 'Jobs deleted.'),
    counter('hyperpod_training_operator_jobs_successful_total', 'count', 'Jobs that succeeded.'),
    counter('hyperpod_training_operator_jobs_failed_total', 'count', 'Jobs that failed.'),
    counter('hyperpod_training_operator_jobs_restarted_total', 'count', 'Jobs that the operator started again.'),
    untyped('hyperpod_training_operator_jobs_restart_latency', 'count', 'Time of a restart; the unit is not documented.'),
    untyped('hyperpod_training_operator_jobs_fault_detection_latency', 'count', 'Time until a fault was found; the unit is not documented.'),
    // The proxy beside a model (port 9113).
    ...labelled(['namespace', 'pod_name', 'node_name', 'model_name', 'model_version', 'resource_name', 'resource_type'], [
      counter('model_invocations_total', 'count', 'Requests to a model.'),
      counter('model_errors_total', 'count', 'Requests to a model that failed.'),
      gauge('model_concurrent_requests', 'count', 'Requests that a model works on.'),
      // Their type is not documented: a gauge, or by the names that clients give to the parts of a histogram or a summary.
      ...(['latency', 'ttfb'] as const).flatMap((what) => [
        untyped(`model_${what}_milliseconds`, 'milliseconds', what === 'ttfb' ? 'Time to the first byte of an answer.' : 'Time of a request to a model.'),
        counter(`model_${what}_milliseconds_sum`, 'milliseconds', 'The same, added up.'),
        counter(`model_${what}_milliseconds_count`, 'count', 'Requests whose time was added up.'),
      ]),
    ]),
    untyped('training_uptime_percentage', 'percent', 'Share of the time in which training went on.'),
    untyped('training_manual_recovery_count', 'count', 'Restarts by hand.'),
    untyped('training_manual_downtime_ms', 'milliseconds', 'Time lost to restarts by hand.'),
    untyped('training_auto_recovery_count', 'count', 'Restarts by the operator.'),
    untyped('training_auto_recovery_downtime', 'milliseconds', 'Time lost to restarts by the operator.'),
    untyped('training_fault_count', 'count', 'Faults during training.'),
    // AWS says that they go by type, and not by which label: nothing asks for it by name.
    untyped('training_fault_type_count', 'count', 'Faults by type.', { labels: ['fault_type'] }),
    untyped('training_fault_recovery_time_ms', 'milliseconds', 'Time to get over a fault, by type.', { labels: ['fault_type'] }),
    untyped('training_time_ms', 'milliseconds', 'Time in which training went on.'),
  ],
});
