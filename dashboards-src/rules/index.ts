import { clusterRules } from './cluster.ts';
import { costRules } from './cost.ts';
import type { RuleGroup } from './define.ts';
import { filesystemRules } from './filesystem.ts';
import { gpuHealthRules } from './gpu-health.ts';
import { gpuMinuteRules, gpuRules } from './gpu.ts';
import { networkRules } from './network.ts';
import { inferenceRules } from './inference.ts';
import { logPipelineRules } from './log-pipeline.ts';
import { logStoreRules } from './log-store.ts';
import { modelQualityRules } from './model-quality.ts';
import { neuronRules } from './neuron.ts';
import { objectiveRules } from './objectives.ts';
import { sloRules } from './slo.ts';
import { autoscalingRules } from './autoscaling.ts';
import { kuberayRules } from './kuberay.ts';
import { queueRules } from './queues.ts';
import { rayRules } from './ray.ts';
import { rayServeRules } from './ray-serve.ts';
import { rightSizingRules } from './right-sizing.ts';
import { sagemakerSettingRules } from './sagemaker-settings.ts';
import { sagemakerEndpointRules } from './sagemaker-endpoints.ts';
import { sagemakerJobRules } from './sagemaker-jobs.ts';
import { sagemakerPipelineRules } from './sagemaker-pipelines.ts';
import { cloudWatchRules } from './cloudwatch.ts';
import { stackRules } from './stack.ts';
import { trainingRules } from './training.ts';
import { workloadRules } from './workloads.ts';

export type { RecordingRule, RuleGroup } from './define.ts';

/** Every recording rule of the chart. */
export const ruleGroups: readonly RuleGroup[] = [workloadRules, gpuRules, gpuMinuteRules, gpuHealthRules, costRules, rightSizingRules, neuronRules, clusterRules, networkRules, filesystemRules, inferenceRules, objectiveRules, sloRules, trainingRules, modelQualityRules, rayRules, rayServeRules, kuberayRules, queueRules, autoscalingRules, sagemakerSettingRules, sagemakerEndpointRules, sagemakerJobRules, sagemakerPipelineRules, cloudWatchRules, logPipelineRules, logStoreRules, stackRules];

/** The expression of each recorded series. */
export const recorded: ReadonlyMap<string, string> = new Map(ruleGroups.flatMap(({ rules }) => rules.map(({ record, expr }) => [record, expr] as const)));
