import { accuracy, drift, errors, latency, requests, serversUp } from '../signals/model-quality.ts';
import { alert, type AlertGroup } from './define.ts';

const named = 'model {{ $labels.namespace }}/{{ $labels.model }}';
const version = '{{ if $labels.version }} version {{ $labels.version }}{{ end }}';
const onData = '{{ if $labels.dataset }} on {{ $labels.dataset }}{{ end }}';
const dashboard = 'the dashboard *Model quality* with this model chosen';

const serverDown = alert({
  name: 'ModelServerDown',
  tier: 'critical',
  for: '2m',
  requires: ['annotated'],
  expr: () => `${serversUp.name} == 0`,
  summary: `No server of ${named} answers`,
  description: `None of the pods that serve ${named} (cluster {{ $labels.cluster }}) answers Prometheus.`,
  runbook: {
    meaning: 'Pods or Services with the label `model` ask to be scraped, and not one of the pods of this model answered within two minutes. Of single replicas that are silent, Kubernetes takes care.',
    impact: 'Every request for the model most likely fails.',
    diagnosis: 'The pods of the model on the dashboard *Tasks*, and their last lines: do they start, crash, load for long? Prometheus shows the error under Status → Target health. If they answer requests: is `prometheus.io/port` the port of their metrics?',
    mitigation: 'Crashing after a change: go back. Metrics at another port or path: mend the annotation. A Service that has the label and no metrics: `prometheus.io/scrape: "false"`.',
  },
});

const accuracyLow = alert({
  name: 'ModelAccuracyLow',
  tier: 'warning',
  for: '5m',
  requires: ['annotated'],
  threshold: { default: 0.85, unit: 'ratio', description: 'Accuracy that every model has at least.' },
  expr: (threshold) => `${accuracy.name} < ${threshold}`,
  summary: `Accuracy of ${named}${version} is low`,
  description: `Accuracy of ${named}${version}${onData} (cluster {{ $labels.cluster }}) is {{ $value | humanizePercentage }}.`,
  runbook: {
    meaning: 'The accuracy that an evaluation reports for the model is below what is asked of every model.',
    impact: 'People and programs get wrong answers more often than agreed.',
    diagnosis: `On ${dashboard}: was it ever better, does another version do better on the same data set, and does the data drift? Was the evaluation set changed?`,
    mitigation: 'Go back to the version before, or train again with new data. For a model that is never so exact, set its own bar by an override of the threshold.',
  },
});

const accuracyDropped = alert({
  name: 'ModelAccuracyDropped',
  tier: 'warning',
  for: '15m',
  requires: ['annotated'],
  threshold: { default: 0.05, unit: 'ratio', description: 'How much accuracy a model may lose against the best version of a week ago, on the same data set.' },
  expr: (threshold) => `max by (cluster, namespace, model, dataset) (${accuracy.name} offset 1w)\n- on (cluster, namespace, model, dataset) group_right ()\n${accuracy.name}\n> ${threshold}`,
  summary: `Accuracy of ${named}${version} has dropped within a week`,
  description: `Accuracy of ${named}${version}${onData} (cluster {{ $labels.cluster }}) is {{ $value | humanizePercentage }} lower than that of its best version a week ago.`,
  runbook: {
    meaning: 'The model does worse on the same data set than its best version did a week ago.',
    impact: 'Answers get worse, slowly or with a new version.',
    diagnosis: `Accuracy by version on ${dashboard}: a step with a new version is a bad release, a slope is drift. Then drift by feature, those of high importance first.`,
    mitigation: 'A bad release: go back to the version before. Drift: mend the source of the feature if it is broken, train again if the world has changed.',
  },
});

