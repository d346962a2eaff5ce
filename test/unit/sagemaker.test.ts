import { describe, expect, it, test } from 'vitest';
import { costOf, type Fleet } from '../../dashboards-src/sagemaker/cost.ts';
import type { MetricGroup, Statistic } from '../../dashboards-src/sagemaker/define.ts';
import { statisticsAt } from '../../dashboards-src/sagemaker/levels.ts';
import { PRICE } from '../../dashboards-src/sagemaker/price.ts';
import { labelOf, seriesName, unitOf } from '../../dashboards-src/sagemaker/series.ts';
import { groups, subjects } from '../../dashboards-src/sagemaker/table.ts';

const uses = ['CPUUtilization', 'CPUUtilizationNormalized', 'GPUMemoryUtilization', 'GPUMemoryUtilizationNormalized', 'GPUUtilization', 'GPUUtilizationNormalized', 'MemoryUtilization'];
const answers = ['Invocation4XXErrors', 'Invocation5XXErrors', 'InvocationModelErrors', 'Invocations', 'ModelLatency', 'OverheadLatency'];
const runs = (of: string): string[] => ['Duration', 'Failed', 'Started', 'Stopped', 'Succeeded'].map((what) => of + what);
const operations = ['Invocations', 'Latency', 'Operation4XXErrors', 'Operation5XXErrors', 'ThrottledRequests'];

/** What AWS documents, by namespace and dimensions (Amazon SageMaker metrics in Amazon CloudWatch; scaling to zero). */
const documented: Readonly<Record<string, readonly string[]>> = {
  'AWS/SageMaker EndpointName VariantName': [
    ...answers, 'ConcurrentRequestsPerModel', 'InvocationsPerInstance', 'ModelSetupTime', 'ModelCacheHit', 'ModelDownloadingTime', 'ModelLoadingTime', 'ModelLoadingWaitTime', 'ModelUnloadingTime',
  ],
  'AWS/SageMaker InferenceComponentName': [...answers, 'ConcurrentRequestsPerCopy', 'InvocationsPerCopy', 'NoCapacityInvocationFailures'],
  '/aws/sagemaker/Endpoints EndpointName VariantName': [...uses, 'CPUReservation', 'DiskUtilization', 'GPUReservation', 'LoadedModelCount', 'MemoryReservation'],
  '/aws/sagemaker/InferenceComponents InferenceComponentName': ['CPUUtilizationNormalized', 'GPUMemoryUtilizationNormalized', 'GPUUtilizationNormalized', 'MemoryUtilizationNormalized'],
  '/aws/sagemaker/TrainingJobs Host': [...uses, 'DiskUtilization'],
  '/aws/sagemaker/ProcessingJobs Host': [...uses, 'DiskUtilization'],
  '/aws/sagemaker/TransformJobs Host': uses,
  '/aws/sagemaker/InferenceRecommendationsJobs JobName? EndpointName?': ['ClientInvocationErrors', 'ClientInvocations', 'ClientLatency', 'NumberOfUsers'],
  'AWS/Sagemaker/LabelingJobs LabelingJobName?': [
    'DatasetObjectsAutoAnnotated', 'DatasetObjectsHumanAnnotated', 'DatasetObjectsLabelingFailed', 'JobsFailed', 'JobsStopped', 'JobsSucceeded', 'TotalDatasetObjectsLabeled',
  ],
  'AWS/SageMaker/Workteam LabelingJob? Workteam? CognitoUserPool? WorkerId?': ['ActiveWorkers', 'TasksAccepted', 'TasksDeclined', 'TasksReturned', 'TasksSubmitted', 'TimeSpent'],
  'AWS/SageMaker/FeatureStore FeatureGroupName OperationName': [...operations, 'ConsumedReadCapacityUnits', 'ConsumedReadRequestsUnits', 'ConsumedWriteCapacityUnits', 'ConsumedWriteRequestsUnits'],
  'AWS/SageMaker/FeatureStore OperationName': operations,
  'AWS/Sagemaker/ModelBuildingPipeline PipelineName': runs('Execution'),
  'AWS/Sagemaker/ModelBuildingPipeline PipelineName StepName': runs('Step'),
};

const nameOf = ({ namespace, dimensions, possible = [] }: MetricGroup): string => [namespace, ...dimensions, ...possible.map((one) => `${one}?`)].join(' ');

