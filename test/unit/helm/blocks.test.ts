import { k8s } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { each, eachEntry, equal, given, note, release, valuesOf, when } from '../../../generator/helm/index.ts';
import { documents, helmTemplate, printed, rendered, templatesOf } from './chart.ts';
import { given as sampleValues, values } from './values.ts';

const on = { ...sampleValues, enabled: true };
const off = { ...sampleValues, enabled: false };

describe('when', () => {
  it('stands around an entry, key and all', async () => {
    const fields = { a: when(values.enabled, 1), b: 2 };
    expect(printed(fields)).toBe('{{- if .Values.enabled }}\na: 1\n{{- end }}\nb: 2\n');
    expect(await rendered(fields, on)).toEqual({ a: 1, b: 2 });
    expect(await rendered(fields, off)).toEqual({ b: 2 });
  });

  it('stands around several entries, spread', async () => {
    const fields = { a: 1, ...when(values.enabled, { b: 2, c: { d: 3 } }), e: 4 };
    expect(printed(fields)).toBe('a: 1\n{{- if .Values.enabled }}\nb: 2\nc:\n  d: 3\n{{- end }}\ne: 4\n');
    expect(await rendered(fields, on)).toEqual({ a: 1, b: 2, c: { d: 3 }, e: 4 });
    expect(await rendered(fields, off)).toEqual({ a: 1, e: 4 });
  });

  it('stands around list items, texts and objects', async () => {
    const fields = { a: ['first', when(values.enabled, 'text'), when(values.enabled, { b: 1, c: 2 }), 'last'] };
    expect(printed(fields)).toBe('a:\n  - first\n  {{- if .Values.enabled }}\n  - text\n  {{- end }}\n  {{- if .Values.enabled }}\n  - b: 1\n    c: 2\n  {{- end }}\n  - last\n');
    expect(await rendered(fields, on)).toEqual({ a: ['first', 'text', { b: 1, c: 2 }, 'last'] });
    expect(await rendered(fields, off)).toEqual({ a: ['first', 'last'] });
  });

  it('keeps the first entry of an item whole when that is the conditional one', async () => {
    const fields = { a: [{ b: when(values.enabled, 1), c: 2 }] };
    expect(printed(fields)).toBe('a:\n  -\n    {{- if .Values.enabled }}\n    b: 1\n    {{- end }}\n    c: 2\n');
    expect(await rendered(fields, off)).toEqual({ a: [{ c: 2 }] });
  });

  it('has another side, of any form', async () => {
    const fields = { a: when(values.enabled, 'one', 'two'), ...when(values.enabled, { b: 1 }, { c: 2, d: 3 }), e: [when(values.enabled, { f: 1 }, { g: [2] })], h: when(values.enabled, { i: 1 }, { j: 2 }) };
    expect(printed({ a: fields.a })).toBe('{{- if .Values.enabled }}\na: one\n{{- else }}\na: two\n{{- end }}\n');
    expect(await rendered(fields, on)).toEqual({ a: 'one', b: 1, e: [{ f: 1 }], h: { i: 1 } });
    expect(await rendered(fields, off)).toEqual({ a: 'two', c: 2, d: 3, e: [{ g: [2] }], h: { j: 2 } });
  });

  it('nests', async () => {
    const fast = equal(values.mode, 'fast');
    const fields = { ...when(values.enabled, when(fast, { a: 1 }, { b: 2 }), { c: 3, ...when(fast, { d: 4 }, { e: 5 }) }) };
    expect(await rendered(fields, on)).toEqual({ a: 1 });
    expect(await rendered(fields, { ...on, mode: 'safe' })).toEqual({ b: 2 });
    expect(await rendered(fields, off)).toEqual({ c: 3, d: 4 });
    expect(await rendered(fields, { ...off, mode: 'safe' })).toEqual({ c: 3, e: 5 });
  });
});

