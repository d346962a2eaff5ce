/** What one question may use up. */
export interface Limits {
  /** Characters of a question. */
  readonly questionLength: number;
  /** Turns of the model. */
  readonly turns: number;
  readonly toolCalls: number;
  /** Input and output tokens of all turns together. */
  readonly tokens: number;
  readonly outputTokensOfTurn: number;
  /** Milliseconds for the whole answer, and for one tool. */
  readonly answerMs: number;
  readonly toolMs: number;
  /** Characters of a tool's answer that a model is told. */
  readonly toolCharacters: number;
  /** Conversations that are kept of one caller, the messages of one, and how long an idle one is kept. */
  readonly conversations: number;
  readonly messages: number;
  readonly idleMs: number;
  /** Questions of one caller that are answered at once. */
  readonly parallel: number;
}

export const defaultLimits: Limits = {
  questionLength: 4_000, turns: 12, toolCalls: 30, tokens: 300_000, outputTokensOfTurn: 4_000, answerMs: 180_000, toolMs: 30_000, toolCharacters: 12_000,
  conversations: 20, messages: 60, idleMs: 3_600_000, parallel: 2,
};