const driftHigh = alert({
  name: 'ModelDataDrift',
  tier: 'warning',
  for: '15m',
  requires: ['annotated'],
  threshold: { default: 0.2, unit: 'score', description: 'Drift score of a feature, on the scale of the program that reports it; 0.2 is much for the population stability index.' },
  expr: (threshold) => `${drift.name} > ${threshold}`,
  summary: `Data of ${named} drifts in {{ $labels.feature_name }}`,
  description: `Feature {{ $labels.feature_name }} of ${named} (cluster {{ $labels.cluster }}) has drifted from the data that the model was trained on. Score: {{ $value | printf "%.2f" }}.`,
  runbook: {
    meaning: 'A feature that the model gets is distributed otherwise than in its training.',
    impact: 'None by itself; accuracy often falls some time after.',
    diagnosis: `On ${dashboard}: one feature or many, sudden or slow, and how important is it? Sudden drift of one feature mostly is a broken source: nulls, another unit, a new category.`,
    mitigation: 'Mend the source, or train again with recent data. If the score is on another scale, set the threshold to it.',
  },
});

const errorsHigh = alert({
  name: 'ModelErrorsHigh',
  tier: 'warning',
  for: '5m',
  requires: ['annotated'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of inferences that may fail.' },
  // A single failure of a model that hardly anybody asks is no trend.
  expr: (threshold) => `${errors.name} > ${threshold}\nand on (cluster, namespace, model, version) sum by (cluster, namespace, model, version) (${requests.name}) > 0.1`,
  summary: `Inferences of ${named}${version} fail`,
  description: `{{ $value | humanizePercentage }} of the inferences of ${named}${version} (cluster {{ $labels.cluster }}) fail.`,
  runbook: {
    meaning: 'The program that serves the model reports more failed inferences than agreed. Models with less than one request in ten seconds are left out.',
    impact: 'Callers get no answer.',
    diagnosis: `On ${dashboard}: since when, and in all versions or in the new one only? The logs of its pods, and its engine on *Inference*.`,
    mitigation: 'Go back to the version before, or take the broken replica out. If requests are at fault, refuse them with a status of their own.',
  },
});

const slow = alert({
  name: 'ModelLatencyHigh',
  tier: 'warning',
  for: '5m',
  requires: ['annotated'],
  threshold: { default: 5, unit: 'seconds', description: 'Time within which 95 of 100 inferences are done.' },
  expr: (threshold) => `${latency.name} > ${threshold}`,
  summary: `Inferences of ${named}${version} are slow`,
  description: `5 of 100 inferences of ${named}${version} (cluster {{ $labels.cluster }}) take longer than {{ $value | humanizeDuration }}.`,
  runbook: {
    meaning: 'The 95th percentile of the time of an inference, as its server reports it, is above the threshold.',
    impact: 'Callers wait, or give up.',
    diagnosis: `Requests and times on ${dashboard}: more load, a slower version, or larger inputs? Queue, KV cache and GPUs of its engine on *Inference*.`,
    mitigation: 'More replicas, larger batches, a smaller or quantised model, or the version before.',
  },
});

const metricsMissing = alert({
  name: 'ModelMetricsMissing',
  tier: 'info',
  for: '15m',
  requires: ['annotated'],
  expr: () => [accuracy.name, requests.name, drift.name].map((series) => `group by (cluster, namespace, model) (last_over_time(${series}[6h]) unless ${series})\nunless on (cluster, namespace, model) ${series}`).map((expr) => `(\n${expr}\n)`).join('\nor\n'),
  summary: `Nothing is reported of ${named} any more`,
  description: `Accuracy, requests or drift of ${named} (cluster {{ $labels.cluster }}) were reported within the last six hours, and are not any more. Alerts on them are blind.`,
  runbook: {
    meaning: 'Prometheus had `ml_*` series of the model within six hours, and has none of that name now.',
    impact: 'The quality of the model is not watched.',
    diagnosis: 'Was the model retired, or does its evaluation run seldom? Otherwise: does its pod run, does it have the annotations `prometheus.io/scrape` and `prometheus.io/port`, and is its target up on *The stack itself*?',
    mitigation: 'Bring the pod back. For evaluations that run as short jobs, keep a small server for their last result.',
  },
});

export const modelQualityAlerts: AlertGroup = { name: 'observability.model-quality.alerts', alerts: [serverDown, accuracyLow, accuracyDropped, driftHigh, errorsHigh, slow, metricsMissing] };