describe('given', () => {
  it('prints the value only where there is one', async () => {
    const fields = { text: given(values.text), map: given(values.labels), list: given(values.args), last: 1 };
    expect(printed(fields)).toBe(`{{- with .Values.text }}
text: {{ . | quote }}
{{- end }}
{{- with .Values.labels }}
map:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.args }}
list:
  {{- toYaml . | nindent 2 }}
{{- end }}
last: 1
`);
    expect(await rendered(fields, sampleValues)).toEqual({ text: 'some text', map: sampleValues.labels, list: sampleValues.args, last: 1 });
    expect(await rendered(fields, { text: '', labels: {}, args: null })).toEqual({ last: 1 });
  });

  it('hands the value to a body, which reads other values from the root', async () => {
    const fields = { a: given(values.text, it => ({ text: `${it} in ${release.name}`, other: values.replicas, ...values.labels })) };
    expect(printed(fields)).toBe(`{{- with .Values.text }}
a:
  text: {{ printf "%s in %s" . $.Release.Name | quote }}
  other: {{ $.Values.replicas | int64 }}
  {{- with $.Values.labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
`);
    expect(await rendered(fields, sampleValues)).toEqual({ a: { text: 'some text in demo', other: 2, ...sampleValues.labels } });
  });

  it('stands as a list item and spreads a list into another', async () => {
    const fields = { a: ['first', given(values.text), given(values.tolerations)] };
    expect(printed(fields)).toBe('a:\n  - first\n  {{- with .Values.text }}\n  - {{ . | quote }}\n  {{- end }}\n  {{- with .Values.tolerations }}\n  {{- toYaml . | nindent 2 }}\n  {{- end }}\n');
    expect(await rendered(fields, sampleValues)).toEqual({ a: ['first', 'some text', ...sampleValues.tolerations] });
  });

  it('hands on the innermost value only, as the dot has one meaning', () => {
    expect(printed({ a: given(values.text, it => given(values.text, () => ({ same: it }))) })).toContain('same: {{ . | quote }}');
    expect(() => printed({ a: given(values.text, it => given(values.name, () => ({ outer: it }))) })).toThrow(
      'Thing demo/thing: what given(.Values.text, …) hands to its body is used inside another given or each, where the dot is another: use the value itself there',
    );
    expect(() => printed({ a: given(values.text, it => ({ b: [each('arg', values.args, arg => `${arg}${it}`)] })) })).toThrow('what given(.Values.text, …) hands to its body');
  });
});

describe('each', () => {
  it('repeats list items, texts and objects', async () => {
    const fields = { texts: [each('arg', values.args, arg => arg)], objects: ['first', each('arg', values.args, arg => ({ name: arg, mixed: `${arg}=${values.name}` })), 'last'] };
    expect(printed(fields)).toBe(`texts:
  {{- range $arg := .Values.args }}
  - {{ $arg | quote }}
  {{- end }}
objects:
  - first
  {{- range $arg := .Values.args }}
  - name: {{ $arg | quote }}
    mixed: {{ printf "%s=%s" $arg $.Values.name | quote }}
  {{- end }}
  - last
`);
    expect(await rendered(fields, sampleValues)).toEqual({ texts: ['-a', '-b'], objects: ['first', { name: '-a', mixed: '-a=web' }, { name: '-b', mixed: '-b=web' }, 'last'] });
  });

  it('gives typed elements, whose fields are reached by name', async () => {
    const element = { type: 'object', properties: { key: { type: 'string' }, tolerationSeconds: { type: 'integer' }, operator: { type: 'string' } } };
    const fields = { a: [each('toleration', values.tolerations, toleration => ({ key: toleration.key, seconds: toleration.tolerationSeconds, operator: given(toleration.operator) }), element)] };
    expect(await rendered(fields, { ...sampleValues, tolerations: [{ key: 'gpu', tolerationSeconds: 12345678 }] })).toEqual({ a: [{ key: 'gpu', seconds: 12345678 }] });
  });

  it('repeats entries, spread', async () => {
    const fields = { a: { first: 1, ...each('arg', values.args, arg => ({ [`arg${arg}`]: arg })) } };
    expect(await rendered(fields, sampleValues)).toEqual({ a: { first: 1, 'arg-a': '-a', 'arg-b': '-b' } });
  });

  it('nests, and stands inside when and given', async () => {
    const fields = { a: when(values.enabled, [each('arg', values.args, arg => ({ arg, labels: [eachEntry(['key', 'value'], values.labels, (key, value) => `${arg} ${key}=${value}`)] }))]) };
    const labels = (arg: string): string[] => [`${arg} team=ml`, `${arg} tier=gold`];
    expect(await rendered(fields, on)).toEqual({ a: [{ arg: '-a', labels: labels('-a') }, { arg: '-b', labels: labels('-b') }] });
    expect(await rendered(fields, off)).toEqual({});
  });
});

describe('eachEntry', () => {
  it('repeats for the entries of a map, in the order of its keys', async () => {
    const fields = { map: { ...eachEntry(['key', 'value'], values.labels, (key, value) => ({ [key]: value })) }, list: [eachEntry(['key', 'value'], values.labels, (key, value) => ({ name: key, value: `${value}` }))] };
    expect(printed({ map: fields.map })).toBe('map:\n  {{- range $key, $value := .Values.labels }}\n  {{ $key | quote }}: {{ $value | quote }}\n  {{- end }}\n');
    expect(await rendered(fields, { ...sampleValues, labels: { z: '1', a: '2' } })).toEqual({ map: { z: '1', a: '2' }, list: [{ name: 'a', value: '2' }, { name: 'z', value: '1' }] });
  });
});

