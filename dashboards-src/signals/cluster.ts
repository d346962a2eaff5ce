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

export const nodeDisk = signal({
  name: 'node:filesystem_used:ratio', title: 'Fullest disk of the node', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.9 },
  description: 'Space used on the fullest file system of a node. From about 85 % on the kubelet removes images and evicts pods.',
  sources: [{ expr: '1 - min by (cluster, node) (node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs", device_error=""} / (node_filesystem_size_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs", device_error=""} > 0))' }],
});

export const nodeReceived = signal({
  name: 'node:network_receive:rate5m', title: 'Network received', unit: 'bytes/second', better: 'neither', description: 'Bytes that a node receives each second, over its real interfaces.',
  sources: [{ expr: 'sum by (cluster, node) (rate(node_network_receive_bytes_total{device!~"lo|veth.*|cali.*|cilium.*|lxc.*|cni.*|docker.*|eni[0-9a-f]{6,}"}[5m]))' }], levels: ['cluster'], aggregation: 'sum',
});

export const nodeTransmitted = signal({
  name: 'node:network_transmit:rate5m', title: 'Network sent', unit: 'bytes/second', better: 'neither', description: 'Bytes that a node sends each second, over its real interfaces.',
  sources: [{ expr: 'sum by (cluster, node) (rate(node_network_transmit_bytes_total{device!~"lo|veth.*|cali.*|cilium.*|lxc.*|cni.*|docker.*|eni[0-9a-f]{6,}"}[5m]))' }], levels: ['cluster'], aggregation: 'sum',
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

export const clusterSignals = [
  nodes, nodesReady, acceleratorsAllocatable, acceleratorsAllocated, cpuAllocatable, cpuRequests, cpuUsage, memoryAllocatable, memoryRequests, memoryUsage,
  nodeCpu, nodeMemory, nodeDisk, nodeReceived, nodeTransmitted, pods, podsUnschedulable, containersWaiting, restarts,
];
