import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrapped, type Release } from './store/bootstrapped.ts';

/**
 * Who may do what, in a real OpenSearch with the users, roles, certificates and opensearch.yml of the chart.
 * A request is allowed where OpenSearch does it, and refused with 401 (who are you?) or 403 (you may not).
 */
let release: Release;
beforeAll(async () => {
  release = await bootstrapped();
  await release.store.ask('admin', 'POST', 'ml-training/_bulk?refresh=true', `{"create":{"_id":"one"}}\n{"@timestamp":"2026-01-31T12:00:00Z","message":"step 1"}\n`);
});
afterAll(() => release?.stop());

const users = ['admin', 'admin certificate', 'writer', 'reader', 'monitor', 'janitor'] as const;
type User = (typeof users)[number];

interface Action {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly may: readonly User[];
}

const admins = ['admin', 'admin certificate'] as const;
const everybody = users;
const bulk = (operation: 'create' | 'index' | 'delete', id: string) => `${JSON.stringify({ [operation]: { _id: id } })}\n${operation === 'delete' ? '' : '{"message":"x"}\n'}`;

const actions: Readonly<Record<string, Action>> = {
  'the health of the cluster': { method: 'GET', path: '_cluster/health', may: everybody.filter(user => user !== 'writer') },
  'adding lines': { method: 'POST', path: 'ml-training/_bulk', body: bulk('create', 'USER'), may: [...admins, 'writer'] },
  'adding lines to all families at once': { method: 'POST', path: '_bulk', body: '{"create":{"_index":"apps"}}\n{"message":"x"}\n{"create":{"_index":"ml-system"}}\n{"message":"x"}\n', may: [...admins, 'writer'] },
  'deleting single lines': { method: 'POST', path: 'ml-training/_bulk', body: bulk('delete', 'none'), may: admins },
  'making an index by writing into it': { method: 'POST', path: 'made-by-writing-USER/_bulk', body: bulk('create', 'a'), may: admins },
  'making an index beside a family': { method: 'POST', path: 'apps-of-USER/_bulk', body: bulk('create', 'a'), may: admins },
  'making an index of a family': { method: 'PUT', path: 'apps-00077USER', may: admins },
  'searching lines': { method: 'POST', path: 'ml-training/_search', body: { query: { match: { message: 'step' } } }, may: [...admins, 'reader'] },
  'searching all families': { method: 'GET', path: 'apps,ml-*/_search', may: [...admins, 'reader'] },
  'several searches in one': { method: 'POST', path: '_msearch', body: '{"index":"apps"}\n{"size":1}\n', may: [...admins, 'reader'] },
  'counting lines': { method: 'GET', path: 'ml-inference/_count', may: [...admins, 'reader'] },
  'reading a line by its id': { method: 'GET', path: 'ml-training/_doc/one', may: [...admins, 'reader'] },
  'the mapping of a family': { method: 'GET', path: 'ml-training/_mapping', may: [...admins, 'reader'] },
  'the fields of a family': { method: 'GET', path: 'ml-training/_field_caps?fields=*', may: [...admins, 'reader'] },
  'changing the mapping': { method: 'PUT', path: 'ml-training/_mapping', body: { properties: { USER: { type: 'keyword' } } }, may: admins },
  'changing settings of an index': { method: 'PUT', path: 'apps/_settings', body: { 'index.refresh_interval': '6s' }, may: admins },
  'a new index for a family': { method: 'POST', path: 'ml-system/_rollover', may: admins },
  'moving an alias': { method: 'POST', path: '_aliases', body: { actions: [{ add: { index: 'apps-000001', alias: 'other-USER' } }] }, may: admins },
  'the sizes of indices': { method: 'GET', path: '_cat/indices/apps-0*?bytes=b', may: [...admins, 'reader', 'monitor', 'janitor'] },
  'which index takes the lines of a family': { method: 'GET', path: 'apps-0*/_alias/apps', may: [...admins, 'reader', 'monitor', 'janitor'] },
  'the statistics of all nodes': { method: 'GET', path: '_nodes/stats', may: [...admins, 'reader', 'monitor', 'janitor'] },
  'how full the disks are': { method: 'GET', path: '_cat/allocation', may: [...admins, 'reader', 'monitor', 'janitor'] },
  'the settings of the cluster': { method: 'GET', path: '_cluster/settings?include_defaults=true', may: [...admins, 'reader', 'monitor', 'janitor'] },
  'changing settings of the cluster': { method: 'PUT', path: '_cluster/settings', body: { persistent: { 'cluster.routing.allocation.disk.watermark.low': '84%' } }, may: admins },
  'snapshot repositories': { method: 'GET', path: '_snapshot', may: [...admins, 'monitor'] },
  'a repository for snapshots': { method: 'PUT', path: '_snapshot/USER', body: { type: 'fs', settings: { location: 'USER' } }, may: admins },
  'an index template': { method: 'PUT', path: '_index_template/USER', body: { index_patterns: ['only-USER'] }, may: admins },
  'reading the users': { method: 'GET', path: '_plugins/_security/api/internalusers', may: admins },
  'making an admin': { method: 'PUT', path: '_plugins/_security/api/internalusers/mallory-USER', body: { password: 'aRatherLongPassword1234', backend_roles: ['admin'] }, may: admins },
  'changing a role': { method: 'PUT', path: '_plugins/_security/api/roles/role-USER', body: { cluster_permissions: ['*'] }, may: admins },
  'changing who is an admin': { method: 'PUT', path: '_plugins/_security/api/rolesmapping/all_access', body: { backend_roles: ['admin'] }, may: ['admin certificate'] },
  'changing the admin': { method: 'PUT', path: '_plugins/_security/api/internalusers/admin', body: { description: 'x', backend_roles: ['admin'] }, may: ['admin certificate'] },
  'asking for the security index': { method: 'GET', path: '.opendistro_security/_search', may: admins },
  'writing the security index': { method: 'PUT', path: '.opendistro_security/_doc/x', body: { a: 1 }, may: ['admin certificate'] },
  'a script': { method: 'PUT', path: '_scripts/USER', body: { script: { lang: 'painless', source: '1' } }, may: admins },
};

