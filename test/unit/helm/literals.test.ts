import { describe, expect, it } from 'vitest';
import { note, when } from '../../../generator/helm/index.ts';
import { documents, helmTemplate, printed, readByGo, rendered, templatesOf, thing } from './chart.ts';
import { given, values } from './values.ts';

/** Texts that YAML would read as something else, or not at all, if they stood there plainly. */
const QUOTED = [
  '', ' ', 'yes', 'No', 'on', 'OFF', 'true', 'False', 'null', 'NULL', '~', 'y', 'N', '0', '12', '-1', '+1', '0x10', '0o17', '012', '1e3', '1_000', '.5', '1.', '.inf', '-.inf', '.nan', '-_1', '12:30', '2024-01-01', '2024-01-01T00:00:00Z',
  '- x', '-', '--', '---', '...', '?', '? x', ':', 'a: b', 'a:', 'a #b', '#', '&a', '*a', '!a', '!!int 1', '|', '>', '%a', '@a', '`a`', '[a]', '[a', '{a}', '{a: b}', '}', ',', '=', '<<', '"', '\'', '"a"', '\\', 'a\\nb', '"\\"',
  ' a', 'a ', 'a\t', '\ta', 'a\tb', '\n', '\n\n', '\na', ' a\nb', 'a\n\n', 'a \nb', 'a\r\nb\n', '\r', 'a\rb', '\u0000', '\u0007\u001B[31m', '\u007F', '\u0080', '\u0085', 'a\u0085b', '\u00A0', '\u2028', 'a\u2029b\n', '\uFEFF', 'a\n\uFEFF\n', '\uFFFE\uFFFF',
  'é', '日本語', '😀', '👩‍👩‍👧', '\u{10FFFF}', '{{ .Values.text }}', '{{', '{{{', '{{{{', '}}', '{{/* a */}}', '{{- fail "no" -}}', '{{ "{{" }}', '${a}', '$(a)', '%s', '[[ .a ]]',
];
const PLAIN = ['a', 'apps/v1', 'a b', 'a:b', 'nvidia.com/gpu', 'http://a.b:80/c?d=e', '/metrics', '-v', '--flag=a,b', '--log.level=info', 'a, b', 'a%b', 'user@example.com', 'a_b', 'yesterday', 'nothing', 'on-call', '30s', '5m', '10Gi', 'Infinity', 'NaN'];
const BLOCKS = ['a\nb\n', 'a\nb', 'a\n\nb\n', 'a\n  indented\n\ttab\nb', 'key: value\nlist:\n  - a\n', '# a\nb\n', '- a\n---\nb\n', '{{ $value }}\n{{{ x }}}\n', '"quoted"\n\'too\'\n', 'a: |\n  b\n', '{\n}\n', '%\n\\\n', 'é\n😀\n'];

describe('a literal text', () => {
  it.each(PLAIN)('%j needs no quotes', text => {
    expect(printed({ a: text })).toBe(`a: ${text}\n`);
  });

  it.each(BLOCKS)('%j of several lines is a block', text => {
    expect(printed({ a: text })).toMatch(/^a: \|-?\n {2}\S/);
  });

  it('keeps a block readable, with the blank line that is in it', () => {
    expect(printed({ a: ['first\n\n  second {{ x }}\n'] })).toBe('a:\n  - |\n    first\n\n      second {{ "{{" }} x }}\n');
  });

  it.each(QUOTED)('%j is quoted', text => {
    expect(printed({ a: text })).toMatch(/^a: ".*"\n$/);
  });

  const all = [...QUOTED, ...PLAIN, ...BLOCKS];
  const fields = {
    values: all.map(text => ({ text })),
    items: all,
    keys: all.map(text => ({ [text]: 1 })),
    inside: { ...Object.fromEntries(all.map(text => [`key ${text}`, text])), ...when(values.enabled, { [all[0]!]: all[1] }) },
    braces: `{${values.name}} {{${values.replicas}}}`,
    block: `{${values.name}} {{${values.replicas}}}\n{{ x }}{{${values.name}\n{{{{{${values.name}}\n`,
    last: 'two\nlines\n',
  };
  const wanted = {
    values: all.map(text => ({ text })),
    items: all,
    keys: all.map(text => ({ [text]: 1 })),
    inside: { ...Object.fromEntries(all.map(text => [`key ${text}`, text])), [all[0]!]: all[1] },
    braces: '{web} {{2}}',
    block: '{web} {{2}}\n{{ x }}{{web\n{{{{{web}\n',
    last: 'two\nlines\n',
  };

  it.each(['helm', 'helm3'] as const)('comes out of %s as it is, in values, items, keys and blocks', async helm => {
    const output = await helmTemplate({ templates: templatesOf(template => void thing(template, fields)), values: given, helm });
    for (const [document] of [await readByGo(output), documents(output)]) expect(document).toEqual({ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'thing' }, ...wanted });
  });
});

describe('numbers, booleans and empty collections', () => {
  it('are printed as such', async () => {
    const fields = { integer: 2 ** 53 - 1, negative: -1, fraction: 0.5, large: 1e21, yes: true, no: false, list: [], map: {}, item: [1, true, {}, []], nested: [[1, ['a']], []] };
    expect(printed(fields)).toContain('integer: 9007199254740991\nnegative: -1\nfraction: 0.5\nlarge: 1e+21\n"yes": true\n"no": false\nlist: []\nmap: {}\n');
    expect(await rendered(fields)).toEqual(fields);
  });

  it('that are missing leave no entry and no item', () => {
    expect(printed({ a: 1, b: undefined, c: null, d: { e: undefined }, f: [undefined, 1, null], g: [undefined] })).toBe('a: 1\nd: {}\nf:\n  - 1\ng: []\n');
  });
});

describe('a comment', () => {
  it('holds literal braces, and is broken between words', async () => {
    const text = `${'word '.repeat(30)}{{ x }} {{- y -}}`;
    const fields = { a: note(text, 1) };
    expect(printed(fields)).toBe(`# ${'word '.repeat(22).trim()}\n# ${'word '.repeat(8)}{{ "{{" }} x }} {{ "{{" }}- y -}}\na: 1\n`);
    expect(await helmTemplate({ templates: templatesOf(template => void thing(template, fields)) })).toContain('word {{ x }} {{- y -}}\na: 1');
  });

  it('stays one, whatever breaks a line in it', async () => {
    expect(await rendered({ a: note('one\ntwo\r\nb: 2\u2028c: 3\u0085d: 4\n\ne: 5', 1) })).toEqual({ a: 1 });
  });
});
