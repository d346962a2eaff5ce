import type { Sample } from '../fleet/exposition.ts';
import { noise } from '../fleet/random.ts';
import { controller, hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge, histogram, one, type Observed } from './families.ts';

const labels = { 'app.kubernetes.io/name': 'kueue', 'control-plane': 'controller-manager' };
const namespace = 'kueue-system';
const port = 8443;

/** With leader election on, as it is by default. */
const leader = { replica_role: 'leader' };
const cohort = 'research';

interface Queue {
  readonly name: string;
  /** LocalQueues that point to it. */
  readonly locals: readonly { readonly namespace: string; readonly name: string }[];
  /** GPUs. */
  readonly quota: number;
  readonly used: number;
  readonly pending: { readonly active: number; readonly inadmissible: number };
  readonly admitted: number;
  /** Seconds. */
  readonly meanWait: number;
}

/** One that borrows and has workloads that wait, one that lends, and one that is stopped. */
const queues: readonly Queue[] = [
  { name: 'pretraining', locals: [{ namespace: 'team-a', name: 'train' }], quota: 16, used: 18, pending: { active: 3, inadmissible: 1 }, admitted: 3, meanWait: 900 },
  { name: 'serving', locals: [{ namespace: 'team-b', name: 'serve' }, { namespace: 'team-b', name: 'batch' }], quota: 16, used: 12, pending: { active: 0, inadmissible: 0 }, admitted: 4, meanWait: 40 },
  { name: 'retired', locals: [], quota: 4, used: 0, pending: { active: 0, inadmissible: 0 }, admitted: 0, meanWait: 1 },
];

const waitBounds = [1, ...Array.from({ length: 13 }, (_, index) => 2.5 * 2 ** index)];
const flavor = { flavor: 'h100', resource: 'nvidia.com/gpu' };

const perQueue = (value: (queue: Queue) => Sample[] | number): Sample[] => queues.flatMap((queue) => {
  const found = value(queue);
  return (typeof found === 'number' ? one(found) : found).map((sample) => ({ labels: { cluster_queue: queue.name, ...leader, ...sample.labels }, value: sample.value }));
});

/** Its clients are in the namespace of the LocalQueue, which Prometheus keeps as exported_namespace. */
const perLocal = (value: (queue: Queue) => Sample[] | number): Sample[] => queues.flatMap((queue) => queue.locals.flatMap((local) => {
  const found = value(queue);
  return (typeof found === 'number' ? one(found) : found).map((sample) => ({ labels: { ...local, ...leader, ...sample.labels }, value: sample.value / queue.locals.length }));
}));

const busy = (queue: Queue): boolean => queue.admitted > 0;
const waits = (queue: Queue, age: number, labels: Sample['labels'], factor: number): Observed => ({ labels: { priority_class: '', ...leader, ...labels }, count: 0.05 * age, mean: factor * queue.meanWait });
const clusterWait = (name: string, age: number, factor = 1) => histogram(name, waitBounds, queues.filter(busy).map((queue) => waits(queue, age, { cluster_queue: queue.name }, factor)));
const localWait = (name: string, age: number) => histogram(name, waitBounds, queues.filter(busy).flatMap((queue) => queue.locals.map((local) => waits(queue, age, { ...local }, 1))));

