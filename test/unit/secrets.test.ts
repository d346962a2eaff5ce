import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../everything.ts';
import { stageable } from '../chart/stageable.ts';
import { render, template, type Helm } from '../render.ts';
import { longRelease } from '../scenarios.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { texts } from '../wiring/manifest.ts';
import type { Manifest } from '../wiring.ts';

/** Everything that a user can bring. */
const brought = {
  credentials: { opensearch: { existingSecret: 'observability-opensearch-users', existingTlsSecret: 'observability-opensearch-tls' } },
  grafana: { admin: { existingSecret: 'my-grafana-admin' } },
  mcp: { enabled: true, auth: { mode: 'token', existingSecret: 'my-mcp-token' } },
  otel: { enabled: true, metrics: { enabled: false }, auth: { mode: 'token', existingSecret: 'my-otel-token' } },
};
/** What the chart makes where nothing is brought, and the keys that nobody else may see. */
const made: Readonly<Record<string, readonly string[]>> = {
  'observability-grafana-admin': ['admin-password'],
  'observability-mcp-token': ['token'],
  'observability-otel-token': ['token'],
  'observability-opensearch-users': ['admin-password', 'reader-password', 'writer-password'],
  'observability-opensearch-tls': ['tls.key'],
};

const isMade = ({ kind, metadata }: Manifest): boolean => kind === 'Secret' && metadata.name in made;

describe.each(stageable)('with %s as dependencies', charts => {
  let staged: StagedChart;
  let manifests: Manifest[];
  beforeAll(async () => {
    staged = await stageChart({ charts });
    manifests = await render({ chart: staged.chart, values: everything });
  });
  afterAll(() => rmSync(staged.chart, { recursive: true }));

  const secret = (name: string): Record<string, string> => texts(manifests.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name)!);
  const passwords = (): string[] => Object.entries(made).flatMap(([name, keys]) => keys.map(key => secret(name)[key]!));

  it('passwords are long, of letters and digits, and each another', () => {
    const words = passwords().filter(text => !text.includes('PRIVATE KEY'));
    expect(words).toHaveLength(6);
    expect(words.filter(word => !/^[A-Za-z0-9]{32}$/.test(word))).toEqual([]);
    expect(new Set(words).size).toBe(6);
  });

  it('no password stands anywhere but in its Secret: in no ConfigMap, environment, argument or annotation', () => {
    const needles = passwords().flatMap(text => [text, Buffer.from(text).toString('base64'), JSON.stringify(text).slice(1, -1)]);
    const elsewhere = manifests.filter(manifest => !isMade(manifest)).filter(manifest => needles.some(needle => JSON.stringify(manifest).includes(needle)));
    expect(elsewhere.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
  });

  it('no variable called like a password has its value in the open', () => {
    const open = /"name":"([\w]*(?:PASSWORD|TOKEN|SECRET)[\w]*)","value":"(?!\$?\()[^"]+"/gi;
    expect(manifests.flatMap(manifest => [...JSON.stringify(manifest).matchAll(open)].map(([, name]) => `${manifest.kind} ${manifest.metadata.name}: ${name}`))).toEqual([]);
  });

  it('what was made is kept when the release goes', () => {
    expect(manifests.filter(isMade).map(({ metadata }) => [metadata.name, metadata.annotations?.['helm.sh/resource-policy']]).sort()).toEqual(Object.keys(made).sort().map(name => [name, 'keep']));
  });

  it('only these Secrets differ between two renders without a cluster', async () => {
    const again = await render({ chart: staged.chart, values: everything });
    expect(again.filter(manifest => !isMade(manifest))).toEqual(manifests.filter(manifest => !isMade(manifest)));
  });

  describe.each<Helm>(['helm', 'helm3'])('by %s', helm => {
    it('two renders are the same to the byte where every Secret is brought', async () => {
      const first = await template({ chart: staged.chart, values: brought, helm });
      expect(await template({ chart: staged.chart, values: brought, helm })).toBe(first);
      const kept = (await render({ chart: staged.chart, values: brought, helm })).filter(isMade);
      expect(kept).toEqual([]);
    });
  });
});

describe.each<[Helm, string, string]>([['helm', 'observability', 'monitoring'], ['helm3', 'foo', 'logs'], ['helm', longRelease, 'monitoring']])('certificates of OpenSearch, by %s, release %s in the namespace %s', (helm, release, namespace) => {
  let tls: Record<string, string>;
  beforeAll(async () => {
    const { chart } = await stageChart({ charts: 'stubs' });
    const manifests = await render({ chart, helm, release, namespace });
    tls = texts(manifests.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'observability-opensearch-tls')!);
    rmSync(chart, { recursive: true });
  });

  it('the key is PKCS#8, the one form that Java reads, and that of the certificate', () => {
    const pem = tls['tls.key']!;
    expect(pem).toMatch(/^-----BEGIN PRIVATE KEY-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END PRIVATE KEY-----\n?$/);
    const key = createPrivateKey(pem);
    expect(key.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    const certificate = new X509Certificate(tls['tls.crt']!);
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(createPublicKey(key).export({ type: 'spki', format: 'pem' })).toBe(certificate.publicKey.export({ type: 'spki', format: 'pem' }));
  });

  it('the certificate is signed by the authority beside it, which signs itself', () => {
    const [certificate, authority] = [new X509Certificate(tls['tls.crt']!), new X509Certificate(tls['ca.crt']!)];
    expect(authority.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.subject).toBe('CN=observability-opensearch');
  });

  it.each(['observability-opensearch', 'observability-opensearch.NAMESPACE', 'observability-opensearch.NAMESPACE.svc', 'observability-opensearch.NAMESPACE.svc.cluster.local', 'observability-opensearch-0.observability-opensearch-headless.NAMESPACE.svc.cluster.local', 'localhost'])('it holds for %s', name => {
    expect(new X509Certificate(tls['tls.crt']!).checkHost(name.replace('NAMESPACE', namespace))).toBeDefined();
  });

  it('it holds for no other name, and for nine years at least', () => {
    const certificate = new X509Certificate(tls['tls.crt']!);
    expect(certificate.checkHost('opensearch.example.com')).toBeUndefined();
    expect(Date.parse(certificate.validTo) - Date.now()).toBeGreaterThan(9 * 365 * 24 * 3600 * 1000);
  });
});
