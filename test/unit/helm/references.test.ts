import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { and, base64, chart, capabilities, either, equal, files, isSet, json, not, or, pipeline, release, sha256, swapSuffix, valuesOf, when, withDefault, type Reference } from '../../../generator/helm/index.ts';
import { helmTemplate, printed, readByGo, rendered, templatesOf, thing } from './chart.ts';
import { given, values } from './values.ts';

describe('a reference', () => {
  it('is written as the path of its value', () => {
    expect(printed({ a: values.text })).toBe('a: {{ .Values.text | quote }}\n');
  });

  it('reaches a key that is no identifier with index', () => {
    expect(printed({ a: values['kube-api'].url })).toBe('a: {{ index .Values "kube-api" "url" | quote }}\n');
  });

  it('is printed as the type of its value', () => {
    expect(printed({ integer: values.replicas, number: values.ratio, boolean: values.enabled, choice: values.mode, map: values.resources, list: values.args })).toBe(
      `integer: {{ .Values.replicas | int64 }}
number: {{ .Values.ratio | float64 }}
boolean: {{ .Values.enabled }}
choice: {{ .Values.mode | quote }}
map:
  {{- toYaml .Values.resources | nindent 2 }}
list:
  {{- toYaml .Values.args | nindent 2 }}
`,
    );
  });

  it('keeps the type of its value through Helm', async () => {
    const fields = { integer: values.replicas, number: values.ratio, boolean: values.enabled, map: values.labels, list: values.args };
    const large = { ...given, replicas: 2 ** 53 - 1, ratio: '0.85' };
    expect(await rendered(fields, large)).toEqual({ integer: 2 ** 53 - 1, number: 0.85, boolean: true, map: given.labels, list: given.args });
  });

  it('stands in a text beside literals and other references', async () => {
    const fields = { a: `${values.name}: 100 % of ${values.replicas} "{{ x }}" at ${values.ratio}, ${values.enabled}, ${values.labels}` };
    expect(printed(fields)).toContain('a: {{ printf "%s: 100 %% of %d \\"{{ x }}\\" at %s, %t, %s" .Values.name (int64 .Values.replicas) (float64 .Values.ratio | toJson) .Values.enabled (toJson .Values.labels) | quote }}\n');
    expect(await rendered(fields, { ...given, replicas: 12345678, ratio: 12345678 })).toEqual({ a: 'web: 100 % of 12345678 "{{ x }}" at 12345678, true, {"team":"ml","tier":"gold"}' });
  });

  it('that is a number or boolean becomes a text in a text', async () => {
    expect(await rendered({ a: `${values.replicas}`, b: `${values.enabled}`, c: `${values.text}` }, given)).toEqual({ a: '2', b: 'true', c: 'some text' });
  });

  it('stands in a key', async () => {
    expect(await rendered({ a: { [`${values.text}`]: 1, [`example.com/${values.name}`]: 2 } }, given)).toEqual({ a: { 'some text': 1, 'example.com/web': 2 } });
  });

  it('to a map can be spread among entries, in its place', async () => {
    const fields = { a: { first: 1, ...values.labels, last: 2 } };
    expect(printed(fields)).toBe('a:\n  first: 1\n  {{- with .Values.labels }}\n  {{- toYaml . | nindent 2 }}\n  {{- end }}\n  last: 2\n');
    expect(await rendered(fields, given)).toEqual({ a: { first: 1, team: 'ml', tier: 'gold', last: 2 } });
  });

  it('spread beside the same key gives way to what comes later, as in JavaScript', async () => {
    const templates = templatesOf(template => void thing(template, { first: { ...values.labels, team: 'ours' }, last: { team: 'ours', ...values.labels } }));
    for (const helm of ['helm', 'helm3'] as const) expect(await readByGo(await helmTemplate({ templates, values: given, helm }))).toMatchObject([{ first: { team: 'ours', tier: 'gold' }, last: given.labels }]);
  });

  it('to a list can be spread among items, in its place', async () => {
    const fields = { a: ['first', ...values.args, 'last'] };
    expect(printed(fields)).toBe('a:\n  - first\n  {{- with .Values.args }}\n  {{- toYaml . | nindent 2 }}\n  {{- end }}\n  - last\n');
    expect(await rendered(fields, given)).toEqual({ a: ['first', '-a', '-b', 'last'] });
  });

  it('stands in a list of lists', async () => {
    expect(await rendered({ a: [[values.text, ...values.args], ['b', [values.replicas]]] }, given)).toEqual({ a: [['some text', '-a', '-b'], ['b', [2]]] });
  });

  it('to nothing leaves nothing among others', async () => {
    const fields = { map: { ...values.labels, a: 1 }, list: [...values.args, 'a'] };
    for (const nothing of [{ labels: {}, args: [] }, { labels: null, args: null }]) expect(await rendered(fields, { ...given, ...nothing })).toEqual({ map: { a: 1 }, list: ['a'] });
  });
});

describe('a reference refuses', () => {
  it('a path that the schema does not have, and suggests the nearest', () => {
    const untyped = values as unknown as Record<string, Record<string, unknown>>;
    expect(() => untyped['replica']).toThrow('there is no .Values.replica: did you mean .Values.replicas?');
    expect(() => untyped['kube-api']!['enable']).toThrow('there is no .Values.kube-api.enable: did you mean .Values.kube-api.enabled?');
    expect(() => untyped['somethingElse']).toThrow(/^there is no \.Values\.somethingElse$/);
  });

  it('a method of its type, as nobody knows the value yet', () => {
    expect(() => values.text.toUpperCase()).toThrow('there is no .Values.text.toUpperCase');
    expect(() => values.args.length).toThrow('there is no .Values.args.length');
  });

  it('arithmetic and comparison', () => {
    const message = '.Values.replicas is known only to Helm: it cannot be calculated with here';
    expect(() => values.replicas * 2).toThrow(message);
    expect(() => values.replicas > 1).toThrow(message);
    expect(() => Number(values.replicas)).toThrow(message);
  });

  it('JSON.stringify, which would drop it without a word', () => {
    expect(() => JSON.stringify({ a: values.text })).toThrow('.Values.text is known only to Helm: JSON.stringify would drop it; write json(…)');
  });
});

