import type { BuiltDashboard } from '../../dashboards-src/dashboards/index.ts';
import { labelQuery, substitute, variableValues, type Dashboard, type Panel, type Window } from '../../dashboards-src/doctor/dashboard.ts';
import { rangeSeconds, stepSeconds, type Asked } from './prometheus.ts';

/** A query that Grafana sends when a dashboard is opened. */
export interface Query extends Asked {
  readonly title: string;
}

const window: Window = { rangeSeconds, stepSeconds, rateInterval: `${4 * stepSeconds}s` };

/** Grafana draws that many points at most. */
const stepFor = (points: number): number => stepSeconds * Math.ceil(rangeSeconds / points / stepSeconds);

/** The queries of the variables and of all rows that are open at first. */
export async function onOpening({ json }: BuiltDashboard, labelValues: (label: string, selector?: string) => Promise<string[]>): Promise<Query[]> {
  const dashboard = json as unknown as Dashboard;
  const values = await variableValues(dashboard, labelValues, window);
  const offered = (dashboard.templating?.list ?? []).filter(({ type }) => type === 'query').map((variable): Query => {
    const { label, selector = '' } = labelQuery(variable);
    return { title: `$${variable.name}`, expr: substitute(selector, values, window), kind: 'values', label };
  });
  const open: readonly (Panel & { readonly maxDataPoints?: number })[] = dashboard.panels.filter(({ type }) => type !== 'row');
  const asked = open.flatMap((panel) => (panel.targets ?? []).flatMap(({ refId, expr, instant }): Query[] => {
    if (!expr) return [];
    return [{ title: `${panel.title ?? ''}${panel.targets!.length > 1 ? ` (${refId})` : ''}`, expr: substitute(expr, values, window), kind: instant ? 'instant' : 'range', ...(panel.maxDataPoints && { step: stepFor(panel.maxDataPoints) }) }];
  }));
  return [...offered, ...asked];
}
