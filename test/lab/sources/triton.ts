import { hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge, histogram, one } from './families.ts';
import { loadOf, serving, within } from './serving.ts';

const selected = { 'app.kubernetes.io/name': 'triton-inference-server' };
const port = 8002;

/** Mean times of a request in seconds. */
const models = {
  reranker: { rate: 40, queue: 0.002, input: 0.0005, inference: 0.012, output: 0.0003, streams: false },
  whisper: { rate: 3, queue: 0.03, input: 0.004, inference: 0.6, output: 0.001, streams: true },
};

/** Started with histograms and the response cache on. */
export const triton: SimulatedSource = {
  name: 'Triton',
  objects: [serving({ name: 'triton', namespace: 'team-b', labels: selected, image: 'nvcr.io/nvidia/tritonserver:26.06-py3', port: { containerPort: port } })],
  answers: (pod, asked) => asked === port && hasLabels(pod, selected),
  families(pod, clock) {
    const load = loadOf(pod, clock);
    const each = Object.entries(models).map(([model, facts]) => ({ labels: { model, version: '1' }, requests: load.total(facts.rate), ...facts }));
    type Model = (typeof each)[number];
    const total = (name: string, value: (model: Model) => number) => counter(`nv_${name}`, each.flatMap((model) => within(model.labels, one(value(model)))));
    const microseconds = (name: string, mean: (model: Model) => number) => total(`inference_${name}_us`, (model) => 1e6 * mean(model) * model.requests);
    return [
      total('inference_request_success', ({ requests }) => requests),
      counter('nv_inference_request_failure', each.flatMap(({ labels, requests }) => by('reason', { REJECTED: 0.002 * requests, CANCELED: 0.004 * requests, BACKEND: 0.0005 * requests, OTHER: 0 }, labels))),
      total('inference_count', ({ requests }) => 4 * requests),
      total('inference_exec_count', ({ requests }) => requests),
      gauge('nv_inference_pending_request_count', each.flatMap(({ labels }) => within(labels, one(Math.round(load.level(0, 3)))))),
      microseconds('request_duration', ({ queue, input, inference, output }) => queue + input + inference + output),
      microseconds('queue_duration', ({ queue }) => queue),
      microseconds('compute_input_duration', ({ input }) => input),
      microseconds('compute_infer_duration', ({ inference }) => inference),
      microseconds('compute_output_duration', ({ output }) => output),
      histogram('nv_inference_first_response_histogram_ms', [100, 500, 2000, 5000], each.filter(({ streams }) => streams).map(({ labels, requests, inference }) => ({ labels, count: requests, mean: 500 * inference }))),
      total('cache_num_hits_per_model', ({ requests }) => 0.2 * requests),
      total('cache_num_misses_per_model', ({ requests }) => 0.8 * requests),
    ];
  },
};
