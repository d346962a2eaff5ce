import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ofCluster } from '../../../examples/agent/src/scoped.ts';
import { apiServer } from '../../../examples/agent/src/sources/api-server.ts';
import { hasPhrase, logsInMemory } from '../../../examples/agent/src/sources/logs.ts';
import { openSearch, searchBody } from '../../../examples/agent/src/sources/opensearch.ts';
import { prometheus } from '../../../examples/agent/src/sources/prometheus.ts';
import { KubernetesError, kubectlGet } from '../../../examples/agent/src/sources/transport.ts';

const list = (items: readonly unknown[], next = ''): string => JSON.stringify({ items, metadata: next ? { continue: next } : {} });

describe('the API server', () => {
  test('lists come in pieces and are put together, with the kind that their items lack', async () => {
    const asked: string[] = [];
    const answers = [list([{ metadata: { name: 'a' } }], 'to ken'), list([{ metadata: { name: 'b' } }])];
    const pods = await apiServer(async (path) => { asked.push(path); return answers.shift()!; }).list('Pod', 'team-a');
    expect(pods.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Pod a', 'Pod b']);
    expect(asked).toEqual(['/api/v1/namespaces/team-a/pods?limit=500', '/api/v1/namespaces/team-a/pods?limit=500&continue=to%20ken']);
  });

  test('a kind that the cluster lacks is an empty list, a right that lacks is an error', async () => {
    const answering = (status: number) => apiServer(async () => { throw new KubernetesError(status, 'no'); });
    expect(await answering(404).list('Workload')).toEqual([]);
    await expect(answering(403).list('Workload')).rejects.toThrow('no');
  });

  test('names from outside stay names in a path', async () => {
    const asked: string[] = [];
    await apiServer(async (path) => { asked.push(path); return 'one\ntwo\n'; }).log({ namespace: 'a/../../secrets', pod: 'p?x=1', container: 'c&previous=false', previous: true, lines: 5 });
    expect(asked[0]).toBe('/api/v1/namespaces/a%2F..%2F..%2Fsecrets/pods/p%3Fx%3D1/log?container=c%26previous%3Dfalse&previous=true&tailLines=5&limitBytes=65536');
  });

  test('kubectl is asked for raw paths only, and what it says is told', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'kubectl-'));
    const program = join(dir, 'kubectl');
    writeFileSync(program, '#!/bin/sh\ncase "$*" in *forbidden*) echo "Error from server (Forbidden): pods is forbidden" >&2; exit 1;; esac\necho "$@"\n');
    chmodSync(program, 0o755);
    const get = kubectlGet({ kubectl: program, kubeconfig: '/a b/config', context: 'prod' });
    expect((await get('/api/v1/pods')).trim()).toBe('--kubeconfig /a b/config --context prod get --raw /api/v1/pods');
    await expect(get('/forbidden')).rejects.toMatchObject({ status: 403, message: 'Error from server (Forbidden): pods is forbidden' });
    await expect(kubectlGet({ kubectl: join(dir, 'none') })('/')).rejects.toThrow('is not installed');
  });
});

describe('the log store', () => {
  const query = { phrases: ['CUDA out of memory'], window: { from: 100, to: 200 }, place: { namespace: 'team-a' }, limit: 3 };

  test('asks for phrases within time and place, and reads lines', async () => {
    const asked: { url: string; init: RequestInit }[] = [];
    const answer = { hits: { hits: [{ _source: { '@timestamp': '1970-01-01T00:02:30Z', message: 'CUDA out of memory', namespace: 'team-a', pod: 'p', labels: { a: 1 } } }] } };
    const logs = openSearch({ url: 'https://logs:9200/', username: 'reader', password: 'x', fetch: async (url, init) => { asked.push({ url: String(url), init: init! }); return Response.json(answer); } });
    expect(await logs.search(query)).toEqual([{ at: 150, message: 'CUDA out of memory', namespace: 'team-a', pod: 'p' }]);
    expect(asked[0]!.url).toBe('https://logs:9200/ml-training,ml-inference,ml-system,apps,logs-*/_search?ignore_unavailable=true&allow_no_indices=true');
    expect(asked[0]!.init).toMatchObject({ method: 'POST', headers: { authorization: 'Basic cmVhZGVyOng=' } });
    expect(JSON.parse(String(asked[0]!.init.body))).toEqual(searchBody(query));
    expect(searchBody(query).query.bool.filter).toContainEqual({ term: { namespace: 'team-a' } });
  });

  test('says what to do when it is not let in', async () => {
    const logs = openSearch({ url: 'https://logs:9200', fetch: async () => new Response('', { status: 401 }) });
    await expect(logs.search(query)).rejects.toThrow('give a user that may search');
  });

  test('the one in memory takes phrases as OpenSearch does: the same words in a row', async () => {
    expect(hasPhrase('RuntimeError: CUDA out-of-memory.', 'cuda out of memory')).toBe(true);
    expect(hasPhrase('CUDA ran out of memory', 'CUDA out of memory')).toBe(false);
    expect(hasPhrase('xCUDA out of memory', 'CUDA out of memory')).toBe(false);
    const line = { message: 'CUDA out of memory', namespace: 'team-a' };
    expect(await logsInMemory([{ ...line, at: 99 }, { ...line, at: 150 }, { ...line, at: 160, namespace: 'team-b' }]).search(query)).toEqual([{ ...line, at: 150 }]);
  });
});

test('every selector gets the cluster, and nothing else changes', () => {
  expect(ofCluster('sum by (a) (rate(x[5m])) / on (a) y{b="c", d=~"e"} > 0 and z{} or vector(1)', 'p"q')).toBe(
    'sum by (a) (rate(x{cluster="p\\"q"}[5m])) / on (a) y{cluster="p\\"q", b="c", d=~"e"} > 0 and z{cluster="p\\"q"} or vector(1)',
  );
  expect(ofCluster('x', undefined)).toBe('x');
});

test('Prometheus is asked by so many queries at once, and a slow one fails by itself', async () => {
  let running = 0, most = 0;
  const server = createServer((_, response) => {
    most = Math.max(most, ++running);
    setTimeout(() => { running--; response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, '+Inf'] }] } })); }, 30);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const metrics = prometheus({ url, parallel: 3 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => metrics.instant('x', 1)));
    expect(answers[0]).toEqual([{ labels: { a: 'b' }, value: Infinity }]);
    expect(most).toBeLessThanOrEqual(3);
    await expect(prometheus({ url, timeoutMs: 5 }).instant('x', 1)).rejects.toThrow();
  } finally {
    server.close();
  }
});
