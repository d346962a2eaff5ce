import type { Signal } from '../signals/define.ts';
import * as filesystem from '../signals/filesystem.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const inCluster = 'cluster=~"$cluster"';
const inNode = `${inCluster}, node=~"$node"`;
const inNamespace = `${inCluster}, namespace=~"$namespace"`;

const now = (signal: Signal, key: string, title: string, expr: string): PanelSpec => stat({ ...about(signal), key, title, query: { expr, legend: title } });

export const lustreNow = (): PanelSpec => now(filesystem.lustreUsed, 'lustre-now', 'Fullest Lustre', `max(${filesystem.lustreUsed.name}{${inCluster}})`);
export const volumeNow = (): PanelSpec => now(filesystem.volumeUsed, 'volume-now', 'Fullest volume', `max(${filesystem.volumeUsed.name}{${inNamespace}})`);
export const diskNow = (): PanelSpec => now(filesystem.nodeDisk, 'disk-now', 'Fullest node disk', `max(${filesystem.nodeDisk.name}{${inNode}})`);
export const latencyNow = (): PanelSpec => now(filesystem.diskLatency, 'latency-now', 'Slowest disks', `max(${filesystem.diskLatency.name}{${inNode}})`);
export const stalledNow = (): PanelSpec => now(filesystem.ioStalled, 'stalled-now', 'Stalled by storage', `max(${filesystem.ioStalled.name}{${inNode}})`);

/** Those that will be full within a day. */
export const fillingNow = (): PanelSpec => stat({
  key: 'filling-now', title: 'Full within a day', unit: 'count', thresholds: { better: 'lower', warning: 1, critical: 3 },
  description: 'Volumes that are full within a day if they go on as in the last hour. The table below names them: remove old checkpoints, or expand the claim.',
  query: { expr: `count(${filesystem.volumeFullIn.name}{${inNamespace}} < 86400) or count(${filesystem.volumeUsed.name}{${inNamespace}}) * 0`, legend: 'volumes' },
});

const perFilesystem = (signal: Signal, key: string): PanelSpec => timeseries({ ...about(signal), key, max: 1, width: 8, queries: [{ expr: `max by (filesystem) (${signal.name}{${inCluster}})`, legend: '{{filesystem}}' }] });

export const lustreUsed = (): PanelSpec => perFilesystem(filesystem.lustreUsed, 'lustre-used');
export const lustreInodes = (): PanelSpec => perFilesystem(filesystem.lustreInodes, 'lustre-inodes');

export const lustreThroughput = (): PanelSpec => timeseries({
  key: 'lustre-throughput', title: 'Lustre throughput', unit: 'bytes/second', width: 8, requires: ['lustre'],
  description: 'Bytes that the chosen nodes read from Lustre and write to it. At the throughput that was bought with the capacity everything slows down: spread checkpoints, or take a faster class.',
  queries: [{ expr: `sum(${filesystem.lustreRead.name}{${inNode}})`, legend: 'read' }, { expr: `sum(${filesystem.lustreWritten.name}{${inNode}})`, legend: 'written' }],
});

export const lustreOperations = (): PanelSpec => timeseries({ ...about(filesystem.lustreOperations), key: 'lustre-operations', width: 8, queries: [{ expr: `sum by (operation) (${chosen(`${filesystem.lustreOperations.name}{${inCluster}}`, 'topk', 10, 'cluster, operation')})`, legend: '{{operation}}' }] });
export const lnetErrors = (): PanelSpec => timeseries({ ...about(filesystem.lnetErrors), key: 'lnet-errors', width: 8, queries: [{ expr: `sum by (kind) (${filesystem.lnetErrors.name}{${inNode}})`, legend: '{{kind}}' }] });

const byNode = (signal: Signal, key: string, title: string, width?: number): PanelSpec =>
  timeseries({ ...about(signal), key, title, ...(width ? { width } : {}), queries: [{ expr: chosen(`${signal.name}{${inNode}}`, 'topk', 20, 'cluster, node'), legend: '{{node}}' }] });

