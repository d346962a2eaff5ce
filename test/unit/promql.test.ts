import { expect, test } from 'vitest';
import { counter, exporter, gauge, histogram, untyped } from '../../dashboards-src/catalogue/define.ts';
import type { Metric } from '../../dashboards-src/catalogue/define.ts';
import { check } from '../../dashboards-src/promql/check.ts';
import { nearest } from '../../dashboards-src/promql/nearest.ts';
import { parse } from '../../dashboards-src/promql/parse.ts';

const things = exporter({
  name: 'things', version: '1', source: 'this test', toggle: 'prometheus', labels: ['node', 'pod'],
  metrics: [
    gauge('temperature_celsius', 'celsius', 'How warm.'),
    gauge('busy_ratio', 'ratio', 'How busy.', { weight: 'parts' }),
    gauge('slot_busy_ratio', 'ratio', 'How busy a slot is.', { labels: ['slot'], weight: 'parts', equalWithin: ['node', 'pod'] }),
    gauge('parts', 'count', 'How many parts.'),
    counter('requests_total', 'count', 'How many.', { labels: ['code'] }),
    histogram('latency_seconds', 'seconds', 'How slow.'),
    gauge('owner_info', 'info', 'Whose.', { labels: ['team'] }),
    gauge('pace_p99', 'seconds', 'How slow the slowest are.'),
    gauge('process_cpu_percent', 'percent', 'How busy a process is; 100 is one CPU.', { additive: true }),
    gauge('heat_old', 'celsius', 'How warm, as it was called.', { until: '2.0', successor: 'temperature_celsius' }),
    gauge('fan_speed', 'count', 'How fast the fan turned when there was one.', { until: '2.0' }),
    untyped('faults', 'count', 'Nobody says whether it falls.'),
  ],
});
const bucket: Metric = { ...things.metrics.find(({ type }) => type === 'histogram')!, name: 'latency_seconds_bucket', type: 'counter', labels: ['node', 'pod', 'le'] };
const other: Metric = { name: 'price', type: 'gauge', unit: 'count', help: 'What it costs.', labels: ['node', 'region'] };
const recorded: Metric[] = [
  { name: 'node:price:count', type: 'gauge', unit: 'count', help: 'What a node costs.', labels: ['cluster', 'node'], recorded: true },
  { name: 'gpu:heat:celsius', type: 'gauge', unit: 'celsius', help: 'How warm a GPU is.', labels: ['cluster', 'node', 'gpu', 'GPU_I_ID', 'modelName', 'namespace', 'pod'], recorded: true },
];
const metrics = new Map([...things.metrics, bucket, other, ...recorded].map((metric) => [metric.name, metric]));
const problems = (expr: string) => check(expr, { metrics, variables: ['node'] }).problems;
const labels = (expr: string) => [...check(expr, { metrics, variables: ['node'] }).labels ?? []].sort();

