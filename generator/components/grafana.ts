import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../chart.ts';
import { Template, and, base64, describe, go, helper, includeBlock, includeTest, onlyWhen, or, release, type Templates } from '../helm/index.ts';
import { labelsOf } from './names.ts';
import { keep, passwordOf } from './secrets.ts';
import { alertmanagerUrl, hasOpenSearch, hasOpenSearchCa, hasPrometheus, openSearchReader, openSearchUrl, prometheusUrl } from './wiring.ts';

const COMPONENT = 'grafana';

const ownAdmin = helper(
  `${chartInfo.name}.grafanaAdmin`,
  'True where the admin of Grafana logs in with the Secret of this chart.',
  go`{{- if and ${values.grafana.enabled} (eq (.Values.grafana.admin | default dict).existingSecret "{{ .Release.Name }}-grafana-admin") }}true{{ end -}}`,
);

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
    basicAuth: true
    basicAuthUser: {{ include ${openSearchReader} . }}
    jsonData:
      flavor: opensearch
      version: 3.6.0
      database: "logs-*"
      timeField: "@timestamp"
      logMessageField: message
      logLevelField: severity
      pplEnabled: true
      maxConcurrentShardRequests: 5
      tlsAuthWithCACert: {{ if ${hasOpenSearchCa} }}true{{ else }}false{{ end }}
    secureJsonData:
      basicAuthPassword: $OPENSEARCH_PASSWORD
      {{- if ${hasOpenSearchCa} }}
      tlsCACert: $OPENSEARCH_CA
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

