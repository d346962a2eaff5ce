import { expect, test } from 'vitest';
import { exporters, scraped } from '../../dashboards-src/catalogue/index.ts';
import { metrics } from '../../dashboards-src/check.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';

const all = exporters.flatMap((exporter) => exporter.metrics.map((metric) => ({ exporter: exporter.name, ...metric })));

test('no two exporters expose the same name', () => {
  expect(all.map(({ name }) => name).sort()).toEqual([...new Set(all.map(({ name }) => name))].sort());
});

test.each(all)('$exporter: $name says what it is', ({ name, help, labels }) => {
  expect(name).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
  expect(help).toMatch(/^[A-Z0-9].*\.$/);
  expect(labels).toContain('cluster');
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
