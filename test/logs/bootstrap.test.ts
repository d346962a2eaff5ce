import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../wiring/manifest.ts';
import { installed, manifestsOf, type Release } from './store/bootstrapped.ts';
import { contentsOf } from './store/opensearch.ts';
import { runPod, type Finished, type RunOptions } from './store/scripts.ts';

/** The bootstrap Job and the janitor, as rendered, against a real OpenSearch; what they ask of the plugin index-management is answered by store/index-management.ts. */
let release: Release;
beforeAll(async () => {
  release = await installed();
});
afterAll(() => release?.stop());

const bootstrap = (manifests: readonly Manifest[] = release.manifests, options: Partial<RunOptions> = {}): Promise<Finished> => runPod(manifests, 'bootstrap', { url: release.management.url, ...options });
const changed = (values: object): Promise<Manifest[]> => manifestsOf(values, release.manifests);
const get = async (path: string) => (await release.store.ask('admin', 'GET', path)).body;
const saying = (word: string, { lines }: Finished): string[] => lines.filter(line => line.startsWith(word));
const writeIndex = async (alias: string): Promise<string | undefined> => ((await get(`_cat/aliases/${alias}?format=json&h=index,is_write_index`)) as { index: string; is_write_index: string }[]).find(one => one.is_write_index === 'true')?.index;

/** The same release with other passwords in its Secret. */
const withPasswords = (passwords: Readonly<Record<string, string>>): Manifest[] =>
  release.manifests.map(one =>
    one.kind === 'Secret' && one.metadata.name === 'observability-opensearch-users' ? { ...one, data: { ...(one as any).data, ...Object.fromEntries(Object.entries(passwords).map(([key, text]) => [key, Buffer.from(text).toString('base64')])) } } : one,
  );

/** A Secret that lacks some keys. */
const without = (secret: Manifest, ...keys: readonly string[]): Manifest => ({ ...secret, data: Object.fromEntries(Object.entries((secret as any).data as object).filter(([key]) => !keys.includes(key))) }) as Manifest;

describe('the Job', () => {
  it('makes all that is wanted, and says so', async () => {
    const first = await bootstrap();
    expect(first.output).toContain('All is as the values say.');
    expect(first.code).toBe(0);
    expect(saying('changed', first)).toEqual([]);
    expect(saying('created', first)).toHaveLength(4 * 2 + 4 + 1 + 4 + 4 + 4);
    expect([...release.management.managed.keys()].sort()).toEqual(['apps-000001', 'ml-inference-000001', 'ml-system-000001', 'ml-training-000001']);
  });

  it('finds all as wanted when it runs again, and prints no password', async () => {
    const second = await bootstrap();
    expect(second.code).toBe(0);
    expect([...saying('created', second), ...saying('changed', second)]).toEqual([]);
    expect(saying('as wanted', second)).toHaveLength(1 + 4 * 2 + 4 + 1 + 4 + 4 + 4);
    for (const password of Object.values(contentsOf(release.manifests, 'Secret', 'observability-opensearch-users'))) expect(second.output).not.toContain(password);
  });

  it('takes back what somebody changed by hand, without the admin’s certificate too', async () => {
    await release.store.ask('admin', 'PUT', '_plugins/_security/api/roles/logs_reader', { cluster_permissions: ['*'] });
    await release.store.ask('admin', 'DELETE', '_index_template/apps');
    await release.store.ask('admin', 'POST', '_aliases', { actions: [{ remove: { index: 'apps-000001', alias: 'apps' } }] });
    const withoutCertificate = release.manifests.map(one => (one.metadata.name === 'observability-opensearch-tls' ? without(one, 'admin.crt', 'admin.key') : one));
    const result = await bootstrap(withoutCertificate);
    expect(saying('changed', result)).toEqual(['changed    role logs_reader']);
    expect(saying('created', result)).toEqual(['created    index template apps', 'created    alias apps to apps-000001']);
    expect((await get('_plugins/_security/api/roles/logs_reader')).logs_reader.cluster_permissions).not.toContain('*');
    expect(await writeIndex('apps')).toBe('apps-000001');
  });
});

