import type { Exporter } from '../../dashboards-src/catalogue/define.ts';
import { neuron } from '../../dashboards-src/catalogue/neuron.ts';
import { read } from '../../dashboards-src/read.ts';
import { counterFiles } from '../../generator/components/dcgm-counters.ts';
import { exportersOf } from '../../generator/components/monitors.ts';
import { categories, type Category } from '../../values-schema/monitors.ts';
import { parseCounters } from '../lab/fleet/counters.ts';
import { gpusPerNode } from './fleet/fleet.ts';

/** Series that a level of metrics costs on one GPU node. */
export interface LevelCost {
  readonly level: string;
  readonly series: number;
}

/** A counter of the exporter is one series for each GPU; rows of type label are none. */
const ofDcgm = (...files: readonly string[]): number => gpusPerNode * files.flatMap((file) => parseCounters(counterFiles[file]!)).filter(({ type }) => type !== 'label').length;

/** What `dcgm.level` costs; the exporter reads the counters of `basic` at both levels. */
export const levelCosts = (): LevelCost[] => [{ level: 'dcgm.level: basic', series: ofDcgm('basic') }, { level: 'dcgm.level: advanced', series: ofDcgm('basic', 'advanced') }];

/** How many metrics a level keeps. How many series they are depends on what runs: pods, models, queues, adapters. */
export interface KeptMetrics {
  /** The value that sets the level. */
  readonly value: string;
  readonly basic: number;
  readonly advanced: number;
}

const isRead = (name: string): boolean => ['', '_bucket', '_sum', '_count'].some((end) => read.has(name + end));

function kept(value: string, exporters: readonly Exporter[]): KeptMetrics {
  const names = [...new Set(exporters.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  return { value, basic: names.filter(isRead).length, advanced: names.length };
}

/** What the levels of the other categories keep at a scrape. */
export const keptMetrics = (): KeptMetrics[] => [
  kept('neuron.level', [neuron]),
  ...Object.keys(categories).map((category) => kept(`monitors.levels.${category}`, exportersOf(category as Category))),
];
