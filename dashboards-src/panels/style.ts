import { LegendDisplayMode, LegendPlacement, SortOrder, TooltipDisplayMode, VizLegendOptionsBuilder, VizTooltipOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import {
  type DynamicConfigValue, FieldColorBuilder, FieldColorModeId, type ThresholdsConfig, ThresholdsConfigBuilder, ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Unit } from '../catalogue/define.ts';
import type { Signal } from '../signals/define.ts';

/** The one data source of every panel. */
export const datasource = { type: 'prometheus', uid: 'prometheus' } as const;

/** Panels are laid on a grid of 24 columns; heights are in its rows of 30 px. */
export const grid = { columns: 24, stat: { width: 4, height: 4 }, graph: { width: 12, height: 8 }, table: { width: 24, height: 9 } } as const;

export const line = { width: 1, fill: 10 } as const;

/** How Grafana calls our units; a ratio is shown as a percentage. */
export const grafanaUnit: Readonly<Record<Unit, string>> = {
  bool: 'bool', bytes: 'bytes', 'bytes/second': 'Bps', celsius: 'celsius', cores: 'short', count: 'short', 'events/second': 'eps', info: 'string', joules: 'joule', mebibytes: 'mbytes',
  millijoules: 'mJ', nanoseconds: 'ns', ratio: 'percentunit', percent: 'percent', seconds: 's', 'seconds/second': 'percentunit', timestamp: 'dateTimeAsIso', watts: 'watt',
};

export interface Thresholds {
  readonly better: Signal['better'];
  readonly warning: number;
  readonly critical: number;
}

/** From left to right on the scale: what lies below the first step has the first colour. */
function steps(thresholds: Thresholds | undefined): ThresholdsConfig['steps'] {
  if (!thresholds) return [{ value: null, color: 'text' }];
  const { better, warning, critical } = thresholds;
  return better === 'higher'
    ? [{ value: null, color: 'red' }, { value: critical, color: 'orange' }, { value: warning, color: 'green' }]
    : [{ value: null, color: 'green' }, { value: warning, color: 'orange' }, { value: critical, color: 'red' }];
}

export const thresholdsOf = (thresholds: Thresholds | undefined) => new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(thresholds));

export const paletteColour = () => new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic);
export const thresholdColour = () => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);

export const legend = () => new VizLegendOptionsBuilder().showLegend(true).displayMode(LegendDisplayMode.Table).placement(LegendPlacement.Bottom).calcs(['lastNotNull', 'max']);
export const tooltip = () => new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);

/** Field settings of one column of a table. */
export function columnProperties(unit: Unit | undefined, thresholds: Thresholds | undefined, cell: 'plain' | 'gauge' | 'colour', width: number | undefined): DynamicConfigValue[] {
  const type = { plain: 'auto', gauge: 'gauge', colour: 'color-background' }[cell];
  return [
    ...(unit ? [{ id: 'unit', value: grafanaUnit[unit] }] : []),
    ...(unit === 'ratio' ? [{ id: 'min', value: 0 }, { id: 'max', value: 1 }] : []),
    ...(cell === 'plain' ? [] : [{ id: 'custom.cellOptions', value: { type, mode: 'basic' } }, { id: 'color', value: { mode: 'thresholds' } }]),
    ...(thresholds ? [{ id: 'thresholds', value: { mode: 'absolute', steps: steps(thresholds) } }] : []),
    ...(width ? [{ id: 'custom.width', value: width }] : []),
  ];
}
