import { closest } from './suggest.ts';
import type { ValueSchema } from './reference.ts';

// A comment, or an action, in whose strings braces mean nothing.
const ACTION = /\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}|\{\{((?:"(?:[^"\\]|\\.)*"|`[^`]*`|(?!\}\})[^"`])*)\}\}/g;
const STRING = /"(?:[^"\\]|\\.)*"|`[^`]*`/g;
const PATH = /(?<![\w)])\$?\.Values((?:\.[A-Za-z_]\w*)+)/g;
const INDEX = /index \$?\.Values((?: "[^"]+")+)/g;

/**
 * Refuses a template that reads a value which the schema does not have, also where template code was written by hand.
 * @throws Error that names the file, the value and the nearest one that exists
 */
export function checkValues(file: string, template: string, schema: ValueSchema): void {
  const code = actions(template);
  for (const [, path] of code.replace(STRING, '""').matchAll(PATH)) checkPath(file, path!.slice(1).split('.'), schema);
  for (const [, path] of code.matchAll(INDEX)) checkPath(file, [...path!.matchAll(/"([^"]+)"/g)].map(match => match[1]!), schema);
}

/** What a template has Helm do, a line for each action: its text may speak of values that do not exist. */
const actions = (template: string): string => [...template.matchAll(ACTION)].map(([, code]) => code ?? '').join('\n');

function checkPath(file: string, path: readonly string[], root: ValueSchema): void {
  let schema: ValueSchema = root;
  for (const [depth, key] of path.entries()) {
    if (!schema.properties) return; // an open map: what is in it is the user's
    const next = schema.properties[key];
    if (!next) {
      if (schema.additionalProperties !== false && depth > 0) return;
      const at = ['.Values', ...path.slice(0, depth)].join('.');
      throw new Error(`templates/${file}: there is no value ${at}.${key}${closest(key, Object.keys(schema.properties), name => `: did you mean ${at}.${name}?`)}`);
    }
    schema = next;
  }
}

/** Refuses a call of a named template that nobody defines; those of dependencies are known by their prefix. */
export function checkIncludes(file: string, template: string, known: readonly string[], prefix: string): void {
  for (const [, name] of actions(template).matchAll(/include "([^"]+)"/g)) {
    if (name!.startsWith(`${prefix}.`) && !known.includes(name!)) {
      throw new Error(`templates/${file}: there is no named template ${name}${closest(name!, known, other => `: did you mean ${other}?`)}`);
    }
  }
}
