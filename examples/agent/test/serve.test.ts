import assert from 'node:assert/strict';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { MockLanguageModelV3, simulateReadableStream } from 'ai/test';
import type { Message, ModelEvent } from '../src/agent/model.ts';
import { aiSdkModel } from '../src/serve/ai-sdk.ts';
import { mcpTools } from '../src/serve/mcp.ts';
import { modelOf } from '../src/serve/providers.ts';

const usage = { inputTokens: { total: 12, noCache: 12, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: 5, text: 5, reasoning: 0 } };

test('a model of the AI SDK is told the conversation, and its calls are handed over and not run', async () => {
  const model = new MockLanguageModelV3({
    doStream: async () => ({
      stream: simulateReadableStream({
        chunks: [
          { type: 'text-start', id: '1' }, { type: 'text-delta', id: '1', delta: 'Let me look.' }, { type: 'text-end', id: '1' },
          { type: 'tool-call', toolCallId: 'c1', toolName: 'query', input: '{"q":"up"}' },
          { type: 'finish', finishReason: { unified: 'tool-calls', raw: undefined }, usage },
        ],
      }),
    }),
  });
  const messages: Message[] = [
    { role: 'user', text: 'Why?' }, { role: 'assistant', text: '', calls: [{ id: 'c0', name: 'query', input: { q: 'a' } }] }, { role: 'tool', id: 'c0', name: 'query', text: '42' },
  ];
  const events: ModelEvent[] = [];
  const tools = [{ name: 'query', description: 'asks', schema: { type: 'object', properties: { q: { type: 'string' } } } }];
  for await (const event of aiSdkModel('mock', model).turn({ system: 'method', messages, tools, maxOutputTokens: 100, signal: new AbortController().signal })) events.push(event);
  assert.deepEqual(events, [
    { kind: 'text', text: 'Let me look.' }, { kind: 'call', call: { id: 'c1', name: 'query', input: { q: 'up' } } }, { kind: 'usage', inputTokens: 12, outputTokens: 5 },
  ]);
  const { prompt, tools: told = [] } = model.doStreamCalls[0]!;
  assert.deepEqual(prompt.map(({ role }) => role), ['system', 'user', 'assistant', 'tool']);
  assert.deepEqual(told.map(({ name }) => name), ['query']);
});

test('what a provider says when it fails is an error of the turn', async () => {
  const model = new MockLanguageModelV3({ doStream: async () => { throw new Error('AccessDenied'); } });
  await assert.rejects(async () => { for await (const event of aiSdkModel('mock', model).turn({ system: '', messages: [{ role: 'user', text: 'x' }], tools: [], maxOutputTokens: 10, signal: new AbortController().signal })) void event; }, /AccessDenied/);
});

test('the environment names the model, or is told what it lacks', () => {
  assert.equal(modelOf({}), undefined);
  assert.equal(modelOf({ AGENT_MODEL: 'bedrock:anthropic.claude-sonnet-4-5-20250929-v1:0', AWS_REGION: 'us-west-2' })?.name, 'bedrock:anthropic.claude-sonnet-4-5-20250929-v1:0');
  assert.equal(modelOf({ AGENT_MODEL: 'openai:llama', OPENAI_BASE_URL: 'http://vllm:8000/v1' })?.name, 'openai:llama');
  assert.throws(() => modelOf({ AGENT_MODEL: 'bedrock:x' }), /AWS_REGION/);
  assert.throws(() => modelOf({ AGENT_MODEL: 'anthropic:x' }), /ANTHROPIC_API_KEY/);
  assert.throws(() => modelOf({ AGENT_MODEL: 'openai:x' }), /OPENAI_BASE_URL/);
  assert.throws(() => modelOf({ AGENT_MODEL: 'claude' }), /write bedrock:MODEL/);
});

test('an OpenAI-compatible endpoint is asked as vLLM answers', async () => {
  const bodies: { model: string; stream: boolean; tools: { function: { name: string } }[] }[] = [];
  const chunk = (delta: object, finish: string | null = null): string => `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'llama', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const endpoint = createServer(async (request, response) => {
    let body = '';
    for await (const part of request as AsyncIterable<Buffer>) body += part.toString();
    bodies.push(JSON.parse(body) as (typeof bodies)[number]);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end([
      chunk({ role: 'assistant', content: 'Hm.' }), chunk({ tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'investigate', arguments: '{"since":' } }] }), chunk({ tool_calls: [{ index: 0, function: { arguments: '"6h"}' } }] }),
      chunk({}, 'tool_calls'), `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'llama', choices: [], usage: { prompt_tokens: 30, completion_tokens: 7, total_tokens: 37 } })}\n\n`, 'data: [DONE]\n\n',
    ].join(''));
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  try {
    const model = modelOf({ AGENT_MODEL: 'openai:llama', OPENAI_BASE_URL: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/v1` })!;
    const events: ModelEvent[] = [];
    const tools = [{ name: 'investigate', description: 'looks', schema: { type: 'object', properties: { since: { type: 'string' } } } }];
    for await (const event of model.turn({ system: 'method', messages: [{ role: 'user', text: 'Why?' }], tools, maxOutputTokens: 100, signal: new AbortController().signal })) events.push(event);
    assert.deepEqual(events, [{ kind: 'text', text: 'Hm.' }, { kind: 'call', call: { id: 'c1', name: 'investigate', input: { since: '6h' } } }, { kind: 'usage', inputTokens: 30, outputTokens: 7 }]);
    assert.deepEqual(bodies.map(({ model: name, stream, tools: told }) => [name, stream, told.map((one) => one.function.name)]), [['llama', true, ['investigate']]]);
  } finally {
    endpoint.closeAllConnections();
    endpoint.close();
  }
});

let http: HttpServer;
let asked: (string | undefined)[] = [];
before(async () => {
  http = createServer(async (request, response) => {
    asked.push(request.headers.authorization);
    const server = new McpServer({ name: 'pods', version: '1.0.0' });
    server.registerTool('pods_list', { description: 'lists pods' }, async () => ({ content: [{ type: 'text', text: 'pod-1' }] }));
    server.registerTool('events_list', { description: 'fails' }, async () => ({ isError: true, content: [{ type: 'text', text: 'forbidden' }] }));
    server.registerTool('pods_delete', { description: 'must not be offered' }, async () => ({ content: [] }));
    const transport = new StreamableHTTPServerTransport({});
    await server.connect(transport as Parameters<typeof server.connect>[0]);
    await transport.handleRequest(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});
after(() => { http.closeAllConnections(); http.close(); });

test('of an MCP server only the tools that read are offered, with its token', async () => {
  const tools = await mcpTools({ name: 'kubernetes', url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`, token: 'secret' });
  assert.deepEqual(tools.map(({ name }) => name), ['pods_list', 'events_list']);
  const signal = new AbortController().signal;
  assert.equal(await tools[0]!.call({}, signal), 'pod-1');
  await assert.rejects(tools[1]!.call({}, signal), /forbidden/);
  assert.deepEqual([...new Set(asked)], ['Bearer secret']);
});