describe('the table', () => {
  it('has every metric that AWS documents, and no other', () => {
    expect(Object.fromEntries(groups.map((group) => [nameOf(group), group.metrics.map(({ name }) => name).sort()]))).toEqual(
      Object.fromEntries(Object.entries(documented).map(([name, metrics]) => [name, [...metrics].sort()])));
  });

  it('asks for no statistic twice', () => {
    expect(groups.flatMap((group) => group.metrics.filter(({ statistics }) => new Set(statistics).size < statistics.length || statistics.length === 0).map(({ name }) => `${nameOf(group)}: ${name}`))).toEqual([]);
  });

  it('asks at the level basic for what dashboards and alerts read, which is a part of each group', () => {
    const asked = groups.map((group) => ({ group: nameOf(group), basic: group.metrics.flatMap((metric) => statisticsAt(group, metric, 'basic')).length, all: group.metrics.flatMap(({ statistics }) => statistics).length }));
    expect(asked.filter(({ basic, all }) => basic === 0 || basic > all)).toEqual([]);
    expect(asked.reduce((sum, { basic }) => sum + basic, 0)).toBeLessThan(0.7 * asked.reduce((sum, { all }) => sum + all, 0));
  });

  it('names every subject', () => {
    expect([...new Set(groups.map(({ subject }) => subject))].sort()).toEqual(Object.keys(subjects).sort());
  });
});

test.each<[string, string, Statistic, string]>([
  ['AWS/SageMaker', 'Invocation4XXErrors', 'Sum', 'aws_sagemaker_invocation4_xxerrors_sum'],
  ['/aws/sagemaker/TrainingJobs', 'GPUMemoryUtilizationNormalized', 'Average', 'aws_sagemaker_trainingjobs_gpumemory_utilization_normalized_average'],
  ['AWS/Sagemaker/ModelBuildingPipeline', 'ExecutionDuration', 'SampleCount', 'aws_sagemaker_modelbuildingpipeline_execution_duration_sample_count'],
  ['AWS/SageMaker/FeatureStore', 'Latency', 'p99', 'aws_sagemaker_featurestore_latency_p99'],
])('%s %s %s is %s', (namespace, metric, statistic, name) => {
  expect(seriesName(namespace, metric, statistic)).toBe(name);
});

test('the label of a dimension is its name in small letters', () => {
  expect(['EndpointName', 'InferenceComponentName', 'CognitoUserPool', 'Host'].map(labelOf)).toEqual(['endpoint_name', 'inference_component_name', 'cognito_user_pool', 'host']);
});

test('the unit of a statistic is that of what it counts', () => {
  const [invocations] = groups;
  const of = (name: string) => invocations!.metrics.find((metric) => metric.name === name)!;
  expect([unitOf(of('ModelLatency'), 'Sum'), unitOf(of('ModelLatency'), 'SampleCount'), unitOf(of('Invocation5XXErrors'), 'Sum'), unitOf(of('Invocation5XXErrors'), 'Average')]).toEqual(['microseconds', 'count', 'count', 'ratio']);
});

describe('what asking costs', () => {
  const endpoints = { level: 'basic', intervalSeconds: 300, subjects: ['endpoints'] } as const;
  const groupsOf = groups.filter(({ subject }) => subject === 'endpoints');
  const queriesAt = (level: 'basic' | 'advanced'): number => groupsOf.reduce((sum, group) => sum + group.metrics.flatMap((metric) => statisticsAt(group, metric, level)).length, 0);
  const listed = groupsOf.reduce((sum, group) => sum + group.metrics.filter((metric) => statisticsAt(group, metric, 'basic').length > 0).length, 0);

  it('is each statistic of each variant, in each period, and a list for each metric', () => {
    expect(costOf({ variants: 10 }, endpoints)).toEqual({ metrics: 12 * 10 * queriesAt('basic'), getMetricData: expect.any(Number) as number, listMetrics: 12 * listed, dollars: expect.any(Number) as number });
    const { metrics, listMetrics, dollars } = costOf({ variants: 10 }, endpoints);
    expect(dollars).toBeCloseTo((metrics * PRICE.metrics + listMetrics * PRICE.requests) / 1000, 9);
  });

  it('grows with what there is, with the level, and with shorter intervals', () => {
    const { dollars } = costOf({ variants: 10 }, endpoints);
    expect(costOf({ variants: 20 }, endpoints).metrics).toBe(2 * costOf({ variants: 10 }, endpoints).metrics);
    expect(costOf({ variants: 10 }, { ...endpoints, level: 'advanced' }).metrics).toBe(12 * 10 * queriesAt('advanced'));
    expect(costOf({ variants: 10 }, { ...endpoints, intervalSeconds: 60 }).dollars).toBeCloseTo(5 * dollars, 9);
  });

  it('asks for 500 metrics in a request, and lists as many in an answer', () => {
    expect(costOf({ variants: 600 }, endpoints).listMetrics).toBe(12 * 2 * listed);
    const [some] = [costOf({ variants: 1 }, endpoints)];
    expect(some.getMetricData).toBe(12 * 2);
  });

  it('counts everything that a fleet can have', () => {
    const fleet: Required<Fleet> = { variants: 1, inferenceComponents: 1, jobHosts: 1, recommendationJobs: 1, labelingJobs: 1, workers: 1, featureOperations: 1, pipelines: 1, steps: 1 };
    const all = { ...endpoints, subjects: groups.map(({ subject }) => subject) };
    const whole = costOf(fleet, all).metrics;
    for (const what of Object.keys(fleet)) expect(costOf({ ...fleet, [what]: 2 }, all).metrics, what).toBeGreaterThan(whole);
  });
});
