import { clusterSignals } from './cluster.ts';
import { costSignals } from './cost.ts';
import type { Signal } from './define.ts';
import { gpuHealthSignals } from './gpu-health.ts';
import { filesystemSignals } from './filesystem.ts';
import { gpuSignals } from './gpu.ts';
import { networkSignals } from './network.ts';
import { inferenceSignals } from './inference.ts';
import { logPipelineSignals } from './log-pipeline.ts';
import { logStoreSignals } from './log-store.ts';
import { modelQualitySignals } from './model-quality.ts';
import { neuronSignals } from './neuron.ts';
import { objectiveSignals } from './objectives.ts';
import { sloSignals } from './slo.ts';
import { autoscalingSignals } from './autoscaling.ts';
import { kuberaySignals } from './kuberay.ts';
import { queueSignals } from './queues.ts';
import { raySignals } from './ray.ts';
import { rayServeSignals } from './ray-serve.ts';
import { rightSizingSignals } from './right-sizing.ts';
import { cloudWatchSignals } from './cloudwatch.ts';
import { sagemakerEndpointSignals } from './sagemaker-endpoints.ts';
import { sagemakerJobSignals } from './sagemaker-jobs.ts';
import { sagemakerPipelineSignals } from './sagemaker-pipelines.ts';
import { sagemakerSettingSignals } from './sagemaker-settings.ts';
import { stackSignals } from './stack.ts';
import { trainingSignals } from './training.ts';
import { workloadSignals } from './workloads.ts';

/** Signals by subject, each subject in the order in which it is recorded. */
export const subjects = {
  workloads: workloadSignals,
  gpu: gpuSignals,
  'gpu-health': gpuHealthSignals,
  cost: costSignals,
  'right-sizing': rightSizingSignals,
  neuron: neuronSignals,
  cluster: clusterSignals,
  network: networkSignals,
  filesystem: filesystemSignals,
  inference: inferenceSignals,
  objectives: objectiveSignals,
  slo: sloSignals,
  training: trainingSignals,
  'model-quality': modelQualitySignals,
  ray: raySignals,
  'ray-serve': rayServeSignals,
  kuberay: kuberaySignals,
  queues: queueSignals,
  autoscaling: autoscalingSignals,
  'sagemaker-settings': sagemakerSettingSignals,
  'sagemaker-endpoints': sagemakerEndpointSignals,
  'sagemaker-jobs': sagemakerJobSignals,
  'sagemaker-pipelines': sagemakerPipelineSignals,
  cloudwatch: cloudWatchSignals,
  'log-pipeline': logPipelineSignals,
  'log-store': logStoreSignals,
  stack: stackSignals,
} satisfies Readonly<Record<string, readonly Signal[]>>;

export const signals: readonly Signal[] = Object.values<readonly Signal[]>(subjects).flat();
