import { series, total, valueAt, type Course, type World } from './world.ts';

/** What a program does with a GPU. Shares of 1; watts. */
export interface GpuUse {
  readonly busy: Course;
  readonly sm: Course;
  readonly tensor: Course;
  readonly memory: Course;
  readonly watts: Course;
}

const limitWatts = 700;
const memoryMiB = 81_559;

/** What H100s show, after measurements that NVIDIA (DCGM user guide, profiling metrics) and soperator #796 (the hang) describe. */
export const uses = {
  training: { busy: 0.98, sm: 0.82, tensor: 0.42, memory: 0.88, watts: 610 },
  serving: { busy: 0.9, sm: 0.62, tensor: 0.18, memory: 0.91, watts: 420 },
  idle: { busy: 0, sm: 0, tensor: 0, memory: 0.05, watts: 72 },
  /** Ranks spin in a collective: busy, and nothing computed. */
  hung: { busy: 1, sm: 0.18, tensor: 0, memory: 0.88, watts: 190 },
  /** Short bursts between long waits for the next batch. */
  starved: { busy: 0.55, sm: 0.28, tensor: 0.11, memory: 0.86, watts: 280 },
} as const satisfies Readonly<Record<string, GpuUse>>;

/** One use until a minute, then another. */
export const turning = (before: GpuUse, minute: number, after: GpuUse): GpuUse => {
  const part = (name: keyof GpuUse): Course => (now) => valueAt((now < minute ? before : after)[name], now);
  return { busy: part('busy'), sm: part('sm'), tensor: part('tensor'), memory: part('memory'), watts: part('watts') };
};

/** A pod with some GPUs of a node. */
export interface Holder {
  readonly namespace: string;
  readonly pod: string;
  /** Their indices. */
  readonly gpus: readonly number[];
  readonly use: GpuUse | ((gpu: number) => GpuUse);
  /** Minutes between which it holds them; from ever, and until now, if left out. */
  readonly from?: number;
  readonly until?: number;
}

export interface GpuFaults {
  /** Xid code by GPU, and the minute in which it came. */
  readonly xid?: Readonly<Record<number, { readonly code: number; readonly minute: number }>>;
  /** Share of time slowed down by heat, by GPU. */
  readonly heat?: Readonly<Record<number, Course>>;
  /** Double-bit errors since the driver was loaded, by GPU. */
  readonly doubleBitErrors?: Readonly<Record<number, Course>>;
  readonly remapPending?: readonly number[];
  /** NVLink data errors a second, by GPU. */
  readonly nvlink?: Readonly<Record<number, Course>>;
  /** GPU that is gone from a minute on. */
  readonly gone?: Readonly<Record<number, number>>;
}

export interface GpusOfNode {
  readonly node: string;
  readonly count: number;
  readonly holders: readonly Holder[];
  readonly faults?: GpuFaults;
  /** Whether the profiling counters are read. */
  readonly profiling?: boolean;
}

/** The exporter counts Xids in a window of five minutes. */
const window = 5;

/** What dcgm-exporter says of the GPUs of a node, scraped by the chart's own monitor. */
export function gpus({ node, count, holders, faults = {}, profiling = true }: GpusOfNode): World {
  const all = Array.from({ length: count }, (_, gpu) => gpu).flatMap((gpu) => {
    const own = { job: 'dcgm-exporter', instance: `${node}:9400`, node, Hostname: node, gpu: String(gpu), UUID: `GPU-${node}-${gpu}`, modelName: 'NVIDIA H100 80GB HBM3' };
    const there = (course: Course): Course => (minute) => (faults.gone?.[gpu] !== undefined && minute >= faults.gone[gpu] ? undefined : valueAt(course, minute));
    const holding = holders.filter(({ gpus: held }) => held.includes(gpu));
    const during = ({ from = -Infinity, until = Infinity }: Holder, minute: number): boolean => minute >= from && minute <= until;
    const occupants: { labels: Record<string, string>; use: GpuUse; when: (minute: number) => boolean }[] = [
      ...holding.map((holder) => ({ labels: { ...own, namespace: holder.namespace, pod: holder.pod, container: 'main' }, use: typeof holder.use === 'function' ? holder.use(gpu) : holder.use, when: (minute: number) => during(holder, minute) })),
      { labels: own, use: uses.idle, when: (minute) => !holding.some((holder) => during(holder, minute)) },
    ];
    return occupants.flatMap(({ labels, use, when }) => {
      const shown = (name: string, course: Course, more: Readonly<Record<string, string>> = {}) => series(name, { ...labels, ...more }, there((minute) => (when(minute) ? valueAt(course, minute) : undefined)));
      const scaled = (course: Course, by: (value: number) => number): Course => (minute) => { const value = valueAt(course, minute); return value === undefined ? undefined : by(value); };
      const xid = faults.xid?.[gpu];
      const errors = faults.doubleBitErrors?.[gpu];
      const nvlink = faults.nvlink?.[gpu];
      return [
        shown('DCGM_FI_DEV_GPU_UTIL', scaled(use.busy, (value) => 100 * value)),
        ...(profiling ? [shown('DCGM_FI_PROF_GR_ENGINE_ACTIVE', use.busy), shown('DCGM_FI_PROF_SM_ACTIVE', use.sm), shown('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', use.tensor)] : []),
        shown('DCGM_FI_DEV_FB_USED', scaled(use.memory, (value) => value * memoryMiB)),
        shown('DCGM_FI_DEV_FB_FREE', scaled(use.memory, (value) => (1 - value) * memoryMiB)),
        shown('DCGM_FI_DEV_POWER_USAGE', use.watts),
        shown('DCGM_FI_DEV_POWER_MGMT_LIMIT', limitWatts),
        shown('DCGM_FI_DEV_THERMAL_VIOLATION', total(scaled(faults.heat?.[gpu] ?? 0, (value) => value * 1e9))),
        shown('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', errors ?? 0),
        shown('DCGM_FI_DEV_ROW_REMAP_PENDING', faults.remapPending?.includes(gpu) ? 1 : 0),
        ...(xid ? [shown('DCGM_EXP_XID_ERRORS_COUNT', (minute) => (minute >= xid.minute && minute < xid.minute + window ? 1 : undefined), { xid: String(xid.code), window_size_in_ms: '300000' })] : []),
        ...(nvlink ? [shown('DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL', total(nvlink))] : []),
      ];
    });
  });
  return { series: all };
}
