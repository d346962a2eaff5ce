import type { CloudWatchMetric, MetricGroup, Statistic } from '../../../dashboards-src/sagemaker/define.ts';
import { labelOf, seriesName } from '../../../dashboards-src/sagemaker/series.ts';
import { groups } from '../../../dashboards-src/sagemaker/table.ts';
import type { Family, Sample } from '../fleet/exposition.ts';
import { noise } from '../fleet/random.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge, one } from './families.ts';

const port = 5000;
/** The chart's own interval, in seconds: so long a value stays. */
const period = 300;

interface Thing {
  /** Its dimensions as CloudWatch has them. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Instances, copies or hosts; none: it reports no use of any. */
  readonly instances?: number;
  readonly gpus?: number;
  /** Requests, tasks or executions in a second; none: nobody asks. */
  readonly rate?: number;
  /** How busy it is. */
  readonly load?: number;
  /** Share of what fails. */
  readonly failing?: number;
  /** Seconds that a request, a step or a task takes. */
  readonly seconds?: number;
  /** Metrics that only some have. */
  readonly also?: RegExp;
}

const variant = (EndpointName: string, VariantName: string, rest: Omit<Thing, 'dimensions'>): Thing => ({ dimensions: { EndpointName, VariantName }, ...rest });
const chat = { instances: 2, gpus: 4, rate: 6, load: 0.7, failing: 0.002, seconds: 1.4 } as const;
const variants: readonly Thing[] = [
  variant('chat', 'main', chat),
  variant('ranking', 'blue', { instances: 3, rate: 85, load: 0.45, failing: 0.0005, seconds: 0.035 }),
  variant('ranking', 'green', { instances: 1, rate: 9, load: 0.5, failing: 0.012, seconds: 0.06 }),
  variant('forecasts', 'main', { instances: 2, rate: 3, load: 0.3, failing: 0.001, seconds: 0.4, also: /^Model(Load|Unload|Download|Cache)|^LoadedModelCount/ }),
  variant('translate', 'serverless', { rate: 0.2, failing: 0.001, seconds: 0.9, also: /^ModelSetupTime/ }),
  variant('draft', 'main', { instances: 1, gpus: 1, load: 0.001 }),
];
const component = (InferenceComponentName: string, rest: Omit<Thing, 'dimensions'>): Thing => ({ dimensions: { InferenceComponentName }, ...rest });
const components: readonly Thing[] = [
  component('llama-8b', { instances: 3, gpus: 1, rate: 4, load: 0.75, failing: 0.001, seconds: 1.8 }),
  component('embeddings', { instances: 1, gpus: 1, rate: 22, load: 0.2, failing: 0.0002, seconds: 0.04, also: /^NoCapacity/ }),
];
const host = (job: string, count: number, rest: Omit<Thing, 'dimensions'>): Thing[] => Array.from({ length: count }, (_, index) => ({ dimensions: { Host: `${job}/algo-${index + 1}` }, instances: 1, ...rest }));

/** What there is of each group, by its namespace and, where that has several, its dimensions. */
function thingsOf({ namespace, dimensions }: MetricGroup): readonly Thing[] {
  if (dimensions.includes('EndpointName')) return variants;
  if (dimensions.includes('InferenceComponentName')) return components;
  switch (namespace) {
    case '/aws/sagemaker/TrainingJobs': return [...host('llama-fine-tune-0412', 4, { gpus: 8, load: 0.86 }), ...host('churn-xgboost-88', 1, { load: 0.6 })];
    case '/aws/sagemaker/ProcessingJobs': return host('features-daily-113', 2, { load: 0.55 });
    case '/aws/sagemaker/TransformJobs': return host('score-customers-7', 1, { gpus: 1, load: 0.4 });
    case '/aws/sagemaker/InferenceRecommendationsJobs': return [{ dimensions: { JobName: 'chat-sizing', EndpointName: 'sizing-ml-g5-2xlarge' }, instances: 24, rate: 11, failing: 0.004, seconds: 1.1 }];
    case 'AWS/Sagemaker/LabelingJobs': return [{ dimensions: { LabelingJobName: 'street-signs' }, rate: 0.05, failing: 0.03 }];
    case 'AWS/SageMaker/Workteam': return ['w1', 'w2', 'w3'].map((WorkerId) => ({ dimensions: { CognitoUserPool: 'eu-west-1_lab', LabelingJob: 'street-signs', WorkerId }, rate: 0.02, seconds: 42 }));
    case 'AWS/SageMaker/FeatureStore': return (dimensions.includes('FeatureGroupName') ? [['customers', 'GetRecord', 40], ['customers', 'PutRecord', 4]] as const : [['', 'BatchGetRecord', 2]] as const)
      .map(([FeatureGroupName, OperationName, rate]) => ({ dimensions: { ...(FeatureGroupName && { FeatureGroupName }), OperationName }, rate, failing: 0.002, seconds: 0.012 }));
    default: return [['retrain', 'Train'], ['features', 'Process']].map(([PipelineName, StepName]) =>
      ({ dimensions: { PipelineName: PipelineName!, ...(dimensions.includes('StepName') && { StepName: StepName! }) }, rate: 0.1, failing: 0.2, seconds: 1500 }));
  }
}

/** Only those have them that say so. */
const special = /^Model(Setup|Load|Unload|Download|Cache)|^LoadedModelCount|^NoCapacity/;

