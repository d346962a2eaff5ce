import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { answer, type AgentEvent, type Asked } from '../agent/loop.ts';
import type { Model, ModelEvent, Turn } from '../agent/model.ts';

/** Name of the agent, and of its service unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES say otherwise. */
const AGENT = 'observability-agent';

/** What OpenTelemetry calls the providers of AGENT_MODEL (semantic conventions for generative AI 1.37, gen_ai.provider.name). */
const providers: Readonly<Record<string, string>> = { bedrock: 'aws.bedrock', anthropic: 'anthropic', openai: 'openai' };

/** Sends spans where the usual OTEL_EXPORTER_OTLP_* variables say, by OTLP over HTTP; undefined where they name no endpoint. */
export function spansOf(environment: Readonly<Record<string, string | undefined>>): TracerProvider | undefined {
  const endpoint = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!endpoint || environment['OTEL_SDK_DISABLED'] === 'true') return undefined;
  const resource = defaultResource().merge(resourceFromAttributes({ 'service.name': AGENT })).merge(detectResources({ detectors: [envDetector] }));
  return new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })] });
}

/**
 * Answers as `answer` does, with a span for the answer and, below it, one for the analyzers, each turn of the model and each call of a tool.
 * Spans hold names, counts and outcomes, never what a caller, a model or a tool said.
 */
export const traced = (tracer: Tracer): typeof answer => async function* (asked) {
  const root = tracer.startSpan(`invoke_agent ${AGENT}`, {
    kind: SpanKind.INTERNAL,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': AGENT, 'gen_ai.conversation.id': asked.conversation.id, ...(asked.model && attributesOf(asked.model)) },
  });
  const below = trace.setSpan(ROOT_CONTEXT, root);
  const calls = new Map<string, Span>();
  try {
    for await (const event of answer(observed(asked, tracer, below))) {
      if (event.type === 'call') calls.set(event.id, tracer.startSpan(`execute_tool ${event.tool}`, { attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': event.tool, 'gen_ai.tool.call.id': event.id, 'gen_ai.tool.type': 'function' } }, below));
      else if (event.type === 'result') ended(calls, event);
      else if (event.type === 'done') finish(root, event);
      yield event;
    }
  } finally {
    for (const open of calls.values()) failed(open, 'cancelled').end();
    root.end();
  }
};

function ended(calls: Map<string, Span>, { id, ok }: Extract<AgentEvent, { type: 'result' }>): void {
  const span = calls.get(id);
  calls.delete(id);
  if (span && !ok) failed(span, 'tool_error');
  span?.end();
}

function finish(root: Span, { reason, inputTokens, outputTokens }: Extract<AgentEvent, { type: 'done' }>): void {
  root.setAttributes({ 'gen_ai.usage.input_tokens': inputTokens, 'gen_ai.usage.output_tokens': outputTokens });
  if (reason === 'failed' || reason === 'limit') failed(root, reason);
}

/** `error.type` is of few values, as it becomes a label of metrics made from spans. */
const failed = (span: Span, type: string): Span => span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type);

function observed(asked: Asked, tracer: Tracer, below: Context): Asked {
  const findings: Asked['findings'] = (signal) => during(tracer.startSpan('investigate', {}, below), () => asked.findings(signal));
  return { ...asked, findings, model: asked.model && observedModel(asked.model, tracer, below) };
}

async function during<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    failed(span, (error as Error).name);
    throw error;
  } finally {
    span.end();
  }
}

function attributesOf({ name }: Model): Attributes {
  const [provider = '', ...id] = name.split(':');
  return { 'gen_ai.provider.name': providers[provider] ?? provider, 'gen_ai.request.model': id.join(':') || name };
}

function observedModel(model: Model, tracer: Tracer, below: Context): Model {
  const attributes = attributesOf(model);
  return {
    name: model.name,
    async *turn(turn: Turn): AsyncGenerator<ModelEvent> {
      const span = tracer.startSpan(`chat ${attributes['gen_ai.request.model']}`, { kind: SpanKind.CLIENT, attributes: { 'gen_ai.operation.name': 'chat', ...attributes, 'gen_ai.request.max_tokens': turn.maxOutputTokens } }, below);
      let complete = false;
      try {
        for await (const event of model.turn(turn)) {
          if (event.kind === 'usage') span.setAttributes({ 'gen_ai.usage.input_tokens': event.inputTokens, 'gen_ai.usage.output_tokens': event.outputTokens });
          yield event;
        }
        complete = true;
      } catch (error) {
        failed(span, (error as Error).name);
        complete = true;
        throw error;
      } finally {
        if (!complete) failed(span, 'cancelled');
        span.end();
      }
    },
  };
}
