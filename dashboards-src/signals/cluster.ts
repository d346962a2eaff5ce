import { exposedLabel } from '../../values-schema/object-labels.ts';
import { signal } from './define.ts';

/** Resource names as kube-state-metrics writes them: a MIG slice or a Neuron device is a resource of its own. */
export const accelerators = 'nvidia_com_gpu|nvidia_com_mig_.+|aws_amazon_com_neuron(core|device)?';
export const gpus = 'nvidia_com_gpu|nvidia_com_mig_.+';
export const neuronDevices = 'aws_amazon_com_neuron(core|device)?';

/** Pods that hold what they asked for: placed on a node and not yet finished. */
const active = 'on (cluster, namespace, pod) group_left () (max by (cluster, namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"}) == 1)';
const requests = (matchers: string) => `kube_pod_container_resource_requests{${matchers}, node!=""} * ${active}`;

/** Nodes that work: what is missing on the others has a known cause. */
export const readyNodes = '(kube_node_status_condition{condition="Ready", status="true"} == 1)';

export const nodes = signal({
  name: 'cluster:nodes:count', title: 'Nodes', unit: 'count', description: 'Nodes that the cluster knows.', better: 'neither',
  sources: [{ expr: 'count by (cluster) (max by (cluster, node) (kube_node_status_condition{condition="Ready", status="true"}))' }],
});

export const nodesReady = signal({
  name: 'cluster:nodes_ready:count', title: 'Nodes ready', unit: 'count', better: 'higher',
  description: 'Nodes that can run pods. Fewer than there are nodes: describe the node, and look at its kubelet and network.',
  sources: [{ expr: 'sum by (cluster) (max by (cluster, node) (kube_node_status_condition{condition="Ready", status="true"}))' }],
});

export const acceleratorsAllocatable = signal({
  name: 'node:accelerators_allocatable:count', title: 'Accelerators', unit: 'count', better: 'neither',
  description: 'GPUs, MIG slices and Neuron devices that nodes offer. A node that offers fewer than it has lost one, or its device plugin does not run.',
  sources: [{ expr: `sum by (cluster, node, resource) (max by (cluster, node, resource) (kube_node_status_allocatable{resource=~"${accelerators}"}))` }],
  by: ['resource'], levels: ['cluster'], aggregation: 'sum',
});

export const acceleratorsAllocated = signal({
  name: 'pod:accelerators_allocated:count', title: 'Accelerators allocated', unit: 'count', better: 'higher',
  description: 'Accelerators that pods hold, whether or not they use them.',
  sources: [{ expr: `sum by (cluster, node, namespace, pod, resource) (${requests(`resource=~"${accelerators}"`)})` }],
  by: ['resource'], levels: ['node', 'namespace', 'cluster'], aggregation: 'sum',
});

export const cpuAllocatable = signal({
  name: 'cluster:cpu_allocatable:cores', title: 'CPU that pods may ask for', unit: 'cores', better: 'neither', description: 'CPU that the nodes offer to pods.',
  sources: [{ expr: 'sum by (cluster) (max by (cluster, node) (kube_node_status_allocatable{resource="cpu"}))' }],
});

export const cpuRequests = signal({
  name: 'namespace:cpu_requests:cores', title: 'CPU requested', unit: 'cores', better: 'neither',
  description: 'CPU that placed pods asked for. Far above what they use: requests can be lowered and nodes saved.',
  sources: [{ expr: `sum by (cluster, namespace) (${requests('resource="cpu"')})` }], levels: ['cluster'], aggregation: 'sum',
});

export const cpuUsage = signal({
  name: 'namespace:cpu_usage:cores', title: 'CPU used', unit: 'cores', better: 'neither', description: 'CPU that containers use.',
  sources: [{ expr: 'sum by (cluster, namespace) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))' }], levels: ['cluster'], aggregation: 'sum',
});

export const memoryAllocatable = signal({
  name: 'cluster:memory_allocatable:bytes', title: 'Memory that pods may ask for', unit: 'bytes', better: 'neither', description: 'Memory that the nodes offer to pods.',
  sources: [{ expr: 'sum by (cluster) (max by (cluster, node) (kube_node_status_allocatable{resource="memory"}))' }],
});

export const memoryRequests = signal({
  name: 'namespace:memory_requests:bytes', title: 'Memory requested', unit: 'bytes', better: 'neither',
  description: 'Memory that placed pods asked for. What is used above it can be taken back by killing the pod.',
  sources: [{ expr: `sum by (cluster, namespace) (${requests('resource="memory"')})` }], levels: ['cluster'], aggregation: 'sum',
});

