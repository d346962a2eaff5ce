import { chartInfo, values } from '../chart.ts';
import { and, equal, go, helper, not, or, isSet, type Condition } from '../helm/index.ts';
import { asksAmp, metricsAlias } from './amp/workspace.ts';
import { condition } from './cluster.ts';

/** Addresses of what the release runs or is told to use, computed by the dependencies' own helpers (names.ts of each chart: `_helpers.tpl`). */

const stack = go`(index .Subcharts "kube-prometheus-stack")`;
const url = (name: string) => `${chartInfo.name}.${name}`;

const asAgent = condition('dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")');
/** True where Prometheus keeps nothing, evaluates no rule and answers no query: it only scrapes and sends. */
export const agentMode: Condition = and(values.prometheus.enabled, asAgent);
/** True where Prometheus of this release can be asked. */
export const answersQueries: Condition = and(values.prometheus.enabled, not(asAgent));

/** Address of Prometheus of this release; call it where `answersQueries`. */
export const ownPrometheusUrl = helper(
  url('ownPrometheusUrl'),
  'Address of Prometheus of this release.',
  go`{{- $stack := ${stack} -}}
http://{{ include "kube-prometheus-stack.fullname" $stack }}-prometheus.{{ include "kube-prometheus-stack.namespace" $stack }}.svc:{{ $stack.Values.prometheus.service.port }}`,
);

export const prometheusUrl = helper(
  url('prometheusUrl'),
  'Address under which metrics are asked for: Prometheus of this release, the one that is brought, or the proxy before Amazon’s. Call with the root context.',
  go`{{- if ${asksAmp} -}}
{{ include ${metricsAlias} . }}
{{- else if ${answersQueries} -}}
{{ include ${ownPrometheusUrl} . }}
{{- else -}}
{{ ${values.external.prometheus.url} | trimSuffix "/" }}
{{- end -}}`,
);

export const alertmanagerUrl = helper(
  url('alertmanagerUrl'),
  'Address of Alertmanager of this release, or nothing.',
  go`{{- if ${values.prometheus.enabled} -}}
{{- $stack := ${stack} -}}
{{- if $stack.Values.alertmanager.enabled -}}
http://{{ include "kube-prometheus-stack.fullname" $stack }}-alertmanager.{{ include "kube-prometheus-stack.namespace" $stack }}.svc:{{ $stack.Values.alertmanager.service.port }}
{{- end -}}
{{- end -}}`,
);

export const grafanaUrl = helper(
  url('grafanaUrl'),
  'Address of Grafana: of this release, or the one that is brought, or nothing.',
  go`{{- if ${values.grafana.enabled} -}}
{{- $grafana := index .Subcharts "grafana" -}}
http://{{ include "grafana.fullname" $grafana }}.{{ include "grafana.namespace" $grafana }}.svc:{{ $grafana.Values.service.port }}
{{- else -}}
{{ ${values.external.grafana.url} | trimSuffix "/" }}
{{- end -}}`,
);

export const openSearchUrl = helper(
  url('openSearchUrl'),
  'Address of OpenSearch: of this release, or the one that is brought, or nothing.',
  go`{{- if ${values.opensearch.enabled} -}}
{{- $opensearch := index .Subcharts "opensearch" -}}
https://{{ include "opensearch.serviceName" $opensearch }}.{{ .Release.Namespace }}.svc:{{ $opensearch.Values.httpPort }}
{{- else -}}
{{ ${values.external.opensearch.url} | trimSuffix "/" }}
{{- end -}}`,
);

export const openSearchHost = helper(url('openSearchHost'), 'Host of OpenSearch.', go`{{- (urlParse (include ${openSearchUrl} .)).hostname -}}`);

export const portOf = helper(
  url('portOf'),
  'Port of an http(s) address: the one in it, or the usual one of its scheme. Call with the address.',
  go`{{- $url := urlParse . -}}
{{- regexFind "[0-9]+$" (trimPrefix $url.hostname $url.host) | default (ternary "443" "80" (eq $url.scheme "https")) -}}`,
);

export const openSearchPort = helper(url('openSearchPort'), 'Port of OpenSearch.', go`{{- include ${portOf} (include ${openSearchUrl} .) -}}`);

export const prometheusCrName = helper(url('prometheusCrName'), 'Name of the Prometheus object of this release.', go`{{- include "kube-prometheus-stack.prometheus.crname" ${stack} -}}`);

/** True where there is a Prometheus to ask. */
export const hasPrometheus: Condition = or(answersQueries, asksAmp, isSet(values.external.prometheus.url));
export const hasOpenSearch: Condition = or(values.opensearch.enabled, isSet(values.external.opensearch.url));
/** Where it is false the certificate of OpenSearch is one of a public authority. */
export const hasOpenSearchCa: Condition = or(values.opensearch.enabled, isSet(values.credentials.opensearch.existingTlsSecret));
/** True where requests to OpenSearch are signed (SigV4) and no password is needed. */
export const hasOpenSearchIam: Condition = and(not(values.opensearch.enabled), isSet(values.external.opensearch.aws.region));
/** True where Grafana asks CloudWatch. */
export const hasCloudWatch: Condition = isSet(values.external.cloudwatch.region);
export const hasGrafana: Condition = or(values.grafana.enabled, isSet(values.external.grafana.url));

/** The users: ours in the store of this release, the named ones in an external store. */
export const openSearchReader = helper(url('openSearchReader'), 'User that reads logs.', go`{{- ternary "reader" ${values.external.opensearch.readerUsername} ${values.opensearch.enabled} -}}`);
export const openSearchWriter = helper(url('openSearchWriter'), 'User that writes logs.', go`{{- ternary "writer" ${values.external.opensearch.writerUsername} ${values.opensearch.enabled} -}}`);
export const openSearchMonitor = helper(url('openSearchMonitor'), 'User that asks how OpenSearch is.', go`{{- ternary "monitor" ${values.external.opensearch.monitorUsername} ${values.opensearch.enabled} -}}`);
export const openSearchJanitor = helper(url('openSearchJanitor'), 'User that deletes the oldest logs.', go`{{- ternary "janitor" ${values.external.opensearch.janitorUsername} ${values.opensearch.enabled} -}}`);
export const openSearchAdmin = helper(url('openSearchAdmin'), 'User that changes everything.', go`{{- ternary "admin" ${values.external.opensearch.adminUsername} ${values.opensearch.enabled} -}}`);

/** Where the DCGM exporter is on: there are nodes on which it is ours. */
export const ownExporter = not(equal(values.dcgm.mode, 'existing'));
