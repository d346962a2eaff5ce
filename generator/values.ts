import { dump } from 'js-yaml';
import type { TSchema } from 'typebox';

/** What the writers below read of a schema. */
interface Node {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly notes?: Readonly<Record<string, string>>;
}

const nodeOf = (schema: TSchema): Node => schema as unknown as Node;

/** A section of ours: its values are described one by one. A dependency's values have one default for all. */
const isSection = (node: Node): boolean => node.properties !== undefined && node.default === undefined;

const WIDTH = 118;
function comment(text: string, indent: string): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)!;
    if (line && indent.length + line.length + word.length + 3 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.map(line => `${indent}# ${line}`);
}

/** `key: value` as YAML, over as many lines as it needs. */
function entry(key: string, value: unknown, indent: string): string[] {
  return dump({ [key]: value }, { lineWidth: -1, noRefs: true })
    .trimEnd()
    .split('\n')
    .map(line => (line ? indent + line : line));
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Defaults of a dependency, with the notes at their places. */
function noted(map: Record<string, unknown>, notes: Readonly<Record<string, string>>, indent: string, path: readonly string[] = []): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const here = [...path, key];
    const why = notes[here.join('.')];
    const nested = isMap(value) && Object.keys(notes).some(at => at.startsWith(`${here.join('.')}.`));
    const lines = nested ? [...entry(key, {}, indent).map(line => line.replace(/ \{\}$/, '')), ...noted(value, notes, `${indent}  `, here)] : entry(key, value, indent);
    return [...(why ? comment(why, indent) : []), ...lines];
  });
}

function lines(key: string, node: Node, indent: string): string[] {
  const inner = `${indent}  `;
  const head = [...(indent ? [] : ['']), ...(node.description ? comment(node.description, indent) : [])];
  if (isSection(node)) return [...head, `${indent}${key}:`, ...Object.entries(node.properties!).flatMap(([name, value]) => lines(name, value, inner))];
  if (node.notes) {
    const { enabled } = node.properties ?? {};
    const toggle = enabled?.default === undefined ? [] : lines('enabled', enabled, inner);
    return [...head, `${indent}${key}:`, ...toggle, ...noted(node.default as Record<string, unknown>, node.notes, inner)];
  }
  const words = node.enum ? comment(`One of: ${node.enum.join(', ')}.`, indent) : [];
  return [...head, ...words, ...entry(key, node.default, indent)];
}

/** `chart/values.yaml`: every value with its default, explained. */
export function valuesYaml(schema: TSchema): string {
  const { properties = {} } = nodeOf(schema);
  const head = [
    '# Values of the chart observability. Written by `npm run generate` from values-schema/.',
    '#',
    '# Components, each switched by one value:',
    ...Object.entries(properties).flatMap(([key, { properties: inner = {}, description = '' }]) =>
      typeof inner['enabled']?.default === 'boolean' ? [`#   ${`${key}.enabled=${inner['enabled'].default}`.padEnd(30)} ${description.split(/[:.;]/)[0]}`] : [],
    ),
  ];
  return [...head, ...Object.entries(properties).flatMap(([key, node]) => lines(key, node, ''))].join('\n') + '\n';
}

/** A chart that depends on this one may switch it by `observability.enabled`, which Helm then shows to this one too; where it is false nothing is asked. */
const PARENTS_CONDITION = { const: true };

/**
 * `chart/values.schema.json`: draft-07, the newest that every Helm 3 and 4 reads alike.
 * @param subcharts folders of this chart, for which Helm adds `global` under their names
 */
export function valuesSchema(schema: TSchema, subcharts: readonly string[]): string {
  const properties: Record<string, Node & { const?: unknown }> = { ...nodeOf(schema).properties, enabled: PARENTS_CONDITION };
  for (const name of subcharts) {
    const own = properties[name];
    properties[name] = own ? { ...own, properties: { ...own.properties, global: { type: 'object' } } } : { type: 'object' };
  }
  const plain = JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema, properties }, (key, value: unknown) => (key === 'notes' ? undefined : value));
  return JSON.stringify(onlyRules(JSON.parse(plain))) + '\n';
}

/** What validates, and no more: every release stores the schema, while defaults and descriptions stand in values.yaml. */
function onlyRules(schema: unknown, inProperties = false): unknown {
  if (Array.isArray(schema)) return schema.map(item => onlyRules(item));
  if (!isMap(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => inProperties || (key !== 'default' && key !== 'description'))
      .map(([key, value]) => [key, onlyRules(value, !inProperties && key === 'properties')]),
  );
}

/** Defaults of all values, as Helm sees them. */
export function defaultValues(schema: TSchema): Record<string, unknown> {
  const of = (node: Node): unknown => {
    if (isSection(node)) return Object.fromEntries(Object.entries(node.properties!).map(([key, value]) => [key, of(value)]));
    const enabled = node.properties?.['enabled']?.default;
    return isMap(node.default) && enabled !== undefined ? { enabled, ...node.default } : node.default;
  };
  return of(nodeOf(schema)) as Record<string, unknown>;
}

/** The table of values in the chart's README: ours one by one, a dependency's in one line. */
export function valuesTable(schema: TSchema): string {
  const rows = (key: string, node: Node): string[] => {
    const row = (name: string, { description = '', default: value }: Node): string => `| \`${name}\` | ${value === undefined ? '' : code(value)} | ${description.replaceAll('|', '\\|')} |`;
    if (isSection(node)) return Object.entries(node.properties!).flatMap(([name, value]) => rows(`${key}.${name}`, value));
    if (!node.notes) return [row(key, node)];
    const { enabled } = node.properties ?? {};
    return [...(enabled?.default === undefined ? [] : [row(`${key}.enabled`, enabled)]), row(key, { description: `${node.description} Our defaults are in values.yaml.` })];
  };
  const { properties = {} } = nodeOf(schema);
  return ['| value | default | what it does |', '|---|---|---|', ...Object.entries(properties).flatMap(([key, node]) => rows(key, node))].join('\n') + '\n';
}

function code(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? 'see values.yaml' : `\`${text.replaceAll('|', '\\|')}\``;
}
