import type { Metric } from '../../../dashboards-src/catalogue/define.ts';

/** A stored series and how its value moves: base + amplitude · sin(2π t / period + phase) + noise, never below zero, plus slope · t; t in seconds. */
export interface FleetSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly base: number;
  readonly amplitude?: number;
  readonly period?: number;
  readonly phase?: number;
  readonly noise?: number;
  readonly slope?: number;
}

/** How a metric of a GPU moves, by what the GPU does: `work` is 0 for an idle GPU and 1 for a busy one. */
export type Shape = Omit<FleetSeries, 'labels'>;

export const constant = (base: number): Shape => ({ base });
export const waving = (base: number, share: number, period: number, phase: number): Shape => ({ base, amplitude: base * share, period, phase, noise: base * 0.1 });

/** A value that is plausible for a metric of that unit, for GPUs that do this much work. */
export function shapeOf({ type, unit, name }: Metric, work: number, phase: number): Shape {
  if (type === 'counter') return { base: 0, slope: unit === 'nanoseconds' ? 1e7 * work : 0 };
  switch (unit) {
    case 'ratio': return waving(0.6 * work, 0.3, 600, phase);
    case 'percent': return waving(95 * work, 0.04, 600, phase);
    case 'mebibytes': return constant(name.endsWith('FREE') ? 81_000 - 70_000 * work : name.endsWith('RESERVED') ? 600 : 70_000 * work);
    case 'watts': return name.includes('LIMIT') ? constant(700) : waving(80 + 520 * work, 0.15, 600, phase);
    case 'celsius': return waving(32 + 33 * work, 0.06, 900, phase);
    case 'bytes/second': return waving(2e9 * work, 0.5, 300, phase);
    default: return constant(0);
  }
}
