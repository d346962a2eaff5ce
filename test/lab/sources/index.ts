import type { SimulatedSource } from './define.ts';

export type { Clock, SimulatedSource } from './define.ts';

/** Every source that the lab simulates beside its accelerators. */
export const simulatedSources: readonly SimulatedSource[] = [];
