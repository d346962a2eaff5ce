import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dcgmAdvanced } from '../../dashboards-src/catalogue/dcgm-advanced.ts';
import { dcgm } from '../../dashboards-src/catalogue/dcgm.ts';
import type { Exporter } from '../../dashboards-src/catalogue/define.ts';
import { exporters } from '../../dashboards-src/catalogue/index.ts';
import { kubeStateMetrics } from '../../dashboards-src/catalogue/kube-state-metrics.ts';
import { neuron } from '../../dashboards-src/catalogue/neuron.ts';
import { nodeExporter } from '../../dashboards-src/catalogue/node-exporter.ts';
import { read, readOf } from '../../dashboards-src/read.ts';
import { counterFiles } from '../../generator/components/dcgm-counters.ts';
import { objectLabels } from '../../values-schema/object-labels.ts';
import { categories, sources, type Category } from '../../values-schema/monitors.ts';
import { render } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import type { Manifest } from '../wiring.ts';

const EXAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'values', 'basic-metrics.yaml');
const example = load(readFileSync(EXAMPLE, 'utf8')) as Readonly<Record<string, never>>;

interface Endpoint {
  readonly metricRelabelings?: readonly { readonly action: string; readonly sourceLabels: readonly string[]; readonly regex: string }[];
}

let staged: StagedChart;
let basic: Manifest[];
let advanced: Manifest[];

beforeAll(async () => {
  staged = await stageChart({ charts: 'stubs' });
  [basic, advanced] = await Promise.all([render({ chart: staged.chart, values: example }), render({ chart: staged.chart })]);
});
afterAll(() => rmSync(staged.chart, { recursive: true }));

const isMonitor = ({ kind }: Manifest): boolean => kind === 'PodMonitor' || kind === 'ServiceMonitor';
const endpointsOf = (manifest: Manifest): readonly Endpoint[] => { const spec = manifest['spec'] as { podMetricsEndpoints?: Endpoint[]; endpoints?: Endpoint[] }; return spec.podMetricsEndpoints ?? spec.endpoints ?? []; };

/** Endpoints of the monitors of a component: its name, and with a number for other ways to install it. */
const scrapes = (manifests: readonly Manifest[], name: string): readonly Endpoint[] => manifests.filter(isMonitor).filter(({ metadata }) => new RegExp(`-${name}(-\\d+)?$`).test(metadata.name)).flatMap(endpointsOf);

/** Whether Prometheus stores a series that an endpoint exposes. */
const stored = ({ metricRelabelings = [] }: Endpoint, series: string): boolean => metricRelabelings.every(({ action, regex }) => new RegExp(`^(?:${regex})$`).test(series) === (action === 'keep'));

/** What is a source's own where others answer on the same port; everything elsewhere. */
const ownPatterns = new Set(sources.flatMap(({ also = [] }) => also.flatMap(({ series }) => series ?? [])));
const ownOf = ({ metricRelabelings = [] }: Endpoint): string => metricRelabelings.find(({ regex }) => ownPatterns.has(regex))?.regex ?? '.*';
const isOwn = (endpoint: Endpoint, series: string): boolean => new RegExp(`^(?:${ownOf(endpoint)})$`).test(series);

const exportersOf = (toggle: string): Exporter[] => exporters.filter((exporter) => exporter.toggle === toggle);

describe.each(sources.map(({ name, category }) => ({ name, category })))('monitors.levels.$category, $name', ({ name }) => {
  test('basic keeps what is read, and only that', () => {
    const endpoints = scrapes(basic, name);
    expect(endpoints.length).toBeGreaterThan(0);
    for (const endpoint of endpoints) {
      expect(readOf(exportersOf(name)).filter((series) => isOwn(endpoint, series) && !stored(endpoint, series))).toEqual([]);
      expect(stored(endpoint, 'nobody_reads_this_total')).toBe(false);
    }
  });
  test('advanced keeps everything', () => {
    for (const endpoint of scrapes(advanced, name)) expect(stored(endpoint, 'nobody_reads_this_total')).toBe(isOwn(endpoint, 'nobody_reads_this_total'));
  });
});

test('every category has a source, and every source a category', () => {
  expect(new Set(sources.map(({ category }): Category => category))).toEqual(new Set(Object.keys(categories)));
});

test('within a category each source keeps what the others expose, as engines run behind KServe and LMCache within them', () => {
  const [vllm] = scrapes(basic, 'vllm'), [kserve] = scrapes(basic, 'kserve');
  expect(stored(kserve!, 'vllm:num_requests_running')).toBe(true);
  expect(readOf(exportersOf('lmcache')).filter((series) => !stored(vllm!, series))).toEqual([]);
});

test('neuron.level basic keeps what is read of Neuron, and only that', () => {
  const [endpoint] = scrapes(basic, 'neuron-monitor');
  expect(readOf([neuron]).filter((series) => !stored(endpoint!, series))).toEqual([]);
  expect(neuron.metrics.some(({ name }) => !stored(endpoint!, name))).toBe(true);
});

test('dcgm.level basic reads every counter that something reads, and advanced the others', () => {
  const named = (level: string) => new Set(counterFiles[level]!.split('\n').map((line) => line.split(',')[0]!));
  expect(readOf([dcgm, dcgmAdvanced]).filter((series) => !named('basic').has(series))).toEqual([]);
  expect([...dcgm.metrics, ...dcgmAdvanced.metrics].filter(({ name }) => !named('basic').has(name) && !named('advanced').has(name))).toEqual([]);
  expect([...named('advanced')].filter((series) => read.has(series))).toEqual([]);
});

describe('examples/values/basic-metrics.yaml', () => {
  const stack = example['kube-prometheus-stack'] as unknown as {
    'kube-state-metrics': { collectors: string[] };
    'prometheus-node-exporter': { prometheus: { monitor: Endpoint } };
  };
  const { collectors } = stack['kube-state-metrics'];
  const { monitor } = stack['prometheus-node-exporter'].prometheus;

  /** kube-state-metrics calls its collectors by the plural of what its series begin with. */
  const collected = (series: string): boolean => collectors.some((collector) => series.startsWith(`kube_${collector.replace(/ies$/, 'y').replace(/s$/, '')}`));

  test('collects every object of which something reads a series, or whose labels are passed on', () => {
    expect(readOf([kubeStateMetrics]).filter((series) => !collected(series))).toEqual([]);
    expect(Object.keys(objectLabels).filter((resource) => !collectors.includes(resource))).toEqual([]);
    expect(collected('kube_secret_info')).toBe(false);
  });
  test('keeps every series of nodes that something reads, and drops others', () => {
    expect(readOf([nodeExporter]).filter((series) => !stored(monitor, series))).toEqual([]);
    expect(nodeExporter.metrics.filter(({ name }) => !stored(monitor, name)).length).toBeGreaterThan(40);
  });
  test('sets every level that there is', () => {
    expect(Object.keys((example['monitors'] as unknown as { levels: object }).levels).sort()).toEqual(Object.keys(categories).sort());
  });
});
