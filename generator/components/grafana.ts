import { k8s } from 'cdk8s-plus-28';
import { fieldLinks } from '../../dashboards-src/panels/logs.ts';
import { chartInfo, values } from '../chart.ts';
import { and, base64, describe, go, helper, includeBlock, includeTest, onlyWhen, or, release, Template, type Templates } from '../helm/index.ts';
import { labelsOf } from './names.ts';
import { keep, passwordOf } from './secrets.ts';
import { alertmanagerUrl, hasOpenSearch, hasOpenSearchCa, hasOpenSearchIam, hasPrometheus, openSearchReader, openSearchUrl, prometheusUrl } from './wiring.ts';

const COMPONENT = 'grafana';

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
{{- if ${hasPrometheus} }}
  - name: Prometheus
    uid: prometheus
    type: prometheus
    access: proxy
    url: {{ include ${prometheusUrl} . | quote }}
    isDefault: true
    jsonData:
      httpMethod: POST
      timeInterval: 30s
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
  const sources = onlyWhen(template, 'sources', and(values.grafana.enabled, or(hasPrometheus, hasOpenSearch)));
  new k8s.KubeConfigMap(sources, 'data-sources', {
    metadata: { name: `${release.name}-data-sources`, labels: { ...labelsOf(COMPONENT), grafana_datasource: '1' } },
    data: { 'observability.yaml': includeBlock(dataSources) },
  });
}

