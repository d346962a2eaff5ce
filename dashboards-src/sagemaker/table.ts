import { additive, metric, type CloudWatchMetric, type MetricGroup, type Subject } from './define.ts';

/**
 * Every metric that SageMaker publishes to CloudWatch (docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html, read in 2026), with the statistics that are valid for it.
 * That page leaves the namespaces of labeling, work teams and Feature Store unsaid; they are those that AWS' own consoles and metric streams show.
 * Latency has percentiles in CloudWatch as every metric that is published as single values has. Metrics come once a minute.
 */

const errors = (name: string, help: string): CloudWatchMetric => metric(name, 'Share', help, ['Sum', 'Average']);
const latency = (name: string, help: string): CloudWatchMetric => metric(name, 'Microseconds', help, ['Sum', 'SampleCount', 'Maximum', 'p99', 'Average', 'Minimum', 'p50', 'p90']);
const loading = (name: string, help: string): CloudWatchMetric => metric(name, 'Microseconds', help, ['Sum', 'SampleCount', 'Maximum', 'Average', 'Minimum']);
const use = (name: string, help: string): CloudWatchMetric => metric(name, 'Percent', help, ['Average', 'Maximum']);

/** Answers of InvokeEndpoint, whoever is asked: a variant or an inference component. */
const invocations: readonly CloudWatchMetric[] = [
  metric('Invocations', 'None', 'Requests to InvokeEndpoint.', ['Sum']),
  errors('Invocation4XXErrors', 'Requests that the model answered with 4xx.'),
  errors('Invocation5XXErrors', 'Requests that the model answered with 5xx.'),
  errors('InvocationModelErrors', 'Requests that the model did not answer with 2xx, also those that broke off or took too long.'),
  latency('ModelLatency', 'Time until the container had answered, with the way to it and back.'),
  latency('OverheadLatency', 'Time that SageMaker itself adds to a request.'),
];

const normalized: readonly CloudWatchMetric[] = [
  use('CPUUtilizationNormalized', 'CPU time used, of all cores together.'),
  use('GPUUtilizationNormalized', 'Time in which GPUs worked, of all GPUs together.'),
  use('GPUMemoryUtilizationNormalized', 'GPU memory used, of all GPUs together.'),
];

const instances: readonly CloudWatchMetric[] = [
  additive(metric('CPUUtilization', 'Percent', 'CPU time used: 100 is one core.', ['Average', 'Maximum', 'SampleCount'])),
  additive(use('GPUUtilization', 'Time in which GPUs worked: 100 is one GPU.')),
  additive(use('GPUMemoryUtilization', 'GPU memory used: 100 is the memory of one GPU.')),
  use('MemoryUtilization', 'Memory used by the containers.'),
  ...normalized,
];
const disk = use('DiskUtilization', 'Disk space used by the containers.');

const ofVariant = ['EndpointName', 'VariantName'] as const;
const ofComponent = ['InferenceComponentName'] as const;

const jobs = (namespace: string, metrics: readonly CloudWatchMetric[]): MetricGroup => ({ subject: 'jobs', namespace, dimensions: ['Host'], taggable: false, metrics });

const operations: readonly CloudWatchMetric[] = [
  metric('Invocations', 'None', 'Requests to the Feature Store.', ['Sum']),
  errors('Operation4XXErrors', 'Requests to the Feature Store that were answered with 4xx.'),
  errors('Operation5XXErrors', 'Requests to the Feature Store that were answered with 5xx.'),
  errors('ThrottledRequests', 'Requests to the Feature Store that were throttled.'),
  metric('Latency', 'Microseconds', 'Time until a request to the Feature Store was answered.', ['Sum', 'SampleCount', 'p99', 'Average', 'Minimum', 'Maximum', 'p50', 'p90']),
];
const units = (name: string, help: string): CloudWatchMetric => metric(name, 'None', help, ['Sum', 'Maximum']);

