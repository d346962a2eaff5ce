import type { Metric } from '../catalogue/define.ts';
import { levels, type Level, type Signal } from './define.ts';

const labelsAt = (signal: Signal, level: Level): string[] => [...levels[level], ...(signal.by ?? [])];

function seriesAt(signal: Signal, level: Level): Metric {
  const weight = level === signal.level && signal.parts ? signal.parts.expr : signal.weight?.at(level);
  return { name: signal.at(level), type: 'gauge', unit: signal.unit, help: signal.description, labels: labelsAt(signal, level), ...(weight && { weight }) };
}

/** The series that the rules record for a signal, as catalogue entries: queries may use them like any exporter's. */
export const recordedBy = (signal: Signal): Metric[] => signal.recorded.map((level) => seriesAt(signal, level));
