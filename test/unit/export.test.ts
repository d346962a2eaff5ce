import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboards } from '../../dashboards-src/dashboards/index.ts';
import { ampFiles } from '../../generator/export/amp.ts';
import { main } from '../../generator/export/cli.ts';
import { grafanaFiles } from '../../generator/export/grafana.ts';
import { merged, userValues } from '../../generator/user-values.ts';
import { everything } from '../everything.ts';
import { run } from '../lab/command.ts';
import { render } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';

interface Group { readonly name: string; readonly rules: readonly object[] }

let dir: string;
let staged: StagedChart;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'observability-export-'));
  staged = await stageChart({ charts: 'stubs' });
});
afterAll(() => [dir, staged.chart].forEach((each) => rmSync(each, { recursive: true })));

const groupsIn = (text: string): Group[] => (load(text) as { groups: Group[] }).groups;
const byName = (groups: readonly Group[]): Record<string, Group> => Object.fromEntries(groups.map((group) => [group.name, group]));
const file = (name: string, content: string): string => { writeFileSync(join(dir, name), content); return join(dir, name); };

/** The groups of rules of the chart, as Prometheus' operator would give them to Prometheus. */
async function installed(values: object): Promise<Record<string, Group>> {
  const manifests = await render({ chart: staged.chart, values: merged(everything, values) });
  return byName(manifests.filter(({ kind, metadata }) => kind === 'PrometheusRule' && /^observability-(rules|alerts)-/.test(metadata.name)).flatMap((rule) => (rule['spec'] as { groups: Group[] }).groups));
}

