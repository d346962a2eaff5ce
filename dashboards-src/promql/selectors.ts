import type { Expr } from './parse.ts';

export type Selector = Extract<Expr, { kind: 'selector' }>;

/** Every selector of an expression. */
export function selectors(expr: Expr): Selector[] {
  switch (expr.kind) {
    case 'selector': return [expr];
    case 'range': return selectors(expr.of);
    case 'aggregate': case 'call': return expr.args.flatMap(selectors);
    case 'binary': return [...selectors(expr.left), ...selectors(expr.right)];
    case 'number': case 'string': return [];
  }
}
