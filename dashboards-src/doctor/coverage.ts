import { panelsWithQueries, substitute, variableValues, type Dashboard, type Panel, type Target, type Window } from './dashboard.ts';
import type { Reason } from './diagnosis.ts';
import type { Prometheus } from './facts.ts';
import type { Series } from './prometheus.ts';

/** What Prometheus answered to one query of a panel. */
export interface QueryCoverage {
  readonly refId: string;
  /** The query as it was asked; the query as written where it could not be. */
  readonly expr: string;
  readonly series: number;
  /** Absent when there is data. */
  readonly reason?: Reason;
}

/** A panel, and what its queries answer. */
export interface PanelCoverage {
  readonly dashboard: string;
  readonly panel: string;
  readonly queries: readonly QueryCoverage[];
  /** What it shows where it has no data, if that is good news. */
  readonly none?: string;
}

/** A panel shows something when at least one of its queries has data. */
export const hasData = ({ queries }: PanelCoverage): boolean => queries.some(({ reason }) => reason === undefined);

export interface Coverage {
  readonly prometheus: Pick<Prometheus, 'query' | 'queryRange' | 'labelValues'>;
  readonly window: Window;
  /** Why a query has no data. */
  readonly explain: (expr: string) => Promise<Reason>;
}

/** Asks every query of every panel as Grafana would, over the window until now. */
export async function cover(dashboards: readonly Dashboard[], coverage: Coverage): Promise<PanelCoverage[]> {
  const panels: PanelCoverage[] = [];
  for (const dashboard of dashboards) {
    const values = await variableValues(dashboard, (label, selector) => coverage.prometheus.labelValues(label, selector), coverage.window);
    for (const panel of panelsWithQueries(dashboard)) panels.push(await coverPanel(dashboard, panel, values, coverage));
  }
  return panels;
}

async function coverPanel(dashboard: Dashboard, panel: Panel, values: Readonly<Record<string, string>>, coverage: Coverage): Promise<PanelCoverage> {
  const queries = await Promise.all((panel.targets ?? []).map((target) => coverQuery(panel, target, values, coverage)));
  const none = panel.fieldConfig?.defaults?.noValue;
  return { dashboard: dashboard.title, panel: panel.title ?? `panel ${panel.id}`, queries, ...(none && { none }) };
}

async function coverQuery(panel: Panel, target: Target, values: Readonly<Record<string, string>>, coverage: Coverage): Promise<QueryCoverage> {
  const { refId, expr = '' } = target;
  const source = target.datasource?.type ?? panel.datasource?.type ?? 'prometheus';
  if (source !== 'prometheus') return { refId, expr, series: 0, reason: { cause: 'not asked', text: `it asks ${source}, not Prometheus`, advice: 'Look at it in Grafana.' } };
  try {
    const asked = substitute(expr, values, coverage.window);
    const answer = (await ask(target, asked, coverage)).filter(({ points }) => points.some((point) => !Number.isNaN(point)));
    return { refId, expr: asked, series: answer.length, ...(answer.length === 0 && { reason: await coverage.explain(asked) }) };
  } catch (error) {
    return { refId, expr, series: 0, reason: { cause: 'error', text: error instanceof Error ? error.message : String(error), advice: 'Prometheus refuses the query: is it older than 2.45, or does a limit of the server apply?' } };
  }
}

function ask({ instant }: Target, expr: string, { prometheus, window }: Coverage): Promise<Series[]> {
  if (instant) return prometheus.query(expr);
  const end = Math.floor(Date.now() / 1000);
  return prometheus.queryRange(expr, { start: end - window.rangeSeconds, end, step: window.stepSeconds });
}
