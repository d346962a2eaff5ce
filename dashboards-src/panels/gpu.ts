import { weightedMean } from '../rules/define.ts';
import { acceleratorsAllocatable, acceleratorsAllocated, gpus } from '../signals/cluster.ts';
import { field } from '../signals/dcgm.ts';
import type { Level, Signal } from '../signals/define.ts';
import { allocatedIdle, dramActive, memoryUsed, power, reporting, smActive, temperature, tensorActive, thermalThrottle, utilization } from '../signals/gpu.ts';
import { about, heatmap, linkTo, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const inCluster = 'cluster=~"$cluster"';
const inNamespace = `${inCluster}, namespace=~"$namespace"`;
const inNode = `${inCluster}, node=~"$node"`;
/** Single GPUs are read of one node at a time: of all, the panels would read ten thousand series each. */
const onThisNode = `${inCluster}, node="$this_node", gpu=~"$gpu"`;
const gpuResource = `resource=~"${gpus}"`;

const offered = `${acceleratorsAllocatable.name}{${inNode}, ${gpuResource}}`;
const held = `${acceleratorsAllocated.at('node')}{${inNode}, ${gpuResource}}`;

/** No pod at all is a true zero as long as there are GPUs. */
const heldInAll = `(sum(${held}) or sum(${offered}) * 0)`;

/** A mean over whatever is chosen, each part weighed by its GPUs. */
const mean = (signal: Signal, level: Level, matchers: string): string => weightedMean(`${signal.at(level)}{${matchers}}`, `${reporting.at(level)}{${matchers}}`);

export const total = (): PanelSpec => stat({
  ...about(acceleratorsAllocatable), key: 'total', title: 'GPUs', description: 'GPUs that the chosen nodes offer to pods. A MIG slice counts as one here, and so does each turn on a GPU that pods share in time.',
  query: { expr: `sum(${offered})`, legend: 'GPUs' },
});

export const allocated = (): PanelSpec => stat({
  ...about(acceleratorsAllocated), key: 'allocated', title: 'Allocated', description: 'GPUs that pods on the chosen nodes hold, whether or not they use them; slices and turns count as they are offered.',
  query: { expr: heldInAll, legend: 'allocated' },
});

export const free = (): PanelSpec => stat({
  ...about(acceleratorsAllocatable), key: 'free', title: 'Free', description: 'GPUs of the chosen nodes that no pod holds. Many, while pods wait: look at taints, at requests that fit no single node, and at quotas.',
  query: { expr: `sum(${offered}) - ${heldInAll}`, legend: 'free' },
});

export const idle = (): PanelSpec => stat({
  ...about(allocatedIdle), key: 'idle', thresholds: { better: 'lower', warning: 1, critical: 8 },
  query: { expr: `sum(${allocatedIdle.at('namespace')}{${inNamespace}})`, legend: 'idle' },
});

export const tensorNow = (): PanelSpec => stat({ ...about(tensorActive), key: 'tensor-now', query: { expr: mean(tensorActive, 'namespace', inNamespace), legend: 'tensor' } });
export const smNow = (): PanelSpec => stat({ ...about(smActive), key: 'sm-now', query: { expr: mean(smActive, 'namespace', inNamespace), legend: 'SM' } });

export const usefulWork = (): PanelSpec => timeseries({
  key: 'useful-work', title: 'Useful work of the GPUs', unit: 'ratio', max: 1, requires: ['dcgm'],
  description: 'Tensor cores (dense arithmetic), SM (any work) and memory bandwidth of the chosen namespaces, averaged over their GPUs. SM high and tensor low: kernels that are not matrix products, or wrong precision. Memory high: bound by bandwidth, normal for token generation. All low: the GPUs wait.',
  queries: [smActive, tensorActive, dramActive].map((signal) => ({ expr: mean(signal, 'namespace', inNamespace), legend: signal.title })),
});

export const allocation = (): PanelSpec => timeseries({
  key: 'allocation', title: 'GPUs offered and allocated', unit: 'count',
  description: 'GPUs that the chosen nodes offer and that pods hold. The gap between the lines is free.',
  queries: [{ expr: heldInAll, legend: 'allocated' }, { expr: `sum(${offered})`, legend: 'offered', reference: true }],
});

export const allocatedByNamespace = (): PanelSpec => timeseries({
  key: 'allocated-by-namespace', title: 'GPUs allocated by namespace', unit: 'count', stacked: true,
  description: 'Who holds the GPUs. Compare with the activity beside it: a namespace that holds many and shows little is the first to ask.',
  queries: [{ expr: `sum by (namespace) (${acceleratorsAllocated.at('namespace')}{${inNamespace}, ${gpuResource}})`, legend: '{{namespace}}' }],
});

export const tensorByNamespace = (): PanelSpec => timeseries({
  ...about(tensorActive), key: 'tensor-by-namespace', title: 'Tensor core activity by namespace', max: 1,
  queries: [{ expr: `${tensorActive.at('namespace')}{${inNamespace}, namespace!=""}`, legend: '{{namespace}}' }],
});

export const idlePods = (): PanelSpec => table({
  key: 'idle-pods', title: 'Pods that hold idle GPUs', requires: ['dcgm'], height: 7, none: 'No pod holds an idle GPU',
  description: 'The 20 pods that hold the most GPUs without using them. Ask the owner, or let notebooks end by themselves.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'pod', title: 'Pod' }, { label: 'node', title: 'Node' }],
  values: [{ expr: `topk(20, ${allocatedIdle.name}{${inNamespace}} > 0)`, title: 'Idle GPUs', unit: 'count' }],
  sort: { column: 'Idle GPUs', desc: true },
});

/** Of many nodes only those with the least work over the chosen time are drawn: they are the ones to look at. */
export const tensorByNode = (): PanelSpec => heatmap({
  ...about(tensorActive), key: 'tensor-by-node', title: 'Tensor core activity by node', width: 24, height: 10,
  // Dense training seldom keeps the tensor cores busier: up to 100 % every node would look half idle.
  max: 0.6,
  description: 'One line for each node, the 40 with the least work. Red lines are idle nodes; red gaps on all nodes of a job at once are checkpoints, restarts or waiting for data. Nothing drawn: no data.',
  query: { expr: chosen(`${tensorActive.at('node')}{${inNode}}`, 'bottomk', 40, 'cluster, node'), legend: '{{node}}' },
});

const nodeColumn = (signal: Signal, title: string, cell: ValueColumn['cell'] = 'plain'): ValueColumn =>
  ({ expr: `max by (node) (${signal.at('node')}{${inNode}})`, title, cell, unit: signal.unit, thresholds: about(signal).thresholds });

export const byNode = (): PanelSpec => table({
  key: 'by-node', title: 'GPU nodes', requires: ['dcgm'], height: 10,
  description: 'The nodes with what their GPUs do now. Choose one to see its GPUs in the row below.',
  labels: [{ label: 'node', title: 'Node', link: linkTo('gpu-fleet', 'Show the GPUs of this node', { keep: ['cluster', 'namespace', 'node'], cell: 'this_node' }) }],
  values: [
    { expr: `sum by (node) (${offered})`, title: 'GPUs', unit: 'count', width: 80 },
    { expr: `sum by (node) (${held} or ${offered} * 0)`, title: 'Allocated', unit: 'count' },
    nodeColumn(smActive, 'SM', 'gauge'),
    nodeColumn(tensorActive, 'Tensor', 'gauge'),
    nodeColumn(memoryUsed, 'Memory', 'gauge'),
    nodeColumn(power, 'Power'),
    nodeColumn(temperature, 'Hottest', 'colour'),
    nodeColumn(thermalThrottle, 'Slowed by heat', 'colour'),
  ],
  sort: { column: 'Tensor', desc: false },
});

const gpuLegend = 'GPU {{gpu}} {{GPU_I_PROFILE}} {{GPU_I_ID}}';
const byGpu = 'gpu, GPU_I_PROFILE, GPU_I_ID';

const ofGpu = (signal: Signal, key: string, title: string, query: string): PanelSpec =>
  timeseries({ ...about(signal), key, title, width: 8, ...(signal.unit === 'ratio' ? { max: 1 } : {}), queries: [{ expr: query, legend: gpuLegend }] });
const recorded = (signal: Signal): string => `max by (${byGpu}) (${signal.at('gpu')}{${onThisNode}})`;
const raw = (metric: string): string => `max by (${byGpu}) (${field(metric, onThisNode)})`;

export const tensorOfGpu = (): PanelSpec => ofGpu(tensorActive, 'tensor-of-gpu', 'Tensor core activity by GPU', recorded(tensorActive));
export const smOfGpu = (): PanelSpec => ofGpu(smActive, 'sm-of-gpu', 'SM activity by GPU', raw('DCGM_FI_PROF_SM_ACTIVE'));
export const dramOfGpu = (): PanelSpec => ofGpu(dramActive, 'dram-of-gpu', 'Memory bandwidth in use by GPU', raw('DCGM_FI_PROF_DRAM_ACTIVE'));
export const busyOfGpu = (): PanelSpec => ofGpu(utilization, 'busy-of-gpu', 'Busy time by GPU', recorded(utilization));
export const memoryOfGpu = (): PanelSpec => ofGpu(memoryUsed, 'memory-of-gpu', 'Memory in use by GPU', recorded(memoryUsed));

export const powerOfGpu = (): PanelSpec => timeseries({
  ...about(power), key: 'power-of-gpu', title: 'Power by GPU, and its limit', width: 8,
  description: 'Power that each GPU draws, the slices of one GPU together. Busy at little power: it waits for something, often for the network.',
  queries: [
    { expr: `max by (gpu) (${field('DCGM_FI_DEV_POWER_USAGE', onThisNode)})`, legend: 'GPU {{gpu}}' },
    { expr: `max(${field('DCGM_FI_DEV_POWER_MGMT_LIMIT', onThisNode)})`, legend: 'limit', reference: true },
  ],
});

const temperatureBy = (key: string, title: string, metric: string): PanelSpec =>
  timeseries({ ...about(temperature), key, title, width: 8, queries: [{ expr: `max by (gpu) (${field(metric, onThisNode)})`, legend: 'GPU {{gpu}}' }] });

export const temperatureOfGpu = (): PanelSpec => temperatureBy('temperature-of-gpu', 'Temperature by GPU', 'DCGM_FI_DEV_GPU_TEMP');
export const memoryTemperatureOfGpu = (): PanelSpec => temperatureBy('memory-temperature-of-gpu', 'Memory temperature by GPU', 'DCGM_FI_DEV_MEMORY_TEMP');

export const pcieOfGpu = (): PanelSpec => timeseries({
  key: 'pcie-of-gpu', title: 'PCIe traffic by GPU', unit: 'bytes/second', width: 8, requires: ['dcgm'],
  description: 'Bytes that each GPU exchanges with its node. Steady high traffic while the tensor cores are idle points at data loading or at offloading to host memory.',
  queries: [{ expr: `max by (gpu) (DCGM_FI_PROF_PCIE_RX_BYTES{${onThisNode}} + DCGM_FI_PROF_PCIE_TX_BYTES{${onThisNode}})`, legend: 'GPU {{gpu}}' }],
});

export const occupancyOfGpu = (): PanelSpec => timeseries({
  key: 'occupancy-of-gpu', title: 'SM occupancy by GPU', unit: 'ratio', width: 8, max: 1, requires: ['dcgm'],
  description: 'Warps resident on the SMs, as a part of the most they can hold. Low beside high SM activity: kernels that use many registers or much shared memory, which is no fault by itself.',
  queries: [{ expr: raw('DCGM_FI_PROF_SM_OCCUPANCY'), legend: gpuLegend }],
});
