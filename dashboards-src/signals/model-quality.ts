import { levels, signal, type SignalDefinition } from './define.ts';
import { ofModel } from './ml.ts';

/** A number that programs report of a model, with the labels that set its series apart. */
const reportedSignal = (definition: Omit<SignalDefinition, 'sources'> & { readonly expr: string }) => {
  const { expr, ...rest } = definition;
  return signal({ ...rest, sources: [{ toggle: 'annotated', expr }] });
};

export const accuracy = reportedSignal({
  name: 'model:accuracy:ratio',
  title: 'Accuracy',
  unit: 'ratio',
  description: 'Accuracy of a model on a data set, as its evaluation reports it; of replicas that differ, the lowest. Compare versions on the same data set only.',
  better: 'higher',
  thresholds: { warning: 0.85, critical: 0.7 },
  // Replicas report the same number.
  expr: ofModel('min', (own) => `ml_model_accuracy{${own}}`, ['version', 'dataset']),
  by: ['version', 'dataset'],
});

export const drift = reportedSignal({
  name: 'model:data_drift:score',
  title: 'Data drift',
  unit: 'score',
  description: 'How far the data that a model gets is from what it was trained on, by feature; of replicas, the highest. For the population stability index, 0.1 is some drift and 0.2 much: look at where the feature comes from, then train again.',
  better: 'lower',
  thresholds: { warning: 0.1, critical: 0.2 },
  expr: ofModel('max', (own) => `ml_data_drift_score{${own}}`, ['feature_name']),
  by: ['feature_name'],
});

export const featureImportance = reportedSignal({
  name: 'model:feature_importance:score',
  title: 'Feature importance',
  unit: 'score',
  description: 'How much each feature decides. Drift of a feature that decides little can wait; one that suddenly decides much may leak the answer.',
  better: 'neither',
  expr: ofModel('max', (own) => `ml_feature_importance{${own}}`, ['feature_name']),
  by: ['feature_name'],
});

export const requests = reportedSignal({
  name: 'model:ml_requests:rate5m',
  title: 'Requests',
  unit: 'requests/second',
  description: 'Inferences each second, by version and status.',
  better: 'neither',
  expr: ofModel('sum', (own) => `rate(ml_inference_requests_total{${own}}[5m])`, ['version', 'status']),
  by: ['version', 'status'],
});

/** What the status of a failed inference may be called: `error` by the contract, or a code of HTTP. */
const failed = 'status=~"(?i)error|failed|failure|timeout|5.."';

export const errors = reportedSignal({
  name: 'model:ml_errors:ratio',
  title: 'Failed inferences',
  unit: 'ratio',
  description: 'Share of the inferences whose status is an error. Look at the logs of its pods, and whether it came with a new version.',
  better: 'lower',
  thresholds: { warning: 0.01, critical: 0.05 },
  expr: `(\nsum by (cluster, namespace, model, version) (${requests.name}{${failed}})\nor sum by (cluster, namespace, model, version) (${requests.name}) * 0\n)\n/ (sum by (cluster, namespace, model, version) (${requests.name}) > 0)`,
  by: ['version'],
});

export const latencyBuckets = reportedSignal({
  name: 'model:ml_latency_bucket:rate5m',
  title: 'Inferences by how long they took',
  unit: 'requests/second',
  description: 'Inferences each second that took at most so long: what percentiles are made of, over any choice of models.',
  better: 'neither',
  expr: ofModel('sum', (own) => `rate(ml_inference_duration_seconds_bucket{${own}}[5m])`, ['version', 'le']),
  by: ['version', 'le'],
});

export const latency = reportedSignal({
  name: 'model:ml_latency:p95',
  title: 'Slow inferences',
  unit: 'seconds',
  description: 'Time within which 95 of 100 inferences are done, as their server reports it.',
  better: 'lower',
  thresholds: { warning: 1, critical: 5 },
  expr: `histogram_quantile(0.95, ${latencyBuckets.name})`,
  by: ['version'],
});

export const cost = reportedSignal({
  name: 'model:ml_inference_cost:dollars_per_hour',
  title: 'Cost of inference',
  unit: 'dollars/hour',
  description: 'What the inferences of a model cost each hour, as their server counts it.',
  better: 'lower',
  expr: `3600 * ${ofModel('sum', (own) => `rate(ml_inference_cost_dollars_total{${own}}[30m])`)}`,
});

export const serversUp = signal({
  name: 'model:servers_up:ratio',
  title: 'Servers that answer',
  unit: 'ratio',
  description: 'Share of the servers of a model that answered their last scrape; the model is that of the label `model` of their pods or Service. Those that do not answer are down, overloaded, or do not serve their metrics where the annotation says.',
  better: 'higher',
  thresholds: { warning: 0.99, critical: 0.5 },
  // A training has a job, and ends.
  sources: [{ toggle: 'annotated', expr: `avg by (${levels.model.join(', ')}) (\nlabel_replace(up{job="annotated", model_name!="", job_name=""}, "model", "$1", "model_name", "(.+)")\n)` }],
});

/** In the order in which they must be recorded: what others read comes first. */
export const modelQualitySignals = [accuracy, drift, featureImportance, requests, errors, latencyBuckets, latency, cost, serversUp];