describe('note', () => {
  it('stands above an entry, an item, and spread entries', async () => {
    const fields = { a: note('Why a.', 1), b: [note('Why the item.', { c: 1, d: note('Why d.', 2) }), note('Why both.', when(values.enabled, 'text')), { g: note('Why g.', 3) }], ...note('Why e and f.', { e: 1, f: 2 }) };
    expect(printed(fields)).toBe(`# Why a.
a: 1
b:
  # Why the item.
  - c: 1
    # Why d.
    d: 2
  # Why both.
  {{- if .Values.enabled }}
  - text
  {{- end }}
  -
    # Why g.
    g: 3
# Why e and f.
e: 1
f: 2
`);
    expect(await rendered(fields, on)).toEqual({ a: 1, b: [{ c: 1, d: 2 }, 'text', { g: 3 }], e: 1, f: 2 });
  });
});

/** cdk8s keeps only the fields that it knows, in the form that it expects: whatever stands in their place has to come through. */
describe('in objects of cdk8s', () => {
  const pod = (spec: k8s.PodSpec): Promise<Record<string, unknown>> => podWith(spec, on);
  async function podWith(spec: k8s.PodSpec, userValues: object): Promise<Record<string, unknown>> {
    const templates = templatesOf(template => void new k8s.KubePod(template, 'pod', { metadata: { name: 'pod' }, spec }));
    const [object] = documents<{ spec: Record<string, unknown> }>(await helmTemplate({ templates, values: userValues }));
    return object!.spec;
  }
  const container = { name: 'main' };

  it('stand structs, lists of structs, maps and scalars', async () => {
    const spec: k8s.PodSpec = {
      hostNetwork: values.enabled,
      nodeSelector: { ...values.labels, disk: 'ssd' },
      tolerations: [...values.tolerations, { key: 'own' }],
      terminationGracePeriodSeconds: values.replicas,
      affinity: when(values.enabled, { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } }),
      containers: [{ ...container, resources: given(values.resources), args: values.args, env: [each('arg', values.args, arg => ({ name: arg }))], livenessProbe: { httpGet: { port: k8s.IntOrString.fromNumber(values.replicas), path: values.text } } }],
    };
    expect(await pod(spec)).toEqual({
      hostNetwork: true,
      nodeSelector: { team: 'ml', tier: 'gold', disk: 'ssd' },
      tolerations: [{ key: 'gpu', operator: 'Exists' }, { key: 'own' }],
      terminationGracePeriodSeconds: 2,
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
      containers: [{ name: 'main', resources: sampleValues.resources, args: ['-a', '-b'], env: [{ name: '-a' }, { name: '-b' }], livenessProbe: { httpGet: { port: 2, path: 'some text' } } }],
    });
  });

  it('stands a list among structs with a field that is also a method of lists', async () => {
    const { expressions } = valuesOf<{ expressions: k8s.NodeSelectorRequirement[] }>({ type: 'object', properties: { expressions: { type: 'array' } } });
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [...expressions, { key: 'own', operator: 'Exists' }] }] } } };
    const user = { expressions: [{ key: 'gpu', operator: 'In', values: ['yes'] }] };
    expect(await podWith({ affinity, containers: [container] }, user)).toMatchObject({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [...user.expressions, { key: 'own', operator: 'Exists' }] }] } } } });
  });

  it('are fields named as Kubernetes writes them', async () => {
    expect(await pod({ hostIpc: true, hostPid: when(values.enabled, true), dnsConfig: { nameservers: [] }, containers: [{ ...container, livenessProbe: { httpGet: { port: k8s.IntOrString.fromString('http'), path: '/' } } }] })).toMatchObject({ hostIPC: true, hostPID: true });
  });

  it('stand both sides of when, nested too, though cdk8s sees one at a time', async () => {
    const fast = equal(values.mode, 'fast');
    const volume = { ...when(values.enabled, { ...when(fast, { configMap: { name: 'a' } }, { secret: { secretName: 'b' } }) }, { emptyDir: { sizeLimit: k8s.Quantity.fromString('1Gi') } }) };
    const spec: k8s.PodSpec = { containers: [container], volumes: [{ name: 'v', ...volume }, when(values.enabled, { name: 'w', hostPath: { path: '/' } }, { name: 'x', csi: { driver: 'd' } })] };
    expect(await podWith(spec, on)).toEqual({ containers: [container], volumes: [{ name: 'v', configMap: { name: 'a' } }, { name: 'w', hostPath: { path: '/' } }] });
    expect(await podWith(spec, { ...on, mode: 'safe' })).toMatchObject({ volumes: [{ name: 'v', secret: { secretName: 'b' } }, { name: 'w' }] });
    expect(await podWith(spec, off)).toEqual({ containers: [container], volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Gi' } }, { name: 'x', csi: { driver: 'd' } }] });
  });
});
