import { signal } from './define.ts';
import { renamed } from './of-object.ts';

/** What programs send by OTLP, on its way through the collector. */
const otel = (expr: string) => ({ toggle: 'otel' as const, expr });

/** What the collector counts, and what of it a person calls so. */
const kinds = { metrics: 'metric_points', logs: 'log_records', traces: 'spans' } as const;
type Counted = (typeof kinds)[keyof typeof kinds];

const ofKinds = (expr: (what: Counted) => string): string =>
  Object.entries(kinds).map(([kind, what]) => `label_replace(${expr(what)}, "kind", "${kind}", "", "")`).join('\nor\n');
const perPod = (expr: string): string => `sum by (cluster, node, namespace, pod) (rate(${expr}[5m]))`;

const flow = { unit: 'events/second', by: ['kind'], levels: ['cluster'], aggregation: 'sum' } as const;

export const otlpReceived = signal({
  name: 'pod:otlp_received:rate5m', title: 'Taken by OTLP', better: 'neither', ...flow,
  description: 'Points of metrics, lines and spans that the collector takes from programs each second.',
  sources: [otel(ofKinds((what) => perPod(`otelcol_receiver_accepted_${what}`)))],
});

export const otlpDelivered = signal({
  name: 'pod:otlp_delivered:rate5m', title: 'Delivered of what came by OTLP', better: 'neither', ...flow,
  description: 'Points, lines and spans that the stores took from the collector each second. Less than it takes for long: they wait in its queue.',
  sources: [otel(ofKinds((what) => perPod(`otelcol_exporter_sent_${what}`)))],
});

export const otlpRefused = signal({
  name: 'pod:otlp_refused:rate5m', title: 'Refused to senders of OTLP', better: 'lower', thresholds: { warning: 0.001, critical: 100 }, ...flow,
  description: 'Points, lines and spans that the collector did not take each second, as its queue or its memory is full. Senders try again for a while, and then lose them.',
  sources: [otel(ofKinds((what) => perPod(`otelcol_receiver_refused_${what}`)))],
});

export const otlpLost = signal({
  name: 'pod:otlp_lost:rate5m', title: 'Lost of what came by OTLP', better: 'lower', thresholds: { warning: 0.001, critical: 1 }, ...flow,
  description: 'Points, lines and spans that a store refused for good each second: points too old or of another type than before, a wrong password. They are lost. The log of the collector has the answer of the store.',
  sources: [otel(ofKinds((what) => `(${perPod(`otelcol_exporter_send_failed_${what}`)} or ${perPod(`otelcol_exporter_sent_${what}`)} * 0)`))],
});

export const otlpQueue = signal({
  name: 'pod:otlp_queue:ratio', title: 'Queue of the collector in use', unit: 'ratio', better: 'lower', thresholds: { warning: 0.5, critical: 0.9 }, by: ['kind'],
  description: 'How full the queues on disk of a collector are. They fill while a store is away; at 100 % senders are refused. `otel.queue.mebibytes` sets their size.',
  sources: [otel(`max by (cluster, node, namespace, pod, kind) (${renamed('otelcol_exporter_queue_size / otelcol_exporter_queue_capacity', 'kind', 'data_type')})`)],
});

export const otlpLimited = signal({
  name: 'pod:otlp_memory_limited:rate5m', title: 'Refused for want of memory', better: 'lower', thresholds: { warning: 0.001, critical: 100 }, ...flow,
  description: 'Points, lines and spans that the collector refused each second because its memory is used up. Give it more (`otel.resources`), or more replicas.',
  sources: [otel(ofKinds((what) => perPod(`otelcol_processor_memory_limiter_refused_${what}`)))],
});

const associated = (matcher = ''): string => `sum by (cluster) (rate(otelcol_k8s_pod_association${matcher}[5m]))`;

export const otlpStrangers = signal({
  name: 'cluster:otlp_strangers:ratio', title: 'Senders of OTLP without a pod', unit: 'ratio', better: 'lower', thresholds: { warning: 0.1, critical: 0.5 },
  description: 'Share of what comes by OTLP of which the collector knows no pod, so that it has no namespace, pod and node. Pods with `hostNetwork` have to send their UID in the resource attribute `k8s.pod.uid`; so has what comes through a proxy.',
  sources: [otel(`(${associated('{status="error"}')} or ${associated()} * 0) / (${associated()} > 0)`)],
});

export const otelSignals = [otlpReceived, otlpDelivered, otlpRefused, otlpLost, otlpQueue, otlpLimited, otlpStrangers];
