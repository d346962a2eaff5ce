import { expect, test, vi } from 'vitest';
import { dashboardProblems, metrics, queries, variables } from '../../dashboards-src/check.ts';
import { dashboard } from '../../dashboards-src/dashboards/define.ts';
import { dashboards, type DashboardJson } from '../../dashboards-src/dashboards/index.ts';
import { cluster } from '../../dashboards-src/dashboards/variables.ts';
import { openSearch } from '../../dashboards-src/logs/target.ts';
import { cloudWatch, historyRows } from '../../dashboards-src/sagemaker/history.ts';
import { groups } from '../../dashboards-src/sagemaker/table.ts';
import { stat, table, timeseries } from '../../dashboards-src/panels/panel.ts';
import { check } from '../../dashboards-src/promql/check.ts';

type AnyPanel = DashboardJson['panels'][number];
const flat = (json: DashboardJson): AnyPanel[] => json.panels.flatMap((panel) => [panel, ...(panel.type === 'row' && 'panels' in panel ? panel.panels : [])]);
const content = (json: DashboardJson) => flat(json).filter((panel) => panel.type !== 'row');
const asks = (uid: string) => (panel: AnyPanel) => 'datasource' in panel && (panel.datasource as { uid?: string } | undefined)?.uid === uid;
/** What is asked of OpenSearch. */
const ofLines = (json: DashboardJson) => content(json).filter(asks('opensearch'));

test('uids, names and titles are unique', () => {
  for (const of of [dashboards.map(({ json }) => json.uid), dashboards.map(({ name }) => name), dashboards.map(({ json }) => json.title)]) expect(of).toEqual([...new Set(of)]);
});

test('building again gives the same, byte for byte', async () => {
  vi.resetModules();
  const again = await import('../../dashboards-src/dashboards/index.ts');
  expect(again.dashboards).not.toBe(dashboards);
  expect(JSON.stringify(again.dashboards)).toBe(JSON.stringify(dashboards));
});

test.each(dashboards)('$name: panel ids are unique and positive', ({ json }) => {
  const ids = flat(json).map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  for (const id of ids) expect(id).toBeGreaterThan(0);
});

