import {
  BigValueColorMode, BigValueGraphMode, GraphThresholdsStyleConfigBuilder, GraphThresholdsStyleMode, ReduceDataOptionsBuilder, StackingConfigBuilder, StackingMode, TableCellHeight,
  TableSortByFieldStateBuilder, VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { CellValuesBuilder, FilterValueRangeBuilder, HeatmapColorMode, HeatmapColorOptionsBuilder, PanelBuilder as HeatmapBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Toggle, Unit } from '../catalogue/define.ts';
import type { Signal } from '../signals/define.ts';
import { leading, toLines, toLinesOfCell, type DataLink } from './link.ts';
import {
  axisReach, columnProperties, datasource, fixedColour, grafanaUnit, grid, legend, paletteColour, referenceLine, stackedFill, thresholdColour, thresholdsOf, tooltip, type Thresholds, type WordColour,
} from './style.ts';

export { linkTo, type DataLink } from './link.ts';

export interface Query {
  readonly expr: string;
  /** What the series is called, with labels as `{{node}}`. */
  readonly legend: string;
  /** What the other lines are held against, as a limit: drawn dashed in grey. */
  readonly reference?: boolean;
}

/** A panel before it has a place on a dashboard. */
export interface PanelSpec {
  /** Names the panel within its dashboard for good: links to it are made of it. */
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly requires: readonly Toggle[];
  readonly panel: Panel;
}

export interface Options {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  readonly requires?: readonly Toggle[];
  readonly thresholds?: Thresholds | undefined;
  readonly width?: number;
  readonly height?: number;
  /** Shown instead of "No data", where having none is good news. */
  readonly none?: string;
  /** What counts is the change: the axis need not begin at zero. */
  readonly zoomed?: boolean;
  /** Where a click on a value leads: to its cause. */
  readonly link?: DataLink;
}

interface Builder {
  title(title: string): this;
  description(description: string): this;
  datasource(source: typeof datasource): this;
  unit(unit: string): this;
  min(min: number): this;
  max(max: number): this;
  thresholds(thresholds: ReturnType<typeof thresholdsOf>): this;
  noValue(text: string): this;
  withTarget(target: DataqueryBuilder): this;
  build(): Panel;
}

/** What a panel says of a signal: title, description, unit and colours are the signal's own. */
export const about = ({ title, description, unit, better, thresholds, requires }: Signal) =>
  ({ title, description, unit, requires, thresholds: thresholds && { better, ...thresholds } });

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const refId = (index: number): string => letters[index] ?? letters[Math.floor(index / 26) - 1]! + letters[index % 26]!;

type QueryKind = 'range' | 'instant' | 'table';

function target({ expr, legend: name }: Query, index: number, kind: QueryKind): DataqueryBuilder {
  const query = new DataqueryBuilder().refId(refId(index)).expr(expr);
  if (kind === 'table') return query.instant().format(PromQueryFormat.Table);
  return (kind === 'range' ? query.range() : query.instant()).legendFormat(name);
}

/** The labels that tell the series of a panel apart: those that the legend of each of its queries shows. */
function shown(queries: readonly Query[]): string[] {
  const [first = [], ...rest] = queries.filter(({ reference }) => !reference).map((query) => [...query.legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!));
  return first.filter((label) => rest.every((labels) => labels.includes(label)));
}

function finish(builder: Builder, options: Options, queries: readonly Query[], kind: QueryKind, size: { width: number; height: number }): PanelSpec {
  builder.title(options.title).description(options.description).datasource(datasource).unit(grafanaUnit[options.unit]);
  if (options.thresholds) builder.thresholds(thresholdsOf(options.thresholds));
  if (options.unit === 'ratio' && !options.zoomed) builder.min(0);
  if (options.none) builder.noValue(options.none);
  queries.forEach((query, index) => builder.withTarget(target(query, index, kind)));
  return { key: options.key, width: options.width ?? size.width, height: options.height ?? size.height, requires: options.requires ?? [], panel: leading(builder.build(), [...(options.link ? [options.link] : []), ...toLines(shown(queries))]) };
}

interface TimeseriesOptions extends Options {
  readonly queries: readonly Query[];
  /** How many points are drawn at most, where each costs much: Grafana takes one for each pixel. */
  readonly points?: number;
  /** The top of the axis. */
  readonly max?: number;
  /** Adds the series up. */
  readonly stacked?: boolean;
  /** Beside where a label tells many series apart and there is room, unless said otherwise. */
  readonly legend?: 'beside' | 'below';
  /** Colours of series whose names have a meaning; the others take the palette's. */
  readonly colours?: Readonly<Record<string, string>>;
}

const manySeries = ({ queries, width = grid.graph.width }: TimeseriesOptions): boolean => width >= grid.graph.width && queries.some((query) => query.legend.includes('{{'));

/** Lines over time. */
export function timeseries(options: TimeseriesOptions): PanelSpec {
  const builder = new TimeseriesBuilder()
    .legend(legend(options.legend ?? (manySeries(options) ? 'beside' : 'below'))).tooltip(tooltip()).colorScheme(paletteColour()).showPoints(VisibilityMode.Never);
  if (!options.zoomed) builder.axisSoftMin(0);
  if (options.stacked) builder.fillOpacity(stackedFill).stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  if (options.thresholds) builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  if (options.points) builder.maxDataPoints(options.points);
  const reach = axisReach[options.unit];
  if (options.max !== undefined) builder.max(options.max);
  else if (reach !== undefined) builder.axisSoftMax(reach);
  options.queries.forEach(({ reference }, index) => reference && builder.overrideByQuery(refId(index), referenceLine));
  for (const [name, colour] of Object.entries(options.colours ?? {})) builder.overrideByName(name, [fixedColour(colour)]);
  return finish(builder, options, options.queries, 'range', grid.graph);
}

/** One number and its way through the chosen time; `now` leaves the way out, where it costs much. */
export const stat = (options: Options & { readonly query: Query; readonly now?: boolean }): PanelSpec => finish(
  new StatBuilder().graphMode(options.now ? BigValueGraphMode.None : BigValueGraphMode.Area).colorMode(options.thresholds ? BigValueColorMode.Value : BigValueColorMode.None)
    .thresholds(thresholdsOf(undefined)).colorScheme(thresholdColour()).reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull'])),
  options, [options.query], options.now ? 'instant' : 'range', grid.stat,
);

/** One row for each series, coloured by value over time; the scale runs from 0 to `max`. */
export const heatmap = (options: Options & { readonly query: Query; readonly max: number }): PanelSpec => finish(
  new HeatmapBuilder().calculate(false).cellGap(1).showLegend().cellValues(new CellValuesBuilder().unit(grafanaUnit[options.unit]))
    // Grafana leaves out cells that are nearly zero: here these are the idle ones, which must be seen.
    .filterValues(new FilterValueRangeBuilder().le(-1))
    // From red for little to blue for much, on dark and light screens; Grafana turns this scheme around, hence the reverse.
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('RdYlBu').reverse(true).steps(64).min(0).max(options.max)),
  { ...options, thresholds: undefined }, [options.query], 'range', grid.graph,
);

