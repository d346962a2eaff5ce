import { expect, test } from 'vitest';
import { exporters, scraped } from '../../dashboards-src/catalogue/index.ts';
import { metrics } from '../../dashboards-src/check.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';

const all = exporters.flatMap((exporter) => exporter.metrics.map((metric) => ({ exporter: exporter.name, ...metric })));

/** Those of which something is not true, so that a failing test names them. */
const those = (wrong: (metric: (typeof all)[number]) => boolean): string[] => all.filter(wrong).map(({ exporter, name }) => `${exporter}: ${name}`);

test('an exporter has a name once', () => {
  const seen = new Set<string>();
  expect(those(({ exporter, name }) => seen.size === seen.add(`${exporter} ${name}`).size)).toEqual([]);
});

test('every metric says in a sentence what it is', () => {
  expect(those(({ help }) => !/^[A-Z0-9].*\.$/.test(help))).toEqual([]);
});

test('every metric has a name and labels that Prometheus takes', () => {
  expect(those(({ name, labels }) => !/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) || !labels.every((label) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)))).toEqual([]);
});

test('every series is told apart by cluster', () => {
  expect(those(({ labels }) => !labels.includes('cluster'))).toEqual([]);
});

test('a name that two exporters share means the same to both', () => {
  const first = new Map<string, (typeof all)[number]>();
  for (const metric of all) if (!first.has(metric.name)) first.set(metric.name, metric);
  expect(those(({ name, type, unit }) => first.get(name)!.type !== type || first.get(name)!.unit !== unit)).toEqual([]);
});

test('a successor is in the catalogue', () => {
  expect([...scraped.values()].filter(({ successor }) => successor && !scraped.has(successor)).map(({ name, successor }) => `${name}: ${successor}`)).toEqual([]);
});

test('the unit that a name ends with is its unit, but for flags that are called by what they warn of', () => {
  const said: Readonly<Record<string, readonly string[]>> = { bytes: ['bytes', 'bytes/second'], seconds: ['seconds', 'timestamp'], celsius: ['celsius'], ratio: ['ratio'], percent: ['percent'], milliseconds: ['milliseconds'] };
  expect(those(({ name, unit }) => { const end = /_([a-z]+?)(_total)?$/.exec(name)?.[1] ?? ''; return unit !== 'bool' && said[end]?.includes(unit) === false; })).toEqual([]);
});

test('labels that the target has too are the exporter\'s own only where the monitor honours them', () => {
  const labelsOf = (name: string) => scraped.get(name)?.labels;
  expect(labelsOf('kueue_local_queue_pending_workloads')).toEqual(expect.arrayContaining(['namespace', 'exported_namespace']));
  expect(labelsOf('kube_pod_status_phase')).not.toContain('exported_namespace');
});

test('a histogram is asked for by its buckets, sum and count, a summary by its quantiles as well', () => {
  const names = [...scraped.keys()].filter((name) => name.startsWith('prometheus_engine_query_duration_seconds'));
  expect(names).toEqual(['prometheus_engine_query_duration_seconds', 'prometheus_engine_query_duration_seconds_sum', 'prometheus_engine_query_duration_seconds_count']);
  expect(scraped.get('prometheus_engine_query_duration_seconds_count')).toMatchObject({ type: 'counter' });
  expect(scraped.get('prometheus_engine_query_duration_seconds_count')?.labels).not.toContain('quantile');
});

test('recorded series are in it beside scraped ones, and do not hide them', () => {
  expect(metrics.size).toBe(scraped.size + ruleGroups.flatMap((group) => group.rules).length);
});
