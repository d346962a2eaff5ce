import type { Pod } from '../fleet/cluster.ts';
import type { Family } from '../fleet/exposition.ts';
import { hasLabels } from './controller.ts';
import type { Clock, SimulatedSource } from './define.ts';
import { by, counter, gauge, histogram, one } from './families.ts';
import { loadOf, serving, tokenBounds, within, type Load } from './serving.ts';

const bounds = {
  firstToken: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560],
  token: [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80],
  request: [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680],
  step: [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384],
  transfer: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 5],
};

const requestsPerSecond = 4;
const promptTokens = 900;
const answerTokens = 220;

/** What every version tells under the same name. `name` puts the prefix before it. */
function always(name: (metric: string) => string, labels: Readonly<Record<string, string>>, load: Load): Family[] {
  const requests = load.total(requestsPerSecond);
  const seen = (metric: string, of: readonly number[], mean: number, count = requests): Family => histogram(name(metric), of, [{ labels, count, mean }]);
  const total = (metric: string, value: number): Family => counter(name(metric), within(labels, one(value)));
  return [
    gauge(name('num_requests_running'), within(labels, one(Math.round(load.level(12, 40))))),
    gauge(name('num_requests_waiting'), within(labels, one(Math.round(load.level(0, 6))))),
    counter(name('request_success_total'), by('finished_reason', { stop: 0.8 * requests, length: 0.16 * requests, abort: 0.03 * requests, error: 0.002 * requests }, labels)),
    total('prompt_tokens_total', promptTokens * requests),
    total('generation_tokens_total', answerTokens * requests),
    total('num_preemptions_total', 0.02 * requests),
    seen('time_to_first_token_seconds', bounds.firstToken, 0.35),
    seen('e2e_request_latency_seconds', bounds.request, 6.5),
    seen('request_queue_time_seconds', bounds.request, 0.12),
    seen('request_prefill_time_seconds', bounds.request, 0.22),
    seen('request_decode_time_seconds', bounds.request, 6.1),
    seen('request_prompt_tokens', tokenBounds, promptTokens),
    seen('request_generation_tokens', tokenBounds, answerTokens),
    seen('iteration_tokens_total', bounds.step, 48, answerTokens * requests / 24),
  ];
}

/** Names of 0.12 and later. */
function current(name: (metric: string) => string, labels: Readonly<Record<string, string>>, load: Load): Family[] {
  const requests = load.total(requestsPerSecond);
  const total = (metric: string, value: number): Family => counter(name(metric), within(labels, one(value)));
  return [
    gauge(name('kv_cache_usage_perc'), within(labels, one(load.level(0.45, 0.82)))),
    total('prefix_cache_queries_total', promptTokens * requests),
    total('prefix_cache_hits_total', 0.38 * promptTokens * requests),
    histogram(name('inter_token_latency_seconds'), bounds.token, [{ labels, count: answerTokens * requests, mean: 0.028 }]),
  ];
}

/** Names until 0.8, of the V1 engine. */
function former(name: (metric: string) => string, labels: Readonly<Record<string, string>>, load: Load): Family[] {
  const requests = load.total(requestsPerSecond);
  const total = (metric: string, value: number): Family => counter(name(metric), within(labels, one(value)));
  return [
    gauge(name('gpu_cache_usage_perc'), within(labels, one(load.level(0.3, 0.6)))),
    total('gpu_prefix_cache_queries_total', promptTokens * requests),
    total('gpu_prefix_cache_hits_total', 0.22 * promptTokens * requests),
    histogram(name('time_per_output_token_seconds'), bounds.token, [{ labels, count: answerTokens * requests, mean: 0.034 }]),
  ];
}

