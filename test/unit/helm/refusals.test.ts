import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { Template, Templates, checkIncludes, checkValues, describe as describeObject, each, given, json, when, withDefault, type ValueSchema } from '../../../generator/helm/index.ts';
import { printed, templatesOf } from './chart.ts';
import { sample, values } from './values.ts';

const metadata = { name: 'a' };
const pod = (spec: unknown) => (): unknown => templatesOf(template => void new k8s.KubePod(template, 'pod', { metadata, spec: spec as k8s.PodSpec }));
const containers = [{ name: 'main' }];

describe('an object is refused', () => {
  it.each<[string, unknown, string]>([
    ['with a text where cdk8s would drop it for an object', { containers, affinity: values.text }, 'Pod demo/pod: spec.affinity: a text stands where Kubernetes wants an object or a list, and cdk8s would drop it: use a reference to a map or list, or given(…)'],
    ['with a literal text there', { containers, securityContext: 'none' }, 'spec.securityContext: a text stands where Kubernetes wants an object or a list'],
    ['with such a text inside a control structure', { containers, affinity: when(values.enabled, values.text) }, 'spec.affinity: a text stands where'],
    ['with such a text in a list', { containers: [{ name: 'main', resources: `${values.text}` }] }, 'spec.containers.0.resources: a text stands where'],
    ['with a map where a list is wanted', { containers: values.labels }, 'Pod demo/pod: a value of another kind stands where Kubernetes wants a list or an object, and cdk8s cannot read it: obj.containers?.map is not a function'],
    ['with a text where a list is wanted', { containers: [{ name: 'main', env: values.text }] }, 'obj.env?.map is not a function'],
    ['with a field that cdk8s does not know', { containers, hostname: 'a', hostnames: 'b' }, 'spec.hostnames: cdk8s does not know this field and would drop it: look for its name in the type of the object'],
    ['with such a field deep in it', { containers: [{ name: 'main', livenessProbe: { httpGet: { pth: '/' } } }] }, 'spec.containers.0.livenessProbe.httpGet.pth: cdk8s does not know this field'],
    ['with such a field in a spread block', { containers, ...when(values.enabled, { hostPort: 1 }) }, 'spec.hostPort: cdk8s does not know this field'],
    ['with such a field on the other side', { containers, ...when(values.enabled, { hostNetwork: true }, { hostPort: 1 }) }, 'spec.hostPort: cdk8s does not know this field'],
    ['with such a field on the other side of another side', { containers, ...when(values.enabled, { hostNetwork: true }, { ...when(values.enabled, { hostname: 'a' }, { hostPort: 1 }) }) }, 'spec.hostPort: cdk8s does not know this field'],
    ['with such a field in each', { containers: [each('arg', values.args, arg => ({ name: arg, imag: 'b' }))] }, 'spec.containers.0.imag: cdk8s does not know this field'],
  ])('%s', (_, spec, message) => {
    expect(pod(spec)).toThrow(message);
  });

  it.each([{}, undefined, { labels: { a: 'b' } }, { name: '' }, { name: undefined }])('without a fixed name: metadata %j', noName => {
    const make = (): unknown => templatesOf(template => void new k8s.KubeConfigMap(template, 'settings', { metadata: noName as k8s.ObjectMeta }));
    expect(make).toThrow('demo/settings has no fixed name: cdk8s would invent one from a hash; write metadata: { name: … }');
  });

  it('with a list of any length behind one key', () => {
    expect(() => printed({ args: each('arg', values.args, arg => arg) })).toThrow('Thing demo/thing: args: each(…) would repeat the key for every element: put it into a list, [each(…)], or spread it into a map, { ...each(…) }');
  });
});

describe('a value is refused', () => {
  it.each([NaN, Infinity, () => 1, Symbol('a')])('that no manifest can hold: %s', value => {
    expect(() => printed({ a: [value] })).toThrow(`Thing demo/thing: ${String(value)} is no value of a manifest: write a text, a finite number, a boolean or a reference`);
  });

  it('of a class of its own', () => {
    expect(() => printed({ a: new Date(0) })).toThrow("can't render non-simple object of type 'Date'");
  });
});

