import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertGroups } from '../../dashboards-src/alerts/index.ts';
import { dashboards } from '../../dashboards-src/dashboards/index.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { run } from '../lab/command.ts';
import { render, type Helm } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';
import type { Manifest } from '../wiring.ts';

interface Group { readonly name: string; readonly rules: readonly object[] }

/** Sources that are off by default, whose rules are there only with them. */
const everything = { sagemaker: { enabled: true, regions: ['eu-west-1'] } };

const alerts = alertGroups.flatMap(group => group.alerts);
const count = alerts.length + ruleGroups.flatMap(({ rules }) => rules).length;
/** The same change to every alert that can take it. */
const overrides = (change: object, which = alerts): object => ({ alerts: { overrides: Object.fromEntries(which.map(({ name }) => [name, change])) } });
const withThreshold = alerts.filter(({ threshold }) => threshold);

describe.each<Helm>(['helm', 'helm3'])('the rules that %s renders are rules of Prometheus', helm => {
  let staged: StagedChart;
  let directory: string;
  beforeAll(async () => {
    staged = await stageChart({ charts: 'stubs' });
    directory = mkdtempSync(join(tmpdir(), 'rendered-rules-'));
  });
  afterAll(() => [staged.chart, directory].forEach(path => rmSync(path, { recursive: true })));

  const groups = async (values: object): Promise<Group[]> =>
    (await render({ chart: staged.chart, helm, values: { ...everything, ...values } })).filter(isOurRule).flatMap(({ spec }) => (spec as { groups: Group[] }).groups);

  it.each<[string, object]>([
    ['as they are', {}],
    ['with a threshold of zero', overrides({ threshold: 0 }, withThreshold)],
    ['with a threshold below zero', overrides({ threshold: -0.5 }, withThreshold)],
    ['with a threshold of eight digits', overrides({ threshold: 12345678 }, withThreshold)],
    ['with a tiny threshold', overrides({ threshold: 1e-7 }, withThreshold)],
    ['with a threshold as text, as --set passes it', overrides({ threshold: '0.85' }, withThreshold)],
    ['with another duration and severity', overrides({ for: '1h30m', severity: 'info' })],
    ['with links to runbooks and dashboards', { alerts: { runbookUrl: 'https://runbooks.example.com/a%20b', grafanaUrl: 'https://grafana.example.com/a%20b' } }],
  ])('%s', async (_, values) => {
    const file = join(directory, 'rules.yaml');
    writeFileSync(file, dump({ groups: await groups(values) }, { lineWidth: -1 }));
    expect(await run(await tool('promtool'), ['check', 'rules', '--lint-fatal', file])).toContain(`SUCCESS: ${count} rules found`);
  });

  // promtool passes `> null` and the like.
  it.each([0, -0.5, 12345678, '0.85'])('a threshold of %s stands in each expression that has one', async threshold => {
    const rules = (await groups(overrides({ threshold }, withThreshold))).flatMap(group => group.rules) as { alert?: string; expr: string }[];
    const expected = withThreshold.map(({ name, expr }) => [name, expr(String(threshold))]);
    expect(Object.fromEntries(rules.filter(({ alert }) => withThreshold.some(({ name }) => name === alert)).map(({ alert, expr }) => [alert, expr]))).toEqual(Object.fromEntries(expected));
  });
});

interface RenderedAlert { readonly alert: string; readonly labels: Record<string, string>; readonly annotations: Record<string, string> }

describe('each alert', () => {
  let staged: StagedChart;
  beforeAll(async () => { staged = await stageChart({ charts: 'stubs' }); });
  afterAll(() => rmSync(staged.chart, { recursive: true }));

  const rendered = async (values: object): Promise<{ group: string; rules: RenderedAlert[] }[]> =>
    (await render({ chart: staged.chart, values: { ...everything, ...values } })).filter(isOurRule).flatMap(({ spec }) => (spec as { groups: { name: string; rules: RenderedAlert[] }[] }).groups)
      .map(({ name, rules }) => ({ group: name, rules: rules.filter(({ alert }) => alert) })).filter(({ rules }) => rules.length > 0);

  it('says what it is about, as its group is called, and names a dashboard of this chart', async () => {
    const titles = new Set(dashboards.map(({ json }) => json.title));
    const wrong = (await rendered({})).flatMap(({ group, rules }) => rules.filter(({ labels, annotations }) => `observability.${labels['service']}.alerts` !== group || !titles.has(annotations['dashboard']!)));
    expect(wrong.map(({ alert }) => alert)).toEqual([]);
  });

  it('links to a dashboard, with variables of it set from labels that the alert has', async () => {
    const links = (await rendered({ alerts: { grafanaUrl: 'https://grafana.example.com' } })).flatMap(({ rules }) => rules).map(({ annotations }) => annotations['dashboard_url']!);
    const known = new Map(dashboards.map(({ json }) => [json.uid!, (json.templating.list ?? []).map(({ name }) => name)]));
    const wrong = links.filter(link => {
      const [, uid = '', query = ''] = /^https:\/\/grafana\.example\.com\/d\/([a-z-]+)(?:\?(.*))?$/.exec(link) ?? [];
      const set = query.split('&').filter(Boolean).map(pair => /^var-(\w+)=\{\{ \$labels\.\1 \| urlquery \}\}$/.exec(pair)?.[1] ?? '');
      return !known.has(uid) || set.some(name => !known.get(uid)!.includes(name));
    });
    expect(links.length).toBe(alerts.length);
    expect(wrong).toEqual([]);
  });

  it('can be switched off, and a group of which all are off is gone', async () => {
    expect(await rendered(overrides({ enabled: false }))).toEqual([]);
  });
});

const isOurRule = ({ kind, metadata }: Manifest): boolean => kind === 'PrometheusRule' && metadata.labels?.['app.kubernetes.io/part-of'] === 'observability';
