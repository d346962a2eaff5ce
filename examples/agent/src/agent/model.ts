/** A tool as a model sees it. */
export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** What was said so far, as every provider can be told. */
export type Message =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly id: string; readonly name: string; readonly text: string };

/** What a model says in one turn, piece by piece. */
export type ModelEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly call: ToolCall }
  | { readonly kind: 'usage'; readonly inputTokens: number; readonly outputTokens: number };

export interface Turn {
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDescription[];
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
}

/** A language model that can call tools. It runs none of them. */
export interface Model {
  readonly name: string;
  /** @throws where the provider fails; ends early when the signal aborts. */
  turn(turn: Turn): AsyncIterable<ModelEvent>;
}
