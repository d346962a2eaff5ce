import { hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge, histogram, one } from './families.ts';
import { loadOf, serving } from './serving.ts';

const selected = { 'app.kubernetes.io/name': 'text-generation-inference' };
const port = 80;

const timeBounds = Array.from({ length: 35 }, (_, index) => Number((0.00015 * 1.5 ** index).toPrecision(6)));
const lengthBounds = Array.from({ length: 100 }, (_, index) => 41 * (index + 1));

export const tgi: SimulatedSource = {
  name: 'Text Generation Inference',
  objects: [serving({ name: 'zephyr', namespace: 'team-a', labels: selected, image: 'ghcr.io/huggingface/text-generation-inference:3.3.6', port: { containerPort: port } })],
  answers: (pod, asked) => asked === port && hasLabels(pod, selected),
  families(pod, clock) {
    const load = loadOf(pod, clock);
    const requests = load.total(2);
    const seen = (name: string, bounds: readonly number[], mean: number, count = requests) => histogram(`tgi_${name}`, bounds, [{ labels: {}, count, mean }]);
    return [
      counter('tgi_request_count', one(1.01 * requests)),
      counter('tgi_request_success', one(requests)),
      counter('tgi_request_failure', by('err', { overloaded: 0.004 * requests, validation: 0.01 * requests })),
      seen('request_duration', timeBounds, 4.2),
      seen('request_queue_duration', timeBounds, 0.06),
      seen('request_inference_duration', timeBounds, 4.1),
      seen('request_mean_time_per_token_duration', timeBounds, 0.031),
      seen('request_generated_tokens', lengthBounds, 140),
      seen('request_input_length', lengthBounds, 620),
      histogram('tgi_batch_inference_duration', timeBounds, [{ labels: { method: 'prefill' }, count: requests, mean: 0.09 }, { labels: { method: 'decode' }, count: 140 * requests / 8, mean: 0.03 }]),
      // Without bounds of its own the exporter writes a summary: only what it adds up is read.
      counter('tgi_request_skipped_tokens_sum', one(60 * requests)),
      counter('tgi_request_skipped_tokens_count', one(80 * requests)),
      gauge('tgi_queue_size', one(Math.round(load.level(0, 3)))),
      gauge('tgi_batch_current_size', one(Math.round(load.level(4, 16)))),
      gauge('tgi_batch_current_max_tokens', one(Math.round(load.level(6000, 24_000)))),
      gauge('tgi_batch_max_total_tokens', one(40_000)),
    ];
  },
};
