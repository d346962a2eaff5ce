import { Type } from './define.ts';

/** Resources of one API group, in the plural as the API server names them; a subresource as `pods/log`. */
export interface ReadableGroup {
  readonly namespaced?: readonly string[];
  /** Outside namespaces; not readable where the server is kept to some of them. */
  readonly clusterWide?: readonly string[];
}

/** The group of pods, which has no name. */
export const CORE = 'core';

/** What tells why a workload does not run or does no useful work, by API group. */
const groups: Readonly<Record<string, ReadableGroup>> = {
  [CORE]: {
    namespaced: ['pods', 'pods/log', 'events', 'services', 'persistentvolumeclaims', 'resourcequotas', 'limitranges'],
    clusterWide: ['nodes', 'namespaces', 'persistentvolumes'],
  },
  'events.k8s.io': { namespaced: ['events'] },
  apps: { namespaced: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'] },
  batch: { namespaced: ['jobs', 'cronjobs'] },
  autoscaling: { namespaced: ['horizontalpodautoscalers'] },
  policy: { namespaced: ['poddisruptionbudgets'] },
  'discovery.k8s.io': { namespaced: ['endpointslices'] },
  'scheduling.k8s.io': { clusterWide: ['priorityclasses'] },
  'storage.k8s.io': { clusterWide: ['storageclasses'] },
  'resource.k8s.io': { namespaced: ['resourceclaims', 'resourceclaimtemplates'], clusterWide: ['resourceslices', 'deviceclasses'] },
  'metrics.k8s.io': { namespaced: ['pods'], clusterWide: ['nodes'] },
  'ray.io': { namespaced: ['rayclusters', 'rayjobs', 'rayservices', 'raycronjobs'] },
  'kueue.x-k8s.io': {
    namespaced: ['localqueues', 'workloads'],
    clusterWide: ['clusterqueues', 'cohorts', 'resourceflavors', 'admissionchecks', 'topologies', 'workloadpriorityclasses'],
  },
  'jobset.x-k8s.io': { namespaced: ['jobsets'] },
  'leaderworkerset.x-k8s.io': { namespaced: ['leaderworkersets'] },
  'kubeflow.org': { namespaced: ['pytorchjobs', 'tfjobs', 'mpijobs', 'jaxjobs', 'xgboostjobs', 'paddlejobs', 'notebooks'] },
  'trainer.kubeflow.org': { namespaced: ['trainjobs', 'trainingruntimes'], clusterWide: ['clustertrainingruntimes'] },
  'monitoring.coreos.com': { namespaced: ['servicemonitors', 'podmonitors', 'probes', 'scrapeconfigs', 'prometheusrules', 'prometheuses', 'alertmanagers'] },
};

/** Only what is written to a log, a scale or a status can be read below a resource: `exec`, `portforward`, `attach` and `proxy` act. */
const resourceNames = { type: ['array', 'null'], items: { type: 'string', pattern: '^[a-z0-9-]+(/(log|scale|status))?$' } };

/** `mcp.kubernetes.readable`. A map, so that a group is added or (by null) taken away without writing down the others. */
export const readable = Type.Optional(
  Type.Unsafe<Record<string, ReadableGroup>>({
    type: ['object', 'null'],
    propertyNames: { pattern: '^[a-z0-9.-]+$' },
    additionalProperties: { type: ['object', 'null'], additionalProperties: false, properties: { namespaced: resourceNames, clusterWide: resourceNames } },
    default: groups,
    description:
      'What it may read (get, list, watch), by API group: resources in namespaces, and (where `namespaces` is empty) outside of them. Yours are merged in: add a group, or take one away with null. Secrets are refused, and ConfigMaps have a switch of their own.',
  }),
);
