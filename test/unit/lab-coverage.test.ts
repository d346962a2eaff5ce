import { describe, expect, test } from 'vitest';
import { coverDashboards, exporterOf, hasData, table, unexplained, type Prometheus } from '../lab/coverage.ts';
import { labelQuery, panelsWithQueries, substitute, variableValues, type Dashboard, type Variable } from '../lab/dashboard.ts';
import { metricsOf, whyNoData, type Facts } from '../lab/no-data.ts';
import type { Rule, Target } from '../lab/prometheus-client.ts';

const target = (job: string, health: Target['health'], lastError = ''): Target => ({ scrapePool: '', scrapeUrl: '', labels: { job }, health, lastError });

const recording = (name: string, query: string, lastError = ''): Rule => ({
  group: 'g',
  kind: 'recording',
  name,
  query,
  health: lastError ? 'err' : 'ok',
  lastError,
});

const facts = (known: Partial<Facts>): Facts => ({ metrics: new Set(), targets: [], rules: [], exporterOf, ...known });

describe('a query', () => {
  test('gets the values of variables in every way to write them, and a range for Grafana\'s own', () => {
    expect(substitute('a{n=~"$node",p=~"${pod:regex}",q="[[queue]]"}[$__rate_interval]', { node: '.*', pod: 'x|y', queue: 'q' })).toBe(
      'a{n=~".*",p=~"x|y",q="q"}[1m]',
    );
  });

  test('keeps the groups of label_replace', () => {
    expect(substitute('label_replace(up{n="$n"}, "a", "$1", "b", "(.*)")', { n: 'x' })).toContain('"$1"');
  });

  test('is refused where a variable is none of the dashboard', () => {
    expect(() => substitute('up{node="$nod"}', { node: '.*' })).toThrow('$nod is no variable of the dashboard; it has $node');
  });

  test('selects these metrics, and no labels or functions', () => {
    expect(metricsOf('sum by (rate) (rate(foo{bar="baz"}[5m])) / on (up) group_left gpu:tensor_active:ratio')).toEqual(['foo', 'gpu:tensor_active:ratio']);
  });
});

describe('the value of a variable', () => {
  const labelValues = async (label: string, selector?: string) => [`first ${label} of ${selector}`, 'second'];
  const valuesOf = (...list: Variable[]) => variableValues({ title: '', uid: '', panels: [], templating: { list } }, labelValues);

  test('is all where it may be several', async () => {
    expect(await valuesOf({ name: 'node', type: 'query', query: 'label_values(up, node)', multi: true })).toEqual({ node: '.*' });
    expect(await valuesOf({ name: 'node', type: 'query', query: 'label_values(up, node)', includeAll: true, allValue: '.+' })).toEqual({ node: '.+' });
  });

  test('is the chosen one if it is offered, else the first that Prometheus has', async () => {
    const variable = { name: 'node', type: 'query', query: { query: 'label_values(up{cluster=~"$cluster"}, node)' } };
    const cluster = { name: 'cluster', type: 'custom', query: 'east,west' };
    expect(await valuesOf(cluster, variable)).toEqual({ cluster: 'east', node: 'first node of up{cluster=~"east"}' });
    expect(await valuesOf(cluster, { ...variable, current: { value: 'second' } })).toMatchObject({ node: 'second' });
    expect(await valuesOf(cluster, { ...variable, current: { value: 'gone' } })).toMatchObject({ node: 'first node of up{cluster=~"east"}' });
  });

  test('needs a query that the lab understands', () => {
    expect(labelQuery({ name: 'n', type: 'query', query: 'label_values(node)' })).toEqual({ label: 'node', selector: undefined });
    expect(() => labelQuery({ name: 'n', type: 'query', query: 'query_result(up)' })).toThrow('variable $n asks "query_result(up)"');
  });
});

