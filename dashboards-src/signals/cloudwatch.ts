import { PRICE } from '../sagemaker/price.ts';
import { signal } from './define.ts';

const yace = (expr: string) => ({ toggle: 'sagemaker' as const, expr });

/** CloudWatch is asked once in `sagemaker.interval`, 15 minutes at most: a shorter time would see some rounds and miss others. */
const RANGE = '30m';
/** Counters with a label begin with the first request; this one is there from the start. */
const running = 'sum by (cluster) (yace_cloudwatch_getmetricdata_metrics_requested_total) * 0';
const within = (counter: string): string => `sum by (cluster) (increase(${counter}[${RANGE}]))`;

export const cloudWatchRequests = signal({
  name: 'cluster:cloudwatch_requests:rate30m', title: 'Requests to CloudWatch', unit: 'requests/second', better: 'lower', by: ['api_name'],
  description: 'Requests of the exporter to CloudWatch, by operation. ListMetrics finds out what there is, GetMetricData brings the values.',
  sources: [yace(`sum by (cluster, api_name) (rate(yace_cloudwatch_requests_total[${RANGE}]))`)],
});

export const cloudWatchErrors = signal({
  name: 'cluster:cloudwatch_errors:ratio', title: 'Requests to CloudWatch that failed', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.5 },
  description: 'Share of the requests to CloudWatch that failed for good, after four more attempts: throttled where it is some of them, forbidden where it is all. The log of the exporter has the answer of AWS.',
  sources: [yace(`(${within('yace_cloudwatch_request_errors')} or ${running}) / (${within('yace_cloudwatch_requests_total')} > 0)`)],
});

export const cloudWatchAnswers = signal({
  name: 'cluster:cloudwatch_answers:increase30m', title: 'Answers of CloudWatch, last half hour', unit: 'count', better: 'higher',
  description: 'Requests to CloudWatch that were answered within half an hour. None: the credentials of the exporter have expired or may not read, or AWS is out of reach.',
  sources: [yace(`(${within('yace_cloudwatch_requests_total')} or ${running}) - (${within('yace_cloudwatch_request_errors')} or ${running})`)],
});

export const cloudWatchCost = signal({
  name: 'cluster:cloudwatch_cost:dollars_per_hour', title: 'Cost of asking CloudWatch', unit: 'dollars/hour', better: 'lower',
  description: `What CloudWatch takes for the metrics and lists that it is asked for, at the list price of ${PRICE.metrics} dollars a thousand, at most: statistics of one metric are counted one by one.`,
  sources: [yace([
    `(sum by (cluster) (increase(yace_cloudwatch_getmetricdata_metrics_requested_total[${RANGE}])) * ${PRICE.metrics}`,
    `+ (sum by (cluster) (increase(yace_cloudwatch_requests_total{api_name="ListMetrics"}[${RANGE}])) or ${running}) * ${PRICE.requests}) / 1000 * 2`,
  ].join('\n'))],
});

export const cloudWatchSignals = [cloudWatchRequests, cloudWatchErrors, cloudWatchAnswers, cloudWatchCost];
