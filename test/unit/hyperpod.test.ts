import { expect, describe, it, test } from 'vitest';
import { hyperpod } from '../../dashboards-src/catalogue/hyperpod.ts';
import { hyperpodCategories } from '../../dashboards-src/hyperpod/metrics.ts';
import { placeOf } from '../../dashboards-src/hyperpod/places.ts';
import { hyperpodTable } from '../../generator/hyperpod.ts';

const all = hyperpodCategories.flatMap(({ metrics }) => metrics);

test('all nine categories of the add-on are there', () => {
  expect(hyperpodCategories.map(({ name }) => name)).toEqual(['Training', 'Inference', 'Task governance', 'Scaling', 'Cluster', 'Instance', 'Accelerated compute', 'Network', 'File system']);
});

describe.each(all)('$metric', (metric) => {
  it('is shown on a dashboard', () => {
    expect(placeOf(metric).dashboards.map(({ name }) => name)).not.toEqual([]);
  });
});

test('a metric without a place is found out', () => {
  expect(placeOf({ metric: 'x', collected: 'by default', exporters: ['prometheus-operator'], series: 'prometheus_operator_ready' }).dashboards).toEqual([]);
  expect(() => placeOf({ metric: 'x', collected: 'by default', exporters: ['none'] })).toThrow('dashboards-src/hyperpod/metrics.ts: x: the catalogue has no exporter "none"');
  expect(() => placeOf({ metric: 'x', collected: 'by default', exporters: ['KEDA'], series: 'y' })).toThrow('x: KEDA does not expose y');
});

test('everything that the operators of HyperPod expose is in the list', () => {
  const listed = new Set(all.map(({ metric }) => metric));
  // Parts of a time belong to the time.
  const missing = hyperpod.metrics.map(({ name }) => name.replace(/_(sum|count)$/, (part) => (listed.has(name) ? part : ''))).filter((name) => !listed.has(name));
  expect(missing).toEqual([]);
});

test.each(hyperpodCategories.filter(({ dashboards }) => dashboards.length > 0))('$name: what the add-on shows on $dashboards is on ours of that subject', ({ dashboards, metrics }) => {
  const ours: Readonly<Record<string, readonly string[]>> = { Training: ['training'], Inference: ['inference'], Cluster: ['cluster', 'gpu-fleet', 'gpu-health', 'network', 'neuron'], Tasks: ['tasks', 'training', 'neuron'], 'File system': ['filesystem'] };
  for (const metric of metrics) {
    const shown = placeOf(metric).dashboards.map(({ name }) => name);
    expect(dashboards.some((theirs) => ours[theirs]!.some((name) => shown.includes(name))), `${metric.metric} is on ${shown.join(', ')}`).toBe(true);
  }
});

test('the table has a row for each', () => {
  const rows = hyperpodTable().split('\n');
  expect(rows.slice(2).map((row) => row.split(' | ')[1]!.replaceAll('`', ''))).toEqual(all.map(({ metric }) => metric));
  expect(rows.find((row) => row.includes('training_fault_type_count'))).toMatch(/^\| Training \| `training_fault_type_count` \| when switched on \| .*monitors\.hyperpod\.enabled.*\| Training \|$/);
});
