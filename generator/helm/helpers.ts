import { ROOT, codeOf, split } from './expression.ts';
import { operand } from './operators.ts';
import { expressionOf, reference, rendered, type Reference } from './reference.ts';

/** Text of a Go template in which references stand as their code; the only place where template code is written by hand. */
export interface TemplateText {
  readonly text: string;
}

/** A Go template: `go`{{- if ${values.prometheus.enabled} }}…`​`. References and conditions become their code, helpers their name. */
export function go(parts: TemplateStringsArray, ...inserted: readonly unknown[]): TemplateText {
  const text = parts.raw.reduce((before, part, i) => {
    if (i === 0) return part;
    const alone = /(?:\{\{-?|\bif|\bwith|:=) $/.test(before) && /^ -?\}\}/.test(part);
    return before + codeIn(inserted[i - 1], alone) + part;
  }, '');
  return { text };
}

/** What is inserted, in parentheses where it is a call among other words. */
function codeIn(value: unknown, alone: boolean): string {
  const expression = expressionOf(value);
  if (expression) return alone ? codeOf(expression) : codeOf(expression).replace(/^([^(].*\s.*)$/, '($1)');
  if (isRecord(value) && 'text' in value) return String(value['text']);
  if (isRecord(value) && 'name' in value) return JSON.stringify(value['name']);
  return split(String(value))
    .map(part => (typeof part === 'string' ? part : codeOf(part)))
    .join('');
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

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

/** The same where the template yields the YAML of a map. */
export const includeMap = (named: Helper): Reference<Record<string, string>> => rendered(`include ${JSON.stringify(named.name)} ${ROOT}`, 'yaml');

/** The same where the template yields several lines, for a block of text. */
export const includeBlock = (named: Helper): Reference<string> => rendered(`include ${JSON.stringify(named.name)} ${ROOT}`, 'block');

/** What a named template yields that takes arguments, as `dict` gives them to it beside the root context (`.root`). */
export function includeWith(named: Helper, args: Readonly<Record<string, string | number | Reference<string>>>): Reference<string> {
  return reference<string>(codeWith(named, args), { type: 'string' }, true);
}

function codeWith(named: Helper, args: Readonly<Record<string, string | number | Reference<string>>>): string {
  const pairs = Object.entries(args).map(([key, value]) => `${JSON.stringify(key)} ${operand(value)}`);
  return `include ${JSON.stringify(named.name)} (dict "root" ${ROOT} ${pairs.join(' ')})`;
}

/** The same where the template yields the YAML of a map. */
export const includeMapWith = (named: Helper, args: Readonly<Record<string, string | Reference<string>>>): Reference<Record<string, string>> =>
  rendered(codeWith(named, args), 'yaml');

/** The same where the template yields several lines, for a block of text. */
export const includeBlockWith = (named: Helper, args: Readonly<Record<string, string | number | Reference<string>>>): Reference<string> =>
  rendered(codeWith(named, args), 'block');
