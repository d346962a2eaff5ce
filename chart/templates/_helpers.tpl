{{/*
Name of a component of this release, short enough for a Service: `dict "root" $ "component" "dcgm-exporter"`.
*/}}
{{- define "observability.name" -}}
{{- printf "%s-%s" (.root.Release.Name | trunc (int (sub 62 (len .component))) | trimSuffix "-") .component }}
{{- end }}

{{/*
Address of an image: `dict "root" $ "image" .Values.dcgm.image`. The registry for all images wins over its
own; a digest wins over the tag.
*/}}
{{- define "observability.image" -}}
{{- $registry := .root.Values.global.imageRegistry | default .image.registry -}}
{{- $repository := ternary .image.repository (printf "%s/%s" $registry .image.repository) (empty $registry) -}}
{{- if .image.digest }}{{ $repository }}@{{ .image.digest }}{{ else }}{{ $repository }}:{{ .image.tag }}{{ end -}}
{{- end }}

{{/*
Address of Prometheus: of this release, or the one that is brought. Call with the root context.
*/}}
{{- define "observability.prometheusUrl" -}}
{{- if .Values.prometheus.enabled -}}
{{- $stack := (index .Subcharts "kube-prometheus-stack") -}}
http://{{ include "kube-prometheus-stack.fullname" $stack }}-prometheus.{{ include "kube-prometheus-stack.namespace" $stack }}.svc:{{ $stack.Values.prometheus.service.port }}
{{- else -}}
{{ .Values.external.prometheus.url | trimSuffix "/" }}
{{- end -}}
{{- end }}

{{/*
Address of Alertmanager of this release, or nothing.
*/}}
{{- define "observability.alertmanagerUrl" -}}
{{- if .Values.prometheus.enabled -}}
{{- $stack := (index .Subcharts "kube-prometheus-stack") -}}
{{- if $stack.Values.alertmanager.enabled -}}
http://{{ include "kube-prometheus-stack.fullname" $stack }}-alertmanager.{{ include "kube-prometheus-stack.namespace" $stack }}.svc:{{ $stack.Values.alertmanager.service.port }}
{{- end -}}
{{- end -}}
{{- end }}

{{/*
Address of Grafana: of this release, or the one that is brought, or nothing.
*/}}
{{- define "observability.grafanaUrl" -}}
{{- if .Values.grafana.enabled -}}
{{- $grafana := index .Subcharts "grafana" -}}
http://{{ include "grafana.fullname" $grafana }}.{{ include "grafana.namespace" $grafana }}.svc:{{ $grafana.Values.service.port }}
{{- else -}}
{{ .Values.external.grafana.url | trimSuffix "/" }}
{{- end -}}
{{- end }}

{{/*
Address of OpenSearch: of this release, or the one that is brought, or nothing.
*/}}
{{- define "observability.openSearchUrl" -}}
{{- if .Values.opensearch.enabled -}}
{{- $opensearch := index .Subcharts "opensearch" -}}
https://{{ include "opensearch.serviceName" $opensearch }}.{{ .Release.Namespace }}.svc:{{ $opensearch.Values.httpPort }}
{{- else -}}
{{ .Values.external.opensearch.url | trimSuffix "/" }}
{{- end -}}
{{- end }}

{{/*
Host of OpenSearch.
*/}}
{{- define "observability.openSearchHost" -}}
{{- (urlParse (include "observability.openSearchUrl" .)).hostname -}}
{{- end }}

{{/*
Port of OpenSearch: the one in its address, or the usual one of its scheme.
*/}}
{{- define "observability.openSearchPort" -}}
{{- $url := urlParse (include "observability.openSearchUrl" .) -}}
{{- $port := regexFind "[0-9]+$" (trimPrefix $url.hostname $url.host) -}}
{{- $port | default (ternary "443" "80" (eq $url.scheme "https")) -}}
{{- end }}

{{/*
Name of the Prometheus object of this release.
*/}}
{{- define "observability.prometheusCrName" -}}
{{- include "kube-prometheus-stack.prometheus.crname" (index .Subcharts "kube-prometheus-stack") -}}
{{- end }}

{{/*
User that reads logs.
*/}}
{{- define "observability.openSearchReader" -}}
{{- ternary "reader" .Values.external.opensearch.readerUsername .Values.opensearch.enabled -}}
{{- end }}

{{/*
User that writes logs.
*/}}
{{- define "observability.openSearchWriter" -}}
{{- ternary "writer" .Values.external.opensearch.writerUsername .Values.opensearch.enabled -}}
{{- end }}

