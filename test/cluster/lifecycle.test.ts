import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flipped, toggles } from '../chart/toggles.ts';
import { startControlPlane, type ControlPlane } from '../lab/control-plane.ts';
import { applyNodes } from '../lab/nodes.ts';
import { BUDGETS, SECRET_LIMIT } from '../release-size.ts';
import type { Helm } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import type { Manifest } from '../wiring.ts';
import { Cluster, type Release } from './release.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-lifecycle-'));
const KEPT = ['observability-grafana-admin', 'observability-opensearch-tls', 'observability-opensearch-users'];

/** What is on by default, by its toggle at the top; the test pod is a hook, which Helm does not count among the objects. */
const components = toggles.filter(({ path, on }) => on && path.split('.').length === 2 && path !== 'tests.enabled');

let plane: ControlPlane;
let staged: StagedChart;
let cluster: Cluster;

beforeAll(async () => {
  staged = await stageChart({ dir: join(dir, 'chart') });
  console.log(staged.line);
  plane = await startControlPlane({ dir: join(dir, 'cluster'), log: () => undefined });
  await applyNodes(plane.kubeconfig);
  cluster = new Cluster(plane, staged.chart);
});

afterAll(async () => {
  await plane?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

const names = (objects: readonly Manifest[]): string[] => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
const isOurs = ({ metadata }: Manifest): boolean => (metadata.labels as Record<string, string> | undefined)?.['app.kubernetes.io/part-of'] === 'observability';

describe.each<Helm>(['helm', 'helm3'])('%s', helm => {
  const release = (): Release => cluster.release('observability', 'monitoring', helm);

  test('installs', async () => {
    expect(await release().install()).toContain('First look at the dashboard "GPU fleet"');
    const size = await release().size();
    console.log(`release Secret: ${size} bytes, ${((100 * size) / SECRET_LIMIT).toFixed(1)} % of 1 MiB`);
    expect(size / SECRET_LIMIT).toBeLessThan(staged.real ? BUDGETS.real : BUDGETS.stubs);
  });

  test('an upgrade without changes changes nothing', async () => {
    const before = { manifest: await release().manifest(), credentials: await release().credentials() };
    expect(Object.keys(before.credentials)).toEqual(expect.arrayContaining(KEPT));
    await release().upgrade();
    expect(await release().manifest()).toBe(before.manifest);
    expect(await release().credentials()).toEqual(before.credentials);
  });

  test('each toggle can be switched off by upgrade, and in the end all are on again', async () => {
    const before = { manifest: await release().manifest(), credentials: await release().credentials() };
    const all = names(await release().objects());
    for (const toggle of helm === 'helm' ? components : components.slice(0, 2)) {
      await release().upgradeWith(flipped(toggle));
      const left = names(await release().objects());
      expect(left.length, `without ${toggle.path} there are as many objects as before`).toBeLessThan(all.length);
      expect(all, `without ${toggle.path} there is something new`).toEqual(expect.arrayContaining(left));
    }
    await release().upgrade('mcp.enabled=true', 'mcp.grafana.enabled=true', 'mcp.grafana.existingSecret=grafana-viewer');
    const added = names(await release().objects()).filter(name => !all.includes(name) && name.startsWith('Deployment '));
    expect(added).toEqual(['grafana', 'kubernetes', 'opensearch', 'prometheus'].map(server => `Deployment observability-mcp-${server}`));
    await release().upgrade();
    expect(await release().manifest()).toBe(before.manifest);
    expect(await release().credentials()).toEqual(before.credentials);
  });

  test('rollback brings back the objects and leaves the passwords', async () => {
    const before = { manifest: await release().manifest(), credentials: await release().credentials(), revision: await release().revision() };
    await release().upgrade('dcgm.enabled=false', 'dashboards.enabled=false');
    await release().rollback(before.revision);
    expect(await release().manifest()).toBe(before.manifest);
    expect(await release().credentials()).toEqual(before.credentials);
    expect(names(await cluster.objects('daemonsets', '--namespace', 'monitoring'))).toContain('DaemonSet observability-dcgm-exporter');
  });

  test('uninstall leaves the kept Secrets only, and an install after it uses them', async () => {
    const before = await release().credentials();
    await release().uninstall();
    const kinds = 'configmaps,secrets,services,serviceaccounts,deployments,daemonsets,statefulsets,servicemonitors,podmonitors,prometheusrules,networkpolicies';
    const left = (await cluster.objects(kinds, '--namespace', 'monitoring')).filter(isOurs);
    expect(names(left)).toEqual(KEPT.map(name => `Secret ${name}`));
    expect(names((await cluster.objects('clusterroles,clusterrolebindings')).filter(isOurs))).toEqual([]);
    await release().install();
    expect(await release().credentials()).toEqual(before);
    await release().uninstall();
  });
});

describe('a second release', () => {
  const first = (): Release => cluster.release('observability', 'monitoring');
  const second = (): Release => cluster.release('other', 'other');

  beforeAll(async () => {
    await first().install();
  });

  test('in the namespace of the first is refused before anything is changed', async () => {
    await expect(cluster.release('again', 'monitoring').install()).rejects.toThrow(
      'there is the release observability in the namespace monitoring already: upgrade that one, or install into another namespace',
    );
    expect(await cluster.kubectl('get', 'configmaps,services,secrets', '--namespace', 'monitoring', '--selector', 'app.kubernetes.io/instance=again')).toBe('');
  });

  test('that would measure the cluster twice is refused', async () => {
    await expect(second().install()).rejects.toThrow(
      'the release observability in the namespace monitoring measures this cluster already: set prometheus.enabled=false, dcgm.enabled=false and neuron.enabled=false in this one',
    );
  });

  test('with its own Grafana and logs, and the Prometheus of the first, is installed beside it', async () => {
    const url = 'http://observability-metrics.monitoring.svc:9090';
    await second().install('prometheus.enabled=false', 'dcgm.enabled=false', 'neuron.enabled=false', `external.prometheus.url=${url}`, `opencost.opencost.prometheus.external.url=${url}`, 'monitors.enabled=false', 'alerts.enabled=false');
    const config = await cluster.kubectl('get', 'configmap', 'other-data-sources', '--namespace', 'other', '--output', 'jsonpath={.data}');
    expect(config).toContain(url);
    await second().uninstall();
  });

  afterAll(async () => {
    await first()?.uninstall();
  });
});