describe('the reason for no data', () => {
  test('is the target that is down, with its error', () => {
    const down = facts({ targets: [target('m/dcgm-exporter', 'down', 'connection refused')] });
    expect(whyNoData('avg(DCGM_FI_DEV_GPU_UTIL)', down)).toEqual({ kind: 'target down', text: 'target m/dcgm-exporter is down: connection refused' });
  });

  test('is not ours where the lab runs no such program', () => {
    const down = facts({ targets: [target('m/fluent-bit', 'down', 'HTTP status 502 fluent-bit (port 2020) is not run in the lab')] });
    expect(whyNoData('fluentbit_uptime', down).kind).toBe('not in lab');
  });

  test('is that there is no target', () => {
    expect(whyNoData('DCGM_FI_DEV_GPU_UTIL', facts({}))).toEqual({ kind: 'no target', text: 'DCGM_FI_DEV_GPU_UTIL comes from dcgm-exporter, and no target of it was found' });
  });

  test('is that the exporter does not expose the metric', () => {
    expect(whyNoData('DCGM_FI_DEV_GPU_UTIL', facts({ targets: [target('m/dcgm-exporter', 'up')] })).text).toBe('dcgm-exporter is scraped and does not expose DCGM_FI_DEV_GPU_UTIL');
  });

  test('is that nothing has a metric of this name', () => {
    expect(whyNoData('DCGM_FI_DEV_GPU_UTILL', facts({}))).toEqual({ kind: 'unknown metric', text: 'nothing here exposes or records DCGM_FI_DEV_GPU_UTILL' });
  });

  test('is looked for behind a recording rule', () => {
    const rules = [recording('a:b', 'sum(c:d)'), recording('c:d', 'no_such_metric')];
    expect(whyNoData('a:b', facts({ rules }))).toEqual({
      kind: 'unknown metric',
      text: 'the rule of a:b has no result: the rule of c:d has no result: nothing here exposes or records no_such_metric',
    });
    expect(whyNoData('a:b', facts({ rules: [recording('a:b', 'up', 'many-to-many')] })).text).toBe('the rule of a:b fails: many-to-many');
  });

  test('is found for a rule that reads itself', () => {
    expect(whyNoData('a:b', facts({ rules: [recording('a:b', 'a:b')] })).kind).toBe('unknown metric');
  });

  test('is the query where all series are there', () => {
    expect(whyNoData('up == 2', facts({ metrics: new Set(['up']) }))).toEqual({ kind: 'empty', text: 'there are series of up, but none fits the query' });
  });
});

const dashboard = (targets: Record<string, string>[], type = 'timeseries'): Dashboard => ({
  title: 'GPU fleet',
  uid: 'gpu',
  panels: [{ id: 1, type, title: 'Use', targets: targets.map((each, index) => ({ refId: 'ABC'[index]!, ...each })) }],
});

const prometheus: Prometheus = {
  query: async () => [],
  queryRange: async (expr) => {
    if (expr.includes('(')) throw new Error('parse error');
    return expr === 'up' ? [{ labels: {}, points: [Number.NaN, 1] }] : expr === 'undefined_ratio' ? [{ labels: {}, points: [Number.NaN] }] : [];
  },
  labelValues: async () => ['up', 'undefined_ratio'],
  targets: async () => [],
  rules: async () => [],
};

describe('the coverage of dashboards', () => {
  test('counts a panel with data, and shows its silent query', async () => {
    const panels = await coverDashboards(prometheus, [dashboard([{ expr: 'up' }, { expr: 'down' }])]);
    expect(panels.map(hasData)).toEqual([true]);
    expect(unexplained(panels)).toEqual(panels);
    expect(table(panels)).toBe(
      ['Dashboard  Panels with data', 'GPU fleet  1 of 1', '', 'in part  GPU fleet › Use (B): nothing here exposes or records down'].join('\n'),
    );
  });

  test('does not take NaN for data', async () => {
    const panels = await coverDashboards(prometheus, [dashboard([{ expr: 'undefined_ratio' }])]);
    expect(table(panels)).toContain('no data  GPU fleet › Use: there are series of undefined_ratio, but none fits the query');
  });

  test('reports what Prometheus or a variable says', async () => {
    const panels = await coverDashboards(prometheus, [dashboard([{ expr: 'sum(' }]), dashboard([{ expr: 'up{a="$b"}' }])]);
    expect(panels.map(({ queries }) => queries[0]?.noData)).toEqual([
      { kind: 'error', text: 'parse error' },
      { kind: 'error', text: '$b is no variable of the dashboard; it has none' },
    ]);
    expect(unexplained(panels)).toHaveLength(2);
  });

  test('excuses a panel whose source the lab does not run', async () => {
    const logs: Dashboard = { title: 'Logs', uid: 'l', panels: [{ id: 1, type: 'logs', datasource: { type: 'grafana-opensearch-datasource' }, targets: [{ refId: 'A' }] }] };
    const panels = await coverDashboards(prometheus, [logs]);
    expect(panels.map(hasData)).toEqual([false]);
    expect(unexplained(panels)).toEqual([]);
  });

  test('looks into collapsed rows and passes over panels that ask nothing', () => {
    const inner = dashboard([{ expr: 'up' }]).panels[0]!;
    expect(panelsWithQueries({ panels: [{ id: 2, type: 'row', panels: [inner] }, { id: 3, type: 'text' }] })).toEqual([inner]);
  });
});
