import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { BigValueGraphMode, BigValueColorMode, GraphDrawStyle, LogsDedupStrategy, LogsSortOrder, ReduceDataOptionsBuilder, StackingConfigBuilder, StackingMode, TableCellHeight, TableSortByFieldStateBuilder, VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import type { DataTransformerConfig, DynamicConfigValue, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as LogsBuilder } from '@grafana/grafana-foundation-sdk/logs';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { fields, type FieldName, type Severity } from '../logs/fields.ts';
import type { Clause } from '../logs/query.ts';
import { columnOf, countOverTime, documents, groups, lines, openSearch, percentilesOverTime, valueOverTime, type Metric, type Target } from '../logs/target.ts';
import { leading, toLines, toLinesOfCell, type DataLink } from './link.ts';
import type { Options, PanelSpec } from './panel.ts';
import { axisReach, columnProperties, fixedColour, grafanaUnit, grid, legend, paletteColour, stackedFill, thresholdColour, thresholdsOf, tooltip } from './style.ts';

/** Colours of the severities: what is fine does not ask for attention. */
export const severityColours: Readonly<Record<Severity, string>> = { trace: 'light-blue', debug: 'light-blue', info: 'blue', warn: 'yellow', error: 'red', fatal: 'dark-purple' };

type Of = Omit<Options, 'unit' | 'zoomed'>;

interface Builder {
  title(title: string): this;
  description(description: string): this;
  datasource(source: typeof openSearch): this;
  noValue(text: string): this;
  build(): Panel;
}

function finish(builder: Builder, { key, title, description, none, requires = [], width, height }: Of, targets: readonly Target[], size: { width: number; height: number }, links: readonly DataLink[] = []): PanelSpec {
  builder.title(title).description(description).datasource(openSearch);
  if (none) builder.noValue(none);
  const panel = { ...builder.build(), targets: targets.map((target, index) => ({ refId: String.fromCodePoint(65 + index), ...target })) as object[] as Dataquery[] };
  return { key, width: width ?? size.width, height: height ?? size.height, requires: [...new Set(['opensearch', 'fluentbit', ...requires] as const)], panel: leading(panel, links) };
}

const withLinks = ({ link }: Of, by: readonly string[]): DataLink[] => [...(link ? [link] : []), ...toLines(by)];

/** How many lines there were over time: in all, or of the most frequent values of a field. */
export function lineCount(options: Of & { readonly query: Clause; readonly by?: FieldName; readonly called?: string; readonly most?: number; readonly colours?: Readonly<Record<string, string>> }): PanelSpec {
  const { query, by, called = 'lines', most, colours = {} } = options;
  const builder = new TimeseriesBuilder().unit(grafanaUnit.count).min(0).axisSoftMax(axisReach.count!).drawStyle(GraphDrawStyle.Bars).fillOpacity(stackedFill * 2).lineWidth(0).stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
    .legend(legend(by && Object.keys(colours).length === 0 ? 'beside' : 'below', 'sum')).tooltip(tooltip()).colorScheme(paletteColour()).showPoints(VisibilityMode.Never);
  for (const [name, colour] of Object.entries(colours)) builder.overrideByName(name, [fixedColour(colour)]);
  return finish(builder, options, [countOverTime(query, by ? `{{${by}}}` : called, by, most)], grid.graph, withLinks(options, by ? [by] : []));
}

const measured = (options: Of & { readonly field: FieldName }) => {
  const unit = fields[options.field] as { unit?: keyof typeof grafanaUnit };
  return new TimeseriesBuilder().unit(grafanaUnit[unit.unit ?? 'count']).legend(legend('below')).tooltip(tooltip()).colorScheme(paletteColour()).showPoints(VisibilityMode.Auto);
};

/** Percentiles of a number that lines have, over time. */
export const linePercentiles = (options: Of & { readonly query: Clause; readonly field: FieldName; readonly percents?: readonly number[] }): PanelSpec =>
  // The plugin calls a series as OpenSearch does: "p95.0".
  finish(measured(options).axisSoftMin(0).withTransformation({ id: 'renameByRegex', options: { regex: '^p(\\d+)\\.0$', renamePattern: 'p$1' } }), options, [percentilesOverTime(options.query, options.field, options.percents ?? [50, 95, 99])], grid.graph);

/** A number that lines have, over time, for each of the most frequent values of a field. */
export const lineValue = (options: Of & { readonly query: Clause; readonly metric: 'avg' | 'max' | 'min'; readonly field: FieldName; readonly by: FieldName }): PanelSpec =>
  finish(measured(options), options, [valueOverTime(options.query, { type: options.metric, field: options.field }, `{{${options.by}}}`, options.by)], grid.graph, withLinks(options, [options.by]));

/** How many lines there were in the chosen time. */
export const lineStat = (options: Of & { readonly query: Clause }): PanelSpec => finish(
  new StatBuilder().unit(grafanaUnit.count).graphMode(BigValueGraphMode.Area).colorMode(options.thresholds ? BigValueColorMode.Value : BigValueColorMode.None).thresholds(thresholdsOf(options.thresholds)).colorScheme(thresholdColour())
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['sum'])),
  options, [countOverTime(options.query, options.title)], grid.stat, withLinks(options, []),
);