describe('operators', () => {
  const cases: [string, unknown, string, unknown][] = [
    ['and', when(and(values.enabled, values['kube-api'].enabled), 'yes', 'no'), 'if and .Values.enabled (index .Values "kube-api" "enabled")', 'yes'],
    ['or', when(or(not(values.enabled), equal(values.mode, 'fast')), 'yes', 'no'), 'if or (not .Values.enabled) (eq .Values.mode "fast")', 'yes'],
    ['not', when(not(values.enabled), 'yes', 'no'), 'if not .Values.enabled', 'no'],
    ['equal of integers, which are floats in a values file', when(equal(values.replicas, 2), 'yes', 'no'), 'if eq (int64 .Values.replicas) 2', 'yes'],
    ['equal of numbers', when(equal(values.ratio, 0.5), 'yes', 'no'), 'if eq (float64 .Values.ratio) (float64 0.5)', 'yes'],
    ['equal of two references', when(equal(values.text, values.name), 'yes', 'no'), 'if eq .Values.text .Values.name', 'no'],
    ['isSet', when(isSet(values.args), 'yes', 'no'), 'if .Values.args', 'yes'],
    ['withDefault', withDefault(values.text, values.name), 'default .Values.name .Values.text | quote', 'some text'],
    ['withDefault of a text', withDefault(values.text, `${values.name}!`), 'default (printf "%s!" .Values.name) .Values.text | quote', 'some text'],
    ['either', either(values.enabled, 'on', values.name), 'ternary "on" .Values.name ', 'on'],
    ['json', json(values.labels), 'toJson .Values.labels | quote', '{"team":"ml","tier":"gold"}'],
    ['base64', base64(`<${values.name}>`), 'b64enc (printf "<%s>" .Values.name) | quote', 'PHdlYj4='],
    ['sha256', sha256(values.name), 'sha256sum .Values.name | quote', createHash('sha256').update('web').digest('hex')],
    ['swapSuffix', swapSuffix(values.name, 'b', '%'), 'printf "%s%%" (trimSuffix "b" .Values.name) | quote', 'we%'],
    ['pipeline', pipeline('.Values.text | upper | trunc 4'), '.Values.text | upper | trunc 4 | quote', 'SOME'],
    ['release', `${release.name}/${release.namespace}/${release.service}`, 'printf "%s/%s/%s" .Release.Name .Release.Namespace .Release.Service', 'demo/apps/Helm'],
    ['release at install', when(release.isInstall, 'install', when(release.isUpgrade, 'upgrade')), 'if .Release.IsInstall', 'install'],
    ['chart', `${chart.name}-${chart.version}-${chart.appVersion}`, '.Chart.Name .Chart.Version .Chart.AppVersion', 'demo-1.2.3-4.5'],
    ['capabilities.has', when(capabilities.has('apps/v1'), 'yes', 'no'), 'if .Capabilities.APIVersions.Has "apps/v1"', 'yes'],
    ['capabilities.kubeVersion', capabilities.kubeVersion, '.Capabilities.KubeVersion.Version | quote', expect.stringMatching(/^v1\./)],
    ['files.get', files.get('data/a.txt'), '.Files.Get "data/a.txt" | quote', 'from a file\n'],
  ];

  it.each(cases)('%s', (_, value, code) => {
    expect(printed({ a: value })).toContain(code);
  });

  it('mean in Helm what they say', async () => {
    const fields = Object.fromEntries(cases.map(([name, value]) => [name, value]));
    const results = await rendered(fields, given, { files: { 'data/a.txt': 'from a file\n' } });
    expect(results).toEqual(Object.fromEntries(cases.map(([name, , , result]) => [name, result])));
  });

  it('refuse what is no reference, as it would decide when the chart is generated', () => {
    expect(() => when(true as unknown as Reference<boolean>, 1)).toThrow('true is no reference: write values.… or an operator of generator/helm');
  });
});

describe('a value on one line', () => {
  const refusal = 'may hold a line break';
  const inBlock = (schema: object): string => {
    const { value } = valuesOf<{ value: string }>({ type: 'object', properties: { value: schema } });
    return printed({ a: `first ${value}\nlast\n` });
  };

  it.each([{ type: 'string', pattern: '^[a-z]+$' }, { type: 'string', pattern: '^(https?://\\S+)?$' }, { enum: ['a', 'b'] }, { const: 'a' }, { type: 'integer' }, { type: 'number' }, { type: 'boolean' }])('is one of %j', schema => {
    expect(inBlock(schema)).toContain('first {{');
  });

  it.each([{ type: 'string' }, { type: 'string', pattern: '^a' }, { type: 'string', pattern: 'a$' }, { type: 'string', pattern: '^.*$' }, { type: 'string', pattern: '^[^a]*$' }, { type: 'string', pattern: '^\\s*$' }, { type: 'string', pattern: '^a\\n$' }, { type: 'string', pattern: '^[a-z ]*$' }])('is none of %j', schema => {
    expect(() => inBlock(schema)).toThrow(refusal);
  });
});
