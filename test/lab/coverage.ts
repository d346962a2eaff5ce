import { exporters } from '../../dashboards-src/catalogue/index.ts';
import { panelsWithQueries, substitute, variableValues, type Dashboard, type Panel, type Target } from './dashboard.ts';
import { whyNoData, type Facts, type NoData } from './no-data.ts';
import type { PrometheusClient, Series } from './prometheus-client.ts';
import { notInLab } from './proxy.ts';

/** What Prometheus answered to one query of a panel. */
export interface QueryCoverage {
  readonly refId: string;
  /** The query as it was asked; the query as written where it could not be. */
  readonly expr: string;
  readonly series: number;
  /** Absent when there is data. */
  readonly noData?: NoData;
}

/** A panel, and what its queries answer. */
export interface PanelCoverage {
  readonly dashboard: string;
  readonly panel: string;
  readonly queries: readonly QueryCoverage[];
}

/** A panel shows something when at least one of its queries has data. */
export const hasData = ({ queries }: PanelCoverage): boolean => queries.some(({ noData }) => noData === undefined);

/** The panels with a query that has no data, less those whose source the lab does not run. */
export const unexplained = (panels: readonly PanelCoverage[]): PanelCoverage[] =>
  panels.filter(({ queries }) => queries.some(({ noData }) => noData !== undefined && noData.kind !== 'not in lab'));

/** The part of a Prometheus that coverage asks. */
export type Prometheus = Pick<PrometheusClient, 'query' | 'queryRange' | 'labelValues' | 'targets' | 'rules'>;

const rangeSeconds = 900;
const stepSeconds = 15;

/** Asks every query of every panel as Grafana would, over the last 15 minutes. */
export async function coverDashboards(prometheus: Prometheus, dashboards: readonly Dashboard[]): Promise<PanelCoverage[]> {
  const facts = await factsOf(prometheus);
  const panels: PanelCoverage[] = [];
  for (const dashboard of dashboards) {
    const values = await variableValues(dashboard, (label, selector) => prometheus.labelValues(label, selector));
    for (const panel of panelsWithQueries(dashboard)) panels.push(await coverPanel(prometheus, dashboard, panel, values, facts));
  }
  return panels;
}

async function coverPanel(prometheus: Prometheus, dashboard: Dashboard, panel: Panel, values: Readonly<Record<string, string>>, facts: Facts): Promise<PanelCoverage> {
  const queries = await Promise.all((panel.targets ?? []).map((target) => coverQuery(prometheus, panel, target, values, facts)));
  return { dashboard: dashboard.title, panel: panel.title ?? `panel ${panel.id}`, queries };
}

async function coverQuery(prometheus: Prometheus, panel: Panel, target: Target, values: Readonly<Record<string, string>>, facts: Facts): Promise<QueryCoverage> {
  const { refId, expr = '' } = target;
  const source = target.datasource?.type ?? panel.datasource?.type ?? 'prometheus';
  if (source !== 'prometheus') return { refId, expr, series: 0, noData: { kind: 'not in lab', text: `${source} ${notInLab}` } };
  try {
    const asked = substitute(expr, values);
    const answer = (await ask(prometheus, target, asked)).filter(({ points }) => points.some((point) => !Number.isNaN(point)));
    return { refId, expr: asked, series: answer.length, ...(answer.length === 0 && { noData: whyNoData(asked, facts) }) };
  } catch (error) {
    return { refId, expr, series: 0, noData: { kind: 'error', text: error instanceof Error ? error.message : String(error) } };
  }
}

function ask(prometheus: Prometheus, { instant }: Target, expr: string): Promise<Series[]> {
  if (instant) return prometheus.query(expr);
  const end = Math.floor(Date.now() / 1000);
  return prometheus.queryRange(expr, { start: end - rangeSeconds, end, step: stepSeconds });
}

/** What is known of a Prometheus now. */
export async function factsOf(prometheus: Prometheus): Promise<Facts> {
  const [names, targets, rules] = await Promise.all([prometheus.labelValues('__name__'), prometheus.targets(), prometheus.rules()]);
  return { metrics: new Set(names), targets, rules, exporterOf };
}

/** Exporters that the catalogue does not describe, known by how their metrics begin. */
const prefixes: Readonly<Record<string, string>> = {
  fluentbit_: 'fluent-bit',
  opensearch_: 'opensearch',
  grafana_: 'grafana',
  alertmanager_: 'alertmanager',
};

/** The exporter that a metric comes from, by the catalogue; histograms and summaries by the name before their suffix. */
export function exporterOf(metric: string): string | undefined {
  const family = metric.replace(/_(bucket|sum|count)$/, '');
  const described = exporters.find(({ metrics }) => metrics.some(({ name }) => name === metric || name === family));
  return described?.name ?? Object.entries(prefixes).find(([prefix]) => metric.startsWith(prefix))?.[1];
}

/** The coverage as a table: each dashboard with its count, then each panel or query without data with the reason. */
export function table(panels: readonly PanelCoverage[]): string {
  const dashboards = [...new Set(panels.map(({ dashboard }) => dashboard))];
  const width = Math.max('Dashboard'.length, ...dashboards.map((title) => title.length));
  const rows = dashboards.map((title) => {
    const own = panels.filter(({ dashboard }) => dashboard === title);
    return `${title.padEnd(width)}  ${own.filter(hasData).length} of ${own.length}`;
  });
  const silent = panels.flatMap((panel) =>
    panel.queries.flatMap(({ refId, noData }) => {
      if (!noData) return [];
      const name = `${panel.dashboard} › ${panel.panel}${panel.queries.length > 1 ? ` (${refId})` : ''}`;
      return [`${hasData(panel) ? 'in part  ' : 'no data  '}${name}: ${noData.text}`];
    }),
  );
  return [`${'Dashboard'.padEnd(width)}  Panels with data`, ...rows, ...(silent.length > 0 ? ['', ...silent] : [])].join('\n');
}
