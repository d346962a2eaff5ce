import { split } from './expression.ts';
import { ROOT, codeOf } from './expression.ts';
import { expressionOf, reference, type Reference } from './reference.ts';

/** Text of a Go template in which references stand as their code; the only place where template code is written by hand. */
export interface TemplateText {
  readonly text: string;
}

/** A Go template: `go`{{- if ${values.prometheus.enabled} }}…`​`. References and conditions become their code, helpers their name. */
export function go(parts: TemplateStringsArray, ...inserted: readonly unknown[]): TemplateText {
  const code = (value: unknown): string => {
    const expression = expressionOf(value);
    if (expression) return codeOf(expression);
    if (typeof value === 'object' && value !== null && 'text' in value) return (value as TemplateText).text;
    if (typeof value === 'object' && value !== null && 'name' in value) return JSON.stringify((value as Helper).name);
    return split(String(value))
      .map(part => (typeof part === 'string' ? part : codeOf(part)))
      .join('');
  };
  return { text: parts.raw.reduce((text, part, i) => text + part + (i < inserted.length ? code(inserted[i]) : ''), '') };
}

/** A named template of the chart. Call it with {@link include}. */
export interface Helper {
  readonly name: string;
  /** Why it exists; stands above it in `_helpers.tpl`. */
  readonly comment: string;
  readonly body: TemplateText;
}

const defined = new Map<string, Helper>();

/** Defines a named template. The name starts with the chart's, as named templates of all charts of a release share one space. */
export function helper(name: string, comment: string, body: TemplateText): Helper {
  if (defined.has(name)) throw new Error(`helper ${name} is defined twice: give one of them another name`);
  const made: Helper = { name, comment, body };
  defined.set(name, made);
  return made;
}

/** All helpers defined so far, by name. */
export const helpers = (): readonly Helper[] => [...defined.values()];

/** What a named template of this chart yields. */
export const include = (named: Helper): Reference<string> => reference<string>(`include ${JSON.stringify(named.name)} ${ROOT}`, { type: 'string' }, true);

/** The same as a condition: true where the template yields any text. */
export const includeTest = (named: Helper): Reference<boolean> => reference<boolean>(`include ${JSON.stringify(named.name)} ${ROOT}`, { type: 'boolean' });

/** What a named template yields that takes arguments, as `dict` gives them to it beside the root context (`.root`). */
export function includeWith(named: Helper, args: Readonly<Record<string, string | number | Reference<string>>>): Reference<string> {
  const pairs = Object.entries(args).map(([key, value]) => `${JSON.stringify(key)} ${argument(value)}`);
  return reference<string>(`include ${JSON.stringify(named.name)} (dict "root" ${ROOT} ${pairs.join(' ')})`, { type: 'string' }, true);
}

function argument(value: unknown): string {
  const expression = expressionOf(value);
  if (!expression) return JSON.stringify(value);
  return /\s/.test(expression.code) ? `(${expression.code})` : expression.code;
}
