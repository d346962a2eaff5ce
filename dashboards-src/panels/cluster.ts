import * as cluster from '../signals/cluster.ts';
import type { Signal } from '../signals/define.ts';
import { about, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const inCluster = 'cluster=~"$cluster"';
const inNamespace = `${inCluster}, namespace=~"$namespace"`;
const inNode = `${inCluster}, node=~"$node"`;

const sum = (signal: Signal): string => `sum(${signal.at('cluster')}{${inCluster}})`;
const byNamespace = (signal: Signal, ...more: string[]): string => `sum by (namespace) (${signal.at('namespace')}{${[inNamespace, ...more].join(', ')}})`;

export const nodesReady = (): PanelSpec => stat({
  ...about(cluster.nodesReady), key: 'nodes-ready', title: 'Nodes ready', unit: 'ratio', thresholds: { better: 'higher', warning: 0.999, critical: 0.9 },
  query: { expr: `${sum(cluster.nodesReady)} / ${sum(cluster.nodes)}`, legend: 'ready' },
});

export const nodes = (): PanelSpec => stat({ ...about(cluster.nodes), key: 'nodes', query: { expr: sum(cluster.nodes), legend: 'nodes' } });

export const unschedulable = (): PanelSpec => stat({
  ...about(cluster.podsUnschedulable), key: 'unschedulable',
  // A cluster with pods of which none is unschedulable has no series at all: that is a true zero.
  query: { expr: `sum(${cluster.podsUnschedulable.at('namespace')}{${inNamespace}}) or sum(${cluster.pods.at('namespace')}{${inNamespace}}) * 0`, legend: 'pods' },
});

export const restartsNow = (): PanelSpec => stat({ ...about(cluster.restarts), key: 'restarts-now', title: 'Restarts, last hour', query: { expr: `sum(${cluster.restarts.at('namespace')}{${inNamespace}})`, legend: 'restarts' } });

const shareOf = (key: string, title: string, description: string, part: Signal, whole: Signal): PanelSpec => stat({
  key, title, description, unit: 'ratio', thresholds: { better: 'lower', warning: 0.85, critical: 0.97 }, query: { expr: `${sum(part)} / ${sum(whole)}`, legend: title },
});

export const cpuRequested = (): PanelSpec => shareOf('cpu-requested', 'CPU requested', 'Part of the nodes\' CPU that pods asked for. Near 100 % new pods wait, whatever is really used.', cluster.cpuRequests, cluster.cpuAllocatable);
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

export const acceleratorsByKind = (): PanelSpec => table({
  key: 'accelerators-by-kind', title: 'Accelerators by kind', width: 12, height: 8,
  description: 'What the nodes offer and what pods hold, by resource. A kind that is full while pods wait needs more nodes or shorter jobs. Neuron devices are offered under several names at once: what is held under one is gone under the others.',
  labels: [{ label: 'resource', title: 'Resource' }],
  values: [
    { expr: `sum by (resource) (${accelerators.allocatable})`, title: 'Allocatable', unit: 'count' },
    { expr: `sum by (resource) (${accelerators.allocated} or ${accelerators.allocatable} * 0)`, title: 'Allocated', unit: 'count' },
  ],
  sort: { column: 'Allocatable', desc: true },
});

export const acceleratorsAllocated = (): PanelSpec => timeseries({
  ...about(cluster.acceleratorsAllocated), key: 'accelerators-allocated', title: 'Accelerators allocated by kind',
  queries: [{ expr: `sum by (resource) (${accelerators.allocated} or ${accelerators.allocatable} * 0)`, legend: '{{resource}}' }],
});

export const podsByPhase = (): PanelSpec => timeseries({
  ...about(cluster.pods), key: 'pods-by-phase', width: 8, title: 'Pods by phase', stacked: true, colours: { Running: 'green', Pending: 'orange', Failed: 'red', Succeeded: 'blue', Unknown: 'purple' },
  queries: [{ expr: `sum by (phase) (${cluster.pods.at('namespace')}{${inNamespace}}) > 0`, legend: '{{phase}}' }],
});

export const waitingByReason = (): PanelSpec => timeseries({
  ...about(cluster.containersWaiting), key: 'waiting-by-reason', width: 8, title: 'Why containers wait', none: 'No container waits',
  queries: [{ expr: `sum by (reason) (${cluster.containersWaiting.at('namespace')}{${inNamespace}}) > 0`, legend: '{{reason}}' }],
});

export const restarts = (): PanelSpec => timeseries({
  ...about(cluster.restarts), key: 'restarts', width: 8, title: 'Restarts by namespace, last hour', thresholds: undefined,
  queries: [{ expr: byNamespace(cluster.restarts), legend: '{{namespace}}' }],
});

const nodeColumn = (signal: Signal, title: string): ValueColumn => ({ expr: `max by (node) (${signal.at('node')}{${inNode}})`, title, unit: signal.unit, cell: 'gauge', thresholds: about(signal).thresholds });

export const byNode = (): PanelSpec => table({
  key: 'by-node', title: 'How full the nodes are', height: 10,
  description: 'CPU, memory and fullest file system of each node, now. Beside a GPU that waits, a node at its CPU limit points at data loading; a full disk gets its pods evicted.',
  labels: [{ label: 'node', title: 'Node', link: { title: 'Show the GPUs of this node', url: '/d/observability-gpu-fleet?${__url_time_range}&${cluster:queryparam}&var-node=${__value.raw}' } }],
  values: [nodeColumn(cluster.nodeCpu, 'CPU'), nodeColumn(cluster.nodeMemory, 'Memory'), nodeColumn(cluster.nodeDisk, 'Fullest disk')],
  sort: { column: 'CPU', desc: true },
});

const traffic = (key: string, title: string, signal: Signal): PanelSpec => timeseries({ ...about(signal), key, title, queries: [{ expr: chosen(`${signal.at('node')}{${inNode}}`, 'topk', 20, 'cluster, node'), legend: '{{node}}' }] });

export const received = (): PanelSpec => traffic('received', 'Network received by node', cluster.nodeReceived);
export const transmitted = (): PanelSpec => traffic('transmitted', 'Network sent by node', cluster.nodeTransmitted);
