import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertGroups } from '../../dashboards-src/alerts/index.ts';
import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { sources } from '../../values-schema/monitors.ts';
import { Origins, without } from '../lab/absence.ts';
import { coverDashboards, unexplained, type PanelCoverage } from '../lab/coverage.ts';
import { shippedDashboards, type Dashboard } from '../lab/dashboard.ts';
import type { LabPrometheus } from '../lab/prometheus.ts';
import { rewritten, toNewer, toOlder, type Renaming } from '../lab/renames.ts';
import { startLab, type Differently, type Lab } from '../lab/start.ts';

/** What is left out one after the other: every source that is scraped where it runs, and the exporters of this chart. */
const leftOut: readonly Toggle[] = ['dcgm', 'neuron', ...sources.map(({ name }) => name)];

/** Alerts that say that a source is missing where it should be. */
const aboutAbsence: Partial<Readonly<Record<Toggle, readonly string[]>>> = { dcgm: ['AcceleratorMetricsMissing'], neuron: ['NeuronMetricsMissing'] };

/** Each takes a share of the processor, and a scrape that is late is a gap. */
const atOnce = 10;
const dataWithinMs = 180_000;
/** Rates need a few scrapes, and what is recorded of what is recorded a few evaluations. */
const settleMs = 90_000;

const dir = mkdtempSync(join(tmpdir(), 'observability-truth-'));
const origins = new Origins(ruleGroups);
let lab: Lab;
let dashboards: Dashboard[];
let complete: PanelCoverage[];

beforeAll(async () => {
  lab = await startLab({ dir, step: (_, work) => work(), log: () => undefined });
  dashboards = await shippedDashboards(lab.api, lab.namespace);
  await untilFull(lab.prometheus);
  complete = await coverDashboards(lab.prometheus.client, dashboards);
});

afterAll(async () => {
  await lab?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

async function untilFull({ client }: LabPrometheus): Promise<PanelCoverage[]> {
  for (const deadline = Date.now() + dataWithinMs; ; await sleep(5000)) {
    const panels = unexplained(await coverDashboards(client, dashboards));
    if (panels.length === 0 || Date.now() > deadline) return panels;
  }
}

const activeAlerts = async ({ client }: LabPrometheus, within = ''): Promise<ReadonlySet<string>> => new Set((await client.query(`count by (alertname) (${within ? `last_over_time(ALERTS[${within}])` : 'ALERTS'})`)).map(({ labels }) => labels['alertname'] ?? ''));

const described = (panels: readonly PanelCoverage[]): string[] => panels.flatMap(({ dashboard, panel, queries }) => queries.filter(({ noData }) => noData).map(({ refId, noData }) => `${dashboard} › ${panel} (${refId}): ${noData?.text}`));

/** Each query of each panel with how many series it has. */
const seriesOf = (panels: readonly PanelCoverage[]) => panels.flatMap(({ dashboard, panel, queries }) => queries.map(({ refId, expr, series }) => ({ id: `${dashboard} › ${panel} (${refId})`, expr, series })));

/** What a Prometheus of its own, which sees something otherwise, says after a while. */
async function told<T>(name: string, differently: Differently, ask: (prometheus: LabPrometheus) => Promise<T>): Promise<T> {
  const prometheus = await lab.another(name, differently);
  try {
    await sleep(settleMs);
    return await ask(prometheus);
  } finally {
    await prometheus.stop();
  }
}

/** Asks again while something is wrong, as a gap in the scrapes passes and a lie does not. */
async function persistently(ask: () => Promise<string[]>): Promise<string[]> {
  for (const deadline = Date.now() + dataWithinMs; ; await sleep(5000)) {
    const wrong = await ask();
    if (wrong.length === 0 || Date.now() > deadline) return wrong;
  }
}

/** What is untrue in a cluster that never had a source. */
async function lies(toggle: Toggle, prometheus: LabPrometheus): Promise<string[]> {
  const panels = seriesOf(await coverDashboards(prometheus.client, dashboards));
  const before = new Map(seriesOf(complete).map(({ id, series }) => [id, series]));
  const invented = panels.filter(({ expr, series }) => series > 0 && [...origins.of(expr)].every((origin) => origin === toggle) && origins.of(expr).size > 0);
  const lost = panels.filter(({ id, expr, series }) => series === 0 && (before.get(id) ?? 0) > 0 && !origins.of(expr).has(toggle));
  const alerts = [...(await activeAlerts(prometheus))].filter((name) => !(aboutAbsence[toggle] ?? []).includes(name));
  const activeWhenComplete = await activeAlerts(lab.prometheus, '1h');
  const own = new Set(alertGroups.flatMap((group) => group.alerts.filter(({ requires }) => requires.includes(toggle)).map(({ name }) => name)));
  return [
    ...invented.map(({ id, expr }) => `${id} shows a number without ${toggle}: ${expr}`),
    ...lost.map(({ id, expr }) => `${id} is empty without ${toggle}, which it does not read: ${expr}`),
    ...alerts.filter((name) => own.has(name)).map((name) => `${name} is active without ${toggle}`),
    ...alerts.filter((name) => !own.has(name) && !activeWhenComplete.has(name)).map((name) => `${name} is active without ${toggle}, and was not with it`),
  ];
}

test('with every source there, every query of every panel has data', () => {
  expect(described(unexplained(complete))).toEqual([]);
});

const batches = Array.from({ length: Math.ceil(leftOut.length / atOnce) }, (_, index) => leftOut.slice(index * atOnce, (index + 1) * atOnce));

describe('in a cluster that never had a source, no panel invents a number, none is lost with it, and no alert is active', () => {
  test.each(batches.map((toggles) => [toggles.join(', '), toggles] as const))('%s', async (_, toggles) => {
    const found = await Promise.all(toggles.map((toggle) => told(`without-${toggle}`, { config: without(toggle) }, (prometheus) => persistently(() => lies(toggle, prometheus)))));
    expect(found.flat()).toEqual([]);
  });
});

/** Queries that had data under the names of the lab, and have none under these. */
async function lost(prometheus: LabPrometheus): Promise<string[]> {
  const had = new Set(seriesOf(complete).filter(({ series }) => series > 0).map(({ id }) => id));
  const empty = seriesOf(await coverDashboards(prometheus.client, dashboards)).filter(({ id, series }) => series === 0 && had.has(id));
  return empty.map(({ id, expr }) => `${id}: ${expr}`);
}

const generations: readonly (readonly [string, Renaming])[] = [['newer', toNewer], ...toOlder.map((names, index) => [`older-${index + 1}`, names] as const)];

test('whichever names a version has for what was renamed, the same panels have data', async () => {
  const empty = await Promise.all(generations.map(async ([name, names]) => {
    const found = await told(name, { exposition: (exposition) => rewritten(exposition, names) }, (prometheus) => persistently(() => lost(prometheus)));
    return found.map((query) => `with the ${name} names, ${query}`);
  }));
  expect(empty.flat()).toEqual([]);
});
