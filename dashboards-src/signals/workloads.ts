import { exposedLabel, type objectLabels } from '../../values-schema/object-labels.ts';
import { levels, signal } from './define.ts';

const pod = 'cluster, namespace, pod';
const workload = 'workload, workload_kind';

type PodLabel = (typeof objectLabels.pods)[number];
type JobLabel = (typeof objectLabels.jobs)[number];

const copied = (expr: string, to: string, from: string, regex = '(.*)'): string => `label_replace(${expr}, "${to}", "$1", "${from}", "${regex}")`;
const fixed = (expr: string, label: string, value: string): string => `label_replace(${expr}, "${label}", "${value}", "", "")`;

/** One series for each set of the labels: what was scraped twice, or has two answers, must not break a join. */
const one = (by: string, expr: string): string => `topk by (${by}) (1, ${expr})`;
/** The first of the expressions that has a series for the pod. */
const first = (...candidates: string[]): string => candidates.map((expr) => `(\n${expr}\n)`).join(`\nor on (${pod})\n`);

const everyPod = one(pod, `max by (${pod}, node) (kube_pod_info)`);

const podsWith = (label: PodLabel): string => `kube_pod_labels{${exposedLabel(label)}!=""}`;
const jobsWith = (label: JobLabel): string => `kube_job_labels{${exposedLabel(label)}!=""}`;
const labelOf = (label: PodLabel | JobLabel, to: string, series: string): string => copied(series, to, exposedLabel(label));

/** Pods by what controls them; kubelets own the static pods, which nobody started by that name. */
const controlled = (kind: string): string => `max by (${pod}, owner_kind, owner_name) (kube_pod_owner{owner_is_controller="true", owner_kind${kind}})`;
const byOwner = (series: string): string => copied(copied(series, 'workload', 'owner_name'), 'workload_kind', 'owner_kind');

/** Pods whose controller is owned in its turn: `owners` has one series for each controller, named by `label`, with the workload that it belongs to. */
const throughOwner = (kind: string, label: string, owners: string): string =>
  `${copied(controlled(`="${kind}"`), label, 'owner_name')}\n* on (cluster, namespace, ${label}) group_left (${workload})\n${owners}`;

const ownersOf = (metric: string, label: string): string => one(`cluster, namespace, ${label}`, byOwner(`max by (cluster, namespace, ${label}, owner_kind, owner_name) (${metric}{owner_is_controller="true"})`));

const jobs = ownersOf('kube_job_owner', 'job_name');
const trainJobs = fixed(`(${jobs} and on (cluster, namespace, job_name) ${jobsWith('trainer.kubeflow.org/trainjob-ancestor-step')})`, 'workload_kind', 'TrainJob');

/**
 * KubeRay names the RayCluster of a RayJob or RayService after it, with five random characters, before 1.4 also with "raycluster" between them, and says of which kind its owner is.
 * The series has the namespace of the RayCluster as `exported_namespace`, unless its monitor honours labels. KubeRay 1.7, ray-operator/controllers/ray/metrics.
 */
const rayClusters = one('cluster, namespace, owner_name', [
  `max by (cluster, namespace, owner_name, ${workload}) (`,
  copied(copied(copied(copied('kuberay_cluster_info{owner_kind=~"RayJob|RayService"}', 'namespace', 'exported_namespace', '(.+)'), 'owner_name', 'name'), 'workload', 'name', '(.+?)(?:-raycluster)?-[a-z0-9]{5}'), 'workload_kind', 'owner_kind'),
  ')',
].join(''));

/** What a person started, best answer first: labels, then what owns the controller, then the controller, then the pod itself. */
const owners = first(
  fixed(labelOf('leaderworkerset.sigs.k8s.io/name', 'workload', podsWith('leaderworkerset.sigs.k8s.io/name')), 'workload_kind', 'LeaderWorkerSet'),
  labelOf('ray.io/originated-from-crd', 'workload_kind', labelOf('ray.io/originated-from-cr-name', 'workload', podsWith('ray.io/originated-from-cr-name'))),
  throughOwner('RayCluster', 'owner_name', rayClusters),
  throughOwner('Job', 'job_name', trainJobs),
  throughOwner('Job', 'job_name', jobs),
  throughOwner('ReplicaSet', 'replicaset', ownersOf('kube_replicaset_owner', 'replicaset')),
  byOwner(controlled('!="Node"')),
  fixed(labelOf('kueue.x-k8s.io/pod-group-name', 'workload', podsWith('kueue.x-k8s.io/pod-group-name')), 'workload_kind', 'PodGroup'),
  fixed(copied(everyPod, 'workload', 'pod'), 'workload_kind', 'Pod'),
);

/** Kueue's LocalQueue of a pod: its own label, or that of its Job. */
const queues = first(
  labelOf('kueue.x-k8s.io/queue-name', 'queue', podsWith('kueue.x-k8s.io/queue-name')),
  labelOf('kueue.x-k8s.io/local-queue-name', 'queue', podsWith('kueue.x-k8s.io/local-queue-name')),
  `${copied(controlled('="Job"'), 'job_name', 'owner_name')}\n* on (cluster, namespace, job_name) group_left (queue)\n${one('cluster, namespace, job_name', `max by (cluster, namespace, job_name, queue) (${labelOf('kueue.x-k8s.io/queue-name', 'queue', jobsWith('kueue.x-k8s.io/queue-name'))})`)}`,
  everyPod,
);

export const podWorkload = signal({
  name: 'pod:workload:info',
  title: 'Workload of a pod',
  unit: 'info',
  description: 'What a person started that the pod belongs to (a Deployment, a PyTorchJob, a RayService and so on), its kind, and the queue of Kueue. Constant 1: join it to name the owner of a pod.',
  better: 'neither',
  sources: [{
    expr: `${one(pod, `max by (${pod}, ${workload}) (${owners})`)}\n* on (${pod}) group_left (node)\n${everyPod}\n* on (${pod}) group_left (queue)\n${one(pod, `max by (${pod}, queue) (${queues})`)}`,
  }],
  by: ['workload', 'workload_kind', 'queue'],
});

const ownerLabels = levels.workload.filter((label) => !pod.split(', ').includes(label)).join(', ');

/** Gives series of pods the labels of the workload that each belongs to; pods that kube-state-metrics does not know are left out. */
export const ofWorkload = (series: string): string => `${series}\n* on (${pod}) group_left (${ownerLabels})\n${podWorkload.name}`;

/** The same, and what has no pod, or one that is not known, stays without a workload: `pods` is any series that all of them have. */
export const ofAnyWorkload = (series: string, pods: string): string =>
  `(${series})\n* on (${pod}) group_left (${ownerLabels})\n(${podWorkload.name} or on (${pod}) group by (${pod}) (${pods}))`;

/** The same, by what another series of the same pods says: `known` has the labels already. */
export const asWorkloadOf = (series: string, known: string): string =>
  `(${series})\n* on (${pod}) group_left (${ownerLabels})\ngroup by (${pod}, ${ownerLabels}) (${known})`;

export const workloadSignals = [podWorkload];
