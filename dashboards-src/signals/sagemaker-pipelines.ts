import { levels, signal } from './define.ts';
import { cloudWatch, greatestSeconds, having, labelled, meanSeconds, perSecond, some, source, withinHour } from './sagemaker/cloudwatch.ts';

const pipeline = levels.sagemaker_pipeline.join(', ');
const labeling = levels.labeling_job.join(', ');
const feature = levels.feature_group.join(', ');

const PIPELINES = 'AWS/Sagemaker/ModelBuildingPipeline';
const LABELING = 'AWS/Sagemaker/LabelingJobs';
const WORKERS = 'AWS/SageMaker/Workteam';
const FEATURES = 'AWS/SageMaker/FeatureStore';

const states = ['Started', 'Succeeded', 'Failed', 'Stopped'] as const;
const word = (text: string): string => text.toLowerCase();

const runRate = (what: 'Execution' | 'Step', by: string) => states.map((state) => source(labelled('state', word(state), perSecond(`sum by (${by}) (${cloudWatch(PIPELINES, `${what}${state}`, 'Sum')})`))));

export const executionRate = signal({
  name: 'sagemaker_pipeline:executions:rate', title: 'Executions of a pipeline, each second', unit: 'events/second', better: 'neither', by: ['state'],
  description: 'Executions of a pipeline each second that started, succeeded, failed or were stopped.',
  sources: runRate('Execution', pipeline),
});

export const executions = signal({
  name: 'sagemaker_pipeline:executions:increase1h', title: 'Executions of a pipeline, last hour', unit: 'count', better: 'neither', by: ['state'],
  description: 'Executions of a pipeline that started, succeeded, failed or were stopped within an hour.',
  sources: [source(withinHour(executionRate.name))],
});

export const executionTime = signal({
  name: 'sagemaker_pipeline:execution_time:seconds', title: 'Time of an execution, mean', unit: 'seconds', better: 'lower', description: 'Mean time of the executions of a pipeline that ended.',
  sources: [source(meanSeconds(pipeline, cloudWatch(PIPELINES, 'ExecutionDuration', 'Sum'), cloudWatch(PIPELINES, 'ExecutionDuration', 'SampleCount'), 'milliseconds'))],
});

export const stepRate = signal({
  name: 'sagemaker_pipeline:steps:rate', title: 'Steps of a pipeline, each second', unit: 'events/second', better: 'neither', by: ['step_name', 'state'],
  description: 'Steps of a pipeline each second that started, succeeded, failed or were stopped.',
  sources: runRate('Step', `${pipeline}, step_name`),
});

export const steps = signal({
  name: 'sagemaker_pipeline:steps:increase1h', title: 'Steps of a pipeline, last hour', unit: 'count', better: 'neither', by: ['step_name', 'state'],
  description: 'Steps of a pipeline that started, succeeded, failed or were stopped within an hour. The first that failed has the cause.',
  sources: [source(withinHour(stepRate.name))],
});

export const stepTime = signal({
  name: 'sagemaker_pipeline:step_time:seconds', title: 'Time of a step, mean', unit: 'seconds', better: 'lower', by: ['step_name'], description: 'Mean time of the steps of a pipeline that ended.',
  sources: [source(meanSeconds(`${pipeline}, step_name`, cloudWatch(PIPELINES, 'StepDuration', 'Sum'), cloudWatch(PIPELINES, 'StepDuration', 'SampleCount'), 'milliseconds'))],
});

const progress = { 'by people': 'DatasetObjectsHumanAnnotated', automatically: 'DatasetObjectsAutoAnnotated', failed: 'DatasetObjectsLabelingFailed', 'in all': 'TotalDatasetObjectsLabeled' } as const;

export const objects = signal({
  name: 'labeling_job:objects:count', title: 'Objects of a labeling job', unit: 'count', better: 'neither', by: ['labeled'],
  description: 'Objects that a labeling job has labeled: by people, automatically, in all; and those that failed.',
  sources: Object.entries(progress).map(([labeled, metric]) => source(labelled('labeled', labeled, `max by (${labeling}) (${cloudWatch(LABELING, metric, 'Maximum')})`))),
});

const outcomes = ['Succeeded', 'Failed', 'Stopped'] as const;

export const labelingEndRate = signal({
  name: 'labeling_job:ended:rate', title: 'Labeling jobs that ended, each second', unit: 'events/second', better: 'neither', by: ['state'], description: 'Labeling jobs each second that succeeded, failed or were stopped.',
  sources: outcomes.map((state) => source(labelled('state', word(state), perSecond(`max by (${labeling}) (${cloudWatch(LABELING, `Jobs${state}`, 'Sum')})`)))),
});

export const labelingEnds = signal({
  name: 'labeling_job:ended:increase1h', title: 'Labeling jobs that ended, last hour', unit: 'count', better: 'neither', by: ['state'], description: 'Labeling jobs that succeeded, failed or were stopped within an hour.',
  sources: [source(withinHour(labelingEndRate.name))],
});

