import type { Signal } from '../signals/define.ts';
import * as queues from '../signals/queues.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { whole } from './whole.ts';

const inCluster = 'cluster=~"$cluster"';
const inClusterQueue = `${inCluster}, cluster_queue=~"$cluster_queue"`;
const inQueue = `${inCluster}, namespace=~"$namespace", queue=~"$queue"`;
const ofResource = 'resource=~"$resource"';

/** Kueue does not tell of quotas unless it is asked to. */
const noQuota = 'Kueue tells of quotas with metrics.enableClusterQueueResources: true';

const of = (signal: Signal, ...matchers: string[]): string => `${signal.name}{${[inClusterQueue, ...matchers].join(', ')}}`;
const ofQueue = (signal: Signal, ...matchers: string[]): string => `${signal.name}{${[inQueue, ...matchers].join(', ')}}`;

const toClusterQueue = linkTo('queues', 'Show only this ClusterQueue', { keep: ['cluster', 'namespace'], labels: { cluster_queue: 'cluster_queue' } });

export const waiting = (): PanelSpec => stat({ ...about(queues.pending), key: 'waiting', title: 'Workloads that wait', query: { expr: `sum(${of(queues.pending)})`, legend: 'wait' } });

export const inadmissible = (): PanelSpec => stat({
  ...about(queues.pending), key: 'inadmissible', title: 'That do not fit', thresholds: { better: 'lower', warning: 1, critical: 50 },
  description: 'Workloads that were tried and do not fit: they wait until quota, other workloads or a flavor change. `kubectl describe workload` says what is missing.',
  query: { expr: `sum(${of(queues.pending, 'status="inadmissible"')})`, legend: 'do not fit' },
});

export const admittedNow = (): PanelSpec => stat({ ...about(queues.admitted), key: 'admitted-now', query: { expr: `sum(${of(queues.admitted)})`, legend: 'admitted' } });

export const evictedNow = (): PanelSpec => stat({
  ...about(queues.evictions), key: 'evicted-now', title: 'Evicted, last hour', thresholds: { better: 'lower', warning: 1, critical: 20 },
  // A series of evictions begins with the first one.
  query: { expr: `${whole(`sum(${of(queues.evictions)})`)} or sum(${of(queues.pending)}) * 0`, legend: 'evicted' },
});

export const longestWait = (): PanelSpec => stat({
  ...about(queues.waitP95), key: 'longest-wait', title: 'Longest wait (p95)', description: `The slowest of the chosen ClusterQueues. ${queues.waitP95.description}`, none: 'None admitted',
  query: { expr: `max(${of(queues.waitP95)})`, legend: 'p95' },
});

export const inactive = (): PanelSpec => stat({
  ...about(queues.active), key: 'inactive', title: 'Queues that stand', thresholds: { better: 'lower', warning: 1, critical: 1 }, unit: 'count',
  query: { expr: `sum(${of(queues.active)} == bool 0)`, legend: 'not active' },
});

export const pendingByQueue = (): PanelSpec => timeseries({
  ...about(queues.pending), key: 'pending-by-queue', title: 'Workloads that wait, by ClusterQueue', stacked: true,
  queries: [{ expr: `sum by (cluster_queue, status) (${of(queues.pending)}) > 0`, legend: '{{cluster_queue}} {{status}}' }], none: 'Nothing waits', link: toClusterQueue,
});

export const waitByQueue = (): PanelSpec => timeseries({
  ...about(queues.waitP95), key: 'wait-by-queue', title: 'Wait of those admitted, by ClusterQueue', none: 'None admitted', link: toClusterQueue,
  description: `Median and 95th percentile. ${queues.waitP95.description}`,
  queries: [{ expr: of(queues.waitP95), legend: '{{cluster_queue}} p95' }, { expr: of(queues.waitP50), legend: '{{cluster_queue}} median' }],
});

const queueColumn = (signal: Signal, title: string, cell: ValueColumn['cell'] = 'plain', matchers: string[] = []): ValueColumn =>
  ({ expr: `sum by (namespace, queue) (${ofQueue(signal, ...matchers)})`, title, cell, unit: signal.unit, thresholds: about(signal).thresholds });

const eventsColumn = (signal: Signal, title: string, cell: ValueColumn['cell'] = 'plain'): ValueColumn => {
  const column = queueColumn(signal, title, cell);
  return { ...column, expr: whole(column.expr) };
};

