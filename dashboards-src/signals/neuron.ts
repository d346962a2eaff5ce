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

export const deviceMemory = signal({
  name: 'node:neuron_memory_used:bytes',
  title: 'Neuron device memory in use',
  unit: 'bytes',
  description: 'Device memory that Neuron processes use. Models that do not fit fail when they load.',
  better: 'neither',
  sources: [neuron('sum by (cluster, node) (neuron_runtime_memory_used_bytes{memory_location="neuron_device"})')],
  levels: ['cluster'],
  aggregation: 'sum',
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

export const neuronSignals = [neuronReporting, coresInUse, coreUtilization, deviceMemory, executionErrors];
