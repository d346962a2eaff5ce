import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Metric } from '../../dashboards-src/catalogue/define.ts';
import { exporters, scraped } from '../../dashboards-src/catalogue/index.ts';
import type { ExposedFamily, Series } from '../../dashboards-src/doctor/prometheus.ts';
import { startLab, type Lab } from '../lab/start.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-catalogue-'));

/** Jobs of the programs that run for real in the lab. The API server does too, but says far more than anybody asks. */
const REAL = ['kube-state-metrics', 'node-exporter', 'prometheus', 'operator'] as const;

/** What runtimes and libraries say of themselves in every program. */
const RUNTIME = /^(go|promhttp|net_conntrack)_/;

let lab: Lab;
let families: ExposedFamily[];

beforeAll(async () => {
  lab = await startLab({ dir, step: (title, work) => { console.log(title); return work(); }, log: console.log });
  families = await exposed();
});

afterAll(async () => {
  await lab?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** Once every target was scraped. */
async function exposed(): Promise<ExposedFamily[]> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    const targets = await lab.prometheus.client.targets();
    if (targets.length && targets.every(({ health }) => health !== 'unknown')) break;
    await new Promise(resolve => setTimeout(resolve, 2000));
  }
  return lab.prometheus.client.families();
}

/** Jobs carry the name of the release in front. */
const isReal = ({ job }: ExposedFamily): boolean => REAL.some(name => job === name || job.endsWith(`-${name}`));

const described = exporters.flatMap(({ metrics }) => metrics);
/** Client libraries take `_total` from the name of a family where they write OpenMetrics; two exporters can share a name. */
const describing = (name: string): Metric[] => described.filter(metric => metric.name === name || metric.name === `${name}_total`);

/** How Prometheus calls the type of what a metric is exposed as; undefined where its makers say nothing of it. */
const typeOf = ({ type, exposedAs = type }: Metric): string | undefined => (type === 'untyped' ? undefined : exposedAs === 'untyped' ? 'unknown' : exposedAs === 'info' ? 'gauge' : exposedAs);

test('the real programs of the lab are scraped', () => {
  for (const name of REAL) expect(families.some(({ job }) => job === name || job.endsWith(`-${name}`)), name).toBe(true);
});

test('what they expose is in the catalogue', () => {
  const missing = families.filter(isReal).filter(({ name }) => !RUNTIME.test(name) && !describing(name).length).map(({ job, name, type }) => `${job}: ${name} (${type})`);
  expect([...new Set(missing)]).toEqual([]);
});

test('every scraped family has the type that the catalogue says', () => {
  const wrong = families.flatMap(({ job, name, type }) => {
    const said = describing(name).map(typeOf);
    return !said.length || said.includes(undefined) || said.includes(type) ? [] : `${job}: ${name} is ${type}, the catalogue says ${said.join(' or ')}`;
  });
  expect([...new Set(wrong)]).toEqual([]);
});

test('every scraped series has only labels that the catalogue knows', async () => {
  const wrong = new Set<string>();
  for (const job of new Set(families.map(({ job }) => job))) {
    for (const { labels } of await lab.prometheus.client.query(`{job="${job}"}`)) for (const problem of unknownLabels(labels)) wrong.add(`${job}: ${problem}`);
  }
  expect([...wrong].sort()).toEqual([]);
});

/** Labels that Prometheus itself adds to rules and alerts are none of an exporter's. */
function unknownLabels({ __name__: name = '', ...labels }: Series['labels']): string[] {
  const known = scraped.get(name)?.labels;
  return known ? Object.keys(labels).filter(label => !known.includes(label)).map(label => `${name} has the label ${label}`) : [];
}
