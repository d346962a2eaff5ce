import { acceleratorsAllocatable } from '../signals/cluster.ts';
import { coresInUse, coreUtilization, deviceMemory, executionErrors } from '../signals/neuron.ts';
import { about, timeseries, type PanelSpec } from './panel.ts';

const inNode = 'cluster=~"$cluster", node=~"$node"';

export const cores = (): PanelSpec => timeseries({
  ...about(coresInUse), key: 'neuroncores', title: 'NeuronCores offered and in use', width: 8,
  queries: [
    { expr: `sum(${coresInUse.name}{${inNode}})`, legend: 'in use' },
    { expr: `sum(${acceleratorsAllocatable.name}{${inNode}, resource="aws_amazon_com_neuroncore"})`, legend: 'offered', reference: true },
  ],
});

export const utilization = (): PanelSpec => timeseries({ ...about(coreUtilization), key: 'neuroncore-utilization', title: 'NeuronCore busy by node', width: 8, max: 1, queries: [{ expr: `${coreUtilization.name}{${inNode}}`, legend: '{{node}}' }] });

export const memory = (): PanelSpec => timeseries({ ...about(deviceMemory), key: 'neuron-memory', title: 'Neuron device memory by node', width: 8, queries: [{ expr: `${deviceMemory.name}{${inNode}}`, legend: '{{node}}' }] });

export const errors = (): PanelSpec => timeseries({ ...about(executionErrors), key: 'neuron-errors', title: 'Failed executions by kind', width: 8, queries: [{ expr: `sum by (error_type) (${executionErrors.name}{${inNode}})`, legend: '{{error_type}}' }] });

export const eccEvents = (): PanelSpec => timeseries({
  key: 'neuron-ecc', title: 'Neuron memory errors, last hour', unit: 'count', width: 8, requires: ['neuron'],
  description: 'Memory errors of Neuron devices. Corrected ones are harmless; uncorrected ones cost the process, and the device if they come again. The exporter may count an event more than once: that there are any matters, not how many.',
  queries: [{ expr: `round(sum by (node, event_type) (increase(hardware_ecc_events_total{${inNode}}[1h])))`, legend: '{{node}} {{event_type}}' }],
});

export const latency = (): PanelSpec => timeseries({
  key: 'neuron-latency', title: 'Execution latency', unit: 'seconds', width: 8, requires: ['neuron'],
  description: 'How long an execution on Neuron devices takes, the slowest process of the chosen nodes. A median that rises with the load is queueing; a p99 far above the median is one slow input or device.',
  queries: ['p50', 'p99'].map((percentile) => ({ expr: `max(execution_latency_seconds{${inNode}, percentile="${percentile}"})`, legend: percentile })),
});
