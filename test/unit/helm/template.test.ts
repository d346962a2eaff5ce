import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Template, Templates, and, describe as describeObject, eachEntry, forEach, forEachEntry, given, go, helper, include, includeMap, note, onlyWhen, sha256, when } from '../../../generator/helm/index.ts';
import { documents, helmTemplate, templatesOf } from './chart.ts';
import { given as sampleValues, values } from './values.ts';

const name = helper('demo.name', 'Name of everything.', go`{{- .Release.Name -}}`);
const labels = helper('demo.labels', 'Labels of everything.', go`app.kubernetes.io/instance: {{ .Release.Name | quote }}`);

/** A component as one would write it: a deployment, its settings, and what depends on other values. */
function web(templates: Templates): void {
  const template = new Template(templates, 'web', { about: 'The web server, which answers what people ask.', source: 'generator/components/web.ts', when: values.enabled });
  const metadata = { name: include(name), labels: { ...includeMap(labels), 'example.com/mode': values.mode } };
  const config = `listen 8080\nmode ${values.mode}\n\nurl "https://${values.name}.example.com/{{ path }}"\n`;

  new k8s.KubeConfigMap(template, 'settings', { metadata, data: { 'web.conf': config } });
  describeObject(
    new k8s.KubeDeployment(template, 'deployment', {
      metadata,
      spec: {
        replicas: values.replicas,
        selector: { matchLabels: includeMap(labels) },
        template: {
          metadata: { labels: { ...includeMap(labels), ...values.labels }, annotations: { 'checksum/config': sha256(config) } },
          spec: {
            tolerations: given(values.tolerations),
            containers: [
              {
                name: 'web',
                image: `registry.example.com/web:${values.name}`,
                args: ['--config=/etc/web/web.conf', when(values['kube-api'].enabled, `--api=${values['kube-api'].url}`), ...values.args],
                env: [{ name: 'TEXT', value: values.text }, note('One for each label.', eachEntry(['label', 'value'], values.labels, (label, value) => ({ name: `LABEL_${label}`, value: `${value}` })))],
                ports: [{ name: 'http', containerPort: 8080 }],
                readinessProbe: { httpGet: { path: '/', port: k8s.IntOrString.fromString('http') }, periodSeconds: 10 },
                resources: values.resources,
                securityContext: when(values.enabled, { readOnlyRootFilesystem: true }, { privileged: true }),
              },
            ],
          },
        },
      },
    }),
    'Answers at any time: {{ see }} the README.',
  );
  const reachable = onlyWhen(template, 'reachable', and(values.enabled, values['kube-api'].enabled));
  new k8s.KubeService(reachable, 'service', { metadata, spec: { ports: [{ port: 80, targetPort: k8s.IntOrString.fromNumber(8080) }], selector: includeMap(labels), clusterIp: 'None' } });
}

const WEB = `{{- /*
The web server, which answers what people ask.
Generated from generator/components/web.ts.
*/ -}}
{{- if .Values.enabled }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "demo.name" . | quote }}
  labels:
    {{- include "demo.labels" . | nindent 4 }}
    example.com/mode: {{ .Values.mode | quote }}
data:
  web.conf: |
    listen 8080
    mode {{ .Values.mode }}

    url "https://{{ .Values.name }}.example.com/{{ "{{" }} path }}"
---
# Answers at any time: {{ "{{" }} see }} the README.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "demo.name" . | quote }}
  labels:
    {{- include "demo.labels" . | nindent 4 }}
    example.com/mode: {{ .Values.mode | quote }}
spec:
  replicas: {{ .Values.replicas | int64 }}
  selector:
    matchLabels:
      {{- include "demo.labels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "demo.labels" . | nindent 8 }}
        {{- with .Values.labels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/config: {{ sha256sum (printf "listen 8080\\nmode %s\\n\\nurl \\"https://%s.example.com/{{ path }}\\"\\n" .Values.mode .Values.name) | quote }}
    spec:
      {{- with .Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: web
          image: {{ printf "registry.example.com/web:%s" .Values.name | quote }}
          args:
            - --config=/etc/web/web.conf
            {{- if index .Values "kube-api" "enabled" }}
            - {{ printf "--api=%s" (index .Values "kube-api" "url") | quote }}
            {{- end }}
            {{- with .Values.args }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          env:
            - name: TEXT
              value: {{ .Values.text | quote }}
            # One for each label.
            {{- range $label, $value := .Values.labels }}
            - name: {{ printf "LABEL_%s" $label | quote }}
              value: {{ $value | quote }}
            {{- end }}
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              path: /
              port: http
            periodSeconds: 10
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          {{- if .Values.enabled }}
          securityContext:
            readOnlyRootFilesystem: true
          {{- else }}
          securityContext:
            privileged: true
          {{- end }}
{{- if and .Values.enabled (index .Values "kube-api" "enabled") }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "demo.name" . | quote }}
  labels:
    {{- include "demo.labels" . | nindent 4 }}
    example.com/mode: {{ .Values.mode | quote }}
spec:
  ports:
    - port: 80
      targetPort: 8080
  selector:
    {{- include "demo.labels" . | nindent 4 }}
  clusterIP: None
{{- end }}
{{- end }}
`;

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}
const render = async (templates: ReadonlyMap<string, string>, user: object): Promise<string[]> =>
  documents<Manifest>(await helmTemplate({ templates, values: user })).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const thing = (scope: Construct, id: string, named: string): ApiObject => new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Thing', metadata: { name: named } });

