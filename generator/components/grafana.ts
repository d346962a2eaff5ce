import { k8s } from 'cdk8s-plus-28';
import { fieldLinks } from '../../dashboards-src/panels/logs.ts';
import { chartInfo, values } from '../chart.ts';
import { and, base64, describe, go, helper, includeBlock, includeTest, isSet, onlyWhen, or, release, Template, type Templates } from '../helm/index.ts';
import { ampRegion, ampUrl, asksAmp, hasAmp } from './amp/workspace.ts';
import { labelsOf } from './names.ts';
import { keep, passwordOf } from './secrets.ts';
import { alertmanagerUrl, answersQueries, hasCloudWatch, hasOpenSearch, hasOpenSearchCa, hasOpenSearchIam, openSearchReader, openSearchUrl, ownPrometheusUrl } from './wiring.ts';

const COMPONENT = 'grafana';
const { external } = values;

const ownAdmin = helper(
  `${chartInfo.name}.grafanaAdmin`,
  'True where the admin of Grafana logs in with the Secret of this chart.',
  go`{{- if and ${values.grafana.enabled} (eq (.Values.grafana.admin | default dict).existingSecret "{{ .Release.Name }}-grafana-admin") }}true{{ end -}}`,
);

export const adminSecret = helper(
  `${chartInfo.name}.grafanaAdminSecret`,
  'Secret of the admin of this release’s Grafana.',
  go`{{- $grafana := index .Subcharts "grafana" -}}
{{- tpl ($grafana.Values.admin.existingSecret | default (include "grafana.fullname" $grafana)) $grafana -}}`,
);

/** In files for provisioning a dollar sign is a variable of the environment, unless there are two (Grafana's documentation, "Provision Grafana"). */
const fieldLink = ({ field, title, url }: (typeof fieldLinks)[number]): string => `        - field: ^${field}$
          title: ${title}
          url: ${JSON.stringify(url).replaceAll('$', '$$$$')}`;

const dataSources = helper(
  `${chartInfo.name}.dataSources`,
  'Data sources of Grafana. Dashboards name them by uid, which never changes. The reader’s password is in Grafana’s environment, not here.',
  go`apiVersion: 1
datasources:
{{- if ${answersQueries} }}
  - name: Prometheus
    uid: {{ if ${asksAmp} }}prometheus-local{{ else }}prometheus{{ end }}
    type: prometheus
    access: proxy
    url: {{ include ${ownPrometheusUrl} . | quote }}
    isDefault: {{ not ${asksAmp} }}
    jsonData:
      httpMethod: POST
      timeInterval: 30s
{{- else if ${external.prometheus.url} }}
  - name: Prometheus
    uid: prometheus
    type: prometheus
    access: proxy
    url: {{ ${external.prometheus.url} | trimSuffix "/" | quote }}
    isDefault: true
    jsonData:
      httpMethod: POST
      timeInterval: 30s
{{- end }}
{{- if ${hasAmp} }}
  - name: Amazon Managed Prometheus
    uid: {{ if ${asksAmp} }}prometheus{{ else }}amp{{ end }}
    type: grafana-amazonprometheus-datasource
    access: proxy
    url: {{ include ${ampUrl} . | quote }}
    isDefault: {{ ${asksAmp} }}
    jsonData:
      httpMethod: POST
      timeInterval: 30s
      sigV4Auth: true
      sigV4AuthType: default
      sigV4Region: {{ include ${ampRegion} . }}
      sigV4Service: aps
      {{- with ${values.global.amp.roleArn} }}
      sigV4AssumeRoleArn: {{ . }}
      {{- end }}
{{- end }}
{{- if ${hasCloudWatch} }}
{{- with ${external.cloudwatch} }}
  - name: CloudWatch
    uid: cloudwatch
    type: cloudwatch
    access: proxy
    jsonData:
      authType: default
      defaultRegion: {{ .region }}
      {{- with .roleArn }}
      assumeRoleArn: {{ . }}
      {{- end }}
      {{- with .logGroups }}
      logGroups:
        {{- range . }}
        - arn: {{ . | quote }}
          name: {{ index (splitList ":" .) 6 | quote }}
        {{- end }}
      {{- end }}
{{- end }}
{{- end }}
{{- with include ${alertmanagerUrl} . }}
  - name: Alertmanager
    uid: alertmanager
    type: alertmanager
    access: proxy
    url: {{ . | quote }}
    jsonData:
      implementation: prometheus
      handleGrafanaManagedAlerts: false
{{- end }}
{{- if ${hasOpenSearch} }}
  - name: OpenSearch
    uid: opensearch
    type: grafana-opensearch-datasource
    access: proxy
    url: {{ include ${openSearchUrl} . | quote }}
    {{- if not ${hasOpenSearchIam} }}
    basicAuth: true
    basicAuthUser: {{ include ${openSearchReader} . }}
    {{- end }}
    jsonData:
      flavor: opensearch
      version: 3.6.0
      database: {{ keys ${values.logs.families} | sortAlpha | join "," | quote }}
      timeField: "@timestamp"
      logMessageField: message
      logLevelField: severity
      pplEnabled: true
      maxConcurrentShardRequests: 5
      dataLinks:
${fieldLinks.map(fieldLink).join('\n')}
      {{- if ${hasOpenSearchIam} }}
      sigV4Auth: true
      sigV4AuthType: default
      sigV4Region: {{ ${values.external.opensearch.aws.region} }}
      serverless: {{ eq ${values.external.opensearch.aws.service} "aoss" }}
      {{- end }}
      tlsAuthWithCACert: {{ if ${hasOpenSearchCa} }}true{{ else }}false{{ end }}
    {{- if not ${hasOpenSearchIam} }}
    secureJsonData:
      basicAuthPassword: $OPENSEARCH_PASSWORD
      {{- if ${hasOpenSearchCa} }}
      tlsCACert: $OPENSEARCH_CA
      {{- end }}
    {{- end }}
{{- end }}`,
);

/** Login and data sources of Grafana. */
export function grafana(templates: Templates): void {
  const template = new Template(templates, 'grafana', {
    about: 'Login of Grafana’s admin and its data sources.',
    source: 'generator/components/grafana.ts',
  });
  const secret = `${release.name}-grafana-admin`;
  const admin = onlyWhen(template, 'admin', includeTest(ownAdmin));
  describe(
    new k8s.KubeSecret(admin, 'secret', {
      metadata: { name: secret, labels: labelsOf(COMPONENT), annotations: keep },
      type: 'Opaque',
      data: { 'admin-user': base64('admin'), 'admin-password': passwordOf(secret, 'admin-password') },
    }),
    'Made on the first install and kept.',
  );
  const sources = onlyWhen(template, 'sources', and(values.grafana.enabled, or(answersQueries, isSet(external.prometheus.url), hasAmp, hasCloudWatch, hasOpenSearch)));
  new k8s.KubeConfigMap(sources, 'data-sources', {
    metadata: { name: `${release.name}-data-sources`, labels: { ...labelsOf(COMPONENT), grafana_datasource: '1' } },
    data: { 'observability.yaml': includeBlock(dataSources) },
  });
}

