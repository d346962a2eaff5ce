import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Toggle as Component } from '../../dashboards-src/catalogue/define.ts';
import { customResourceProblems } from '../chart/custom-resources.ts';
import { deadQueries } from '../chart/queries.ts';
import { flipped, toggles, withoutEffect, type Toggle } from '../chart/toggles.ts';
import { NAMESPACE, render, type Helm } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { danglingReferences, type Manifest } from '../wiring.ts';

let staged: StagedChart;
let problemsOfCustomResources: (manifests: readonly Manifest[]) => string[];
beforeAll(async () => {
  staged = await stageChart({ charts: 'stubs' });
  problemsOfCustomResources = await customResourceProblems();
});
afterAll(() => rmSync(staged.chart, { recursive: true }));

const working = toggles.filter(({ path }) => !withoutEffect.includes(path));
const pairs = working.flatMap((first, index) => working.slice(index + 1).map((second): [string, Toggle, Toggle] => [`${title(first)}, ${title(second)}`, first, second]));

function title({ path, on }: Toggle): string {
  return `${path}=${!on}`;
}

/** Renders with these toggles the other way round, and says all that is wrong with it. */
async function problems(some: readonly Toggle[], helm: Helm = 'helm'): Promise<string[]> {
  const values = flipped(...some);
  const manifests = await render({ chart: staged.chart, values, helm });
  const isThere = (component: Component): boolean => values[component]?.enabled ?? true;
  return [
    ...danglingReferences(manifests, { namespace: NAMESPACE }).map(({ from, via, to }) => `${from}: ${via} leads to ${to}, which is not there`),
    ...problemsOfCustomResources(manifests),
    ...deadQueries(manifests, isThere),
  ];
}

describe.concurrent('each toggle the other way round leaves nothing that points at what is off', () => {
  it.each(working.map((toggle): [string, Toggle] => [title(toggle), toggle]))('%s', async (_, toggle) => {
    expect(await problems([toggle])).toEqual([]);
  });
});

describe.concurrent('and so does each pair of toggles', () => {
  it.each(pairs)('%s', async (_, first, second) => {
    expect(await problems([first, second])).toEqual([]);
  });
});

describe.concurrent('Helm 3 renders the same', () => {
  const components = working.filter(({ path, on }) => on && path.split('.').length === 2);
  it.each(components.map((toggle): [string, Toggle] => [title(toggle), toggle]))('%s', async (_, toggle) => {
    expect(await problems([toggle], 'helm3')).toEqual([]);
  });
});

describe('what is asked above does see', () => {
  it('a query of a component that is off, and a series that no rule records', async () => {
    const everything = await render({ chart: staged.chart });
    const found = deadQueries(everything.filter(({ metadata }) => !metadata.name.includes('rules-gpu')), component => component !== 'dcgm');
    expect(found).toContain('rule GPURowRemapFailure asks for DCGM_FI_DEV_ROW_REMAP_FAILURE of dcgm, which is off');
    expect(found).toContain('rule AcceleratorMetricsMissing asks for node:gpu_reporting:count, which no rule records');
    expect(found.some(each => each.startsWith('gpu-fleet.json, panel'))).toBe(true);
  });

  it('a field that the operator does not know, and null where it wants a list', () => {
    const monitor = (name: string, endpoint: object): Manifest => ({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', metadata: { name }, spec: { selector: {}, podMetricsEndpoints: [endpoint] } });
    expect(problemsOfCustomResources([monitor('right', { port: 'metrics' }), monitor('misspelt', { prot: 'metrics' }), monitor('empty', { relabelings: null })])).toEqual([
      'PodMonitor misspelt: /spec/podMetricsEndpoints/0 must NOT have additional properties {"additionalProperty":"prot"}',
      'PodMonitor empty: /spec/podMetricsEndpoints/0/relabelings must be array {"type":"array"}',
    ]);
  });
});
