import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { manifestsOf } from './store/bootstrapped.ts';
import { asUser } from './store/client.ts';
import { contentsOf, loginOf, mountSecret, startStore, type Store } from './store/opensearch.ts';

let store: Store;
beforeAll(async () => {
  store = await startStore({ manifests: await manifestsOf() });
});
afterAll(() => store?.stop());

/** The certificate that OpenSearch shows now. */
const shown = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: store.port, host: 'localhost', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()!.fingerprint256);
      socket.end();
    }).once('error', reject);
  });
const fingerprint = (pem: string): string => new X509Certificate(pem).fingerprint256;

it('a renewed certificate is taken up without a restart', async () => {
  const renewed = await manifestsOf();
  const files = contentsOf(renewed, 'Secret', 'observability-opensearch-tls');
  expect(await shown()).toBe(fingerprint(contentsOf(store.manifests, 'Secret', 'observability-opensearch-tls')['tls.crt']!));
  mountSecret(join(store.config, 'tls'), files);
  const deadline = Date.now() + 180_000;
  while ((await shown()) !== fingerprint(files['tls.crt']!) && Date.now() < deadline) await sleep(2000);
  expect(await shown()).toBe(fingerprint(files['tls.crt']!));
  const { user, password } = loginOf(store.manifests, 'admin');
  expect((await asUser(store.url, { ca: files['ca.crt']!, user: user!, password: password! }, 'GET', '_cluster/health')).status).toBe(200);
});
