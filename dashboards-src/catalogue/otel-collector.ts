import { counter, exporter, gauge, labelled, targetLabels } from './define.ts';

/** What the collector counts, as its metrics call it. */
const counted = ['metric_points', 'log_records', 'spans'] as const;
const each = (name: (what: string) => string, help: string) => counted.map((what) => counter(name(what), 'count', `${help} (${what.replace('_', ' ')}).`));

/** What an exporter that speaks HTTP says of where it sends to. */
const server = ['server_address', 'server_port', 'url_path'];

export const otelCollector = exporter({
  name: 'OpenTelemetry Collector',
  version: '0.155',
  source: 'a scrape of the collector 0.155.0 with the chart\'s configuration (test/otlp), and what appears with the first failure from receiver/receiverhelper, exporter/exporterhelper and processor/memorylimiterprocessor metadata.yaml of 0.155',
  toggle: 'otel',
  labels: [...targetLabels, 'node'],
  metrics: [
    ...labelled(['receiver', 'transport'], [
      ...each((what) => `otelcol_receiver_accepted_${what}`, 'Taken from senders'),
      ...each((what) => `otelcol_receiver_refused_${what}`, 'Not taken: the sender is told to try again'),
      ...each((what) => `otelcol_receiver_failed_${what}`, 'Lost within the receiver'),
    ]),
    ...labelled(['exporter', ...server], [
      ...each((what) => `otelcol_exporter_sent_${what}`, 'Delivered'),
      ...each((what) => `otelcol_exporter_send_failed_${what}`, 'Given up, as the store refused them for good'),
    ]),
    ...labelled(['exporter'], each((what) => `otelcol_exporter_enqueue_failed_${what}`, 'Not taken by the full queue')),
    ...labelled(['exporter', 'data_type'], [
      gauge('otelcol_exporter_queue_size', 'bytes', 'What waits in the queue.'),
      gauge('otelcol_exporter_queue_capacity', 'bytes', 'What the queue can hold.'),
      gauge('otelcol_exporter_in_flight_requests', 'count', 'Requests on their way, with those that wait for their next try.'),
    ]),
    ...labelled(['processor'], [
      ...each((what) => `otelcol_processor_memory_limiter_accepted_${what}`, 'Passed by the memory limiter'),
      ...each((what) => `otelcol_processor_memory_limiter_refused_${what}`, 'Refused by the memory limiter'),
    ]),
    ...labelled(['processor', 'otel_signal'], [
      counter('otelcol_processor_incoming_items', 'count', 'Items into a processor.'),
      counter('otelcol_processor_outgoing_items', 'count', 'Items out of a processor.'),
    ]),
    counter('otelcol_k8s_pod_association', 'count', 'Resources whose pod was looked up, by outcome.', { labels: ['otelcol_signal', 'pod_identifier', 'status'] }),
    counter('otelcol_otelsvc_k8s_pod_added', 'count', 'Pods that were seen to come.'),
    counter('otelcol_otelsvc_k8s_pod_updated', 'count', 'Changes of pods.'),
    counter('otelcol_otelsvc_k8s_pod_deleted', 'count', 'Pods that were seen to go.'),
    gauge('otelcol_otelsvc_k8s_pod_table_size', 'count', 'Addresses and UIDs of pods that are known.'),
    counter('otelcol_process_uptime', 'seconds', 'Seconds since its start.'),
    counter('otelcol_process_cpu_seconds', 'seconds', 'CPU time.'),
    gauge('otelcol_process_memory_rss', 'bytes', 'Resident memory.'),
    gauge('otelcol_process_runtime_heap_alloc_bytes', 'bytes', 'Live heap.'),
    counter('otelcol_process_runtime_total_alloc_bytes', 'bytes', 'Allocated since its start.'),
    gauge('otelcol_process_runtime_total_sys_memory_bytes', 'bytes', 'Memory taken from the system.'),
    gauge('target_info', 'count', 'Attributes of the collector.', { labels: ['service_name', 'service_version', 'service_instance_id'] }),
    counter('promhttp_metric_handler_errors_total', 'count', 'Errors of the metrics handler.', { labels: ['cause'] }),
  ],
});
