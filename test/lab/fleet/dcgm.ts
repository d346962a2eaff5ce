import type { Counter } from './counters.ts';
import { exposition, type Family, type Sample } from './exposition.ts';
import { xidEvents, xidOf } from './faults.ts';
import { read, type Gpu, type Occupant, type Reading, type Totals } from './gpu.ts';
import type { Slice } from './mig.ts';
import type { Holder } from './slots.ts';

/** All that dcgm-exporter may say of one GPU at one moment. */
export interface GpuState {
  readonly gpu: Gpu;
  readonly holder: Holder | undefined;
  /** The MIG slice that this is about; what only the whole GPU has is then repeated for each slice. */
  readonly slice?: Slice;
  /** Everybody on the GPU. */
  readonly occupants: readonly Occupant[];
  readonly reading: Reading;
  readonly totals: Readonly<Totals>;
  /** Unix seconds: the start of the lab, and now. */
  readonly origin: number;
  readonly time: number;
}

type Values = number | readonly Sample[];

const windowSeconds = 300;
const window = { window_size_in_ms: String(windowSeconds * 1000) };

const percent = (share: number): number => Math.round(100 * share);
const ratio = (share: number): number => Math.round(share * 1e6) / 1e6;

/** Bits of nvmlClocksEventReasons, and the names that dcgm-exporter gives them. */
const clockEvents = {
  idle: { bit: 0x1, name: 'gpu_idle' },
  power: { bit: 0x4, name: 'power_cap' },
  heat: { bit: 0x40, name: 'hw_thermal' },
};
const clockReasons = ({ reading }: GpuState): number => reading.slowedBy.reduce((bits, reason) => bits | clockEvents[reason].bit, 0);

const healthWatches = ['PCIE', 'NVLINK', 'PMU', 'MCU', 'MEM', 'SM', 'INFOROM', 'THERMAL', 'POWER', 'DRIVER', 'ALL'];
const healthFailure: Partial<Record<NonNullable<Gpu['fault']>, { watch: string; value: number; code: string }>> = {
  thermal: { watch: 'THERMAL', value: 10, code: 'DCGM_FR_CLOCK_THROTTLE_THERMAL' },
  memory: { watch: 'MEM', value: 20, code: 'DCGM_FR_VOLATILE_DBE_DETECTED' },
  bus: { watch: 'PCIE', value: 20, code: 'DCGM_FR_FALLEN_OFF_BUS' },
};

const memoryErrors = ({ gpu, totals }: GpuState): number => (gpu.fault === 'memory' ? totals.xids : 0);
/** Errors that a faulty GPU makes all the time, one in so many seconds. */
const steady = ({ gpu, origin, time }: GpuState, fault: Gpu['fault'], period: number): number => (gpu.fault === fault ? Math.floor((time - origin) / period) : 0);

