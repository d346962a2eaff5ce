import { hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge, histogram, one } from './families.ts';
import { loadOf, serving, within } from './serving.ts';

const selected = { 'app.kubernetes.io/name': 'sglang' };
const port = 30_000;

const firstTokenBounds = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400];
const tokenBounds = [0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.06, 0.08, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8];
const requestBounds = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400, 600, 1200, 1800, 2400];
const queueBounds = [0, 0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 10, 15, 20, 30, 40, 50, 60, 100, 200, 300, 500, 1000, 3000];
const stageBounds = Array.from({ length: 30 }, (_, index) => Number((0.001 * 1.62 ** index).toPrecision(4)));

const poolTokens = 400_000;

/** A server of two tensor parallel ranks, of which the first speaks. */
export const sglang: SimulatedSource = {
  name: 'SGLang',
  objects: [serving({ name: 'deepseek', namespace: 'team-a', labels: selected, image: 'lmsysorg/sglang:v0.5.9', port: { containerPort: port }, replicas: 2 })],
  answers: (pod, asked) => asked === port && hasLabels(pod, selected),
  families(pod, clock) {
    const model = { model_name: 'deepseek-ai/DeepSeek-V3.2' };
    const rank = { ...model, engine_type: 'unified', tp_rank: '0', pp_rank: '0', moe_ep_rank: '0' };
    const load = loadOf(pod, clock);
    const requests = load.total(3);
    const now = (name: string, value: number) => gauge(`sglang:${name}`, within(rank, one(value)));
    const ranked = (name: string, value: number) => counter(`sglang:${name}`, within(rank, one(value)));
    const total = (name: string, value: number) => counter(`sglang:${name}`, within(model, one(value)));
    const seen = (name: string, bounds: readonly number[], mean: number, count = requests) => histogram(`sglang:${name}`, bounds, [{ labels: model, count, mean }]);
    const stages = { tokenize: 0.004, prefill_waiting: 0.08, prefill_forward: 0.25, decode_forward: 5 };
    const usage = load.level(0.4, 0.75);
    return [
      now('num_running_reqs', Math.round(load.level(8, 30))),
      now('num_queue_reqs', Math.round(load.level(0, 4))),
      now('num_grammar_queue_reqs', Math.round(load.level(0, 1))),
      now('token_usage', usage),
      now('num_used_tokens', Math.round(poolTokens * usage)),
      now('max_total_num_tokens', poolTokens),
      now('spec_accept_length', load.level(2.2, 2.8)),
      now('num_prefill_inflight_queue_reqs', 0),
      now('num_decode_prealloc_queue_reqs', 0),
      now('num_decode_transfer_queue_reqs', 0),
      ranked('num_retracted_requests_total', 0.004 * requests),
      ranked('num_bootstrap_failed_reqs_total', 0),
      ranked('num_transfer_failed_reqs_total', 0),
      histogram('sglang:queue_time_seconds', queueBounds, [{ labels: rank, count: requests, mean: 0.08 }]),
      histogram('sglang:per_stage_req_latency_seconds', stageBounds, Object.entries(stages).map(([stage, mean]) => ({ labels: { ...rank, stage }, count: requests, mean }))),
      total('prompt_tokens_total', 1400 * requests),
      total('generation_tokens_total', 260 * requests),
      counter('sglang:cached_tokens_total', by('cache_source', { device: 600 * requests, host: 120 * requests }, model)),
      total('num_requests_total', requests),
      total('num_aborted_requests_total', 0.02 * requests),
      seen('time_to_first_token_seconds', firstTokenBounds, 0.42),
      seen('inter_token_latency_seconds', tokenBounds, 0.021, 260 * requests),
      seen('e2e_request_latency_seconds', requestBounds, 5.6),
    ];
  },
};