/** A label shown as a column; `link` leads on, with `${__value.text}` for what stands in the cell. */
export interface LabelColumn {
  readonly label: string;
  readonly title: string;
  readonly link?: DataLink;
  readonly width?: number;
  /** Its values look like numbers and are none. */
  readonly text?: boolean;
}

/** A query shown as a column. */
export interface ValueColumn {
  readonly expr: string;
  readonly title: string;
  readonly unit: Unit;
  readonly thresholds?: Thresholds | undefined;
  readonly cell?: 'plain' | 'gauge' | 'colour';
  /** Words for numbers: { 0: 'no', 1: 'yes' }. */
  readonly words?: Readonly<Record<string, { text: string; color: WordColour }>>;
  readonly width?: number;
}

/** One row for each set of labels, with the value of each query beside them; `sort` is the title of a column, the greatest first. @throws when two columns have one title: Grafana tells them apart by it */
export function table(options: Omit<Options, 'unit'> & { readonly labels: readonly LabelColumn[]; readonly values: readonly ValueColumn[]; readonly sort: { readonly column: string; readonly desc: boolean } }): PanelSpec {
  const { labels, values, sort } = options;
  // Grafana calls the only query's value "Value" and each of several "Value #refId".
  const field = (index: number) => (values.length === 1 ? 'Value' : `Value #${refId(index)}`);
  const columns = [...labels.map(({ label, title }) => ({ field: label, title })), ...values.map(({ title }, index) => ({ field: field(index), title }))];
  const twice = columns.find(({ title }, index) => columns.findIndex((other) => other.title === title) !== index);
  if (twice) throw new Error(`table "${options.title}": two columns are called "${twice.title}"; give one of them another title`);
  const builder = new TableBuilder().cellHeight(TableCellHeight.Sm).thresholds(thresholdsOf(undefined)).colorScheme(thresholdColour()).sortBy([new TableSortByFieldStateBuilder().displayName(sort.column).desc(sort.desc)])
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'filterFieldsByName', options: { include: { names: columns.map((column) => column.field) } } })
    .withTransformation({
      id: 'organize',
      options: {
        indexByName: Object.fromEntries(columns.map((column, index) => [column.field, index])),
        renameByName: Object.fromEntries(columns.map((column) => [column.field, column.title])),
      },
    });
  // What stands for an empty table would stand in each empty cell, too.
  if (options.none) builder.overrideByRegexp('.*', [{ id: 'noValue', value: '' }]);
  for (const { label, title, link, width, text } of labels) {
    const links = [...(link ? [link] : []), ...toLinesOfCell(label)];
    const properties = [...(text ? [{ id: 'unit', value: 'string' }] : []), ...(width ? [{ id: 'custom.width', value: width }] : []), ...(links.length ? [{ id: 'links', value: links }] : [])];
    if (properties.length) builder.overrideByName(title, properties);
  }
  for (const { title, unit, thresholds, cell = 'plain', words, width } of values) {
    builder.overrideByName(title, [
      ...columnProperties(unit, thresholds, cell, width),
      ...(words ? [{ id: 'mappings', value: [{ type: 'value', options: words }] }] : []),
    ]);
  }
  return finish(builder, { ...options, unit: 'count' }, values.map(({ expr }) => ({ expr, legend: '' })), 'table', grid.table);
}
