/** Something wrong with a GPU of the lab: slower than its peers, too hot, or losing memory cells or its bus. */
export type Fault = 'straggler' | 'thermal' | 'memory' | 'bus';

/** The Xid that the driver reports for a fault, with NVIDIA's words for it, and how often it comes (seconds). */
export interface Xid {
  readonly code: number;
  readonly message: string;
  readonly period: number;
}

const xids: Readonly<Partial<Record<Fault, Xid>>> = {
  memory: { code: 48, message: 'Double Bit ECC Error', period: 420 },
  bus: { code: 79, message: 'GPU has fallen off the bus', period: 240 },
};

/** Seconds from the start of the lab to the first event of a fault, so that it is soon to be seen. */
const firstEvent = 15;

const faultyGpu = 2;
const faultOfNode: readonly Fault[] = ['straggler', 'thermal', 'memory', 'bus'];

/** The fault of a GPU, if it has one: GPU 2 of the first four GPU nodes, by name, has one each. */
export const faultOf = (nodeOrdinal: number, gpu: number): Fault | undefined =>
  gpu === faultyGpu ? faultOfNode[nodeOrdinal] : undefined;

/** The Xid that the fault makes the driver report, if any. */
export const xidOf = (fault: Fault | undefined): Xid | undefined => fault && xids[fault];

/**
 * How many Xids came in (from, to].
 * @param origin when the lab began; all times are unix seconds
 */
export function xidEvents(xid: Xid, origin: number, from: number, to: number): number {
  const until = (time: number): number => Math.max(0, Math.floor((time - origin - firstEvent) / xid.period) + 1);
  return until(to) - until(from);
}