describe('every ten minutes', () => {
  const again = (manifests: readonly Manifest[] = release.manifests): Promise<Finished> => runPod(manifests, 'bootstrap again', { url: release.management.url });

  it('nothing is done where nothing is missing', async () => {
    const from = release.management.asked.length;
    expect(await again()).toMatchObject({ code: 0, output: 'Nothing is missing.\n' });
    expect(release.management.asked.slice(from).filter(request => !request.startsWith('GET '))).toEqual([]);
  });

  it('all is made again where something is: a user that a lost volume took along, or that has another password now', async () => {
    await release.store.ask('admin', 'DELETE', '_plugins/_security/api/internalusers/monitor');
    await release.store.ask('admin', 'DELETE', 'ml-inference-0*');
    const result = await again();
    expect(result.code).toBe(0);
    expect(saying('created', result)).toEqual(['created    user monitor', 'created    alias ml-inference to ml-inference-000001']);
    expect(await again()).toMatchObject({ output: 'Nothing is missing.\n' });
  });
});

describe('passwords', () => {
  it('are changed where the Secret has others, the admin’s too, for which the old one is not needed; signs of JSON, curl and the shell are signs', async () => {
    const odd = 'a"b\\c$d`e&f/g h\'i%j{k}';
    const result = await bootstrap(withPasswords({ 'admin-password': 'AnotherPasswordForTheAdmin1', 'writer-password': 'AnotherPasswordForTheWriter1', 'reader-password': odd }));
    expect(saying('changed', result)).toEqual(['changed    password of admin', 'changed    password of writer', 'changed    password of reader']);
    expect((await release.store.ask('admin:AnotherPasswordForTheAdmin1', 'GET', '_cluster/health')).status).toBe(200);
    expect((await release.store.ask('admin', 'GET', '_cluster/health')).status).toBe(401);
    expect((await release.store.ask('writer:AnotherPasswordForTheWriter1', 'POST', '_bulk', '{"create":{"_index":"apps"}}\n{"message":"x"}\n')).body.errors).toBe(false);
    expect((await release.store.ask('writer', 'POST', '_bulk', '')).status).toBe(401);
    expect((await release.store.ask(`reader:${odd}`, 'GET', 'apps/_count')).status).toBe(200);
    expect(saying('changed', await bootstrap())).toHaveLength(3);
  });

  it('that OpenSearch finds too weak are refused by the name of their key', async () => {
    const result = await bootstrap(withPasswords({ 'monitor-password': 'short' }));
    expect(result.code).toBe(2);
    expect(result.output).toMatch(/refused {4}user monitor: OpenSearch answers 400[^]*Look at monitor-password in the Secret/);
  });
});

