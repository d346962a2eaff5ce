import { runningPods } from '../fleet/cluster.ts';
import { histogramSamples, type Family, type Sample } from '../fleet/exposition.ts';
import { fraction } from '../fleet/random.ts';
import type { SimulatedSource } from './define.ts';

const port = 2020;
const input = 'tail.0';
const output = 'opensearch.0';
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
      one('output_chunk_available_capacity_percent', 'gauge', 96 + 3 * fraction(node), { name: output }),
      family('output_latency_seconds', 'histogram', histogramSamples({ input, output }, delayBounds, (bound) => 1 - Math.exp(-bound / 1.4), chunks, 1.4)),
    ];
  },
};
