import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertGroups } from '../../dashboards-src/alerts/index.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { run } from '../lab/command.ts';
import { render, type Helm } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';
import type { Manifest } from '../wiring.ts';

interface Group { readonly name: string; readonly rules: readonly object[] }

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
    (await render({ chart: staged.chart, helm, values })).filter(isOurRule).flatMap(({ spec }) => (spec as { groups: Group[] }).groups);

  it.each<[string, object]>([
    ['as they are', {}],
    ['with a threshold of zero', overrides({ threshold: 0 }, withThreshold)],
    ['with a threshold below zero', overrides({ threshold: -0.5 }, withThreshold)],
    ['with a threshold of eight digits', overrides({ threshold: 12345678 }, withThreshold)],
    ['with a tiny threshold', overrides({ threshold: 1e-7 }, withThreshold)],
    ['with a threshold as text, as --set passes it', overrides({ threshold: '0.85' }, withThreshold)],
    ['with another duration and severity', overrides({ for: '1h30m', severity: 'info' })],
    ['with links to runbooks', { alerts: { runbookUrl: 'https://runbooks.example.com/a%20b' } }],
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

const isOurRule = ({ kind, metadata }: Manifest): boolean => kind === 'PrometheusRule' && metadata.labels?.['app.kubernetes.io/part-of'] === 'observability';
