import { signal } from './define.ts';
import { renamed } from './of-object.ts';

/** From the files of the nodes to the stores: what Fluent Bit says of itself. */
const fluentbit = (expr: string) => ({ toggle: 'fluentbit' as const, expr });

/** What Fluent Bit itself hands on between its parts is no line that was read. */
const reading = 'name!~".*emitter.*|storage_backlog.*|metrics.*|clock|counts"';
/** An output that makes metrics of lines delivers none. */
const delivering = 'name!~"metrics.*|prometheus_exporter.*"';

const ofOutput = (metric: string): string => renamed(`rate(${metric}{${delivering}}[5m])`, 'output', 'name');
const byOutput = 'by (cluster, node, output)';
const outputRate = (metric: string): string => `sum ${byOutput} (${ofOutput(metric)})`;

export const logsRead = signal({
  name: 'node:log_records_in:rate5m', title: 'Log lines read', unit: 'events/second', better: 'neither', description: 'Lines that Fluent Bit reads on a node each second. None on one node only: it is stuck there.',
  sources: [fluentbit(`sum by (cluster, node) (rate(fluentbit_input_records_total{${reading}}[5m]))`)], levels: ['cluster'], aggregation: 'sum',
});

export const logsDelivered = signal({
  name: 'node:log_records_out:rate5m', title: 'Log lines delivered', unit: 'events/second', better: 'neither', by: ['output'],
  description: 'Lines of a node that an output took each second. Somewhat fewer than are read, as lines that belong together become one; much fewer for long: they wait in the buffer on the node.',
  sources: [fluentbit(outputRate('fluentbit_output_proc_records_total'))], levels: ['cluster'], aggregation: 'sum',
});

export const logsLost = signal({
  name: 'node:log_records_lost:rate5m', title: 'Log lines lost', unit: 'events/second', better: 'lower', thresholds: { warning: 0.001, critical: 1 }, by: ['output'],
  description: 'Lines that Fluent Bit gave up each second, as its buffer on the node is full or the output refused them for good. Its own count: at a crash it may miss some.',
  sources: [fluentbit(outputRate('fluentbit_output_dropped_records_total'))], levels: ['cluster'], aggregation: 'sum',
});

export const logRetries = signal({
  name: 'node:log_retries:rate5m', title: 'Log deliveries tried again', unit: 'events/second', better: 'lower', by: ['output'],
  description: 'Chunks of lines that Fluent Bit has to send again each second. Some while the store restarts; for long, it is overloaded, full or refuses the password.',
  sources: [fluentbit(outputRate('fluentbit_output_retries_total'))], levels: ['cluster'], aggregation: 'sum',
});

const inHour = (metric: string): string => `sum ${byOutput} (${renamed(`increase(${metric}{${delivering}}[1h])`, 'output', 'name')}) > 0`;

export const chunksRejected = signal({
  name: 'node:log_chunks_rejected:increase1h', title: 'Log chunks refused, last hour', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 10 }, by: ['output'], sparse: true,
  description: 'Chunks of lines that an output refused for good. They are set aside in the folder `rejected` of the buffer on the node.',
  sources: [fluentbit(inHour('fluentbit_output_errors_total'))],
});

export const retriesExhausted = signal({
  name: 'node:log_retries_exhausted:increase1h', title: 'Log chunks given up, last hour', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 10 }, by: ['output'], sparse: true,
  description: 'Chunks of lines that were tried as often as the output allows and then given up. They are set aside in the folder `rejected` of the buffer on the node.',
  sources: [fluentbit(inHour('fluentbit_output_retries_failed_total'))],
});

export const logBufferLeft = signal({
  name: 'node:log_buffer_left:ratio', title: 'Log buffer left', unit: 'ratio', better: 'higher', thresholds: { warning: 0.5, critical: 0.2 }, by: ['output'],
  description: 'Free part of the buffer that holds the lines of a node until the output takes them. At 0 % the oldest lines are lost; `logs.buffer.size` sets its size.',
  sources: [fluentbit(`min ${byOutput} (${renamed(`fluentbit_output_chunk_available_capacity_percent{${delivering}}`, 'output', 'name')}) / 100`)],
});

export const logChunksDelivered = signal({
  name: 'node:log_chunks_out:rate5m', title: 'Log chunks delivered', unit: 'events/second', better: 'neither', by: ['output'],
  description: 'Chunks of lines of a node that an output took each second.',
  sources: [fluentbit(`sum ${byOutput} (rate(fluentbit_output_latency_seconds_count[5m])) > 0`)], levels: ['cluster'], aggregation: 'sum',
});

export const logDelay = signal({
  name: 'node:log_delay:seconds', title: 'Delay of log lines', unit: 'seconds', better: 'lower', thresholds: { warning: 30, critical: 300 }, by: ['output'],
  description: 'Mean time from reading a line until the output has it. A mean, as Fluent Bit 5.1 counts everything beyond 30 s as one. After an outage it is high until the buffer is empty.',
  sources: [fluentbit(`sum ${byOutput} (rate(fluentbit_output_latency_seconds_sum[5m])) / (sum ${byOutput} (rate(fluentbit_output_latency_seconds_count[5m])) > 0)`)],
  levels: ['cluster'], aggregation: 'mean', weight: logChunksDelivered,
});

export const logChunksWaiting = signal({
  name: 'node:log_chunks_waiting:count', title: 'Log chunks on disk', unit: 'count', better: 'lower',
  description: 'Chunks of lines that wait on the disk of a node, for any output.',
  sources: [fluentbit('sum by (cluster, node) (fluentbit_storage_fs_chunks)')], levels: ['cluster'], aggregation: 'sum',
});

/** The DaemonSet is called after the release. */
const daemonSet = 'daemonset=~".*fluent-bit"';

export const collectorsMissing = signal({
  name: 'namespace:log_collectors_missing:count', title: 'Log collectors missing', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 5 }, by: ['daemonset'],
  description: 'Nodes that should run Fluent Bit and have no pod of it that is ready.',
  sources: [fluentbit(`max by (cluster, namespace, daemonset) (kube_daemonset_status_desired_number_scheduled{${daemonSet}}) - max by (cluster, namespace, daemonset) (kube_daemonset_status_number_available{${daemonSet}})`)],
});

export const redactions = signal({
  name: 'namespace:log_redactions:rate5m', title: 'Secrets taken out of log lines', unit: 'events/second', better: 'lower', thresholds: { warning: 0.01, critical: 1 },
  description: 'Passwords, keys and tokens that were taken out of the lines of a namespace each second, before they left the node. The program that prints them should stop: they are still in the files of the node. Without a name: lines of the node itself.',
  sources: [fluentbit(`sum by (cluster, namespace) (${renamed('rate(log_redactions_total[5m])', 'namespace', 'exported_namespace')})`)], levels: ['cluster'], aggregation: 'sum',
});

export const redactionErrors = signal({
  name: 'node:log_redaction_errors:increase1h', title: 'Log lines left out by the redaction, last hour', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 100 }, sparse: true,
  description: 'Lines on which the script that takes secrets out has failed. What they said is left out, as it may hold a secret.',
  sources: [fluentbit('sum by (cluster, node) (increase(log_redaction_errors_total[1h])) > 0')],
});

export const logPipelineSignals = [logsRead, logsDelivered, logsLost, logRetries, chunksRejected, retriesExhausted, logBufferLeft, logChunksDelivered, logDelay, logChunksWaiting, redactions, redactionErrors, collectorsMissing];
