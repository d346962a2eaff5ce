import { runningPods } from '../fleet/cluster.ts';
import { histogramSamples, type Family, type Sample } from '../fleet/exposition.ts';
import { fraction } from '../fleet/random.ts';
import type { SimulatedSource } from './define.ts';

const port = 2020;
const countsPort = 2021;
const input = 'containers';
const output = 'opensearch';
const lineBytes = 180;
const chunkLines = 400;
const linesPerPod = 12;
const delayBounds = [0.5, 1, 1.5, 2.5, 5, 10, 20, 30];

const family = (name: string, type: Family['type'], samples: readonly Sample[]): Family => ({ name: `fluentbit_${name}`, type, help: `${name.replaceAll('_', ' ')}.`, samples });

/** Fluent Bit in the pods of the chart: every pod of a node writes some lines, and OpenSearch takes them all. */
export const fluentBit: SimulatedSource = {
  name: 'Fluent Bit',
  objects: [],
  answers: (pod, asked) => pod.metadata.labels?.['app.kubernetes.io/name'] === 'fluent-bit' && asked === port,
  families(pod, { origin, time }, snapshot) {
    const node = pod.spec.nodeName ?? '';
    const age = Math.max(0, time - origin);
    const read = Math.floor(age * linesPerPod * runningPods(snapshot, node).reduce((sum, { metadata }) => sum + 0.5 + fraction(metadata.uid), 0));
    const delivered = Math.max(0, read - Math.floor(2 * chunkLines * fraction(node)));
    const chunks = Math.floor(delivered / chunkLines);
    const one = (name: string, type: Family['type'], value: number, labels: Sample['labels']): Family => family(name, type, [{ labels, value }]);
    return [
      one('input_records_total', 'counter', read, { name: input }),
      one('input_bytes_total', 'counter', read * lineBytes, { name: input }),
      one('output_proc_records_total', 'counter', delivered, { name: output }),
      one('output_proc_bytes_total', 'counter', delivered * lineBytes, { name: output }),
      one('output_dropped_records_total', 'counter', 0, { name: output }),
      one('output_errors_total', 'counter', 0, { name: output }),
      one('output_retries_total', 'counter', Math.floor(chunks / 200), { name: output }),
      one('output_retries_failed_total', 'counter', 0, { name: output }),
      family('storage_fs_chunks', 'gauge', [{ labels: {}, value: Math.round(2 + 4 * fraction(node)) }]),
      one('output_chunk_available_capacity_percent', 'gauge', 96 + 3 * fraction(node), { name: output }),
      family('output_latency_seconds', 'histogram', histogramSamples({ input, output }, delayBounds, (bound) => 1 - Math.exp(-bound / 1.4), chunks, 1.4)),
    ];
  },
};

const secretsPerHour = 6;

/** What the script of the pipeline counts, at a port of its own: some pods print a password now and then. */
export const logCounts: SimulatedSource = {
  name: 'Counts of the log pipeline',
  objects: [],
  answers: (pod, asked) => pod.metadata.labels?.['app.kubernetes.io/name'] === 'fluent-bit' && asked === countsPort,
  families(pod, { origin, time }, snapshot) {
    const hours = Math.max(0, time - origin) / 3600;
    const namespaces = [...new Set(runningPods(snapshot, pod.spec.nodeName ?? '').map(({ metadata }) => metadata.namespace))].filter((namespace) => namespace.startsWith('team-'));
    return [
      { name: 'log_redactions_total', type: 'gauge', help: 'Secrets taken out of lines.', samples: namespaces.map((namespace) => ({ labels: { namespace }, value: Math.floor(secretsPerHour * hours * 2 * fraction(namespace)) })) },
      { name: 'log_redaction_errors_total', type: 'gauge', help: 'Lines left out as the script failed on them.', samples: [{ labels: {}, value: 0 }] },
    ];
  },
};
