import { annotated } from './annotated.ts';
import type { SimulatedSource } from './define.ts';
import { efa } from './efa.ts';
import { fluentBit, logCounts } from './fluentbit.ts';
import { lustre } from './lustre.ts';
import { opensearch, opensearchChecks } from './opensearch.ts';
import { opencost } from './opencost.ts';
import { keda } from './keda.ts';
import { kuberay } from './kuberay.ts';
import { kueue } from './kueue.ts';
import { ray, rayAutoscaler, rayHeadDashboard } from './ray.ts';
import { gateway } from './gateway.ts';
import { kserve } from './kserve.ts';
import { lmcache } from './lmcache.ts';
import { router } from './router.ts';
import { sagemaker } from './sagemaker.ts';
import { sglang } from './sglang.ts';
import { tgi } from './tgi.ts';
import { triton } from './triton.ts';
import { vllm } from './vllm.ts';
import { hyperpod, hyperpodModel } from './hyperpod.ts';
import { jobset } from './jobset.ts';
import { trainer } from './trainer.ts';

export type { Clock, SimulatedSource } from './define.ts';

/** Every source that the lab simulates beside its accelerators. */
export const simulatedSources: readonly SimulatedSource[] = [efa, lustre, opencost, fluentBit, logCounts, opensearch, opensearchChecks, ray, rayAutoscaler, rayHeadDashboard, kuberay, kueue, keda, gateway, kserve, lmcache, router, sglang, tgi, triton, vllm, annotated, trainer, jobset, hyperpod, hyperpodModel, sagemaker];
