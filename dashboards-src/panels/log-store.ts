import type { Signal } from '../signals/define.ts';
import * as store from '../signals/log-store.ts';
import { about, stat, timeseries, type PanelSpec } from './panel.ts';

const inCluster = 'cluster=~"$cluster"';
const worst = (signal: Signal): string => `${signal.better === 'higher' ? 'min' : 'max'}(${signal.name}{${inCluster}})`;
const now = (key: string, signal: Signal, title = signal.title): PanelSpec => stat({ ...about(signal), key, title, query: { expr: worst(signal), legend: title } });
const byNode = (key: string, signal: Signal, title: string): PanelSpec => timeseries({ ...about(signal), key, title, width: 8, legend: 'below', queries: [{ expr: `max by (name) (${signal.name}{${inCluster}})`, legend: '{{name}}' }] });
const byFamily = (key: string, signal: Signal, title: string): PanelSpec => timeseries({ ...about(signal), key, title, width: 8, legend: 'below', queries: [{ expr: `max by (family) (${signal.name}{${inCluster}})`, legend: '{{family}}' }] });

export const statusNow = (): PanelSpec => now('store-status', store.storeStatus, 'Health, 0 is green');
export const nodesNow = (): PanelSpec => now('store-nodes', store.storeNodes, 'Nodes');
export const unassignedNow = (): PanelSpec => now('store-unassigned', store.storeUnassigned);
export const heapNow = (): PanelSpec => now('store-heap-now', store.storeHeap, 'Fullest heap');
export const diskNow = (): PanelSpec => now('store-disk-now', store.storeDisk, 'Fullest disk');
export const certificateNow = (): PanelSpec => now('store-certificate', store.certificateLeft, 'Certificate ends in');

export const disk = (): PanelSpec => byNode('store-disk', store.storeDisk, 'Disks of the log store');
export const heap = (): PanelSpec => byNode('store-heap', store.storeHeap, 'Heap of the log store');
export const gc = (): PanelSpec => byNode('store-gc', store.storeGc, 'Time spent on garbage collection');
export const writes = (): PanelSpec => byNode('store-writes', store.storeWrites, 'Lines written by node of the store');
export const pressure = (): PanelSpec => byNode('store-pressure', store.storeWritePressure, 'Memory for writes in use');
export const searchTime = (): PanelSpec => byNode('store-search-time', store.storeSearchTime, 'Time of a search, mean');

export const rejected = (): PanelSpec => timeseries({
  ...about(store.storeRejected), key: 'store-rejected', width: 8, legend: 'below',
  queries: [{ expr: `sum by (name, type) (${store.storeRejected.name}{${inCluster}})`, legend: '{{name}}, {{type}}' }],
});

export const size = (): PanelSpec => timeseries({
  ...about(store.familySize), key: 'store-size', title: 'Size of the logs', width: 8, legend: 'below', stacked: true,
  queries: [{ expr: `sum by (family) (${store.familySize.name}{${inCluster}})`, legend: '{{family}}' }],
});

export const history = (): PanelSpec => byFamily('store-history', store.familyHistory, 'How far back the logs reach');
