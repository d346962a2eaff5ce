import type { Metric } from '../catalogue/define.ts';
import { levels, type Level, type Signal } from './define.ts';

const labelsAt = (signal: Signal, level: Level): string[] => [...levels[level], ...(signal.by ?? [])];

const seriesAt = (signal: Signal, level: Level): Metric => ({
  name: signal.at(level), type: 'gauge', unit: signal.unit, help: signal.description, labels: labelsAt(signal, level),
  ...(signal.weight && { weight: signal.weight.at(level) }),
  ...(signal.equalWithin && level === signal.level && { equalWithin: levels[signal.equalWithin] }),
});

/** The series that the rules record for a signal, as catalogue entries: queries may use them like any exporter's. */
export const recordedBy = (signal: Signal): Metric[] => [signal.level, ...(signal.levels ?? [])].map((level) => seriesAt(signal, level));
