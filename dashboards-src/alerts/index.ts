import { clusterAlerts } from './cluster.ts';
import { costAlerts } from './cost.ts';
import type { AlertGroup } from './define.ts';
import { efficiencyAlerts } from './efficiency.ts';
import { filesystemAlerts } from './filesystem.ts';
import { gpuAlerts } from './gpu.ts';
import { logPipelineAlerts } from './log-pipeline.ts';
import { logStoreAlerts } from './log-store.ts';
import { modelQualityAlerts } from './model-quality.ts';
import { inferenceAlerts } from './inference.ts';
import { networkAlerts } from './network.ts';
import { neuronAlerts } from './neuron.ts';
import { cloudWatchAlerts } from './cloudwatch.ts';
import { sagemakerEndpointAlerts } from './sagemaker-endpoints.ts';
import { sagemakerJobAlerts } from './sagemaker-jobs.ts';
import { sagemakerPipelineAlerts } from './sagemaker-pipelines.ts';
import { stackAlerts } from './stack.ts';
import { sloAlerts } from './slo.ts';
import { trainingAlerts } from './training.ts';
import { autoscalingAlerts } from './autoscaling.ts';
import { kuberayAlerts } from './kuberay.ts';
import { queueAlerts } from './queues.ts';
import { rayServeAlerts } from './ray-serve.ts';
import { rayAlerts } from './ray.ts';

export { alertingRule, subjectOf } from './define.ts';
export type { Alert, AlertGroup, AlertingRule, Tier } from './define.ts';

/** Every alert of the chart. */
export const alertGroups: readonly AlertGroup[] = [gpuAlerts, efficiencyAlerts, costAlerts, neuronAlerts, trainingAlerts, modelQualityAlerts, inferenceAlerts, sloAlerts, clusterAlerts, networkAlerts, filesystemAlerts, logPipelineAlerts, logStoreAlerts, stackAlerts, rayAlerts, rayServeAlerts, kuberayAlerts, queueAlerts, autoscalingAlerts, sagemakerEndpointAlerts, sagemakerJobAlerts, sagemakerPipelineAlerts, cloudWatchAlerts];