export const localQueues = (): PanelSpec => table({
  key: 'local-queues', title: 'Who waits', requires: ['kueue'], height: 9, none: 'No LocalQueue reports: before 0.17 Kueue needs the feature gate LocalQueueMetrics',
  description: 'The LocalQueues of the chosen namespaces. Many that wait and none admitted within the hour: their ClusterQueue is full, stopped, or what waits never fits.',
  labels: [{ label: 'namespace', title: 'Namespace', link: linkTo('tasks', 'Show the workloads of this namespace', { keep: ['cluster'], cell: 'namespace' }) }, { label: 'queue', title: 'LocalQueue' }],
  values: [
    queueColumn(queues.queuePending, 'Wait'),
    { ...queueColumn(queues.queuePending, 'Do not fit', 'colour', ['status="inadmissible"']), thresholds: { better: 'lower', warning: 1, critical: 50 } },
    queueColumn(queues.queueAdmitted, 'Admitted'),
    eventsColumn(queues.queueAdmissions, 'Last hour'),
    { ...queueColumn(queues.queueWaitP95, 'Wait p95', 'colour'), expr: `max by (namespace, queue) (${ofQueue(queues.queueWaitP95)})` },
    { ...eventsColumn(queues.queueEvictions, 'Evicted', 'colour'), thresholds: { better: 'lower', warning: 1, critical: 20 } },
  ],
  sort: { column: 'Wait', desc: true },
});

const perQuota = 'cluster_queue, cohort, flavor, resource';

export const quotaShare = (): PanelSpec => timeseries({
  ...about(queues.quotaShare), key: 'quota-share', title: 'Share of quota used', none: noQuota, link: toClusterQueue,
  queries: [{ expr: `topk(20, max by (cluster_queue, flavor, resource) (${of(queues.quotaShare, ofResource)}))`, legend: '{{cluster_queue}} {{resource}} {{flavor}}' }],
});

export const admittedByQueue = (): PanelSpec => timeseries({
  ...about(queues.admitted), key: 'admitted-by-queue', title: 'Workloads admitted, by ClusterQueue', stacked: true, link: toClusterQueue,
  queries: [{ expr: `sum by (cluster_queue) (${of(queues.admitted)})`, legend: '{{cluster_queue}}' }],
});

const quotaColumn = (signal: Signal, title: string, cell: ValueColumn['cell'] = 'plain'): ValueColumn => ({ expr: `max by (${perQuota}) (${of(signal, ofResource)})`, title, cell, unit: signal.unit });

export const quotas = (): PanelSpec => table({
  key: 'quotas', title: 'Quotas', requires: ['kueue'], none: noQuota, height: 9,
  description: 'Quota of each ClusterQueue by flavor and resource, what is used, and what of it is borrowed from the cohort and may be taken back. In cores, bytes or devices.',
  labels: [
    { label: 'cluster_queue', title: 'ClusterQueue', link: linkTo('queues', 'Show only this ClusterQueue', { keep: ['cluster', 'namespace'], cell: 'cluster_queue' }) },
    { label: 'cohort', title: 'Cohort' }, { label: 'flavor', title: 'Flavor' }, { label: 'resource', title: 'Resource' },
  ],
  values: [quotaColumn(queues.quota, 'Quota'), quotaColumn(queues.quotaUsed, 'Used'), quotaColumn(queues.borrowed, 'Borrowed'), quotaColumn(queues.quotaShare, 'Share', 'gauge')],
  sort: { column: 'Share', desc: true },
});

export const evictions = (): PanelSpec => timeseries({
  ...about(queues.evictions), key: 'evictions', title: 'Evicted within an hour, by reason', none: 'None evicted', queries: [{ expr: `${whole(`sum by (reason) (${of(queues.evictions)})`)} > 0`, legend: '{{reason}}' }],
});

export const preemptions = (): PanelSpec => timeseries({
  ...about(queues.preemptions), key: 'preemptions', title: 'Preempted within an hour, by who preempts', none: 'None preempted', link: toClusterQueue,
  queries: [{ expr: `${whole(`sum by (cluster_queue, reason) (${of(queues.preemptions)})`)} > 0`, legend: '{{cluster_queue}} {{reason}}' }],
});

