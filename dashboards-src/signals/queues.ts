import { levels, signal, type SignalDefinition } from './define.ts';
import { byItsNamespace, renamed } from './of-object.ts';

const kueue = (expr: string) => ({ toggle: 'kueue' as const, expr });

const clusterQueue = levels.cluster_queue.join(', ');
const localQueue = levels.queue.join(', ');

/** Series of LocalQueues, which Kueue calls `name`. */
const ofLocalQueue = (series: string): string => renamed(byItsNamespace(series), 'queue', 'name');

/** All replicas of the controller may tell of a queue, the leader truly: the greatest value is its own. */
const greatest = (by: string, series: string): string => `max by (${by}) (${series})`;

/** Kueue was there an hour ago: what has come since then is new, and not only new to Prometheus. */
const known = 'and on (cluster) (kueue_cluster_queue_status offset 1h)';

/** Events within an hour. A counter of Kueue begins with its first event, which `increase` does not see. */
const events = (by: string, counter: string, label = (series: string) => series): string => {
  const begun = `(${counter} unless ${counter} offset 1h ${known})`;
  return `sum by (${by}) (${label(`(increase(${counter}[1h]) unless ${begun} or ${begun})`)})`;
};

/** Of those that were admitted within an hour; without any it would be NaN. */
const wait = (percent: number, by: string, metric: string, label = (series: string) => series): string =>
  `histogram_quantile(${percent / 100}, sum by (${by}, le) (${label(`rate(${metric}_bucket[1h])`)})) >= 0`;

export const pending = signal({
  name: 'cluster_queue:pending_workloads:count', title: 'Workloads that wait', unit: 'count', better: 'lower', by: ['status'], levels: ['cluster'], aggregation: 'sum',
  description: 'Workloads that wait for quota in a ClusterQueue. Active ones are tried again and again; inadmissible ones were tried, did not fit, and wait until something changes: quota, other workloads, a flavor.',
  sources: [kueue(greatest(`${clusterQueue}, status`, 'kueue_pending_workloads'))],
});

export const admitted = signal({
  name: 'cluster_queue:admitted_workloads:count', title: 'Workloads admitted', unit: 'count', better: 'neither', levels: ['cluster'], aggregation: 'sum',
  description: 'Workloads that were admitted and have not ended.',
  sources: [kueue(greatest(clusterQueue, 'kueue_admitted_active_workloads'))],
});

export const active = signal({
  name: 'cluster_queue:active:bool', title: 'ClusterQueue active', unit: 'bool', better: 'higher',
  description: '1 while a ClusterQueue admits workloads. 0: it is stopped or being deleted, or a ResourceFlavor or AdmissionCheck that it names is missing.',
  sources: [kueue(greatest(clusterQueue, 'kueue_cluster_queue_status{status="active"}'))],
});

export const admissions = signal({
  name: 'cluster_queue:admissions:increase1h', title: 'Admitted in an hour', unit: 'count', better: 'neither', levels: ['cluster'], aggregation: 'sum',
  description: 'Workloads admitted within an hour. None while some wait: the queue stands still.',
  sources: [kueue(events(clusterQueue, 'kueue_admitted_workloads_total'))],
});

export const evictions = signal({
  name: 'cluster_queue:evictions:increase1h', title: 'Evicted in an hour', unit: 'count', better: 'lower', by: ['reason'], levels: ['cluster'], aggregation: 'sum',
  description: 'Workloads put back into the queue within an hour, by reason. Preempted: another had the right to the quota. PodsReadyTimeout: admitted, but the pods did not start. Each loses the work since its last checkpoint.',
  sources: [kueue(events(`${clusterQueue}, reason`, 'kueue_evicted_workloads_total'))],
});

export const preemptions = signal({
  name: 'cluster_queue:preemptions:increase1h', title: 'Preempted in an hour', unit: 'count', better: 'lower', by: ['reason'],
  description: 'Workloads that a ClusterQueue drove out within an hour, by reason: of its own (priority) or of its cohort (to take back quota that was lent, or for fair sharing).',
  sources: [kueue(`sum by (${clusterQueue}, reason) (${renamed(events('cluster, preempting_cluster_queue, reason', 'kueue_preempted_workloads_total'), 'cluster_queue', 'preempting_cluster_queue')})`)],
});

