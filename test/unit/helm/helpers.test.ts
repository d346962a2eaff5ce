import { describe, expect, it } from 'vitest';
import { each, given as onlyIf, go, helper, include, includeBlock, includeBlockWith, includeMap, includeMapWith, includeTest, includeWith, renderHelpers, when } from '../../../generator/helm/index.ts';
import { printed, rendered } from './chart.ts';
import { given, values } from './values.ts';

const fullName = helper('demo.fullName', 'Release and value.', go`{{- printf "%s-%s" .Release.Name ${values.name} }}`);
const greeting = helper('demo.greeting', 'Two arguments and the root: `dict "root" $ "name" … "count" …`.', go`{{- printf "%s x %d for %s" .name (int .count) .root.Release.Name }}`);
const labels = helper('demo.labels', 'A map.', go`name: {{ include ${fullName} . }}
{{- range $key, $value := ${values.labels} }}
{{ $key }}: {{ $value | quote }}
{{- end }}`);
const labelsOf = helper('demo.labelsOf', 'A map, of an argument.', go`{{ include ${labels} .root }}
part: {{ .part | quote }}`);
const file = helper('demo.file', 'Lines.', go`first line
{{- if ${values.enabled} }}
  {{ ${values['kube-api'].url} }} {{ default "x" ${values['kube-api'].url} }}
{{- end }}
last line`);
const fileOf = helper('demo.fileOf', 'Lines, of an argument.', go`{{ .text }}
last line`);
const isFast = helper('demo.isFast', 'Text or none.', go`{{- if eq ${values.mode} "fast" }}yes{{ end -}}`);

describe('a helper', () => {
  it('is called for a text, from the root wherever it stands', async () => {
    const fields = { a: include(fullName), b: `${include(fullName)}:80`, c: when(values.enabled, [include(fullName)]), [`${include(fullName)}`]: 1 };
    expect(printed(fields)).toContain('a: {{ include "demo.fullName" . | quote }}\nb: {{ printf "%s:80" (include "demo.fullName" .) | quote }}\n');
    expect(await rendered(fields, given)).toEqual({ a: 'demo-web', b: 'demo-web:80', c: ['demo-web'], 'demo-web': 1 });
  });

  it('takes arguments: texts, numbers and references', async () => {
    const fields = { a: includeWith(greeting, { name: `<${values.name}>`, count: 2 }), b: includeWith(greeting, { name: include(fullName), count: values.replicas as unknown as number }) };
    expect(printed(fields)).toContain('a: {{ include "demo.greeting" (dict "root" . "name" (printf "<%s>" .Values.name) "count" 2) | quote }}\n');
    expect(await rendered(fields, given)).toEqual({ a: '<web> x 2 for demo', b: 'demo-web x 2 for demo' });
  });

  it('yields a map, alone, spread among entries, or as a list item', async () => {
    const map = { name: 'demo-web', team: 'ml', tier: 'gold' };
    const fields = { a: includeMap(labels), b: { ...includeMap(labels), more: 1 }, c: [includeMap(labels), 'last'], d: includeMapWith(labelsOf, { part: values.text }), e: { first: 1, ...includeMapWith(labelsOf, { part: 'x' }) } };
    expect(printed({ b: fields.b })).toBe('b:\n  {{- include "demo.labels" . | nindent 2 }}\n  more: 1\n');
    expect(await rendered(fields, given)).toEqual({ a: map, b: { ...map, more: 1 }, c: [map, 'last'], d: { ...map, part: 'some text' }, e: { first: 1, ...map, part: 'x' } });
  });

  it('yields the lines of a block, as an entry, a list item, or in a text', async () => {
    const lines = 'first line\n  http://kube http://kube\nlast line';
    const fields = { a: includeBlock(file), b: [includeBlock(file), 'last'], c: `${includeBlock(file)}!`, d: includeBlockWith(fileOf, { text: values.text }) };
    expect(printed({ a: fields.a })).toBe('a: |\n  {{- include "demo.file" . | nindent 2 }}\n');
    expect(await rendered(fields, given)).toEqual({ a: `${lines}\n`, b: [`${lines}\n`, 'last'], c: `${lines}!`, d: 'some text\nlast line\n' });
  });

  it('is a condition: true where it yields any text', async () => {
    const fields = { a: when(includeTest(isFast), 'fast', 'safe') };
    expect(await rendered(fields, given)).toEqual({ a: 'fast' });
    expect(await rendered(fields, { ...given, mode: 'safe' })).toEqual({ a: 'safe' });
  });

  it('is called from the root inside given and each as well', async () => {
    const fields = { a: onlyIf(values.text, it => `${it} of ${include(fullName)}`), b: [each('arg', values.args, arg => includeWith(greeting, { name: arg, count: 1 }))], c: onlyIf(values.text, () => ({ ...includeMap(labels) })) };
    expect(printed(fields)).toContain('a: {{ printf "%s of %s" . (include "demo.fullName" $) | quote }}\n');
    expect(await rendered(fields, given)).toEqual({ a: 'some text of demo-web', b: ['-a x 1 for demo', '-b x 1 for demo'], c: { name: 'demo-web', team: 'ml', tier: 'gold' } });
  });

  it('stands in _helpers.tpl below its comment, in which braces and ends of comments do no harm', async () => {
    const odd = helper('demo.odd', 'Says {{ . }} and */ and\na second line.', go`{{- "odd" -}}`);
    expect(renderHelpers()).toContain('{{/*\nSays {{ . }} and * / and\na second line.\n*/}}\n{{- define "demo.odd" -}}\n{{- "odd" -}}\n{{- end }}\n');
    expect(await rendered({ a: include(odd) }, given)).toEqual({ a: 'odd' });
  });

  it('has a name of its own', () => {
    expect(() => helper('demo.fullName', 'Another.', go`x`)).toThrow('helper demo.fullName is defined twice: give one of them another name');
  });
});

describe('go', () => {
  it('puts references in parentheses where they stand among other words', () => {
    expect(go`{{ if ${values['kube-api'].enabled} }}{{ or ${values['kube-api'].enabled} ${values.enabled} }}`.text).toBe('{{ if index .Values "kube-api" "enabled" }}{{ or (index .Values "kube-api" "enabled") .Values.enabled }}');
  });

  it('takes texts that mix literals and references, helpers by name, and other template texts', () => {
    expect(go`{{ include ${fullName} . }} ${`a-${values.name}`} ${go`{{ . }}`}`.text).toBe('{{ include "demo.fullName" . }} a-.Values.name {{ . }}');
  });

  it('keeps backslashes as they are', () => {
    expect(go`{{ "\n" }}`.text).toBe('{{ "\\n" }}');
  });
});
