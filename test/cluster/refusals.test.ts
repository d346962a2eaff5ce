import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startControlPlane, type ControlPlane } from '../lab/control-plane.ts';
import { stageChart } from '../stubs.ts';
import { Cluster } from './release.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-refusals-'));
const NAMESPACE = 'monitoring';

let plane: ControlPlane;
let cluster: Cluster;

beforeAll(async () => {
  plane = await startControlPlane({ dir: join(dir, 'cluster'), log: () => undefined });
  cluster = new Cluster(plane, (await stageChart({ dir: join(dir, 'chart') })).chart);
});

afterAll(async () => {
  await plane?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** All that a release could have made; CRDs apart, which Helm installs first. */
const everything = (): Promise<string> => cluster.kubectl('get', 'all,configmaps,secrets,serviceaccounts', '--namespace', NAMESPACE, '--ignore-not-found', '--output', 'name');

describe('on a cluster without the Prometheus Operator', () => {
  test('monitors without it are refused', async () => {
    const release = cluster.release('observability', NAMESPACE);
    await expect(release.install('prometheus.enabled=false', 'opencost.enabled=false')).rejects.toThrow(
      'monitors and rules need the Prometheus Operator, which this cluster does not have: set prometheus.enabled=true, or monitors.enabled=false and alerts.enabled=false, or install its CRDs: helm show crds',
    );
  });

  test('the stack cannot be switched on by upgrade without its CRDs', async () => {
    const release = cluster.release('observability', NAMESPACE);
    await release.install('prometheus.enabled=false', 'opencost.enabled=false', 'monitors.enabled=false', 'alerts.enabled=false');
    const before = await release.manifest();
    await expect(release.upgrade()).rejects.toThrow('prometheus.enabled=true needs the CRDs of the Prometheus Operator, and Helm installs CRDs on install only. First run: helm show crds');
    expect(await release.manifest()).toBe(before);
    await release.uninstall();
    await cluster.kubectl('delete', 'namespace', NAMESPACE, '--wait');
  });
});

describe('before anything but CRDs is changed, in one message', () => {
  test.each([
    ['an unknown value', ['dcgm.enable=true'], "at '/dcgm': additional properties 'enable' not allowed"],
    ['a wrong type', ['dcgm.enabled=maybe'], "at '/dcgm/enabled': got string, want boolean"],
    ['a removed section', ['dcgm=null'], "missing property 'dcgm'"],
    ['a misplaced toggle', ['fluent-bit.enabled=false'], "at '/fluent-bit/enabled': value must be '(remove this line: the toggle is fluentbit.enabled)'"],
    ['a contradiction', ['opensearch.enabled=false'], 'fluentbit.enabled=true has no store for the logs: set opensearch.enabled=true or external.opensearch.url, or fluentbit.enabled=false'],
    ['a Secret of passwords that is not there', ['credentials.opensearch.existingSecret=observability-opensearch-users'], 'credentials.opensearch.existingSecret=observability-opensearch-users: in the namespace monitoring that Secret lacks admin-password, writer-password, reader-password, monitor-password, janitor-password: make it, or add them'],
    ['a Secret of certificates that is not there', ['credentials.opensearch.existingTlsSecret=observability-opensearch-tls'], 'credentials.opensearch.existingTlsSecret=observability-opensearch-tls: in the namespace monitoring that Secret lacks ca.crt, tls.crt, tls.key: make it, or add them'],
    ['cert-manager that is not there', ['credentials.opensearch.certManager.issuer=ca'], 'credentials.opensearch.certManager.issuer needs cert-manager, which this cluster does not have: install it, or remove the issuer, and the chart makes certificates itself'],
  ])('%s is refused', async (_, set, message) => {
    await expect(cluster.release('observability', NAMESPACE).install(...set)).rejects.toThrow(message);
    expect(await everything()).not.toMatch(/observability/);
  });
});

describe('an upgrade that would lose lines', () => {
  test('to fewer nodes of OpenSearch is refused until there are fewer', async () => {
    const release = cluster.release('observability', NAMESPACE);
    await release.install('opensearch.replicas=3');
    await expect(release.upgrade('opensearch.replicas=1')).rejects.toThrow('opensearch.replicas=1 while there are 3: the lines of the others would be gone. First move them (README, Three nodes), then kubectl scale statefulset observability-opensearch --replicas=1');
    await cluster.kubectl('scale', 'statefulset', 'observability-opensearch', '--namespace', NAMESPACE, '--replicas=1');
    await release.upgrade('opensearch.replicas=1');
    await release.uninstall();
  });
});
