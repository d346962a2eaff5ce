import { columnOf, type Target } from '../../dashboards-src/logs/target.ts';

/** The time that a dashboard shows, and how wide a bar of its graphs is; milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly interval: number;
}

type Json = Readonly<Record<string, unknown>>;
type Group = Target['bucketAggs'][number];

/** Value of a variable: one word, several, or the text that "All" stands for. */
export type VariableValue = string | readonly string[] | { readonly all: string };

/** What Grafana 12 makes of a value for Lucene: `packages/grafana-data` and `public/app/features/templating/formatVariableValue.ts`. */
const lucene = (value: string): string => value.replace(/([!*+\-=<>\s&|()[\]{}^~?:\\/"])/g, '\\$1');
const regex = (value: string): string => value.replace(/[/\-\\^$*+?.()|[\]{}]/g, '\\$&');

function formatted(value: VariableValue, format: string): string {
  if (typeof value === 'object' && 'all' in value) return value.all;
  if (format === 'raw') return typeof value === 'string' ? value : value.join(',');
  if (typeof value === 'string') return format === 'regex' ? regex(value) : lucene(value);
  if (format === 'regex') return value.length === 1 ? regex(value[0]!) : `(${value.map(regex).join('|')})`;
  return value.length ? `(${value.map((one) => `"${lucene(one)}"`).join(' OR ')})` : '__empty__';
}

interface Variable {
  readonly name: string;
  readonly includeAll?: boolean;
  readonly allValue?: string;
  readonly current?: { readonly value?: string | readonly string[] };
}

/** What the variables of a dashboard have: what is given, or all where they allow several, or else what `single` says, or what they begin with. */
export const variablesOf = (list: readonly Variable[], given: Readonly<Record<string, string>>, single: Readonly<Record<string, string>> = {}): Record<string, VariableValue> => Object.fromEntries(list.map(({ name, includeAll, allValue, current }) =>
  [name, given[name] ?? (includeAll ? { all: allValue ?? '*' } : single[name] ?? [current?.value ?? ''].flat()[0]!)]));

/** A query with the values of its variables. @throws when one has none */
export const interpolated = (query: string, variables: Readonly<Record<string, VariableValue>>): string =>
  query.replace(/\$\{(\w+)(?::(\w+))?\}|\$(\w+)/g, (_, braced: string | undefined, format: string | undefined, plain: string | undefined) => {
    const name = braced ?? plain!;
    const value = variables[name];
    if (value === undefined) throw new Error(`the query "${query}" has the variable ${name}, which has no value`);
    return formatted(value, format ?? 'lucene');
  });

/** The body of a search as the plugin sends it: grafana/opensearch-datasource 2.34, pkg/opensearch/lucene_handler.go and client/search_request.go. */
export function searchOf({ metrics, bucketAggs, timeField }: Target, query: string, { from, to, interval }: Window): Json {
  const time = { [timeField]: { gte: from, lte: to, format: 'epoch_millis' } };
  const asked = { query: { bool: { filter: [{ range: time }, { query_string: { query, analyze_wildcard: true } }] } } };
  const [first] = metrics;
  if (first?.type === 'raw_data' || first?.type === 'logs') {
    const sort = [{ [timeField]: { order: 'desc', unmapped_type: 'boolean' } }, ...(first.type === 'raw_data' ? [{ _doc: { order: 'desc' } }] : [])];
    return { ...asked, size: Number(first.settings.size), sort, fields: [{ field: timeField, format: 'strict_date_optional_time_nanos' }], ...(first.type === 'logs' && { docvalue_fields: [timeField], aggs: histogram(timeField, { from, to, interval }) }) };
  }
  return { ...asked, size: 0, aggs: nested(bucketAggs, metrics, { from, to, interval }) };
}

const histogram = (field: string, { from, to, interval }: Window, least = 0, inner: Json = {}, id = '1'): Json => ({
  [id]: { date_histogram: { field, interval: `${interval}ms`, min_doc_count: least, extended_bounds: { min: from, max: to }, format: 'epoch_millis' }, ...inner },
});

/** Each group within the one before, and in the last the metrics; one by whose metric rows are ordered has that as well. */
function nested([group, ...rest]: readonly Group[], metrics: Target['metrics'], window: Window): Json {
  if (!group) return Object.fromEntries(metrics.flatMap((metric) => ('field' in metric ? [[metric.id, aggregationOf(metric)]] : [])));
  const inner = nested(rest, metrics, window);
  if (group.type === 'date_histogram') return histogram(group.field, window, Number(group.settings.min_doc_count), Object.keys(inner).length ? { aggs: inner } : {}, group.id);
  const { orderBy, order, size, min_doc_count, missing } = group.settings;
  const by = metrics.find(({ id }) => id === orderBy);
  const aggs = { ...inner, ...(by && 'field' in by && { [by.id]: aggregationOf(by) }) };
  return { [group.id]: { terms: { field: group.field, size: Number(size), order: { [orderBy]: order }, min_doc_count: Number(min_doc_count), ...(missing && { missing }) }, ...(Object.keys(aggs).length && { aggs }) } };
}

const aggregationOf = (metric: Target['metrics'][number]): Json => ({ [metric.type]: { ...('field' in metric && { field: metric.field }), ...('settings' in metric && metric.settings) } });

/** What OpenSearch answers to one search. */
export interface Answer {
  readonly error?: { readonly reason?: string; readonly root_cause?: readonly { readonly reason: string }[] };
  readonly hits?: { readonly total?: { readonly value: number }; readonly hits: readonly { readonly _source: Json }[] };
  readonly aggregations?: Json;
}

interface Bucket { readonly key: string | number; readonly doc_count: number; readonly [inner: string]: unknown }

/** One row for each innermost group: its values by field, how many lines it has, and the values of its metrics by id. */
export interface Row {
  readonly by: Readonly<Record<string, string | number>>;
  readonly count: number;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** The rows of an answer to a query that groups. */
export function rowsOf({ metrics, bucketAggs }: Target, { aggregations = {} }: Answer): Row[] {
  const walk = ([group, ...rest]: readonly Group[], within: Json, by: Row['by']): Row[] =>
    ((within[group!.id] as { buckets?: Bucket[] } | undefined)?.buckets ?? []).flatMap((bucket) => {
      const named = { ...by, [group!.field]: bucket.key };
      return rest.length ? walk(rest, bucket, named) : [{ by: named, count: bucket.doc_count, metrics: valuesOf(metrics, bucket) }];
    });
  return walk(bucketAggs, aggregations, {});
}

/** Percentiles have several values, each by the name that the plugin gives it: "p95.0". */
const valuesOf = (metrics: Target['metrics'], bucket: Bucket): Row['metrics'] => Object.fromEntries(metrics.flatMap(({ id }) => {
  const { value, values } = (bucket[id] ?? {}) as { value?: number | null; values?: Readonly<Record<string, number | null>> };
  return values ? Object.entries(values).map(([name, one]): [string, number | null] => [`p${name}`, one]) : value === undefined ? [] : [[id, value]];
}));

/** How many lines an answer tells of. */
export function foundIn(target: Target, answer: Answer): number {
  const { hits, total } = answer.hits ?? { hits: [] };
  if (!target.bucketAggs.length) return total?.value ?? hits.length;
  const rows = rowsOf(target, answer);
  const measured = target.metrics.some((metric) => metric.type === 'percentiles');
  return measured ? rows.filter(({ metrics }) => Object.values(metrics).some((value) => value !== null)).length : rows.reduce((sum, { count }) => sum + count, 0);
}

/** A column of a frame; times are milliseconds. */
export interface FrameField {
  readonly name: string;
  readonly type: 'time' | 'number' | 'string';
  readonly labels?: Readonly<Record<string, string>>;
  readonly values: readonly unknown[];
}

/** What the plugin gives on to a panel: `pkg/opensearch/response_parser.go`. */
export interface Frame {
  readonly name?: string;
  readonly fields: readonly FrameField[];
}

/** Frames of an answer, as the plugin makes them: a series for each set of groups, or a table. */
export function framesOf(target: Target, answer: Answer): Frame[] {
  if (!target.bucketAggs.length) return [documentsOf(target, answer)];
  const rows = rowsOf(target, answer);
  return target.bucketAggs.at(-1)?.type === 'date_histogram' ? seriesOf(target, rows) : rows.length ? [tableOf(target, rows)] : [];
}

function flat(source: Json, prefix = ''): Record<string, unknown> {
  return Object.assign({}, ...Object.entries(source).map(([name, value]) =>
    (typeof value === 'object' && value !== null && !Array.isArray(value) ? flat(value as Json, `${prefix}${name}.`) : { [`${prefix}${name}`]: value }))) as Record<string, unknown>;
}

function documentsOf({ timeField, luceneQueryType }: Target, { hits }: Answer): Frame {
  const documents = (hits?.hits ?? []).map(({ _source }) => flat(_source));
  const names = [timeField, ...[...new Set(documents.flatMap((document) => Object.keys(document)))].filter((name) => name !== timeField).sort()];
  return {
    fields: names.map((name): FrameField => {
      const values = documents.map((document) => (name === timeField ? Date.parse(String(document[name])) : document[name] ?? null));
      const isNumber = values.every((value) => value === null || typeof value === 'number');
      return { name: name === 'severity' && luceneQueryType === 'Logs' ? 'level' : name, type: name === timeField ? 'time' : isNumber ? 'number' : 'string', values };
    }),
  };
}

function seriesOf(target: Target, rows: readonly Row[]): Frame[] {
  const time = target.timeField;
  const bySeries = new Map<string, Row[]>();
  for (const row of rows) {
    const series = JSON.stringify({ ...row.by, [time]: '' });
    bySeries.set(series, [...(bySeries.get(series) ?? []), row]);
  }
  return [...bySeries.values()].flatMap((points) => {
    const labels = Object.fromEntries(Object.entries(points[0]!.by).filter(([name]) => name !== time).map(([name, value]) => [name, String(value)]));
    const [metric] = target.metrics;
    const ids = metric?.type === 'percentiles' ? Object.keys(points[0]!.metrics) : [metric?.type === 'count' ? undefined : metric!.id];
    return ids.map((id): Frame => {
      const name = (target.alias ?? '').replace(/\{\{(\w+)\}\}/g, (_, part: string) => (part === 'metric' ? id ?? '' : labels[part] ?? ''));
      return { name, fields: [{ name: 'Time', type: 'time', values: points.map(({ by }) => by[time]) }, { name: 'Value', type: 'number', labels, values: points.map(({ count, metrics }) => (id === undefined ? count : metrics[id] ?? null)) }] };
    });
  });
}

const tableOf = ({ metrics, bucketAggs }: Target, rows: readonly Row[]): Frame => ({
  fields: [
    ...bucketAggs.map(({ field }): FrameField => ({ name: field, type: typeof rows[0]!.by[field] === 'number' ? 'number' : 'string', values: rows.map(({ by }) => by[field]) })),
    ...metrics.map((metric): FrameField => ({ name: columnOf(metric, metrics), type: 'number', values: rows.map(({ count, metrics: values }) => (metric.type === 'count' ? count : values[metric.id] ?? null)) })),
  ],
});
