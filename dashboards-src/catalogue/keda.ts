import { counter, exporter, gauge, histogram, info, labelled, targetLabels } from './define.ts';

export const keda = exporter({
  name: 'KEDA',
  version: '2.12 to 2.20',
  source: 'kedacore/keda pkg/metricscollector/prommetrics.go',
  toggle: 'keda',
  labels: [...targetLabels, 'node'],
  metrics: [
    info('keda_build_info', 'Version of KEDA.', { labels: ['version', 'git_commit', 'goversion', 'goos', 'goarch'] }),
    ...labelled(['namespace', 'metric', 'scaledObject', 'scaler', 'triggerIndex', 'type'], [
      gauge('keda_scaler_metrics_value', 'count', 'Number by which a scaler scales.'),
      gauge('keda_scaler_metrics_latency_seconds', 'seconds', 'Time that reading the number took.', { since: '2.14' }),
      gauge('keda_scaler_active', 'bool', '1 while a scaler wants more than nothing.'),
      counter('keda_scaler_detail_errors_total', 'count', 'Failed readings of a scaler.', { since: '2.14' }),
    ]),
    gauge('keda_scaled_object_paused', 'bool', '1 while a ScaledObject is paused.', { labels: ['namespace', 'scaledObject'] }),
    counter('keda_scaled_object_errors_total', 'count', 'Errors of a ScaledObject.', { labels: ['namespace', 'scaledObject'], since: '2.14' }),
    counter('keda_scaled_job_errors_total', 'count', 'Errors of a ScaledJob.', { labels: ['namespace', 'scaledJob'] }),
    gauge('keda_trigger_registered_total', 'count', 'Triggers by type; a gauge in spite of its name.', { labels: ['type'] }),
    gauge('keda_resource_registered_total', 'count', 'Objects of KEDA by type; a gauge in spite of its name.', { labels: ['type', 'namespace'] }),
    gauge('keda_internal_scale_loop_latency_seconds', 'seconds', 'How late the loop that scales is.', { labels: ['namespace', 'type', 'resource'] }),
    counter('keda_scaler_empty_upstream_responses_total', 'count', 'Queries that answered nothing.', { labels: ['namespace', 'scaledResource', 'triggerName', 'metricName', 'resourceType', 'ignoreNullValues'], since: '2.20' }),
    counter('keda_cloudeventsource_events_emitted_total', 'count', 'Events sent.', { labels: ['namespace', 'cloudeventsource', 'eventsink', 'state'] }),
    gauge('keda_cloudeventsource_events_queued', 'count', 'Events that wait to be sent.', { labels: ['namespace'] }),
    counter('keda_scaler_http_requests_total', 'count', 'Requests of scalers to what they read.', { labels: ['namespace', 'scaled_resource', 'scaler', 'trigger_name', 'metric_name', 'status_code'], since: '2.20' }),
    histogram('keda_scaler_http_request_duration_seconds', 'seconds', 'Time of requests of scalers to what they read.', { labels: ['scaler', 'status_code'], since: '2.20' }),
    ...labelled(['namespace', 'metric', 'scaledObject', 'scaler', 'triggerIndex', 'type'], [
      gauge('keda_scaler_metrics_latency', 'milliseconds', 'Time that reading the number took.', { until: '2.17', successor: 'keda_scaler_metrics_latency_seconds' }),
      counter('keda_scaler_errors', 'count', 'Failed readings of a scaler.', { until: '2.17', successor: 'keda_scaler_detail_errors_total' }),
    ]),
    counter('keda_scaler_errors_total', 'count', 'Failed readings of all scalers.', { until: '2.17', successor: 'keda_scaler_detail_errors_total' }),
    counter('keda_scaled_object_errors', 'count', 'Errors of a ScaledObject.', { labels: ['namespace', 'scaledObject'], until: '2.17', successor: 'keda_scaled_object_errors_total' }),
    counter('keda_scaled_job_errors', 'count', 'Errors of a ScaledJob.', { labels: ['namespace', 'scaledJob'], until: '2.17', successor: 'keda_scaled_job_errors_total' }),
    gauge('keda_internal_scale_loop_latency', 'milliseconds', 'How late the loop that scales is.', { labels: ['namespace', 'type', 'resource'], until: '2.17', successor: 'keda_internal_scale_loop_latency_seconds' }),
    gauge('keda_trigger_totals', 'count', 'Triggers by type.', { labels: ['type'], until: '2.17', successor: 'keda_trigger_registered_total' }),
    gauge('keda_resource_totals', 'count', 'Objects of KEDA by type.', { labels: ['type', 'namespace'], until: '2.17', successor: 'keda_resource_registered_total' }),
  ],
});
