import * as cluster from '../signals/cluster.ts';
import type { Signal } from '../signals/define.ts';
import * as filesystem from '../signals/filesystem.ts';
import { coresInUse } from '../signals/neuron.ts';
import { about, linkTo, stat, table, timeseries, type DataLink, type PanelSpec, type ValueColumn } from './panel.ts';

const inCluster = 'cluster=~"$cluster"';
const inNamespace = `${inCluster}, namespace=~"$namespace"`;
const inNode = `${inCluster}, node=~"$node"`;

const sum = (signal: Signal): string => `sum(${signal.at('cluster')}{${inCluster}})`;
const byNamespace = (signal: Signal, ...more: string[]): string => `sum by (namespace) (${signal.at('namespace')}{${[inNamespace, ...more].join(', ')}})`;

/** A cluster with pods of which none has the fault has no series at all: that is a true zero. */
const orZero = (expr: string): string => `${expr} or sum(${cluster.pods.at('namespace')}{${inNamespace}}) * 0`;
const now = (signal: Signal, key: string, title: string, expr: string, more: { link?: DataLink } = {}): PanelSpec => stat({ ...about(signal), key, title, query: { expr, legend: title }, ...more });

export const nodesReady = (): PanelSpec => stat({
  ...about(cluster.nodesReady), key: 'nodes-ready', title: 'Nodes ready', unit: 'ratio', thresholds: { better: 'higher', warning: 0.999, critical: 0.9 },
  query: { expr: `${sum(cluster.nodesReady)} / ${sum(cluster.nodes)}`, legend: 'ready' },
});

export const nodes = (): PanelSpec => stat({ ...about(cluster.nodes), key: 'nodes', query: { expr: sum(cluster.nodes), legend: 'nodes' } });
export const cordoned = (): PanelSpec => now(cluster.nodesCordoned, 'cordoned', 'Nodes cordoned', sum(cluster.nodesCordoned));

export const unhealthy = (): PanelSpec => now(cluster.nodesUnhealthy, 'unhealthy', 'Nodes not well', `count(count by (cluster, node) (${cluster.nodesUnhealthy.name}{${inNode}})) or ${sum(cluster.nodes)} * 0`);

export const acceleratorsOut = (): PanelSpec => now(cluster.acceleratorsOut, 'accelerators-out', 'Accelerators out', `max(${cluster.acceleratorsOut.name}{${inCluster}})`);
export const unschedulable = (): PanelSpec => now(cluster.podsUnschedulable, 'unschedulable', 'Pods that fit no node', orZero(`sum(${cluster.podsUnschedulable.at('namespace')}{${inNamespace}})`));
export const oomKills = (): PanelSpec => now(cluster.oomKills, 'oom-kills', 'Killed for memory, 1 h', orZero(`sum(${cluster.oomKills.at('namespace')}{${inNamespace}})`));
export const replicasMissing = (): PanelSpec => now(cluster.replicasMissing, 'replicas-missing', 'Pods missing', orZero(`sum(${cluster.replicasMissing.name}{${inNamespace}})`));
export const apiErrors = (): PanelSpec => now(cluster.apiErrors, 'api-errors', 'API server errors', `max(${cluster.apiErrors.name}{${inCluster}})`);

export const restartsNow = (): PanelSpec => now(cluster.restarts, 'restarts-now', 'Restarts, last hour', `sum(${cluster.restarts.at('namespace')}{${inNamespace}})`);

const shareOf = (key: string, title: string, description: string, part: Signal, whole: Signal): PanelSpec => stat({
  key, title, description, unit: 'ratio', thresholds: { better: 'lower', warning: 0.85, critical: 0.97 }, query: { expr: `${sum(part)} / ${sum(whole)}`, legend: title },
});

export const cpuRequested = (): PanelSpec => shareOf('cpu-requested', 'CPU requested', 'Part of the nodes\' CPU that pods asked for. Near 100 % new pods wait, whatever is really used.', cluster.cpuRequests, cluster.cpuAllocatable);
export const podsPlaced = (): PanelSpec => stat({
  ...about(cluster.podsAllocatable), key: 'pods-placed', title: 'Room for pods taken', unit: 'ratio', thresholds: { better: 'lower', warning: 0.85, critical: 0.97 },
  query: { expr: `sum(${cluster.pods.at('cluster')}{${inCluster}, phase=~"Running|Pending"}) / ${sum(cluster.podsAllocatable)}`, legend: 'taken' },
});
export const memoryRequested = (): PanelSpec => shareOf('memory-requested', 'Memory requested', 'Part of the nodes\' memory that pods asked for. Near 100 % new pods wait, whatever is really used.', cluster.memoryRequests, cluster.memoryAllocatable);

