import { levels } from '../signals/define.ts';
import * as queues from '../signals/queues.ts';
import { alert, type AlertGroup } from './define.ts';

const clusterQueue = levels.cluster_queue.join(', ');
const where = 'ClusterQueue {{ $labels.cluster_queue }}';
const who = `${where} (cluster {{ $labels.cluster }})`;
const waiting = `sum by (${clusterQueue}) (${queues.pending.name})`;

const stuck = alert({
  name: 'KueueQueueStuck', tier: 'warning', for: '5h', requires: ['kueue'],
  threshold: { default: 0, unit: 'count', description: 'Workloads that may wait in a queue that admits none.' },
  expr: (threshold) => `${waiting} > ${threshold}\nunless on (${clusterQueue}) ${queues.admissions.name} > 0`,
  summary: `${where} admits nothing, though workloads wait`,
  description: `{{ $value }} workloads wait in ${who}, and for six hours none was admitted.`,
  runbook: {
    meaning: 'Workloads wait in a ClusterQueue, and for six hours it has admitted none.',
    impact: 'Whoever sent them waits, without a sign of when it ends. The wait of such workloads is in no percentile: these know only what was admitted.',
    diagnosis: 'Dashboard *Queues*: is the quota used up (long jobs), is the queue active, do the workloads fit at all (*That do not fit*)? `kubectl describe workload -n NAMESPACE NAME` says what is missing. Compare what the first one asks for with the quota of the queue: with StrictFIFO one that is too large holds up all behind it.',
    mitigation: 'Raise the quota or the borrowing limit, lower what the workload asks for, let it preempt by priority, or use the strategy BestEffortFIFO.',
  },
});

const waitLong = alert({
  name: 'KueueWaitLong', tier: 'warning', for: '15m', requires: ['kueue'],
  threshold: { default: 3600, unit: 'seconds', description: 'Wait of 95 % of the workloads that are admitted; at most 10,240 can be told apart.' },
  expr: (threshold) => `${queues.waitP95.name} > ${threshold}`,
  summary: `Workloads wait long in ${where}`,
  description: `One in twenty of the workloads that ${who} admitted within the last hour had waited longer than {{ $value | humanizeDuration }}.`,
  runbook: {
    meaning: 'Admission takes longer than was promised.',
    impact: 'Users wait, and ask for more quota than they need to be safe.',
    diagnosis: 'Dashboard *Queues*, row *Where the wait comes from*: for quota, or for admission checks (nodes that are provisioned)? Row *Quota*: who holds it, and do other queues of the cohort have some left?',
    mitigation: 'More quota, borrowing, fair sharing, or preemption by priority; move long jobs with low priority to a queue of their own.',
  },
});

const inadmissible = alert({
  name: 'KueueWorkloadsInadmissible', tier: 'info', for: '2h', requires: ['kueue'],
  threshold: { default: 0, unit: 'count', description: 'Workloads that may wait as they do not fit.' },
  expr: (threshold) => `sum by (${clusterQueue}) (${queues.pending.name}{status="inadmissible"}) > ${threshold}`,
  summary: `Workloads do not fit into ${where}`,
  description: `For two hours there have been workloads in ${who} that were tried and do not fit: {{ $value }} now.`,
  runbook: {
    meaning: 'Kueue has tried these workloads and put them aside until quota, other workloads or a flavor change.',
    impact: 'They may wait for ever: for example when one asks for more than the whole quota.',
    diagnosis: '`kubectl get workloads -A` and `kubectl describe workload`: the condition QuotaReserved says what is missing and in which flavor.',
    mitigation: 'Lower what the workload asks for, or raise the quota. Delete what nobody waits for.',
  },
});

const evictions = alert({
  name: 'KueueEvictions', tier: 'warning', for: '0s', requires: ['kueue'],
  threshold: { default: 10, unit: 'count', description: 'Workloads that may be evicted within an hour for one reason; those that their owners stop do not count.' },
  expr: (threshold) => `${queues.evictions.name}{reason!~"Deactivated|Preempted"} > ${threshold}`,
  summary: `${where} evicts workloads: {{ $labels.reason }}`,
  description: `Workloads of ${who} evicted within an hour for {{ $labels.reason }}: {{ $value | printf "%.0f" }}.`,
  runbook: {
    meaning: 'Admitted workloads are put back into the queue. PodsReadyTimeout: their pods did not start in time. AdmissionCheck: a check turned false. NodeFailures: nodes were lost. ClusterQueueStopped, LocalQueueStopped: somebody stopped the queue.',
    impact: 'Each loses its work since the last checkpoint, and waits again. Endless rounds of admission and timeout keep quota busy without work.',
    diagnosis: 'Dashboard *Queues*, *From admission until pods are ready*; events of the workloads (`kubectl describe workload`) and of their pods: images, volumes, nodes.',
    mitigation: 'PodsReadyTimeout: mend what keeps the pods from starting, or raise the timeout of `waitForPodsReady`. NodeFailures: see the dashboard *GPU health*.',
  },
});