/** The controller, whose metrics are guarded: the Service of its makers' manifest, scraped over TLS. */
export const kueue: SimulatedSource = {
  name: 'Kueue',
  objects: [
    ...controller({ name: 'kueue-controller-manager', namespace, labels, image: 'registry.k8s.io/kueue/kueue:v0.19.2', port: { name: 'https', containerPort: port } }),
    {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'kueue-controller-manager-metrics-service', namespace, labels },
      spec: { selector: labels, ports: [{ name: 'https', port, targetPort: port }] },
    },
  ],
  answers: (pod, asked) => asked === port && hasLabels(pod, labels),
  families(_, { origin, time }) {
    const age = Math.max(0, time - origin);
    const quota = (value: (queue: Queue) => number): Sample[] => perQueue((queue) => [{ labels: { cohort, ...flavor }, value: value(queue) }]);
    const evicted = (queue: Queue): Sample[] => (queue.pending.active ? by('reason', { Preempted: 0.02 * age, PodsReadyTimeout: 0.01 * age }, { underlying_cause: '', priority_class: '' }) : []);
    return [
      gauge('kueue_build_info', [{ labels: { git_version: 'v0.19.2', git_commit: '', build_date: '', go_version: 'go1.26', compiler: 'gc', platform: 'linux/amd64' }, value: 1 }]),
      gauge('kueue_pending_workloads', perQueue(({ pending }) => by('status', pending))),
      gauge('kueue_admitted_active_workloads', perQueue(({ admitted }) => admitted)),
      gauge('kueue_reserving_active_workloads', perQueue(({ admitted }) => admitted)),
      gauge('kueue_cluster_queue_status', perQueue(({ name }) => by('status', { pending: name === 'retired' ? 1 : 0, active: name === 'retired' ? 0 : 1, terminating: 0 }))),
      counter('kueue_admitted_workloads_total', perQueue((queue) => (busy(queue) ? [{ labels: { priority_class: '' }, value: 0.05 * age }] : []))),
      counter('kueue_evicted_workloads_total', perQueue(evicted)),
      counter('kueue_preempted_workloads_total', [{ labels: { preempting_cluster_queue: 'serving', reason: 'InCohortReclamation', ...leader }, value: 0.02 * age }]),
      clusterWait('kueue_admission_wait_time_seconds', age),
      clusterWait('kueue_quota_reserved_wait_time_seconds', age, 0.9),
      clusterWait('kueue_admission_checks_wait_time_seconds', age, 0.1),
      clusterWait('kueue_admitted_until_ready_wait_time_seconds', age, 0.05),
      gauge('kueue_cluster_queue_nominal_quota', quota((queue) => queue.quota)),
      gauge('kueue_cluster_queue_resource_usage', quota((queue) => queue.used)),
      gauge('kueue_cluster_queue_resource_reservation', quota((queue) => queue.used)),
      gauge('kueue_cluster_queue_borrowing_limit', quota(() => 8)),
      gauge('kueue_cluster_queue_weighted_share', perQueue((queue) => [{ labels: { cohort }, value: Math.round((1000 * Math.max(0, queue.used - queue.quota)) / 36) }])),
      gauge('kueue_cluster_queue_resource_pending', perQueue(({ pending }) => (pending.active ? [{ labels: { resource: flavor.resource }, value: 8 * (pending.active + pending.inadmissible) }] : []))),
      gauge('kueue_admission_cycle_preemption_skips', perQueue((queue) => (queue.pending.active ? 1 : 0))),
      gauge('kueue_cohort_subtree_quota', [{ labels: { cohort, ...flavor, ...leader }, value: 36 }]),
      gauge('kueue_cohort_subtree_resource_reservations', [{ labels: { cohort, ...flavor, ...leader }, value: 30 }]),
      counter('kueue_admission_attempts_total', by('result', { success: 0.1 * age, inadmissible: 0.4 * age }, leader)),
      histogram('kueue_admission_attempt_duration_seconds', [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], [{ labels: { result: 'success', ...leader }, count: 0.5 * age, mean: 0.02 + 0.01 * noise('kueue', 600, origin) }]),
      gauge('kueue_local_queue_pending_workloads', perLocal(({ pending }) => by('status', pending))),
      gauge('kueue_local_queue_admitted_active_workloads', perLocal(({ admitted }) => admitted)),
      counter('kueue_local_queue_admitted_workloads_total', perLocal(() => [{ labels: { priority_class: '' }, value: 0.05 * age }])),
      counter('kueue_local_queue_evicted_workloads_total', perLocal(evicted)),
      gauge('kueue_local_queue_resource_usage', perLocal(({ used }) => [{ labels: { ...flavor }, value: used }])),
      localWait('kueue_local_queue_admission_wait_time_seconds', age),
    ];
  },
};
