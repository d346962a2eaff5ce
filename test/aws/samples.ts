import type { CloudWatchMetric, MetricGroup } from '../../dashboards-src/sagemaker/define.ts';
import { groups } from '../../dashboards-src/sagemaker/table.ts';
import type { Published } from './world.ts';

/** Two values a minute, as CloudWatch has them: the sum, the mean and the greatest of each differ. */
function valuesOf({ unit, additive }: CloudWatchMetric): readonly number[] {
  if (additive) return [150, 250];
  return { Microseconds: [200_000, 400_000], Milliseconds: [2000, 4000], Seconds: [30, 60], Percent: [40, 60], Share: [0, 1], None: [1, 2] }[unit];
}

const hosts: Readonly<Record<string, string>> = { '/aws/sagemaker/TrainingJobs': 'fine-tune/algo-1', '/aws/sagemaker/ProcessingJobs': 'prepare/algo-1', '/aws/sagemaker/TransformJobs': 'score/i-0123456789abcdef0' };
const named = { EndpointName: 'chat', VariantName: 'main', InferenceComponentName: 'llama', JobName: 'recommend', LabelingJobName: 'boxes', FeatureGroupName: 'users', PipelineName: 'retrain', StepName: 'train' } as const;
const workers = ['ann', 'bob'].map((WorkerId) => ({ CognitoUserPool: 'eu-west-1_pool', LabelingJob: 'boxes', WorkerId }));

/** The sets of dimensions under which the metrics of a group are published here. */
export function dimensionsOf({ namespace, dimensions, possible = [] }: MetricGroup): readonly Readonly<Record<string, string>>[] {
  if (possible.includes('WorkerId')) return workers;
  const value = (dimension: string): string => {
    if (dimension === 'Host') return hosts[namespace]!;
    if (dimension === 'OperationName') return dimensions.includes('FeatureGroupName') ? 'GetRecord' : 'BatchGetRecord';
    return named[dimension as keyof typeof named];
  };
  return [Object.fromEntries([...dimensions, ...possible].map((dimension) => [dimension, value(dimension)]))];
}

/** Everything that SageMaker publishes, of one thing of each kind. */
export const samples: readonly Published[] = groups.flatMap((group) => dimensionsOf(group).flatMap((dimensions) =>
  group.metrics.map((metric) => ({ namespace: group.namespace, name: metric.name, dimensions, values: valuesOf(metric) }))));
