import * as doctor from '../../dashboards-src/doctor/coverage.ts';
import { Diagnosis, type Cause, type Reason } from '../../dashboards-src/doctor/diagnosis.ts';
import { factsOf, type Prometheus } from '../../dashboards-src/doctor/facts.ts';
import { labWindow, type Dashboard } from './dashboard.ts';
import { notInLab } from './proxy.ts';
import { speaksUpOnly, unavailable } from './unavailable.ts';

export type { Prometheus } from '../../dashboards-src/doctor/facts.ts';

/** Why a query has no data. Only `not in lab`, and `quiet` beside queries that have data, are nobody's mistake: here everything runs that is measured. */
export interface NoData {
  readonly kind: Cause | 'not in lab' | 'quiet';
  /** In words. */
  readonly text: string;
}

/** What Prometheus answered to one query of a panel. */
export interface QueryCoverage extends Omit<doctor.QueryCoverage, 'reason'> {
  /** Absent when there is data. */
  readonly noData?: NoData;
}

/** A panel, and what its queries answer. */
export interface PanelCoverage extends Omit<doctor.PanelCoverage, 'queries'> {
  readonly queries: readonly QueryCoverage[];
}

/** A panel shows something when at least one of its queries has data. */
export const hasData = ({ queries }: PanelCoverage): boolean => queries.some(({ noData }) => noData === undefined);

/** The panels with a query that has no data, less those whose source the lab does not run, and columns of what is not the matter now. */
export const unexplained = (panels: readonly PanelCoverage[]): PanelCoverage[] =>
  panels.filter((panel) => panel.queries.some(({ noData }) => noData !== undefined && noData.kind !== 'not in lab' && !(noData.kind === 'quiet' && hasData(panel))));

/** Asks every query of every panel as Grafana would, over the last 15 minutes. */
export async function coverDashboards(prometheus: Prometheus, dashboards: readonly Dashboard[]): Promise<PanelCoverage[]> {
  const diagnosis = new Diagnosis(await factsOf(prometheus), prometheus);
  const panels = await doctor.cover(dashboards, { prometheus, window: labWindow, explain: (expr) => diagnosis.of(expr) });
  return panels.map((panel) => ({ ...panel, queries: panel.queries.map(({ reason, ...query }) => ({ ...query, ...(reason && { noData: inLab(reason, query.expr, `${panel.dashboard} › ${panel.panel}`) }) })) }));
}

const inLab = ({ cause, text }: Reason, expr: string, panel: string): NoData => {
  if (unavailable[panel]) return { kind: 'not in lab', text: unavailable[panel] };
  if (cause === 'nothing fits' && speaksUpOnly(expr)) return { kind: 'quiet', text };
  if (cause === 'not asked') return { kind: 'not in lab', text: `${text}, which ${notInLab}` };
  return { kind: text.includes(notInLab) ? 'not in lab' : cause, text };
};

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
