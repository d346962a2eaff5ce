import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../examples/agent/src/agent/limits.ts';
import type { AgentEvent } from '../../../examples/agent/src/agent/loop.ts';
import { callersOf } from '../../../examples/agent/src/service/callers.ts';
import { Service, type ServiceOptions } from '../../../examples/agent/src/service/server.ts';
import { calls, idleFinding, report, says, ScriptedModel, tool } from './scripted.ts';

const anna = 'anna-token-0123456789', berta = 'berta-token-0123456789';
const callers = callersOf(JSON.stringify([{ name: 'anna', token: anna }, { name: 'berta', token: berta, namespaces: ['team-b'] }]));

let server: Server | undefined;
afterEach(() => { server?.closeAllConnections(); server?.close(); server = undefined; });

async function start(options: Partial<ServiceOptions> = {}): Promise<{ url: string; service: Service }> {
  const service = new Service({ callers, limits: defaultLimits, investigate: async () => report(idleFinding), ...options });
  server = await service.listen(0, '127.0.0.1');
  return { service, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const post = (url: string, body: unknown, token = anna, signal?: AbortSignal): Promise<Response> =>
  fetch(`${url}/prompt`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: typeof body === 'string' ? body : JSON.stringify(body), ...(signal && { signal }) });

const events = (text: string): AgentEvent[] => text.split('\n\n').filter(Boolean).map((part) => JSON.parse(/^data: (.*)$/m.exec(part)![1]!) as AgentEvent);

async function metric(url: string, line: RegExp): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${line.source} (\\S+)$`, 'm').exec(text)?.[1]);
}

describe('POST /prompt', () => {
  test('streams findings without any model', async () => {
    const { url } = await start();
    const response = await post(url, { question: 'Why?', namespace: 'team-a' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(events(await response.text()).map(({ type }) => type)).toEqual(['conversation', 'findings', 'done']);
    expect(await metric(url, /agent_findings_total\{analyzer="gpu-idle",severity="warning"\}/)).toBe(1);
    expect(await metric(url, /agent_questions_total\{reason="findings only"\}/)).toBe(1);
    expect(await metric(url, /agent_questions_running/)).toBe(0);
  });

  test('streams steps and text with one, and goes on with a conversation', async () => {
    const model = new ScriptedModel([calls('prometheus_query')], [says('Idle.')], [says('Still idle.')]);
    const { url } = await start({ model, tools: () => [tool('prometheus_query', async () => '8')] });
    const first = events(await (await post(url, { question: 'Why?' })).text());
    expect(first.map(({ type }) => type)).toEqual(['conversation', 'findings', 'call', 'result', 'text', 'done']);
    const { id } = first[0] as Extract<AgentEvent, { type: 'conversation' }>;
    await (await post(url, { question: 'And now?', conversation: id })).text();
    expect(model.told.at(-1)!.messages.filter(({ role }) => role === 'user')).toHaveLength(2);
    const stolen = await post(url, { question: 'Show me', conversation: id, namespace: 'team-b' }, berta);
    expect([stolen.status, await stolen.json()]).toEqual([404, { error: expect.stringContaining('you have no conversation') }]);
  });

  test.each([
    ['', 400, 'no JSON'], ['[]', 400, 'no object'], [{}, 400, '"question" is empty'], [{ question: 'x'.repeat(4001) }, 400, 'longer than 4000'], [{ question: 'x', limit: 1 }, 400, '"limit" is not known'],
    [{ question: 'x', namespace: 'a"} or vector(1) #' }, 400, 'no name of Kubernetes'], [{ question: 'x', workload: 'y' }, 400, 'needs "namespace"'], [{ question: 'x', since: '1s' }, 400, '"since"'],
    [{ question: 'x', namespace: 3 }, 400, 'no text'], ['x'.repeat(70_000), 413, 'larger than'],
  ])('refuses %j', async (body, status, message) => {
    const { url } = await start();
    const response = await post(url, body);
    expect([response.status, await response.json()]).toEqual([status, { error: expect.stringContaining(message) }]);
  });

  test('lets in only who has a token, and to no other namespace', async () => {
    const { url } = await start();
    expect((await post(url, { question: 'x' }, 'wrong')).status).toBe(401);
    expect((await fetch(`${url}/prompt`, { method: 'POST', body: '{"question":"x"}' })).headers.get('www-authenticate')).toBe('Bearer');
    expect((await post(url, { question: 'x' }, berta)).status).toBe(403);
    expect((await post(url, { question: 'x', namespace: 'team-a' }, berta)).status).toBe(403);
    expect((await post(url, { question: 'x', namespace: 'team-b' }, berta)).status).toBe(200);
  });

  test('gives a caller of some namespaces the analyzers only', async () => {
    const model = new ScriptedModel([says('ok')]);
    const { url } = await start({ model, tools: () => [tool('kubernetes_pods_list', async () => 'x')] });
    await (await post(url, { question: 'x', namespace: 'team-b' }, berta)).text();
    expect(model.told[0]!.tools.map(({ name }) => name)).toEqual(['investigate']);
  });

  test('answers so many questions of a caller at once, and frees the place of one who goes', async () => {
    const model = new ScriptedModel(({ signal }) => (async function* () { yield says('Hm'); await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))); })());
    const { url } = await start({ model, limits: { ...defaultLimits, parallel: 1 } });
    const gone = new AbortController();
    const first = await post(url, { question: 'x' }, anna, gone.signal);
    const reader = first.body!.getReader();
    await reader.read();
    expect((await post(url, { question: 'y' })).status).toBe(429);
    gone.abort();
    await expect.poll(() => metric(url, /agent_questions_running/)).toBe(0);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

test('the page runs nothing but its own script, and puts no address into markup unescaped', async () => {
  const { url } = await start({ grafana: 'https://g.example.com/"><script>alert(1)</script>' });
  const response = await fetch(url);
  const policy = response.headers.get('content-security-policy')!;
  const html = await response.text();
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self';/);
  expect(html).not.toContain('<script>alert');
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toMatch(/innerHTML|STYLE|SCRIPT|GRAFANA/);
  expect((await fetch(`${url}/../etc/passwd`)).status).toBe(404);
});

test.each([['', 'no JSON'], ['[]', 'names nobody'], ['[{"token":"0123456789abcdef"}]', 'has no name'], ['[{"name":"a","token":"short"}]', 'shorter than 16'], ['[{"name":"a","token":"0123456789abcdef","namespaces":"x"}]', 'no list']])('the file of callers %j is refused', (text, message) => {
  expect(() => callersOf(text)).toThrow(message);
});
