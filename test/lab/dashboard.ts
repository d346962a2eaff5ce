import * as doctor from '../../dashboards-src/doctor/dashboard.ts';
import type { Dashboard, LabelValues, Window } from '../../dashboards-src/doctor/dashboard.ts';
import type { KubernetesApi } from './api.ts';

export { labelQuery, panelsWithQueries, type Dashboard, type Panel, type Target, type Variable } from '../../dashboards-src/doctor/dashboard.ts';

/** The lab scrapes every 5 s and has run for minutes. */
export const labWindow: Window = { rangeSeconds: 900, stepSeconds: 15, rateInterval: '1m' };

/** A query with the values of its variables, and with what Grafana puts in for the window of the lab. */
export const substitute = (text: string, values: Readonly<Record<string, string>>): string => doctor.substitute(text, values, labWindow);
export const variableValues = (dashboard: Pick<Dashboard, 'templating'>, labelValues: LabelValues): Promise<Record<string, string>> => doctor.variableValues(dashboard, labelValues, labWindow);

/** The dashboards of this chart that a release has put into the cluster, by file name. */
export async function shippedDashboards(api: KubernetesApi, namespace: string): Promise<Dashboard[]> {
  const labels = encodeURIComponent('app.kubernetes.io/part-of=observability,grafana_dashboard=1');
  const { items } = await api.get<{ items: { data?: Record<string, string> }[] }>(`/api/v1/namespaces/${namespace}/configmaps?labelSelector=${labels}`);
  return items
    .flatMap(({ data = {} }) => Object.entries(data))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, json]) => JSON.parse(json) as Dashboard);
}
