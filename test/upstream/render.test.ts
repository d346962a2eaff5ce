import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { images, isPinned } from '../images.ts';
import { releaseSize, SECRET_LIMIT } from '../release-size.ts';
import { NAMESPACE, render, type Helm } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { danglingReferences } from '../wiring.ts';
import { real } from './charts.ts';
import { outlines } from './outline.ts';
import { naming, without } from '../scenarios.ts';

/** Made while the release is installed, by a hook of kube-prometheus-stack. */
const madeByHooks = /Secret \S+-admission$/;
/** Share of the limit that the release Secret may take with the real charts. */
const BUDGET = 0.15;

describe.skipIf(!real)('the real dependency charts, rendered', () => {
  const chart = real?.chart ?? '';
  let stubs: StagedChart;
  beforeAll(async () => { stubs = await stageChart({ charts: 'stubs' }); });
  afterAll(() => [chart, stubs.chart].forEach(dir => rmSync(dir, { recursive: true })));

  describe.each<Helm>(['helm', 'helm3'])('%s', helm => {
    it.each([...naming, ...without])('$title: every name leads somewhere, every image is pinned', async ({ release = 'observability', values = {}, elsewhere = [] }) => {
      const manifests = await render({ chart, release, values, helm });
      expect(danglingReferences(manifests, { namespace: NAMESPACE, elsewhere: [madeByHooks, ...elsewhere] })).toEqual([]);
      expect(images(manifests).filter(image => !isPinned(image))).toEqual([]);
    });
  });

  it('keep the release Secret within its budget', async () => {
    const share = (await releaseSize({ chart })) / SECRET_LIMIT;
    console.info(`Release Secret with the real dependency charts: ${(share * 100).toFixed(1)} % of 1 MiB`);
    expect(share).toBeLessThan(BUDGET);
  });

  it.each(naming)('$title: the stubs have their names, ports and references', async ({ release = 'observability', values = {} }) => {
    const stubbed = outlines(await render({ chart: stubs.chart, release, values }), NAMESPACE);
    const actual = outlines(await render({ chart, release, values }), NAMESPACE);
    expect(stubbed).toEqual(Object.fromEntries(Object.keys(stubbed).map(address => [address, actual[address]])));
  });
});