const clusterQueueWait = (percent: 50 | 95, title: string, more: Pick<SignalDefinition, 'thresholds'> = {}) => signal({
  name: `cluster_queue:admission_wait_p${percent}:seconds`, title, unit: 'seconds', better: 'lower', ...more,
  description: `Time that ${percent} % of the workloads admitted within an hour had waited, at most. Those that still wait do not count. Kueue cannot tell apart what is longer than 2 hours and 50 minutes. No line: none was admitted.`,
  sources: [kueue(wait(percent, clusterQueue, 'kueue_admission_wait_time_seconds'))],
});

export const waitP50 = clusterQueueWait(50, 'Wait in a ClusterQueue, median');
export const waitP95 = clusterQueueWait(95, 'Wait in a ClusterQueue, 95 %', { thresholds: { warning: 1800, critical: 7200 } });

const quotaLabels = ['cohort', 'flavor', 'resource'] as const;
const perQuota = (series: string): string => greatest([clusterQueue, ...quotaLabels].join(', '), series);

export const quota = signal({
  name: 'cluster_queue:quota:count', title: 'Quota', unit: 'count', better: 'neither', by: quotaLabels,
  description: 'What a ClusterQueue may use of a flavor without borrowing: cores, bytes or devices.',
  sources: [kueue(perQuota('kueue_cluster_queue_nominal_quota'))],
});

export const quotaUsed = signal({
  name: 'cluster_queue:quota_used:count', title: 'Quota used', unit: 'count', better: 'neither', by: quotaLabels,
  description: 'What the admitted workloads of a ClusterQueue hold of a flavor. More than its quota: the rest is borrowed from its cohort.',
  sources: [kueue(perQuota('kueue_cluster_queue_resource_usage'))],
});

export const quotaShare = signal({
  name: 'cluster_queue:quota_used:ratio', title: 'Share of quota used', unit: 'ratio', better: 'neither', by: quotaLabels,
  description: 'Usage as a share of quota. Above 100 % the queue borrows; at 100 % while workloads wait it needs more quota or has to borrow; far below for long, its quota could be lent or given to others.',
  sources: [kueue(`${quotaUsed.name} / (${quota.name} > 0)`)],
});

export const borrowed = signal({
  name: 'cluster_queue:quota_borrowed:count', title: 'Borrowed', unit: 'count', better: 'neither', by: quotaLabels,
  description: 'What a ClusterQueue uses beyond its quota. Its owners may take it back at any time: workloads that run on it may be preempted.',
  sources: [kueue(`clamp_min(${quotaUsed.name} - ${quota.name}, 0)`)],
});

export const fairShare = signal({
  name: 'cluster_queue:fair_share:count', title: 'Share of what is borrowed', unit: 'count', better: 'neither',
  description: 'How much a ClusterQueue borrows of what its cohort could lend, in thousandths, divided by its weight. The queue with the least is admitted next; 0 borrows nothing.',
  sources: [kueue(greatest(clusterQueue, 'kueue_cluster_queue_weighted_share'))],
});

export const resourcesWanted = signal({
  name: 'cluster_queue:resources_pending:count', title: 'Resources that are waited for', unit: 'count', better: 'lower', by: ['resource'],
  description: 'What the waiting workloads of a ClusterQueue ask for together.',
  sources: [kueue(greatest(`${clusterQueue}, resource`, 'kueue_cluster_queue_resource_pending'))],
});

export const cohortQuota = signal({
  name: 'cluster:cohort_quota:count', title: 'Quota of the cohort', unit: 'count', better: 'neither', by: quotaLabels,
  description: 'Quota of all ClusterQueues of a cohort and of the cohorts below it.',
  sources: [kueue(greatest(['cluster', ...quotaLabels].join(', '), 'kueue_cohort_subtree_quota'))],
});

