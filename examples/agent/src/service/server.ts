import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Conversations } from '../agent/conversations.ts';
import type { Limits } from '../agent/limits.ts';
import { answer, type AgentEvent } from '../agent/loop.ts';
import type { Model } from '../agent/model.ts';
import type { Tool } from '../agent/tool.ts';
import type { Scope } from '../census.ts';
import type { Report } from '../findings.ts';
import { investigateTool } from '../tools/investigate.ts';
import { callerOf, refusal, type Caller, type KnownCaller } from './callers.ts';
import { ServiceMetrics } from './metrics.ts';
import { page, pageHeaders } from './page.ts';
import { questionOf, type Question } from './question.ts';

export interface ServiceOptions {
  readonly callers: readonly KnownCaller[];
  readonly limits: Limits;
  /** Looks at a scope, back so many seconds. */
  readonly investigate: (scope: Scope, sinceSeconds: number) => Promise<Report>;
  readonly model?: Model;
  /** How a question is answered, where something watches it being answered. */
  readonly answer?: typeof answer;
  /** Tools of the MCP servers for a scope, for callers who may ask about everything: the servers themselves know no namespaces of callers. */
  readonly tools?: (scope: Scope) => readonly Tool[];
  /** Where panels are; the page links to them. */
  readonly grafana?: string;
  readonly log?: (line: Readonly<Record<string, unknown>>) => void;
}

/** Bytes of a request's body. */
const largest = 64 * 1024;

class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new Refused(413, `the body is larger than ${largest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const send = (response: ServerResponse, status: number, type: string, text: string, headers: Readonly<Record<string, string>> = {}): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers });
  response.end(text);
};

/** The service of the agent: `POST /prompt` streams an answer as server-sent events. */
export class Service {
  readonly metrics = new ServiceMetrics();
  readonly #options: ServiceOptions;
  readonly #conversations: Conversations;
  readonly #running = new Map<string, number>();

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#conversations = new Conversations(options.limits);
  }

  listen(port: number, host: string): Promise<Server> {
    const server = createServer((request, response) => void this.#handle(request, response));
    server.requestTimeout = 30_000;
    return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve(server)));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      const status = error instanceof Refused ? error.status : 500;
      if (status === 500) this.#options.log?.({ level: 'error', message: (error as Error).message });
      this.metrics.add('agent_requests_refused_total', { status: String(status) });
      if (response.headersSent) response.end();
      else send(response, status, 'application/json', JSON.stringify({ error: status === 500 ? 'something went wrong; the log of the service says what' : (error as Error).message }), status === 401 ? { 'www-authenticate': 'Bearer' } : {});
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = `${request.method} ${(request.url ?? '/').split('?')[0]}`;
    switch (path) {
      case 'GET /healthz': return send(response, 200, 'text/plain', 'ok\n');
      case 'GET /metrics': return send(response, 200, 'text/plain; version=0.0.4', this.metrics.exposition());
      case 'GET /': return send(response, 200, 'text/html; charset=utf-8', page(this.#options), pageHeaders());
      case 'POST /prompt': return this.#prompt(request, response);
      default: throw new Refused(404, `there is no ${path}; there are POST /prompt, GET /, GET /healthz and GET /metrics`);
    }
  }

  async #prompt(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const caller = callerOf(request.headers.authorization, this.#options.callers);
    if (!caller) throw new Refused(401, 'send "Authorization: Bearer TOKEN" with a token that the service knows');
    const asked = questionOf(await bodyOf(request), this.#options.limits);
    if (typeof asked === 'string') throw new Refused(400, asked);
    const refused = refusal(caller, asked.scope.namespace);
    if (refused) throw new Refused(403, refused);
    const conversation = this.#conversations.open(caller.name, asked.conversation);
    if (!conversation) throw new Refused(404, `you have no conversation ${asked.conversation}; leave "conversation" out to begin one`);
    const running = this.#running.get(caller.name) ?? 0;
    if (running >= this.#options.limits.parallel) throw new Refused(429, `${running} of your questions are being answered; wait for one of them`);
    this.#running.set(caller.name, running + 1);
    this.metrics.add('agent_questions_running', {}, 1);
    try {
      await this.#stream(asked, caller, conversation, response);
      this.#conversations.trim(conversation);
    } finally {
      this.#running.set(caller.name, (this.#running.get(caller.name) ?? 1) - 1);
      this.metrics.add('agent_questions_running', {}, -1);
    }
  }

  async #stream({ question, scope, since }: Question, caller: Caller, conversation: NonNullable<ReturnType<Conversations['open']>>, response: ServerResponse): Promise<void> {
    const { limits, model, investigate } = this.#options;
    const gone = new AbortController();
    response.on('close', () => gone.abort(new Error('the caller has gone')));
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    const tools = [investigateTool(scope, investigate), ...(caller.namespaces ? [] : this.#options.tools?.(scope) ?? [])];
    const began = performance.now();
    for await (const event of (this.#options.answer ?? answer)({ question, scope, conversation, findings: () => investigate(scope, since), model, tools, limits, signal: gone.signal })) {
      this.#count(event);
      if (!response.destroyed) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    this.metrics.add('agent_answer_seconds_total', {}, (performance.now() - began) / 1000);
    this.#options.log?.({ level: 'info', message: 'answered', caller: caller.name, scope, seconds: Math.round(performance.now() - began) / 1000 });
    response.end();
  }

  #count(event: AgentEvent): void {
    if (event.type === 'findings') for (const { analyzer, severity } of event.report.findings) this.metrics.add('agent_findings_total', { analyzer, severity });
    if (event.type === 'result') this.metrics.add('agent_tool_calls_total', { outcome: event.ok ? 'ok' : 'failed' });
    if (event.type !== 'done') return;
    this.metrics.add('agent_questions_total', { reason: event.reason });
    this.metrics.add('agent_tokens_total', { direction: 'input' }, event.inputTokens);
    this.metrics.add('agent_tokens_total', { direction: 'output' }, event.outputTokens);
  }
}
