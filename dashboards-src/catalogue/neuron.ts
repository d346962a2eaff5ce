import { counter, exporter, gauge, info, targetLabels } from './define.ts';

const labels = [...targetLabels, 'node', 'instance_name', 'instance_id', 'instance_type', 'availability_zone', 'region', 'subnet_id'];
const runtime = ['runtime_tag'];

export const neuron = exporter({
  name: 'neuron-monitor',
  version: 'Neuron SDK 2.23 to 2.32',
  source: 'aws-neuron/aws-neuron-sdk tools/neuron-sys-tools/neuron-monitor-user-guide.rst',
  toggle: 'neuron',
  labels,
  metrics: [
    info('neuron_hardware_info', 'Devices and cores of the node, as labels; there whether or not a process runs.', { labels: ['neuron_device_count', 'neuroncore_per_device_count'] }),
    gauge('neuroncore_utilization_ratio', 'ratio', 'Share of time in which a NeuronCore worked. Only cores that a process holds have a series.', { labels: [...runtime, 'neuroncore'] }),
    gauge('neuron_runtime_memory_used_bytes', 'bytes', 'Memory that a Neuron process uses; memory_location is host or neuron_device.', { labels: [...runtime, 'memory_location'] }),
    counter('execution_errors_total', 'count', 'Executions that failed, by error_type (generic, numerical, transient, model, runtime, hardware).', { labels: [...runtime, 'error_type'] }),
    gauge('execution_latency_seconds', 'seconds', 'Latency of an execution; a gauge for each percentile (p50, p99, p100, …), no histogram.', { labels: [...runtime, 'percentile'] }),
    counter('hardware_ecc_events_total', 'count', 'Memory errors by event_type (mem_ or sram_, corrected or uncorrected). Only that it grew is certain, not by how much.', { labels: ['event_type', 'neuron_device_index'] }),
  ],
});