/** What 0.27 tells with speculative decoding, LoRA, a KV connector and offloading on. */
function optional(labels: Readonly<Record<string, string>>, load: Load, time: number): Family[] {
  const requests = load.total(requestsPerSecond);
  const tokens = answerTokens * requests;
  const total = (metric: string, value: number): Family => counter(`vllm:${metric}`, within(labels, one(value)));
  return [
    gauge('vllm:num_requests_waiting_by_reason', by('reason', { capacity: Math.round(load.level(0, 5)), deferred: 1 }, labels)),
    gauge('vllm:engine_sleep_state', by('sleep_state', { awake: 1, weights_offloaded: 0, discard_all: 0 }, labels)),
    counter('vllm:prompt_tokens_by_source_total', by('source', { local_compute: 500 * requests, local_cache_hit: 340 * requests, external_kv_transfer: 60 * requests }, labels)),
    total('spec_decode_num_drafts_total', 0.4 * tokens),
    total('spec_decode_num_draft_tokens_total', 1.2 * tokens),
    total('spec_decode_num_accepted_tokens_total', 0.78 * tokens),
    counter('vllm:spec_decode_num_accepted_tokens_per_pos_total', by('position', { 0: 0.36 * tokens, 1: 0.26 * tokens, 2: 0.16 * tokens }, labels)),
    total('external_prefix_cache_queries_total', 560 * requests),
    total('external_prefix_cache_hits_total', 60 * requests),
    histogram('vllm:nixl_xfer_time_seconds', bounds.transfer, [{ labels, count: requests, mean: 0.03 }]),
    total('nixl_num_failed_transfers_total', 0),
    total('nixl_num_kv_expired_reqs_total', 0.001 * requests),
    total('kv_offload_load_bytes_total', 3e6 * requests),
    total('kv_offload_store_bytes_total', 5e6 * requests),
    gauge('vllm:lora_requests_info', [{ labels: { max_lora: '4', running_lora_adapters: 'sql,legal', waiting_lora_adapters: '' }, value: Math.floor(time) }]),
    counter('http_requests_total', by('status', { '2xx': requests, '4xx': 0.01 * requests, '5xx': 0.001 * requests }, { handler: '/v1/chat/completions', method: 'POST' })),
  ];
}

const selected = { 'app.kubernetes.io/name': 'vllm' };
const port = 8000;

/** Two versions: one with the names of today, one with those that are gone since 0.12. */
const servers = {
  qwen: { model: 'Qwen/Qwen3-32B', image: 'vllm/vllm-openai:v0.27.1', old: false },
  phi: { model: 'microsoft/phi-4', image: 'vllm/vllm-openai:v0.8.5', old: true },
};
const serverOf = ({ metadata }: Pod) => servers[metadata.labels?.['app.kubernetes.io/instance'] === 'phi' ? 'phi' : 'qwen'];

export const vllm: SimulatedSource = {
  name: 'vLLM',
  objects: [
    serving({ name: 'qwen', namespace: 'team-b', labels: selected, image: servers.qwen.image, port: { containerPort: port }, replicas: 2, gpus: 1 }),
    serving({ name: 'phi', namespace: 'team-a', labels: selected, image: servers.phi.image, port: { containerPort: port } }),
  ],
  answers: (pod, asked) => asked === port && hasLabels(pod, selected),
  families(pod, clock) {
    const { model, old } = serverOf(pod);
    const labels = { model_name: model, engine: '0' };
    const load = loadOf(pod, clock);
    const name = (metric: string): string => `vllm:${metric}`;
    return [...always(name, labels, load), ...(old ? former(name, labels, load) : [...current(name, labels, load), ...optional(labels, load, clock.time)])];
  },
};

/** vLLM 0.12 and later as Ray tells of it, with the labels of who reports. */
export function vllmUnderRay(pod: Pod, clock: Clock, model: string, reporter: Readonly<Record<string, string>>): Family[] {
  const name = (metric: string): string => `ray_vllm_${metric}`;
  const labels = { ...reporter, model_name: model, engine: '0' };
  const load = loadOf(pod, clock);
  return [...always(name, labels, load), ...current(name, labels, load)];
}
