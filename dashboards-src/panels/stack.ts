import { sources } from '../../values-schema/monitors.ts';
import type { Toggle } from '../catalogue/define.ts';
import { sourceOf, type Source } from '../doctor/sources.ts';
import { volumeCapacity, volumeFullIn, volumeUsed } from '../signals/filesystem.ts';
import { levels, type Level, type Signal } from '../signals/define.ts';
import * as stack from '../signals/stack.ts';
import { about, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const inCluster = 'cluster=~"$cluster"';
const inJob = `${inCluster}, job=~"$job"`;

export const targetsDown = (): PanelSpec => stat({
  key: 'targets-down', title: 'Targets down', unit: 'count', thresholds: { better: 'lower', warning: 1, critical: 5 },
  description: 'Targets that did not answer their last scrape: what they measure is missing from every dashboard. The table below says which job.',
  query: { expr: `sum(${stack.targets.name}{${inJob}} - ${stack.targetsUp.name}{${inJob}})`, legend: 'down' },
});

export const targets = (): PanelSpec => stat({ ...about(stack.targets), key: 'targets', query: { expr: `sum(${stack.targets.name}{${inJob}})`, legend: 'targets' } });

export const rejected = (): PanelSpec => stat({ ...about(stack.scrapesRejected), key: 'rejected', title: 'Scrapes thrown away', query: { expr: `sum(${stack.scrapesRejected.name}{${inJob}})`, legend: 'targets' } });

export const headSeriesNow = (): PanelSpec => stat({
  key: 'head-series-now', title: 'Series in memory', unit: 'count', description: 'Series that Prometheus holds in memory, about 4 KB each. A jump comes from a new label with many values: see the jobs below.',
  query: { expr: `sum(prometheus_tsdb_head_series{${inCluster}})`, legend: 'series' },
});

export const samplesNow = (): PanelSpec => stat({
  key: 'samples-now', title: 'Samples taken in', unit: 'events/second', description: 'Samples that Prometheus takes in each second, from targets and rules.',
  query: { expr: `sum(rate(prometheus_tsdb_head_samples_appended_total{${inCluster}}[$__rate_interval]))`, legend: 'samples' },
});

export const ruleFailuresNow = (): PanelSpec => stat({
  key: 'rule-failures-now', title: 'Failed rules, last hour', unit: 'count', thresholds: { better: 'lower', warning: 1, critical: 1 },
  description: 'Rules that could not be evaluated: what they record is missing, and alerts cannot fire. Prometheus\' page Status → Rules shows the error.',
  query: { expr: `sum(increase(prometheus_rule_evaluation_failures_total{${inCluster}}[1h]))`, legend: 'failures' },
});

/** Blocks and write-ahead log together: what the volume must hold. */
const storage = `sum(prometheus_tsdb_storage_blocks_bytes{${inCluster}} + prometheus_tsdb_wal_storage_size_bytes{${inCluster}})`;
// The limit is 0 where none is set: then there is nothing to compare with.
const storageLimit = `sum(prometheus_tsdb_retention_limit_bytes{${inCluster}} > 0)`;

export const history = (): PanelSpec => stat({
  key: 'history', title: 'History kept', unit: 'seconds', description: 'Age of the oldest sample. Less than the retention that you set: Prometheus is young, or its size limit removes blocks earlier.',
  query: { expr: `max(time() - (prometheus_tsdb_lowest_timestamp_seconds{${inCluster}} > 0))`, legend: 'history' },
});

export const jobs = (): PanelSpec => table({
  key: 'jobs', title: 'What is scraped',
  description: 'Jobs with their targets and what they cost. Targets down: look at the pod and at the NetworkPolicy. Many series: drop metrics at the job\'s monitor.',
  labels: [{ label: 'job', title: 'Job' }],
  values: [
    { expr: `sum by (job) (${stack.targets.name}{${inJob}})`, title: 'Targets', unit: 'count' },
    {
      expr: `sum by (job) (${stack.targets.name}{${inJob}} - ${stack.targetsUp.name}{${inJob}})`, title: 'Down', unit: 'count', cell: 'colour', thresholds: { better: 'lower', warning: 1, critical: 5 },
    },
    { expr: `sum by (job) (${stack.scrapesRejected.name}{${inJob}})`, title: 'Thrown away', unit: 'count', cell: 'colour', thresholds: about(stack.scrapesRejected).thresholds },
    { expr: `sum by (job) (${stack.series.name}{${inJob}})`, title: 'Series', unit: 'count' },
    { expr: `max by (job) (${stack.largestTarget.name}{${inJob}})`, title: 'Largest target', unit: 'count', cell: 'colour', thresholds: about(stack.largestTarget).thresholds },
    { expr: `max by (job) (${stack.scrapeDuration.name}{${inJob}})`, title: 'Slowest scrape', unit: 'seconds', cell: 'colour', thresholds: about(stack.scrapeDuration).thresholds },
  ],
  sort: { column: 'Down', desc: true },
});

export const seriesByJob = (): PanelSpec => timeseries({ ...about(stack.series), key: 'series-by-job', stacked: true, queries: [{ expr: `sum by (job) (${stack.series.name}{${inJob}})`, legend: '{{job}}' }] });

const ruleDuration = `prometheus_rule_group_last_duration_seconds{${inCluster}}`;

export const ruleTime = (): PanelSpec => timeseries({
  key: 'rule-time', title: 'Slowest rule groups', unit: 'ratio', thresholds: { better: 'lower', warning: 0.5, critical: 0.9 },
  description: 'Part of its interval that a rule group needs. Above 100 % runs are left out, and recorded series have gaps: fewer series at the source help, or a longer interval.',
  // The label holds the path of the rule file before the name of the group.
  queries: [{
    expr: `max by (group) (label_replace(${chosen(`${ruleDuration} / prometheus_rule_group_interval_seconds{${inCluster}}`, 'topk', 8, 'cluster, rule_group', ruleDuration)}, "group", "$1", "rule_group", ".*;(.+)"))`,
    legend: '{{group}}',
  }],
});

export const ruleFailures = (): PanelSpec => timeseries({
  key: 'rule-failures', title: 'Rules that failed or were left out', width: 8, unit: 'count',
  description: 'Evaluations that failed and runs that were left out, within an hour. Both are zero in a healthy stack.',
  queries: [
    { expr: `sum(increase(prometheus_rule_evaluation_failures_total{${inCluster}}[1h]))`, legend: 'failed' },
    { expr: `sum(increase(prometheus_rule_group_iterations_missed_total{${inCluster}}[1h]))`, legend: 'left out' },
  ],
});

export const storageUsed = (): PanelSpec => timeseries({
  key: 'storage', title: 'Storage of Prometheus', width: 8, unit: 'bytes', description: 'Blocks and write-ahead log on disk, and the size limit where one is set. At the limit the oldest blocks are removed, whatever the retention time.',
  queries: [{ expr: storage, legend: 'used' }, { expr: storageLimit, legend: 'limit', reference: true }],
});

export const newSeries = (): PanelSpec => timeseries({
  key: 'new-series', title: 'New series', width: 8, unit: 'events/second', description: 'Series that Prometheus sees for the first time. Steady and many: pods that come and go fast, or a label with ever new values; both cost memory for hours.',
  queries: [{ expr: `sum(rate(prometheus_tsdb_head_series_created_total{${inCluster}}[$__rate_interval]))`, legend: 'new' }],
});

export const handedOver = (): PanelSpec => timeseries({
  key: 'handed-over', title: 'Alerts handed to Alertmanager', width: 8, unit: 'events/second',
  description: 'Alerts that Prometheus sent, that Alertmanager did not take, and that nobody took in the end. While there are any of the last two, people learn of faults late or never.',
  queries: [
    { expr: `sum(rate(prometheus_notifications_sent_total{${inCluster}}[$__rate_interval]))`, legend: 'sent' },
    { expr: `sum(rate(prometheus_notifications_errors_total{${inCluster}}[$__rate_interval]))`, legend: 'not taken' },
    { expr: `sum(rate(prometheus_notifications_dropped_total{${inCluster}}[$__rate_interval]))`, legend: 'dropped' },
  ],
});

export const notificationFailures = (): PanelSpec => timeseries({
  key: 'notification-failures', title: 'Notifications that failed, last hour', width: 8, unit: 'count', description: 'Messages that Alertmanager could not deliver, by kind of receiver: a wrong or expired credential, or no way out of the cluster. Its log has the answer of the receiver.',
  queries: [{ expr: `sum by (integration) (increase(alertmanager_notifications_failed_total{${inCluster}}[1h]))`, legend: '{{integration}}' }],
});

export const firing = (): PanelSpec => timeseries({
  ...about(stack.alertsFiring), key: 'firing', title: 'Alerts that fire, by severity', width: 8, thresholds: undefined, colours: { critical: 'red', warning: 'orange', info: 'blue' }, none: 'No alert fires',
  queries: [{ expr: `sum by (severity) (${stack.alertsFiring.name}{${inCluster}})`, legend: '{{severity}}' }],
});

/** The namespace in which this stack runs. */
const ownNamespace = `on (cluster, namespace) max by (cluster, namespace) (prometheus_tsdb_head_series{${inCluster}})`;
const kinds = {
  deployment: { wanted: 'kube_deployment_spec_replicas', serving: 'kube_deployment_status_replicas_available' },
  daemonset: { wanted: 'kube_daemonset_status_desired_number_scheduled', serving: 'kube_daemonset_status_number_available' },
  statefulset: { wanted: 'kube_statefulset_replicas', serving: 'kube_statefulset_status_replicas_available' },
} as const;
const parts = (column: 'wanted' | 'serving'): string => Object.entries(kinds).map(([kind, metrics]) =>
  `sum by (kind, name) (${word('kind', kind, `label_replace(${metrics[column]}{${inCluster}} and ${ownNamespace}, "name", "$1", "${kind}", "(.*)")`)})`).join('\nor\n');

export const partsOfStack = (): PanelSpec => table({
  key: 'parts', title: 'Parts of the stack', width: 12, height: 10,
  description: 'What runs in the namespace of Prometheus: pods that there should be, and those that serve. One that lacks pods: `kubectl describe` says why, often a volume or a Secret.',
  labels: [{ label: 'kind', title: 'Kind', width: 110 }, { label: 'name', title: 'Name' }],
  values: [{ expr: parts('wanted'), title: 'Pods', unit: 'count', width: 80 }, { expr: parts('serving'), title: 'Serving', unit: 'count', width: 90 }],
  sort: { column: 'Serving', desc: false },
});

const volume = (signal: Signal, title: string, aggregation: 'max' | 'min', cell: NonNullable<ValueColumn['cell']>, width?: number): ValueColumn =>
  ({ expr: `${aggregation} by (persistentvolumeclaim) (${signal.name}{${inCluster}} and ${ownNamespace})`, title, unit: signal.unit, cell, thresholds: about(signal).thresholds, ...(width ? { width } : {}) });

export const volumesOfStack = (): PanelSpec => table({
  key: 'volumes', title: 'Volumes of the stack', width: 12, height: 10,
  description: 'Where metrics, logs and settings are kept. Prometheus stops before its volume is full if `retentionSize` is below its size; OpenSearch stops taking logs at 95 %: shorten the retention, or expand the claim.',
  labels: [{ label: 'persistentvolumeclaim', title: 'Claim' }],
  values: [volume(volumeCapacity, 'Size', 'max', 'plain', 80), volume(volumeUsed, 'Used', 'max', 'gauge', 150), volume(volumeFullIn, 'Full in', 'min', 'colour', 90)],
  sort: { column: 'Used', desc: true },
});

/** Prometheus is known by its own metrics, whatever its job is called. */
const ofPrometheus = (expr: string): string => `${expr} and on (cluster, namespace, pod, instance) prometheus_tsdb_head_series{${inCluster}}`;

export const cpu = (): PanelSpec => timeseries({
  key: 'prometheus-cpu', title: 'CPU of Prometheus', width: 8, legend: 'below', unit: 'cores', description: 'CPU that Prometheus uses: rules and dashboards, besides taking in samples. Steps follow new rule groups, peaks heavy queries.',
  queries: [{ expr: `sum by (pod) (${ofPrometheus(`rate(process_cpu_seconds_total{${inCluster}}[$__rate_interval])`)})`, legend: '{{pod}}' }],
});

export const memory = (): PanelSpec => timeseries({
  key: 'prometheus-memory', title: 'Memory of Prometheus', width: 8, legend: 'below', unit: 'bytes', description: 'Memory that Prometheus holds; it follows the series in memory. Near its limit it will be killed and replay its log for minutes.',
  queries: [{ expr: `sum by (pod) (${ofPrometheus(`process_resident_memory_bytes{${inCluster}}`)})`, legend: '{{pod}}' }],
});

export const queryTime = (): PanelSpec => timeseries({
  key: 'query-time', title: 'Time of queries, 90th percentile', width: 8, unit: 'seconds', description: 'How long queries take, by part of the work. Waiting in the queue means too many at once.',
  queries: [{ expr: `max by (slice) (prometheus_engine_query_duration_seconds{${inCluster}, quantile="0.9"})`, legend: '{{slice}}' }],
});

/** What is found by a monitor of this chart: components and sources that run beside it. */
const monitored: readonly Toggle[] = ['dcgm', 'neuron', 'fluentbit', 'opensearchExporter', 'opencost', 'otel', 'sagemaker', ...sources.map(({ name }) => name), 'annotated'];
const sourceBehind = (toggle: Toggle): Source => sourceOf({ name: toggle, toggle });

const word = (label: string, value: string, expr: string): string => `label_replace(${expr}, "${label}", "${value}", "", "")`;

const perSource = (signal: Signal): string => monitored.map((toggle) => word('source', sourceBehind(toggle).value, `sum(${signal.name}{${inCluster}, job=~".*(?:${sourceBehind(toggle).job.source})"}) or vector(0)`)).join('\nor\n');

export const sourcesFound = (): PanelSpec => table({
  key: 'sources', title: 'Sources: what was found', width: 12, height: 12,
  description: 'What each source brings in. No target: it is switched off or not installed, or its pods have other labels than its monitor looks for. Targets that are not up: the table "What is scraped" above says how many.',
  labels: [{ label: 'source', title: 'Switched by' }],
  values: [{ expr: perSource(stack.targets), title: 'Targets', unit: 'count' }, { expr: perSource(stack.targetsUp), title: 'Up', unit: 'count' }],
  sort: { column: 'Targets', desc: true },
});

const coarsest = (signal: Signal): Level => signal.levels?.at(-1) ?? signal.level;
/** Objectives are the same in every cluster and have no such label. */
const inItsCluster = (signal: Signal): string => ((levels[coarsest(signal)] as readonly string[]).includes('cluster') ? `{${inCluster}}` : '');
const brings = (signal: Signal): string => [...new Set(signal.sources.map(({ toggle = 'prometheus' }) => sourceBehind(toggle).value))].join(' or ');

/** A row for each signal, 1 with data, 0 without, 2 where having none is usual, and the value that brings it. */
const rowsOf = (signals: readonly Signal[]): string => [...new Set(signals.map(brings))].map((by) => {
  const rows = signals.filter((signal) => brings(signal) === by).map((signal) => word('signal', signal.title, `group(${signal.at(coarsest(signal))}${inItsCluster(signal)}) or vector(${signal.sparse ? 2 : 0})`));
  return word('brings', by, `\n${rows.join('\nor\n')}\n`);
}).join('\nor\n');

/** Subjects that are more than words. */
const proper: Readonly<Record<string, string>> = {
  gpu: 'GPUs', 'gpu-health': 'GPU health', neuron: 'Neuron', slo: 'SLOs', ray: 'Ray', 'ray-serve': 'Ray Serve', kuberay: 'KubeRay', cloudwatch: 'CloudWatch',
  'sagemaker-settings': 'SageMaker in the values', 'sagemaker-endpoints': 'SageMaker endpoints', 'sagemaker-jobs': 'SageMaker jobs', 'sagemaker-pipelines': 'SageMaker pipelines',
};
const title = (subject: string): string => `Signals of ${proper[subject] ?? subject.replaceAll('-', ' ')}: which have data`;

export const hasData = (subject: string, signals: readonly Signal[]): PanelSpec => table({
  key: `has-data-${subject}`, title: title(subject), width: 12, height: 12,
  description: 'Every number of this subject that dashboards and alerts use, and whether there is any now. None: what brings it is off, finds no such hardware or workload, its target is down, or its version does not count this. When it happens: none now, as most of the time.',
  labels: [{ label: 'signal', title: 'Signal' }, { label: 'brings', title: 'Switched by' }],
  values: [{
    expr: rowsOf(signals), title: 'Data', unit: 'count', cell: 'colour', width: 130, thresholds: { better: 'higher', warning: 1, critical: 1 },
    words: { 0: { text: 'none', color: 'orange' }, 1: { text: 'yes', color: 'transparent' }, 2: { text: 'when it happens', color: 'transparent' } },
  }],
  sort: { column: 'Data', desc: false },
});