export const memoryUsage = signal({
  name: 'namespace:memory_usage:bytes', title: 'Memory used', unit: 'bytes', better: 'neither',
  description: 'Working set of the containers: memory that the kernel cannot take back.',
  sources: [{ expr: 'sum by (cluster, namespace) (container_memory_working_set_bytes{container!=""})' }], levels: ['cluster'], aggregation: 'sum',
});

export const nodeCpu = signal({
  name: 'node:cpu_usage:ratio', title: 'CPU of the node', unit: 'ratio', better: 'neither', thresholds: { warning: 0.8, critical: 0.95 },
  description: 'Share of CPU time that is not idle. Beside a GPU that waits, a node at its limit points at data loading.',
  sources: [{ expr: '1 - avg by (cluster, node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))' }],
});

export const nodeMemory = signal({
  name: 'node:memory_used:ratio', title: 'Memory of the node', unit: 'ratio', better: 'neither', thresholds: { warning: 0.85, critical: 0.95 },
  description: 'Share of memory that programs hold. Near 100 % the kernel kills pods.',
  sources: [{ expr: '1 - max by (cluster, node) (node_memory_MemAvailable_bytes) / max by (cluster, node) (node_memory_MemTotal_bytes)' }],
});

export const pods = signal({
  name: 'namespace:pods:count', title: 'Pods by phase', unit: 'count', better: 'neither', description: 'Pending pods wait for room, an image or a volume; Failed and Succeeded ones are done and wait to be cleaned up.',
  sources: [{ expr: 'sum by (cluster, namespace, phase) (max by (cluster, namespace, pod, phase) (kube_pod_status_phase))' }], by: ['phase'], levels: ['cluster'], aggregation: 'sum',
});

export const podsUnschedulable = signal({
  name: 'namespace:pods_unschedulable:count', title: 'Pods that fit no node', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 10 },
  description: 'Pods for which the scheduler found no node. `kubectl describe pod` says what is missing: accelerators, memory, a toleration, a volume in the zone.',
  sources: [{ expr: 'sum by (cluster, namespace) (max by (cluster, namespace, pod) (kube_pod_status_unschedulable))' }], levels: ['cluster'], aggregation: 'sum',
});

export const containersWaiting = signal({
  name: 'namespace:containers_waiting:count', title: 'Containers that wait', unit: 'count', better: 'lower',
  description: 'Containers that are not started, by reason. ContainerCreating is short; ImagePullBackOff is a wrong name or missing pull secret; CrashLoopBackOff is told by the logs.',
  sources: [{ expr: 'sum by (cluster, namespace, reason) (kube_pod_container_status_waiting_reason)' }], by: ['reason'], levels: ['cluster'], aggregation: 'sum',
});

export const restarts = signal({
  name: 'namespace:container_restarts:increase1h', title: 'Container restarts in the last hour', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 10 },
  description: 'Restarts within an hour. In training each costs the work since the last checkpoint: look at the reason of the last end, OOMKilled first.',
  sources: [{ expr: 'sum by (cluster, namespace) (increase(kube_pod_container_status_restarts_total[1h]))' }], levels: ['cluster'], aggregation: 'sum',
});

const container = 'cluster, namespace, pod, container';
const killed = (state: 'last_terminated' | 'terminated', offset = ''): string => `max by (${container}) (kube_pod_container_status_${state}_reason{reason="OOMKilled"}${offset}) == 1`;

/** Containers that were started again say why they ended before; those of Jobs do not start again and say it for good. */
export const oomKills = signal({
  name: 'namespace:oom_kills:increase1h', title: 'Containers killed for memory, last hour', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 10 }, levels: ['cluster'], aggregation: 'sum',
  description: 'Containers that the kernel killed within an hour for using more memory than their limit. Raise the limit, or look for what grows: data loader workers, caches, a leak.',
  sources: [{
    expr: [
      'sum by (cluster, namespace) (',
      `  (sum by (${container}) (increase(kube_pod_container_status_restarts_total[1h])) and on (${container}) (${killed('last_terminated')}))`,
      '  or',
      `  ((${killed('terminated')}) unless on (${container}) (${killed('terminated', ' offset 1h')}))`,
      ')',
    ].join('\n'),
  }],
});

