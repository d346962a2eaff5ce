import { afterAll, describe, expect, it } from 'vitest';
import { rmSync } from 'node:fs';
import { images, isPinned } from '../images.ts';
import { releaseSize, SECRET_LIMIT } from '../release-size.ts';
import { NAMESPACE, render, type Helm } from '../render.ts';
import { stageChart, upstream } from '../stubs.ts';
import { danglingReferences } from '../wiring.ts';
import { realCharts } from './charts.ts';
import { outlines } from './outline.ts';

interface Scenario { readonly title: string; readonly release?: string; readonly values?: object }

/** {a: {b: value}} from "a.b". */
const at = (path: string, value: unknown): object => path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

const naming: Scenario[] = [
  { title: 'release observability' },
  { title: 'release foo', release: 'foo' },
  { title: 'release kube-prometheus-stack', release: 'kube-prometheus-stack' },
  { title: 'a release name of 53 characters', release: 'observability'.padEnd(53, '-x') },
  { title: 'clean names of the operator\'s objects', values: at('kube-prometheus-stack.cleanPrometheusOperatorObjectNames', true) },
  ...upstream.map(({ name }) => ({ title: `${name} with fullnameOverride`, values: at(`${name}.fullnameOverride`, 'renamed') })),
];
const scenarios: Scenario[] = [...naming, ...upstream.map(({ name, condition }) => ({ title: `without ${name}`, values: at(condition!, false) }))];

/** Made while the release is installed, by a hook of kube-prometheus-stack. */
const madeByHooks = [/^Secret \S+-admission$/];
/** The budget for the release Secret with the real charts. */
const BUDGET = 0.15;

const real = await realCharts();
if (typeof real === 'string' && process.env['CI']) throw new Error(real);
if (typeof real === 'string') console.warn(`${real}\nSkipped: the tests with the real dependency charts.`);
const chart = typeof real === 'string' ? '' : real.chart;

describe.skipIf(typeof real === 'string')('with the real dependency charts', async () => {
  const stubs = await stageChart({ charts: 'stubs' });
  afterAll(() => [chart, stubs.chart].forEach(dir => rmSync(dir, { recursive: true })));

  describe.each<Helm>(['helm', 'helm3'])('%s', helm => {
    it.each(scenarios)('$title: every name leads somewhere, every image is pinned', async ({ release = 'observability', values = {} }) => {
      const manifests = await render({ chart, release, values, helm });
      expect(danglingReferences(manifests, { namespace: NAMESPACE, elsewhere: madeByHooks })).toEqual([]);
      expect(images(manifests).filter(image => !isPinned(image))).toEqual([]);
    });
  });

  it('the release Secret stays within its budget', async () => {
    const share = (await releaseSize({ chart })) / SECRET_LIMIT;
    console.info(`Release Secret with the real dependency charts: ${(share * 100).toFixed(1)} % of 1 MiB`);
    expect(share).toBeLessThan(BUDGET);
  });

  it.each(naming)('$title: the stubs give the names, ports and references of the real charts', async ({ release = 'observability', values = {} }) => {
    const stubbed = outlines(await render({ chart: stubs.chart, release, values }), NAMESPACE);
    const actual = outlines(await render({ chart, release, values }), NAMESPACE);
    expect(stubbed).toEqual(Object.fromEntries(Object.keys(stubbed).map(address => [address, actual[address]])));
  });
});