export const lustreWait = (): PanelSpec => byNode(filesystem.lustreWait, 'lustre-wait', 'Time of a Lustre request by node', 24);
export const lustreReadByNode = (): PanelSpec => byNode(filesystem.lustreRead, 'lustre-read-by-node', 'Read from Lustre by node');
export const lustreWrittenByNode = (): PanelSpec => byNode(filesystem.lustreWritten, 'lustre-written-by-node', 'Written to Lustre by node');
export const unhealthyClients = (): PanelSpec => timeseries({
  ...about(filesystem.lustreHealthy), key: 'unhealthy-clients', title: 'Nodes whose Lustre client is not healthy', unit: 'count', width: 8, thresholds: undefined,
  queries: [{ expr: `count(${filesystem.lustreHealthy.name}{${inNode}} == 0) or count(${filesystem.lustreHealthy.name}{${inNode}}) * 0`, legend: 'nodes' }],
});

const volumeColumn = (signal: Signal, title: string, aggregation: 'max' | 'min', cell: NonNullable<ValueColumn['cell']>): ValueColumn =>
  ({ expr: `${aggregation} by (namespace, persistentvolumeclaim) (${signal.name}{${inNamespace}})`, title, unit: signal.unit, cell, thresholds: about(signal).thresholds });

export const volumes = (): PanelSpec => table({
  key: 'volumes', title: 'Volumes', height: 10, description: 'PersistentVolumeClaims that pods mount, the fullest first. "Full in" goes by the last hour; nothing there: it does not fill. Drivers of shared file systems often report no space.',
  labels: [{ label: 'namespace', title: 'Namespace', width: 150 }, { label: 'persistentvolumeclaim', title: 'Claim', width: 360 }],
  values: [
    volumeColumn(filesystem.volumeCapacity, 'Size', 'max', 'plain'), volumeColumn(filesystem.volumeUsed, 'Used', 'max', 'gauge'),
    volumeColumn(filesystem.volumeInodes, 'Inodes', 'max', 'gauge'), volumeColumn(filesystem.volumeFullIn, 'Full in', 'min', 'colour'),
  ],
  sort: { column: 'Used', desc: true },
});

export const fullest = (): PanelSpec => byNode(filesystem.nodeDisk, 'fullest', 'Fullest disk by node');
export const stalled = (): PanelSpec => byNode(filesystem.ioStalled, 'stalled', 'Time stalled by storage, by node');
export const latency = (): PanelSpec => byNode(filesystem.diskLatency, 'latency', 'Time of a disk operation by node');
export const busy = (): PanelSpec => byNode(filesystem.diskBusy, 'busy', 'Busiest disk by node', 24);

export const diskThroughput = (): PanelSpec => timeseries({
  key: 'disk-throughput', title: 'Throughput of the nodes\' disks', unit: 'bytes/second',
  description: 'Bytes that the chosen nodes read from their disks and write to them. Reads of hundreds of MB/s on all nodes at the start of a job are images and data being fetched.',
  queries: [{ expr: `sum(${filesystem.diskRead.name}{${inNode}})`, legend: 'read' }, { expr: `sum(${filesystem.diskWritten.name}{${inNode}})`, legend: 'written' }],
});

const nodeColumn = (signal: Signal, title: string, cell: ValueColumn['cell'] = 'colour'): ValueColumn => ({ expr: `max by (node) (${signal.name}{${inNode}})`, title, unit: signal.unit, cell, thresholds: about(signal).thresholds });

export const nodes = (): PanelSpec => table({
  key: 'nodes', title: 'Disks of the nodes', height: 10, description: 'The nodes with the state of their disks, the fullest first. A node that fills has too many images or pods that write into their containers.',
  labels: [{ label: 'node', title: 'Node', link: linkTo('cluster', 'Show this node', { cell: 'node' }) }],
  values: [
    nodeColumn(filesystem.nodeDisk, 'Used', 'gauge'), nodeColumn(filesystem.nodeInodes, 'Inodes', 'gauge'),
    nodeColumn(filesystem.diskRead, 'Read', 'plain'), nodeColumn(filesystem.diskWritten, 'Written', 'plain'), nodeColumn(filesystem.diskLatency, 'Operation'), nodeColumn(filesystem.ioStalled, 'Stalled'),
  ],
  sort: { column: 'Used', desc: true },
});