export const nodesCordoned = signal({
  name: 'cluster:nodes_cordoned:count', title: 'Nodes cordoned', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 5 },
  description: 'Nodes on which nothing new may start, by a person\'s or a program\'s wish. Forgotten ones cost as much as working ones: `kubectl uncordon`, or return them.',
  sources: [{ expr: 'sum by (cluster) (max by (cluster, node) (kube_node_spec_unschedulable))' }],
});

/** HyperPod keeps the results of its health checks as labels of the node (sagemaker-hyperpod-cli, command_constants.py). */
const hyperpodHealth = exposedLabel('sagemaker.amazonaws.com/node-health-status');
const hyperpodDeepHealth = exposedLabel('sagemaker.amazonaws.com/deep-health-check-status');
const condition = (matchers: string): string => `max by (cluster, node, condition) (kube_node_status_condition{${matchers}} == 1)`;

export const nodesUnhealthy = signal({
  name: 'node:unhealthy:bool', title: 'Nodes that are not well', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 5 }, by: ['condition'], levels: ['cluster'], aggregation: 'sum',
  description: 'Nodes by what is wrong with them: the kubelet\'s own conditions (not ready, out of memory or disk), and those of the EKS node monitoring agent, node-problem-detector and HyperPod. `kubectl describe node` has the message.',
  sources: [{
    expr: [
      condition('condition="Ready", status=~"false|unknown"'),
      // The node monitoring agent of EKS says what works (KernelReady), others what does not (DiskPressure).
      condition('condition=~".+Ready", status="false"'),
      condition('condition!~".*Ready", status="true"'),
      `max by (cluster, node, condition) (label_replace(kube_node_labels{${hyperpodHealth}=~"Unschedulable.*"}, "condition", "HyperPod $1", "${hyperpodHealth}", "(.*)"))`,
      `max by (cluster, node, condition) (label_replace(kube_node_labels{${hyperpodDeepHealth}="Failed"}, "condition", "HyperPod deep health check $1", "${hyperpodDeepHealth}", "(.*)"))`,
    ].join('\nor\n'),
  }],
});

export const acceleratorsOut = signal({
  name: 'cluster:accelerators_out_of_service:count', title: 'Accelerators out of service', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 8 }, by: ['resource'],
  description: 'Accelerators on nodes that are not ready or are cordoned: paid for, and of use to nobody.',
  sources: [{
    expr: [
      `sum by (cluster, resource) (${acceleratorsAllocatable.name} and on (cluster, node) (max by (cluster, node) (kube_node_spec_unschedulable) == 1 or max by (cluster, node) (kube_node_status_condition{condition="Ready", status="true"}) == 0))`,
      `sum by (cluster, resource) (${acceleratorsAllocatable.name}) * 0`,
    ].join('\nor\n'),
  }],
});

export const acceleratorsWanted = signal({
  name: 'namespace:accelerators_pending:count', title: 'Accelerators waited for', unit: 'count', better: 'lower', by: ['resource'], levels: ['cluster'], aggregation: 'sum',
  description: 'Accelerators that pods ask for which no node has taken yet. More than are free: the cluster is too small or a queue is needed; fewer: no single node has enough of them.',
  sources: [{ expr: `sum by (cluster, namespace, resource) (kube_pod_container_resource_requests{resource=~"${accelerators}", node=""} * on (cluster, namespace, pod) group_left () (max by (cluster, namespace, pod) (kube_pod_status_phase{phase="Pending"}) == 1))` }],
});

export const podsAllocatable = signal({
  name: 'cluster:pods_allocatable:count', title: 'Pods that fit on the nodes', unit: 'count', better: 'neither',
  description: 'Pods that the nodes take at most. On EKS the addresses of a node set its limit: prefix delegation raises it.',
  sources: [{ expr: 'sum by (cluster) (max by (cluster, node) (kube_node_status_allocatable{resource="pods"}))' }],
});

const missing = (kind: string, label: string, expr: string): string => `label_replace(label_replace(sum by (cluster, namespace, ${label}) (${expr}) > 0, "name", "$1", "${label}", "(.*)"), "kind", "${kind}", "", "")`;

export const replicasMissing = signal({
  name: 'namespace:replicas_missing:count', title: 'Pods missing', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 5 }, by: ['kind', 'name'],
  description: 'Pods that Deployments, DaemonSets and StatefulSets should have and that do not serve. A DaemonSet that lacks some on GPU nodes does not tolerate their taints.',
  sources: [{
    expr: [
      missing('Deployment', 'deployment', 'kube_deployment_status_replicas_unavailable'),
      missing('DaemonSet', 'daemonset', 'kube_daemonset_status_number_unavailable'),
      missing('StatefulSet', 'statefulset', 'kube_statefulset_replicas - on (cluster, namespace, statefulset) kube_statefulset_status_replicas_ready'),
    ].map((expr) => `sum by (cluster, namespace, kind, name) (${expr})`).join('\nor\n'),
  }],
});

