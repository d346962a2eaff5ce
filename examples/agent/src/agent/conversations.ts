import { randomUUID } from 'node:crypto';
import type { Limits } from './limits.ts';
import type { Message } from './model.ts';

export interface Conversation {
  readonly id: string;
  messages: Message[];
  usedAt: number;
}

/** Conversations by their caller: nobody reads or continues another's. */
export class Conversations {
  readonly #byCaller = new Map<string, Map<string, Conversation>>();
  readonly #limits: Pick<Limits, 'conversations' | 'messages' | 'idleMs'>;
  readonly #now: () => number;

  constructor(limits: Pick<Limits, 'conversations' | 'messages' | 'idleMs'>, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
  }

  /** The conversation of this caller, or a new one; undefined where the id is not one of the caller's. */
  open(caller: string, id?: string): Conversation | undefined {
    const own = this.#of(caller);
    for (const [key, { usedAt }] of own) if (this.#now() - usedAt > this.#limits.idleMs) own.delete(key);
    const found = id === undefined ? { id: randomUUID(), messages: [], usedAt: this.#now() } : own.get(id);
    if (!found) return undefined;
    found.usedAt = this.#now();
    // A Map keeps the order of insertion: the one that was used least recently stands first.
    own.delete(found.id);
    own.set(found.id, found);
    for (const key of [...own.keys()].slice(0, Math.max(0, own.size - this.#limits.conversations))) own.delete(key);
    return found;
  }

  /** Keeps the newest messages; a conversation begins with a question, as providers want it, and no tool answers what nobody asked. */
  trim(conversation: Conversation): void {
    const { messages } = conversation;
    if (messages.length <= this.#limits.messages) return;
    const from = messages.findIndex(({ role }, index) => index >= messages.length - this.#limits.messages && role === 'user');
    conversation.messages = from < 0 ? messages.slice(messages.map(({ role }) => role).lastIndexOf('user')) : messages.slice(from);
  }

  #of(caller: string): Map<string, Conversation> {
    const own = this.#byCaller.get(caller) ?? new Map<string, Conversation>();
    this.#byCaller.set(caller, own);
    return own;
  }
}