test.each([
  ['an unknown metric', 'sum(temperature_celcius)', 'metric temperature_celcius is unknown: no exporter in the catalogue exposes it and no rule records it. Did you mean temperature_celsius?'],
  ['an unknown metric with no neighbour', 'apples', 'metric apples is unknown: no exporter in the catalogue exposes it and no rule records it'],
  ['one unknown name among several', '{__name__=~"temperature_celsius|humidity_percent"}', 'metric humidity_percent is unknown: no exporter in the catalogue exposes it and no rule records it'],
  ['a matcher on a label that the metric lacks', 'temperature_celsius{nod="a"}', 'temperature_celsius has no label nod; it has node, pod. Did you mean node?'],
  ['grouping by a label that the metric lacks', 'max by (zone) (temperature_celsius)', 'max groups by zone, which temperature_celsius has not; it has node, pod'],
  ['grouping by a label that was summed away', 'sum by (pod) (sum by (node) (parts))', 'sum groups by pod, which the expression has not; it has node'],
  ['rate of a gauge', 'rate(temperature_celsius[5m])', 'rate of temperature_celsius, a gauge: only counters grow; write deriv, delta or avg_over_time'],
  ['increase of a gauge', 'increase(parts[5m])', 'increase of parts, a gauge: only counters grow; write deriv, delta or avg_over_time'],
  ['delta of a counter', 'delta(requests_total[5m])', 'delta of requests_total, a counter that falls to zero at a restart; write increase'],
  ['a quantile without le', 'histogram_quantile(0.9, sum by (node) (rate(latency_seconds_bucket[5m])))', 'histogram_quantile needs the label le, and the expression has node; sum the _bucket series by (le, …)'],
  ['a range shorter than four scrapes', 'rate(requests_total[1m])', 'the range of 60 s holds fewer than four scrapes; write $__rate_interval on a dashboard, and at least 2m in a rule'],
  ['$__interval, which may be one scrape', 'rate(requests_total[$__interval])', 'the range of 30 s holds fewer than four scrapes; write $__rate_interval on a dashboard, and at least 2m in a rule'],
  ['a variable that the dashboard lacks', 'temperature_celsius{node=~"$nodes"}', 'variable $nodes is not declared; the dashboard has node. Did you mean node?'],
  ['a sum of a ratio', 'sum by (node) (busy_ratio)', 'sum of busy_ratio, a ratio, means nothing; write avg, or read the level that you need'],
  ['an average that needs a weight', 'avg by (node) (busy_ratio)', 'avg of busy_ratio takes unequal parts as equal; write sum(busy_ratio * parts) / sum(parts and busy_ratio)'],
  ['an average beyond what is equal', 'avg by (node) (slot_busy_ratio)', 'avg of slot_busy_ratio takes unequal parts as equal; write sum(slot_busy_ratio * parts) / sum(parts and slot_busy_ratio)'],
  ['on a label that one side lacks', 'parts * on (pod) price', '"* on (pod)" cannot match: the right side has no label pod; it has node, region'],
  ['sides with different labels and no on', 'parts * price', '"*" cannot match: the left side has node, pod, the right side node, region; write on (node)'],
  ['ignoring too little', 'parts * ignoring (pod) price', '"*" cannot match: the left side has node, the right side node, region; write on (node)'],
  ['group_left of a label that is not there', 'parts * on (node, pod) group_left (teem) owner_info', 'group_left takes the label teem from a side that has none; it has node, pod, team. Did you mean team?'],
  ['label_replace of a label that is not there', 'label_replace(parts, "zone", "$1", "zone_name", "(.*)")', 'label_replace reads the label zone_name, which parts has not; it has node, pod'],
  ['label_join of a label that is not there', 'label_join(parts, "where", "/", "node", "rack")', 'label_join reads the label rack, which parts has not; it has node, pod'],
  ['a selector without a name', '{node="a"}', 'a selector without a metric name reads every series; name the metric'],
  ['a sum of quotients', 'sum by (node) (rate(requests_total[5m]) / on (node, pod) sum by (node, pod) (rate(requests_total[5m])))', 'sum of quotients means nothing; write sum by (…) (a) / sum by (…) (b)'],
  ['a mean of quotients', 'avg by (node) (parts / on (node, pod) parts)', 'avg of quotients takes unequal parts as equal; write sum by (…) (a) / sum by (…) (b)'],
  ['a mean of percentiles that were computed', 'avg by (node) (histogram_quantile(0.9, sum by (node, pod, le) (rate(latency_seconds_bucket[5m]))))', 'avg of percentiles is the percentile of nothing; write max, or histogram_quantile over sum by (le, …) of the buckets'],
  ['a sum of percentiles that an exporter gives', 'sum by (node) (pace_p99)', 'sum of pace_p99 is the percentile of nothing; write max, or histogram_quantile over sum by (le, …) of the buckets'],
  ['a weighted mean of percentiles', 'sum by (node) (pace_p99 * parts)', 'sum of percentiles is the percentile of nothing; write max, or histogram_quantile over sum by (le, …) of the buckets'],
  ['a mean of a percentile over time', 'avg_over_time(pace_p99[5m])', 'avg_over_time of pace_p99 is the percentile of nothing; write max_over_time, or histogram_quantile over the whole time'],
  ['a quantile of buckets that were never rated', 'histogram_quantile(0.9, sum by (le) (latency_seconds_bucket))', 'histogram_quantile of buckets counted since the start tells of long ago; write rate(…[5m]) around them'],
  ['a rate of a sum', 'rate(sum by (node) (requests_total)[5m:1m])', 'rate of a sum takes the restart of one part for that of all; write sum(rate(…))'],
  ['several series where one is to be met', 'parts * on (node) group_left () gpu:heat:celsius', '"* on (node)" meets several series: the right side has one for each GPU_I_ID, cluster, gpu; match GPU_I_ID, cluster, gpu as well, or aggregate that side by (node)'],
  ['a one-to-one match of an aggregation that is finer', 'sum by (node, pod) (parts) / on (node) sum by (node) (parts)', '"/ on (node)" meets several series: the left side has one for each pod; match pod as well, or aggregate that side by (node)'],
  ['a name that newer versions do not have', 'max by (node) (heat_old)', 'heat_old is gone since version 2.0; write temperature_celsius or heat_old, each in its own terms'],
  ['what newer versions do not have at all', 'max by (node) (fan_speed)', 'fan_speed is gone since version 2.0; nothing took its place, so leave it out'],
])('refuses %s', (_, expr, problem) => {
  expect(problems(expr)).toEqual([problem]);
});