/** What a thing measures of a metric in a period: how often, and how much on average; nothing where it has none. */
function measured({ name, unit, additive }: CloudWatchMetric, { instances = 0, gpus = 0, rate = 0, load = 0, failing = 0, seconds = 0, also }: Thing, swing: number): { readonly count: number; readonly mean: number } | undefined {
  if (special.test(name) && !also?.test(name)) return undefined;
  const requests = Math.round(rate * period * swing);
  if (name === 'LoadedModelCount') return { count: 1, mean: 12 };
  if (unit === 'Percent') {
    if (!instances || (name.startsWith('GPU') && !gpus)) return undefined;
    const of = additive ? (name.startsWith('GPU') ? gpus : 8) : 1;
    return { count: instances * (period / 60), mean: 100 * of * (name.startsWith('Disk') ? 0.35 + load / 4 : load * swing) };
  }
  if (!requests) return undefined;
  if (unit === 'Share') return { count: requests, mean: name === 'ModelCacheHit' ? 0.93 : failing };
  if (unit === 'None') {
    if (name.startsWith('DatasetObjects') || name.startsWith('TotalDataset')) return { count: 1, mean: /Failed/.test(name) ? 12 : /Auto/.test(name) ? 310 : /Total/.test(name) ? 1254 : 944 };
    if (name === 'ActiveWorkers') return { count: 1, mean: 1 };
    if (/Concurrent|NumberOfUsers/.test(name)) return { count: 1, mean: Math.max(1, Math.ceil(instances ? rate * seconds : 1)) };
    if (/PerCopy|PerInstance/.test(name)) return { count: 1, mean: requests / Math.max(1, instances) };
    if (/Failed|Errors|NoCapacity|Stopped|Declined|Returned/.test(name)) return { count: 1, mean: Math.round(requests * Math.max(failing, 0.02)) };
    return { count: 1, mean: requests };
  }
  const per = { Microseconds: 1e6, Milliseconds: 1e3, Seconds: 1 }[unit as 'Seconds'];
  if (name === 'OverheadLatency') return { count: requests, mean: 0.012 * per * swing };
  if (special.test(name)) return { count: Math.ceil(requests / 20), mean: (name === 'ModelUnloadingTime' ? 0.2 : 3.5) * per * swing };
  return { count: requests, mean: seconds * per * swing };
}

const spread: Readonly<Partial<Record<Statistic, number>>> = { Maximum: 1.8, Minimum: 0.4, p50: 0.95, p90: 1.2, p99: 1.5 };

function valueOf({ unit, additive }: CloudWatchMetric, statistic: Statistic, { count, mean }: { count: number; mean: number }): number {
  if (statistic === 'SampleCount') return count;
  if (statistic === 'Sum') return unit === 'None' || unit === 'Share' ? Math.round(count * mean) : count * mean;
  if (unit === 'None') return statistic === 'Maximum' ? Math.ceil(mean) : mean;
  const value = mean * (unit === 'Percent' && statistic === 'Maximum' ? 1.15 : spread[statistic] ?? 1);
  return unit === 'Percent' && !additive ? Math.min(100, value) : value;
}

const samplesOf = (group: MetricGroup, metric: CloudWatchMetric, statistic: Statistic, time: number): Sample[] => thingsOf(group).flatMap((thing) => {
  const id = Object.values(thing.dimensions).join('/');
  // A value stays for its period.
  const found = measured(metric, thing, 0.85 + 0.3 * noise(metric.unit === 'Percent' ? `${id} ${metric.name.replace('Normalized', '')}` : id, 3 * period, Math.floor(time / period) * period));
  const labels = { name: group.namespace, region: 'eu-west-1', account_id: '123456789012', ...Object.fromEntries(Object.entries(thing.dimensions).map(([dimension, value]) => [`dimension_${labelOf(dimension)}`, value])) };
  return found ? [{ labels, value: valueOf(metric, statistic, found) }] : [];
});

function cloudWatch(time: number): Family[] {
  const families = new Map<string, Sample[]>();
  for (const group of groups) for (const metric of group.metrics) for (const statistic of metric.statistics) {
    const name = seriesName(group.namespace, metric.name, statistic);
    families.set(name, [...(families.get(name) ?? []), ...samplesOf(group, metric, statistic, time)]);
  }
  return [...families].filter(([, samples]) => samples.length > 0).map(([name, samples]) => gauge(name, samples));
}

/** YACE of the chart, which has SageMaker answer in place of AWS: endpoints of every kind, jobs, a pipeline that fails now and then, and an endpoint that nobody asks. */
export const sagemaker: SimulatedSource = {
  name: 'YACE, CloudWatch metrics of SageMaker',
  objects: [],
  answers: (pod, asked) => pod.metadata.labels?.['app.kubernetes.io/name'] === 'cloudwatch-exporter' && asked === port,
  families(_, { origin, time }) {
    const rounds = Math.floor(Math.max(0, time - origin) / 30) + 1;
    return [
      ...cloudWatch(time),
      counter('yace_cloudwatch_requests_total', by('api_name', { ListMetrics: 98 * rounds, GetMetricData: 14 * rounds })),
      counter('yace_cloudwatch_request_errors', by('api_name', { ListMetrics: 0 })),
      counter('yace_cloudwatch_getmetricdata_metrics_requested_total', one(420 * rounds)),
      counter('yace_cloudwatch_getmetricdata_requests_total', one(14 * rounds)),
    ];
  },
};
