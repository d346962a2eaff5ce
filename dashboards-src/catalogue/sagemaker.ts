import { labelsOf, seriesName, unitOf } from '../sagemaker/series.ts';
import { groups } from '../sagemaker/table.ts';
import { counter, exporter, gauge, targetLabels, type OwnMetric } from './define.ts';

/** Groups that share a namespace write series of one name, told apart by their dimensions. */
function merged(metrics: readonly OwnMetric[]): OwnMetric[] {
  const byName = new Map<string, OwnMetric>();
  for (const metric of metrics) byName.set(metric.name, { ...metric, labels: [...new Set([...(byName.get(metric.name)?.labels ?? []), ...metric.labels!])] });
  return [...byName.values()];
}

const series = merged(groups.flatMap((group) => group.metrics.flatMap((metric) => metric.statistics.map((statistic) =>
  gauge(seriesName(group.namespace, metric.name, statistic), unitOf(metric, statistic), metric.help, { labels: labelsOf(group), ...(metric.additive && { additive: true }) })))));

/** Gauges, also what counts: each value is that of one period, and none is the value of the period before plus something. */
export const sagemaker = exporter({
  name: 'YACE, CloudWatch metrics of SageMaker',
  version: '0.67.0',
  source: 'prometheus-community/yet-another-cloudwatch-exporter pkg/promutil; docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  toggle: 'sagemaker',
  labels: [...targetLabels, 'node'],
  metrics: [
    ...series,
    counter('yace_cloudwatch_requests_total', 'count', 'CloudWatch API calls.', { labels: ['api_name'] }),
    counter('yace_cloudwatch_request_errors', 'count', 'CloudWatch API errors.', { labels: ['api_name'] }),
    counter('yace_cloudwatch_getmetricdata_metrics_requested_total', 'count', 'Metrics requested from GetMetricData (the billed unit).'),
    counter('yace_cloudwatch_duplicate_metrics_filtered', 'count', 'Duplicate metrics dropped.'),
    counter('yace_cloudwatch_getmetricdata_requests_total', 'count', 'GetMetricData calls.'),
    counter('yace_cloudwatch_getmetricstatistics_requests_total', 'count', 'GetMetricStatistics calls.'),
    counter('yace_cloudwatch_resourcegrouptaggingapi_requests_total', 'count', 'Tagging API calls.'),
    counter('yace_cloudwatch_autoscalingapi_requests_total', 'count', 'Auto Scaling API calls.'),
    counter('yace_cloudwatch_targetgroupapi_requests_total', 'count', 'Target group API calls.'),
    counter('yace_cloudwatch_apigatewayapi_requests_total', 'count', 'API Gateway calls.'),
    counter('yace_cloudwatch_apigatewayapiv2_requests_total', 'count', 'API Gateway v2 calls.'),
    counter('yace_cloudwatch_ec2api_requests_total', 'count', 'EC2 API calls.'),
    counter('yace_cloudwatch_shieldapi_requests_total', 'count', 'Shield API calls.'),
    counter('yace_cloudwatch_managedprometheusapi_requests_total', 'count', 'Managed Prometheus API calls.'),
    counter('yace_cloudwatch_storagegatewayapi_requests_total', 'count', 'Storage Gateway API calls.'),
    counter('yace_cloudwatch_dmsapi_requests_total', 'count', 'DMS API calls.'),
  ],
});