/** A field shown as a column. */
export interface FieldColumn {
  readonly field: FieldName;
  readonly title: string;
  readonly link?: DataLink;
  readonly width?: number;
}

/** What is computed of the lines of a row, shown as a column. */
export interface MetricColumn {
  readonly metric: Metric;
  readonly title: string;
  readonly width?: number;
}

const unitOf = (metric: Metric): DynamicConfigValue[] => {
  if (metric.type === 'count' || metric.type === 'cardinality' || !('field' in metric)) return columnProperties('count', undefined, 'plain');
  const field: { type: string; unit?: keyof typeof grafanaUnit } = fields[metric.field];
  return field.type === 'date' ? [{ id: 'unit', value: 'dateTimeAsIso' }, { id: 'custom.width', value: timeWidth }] : columnProperties(field.unit ?? 'count', undefined, 'plain');
};

/** In pixels: a time to the second. */
const timeWidth = 185;

const arranged = (columns: readonly { readonly name: string; readonly title: string }[]): DataTransformerConfig[] => [
  { id: 'filterFieldsByName', options: { include: { names: columns.map(({ name }) => name) } } },
  { id: 'organize', options: { indexByName: Object.fromEntries(columns.map(({ name }, index) => [name, index])), renameByName: Object.fromEntries(columns.map(({ name, title }) => [name, title])) } },
];

function tableOf({ none }: Of, by: readonly FieldColumn[], columns: readonly { readonly name: string; readonly title: string }[], sort: { readonly column: string; readonly desc: boolean }) {
  const builder = new TableBuilder().cellHeight(TableCellHeight.Sm).unit(grafanaUnit.info).thresholds(thresholdsOf(undefined)).colorScheme(thresholdColour()).sortBy([new TableSortByFieldStateBuilder().displayName(sort.column).desc(sort.desc)]);
  for (const transformation of arranged(columns)) builder.withTransformation(transformation);
  // What stands for an empty table would stand in each empty cell, too.
  if (none) builder.overrideByRegexp('.*', [{ id: 'noValue', value: '' }]);
  for (const { field, title, link, width } of by) {
    const links = [...(link ? [link] : []), ...toLinesOfCell(field)];
    const properties = [...(width ? [{ id: 'custom.width', value: width }] : []), ...(links.length ? [{ id: 'links', value: links }] : []), ...(field === 'severity' ? severityCell : [])];
    if (properties.length) builder.overrideByName(title, properties);
  }
  return builder;
}

/** The first column has what the others leave. */
const widening = (columns: readonly FieldColumn[]): FieldColumn[] => columns.map((column, index) => (index ? column : (({ width: _, ...rest }) => rest)(column)));

const severityCell: DynamicConfigValue[] = [
  { id: 'mappings', value: [{ type: 'value', options: Object.fromEntries(Object.entries(severityColours).map(([severity, color]) => [severity, { text: severity, color }])) }] },
  { id: 'custom.cellOptions', value: { type: 'color-text' } },
];

/** One row for each set of values of the fields, with what their lines amount to: of the first field those with the most of the first metric. */
export function lineGroups(options: Of & { readonly query: Clause; readonly by: readonly FieldColumn[]; readonly metrics: readonly MetricColumn[]; readonly most?: number; readonly sort: { readonly column: string; readonly desc: boolean } }): PanelSpec {
  const { query, by, metrics, most, sort } = options;
  const computed = metrics.map(({ metric }) => metric);
  const columns = [...by.map(({ field, title }) => ({ name: field, title })), ...metrics.map(({ metric, title }) => ({ name: columnOf(metric, computed), title }))];
  const builder = tableOf(options, widening(by), columns, sort);
  for (const { metric, title, width } of metrics) builder.overrideByName(title, [...unitOf(metric), ...(width ? [{ id: 'custom.width', value: width }] : [])]);
  return finish(builder, options, [groups(query, by.map(({ field }) => field), computed, most)], grid.table);
}

/** The newest lines, a row each, with the fields as columns. */
export function lineTable(options: Of & { readonly query: Clause; readonly columns: readonly FieldColumn[]; readonly most?: number; readonly sort?: { readonly column: string; readonly desc: boolean } }): PanelSpec {
  const { query, columns, most = 100 } = options;
  const all: readonly FieldColumn[] = [{ field: '@timestamp', title: 'Time', width: timeWidth }, ...columns];
  const builder = tableOf(options, all, all.map(({ field, title }) => ({ name: field, title })), options.sort ?? { column: 'Time', desc: true });
  for (const { field, title, width } of columns) {
    const { unit, type } = fields[field] as { unit?: keyof typeof grafanaUnit; type: string };
    if (unit && unit !== 'count' && type !== 'date') builder.overrideByName(title, columnProperties(unit, undefined, 'plain', width));
  }
  return finish(builder, options, [documents(query, most)], grid.table);
}

/** The newest lines, to read. */
export const lineList = (options: Of & { readonly query: Clause; readonly most?: number }): PanelSpec => finish(
  new LogsBuilder().showTime(true).wrapLogMessage(true).enableLogDetails(true).dedupStrategy(LogsDedupStrategy.None).sortOrder(LogsSortOrder.Descending),
  options, [lines(options.query, options.most)], { width: grid.columns, height: 12 },
);
