{{/*
Name of a component of this release, short enough for a Service: `dict "root" $ "component" "dcgm-exporter"`.
*/}}
{{- define "observability.name" -}}
{{- printf "%s-%s" (.root.Release.Name | trunc (int (sub 62 (len .component))) | trimSuffix "-") .component }}
{{- end }}

{{/*
Labels by which Services, monitors and policies find the pods of a component: `dict "root" $ "component"
"dcgm-exporter"`.
*/}}
{{- define "observability.selectorLabels" -}}
app.kubernetes.io/name: {{ .component }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- end }}

{{/*
Labels of the pods of a component: none that changes with the version of the chart, which would restart them
all.
*/}}
{{- define "observability.podLabels" -}}
{{ include "observability.selectorLabels" . }}
app.kubernetes.io/part-of: observability
{{- end }}

{{/*
Labels of every object of a component.
*/}}
{{- define "observability.labels" -}}
{{ include "observability.podLabels" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
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
Names of the fields of a receiver that hold a credential in the open: words of their own, or addresses with
something secret in them.
*/}}
{{- define "observability.openCredentials" -}}
{{- $json := . | default dict | toJson -}}
{{- $found := list -}}
{{- range regexFindAll "\"(?i)([a-z_]*(password|token|secret)|(routing|service|integration|api|user|access|secret)_?key)\":\"[^\"]+" $json -1 }}{{ $found = append $found (regexFind "[A-Za-z_]+" .) }}{{ end -}}
{{- range regexFindAll "\"(?i)[a-z_]*url\":\"[^\"]*([?@]|/services/|/webhook)[^\"]*" $json -1 }}{{ $found = append $found (regexFind "[A-Za-z_]+" .) }}{{ end -}}
{{- join ", " $found -}}
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
Port of an http(s) address: the one in it, or the usual one of its scheme. Call with the address.
*/}}
{{- define "observability.portOf" -}}
{{- $url := urlParse . -}}
{{- regexFind "[0-9]+$" (trimPrefix $url.hostname $url.host) | default (ternary "443" "80" (eq $url.scheme "https")) -}}
{{- end }}