/** The value of each DCGM field that the simulation knows; a field that it does not know has no series, as on a GPU that lacks it. */
const fields: Readonly<Record<string, (state: GpuState) => Values>> = {
  DCGM_FI_DEV_SM_CLOCK: ({ reading }) => reading.smClockMHz,
  DCGM_FI_DEV_MEM_CLOCK: ({ reading }) => reading.memoryClockMHz,
  DCGM_FI_DEV_GPU_TEMP: ({ reading }) => reading.celsius,
  DCGM_FI_DEV_MEMORY_TEMP: ({ reading }) => reading.memoryCelsius,
  DCGM_FI_DEV_POWER_USAGE: ({ reading }) => ratio(reading.powerWatts),
  DCGM_FI_DEV_POWER_MGMT_LIMIT: ({ reading }) => reading.limitWatts,
  DCGM_FI_DEV_ENFORCED_POWER_LIMIT: ({ reading }) => reading.limitWatts,
  DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION: ({ totals }) => totals.energyMillijoules,

  // NVML has no utilization of a MIG slice.
  DCGM_FI_DEV_GPU_UTIL: ({ reading, slice }) => (slice ? [] : percent(reading.activity.engine)),
  DCGM_FI_DEV_MEM_COPY_UTIL: ({ reading }) => percent(reading.activity.dram),
  DCGM_FI_DEV_ENC_UTIL: () => 0,
  DCGM_FI_DEV_DEC_UTIL: () => 0,
  DCGM_FI_PROF_GR_ENGINE_ACTIVE: ({ reading }) => ratio(reading.activity.engine),
  DCGM_FI_PROF_SM_ACTIVE: ({ reading }) => ratio(reading.activity.sm),
  DCGM_FI_PROF_SM_OCCUPANCY: ({ reading }) => ratio(reading.activity.occupancy),
  DCGM_FI_PROF_PIPE_TENSOR_ACTIVE: ({ reading }) => ratio(reading.activity.tensor),
  DCGM_FI_PROF_DRAM_ACTIVE: ({ reading }) => ratio(reading.activity.dram),
  DCGM_FI_PROF_PIPE_FP64_ACTIVE: () => 0,
  DCGM_FI_PROF_PIPE_FP32_ACTIVE: ({ reading }) => ratio(0.12 * reading.activity.sm),
  DCGM_FI_PROF_PIPE_FP16_ACTIVE: ({ reading }) => ratio(0.04 * reading.activity.sm),
  DCGM_FI_PROF_PCIE_TX_BYTES: ({ reading }) => Math.round(0.4 * reading.pcieBytesPerSecond),
  DCGM_FI_PROF_PCIE_RX_BYTES: ({ reading }) => Math.round(0.6 * reading.pcieBytesPerSecond),
  DCGM_FI_PROF_NVLINK_TX_BYTES: ({ reading }) => Math.round(reading.nvlinkBytesPerSecond),
  DCGM_FI_PROF_NVLINK_RX_BYTES: ({ reading }) => Math.round(reading.nvlinkBytesPerSecond),

  DCGM_FI_DEV_FB_USED: ({ reading }) => reading.usedMiB,
  DCGM_FI_DEV_FB_FREE: ({ reading }) => reading.freeMiB,
  DCGM_FI_DEV_FB_RESERVED: ({ reading }) => reading.reservedMiB,
  DCGM_FI_DEV_FB_TOTAL: ({ reading }) => reading.totalMiB,
  DCGM_FI_DEV_FB_USED_PERCENT: ({ reading }) => ratio(reading.usedMiB / reading.totalMiB),

  DCGM_FI_DEV_XID_ERRORS: (state) => lastXid(state),
  DCGM_EXP_XID_ERRORS_COUNT: (state) => xidsInWindow(state),
  DCGM_FI_DEV_ECC_SBE_VOL_TOTAL: (state) => steady(state, 'memory', 20),
  DCGM_FI_DEV_ECC_DBE_VOL_TOTAL: (state) => steady(state, 'memory', 100),
  DCGM_FI_DEV_ECC_SBE_AGG_TOTAL: (state) => steady(state, 'memory', 20),
  DCGM_FI_DEV_ECC_DBE_AGG_TOTAL: (state) => steady(state, 'memory', 100),
  DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS: (state) => memoryErrors(state),
  DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS: () => 0,
  DCGM_FI_DEV_ROW_REMAP_PENDING: (state) => Math.min(1, memoryErrors(state)),
  DCGM_FI_DEV_ROW_REMAP_FAILURE: (state) => Math.min(1, steady(state, 'memory', 100)),
  DCGM_FI_DEV_RETIRED_SBE: () => 0,
  DCGM_FI_DEV_RETIRED_DBE: () => 0,
  DCGM_FI_DEV_RETIRED_PENDING: () => 0,
  DCGM_EXP_GPU_HEALTH_STATUS: (state) => health(state),

  DCGM_FI_DEV_CLOCK_THROTTLE_REASONS: (state) => clockReasons(state),
  DCGM_FI_DEV_CLOCKS_EVENT_REASONS: (state) => clockReasons(state),
  DCGM_EXP_CLOCK_EVENTS_COUNT: (state) => clockEventsInWindow(state),
  DCGM_FI_DEV_POWER_VIOLATION: ({ totals }) => totals.powerViolationNanoseconds,
  DCGM_FI_DEV_THERMAL_VIOLATION: ({ totals }) => totals.thermalViolationNanoseconds,
  DCGM_FI_DEV_SYNC_BOOST_VIOLATION: () => 0,
  DCGM_FI_DEV_BOARD_LIMIT_VIOLATION: () => 0,
  DCGM_FI_DEV_LOW_UTIL_VIOLATION: () => 0,
  DCGM_FI_DEV_RELIABILITY_VIOLATION: () => 0,

  DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL: ({ totals }) => totals.nvlinkBytes,
  DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL: (state) => steady(state, 'bus', 10),
  DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL: () => 0,
  DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL: (state) => steady(state, 'bus', 30),
  DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL: () => 0,
  DCGM_FI_DEV_PCIE_REPLAY_COUNTER: (state) => steady(state, 'bus', 5),
  DCGM_FI_DEV_VGPU_LICENSE_STATUS: () => 0,
};

