import { all, any, except, from, has, is, says, type Clause } from '../logs/query.ts';
import { linkTo } from './link.ts';
import { lineCount, lineGroups, linePercentiles, lineStat, lineTable } from './log-panel.ts';
import { found, inFamily, ofChosen, place } from './logs.ts';
import type { PanelSpec } from './panel.ts';

/** How long a request may take before it is called slow, in seconds; the first one at first. */
export const slowerThan = ['5', '0.5', '1', '2', '10', '30', '60'] as const;

export const ofInference: Clause = inFamily('ml-inference', ofChosen('cluster', 'namespace', 'workload', 'pod', 'node', 'severity'));

const requests = all(has('duration'), any(has('request_id'), has('status'), has('path')), ofInference);
const slow = all(from('duration', '$slower_than'), requests);
const failed = all(from('status', 500), ofInference);

const outOfMemory = says('out of memory', 'OutOfMemoryError', 'torch.OutOfMemoryError', 'OOMKilled', 'No available memory for the cache blocks', 'KV cache is too small', 'RESOURCE_EXHAUSTED');
const preempted = says('preempted', 'preemption', 'retract', 'retracted', 'not enough KV cache', 'queue is full', 'Too many requests');
const engineGone = any(says('EngineDeadError', 'AsyncEngineDeadError', 'vllm.v1.engine.exceptions.EngineDeadError', 'EngineCore died', 'died unexpectedly', 'worker died', 'health check failed', 'Engine loop has died', 'CUDA error', 'NCCL WARN', 'Segmentation fault'), is('severity', 'fatal'));

const alarming = { better: 'lower', warning: 1, critical: 10 } as const;

export const slowNow = (): PanelSpec => lineStat({
  key: 'slow-now', title: 'Slow requests', query: slow, thresholds: alarming,
  description: 'Lines of requests that took longer than is chosen above (field `duration`). What made them slow is in the table below: long prompts, one replica, or all of them at one time.',
});
export const failedNow = (): PanelSpec => lineStat({ key: 'failed-now', title: 'Answers 5xx', query: failed, thresholds: alarming, description: 'Lines with an HTTP status of 500 and above (field `status`). Their `request_id` finds all lines of the same request.' });
export const outOfMemoryNow = (): PanelSpec => lineStat({ key: 'oom-now', title: 'Out of memory', query: all(outOfMemory, ofInference), thresholds: alarming, description: 'Lines about memory that ran out, of the GPU, its cache, or the container. Lower `gpu_memory_utilization` or the longest context, or give the pod more.' });
export const engineGoneNow = (): PanelSpec => lineStat({ key: 'engine-now', title: 'Engines gone', query: all(engineGone, ofInference), thresholds: alarming, description: 'Lines of engines that died, failed their health check, or lost a GPU. Each costs all requests that it held: see which replica, and the health of its node.' });

export const durations = (): PanelSpec => linePercentiles({
  key: 'durations', title: 'Duration of requests, as the lines say it', query: requests, field: 'duration', width: 12,
  description: 'Percentiles of the field `duration` of lines that name a request. For servers that write lines and expose no metrics; with metrics the dashboard Inference shows more.',
});

export const statuses = (): PanelSpec => lineCount({
  key: 'statuses', title: 'Answers by HTTP status', query: all(has('status'), ofInference), by: 'status', colours: { 200: 'green', 400: 'yellow', 404: 'yellow', 422: 'yellow', 429: 'orange', 500: 'red', 502: 'red', 503: 'red', 504: 'red' },
  description: 'Lines with an HTTP status. 4xx: what is asked is wrong, or too much (429). 5xx: the server or what is behind it.',
});

export const slowRequests = (): PanelSpec => lineTable({
  key: 'slow-requests', title: 'Slow requests, one by one', height: 10, none: 'No slow requests', query: slow, sort: { column: 'Took', desc: true },
  description: 'The newest hundred requests that took longer than is chosen above, the slowest first. Many tokens: the request is long. Few tokens: it waited, so look at queue and cache on the dashboard Inference.',
  columns: [
    { field: 'duration', title: 'Took' }, { field: 'model', title: 'Model', width: 220, link: linkTo('inference', 'How the model serves', { cell: 'model' }) }, { field: 'status', title: 'Status', width: 70 },
    { field: 'input_tokens', title: 'Prompt' }, { field: 'output_tokens', title: 'Answer' }, { field: 'path', title: 'Path', width: 180 }, { field: 'request_id', title: 'Request', width: 200 }, place.pod,
  ],
});

export const failedRequests = (): PanelSpec => lineGroups({
  key: 'failed-requests', title: 'Failed requests by path and model', query: failed, none: 'No answers 5xx',
  description: 'Answers with a status of 500 and above. One model on all paths: its engine. One path on all models: the server in front.',
  by: [{ field: 'path', title: 'Path' }, { field: 'status', title: 'Status', width: 70 }, { field: 'model', title: 'Model' }, place.workload],
  metrics: [{ metric: { type: 'count' }, title: 'Answers' }, { metric: { type: 'max', field: '@timestamp' }, title: 'Last' }],
  sort: { column: 'Answers', desc: true },
});

export const engineLines = (): PanelSpec[] => found('engine', 'Engines gone', 'The first such line of a replica says why. A CUDA error on one node only: look at GPU health. Killed: the memory limit of the pod.', all(engineGone, ofInference));
export const outOfMemoryLines = (): PanelSpec[] => found('oom', 'Out of memory', 'While it starts: the model and its cache do not fit. While it serves: a spike of long prompts, or a leak.', all(outOfMemory, ofInference));
export const preemptedLines = (): PanelSpec[] => found('preempted', 'Put back or turned away', 'Requests that had to give their cache back, or were not taken at all: the replicas are too few, or the context too long.', all(except(preempted, says('preempted=0', 'preempted: 0')), ofInference));
