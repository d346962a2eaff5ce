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

/** What the dot means at a place of a template: {@link ROOT}, what a `with` made it, or an element of a `range`. */
export type Dot = string;
export const ELEMENT: Dot = '';
const WITH = '\uE003';
const WITH_DOT = new RegExp(`${WITH}([^${WITH}]*)${WITH}`, 'g');

/** The dot inside `{{- with value }}`. */
export const dotOf = ({ code }: Expression): Dot => `${WITH}${code.replaceAll(WITH, '')}${WITH}`;

// Inside strings an expression travels as OPEN id CLOSE: private-use characters that no manifest contains.
// The letters of two cases break when the string is put into either.
const OPEN = '\uE000vV';
const CLOSE = '\uE001';
const TOKEN = new RegExp(`${OPEN}(\\d+)${CLOSE}`);
const TOKENS = new RegExp(TOKEN, 'g');
const ENGINE = /[\uE000-\uE003]/;

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
export const hasToken = (text: string): boolean => ENGINE.test(text);

/** A text with engine characters as a person can read it. */
export const readable = (text: string): string => text.replaceAll(TOKENS, '…').replace(/[\uE000-\uE003]/g, '…');

/**
 * The expression as it is written in a template where the dot has a meaning.
 * @throws Error when it needs the dot of a `with` that is not the innermost control structure
 */
export function codeOf({ code }: Expression, dot: Dot = ROOT): string {
  const root = dot === ROOT ? '' : '$';
  return code
    .replace(WITH_DOT, (own: string, value: string) => {
      if (own === dot) return '.';
      throw new Error(`what given(${value.replaceAll(ROOT, '')}, …) hands to its body is used inside another given or each, where the dot is another: use the value itself there`);
    })
    .replaceAll(`${ROOT}.`, `${root}.`)
    .replaceAll(ROOT, root || '.');
}
