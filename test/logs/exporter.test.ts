import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Metric } from '../../dashboards-src/catalogue/define.ts';
import { opensearchChecks } from '../../dashboards-src/catalogue/opensearch-checks.ts';
import { opensearchExporter } from '../../dashboards-src/catalogue/opensearch-exporter.ts';
import { bootstrapped, manifestsOf, type Release } from './store/bootstrapped.ts';
import { runExporter, scrape, type Exposed, type ExporterPod } from './store/exporters.ts';
import { loginOf } from './store/opensearch.ts';

/** The two programs of the exporter's pod, as the chart starts them, on a real OpenSearch as the user `monitor`. */
let release: Release;
let pod: ExporterPod;
let exposed: ReadonlyMap<string, Exposed>;
beforeAll(async () => {
  release = await bootstrapped();
  const { store } = release;
  await store.ask('admin', 'POST', 'ml-training/_bulk?refresh=true', `{"create":{"_id":"one"}}\n{"@timestamp":"2026-01-31T12:00:00Z","message":"step 1"}\n`);
  await store.ask('admin', 'PUT', '_snapshot/logs', { type: 'fs', settings: { location: 'logs' } });
  await store.ask('admin', 'PUT', '_snapshot/logs/one?wait_for_completion=true', { indices: 'ml-training' });
  pod = await runExporter(await manifestsOf({ logs: { snapshots: { enabled: true, type: 'fs' } }, opensearch: { extraVolumes: [{ name: 'snapshots', emptyDir: {} }], extraVolumeMounts: [{ name: 'snapshots', mountPath: '/usr/share/opensearch/snapshots' }] } }, release.manifests), store.url);
  exposed = await scrape(`${pod.urls.exporter}/metrics`);
});
afterAll(async () => {
  await pod?.stop();
  await release?.stop();
});

/** Labels before Prometheus adds its own. */
const ownLabels = ({ labels }: Metric): string[] => labels.map(label => label.replace(/^exported_/, ''));
const valueOf = (families: ReadonlyMap<string, Exposed>, name: string): number | undefined => families.get(name)?.series[0]?.value;
const check = (module: string, url: string): Promise<ReadonlyMap<string, Exposed>> => scrape(`${pod.urls.checks}/probe?module=${module}&target=${encodeURIComponent(url)}`);
const policies = (): Promise<ReadonlyMap<string, Exposed>> => check('policies', `${release.management.url}/_plugins/_ism/explain/*`);

describe('the exporter', () => {
  it('gets an answer to everything that it asks', () => {
    const collectors = exposed.get('elasticsearch_scrape_success')!.series.map(({ labels, value }) => [labels['collector'], value]);
    expect(Object.fromEntries(collectors)).toMatchObject({ 'cluster-info': 1, clustersettings: 1, snapshots: 1 });
  });

  it('exposes all that the catalogue has, as the type that it says', () => {
    const types = opensearchExporter.metrics.map(({ name }): [string, string | undefined] => [name, exposed.get(name)?.type]);
    expect(Object.fromEntries(types)).toEqual(Object.fromEntries(opensearchExporter.metrics.map(({ name, type, exposedAs = type }) => [name, exposedAs])));
  });

  it('gives them no other labels', () => {
    const wrong = opensearchExporter.metrics.flatMap(metric => (exposed.get(metric.name)?.series ?? []).flatMap(({ labels }) => Object.keys(labels).filter(label => !ownLabels(metric).includes(label)).map(label => `${metric.name}: ${label}`)));
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('says what is so: a line, a family, a snapshot, and indices that take no writes', async () => {
    const ofIndex = (name: string): number | undefined => exposed.get(name)!.series.find(({ labels }) => labels['index'] === 'ml-training-000001')?.value;
    expect(ofIndex('elasticsearch_indices_docs_primary')).toBe(1);
    expect(ofIndex('elasticsearch_indices_settings_creation_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 600);
    expect(valueOf(exposed, 'elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 600);
    expect(valueOf(exposed, 'elasticsearch_indices_settings_stats_read_only_indices')).toBe(0);
    await release.store.ask('admin', 'PUT', 'ml-training/_settings', { 'index.blocks.read_only_allow_delete': true });
    expect(valueOf(await scrape(`${pod.urls.exporter}/metrics`), 'elasticsearch_indices_settings_stats_read_only_indices')).toBe(1);
    await release.store.ask('admin', 'PUT', 'ml-training/_settings', { 'index.blocks.read_only_allow_delete': null });
  });

  it('shows its password nowhere', async () => {
    const { password } = loginOf(release.manifests, 'monitor');
    for (const url of Object.values(pod.urls)) for (const path of ['/metrics', '/', '/config']) expect(await (await fetch(`${url}${path}`)).text()).not.toContain(password);
  });
});

describe('the checks', () => {
  it('tell that OpenSearch answers, and until when its certificate is valid', async () => {
    const answer = await check('answers', `${release.store.url}/_cluster/health`);
    expect(valueOf(answer, 'probe_success')).toBe(1);
    expect(valueOf(answer, 'probe_http_status_code')).toBe(200);
    expect(valueOf(answer, 'probe_ssl_earliest_cert_expiry')! / 86_400 - Date.now() / 86_400_000).toBeGreaterThan(3600);
    const known = opensearchChecks.metrics.map(({ name }) => name).filter(name => name !== 'probe_failed_due_to_cel');
    expect(known.filter(name => !answer.has(name))).toEqual([]);
  });

  it('tell of a policy that failed, not of one that waits', async () => {
    const well = await policies();
    expect([valueOf(well, 'probe_success'), valueOf(well, 'probe_failed_due_to_cel')]).toEqual([1, 0]);
    release.management.failed.add('ml-training-000001');
    const failed = await policies();
    expect([valueOf(failed, 'probe_success'), valueOf(failed, 'probe_failed_due_to_cel'), valueOf(failed, 'probe_http_status_code')]).toEqual([0, 1, 200]);
    release.management.failed.clear();
  });

  it('tell that a password is refused, and that a certificate is of another authority', async () => {
    const stranger = await runExporter(release.manifests, release.store.url, { 'monitor-password': 'not-the-password' });
    const refused = await scrape(`${stranger.urls.checks}/probe?module=answers&target=${encodeURIComponent(`${release.store.url}/_cluster/health`)}`);
    await stranger.stop();
    expect([valueOf(refused, 'probe_success'), valueOf(refused, 'probe_http_status_code')]).toEqual([0, 401]);
    const others = await runExporter(await manifestsOf(), release.store.url);
    const distrusted = await scrape(`${others.urls.checks}/probe?module=answers&target=${encodeURIComponent(`${release.store.url}/_cluster/health`)}`);
    await others.stop();
    expect([valueOf(distrusted, 'probe_success'), valueOf(distrusted, 'probe_http_status_code')]).toEqual([0, 0]);
  });
});
