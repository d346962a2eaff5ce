import type { Clause } from './query.ts';
import { fields, type FieldName } from './fields.ts';

/** The data source that the chart makes for OpenSearch. */
export const openSearch = { type: 'grafana-opensearch-datasource', uid: 'opensearch' } as const;

const timeField = '@timestamp' satisfies FieldName;

/** What is computed of the lines of a group. */
export type Metric =
  | { readonly type: 'count' }
  | { readonly type: 'avg' | 'max' | 'min' | 'sum' | 'cardinality'; readonly field: FieldName }
  | { readonly type: 'percentiles'; readonly field: FieldName; readonly settings: { readonly percents: readonly string[] } }
  | { readonly type: 'logs' | 'raw_data'; readonly settings: { readonly size: string } };

const columns: Readonly<Record<Metric['type'], string>> = { count: 'Count', avg: 'Average', max: 'Max', min: 'Min', sum: 'Sum', cardinality: 'Unique Count', percentiles: 'Percentiles', logs: 'Logs', raw_data: 'Raw Data' };

/** What the plugin calls the column of a metric among others: pkg/opensearch/models.go and response_parser.go. */
export const columnOf = (metric: Metric, all: readonly Metric[]): string =>
  ('field' in metric && all.filter(({ type }) => type === metric.type).length > 1 ? `${columns[metric.type]} ${metric.field}` : columns[metric.type]);

/** By what lines are grouped. */
export type Grouping =
  | { readonly type: 'date_histogram'; readonly field: FieldName; readonly settings: { readonly interval: 'auto'; readonly min_doc_count: string } }
  | { readonly type: 'terms'; readonly field: FieldName; readonly settings: { readonly size: string; readonly order: 'desc'; readonly orderBy: string; readonly min_doc_count: string; readonly missing?: string } };

/** A query as the plugin reads it: grafana/opensearch-datasource 2.34, src/types.ts and pkg/opensearch/query_request.go. */
export interface Target {
  readonly datasource: typeof openSearch;
  readonly queryType: 'lucene';
  readonly luceneQueryType: 'Metric' | 'Logs' | 'RawData';
  readonly timeField: typeof timeField;
  readonly query: Clause;
  /** What the series are called, with the groups as `{{severity}}`. */
  readonly alias?: string;
  readonly metrics: readonly (Metric & { readonly id: string })[];
  readonly bucketAggs: readonly (Grouping & { readonly id: string })[];
}

type Kind = Target['luceneQueryType'];

/** Groups are known by their place, metrics after them: an id of both would mix them up. */
function target(luceneQueryType: Kind, query: Clause, metrics: readonly Metric[], groups: readonly Grouping[], alias?: string): Target {
  return {
    datasource: openSearch, queryType: 'lucene', luceneQueryType, timeField, query, ...(alias === undefined ? {} : { alias }),
    metrics: metrics.map((metric, index) => ({ id: metricId(index), ...metric })),
    bucketAggs: groups.map((group, index) => ({ id: `${index + 1}0`, ...group })),
  };
}

const metricId = (index: number): string => `${index + 1}`;

/** Empty intervals are drawn as zero where lines are counted, and as nothing where there is nothing to measure. */
const byTime = (least: 0 | 1): Grouping => ({ type: 'date_histogram', field: timeField, settings: { interval: 'auto', min_doc_count: `${least}` } });
/** What stands for a value where a line has none: it is counted as well, and the plugin loses all rows of a table before one whose inner groups are empty (processAggregationDocs in response_parser.go). */
const absent = '(none)';

const byTerm = (field: FieldName, size: number, orderBy: string): Grouping =>
  ({ type: 'terms', field, settings: { size: `${size}`, order: 'desc', orderBy, min_doc_count: '1', ...(fields[field].type === 'keyword' && { missing: absent }) } });

/** How many lines there were in each interval, for each of the `most` most frequent values of a field. */
export const countOverTime = (query: Clause, alias: string, by?: FieldName, most = 10): Target =>
  target('Metric', query, [{ type: 'count' }], [...(by ? [byTerm(by, most, '_count')] : []), byTime(0)], alias);

/** Percentiles of a number in each interval. */
export const percentilesOverTime = (query: Clause, field: FieldName, percents: readonly number[]): Target =>
  target('Metric', query, [{ type: 'percentiles', field, settings: { percents: percents.map(String) } }], [byTime(1)], '{{metric}}');

/** A number in each interval, for each of the `most` most frequent values of a field. */
export const valueOverTime = (query: Clause, metric: Exclude<Metric, { type: 'logs' | 'raw_data' | 'percentiles' }>, alias: string, by: FieldName, most = 10): Target =>
  target('Metric', query, [metric], [byTerm(by, most, '_count'), byTime(1)], alias);

/** A row for each set of values of the fields, of the first field those with the most of the first metric. */
export const groups = (query: Clause, by: readonly FieldName[], metrics: readonly Metric[], most = 20): Target => {
  const orderBy = metrics[0]?.type === 'count' ? '_count' : metricId(0);
  return target('Metric', query, metrics, by.map((field, index) => byTerm(field, index ? 5 : most, orderBy)));
};

/** The newest lines as a list to read. */
export const lines = (query: Clause, most = 500): Target => target('Logs', query, [{ type: 'logs', settings: { size: `${most}` } }], []);

/** The newest lines with their fields as columns. */
export const documents = (query: Clause, most = 500): Target => target('RawData', query, [{ type: 'raw_data', settings: { size: `${most}` } }], []);
