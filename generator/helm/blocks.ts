import { token, type Dot, type Expression } from './expression.ts';

/** What stands around a part of a manifest: a control structure of Helm, or a comment. */
export type Control =
  | { readonly kind: 'if'; readonly condition: Expression }
  | { readonly kind: 'with'; readonly value: Expression; readonly dot: Dot }
  | { readonly kind: 'range'; readonly list: Expression; readonly variables: string }
  | { readonly kind: 'comment'; readonly text: string };

const held = new Map<string, Block>();

/**
 * A part of a manifest inside a control structure. Where a value is wanted it wraps the whole entry or list item;
 * spread into an object (`...when(condition, { a, b })`) it wraps the entries of its body.
 */
export class Block {
  readonly #control: Control;
  readonly #body: unknown;
  readonly #otherwise: unknown;

  constructor(control: Control, body: unknown, otherwise?: unknown) {
    this.#control = control;
    this.#body = body;
    this.#otherwise = otherwise;
    // The one enumerable property: what a spread copies, and how the block is found again behind it.
    const key = token({ code: `block ${held.size}`, shape: 'map', oneLine: true });
    held.set(key, this);
    Object.defineProperty(this, key, { value: '', enumerable: true });
  }

  get control(): Control {
    return this.#control;
  }
  get body(): unknown {
    return this.#body;
  }
  /** What stands after `{{- else }}`. */
  get otherwise(): unknown {
    return this.#otherwise;
  }
}

/** The block that was spread into an object under this key. */
export const spreadBlock = (key: string): Block | undefined => held.get(key);