/** Deletes last: what they delete is gone for the others. */
const deletions: Readonly<Record<string, Action>> = {
  'deleting an index of a family': { method: 'DELETE', path: 'apps-00077admin', may: [...admins, 'janitor'] },
  'deleting lines by a query': { method: 'POST', path: 'ml-training/_delete_by_query', body: { query: { match_none: {} } }, may: admins },
  'deleting another index': { method: 'DELETE', path: 'made-by-writing-admin', may: admins },
  'deleting the security index': { method: 'DELETE', path: '.opendistro_security', may: [] },
};

const named = (text: string, user: string): string => text.replaceAll('USER', user.replace(/\W+/g, '-'));

/** The worst status that is anywhere in an answer: of a bulk request each line has one. */
function statusOf({ status, body }: { readonly status: number; readonly body: any }): number {
  const inner = (body?.items ?? []).map((item: Record<string, { status: number }>) => Object.values(item)[0]!.status) as number[];
  const responses = (body?.responses ?? []).map((response: { status: number }) => response.status) as number[];
  return Math.max(status, ...inner, ...responses);
}

async function attempt(user: string, { method, path, body }: Action): Promise<number> {
  const text = typeof body === 'string' ? named(body, user) : body === undefined ? undefined : JSON.parse(named(JSON.stringify(body), user));
  return statusOf(await release.store.ask(user, method, named(path, user), text));
}

const isRefused = (status: number): boolean => status === 401 || status === 403;

describe.each(Object.entries(actions))('%s', (_, action) => {
  it.each(users)('%s', async user => {
    const status = await attempt(user, action);
    // What is not there may be asked for.
    if (action.may.includes(user)) expect([200, 201, 404]).toContain(status);
    else expect(status).toBe(403);
  });
  it('nobody who does not log in', async () => {
    expect(await attempt('anonymous', action)).toBe(401);
  });
});

describe.each(['the health of the cluster', 'searching lines', 'adding lines'])('%s', name => {
  it.each(['node certificate', 'admin:admin', 'kibanaserver:kibanaserver', 'kibanaro:kibanaro', 'logstash:logstash', 'readall:readall', 'snapshotrestore:snapshotrestore', 'reader:wrong', 'admin:'])('not by %s', async user => {
    expect(await attempt(user, actions[name]!)).toBe(401);
  });
});

describe.each(Object.entries(deletions))('%s', (_, action) => {
  it.each(['anonymous', 'writer', 'reader', 'monitor', 'janitor', 'admin'] as const)('%s', async user => {
    const status = await attempt(user, action);
    if (action.may.includes(user as User)) expect(isRefused(status)).toBe(false);
    else expect(isRefused(status)).toBe(true);
  });
});

it('shows the hashes of passwords to the certificate of the admin only, and an empty index to its password', async () => {
  const shown = async (user: User): Promise<number> => (await release.store.ask(user, 'GET', '.opendistro_security/_search')).body.hits.total.value;
  expect(await shown('admin certificate')).toBeGreaterThan(0);
  expect(await shown('admin')).toBe(0);
});

it('is reached by TLS only', async () => {
  await expect(fetch(release.store.url.replace('https:', 'http:'))).rejects.toThrow();
});
