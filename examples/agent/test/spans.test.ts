import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { calls, idleFinding, report, says, ScriptedModel, tool, used } from '../../../test/unit/agent/scripted.ts';
import { Conversations } from '../src/agent/conversations.ts';
import { defaultLimits } from '../src/agent/limits.ts';
import type { AgentEvent, Asked } from '../src/agent/loop.ts';
import type { Model } from '../src/agent/model.ts';
import { spansOf, traced } from '../src/serve/spans.ts';

const SECRET = 'the payroll of team-a';

const asked = (model: Model | undefined, more: Partial<Asked> = {}): Asked => ({
  question: SECRET, scope: { namespace: 'team-a' }, conversation: new Conversations(defaultLimits).open('anna', undefined)!, findings: async () => report(idleFinding),
  model, tools: [tool('query', async () => SECRET), tool('broken', async () => { throw new Error(SECRET); })], limits: defaultLimits, signal: new AbortController().signal, ...more,
});

const named = (name: string, model: ScriptedModel): Model => ({ name, turn: (turn) => model.turn(turn) });

/** The spans of one answer, in the order in which they ended, and its events; it is left after the first event of `leaveAt`. */
async function spansOfAnswer(question: Asked, leaveAt?: AgentEvent['type']): Promise<{ spans: ReadableSpan[]; events: AgentEvent[] }> {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const events: AgentEvent[] = [];
  for await (const event of traced(provider.getTracer('test'))(question)) {
    events.push(event);
    if (event.type === leaveAt) break;
  }
  await provider.forceFlush();
  return { spans: exporter.getFinishedSpans(), events };
}

test('an answer has a span, and below it the analyzers, the turns and the calls of tools', async () => {
  const model = named('bedrock:claude', new ScriptedModel([says('Let me look.'), calls('query'), calls('broken'), used(100, 20)], [says('Done.'), used(300, 40)]));
  const { spans } = await spansOfAnswer(asked(model));
  assert.deepEqual(spans.map(({ name }) => name), ['investigate', 'chat claude', 'execute_tool query', 'execute_tool broken', 'chat claude', 'invoke_agent observability-agent']);
  const root = spans.at(-1)!;
  for (const span of spans.slice(0, -1)) assert.equal(span.parentSpanContext?.spanId, root.spanContext().spanId, span.name);
  assert.deepEqual(spans[1]!.attributes, { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'aws.bedrock', 'gen_ai.request.model': 'claude', 'gen_ai.request.max_tokens': defaultLimits.outputTokensOfTurn, 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.output_tokens': 20 });
  assert.equal(root.attributes['gen_ai.usage.input_tokens'], 400);
  assert.equal(root.attributes['gen_ai.usage.output_tokens'], 60);
  assert.deepEqual(spans.filter(({ status }) => status.code === SpanStatusCode.ERROR).map(({ name, attributes }) => [name, attributes['error.type']]), [['execute_tool broken', 'tool_error']]);
});

test('what was said is in no span', async () => {
  const model = named('anthropic:claude', new ScriptedModel([says(SECRET), calls('query', { about: SECRET }), used(1, 1)], [new Error(SECRET)]));
  const { spans, events } = await spansOfAnswer(asked(model));
  assert.ok(JSON.stringify(events).includes(SECRET));
  assert.ok(!JSON.stringify(spans.map(({ name, attributes, events: within, status }) => ({ name, attributes, within, status }))).includes(SECRET));
});

test('a provider that fails, and a caller who goes, are seen', async () => {
  const failing = await spansOfAnswer(asked(named('openai:llama', new ScriptedModel([new TypeError('no route')]))));
  assert.deepEqual(failing.spans.slice(1).map(({ name, attributes }) => [name, attributes['error.type']]), [['chat llama', 'TypeError'], ['invoke_agent observability-agent', 'failed']]);
  const left = await spansOfAnswer(asked(named('openai:llama', new ScriptedModel([calls('query')]))), 'call');
  assert.deepEqual(left.spans.map(({ name, attributes }) => [name, attributes['error.type']]), [['investigate', undefined], ['chat llama', undefined], ['execute_tool query', 'cancelled'], ['invoke_agent observability-agent', undefined]]);
});

test('without a model the span is that of the findings', async () => {
  const { spans } = await spansOfAnswer(asked(undefined));
  assert.deepEqual(spans.map(({ name }) => name), ['investigate', 'invoke_agent observability-agent']);
  assert.equal(spans[1]!.attributes['gen_ai.request.model'], undefined);
});

test('they go where the usual variables say, and nowhere without them', async () => {
  assert.equal(spansOf({}), undefined);
  const bodies: { path: string | undefined; body: { resourceSpans: { resource: { attributes: { key: string; value: { stringValue?: string } }[] }; scopeSpans: { spans: { name: string }[] }[] }[] } }[] = [];
  const collector = createServer(async (request, response) => {
    let body = '';
    for await (const part of request as AsyncIterable<Buffer>) body += part.toString();
    bodies.push({ path: request.url, body: JSON.parse(body) as (typeof bodies)[number]['body'] });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  try {
    const provider = spansOf(process.env)!;
    for await (const event of traced(provider.getTracer('test'))(asked(undefined))) void event;
    await provider.shutdown();
    assert.deepEqual(bodies.map(({ path }) => path), ['/v1/traces']);
    const [{ resource, scopeSpans }] = bodies[0]!.body.resourceSpans as [(typeof bodies)[number]['body']['resourceSpans'][number]];
    assert.equal(resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue, 'observability-agent');
    assert.deepEqual(scopeSpans[0]!.spans.map(({ name }) => name), ['investigate', 'invoke_agent observability-agent']);
  } finally {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    collector.closeAllConnections();
    collector.close();
  }
});
