import { expect, test } from 'vitest';
import { levels, signal, type Level, type SignalDefinition } from '../../dashboards-src/signals/define.ts';
import { signals } from '../../dashboards-src/signals/index.ts';
import { recordedBy } from '../../dashboards-src/signals/recorded.ts';
import { dcgm } from '../../dashboards-src/catalogue/dcgm.ts';

const parts = signal({ name: 'gpu:reporting:count', title: 'Parts', unit: 'count', description: 'Parts.', better: 'neither', sources: [{ toggle: 'dcgm', expr: 'x' }], levels: ['node'], aggregation: 'sum' });
const busy: SignalDefinition = {
  name: 'gpu:busy:ratio', title: 'Busy', unit: 'ratio', description: 'Busy.', better: 'higher', sources: [{ toggle: 'dcgm', expr: 'x' }], levels: ['node'], aggregation: 'mean', weight: parts,
};

test('a coarser level keeps what the signal is made of in its name', () => {
  expect(signal(busy).at('gpu')).toBe('gpu:busy:ratio');
  expect(signal(busy).at('node')).toBe('node:gpu_busy:ratio');
  expect(signal({ ...busy, name: 'node:cpu_busy:ratio', levels: ['cluster'], weight: signal({ ...parts, name: 'node:cpus:count', levels: ['cluster'] }) }).at('cluster')).toBe('cluster:cpu_busy:ratio');
});

test('what a signal requires is what all of its sources require', () => {
  const from = (...sources: SignalDefinition['sources']) => signal({ ...busy, sources }).requires;
  expect(from({ toggle: 'dcgm', expr: 'a' }, { toggle: 'dcgm', expr: 'b' })).toEqual(['dcgm']);
  expect(from({ toggle: 'dcgm', expr: 'a' }, { toggle: 'neuron', expr: 'b' })).toEqual([]);
  expect(from({ toggle: 'dcgm', expr: 'a' }, { expr: 'b' })).toEqual([]);
  expect(from({ expr: 'a' })).toEqual([]);
});

test.each([
  ['a level that is not recorded', () => signal(busy).at('cluster'), 'signal gpu:busy:ratio: level cluster is not recorded; add it to levels'],
  ['the finest level of a transient signal', () => signal({ ...busy, transient: true }).at('gpu'), 'signal gpu:busy:ratio: level gpu is not recorded; read one of node, or the exporter\'s own series behind a filter'],
  ['a transient signal without coarser levels', () => signal({ ...busy, transient: true, levels: [] }), 'signal gpu:busy:ratio: it is transient and has no coarser levels, so nothing would be recorded; add levels'],
  ['a name without a level', () => signal({ ...busy, name: 'rack:busy:ratio' as 'gpu:busy:ratio' }), `signal rack:busy:ratio: "rack" is no level; begin the name with one of ${Object.keys(levels).join(', ')}`],
  ['levels without an aggregation', () => { const { aggregation: _, ...rest } = busy; return signal(rest); }, 'signal gpu:busy:ratio: it has coarser levels but no aggregation; write sum, max or mean'],
  ['a mean without a weight', () => { const { weight: _, ...rest } = busy; return signal(rest); }, 'signal gpu:busy:ratio: a mean needs a weight; give the signal that says how much each part counts'],
  ['a sum of ratios', () => signal({ ...busy, aggregation: 'sum' }), 'signal gpu:busy:ratio: a sum of ratios means nothing; write mean and a weight'],
  ['a weight that is not recorded at the same levels', () => signal({ ...busy, levels: ['node', 'cluster'] }), 'signal gpu:reporting:count: level cluster is not recorded; add it to levels'],
])('refuses %s', (_, build, message) => {
  expect(build).toThrow(new Error(message));
});

test('recorded series carry the labels of their level and the weight of that level', () => {
  expect(recordedBy(signal({ ...busy, by: ['kind'] }))).toMatchObject([
    { name: 'gpu:busy:ratio', labels: ['cluster', 'node', 'gpu', 'GPU_I_ID', 'GPU_I_PROFILE', 'modelName', 'namespace', 'pod', 'workload', 'workload_kind', 'queue', 'kind'], weight: 'gpu:reporting:count' },
    { name: 'node:gpu_busy:ratio', labels: ['cluster', 'node', 'kind'], weight: 'node:gpu_reporting:count' },
  ]);
  expect(recordedBy(signal({ ...busy, transient: true })).map(({ name }) => name)).toEqual(['node:gpu_busy:ratio']);
  expect(recordedBy(signal({ ...busy, parts: { expr: '(share or x * 0 + 1)', on: ['gpu'] } }))[0]).toMatchObject({ weight: '(share or x * 0 + 1)' });
});

test('what is recorded of 10,000 GPUs is a quarter of what their exporters expose at most', () => {
  const gpus = 10_000;
  /** Of 1,250 nodes with 8 GPUs each and 2,000 workloads, the largest of which have a pod on each of many nodes. */
  const series: Partial<Record<Level, number>> = { gpu: gpus, pod: 3060, node: 1250, workload: 2000, model: 500, queue: 20, namespace: 40, cluster: 1 };
  const ofGpus = signals.filter(({ sources, sparse }) => !sparse && sources.some(({ toggle }) => toggle === 'dcgm'));
  const recorded = ofGpus.flatMap((one) => one.recorded.map((level) => ({ name: one.at(level), count: series[level] ?? 0 })));
  const total = recorded.reduce((sum, { count }) => sum + count, 0);
  const exposed = gpus * dcgm.metrics.length;
  console.info(`recorded: ${total} series, ${(100 * total / exposed).toFixed(1)} % of the ${exposed} of dcgm.level basic`);
  expect(recorded.filter(({ count }) => count === gpus).map(({ name }) => name)).toEqual(['gpu:memory_used:ratio', 'gpu:tensor_active:ratio', 'gpu:utilization:ratio']);
  expect(total / exposed, recorded.filter(({ count }) => count > 1000).map(({ name, count }) => `${name} ${count}`).join('\n')).toBeLessThanOrEqual(0.25);
});

test('no two signals record the same series', () => {
  const names = signals.flatMap(recordedBy).map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test('titles are unique, as a table names signals by them', () => {
  const titles = signals.map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
});

test.each(signals)('$name explains itself', ({ title, description, name }) => {
  expect(title).toMatch(/^[A-Z0-9][^.]*$/);
  expect(description).toMatch(/^[A-Z0-9].{20,}\.$/);
  expect(name).toMatch(/^[a-z_]+:[a-z0-9_]+:[a-z0-9_]+$/);
});
