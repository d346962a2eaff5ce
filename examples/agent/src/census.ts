import { podWorkload } from '../../../dashboards-src/signals/workloads.ts';
import { workloadModel } from '../../../dashboards-src/signals/inference/replicas.ts';
import { belongsTo } from '../../../dashboards-src/signals/ray.ts';
import type { Place, Window } from './findings.ts';
import { matchers } from './scoped.ts';
import type { Kubernetes, LocalQueue, Pod } from './sources/kubernetes.ts';
import type { Metrics } from './sources/prometheus.ts';

/** What one investigation is about: all that is left out is not narrowed. */
export type Scope = Pick<Place, 'cluster' | 'namespace' | 'workload'>;

/** Who is where: what tells whether something of a node, a model or a queue concerns the scope. */
export interface Census {
  /** Of a pod in the scope: its workload, its kind, its node and its queue. */
  pod(namespace: string, name: string): Place | undefined;
  readonly pods: readonly Place[];
  /** Whether a place has to do with the scope. */
  concerns(place: Place): boolean;
}

export interface Sources {
  readonly metrics?: Metrics | undefined;
  readonly kubernetes?: Kubernetes | undefined;
}

const key = (namespace: string, pod: string): string => `${namespace}/${pod}`;

/** Labels by which operators say whose pod it is, the most telling first; the same that `pod:workload:info` reads, and those of operators whose pods have a controller of that name. */
const workloadLabels: readonly { readonly label: string; readonly kind: string }[] = [
  { label: 'leaderworkerset.sigs.k8s.io/name', kind: 'LeaderWorkerSet' },
  { label: 'ray.io/originated-from-cr-name', kind: 'RayCluster' },
];

/** The workload of a pod by what the API server says of it; a Deployment is its ReplicaSet's name without the hash. */
export function workloadOf({ metadata: { name, labels = {}, ownerReferences = [] } }: Pod): Required<Pick<Place, 'workload' | 'workload_kind'>> {
  for (const { label, kind } of workloadLabels) if (labels[label]) return { workload: labels[label], workload_kind: labels['ray.io/originated-from-crd'] ?? kind };
  const owner = ownerReferences.find(({ controller }) => controller);
  if (!owner || owner.kind === 'Node') return { workload: name, workload_kind: 'Pod' };
  const hash = labels['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`)) return { workload: owner.name.slice(0, -hash.length - 1), workload_kind: 'Deployment' };
  return { workload: owner.name, workload_kind: owner.kind };
}

const fromMetrics = async (metrics: Metrics, { cluster, namespace }: Scope, window: Window): Promise<Place[]> => {
  const known = `max by (cluster, node, namespace, pod, workload, workload_kind, queue) (last_over_time(${podWorkload.name}${matchers({ cluster, namespace })}[${window.to - window.from}s]))`;
  return (await metrics.instant(known, window.to)).map(({ labels }) => labels as Place);
};

const fromObjects = async (kubernetes: Kubernetes, { cluster, namespace }: Scope): Promise<Place[]> => (await kubernetes.list('Pod', namespace)).map((pod) => ({
  ...(cluster !== undefined && { cluster }),
  ...(pod.metadata.namespace !== undefined && { namespace: pod.metadata.namespace }),
  pod: pod.metadata.name,
  ...(pod.spec.nodeName !== undefined && { node: pod.spec.nodeName }),
  ...workloadOf(pod),
}));

/** What metrics say of a pod wins: it is what dashboards call it. */
function joined(...lists: readonly (readonly Place[])[]): Place[] {
  const pods = new Map<string, Place>();
  for (const place of lists.flat()) {
    const id = key(place.namespace ?? '', place.pod ?? '');
    pods.set(id, { ...pods.get(id), ...place });
  }
  return [...pods.values()];
}

/** Names of something that belongs to workloads, by the signal that joins the two. */
async function namesOf(metrics: Metrics | undefined, name: string, label: 'model' | 'ray_io_cluster', { cluster, namespace, workload }: Scope, window: Window): Promise<ReadonlySet<string>> {
  if (!metrics || workload === undefined) return new Set();
  const found = await metrics.instant(`group by (${label}) (last_over_time(${name}${matchers({ cluster, namespace, workload })}[${window.to - window.from}s]))`, window.to);
  return new Set(found.flatMap(({ labels }) => labels[label] ?? []));
}

/** Asks who is where, once for an investigation. */
export async function takeCensus({ metrics, kubernetes }: Sources, scope: Scope, window: Window): Promise<Census> {
  const [measured, listed, models, rayClusters, localQueues] = await Promise.all([
    metrics ? fromMetrics(metrics, scope, window) : [],
    kubernetes ? fromObjects(kubernetes, scope) : [],
    namesOf(metrics, workloadModel.name, 'model', scope, window),
    namesOf(metrics, belongsTo.name, 'ray_io_cluster', scope, window),
    kubernetes && scope.namespace !== undefined ? kubernetes.list('LocalQueue', scope.namespace) : [],
  ]);
  const everyPod = joined(listed, measured);
  const pods = everyPod.filter(({ workload }) => scope.workload === undefined || workload === scope.workload);
  const byName = new Map(pods.map((place) => [key(place.namespace ?? '', place.pod ?? ''), place]));
  const nodes = new Set(pods.flatMap(({ node }) => node ?? []));
  const clusterQueues = new Set((localQueues as LocalQueue[]).map(({ spec }) => spec.clusterQueue));
  const narrowed = scope.namespace !== undefined || scope.workload !== undefined;

  const concerns = (place: Place): boolean => {
    if (scope.cluster !== undefined && place.cluster !== undefined && place.cluster !== scope.cluster) return false;
    if (scope.namespace !== undefined && place.namespace !== undefined && place.namespace !== scope.namespace) return false;
    if (scope.workload !== undefined) {
      if (place.workload !== undefined) return place.workload === scope.workload;
      if (place.model !== undefined) return models.has(place.model);
      if (place.ray_io_cluster !== undefined) return rayClusters.has(place.ray_io_cluster) || place.ray_io_cluster === scope.workload;
      if (place.pod !== undefined) return byName.has(key(place.namespace ?? '', place.pod));
    }
    if (narrowed && place.cluster_queue !== undefined) return clusterQueues.has(place.cluster_queue);
    if (narrowed && place.node !== undefined && place.namespace === undefined) return nodes.has(place.node);
    return true;
  };
  return { pods, concerns, pod: (namespace, name) => byName.get(key(namespace, name)) };
}
