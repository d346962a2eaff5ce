import { accelerators, acceleratorsAllocatable, gpus, readyNodes } from './cluster.ts';
import { everyName, field, perDevice, perNode } from './dcgm.ts';
import { signal, type SignalDefinition } from './define.ts';
import { reporting } from './gpu.ts';

const dcgm = (expr: string) => ({ toggle: 'dcgm' as const, expr });

/** Nodes on which it happens; a healthy node has no series, so that a fleet of healthy nodes costs nothing. */
const fault = (definition: Omit<SignalDefinition, 'unit' | 'better' | 'thresholds' | 'sparse'>) => signal({ ...definition, unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 1 }, sparse: true });

/** Increases are extrapolated: whole events are what people expect to read. */
const eventsOf = (counter: string, range: string): string => `round(sum by (cluster, node) (${perDevice((gpu) => `${everyName(counter, (name) => `increase(${name}{${gpu}}[${range}])`)} > 0`)})) > 0`;
const gpusWith = (flag: string): string => `count by (cluster, node) (${perDevice((gpu) => `${field(flag, gpu)} > 0`)})`;
/** Counters of several names as one expression, told apart by a label. */
export const labelled = (label: string, counters: Readonly<Record<string, string>>, expr: (counter: string) => string): string =>
  Object.entries(counters).map(([value, counter]) => `label_replace(${expr(counter)}, "${label}", "${value}", "", "")`).join(' or ');

export const lost = fault({
  name: 'node:gpu_lost:count',
  title: 'GPUs lost',
  description: 'GPUs that a node reported within the last day and reports no more. A job that needs all GPUs of a node fails there: look for Xid 79 before it, and reboot the node.',
  sources: [dcgm(`round(max_over_time(${reporting.at('node')}[1d:5m]) - ${reporting.at('node')}) > 0`)],
});

export const unhealthy = fault({
  name: 'node:accelerators_unhealthy:count',
  title: 'Accelerators that Kubernetes gives to nobody',
  description: 'Accelerators that a node has and that its device plugin found unhealthy, so that no pod gets them. The logs of the device plugin name the reason.',
  sources: [{ expr: `max by (cluster, node, resource) (kube_node_status_capacity{resource=~"${accelerators}"}) - ${acceleratorsAllocatable.name} > 0` }],
  by: ['resource'],
});

export const silent = fault({
  name: 'node:gpu_silent:count',
  title: 'GPUs that nobody measures',
  description: 'GPUs that a ready node offers while no exporter reports on any GPU of that node. What goes wrong there is not seen: look whether there is an exporter pod on it, and whether it runs.',
  sources: [dcgm(`sum by (cluster, node) (${acceleratorsAllocatable.name}{resource=~"${gpus}"} > 0)\nand on (cluster, node) ${readyNodes}\nunless on (cluster, node) ${reporting.at('node')}`)],
});

export const eccUncorrected = fault({
  name: 'node:gpu_ecc_uncorrected:increase1h',
  title: 'Memory errors that cost data, last hour',
  description: 'Double-bit errors of GPU memory within an hour: each killed the process that used the word. One, once: reset the GPU after the job. More of them: return the GPU.',
  sources: [dcgm(eventsOf('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', '1h'))],
});

export const eccCorrected = signal({
  name: 'node:gpu_ecc_corrected:increase1h',
  title: 'Memory errors corrected, last hour',
  unit: 'count',
  sparse: true,
  better: 'lower',
  description: 'Single-bit errors of GPU memory within an hour; the hardware corrected them, nothing was lost. A few a day are normal; hundreds an hour on one GPU come before uncorrected ones.',
  sources: [dcgm(eventsOf('DCGM_FI_DEV_ECC_SBE_VOL_TOTAL', '1h'))],
});

export const remapPending = fault({
  name: 'node:gpu_row_remap_pending:count',
  title: 'GPUs that wait for a reset',
  description: 'GPUs with a broken memory row that a spare one replaces at the next reset. Until then errors may come again: drain the node when its job has ended, and reset the GPU.',
  sources: [dcgm(gpusWith('DCGM_FI_DEV_ROW_REMAP_PENDING'))],
});

export const remapFailure = fault({
  name: 'node:gpu_row_remap_failure:count',
  title: 'GPUs out of spare memory',
  description: 'GPUs with a broken memory row for which no spare one is left. Memory errors will come again: take the node out and return it.',
  sources: [dcgm(gpusWith('DCGM_FI_DEV_ROW_REMAP_FAILURE'))],
});

/** What happens on a link, and the counter of it. */
export const nvlinkCounters = {
  'data checksum': 'DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL',
  'flit checksum': 'DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL',
  recovery: 'DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL',
  replay: 'DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL',
} as const;

/** Flits with a wrong checksum are sent again by the link itself; the others mean that a link does not do. */
export const seriousNvlinkErrors: readonly (keyof typeof nvlinkCounters)[] = ['data checksum', 'recovery', 'replay'];

