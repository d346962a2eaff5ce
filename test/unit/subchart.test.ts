import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartInfo } from '../../generator/chart.ts';
import { NAMESPACE, render, type Helm } from '../render.ts';
import { stageChart } from '../stubs.ts';
import { danglingReferences } from '../wiring.ts';

const { name, version } = chartInfo;

describe.each<Helm>(['helm', 'helm3'])('as a dependency of another chart, by %s', helm => {
  let parent: string;
  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'parent-'));
    writeFileSync(join(parent, 'Chart.yaml'), dump({ apiVersion: 'v2', name: 'platform', version: '1.0.0', dependencies: [{ name, version, condition: `${name}.enabled` }] }));
    writeFileSync(join(parent, 'values.yaml'), dump({ global: { clusterName: 'of-the-parent' }, [name]: { enabled: true, neuron: { enabled: false } } }));
    await stageChart({ charts: 'stubs', dir: join(parent, 'charts', name) });
  });
  afterAll(() => rmSync(parent, { recursive: true }));

  it('the chart renders with the values and the global values of that one', async () => {
    const manifests = await render({ chart: parent, helm });
    const objects = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(danglingReferences(manifests, { namespace: NAMESPACE })).toEqual([]);
    expect(objects).toContain('DaemonSet observability-dcgm-exporter');
    expect(objects).not.toContain('DaemonSet observability-neuron-monitor');
    expect(manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)?.['data']).toMatchObject({ CLUSTER_ID: 'of-the-parent' });
  });

  it('the chart is switched off by the condition of that one', async () => {
    expect(await render({ chart: parent, helm, values: { [name]: { enabled: false } } })).toEqual([]);
  });
});