test('reads what programs push by its mark, whatever it is called, and nothing else so', () => {
  const metrics = new Map();
  const problemsOf = (expr: string): readonly string[] => check(expr, { metrics, variables: ['name'] }).problems;
  expect(problemsOf('sum by (pod, node) (rate({__name__="$name", via="otlp", namespace="a"}[5m]))')).toEqual([]);
  expect(problemsOf('{__name__!~".+_bucket", via="otlp"}')).toEqual([]);
  expect(problemsOf('sum by (gpu) ({__name__="$name", via="otlp"})')).toEqual([expect.stringContaining('sum groups by gpu')]);
  for (const other of ['{__name__="$name"}', '{__name__="$name", via=~"otlp|"}', '{__name__="known_not", via="otlp"}']) expect(problemsOf(other), other).toHaveLength(1);
});

test('reads past comments', () => {
  expect(parse('# why\nmax(up) # of all\n> 0').expr).toEqual(parse('max(up) > 0').expr);
});

test('refuses what is no PromQL and shows where', () => {
  expect(problems('sum(parts')[0]).toMatch(/^no PromQL from here on: .* in "sum\(parts"$/);
  expect(problems('')).toEqual(['the expression is empty']);
});

test.each([
  'temperature_celsius{node=~"$node"} offset 5m',
  'max by (node) (temperature_celsius)',
  'rate(requests_total{code!~"5.."}[$__rate_interval])',
  'histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))',
  'sum by (node) (busy_ratio * parts) / sum by (node) (parts and busy_ratio)',
  'avg by (node, pod) (busy_ratio)',
  'avg by (node, pod) (slot_busy_ratio)',
  'sum by (node) (parts) * on (node) price',
  'parts * on (node, pod) group_left (team) owner_info',
  'sum(parts) by (node) > bool 3',
  'topk(5, parts) or vector(0)',
  'label_replace(vector(1), "kind", "none", "", "")',
  'max_over_time(sum by (node) (rate(requests_total[5m]))[30m:1m])',
  'avg_over_time(temperature_celsius[$__range] @ end())',
  'time() - temperature_celsius',
  'absent(parts{node="a"})',
  'max by (node) (temperature_celsius or heat_old)',
  'parts * on (node) fan_speed',
  'rate(faults[5m]) + deriv(faults[5m])',
  'sum by (node) (process_cpu_percent)',
  'sum by (node) (parts / on (node) group_left () sum by (node) (parts))',
  'max by (node) (histogram_quantile(0.9, sum by (node, pod, le) (rate(latency_seconds_bucket[5m]))))',
  'avg by (node) (rate(requests_total[5m]) / on (node) group_left () price)',
  'parts * on (node) group_left () price',
  'gpu:heat:celsius * on (cluster, node) group_left () node:price:count',
  'gpu:heat:celsius - on (cluster, node, gpu, GPU_I_ID) gpu:heat:celsius offset 1h',
  'parts and on (node) gpu:heat:celsius',
  'sum by (node) (parts and on (node) parts > 3)',
])('accepts %s', (expr) => {
  expect(problems(expr)).toEqual([]);
});

test.each([
  ['parts', ['node', 'pod']],
  ['sum(parts)', []],
  ['sum without (pod) (parts)', ['node']],
  ['count_values by (node) ("value", parts)', ['node', 'value']],
  ['bottomk by (node) (1, parts)', ['node', 'pod']],
  ['sum by (node) (parts) * on (node) price', ['node']],
  ['parts * on (node, pod) group_left (team) owner_info', ['node', 'pod', 'team']],
  ['parts and on (node) price', ['node', 'pod']],
  ['sum by (node) (parts) or price', ['node', 'region']],
  ['label_join(parts, "where", "/", "node", "pod")', ['node', 'pod', 'where']],
  ['histogram_quantile(0.9, rate(latency_seconds_bucket[5m]))', ['node', 'pod']],
])('knows the labels of %s', (expr, expected) => {
  expect(labels(expr)).toEqual(expected);
});

test.each([
  ['a variable in a range is a duration', 'rate(a[$window])', ['window']],
  ['a variable in a subquery step is a duration', 'max_over_time(a[1h:${step}])', ['step']],
  ['a variable in an offset is a duration', 'a offset $back', ['back']],
  ['a variable elsewhere is a name', 'topk($n, $metric{node=~"${node:regex}"})', ['n', 'metric', 'node']],
  ['old brackets are variables', 'a{node="[[node]]"}', ['node']],
  ['groups of a regular expression are none', 'label_replace(a, "x", "$1", "y", "(.*)")', []],
  ["Grafana's own are none", 'rate(a[$__rate_interval]) * $__range_s', []],
])('%s', (_, expr, variables) => {
  expect(parse(expr).variables).toEqual(variables);
});

test('a subquery on $__range is no format of a variable', () => {
  expect(parse('max_over_time(a[$__range:1m])').expr).toMatchObject({ kind: 'call', args: [{ kind: 'range', seconds: 3600 }] });
});

test('suggests only what is near', () => {
  expect(nearest('tensor_activ', ['sm_active', 'tensor_active'])).toBe('tensor_active');
  expect(nearest('up', ['node', 'pod'])).toBeUndefined();
});
