import { jsonSchema, streamText, tool, type LanguageModel, type ModelMessage, type ToolSet } from 'ai';
import type { Message, Model, ModelEvent, ToolDescription, Turn } from '../agent/model.ts';

const messageOf = (message: Message): ModelMessage => {
  switch (message.role) {
    case 'user': return { role: 'user', content: message.text };
    case 'assistant': return { role: 'assistant', content: [...(message.text ? [{ type: 'text' as const, text: message.text }] : []), ...message.calls.map(({ id, name, input }) => ({ type: 'tool-call' as const, toolCallId: id, toolName: name, input }))] };
    case 'tool': return { role: 'tool', content: [{ type: 'tool-result', toolCallId: message.id, toolName: message.name, output: { type: 'text', value: message.text } }] };
  }
};

/** Tools without `execute`: the SDK hands calls over, and the loop of the agent runs them within its own limits. */
const toolsOf = (tools: readonly ToolDescription[]): ToolSet => Object.fromEntries(tools.map(({ name, description, schema }) => [name, tool({ description, inputSchema: jsonSchema<Record<string, unknown>>(schema) }) as ToolSet[string]]));

/** Any model of the AI SDK. */
export function aiSdkModel(name: string, model: LanguageModel): Model {
  return {
    name,
    async *turn({ system, messages, tools, maxOutputTokens, signal }: Turn): AsyncGenerator<ModelEvent> {
      const { fullStream } = streamText({ model, system, messages: messages.map(messageOf), tools: toolsOf(tools), maxOutputTokens, abortSignal: signal, maxRetries: 2, onError: () => undefined });
      for await (const part of fullStream) {
        if (part.type === 'text-delta') yield { kind: 'text', text: part.text };
        else if (part.type === 'tool-call') yield { kind: 'call', call: { id: part.toolCallId, name: part.toolName, input: part.input } };
        else if (part.type === 'finish') yield { kind: 'usage', inputTokens: part.totalUsage.inputTokens ?? 0, outputTokens: part.totalUsage.outputTokens ?? 0 };
        else if (part.type === 'error') throw part.error instanceof Error ? part.error : new Error(String(part.error));
      }
    },
  };
}
