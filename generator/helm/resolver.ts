import type { IResolver, ResolutionContext } from 'cdk8s';
import { Block, spreadBlock } from './blocks.ts';
import { token, type Expression } from './expression.ts';
import { expressionOf } from './reference.ts';

/**
 * Shows cdk8s something of the right form where the author wrote a template: its L1 classes copy only what Kubernetes'
 * schema names, so a text in the place of a struct would vanish. What the author wrote is put back by `manifestOf`.
 */
export class TemplateResolver implements IResolver {
  /** The blocks of `when(condition, body, otherwise)` of which cdk8s gets to see the second side. */
  others: ReadonlySet<Block> = new Set();

  resolve(context: ResolutionContext): void {
    const { value } = context;
    if (value instanceof Block) return context.replaceValue(this.shown(value));
    const own = expressionOf(value);
    if (own) return context.replaceValue(isItem(context) ? {} : placeholder(own));
    if (isUnion(value)) {
      const held = expressionOf(value.value);
      if (held) context.replaceValue({ value: token(held) });
    } else if (isMap(value) && Object.keys(value).some(key => spreadBlock(key))) {
      context.replaceValue(this.withoutSpreads(value));
    }
  }

  private shown(block: Block): unknown {
    return this.others.has(block) ? block.otherwise : block.body;
  }

  /** One level of them: cdk8s hands what is shown back to this resolver. */
  private withoutSpreads(map: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(map).flatMap(([key, value]) => {
        const block = spreadBlock(key);
        return block ? Object.entries(this.shown(block) as Record<string, unknown>) : [[key, value]];
      }),
    );
  }
}

/**
 * A list spread into a list of structs stands there as one item, which cdk8s takes for a struct:
 * of a list it would read the methods as fields (`values` of a node selector's expression).
 */
const isItem = ({ key, value }: ResolutionContext): boolean => /^\d+$/.test(key.at(-1) ?? '') && expressionOf(value)?.shape === 'list';

function placeholder(expression: Expression): unknown {
  if (expression.shape === 'map' || expression.shape === 'yaml') return {};
  if (expression.shape === 'list') return [];
  return token(expression);
}

/** IntOrString, Quantity and their kin hold theirs in `.value`. */
export const isUnion = (value: unknown): value is { readonly value: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && value.constructor !== Object && !(value instanceof Block) && 'value' in value;

export const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && value.constructor === Object;