describe('other values', () => {
  it('retention takes effect on the indices that are there', async () => {
    await release.store.ask('admin', 'POST', 'ml-training/_rollover');
    const before = release.management.policies.get('ml-training')!;
    const result = await bootstrap(await changed({ logs: { retention: '30d', families: { 'ml-training': { retention: '365d', rolloverSize: '50Gi' } } } }));
    expect(saying('changed', result)).toEqual(['changed    policy apps', 'changed    policy ml-inference', 'changed    policy ml-system', 'changed    policy ml-training']);
    const after = release.management.policies.get('ml-training')!;
    expect(after.document.states[1].transitions).toEqual([{ state_name: 'delete', conditions: { min_rollover_age: '365d' } }]);
    expect(after.document.states[0].actions[0].rollover).toEqual({ min_primary_shard_size: '50gb', min_index_age: '7d' });
    expect(after.seqNo).toBeGreaterThan(before.seqNo);
    expect(release.management.managed.get('ml-training-000001')).toEqual({ policy: 'ml-training', seqNo: after.seqNo });
    expect(release.management.managed.get('ml-training-000002')).toEqual({ policy: 'ml-training', seqNo: after.seqNo });
  });

  it('another family gets all of its own, and its lines are read and written', async () => {
    const manifests = await changed({ logs: { families: { audit: { retention: '365d' } } } });
    const result = await bootstrap(manifests);
    expect(saying('created', result)).toEqual(['created    index template audit', 'created    policy audit', 'created    alias audit to audit-000001']);
    expect(saying('changed    role', result)).toHaveLength(4);
    expect(saying('changed    policy', result)).toHaveLength(4);
    expect((await release.store.ask('writer', 'POST', 'audit/_bulk?refresh=true', '{"create":{}}\n{"message":"x"}\n')).body.errors).toBe(false);
    expect((await release.store.ask('reader', 'GET', 'audit/_count')).body.count).toBe(1);
  });

  it('another codec is that of the next index', async () => {
    const result = await bootstrap(await changed({ logs: { codec: 'default' } }));
    expect(saying('changed', result)).toContain('changed    component template observability-logs');
    const codecOf = async (index: string): Promise<string> => (await get(`${index}/_settings/index.codec`))[index].settings.index.codec;
    const before = (await writeIndex('apps'))!;
    expect(await codecOf(before)).toBe('best_compression');
    await release.store.ask('admin', 'POST', 'apps/_rollover');
    expect(await codecOf((await writeIndex('apps'))!)).toBe('default');
    expect(saying('changed', await bootstrap())).toContain('changed    component template observability-logs');
  });

  it('a codec that this OpenSearch does not have is refused, and named', async () => {
    const result = await bootstrap(await changed({ logs: { codec: 'zstd_no_dict' } }));
    expect(result.code).toBe(2);
    expect(result.output).toMatch(/refused {4}component template observability-logs: OpenSearch answers 400[^]*zstd_no_dict[^]*Look at logs\.labels and logs\.codec, then run helm upgrade\./);
  });

  it('another schema sends lines to a new index at once', async () => {
    const manifests = (await changed({})).map(one =>
      one.kind === 'ConfigMap' && one.metadata.name === 'observability-opensearch-bootstrap' ? (JSON.parse(JSON.stringify(one).replaceAll(contentsOf([one], 'ConfigMap', one.metadata.name)['schema']!, 'fffffffffff0')) as Manifest) : one,
    );
    const index = await writeIndex('ml-system');
    const result = await bootstrap(manifests);
    expect(saying('changed    schema', result)).toHaveLength(4);
    expect(await writeIndex('ml-system')).not.toBe(index);
  });

  it('an index in the place of an alias is said, with what to do', async () => {
    await release.store.ask('admin', 'PUT', 'billing');
    const result = await bootstrap(await changed({ logs: { families: { billing: {} } } }));
    expect(result.code).toBe(2);
    expect(result.output).toMatch(/refused {4}alias billing: there is an index of that name in its place\. Move its lines away .* or rename logs\.families\.billing/);
  });

  it('a bucket that OpenSearch cannot use is said by the name of the value, and tried again', async () => {
    const manifests = await changed({ logs: { snapshots: { enabled: true, s3: { bucket: 'logs' } } }, opensearch: { plugins: { enabled: true, installList: ['repository-s3'] } } });
    const result = await bootstrap(manifests, { env: { PAUSES: '' } });
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/PUT _snapshot\/observability: OpenSearch answers 500: [^]*repository type \[s3\] does not exist[^]*Look at logs\.snapshots\./);
  });
});

