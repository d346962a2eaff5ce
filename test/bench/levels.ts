import { counterFiles } from '../../generator/components/dcgm-counters.ts';
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
