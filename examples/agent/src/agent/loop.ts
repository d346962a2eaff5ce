import { randomBytes } from 'node:crypto';
import type { Scope } from '../census.ts';
import type { Report } from '../findings.ts';
import type { Conversation } from './conversations.ts';
import { deadline, stoppable } from './deadline.ts';
import type { Limits } from './limits.ts';
import type { Message, Model, ToolCall } from './model.ts';
import { systemPrompt, withFindings } from './prompt.ts';
import { asData, trimmed, within, type Tool } from './tool.ts';

/** What happens while a question is answered, in order. */
export type AgentEvent =
  | { readonly type: 'conversation'; readonly id: string }
  | { readonly type: 'findings'; readonly report: Report }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly id: string; readonly tool: string; readonly input: unknown }
  | { readonly type: 'result'; readonly id: string; readonly tool: string; readonly ok: boolean; readonly text: string }
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'done'; readonly reason: 'answered' | 'findings only' | 'limit' | 'failed'; readonly inputTokens: number; readonly outputTokens: number; readonly toolCalls: number };

export interface Asked {
  readonly question: string;
  readonly scope: Scope;
  readonly conversation: Conversation;
  /** Runs the analyzers. */
  readonly findings: (signal: AbortSignal) => Promise<Report>;
  /** Without one the answer is the findings. */
  readonly model?: Model | undefined;
  readonly tools: readonly Tool[];
  readonly limits: Limits;
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal;
}

interface Used {
  inputTokens: number;
  outputTokens: number;
  toolCalls: number;
}

const done = (reason: Extract<AgentEvent, { type: 'done' }>['reason'], used: Used): AgentEvent => ({ type: 'done', reason, ...used });

/** Answers a question: the analyzers first, then, with a model, turn by turn with tools, until it has answered or a limit is reached. Never throws. */
export async function* answer(asked: Asked): AsyncGenerator<AgentEvent> {
  const { conversation, limits, model } = asked;
  const used: Used = { inputTokens: 0, outputTokens: 0, toolCalls: 0 };
  const { signal, passed, end } = deadline(limits.answerMs, asked.signal);
  yield { type: 'conversation', id: conversation.id };
  try {
    const report = await within(asked.findings, limits.answerMs, signal);
    yield { type: 'findings', report };
    if (!model) return yield done('findings only', used);
    conversation.messages.push({ role: 'user', text: withFindings(asked.question, report) });
    yield* turns({ ...asked, model, signal }, used);
  } catch (error) {
    yield { type: 'error', message: passed() ? `the answer took longer than ${limits.answerMs / 1000} s` : (error as Error).message };
    yield done(passed() ? 'limit' : 'failed', used);
  } finally {
    end();
    mend(conversation);
  }
}

async function* turns({ scope, conversation, model, tools, limits, signal }: Asked & { model: Model }, used: Used): AsyncGenerator<AgentEvent> {
  const marker = randomBytes(6).toString('hex');
  const system = systemPrompt(scope, marker);
  for (let turn = 0; turn < limits.turns; turn++) {
    let said = '';
    const calls: ToolCall[] = [];
    for await (const event of stoppable(model.turn({ system, messages: conversation.messages, tools, maxOutputTokens: limits.outputTokensOfTurn, signal }), signal)) {
      if (event.kind === 'text') { said += event.text; yield { type: 'text', text: event.text }; }
      else if (event.kind === 'call') calls.push(event.call);
      else { used.inputTokens += event.inputTokens; used.outputTokens += event.outputTokens; }
    }
    conversation.messages.push({ role: 'assistant', text: said, calls });
    if (calls.length === 0) return yield done('answered', used);
    for (const call of calls) {
      if (used.toolCalls >= limits.toolCalls) return yield* stopped(`${limits.toolCalls} calls of tools`, used);
      used.toolCalls++;
      yield { type: 'call', id: call.id, tool: call.name, input: call.input };
      const { ok, text } = await called(call, tools, limits, signal);
      conversation.messages.push({ role: 'tool', id: call.id, name: call.name, text: asData(call.name, text, marker) });
      yield { type: 'result', id: call.id, tool: call.name, ok, text };
    }
    if (used.inputTokens + used.outputTokens >= limits.tokens) return yield* stopped(`${limits.tokens} tokens`, used);
  }
  yield* stopped(`${limits.turns} turns`, used);
}

function* stopped(limit: string, used: Used): Generator<AgentEvent> {
  yield { type: 'error', message: `stopped at the limit of ${limit}; the findings and what was asked so far stand above` };
  yield done('limit', used);
}

/** A tool that is not there, fails or hangs is told to the model, which may ask otherwise; only a caller who has gone ends the answer. */
async function called({ name, input }: ToolCall, tools: readonly Tool[], { toolMs, toolCharacters }: Limits, signal: AbortSignal): Promise<{ ok: boolean; text: string }> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) return { ok: false, text: `there is no tool ${name}; there are ${tools.map((one) => one.name).join(', ') || 'none'}` };
  try {
    return { ok: true, text: trimmed(await within((within) => tool.call(input, within), toolMs, signal), toolCharacters) };
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, text: trimmed(`${name} failed: ${(error as Error).message}`, toolCharacters) };
  }
}

/** Providers refuse a conversation in which a call has no answer: what was cut off is told as such. */
function mend({ messages }: Conversation): void {
  const last = messages.map(({ role }) => role).lastIndexOf('assistant');
  const message = messages[last];
  if (message?.role !== 'assistant') return;
  const answered = new Set(messages.slice(last).flatMap((one): readonly string[] => (one.role === 'tool' ? [one.id] : [])));
  const open: Message[] = message.calls.filter(({ id }) => !answered.has(id)).map(({ id, name }) => ({ role: 'tool', id, name, text: 'not run: the answer was stopped' }));
  messages.push(...open);
}