describe('interrupted', () => {
  /** Far enough apart to stop in each part of the script; the last runs to its end. */
  it.each([4, 45, 74, 86])('after %i requests, it is done when it runs again', async count => {
    const family = `cut${String.fromCharCode(97 + (count % 26))}`;
    const manifests = await changed({ logs: { families: { [family]: {} } } });
    const from = release.management.asked.length;
    let kill: (() => void) | undefined;
    release.management.onRequest = asked => {
      if (asked - from < count) return true;
      kill?.();
      return false;
    };
    const interrupted = await bootstrap(manifests, { onStart: stop => (kill = stop) });
    release.management.onRequest = () => true;
    expect(interrupted.output).not.toContain('All is as the values say.');
    expect((await bootstrap(manifests)).code).toBe(0);
    expect(await writeIndex(family)).toBe(`${family}-000001`);
    expect(release.management.managed.get(`${family}-000001`)?.policy).toBe(family);
  });

  it('by an OpenSearch that is not there yet: it waits, and says for what', async () => {
    const result = await bootstrap(release.manifests, { url: 'https://localhost:1', env: { TRIES: '1' } });
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/waiting for https:\/\/localhost:1\n[^]*OpenSearch is not ready: .*connect/i);
  });
});

describe('the janitor', () => {
  const janitor = async (values: object, env: Readonly<Record<string, string>> = {}): Promise<Finished> => runPod(await changed(values), 'janitor', { url: release.management.url, env: { PAUSE: '0', ...env } });
  const indices = async (family: string): Promise<string[]> => ((await get(`_cat/indices/${family}-0*?format=json&h=index&s=index`)) as { index: string }[]).map(({ index }) => index);
  const fill = async (family: string): Promise<void> => {
    await release.store.ask('admin', 'POST', `${family}/_bulk?refresh=true`, Array.from({ length: 50 }, (_, i) => `{"create":{}}\n{"message":"${String(i).repeat(200)}"}\n`).join(''));
    await release.store.ask('admin', 'POST', `${family}/_rollover`);
  };

  it('leaves everything where there is room', async () => {
    const before = await indices('*');
    const { code, output } = await janitor({}, { DISK_LIMIT: '100' });
    expect(output).toMatch(/^The fullest disk is \d+ % full, and logs\.diskLimit is 100\.$/m);
    expect(code).toBe(0);
    expect(await indices('*')).toEqual(before);
  });

  it('deletes the oldest indices of a family above its size, and not the one that takes lines', async () => {
    await fill('ml-inference');
    await fill('ml-inference');
    const before = await indices('ml-inference');
    const others = await indices('apps');
    // A size that everything is above: what the smallest of the schema (1Mi) would be for a real family.
    const manifests = (await changed({ logs: { families: { 'ml-inference': { maxSize: '1Mi' } } } })).map(one =>
      one.metadata.name === 'observability-opensearch-bootstrap' && one.kind === 'ConfigMap' ? { ...one, data: { ...(one as any).data, sizes: 'ml-inference 1\n' } } : one,
    );
    const { code, lines } = await runPod(manifests, 'janitor', { url: release.management.url, env: { DISK_LIMIT: '100' } });
    expect(code).toBe(0);
    expect(lines.filter(line => line.startsWith('deleted')).map(line => line.split(/[ :]/)[1])).toEqual(before.slice(0, -1));
    expect(lines.at(-2)).toMatch(/in the one index that takes new lines: give it a smaller logs\.families\.ml-inference\.rolloverSize/);
    expect(await indices('ml-inference')).toEqual(before.slice(-1));
    expect(await indices('apps')).toEqual(others);
  });

  it('frees a disk that is too full from the oldest on, and says when nothing is left to delete', async () => {
    await fill('ml-system');
    await fill('apps');
    const { code, lines, output } = await janitor({}, { DISK_LIMIT: '0' });
    expect(code).toBe(1);
    expect(lines.filter(line => line.startsWith('deleted')).length).toBeGreaterThanOrEqual(2);
    expect(output).toMatch(/only indices are left that take new lines: enlarge the volumes of OpenSearch, or set a smaller logs\.rollover\.size/);
    for (const family of ['apps', 'ml-inference', 'ml-system', 'ml-training']) expect(await indices(family)).toEqual([await writeIndex(family)]);
  });

  it('knows sizes in bytes', async () => {
    const manifests = await changed({ logs: { families: { apps: { maxSize: '20Gi' }, 'ml-training': { maxSize: '3Ti' }, 'ml-system': { maxSize: '512Mi' } } } });
    expect(contentsOf(manifests, 'ConfigMap', 'observability-opensearch-bootstrap')['sizes']!.trim().split('\n')).toEqual(['apps 21474836480', 'ml-system 536870912', 'ml-training 3298534883328']);
  });
});