export const claims = signal({
  name: 'namespace:volume_claims:count', title: 'Volume claims by phase', unit: 'count', better: 'neither', by: ['phase'], levels: ['cluster'], aggregation: 'sum',
  description: 'PersistentVolumeClaims by phase. Pending ones wait for their first pod, or for a StorageClass that is not there; Lost ones have lost their volume.',
  sources: [{ expr: 'sum by (cluster, namespace, phase) (max by (cluster, namespace, persistentvolumeclaim, phase) (kube_persistentvolumeclaim_status_phase))' }],
});

export const storageRequested = signal({
  name: 'namespace:storage_requests:bytes', title: 'Storage requested', unit: 'bytes', better: 'neither', levels: ['cluster'], aggregation: 'sum',
  description: 'Size of the PersistentVolumeClaims: it is paid for whether or not it is used.',
  sources: [{ expr: 'sum by (cluster, namespace) (max by (cluster, namespace, persistentvolumeclaim) (kube_persistentvolumeclaim_resource_requests_storage_bytes))' }],
});

export const apiRequests = signal({
  name: 'cluster:apiserver_requests:rate5m', title: 'Requests to the API server', unit: 'requests/second', better: 'neither', by: ['code'],
  description: 'Requests that the API server answers each second, by status. 429 means that it holds back a client which asks too much: often a controller or a job that lists all pods again and again.',
  sources: [{ expr: 'sum by (cluster, code) (rate(apiserver_request_total[5m]))' }],
});

const apiRate = (matchers: string): string => `sum by (cluster) (rate(apiserver_request_total${matchers}[5m]))`;

export const apiErrors = signal({
  name: 'cluster:apiserver_errors:ratio', title: 'API server errors', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.05 },
  description: 'Share of requests that the API server answered with a fault of its own (5xx). While it lasts nothing is scheduled and jobs do not start.',
  sources: [{ expr: `(${apiRate('{code=~"5.."}')} or ${apiRate('')} * 0)\n/\n(${apiRate('')} > 0)` }],
});

/** What nobody asked for has no time: the quantile of nothing is no number. */
const apiLatencyOf = (kind: string, verbs: string): string =>
  `label_replace(histogram_quantile(0.99, sum by (cluster, le) (rate(apiserver_request_duration_seconds_bucket{verb=~"${verbs}", subresource!~"proxy|attach|log|exec|portforward"}[5m]))) >= 0, "kind", "${kind}", "", "")`;

export const apiLatency = signal({
  name: 'cluster:apiserver_latency_p99:seconds', title: 'API server latency, 99th percentile', unit: 'seconds', better: 'lower', thresholds: { warning: 1, critical: 5 }, by: ['kind'],
  description: 'Time within which 99 % of requests are answered: writes, reads of one object, and lists. Above 1 s for writes look at admission webhooks first, then at etcd.',
  sources: [{ expr: [apiLatencyOf('write', 'POST|PUT|PATCH|DELETE|APPLY'), apiLatencyOf('read', 'GET'), apiLatencyOf('list', 'LIST')].join('\nor\n') }],
});

export const webhookLatency = signal({
  name: 'cluster:webhook_latency_p99:seconds', title: 'Admission webhook latency, 99th percentile', unit: 'seconds', better: 'lower', thresholds: { warning: 1, critical: 5 }, by: ['name'],
  description: 'Time within which 99 % of calls of an admission webhook end. Kueue, training operators and others are asked for each pod: a slow or dead one keeps every job from starting.',
  sources: [{ expr: 'histogram_quantile(0.99, sum by (cluster, name, le) (rate(apiserver_admission_webhook_admission_duration_seconds_bucket[5m]))) >= 0' }],
});

export const clusterSignals = [
  nodes, nodesReady, nodesCordoned, nodesUnhealthy, acceleratorsAllocatable, acceleratorsAllocated, acceleratorsOut, acceleratorsWanted,
  cpuAllocatable, cpuRequests, cpuUsage, memoryAllocatable, memoryRequests, memoryUsage, nodeCpu, nodeMemory,
  pods, podsAllocatable, podsUnschedulable, containersWaiting, restarts, oomKills, replicasMissing, claims, storageRequested,
  apiRequests, apiErrors, apiLatency, webhookLatency,
];
