import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { KubernetesApi } from '../lab/api.ts';
import { webhookSecrets } from '../lab/hooks.ts';

const dir = mkdtempSync(join(tmpdir(), 'lab-api-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function kubeconfig(cluster: Record<string, string>): string {
  const file = join(dir, 'kubeconfig');
  writeFileSync(file, JSON.stringify({ clusters: [{ cluster }], users: [{ user: { token: 't' } }] }));
  return file;
}

describe('the API of the lab', () => {
  test('is refused without a server', () => {
    expect(() => new KubernetesApi(kubeconfig({}))).toThrow('the first cluster has no "server"; give the kubeconfig of a running lab');
  });

  test('says what it asked when nobody answers', async () => {
    const api = new KubernetesApi(kubeconfig({ server: 'https://127.0.0.1:1' }));
    await expect(api.text('/healthz')).rejects.toThrow(/^GET \/healthz: connect ECONNREFUSED/);
    await expect(api.find('/healthz')).rejects.toThrow();
    api.close();
  });
});

test('the Secret of the webhook is made under the name that the operator mounts', () => {
  const operator = {
    metadata: { name: 'o', namespace: 'monitoring', uid: 'o', labels: { app: 'kube-prometheus-stack-operator' } },
    spec: { containers: [], volumes: [{ secret: { secretName: 'x-admission' } }] },
    status: {},
  };
  const file = kubeconfig({ 'certificate-authority-data': 'UEVN' });
  expect(webhookSecrets({ nodes: [], claims: [], counters: '', pods: [operator] }, file)).toMatchObject([
    { kind: 'Secret', metadata: { name: 'x-admission', namespace: 'monitoring' }, data: { ca: 'UEVN' } },
  ]);
  expect(webhookSecrets({ nodes: [], claims: [], counters: '', pods: [{ ...operator, metadata: { ...operator.metadata, labels: { app: 'other' } } }] }, file)).toEqual([]);
});
