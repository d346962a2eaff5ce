import { expect, test } from 'vitest';
import { alertGroups } from '../../../dashboards-src/alerts/index.ts';
import { metricsOf } from '../../../dashboards-src/doctor/diagnosis.ts';
import type { Rule } from '../../../dashboards-src/doctor/prometheus.ts';
import { ruleGroups } from '../../../dashboards-src/rules/index.ts';
import { coverDashboards, table, unexplained, type PanelCoverage } from '../../lab/coverage.ts';
import { panelsWithQueries, type Dashboard, type Panel } from '../../lab/dashboard.ts';
import { isExpected } from '../../lab/unavailable.ts';
import { eventually, type Installed } from './installed.ts';

const alertNames = alertGroups.flatMap(({ alerts }) => alerts.map(({ name }) => name));
const describePanel = ({ dashboard, panel, queries }: PanelCoverage): string => `${dashboard} › ${panel}: ${queries.map(({ noData }) => noData?.text).join('; ')}`;
const misspell = (panel: Panel): Panel => ({ ...panel, targets: [{ ...panel.targets![0]!, expr: 'gpu:tensor_activ:ratio' }] });

/**
 * What a real Prometheus makes of the panels, rules and alerts, with every source there.
 * @param complete told what the panels show then
 */
export function prometheusTests(installed: () => Installed, complete: (panels: readonly PanelCoverage[]) => void): void {
  test('every query of every panel answers with data', async () => {
    const panels = await eventually(
      () => coverDashboards(installed().lab.prometheus.client, installed().dashboards),
      answer => unexplained(answer).length === 0,
    );
    complete(panels);
    console.log(table(panels));
    expect(panels.length).toBe(installed().dashboards.flatMap(panelsWithQueries).length);
    expect(unexplained(panels).map(describePanel)).toEqual([]);
  });

  test('a misspelt metric is found out', async () => {
    const [first] = installed().dashboards;
    const misspelt: Dashboard = { ...first!, panels: panelsWithQueries(first!).slice(0, 1).map(misspell) };
    const missing = unexplained(await coverDashboards(installed().lab.prometheus.client, [misspelt]));
    expect(missing.map(describePanel)).toEqual([expect.stringContaining('nothing here exposes or records gpu:tensor_activ:ratio')]);
  });

  test('every rule is evaluated without error, and every recorded signal has series', async () => {
    const recorded = ruleGroups.flatMap(({ rules }) => rules.map(({ record }) => record)).filter(isExpected);
    const empty = await eventually(() => withoutSeries(recorded), answer => answer.length === 0);
    expect(empty).toEqual([]);
    const failing = (await ourRules()).filter(({ health }) => health !== 'ok');
    expect(failing.map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual([]);
  });

  test('every alert is loaded and asks for series that exist, under one of their names', async () => {
    const alerts = (await ourRules()).filter(({ kind }) => kind === 'alerting');
    expect(alerts.map(({ name }) => name).sort()).toEqual([...alertNames].sort());
    const missing = new Set(await withoutSeries([...new Set(alerts.flatMap(({ query }) => metricsOf(query)))]));
    const deaf = alerts.filter(({ query }) => metricsOf(query).every(metric => missing.has(metric) && isExpected(metric)));
    expect(deaf.map(({ name }) => name)).toEqual([]);
  });

  test('series of free GPUs carry no pod, and those of held ones that of their holder', async () => {
    const pods = await installed().lab.prometheus.client.query('count by (namespace, pod) (DCGM_FI_DEV_GPU_TEMP)');
    const namespaces = new Set(pods.map(({ labels }) => labels['namespace'] ?? 'free'));
    expect([...namespaces].sort()).toEqual(['free', 'team-a', 'team-b']);
  });

  test('nothing is scraped twice: each address has one monitor', async () => {
    expect(await installed().lab.prometheus.client.query('count by (instance, metrics_path) (up) > 1')).toEqual([]);
  });

  test('what only Services ask for is scraped once, with the model of its labels', async () => {
    const { client } = installed().lab.prometheus;
    expect(await client.query('count by (model_name, service) (up{job="annotated", pod=~"churn-model-.*"})')).toEqual([{ labels: { model_name: 'churn' }, points: [1] }]);
    expect(await client.query('count by (model) (model:accuracy:ratio{model="churn"})')).toHaveLength(1);
  });

  test('every series of a scraped target carries the name of the cluster', async () => {
    const lost = await installed().lab.prometheus.client.query('count by (job) (up{cluster=""})');
    expect(lost).toEqual([]);
  });

  async function ourRules(): Promise<Rule[]> {
    const ours = new Set([...ruleGroups, ...alertGroups].map(({ name }) => name));
    return (await installed().lab.prometheus.client.rules()).filter(({ group }) => ours.has(group));
  }

  async function withoutSeries(names: readonly string[]): Promise<string[]> {
    const all = new Set(await installed().lab.prometheus.client.labelValues('__name__'));
    return names.filter(name => !all.has(name));
  }
}
