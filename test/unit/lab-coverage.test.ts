import { describe, expect, test } from 'vitest';
import { coverDashboards, hasData, table, unexplained, type Prometheus } from '../lab/coverage.ts';
import { labelQuery, panelsWithQueries, substitute, variableValues, type Dashboard, type Variable } from '../lab/dashboard.ts';
import { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';

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
  const valuesOf = (...list: Variable[]) => variableValues({ templating: { list } }, labelValues);

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
  scrapePools: async () => [],
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
