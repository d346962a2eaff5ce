/** How Helm has to print what an expression yields. */
export type Shape =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'map'
  | 'list'
  /** Text of several lines, for a block. */
  | 'block'
  /** Text that is the YAML of a map already. */
  | 'yaml';

/** A Go template pipeline without its braces, for example `.Values.clusterName`. */
export interface Expression {
  /** The pipeline; {@link ROOT} stands where the chart's root context is meant. */
  readonly code: string;
  readonly shape: Shape;
  /** The result can never hold a line break, so it may stand inside a block of text. */
  readonly oneLine: boolean;
}

/** True where the expression yields a map or a list. */
export const isCollection = ({ shape }: Expression): boolean => shape === 'map' || shape === 'list' || shape === 'yaml';

/** Marks the root context inside an expression: printed as `$` where `with` or `range` have moved the dot, as nothing or `.` elsewhere. */
export const ROOT = '\uE002';

// Inside strings an expression travels as OPEN id CLOSE: private-use characters that no manifest contains.
const OPEN = '\uE000';
const CLOSE = '\uE001';
const TOKEN = new RegExp(`${OPEN}(\\d+)${CLOSE}`);

const expressions: Expression[] = [];
const ids = new Map<string, number>();

/** The text that carries an expression through strings and object keys. */
export function token(expression: Expression): string {
  const identity = `${expression.shape} ${expression.oneLine} ${expression.code}`;
  let id = ids.get(identity);
  if (id === undefined) {
    id = expressions.push(expression) - 1;
    ids.set(identity, id);
  }
  return `${OPEN}${id}${CLOSE}`;
}

/** Literal text at even places, expressions at odd ones. */
export function split(text: string): (string | Expression)[] {
  return text.split(TOKEN).map((part, place) => (place % 2 ? expressions[Number(part)]! : part));
}

/** The expression, when the text is nothing but one token. */
export function only(text: string): Expression | undefined {
  const [before, expression, after, ...more] = split(text);
  return typeof expression === 'object' && !before && !after && more.length === 0 ? expression : undefined;
}

/** True when a private-use character of the engine is left in a text. */
export const hasToken = (text: string): boolean => /[\uE000-\uE002]/.test(text);

/** The expression as it is written in a template. */
export function codeOf(expression: Expression, dotMoved = false): string {
  return expression.code.replaceAll(`${ROOT}.`, dotMoved ? '$.' : '.').replaceAll(ROOT, dotMoved ? '$' : '.');
}
