import { LegendDisplayMode, LegendPlacement, SortOrder, TooltipDisplayMode, VizLegendOptionsBuilder, VizTooltipOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import {
  type DynamicConfigValue, FieldColorBuilder, FieldColorModeId, type Threshold, ThresholdsConfigBuilder, ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Unit } from '../catalogue/define.ts';
import type { Signal } from '../signals/define.ts';

/** The one data source of every panel. */
export const datasource = { type: 'prometheus', uid: 'prometheus' } as const;

/** Panels are laid on a grid of 24 columns; heights are in its rows of 30 px. */
export const grid = { columns: 24, stat: { width: 4, height: 4 }, graph: { width: 12, height: 8 }, table: { width: 24, height: 9 } } as const;

/** In percent. Only stacked areas are filled: lines that cross would hide each other. */
export const stackedFill = 30;

/** How Grafana calls our units; a ratio is shown as a percentage. */
export const grafanaUnit: Readonly<Record<Unit, string>> = {
  'bits/second': 'bps', bool: 'bool', bytes: 'bytes', 'bytes/second': 'Bps', celsius: 'celsius', cores: 'count:cores', count: 'short', dollars: 'currencyUSD', 'dollars/hour': 'currencyUSD', 'events/second': 'eps',
  flops: 'flops', 'gigabytes/second': 'GBs', hertz: 'hertz', info: 'string', joules: 'joule', kibibytes: 'kbytes', mebibytes: 'mbytes', megabytes: 'decmbytes', megahertz: 'suffix: MHz', microseconds: 'µs', millijoules: 'mJ', milliseconds: 'ms', milliwatts: 'mwatt', nanoseconds: 'ns',
  'packets/second': 'pps', percent: 'percent', ratio: 'percentunit', 'requests/second': 'reqps', score: 'short', seconds: 's', 'seconds/second': 'percentunit', timestamp: 'dateTimeAsIso', tokens: 'short', 'tokens/second': 'si: tokens/s', watts: 'watt',
};

export interface Thresholds {
  readonly better: Signal['better'];
  readonly warning: number;
  readonly critical: number;
}

/** From left to right on the scale: what lies below the first step has the first colour. */
function steps(thresholds: Thresholds | undefined, good = 'green'): Threshold[] {
  if (!thresholds) return [{ value: null, color: 'text' }];
  const { better, warning, critical } = thresholds;
  return better === 'higher'
    ? [{ value: null, color: 'red' }, { value: critical, color: 'orange' }, { value: warning, color: good }]
    : [{ value: null, color: good }, { value: warning, color: 'orange' }, { value: critical, color: 'red' }];
}

export const thresholdsOf = (thresholds: Thresholds | undefined) => new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(thresholds));

export const paletteColour = () => new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic);
export const thresholdColour = () => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);

/** How Grafana calls what a legend says of each series. */
const legendValues = { lastNotNull: 'Last *', sum: 'Total' } as const;

/** Many series stand beside the graph with their last value, or the sum of all where they are counts, the greatest first; a few stand in one line below it. */
export const legend = (place: 'beside' | 'below', value: keyof typeof legendValues = 'lastNotNull') => {
  const builder = new VizLegendOptionsBuilder().showLegend(true);
  return place === 'below'
    ? builder.displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom)
    : builder.displayMode(LegendDisplayMode.Table).placement(LegendPlacement.Right).calcs([value]).sortBy(legendValues[value]).sortDesc(true);
};
export const tooltip = () => new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);

/** Where an axis ends at least, so that a graph of zeros does not reach to 100, which is 10,000 % for a ratio. */
export const axisReach: Partial<Readonly<Record<Unit, number>>> = { count: 1, ratio: 0.01, 'events/second': 0.01 };

export const fixedColour = (colour: string): DynamicConfigValue => ({ id: 'color', value: { mode: 'fixed', fixedColor: colour } });

/** A line that others are held against, as a limit: grey, dashed and never part of a stack. */
export const referenceLine: DynamicConfigValue[] = [
  fixedColour('text'),
  { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } },
  { id: 'custom.stacking', value: { mode: 'none' } },
  { id: 'custom.fillOpacity', value: 0 },
];

/** In pixels: columns of numbers are as wide as these need, and leave the rest to names and gauges. */
const cellWidth = { plain: 110, gauge: undefined, colour: 130 } as const;
/** Grafana's own is 150, with which the last columns of a wide table run out of the panel. */
const leastGaugeWidth = 110;

/** Colours that a word in a table may have: what is fine does not ask for attention. */
export type WordColour = 'transparent' | 'orange' | 'red';

/** Field settings of a column that holds a value. */
export function columnProperties(unit: Unit, thresholds: Thresholds | undefined, cell: 'plain' | 'gauge' | 'colour', width: number | undefined = cellWidth[cell]): DynamicConfigValue[] {
  const type = { plain: 'auto', gauge: 'gauge', colour: 'color-background' }[cell];
  return [
    { id: 'unit', value: grafanaUnit[unit] },
    ...(unit === 'ratio' ? [{ id: 'min', value: 0 }, { id: 'max', value: 1 }] : []),
    ...(cell === 'plain' ? [] : [{ id: 'custom.cellOptions', value: { type, mode: 'basic' } }, { id: 'color', value: { mode: 'thresholds' } }]),
    ...(thresholds ? [{ id: 'thresholds', value: { mode: 'absolute', steps: steps(thresholds, cell === 'colour' ? 'transparent' : 'green') } }] : []),
    ...(width ? [{ id: 'custom.width', value: width }] : []),
    ...(cell === 'gauge' && !width ? [{ id: 'custom.minWidth', value: leastGaugeWidth }] : []),
  ];
}
