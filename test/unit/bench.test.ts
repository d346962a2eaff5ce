import { describe, expect, test } from 'vitest';
import { queries } from '../../dashboards-src/check.ts';
import { dashboards } from '../../dashboards-src/dashboards/index.ts';
import { parse, substitute } from '../../dashboards-src/promql/parse.ts';
import { selectors } from '../../dashboards-src/promql/selectors.ts';
import { fleet, gpusPerNode, nodeCount, nodeName } from '../bench/fleet/fleet.ts';
import { scrapedSeries } from '../bench/fleet/scraped.ts';
import { keptMetrics, levelCosts } from '../bench/levels.ts';
import { plainDashboards } from '../bench/plain.ts';
import { overRaw } from '../bench/raw.ts';

const namesIn = (expr: string): string[] => selectors(parse(substitute(expr).text).expr).flatMap(({ names }) => names);

describe('the fleet of the bench', () => {
  const tasks = fleet();
  const pods = tasks.flatMap((task) => task.pods);

  test('has 2,000 tasks, which hold nearly all of 10,000 GPUs', () => {
    expect(nodeCount * gpusPerNode).toBe(10_000);
    expect(tasks).toHaveLength(2000);
    expect(pods.flatMap(({ gpus }) => gpus).length).toBeGreaterThan(9500);
  });

  test('gives no GPU to two pods, and lets no pod span nodes', () => {
    const held = pods.flatMap(({ node, gpus }) => gpus.map((gpu) => `${node}/${gpu}`));
    expect(new Set(held).size).toBe(held.length);
    const nodes = new Set(Array.from({ length: nodeCount }, (_, index) => nodeName(index)));
    for (const { node, gpus } of pods) { expect(nodes).toContain(node); expect([...gpus].sort()).toEqual(gpus); }
  });

  test('is scraped with no series twice', () => {
    const seen = new Set<string>();
    let count = 0;
    for (const { labels } of scrapedSeries()) { count++; seen.add(JSON.stringify(labels)); }
    expect(seen.size).toBe(count);
    expect(count).toBeGreaterThan(250_000);
  });
});

const scraped = new Set([...scrapedSeries()].map(({ labels }) => labels['__name__']));

test.each(Object.entries(plainDashboards).flatMap(([dashboard, plain]) => plain.map(({ title, expr }) => ({ dashboard, title, expr }))))('a plain $dashboard asks for "$title" what is scraped', ({ expr }) => {
  for (const name of namesIn(expr)) expect(scraped).toContain(name);
});

test.each(Object.keys(plainDashboards).filter((name) => name !== 'overview'))('over raw series %s reads nothing recorded', (name) => {
  const asked = queries(dashboards.find((one) => one.name === name)!).map(({ expr }) => expr);
  expect(asked.length).toBeGreaterThan(10);
  for (const expr of asked) expect(namesIn(overRaw(expr)).filter((read) => read.includes(':') && read !== 'gpu:share:count'), expr).toEqual([]);
});

test('a level that reads more costs more', () => {
  const [basic, advanced] = levelCosts();
  expect(basic!.series).toBeGreaterThan(8 * 20);
  expect(advanced!.series).toBeGreaterThan(basic!.series);
});

test('level basic of each category keeps some of its metrics, and advanced more', () => {
  expect(keptMetrics().map(({ value }) => value)).toContain('monitors.levels.inference');
  for (const { value, basic, advanced } of keptMetrics()) expect([value, basic > 0, advanced > basic]).toEqual([value, true, true]);
});