test.each(dashboards)('$name: panels lie within the grid and on top of no other', ({ json }) => {
  const open = json.panels.map((panel) => panel.gridPos!);
  const closed = json.panels.map((panel) => (panel.type === 'row' && 'panels' in panel ? panel.panels.map(({ gridPos }) => gridPos!) : []));
  for (const group of [open, ...closed]) {
    const cells = group.flatMap(({ x, y, w, h }) => Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`));
    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, w } of group) expect(x + w).toBeLessThanOrEqual(24);
  }
});

test.each(dashboards)('$name: every panel says what it shows, in which unit and what to do', ({ json }) => {
  for (const panel of content(json)) {
    expect(panel.title).toMatch(/^[A-Z].{2,}/);
    expect('description' in panel && panel.description).toMatch(/^.{20,}\.$/s);
  }
  for (const panel of content(json).filter(({ type }) => type !== 'logs')) expect('fieldConfig' in panel && panel.fieldConfig?.defaults.unit).toBeTruthy();
});

test.each(dashboards)('$name: titles are unique', ({ json }) => {
  const titles = content(json).map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
});

test.each(dashboards)('$name: each query has a refId of its own within its panel, and each panel one of the three data sources by uid', ({ json }) => {
  for (const panel of content(json)) {
    const targets = ('targets' in panel && panel.targets as unknown as { refId: string }[]) || [];
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.map(({ refId }) => refId)).toEqual([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].slice(0, targets.length));
    expect([{ type: 'prometheus', uid: 'prometheus' }, openSearch, cloudWatch]).toContainEqual('datasource' in panel && panel.datasource);
  }
});

test.each(dashboards)('$name: what is asked of OpenSearch is shown with logs only, and names its data source', ({ json }) => {
  for (const panel of ofLines(json)) {
    expect(panel).toMatchObject({ requires: expect.arrayContaining(['opensearch', 'fluentbit']) as string[], targets: [{ refId: 'A', datasource: openSearch, queryType: 'lucene', timeField: '@timestamp' }] });
  }
});

test.each(dashboards)('$name: asks at most 26 queries on opening', ({ json }) => {
  const open = json.panels.flatMap((panel) => ('targets' in panel ? panel.targets ?? [] : []));
  expect(open.length).toBeLessThanOrEqual(26);
});

test.each(dashboards)('$name: rows that open later hide what asks for single GPUs', ({ json }) => {
  const open = json.panels.flatMap((panel) => ('targets' in panel ? (panel.targets as { expr?: string }[] | undefined) ?? [] : [])).map(({ expr }) => expr ?? '');
  // Tasks shows the pods of one task where that level is chosen.
  const single = open.filter((expr) => /\b(DCGM_|gpu:)/.test(expr) && !expr.includes('"$level"'));
  expect(single).toEqual([]);
});

test.each(dashboards)('$name: the columns of a table have the same labels, or Grafana shows a row for each column', (built) => {
  const tables = content(built.json).filter((panel) => panel.type === 'table').map((panel) => ({ title: panel.title, ofLines: asks('opensearch')(panel) }));
  const asked = queries(built);
  // CloudWatch answers with graphs.
  if (!built.json.tags!.includes('cloudwatch')) expect(tables.length).toBeGreaterThan(0);
  for (const { title } of tables.filter((table) => !table.ofLines)) {
    const columns = asked.filter(({ panel }) => panel === title).map(({ expr }) => [...check(expr, { metrics, variables: variables(built).map(({ name }) => name) }).labels ?? []].sort().join());
    expect([...new Set(columns)]).toHaveLength(1);
    if (columns.length > 1) expect(columns[0]?.split(',')).not.toContain('cluster');
  }
});

test.each(dashboards)('$name: no title is cut on a screen of 1400 pixels', ({ json }) => {
  for (const panel of content(json)) expect(panel.title!.length, panel.title).toBeLessThanOrEqual(panel.gridPos!.w * 6);
});

test.each(dashboards)('$name: leaves out what Grafana assumes anyway', ({ json }) => {
  expect(JSON.stringify(json)).not.toMatch(/"transparent":false|"instant":false|"repeatDirection"|"showPercentChange":false|"skipUrlSync":false/);
});

test.each(dashboards)('$name: opens alike everywhere', ({ name, json }) => {
  expect(json.uid).toBe(`observability-${name}`);
  expect(json).toMatchObject({ timezone: 'browser', refresh: '1m', graphTooltip: 1, editable: false });
  expect(json.links).toMatchObject([{ type: 'dashboards', tags: ['observability'], includeVars: true, keepTime: true }]);
  expect(json.links).not.toMatchObject([{ placement: 'inControlsMenu' }]);
  expect(json.tags).toContain('observability');
});

test('variables of the same name mean the same label everywhere', () => {
  const queried = dashboards.flatMap(({ json }) => json.templating.list ?? []).filter(({ type, datasource }) => type === 'query' && datasource?.uid !== cloudWatch.uid);
  expect(queried.length).toBeGreaterThan(dashboards.length);
  for (const variable of queried) {
    const label = variable.name.replace(/^this_/, '');
    const one = label !== variable.name;
    expect(variable).toMatchObject({ definition: expect.stringMatching(new RegExp(`, ${label}\\)$`)) as string, multi: !one, includeAll: !one });
  }
});

const one = stat({ key: 'one', title: 'One', description: 'One thing.', unit: 'count', query: { expr: 'up', legend: 'up' } });
const two = timeseries({ key: 'two', title: 'Two', description: 'Two things.', unit: 'ratio', requires: ['dcgm'], queries: [{ expr: 'a', legend: 'a' }, { expr: 'b', legend: 'b' }] });
const spec = { name: 'sample', title: 'Sample', description: 'A sample.', folder: 'F', tags: [], variables: [], rows: [{ title: 'Row', panels: [one, two] }] };
const idOf = (title: string, json: DashboardJson) => flat(json).find((panel) => panel.title === title)?.id;

test('a panel keeps its id when others are added before it', () => {
  const before = dashboard(spec).json;
  const after = dashboard({ ...spec, rows: [{ title: 'New', panels: [{ ...one, key: 'new' }] }, { title: 'Row', panels: [two] }] }).json;
  expect(idOf('Two', after)).toBe(idOf('Two', before));
});

test('two panels of one key are refused', () => {
  expect(() => dashboard({ ...spec, rows: [{ title: 'Row', panels: [one, one] }] })).toThrow('dashboard sample: the panels "one" and "one" get the same id; give one of them another key');
});

test('panels flow on when the line is full, and rows start below what came before', () => {
  const { json } = dashboard({ ...spec, rows: [{ title: 'First', panels: [one, two, { ...two, key: 'three' }] }, { title: 'Second', panels: [{ ...one, key: 'four' }] }] });
  expect(json.panels.map(({ title, gridPos }) => [title, gridPos])).toEqual([
    ['First', { h: 1, w: 24, x: 0, y: 0 }], ['One', { h: 4, w: 4, x: 0, y: 1 }], ['Two', { h: 8, w: 12, x: 4, y: 1 }], ['Two', { h: 8, w: 12, x: 0, y: 9 }],
    ['Second', { h: 1, w: 24, x: 0, y: 17 }], ['One', { h: 4, w: 4, x: 0, y: 18 }],
  ]);
});

test('a closed row holds its panels, and the next row follows at once', () => {
  const { json } = dashboard({ ...spec, rows: [{ title: 'Closed', panels: [two], closed: true, requires: ['neuron'] }, { title: 'Next', panels: [one] }] });
  expect(json.panels[0]).toMatchObject({ type: 'row', collapsed: true, requires: ['neuron'], panels: [{ title: 'Two', requires: ['neuron', 'dcgm'] }] });
  expect(json.panels[1]).toMatchObject({ title: 'Next', gridPos: { y: 1 } });
});

test('what a panel requires is in the JSON for the chart to read, and absent where nothing is', () => {
  const { json } = dashboard(spec);
  expect(json.panels.map((panel) => panel.requires)).toEqual([undefined, undefined, ['dcgm']]);
});

test('a table with one query and one with several find their columns', () => {
  const column = { expr: 'up', title: 'Up', unit: 'count' as const };
  const included = (values: typeof column[]) => table({ key: 't', title: 'T', description: 'D.', labels: [{ label: 'job', title: 'Job' }], values, sort: { column: 'Up', desc: true } }).panel.transformations![1]!.options as unknown;
  expect(included([column])).toEqual({ include: { names: ['job', 'Value'] } });
  expect(included([column, { ...column, title: 'More' }])).toEqual({ include: { names: ['job', 'Value #A', 'Value #B'] } });
});

interface Drawn { readonly options: { readonly legend: Record<string, unknown> }; readonly fieldConfig: { readonly defaults: { readonly custom: Record<string, unknown> }; readonly overrides: { readonly matcher: { readonly options: string }; readonly properties: { readonly id: string; readonly value: unknown }[] }[] } }
const drawn = (more: Partial<Parameters<typeof timeseries>[0]>): Drawn =>
  timeseries({ key: 'g', title: 'G', description: 'D.', unit: 'count', queries: [{ expr: 'up', legend: '{{job}}' }], ...more }).panel as unknown as Drawn;

test('many series stand beside a wide graph, the greatest first; otherwise names stand below', () => {
  const beside = { placement: 'right', displayMode: 'table', calcs: ['lastNotNull'], sortBy: 'Last *', sortDesc: true };
  const below = { placement: 'bottom', displayMode: 'list' };
  expect(drawn({}).options.legend).toMatchObject(beside);
  expect(drawn({ width: 8 }).options.legend).toMatchObject(below);
  expect(drawn({ queries: [{ expr: 'up', legend: 'up' }] }).options.legend).toMatchObject(below);
  expect(drawn({ legend: 'below' }).options.legend).toMatchObject(below);
});

test('a line of reference is dashed and stays out of the stack', () => {
  const [override] = drawn({ stacked: true, queries: [{ expr: 'up', legend: 'up' }, { expr: 'up', legend: 'limit', reference: true }] }).fieldConfig.overrides;
  expect(override).toMatchObject({ matcher: { id: 'byFrameRefID', options: 'B' } });
  expect(override!.properties).toContainEqual({ id: 'custom.stacking', value: { mode: 'none' } });
  expect(override!.properties).toContainEqual({ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } });
});

test('a graph of zeros does not reach to 100, unless its top is fixed', () => {
  expect(drawn({}).fieldConfig.defaults.custom).toMatchObject({ axisSoftMin: 0, axisSoftMax: 1 });
  expect(drawn({ unit: 'ratio', max: 1 }).fieldConfig.defaults.custom).not.toHaveProperty('axisSoftMax');
});

test('a table colours only what is wrong', () => {
  const column = { expr: 'up', title: 'Down', unit: 'count', cell: 'colour', thresholds: { better: 'lower', warning: 1, critical: 5 } } as const;
  const { fieldConfig } = table({ key: 't', title: 'T', description: 'D.', labels: [{ label: 'job', title: 'Job' }], values: [column], sort: { column: 'Down', desc: true } }).panel as unknown as Drawn;
  expect(fieldConfig.overrides.map(({ matcher }) => matcher.options)).toEqual(['Down']);
  expect(fieldConfig.overrides[0]!.properties).toContainEqual({ id: 'thresholds', value: { mode: 'absolute', steps: [{ value: null, color: 'transparent' }, { value: 1, color: 'orange' }, { value: 5, color: 'red' }] } });
});

test('two columns of one title are refused: their settings would fall on both', () => {
  expect(() => table({ key: 't', title: 'T', description: 'D.', labels: [{ label: 'node', title: 'Node' }], values: [{ expr: 'up', title: 'Node', unit: 'dollars' }], sort: { column: 'Node', desc: true } }))
    .toThrow('table "T": two columns are called "Node"; give one of them another title');
});

test('what an empty table says does not stand in its empty cells', () => {
  const column = { expr: 'up', title: 'Up', unit: 'count' } as const;
  const { fieldConfig } = table({ key: 't', title: 'T', description: 'D.', none: 'All is well', labels: [{ label: 'job', title: 'Job' }], values: [column, { ...column, title: 'More' }], sort: { column: 'Up', desc: true } }).panel as unknown as Drawn;
  expect(fieldConfig.defaults).toMatchObject({ noValue: 'All is well' });
  expect(fieldConfig.overrides).toContainEqual({ matcher: { id: 'byRegexp', options: '.*' }, properties: [{ id: 'noValue', value: '' }] });
});

test('thresholds colour the bad end red, whichever it is', () => {
  const colours = (better: 'higher' | 'lower') => stat({ key: 's', title: 'S', description: 'D.', unit: 'ratio', thresholds: { better, warning: 0.5, critical: better === 'higher' ? 0.2 : 0.8 }, query: { expr: 'up', legend: '' } })
    .panel.fieldConfig!.defaults.thresholds!.steps.map(({ value, color }) => [value, color]);
  expect(colours('higher')).toEqual([[null, 'red'], [0.2, 'orange'], [0.5, 'green']]);
  expect(colours('lower')).toEqual([[null, 'green'], [0.5, 'orange'], [0.8, 'red']]);
});

test.each([
  ['a variable that it lacks', { expr: 'max(up{job=~"$job"})', legend: 'up' }, 'variable $job is not declared; the dashboard has cluster'],
  ['a legend of a label that is not there', { expr: 'max by (job) (up)', legend: '{{node}}' }, 'the legend shows the label node, which the expression has not; it has job'],
  ['a misspelt metric', { expr: 'max(prometheus_tsdb_head_seires)', legend: 'x' }, 'metric prometheus_tsdb_head_seires is unknown: no exporter in the catalogue exposes it and no rule records it. Did you mean prometheus_tsdb_head_series?'],
])('a panel with %s is refused by file, panel and query', (_, query, problem) => {
  const built = dashboard({ ...spec, variables: [cluster('up')], rows: [{ title: 'Row', panels: [timeseries({ key: 'x', title: 'Wrong', description: 'D.', unit: 'count', queries: [query] })], closed: true }] });
  expect(dashboardProblems([built])).toEqual([`dashboards-src/dashboards/sample.ts, panel "Wrong", query A: ${problem}`]);
});

test('a variable that offers a label its series lacks is refused', () => {
  const built = dashboard({ ...spec, variables: [cluster('max by (job) (up)')], rows: [] });
  expect(dashboardProblems([built])).toEqual(['dashboards-src/dashboards/sample.ts, variable cluster: max by (job) (up) has no label cluster; offer it from a series that has it']);
});

test('links lead to dashboards that are there, with the time and the choices', () => {
  const uids = dashboards.map(({ json }) => json.uid);
  const urls = [...JSON.stringify(dashboards).matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url!);
  expect(urls.length).toBeGreaterThan(0);
  for (const url of urls) {
    expect(uids).toContain(/^\/d\/([^?]+)\?/.exec(url)?.[1]);
    expect(url).toContain('${__url_time_range}&${cluster:queryparam}');
  }
});

/** Where a panel leads: by a click on any value, or on the cells of a column. */
const linksOf = (panel: AnyPanel): { title: string; url: string }[] => {
  const { defaults, overrides } = (('fieldConfig' in panel && panel.fieldConfig) || {}) as unknown as { defaults?: { links?: [] }; overrides?: { properties: { id: string; value: [] }[] }[] };
  return [...(defaults?.links ?? []), ...(overrides ?? []).flatMap(({ properties }) => properties.filter(({ id }) => id === 'links').flatMap(({ value }) => value))];
};

test.each(dashboards)('$name: every link leads to a dashboard of ours, and sets variables that it has', ({ json }) => {
  for (const { url } of content(json).flatMap(linksOf)) {
    const [, name, query = ''] = /^\/d\/observability-([\w-]+)\?(.*)$/.exec(url) ?? [];
    const there = dashboards.find((one) => one.name === name);
    expect(there, url).toBeDefined();
    expect(query).toContain('${__url_time_range}');
    const has = variables(there!).map((variable) => variable.name);
    for (const [, variable] of query.matchAll(/var-(\w+)=/g)) expect(has, url).toContain(variable);
  }
});

test('every series and cell that names a pod, a workload or a node leads to its lines', () => {
  const panels = dashboards.flatMap(({ json }) => content(json)).filter(asks('prometheus'));
  const leads = panels.filter((panel) => linksOf(panel).some(({ url }) => url.startsWith('/d/observability-logs?')));
  const named = panels.filter((panel) => {
    const legends = (('targets' in panel && panel.targets) || []) as { legendFormat?: string }[];
    return legends.length > 0 && legends.every(({ legendFormat = '' }) => /\{\{(pod|workload|node)\}\}/.test(legendFormat));
  });
  expect(named.length).toBeGreaterThan(20);
  expect(leads).toEqual(expect.arrayContaining(named.filter(({ type }) => type !== 'heatmap')));
  const url = linksOf(leads.find(({ title }) => title === 'Faulty nodes' || title === 'Nodes with a fault')!).map((link) => link.url);
  expect(url).toContain('/d/observability-logs?${__url_time_range}&${cluster:queryparam}&var-node=${__value.raw}');
});

test('every metric of SageMaker can be looked up in CloudWatch itself, by a statistic that AWS has of it', () => {
  const asked = historyRows.flatMap(({ panels }) => panels).flatMap(({ panel }) => (panel as unknown as { targets: { namespace: string; metricName: string; dimensions: object; statistic: string; datasource: object }[] }).targets);
  const known = groups.flatMap(({ namespace, dimensions, metrics }) => metrics.filter(({ additive }) => !additive).map(({ name, statistics }) => ({ namespace, name, dimensions, statistics })));
  expect(asked.map(({ namespace, metricName, dimensions }) => [namespace, metricName, Object.keys(dimensions)])).toEqual(known.map(({ namespace, name, dimensions }) => [namespace, name, dimensions]));
  asked.forEach(({ statistic }, index) => expect(known[index]!.statistics).toContain(statistic));
  // What adds up to more than 100 % is there as a share of all as well.
  for (const { metrics } of groups) for (const { name, additive } of metrics) if (additive) expect(metrics.map((metric) => metric.name)).toContain(`${name}Normalized`);
});

test('a mean of a share is a share, and times are shown in their own unit', () => {
  const unit = (title: string) => historyRows.flatMap(({ panels }) => panels).map(({ panel }) => panel).find((panel) => panel.title === title)!.fieldConfig!.defaults.unit;
  expect(['Variant: Invocations', 'Variant: Invocation5XXErrors', 'Variant: ModelLatency', 'Instances: GPUUtilizationNormalized', 'Pipeline: ExecutionDuration'].map(unit)).toEqual(['short', 'percentunit', 'µs', 'percent', 'ms']);
});
