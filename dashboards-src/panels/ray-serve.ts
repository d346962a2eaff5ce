import type { Signal } from '../signals/define.ts';
import * as serve from '../signals/ray-serve.ts';
import { about, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { inRayCluster } from './ray.ts';

const of = (signal: Signal): string => `${signal.name}{${inRayCluster}}`;
const byApplication = (signal: Signal, key: string): PanelSpec => timeseries({ ...about(signal), key, width: 8, queries: [{ expr: `max by (ray_io_cluster, application) (${of(signal)})`, legend: '{{application}}' }] });
const byDeployment = (signal: Signal, key: string): PanelSpec => timeseries({ ...about(signal), key, width: 8, queries: [{ expr: `sum by (application, deployment) (${of(signal)})`, legend: '{{application}} {{deployment}}' }] });

export const requests = (): PanelSpec => timeseries({
  ...about(serve.requests), key: 'serve-requests', width: 8, stacked: true, queries: [{ expr: `sum by (application) (${of(serve.requests)})`, legend: '{{application}}' }],
});
export const errors = (): PanelSpec => byApplication(serve.errors, 'serve-errors');
export const latencyP50 = (): PanelSpec => byApplication(serve.latencyP50, 'serve-latency-p50');
export const latencyP95 = (): PanelSpec => byApplication(serve.latencyP95, 'serve-latency-p95');
export const latencyP99 = (): PanelSpec => byApplication(serve.latencyP99, 'serve-latency-p99');
export const replicas = (): PanelSpec => byDeployment(serve.replicas, 'serve-replicas');
export const replicasUnhealthy = (): PanelSpec => byDeployment(serve.replicasUnhealthy, 'serve-replicas-unhealthy');
export const queued = (): PanelSpec => byDeployment(serve.queued, 'serve-queued');
export const ongoing = (): PanelSpec => byDeployment(serve.ongoing, 'serve-ongoing');

const column = (signal: Signal, title: string, cell: ValueColumn['cell'] = 'colour'): ValueColumn =>
  ({ expr: `max by (namespace, ray_io_cluster, application) (${of(signal)})`, title, cell, unit: signal.unit, thresholds: about(signal).thresholds });

export const applications = (): PanelSpec => table({
  key: 'serve-applications', title: 'Applications of Ray Serve', requires: ['ray'], height: 7,
  description: 'The applications with their load. A failed or unhealthy one is told by `serve status` on its head, with the reason.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'ray_io_cluster', title: 'Ray cluster' }, { label: 'application', title: 'Application' }],
  values: [
    { ...column(serve.applicationDown, 'State'), words: { 0: { text: 'works', color: 'transparent' }, 1: { text: 'down', color: 'red' } } },
    column(serve.requests, 'Requests', 'plain'),
    column(serve.errors, 'Errors'),
    column(serve.latencyP95, 'p95', 'plain'),
  ],
  sort: { column: 'Errors', desc: true },
});
