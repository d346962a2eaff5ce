import { weightedMean } from '../rules/define.ts';
import { acceleratorsAllocatable } from '../signals/cluster.ts';
import type { Signal } from '../signals/define.ts';
import {
  allocatedIdle, coreMemory, coresInUse, coreUtilization, deviceMemory, eccEvents as ecc, executionErrors, executions as execution, latency as executionLatency, neuronReporting,
} from '../signals/neuron.ts';
import { about, linkTo, stat, table, timeseries, type DataLink, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const inNode = 'cluster=~"$cluster", node=~"$node"';
const onThisNode = 'cluster=~"$cluster", node="$this_node"';
const at = (signal: Signal, ...more: string[]): string => `${signal.name}{${[inNode, ...more].join(', ')}}`;
const offered = at(acceleratorsAllocatable, 'resource="aws_amazon_com_neuroncore"');
const uncorrected = 'event_type=~".*_uncorrected"';

/** As long as a monitor is heard, none is a true zero. */
const orNone = (expr: string): string => `${expr} or sum(${at(neuronReporting)}) * 0`;
const toNode: DataLink = linkTo('neuron', 'Show the cores of this node', { keep: ['cluster', 'node'], labels: { this_node: 'node' } });

export const reportingNow = (): PanelSpec => stat({ ...about(neuronReporting), key: 'reporting', title: 'Nodes heard', query: { expr: `sum(${at(neuronReporting)})`, legend: 'nodes' }, link: linkTo('stack', 'Which monitors answer') });
export const inUseNow = (): PanelSpec => stat({
  key: 'in-use', title: 'NeuronCores in use', unit: 'ratio', requires: ['neuron'], description: 'NeuronCores that a process holds, of those that the nodes offer. Low while pods hold the devices: nothing runs in them.',
  query: { expr: `(${orNone(`sum(${at(coresInUse)})`)}) / sum(${offered})`, legend: 'in use' },
});
export const busyNow = (): PanelSpec => stat({ ...about(coreUtilization), key: 'busy', query: { expr: weightedMean(at(coreUtilization), at(coresInUse)), legend: 'busy' } });
export const idleNow = (): PanelSpec => stat({ ...about(allocatedIdle), key: 'idle', title: 'Devices held idle', query: { expr: orNone(`sum(${at(allocatedIdle)})`), legend: 'idle' } });
export const failedNow = (): PanelSpec => stat({
  ...about(executionErrors), key: 'failed', title: 'Failed executions / hour', unit: 'count', thresholds: { better: 'lower', warning: 1, critical: 3600 },
  query: { expr: orNone(`round(3600 * sum(${at(executionErrors)}))`), legend: 'failed' },
});
export const uncorrectedNow = (): PanelSpec => stat({
  ...about(ecc), key: 'uncorrected', title: 'Nodes that lost data', description: 'Nodes with an uncorrected memory error of a Neuron device within an hour. Once: restart the job. Again: replace the instance.', thresholds: { better: 'lower', warning: 1, critical: 1 },
  query: { expr: orNone(`count(count by (cluster, node) (${at(ecc, uncorrected)}))`), legend: 'nodes' },
});

export const cores = (): PanelSpec => timeseries({
  ...about(coresInUse), key: 'neuroncores', title: 'NeuronCores offered and in use',
  queries: [
    { expr: `sum(${at(coresInUse)})`, legend: 'in use' },
    { expr: `sum(${offered})`, legend: 'offered', reference: true },
  ],
});

const worst = (signal: Signal, key: string, title: string, select: 'topk' | 'bottomk' = 'topk'): PanelSpec => timeseries({
  ...about(signal), key, title, link: toNode, ...(signal.unit === 'ratio' ? { max: 1 } : {}), queries: [{ expr: chosen(at(signal), select, 20, 'cluster, node'), legend: '{{node}}' }],
});

export const utilization = (): PanelSpec => worst(coreUtilization, 'neuroncore-utilization', 'NeuronCore busy, the 20 nodes with the least work', 'bottomk');
export const memory = (): PanelSpec => worst(deviceMemory, 'neuron-memory', 'Neuron device memory, the 20 fullest nodes');

export const memoryByKind = (): PanelSpec => timeseries({
  ...about(coreMemory), key: 'neuroncore-memory', stacked: true, legend: 'below', queries: [{ expr: `sum by (kind) (${at(coreMemory)})`, legend: '{{kind}}' }],
});

export const executions = (): PanelSpec => timeseries({
  ...about(execution), key: 'executions', title: 'Executions by how they ended', stacked: true, legend: 'below', colours: { completed: 'green', timed_out: 'red', failed_to_queue: 'red', completed_with_err: 'orange', completed_with_num_err: 'yellow', incorrect_input: 'blue' },
  queries: [{ expr: `sum by (status_type) (${at(execution)}) > 0`, legend: '{{status_type}}' }],
});

export const latency = (): PanelSpec => timeseries({
  ...about(executionLatency), key: 'neuron-latency', title: 'Execution latency of the slowest node',
  queries: ['p50', 'p99', 'p100'].map((percentile) => ({ expr: `max(${at(executionLatency, `percentile="${percentile}"`)})`, legend: percentile === 'p100' ? 'longest' : percentile })),
});

export const errors = (): PanelSpec => timeseries({ ...about(executionErrors), key: 'neuron-errors', title: 'Failed executions by kind', legend: 'below', queries: [{ expr: `sum by (error_type) (${at(executionErrors)})`, legend: '{{error_type}}' }] });

export const eccEvents = (): PanelSpec => timeseries({
  ...about(ecc), key: 'neuron-ecc', none: 'No memory errors', link: toNode,
  queries: [{ expr: `round(sum by (node, event_type) (${at(ecc)}))`, legend: '{{node}} {{event_type}}' }],
});

const column = (title: string, signal: Signal, expr: string, cell: ValueColumn['cell'] = 'plain'): ValueColumn => ({ title, expr, unit: signal.unit, thresholds: about(signal).thresholds, cell });

export const byNode = (): PanelSpec => table({
  key: 'by-node', title: 'Neuron nodes', requires: ['neuron'], height: 10,
  description: 'The nodes with what their NeuronCores do now. Idle held: pods hold devices and nothing runs. Hardware errors or lost data: cordon the node. Choose a node to see its cores in the last row.',
  labels: [{ label: 'node', title: 'Node', link: linkTo('neuron', 'Show the cores of this node', { keep: ['cluster', 'node'], cell: 'this_node' }) }],
  values: [
    column('Cores in use', coresInUse, `sum by (node) (${at(coresInUse)} or ${at(neuronReporting)} * 0)`),
    column('Busy', coreUtilization, `max by (node) (${at(coreUtilization)})`, 'gauge'),
    column('Idle held', allocatedIdle, `sum by (node) (${at(allocatedIdle)})`, 'colour'),
    { ...column('Device memory', deviceMemory, `sum by (node) (${at(deviceMemory)})`), width: 130 },
    column('p99 latency', executionLatency, `max by (node) (${at(executionLatency, 'percentile="p99"')})`),
    column('Failed', executionErrors, `sum by (node) (${at(executionErrors)})`, 'colour'),
    { ...column('Lost data', ecc, `sum by (node) (round(${at(ecc, uncorrected)}))`, 'colour'), thresholds: { better: 'lower', warning: 1, critical: 1 } },
    column('Corrected', ecc, `sum by (node) (round(${at(ecc, 'event_type=~".*_ecc_corrected"')}))`),
  ],
  sort: { column: 'Busy', desc: false },
});

const coreLegend = 'core {{neuroncore}}';

export const utilizationOfCore = (): PanelSpec => timeseries({
  ...about(coreUtilization), key: 'utilization-of-core', title: 'Busy time by NeuronCore', max: 1,
  queries: [{ expr: `max by (node, neuroncore) (neuroncore_utilization_ratio{${onThisNode}})`, legend: coreLegend }],
});

export const tensorsOfCore = (): PanelSpec => timeseries({
  ...about(coreMemory), key: 'tensors-of-core', title: 'Memory of tensors by NeuronCore',
  description: 'Device memory that inputs, outputs and activations take on each core. In tensor-parallel work all cores look alike.',
  queries: [{ expr: `sum by (node, neuroncore) (neuroncore_memory_usage_tensors{${onThisNode}})`, legend: coreLegend }],
});

export const hostCpu = (): PanelSpec => timeseries({
  key: 'host-cpu', title: 'CPU of the Neuron processes', unit: 'ratio', requires: ['neuron'],
  description: 'Share of the node\'s CPU that each Neuron process uses, user and system. Near 100 % beside NeuronCores that wait: data loading is too slow.',
  queries: [{ expr: `max by (node, runtime_tag, usage_type) (neuron_runtime_vcpu_usage_ratio{${onThisNode}})`, legend: 'process {{runtime_tag}} {{usage_type}}' }],
});

export const hostMemory = (): PanelSpec => timeseries({
  key: 'host-memory', title: 'Host memory of the Neuron processes', unit: 'bytes', requires: ['neuron'],
  description: 'Memory of the node that Neuron processes use beside that of the devices. Growing without end: a leak, at the end of which the pod is killed.',
  queries: [{ expr: `sum by (node) (neuron_runtime_memory_used_bytes{${onThisNode}, memory_location="host"})`, legend: '{{node}}' }],
});
