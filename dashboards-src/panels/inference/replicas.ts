import { podModel, workloadModel } from '../../signals/inference/replicas.ts';
import { vllm, sglang, sglangScheduler, tgi, triton, type Select } from '../../signals/inference/engines.ts';
import { dramActive, memoryUsed, power, reporting, smActive, tensorActive } from '../../signals/gpu.ts';
import type { Signal } from '../../signals/define.ts';
import type { Unit } from '../../catalogue/define.ts';
import { about, linkTo, table, timeseries, type PanelSpec, type ValueColumn } from '../panel.ts';
import { inNamespaces, ofModels, ofPods } from './select.ts';

type Part = (select: Select) => string;
const within = (metric: string, wrap = (series: string): string => series): Part => (select) => wrap(select(metric, inNamespaces));
const rate = (series: string): string => `rate(${series}[$__rate_interval])`;

/** Pods of the chosen models; the engines are asked only in the chosen namespaces. */
const replicas = (key: string, title: string, unit: Unit, description: string, parts: readonly string[], op: 'sum' | 'max' = 'sum'): PanelSpec => timeseries({
  key, title, unit, description, ...(unit === 'ratio' ? { max: 1, width: 24 } : {}),
  link: linkTo('tasks', 'This pod', { keep: ['cluster', 'namespace'], labels: { pod: 'pod' } }),
  queries: [{ expr: `${op} by (pod) ((${parts.join(' or ')}) and on (cluster, namespace, pod) ${podModel.name}{${ofPods}})`, legend: '{{pod}}' }],
});

export const runningByReplica = (): PanelSpec => replicas('running-by-replica', 'Requests running by replica', 'count', 'Batches of the replicas. Far apart for long: the balancer does not know the load, or a session is pinned.', [
  vllm(within('num_requests_running')), sglangScheduler(within('num_running_reqs')), tgi(within('batch_current_size')),
]);

export const waitingByReplica = (): PanelSpec => replicas('waiting-by-replica', 'Requests waiting by replica', 'count', 'Queues of the replicas. One that is long while others are empty: requests go to the wrong replica.', [
  vllm(within('num_requests_waiting')), sglangScheduler(within('num_queue_reqs')), tgi(within('queue_size')), triton(within('pending_request_count')),
]);

export const kvCacheByReplica = (): PanelSpec => replicas('kv-cache-by-replica', 'KV cache in use by replica', 'ratio', 'How full the KV cache of each replica is. One that is full while others are not: requests go to the wrong replica.', [
  vllm((select) => `(${within('kv_cache_usage_perc')(select)} or ${within('gpu_cache_usage_perc')(select)})`), sglangScheduler(within('token_usage')),
  tgi((select) => `${within('batch_current_max_tokens')(select)} / ${within('batch_max_total_tokens')(select)}`),
], 'max');

export const tokensByReplica = (): PanelSpec => replicas('tokens-by-replica', 'Tokens written by replica', 'tokens/second', 'What each replica writes. One that writes less than the others at the same load is slow: look at its GPUs.', [
  vllm(within('generation_tokens_total', rate)), sglang(within('generation_tokens_total', rate)), tgi(within('request_generated_tokens_sum', rate)),
]);

/** GPUs of the workloads that serve the chosen models: all pods of a workload count, as a model can be spread over several. */
const behind = (signal: Signal): string => `${signal.at('workload')}{${inNamespaces}} and on (cluster, namespace, workload) ${workloadModel.name}{${ofModels}}`;
const column = (signal: Signal, title: string, op: 'sum' | 'max', cell: NonNullable<ValueColumn['cell']> = 'plain'): ValueColumn =>
  ({ expr: `${op} by (namespace, workload) (${behind(signal)})`, title, unit: signal.unit, cell, thresholds: about(signal).thresholds });

export const gpus = (): PanelSpec => table({
  key: 'gpus', title: 'GPUs behind the models', requires: ['dcgm'], height: 7,
  description: 'Workloads that serve the chosen models, with what their GPUs do. Token generation is bound by memory bandwidth, so that high bandwidth and low tensor activity are normal; both low mean too few requests for so many GPUs.',
  labels: [
    { label: 'workload', title: 'Workload', link: linkTo('tasks', 'Its pods and GPUs', { keep: ['cluster', 'namespace'], cell: 'workload' }) },
    { label: 'namespace', title: 'Namespace', width: 150 },
  ],
  values: [
    column(reporting, 'GPUs', 'sum'), column(smActive, 'SM', 'max', 'gauge'), column(tensorActive, 'Tensor', 'max', 'gauge'), column(dramActive, 'Bandwidth', 'max', 'gauge'),
    column(memoryUsed, 'Memory', 'max', 'gauge'), column(power, 'Power', 'sum'),
  ],
  sort: { column: 'GPUs', desc: true },
});

export const gpuWork = (): PanelSpec => timeseries({
  ...about(smActive), key: 'gpu-work', title: 'SM activity of the GPUs behind the models', max: 1, thresholds: undefined,
  queries: [{ expr: `max by (workload) (${behind(smActive)})`, legend: '{{workload}}' }],
});

export const gpuBandwidth = (): PanelSpec => timeseries({
  ...about(dramActive), key: 'gpu-bandwidth', title: 'Memory bandwidth of the GPUs behind the models', max: 1,
  queries: [{ expr: `max by (workload) (${behind(dramActive)})`, legend: '{{workload}}' }],
});
