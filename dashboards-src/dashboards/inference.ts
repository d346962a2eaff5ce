import * as inference from '../panels/inference.ts';
import { gatewayPanels, pickerPanels, routerPanels } from '../panels/inference/gateway.ts';
import { costPanels } from '../panels/inference/cost.ts';
import { hyperpodPanels } from '../panels/inference/hyperpod.ts';
import { kservePanels } from '../panels/inference/kserve.ts';
import { lmcachePanels } from '../panels/inference/lmcache.ts';
import { logPanels } from '../panels/inference/logs.ts';
import { rayServePanels } from '../panels/inference/ray-serve.ts';
import * as replicas from '../panels/inference/replicas.ts';
import { sglangPanels } from '../panels/inference/sglang.ts';
import { tgiPanels } from '../panels/inference/tgi.ts';
import { tritonPanels } from '../panels/inference/triton.ts';
import { vllmPanels } from '../panels/inference/vllm.ts';
import { podModel, replicas as replicaCount } from '../signals/inference/replicas.ts';
import { dashboard, type RowSpec } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

/** What only one source tells. */
const engines: readonly RowSpec[] = [
  { title: 'vLLM', requires: ['vllm'], closed: true, panels: vllmPanels() },
  { title: 'SGLang', requires: ['sglang'], closed: true, panels: sglangPanels() },
  { title: 'Text Generation Inference', requires: ['tgi'], closed: true, panels: tgiPanels() },
  { title: 'Triton', requires: ['triton'], closed: true, panels: tritonPanels() },
  { title: 'KServe', requires: ['kserve'], closed: true, panels: kservePanels() },
  { title: 'HyperPod', requires: ['hyperpod'], closed: true, panels: hyperpodPanels() },
  { title: 'Ray Serve', requires: ['ray'], closed: true, panels: rayServePanels() },
  { title: 'Gateway and router', closed: true, panels: [...gatewayPanels(), ...routerPanels(), ...pickerPanels()] },
  { title: 'LMCache', requires: ['lmcache'], closed: true, panels: lmcachePanels() },
];

export const inferenceDashboard = dashboard({
  name: 'inference',
  title: 'Inference',
  description: 'Do the models answer fast, without errors and within their objectives, and if not: queue, cache, replicas or GPUs?',
  folder: platform,
  tags: ['inference'],
  variables: [
    variables.cluster(replicaCount.name),
    variables.namespace(`${replicaCount.name}{cluster=~"$cluster"}`),
    variables.model(`${replicaCount.name}{cluster=~"$cluster", namespace=~"$namespace"}`),
    variables.listedPod(`${podModel.name}{cluster=~"$cluster", namespace=~"$namespace", model=~"$model"}`),
  ],
  rows: [
    { title: 'Now', panels: [inference.requestsNow(), inference.errorsNow(), inference.firstTokenNow(), inference.interTokenNow(), inference.waitingNow(), inference.kvCacheNow()] },
    { title: 'Models', panels: [inference.models()] },
    { title: 'Latency', panels: [inference.firstTokenTail(), inference.betweenTokensTail(), inference.durationTail(), inference.burn()] },
    { title: 'Load', panels: [inference.requestsOverTime(), inference.reasons(), inference.runningByModel(), inference.waitingByModel(), inference.tokensWritten(), inference.tokensRead()] },
    { title: 'Percentiles', closed: true, panels: inference.percentilePanels() },
    { title: 'Queue and cache', closed: true, panels: [inference.kvCache(), inference.putBack(), inference.prefixCache(), inference.drafts(), inference.stages(), inference.queueTail()] },
    { title: 'Errors', closed: true, panels: [inference.failed(), inference.givenUp()] },
    { title: 'Objectives', closed: true, panels: [inference.objectiveTable(), ...inference.burnPanels()] },
    { title: 'Replicas', closed: true, panels: [inference.replicasOverTime(), replicas.tokensByReplica(), replicas.runningByReplica(), replicas.waitingByReplica(), replicas.kvCacheByReplica()] },
    { title: 'GPUs behind the models', requires: ['dcgm'], closed: true, panels: [replicas.gpus(), replicas.gpuWork(), replicas.gpuBandwidth()] },
    { title: 'Cost', requires: ['opencost'], closed: true, panels: costPanels() },
    ...engines,
    { title: 'Logs', requires: ['opensearch', 'fluentbit'], closed: true, panels: logPanels() },
  ],
});