/** Work of a team is told of for each worker, and for the team as a whole: workers are added up, and only where there are none the team counts. */
const ofTeam = (metric: string): string => {
  const series = cloudWatch(WORKERS, metric, 'Sum');
  const named = (expr: string): string => `label_replace(${expr}, "labeling_job_name", "$1", "labeling_job", "(.+)")`;
  const whole = series.replace(/^\w+/, '$&{worker_id=""}');
  return `(sum by (${labeling}) (${named(having('worker_id', series))}) or max by (${labeling}) (${named(whole)}))`;
};
const tasks = ['Submitted', 'Accepted', 'Returned', 'Declined'] as const;

export const taskRate = signal({
  name: 'labeling_job:tasks:rate', title: 'Tasks of labelers', unit: 'events/second', better: 'neither', by: ['state'], description: 'Tasks each second that workers of private teams accepted, submitted, returned or declined. Many returned or declined: the instructions are unclear.',
  sources: tasks.map((state) => source(labelled('state', word(state), perSecond(ofTeam(`Tasks${state}`))))),
});

export const activeWorkers = signal({
  name: 'labeling_job:active_workers:count', title: 'Labelers at work', unit: 'count', better: 'neither', description: 'Workers of private teams that handed in, gave back or declined a task within the period.',
  sources: [source(ofTeam('ActiveWorkers'))],
});

export const taskTime = signal({
  name: 'labeling_job:task_time:seconds', title: 'Time for a labeling task, mean', unit: 'seconds', better: 'lower', description: 'Mean time that workers spent on the tasks that they submitted, without breaks.',
  sources: [source(`${ofTeam('TimeSpent')} / (${ofTeam('TasksSubmitted')} > 0)`)],
});

const ofFeatures = (metric: string, statistic: 'Sum' | 'SampleCount' | 'p99' = 'Sum'): string => cloudWatch(FEATURES, metric, statistic);
const featureShare = (metric: string): string => `sum by (${feature}) (${ofFeatures(metric)})\n/\nsum by (${feature}) (${some(ofFeatures('Invocations'))})`;

export const featureRequests = signal({
  name: 'feature_group:requests:rate', title: 'Requests to the Feature Store', unit: 'requests/second', better: 'neither', description: 'Requests to the Feature Store each second, by feature group and operation.',
  sources: [source(perSecond(`sum by (${feature}) (${ofFeatures('Invocations')})`))],
});

const featureKinds = { client: 'Operation4XXErrors', server: 'Operation5XXErrors' } as const;
export const featureErrors = signal({
  name: 'feature_group:errors:ratio', title: 'Failed requests to the Feature Store', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.05 }, by: ['kind'], description: 'Share of the requests to the Feature Store that were answered with 4xx (client) or 5xx (server).',
  sources: Object.entries(featureKinds).map(([kind, metric]) => source(labelled('kind', kind, featureShare(metric)))),
});

export const throttled = signal({
  name: 'feature_group:throttled:ratio', title: 'Throttled requests to the Feature Store', unit: 'ratio', better: 'lower', thresholds: { warning: 0.001, critical: 0.05 }, description: 'Share of the requests to the Feature Store that were throttled: the provisioned capacity, or a quota of the account, is used up.',
  sources: [source(featureShare('ThrottledRequests'))],
});

export const featureLatency = signal({
  name: 'feature_group:latency:seconds', title: 'Latency of the Feature Store, mean', unit: 'seconds', better: 'lower', description: 'Mean time until a request to the Feature Store was answered.',
  sources: [source(meanSeconds(feature, ofFeatures('Latency'), ofFeatures('Latency', 'SampleCount')))],
});

export const featureLatencyP99 = signal({
  name: 'feature_group:latency_p99:seconds', title: 'Latency of the Feature Store, 99 %', unit: 'seconds', better: 'lower', thresholds: { warning: 0.05, critical: 0.5 }, description: 'Time until 99 % of the requests to the Feature Store were answered.',
  sources: [source(greatestSeconds(feature, ofFeatures('Latency', 'p99')))],
});

const consumption = { 'read, on demand': 'ConsumedReadRequestsUnits', 'written, on demand': 'ConsumedWriteRequestsUnits', 'read, provisioned': 'ConsumedReadCapacityUnits', 'written, provisioned': 'ConsumedWriteCapacityUnits' } as const;

export const featureUnits = signal({
  name: 'feature_group:units:rate', title: 'Units of the Feature Store', unit: 'events/second', better: 'lower', by: ['kind'], description: 'Read and write units each second that are paid for, by how: on demand, or as provisioned.',
  sources: Object.entries(consumption).map(([kind, metric]) => source(labelled('kind', kind, perSecond(`sum by (${feature}) (${ofFeatures(metric)})`)))),
});

/** In the order in which they must be recorded: what others read comes first. */
export const sagemakerPipelineSignals = [
  executionRate, executions, executionTime, stepRate, steps, stepTime, objects, labelingEndRate, labelingEnds, taskRate, activeWorkers, taskTime,
  featureRequests, featureErrors, throttled, featureLatency, featureLatencyP99, featureUnits,
];