const runs = (what: string, of: string): readonly CloudWatchMetric[] => [
  metric(`${what}Started`, 'None', `${of} that started.`, ['Sum']),
  metric(`${what}Failed`, 'None', `${of} that failed.`, ['Sum', 'Average']),
  metric(`${what}Succeeded`, 'None', `${of} that succeeded.`, ['Sum', 'Average']),
  metric(`${what}Stopped`, 'None', `${of} that were stopped.`, ['Sum', 'Average']),
  metric(`${what}Duration`, 'Milliseconds', `How long ${of.toLowerCase()} took.`, ['Sum', 'SampleCount', 'Maximum', 'Average', 'Minimum']),
];

const progress = (name: string, help: string): CloudWatchMetric => metric(name, 'None', help, ['Maximum']);
const events = (name: string, help: string): CloudWatchMetric => metric(name, 'None', help, ['Sum', 'SampleCount']);

export const groups: readonly MetricGroup[] = [
  {
    subject: 'endpoints', namespace: 'AWS/SageMaker', dimensions: ofVariant, taggable: true,
    metrics: [
      ...invocations,
      metric('InvocationsPerInstance', 'None', 'Requests to a variant divided by its instances.', ['Sum']),
      metric('ConcurrentRequestsPerModel', 'None', 'Requests that a model works on at once.', ['Maximum', 'Minimum']),
      metric('ModelSetupTime', 'Microseconds', 'Time to start new compute for a serverless endpoint.', ['Average', 'Maximum', 'Minimum', 'SampleCount', 'p90', 'p99']),
      loading('ModelLoadingWaitTime', 'Time that requests waited until their model was downloaded or loaded.'),
      loading('ModelDownloadingTime', 'Time to download a model from S3.'),
      loading('ModelLoadingTime', 'Time to load a model.'),
      loading('ModelUnloadingTime', 'Time to unload a model.'),
      metric('ModelCacheHit', 'Share', 'Requests of a multi-model endpoint whose model was loaded already.', ['Sum', 'SampleCount', 'Average']),
    ],
  },
  {
    subject: 'endpoints', namespace: '/aws/sagemaker/Endpoints', dimensions: ofVariant, taggable: true,
    metrics: [
      ...instances,
      disk,
      use('CPUReservation', 'CPU that inference components reserve on an instance.'),
      use('GPUReservation', 'GPUs that inference components reserve on an instance.'),
      use('MemoryReservation', 'Memory that inference components reserve on an instance.'),
      metric('LoadedModelCount', 'None', 'Models that are loaded in an instance of a multi-model endpoint.', ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount']),
    ],
  },
  {
    subject: 'inferenceComponents', namespace: 'AWS/SageMaker', dimensions: ofComponent, taggable: true,
    metrics: [
      ...invocations,
      metric('InvocationsPerCopy', 'None', 'Requests to an inference component divided by its copies.', ['Sum']),
      // docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
      metric('NoCapacityInvocationFailures', 'None', 'Requests that failed as no copy of an inference component was in service.', ['Sum']),
      metric('ConcurrentRequestsPerCopy', 'None', 'Requests that a copy of an inference component works on at once.', ['Maximum', 'Minimum']),
    ],
  },
  {
    subject: 'inferenceComponents', namespace: '/aws/sagemaker/InferenceComponents', dimensions: ofComponent, taggable: true,
    metrics: [...normalized, use('MemoryUtilizationNormalized', 'Memory used, of what the copies of a component have.')],
  },
  jobs('/aws/sagemaker/TrainingJobs', [...instances, disk]),
  jobs('/aws/sagemaker/ProcessingJobs', [...instances, disk]),
  jobs('/aws/sagemaker/TransformJobs', instances),
  {
    subject: 'recommender', namespace: '/aws/sagemaker/InferenceRecommendationsJobs', dimensions: [], possible: ['JobName', 'EndpointName'], taggable: true,
    metrics: [
      metric('ClientInvocations', 'None', 'Requests that the load test of a recommendation job sent.', ['Sum']),
      metric('ClientInvocationErrors', 'None', 'Requests of the load test that failed.', ['Sum']),
      metric('ClientLatency', 'Milliseconds', 'Time until the load test had its answer.', ['Sum', 'SampleCount', 'p99', 'Average', 'Minimum', 'Maximum', 'p50', 'p90']),
      metric('NumberOfUsers', 'None', 'Users that the load test plays at once.', ['Maximum', 'Minimum', 'Average']),
    ],
  },
  {
    subject: 'labeling', namespace: 'AWS/Sagemaker/LabelingJobs', dimensions: [], possible: ['LabelingJobName'], taggable: false,
    metrics: [
      progress('DatasetObjectsAutoAnnotated', 'Objects that were labeled automatically.'),
      progress('DatasetObjectsHumanAnnotated', 'Objects that people labeled.'),
      progress('DatasetObjectsLabelingFailed', 'Objects that could not be labeled.'),
      progress('TotalDatasetObjectsLabeled', 'Objects that are labeled.'),
      events('JobsFailed', 'Labeling jobs that failed.'),
      events('JobsSucceeded', 'Labeling jobs that succeeded.'),
      events('JobsStopped', 'Labeling jobs that were stopped.'),
    ],
  },
  {
    subject: 'labeling', namespace: 'AWS/SageMaker/Workteam', dimensions: [], possible: ['LabelingJob', 'Workteam', 'CognitoUserPool', 'WorkerId'], taggable: false,
    metrics: [
      events('ActiveWorkers', 'Workers of private teams that handed in, gave back or declined a task.'),
      events('TasksAccepted', 'Tasks that a worker accepted.'),
      events('TasksDeclined', 'Tasks that a worker declined.'),
      events('TasksReturned', 'Tasks that a worker gave back.'),
      events('TasksSubmitted', 'Tasks that a worker finished.'),
      metric('TimeSpent', 'Seconds', 'Time that workers spent on the tasks that they finished, without breaks.', ['Sum', 'SampleCount']),
    ],
  },
  {
    subject: 'featureStore', namespace: 'AWS/SageMaker/FeatureStore', dimensions: ['FeatureGroupName', 'OperationName'], taggable: false,
    metrics: [
      ...operations,
      units('ConsumedReadRequestsUnits', 'Read units that an on-demand feature group used.'),
      units('ConsumedWriteRequestsUnits', 'Write units that an on-demand feature group used.'),
      units('ConsumedReadCapacityUnits', 'Provisioned read units that were used.'),
      units('ConsumedWriteCapacityUnits', 'Provisioned write units that were used.'),
    ],
  },
  // Batch operations are about no single feature group.
  { subject: 'featureStore', namespace: 'AWS/SageMaker/FeatureStore', dimensions: ['OperationName'], taggable: false, metrics: operations },
  { subject: 'pipelines', namespace: 'AWS/Sagemaker/ModelBuildingPipeline', dimensions: ['PipelineName'], taggable: true, metrics: runs('Execution', 'Executions of a pipeline') },
  { subject: 'pipelines', namespace: 'AWS/Sagemaker/ModelBuildingPipeline', dimensions: ['PipelineName', 'StepName'], taggable: true, metrics: runs('Step', 'Steps of a pipeline') },
];

/** What the switches in `sagemaker.read` stand for. */
export const subjects: Readonly<Record<Subject, { readonly title: string; readonly tagged: string }>> = {
  endpoints: { title: 'Endpoints and their instances, serverless and multi-model ones too', tagged: 'endpoint' },
  inferenceComponents: { title: 'Inference components', tagged: 'inference component' },
  jobs: { title: 'Hosts of training, processing and transform jobs', tagged: '' },
  recommender: { title: 'Load tests of Inference Recommender', tagged: 'recommendation job' },
  labeling: { title: 'Labeling jobs of Ground Truth and the workers of private teams', tagged: '' },
  featureStore: { title: 'Feature Store', tagged: '' },
  pipelines: { title: 'Pipelines and their steps', tagged: 'pipeline' },
};