describe('for the rule manager of Amazon', () => {
  /** Whatever else is off, what these alerts need is there: an export leaves nothing out that a source would bring. */
  const changed = {
    alerts: {
      grafanaUrl: 'https://grafana.example.com', runbookUrl: 'https://runbooks.example.com', slo: { ttft: { objective: 0.9, seconds: 1.5 } },
      overrides: { GPUAllocatedIdle: { threshold: 2, for: '2h', severity: 'info' }, ScrapeRejected: { enabled: false } },
    },
  };

  it.each([['the defaults', {}], ['values of a user', changed]])('rules and alerts are those of the chart: %s', async (_, values) => {
    const files = ampFiles(userValues([file('values.yaml', JSON.stringify(values))]));
    const exported = byName([...files.values()].flatMap(groupsIn));
    expect(exported).toEqual(await installed(values));
  });

  it('promtool accepts them', async () => {
    const files = [...ampFiles(userValues([]))].map(([name, content]) => file(name, content));
    expect(await run(await tool('promtool'), ['check', 'rules', ...files])).toContain('SUCCESS');
  });

  it('they name nothing of Kubernetes or Helm', () => {
    for (const content of ampFiles(userValues([])).values()) expect(content).not.toMatch(/^(apiVersion|kind|metadata):|\{\{-? *\.(Values|Release)/m);
  });

  it('no file is larger than Amazon takes, and none is lost where there are several', () => {
    const values = userValues([]);
    const one = [...ampFiles(values).values()].flatMap(groupsIn).map(({ name }) => name);
    const several = ampFiles(values, {}, 60_000);
    expect([...several.keys()]).toContain('observability-rules-2.yaml');
    expect([...several.values()].map((content) => Buffer.byteLength(content)).filter((size) => size > 60_000)).toEqual([]);
    expect([...several.values()].flatMap(groupsIn).map(({ name }) => name)).toEqual(one);
    expect(() => ampFiles(values, {}, 1000)).toThrow(/^the group observability\.\S+ has more than 1000 bytes, the most that Amazon takes: split it$/);
  });

  it('the definition of the alert manager is one that amtool accepts, and tells the topics that are named', async () => {
    const topic = 'arn:aws:sns:eu-west-1:123456789012:gpu-oncall';
    const definition = load(ampFiles(userValues([]), { critical: topic }).get('alertmanager.yaml')!) as { alertmanager_config: string; template_files: Record<string, string> };
    for (const [name, content] of Object.entries(definition.template_files)) file(name, content);
    const config = file('alertmanager.yaml', definition.alertmanager_config);
    expect(await run(await tool('amtool'), ['check-config', config])).toContain('SUCCESS');
    const receiver = async (...labels: string[]) => (await run(await tool('amtool'), ['config', 'routes', 'test', `--config.file=${config}`, ...labels])).trim();
    expect([await receiver('severity=critical'), await receiver('severity=info')]).toEqual(['critical', 'nobody']);
    expect(definition.alertmanager_config).toContain(topic);
  });
});

interface Imported { readonly __inputs: readonly { readonly name: string; readonly pluginId: string }[]; readonly __requires: readonly { readonly type: string; readonly id: string }[]; readonly id: null; readonly uid: string }

describe('for any Grafana', () => {
  const parsed = (files = grafanaFiles()): [string, Imported][] => [...files].map(([path, text]) => [path, JSON.parse(text) as Imported]);

  it('every dashboard is there, in its folder', () => {
    expect([...grafanaFiles().keys()].sort()).toEqual(dashboards.map(({ folder, name }) => `${folder}/${name}.json`).sort());
  });

  it.each(parsed())('%s is the chart’s, once the data sources are chosen', (path, json) => {
    const { __inputs, __requires, id, ...rest } = json;
    const uids: Readonly<Record<string, string>> = { DS_PROMETHEUS: 'prometheus', DS_OPENSEARCH: 'opensearch', DS_CLOUDWATCH: 'cloudwatch' };
    const chosen = __inputs.reduce((text, { name }) => text.replaceAll(`\${${name}}`, uids[name]!), JSON.stringify(rest));
    const ours = dashboards.find(({ json: { uid } }) => uid === json.uid)!.json;
    expect(JSON.parse(chosen)).toEqual(JSON.parse(JSON.stringify(ours, (key, part: unknown) => (key === 'requires' ? undefined : part))));
    expect(id).toBeNull();
    expect(path).toMatch(/^AI platform\/[a-z-]+\.json$/);
  });

  it.each(parsed())('%s asks only for data sources that it declares, and declares what it needs', (_, json) => {
    const { __inputs, __requires, ...rest } = json;
    const uids = new Set([...JSON.stringify(rest).matchAll(/"datasource":\{"type":"([^"]+)","uid":"([^"]+)"\}/g)].map(([, type, uid]) => `${type} ${uid}`));
    expect([...uids].sort()).toEqual(__inputs.map(({ name, pluginId }) => `${pluginId} \${${name}}`).sort());
    const plugins = new Set([...JSON.stringify(rest).matchAll(/"type":"(stat|table|timeseries|heatmap|logs|gauge|bargauge|text)","title"/g)].map(([, type]) => type!));
    const declared = __requires.filter(({ type }) => type === 'panel').map(({ id }) => id);
    for (const type of plugins) expect(declared).toContain(type);
  });

  it('names the plugin that signs where that is the data source', () => {
    const types = parsed(grafanaFiles({ prometheus: 'grafana-amazonprometheus-datasource' })).flatMap(([, { __inputs }]) => __inputs.map(({ pluginId }) => pluginId));
    expect(new Set(types)).toEqual(new Set(['grafana-amazonprometheus-datasource', 'grafana-opensearch-datasource', 'cloudwatch']));
  });

  it('without a store of logs there are no lines, no dashboards of them, and nothing leads there', () => {
    const files = grafanaFiles({ without: ['opensearch'] });
    // That of the system has panels of metrics too.
    expect([...files.keys()].filter((path) => /logs/.test(path))).toEqual(['AI platform/logs-system.json']);
    expect(files.size).toBe(dashboards.length - 3);
    for (const text of files.values()) expect(text).not.toMatch(/DS_OPENSEARCH|\/d\/observability-logs\?/);
  });
});

describe('on the command line', () => {
  const said = (...args: string[]): [number, string] => {
    const lines: string[] = [];
    return [main(args, (line) => lines.push(line)), lines.join('\n')];
  };

  it('writes files, and says what to do with them', () => {
    const [code, text] = said('--amp', join(dir, 'amp'), '--grafana', join(dir, 'grafana'), '--sns', 'warning=arn:aws:sns:us-east-1:123456789012:gpu');
    expect(code).toBe(0);
    expect(readdirSync(join(dir, 'amp')).sort()).toEqual(['alertmanager.yaml', 'observability-alerts.yaml', 'observability-rules.yaml']);
    expect(existsSync(join(dir, 'grafana', 'AI platform', 'overview.json'))).toBe(true);
    expect(text).toContain(`aws amp put-rule-groups-namespace --workspace-id WORKSPACE --name observability-rules --data fileb://${join(dir, 'amp', 'observability-rules.yaml')}`);
    expect(readFileSync(join(dir, 'amp', 'alertmanager.yaml'), 'utf8')).toContain('region: us-east-1');
  });

  it('helps', () => {
    expect(said('--help')).toEqual([0, expect.stringMatching(/^npm run export -- --amp/)]);
  });

  it.each([
    ['nothing', [], 'say what is wanted: --amp [DIR], --grafana [DIR] or both'],
    ['a tier that is none', ['--amp', '--sns', 'critcal=arn:aws:sns:eu-west-1:123456789012:gpu'], '--sns critcal=arn:aws:sns:eu-west-1:123456789012:gpu: there is no tier "critcal"; did you mean critical?: write TIER=ARN with one of critical, warning, info'],
    ['a topic that is none', ['--amp', '--sns', 'critical=gpu'], '--sns critical=gpu: "gpu" is no ARN of a topic; write arn:aws:sns:REGION:ACCOUNT:NAME'],
    ['a source that is none', ['--grafana', '--without', 'opensarch'], '--without opensarch: there is no such source; did you mean opensearch?'],
    ['a plugin that is none', ['--grafana', '--prometheus-plugin', 'mimir'], '--prometheus-plugin mimir: write prometheus or grafana-amazonprometheus-datasource'],
  ])('refuses %s, before anything is written', (_, args, message) => {
    const [code, text] = said(...args);
    expect([code, text.split('\n')[0]]).toEqual([2, message]);
    expect(['amp', 'grafana'].filter((each) => existsSync(each))).toEqual([]);
  });

  it('refuses values that the chart would refuse', () => {
    const values = file('wrong.yaml', 'alerts: {overrides: {GPUXid: {for: 5m}}}');
    expect(said('--amp', join(dir, 'wrong'), '--values', values)).toEqual([2, `${values}: alerts.overrides must NOT have additional properties: GPUXid`]);
    expect(existsSync(join(dir, 'wrong'))).toBe(false);
  });
});