export const fairShare = (): PanelSpec => timeseries({
  ...about(queues.fairShare), key: 'fair-share', title: 'Share of what is borrowed, in thousandths', width: 8, none: noQuota, queries: [{ expr: of(queues.fairShare), legend: '{{cluster_queue}}' }],
});

export const wanted = (): PanelSpec => timeseries({
  ...about(queues.resourcesWanted), key: 'wanted', title: 'What is waited for', width: 8, none: 'Nothing waits, or Kueue is older than 0.18',
  queries: [{ expr: `${of(queues.resourcesWanted, ofResource)} > 0`, legend: '{{cluster_queue}} {{resource}}' }],
});

export const preemptionSkips = (): PanelSpec => timeseries({
  key: 'preemption-skips', title: 'Preemptions put off', unit: 'count', requires: ['kueue'], width: 8,
  description: 'Workloads that could have preempted others, but another ClusterQueue needed the same in the same round. Steadily above zero: queues of a cohort fight for the same quota.',
  queries: [{ expr: `max by (cluster_queue) (kueue_admission_cycle_preemption_skips{${inClusterQueue}})`, legend: '{{cluster_queue}}' }],
});

export const cohorts = (): PanelSpec => table({
  key: 'cohorts', title: 'Cohorts', requires: ['kueue'], none: 'No cohort, or Kueue is older than 0.17', width: 12, height: 8,
  description: 'Quota of all ClusterQueues of a cohort together, and what of it is reserved. What is left can be borrowed by any of them.',
  labels: [{ label: 'cohort', title: 'Cohort' }, { label: 'flavor', title: 'Flavor' }, { label: 'resource', title: 'Resource' }],
  values: [
    { expr: `max by (cohort, flavor, resource) (${queues.cohortQuota.name}{${inCluster}, ${ofResource}})`, title: 'Quota', unit: 'count' },
    { expr: `max by (cohort, flavor, resource) (${queues.cohortReserved.name}{${inCluster}, ${ofResource}})`, title: 'Reserved', unit: 'count' },
  ],
  sort: { column: 'Reserved', desc: true },
});

export const attempts = (): PanelSpec => timeseries({
  ...about(queues.attempts), key: 'attempts', legend: 'below', queries: [{ expr: `sum by (result) (${queues.attempts.name}{${inCluster}})`, legend: '{{result}}' }],
});

export const attemptTime = (): PanelSpec => timeseries({ ...about(queues.attemptTime), key: 'attempt-time', queries: [{ expr: `${queues.attemptTime.name}{${inCluster}}`, legend: '{{cluster}}' }] });

const p95Of = (metric: string): string => `histogram_quantile(0.95, sum by (cluster_queue, le) (rate(${metric}_bucket{${inClusterQueue}}[1h]))) >= 0`;
const wait = (key: string, title: string, description: string, metric: string, none: string): PanelSpec => timeseries({
  key, title, description, unit: 'seconds', requires: ['kueue'], width: 8, none, queries: [{ expr: p95Of(metric), legend: '{{cluster_queue}}' }],
});

export const quotaWait = (): PanelSpec => wait('quota-wait', 'Wait for quota (p95)', 'Time from creating a workload until quota is reserved for it. The rest of the wait is for admission checks.', 'kueue_quota_reserved_wait_time_seconds', 'No quota reserved within an hour');
export const checkWait = (): PanelSpec => wait('check-wait', 'Wait for admission checks (p95)', 'Time from reserving quota to admission: a provisioning request that waits for nodes, or another cluster.', 'kueue_admission_checks_wait_time_seconds', 'None admitted within an hour');
export const podsReadyWait = (): PanelSpec => wait('pods-ready-wait', 'From admission until pods are ready (p95)', 'Time that pods need to start after admission: nodes, images, volumes. Near the timeout of waitForPodsReady workloads are evicted.', 'kueue_admitted_until_ready_wait_time_seconds', 'Kueue measures it with waitForPodsReady');

export const usedByQueue = (): PanelSpec => timeseries({
  ...about(queues.queueUsed), key: 'used-by-queue', title: 'Accelerators held, by LocalQueue', stacked: true, none: 'No LocalQueue holds an accelerator',
  queries: [{ expr: `sum by (namespace, queue, resource) (${ofQueue(queues.queueUsed, 'resource=~"nvidia.com/.+|aws.amazon.com/neuron.*"')}) > 0`, legend: '{{namespace}} {{queue}} {{resource}}' }],
});
