import { clusterDashboard } from './cluster.ts';
import { costDashboard } from './cost.ts';
import type { BuiltDashboard } from './define.ts';
import { filesystemDashboard } from './filesystem.ts';
import { gpuFleet } from './gpu-fleet.ts';
import { gpuHealth } from './gpu-health.ts';
import { inferenceDashboard } from './inference.ts';
import { logsDashboard } from './logs.ts';
import { logsInferenceDashboard } from './logs-inference.ts';
import { logsSystemDashboard } from './logs-system.ts';
import { logsTrainingDashboard } from './logs-training.ts';
import { modelQualityDashboard } from './model-quality.ts';
import { networkDashboard } from './network.ts';
import { neuronDashboard } from './neuron.ts';
import { overviewDashboard } from './overview.ts';
import { queuesDashboard } from './queues.ts';
import { rayDashboard } from './ray.ts';
import { sagemakerEndpointsDashboard } from './sagemaker-endpoints.ts';
import { sagemakerHistoryDashboard } from './sagemaker-history.ts';
import { sagemakerJobsDashboard } from './sagemaker-jobs.ts';
import { sagemakerPipelinesDashboard } from './sagemaker-pipelines.ts';
import { stackDashboard } from './stack.ts';
import { tasksDashboard } from './tasks.ts';
import { trainingDashboard } from './training.ts';

export type { BuiltDashboard, DashboardJson } from './define.ts';

/** Every dashboard of the chart. */
export const dashboards: readonly BuiltDashboard[] = [overviewDashboard, gpuFleet, gpuHealth, neuronDashboard, costDashboard, clusterDashboard, inferenceDashboard, networkDashboard, filesystemDashboard, rayDashboard, queuesDashboard, stackDashboard, tasksDashboard, trainingDashboard, modelQualityDashboard, sagemakerEndpointsDashboard, sagemakerJobsDashboard, sagemakerPipelinesDashboard, sagemakerHistoryDashboard, logsDashboard, logsTrainingDashboard, logsInferenceDashboard, logsSystemDashboard];

/** Those that a lab has data for, and `npm run preview` draws: nobody but AWS has a CloudWatch. */
export const drawn: readonly BuiltDashboard[] = dashboards.filter((one) => one !== sagemakerHistoryDashboard);