describe('a template', () => {
  const templates = new Templates();
  web(templates);
  const rendered = templates.render();

  it('reads as if written by hand: fields in the order of their author, comments, no needless quotes', () => {
    expect([...rendered.keys()]).toEqual(['web.yaml']);
    expect(rendered.get('web.yaml')).toBe(WEB);
  });

  it('comes out the same whatever was made before it', () => {
    const again = new Templates();
    new Template(again, 'other', { about: 'Another.', source: 'other.ts', when: values['kube-api'].enabled });
    web(again);
    expect(again.render().get('web.yaml')).toBe(WEB);
  });

  it('has its objects, in their order, where their conditions hold', async () => {
    const api = (enabled: boolean): object => ({ ...sampleValues, 'kube-api': { ...sampleValues['kube-api'], enabled } });
    expect((await render(rendered, api(true))).sort()).toEqual(['ConfigMap demo', 'Deployment demo', 'Service demo']);
    expect((await render(rendered, api(false))).sort()).toEqual(['ConfigMap demo', 'Deployment demo']);
    expect(await render(rendered, { ...api(true), enabled: false })).toEqual([]);
  });

  it('holds a comment that ends comments, and one with braces', async () => {
    const odd = new Templates();
    thing(new Template(odd, 'odd', { about: 'Not */ the end, {{ nor }} this.\nSecond line.', source: 'odd.ts' }), 'a', 'a');
    expect(odd.render().get('odd.yaml')).toMatch(/^\{\{- \/\*\nNot \* \/ the end, \{\{ nor \}\} this\.\nSecond line\.\nGenerated from odd\.ts\.\n\*\/ -\}\}\n/);
    expect(await render(odd.render(), {})).toEqual(['Thing a']);
  });
});

describe('whole objects', () => {
  it('repeat for the elements of a list', async () => {
    const made = templatesOf(template => forEach<string>(template, 'arg', values.args, (scope, arg) => void thing(scope, 'thing', `${arg}-${values.name}`)));
    expect(made.get('demo.yaml')).toContain('{{- range $arg := .Values.args }}\n---\napiVersion: v1\nkind: Thing\nmetadata:\n  name: {{ printf "%s-%s" $arg $.Values.name | quote }}\n{{- end }}\n');
    expect(await render(made, sampleValues)).toEqual(['Thing -a-web', 'Thing -b-web']);
    expect(await render(made, { ...sampleValues, args: [] })).toEqual([]);
  });

  it('repeat for the entries of a map', async () => {
    const made = templatesOf(template => forEachEntry(template, ['key', 'value'], values.labels, (scope, key, value) => void thing(scope, 'thing', `${key}-${value}`)));
    expect(await render(made, sampleValues)).toEqual(['Thing team-ml', 'Thing tier-gold']);
  });

  it('nest their conditions', async () => {
    const made = templatesOf(template => {
      const outer = onlyWhen(template, 'outer', values.enabled);
      thing(outer, 'first', 'first');
      forEach<string>(outer, 'arg', values.args, (scope, arg) => void thing(onlyWhen(scope, 'inner', values['kube-api'].enabled), 'inner', arg));
      thing(template, 'last', 'last');
    });
    expect((await render(made, sampleValues)).sort()).toEqual(['Thing -a', 'Thing -b', 'Thing first', 'Thing last']);
    expect((await render(made, { ...sampleValues, 'kube-api': { enabled: false } })).sort()).toEqual(['Thing first', 'Thing last']);
    expect(await render(made, { ...sampleValues, enabled: false })).toEqual(['Thing last']);
  });
});
