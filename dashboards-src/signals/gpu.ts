import { acceleratorsAllocatable, acceleratorsAllocated, gpus } from './cluster.ts';
import { field, gpuIdentity, partOfGpu, perGpu, perNode } from './dcgm.ts';
import { signal, type Parts, type Signal, type SignalDefinition } from './define.ts';
import { asWorkloadOf, ofAnyWorkload } from './workloads.ts';
import { anyXid, hardwareXids, xidEvents } from './xid.ts';

const dcgm = (expr: string) => ({ toggle: 'dcgm' as const, expr });

const everywhere = ['node', 'workload', 'namespace', 'cluster', 'queue'] as const;

const memoryName = 'gpu:memory_used:ratio';

export const share = signal({
  name: 'gpu:share:count',
  title: 'Part of a GPU',
  unit: 'count',
  description: 'Part of a whole GPU that a MIG slice, or a pod that shares a GPU, stands for. Recorded for these only: everything else is a whole GPU.',
  better: 'neither',
  sources: [dcgm(partOfGpu(memoryName))],
  sparse: true,
});

/** Memory is what every GPU and every slice reports. */
const parts: Parts = { expr: `(${share.name} or ${memoryName} * 0 + 1)`, on: gpuIdentity };

const perGpuField = (...names: { name: string; of?: string }[]) => perGpu((gpu) => names.map(({ name, of = '' }) => field(name, gpu) + of).join(' or '));

export const reporting = signal({
  name: 'gpu:reporting:count',
  title: 'GPUs that report',
  unit: 'count',
  description: 'GPUs whose exporter is heard. A MIG slice counts as its part of a GPU, and so does a pod that shares one. Fewer than the nodes offer means that an exporter or a GPU is gone.',
  better: 'higher',
  sources: [dcgm(parts.expr)],
  transient: true,
  levels: everywhere,
  aggregation: 'sum',
});

/** A share of time or space that each GPU has, averaged by whole GPUs at the coarser levels. */
const perGpuRatio = (definition: Omit<SignalDefinition, 'unit' | 'aggregation' | 'parts' | 'weight' | 'levels'>) =>
  signal({ ...definition, unit: 'ratio', aggregation: 'mean', parts, weight: reporting, levels: everywhere });

export const memoryUsed = perGpuRatio({
  name: memoryName,
  title: 'GPU memory in use',
  description: 'Share of the device memory that programs can have which they use. High is normal: serving engines reserve nearly all of it at start. Near 100 % in training means the next batch may not fit.',
  better: 'neither',
  sources: [dcgm(ofAnyWorkload(perGpu((gpu) => `DCGM_FI_DEV_FB_USED{${gpu}} / (DCGM_FI_DEV_FB_USED{${gpu}} + DCGM_FI_DEV_FB_FREE{${gpu}})`), perGpu((gpu) => `DCGM_FI_DEV_FB_USED{${gpu}}`)))],
});

export const smActive = perGpuRatio({
  name: 'gpu:sm_active:ratio',
  title: 'SM activity',
  description: 'Share of time in which the streaming multiprocessors had work. NVIDIA calls 80 % and more needed for effective use, below 50 % ineffective. If low, look at data loading, batch size and waiting for the network.',
  better: 'higher',
  thresholds: { warning: 0.5, critical: 0.2 },
  sources: [dcgm(perGpuField({ name: 'DCGM_FI_PROF_SM_ACTIVE' }))],
  transient: true,
});