export const cohortReserved = signal({
  name: 'cluster:cohort_reserved:count', title: 'Reserved in the cohort', unit: 'count', better: 'neither', by: quotaLabels,
  description: 'Quota that workloads of a cohort hold, admitted or about to be.',
  sources: [kueue(greatest(['cluster', ...quotaLabels].join(', '), 'kueue_cohort_subtree_resource_reservations'))],
});

export const attempts = signal({
  name: 'cluster:admission_attempts:rate5m', title: 'Admission attempts', unit: 'events/second', better: 'neither', by: ['result'],
  description: 'Rounds of the scheduler of Kueue, by result. Only inadmissible ones while workloads wait: nothing that waits fits.',
  sources: [kueue('sum by (cluster, result) (rate(kueue_admission_attempts_total[5m]))')],
});

export const attemptTime = signal({
  name: 'cluster:admission_attempt_p95:seconds', title: 'Time of an admission attempt, 95 %', unit: 'seconds', better: 'lower', thresholds: { warning: 1, critical: 10 },
  description: 'Time that a round of the scheduler of Kueue takes. Above a second, admission itself holds workloads back: too many flavors or workloads, or a slow webhook.',
  sources: [kueue('histogram_quantile(0.95, sum by (cluster, le) (rate(kueue_admission_attempt_duration_seconds_bucket[5m]))) >= 0')],
});

export const queuePending = signal({
  name: 'queue:pending_workloads:count', title: 'Workloads that wait, by LocalQueue', unit: 'count', better: 'lower', by: ['status'],
  description: 'Workloads of a namespace that wait in a LocalQueue.',
  sources: [kueue(greatest(`${localQueue}, status`, ofLocalQueue('kueue_local_queue_pending_workloads')))],
});

export const queueAdmitted = signal({
  name: 'queue:admitted_workloads:count', title: 'Workloads admitted, by LocalQueue', unit: 'count', better: 'neither',
  description: 'Workloads of a LocalQueue that were admitted and have not ended.',
  sources: [kueue(greatest(localQueue, ofLocalQueue('kueue_local_queue_admitted_active_workloads')))],
});

export const queueAdmissions = signal({
  name: 'queue:admissions:increase1h', title: 'Admitted in an hour, by LocalQueue', unit: 'count', better: 'neither',
  description: 'Workloads of a LocalQueue admitted within an hour.',
  sources: [kueue(events(localQueue, 'kueue_local_queue_admitted_workloads_total', ofLocalQueue))],
});

export const queueEvictions = signal({
  name: 'queue:evictions:increase1h', title: 'Evicted in an hour, by LocalQueue', unit: 'count', better: 'lower', by: ['reason'],
  description: 'Workloads of a LocalQueue put back to wait within an hour, by reason.',
  sources: [kueue(events(`${localQueue}, reason`, 'kueue_local_queue_evicted_workloads_total', ofLocalQueue))],
});

export const queueWaitP95 = signal({
  name: 'queue:admission_wait_p95:seconds', title: 'Wait in a LocalQueue, 95 %', unit: 'seconds', better: 'lower', thresholds: { warning: 1800, critical: 7200 },
  description: 'Time that 95 % of the workloads of a LocalQueue that were admitted within an hour had waited, at most.',
  sources: [kueue(wait(95, localQueue, 'kueue_local_queue_admission_wait_time_seconds', ofLocalQueue))],
});

export const queueUsed = signal({
  name: 'queue:quota_used:count', title: 'Used by LocalQueue', unit: 'count', better: 'neither', by: ['flavor', 'resource'],
  description: 'What the admitted workloads of a LocalQueue hold.',
  sources: [kueue(greatest(`${localQueue}, flavor, resource`, ofLocalQueue('kueue_local_queue_resource_usage')))],
});

/** In the order in which they must be recorded: what others read comes first. */
export const queueSignals = [
  pending, admitted, active, admissions, evictions, preemptions, waitP50, waitP95,
  quota, quotaUsed, quotaShare, borrowed, fairShare, resourcesWanted, cohortQuota, cohortReserved, attempts, attemptTime,
  queuePending, queueAdmitted, queueAdmissions, queueEvictions, queueWaitP95, queueUsed,
];