/** The value of each label field that a counters file may name. */
const labelFields: Readonly<Record<string, (gpu: Gpu) => string>> = {
  DCGM_FI_DRIVER_VERSION: () => '580.95.05',
  DCGM_FI_NVML_VERSION: () => '13.580.95.05',
  DCGM_FI_DEV_BRAND: () => 'NVIDIA',
  DCGM_FI_DEV_SERIAL: (gpu) => gpu.uuid.slice(-12),
  DCGM_FI_DEV_VBIOS_VERSION: () => '96.00.89.00.01',
};

/** The fields of a counters file that the simulation has no values for. */
export const unknownFields = (counters: readonly Counter[]): string[] =>
  counters.filter(({ field, type }) => !(field in (type === 'label' ? labelFields : fields))).map(({ field }) => field);

/** What dcgm-exporter (4.5.3 to 4.8.2) prints on a node with these GPUs, for the fields of a counters file. */
export const dcgmExposition = (counters: readonly Counter[], states: readonly GpuState[]): string =>
  exposition(counters.flatMap((counter) => (counter.type === 'label' ? [] : [family(counter, counter.type, counters, states)])));

function family(counter: Counter, type: Family['type'], counters: readonly Counter[], states: readonly GpuState[]): Family {
  const valuesOf = fields[counter.field];
  const samples = valuesOf ? states.flatMap((state) => samplesOf(valuesOf(state), identity(state, counters))) : [];
  return { name: counter.field, type, help: counter.help, samples };
}

const samplesOf = (values: Values, labels: Record<string, string>): Sample[] =>
  typeof values === 'number'
    ? [{ labels, value: values }]
    : values.map((sample) => ({ labels: { ...labels, ...sample.labels }, value: sample.value }));

function identity({ gpu, holder, slice }: GpuState, counters: readonly Counter[]): Record<string, string> {
  return {
    gpu: String(gpu.index),
    UUID: gpu.uuid,
    pci_bus_id: gpu.pciBusId,
    device: `nvidia${gpu.index}`,
    modelName: 'NVIDIA H100 80GB HBM3',
    Hostname: gpu.node,
    ...(slice && { GPU_I_PROFILE: slice.profile, GPU_I_ID: slice.id }),
    ...(holder && { container: holder.container, namespace: holder.namespace, pod: holder.pod }),
    ...Object.fromEntries(
      counters.filter(({ type }) => type === 'label').flatMap(({ field }) => (labelFields[field] ? [[field, labelFields[field](gpu)]] : [])),
    ),
  };
}

function lastXid({ gpu, totals }: GpuState): readonly Sample[] {
  const xid = totals.xids > 0 ? xidOf(gpu.fault) : undefined;
  return [
    xid
      ? { labels: { err_code: String(xid.code), err_msg: xid.message }, value: xid.code }
      : { labels: { err_code: '0', err_msg: 'No Error' }, value: 0 },
  ];
}

function xidsInWindow({ gpu, origin, time }: GpuState): readonly Sample[] {
  const xid = xidOf(gpu.fault);
  const count = xid ? xidEvents(xid, origin, time - windowSeconds, time) : 0;
  return [{ labels: xid && count > 0 ? { ...window, xid: String(xid.code) } : window, value: count }];
}

/** The exporter counts in how many of its collections, one in 30 s, a reason was there. */
function clockEventsInWindow({ gpu, occupants, origin, time }: GpuState): readonly Sample[] {
  const collections = Array.from({ length: windowSeconds / 30 }, (_, index) => time - 30 * index).filter((at) => at >= origin);
  const seen = collections.flatMap((at) => read(gpu, occupants, at).slowedBy);
  const reasons = [...new Set(seen)];
  return reasons.length === 0
    ? [{ labels: window, value: 0 }]
    : reasons.map((reason) => ({
        labels: { ...window, clock_event: clockEvents[reason].name },
        value: seen.filter((each) => each === reason).length,
      }));
}

function health({ gpu, totals }: GpuState): readonly Sample[] {
  const failure = gpu.fault && healthFailure[gpu.fault];
  const failed = failure && (gpu.fault === 'thermal' || totals.xids > 0) ? failure : undefined;
  return healthWatches.map((watch) =>
    failed && (watch === failed.watch || watch === 'ALL')
      ? { labels: { health_watch: watch, health_error_code: failed.code }, value: failed.value }
      : { labels: { health_watch: watch, health_error_code: 'DCGM_FR_OK' }, value: 0 },
  );
}
