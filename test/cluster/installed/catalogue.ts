import { beforeAll, expect, test } from 'vitest';
import type { Metric } from '../../../dashboards-src/catalogue/define.ts';
import { exporters, scraped } from '../../../dashboards-src/catalogue/index.ts';
import type { ExposedFamily, Series } from '../../../dashboards-src/doctor/prometheus.ts';
import type { Installed } from './installed.ts';

/** Jobs of the programs that run for real in the lab, the last with the real charts only. The API server does too, but says far more than anybody asks. */
const REAL = ['kube-state-metrics', 'node-exporter', 'prometheus', 'operator'] as const;

/** What runtimes and libraries say of themselves in every program. */
const RUNTIME = /^(go|promhttp|net_conntrack)_/;

/** Jobs carry the name of the release in front. */
const isReal = ({ job }: ExposedFamily): boolean => REAL.some(name => job === name || job.endsWith(`-${name}`));

const described = exporters.flatMap(({ metrics }) => metrics);
/** Client libraries take `_total` from the name of a family where they write OpenMetrics; two exporters can share a name. */
const describing = (name: string): Metric[] => described.filter(metric => metric.name === name || metric.name === `${name}_total`);

/** How Prometheus calls the type of what a metric is exposed as; undefined where its makers say nothing of it. */
const typeOf = ({ type, exposedAs = type }: Metric): string | undefined => (type === 'untyped' ? undefined : exposedAs === 'untyped' ? 'unknown' : exposedAs === 'info' ? 'gauge' : exposedAs);

/** Labels that Prometheus itself adds to rules and alerts are none of an exporter's. */
function unknownLabels({ __name__: name = '', ...labels }: Series['labels']): string[] {
  const known = scraped.get(name)?.labels;
  return known ? Object.keys(labels).filter(label => !known.includes(label)).map(label => `${name} has the label ${label}`) : [];
}

/** The catalogue, held against what is scraped. */
export function catalogueTests(installed: () => Installed): void {
  let families: ExposedFamily[];
  beforeAll(async () => {
    families = await installed().lab.prometheus.client.families();
  });

  test('the real programs of the lab are scraped', () => {
    for (const name of REAL.filter((name) => name !== 'operator')) expect(families.some(({ job }) => job === name || job.endsWith(`-${name}`)), name).toBe(true);
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
      for (const { labels } of await installed().lab.prometheus.client.query(`{job="${job}"}`)) for (const problem of unknownLabels(labels)) wrong.add(`${job}: ${problem}`);
    }
    expect([...wrong].sort()).toEqual([]);
  });
}
