import { fraction } from '../fleet/random.ts';
import type { SimulatedSource } from './define.ts';
import { counter, gauge } from './families.ts';

/** What `helm install` has to be told for the collector to be there. */
export const takingOtlp: readonly string[] = ['otel.enabled=true', 'kube-prometheus-stack.prometheus.prometheusSpec.enableOTLPReceiver=true'].flatMap((value) => ['--set', value]);

const port = 8888;
/** What programs send each second, and what of it waits in the queue. */
const sent = { metrics: { counted: 'metric_points', each: 900, waits: 40_000 }, logs: { counted: 'log_records', each: 60, waits: 5_000 } } as const;
const capacity = 512 * 2 ** 20;

/** The OpenTelemetry Collector of the chart: all that is sent is taken and delivered. */
export const otelCollector: SimulatedSource = {
  name: 'OpenTelemetry Collector',
  objects: [],
  answers: (pod, asked) => pod.metadata.labels?.['app.kubernetes.io/name'] === 'otel-collector' && asked === port,
  families(pod, { origin, time }) {
    const age = Math.max(0, time - origin);
    return Object.entries(sent).flatMap(([kind, { counted, each }]) => {
      const from = { receiver: 'otlp', transport: 'grpc' }, to = { exporter: `otlp_http/${kind}` };
      const count = (name: string, labels: Readonly<Record<string, string>>, value: number) => counter(`otelcol_${name}_${counted}`, [{ labels, value }]);
      return [
        count('receiver_accepted', from, age * each),
        count('receiver_refused', from, 0),
        count('receiver_failed', from, 0),
        count('exporter_sent', to, age * each),
        count('processor_memory_limiter_accepted', { processor: 'memory_limiter' }, age * each),
        count('processor_memory_limiter_refused', { processor: 'memory_limiter' }, 0),
      ];
    }).concat([
      gauge('otelcol_exporter_queue_size', Object.entries(sent).map(([kind, { waits }]) => ({ labels: { exporter: `otlp_http/${kind}`, data_type: kind }, value: Math.round(waits * (0.5 + fraction(pod.metadata.uid))) }))),
      gauge('otelcol_exporter_queue_capacity', Object.keys(sent).map((kind) => ({ labels: { exporter: `otlp_http/${kind}`, data_type: kind }, value: capacity }))),
      counter('otelcol_k8s_pod_association', ['success', 'error'].map((status) => ({ labels: { otelcol_signal: 'metrics', pod_identifier: 'connection', status }, value: age * (status === 'success' ? 20 : 0.2) }))),
    ]);
  },
};
