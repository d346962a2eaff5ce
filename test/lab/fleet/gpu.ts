import { activity, type Activity } from './behaviour.ts';
import { xidEvents, xidOf, type Fault } from './faults.ts';
import { fraction, hexDigits, noise } from './random.ts';
import type { Holder } from './slots.ts';

/** NVIDIA H100 80GB HBM3 (SXM): limits from its data sheet, idle values as nvidia-smi shows them. */
const h100 = {
  memoryMiB: 81_559,
  reservedMiB: 551,
  idleMiB: 4,
  idleWatts: 71,
  limitWatts: 700,
  maxClockMHz: 1980,
  idleClockMHz: 345,
  slowedClockMHz: 1215,
  memoryClockMHz: 2619,
  idleCelsius: 31,
  /** Bytes a second in each direction. */
  nvlinkBytes: 450e9,
  pcieBytes: 55e9,
};

/** A GPU of a simulated node. */
export interface Gpu {
  readonly node: string;
  readonly index: number;
  readonly uuid: string;
  readonly pciBusId: string;
  readonly fault: Fault | undefined;
}

/** Who uses a part of a GPU: all of it, a MIG slice, or some of its time. */
export interface Occupant {
  readonly holder: Holder | undefined;
  /** Part of the GPU's compute units, or of its time. */
  readonly share: number;
}

/** What a GPU shows at one moment; units are in the names, shares are from 0 to 1. */
export interface Reading {
  readonly activity: Activity;
  readonly powerWatts: number;
  readonly limitWatts: number;
  readonly celsius: number;
  readonly memoryCelsius: number;
  readonly smClockMHz: number;
  readonly memoryClockMHz: number;
  readonly usedMiB: number;
  readonly freeMiB: number;
  readonly reservedMiB: number;
  readonly totalMiB: number;
  readonly nvlinkBytesPerSecond: number;
  readonly pcieBytesPerSecond: number;
  /** Why the clock is below its maximum. */
  readonly slowedBy: readonly ('idle' | 'power' | 'heat')[];
}

const pciBuses = ['53', '64', '75', '86', '97', 'A8', 'B9', 'CA'];

/** The identity of a GPU; the same for the same node and index on every run. */
export function gpuOf(node: string, index: number, fault: Fault | undefined): Gpu {
  const digits = hexDigits(`${node}/${index}`, 32);
  const uuid = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
  return { node, index, uuid: `GPU-${uuid}`, pciBusId: `00000000:${pciBuses[index % pciBuses.length]}:00.0`, fault };
}

/**
 * What the GPU shows at a moment. Power follows activity, temperature follows power, the clock follows both.
 * @param time unix seconds
 */
export function read(gpu: Gpu, occupants: readonly Occupant[], time: number): Reading {
  return readingOf(gpu, together(gpu, occupants, time), time);
}

/** What the holder of a part does with it. */
export const work = (gpu: Gpu, holder: Holder | undefined, time: number): Activity => withFault(activity(holder?.behaviour ?? 'free', holder?.job ?? '', gpu.uuid, time), gpu.fault);

/** What all occupants do, each by its part of the GPU. */
function together(gpu: Gpu, occupants: readonly Occupant[], time: number): Activity {
  const parts = occupants.map(({ holder, share }) => ({ share, activity: work(gpu, holder, time) }));
  const sum = (of: keyof Activity): number => parts.reduce((total, { share, activity: part }) => total + share * part[of], 0);
  return { engine: sum('engine'), sm: sum('sm'), occupancy: sum('occupancy'), tensor: sum('tensor'), dram: sum('dram'), memory: sum('memory'), link: sum('link'), host: sum('host') };
}