describe('a text is refused', () => {
  const broken = 'templates/demo.yaml: a reference was changed as a text (sliced, upper-cased, …) and is broken: ';

  it.each<[string, (text: string) => string]>([
    ['sliced', text => text.slice(0, 3)],
    ['cut at its start', text => text.slice(1)],
    ['in upper case', text => text.toUpperCase()],
    ['in lower case', text => text.toLowerCase()],
    ['reversed', text => [...text].reverse().join('')],
  ])('whose reference was %s', (_, change) => {
    expect(() => printed({ a: change(`${values.text}`) })).toThrow(broken);
    expect(() => printed({ a: { [change(`${values.text}`)]: 1 } })).toThrow(broken);
    expect(() => templatesOf(template => void describeObject(new ApiObject(template, 'x', { apiVersion: 'v1', kind: 'Thing', metadata }), change(`${values.text}`)))).toThrow(broken);
  });

  it('that is a block in which a value may break the line', () => {
    const message = '.Values.text may hold a line break, which would break the text that it stands in: give it a pattern in values-schema, or write json(…) where the format takes JSON';
    expect(() => printed({ data: { 'a.conf': `first\nurl ${values.text}\nlast\n` } })).toThrow(`Thing demo/thing: a.conf: ${message}`);
    expect(() => printed({ a: `first\n${withDefault(values.name, values.text)}\nlast\n` })).toThrow('default .Values.text .Values.name may hold a line break');
    expect(() => printed({ args: [`first\nurl ${values.text}\nlast\n`] })).toThrow(`Thing demo/thing: - ${message}`);
    expect(printed({ a: `first\nurl ${values.name} ${values.replicas} ${values.ratio} ${json(values.text)}\nlast\n` })).toBe(
      'a: |\n  first\n  url {{ .Values.name }} {{ .Values.replicas | int64 }} {{ .Values.ratio | float64 | toJson }} {{ toJson .Values.text }}\n  last\n',
    );
  });
});

describe('checkValues', () => {
  const check = (template: string) => (): void => checkValues('demo.yaml', template, sample as unknown as ValueSchema);

  it.each([
    ['{{ .Values.replica }}', 'templates/demo.yaml: there is no value .Values.replica: did you mean .Values.replicas?'],
    ['a: {{ $.Values.txt | quote }}', 'there is no value .Values.txt: did you mean .Values.text?'],
    ['{{- if and .Values.enabled (not .Values.enable) }}', 'there is no value .Values.enable: did you mean .Values.enabled?'],
    ['{{ (.Values.nothingLikeIt) }}', 'templates/demo.yaml: there is no value .Values.nothingLikeIt'],
    ['{{ index .Values "kube-api" "enable" }}', 'there is no value .Values.kube-api.enable: did you mean .Values.kube-api.enabled?'],
    ['{{ index $.Values "kube-apis" }}', 'there is no value .Values.kube-apis: did you mean .Values.kube-api?'],
    ['{{ printf "%s }}" .Values.replica }}', 'there is no value .Values.replica'],
    ['{{/* a comment with a quote " */}}{{ .Values.replica }}{{/* " */}}', 'there is no value .Values.replica'],
  ])('refuses %s', (template, message) => {
    expect(check(template)).toThrow(message);
  });

  it.each([
    '{{ .Values.replicas }} {{ index .Values "kube-api" "url" }} {{ $.Values.enabled }}',
    '{{ .Values.labels.anything }}',
    '{{ .Subcharts.grafana.Values.service.port }} {{ $grafana.Values.service }} {{ (index .Subcharts "a").Values.b }}',
    'Set .Values.replica in your values. {{ "{{" }} .Values.replica }}',
    '{{- /* .Values.replica was called so once */ -}}',
    '{{ fail "there is no .Values.replica" }}{{ `.Values.replica` }}',
  ])('accepts %s', template => {
    expect(check(template)).not.toThrow();
  });

  it('takes what the engine itself writes', () => {
    for (const text of templatesOf(template => void new ApiObject(template, 'a', { apiVersion: 'v1', kind: 'Thing', metadata, a: given(values['kube-api'].url), b: '{{ .Values.replica }}', c: `${values.text}${values.labels}` })).values()) expect(check(text)).not.toThrow();
  });
});

describe('checkIncludes', () => {
  const check = (template: string) => (): void => checkIncludes('demo.yaml', template, ['demo.name', 'demo.labels'], 'demo');

  it('refuses a helper that nobody defines', () => {
    expect(check('{{ include "demo.label" . }}')).toThrow('templates/demo.yaml: there is no named template demo.label: did you mean demo.labels?');
  });

  it('accepts those that are defined, and those of dependencies', () => {
    expect(check('{{ include "demo.name" . }} {{ include "grafana.fullname" . }} write {{ "{{" }} include "demo.other" . }}')).not.toThrow();
  });
});

describe('a template is refused', () => {
  it('of the name of another', () => {
    const make = (): unknown => {
      const templates = new Templates();
      new Template(templates, 'demo', { about: '', source: '' });
      return new Template(templates, 'demo', { about: '', source: '' });
    };
    expect(make).toThrow("There is already a Construct with name 'demo'");
  });
});
