import { closest } from './suggest.ts';
import { ROOT, token, type Expression, type Shape } from './expression.ts';

declare const REFERENCE: unique symbol;

/**
 * A value that only Helm knows: of type T for the compiler, an expression in the template.
 * It can stand wherever a T can, in template literals, and spread into lists and maps.
 */
export type Reference<T> = (T extends readonly unknown[]
  ? T
  : T extends object
    ? string extends keyof T
      ? T
      : { readonly [K in keyof T]-?: Reference<NonNullable<T[K]>> }
    : T) & { readonly [REFERENCE]: T };

/** The part of JSON schema that references read. */
export interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly items?: ValueSchema;
  readonly anyOf?: readonly ValueSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly additionalProperties?: boolean | ValueSchema;
}

const EXPRESSION = Symbol('expression');

/** The expression behind a reference, or nothing if the value is none. */
export function expressionOf(value: unknown): Expression | undefined {
  return typeof value === 'function' ? (value as unknown as { [EXPRESSION]?: Expression })[EXPRESSION] : undefined;
}

function shapeOf(schema: ValueSchema): Shape {
  const alternatives = schema.anyOf?.map(shapeOf) ?? [];
  if (alternatives.includes('number')) return 'number'; // a number, or the same as text (`--set x=0.85` is text for Helm)
  const type = Array.isArray(schema.type) ? schema.type.find(t => t !== 'null') : schema.type;
  switch (type) {
    case 'object':
      return 'map';
    case 'array':
      return 'list';
    case 'integer':
    case 'number':
    case 'boolean':
      return type;
    default:
      return 'string';
  }
}

/** A pattern bounded on both sides that admits no white space keeps a value on one line, and from shifting its indent. */
function isOneLine(schema: ValueSchema): boolean {
  if (schema.enum ?? schema.const) return true;
  if (schema.pattern) {
    const outsideClasses = schema.pattern.replace(/\[[^\]]*\]/g, '');
    return /^\^.*\$$/.test(schema.pattern) && !/\\[nsDW]|\[\^| /.test(schema.pattern) && !/(?<!\\)\./.test(outsideClasses);
  }
  return ['integer', 'number', 'boolean'].includes(shapeOf(schema));
}

const isIdentifier = (key: string): boolean => /^[A-Za-z_]\w*$/.test(key);

function access(base: string, path: readonly string[]): string {
  if (path.every(isIdentifier)) return [base, ...path].join('.');
  return `index ${base} ${path.map(key => JSON.stringify(key)).join(' ')}`;
}

/** A reference that yields what a pipeline yields; fields of its schema can be reached by name. */
export function reference<T>(code: string, schema: ValueSchema, oneLine = isOneLine(schema)): Reference<T> {
  return child<T>(code, schema, [], { code, shape: shapeOf(schema), oneLine });
}

/** Text that a named template yields whole: lines of a block, or the YAML of a map. */
export const rendered = <T>(code: string, shape: 'block' | 'yaml'): Reference<T> => child<T>(code, {}, [], { code, shape, oneLine: false });

function child<T>(base: string, schema: ValueSchema, path: readonly string[], expression: Expression): Reference<T> {
  const shown = [base, ...path].join('.').replace(/[\uE000-\uE003]/g, '');
  const proxy: unknown = new Proxy(() => undefined, {
    get(_, key) {
      if (key === EXPRESSION) return expression;
      if (key === Symbol.toPrimitive) {
        return (hint: string): string => {
          if (hint === 'number') throw new TypeError(`${shown} is known only to Helm: it cannot be calculated with here; write an operator of generator/helm instead`);
          return token(expression);
        };
      }
      if (key === Symbol.iterator) {
        return function* () {
          yield proxy;
        };
      }
      if (key === token(expression)) return '';
      if (key === 'toJSON') {
        return () => {
          throw new TypeError(`${shown} is known only to Helm: JSON.stringify would drop it; write json(…) for a value, or a text with \${…} in it`);
        };
      }
      // What cdk8s and JavaScript ask of every value.
      if (typeof key === 'symbol' || key === 'constructor' || key === 'resolve') return undefined;
      const field = schema.properties?.[key];
      if (field) return descend(base, field, [...path, key]);
      if (key === 'value') return undefined;
      throw new TypeError(`there is no ${shown}.${key}${closest(key, Object.keys(schema.properties ?? {}), name => `: did you mean ${shown}.${name}?`)}`);
    },
    ownKeys: () => [token(expression)],
    getOwnPropertyDescriptor: () => ({ value: '', enumerable: true, configurable: true }),
  });
  return proxy as Reference<T>;
}

const descend = (base: string, schema: ValueSchema, path: readonly string[]): unknown =>
  child(base, schema, path, { code: access(base, path), shape: shapeOf(schema), oneLine: isOneLine(schema) });

/** The chart's values: every path that the schema has, and no other. */
export const valuesOf = <T>(schema: ValueSchema): Reference<T> => reference<T>(`${ROOT}.Values`, schema);
