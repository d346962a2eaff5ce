import type { Toggle } from '../../catalogue/define.ts';
import type { Source } from '../define.ts';
import { ofWorkload } from '../workloads.ts';

/** What answers requests, as the label `engine` names it. */
export type Engine = 'vllm' | 'sglang' | 'tgi' | 'triton' | 'kserve' | 'ray-serve' | 'hyperpod' | 'gen-ai' | 'gen-ai-client';

/** Labels of every series of a model: an engine is kept apart, as its buckets and its way of counting are its own. */
export const perModel = ['cluster', 'namespace', 'model', 'engine'] as const;

const named = (engine: Engine, label: string, series: string): string => `label_replace(label_replace(${series}, "model", "$1", "${label}", "(.+)"), "engine", "${engine}", "", "")`;

/** Writes a selector for a metric without the prefix of its engine, with further matchers. */
export type Select = (metric: string, matchers?: string) => string;

const selector = (prefix: string, own: string): Select => (metric, matchers) => {
  const all = [own, matchers].filter(Boolean).join(', ');
  return `${prefix}${metric}${all && `{${all}}`}`;
};

const vllmPrefixes = ['vllm:', 'ray_vllm_'] as const;

/** vLLM by itself and under Ray, but not the router of vLLM's production stack, which repeats what its servers say without their model. */
export const vllm = (series: (select: Select) => string): string =>
  named('vllm', 'model_name', `(${vllmPrefixes.map((prefix) => series(selector(prefix, 'model_name!=""'))).join(' or ')})`);

/** What each SGLang server says of its requests. */
export const sglang = (series: (select: Select) => string): string => named('sglang', 'model_name', series(selector('sglang:', '')));

/** What SGLang's schedulers say: each rank of a server may repeat the same number, each data parallel rank has its own. */
export const sglangScheduler = (series: (select: Select) => string): string =>
  named('sglang', 'model_name', `max without (tp_rank, pp_rank, moe_ep_rank) (${series(selector('sglang:', ''))})`);

/** TGI does not say what it serves: the model is called like its workload. */
export const tgi = (series: (select: Select) => string): string => named('tgi', 'workload', ofWorkload(`(${series(selector('tgi_', ''))})`));

export const triton = (series: (select: Select) => string): string => named('triton', 'model', series(selector('nv_inference_', '')));

/** An engine that speaks for itself counts, not what wraps it in the same pod. */
const whereNoEngine = (series: string): string =>
  ['vllm:num_requests_running', 'sglang:num_requests_total', 'tgi_queue_size'].reduce((left, engine) => `${left} unless on (cluster, namespace, pod) ${engine}`, `(${series})`);

/** KServe's own model servers; other programs may use such plain names. */
export const kserve = (series: (select: Select) => string): string => named('kserve', 'model_name', whereNoEngine(series(selector('request_', 'model_name!=""'))));

/** The proxy beside a model on HyperPod. */
export const hyperpod = (series: (select: Select) => string): string => named('hyperpod', 'model_name', whereNoEngine(series(selector('model_', 'model_name!=""'))));

/** Applications of Ray Serve; where vLLM runs in the same Ray cluster, it speaks for itself. */
export const rayServe = (series: (select: Select) => string): string =>
  named('ray-serve', 'application', `(${series(selector('ray_serve_', 'application!=""'))}) unless on (cluster, namespace, ray_io_cluster) ray_vllm_num_requests_running`);

/** A server that reports by OpenTelemetry's conventions for generative AI. */
export const genAi = (series: (select: Select) => string): string => named('gen-ai', 'gen_ai_request_model', whereNoEngine(series(selector('gen_ai_server_', 'gen_ai_request_model!=""'))));

/** What programs that ask a model see of it, by the same conventions: where no server of the cluster tells it, as of a model that somebody else runs. `but` are engines that do not tell it. */
export const genAiClient = (series: (select: Select) => string, but = ''): string =>
  `${named('gen-ai-client', 'gen_ai_request_model', `(${series(selector('gen_ai_client_', 'gen_ai_request_model!=""'))})`)} unless on (cluster, model) pod:model:info{engine!="${but}"}`;

const toggles: Readonly<Record<Engine, Toggle>> = { vllm: 'vllm', sglang: 'sglang', tgi: 'tgi', triton: 'triton', kserve: 'kserve', 'ray-serve': 'ray', hyperpod: 'hyperpod', 'gen-ai': 'otel', 'gen-ai-client': 'otel' };

/** A way to get a signal of a model from one engine. */
export const from = (engine: Engine, expr: string): Source => ({ toggle: toggles[engine], expr });

/** Adds up the series of each model. */
export const summed = (series: string, ...more: string[]): string => `sum by (${[...perModel, ...more].join(', ')}) (${series})`;

/** The greatest of each model's replicas. */
export const greatest = (series: string): string => `max by (${perModel.join(', ')}) (${series})`;
