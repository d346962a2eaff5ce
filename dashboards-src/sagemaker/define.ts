/** A statistic of CloudWatch over a period; `p99` is a percentile. */
export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' | `p${number}`;

/** As CloudWatch calls them. `Share` is ours: a metric of 1 for yes and 0 for no, whose average is a share. */
export type CloudWatchUnit = 'Microseconds' | 'Milliseconds' | 'Seconds' | 'Percent' | 'None' | 'Share';

/** What of SageMaker is read: the switches in `sagemaker.read`. */
export type Subject = 'endpoints' | 'inferenceComponents' | 'jobs' | 'recommender' | 'labeling' | 'featureStore' | 'pipelines';

export interface CloudWatchMetric {
  readonly name: string;
  readonly unit: CloudWatchUnit;
  /** A sentence: what is counted or measured. */
  readonly help: string;
  /** Goes up to 100 for each core or GPU, so that 400 is four of them. */
  readonly additive?: boolean;
  /** Those that are valid, and say something. */
  readonly statistics: readonly Statistic[];
}

/** Metrics that SageMaker publishes under one namespace, by the same dimensions. */
export interface MetricGroup {
  readonly subject: Subject;
  readonly namespace: string;
  /** Exactly these; none where AWS does not say which, and every combination that there is, is read. */
  readonly dimensions: readonly string[];
  /** Labels that its series can have where `dimensions` does not say so. */
  readonly possible?: readonly string[];
  /** Its resources can be chosen by their tags (YACE 0.67, pkg/config/services.go: it knows the dimension that names them). */
  readonly taggable: boolean;
  readonly metrics: readonly CloudWatchMetric[];
}

/** A metric of a group. */
export const metric = (name: string, unit: CloudWatchUnit, help: string, statistics: readonly Statistic[]): CloudWatchMetric => ({ name, unit, help, statistics });

/** The same, of which 100 is one core or one GPU. */
export const additive = (of: CloudWatchMetric): CloudWatchMetric => ({ ...of, additive: true });