{{/*
Port of OpenSearch.
*/}}
{{- define "observability.openSearchPort" -}}
{{- include "observability.portOf" (include "observability.openSearchUrl" .) -}}
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
Refuses values that contradict each other or the cluster. Generated from generator/components/checks.ts.
*/}}
{{- define "observability.checks" -}}
{{- $wrong := list }}
{{- /* a second release in the namespace */}}
{{- if include "observability.otherInNamespace" . }}
{{- $wrong = append $wrong (printf "there is the release %s already: upgrade that one, or install into another namespace" (include "observability.otherInNamespace" .)) }}
{{- end }}
{{- /* a second Prometheus, DCGM exporter or Neuron monitor in the cluster */}}
{{- if and (or .Values.prometheus.enabled .Values.dcgm.enabled .Values.neuron.enabled) (include "observability.otherInCluster" .) }}
{{- $wrong = append $wrong (printf "the release %s measures this cluster already: set prometheus.enabled=false, dcgm.enabled=false and neuron.enabled=false in this one" (include "observability.otherInCluster" .)) }}
{{- end }}
{{- /* monitors or rules without the Prometheus Operator */}}
{{- if and (not .Values.prometheus.enabled) (or .Values.monitors.enabled .Values.alerts.enabled) (lookup "v1" "Namespace" "" "kube-system") (not (.Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor")) }}
{{- $wrong = append $wrong "monitors and rules need the Prometheus Operator, which this cluster does not have: set prometheus.enabled=true, or monitors.enabled=false and alerts.enabled=false, or install its CRDs: helm show crds oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack --version 88.5.3 | kubectl apply --server-side -f -" }}
{{- end }}
{{- /* the stack switched on by upgrade without its CRDs */}}
{{- if and .Values.prometheus.enabled .Release.IsUpgrade (lookup "v1" "Namespace" "" "kube-system") (not (.Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor")) }}
{{- $wrong = append $wrong "prometheus.enabled=true needs the CRDs of the Prometheus Operator, and Helm installs CRDs on install only. First run: helm show crds oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack --version 88.5.3 | kubectl apply --server-side -f -" }}
{{- end }}
{{- /* Grafana of the stack beside Grafana of this chart */}}
{{- if (index .Values "kube-prometheus-stack" "grafana" | default dict).enabled }}
{{- $wrong = append $wrong "kube-prometheus-stack.grafana.enabled=true would start a second Grafana: remove it; the toggle is grafana.enabled" }}
{{- end }}
{{- /* an external Prometheus beside the own one */}}
{{- if and .Values.prometheus.enabled .Values.external.prometheus.url }}
{{- $wrong = append $wrong "external.prometheus.url is used only where prometheus.enabled=false: set that, or remove the address" }}
{{- end }}
{{- /* an external Grafana beside the own one */}}
{{- if and .Values.grafana.enabled .Values.external.grafana.url }}
{{- $wrong = append $wrong "external.grafana.url is used only where grafana.enabled=false: set that, or remove the address" }}
{{- end }}
{{- /* an external OpenSearch beside the own one */}}
{{- if and .Values.opensearch.enabled .Values.external.opensearch.url }}
{{- $wrong = append $wrong "external.opensearch.url is used only where opensearch.enabled=false: set that, or remove the address" }}
{{- end }}
{{- /* an external OpenSearch without credentials */}}
{{- if and (not .Values.opensearch.enabled) .Values.external.opensearch.url (not .Values.credentials.opensearch.existingSecret) }}
{{- $wrong = append $wrong "external.opensearch.url needs a Secret with the keys writer-password and reader-password: create it and set credentials.opensearch.existingSecret=observability-opensearch-users" }}
{{- end }}
{{- /* Fluent Bit without a store */}}
{{- if and .Values.fluentbit.enabled (not (or .Values.opensearch.enabled .Values.external.opensearch.url)) }}
{{- $wrong = append $wrong "fluentbit.enabled=true has no store for the logs: set opensearch.enabled=true or external.opensearch.url, or fluentbit.enabled=false" }}
{{- end }}
{{- /* OpenCost without Prometheus */}}
{{- if and .Values.opencost.enabled (not (or .Values.prometheus.enabled .Values.external.prometheus.url)) }}
{{- $wrong = append $wrong "opencost.enabled=true needs a Prometheus: set prometheus.enabled=true or external.prometheus.url, or opencost.enabled=false" }}
{{- end }}
{{- /* OpenCost at another Prometheus than the rest */}}
{{- if and .Values.opencost.enabled (not .Values.prometheus.enabled) .Values.external.prometheus.url (ne (dig "opencost" "prometheus" "external" "url" "" .Values.opencost) .Values.external.prometheus.url) }}
{{- $wrong = append $wrong (printf "OpenCost cannot see external.prometheus.url: set opencost.opencost.prometheus.external.url=%s as well" .Values.external.prometheus.url) }}
{{- end }}
{{- /* MCP for Prometheus without Prometheus */}}
{{- if and .Values.mcp.enabled .Values.mcp.prometheus.enabled (not (or .Values.prometheus.enabled .Values.external.prometheus.url)) }}
{{- $wrong = append $wrong "mcp.prometheus has nothing to ask: set prometheus.enabled=true or external.prometheus.url, or mcp.prometheus.enabled=false" }}
{{- end }}
{{- /* MCP for OpenSearch without OpenSearch */}}
{{- if and .Values.mcp.enabled .Values.mcp.opensearch.enabled (not (or .Values.opensearch.enabled .Values.external.opensearch.url)) }}
{{- $wrong = append $wrong "mcp.opensearch has nothing to ask: set opensearch.enabled=true or external.opensearch.url, or mcp.opensearch.enabled=false" }}
{{- end }}
{{- /* MCP for Grafana without Grafana */}}
{{- if and .Values.mcp.enabled .Values.mcp.grafana.enabled (not (or .Values.grafana.enabled .Values.external.grafana.url)) }}
{{- $wrong = append $wrong "mcp.grafana has nothing to ask: set grafana.enabled=true or external.grafana.url, or mcp.grafana.enabled=false" }}
{{- end }}
{{- /* MCP for an external Grafana without a token */}}
{{- if and .Values.mcp.enabled .Values.mcp.grafana.enabled (not .Values.grafana.enabled) .Values.external.grafana.url (not .Values.mcp.grafana.existingSecret) }}
{{- $wrong = append $wrong "mcp.grafana has no login for external.grafana.url: create a Secret with the key token and set mcp.grafana.existingSecret to its name, or mcp.grafana.enabled=false" }}
{{- end }}
{{- /* users of OpenSearch under another name than the dependencies read */}}
{{- if and .Values.credentials.opensearch.existingSecret (not (eq .Values.credentials.opensearch.existingSecret "observability-opensearch-users")) }}
{{- $wrong = append $wrong (printf "credentials.opensearch.existingSecret=%s: OpenSearch and Fluent Bit read the Secret observability-opensearch-users and cannot be told otherwise by this chart: call yours so" .Values.credentials.opensearch.existingSecret) }}
{{- end }}
{{- /* certificates of OpenSearch under another name than the dependencies mount */}}
{{- if and .Values.credentials.opensearch.existingTlsSecret (not (eq .Values.credentials.opensearch.existingTlsSecret "observability-opensearch-tls")) }}
{{- $wrong = append $wrong (printf "credentials.opensearch.existingTlsSecret=%s: OpenSearch and Fluent Bit mount the Secret observability-opensearch-tls and cannot be told otherwise by this chart: call yours so" .Values.credentials.opensearch.existingTlsSecret) }}
{{- end }}
{{- /* receivers of alerts without Alertmanager */}}
{{- if and .Values.alerts.enabled (or (or .Values.alerts.routing.critical.slack.secretName .Values.alerts.routing.critical.pagerduty.secretName .Values.alerts.routing.critical.email.to .Values.alerts.routing.critical.webhook.secretName .Values.alerts.routing.critical.receiver) (or .Values.alerts.routing.warning.slack.secretName .Values.alerts.routing.warning.pagerduty.secretName .Values.alerts.routing.warning.email.to .Values.alerts.routing.warning.webhook.secretName .Values.alerts.routing.warning.receiver) (or .Values.alerts.routing.info.slack.secretName .Values.alerts.routing.info.pagerduty.secretName .Values.alerts.routing.info.email.to .Values.alerts.routing.info.webhook.secretName .Values.alerts.routing.info.receiver)) .Values.prometheus.enabled (not (dig "alertmanager" "enabled" true (index .Values "kube-prometheus-stack"))) }}
{{- $wrong = append $wrong "alerts.routing needs Alertmanager: remove kube-prometheus-stack.alertmanager.enabled=false, or the receivers" }}
{{- end }}
{{- /* e-mail without a mail server */}}
{{- if and (or .Values.alerts.routing.critical.email.to .Values.alerts.routing.warning.email.to .Values.alerts.routing.info.email.to) (or (not .Values.alerts.routing.smtp.smarthost) (not .Values.alerts.routing.smtp.from)) }}
{{- $wrong = append $wrong "alerts.routing has addresses to write to and no mail server: set alerts.routing.smtp.smarthost=HOST:PORT and alerts.routing.smtp.from" }}
{{- end }}
{{- /* a user of the mail server without a password */}}
{{- if and .Values.alerts.routing.smtp.username (not .Values.alerts.routing.smtp.secretName) }}
{{- $wrong = append $wrong "alerts.routing.smtp.username has no password: put it into a Secret of this namespace and set alerts.routing.smtp.secretName" }}
{{- end }}
{{- /* a Slack channel without the address of a webhook (critical) */}}
{{- if and .Values.alerts.routing.critical.slack.channel (not .Values.alerts.routing.critical.slack.secretName) }}
{{- $wrong = append $wrong "alerts.routing.critical.slack.channel is told of nothing: put the address of an incoming webhook into a Secret of this namespace and set alerts.routing.critical.slack.secretName" }}
{{- end }}
{{- /* a credential in the open in a receiver (critical) */}}
{{- if include "observability.openCredentials" .Values.alerts.routing.critical.receiver }}
{{- $wrong = append $wrong (printf "alerts.routing.critical.receiver holds a credential in the open (%s): put it into a Secret of this namespace and write {name: SECRET, key: KEY} in its place (urlSecret for the url of a webhook)" (include "observability.openCredentials" .Values.alerts.routing.critical.receiver)) }}
{{- end }}
{{- /* a Slack channel without the address of a webhook (warning) */}}
{{- if and .Values.alerts.routing.warning.slack.channel (not .Values.alerts.routing.warning.slack.secretName) }}
{{- $wrong = append $wrong "alerts.routing.warning.slack.channel is told of nothing: put the address of an incoming webhook into a Secret of this namespace and set alerts.routing.warning.slack.secretName" }}
{{- end }}
{{- /* a credential in the open in a receiver (warning) */}}
{{- if include "observability.openCredentials" .Values.alerts.routing.warning.receiver }}
{{- $wrong = append $wrong (printf "alerts.routing.warning.receiver holds a credential in the open (%s): put it into a Secret of this namespace and write {name: SECRET, key: KEY} in its place (urlSecret for the url of a webhook)" (include "observability.openCredentials" .Values.alerts.routing.warning.receiver)) }}
{{- end }}
{{- /* a Slack channel without the address of a webhook (info) */}}
{{- if and .Values.alerts.routing.info.slack.channel (not .Values.alerts.routing.info.slack.secretName) }}
{{- $wrong = append $wrong "alerts.routing.info.slack.channel is told of nothing: put the address of an incoming webhook into a Secret of this namespace and set alerts.routing.info.slack.secretName" }}
{{- end }}
{{- /* a credential in the open in a receiver (info) */}}
{{- if include "observability.openCredentials" .Values.alerts.routing.info.receiver }}
{{- $wrong = append $wrong (printf "alerts.routing.info.receiver holds a credential in the open (%s): put it into a Secret of this namespace and write {name: SECRET, key: KEY} in its place (urlSecret for the url of a webhook)" (include "observability.openCredentials" .Values.alerts.routing.info.receiver)) }}
{{- end }}
{{- /* a registry for all images without global.dockerRegistry */}}
{{- if and .Values.opensearch.enabled .Values.global.imageRegistry (not (hasPrefix .Values.global.imageRegistry (.Values.global.dockerRegistry | default ""))) }}
{{- $wrong = append $wrong (printf "global.imageRegistry does not reach one of the dependencies: set global.dockerRegistry=%s as well" .Values.global.imageRegistry) }}
{{- end }}
{{- /* a registry for all images without fluent-bit.image.repository */}}
{{- if and .Values.fluentbit.enabled .Values.global.imageRegistry (not (hasPrefix .Values.global.imageRegistry (dig "image" "repository" "" (index .Values "fluent-bit") | default ""))) }}
{{- $wrong = append $wrong (printf "global.imageRegistry does not reach one of the dependencies: set fluent-bit.image.repository=%s/fluent/fluent-bit as well" .Values.global.imageRegistry) }}
{{- end }}
{{- /* a registry for all images without fluent-bit.hotReload.image.repository */}}
{{- if and (and .Values.fluentbit.enabled (dig "hotReload" "enabled" false (index .Values "fluent-bit"))) .Values.global.imageRegistry (not (hasPrefix .Values.global.imageRegistry (dig "hotReload" "image" "repository" "" (index .Values "fluent-bit") | default ""))) }}
{{- $wrong = append $wrong (printf "global.imageRegistry does not reach one of the dependencies: set fluent-bit.hotReload.image.repository=%s/jimmidyson/configmap-reload as well" .Values.global.imageRegistry) }}
{{- end }}
{{- /* a registry for all images without opencost.opencost.exporter.image.registry */}}
{{- if and .Values.opencost.enabled .Values.global.imageRegistry (not (hasPrefix .Values.global.imageRegistry (dig "opencost" "exporter" "image" "registry" "" .Values.opencost | default ""))) }}
{{- $wrong = append $wrong (printf "global.imageRegistry does not reach one of the dependencies: set opencost.opencost.exporter.image.registry=%s as well" .Values.global.imageRegistry) }}
{{- end }}
{{- /* otel, which is not part of this version */}}
{{- if .Values.otel.enabled }}
{{- $wrong = append $wrong "otel.enabled=true: this version of the chart does not have it yet: set otel.enabled=false" }}
{{- end }}
{{- /* sagemaker, which is not part of this version */}}
{{- if .Values.sagemaker.enabled }}
{{- $wrong = append $wrong "sagemaker.enabled=true: this version of the chart does not have it yet: set sagemaker.enabled=false" }}
{{- end }}
{{- with $wrong }}
{{- fail (printf "\n\nobservability cannot be installed like this:\n  - %s\n" (join "\n  - " .)) }}
{{- end }}
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
{{- range $anyOf := $panel.requires -}}
{{- $met := false -}}
{{- range $toggle := $anyOf -}}{{- if get $present $toggle -}}{{- $met = true -}}{{- end -}}{{- end -}}
{{- if not $met -}}{{- $complete = false -}}{{- end -}}
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
A list of panels without the rows that have lost theirs. Call with the list.
*/}}
{{- define "observability.filledRows" -}}
{{- $kept := list -}}
{{- $filled := false -}}
{{- range $panel := reverse . -}}
{{- $isRow := eq $panel.type "row" -}}
{{- if ternary (ternary (not (empty $panel.panels)) $filled (default false $panel.collapsed)) true $isRow -}}{{- $kept = prepend $kept $panel -}}{{- end -}}
{{- $filled = not $isRow -}}
{{- end -}}
{{- $kept | toRawJson -}}
{{- end }}

{{/*
The panels of a dashboard without those whose component is off: `dict "root" $ "json" "…"`.
*/}}
{{- define "observability.shownPanels" -}}
{{- $present := dict -}}
{{- with .root -}}
{{- $present = dict "prometheus" ((or .Values.prometheus.enabled .Values.external.prometheus.url)) "grafana" ((or .Values.grafana.enabled .Values.external.grafana.url)) "opensearch" ((or .Values.opensearch.enabled .Values.external.opensearch.url)) "fluentbit" (.Values.fluentbit.enabled) "opencost" (.Values.opencost.enabled) "dcgm" (.Values.dcgm.enabled) "neuron" (.Values.neuron.enabled) "otel" (.Values.otel.enabled) "sagemaker" (.Values.sagemaker.enabled) "ray" (.Values.monitors.ray.enabled) "kuberay" (.Values.monitors.kuberay.enabled) "kueue" (.Values.monitors.kueue.enabled) "vllm" (.Values.monitors.vllm.enabled) "sglang" (.Values.monitors.sglang.enabled) "tgi" (.Values.monitors.tgi.enabled) "triton" (.Values.monitors.triton.enabled) "router" (.Values.monitors.router.enabled) "gateway" (.Values.monitors.gateway.enabled) "lmcache" (.Values.monitors.lmcache.enabled) "kserve" (.Values.monitors.kserve.enabled) "trainer" (.Values.monitors.trainer.enabled) "jobset" (.Values.monitors.jobset.enabled) "keda" (.Values.monitors.keda.enabled) "hyperpod" (.Values.monitors.hyperpod.enabled) "efa" (.Values.monitors.efa.enabled) "lustre" (.Values.monitors.lustre.enabled) "annotated" (.Values.monitors.annotated.enabled) -}}
{{- end -}}
{{- include "observability.filledRows" (include "observability.panels" (dict "present" $present "panels" (fromJson .json).panels) | fromJsonArray) -}}
{{- end }}

{{/*
A dashboard without the panels whose component is off: `dict "root" $ "json" "…"`.
*/}}
{{- define "observability.dashboard" -}}
{{- set (fromJson .json) "panels" (include "observability.shownPanels" . | fromJsonArray) | toRawJson -}}
{{- end }}

{{/*
What the DCGM exporter reads: the counters of the level, then those that the user adds.
*/}}
{{- define "observability.dcgmCounters" -}}
{{- .Files.Get "files/dcgm/basic.csv" | trim }}
{{- if eq .Values.dcgm.level "advanced" }}
{{ .Files.Get "files/dcgm/advanced.csv" | trim }}
{{- end }}
{{- range .Values.dcgm.extraCounters }}
{{ . }}
{{- end }}
{{- end }}

{{/*
The pipeline of Fluent Bit, from the files of the containers to OpenSearch.
*/}}
{{- define "observability.fluentBitPipeline" -}}
service:
  flush: 1
  grace: 30
  log_level: info
  http_server: on
  http_listen: 0.0.0.0
  http_port: 2020
  health_check: on
  hot_reload: on
  parsers_file: /fluent-bit/etc/parsers.conf
  scheduler.base: 1
  scheduler.cap: 10
  storage.path: /var/fluent-bit/state/buffer
  storage.sync: normal
  storage.metrics: on
  storage.max_chunks_up: 128
  storage.backlog.mem_limit: 32M
  storage.keep.rejected: on
  storage.rejected.path: rejected
pipeline:
  inputs:
    - name: tail
      tag: kube.*
      path: /var/log/containers/*.log
      db: /var/fluent-bit/state/containers.db
      multiline.parser: cri
      path_key: log_path
      offset_key: log_offset
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: off
      skip_long_lines: off
      buffer_max_size: 2M
      rotate_wait: 30
  filters:
    - name: kubernetes
      match: kube.*
      kube_tag_prefix: kube.var.log.containers.
      merge_log: off
      keep_log: on
      labels: off
      annotations: off
      buffer_size: 2M
    - name: nest
      match: kube.*
      operation: lift
      nested_under: kubernetes
    - name: modify
      match: kube.*
      rename: log message
      rename: namespace_name namespace
      rename: pod_name pod
      rename: container_name container
      rename: host node
      add: cluster {{ .Values.global.clusterName }}
  outputs:
    - name: opensearch
      match: kube.*
      host: {{ include "observability.openSearchHost" . | toJson }}
      port: {{ include "observability.openSearchPort" . }}
      http_user: {{ include "observability.openSearchWriter" . | toJson }}
      http_passwd: ${OPENSEARCH_PASSWORD}
      {{- if hasPrefix "https:" (include "observability.openSearchUrl" .) }}
      tls: on
      tls.verify: on
      tls.verify_hostname: on
      {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
      tls.ca_file: /var/fluent-bit/opensearch/ca.crt
      {{- end }}
      {{- end }}
      logstash_format: on
      logstash_prefix: logs
      suppress_type_name: on
      replace_dots: on
      generate_id: on
      write_operation: create
      compress: gzip
      trace_error: on
      buffer_size: 5M
      retry_limit: no_limits
      storage.total_limit_size: {{ .Values.logs.buffer.size }}
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
      tlsAuthWithCACert: {{ if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}true{{ else }}false{{ end }}
    secureJsonData:
      basicAuthPassword: $OPENSEARCH_PASSWORD
      {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
      tlsCACert: $OPENSEARCH_CA
      {{- end }}
{{- end }}
{{- end }}

{{/*
Secret of the admin of this release’s Grafana.
*/}}
{{- define "observability.grafanaAdminSecret" -}}
{{- $grafana := index .Subcharts "grafana" -}}
{{- tpl ($grafana.Values.admin.existingSecret | default (include "grafana.fullname" $grafana)) $grafana -}}
{{- end }}

{{/*
Names by which the MCP server of Grafana may be called: it refuses any other Host, so that no web page reaches
it through the DNS of a browser.
*/}}
{{- define "observability.mcpGrafanaHosts" -}}
{{- $name := include "observability.name" (dict "root" . "component" "mcp-grafana") -}}
{{- $inNamespace := printf "%s.%s" $name .Release.Namespace -}}
{{- $hosts := list $name $inNamespace (printf "%s.svc" $inNamespace) (printf "%s.svc.cluster.local" $inNamespace) "localhost" "127.0.0.1" -}}
{{- join ":8000," $hosts }}:8000
{{- end }}

{{/*
Configuration of the MCP server of Kubernetes (containers/kubernetes-mcp-server, pkg/config).
*/}}
{{- define "observability.mcpKubernetesConfig" -}}
port = "8080"
read_only = true
stateless = true
toolsets = ["core"]
# They ask the kubelet through nodes/proxy, which opens every container of the node.
disabled_tools = ["nodes_log", "nodes_stats_summary"]
# It asks as its own service account, whatever token a caller sends.
cluster_auth_mode = "kubeconfig"
{{- with .Values.mcp.kubernetes.namespaces }}
server_instructions = {{ printf "You may read these namespaces only: %s. Name one in every call." (join ", " .) | toJson }}
{{- end }}

# The API server refuses these too.
[[denied_resources]]
group = ""
version = "v1"
kind = "Secret"
{{- if not .Values.mcp.kubernetes.configMaps }}

[[denied_resources]]
group = ""
version = "v1"
kind = "ConfigMap"
{{- end }}
{{- end }}

{{/*
The discovered labels of a pod that a monitor selects by. Call with the values of the monitor.
*/}}
{{- define "observability.selectingLabels" -}}
{{- $names := list -}}
{{- range $label, $_ := .labels }}{{ $names = append $names (printf "__meta_kubernetes_pod_label_%s" (regexReplaceAll "[^a-zA-Z0-9_]" $label "_")) }}{{ end -}}
{{- range .expressions }}{{ $names = append $names (printf "__meta_kubernetes_pod_%s_%s" (ternary "labelpresent" "label" (eq .operator "Exists")) (regexReplaceAll "[^a-zA-Z0-9_]" .key "_")) }}{{ end -}}
{{- toJson $names -}}
{{- end }}

{{/*
Regular expression of the values of those labels where the monitor selects the pod.
*/}}
{{- define "observability.selectedValues" -}}
{{- $patterns := list -}}
{{- range .labels }}{{ $patterns = append $patterns (regexQuoteMeta .) }}{{ end -}}
{{- range .expressions }}
{{- $either := list }}{{ range .values }}{{ $either = append $either (regexQuoteMeta .) }}{{ end }}
{{- $patterns = append $patterns (ternary "true" (printf "(%s)" (join "|" $either)) (eq .operator "Exists")) }}
{{- end -}}
{{- join ";" $patterns -}}
{{- end }}

{{/*
What rules, alerts and dashboards read of training.
*/}}
{{- define "observability.needed.training" -}}
autoscaler_active_nodes|autoscaler_pending_nodes|autoscaler_pending_resources|autoscaler_recently_failed_nodes|controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|hyperpod_training_operator_jobs_failed_total|hyperpod_training_operator_jobs_restarted_total|hyperpod_training_operator_jobs_successful_total|jobset_completed_total|jobset_failed_total|kuberay_cluster_condition_provisioned|kuberay_cluster_info|kuberay_cluster_provisioned_duration_seconds|kuberay_job_deployment_status|kuberay_job_execution_duration_seconds|kuberay_service_condition_ready|model_concurrent_requests|model_errors_total|model_invocations_total|process_cpu_seconds_total|process_resident_memory_bytes|ray_actors|ray_cluster_active_nodes|ray_cluster_failed_nodes|ray_cluster_pending_nodes|ray_dashboard_api_requests_count_requests_total|ray_dashboard_api_requests_duration_seconds_bucket|ray_data_current_bytes|ray_data_iter_total_blocked_seconds|ray_data_num_tasks_failed|ray_data_num_tasks_running|ray_data_output_bytes|ray_data_output_rows|ray_data_task_submission_backpressure_time|ray_io_context_event_loop_lag_ms|ray_memory_manager_worker_eviction_total|ray_node_cpu_count|ray_node_cpu_utilization|ray_node_disk_utilization_percentage|ray_node_gpus_utilization|ray_node_manager_unexpected_worker_failure_total|ray_node_mem_total|ray_node_mem_used|ray_node_network_receive_speed|ray_node_network_send_speed|ray_object_store_memory|ray_placement_groups|ray_resources|ray_scheduler_unscheduleable_tasks|ray_serve_application_status|ray_serve_deployment_processing_latency_ms_bucket|ray_serve_deployment_queued_queries|ray_serve_deployment_replica_healthy|ray_serve_grpc_request_latency_ms_bucket|ray_serve_http_request_latency_ms_bucket|ray_serve_num_grpc_error_requests_total|ray_serve_num_grpc_requests_total|ray_serve_num_http_error_requests_total|ray_serve_num_http_requests_total|ray_serve_replica_processing_queries|ray_tasks|ray_train_checkpoint_sync_total_time_s|ray_train_checkpoint_transfer_total_time_s|ray_train_controller_state|ray_train_report_total_blocked_time_s|ray_train_worker_group_shutdown_total_time_s|ray_train_worker_group_start_total_time_s|ray_vllm_e2e_request_latency_seconds_bucket|ray_vllm_generation_tokens_total|ray_vllm_gpu_cache_usage_perc|ray_vllm_gpu_prefix_cache_hits_total|ray_vllm_gpu_prefix_cache_queries_total|ray_vllm_inter_token_latency_seconds_bucket|ray_vllm_inter_token_latency_seconds_count|ray_vllm_kv_cache_usage_perc|ray_vllm_num_preemptions_total|ray_vllm_num_requests_running|ray_vllm_num_requests_waiting|ray_vllm_prefix_cache_hits_total|ray_vllm_prefix_cache_queries_total|ray_vllm_prompt_tokens_total|ray_vllm_request_decode_time_seconds_count|ray_vllm_request_decode_time_seconds_sum|ray_vllm_request_prefill_time_seconds_count|ray_vllm_request_prefill_time_seconds_sum|ray_vllm_request_queue_time_seconds_bucket|ray_vllm_request_queue_time_seconds_count|ray_vllm_request_queue_time_seconds_sum|ray_vllm_request_success_total|ray_vllm_spec_decode_num_accepted_tokens_total|ray_vllm_spec_decode_num_draft_tokens_total|ray_vllm_time_per_output_token_seconds_bucket|ray_vllm_time_per_output_token_seconds_count|ray_vllm_time_to_first_token_seconds_bucket|ray_vllm_time_to_first_token_seconds_count|training_auto_recovery_count|training_auto_recovery_downtime|training_fault_count|training_manual_downtime_ms|training_manual_recovery_count|training_operator_jobs_failed_total|training_operator_jobs_restarted_total|training_operator_jobs_successful_total|training_uptime_percentage
{{- end }}

{{/*
What rules, alerts and dashboards read of inference.
*/}}
{{- define "observability.needed.inference" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|inference_extension_scheduler_e2e_duration_seconds_bucket|inference_objective_request_duration_seconds_bucket|inference_objective_request_error_total|inference_objective_request_total|inference_objective_request_ttft_seconds_bucket|inference_pool_average_kv_cache_utilization|inference_pool_average_queue_size|inference_pool_ready_pods|llm_d_epp_request_duration_seconds_bucket|llm_d_epp_request_error_total|llm_d_epp_request_total|llm_d_epp_request_ttft_seconds_bucket|llm_d_router_epp_request_duration_seconds_bucket|llm_d_router_epp_request_error_total|llm_d_router_epp_request_total|llm_d_router_epp_request_ttft_seconds_bucket|lmcache:local_cache_usage|lmcache:local_cpu_evict_failed_count_total|lmcache:local_cpu_evict_keys_count_total|lmcache:local_storage_usage|lmcache:num_lookup_hit_tokens_total|lmcache:num_lookup_hits_total|lmcache:num_lookup_requested_tokens_total|lmcache:num_lookup_tokens_total|lmcache:num_remote_read_bytes_total|lmcache:num_remote_write_bytes_total|lmcache:remote_cache_usage|lmcache:remote_time_to_get_bucket|lmcache:time_to_retrieve_bucket|lmcache:time_to_store_bucket|nv_cache_num_hits_per_model|nv_cache_num_misses_per_model|nv_inference_compute_infer_duration_us|nv_inference_compute_input_duration_us|nv_inference_compute_output_duration_us|nv_inference_count|nv_inference_exec_count|nv_inference_first_response_histogram_ms_bucket|nv_inference_first_response_histogram_ms_count|nv_inference_pending_request_count|nv_inference_queue_duration_us|nv_inference_request_duration_us|nv_inference_request_failure|nv_inference_request_success|process_cpu_seconds_total|process_resident_memory_bytes|request_postprocess_seconds_bucket|request_predict_seconds_bucket|request_predict_seconds_count|request_preprocess_seconds_bucket|sglang:cached_tokens_total|sglang:e2e_request_latency_seconds_bucket|sglang:generation_tokens_total|sglang:inter_token_latency_seconds_bucket|sglang:inter_token_latency_seconds_count|sglang:max_total_num_tokens|sglang:num_aborted_requests_total|sglang:num_bootstrap_failed_reqs_total|sglang:num_decode_prealloc_queue_reqs|sglang:num_decode_transfer_queue_reqs|sglang:num_grammar_queue_reqs|sglang:num_prefill_inflight_queue_reqs|sglang:num_queue_reqs|sglang:num_requests_total|sglang:num_retracted_requests_total|sglang:num_running_reqs|sglang:num_transfer_failed_reqs_total|sglang:num_used_tokens|sglang:per_stage_req_latency_seconds_bucket|sglang:prompt_tokens_total|sglang:queue_time_seconds_bucket|sglang:queue_time_seconds_count|sglang:queue_time_seconds_sum|sglang:spec_accept_length|sglang:time_to_first_token_seconds_bucket|sglang:time_to_first_token_seconds_count|sglang:token_usage|tgi_batch_current_max_tokens|tgi_batch_current_size|tgi_batch_inference_duration_bucket|tgi_batch_max_total_tokens|tgi_queue_size|tgi_request_duration_bucket|tgi_request_failure|tgi_request_generated_tokens_bucket|tgi_request_generated_tokens_sum|tgi_request_inference_duration_count|tgi_request_inference_duration_sum|tgi_request_input_length_bucket|tgi_request_input_length_sum|tgi_request_mean_time_per_token_duration_bucket|tgi_request_mean_time_per_token_duration_count|tgi_request_queue_duration_bucket|tgi_request_queue_duration_count|tgi_request_queue_duration_sum|tgi_request_skipped_tokens_count|tgi_request_skipped_tokens_sum|tgi_request_success|vllm:e2e_request_latency_seconds_bucket|vllm:engine_sleep_state|vllm:external_prefix_cache_hits_total|vllm:external_prefix_cache_queries_total|vllm:generation_tokens_total|vllm:gpu_cache_usage_perc|vllm:gpu_prefix_cache_hits_total|vllm:gpu_prefix_cache_queries_total|vllm:healthy_pods_total|vllm:inter_token_latency_seconds_bucket|vllm:inter_token_latency_seconds_count|vllm:iteration_tokens_total_count|vllm:iteration_tokens_total_sum|vllm:kv_cache_usage_perc|vllm:kv_offload_load_bytes_total|vllm:kv_offload_store_bytes_total|vllm:lora_requests_info|vllm:nixl_num_failed_transfers_total|vllm:nixl_num_kv_expired_reqs_total|vllm:nixl_xfer_time_seconds_bucket|vllm:num_incoming_requests_total|vllm:num_preemptions_total|vllm:num_requests_running|vllm:num_requests_waiting|vllm:num_requests_waiting_by_reason|vllm:prefix_cache_hits_total|vllm:prefix_cache_queries_total|vllm:prompt_tokens_by_source_total|vllm:prompt_tokens_total|vllm:request_decode_time_seconds_count|vllm:request_decode_time_seconds_sum|vllm:request_errors_total|vllm:request_generation_tokens_bucket|vllm:request_latency_seconds_bucket|vllm:request_prefill_time_seconds_count|vllm:request_prefill_time_seconds_sum|vllm:request_prompt_tokens_bucket|vllm:request_queue_time_seconds_bucket|vllm:request_queue_time_seconds_count|vllm:request_queue_time_seconds_sum|vllm:request_success_total|vllm:spec_decode_num_accepted_tokens_per_pos_total|vllm:spec_decode_num_accepted_tokens_total|vllm:spec_decode_num_draft_tokens_total|vllm:time_per_output_token_seconds_bucket|vllm:time_per_output_token_seconds_count|vllm:time_to_first_token_seconds_bucket|vllm:time_to_first_token_seconds_count
{{- end }}

{{/*
What rules, alerts and dashboards read of governance.
*/}}
{{- define "observability.needed.governance" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|kueue_admission_attempt_duration_seconds_bucket|kueue_admission_attempts_total|kueue_admission_checks_wait_time_seconds_bucket|kueue_admission_cycle_preemption_skips|kueue_admission_wait_time_seconds_bucket|kueue_admitted_active_workloads|kueue_admitted_until_ready_wait_time_seconds_bucket|kueue_admitted_workloads_total|kueue_cluster_queue_nominal_quota|kueue_cluster_queue_resource_pending|kueue_cluster_queue_resource_usage|kueue_cluster_queue_status|kueue_cluster_queue_weighted_share|kueue_cohort_subtree_quota|kueue_cohort_subtree_resource_reservations|kueue_evicted_workloads_total|kueue_local_queue_admission_wait_time_seconds_bucket|kueue_local_queue_admitted_active_workloads|kueue_local_queue_admitted_workloads_total|kueue_local_queue_evicted_workloads_total|kueue_local_queue_pending_workloads|kueue_local_queue_resource_usage|kueue_pending_workloads|kueue_preempted_workloads_total|kueue_quota_reserved_wait_time_seconds_bucket|process_cpu_seconds_total|process_resident_memory_bytes
{{- end }}

{{/*
What rules, alerts and dashboards read of scaling.
*/}}
{{- define "observability.needed.scaling" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|keda_scaled_object_paused|keda_scaler_active|keda_scaler_detail_errors_total|keda_scaler_errors|keda_scaler_metrics_latency|keda_scaler_metrics_latency_seconds|keda_scaler_metrics_value|process_cpu_seconds_total|process_resident_memory_bytes
{{- end }}

{{/*
What rules, alerts and dashboards read of network.
*/}}
{{- define "observability.needed.network" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|node_amazonefa_impaired_remote_conn_events|node_amazonefa_info|node_amazonefa_rdma_read_bytes|node_amazonefa_rdma_read_wr_err|node_amazonefa_rdma_write_wr_err|node_amazonefa_retrans_pkts|node_amazonefa_retrans_timeout_events|node_amazonefa_rx_bytes|node_amazonefa_rx_drops|node_amazonefa_tx_bytes|node_amazonefa_tx_pkts|node_amazonefa_unresponsive_remote_events|process_cpu_seconds_total|process_resident_memory_bytes
{{- end }}

{{/*
What rules, alerts and dashboards read of filesystem.
*/}}
{{- define "observability.needed.filesystem" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|lustre_available_kibibytes|lustre_available_kilobytes|lustre_capacity_kibibytes|lustre_capacity_kilobytes|lustre_drop_count_total|lustre_errors_total|lustre_health_check|lustre_inodes_free|lustre_inodes_maximum|lustre_read_bytes_total|lustre_stats_seconds_sum|lustre_stats_total|lustre_write_bytes_total|process_cpu_seconds_total|process_resident_memory_bytes
{{- end }}

{{/*
Configuration of neuron-monitor, read as often as it is scraped.
*/}}
{{- define "observability.neuronConfig" -}}
{{- merge (dict "period" .Values.neuron.interval) (.Values.neuron.config | default dict) | toJson }}
{{- end }}

{{/*
What rules, alerts and dashboards read of neuron.
*/}}
{{- define "observability.needed.neuron" -}}
execution_errors_total|execution_latency_seconds|execution_status_total|hardware_ecc_events_total|neuron_hardware_info|neuron_runtime_memory_used_bytes|neuron_runtime_vcpu_usage_ratio|neuroncore_memory_usage_constants|neuroncore_memory_usage_model_code|neuroncore_memory_usage_model_shared_scratchpad|neuroncore_memory_usage_runtime_memory|neuroncore_memory_usage_tensors|neuroncore_utilization_ratio
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
{{- pick $data "ca.crt" "tls.crt" "tls.key" | toYaml -}}
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

{{/*
True where one of these alerts is on, as a group without rules would be refused: `dict "root" $ "alerts"
"GPULost GPUXidMemoryError"`.
*/}}
{{- define "observability.anyAlertOn" -}}
{{- $overrides := .root.Values.alerts.overrides | default dict -}}
{{- range splitList " " .alerts }}{{ if dig . "enabled" true $overrides }}true{{ end }}{{ end -}}
{{- end }}

{{/*
What helm install prints in the end. Generated from generator/components/notes.ts.
*/}}
{{- define "observability.notes" -}}
{{- $off := list -}}
{{- if not (.Values.prometheus.enabled) }}{{ $off = append $off "prometheus.enabled" }}{{ end -}}
{{- if not (.Values.grafana.enabled) }}{{ $off = append $off "grafana.enabled" }}{{ end -}}
{{- if not (.Values.opensearch.enabled) }}{{ $off = append $off "opensearch.enabled" }}{{ end -}}
{{- if not (.Values.fluentbit.enabled) }}{{ $off = append $off "fluentbit.enabled" }}{{ end -}}
{{- if not (.Values.opencost.enabled) }}{{ $off = append $off "opencost.enabled" }}{{ end -}}
{{- if not (.Values.dcgm.enabled) }}{{ $off = append $off "dcgm.enabled" }}{{ end -}}
{{- if not (.Values.neuron.enabled) }}{{ $off = append $off "neuron.enabled" }}{{ end -}}
{{- if not (.Values.monitors.enabled) }}{{ $off = append $off "monitors.enabled" }}{{ end -}}
{{- if not (.Values.dashboards.enabled) }}{{ $off = append $off "dashboards.enabled" }}{{ end -}}
{{- if not (.Values.alerts.enabled) }}{{ $off = append $off "alerts.enabled" }}{{ end -}}
{{- if not (.Values.mcp.enabled) }}{{ $off = append $off "mcp.enabled" }}{{ end -}}
{{ .Chart.Name }} {{ .Chart.Version }} in the namespace {{ .Release.Namespace }}, cluster {{ .Values.global.clusterName }}:

{{- if .Values.prometheus.enabled }}
  Prometheus        {{ include "observability.prometheusUrl" . }}
{{- end }}
{{- if .Values.grafana.enabled }}
  Grafana           {{ include "observability.grafanaUrl" . }}
{{- end }}
{{- if .Values.opensearch.enabled }}
  OpenSearch        {{ include "observability.openSearchUrl" . }}
{{- end }}
{{- if .Values.fluentbit.enabled }}
  Fluent Bit        the logs of every node
{{- end }}
{{- if .Values.opencost.enabled }}
  OpenCost          cost by namespace and workload
{{- end }}
{{- if .Values.dcgm.enabled }}
  DCGM exporter     NVIDIA GPUs, mode {{ .Values.dcgm.mode }}, level {{ .Values.dcgm.level }}
{{- end }}
{{- if .Values.neuron.enabled }}
  Neuron monitor    Trainium and Inferentia
{{- end }}
{{- if .Values.monitors.enabled }}
  Monitors          Ray, vLLM, Kueue and others, where they run
{{- end }}
{{- if .Values.dashboards.enabled }}
  Dashboards        folder "{{ .Values.dashboards.folder }}"
{{- end }}
{{- if .Values.alerts.enabled }}
  Alerts            {{ if or (or .Values.alerts.routing.critical.slack.secretName .Values.alerts.routing.critical.pagerduty.secretName .Values.alerts.routing.critical.email.to .Values.alerts.routing.critical.webhook.secretName .Values.alerts.routing.critical.receiver) (or .Values.alerts.routing.warning.slack.secretName .Values.alerts.routing.warning.pagerduty.secretName .Values.alerts.routing.warning.email.to .Values.alerts.routing.warning.webhook.secretName .Values.alerts.routing.warning.receiver) (or .Values.alerts.routing.info.slack.secretName .Values.alerts.routing.info.pagerduty.secretName .Values.alerts.routing.info.email.to .Values.alerts.routing.info.webhook.secretName .Values.alerts.routing.info.receiver) }}told to the receivers in alerts.routing{{ else }}told to nobody yet: name receivers in alerts.routing{{ end }}
{{- end }}
{{- if .Values.mcp.enabled }}
  MCP servers       read-only, inside the cluster, for the pods that mcp.clients selects
{{- end }}
{{- with $off }}

Off: {{ join ", " . }}. Switch one on with --set NAME=true.
{{- end }}
{{- if .Values.grafana.enabled }}
{{- $grafana := index .Subcharts "grafana" }}

Open Grafana:
  kubectl --namespace {{ include "grafana.namespace" $grafana }} port-forward service/{{ include "grafana.fullname" $grafana }} 3000:{{ $grafana.Values.service.port }}
  http://localhost:3000, user admin, password:
  kubectl --namespace {{ .Release.Namespace }} get secret {{ include "observability.grafanaAdminSecret" . }} --output jsonpath='{.data.admin-password}' | base64 --decode
{{- if and .Values.dashboards.enabled .Values.dcgm.enabled }}
First look at the dashboard "GPU fleet": are the GPUs doing useful work? "Cluster" shows what waits and why, "The stack itself" why a panel is empty.
{{- else if .Values.dashboards.enabled }}
First look at the dashboard "Cluster"; "The stack itself" shows why a panel is empty.
{{- end }}
{{- end }}
{{- if .Values.mcp.enabled }}

Connect an agent to the MCP servers (streamable HTTP), from your machine:

{{- if and .Values.mcp.enabled .Values.mcp.kubernetes.enabled }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") }} 8080
  http://localhost:8080/mcp
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.prometheus.enabled }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "observability.name" (dict "root" . "component" "mcp-prometheus") }} 8081
  http://localhost:8081/mcp
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.opensearch.enabled }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "observability.name" (dict "root" . "component" "mcp-opensearch") }} 9900
  http://localhost:9900/mcp
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.grafana.enabled }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "observability.name" (dict "root" . "component" "mcp-grafana") }} 8000
  http://localhost:8000/mcp
{{- end }}
In the cluster the pods that mcp.clients selects reach them by the names of the Services, at the same ports and path.
{{- end }}
{{- if .Values.tests.enabled }}

Check it from inside: helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }}
{{- end }}

Good to know:
{{- if or .Values.dcgm.enabled .Values.neuron.enabled .Values.fluentbit.enabled .Values.prometheus.enabled }}
- The DaemonSets on the nodes read the host. Where Pod Security is enforced, this namespace needs
  kubectl label namespace {{ .Release.Namespace }} pod-security.kubernetes.io/enforce=privileged
{{- end }}
{{- if and .Values.prometheus.enabled (not .Values.alerts.enabled) }}
- The rules and alerts of Kubernetes come with Prometheus; kube-prometheus-stack.defaultRules.create=false removes them.
{{- end }}
{{- if and .Values.prometheus.enabled (not .Values.grafana.enabled) }}
- The dashboards of Kubernetes stay as ConfigMaps for a Grafana elsewhere; kube-prometheus-stack.grafana.forceDeployDashboards=false removes them.
{{- end }}
{{- if or .Values.grafana.enabled .Values.opensearch.enabled }}
- Passwords and certificates were made on the first install and are kept in Secrets of this namespace, also by helm uninstall.
  Tools that render without a cluster (Argo CD, helm template) would make new ones at each run: give them Secrets of
  your own{{ if .Values.opensearch.enabled }}, credentials.opensearch.existingSecret and credentials.opensearch.existingTlsSecret{{ end }}{{ if .Values.grafana.enabled }}, grafana.admin.existingSecret{{ end }}.
{{- end }}
{{- if and .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
- Logs arrive in the indices logs-YYYY.MM.DD. Nothing deletes them yet: watch the size of the volume.
{{- end }}
{{- if and .Values.mcp.enabled (not .Values.networkPolicies.enabled) }}
- The MCP servers ask for no password, and without networkPolicies.enabled=true every pod of the cluster may ask them.
{{- end }}
{{- if not (or .Values.prometheus.enabled .Values.external.prometheus.url) }}
- There is no Prometheus to ask: dashboards stay empty. Set prometheus.enabled=true or external.prometheus.url.
{{- end }}
{{- end }}
