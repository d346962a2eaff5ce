import type { Node } from '../../src/sources/kubernetes.ts';
import { gpus, type GpuFaults, type Holder } from './gpus.ts';
import { series, together, total, valueAt, type Course, type World } from './world.ts';

export interface SimulatedNode {
  readonly name: string;
  /** GPUs that it offers; none if left out. */
  readonly gpus?: number;
  readonly holders?: readonly Holder[];
  readonly faults?: GpuFaults;
  readonly profiling?: boolean;
  /** Whether an exporter measures its GPUs. */
  readonly measured?: boolean;
  readonly ready?: Course;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly cordoned?: boolean;
  /** Shares of time. */
  readonly cpuBusy?: Course;
  readonly ioStalled?: Course;
  /** Share of the fullest disk. */
  readonly diskUsed?: Course;
  /** Dollars an hour for a GPU; without, OpenCost knows none. */
  readonly gpuPrice?: number;
  /** Other resources that it offers, as Kubernetes names them. */
  readonly offers?: Readonly<Record<string, number>>;
}

const cores = 96;
const diskBytes = 1e12;
/** What kube-state-metrics makes of the name of a resource. */
export const exposedResource = (name: string): string => name.replaceAll(/[./-]/g, '_');

/** A node as the API server, kube-state-metrics, node-exporter, OpenCost and, where it has GPUs, dcgm-exporter show it. */
export function node({
  name, gpus: count = 0, holders = [], faults = {}, profiling = true, measured = true, ready = 1, taints = [], cordoned = false, cpuBusy = 0.35, ioStalled = 0.01, diskUsed = 0.4, gpuPrice, offers = {},
}: SimulatedNode): World {
  const resources = { cpu: cores, ...(count && { 'nvidia.com/gpu': count }), ...offers };
  const object: Node = {
    kind: 'Node', metadata: { name },
    spec: { ...(cordoned && { unschedulable: true }), ...(taints.length && { taints }) },
    status: { allocatable: Object.fromEntries(Object.entries(resources).map(([resource, amount]) => [resource, String(amount)])), conditions: [{ type: 'Ready', status: valueAt(ready, 0) ? 'True' : 'False' }] },
  };
  const state = { job: 'kube-state-metrics', node: name };
  const host = { job: 'node-exporter', instance: `${name}:9100`, node: name };
  const disk = { ...host, device: '/dev/nvme0n1p1', fstype: 'ext4', mountpoint: '/' };
  const not = (course: Course): Course => (minute) => 1 - (valueAt(course, minute) ?? 0);
  const world: World = {
    objects: [object],
    series: [
      series('kube_node_info', state, 1),
      series('kube_node_spec_unschedulable', state, cordoned ? 1 : 0),
      ...Object.entries(resources).map(([resource, amount]) => series('kube_node_status_allocatable', { ...state, resource: exposedResource(resource), unit: resource === 'cpu' ? 'core' : 'integer' }, amount)),
      series('kube_node_status_condition', { ...state, condition: 'Ready', status: 'true' }, ready),
      series('kube_node_status_condition', { ...state, condition: 'Ready', status: 'false' }, not(ready)),
      series('up', { job: 'node-exporter', instance: host.instance, node: name }, 1),
      series('node_cpu_seconds_total', { ...host, cpu: '0', mode: 'idle' }, total(not(cpuBusy))),
      series('node_pressure_io_stalled_seconds_total', host, total(ioStalled)),
      series('node_filesystem_size_bytes', disk, diskBytes),
      series('node_filesystem_avail_bytes', disk, (minute) => diskBytes * (1 - (valueAt(diskUsed, minute) ?? 0))),
      series('node_network_receive_bytes_total', { ...host, device: 'eth0' }, total(2e8)),
      ...(gpuPrice === undefined ? [] : [
        series('node_gpu_hourly_cost', { job: 'opencost', node: name, instance: name }, gpuPrice),
        series('node_total_hourly_cost', { job: 'opencost', node: name, instance: name }, gpuPrice * count + 4),
      ]),
    ],
  };
  return together(world, count && measured ? gpus({ node: name, count, holders, faults, profiling }) : {});
}

/** A node without GPUs, as control planes and routers run on. */
export const cpuNode = (name: string, more: Partial<SimulatedNode> = {}): World => node({ name, ...more });