const preemptions = alert({
  name: 'KueuePreemptions', tier: 'info', for: '0s', requires: ['kueue'],
  threshold: { default: 10, unit: 'count', description: 'Workloads that a ClusterQueue may drive out within an hour.' },
  expr: (threshold) => `sum by (${clusterQueue}) (${queues.preemptions.name}) > ${threshold}`,
  summary: `${where} drives out many workloads`,
  description: `Workloads that ${who} preempted within an hour: {{ $value | printf "%.0f" }}.`,
  runbook: {
    meaning: 'Workloads with a right to the quota (priority, own quota that was lent, fair sharing) drive out others.',
    impact: 'The others lose their work since the last checkpoint. If two queues drive each other out, none gets on.',
    diagnosis: 'Dashboard *Queues*, row *Driven out*: which queue, for which reason? The same workloads again and again, or many once?',
    mitigation: 'Fewer priorities, `borrowWithinCohort` with a threshold, more quota for who borrows all the time, and checkpoints that are short apart.',
  },
});

const inactive = alert({
  name: 'KueueClusterQueueInactive', tier: 'warning', for: '15m', requires: ['kueue'],
  expr: () => `${queues.active.name} == 0`,
  summary: `${where} is not active`,
  description: `${who} has admitted nothing for 15 minutes, as it is not active, and its quota cannot be borrowed.`,
  runbook: {
    meaning: 'A ResourceFlavor or AdmissionCheck that the queue names is missing or not active, or the queue is stopped or being deleted.',
    impact: 'No workload of it is admitted.',
    diagnosis: '`kubectl describe clusterqueue NAME`: the condition Active has the reason.',
    mitigation: 'Create what is missing, or set `spec.stopPolicy: None`. If it was stopped on purpose, silence the alert until it is started again.',
  },
});

const idleQuota = alert({
  name: 'KueueQuotaIdleWhileOthersWait', tier: 'info', for: '1h', requires: ['kueue'],
  threshold: { default: 0.25, unit: 'ratio', description: 'Share of the quota of a cohort that may lie idle while a queue of it is full and has workloads that wait.' },
  expr: (threshold) => [
    `${queues.quotaShare.name}{cohort!=""} >= 1`,
    `and on (${clusterQueue}) ${waiting} > 0`,
    `and on (cluster, cohort, flavor, resource) sum by (cluster, cohort, flavor, resource) (clamp_min(${queues.quota.name} - ${queues.quotaUsed.name}, 0)) / sum by (cluster, cohort, flavor, resource) (${queues.quota.name}) > ${threshold}`,
  ].join('\n'),
  summary: `${where} waits for {{ $labels.resource }}, though its cohort has some left`,
  description: `${who} uses {{ $value | humanizePercentage }} of its quota of {{ $labels.resource }} ({{ $labels.flavor }}) and workloads wait, while much of that of cohort {{ $labels.cohort }} lies idle.`,
  runbook: {
    meaning: 'A ClusterQueue has used up its quota and does not borrow, or not enough, though other queues of its cohort do not use theirs.',
    impact: 'Accelerators stand idle while workloads wait for them.',
    diagnosis: 'Dashboard *Queues*, row *Quota*: `borrowingLimit` of the one, `lendingLimit` of the others (`kubectl get clusterqueue -o yaml`). Or what waits needs another resource or flavor that is used up.',
    mitigation: 'Raise the limits, and let the owners of the quota preempt (`reclaimWithinCohort`), so that lending is safe for them.',
  },
});

const gone = alert({
  name: 'KueueGone', tier: 'critical', for: '10m', requires: ['kueue'],
  expr: () => `max by (cluster) (present_over_time(${queues.active.name}[6h])) unless on (cluster) ${queues.active.name}`,
  summary: 'Kueue is gone from cluster {{ $labels.cluster }}',
  description: 'The controller of Kueue in cluster {{ $labels.cluster }} reported within the last 6 hours and no longer does.',
  runbook: {
    meaning: 'Prometheus has no series of Kueue any more.',
    impact: 'If the controller is down, no workload is admitted, and with its webhooks down jobs cannot even be created.',
    diagnosis: '`kubectl get pods -n kueue-system`, then its target on the dashboard *The stack itself*: 401 or 403 means that Prometheus may not read its metrics any more.',
    mitigation: 'Start the controller; grant Prometheus the right to `get` the nonResourceURL /metrics. If Kueue was removed on purpose, the alert ends within 6 hours.',
  },
});

export const queueAlerts: AlertGroup = { name: 'observability.queues.alerts', alerts: [stuck, waitLong, inadmissible, evictions, preemptions, inactive, idleQuota, gone] };
