import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Toggle as Component } from '../../dashboards-src/catalogue/define.ts';
import type { MonitorName } from '../../values-schema/monitors.ts';
import { customResourceProblems } from '../chart/custom-resources.ts';
import { emptyRows } from '../chart/dashboards.ts';
import { deadQueries } from '../chart/queries.ts';
import { covering, flipped, toggles, type Toggle } from '../chart/toggles.ts';
import { NAMESPACE, render, type Helm } from '../render.ts';
import { missingArchives, stageChart, type StagedChart } from '../stubs.ts';
import { danglingReferences, type Manifest } from '../wiring.ts';

let staged: StagedChart;
let problemsOfCustomResources: (manifests: readonly Manifest[]) => string[];
beforeAll(async () => {
  staged = await stageChart({ charts: 'stubs' });
  problemsOfCustomResources = await customResourceProblems();
});
afterAll(() => rmSync(staged.chart, { recursive: true }));

const title = ({ path, on }: Toggle): string => `${path}=${!on}`;
const singles = toggles.map((toggle): [string, Toggle] => [title(toggle), toggle]);
/** Made by a hook of kube-prometheus-stack while it is installed, and what a user makes. */
const elsewhere = [/-admission$/, /^key token of Secret monitoring\/grafana-viewer$/];

/** Renders with these toggles the other way round, and says all that is wrong with it. */
async function problems(some: readonly Toggle[], chart = staged.chart): Promise<string[]> {
  const values = flipped(...some);
  const manifests = await render({ chart, values });
  const isThere = (component: Component): boolean => (values as Partial<Record<Component, { enabled?: boolean }>>)[component]?.enabled ?? values.monitors?.[component as MonitorName]?.enabled ?? true;
  return [
    ...danglingReferences(manifests, { namespace: NAMESPACE, elsewhere }).map(({ from, via, to }) => `${from}: ${via} leads to ${to}, which is not there`),
    ...problemsOfCustomResources(manifests),
    ...deadQueries(manifests, isThere),
    ...emptyRows(manifests),
  ];
}

describe.concurrent('each toggle the other way round leaves nothing that points at what is off', () => {
  it.each(singles)('%s', async (_, toggle) => {
    expect(await problems([toggle])).toEqual([]);
  });
});

const several = covering(toggles).map((some): [string, Toggle[]] => [some.map(({ path }) => path.replace(/\.enabled$/, '')).join(', ') || 'none', some]);

describe.concurrent('and so does any pair of toggles, both, either and none the other way round, among others', () => {
  it.each(several)('%s', async (_, some) => {
    expect(await problems(some)).toEqual([]);
  });

  it('of any two, in some of these renders', () => {
    const missing = toggles.flatMap((first, index) => toggles.slice(index + 1).filter(second =>
      new Set(several.map(([, some]) => `${some.includes(first)} ${some.includes(second)}`)).size < 4).map(second => `${first.path}, ${second.path}`));
    expect(missing).toEqual([]);
  });
});

describe.skipIf(missingArchives().length > 0)('and so does each toggle with the real dependency charts', { concurrent: true }, () => {
  let real: StagedChart;
  beforeAll(async () => { real = await stageChart({ charts: 'real' }); });
  afterAll(() => rmSync(real.chart, { recursive: true }));
  it.each([...singles.map(([name, toggle]): [string, Toggle[]] => [name, [toggle]]), ...several])('%s', async (_, some) => {
    expect(await problems(some, real.chart)).toEqual([]);
  });
});

describe.concurrent('Helm 3 renders what Helm 4 renders', () => {
  /** Without what is made anew at each render that sees no cluster. */
  const stable = async (toggle: Toggle, helm: Helm): Promise<Manifest[]> =>
    (await render({ chart: staged.chart, values: flipped(toggle), helm })).filter(({ kind, metadata }) => kind !== 'Secret' || metadata.annotations?.['helm.sh/resource-policy'] !== 'keep');
  it.each(singles)('%s', async (_, toggle) => {
    expect(await stable(toggle, 'helm3')).toEqual(await stable(toggle, 'helm'));
  });
});

describe('what is asked above does see', () => {
  it('a query of a component that is off, and a series that no rule records', async () => {
    const everything = await render({ chart: staged.chart });
    const found = deadQueries(everything.filter(({ metadata }) => !metadata.name.includes('rules-neuron')), component => component !== 'dcgm');
    expect(found).toContain('alert GPURowRemapFailure asks for DCGM_FI_DEV_ROW_REMAP_FAILURE of dcgm, which is off');
    expect(found.some(each => each.startsWith('gpu-fleet.json, panel') && each.includes(', made of DCGM_'))).toBe(true);
    expect(found.some(each => each.startsWith('group observability.gpu asks for DCGM_'))).toBe(true);
    expect(found.some(each => each.startsWith('neuron.json, panel') && each.endsWith('which no rule records'))).toBe(true);
    expect(deadQueries(everything, () => true)).toEqual([]);
  });

  it('a row without panels, open or closed, and a dashboard without any', () => {
    const dashboard = (file: string, panels: object[]): Manifest => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: file, labels: { 'app.kubernetes.io/name': 'dashboards' } }, data: { [file]: JSON.stringify({ panels }) } });
    const row = (title: string, panels?: object[]): object => ({ type: 'row', title, collapsed: panels !== undefined, panels: panels ?? [] });
    const panel = { type: 'stat' };
    expect(emptyRows([dashboard('a', [row('full'), panel, row('open'), row('closed', []), row('closed and full', [panel]), row('last')]), dashboard('b', [])])).toEqual([
      'a, row "open" is empty', 'a, row "closed" is empty', 'a, row "last" is empty', 'b is empty',
    ]);
  });

  it('a field that the operator does not know, and null where it wants a list', () => {
    const monitor = (name: string, endpoint: object): Manifest => ({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', metadata: { name }, spec: { selector: {}, podMetricsEndpoints: [endpoint] } });
    expect(problemsOfCustomResources([monitor('right', { port: 'metrics' }), monitor('misspelt', { prot: 'metrics' }), monitor('empty', { relabelings: null })])).toEqual([
      'PodMonitor misspelt: /spec/podMetricsEndpoints/0 must NOT have additional properties {"additionalProperty":"prot"}',
      'PodMonitor empty: /spec/podMetricsEndpoints/0/relabelings must be array {"type":"array"}',
    ]);
  });
});
