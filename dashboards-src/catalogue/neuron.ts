import { counter, exporter, gauge, info, labelled, targetLabels } from './define.ts';

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
    gauge('neuron_runtime_vcpu_usage_ratio', 'ratio', 'CPU that a Neuron process uses, by usage_type: user or system.', { labels: ['runtime_tag', 'usage_type'] }),
    ...labelled(['runtime_tag', 'memory_location', 'neuroncore'], [
      gauge('neuroncore_memory_usage_constants', 'bytes', 'Memory of a NeuronCore for weights and constants.'),
      gauge('neuroncore_memory_usage_model_code', 'bytes', 'Memory of a NeuronCore for the code of the model.'),
      gauge('neuroncore_memory_usage_model_shared_scratchpad', 'bytes', 'Memory of a NeuronCore for scratch that models share.'),
      gauge('neuroncore_memory_usage_runtime_memory', 'bytes', 'Memory of a NeuronCore for the runtime.'),
      gauge('neuroncore_memory_usage_tensors', 'bytes', 'Memory of a NeuronCore for tensors.'),
    ]),
    counter('execution_status_total', 'count', 'Executions by how they ended: completed, completed_with_err, timed_out and others.', { labels: ['runtime_tag', 'status_type'] }),
    gauge('system_vcpu_count', 'count', 'CPUs of the node.'),
    gauge('system_memory_total_bytes', 'bytes', 'Memory of the node.'),
    gauge('system_memory_used_bytes', 'bytes', 'Memory of the node in use.'),
    gauge('system_swap_total_bytes', 'bytes', 'Swap of the node.'),
    gauge('system_swap_used_bytes', 'bytes', 'Swap of the node in use.'),
    info('instance_info', 'EC2 instance of the node.'),
    gauge('system_vcpu_usage_ratio', 'ratio', 'CPU of the node in use, by usage_type: user or system.', { labels: ['usage_type'] }),
  ],
});
