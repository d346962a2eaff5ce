import { acceleratorsAllocated, neuronDevices } from './cluster.ts';
import { signal } from './define.ts';

const neuron = (expr: string) => ({ toggle: 'neuron' as const, expr });

export const neuronReporting = signal({
  name: 'node:neuron_reporting:count',
  title: 'Nodes whose Neuron monitor is heard',
  unit: 'count',
  description: 'Trainium and Inferentia nodes whose monitor answers. Fewer than there are nodes means that a monitor does not run.',
  better: 'higher',
  sources: [neuron('count by (cluster, node) (max by (cluster, node) (neuron_hardware_info))')],
  levels: ['cluster'],
  aggregation: 'sum',
});

export const coresInUse = signal({
  name: 'node:neuroncores_in_use:count',
  title: 'NeuronCores in use',
  unit: 'count',
  description: 'NeuronCores that a process holds.',
  better: 'higher',
  sources: [neuron('count by (cluster, node) (max by (cluster, node, neuroncore) (neuroncore_utilization_ratio))')],
  levels: ['cluster'],
  aggregation: 'sum',
});

export const coreUtilization = signal({
  name: 'node:neuroncore_utilization:ratio',
  title: 'NeuronCore busy',
  unit: 'ratio',
  description: 'Share of time in which the NeuronCores that a process holds worked. If low, look at batch size and data loading.',
  better: 'higher',
  thresholds: { warning: 0.5, critical: 0.2 },
  sources: [neuron('avg by (cluster, node) (max by (cluster, node, neuroncore) (neuroncore_utilization_ratio))')],
  levels: ['cluster'],
  aggregation: 'mean',
  weight: coresInUse,
});

export const allocatedIdle = signal({
  name: 'node:neuron_allocated_idle:count',
  title: 'Neuron devices allocated but idle',
  unit: 'count',
  description: 'Neuron devices or cores that pods hold on nodes where no NeuronCore was busy for more than 5 % of the last 30 minutes. The monitor does not say which pod uses which core: pods that share a node are judged together.',
  better: 'lower',
  thresholds: { warning: 1, critical: 16 },
  sparse: true,
  sources: [neuron(`sum by (cluster, node) (${acceleratorsAllocated.at('node')}{resource=~"${neuronDevices}"}) > 0\nand on (cluster, node) ${neuronReporting.name}\nunless on (cluster, node) avg_over_time(${coreUtilization.name}[30m]) >= 0.05`)],
});

export const deviceMemory = signal({
  name: 'node:neuron_memory_used:bytes',
  title: 'Neuron device memory in use',
  unit: 'bytes',
  description: 'Device memory that Neuron processes use. Models that do not fit fail when they load.',
  better: 'neither',
  sources: [neuron('sum by (cluster, node) (max by (cluster, node, runtime_tag) (neuron_runtime_memory_used_bytes{memory_location="neuron_device"}))')],
  levels: ['cluster'],
  aggregation: 'sum',
});

/** What NeuronCores keep in device memory, by the end of the metric's name. */
const memoryKinds = { constants: 'constants', 'model code': 'model_code', scratchpad: 'model_shared_scratchpad', runtime: 'runtime_memory', tensors: 'tensors' } as const;

export const coreMemory = signal({
  name: 'node:neuroncore_memory:bytes',
  title: 'NeuronCore memory by what is in it',
  unit: 'bytes',
  description: 'Device memory of the NeuronCores: constants are weights, tensors are inputs, outputs and activations, scratchpad is room for results in between, model code and runtime are the programs. Much scratchpad: a smaller batch or another tiling of the model fits better.',
  better: 'neither',
  sources: [neuron(`sum by (cluster, node, kind) (\n${Object.entries(memoryKinds)
    .map(([kind, metric]) => `label_replace(max by (cluster, node, runtime_tag, neuroncore) (neuroncore_memory_usage_${metric}), "kind", "${kind}", "", "")`).join('\nor\n')}\n)`)],
  by: ['kind'],
});

export const executions = signal({
  name: 'node:neuron_executions:rate5m',
  title: 'Executions',
  unit: 'events/second',
  description: 'Executions on Neuron devices each second, by how they ended. Anything but completed asks for a look: with numerical errors at the model, timed out and failed to queue at the device, incorrect input at the caller.',
  better: 'higher',
  sources: [neuron('sum by (cluster, node, status_type) (rate(execution_status_total[5m]))')],
  by: ['status_type'],
});

export const executionErrors = signal({
  name: 'node:neuron_execution_errors:rate5m',
  title: 'Failed executions',
  unit: 'events/second',
  description: 'Executions that failed on Neuron devices, by kind. Zero is normal; hardware errors ask for another node, numerical ones are the model\'s.',
  better: 'lower',
  thresholds: { warning: 0.01, critical: 1 },
  sources: [neuron('sum by (cluster, node, error_type) (rate(execution_errors_total[5m]))')],
  by: ['error_type'],
});

export const latency = signal({
  name: 'node:neuron_latency:seconds',
  title: 'Execution latency',
  unit: 'seconds',
  description: 'How long an execution takes on the slowest process of a node, by percentile as the Neuron monitor gives it. A median that rises with the load is queueing; a p99 far above the median is one slow input or device.',
  better: 'lower',
  sources: [neuron('max by (cluster, node, percentile) (execution_latency_seconds)')],
  by: ['percentile'],
});

export const eccEvents = signal({
  name: 'node:neuron_ecc_events:increase1h',
  title: 'Neuron memory errors, last hour',
  unit: 'count',
  description: 'Memory errors of Neuron devices within an hour. Corrected ones are harmless; uncorrected ones cost the process, and the device if they come again. The monitor may count an event more than once: that there are any matters, not how many.',
  better: 'lower',
  sparse: true,
  sources: [neuron('sum by (cluster, node, event_type) (increase(hardware_ecc_events_total[1h])) > 0')],
  by: ['event_type'],
});

export const neuronSignals = [neuronReporting, coresInUse, coreUtilization, allocatedIdle, deviceMemory, coreMemory, executions, executionErrors, latency, eccEvents];