describe('snapshots', () => {
  const values = { logs: { snapshots: { enabled: true, type: 'fs', keep: '14d' } }, opensearch: { extraVolumes: [{ name: 'snapshots', persistentVolumeClaim: { claimName: 'logs' } }], extraVolumeMounts: [{ name: 'snapshots', mountPath: '/usr/share/opensearch/snapshots' }] } };
  /** The folder is another one here. */
  const here = (manifests: readonly Manifest[]): Manifest[] => manifests.map(one => (one.kind === 'ConfigMap' && one.metadata.name === 'observability-opensearch-bootstrap' ? (JSON.parse(JSON.stringify(one).replaceAll('/usr/share/opensearch/snapshots', `${release.store.config}/../snapshots`)) as Manifest) : one));

  it('are scheduled where they are on, and changed with the values', async () => {
    expect(saying('created', await bootstrap(here(await changed(values))))).toEqual(['created    repository of snapshots', 'created    schedule of snapshots']);
    expect(release.management.snapshotPolicies.get('observability')!.document).toMatchObject({ creation: { schedule: { cron: { expression: '0 3 * * *' } } }, deletion: { condition: { max_age: '14d' } } });
    expect(saying('changed', await bootstrap(here(await changed({ ...values, logs: { snapshots: { ...values.logs.snapshots, schedule: '30 1 * * 0' } } }))))).toEqual(['changed    schedule of snapshots']);
  });

  it('bring back lines that were deleted, under another name that the reader reads and no policy deletes', async () => {
    await release.store.ask('writer', 'POST', 'ml-training/_bulk?refresh=true', '{"create":{}}\n{"message":"worth keeping","request_id":"kept"}\n');
    const index = (await writeIndex('ml-training'))!;
    expect((await release.store.ask('admin', 'PUT', '_snapshot/observability/by-hand?wait_for_completion=true', { indices: 'ml-training-0*', include_global_state: false })).body.snapshot.state).toBe('SUCCESS');
    await release.store.ask('admin', 'POST', 'ml-training/_rollover');
    await release.store.ask('admin', 'DELETE', index);
    const restored = await release.store.ask('admin', 'POST', '_snapshot/observability/by-hand/_restore?wait_for_completion=true', { indices: index, include_aliases: false, rename_pattern: '(.+)', rename_replacement: 'restored-$1', include_global_state: false });
    expect(restored.body.snapshot.shards.failed).toBe(0);
    expect((await release.store.ask('reader', 'POST', `restored-${index}/_search`, { query: { term: { request_id: 'kept' } } })).body.hits.total.value).toBe(1);
    expect((await release.store.ask('writer', 'POST', `restored-${index}/_bulk`, '{"create":{}}\n{"message":"x"}\n')).body.items[0].create.status).toBe(403);
  });

  it('bring back all after a loss of the volume, and new lines go on', async () => {
    await release.store.ask('admin', 'DELETE', 'ml-training-0*');
    const result = await release.store.ask('admin', 'POST', '_snapshot/observability/by-hand/_restore?wait_for_completion=true', { indices: 'ml-training-0*', include_aliases: false, include_global_state: false });
    expect(result.status).toBe(200);
    const { code, lines } = await bootstrap();
    expect(code).toBe(0);
    // These values have no snapshots: what there is stays.
    expect(lines).toContain('deleted    schedule of snapshots; those that exist stay');
    expect(release.management.snapshotPolicies.size).toBe(0);
    expect((await release.store.ask('writer', 'POST', 'ml-training/_bulk?refresh=true', '{"create":{}}\n{"message":"after the loss"}\n')).body.errors).toBe(false);
    expect((await release.store.ask('reader', 'POST', 'ml-training/_search', { query: { term: { request_id: 'kept' } } })).body.hits.total.value).toBe(1);
  });
});
