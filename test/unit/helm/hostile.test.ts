import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { Type, type Static } from 'typebox';
import { describe, expect, it } from 'vitest';
import {
  ROOT, base64, each, eachEntry, either, equal, forEach, forEachEntry, given, go, helper, includeBlockWith, includeMapWith, includeWith, isSet, json, note, onlyWhen, reference, release, when, withDefault,
  type Reference, type Template, type ValueSchema,
} from '../../../generator/helm/index.ts';
import type { Helm } from '../../render.ts';
import { helmTemplate, readByGo, templatesOf, thing, type Fields } from './chart.ts';

/** So many sets of values stand beside each other in one chart: a run of Helm costs more than a template. */
const BATCH = 150;
const BATCHES = 4;

const schema = Type.Object(
  {
    text: Type.String(),
    printable: Type.String(),
    integer: Type.Integer(),
    number: Type.Unsafe<number>({ anyOf: [{ type: 'number' }, { type: 'string' }] }),
    boolean: Type.Boolean(),
    map: Type.Unsafe<Record<string, string>>({ type: ['object', 'null'] }),
    list: Type.Unsafe<string[]>({ type: ['array', 'null'] }),
    tree: Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
    'odd-key': Type.Object({ name: Type.String() }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
type Values = Static<typeof schema>;

/** What a user may give for them. */
interface Given extends Omit<Values, 'number' | 'map' | 'list'> {
  readonly number: number | string;
  readonly map: Record<string, string> | null;
  readonly list: string[] | null;
}

const names = Array.from({ length: BATCH }, (_, i) => `case${i}`);
const valuesOfCase = (name: string): Reference<Values> => reference<Values>(`${ROOT}.Values.${name}`, schema as unknown as ValueSchema);

/** Every shape as a named template and a user of it. */
const echo = helper('demo.echo', 'Its argument.', go`{{- .value -}}`);
const pair = helper('demo.pair', 'A map with its argument.', go`"literal": "yes"
"argument": {{ .value | quote }}`);
const lines = helper('demo.lines', 'Lines, one of them its argument.', go`first
{{ toJson .value }}
  last`);

function objects(template: Template, name: string): void {
  const v = valuesOfCase(name);
  const { map, list } = v;
  const object = (scope: Construct, id: string, named: string, fields: object): ApiObject =>
    new ApiObject(scope, `${name}-${id}`, { apiVersion: 'v1', kind: 'Thing', metadata: { name: named }, case: name, ...fields });

  thing(
    template,
    {
      case: name,
      scalars: { text: v.text, integer: v.integer, number: v.number, boolean: v.boolean, odd: v['odd-key'].name },
      mixed: `${v.text}|${v.integer}|${v.boolean} {{ .Values.x }} 100% "quoted" ${release.name}`,
      calls: [withDefault(v.text, 'nothing'), either(v.boolean, v.text, 'off'), base64(v.text), includeWith(echo, { value: v.text })],
      asJson: json(v.tree),
      collections: { map, list, tree: v.tree },
      spread: { ...map, 'the fixed one': 'yes' },
      mapping: { ...includeMapWith(pair, { value: v.text }), other: 1 },
      items: ['first', ...list, 'last', map, ...list],
      keys: { [`${v['odd-key'].name}`]: 1, [`${v['odd-key'].name}-${v.integer}`]: 2 },
      choice: when(v.boolean, v.text, list),
      ...when(equal(v.integer, 0), { zero: v.text }, { other: v.text, ...when(isSet(v.text), { set: true }) }),
      numbers: [when(equal(v.number, 0.5), 'half', 'other')],
      givenText: given(v.text),
      givenMap: given(map),
      givenList: given(list, it => ['before', ...it]),
      wrapped: given(v.text, it => ({ it: `<${it}>`, beside: v.integer })),
      each: [each('item', list, item => item), 'end'],
      eachObject: [note('One for each {{ item }}.', each('item', list, item => ({ item, mixed: `${item}/${v.text}`, only: when(v.boolean, item) }))), 'end'],
      eachEntry: { ...eachEntry(['key', 'value'], map, (key, value) => ({ [key]: value })), 'the fixed one': 'yes' },
      entries: [eachEntry(['key', 'value'], map, (key, value) => ({ key, value: `${value}` })), 'end'],
      block: `# not a comment\nnumber: {${v.integer}} {{ .Values.x }}\n\n  ${json(v.printable)}\n- end\n`,
      included: includeBlockWith(lines, { value: v.printable }),
      last: v.printable,
    },
    name,
  );
  object(onlyWhen(template, `${name}-on`, v.boolean), 'on', 'on', { text: v.text });
  forEach<string>(template, `item${name}`, list, (scope, item) => void object(scope, 'item', item, { item: `${item}${v.integer}` }));
  forEachEntry(template, [`key${name}`, `value${name}`], map, (scope, key, value) => void object(scope, 'entry', key, { value }));
}

/** What Kubernetes has to get, computed without Helm. */
function expected(name: string, v: Given): unknown[] {
  const object = (named: string, fields: object): object => ({ apiVersion: 'v1', kind: 'Thing', metadata: { name: named }, case: name, ...fields });
  const map = v.map ?? {};
  const list = v.list ?? [];
  const whole = object(name, {
    scalars: { text: v.text, integer: v.integer, number: Number(v.number), boolean: v.boolean, odd: v['odd-key'].name },
    mixed: `${v.text}|${v.integer}|${v.boolean} {{ .Values.x }} 100% "quoted" demo`,
    calls: [v.text || 'nothing', v.boolean ? v.text : 'off', Buffer.from(v.text).toString('base64'), v.text],
    asJson: v.tree,
    collections: { map: v.map, list: v.list, tree: v.tree },
    spread: { ...map, 'the fixed one': 'yes' },
    mapping: { literal: 'yes', argument: v.text, other: 1 },
    items: ['first', ...list, 'last', v.map, ...list],
    keys: { [v['odd-key'].name]: 1, [`${v['odd-key'].name}-${v.integer}`]: 2 },
    choice: v.boolean ? v.text : v.list,
    ...(v.integer === 0 ? { zero: v.text } : { other: v.text, ...(v.text && { set: true }) }),
    numbers: [Number(v.number) === 0.5 ? 'half' : 'other'],
    ...(v.text && { givenText: v.text, wrapped: { it: `<${v.text}>`, beside: v.integer } }),
    ...(Object.keys(map).length > 0 && { givenMap: map }),
    ...(list.length > 0 && { givenList: ['before', ...list] }),
    each: [...list, 'end'],
    eachObject: [...list.map(item => ({ item, mixed: `${item}/${v.text}`, ...(v.boolean && { only: item }) })), 'end'],
    eachEntry: { ...map, 'the fixed one': 'yes' },
    entries: [...Object.entries(map).sort(byBytes).map(([key, value]) => ({ key, value })), 'end'],
    block: `# not a comment\nnumber: {${v.integer}} {{ .Values.x }}\n\n  ${v.printable}\n- end\n`,
    included: `first\n${v.printable}\n  last\n`,
    last: v.printable,
  });
  return [
    whole,
    ...(v.boolean ? [object('on', { text: v.text })] : []),
    ...list.map(item => object(item, { item: `${item}${v.integer}` })),
    ...Object.entries(map).map(([key, value]) => object(key, { value })),
  ];
}

/** Go's order of map keys. */
const byBytes = ([a]: [string, string], [b]: [string, string]): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** JSON inside a text is compared by what it says: Go escapes other characters than JavaScript. */
function withoutJson(document: Record<string, unknown>): Record<string, unknown> {
  if (typeof document['asJson'] !== 'string') return document;
  const read = (text: unknown): string => String(text).replace(/^( *)(".*")$/m, (_, indent: string, value: string) => indent + (JSON.parse(value) as string));
  return { ...document, asJson: JSON.parse(document['asJson']) as unknown, block: read(document['block']), included: read(document['included']) };
}

const NASTY = [
  '', ' ', 'yes', 'no', 'on', 'null', '~', 'true', 'y', '0x10', '0o17', '012', '1e3', '1_000', '12345678', '9007199254740991', '.5', '.inf', '.nan', '12:30', '2024-01-01', '=', '<<',
  '- x', '-', '--- ', '---\n', '...', '? x', 'a: b', 'a:', 'a #b', '#', '&a', '*a', '!a', '!!int 1', '|', '>', '%a', '@a', '`a`', '[a', '{a}', '{', '}', ',',
  '"', '\'', '\\', '\\n', '"\\"', '%', '%s', '%!d(MISSING)', '{{ .Values.x }}', '{{', '}}', '{{/*', '*/}}', '{{- fail "no" }}', '$', '${x}', '$(x)',
  'a\nb', 'a\n', '\na', 'a\n\n', '\n', '\n\n', 'a\n b\n  c', ' a\nb', 'a\n---\nb', 'a \nb', 'a\r\nb', '\r', 'a\tb', '\ta', ' a', 'a ', 'a  b', '# a\nb',
  'é', '日本語', '😀', '👩‍👩‍👧', '\uFEFFa', 'a\uFEFF', 'a\u2028b', '\u2029', '\u0085', 'a\u0085b\nc', '\u0007', '\u001B[31m', '\u007F', '\u0080', '\u00A0', '\uE000', '\uFFFD', '\uFFFF', '\u{10FFFF}',
  'x'.repeat(3000), 'many words '.repeat(300), '"'.repeat(500), `${'long line '.repeat(30)}\n`.repeat(5),
];
const withoutNul = (text: string): boolean => !text.includes('\0');
const nasty = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...NASTY), fc.constantFrom(...NASTY)).map(([a, b]) => a + b) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }).filter(withoutNul) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...' \n\t-:#"\'\\{}[]%|>&*!0xye') }) },
);
/** Without what Helm's own toYaml and toJson lose (see "the limits of Helm" below), and U+FEFF, on which Go's YAML stumbles at some offsets of a block. */
const printable = nasty.filter(text => !/[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/.test(text));
const isShort = (text: string): boolean => text.length < 100; // YAML has no keys of more than 1024 characters
const key = printable.filter(text => isShort(text) && !/[\n\r]/.test(text) && !['<<', '__proto__', 'the fixed one'].includes(text));
const map = fc.dictionary(key, printable, { maxKeys: 3, noNullPrototype: true });
const { tree } = fc.letrec<{ tree: Record<string, unknown>; node: unknown }>(tie => ({
  tree: fc.dictionary(key, tie('node'), { maxKeys: 3, noNullPrototype: true }),
  node: fc.oneof({ maxDepth: 3 }, printable, fc.constantFrom(0, 1, 0.5, 12345678, 1e21, true, false), fc.array(fc.oneof(printable, fc.constant(null)), { maxLength: 3 }), tie('tree')),
}));
const hostile: fc.Arbitrary<Given> = fc.record({
  text: nasty,
  printable,
  integer: fc.oneof(fc.constantFrom(0, 1, -1, 12345678, 2 ** 53 - 1, -(2 ** 53 - 1)), fc.maxSafeInteger()),
  number: fc.oneof(fc.constantFrom(0, 0.5, '0.5', 12345678, '1e3', 1e21, 1e-7, '0.85'), fc.double({ noNaN: true, noDefaultInfinity: true }).map(number => number + 0)),
  boolean: fc.boolean(),
  map: fc.oneof({ weight: 9, arbitrary: map }, fc.constant(null)),
  list: fc.oneof({ weight: 9, arbitrary: fc.array(printable, { maxLength: 3 }) }, fc.constant(null)),
  tree,
  'odd-key': fc.record({ name: nasty.filter(isShort) }),
});

describe('a template that uses every feature', () => {
  const templates = templatesOf(template => names.forEach(name => objects(template, name)));
  const defaults = Object.fromEntries(names.map(name => [name, { map: {}, list: [] }]));

  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const cases = fc.sample(hostile, { seed, numRuns: BATCH * BATCHES });

  it.each(Array.from({ length: BATCHES }, (_, batch) => batch))(`changes nothing but the values, whatever they are (SEED=${seed}, batch %i)`, async batch => {
    const chosen = Object.fromEntries(names.map((name, i) => [name, cases[batch * BATCH + i]!]));
    const render = (helm: Helm, from: 'values' | 'setJson'): Promise<string> => helmTemplate({ templates, defaults, helm, [from]: chosen });
    const [helm4, helm4SetJson, helm3, helm3SetJson] = await Promise.all([render('helm', 'values'), render('helm', 'setJson'), render('helm3', 'values'), render('helm3', 'setJson')]);
    expect(helm4SetJson).toBe(helm4);
    expect(helm3SetJson).toBe(helm3);
    const [found, foundByHelm3] = await Promise.all([readByGo(helm4), readByGo(helm3)]);
    expect(foundByHelm3).toEqual(found);
    const byCase = new Map(names.map((name): [string, unknown[]] => [name, []]));
    for (const document of found) byCase.get(String(document['case']))!.push(withoutJson(document));
    for (const name of names) expect(sorted(byCase.get(name)!), JSON.stringify(chosen[name])).toEqual(sorted(expected(name, chosen[name]!)));
  });
});

/** What the engine leaves to Helm's functions; where a release of Helm mends one, the values above may become more hostile. */
describe('the limits of Helm', () => {
  const through = async (fields: Fields, map: Record<string, string>): Promise<unknown> => {
    const templates = templatesOf(template => void thing(template, fields));
    const [document] = await readByGo(await helmTemplate({ templates, values: { case0: { map } } }));
    return document!['map'];
  };
  const { map } = valuesOfCase('case0');

  it('toYaml drops a map that holds a control character beyond ASCII or a noncharacter', async () => {
    expect(await through({ map }, { a: 'b', c: '\u007F' })).toBe(null);
    expect(await through({ map }, { a: 'b', c: '\uFFFF' })).toBe(null);
  });

  it('toYaml makes a space of U+0085', async () => {
    expect(await through({ map }, { a: '\u0085' })).toEqual({ a: ' ' });
  });

  it('toYaml breaks a text of several lines with U+2028 or U+2029 in it', async () => {
    await expect(through({ map }, { a: 'b\nc\u2028d' })).rejects.toThrow('YAML parse error');
  });

  it('toJson keeps control characters, which YAML refuses in a block of text', async () => {
    await expect(through({ map: `a\n${json(map)}\nb\n` }, { a: '\u007F' })).rejects.toThrow('control characters are not allowed');
    await expect(through({ map: `a\n${json(map)}\nb\n` }, { a: '\u0085' })).rejects.toThrow('YAML parse error');
  });

  it('toYaml writes the key << as a merge', async () => {
    await expect(through({ map }, { '<<': 'a' })).rejects.toThrow('map merge requires map');
  });

  it('Helm trims empty lines at the end of a document', async () => {
    expect(await through({ map }, { a: 'b\n\n' })).toEqual({ a: 'b\n' });
    expect(await through({ map, last: 1 }, { a: 'b\n\n' })).toEqual({ a: 'b\n\n' });
  });
});

/** Objects in an order of their own: Helm sorts those of a kind by name. */
const sorted = (objects: unknown[]): unknown[] => objects.map(object => ({ object, by: canonical(object) })).sort((a, b) => (a.by < b.by ? -1 : 1)).map(({ object }) => object);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)) : part));
