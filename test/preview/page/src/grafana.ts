import {
  FieldConfigOptionsRegistry, applyFieldOverrides, cacheFieldDisplayNames, createTheme, displayNameOverrideProcessor, identityOverrideProcessor, numberOverrideProcessor, standardEditorsRegistry,
  standardFieldConfigEditorRegistry, standardTransformers, standardTransformersRegistry, thresholdsOverrideProcessor, transformDataFrame, unitOverrideProcessor, valueMappingsOverrideProcessor,
  type DataFrame, type FieldConfigPropertyItem, type FieldConfigSource, type FieldOverrideContext,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import type { Panel } from './dashboard.ts';

type Process = (value: unknown, context: FieldOverrideContext, settings?: unknown) => unknown;

/** A setting of a field that a dashboard may make: Grafana's own plugins register these, and there are no plugins here. */
const property = (id: string, process: unknown, isCustom = false): FieldConfigPropertyItem => ({
  id: isCustom ? `custom.${id}` : id, path: id, name: id, isCustom, process: process as Process, override: () => null, editor: () => null, settings: {}, shouldApply: () => true, getItemsCount: () => 0,
}) as unknown as FieldConfigPropertyItem;

const standard = (): FieldConfigPropertyItem[] => [
  property('unit', unitOverrideProcessor), property('min', numberOverrideProcessor), property('max', numberOverrideProcessor), property('decimals', numberOverrideProcessor),
  property('displayName', displayNameOverrideProcessor), property('noValue', identityOverrideProcessor), property('color', identityOverrideProcessor), property('thresholds', thresholdsOverrideProcessor),
  property('mappings', valueMappingsOverrideProcessor), property('links', identityOverrideProcessor),
];

const custom = [
  'drawStyle', 'lineWidth', 'fillOpacity', 'gradientMode', 'showPoints', 'pointSize', 'stacking', 'axisPlacement', 'axisLabel', 'axisSoftMin', 'axisSoftMax', 'scaleDistribution', 'thresholdsStyle',
  'hideFrom', 'lineStyle', 'lineInterpolation', 'spanNulls', 'barAlignment', 'transform', 'fillBelowTo', 'width', 'minWidth', 'align', 'cellOptions', 'filterable', 'hidden', 'inspect',
];

standardFieldConfigEditorRegistry.setInit(standard as never);
standardEditorsRegistry.setInit(() => []);
const transformers = new Map(Object.values(standardTransformers).map((transformation) => [transformation.id, transformation]));
standardTransformersRegistry.setInit(() => [...transformers.values()].map((transformation) => ({ id: transformation.id, name: transformation.name, transformation, editor: () => null })) as never);
const registry = new FieldConfigOptionsRegistry(() => [...standard(), ...custom.map((id) => property(id, identityOverrideProcessor, true))] as never);

/** What Grafana's time series plugin takes for granted. */
const timeseriesDefaults = {
  drawStyle: 'line', lineWidth: 1, fillOpacity: 0, showPoints: 'auto', axisPlacement: 'auto', stacking: { mode: 'none', group: 'A' }, scaleDistribution: { type: 'linear' }, thresholdsStyle: { mode: 'off' },
  hideFrom: { viz: false, legend: false, tooltip: false },
};

export const theme = createTheme({ colors: { mode: new URLSearchParams(location.search).get('theme') === 'light' ? 'light' : 'dark' } });

/** Frames as Grafana would hand them to the panel: transformed, and with units, thresholds, names and colours put on. */
export async function prepare(panel: Panel, frames: DataFrame[]): Promise<{ frames: DataFrame[]; fieldConfig: FieldConfigSource }> {
  const transformed = panel.transformations?.length && frames.length ? await lastValueFrom(transformDataFrame(panel.transformations as never, frames)) : frames;
  // Names that were cached before the transformations are those of the queries.
  for (const field of transformed.flatMap(({ fields }) => fields)) if (field.state) field.state = { ...field.state, displayName: null };
  const isGraph = panel.type === 'timeseries';
  const { defaults = {}, overrides = [] } = panel.fieldConfig ?? {};
  const fieldConfig = {
    overrides,
    defaults: { color: { mode: isGraph ? 'palette-classic' : 'thresholds' }, ...defaults, custom: { ...(isGraph ? timeseriesDefaults : {}), ...defaults.custom } },
  } as FieldConfigSource;
  const applied = applyFieldOverrides({ data: transformed, fieldConfig, fieldConfigRegistry: registry, theme, replaceVariables: (text: string) => text, timeZone: 'utc' });
  cacheFieldDisplayNames(applied);
  return { frames: applied, fieldConfig };
}
