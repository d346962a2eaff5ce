import type { MetricGroup, Subject } from './define.ts';
import { statisticsAt, type SageMakerLevel } from './levels.ts';
import { PRICE } from './price.ts';
import { groups } from './table.ts';

/** Most queries in a request of GetMetricData, and most metrics in an answer of ListMetrics (CloudWatch API reference). */
const PAGE = 500;

/** What there is in an account and a region: variants, inference components, hosts of running jobs and so on. */
export interface Fleet {
  readonly variants: number;
  readonly inferenceComponents?: number;
  readonly jobHosts?: number;
  readonly recommendationJobs?: number;
  readonly labelingJobs?: number;
  readonly workers?: number;
  /** Pairs of feature group and operation. */
  readonly featureOperations?: number;
  readonly pipelines?: number;
  readonly steps?: number;
}

export interface Asking {
  readonly level: SageMakerLevel;
  readonly intervalSeconds: number;
  readonly subjects: readonly Subject[];
}

/** What CloudWatch is asked within an hour. */
export interface Cost {
  readonly metrics: number;
  readonly getMetricData: number;
  readonly listMetrics: number;
  readonly dollars: number;
}

/** How many sets of dimensions a group has. Hosts of jobs are taken as those of training jobs. */
function sets({ namespace, dimensions, possible = [] }: MetricGroup, fleet: Fleet): number {
  if (namespace.endsWith('/TrainingJobs')) return fleet.jobHosts ?? 0;
  if (namespace.endsWith('Jobs') && dimensions.includes('Host')) return 0;
  if (dimensions.includes('EndpointName')) return fleet.variants;
  if (dimensions.includes('InferenceComponentName')) return fleet.inferenceComponents ?? 0;
  if (dimensions.includes('FeatureGroupName')) return fleet.featureOperations ?? 0;
  if (dimensions.includes('StepName')) return fleet.steps ?? 0;
  if (dimensions.includes('PipelineName')) return fleet.pipelines ?? 0;
  if (possible.includes('JobName')) return fleet.recommendationJobs ?? 0;
  if (possible.includes('LabelingJobName')) return fleet.labelingJobs ?? 0;
  if (possible.includes('WorkerId')) return fleet.workers ?? 0;
  return 0;
}

/**
 * What one account and region cost in an hour, at most: every metric of a resource is taken as published in each period, and each statistic as a metric of its own.
 * Tags, roles and names are asked for as well; AWS takes no money for these.
 */
export function costOf(fleet: Fleet, { level, intervalSeconds, subjects }: Asking): Cost {
  const rounds = 3600 / intervalSeconds;
  const asked = groups.filter(({ subject }) => subjects.includes(subject)).map((group) => {
    const metrics = group.metrics.map((metric) => statisticsAt(group, metric, level).length).filter((count) => count > 0);
    const count = sets(group, fleet);
    const queries = count * metrics.reduce((sum, one) => sum + one, 0);
    return { queries, requests: Math.ceil(queries / PAGE), lists: metrics.length * Math.max(1, Math.ceil(count / PAGE)) };
  });
  const total = (of: (one: (typeof asked)[number]) => number): number => rounds * asked.reduce((sum, one) => sum + of(one), 0);
  const metrics = total(({ queries }) => queries);
  const listMetrics = total(({ lists }) => lists);
  return { metrics, getMetricData: total(({ requests }) => requests), listMetrics, dollars: (metrics * PRICE.metrics + listMetrics * PRICE.requests) / 1000 };
}