{{/*
Another release of this chart in the namespace, or nothing. Where Helm sees no cluster it finds none.
*/}}
{{- define "observability.otherInNamespace" -}}
{{- $found := lookup "v1" "ConfigMap" .Release.Namespace "observability" | default dict -}}
{{- $by := dig "metadata" "annotations" dict $found -}}
{{- $name := index $by "meta.helm.sh/release-name" -}}
{{- $namespace := index $by "meta.helm.sh/release-namespace" -}}
{{- if and $name (or (ne $name .Release.Name) (ne $namespace .Release.Namespace)) }}{{ printf "%s in the namespace %s" $name $namespace }}{{ end -}}
{{- end }}

{{/*
Another release in the cluster that measures its nodes, or nothing.
*/}}
{{- define "observability.otherInCluster" -}}
{{- $found := lookup "rbac.authorization.k8s.io/v1" "ClusterRole" "" "observability" | default dict -}}
{{- $by := dig "metadata" "annotations" dict $found -}}
{{- $name := index $by "meta.helm.sh/release-name" -}}
{{- $namespace := index $by "meta.helm.sh/release-namespace" -}}
{{- if and $name (or (ne $name .Release.Name) (ne $namespace .Release.Namespace)) }}{{ printf "%s in the namespace %s" $name $namespace }}{{ end -}}
{{- end }}

{{/*
Name of the ConfigMap of a dashboard: `dict "root" $ "path" "dashboards/gpu-fleet.json"`.
*/}}
{{- define "observability.dashboardName" -}}
{{- printf "%s-dashboard-%s" .root.Release.Name (base .path | trimSuffix ".json") -}}
{{- end }}

{{/*
Those of a list of panels whose components are there, and within a closed row those of its panels: `dict
"present" {toggle: true} "panels" […]`.
*/}}
{{- define "observability.panels" -}}
{{- $present := .present -}}
{{- $panels := list -}}
{{- range $panel := .panels -}}
{{- $complete := true -}}
{{- range $toggle := $panel.requires -}}
{{- if not (get $present $toggle) -}}{{- $complete = false -}}{{- end -}}
{{- end -}}
{{- if $complete -}}
{{- $panel = omit $panel "requires" -}}
{{- if $panel.panels -}}
{{- $_ := set $panel "panels" (include "observability.panels" (dict "present" $present "panels" $panel.panels) | fromJsonArray) -}}
{{- end -}}
{{- $panels = append $panels $panel -}}
{{- end -}}
{{- end -}}
{{- $panels | toRawJson -}}
{{- end }}

{{/*
A dashboard without the panels whose component is off: `dict "root" $ "json" "…"`.
*/}}
{{- define "observability.dashboard" -}}
{{- $present := dict -}}
{{- with .root -}}
{{- $present = dict "prometheus" ((or .Values.prometheus.enabled .Values.external.prometheus.url)) "grafana" ((or .Values.grafana.enabled .Values.external.grafana.url)) "opensearch" ((or .Values.opensearch.enabled .Values.external.opensearch.url)) "fluentbit" (.Values.fluentbit.enabled) "opencost" (.Values.opencost.enabled) "dcgm" (.Values.dcgm.enabled) "neuron" (.Values.neuron.enabled) -}}
{{- end -}}
{{- $dashboard := fromJson .json -}}
{{- set $dashboard "panels" (include "observability.panels" (dict "present" $present "panels" $dashboard.panels) | fromJsonArray) | toRawJson -}}
{{- end }}

{{/*
What the DCGM exporter reads: the counters of the level, then those that the user adds.
*/}}
{{- define "observability.dcgmCounters" -}}
{{- .Files.Get (printf "files/dcgm/%s.csv" .Values.dcgm.level) | trim }}
{{- range .Values.dcgm.extraCounters }}
{{ . }}
{{- end }}
{{- end }}

{{/*
A password in base64 for `data` of a Secret: the one that the Secret has, or a new one. Letters and digits, as
Grafana and Fluent Bit expand other signs.
`dict "root" $ "secret" "name" "key" "password"`
*/}}
{{- define "observability.password" -}}
{{- $secret := lookup "v1" "Secret" .root.Release.Namespace .secret | default dict -}}
{{- index ($secret.data | default dict) .key | default (randAlphaNum 32 | b64enc) -}}
{{- end }}

