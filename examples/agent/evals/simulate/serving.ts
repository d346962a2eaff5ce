import { uses, type GpuUse } from './gpus.ts';
import { node, type SimulatedNode } from './nodes.ts';
import { pod, type SimulatedPod } from './pods.ts';
import { series, together, total, valueAt, type Course, type SimulatedSeries, type World } from './world.ts';

/** What a replica of vLLM shows. Times in seconds, rates each second. */
export interface Served {
  readonly requests?: Course;
  readonly running?: Course;
  readonly waiting?: Course;
  readonly kvCache?: Course;
  readonly preemptions?: Course;
  readonly firstToken?: Course;
  readonly interToken?: Course;
  readonly queue?: Course;
  readonly prefill?: Course;
  readonly decode?: Course;
  /** Share of the requests that clients give up. */
  readonly aborted?: Course;
}

/** Bounds of vLLM 0.12 for the times that fixtures use. */
const bounds = [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];

const times = (one: Course, other: Course): Course => (minute) => { const left = valueAt(one, minute), right = valueAt(other, minute); return left === undefined || right === undefined ? undefined : left * right; };

/** A histogram whose observations spread evenly between half and one and a half times the mean. */
function histogram(name: string, labels: Readonly<Record<string, string>>, mean: Course, rate: Course): SimulatedSeries[] {
  const below = (bound: number): Course => (minute) => Math.min(1, Math.max(0, bound / (valueAt(mean, minute) ?? 1) - 0.5));
  return [
    ...bounds.map((bound) => series(`${name}_bucket`, { ...labels, le: String(bound) }, total(times(rate, below(bound))))),
    series(`${name}_bucket`, { ...labels, le: '+Inf' }, total(rate)),
    series(`${name}_count`, labels, total(rate)),
    series(`${name}_sum`, labels, total(times(rate, mean))),
  ];
}

const tokensOfAnswer = 220;

export function vllm(namespace: string, name: string, model: string, {
  requests = 4, running = 20, waiting = 0, kvCache = 0.6, preemptions = 0, firstToken = 0.35, interToken = 0.03, queue = 0.02, prefill = 0.3, decode = 6, aborted = 0.01,
}: Served): World {
  const own = { job: 'vllm', namespace, pod: name, container: 'main', model_name: model, engine: '0' };
  const part = (share: Course): Course => times(requests, share);
  return {
    series: [
      series('vllm:num_requests_running', own, running),
      series('vllm:num_requests_waiting', own, waiting),
      series('vllm:kv_cache_usage_perc', own, kvCache),
      series('vllm:num_preemptions_total', own, total(preemptions)),
      series('vllm:request_success_total', { ...own, finished_reason: 'stop' }, total(part((minute) => 1 - (valueAt(aborted, minute) ?? 0)))),
      series('vllm:request_success_total', { ...own, finished_reason: 'abort' }, total(part(aborted))),
      series('vllm:generation_tokens_total', own, total(part(tokensOfAnswer))),
      ...histogram('vllm:time_to_first_token_seconds', own, firstToken, requests),
      ...histogram('vllm:inter_token_latency_seconds', own, interToken, part(tokensOfAnswer)),
      ...histogram('vllm:request_queue_time_seconds', own, queue, requests),
      ...histogram('vllm:request_prefill_time_seconds', own, prefill, requests),
      ...histogram('vllm:request_decode_time_seconds', own, decode, requests),
      series('up', { job: 'vllm', namespace, pod: name, container: 'main' }, (minute) => (valueAt(running, minute) === undefined ? undefined : 1)),
    ],
  };
}

export interface Service {
  readonly namespace?: string;
  readonly name?: string;
  readonly model?: string;
  readonly node: string;
  readonly replicas?: number;
  readonly served?: Served;
  readonly use?: GpuUse;
  readonly pods?: Partial<SimulatedPod>;
  readonly on?: Partial<SimulatedNode>;
  /** Replicas of which vLLM answers; all if left out. */
  readonly answering?: number;
}

export const replicaOf = (name: string, index: number): string => `${name}-7d4b9c6f8-${'abcdefgh'[index]}x2k9`;

/** A Deployment of vLLM with a GPU of one node for each replica. */
export function service({ namespace = 'serving', name = 'chat', model = 'llama-8b', node: host, replicas = 2, served = {}, use = uses.serving, pods = {}, on = {}, answering = replicas }: Service): World {
  const names = Array.from({ length: replicas }, (_, index) => replicaOf(name, index));
  return together(
    node({ name: host, gpus: 8, gpuPrice: 4, holders: names.map((replica, index) => ({ namespace, pod: replica, gpus: [index], use })), ...on }),
    ...names.map((replica, index) => together(
      pod({ namespace, name: replica, owner: { kind: 'Deployment', name }, node: host, asks: { 'nvidia.com/gpu': 1 }, ...pods }),
      index < answering ? vllm(namespace, replica, model, served) : {},
    )),
  );
}