const room = (key: string, title: string, description: string, unit: 'cores' | 'bytes', [allocatable, requests, usage]: [Signal, Signal, Signal]): PanelSpec => timeseries({
  key, title, description, unit,
  queries: [{ expr: sum(requests), legend: 'requested' }, { expr: sum(usage), legend: 'used' }, { expr: sum(allocatable), legend: 'allocatable', reference: true }],
});

export const cpu = (): PanelSpec => room('cpu', 'CPU: allocatable, requested, used', 'Requested close to allocatable while little is used: requests are too high, and nodes can be saved.', 'cores', [cluster.cpuAllocatable, cluster.cpuRequests, cluster.cpuUsage]);
export const memory = (): PanelSpec => room('memory', 'Memory: allocatable, requested, used', 'Used above requested means that pods live on memory that nobody promised them: under pressure they are killed.', 'bytes', [cluster.memoryAllocatable, cluster.memoryRequests, cluster.memoryUsage]);

export const cpuByNamespace = (): PanelSpec => timeseries({ ...about(cluster.cpuUsage), key: 'cpu-by-namespace', title: 'CPU used by namespace', stacked: true, queries: [{ expr: byNamespace(cluster.cpuUsage), legend: '{{namespace}}' }] });
export const memoryByNamespace = (): PanelSpec => timeseries({ ...about(cluster.memoryUsage), key: 'memory-by-namespace', title: 'Memory used by namespace', stacked: true, queries: [{ expr: byNamespace(cluster.memoryUsage), legend: '{{namespace}}' }] });

const accelerators = { allocatable: `${cluster.acceleratorsAllocatable.at('cluster')}{${inCluster}}`, allocated: `${cluster.acceleratorsAllocated.at('cluster')}{${inCluster}}` };
const byKind = (series: string): string => `sum by (resource) (${series} or ${accelerators.allocatable} * 0)`;

export const acceleratorsByKind = (): PanelSpec => table({
  key: 'accelerators-by-kind', title: 'Accelerators by kind', width: 11, height: 8,
  description: 'What the nodes offer, what pods hold, what pods wait for, and what lies on nodes that take no work. A kind that is full while pods wait needs more nodes or shorter jobs. Neuron devices are offered under several names at once: what is held under one is gone under the others.',
  labels: [{ label: 'resource', title: 'Resource' }],
  values: [
    { expr: `sum by (resource) (${accelerators.allocatable})`, title: 'Offered', unit: 'count', width: 80 },
    { expr: byKind(accelerators.allocated), title: 'Allocated', unit: 'count', width: 85 },
    { expr: byKind(`${cluster.acceleratorsWanted.at('cluster')}{${inCluster}}`), title: 'Waited for', unit: 'count', width: 95 },
    { expr: byKind(`${cluster.acceleratorsOut.name}{${inCluster}}`), title: 'Out of service', unit: 'count', cell: 'colour', width: 115, thresholds: about(cluster.acceleratorsOut).thresholds },
  ],
  sort: { column: 'Offered', desc: true },
});

export const acceleratorsAllocated = (): PanelSpec => timeseries({
  ...about(cluster.acceleratorsAllocated), key: 'accelerators-allocated', title: 'Accelerators allocated by kind', width: 9, legend: 'beside',
  queries: [{ expr: `sum by (resource) (${accelerators.allocated} or ${accelerators.allocatable} * 0)`, legend: '{{resource}}' }],
});

export const neuronCores = (): PanelSpec => stat({
  ...about(coresInUse), key: 'neuroncores', width: 4, height: 8, link: linkTo('neuron', 'Show Trainium and Inferentia'),
  query: { expr: `sum(${coresInUse.at('cluster')}{${inCluster}})`, legend: 'in use' },
});