{{/*
True where the admin of Grafana logs in with the Secret of this chart.
*/}}
{{- define "observability.grafanaAdmin" -}}
{{- if and .Values.grafana.enabled (eq (.Values.grafana.admin | default dict).existingSecret "{{ .Release.Name }}-grafana-admin") }}true{{ end -}}
{{- end }}

{{/*
Data sources of Grafana. Dashboards name them by uid, which never changes. The reader’s password is in
Grafana’s environment, not here.
*/}}
{{- define "observability.dataSources" -}}
apiVersion: 1
datasources:
{{- if or .Values.prometheus.enabled .Values.external.prometheus.url }}
  - name: Prometheus
    uid: prometheus
    type: prometheus
    access: proxy
    url: {{ include "observability.prometheusUrl" . | quote }}
    isDefault: true
    jsonData:
      httpMethod: POST
      timeInterval: 30s
{{- end }}
{{- with include "observability.alertmanagerUrl" . }}
  - name: Alertmanager
    uid: alertmanager
    type: alertmanager
    access: proxy
    url: {{ . | quote }}
    jsonData:
      implementation: prometheus
      handleGrafanaManagedAlerts: false
{{- end }}
{{- if or .Values.opensearch.enabled .Values.external.opensearch.url }}
  - name: OpenSearch
    uid: opensearch
    type: grafana-opensearch-datasource
    access: proxy
    url: {{ include "observability.openSearchUrl" . | quote }}
    basicAuth: true
    basicAuthUser: {{ include "observability.openSearchReader" . }}
    jsonData:
      flavor: opensearch
      version: 3.6.0
      database: "logs-*"
      timeField: "@timestamp"
      logMessageField: message
      logLevelField: severity
      pplEnabled: true
      maxConcurrentShardRequests: 5
      tlsAuthWithCACert: true
    secureJsonData:
      basicAuthPassword: $OPENSEARCH_PASSWORD
      tlsCACert: $OPENSEARCH_CA
{{- end }}
{{- end }}

{{/*
Configuration of neuron-monitor, read as often as it is scraped.
*/}}
{{- define "observability.neuronConfig" -}}
{{- merge (dict "period" .Values.neuron.interval) .Values.neuron.config | toJson }}
{{- end }}

{{/*
A private key in the form that Java reads (PKCS#8), from the one that Helm makes (SEC1, P-256).
*/}}
{{- define "observability.pkcs8" -}}
{{- $der := regexReplaceAll "-----[A-Z ]+-----|\\s" . "" | b64dec -}}
{{- if ne (len $der) 121 }}{{ fail (printf "observability: this Helm makes elliptic-curve keys of %d bytes, 121 were expected: set credentials.opensearch.existingTlsSecret=observability-opensearch-tls and make that Secret yourself" (len $der)) }}{{ end -}}
-----BEGIN PRIVATE KEY-----
{{ regexReplaceAll "(.{64})" (printf "%s%s" (b64dec "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHk=") $der | b64enc) "${1}\n" | trim }}
-----END PRIVATE KEY-----
{{- end }}

{{/*
Certificates of OpenSearch for `data` of a Secret: those that the Secret has, or new ones of an authority of
their own.
*/}}
{{- define "observability.openSearchTls" -}}
{{- $secret := lookup "v1" "Secret" .Release.Namespace "observability-opensearch-tls" | default dict -}}
{{- $data := $secret.data | default dict -}}
{{- if and (index $data "ca.crt") (index $data "tls.crt") (index $data "tls.key") -}}
{{- range $key := list "ca.crt" "tls.crt" "tls.key" }}
{{ $key }}: {{ index $data $key }}
{{- end }}
{{- else -}}
{{- $name := "observability-opensearch" -}}
{{- $names := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) (printf "%s.%s.svc.cluster.local" $name .Release.Namespace) (printf "*.%s-headless" $name) (printf "*.%s-headless.%s.svc.cluster.local" $name .Release.Namespace) "localhost" -}}
{{- $ca := genCAWithKey "observability-opensearch-ca" 3650 (genPrivateKey "ecdsa") -}}
{{- $key := genPrivateKey "ecdsa" -}}
{{- $certificate := genSignedCertWithKey $name (list "127.0.0.1") $names 3650 $ca $key -}}
ca.crt: {{ $ca.Cert | b64enc }}
tls.crt: {{ $certificate.Cert | b64enc }}
tls.key: {{ include "observability.pkcs8" $key | b64enc }}
{{- end -}}
{{- end }}
