import type { k8s } from 'cdk8s-plus-28';

/** Resources of one API group that the server of Kubernetes may read. */
export interface ReadableGroup {
  readonly group: string;
  readonly namespaced?: readonly string[];
  /** Outside namespaces; not readable where the server is kept to some of them. */
  readonly clusterWide?: readonly string[];
}

/** What tells why a workload does not run or does no useful work. No Secrets, and nothing that runs, opens or forwards. */
export const readable: readonly ReadableGroup[] = [
  {
    group: '',
    namespaced: ['pods', 'pods/log', 'events', 'services', 'persistentvolumeclaims', 'resourcequotas', 'limitranges'],
    clusterWide: ['nodes', 'namespaces', 'persistentvolumes'],
  },
  { group: 'events.k8s.io', namespaced: ['events'] },
  { group: 'apps', namespaced: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'] },
  { group: 'batch', namespaced: ['jobs', 'cronjobs'] },
  { group: 'autoscaling', namespaced: ['horizontalpodautoscalers'] },
  { group: 'policy', namespaced: ['poddisruptionbudgets'] },
  { group: 'discovery.k8s.io', namespaced: ['endpointslices'] },
  { group: 'scheduling.k8s.io', clusterWide: ['priorityclasses'] },
  { group: 'storage.k8s.io', clusterWide: ['storageclasses'] },
  { group: 'resource.k8s.io', namespaced: ['resourceclaims', 'resourceclaimtemplates'], clusterWide: ['resourceslices', 'deviceclasses'] },
  { group: 'metrics.k8s.io', namespaced: ['pods'], clusterWide: ['nodes'] },
  { group: 'ray.io', namespaced: ['rayclusters', 'rayjobs', 'rayservices', 'raycronjobs'] },
  {
    group: 'kueue.x-k8s.io',
    namespaced: ['localqueues', 'workloads'],
    clusterWide: ['clusterqueues', 'cohorts', 'resourceflavors', 'admissionchecks', 'topologies', 'workloadpriorityclasses'],
  },
  { group: 'jobset.x-k8s.io', namespaced: ['jobsets'] },
  { group: 'leaderworkerset.x-k8s.io', namespaced: ['leaderworkersets'] },
  { group: 'kubeflow.org', namespaced: ['pytorchjobs', 'tfjobs', 'mpijobs', 'jaxjobs', 'xgboostjobs', 'paddlejobs', 'notebooks'] },
  { group: 'trainer.kubeflow.org', namespaced: ['trainjobs', 'trainingruntimes'], clusterWide: ['clustertrainingruntimes'] },
  { group: 'monitoring.coreos.com', namespaced: ['servicemonitors', 'podmonitors', 'probes', 'scrapeconfigs', 'prometheusrules', 'prometheuses', 'alertmanagers'] },
];

/** Rules of a role that reads the groups. */
export const rulesFor = (scope: 'cluster' | 'namespace'): k8s.PolicyRule[] =>
  readable
    .map(({ group, namespaced = [], clusterWide = [] }) => ({ group, resources: scope === 'cluster' ? [...namespaced, ...clusterWide] : namespaced }))
    .filter(({ resources }) => resources.length > 0)
    .map(({ group, resources }) => readOnly(group, resources));

/** Reading, in Kubernetes' three verbs. */
export const readOnly = (group: string, resources: readonly string[]): k8s.PolicyRule => ({ apiGroups: [group], resources: [...resources], verbs: ['get', 'list', 'watch'] });
