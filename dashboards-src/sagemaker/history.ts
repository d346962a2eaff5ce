import { MetricEditorMode, MetricQueryType, MetricsQueryBuilder, QueryMode } from '@grafana/grafana-foundation-sdk/cloudwatch';
import { GraphDrawStyle, VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { PanelSpec } from '../panels/panel.ts';
import { grafanaUnit, legend, paletteColour, tooltip } from '../panels/style.ts';
import type { CloudWatchMetric, MetricGroup, Statistic } from './define.ts';
import { unitOf } from './series.ts';
import { groups } from './table.ts';

/** The data source that the chart makes of `external.cloudwatch`. */
export const cloudWatch = { type: 'cloudwatch', uid: 'cloudwatch' } as const;

/** A search for series; of dimensions with `*` it has every value, and where AWS does not say which there are, every series that the metric has. */
const query = ({ namespace, dimensions }: MetricGroup, { name }: CloudWatchMetric, statistic: Statistic) =>
  new MetricsQueryBuilder().datasource(cloudWatch).queryMode(QueryMode.Metrics).metricQueryType(MetricQueryType.Search).metricEditorMode(MetricEditorMode.Builder)
    .refId('A').id('').region('$aws_region').namespace(namespace).metricName(name).dimensions(Object.fromEntries(dimensions.map((dimension) => [dimension, '*']))).matchExact(dimensions.length > 0)
    .statistic(statistic).period('').label(dimensions.map((dimension) => `\${PROP('Dim.${dimension}')}`).join(' ') || '${LABEL}');

/** Shares and uses are averaged, what is counted is added up, and of latencies the slow ones are shown. */
const shown = ({ unit, statistics }: CloudWatchMetric): Statistic => {
  const wanted: readonly Statistic[] = unit === 'Share' || unit === 'Percent' ? ['Average'] : ['p99', 'Sum', 'Maximum'];
  return (unit.endsWith('seconds') ? (['p99', 'Maximum', ...wanted] as const) : wanted).find((statistic) => statistics.includes(statistic)) ?? statistics[0]!;
};

const how: Readonly<Record<string, string>> = { Sum: 'added up in each period, which grows with the range of time', Average: 'on average', Maximum: 'at most', p99: 'the 99th percentile' };

/** What the series of a group are of, by its namespace and dimensions. */
const subjects: Readonly<Record<string, string>> = {
  'AWS/SageMaker EndpointName,VariantName': 'Variant', 'AWS/SageMaker InferenceComponentName': 'Component',
  '/aws/sagemaker/Endpoints EndpointName,VariantName': 'Instances', '/aws/sagemaker/InferenceComponents InferenceComponentName': 'Copies',
  '/aws/sagemaker/TrainingJobs Host': 'Training', '/aws/sagemaker/ProcessingJobs Host': 'Processing', '/aws/sagemaker/TransformJobs Host': 'Transform',
  '/aws/sagemaker/InferenceRecommendationsJobs ': 'Load test', 'AWS/Sagemaker/LabelingJobs ': 'Labeling', 'AWS/SageMaker/Workteam ': 'Work team',
  'AWS/SageMaker/FeatureStore FeatureGroupName,OperationName': 'Feature group', 'AWS/SageMaker/FeatureStore OperationName': 'Feature Store',
  'AWS/Sagemaker/ModelBuildingPipeline PipelineName': 'Pipeline', 'AWS/Sagemaker/ModelBuildingPipeline PipelineName,StepName': 'Step',
};

/** @throws for a group that has no name here */
function subjectOf({ namespace, dimensions }: MetricGroup): string {
  const key = `${namespace} ${dimensions}`;
  const subject = subjects[key];
  if (!subject) throw new Error(`dashboards-src/sagemaker/history.ts: the group "${key}" has no name; add it to subjects`);
  return subject;
}

/** The row of a group: a panel for each of its metrics that says something of its own. Use beyond 100 % is left out, as the same is there normalized. */
export const rowOf = (group: MetricGroup): { readonly title: string; readonly panels: readonly PanelSpec[] } => ({
  title: subjectOf(group),
  panels: group.metrics.filter(({ additive }) => !additive).map((metric) => panelOf(group, metric)),
});

function panelOf(group: MetricGroup, metric: CloudWatchMetric): PanelSpec {
  const statistic = shown(metric);
  const title = `${subjectOf(group)}: ${metric.name}`;
  const panel = new TimeseriesBuilder().title(title).datasource(cloudWatch)
    .description(`${metric.help} As CloudWatch has it, ${how[statistic] ?? statistic}. No data: AWS published none in this time.`)
    .unit(grafanaUnit[unitOf(metric, statistic)]).axisSoftMin(0).drawStyle(statistic === 'Sum' ? GraphDrawStyle.Bars : GraphDrawStyle.Line).showPoints(VisibilityMode.Auto)
    .legend(legend('below')).tooltip(tooltip()).colorScheme(paletteColour()).withTarget(query(group, metric, statistic)).build();
  return { key: title, width: 8, height: 7, requires: ['cloudwatch'], panel };
}

/** A row for each group of the table. */
export const historyRows = groups.map(rowOf);