export const tensorActive = perGpuRatio({
  name: 'gpu:tensor_active:ratio',
  title: 'Tensor core activity',
  description: 'Share of time in which the tensor cores worked: the best single measure of useful work in training and LLM serving. 30 to 60 % is good for large models. If low while SM activity is high, look at precision and kernel fusion.',
  better: 'higher',
  thresholds: { warning: 0.25, critical: 0.1 },
  sources: [dcgm(asWorkloadOf(perGpuField({ name: 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE' }), memoryName))],
});

export const dramActive = perGpuRatio({
  name: 'gpu:dram_active:ratio',
  title: 'Memory bandwidth in use',
  description: 'Share of time in which the device memory moved data. Token generation is bound by it; above 80 % nothing faster is to be had without smaller weights or larger batches.',
  better: 'neither',
  sources: [dcgm(perGpuField({ name: 'DCGM_FI_PROF_DRAM_ACTIVE' }))],
  transient: true,
});

export const utilization = perGpuRatio({
  name: 'gpu:utilization:ratio',
  title: 'GPU busy',
  description: 'Share of time in which anything at all ran on the GPU. It says whether a GPU is used, not whether it is used well: read it together with SM and tensor activity.',
  better: 'higher',
  thresholds: { warning: 0.5, critical: 0.2 },
  sources: [dcgm(asWorkloadOf(perGpuField({ name: 'DCGM_FI_PROF_GR_ENGINE_ACTIVE' }, { name: 'DCGM_FI_DEV_GPU_UTIL', of: ' / 100' }), memoryName))],
});

export const power = signal({
  name: 'gpu:power:watts',
  title: 'GPU power',
  unit: 'watts',
  description: 'Power that the GPUs draw. It follows real work: a GPU that is busy at low power waits for something, often for the network.',
  better: 'neither',
  sources: [dcgm(perGpuField({ name: 'DCGM_FI_DEV_POWER_USAGE' }))],
  transient: true,
  parts,
  levels: everywhere,
  aggregation: 'sum',
});

const gpusOfNode = (signal: Signal): string => `sum by (cluster, node) (${signal.name}{resource=~"${gpus}"})`;
const offered = `(${gpusOfNode(acceleratorsAllocatable)} > 0)`;
/** Nobody holds GPUs that Kubernetes offers and no pod asked for; of others it is not known. */
export const heldOfNode = `(${gpusOfNode(acceleratorsAllocated)} / ${offered} or ${offered} * 0)`;

export const allocated = signal({
  name: 'node:gpu_allocated:ratio',
  title: 'GPUs allocated',
  unit: 'ratio',
  description: 'Part of the GPUs that pods hold, whether or not they use them: of a node that is cut into slices, the part of its slices. Near 100 % while work waits: more GPUs or shorter jobs; far below for long: fewer nodes would do.',
  better: 'higher',
  sources: [dcgm(heldOfNode)],
  transient: true,
  levels: ['cluster'],
  aggregation: 'mean',
  weight: reporting,
});

export const allocatedIdle = signal({
  name: 'pod:gpu_allocated_idle:count',
  title: 'GPUs allocated but idle',
  unit: 'count',
  description: 'GPUs that a pod holds and that were busy for less than 5 % of the last 30 minutes. Nobody else can use them: ask the owner, or let notebooks end by themselves.',
  better: 'lower',
  sources: [dcgm(`sum by (cluster, node, namespace, pod) ((avg_over_time(${utilization.name}{pod!=""}[30m]) < bool 0.05) * ${parts.expr})`)],
  levels: ['namespace', 'cluster', 'workload', 'queue'],
  aggregation: 'sum',
});

export const temperature = signal({
  name: 'node:gpu_temperature:celsius',
  title: 'Hottest GPU',
  unit: 'celsius',
  description: 'Temperature of the hottest GPU of a node. Data centre GPUs slow down from about 85 °C on: look at air flow and at neighbours.',
  better: 'lower',
  thresholds: { warning: 80, critical: 87 },
  sources: [dcgm(perNode((gpu) => field('DCGM_FI_DEV_GPU_TEMP', gpu)))],
  levels: ['cluster'],
  aggregation: 'max',
});

/** DCGM passes on what NVML counts, nanoseconds, in every version: only the help of exporters before 2026 says microseconds. */
export const thermalThrottle = signal({
  name: 'node:gpu_thermal_throttle:ratio',
  title: 'Time slowed down by heat',
  unit: 'ratio',
  description: 'Share of time in which heat held down the clocks of the node\'s worst GPU. Anything above zero costs speed, and in synchronous training it costs every GPU of the job.',
  better: 'lower',
  thresholds: { warning: 0.01, critical: 0.1 },
  sources: [dcgm(perNode((gpu) => `rate(DCGM_FI_DEV_THERMAL_VIOLATION{${gpu}}[5m]) / 1e9`))],
  levels: ['cluster'],
  aggregation: 'max',
});

export const xidErrors = signal({
  name: 'node:gpu_xid_errors:count',
  title: 'Xid errors',
  unit: 'count',
  description: `Errors that the NVIDIA driver reported in the last minutes, by code. 13, 31, 43 and 45 mostly come from the program; ${hardwareXids.join(', ')} from the hardware or its firmware.`,
  better: 'lower',
  thresholds: { warning: 1, critical: 1 },
  sparse: true,
  sources: [dcgm(`sum by (cluster, node, xid) (${perGpu(xidEvents(anyXid), 'xid')})`)],
  by: ['xid'],
});

/** In the order in which they must be recorded: what others read comes first. */
export const gpuSignals = [
  memoryUsed, share, reporting, smActive, tensorActive, dramActive, utilization, power, allocated, allocatedIdle, temperature, thermalThrottle, xidErrors,
];
