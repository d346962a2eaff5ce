import type { Toggle, Unit } from '../../catalogue/define.ts';
import { timeseries, type PanelSpec, type Query } from '../panel.ts';

interface EnginePanel {
  readonly key: string;
  readonly title: string;
  readonly unit: Unit;
  readonly description: string;
  readonly queries: readonly Query[];
  readonly max?: number;
  readonly stacked?: boolean;
  readonly none?: string;
  readonly width?: number;
}

/** Panels of one engine, three in a line if not said otherwise: what it alone knows, as it exposes it. */
export const panelsOf = (engine: string, requires: Toggle) => (spec: EnginePanel): PanelSpec =>
  timeseries({ width: 8, ...spec, key: `${engine}-${spec.key}`, requires: [requires] });

export const rate = (series: string): string => `rate(${series}[$__rate_interval])`;

/** A percentile of a histogram, for each set of labels; `factor` turns its unit into seconds or whatever is shown. */
export const percentile = (quantile: number, metric: string, matchers: string, by: string, factor = 1): string =>
  `histogram_quantile(${quantile}, sum by (${by}, le) (${rate(`${metric}_bucket{${matchers}}`)}))${factor === 1 ? '' : ` * ${factor}`}`;

/** The middle and the tail. */
export const middleAndTail = (metric: string, matchers: string, by: string, legend: string, factor = 1): Query[] =>
  [0.5, 0.95].map((quantile) => ({ expr: percentile(quantile, metric, matchers, by, factor), legend: `${legend} ${quantile * 100} %` }));

/** The mean of what a histogram observed, or of two counters. */
export const mean = (sum: string, count: string, by: string, factor = 1): string => `sum by (${by}) (${rate(sum)}) / (sum by (${by}) (${rate(count)}) > 0)${factor === 1 ? '' : ` * ${factor}`}`;
