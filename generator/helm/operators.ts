import { Block } from './blocks.ts';
import { ROOT, dotOf, split, type Expression, type Shape } from './expression.ts';
import { expressionOf, reference, type Reference, type ValueSchema } from './reference.ts';

/** A condition that Helm evaluates; a boolean of TypeScript is refused, as it would decide when the chart is generated. */
export type Condition = Reference<boolean>;
type Text = string | Reference<string>;

function known(value: unknown): Expression {
  const expression = expressionOf(value);
  if (!expression) throw new TypeError(`${JSON.stringify(value)} is no reference: write values.… or an operator of generator/helm`);
  return expression;
}

const isCall = (code: string): boolean => /\s/.test(code) && !/^\(.*\)$/.test(code) && !/^"[^"]*"$/.test(code);

/** An expression as an operand of another one. */
export function operand(value: unknown): string {
  if (typeof value === 'string') return textOperand(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const { code } = known(value);
  return isCall(code) ? `(${code})` : code;
}

function textOperand(text: string): string {
  const parts = split(text);
  if (parts.length === 1) return JSON.stringify(text);
  const only = parts.filter(part => part !== '');
  if (only.length === 1) return isCall((only[0] as Expression).code) ? `(${(only[0] as Expression).code})` : (only[0] as Expression).code;
  return `(${printf(text)})`;
}

/** Go's printf for a text that mixes literals and expressions; numbers keep all their digits. */
export function printf(text: string): string {
  const parts = split(text);
  const format = parts.map(part => (typeof part === 'string' ? part.replaceAll('%', '%%') : part.shape === 'integer' ? '%d' : part.shape === 'boolean' ? '%t' : '%s')).join('');
  const operands = parts.filter(part => typeof part !== 'string').map(asText);
  return `printf ${JSON.stringify(format)} ${operands.join(' ')}`;
}

function asText({ code, shape }: Expression): string {
  const inner = isCall(code) ? `(${code})` : code;
  if (shape === 'integer') return `(int64 ${inner})`;
  if (shape === 'number') return `(float64 ${inner} | toJson)`;
  if (shape === 'map' || shape === 'list') return `(toJson ${inner})`;
  return inner;
}

const isOneLineText = (text: Text): boolean =>
  typeof text === 'string' ? split(text).every(part => (typeof part === 'string' ? !/[\n\r]/.test(part) : part.oneLine)) : known(text).oneLine;

const condition = (code: string): Condition => reference<boolean>(code, { type: 'boolean' });
const textOf = (code: string, oneLine: boolean): Reference<string> => reference<string>(code, { type: 'string' }, oneLine);

/** True where every condition holds. */
export const and = (...conditions: Condition[]): Condition => condition(`and ${conditions.map(operand).join(' ')}`);
/** True where one of the conditions holds. */
export const or = (...conditions: Condition[]): Condition => condition(`or ${conditions.map(operand).join(' ')}`);
/** True where the condition does not hold. */
export const not = (value: Condition): Condition => condition(`not ${operand(value)}`);
/** True where both are the same scalar. */
export function equal<T extends string | number>(value: Reference<T>, other: NoInfer<T>): Condition {
  const { shape } = known(value);
  return condition(`eq ${comparable(shape, value)} ${comparable(shape, other)}`);
}

/** Helm's numbers are floats or integers, depending on where they come from, and Go compares only like with like. */
function comparable(shape: Shape, value: unknown): string {
  if (shape === 'integer' && typeof value !== 'number') return `(int64 ${operand(value)})`;
  return shape === 'number' ? `(float64 ${operand(value)})` : operand(value);
}

/** True where the text, list or map is not empty. */
export const isSet = (value: Reference<string> | Reference<readonly unknown[]> | Reference<Record<string, unknown>>): Condition => condition(known(value).code);
/** The first text, or the second where the first is empty. */
export const withDefault = (value: Reference<string>, fallback: Text): Reference<string> =>
  textOf(`default ${operand(fallback)} ${operand(value)}`, known(value).oneLine && isOneLineText(fallback));
/** One of two texts. */
export const either = (test: Condition, yes: Text, no: Text): Reference<string> => textOf(`ternary ${operand(yes)} ${operand(no)} (not (empty ${operand(test)}))`, false); // a test may yield text, which ternary refuses
/** The value as JSON, on one line whatever it holds: for configuration files whose format takes JSON. */
export const json = (value: Reference<unknown>): Reference<string> => textOf(`toJson ${operand(value)}`, true);
/** The value in base64, as Secrets hold it. */
export const base64 = (value: Text): Reference<string> => textOf(`b64enc ${operand(value)}`, true);
/** The SHA-256 of a text: rolls a workload when what it reads has changed. */
export const sha256 = (value: Text): Reference<string> => textOf(`sha256sum ${operand(value)}`, true);

/** Keeps an entry, a list item or (spread) several entries only where the condition holds; `otherwise` stands in for them where it does not. */
export function when<T>(test: Condition, body: T): T;
export function when<T, O = T>(test: Condition, body: T, otherwise: O): T | O;
export function when(test: Condition, body: unknown, otherwise?: unknown): unknown {
  return new Block({ kind: 'if', condition: known(test) }, body, otherwise);
}

/** Keeps an entry or a list item only where the value is not empty, and gives it that value (Helm's `with`). */
export function given<T>(value: Reference<T>): T;
export function given<T, B>(value: Reference<T>, body: (it: Reference<T>) => B): B;
export function given<T, B>(value: Reference<T>, body?: (it: Reference<T>) => B): unknown {
  const expression = known(value);
  const dot = dotOf(expression);
  const it = reference<T>(dot, { type: schemaType(expression) }, expression.oneLine);
  return new Block({ kind: 'with', value: expression, dot }, body ? body(it) : it);
}

const schemaType = ({ shape }: Expression): string => ({ map: 'object', list: 'array', string: 'string', integer: 'integer', number: 'number', boolean: 'boolean', block: 'string', yaml: 'object' })[shape];

/**
 * One list item, object or (spread) group of entries for each element of a list.
 * @param name what an element is called in the template (`queue` becomes `$queue`)
 */
export function each<E, B>(name: string, list: Reference<readonly E[]>, body: (element: Reference<E>) => B, element: ValueSchema = { type: 'string' }): B {
  return new Block({ kind: 'range', list: known(list), variables: `$${name}` }, body(reference<E>(`$${name}`, element))) as B & Block;
}

/** The same for each entry of a map, in the order of its keys. */
export function eachEntry<V, B>(
  [keyName, valueName]: readonly [string, string],
  map: Reference<Readonly<Record<string, V>>>,
  body: (key: string, value: Reference<V>) => B,
  value: ValueSchema = { type: 'string' },
): B {
  const key = reference<string>(`$${keyName}`, { type: 'string' });
  return new Block({ kind: 'range', list: known(map), variables: `$${keyName}, $${valueName}` }, body(`${key}`, reference<V>(`$${valueName}`, value))) as B & Block;
}

/** Says above an entry or list item why it is there. */
export const note = <T>(text: string, body: T): T => new Block({ kind: 'comment', text }, body) as T & Block;

const RELEASE_NAME: ValueSchema = { type: 'string', pattern: '^[a-z0-9.-]+$' };
/** Helm's `.Release`. */
export const release = {
  name: reference<string>(`${ROOT}.Release.Name`, RELEASE_NAME),
  namespace: reference<string>(`${ROOT}.Release.Namespace`, RELEASE_NAME),
  service: reference<string>(`${ROOT}.Release.Service`, RELEASE_NAME),
  isInstall: condition(`${ROOT}.Release.IsInstall`),
  isUpgrade: condition(`${ROOT}.Release.IsUpgrade`),
} as const;

/** Helm's `.Chart`. */
export const chart = {
  name: reference<string>(`${ROOT}.Chart.Name`, RELEASE_NAME),
  version: reference<string>(`${ROOT}.Chart.Version`, { type: 'string', pattern: '^\\S+$' }),
  appVersion: reference<string>(`${ROOT}.Chart.AppVersion`, { type: 'string', pattern: '^\\S+$' }),
} as const;

/** Helm's `.Capabilities`. */
export const capabilities = {
  /** True where the API server serves this API (`helm template` knows only Kubernetes' own). */
  has: (api: string): Condition => condition(`${ROOT}.Capabilities.APIVersions.Has ${JSON.stringify(api)}`),
  kubeVersion: reference<string>(`${ROOT}.Capabilities.KubeVersion.Version`, { type: 'string', pattern: '^\\S+$' }),
} as const;

/** Helm's `.Files`: files of the chart beside its templates. */
export const files = {
  get: (path: string): Reference<string> => reference<string>(`${ROOT}.Files.Get ${JSON.stringify(path)}`, { type: 'string' }),
} as const;

/** A pipeline that no operator covers, read from the root context. Values in it are checked like all others when the template is written. */
export const pipeline = (code: string, schema: ValueSchema = { type: 'string' }, oneLine = false): Reference<string> =>
  reference<string>(code.replace(/(^|[\s(])\.(?=Values|Release|Chart|Files|Capabilities|Subcharts)/g, `$1${ROOT}.`), schema, oneLine);

/** The first text with a suffix replaced: `swapSuffix(values.dcgm.interval, 's', '000')` makes milliseconds of seconds. */
export const swapSuffix = (value: Reference<string>, from: string, to: string): Reference<string> =>
  textOf(`printf ${JSON.stringify(`%s${to.replaceAll('%', '%%')}`)} (trimSuffix ${JSON.stringify(from)} ${operand(value)})`, known(value).oneLine);