export const podsByPhase = (): PanelSpec => timeseries({
  ...about(cluster.pods), key: 'pods-by-phase', title: 'Pods by phase', stacked: true, colours: { Running: 'green', Pending: 'orange', Failed: 'red', Succeeded: 'blue', Unknown: 'purple' },
  queries: [{ expr: `sum by (phase) (${cluster.pods.at('namespace')}{${inNamespace}}) > 0`, legend: '{{phase}}' }],
});

export const waitingByReason = (): PanelSpec => timeseries({
  ...about(cluster.containersWaiting), key: 'waiting-by-reason', title: 'Why containers wait', none: 'No container waits',
  queries: [{ expr: `sum by (reason) (${cluster.containersWaiting.at('namespace')}{${inNamespace}}) > 0`, legend: '{{reason}}' }],
});

export const restarts = (): PanelSpec => timeseries({
  ...about(cluster.restarts), key: 'restarts', width: 8, title: 'Restarts by namespace, last hour', thresholds: undefined,
  queries: [{ expr: `topk(20, ${byNamespace(cluster.restarts)})`, legend: '{{namespace}}' }],
});

export const conditions = (): PanelSpec => timeseries({
  ...about(cluster.nodesUnhealthy), key: 'conditions', title: 'What is wrong with nodes', thresholds: undefined, none: 'Every node is well',
  queries: [{ expr: `sum by (condition) (${cluster.nodesUnhealthy.at('cluster')}{${inCluster}})`, legend: '{{condition}}' }],
});

export const unhealthyNodes = (): PanelSpec => table({
  key: 'unhealthy-nodes', title: 'Nodes that are not well now', width: 12, height: 8, none: 'Every node is well', description: about(cluster.nodesUnhealthy).description,
  labels: [{ label: 'node', title: 'Node', link: linkTo('gpu-fleet', 'Show the GPUs of this node', { cell: 'node' }) }, { label: 'condition', title: 'Condition' }],
  values: [{ expr: `max by (node, condition) (${cluster.nodesUnhealthy.name}{${inNode}})`, title: 'Holds', unit: 'bool', words: { 1: { text: 'yes', color: 'orange' } } }],
  sort: { column: 'Node', desc: false },
});

const nodeColumn = (signal: Signal, title: string): ValueColumn => ({ expr: `max by (node) (${signal.at('node')}{${inNode}})`, title, unit: signal.unit, cell: 'gauge', thresholds: about(signal).thresholds });
/** Whether something holds of a node, in words. */
const nodeWord = (title: string, expr: string, no: string, yes: string): ValueColumn =>
  ({ expr, title, unit: 'bool', cell: 'colour', thresholds: { better: 'lower', warning: 1, critical: 2 }, words: { 0: { text: no, color: 'transparent' }, 1: { text: yes, color: 'orange' } } });

export const byNode = (): PanelSpec => table({
  key: 'by-node', title: 'How full the nodes are', height: 10,
  description: 'CPU, memory and fullest file system of each node, now. Beside a GPU that waits, a node at its CPU limit points at data loading; a full disk gets its pods evicted.',
  labels: [{ label: 'node', title: 'Node', link: linkTo('gpu-fleet', 'Show the GPUs of this node', { cell: 'node' }) }],
  values: [
    nodeWord('Ready', `max by (node) (kube_node_status_condition{${inNode}, condition="Ready", status=~"false|unknown"})`, 'yes', 'no'),
    nodeWord('Cordoned', `max by (node) (kube_node_spec_unschedulable{${inNode}})`, 'no', 'yes'),
    nodeColumn(cluster.nodeCpu, 'CPU'), nodeColumn(cluster.nodeMemory, 'Memory'), nodeColumn(filesystem.nodeDisk, 'Fullest disk'),
  ],
  sort: { column: 'CPU', desc: true },
});

export const versions = (): PanelSpec => table({
  key: 'versions', title: 'Nodes by version', height: 6,
  description: 'Versions that nodes run. A training job over nodes of different kernels or images may behave differently on each: finish the upgrade.',
  labels: [{ label: 'kubelet_version', title: 'Kubernetes' }, { label: 'os_image', title: 'Image' }, { label: 'kernel_version', title: 'Kernel' }, { label: 'container_runtime_version', title: 'Runtime' }],
  values: [{ expr: `count by (kubelet_version, os_image, kernel_version, container_runtime_version) (kube_node_info{${inNode}})`, title: 'Nodes', unit: 'count' }],
  sort: { column: 'Nodes', desc: true },
});

