import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { images, isPinned } from '../images.ts';
import { NAMESPACE, render, type Helm } from '../render.ts';
import { naming, optional, without } from '../scenarios.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { danglingReferences } from '../wiring.ts';

describe.each<Helm>(['helm', 'helm3'])('the chart with stub dependencies, rendered by %s', helm => {
  let staged: StagedChart;
  beforeAll(async () => { staged = await stageChart({ charts: 'stubs' }); });
  afterAll(() => rmSync(staged.chart, { recursive: true }));

  it.each([...naming, ...without, ...optional])('$title: every name leads somewhere, every image is pinned', async ({ release = 'observability', values = {}, elsewhere = [] }) => {
    const manifests = await render({ chart: staged.chart, release, values, helm });
    expect(danglingReferences(manifests, { namespace: NAMESPACE, elsewhere })).toEqual([]);
    expect(images(manifests).filter(image => !isPinned(image))).toEqual([]);
  });
});
