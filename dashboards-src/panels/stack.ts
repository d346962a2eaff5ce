import type { Signal } from '../signals/define.ts';
import { signals } from '../signals/index.ts';
import * as stack from '../signals/stack.ts';
import { about, stat, table, timeseries, type PanelSpec } from './panel.ts';
import { chosen } from './select.ts';

const inCluster = 'cluster=~"$cluster"';
const inJob = `${inCluster}, job=~"$job"`;

export const targetsDown = (): PanelSpec => stat({
  key: 'targets-down', title: 'Targets down', unit: 'count', thresholds: { better: 'lower', warning: 1, critical: 5 },
  description: 'Targets that did not answer their last scrape: what they measure is missing from every dashboard. The table below says which job.',
  query: { expr: `sum(${stack.targets.name}{${inJob}} - ${stack.targetsUp.name}{${inJob}})`, legend: 'down' },
});

export const targets = (): PanelSpec => stat({ ...about(stack.targets), key: 'targets', query: { expr: `sum(${stack.targets.name}{${inJob}})`, legend: 'targets' } });

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
    { expr: `sum by (job) (${stack.series.name}{${inJob}})`, title: 'Series', unit: 'count' },
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

/** Prometheus is known by its own metrics, whatever its job is called. */
const ofPrometheus = (expr: string): string => `${expr} and on (cluster, namespace, pod, instance) prometheus_tsdb_head_series{${inCluster}}`;

export const cpu = (): PanelSpec => timeseries({
  key: 'prometheus-cpu', title: 'CPU of Prometheus', legend: 'below', unit: 'cores', description: 'CPU that Prometheus uses: rules and dashboards, besides taking in samples. Steps follow new rule groups, peaks heavy queries.',
  queries: [{ expr: `sum by (pod) (${ofPrometheus(`rate(process_cpu_seconds_total{${inCluster}}[$__rate_interval])`)})`, legend: '{{pod}}' }],
});

export const memory = (): PanelSpec => timeseries({
  key: 'prometheus-memory', title: 'Memory of Prometheus', legend: 'below', unit: 'bytes', description: 'Memory that Prometheus holds; it follows the series in memory. Near its limit it will be killed and replay its log for minutes.',
  queries: [{ expr: `sum by (pod) (${ofPrometheus(`process_resident_memory_bytes{${inCluster}}`)})`, legend: '{{pod}}' }],
});

export const queryTime = (): PanelSpec => timeseries({
  key: 'query-time', title: 'Time of queries, 90th percentile', width: 8, unit: 'seconds', description: 'How long queries take, by part of the work. Waiting in the queue means too many at once.',
  queries: [{ expr: `max by (slice) (prometheus_engine_query_duration_seconds{${inCluster}, quantile="0.9"})`, legend: '{{slice}}' }],
});

const coarsest = (signal: Signal): string => signal.at(signal.levels?.at(-1) ?? signal.level);
const text = (label: string, value: string, expr: string): string => `label_replace(${expr}, "${label}", "${value}", "", "")`;

/** A row for each signal, 1 with data and 0 without, and the value that brings it. */
function row(signal: Signal): string {
  const brings = signal.requires.map((toggle) => `${toggle}.enabled`).join(', ') || 'prometheus.enabled';
  return text('signal', signal.title, text('brings', brings, `group(${coarsest(signal)}{${inCluster}}) or vector(0)`));
}

export const hasData = (): PanelSpec => table({
  key: 'has-data', title: 'Signals: which have data', height: 12,
  description: 'Every number that dashboards and alerts use, and whether there is any now. None: the component that brings it is off, finds no such hardware, or its target is down.',
  labels: [{ label: 'signal', title: 'Signal' }, { label: 'brings', title: 'Brought by' }],
  values: [{
    expr: signals.map(row).join('\nor\n'), title: 'Data', unit: 'count', cell: 'colour', thresholds: { better: 'higher', warning: 1, critical: 1 },
    words: { 0: { text: 'none', color: 'orange' }, 1: { text: 'yes', color: 'transparent' } },
  }],
  sort: { column: 'Data', desc: false },
});