export const missing = (): PanelSpec => table({
  key: 'missing', title: 'Deployments, DaemonSets and StatefulSets that lack pods', height: 8, none: 'Nothing lacks a pod', description: about(cluster.replicasMissing).description,
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'kind', title: 'Kind' }, { label: 'name', title: 'Name' }],
  values: [{ expr: `topk(50, sum by (namespace, kind, name) (${cluster.replicasMissing.name}{${inNamespace}}))`, title: 'Pods missing', unit: 'count', cell: 'colour', thresholds: about(cluster.replicasMissing).thresholds }],
  sort: { column: 'Pods missing', desc: true },
});

const perNamespace = (signal: Signal, title: string): ValueColumn => ({ expr: byNamespace(signal), title, unit: signal.unit });

export const namespaces = (): PanelSpec => table({
  key: 'namespaces', title: 'Namespaces: requested and used', height: 10,
  description: 'What the pods of each namespace asked for and what they use. Far more requested than used: lower the requests, as nobody else can have it.',
  labels: [{ label: 'namespace', title: 'Namespace' }],
  values: [
    perNamespace(cluster.cpuRequests, 'CPU requested'), perNamespace(cluster.cpuUsage, 'CPU used'),
    { ...perNamespace(cluster.memoryRequests, 'Memory requested'), width: 140 }, perNamespace(cluster.memoryUsage, 'Memory used'), perNamespace(cluster.storageRequested, 'Storage'),
  ],
  sort: { column: 'CPU requested', desc: true },
});

export const claims = (): PanelSpec => timeseries({
  ...about(cluster.claims), key: 'claims', stacked: true, width: 8, colours: { Bound: 'green', Pending: 'orange', Lost: 'red' },
  queries: [{ expr: `sum by (phase) (${cluster.claims.at('namespace')}{${inNamespace}})`, legend: '{{phase}}' }],
});

export const killsByNamespace = (): PanelSpec => timeseries({
  ...about(cluster.oomKills), key: 'kills-by-namespace', title: 'Killed for memory by namespace, 1 h', width: 8, thresholds: undefined,
  queries: [{ expr: `topk(20, ${byNamespace(cluster.oomKills)} or ${byNamespace(cluster.pods)} * 0)`, legend: '{{namespace}}' }],
});

export const apiRequests = (): PanelSpec => timeseries({ ...about(cluster.apiRequests), key: 'api-requests', width: 8, queries: [{ expr: `sum by (code) (${cluster.apiRequests.name}{${inCluster}})`, legend: '{{code}}' }] });
export const apiLatency = (): PanelSpec => timeseries({ ...about(cluster.apiLatency), key: 'api-latency', width: 8, queries: [{ expr: `max by (kind) (${cluster.apiLatency.name}{${inCluster}})`, legend: '{{kind}}' }] });
export const webhookLatency = (): PanelSpec => timeseries({ ...about(cluster.webhookLatency), key: 'webhook-latency', width: 8, none: 'No webhook was called', queries: [{ expr: `max by (name) (${cluster.webhookLatency.name}{${inCluster}})`, legend: '{{name}}' }] });
export const apiInflight = (): PanelSpec => timeseries({
  key: 'api-inflight', title: 'Requests that the API server works on', unit: 'count', description: 'Requests that are being answered, those that change something apart. At the limit (400 and 200 unless set otherwise) further ones wait or are refused with 429.',
  queries: [{ expr: `sum by (request_kind) (apiserver_current_inflight_requests{${inCluster}})`, legend: '{{request_kind}}' }],
});
export const etcdSize = (): PanelSpec => timeseries({
  key: 'etcd-size', title: 'Size of etcd', unit: 'bytes', legend: 'below', description: 'Size of the database of the cluster. At its quota (8 GiB on EKS) the cluster can be read but not changed: find what leaves objects behind, often finished Jobs and Events.',
  queries: [{ expr: `max by (cluster) (apiserver_storage_size_bytes{${inCluster}})`, legend: '{{cluster}}' }],
});