export const nvlinkErrors = signal({
  name: 'node:gpu_nvlink_errors:increase10m',
  title: 'NVLink errors, last 10 minutes',
  unit: 'count',
  sparse: true,
  better: 'lower',
  description: 'Errors of the links between the GPUs of a node, by kind. Flit checksum errors are repaired by the link and harmless in small numbers; replays, recoveries and data errors slow down or stop collectives: reset the GPU, and return the node if they come back.',
  sources: [dcgm(`round(sum by (cluster, node, kind) (${perDevice((gpu) => labelled('kind', nvlinkCounters, (counter) => `${everyName(counter, (name) => `increase(${name}{${gpu}}[10m])`)} > 0`), 'kind')})) > 0`)],
  by: ['kind'],
});

export const pcieReplays = signal({
  name: 'node:gpu_pcie_replays:increase10m',
  title: 'PCIe replays, last 10 minutes',
  unit: 'count',
  sparse: true,
  better: 'lower',
  thresholds: { warning: 10, critical: 80 },
  description: 'Packets that the GPUs of a node had to send again over PCIe. NVIDIA accepts up to 8 a minute; more point at a bad slot, riser or cable, and slow down data loading.',
  sources: [dcgm(eventsOf('DCGM_FI_DEV_PCIE_REPLAY_COUNTER', '10m'))],
});

/** Why clocks are held down, and the counter of the time for which they are, in nanoseconds. */
export const throttleCounters = {
  power: 'DCGM_FI_DEV_POWER_VIOLATION',
  heat: 'DCGM_FI_DEV_THERMAL_VIOLATION',
  'sync boost': 'DCGM_FI_DEV_SYNC_BOOST_VIOLATION',
  board: 'DCGM_FI_DEV_BOARD_LIMIT_VIOLATION',
  reliability: 'DCGM_FI_DEV_RELIABILITY_VIOLATION',
} as const;

export const throttled = signal({
  name: 'node:gpu_throttled:count',
  title: 'GPUs slowed down, by reason',
  unit: 'count',
  sparse: true,
  better: 'lower',
  description: 'GPUs whose clocks were held down for more than 1 % of the time, by reason. Power is normal at full load. Heat, board and reliability are faults of cooling, power supply or the GPU; sync boost follows the slowest GPU of its group.',
  sources: [dcgm(`count by (cluster, node, reason) (${perDevice((gpu) => labelled('reason', throttleCounters, (counter) => `rate(${counter}{${gpu}}[5m]) / 1e9 > 0.01`), 'reason')})`)],
  by: ['reason'],
});

/** What a GPU must count for its faults to be seen. */
const countedFields = { ecc: 'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', 'row remap': 'DCGM_FI_DEV_ROW_REMAP_PENDING', nvlink: 'DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL', pcie: 'DCGM_FI_DEV_PCIE_REPLAY_COUNTER' } as const;

export type CountedField = keyof typeof countedFields;

export const counted = signal({
  name: 'cluster:gpu_faults_counted:count',
  title: 'GPUs whose faults are counted',
  unit: 'count',
  better: 'higher',
  description: 'GPUs whose exporter counts a kind of fault. Where it does not, none of that kind is ever seen: exporters that this chart does not run leave most of them out unless asked (their counters file), and old GPUs lack some.',
  sources: [dcgm(`count by (cluster, field) (${perDevice((gpu) => labelled('field', countedFields, (name) => field(name, gpu)), 'field')})`)],
  by: ['field'],
});

export const memoryTemperature = signal({
  name: 'node:gpu_memory_temperature:celsius',
  title: 'Hottest GPU memory',
  unit: 'celsius',
  better: 'lower',
  thresholds: { warning: 90, critical: 95 },
  description: 'Temperature of the hottest memory of a node\'s GPUs. It slows down from about 95 °C on, and errors get more frequent before: look at air flow and at neighbours.',
  sources: [dcgm(perNode((gpu) => field('DCGM_FI_DEV_MEMORY_TEMP', gpu)))],
});

export const powerLimit = signal({
  name: 'node:gpu_power_limit:watts',
  title: 'Power that the GPUs may draw',
  unit: 'watts',
  better: 'neither',
  description: 'Sum of the power limits of a node\'s GPUs. Lower than on its neighbours: somebody or the firmware lowered the limit, and the node holds back every job that it takes part in.',
  sources: [dcgm(`sum by (cluster, node) (${perDevice((gpu) => field('DCGM_FI_DEV_POWER_MGMT_LIMIT', gpu))})`)],
  levels: ['cluster'],
  aggregation: 'sum',
});

export const gpuHealthSignals = [
  lost, unhealthy, silent, eccUncorrected, eccCorrected, remapPending, remapFailure, nvlinkErrors, pcieReplays, throttled, counted, memoryTemperature, powerLimit,
];
