import { subjectOf, type Alert, type AlertGroup } from '../dashboards-src/alerts/index.ts';
import { metrics } from '../dashboards-src/check.ts';
import { dashboards, type BuiltDashboard } from '../dashboards-src/dashboards/index.ts';
import { check } from '../dashboards-src/promql/check.ts';

/**
 * The dashboard that shows the cause of an alert; a subject may have none.
 * @throws when there is none of the name that the alert or its group gives
 */
export function dashboardOf(alert: Alert, group: AlertGroup): BuiltDashboard | undefined {
  const wanted = alert.dashboard ?? group.dashboard;
  const found = dashboards.find(({ name }) => name === (wanted ?? subjectOf(group)));
  if (wanted && !found) throw new Error(`alert ${alert.name}: there is no dashboard "${wanted}"; write one of ${dashboards.map(({ name }) => name).join(', ')}`);
  return found;
}

/** Where that dashboard is in Grafana, with its variables set from the labels of the alert. */
export function pathTo({ json }: BuiltDashboard, { expr, threshold }: Alert): string {
  const { labels = new Set<string>() } = check(expr(String(threshold?.default ?? '')), { metrics });
  const set = (json.templating.list ?? []).map(({ name }) => name).filter(name => labels.has(name));
  return `/d/${json.uid}${set.length ? `?${set.map(name => `var-${name}={{ $labels.${name} | urlquery }}`).join('&')}` : ''}`;
}