function readingOf(gpu: Gpu, work: Activity, time: number): Reading {
  const hot = gpu.fault === 'thermal' && work.engine > 0.5;
  const wanted = h100.idleWatts + 60 * work.engine + 180 * work.sm + 520 * work.tensor + 230 * work.dram;
  const powerWatts = Math.min(hot ? 460 : h100.limitWatts - 3 * noise(gpu.uuid, 5, time), wanted);
  const celsius = h100.idleCelsius + 0.05 * (powerWatts - h100.idleWatts) + (hot ? 36 : 0) + 4 * fraction(gpu.uuid) + noise(gpu.uuid, 60, time);
  const capped = wanted > powerWatts && !hot;
  const idle = work.engine === 0;
  const usedMiB = Math.round(h100.idleMiB + work.memory * (h100.memoryMiB - h100.reservedMiB - h100.idleMiB));
  return {
    activity: work,
    powerWatts,
    limitWatts: h100.limitWatts,
    celsius: Math.round(celsius),
    memoryCelsius: Math.round(celsius + 9),
    smClockMHz: idle ? h100.idleClockMHz : hot ? h100.slowedClockMHz : h100.maxClockMHz - (capped ? 15 * Math.ceil((wanted - powerWatts) / 8) : 0),
    memoryClockMHz: h100.memoryClockMHz,
    usedMiB,
    freeMiB: h100.memoryMiB - h100.reservedMiB - usedMiB,
    reservedMiB: h100.reservedMiB,
    totalMiB: h100.memoryMiB,
    nvlinkBytesPerSecond: work.link * h100.nvlinkBytes,
    pcieBytesPerSecond: work.host * h100.pcieBytes,
    slowedBy: [...(idle ? ['idle' as const] : []), ...(capped ? ['power' as const] : []), ...(hot ? ['heat' as const] : [])],
  };
}

function withFault(work: Activity, fault: Fault | undefined): Activity {
  switch (fault) {
    case 'straggler':
      return { ...work, sm: 0.6 * work.sm, tensor: 0.5 * work.tensor, dram: 0.6 * work.dram };
    case 'thermal':
      return { ...work, tensor: 0.65 * work.tensor };
    case 'bus':
      return { ...work, engine: 0, sm: 0, occupancy: 0, tensor: 0, dram: 0, link: 0, host: 0 };
    case 'memory':
    case undefined:
      return work;
  }
}

/** What a GPU has added up since it was switched on. */
export interface Totals {
  energyMillijoules: number;
  nvlinkBytes: number;
  powerViolationNanoseconds: number;
  thermalViolationNanoseconds: number;
  xids: number;
}

const gridSeconds = 5;

/**
 * Adds up what a GPU shows. It reads the GPU on a fixed grid of {@link gridSeconds}, so the totals at a time
 * do not depend on how often they are asked for.
 */
export class Meter {
  #next: number;
  readonly #totals: Totals;
  readonly #gpu: Gpu;
  readonly #origin: number;

  /** @param origin unix seconds at which counting begins */
  constructor(gpu: Gpu, origin: number) {
    this.#gpu = gpu;
    this.#origin = origin;
    this.#next = origin;
    const uptimeSeconds = 86_400 * (3 + 20 * fraction(`${gpu.uuid}/uptime`));
    this.#totals = {
      energyMillijoules: Math.round(uptimeSeconds * 380_000),
      nvlinkBytes: Math.round(uptimeSeconds * 1e8),
      powerViolationNanoseconds: Math.round(uptimeSeconds * 2e6),
      thermalViolationNanoseconds: 0,
      xids: 0,
    };
  }

  /** The totals at a time not before the last one asked for. */
  advance(occupants: readonly Occupant[], time: number): Readonly<Totals> {
    for (; this.#next + gridSeconds <= time; this.#next += gridSeconds) this.#add(read(this.#gpu, occupants, this.#next));
    const xid = xidOf(this.#gpu.fault);
    this.#totals.xids = xid ? xidEvents(xid, this.#origin, this.#origin, time) : 0;
    return { ...this.#totals };
  }

  #add(reading: Reading): void {
    const nanoseconds = gridSeconds * 1e9;
    this.#totals.energyMillijoules += Math.round(reading.powerWatts * gridSeconds * 1000);
    this.#totals.nvlinkBytes += Math.round(2 * reading.nvlinkBytesPerSecond * gridSeconds);
    if (reading.slowedBy.includes('power')) this.#totals.powerViolationNanoseconds += 0.3 * nanoseconds;
    if (reading.slowedBy.includes('heat')) this.#totals.thermalViolationNanoseconds += 0.8 * nanoseconds;
  }
}
