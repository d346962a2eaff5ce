import { everyName, field } from '../signals/dcgm.ts';
import type { Signal } from '../signals/define.ts';
import * as health from '../signals/gpu-health.ts';
import { reporting, temperature, thermalThrottle, xidErrors, power } from '../signals/gpu.ts';
import { codesOf, hardwareXids, knownXids, xidClasses, type XidClassName } from '../signals/xid.ts';
import { about, linkTo, stat, table, timeseries, type DataLink, type PanelSpec, type Query, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const inNode = 'cluster=~"$cluster", node=~"$node"';
const onOneNode = 'cluster=~"$cluster", node="$this_node", gpu=~"$gpu"';

const nodes = `${reporting.at('node')}{${inNode}}`;
/** Healthy GPUs have no series: as long as there are GPUs that would count it, none is a true zero. */
const orNone = (expr: string, counted = nodes): string => `${expr} or count(${counted}) * 0`;
const countedBy = (field: health.CountedField): string => `${health.counted.name}{cluster=~"$cluster", field="${field}"}`;
const at = (signal: Signal, ...more: string[]): string => `${signal.at('node')}{${[inNode, ...more].join(', ')}}`;

/** From a series of a node to its GPUs, on this dashboard. */
const toNode: DataLink = linkTo('gpu-health', 'Show the GPUs of this node', { keep: ['cluster', 'node'], labels: { this_node: 'node' } });
const small = { width: 3 } as const;

const faults = (signal: Signal, key: string, title: string, counted?: string, link?: DataLink): PanelSpec => stat({ ...about(signal), ...small, key, title, ...(link && { link }), query: { expr: orNone(`sum(${at(signal)})`, counted), legend: signal.title } });

export const reportingNow = (): PanelSpec => stat({ ...about(reporting), ...small, key: 'reporting', query: { expr: `sum(${nodes})`, legend: 'GPUs' }, link: linkTo('gpu-fleet', 'What the GPUs do', { keep: ['cluster', 'node'] }) });
export const lostNow = (): PanelSpec => faults(health.lost, 'lost', 'GPUs lost');
export const silentNow = (): PanelSpec => faults(health.silent, 'silent', 'Not measured', nodes, linkTo('stack', 'Which exporters answer'));
export const uncorrectedNow = (): PanelSpec => faults(health.eccUncorrected, 'ecc-uncorrected', 'Data lost, 1 hour', countedBy('ecc'));
export const remapPendingNow = (): PanelSpec => faults(health.remapPending, 'remap-pending', 'GPUs to reset', countedBy('row remap'));
export const remapFailedNow = (): PanelSpec => faults(health.remapFailure, 'remap-failed', 'GPUs to return', countedBy('row remap'));

export const hardwareXidsNow = (): PanelSpec => stat({
  ...about(xidErrors), ...small, key: 'hardware-xids', title: 'Hardware Xids', description: 'Nodes on which the driver reported a fault of memory, link, bus or firmware in the last minutes. Which and where is in the table of Xid errors.',
  query: { expr: orNone(`count(count by (cluster, node) (${at(xidErrors, `xid=~"${hardwareXids.join('|')}"`)} > 0))`), legend: 'nodes' },
});

export const slowedByHeatNow = (): PanelSpec => stat({
  ...about(thermalThrottle), ...small, key: 'slowed-by-heat', title: 'Slowed by heat', unit: 'count', thresholds: { better: 'lower', warning: 1, critical: 1 },
  description: 'Nodes of which a GPU had its clocks held down by heat for more than 1 % of the time. In synchronous training each costs every GPU of its job.',
  query: { expr: orNone(`count(${at(thermalThrottle)} > 0.01)`, at(thermalThrottle)), legend: 'nodes' },
});

/** Names the class of each Xid, so that one query shows them all. */
const classified = (expr: string): string => Object.keys(xidClasses).reduce(
  (inner, name) => `label_replace(${inner}, "class", "${xidClasses[name as XidClassName].title}", "xid", "${codesOf(name as XidClassName)}")`,
  `label_replace(${expr}, "class", "Other", "xid", ".*")`,
);

const xidColours = { Application: 'blue', 'Memory repaired': 'yellow', Memory: 'red', NVLink: 'orange', Bus: 'purple', Firmware: 'dark-yellow', Other: 'text' } as const;

export const xidsByClass = (): PanelSpec => timeseries({
  ...about(xidErrors), key: 'xids-by-class', title: 'Xid errors by what causes them', stacked: true, none: 'No Xid errors', colours: xidColours, thresholds: undefined, legend: 'below',
  description: `Errors of the NVIDIA driver within the last 5 minutes. Application: the program's own mistake, mostly an address that is not its own; look at its logs. Memory repaired: reset the GPU after the job. All others come from the hardware or its firmware: the table beside names the node. Codes that are not ${knownXids.replaceAll('|', ', ')} are Other.`,
  queries: [{ expr: `sum by (class) (${classified(at(xidErrors))}) > 0`, legend: '{{class}}' }],
});

export const xidsByNode = (): PanelSpec => table({
  key: 'xids-by-node', title: 'Xid errors by node and code', requires: ['dcgm'], width: 12, height: 8, none: 'No Xid errors',
  description: 'The most errors of each code that a node had within 5 minutes, in the chosen time. The same hardware code again on the same node: the GPU is broken. The same application code on many nodes at once: one job.',
  labels: [{ label: 'node', title: 'Node', link: linkTo('gpu-health', 'Show the GPUs of this node', { keep: ['cluster', 'node'], cell: 'this_node' }) }, { label: 'class', title: 'Cause' }, { label: 'xid', title: 'Xid', width: 80 }],
  values: [{ expr: `max by (node, class, xid) (${classified(`max_over_time(${at(xidErrors)}[$__range])`)}) > 0`, title: 'Errors', unit: 'count' }],
  sort: { column: 'Errors', desc: true },
});

const column = (signal: Signal, title: string, expr = `sum by (node) (${at(signal)})`): ValueColumn => ({ expr, title, unit: signal.unit, thresholds: about(signal).thresholds, cell: signal.thresholds ? 'colour' : 'plain' });

export const faultyNodes = (): PanelSpec => table({
  key: 'faulty-nodes', title: 'Nodes with a fault', requires: ['dcgm'], height: 10, none: 'No node has a fault',
  description: 'Every node on which something is wrong now or was within the hour; an empty cell is fine. Choose a node to see its GPUs in the last row. Failed remap, uncorrected errors or lost GPUs: cordon the node. Heat on neighbours in one rack: the air flow.',
  labels: [{ label: 'node', title: 'Node', link: linkTo('gpu-health', 'Show the GPUs of this node', { keep: ['cluster', 'node'], cell: 'this_node' }) }],
  values: [
    column(health.lost, 'Lost'),
    column(health.unhealthy, 'Unhealthy'),
    column(xidErrors, 'Hardware Xid', `sum by (node) (${at(xidErrors, `xid=~"${hardwareXids.join('|')}"`)}) > 0`),
    column(health.eccUncorrected, 'Uncorrected'),
    column(health.eccCorrected, 'Corrected'),
    column(health.remapPending, 'Needs reset'),
    column(health.remapFailure, 'No spare rows'),
    column(health.nvlinkErrors, 'NVLink', `sum by (node) (${at(health.nvlinkErrors, `kind=~"${health.seriousNvlinkErrors.join('|')}"`)})`),
    column(health.pcieReplays, 'PCIe replays'),
    column(thermalThrottle, 'Slowed by heat', `max by (node) (${at(thermalThrottle)}) > 0.01`),
  ],
  sort: { column: 'Node', desc: false },
});

const worstNodes = (signal: Signal, key: string, title: string, options: { legend?: string; by?: string; more?: string; none?: string } = {}): PanelSpec => timeseries({
  ...about(signal), key, title, link: toNode, ...(options.none && { none: options.none }),
  queries: [{ expr: chosen(at(signal, ...(options.more ? [options.more] : [])), 'topk', 20, options.by ?? 'cluster, node'), legend: options.legend ?? '{{node}}' }],
});

export const hottest = (): PanelSpec => worstNodes(temperature, 'hottest', 'Hottest GPU of the 20 hottest nodes');
export const hottestMemory = (): PanelSpec => worstNodes(health.memoryTemperature, 'hottest-memory', 'Hottest GPU memory of the 20 hottest nodes');

const reasonColours = { power: 'blue', heat: 'red', 'sync boost': 'yellow', board: 'orange', reliability: 'purple' } as const;

export const throttledByReason = (): PanelSpec => timeseries({
  ...about(health.throttled), key: 'throttled', colours: reasonColours, legend: 'below', none: 'No GPU is slowed down',
  queries: [{ expr: `sum by (reason) (${at(health.throttled)})`, legend: '{{reason}}' }],
});

export const powerOfFleet = (): PanelSpec => timeseries({
  ...about(power), key: 'power-of-fleet', title: 'Power of the GPUs, and what they may draw',
  queries: [{ expr: `sum(${at(power)})`, legend: 'drawn' }, { expr: `sum(${at(health.powerLimit)})`, legend: 'limit', reference: true }],
});

export const correctedByNode = (): PanelSpec => worstNodes(health.eccCorrected, 'corrected-by-node', 'Memory errors corrected within an hour, the 20 worst nodes', { none: 'No memory errors' });
export const uncorrectedByNode = (): PanelSpec => worstNodes(health.eccUncorrected, 'uncorrected-by-node', 'Memory errors that cost data within an hour, by node', { none: 'No uncorrected memory errors' });
export const nvlinkByNode = (): PanelSpec => worstNodes(health.nvlinkErrors, 'nvlink-by-node', 'NVLink errors within 10 minutes, the 20 worst nodes', { legend: '{{node}} {{kind}}', by: 'cluster, node, kind', none: 'No NVLink errors' });
export const pcieByNode = (): PanelSpec => worstNodes(health.pcieReplays, 'pcie-by-node', 'PCIe replays within 10 minutes, the 20 worst nodes', { none: 'No PCIe replays' });

const gpuLegend = 'GPU {{gpu}}';
const ofGpu = (expr: string, legend = gpuLegend): Query => ({ expr: `max by (node, gpu) (${expr})`, legend });
const raw = (metric: string): string => field(metric, onOneNode);
const rate = (metric: string): string => everyName(metric, (name) => `rate(${name}{${onOneNode}}[$__rate_interval])`);

export const memoryOfGpus = (): PanelSpec => {
  const bad = { better: 'lower', warning: 1, critical: 1 } as const;
  const value = (metric: string, title: string, more: Partial<ValueColumn> = {}): ValueColumn => ({ expr: `max by (node, gpu) (${raw(metric)})`, title, unit: 'count', ...more });
  return table({
    key: 'memory-of-gpus', title: 'Memory errors of each GPU since the driver was loaded', requires: ['dcgm'], height: 8,
    description: 'Corrected errors are harmless in small numbers; uncorrected ones killed a process. Rows are remapped and pages retired to repair: pages before Ampere, rows from Ampere on, after errors that could be corrected or not. Pending: reset the GPU. Failed: return it.',
    labels: [{ label: 'node', title: 'Node' }, { label: 'gpu', title: 'GPU', width: 70 }],
    values: [
      value('DCGM_FI_DEV_ECC_SBE_VOL_TOTAL', 'Corrected'),
      value('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', 'Uncorrected', { cell: 'colour', thresholds: bad }),
      value('DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS', 'Rows, correctable', { width: 150 }),
      value('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', 'Rows, uncorrectable', { width: 165 }),
      value('DCGM_FI_DEV_ROW_REMAP_PENDING', 'Remap', { cell: 'colour', thresholds: bad, words: { 0: { text: 'none', color: 'transparent' }, 1: { text: 'pending', color: 'orange' } } }),
      value('DCGM_FI_DEV_ROW_REMAP_FAILURE', 'Spare rows', { cell: 'colour', thresholds: bad, words: { 0: { text: 'fine', color: 'transparent' }, 1: { text: 'failed', color: 'red' } } }),
      { expr: `max by (node, gpu) (${raw('DCGM_FI_DEV_RETIRED_SBE')} + ${raw('DCGM_FI_DEV_RETIRED_DBE')})`, title: 'Pages retired', unit: 'count' },
      value('DCGM_FI_DEV_RETIRED_PENDING', 'Pages pending', { cell: 'colour', thresholds: bad }),
    ],
    sort: { column: 'Uncorrected', desc: true },
  });
};

export const nvlinkBandwidth = (): PanelSpec => timeseries({
  key: 'nvlink-bandwidth', title: 'NVLink traffic by GPU', unit: 'bytes/second', width: 8, requires: ['dcgm'],
  description: 'Bytes that each GPU sends and receives over NVLink each second. In synchronous training all GPUs look alike; one that lags holds the others up. Blackwell moves up to 1.8 TB/s, Hopper 900 GB/s, A100 600 GB/s, both directions together. Read at dcgm.level advanced.',
  queries: [ofGpu(`${raw('DCGM_FI_PROF_NVLINK_TX_BYTES')} + ${raw('DCGM_FI_PROF_NVLINK_RX_BYTES')}`)],
});

export const nvlinkErrorsOfGpu = (): PanelSpec => timeseries({
  ...about(health.nvlinkErrors), key: 'nvlink-errors-of-gpu', title: 'NVLink errors by kind', unit: 'events/second',
  queries: [{ expr: `sum by (node, kind) (${health.labelled('kind', health.nvlinkCounters, (counter) => `max by (node, gpu) (${rate(counter)})`)})`, legend: '{{kind}}' }],
});

export const pcieReplaysOfGpu = (): PanelSpec => timeseries({
  ...about(health.pcieReplays), key: 'pcie-replays-of-gpu', title: 'PCIe replays by GPU', unit: 'events/second', thresholds: { better: 'lower', warning: 0.02, critical: 8 / 60 },
  queries: [ofGpu(rate('DCGM_FI_DEV_PCIE_REPLAY_COUNTER'))],
});

export const throttledOfGpu = (): PanelSpec => timeseries({
  ...about(health.throttled), key: 'throttled-of-gpu', title: 'Time that the worst GPU is slowed down', unit: 'ratio', width: 8, thresholds: undefined,
  description: 'Share of time in which the clocks of the worst GPU of the node were held down, by reason. Power is normal at full load; anything else is a fault of cooling, power supply or the GPU.',
  // The counters run in nanoseconds.
  queries: [{ expr: `max by (node, reason) (${health.labelled('reason', health.throttleCounters, rate)}) / 1e9`, legend: '{{reason}}' }],
});

const slowedOfGpu = (reason: keyof typeof health.throttleCounters, title: string, description: string): PanelSpec => timeseries({
  ...about(health.throttled), key: `slowed-of-gpu-${reason}`, title, description, unit: 'ratio', width: 8, thresholds: undefined, queries: [{ expr: `max by (node, gpu) (${rate(health.throttleCounters[reason])}) / 1e9`, legend: gpuLegend }],
});

export const slowedByHeatOfGpu = (): PanelSpec => slowedOfGpu('heat', 'Slowed down by heat, by GPU', 'Share of time in which heat held down the clocks of each GPU. One GPU only: its cooler. All of them: the air of the node.');
export const slowedByPowerOfGpu = (): PanelSpec => slowedOfGpu('power', 'Slowed down by power, by GPU', 'Share of time in which the power limit held down the clocks of each GPU. Normal at full load, unless the limit of this node was lowered.');

export const clocks = (): PanelSpec => timeseries({
  key: 'clocks', title: 'Clocks by GPU', unit: 'megahertz', width: 8, requires: ['dcgm'],
  description: 'Clock of the streaming multiprocessors. Under load all GPUs of one model run alike; one that stays lower is held down, and the row above says by what. Idle GPUs run slowly on purpose. Read at dcgm.level advanced.',
  queries: [ofGpu(raw('DCGM_FI_DEV_SM_CLOCK'))],
});

export const memoryClocks = (): PanelSpec => timeseries({
  key: 'memory-clocks', title: 'Memory clocks by GPU', unit: 'megahertz', width: 8, requires: ['dcgm'],
  description: 'Clock of the device memory. It does not change under load: a lower one than on other GPUs of its model was set by hand or held down by a fault. Read at dcgm.level advanced.',
  queries: [ofGpu(raw('DCGM_FI_DEV_MEM_CLOCK'))],
});
