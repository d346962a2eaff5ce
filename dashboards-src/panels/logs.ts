import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { LogsDedupStrategy, LogsSortOrder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as LogsBuilder } from '@grafana/grafana-foundation-sdk/logs';
import type { PanelSpec } from './panel.ts';
import { grid } from './style.ts';

/** The data source that the chart makes for OpenSearch. */
const openSearch = { type: 'grafana-opensearch-datasource', uid: 'opensearch' } as const;

/** Fields of a line as the pipeline of Fluent Bit writes them. */
type LogField = 'cluster' | 'namespace' | 'pod' | 'container' | 'node' | 'message';

/** Lines whose field is what a variable has: one value, or any of several. "All" has to stand for the list of them, as `.*` means nothing to Lucene. */
export const having = (field: LogField, variable: string): string => `${field}:\${${variable}:lucene}`;

/** Lines with a word that tells of trouble: what to read first of many. */
export const troubled = 'message:(error OR exception OR traceback OR fatal OR failed OR killed OR timeout OR timedout OR nccl OR xid OR nan)';

interface LogsOptions {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** In Lucene's language. */
  readonly query: string;
  readonly width?: number;
  readonly height?: number;
}

/** Lines of logs, the newest first; the SDK has no queries of this data source. */
export function logs({ key, title, description, query, width = grid.columns, height = 12 }: LogsOptions): PanelSpec {
  const panel = new LogsBuilder().title(title).description(description).datasource(openSearch)
    .showTime(true).wrapLogMessage(true).enableLogDetails(true).dedupStrategy(LogsDedupStrategy.None).sortOrder(LogsSortOrder.Descending).build();
  const target = { refId: 'A', datasource: openSearch, queryType: 'lucene', luceneQueryType: 'Logs', timeField: '@timestamp', query, metrics: [{ id: '1', type: 'logs' }], bucketAggs: [] };
  return { key, width, height, requires: ['opensearch', 'fluentbit'], panel: { ...panel, targets: [target as object as Dataquery] } };
}
