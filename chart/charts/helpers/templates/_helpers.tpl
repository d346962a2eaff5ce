{{/*
Region of the workspace: that of its ARN, or the one that is named.
*/}}
{{- define "observability.ampRegion" -}}
{{- with .Values.global.amp.workspace -}}
{{- if hasPrefix "arn:" . }}{{ index (splitList ":" .) 3 }}{{ else }}{{ $.Values.global.amp.region }}{{ end -}}
{{- end -}}
{{- end }}

{{/*
Path of the workspace at every endpoint.
*/}}
{{- define "observability.ampPath" -}}
/workspaces/{{ .Values.global.amp.workspace | splitList "/" | last }}
{{- end }}

{{/*
Endpoint of the workspace: the one that is named, or that of its region.
*/}}
{{- define "observability.ampEndpoint" -}}
{{- .Values.global.amp.endpoint | trimSuffix "/" | default (printf "https://aps-workspaces.%s.amazonaws.com" (include "observability.ampRegion" .)) -}}
{{- end }}

{{/*
Address of the workspace, below which the API of Prometheus begins.
*/}}
{{- define "observability.ampUrl" -}}
{{- include "observability.ampEndpoint" . }}{{ include "observability.ampPath" . -}}
{{- end }}

{{/*
What follows the address of the Service that stands for Prometheus: the path of the workspace, where that is
asked.
*/}}
{{- define "observability.metricsPath" -}}
{{- if and .Values.global.amp.workspace .Values.global.amp.query }}{{ include "observability.ampPath" . }}{{ end -}}
{{- end }}

{{/*
Address of the Service that stands for Prometheus, whatever the release is called.
*/}}
{{- define "observability.metricsAlias" -}}
http://{{ .Release.Name }}-metrics.{{ .Release.Namespace }}.svc:9090{{ include "observability.metricsPath" . }}
{{- end }}

{{/*
Address of Prometheus of this release.
*/}}
{{- define "observability.ownPrometheusUrl" -}}
{{- $stack := (index .Subcharts "kube-prometheus-stack") -}}
http://{{ include "kube-prometheus-stack.fullname" $stack }}-prometheus.{{ include "kube-prometheus-stack.namespace" $stack }}.svc:{{ $stack.Values.prometheus.service.port }}
{{- end }}

{{/*
Address under which metrics are asked for: Prometheus of this release, the one that is brought, or the proxy
before Amazon’s. Call with the root context.
*/}}
{{- define "observability.prometheusUrl" -}}
{{- if and .Values.global.amp.workspace .Values.global.amp.query -}}
{{ include "observability.metricsAlias" . }}
{{- else if and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack"))) -}}
{{ include "observability.ownPrometheusUrl" . }}
{{- else -}}
{{ .Values.external.prometheus.url | trimSuffix "/" }}
{{- end -}}
{{- end }}

{{/*
Address of the Prometheus that metrics are sent to: of this release, or the one that is brought. Call with the
root context.
*/}}
{{- define "observability.prometheusWriteUrl" -}}
{{- if .Values.prometheus.enabled -}}
{{ include "observability.ownPrometheusUrl" . }}
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
User that asks how OpenSearch is.
*/}}
{{- define "observability.openSearchMonitor" -}}
{{- ternary "monitor" .Values.external.opensearch.monitorUsername .Values.opensearch.enabled -}}
{{- end }}

{{/*
User that deletes the oldest logs.
*/}}
{{- define "observability.openSearchJanitor" -}}
{{- ternary "janitor" .Values.external.opensearch.janitorUsername .Values.opensearch.enabled -}}
{{- end }}

{{/*
User that changes everything.
*/}}
{{- define "observability.openSearchAdmin" -}}
{{- ternary "admin" .Values.external.opensearch.adminUsername .Values.opensearch.enabled -}}
{{- end }}

{{/*
The region that is named beside an ARN of another one, or nothing.
*/}}
{{- define "observability.ampOtherRegion" -}}
{{- if and (hasPrefix "arn:" .Values.global.amp.workspace) .Values.global.amp.region (ne .Values.global.amp.region (include "observability.ampRegion" .)) }}{{ .Values.global.amp.region }}{{ end -}}
{{- end }}

{{/*
What to set so that nothing asks an agent to evaluate rules or to send alerts, or nothing.
*/}}
{{- define "observability.agentEvaluates" -}}
{{- list (ternary "alerts.enabled=false" "" .Values.alerts.enabled) (ternary "" "kube-prometheus-stack.alertmanager.enabled=false" (not (dig "alertmanager" "enabled" true (index .Values "kube-prometheus-stack")))) (ternary "" "kube-prometheus-stack.defaultRules.create=false" (not (dig "defaultRules" "create" true (index .Values "kube-prometheus-stack")))) | compact | join ", " -}}
{{- end }}

{{/*
Name of a component of this release, short enough for a Service: `dict "root" $ "component" "dcgm-exporter"`.
*/}}
{{- define "observability.name" -}}
{{- printf "%s-%s" (.root.Release.Name | trunc (int (sub 62 (len .component))) | trimSuffix "-") .component }}
{{- end }}

{{/*
The same of a CronJob, which has to leave room for the names of its Jobs (52 signs at most).
*/}}
{{- define "observability.cronJobName" -}}
{{- printf "%s-%s" (.root.Release.Name | trunc (int (sub 51 (len .component))) | trimSuffix "-") .component }}
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
What the MCP servers speak.
*/}}
{{- define "observability.mcpScheme" -}}
{{- if or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name }}https{{ else }}http{{ end -}}
{{- end }}

{{/*
Resources in mcp.kubernetes.readable that are not to be read this way.
*/}}
{{- define "observability.mcpRefusedResources" -}}
{{- $refused := list -}}
{{- range $group, $resources := .Values.mcp.kubernetes.readable -}}
{{- range concat ($resources.namespaced | default list) ($resources.clusterWide | default list) -}}
{{- if has . (list "secrets" "configmaps") }}{{ $refused = append $refused (printf "%s: %s" $group .) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- join ", " $refused -}}
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
Certificates of OpenSearch and its admin for `data` of a Secret: those that the Secret has, or new ones of an
authority of their own, whose key nobody keeps.
*/}}
{{- define "observability.openSearchTls" -}}
{{- $secret := lookup "v1" "Secret" .Release.Namespace "observability-opensearch-tls" | default dict -}}
{{- $data := $secret.data | default dict -}}
{{- if and (index $data "ca.crt") (index $data "tls.crt") (index $data "tls.key") -}}
{{- pick $data "ca.crt" "tls.crt" "tls.key" "admin.crt" "admin.key" | toYaml -}}
{{- else -}}
{{- $name := "observability-opensearch" -}}
{{- $names := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) (printf "%s.%s.svc.cluster.local" $name .Release.Namespace) (printf "*.%s-headless" $name) (printf "*.%s-headless.%s.svc.cluster.local" $name .Release.Namespace) "localhost" -}}
{{- $ca := genCAWithKey "observability-opensearch-ca" 3650 (genPrivateKey "ecdsa") -}}
{{- $key := genPrivateKey "ecdsa" -}}
{{- $certificate := genSignedCertWithKey $name (list "127.0.0.1") $names 3650 $ca $key -}}
{{- $adminKey := genPrivateKey "ecdsa" -}}
{{- $admin := genSignedCertWithKey "observability-opensearch-admin" (list) (list) 3650 $ca $adminKey -}}
admin.crt: {{ $admin.Cert | b64enc }}
admin.key: {{ include "observability.pkcs8" $adminKey | b64enc }}
ca.crt: {{ $ca.Cert | b64enc }}
tls.crt: {{ $certificate.Cert | b64enc }}
tls.key: {{ include "observability.pkcs8" $key | b64enc }}
{{- end -}}
{{- end }}

{{/*
What the Secret observability-opensearch-users lacks, or nothing. Where Helm sees no cluster it finds nothing.
*/}}
{{- define "observability.lackingPasswords" -}}
{{- if lookup "v1" "Namespace" "" "kube-system" -}}
{{- $keys := (list "admin-password" "writer-password" "reader-password" "monitor-password" "janitor-password") -}}
{{- if not .Values.opensearch.enabled }}{{ $keys = ternary $keys (list "writer-password" "reader-password" "monitor-password") .Values.external.opensearch.bootstrap }}{{ end -}}
{{- $data := (lookup "v1" "Secret" .Release.Namespace "observability-opensearch-users" | default dict).data | default dict -}}
{{- $missing := list -}}
{{- range $keys }}{{ if not (index $data .) }}{{ $missing = append $missing . }}{{ end }}{{ end -}}
{{- join ", " $missing -}}
{{- end -}}
{{- end }}

{{/*
What the Secret observability-opensearch-tls lacks, or nothing. Where Helm sees no cluster it finds nothing.
*/}}
{{- define "observability.lackingCertificates" -}}
{{- if lookup "v1" "Namespace" "" "kube-system" -}}
{{- $keys := ternary (list "ca.crt" "tls.crt" "tls.key") (list "ca.crt") .Values.opensearch.enabled -}}
{{- $data := (lookup "v1" "Secret" .Release.Namespace "observability-opensearch-tls" | default dict).data | default dict -}}
{{- $missing := list -}}
{{- range $keys }}{{ if not (index $data .) }}{{ $missing = append $missing . }}{{ end }}{{ end -}}
{{- join ", " $missing -}}
{{- end -}}
{{- end }}

{{/*
How many nodes of OpenSearch there are, where the values want fewer. Where Helm sees no cluster it finds none.
*/}}
{{- define "observability.fewerNodes" -}}
{{- $set := lookup "apps/v1" "StatefulSet" .Release.Namespace "observability-opensearch" | default dict -}}
{{- $now := dig "spec" "replicas" 0 $set | int -}}
{{- if gt $now (int .Values.opensearch.replicas) }}{{ $now }}{{ end -}}
{{- end }}

{{/*
Families whose names OpenSearch refuses, or that would mix with others, or nothing.
*/}}
{{- define "observability.badFamilyNames" -}}
{{- $bad := list -}}
{{- range $family := keys .Values.logs.families | sortAlpha }}{{ if or (not (regexMatch "^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$" $family)) (gt (len $family) 60) }}{{ $bad = append $bad $family }}{{ end }}{{ end -}}
{{- join ", " $bad -}}
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
Families to which namespaces are sent and which do not exist, or nothing.
*/}}
{{- define "observability.unknownFamilies" -}}
{{- $wrong := list -}}
{{- $families := .Values.logs.families -}}
{{- range $namespace, $family := .Values.logs.routing.namespaces -}}
{{- if not (hasKey $families $family) -}}{{- $wrong = append $wrong (printf "%s: %s" $namespace $family) -}}{{- end -}}
{{- end -}}
{{- join ", " $wrong -}}
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
{{- if and (and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")))) .Values.external.prometheus.url }}
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
{{- if and (not .Values.opensearch.enabled) .Values.external.opensearch.url (not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region)) (not .Values.credentials.opensearch.existingSecret) }}
{{- $wrong = append $wrong "external.opensearch.url needs a Secret with the keys writer-password, reader-password and monitor-password: create it and set credentials.opensearch.existingSecret=observability-opensearch-users" }}
{{- end }}
{{- /* Fluent Bit without a store */}}
{{- if and .Values.fluentbit.enabled (not (or .Values.opensearch.enabled .Values.external.opensearch.url)) }}
{{- $wrong = append $wrong "fluentbit.enabled=true has no store for the logs: set opensearch.enabled=true or external.opensearch.url, or fluentbit.enabled=false" }}
{{- end }}
{{- /* OpenCost without Prometheus */}}
{{- if and .Values.opencost.enabled (not (or (and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")))) (and .Values.global.amp.workspace .Values.global.amp.query) .Values.external.prometheus.url)) }}
{{- $wrong = append $wrong "opencost.enabled=true needs a Prometheus to ask: set prometheus.enabled=true, external.prometheus.url or global.amp.query=true, or opencost.enabled=false" }}
{{- end }}
{{- /* OpenCost at another Prometheus than the rest */}}
{{- if and .Values.opencost.enabled (not (and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack"))))) .Values.external.prometheus.url (ne (dig "opencost" "prometheus" "external" "url" "" .Values.opencost) .Values.external.prometheus.url) }}
{{- $wrong = append $wrong (printf "OpenCost cannot see external.prometheus.url: set opencost.opencost.prometheus.external.url=%s as well" .Values.external.prometheus.url) }}
{{- end }}
{{- /* MCP for Prometheus without Prometheus */}}
{{- if and .Values.mcp.enabled .Values.mcp.prometheus.enabled (not (or (and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")))) (and .Values.global.amp.workspace .Values.global.amp.query) .Values.external.prometheus.url)) }}
{{- $wrong = append $wrong "mcp.prometheus has nothing to ask: set prometheus.enabled=true, external.prometheus.url or global.amp.query=true, or mcp.prometheus.enabled=false" }}
{{- end }}
{{- /* MCP for OpenSearch without OpenSearch */}}
{{- if and .Values.mcp.enabled .Values.mcp.opensearch.enabled (not (or .Values.opensearch.enabled .Values.external.opensearch.url)) }}
{{- $wrong = append $wrong "mcp.opensearch has nothing to ask: set opensearch.enabled=true or external.opensearch.url, or mcp.opensearch.enabled=false" }}
{{- end }}
{{- /* MCP for Grafana without Grafana */}}
{{- if and .Values.mcp.enabled .Values.mcp.grafana.enabled (not (or .Values.grafana.enabled .Values.external.grafana.url)) }}
{{- $wrong = append $wrong "mcp.grafana has nothing to ask: set grafana.enabled=true or external.grafana.url, or mcp.grafana.enabled=false" }}
{{- end }}
{{- /* MCP for Grafana without a token */}}
{{- if and .Values.mcp.enabled .Values.mcp.grafana.enabled (not .Values.mcp.grafana.existingSecret) }}
{{- $wrong = append $wrong "mcp.grafana has no login: in Grafana make a service account with the role Viewer and a token of it, put the token into a Secret (kubectl create secret generic grafana-viewer --from-literal=token=TOKEN), and set mcp.grafana.existingSecret=grafana-viewer" }}
{{- end }}
{{- /* Secrets or ConfigMaps in what the MCP server of Kubernetes reads */}}
{{- if and .Values.mcp.enabled .Values.mcp.kubernetes.enabled (include "observability.mcpRefusedResources" .) }}
{{- $wrong = append $wrong (printf "mcp.kubernetes.readable lists %s: nobody reads Secrets through an agent, so take them out; for ConfigMaps set mcp.kubernetes.configMaps=true instead" (include "observability.mcpRefusedResources" .)) }}
{{- end }}
{{- /* an OpenID provider whose tokens for others would do */}}
{{- if and .Values.mcp.enabled .Values.mcp.kubernetes.enabled .Values.mcp.kubernetes.oidc.issuerUrl (not .Values.mcp.kubernetes.oidc.audience) }}
{{- $wrong = append $wrong "mcp.kubernetes.oidc.issuerUrl without an audience would take tokens that were made for other services: set mcp.kubernetes.oidc.audience to the one that the API server asks for (--oidc-client-id)" }}
{{- end }}
{{- /* certificates of cert-manager without cert-manager */}}
{{- if and .Values.mcp.enabled (and .Values.mcp.tls.issuerRef.name (not .Values.mcp.tls.existingSecret)) (lookup "v1" "Namespace" "" "kube-system") (not (.Capabilities.APIVersions.Has "cert-manager.io/v1/Certificate")) }}
{{- $wrong = append $wrong "mcp.tls.issuerRef needs cert-manager, which this cluster does not have: install it, or name a Secret with the keys tls.crt and tls.key in mcp.tls.existingSecret" }}
{{- end }}
{{- /* users of OpenSearch under another name than the dependencies read */}}
{{- if and .Values.credentials.opensearch.existingSecret (not (eq .Values.credentials.opensearch.existingSecret "observability-opensearch-users")) }}
{{- $wrong = append $wrong (printf "credentials.opensearch.existingSecret=%s: OpenSearch and Fluent Bit read the Secret observability-opensearch-users and cannot be told otherwise by this chart: call yours so" .Values.credentials.opensearch.existingSecret) }}
{{- end }}
{{- /* certificates of OpenSearch under another name than the dependencies mount */}}
{{- if and .Values.credentials.opensearch.existingTlsSecret (not (eq .Values.credentials.opensearch.existingTlsSecret "observability-opensearch-tls")) }}
{{- $wrong = append $wrong (printf "credentials.opensearch.existingTlsSecret=%s: OpenSearch and Fluent Bit mount the Secret observability-opensearch-tls and cannot be told otherwise by this chart: call yours so" .Values.credentials.opensearch.existingTlsSecret) }}
{{- end }}
{{- /* a workspace of Amazon without its region */}}
{{- if and .Values.global.amp.workspace (not (include "observability.ampRegion" .)) }}
{{- $wrong = append $wrong (printf "global.amp.workspace=%s does not say where it is: set global.amp.region (eu-west-1), or write its ARN in place of its id" .Values.global.amp.workspace) }}
{{- end }}
{{- /* a workspace of Amazon in two regions */}}
{{- if include "observability.ampOtherRegion" . }}
{{- $wrong = append $wrong (printf "global.amp.region=%s, while the ARN in global.amp.workspace says %s: remove global.amp.region" (include "observability.ampOtherRegion" .) (include "observability.ampRegion" .)) }}
{{- end }}
{{- /* queries to Amazon without a workspace */}}
{{- if and .Values.global.amp.query (not .Values.global.amp.workspace) }}
{{- $wrong = append $wrong "global.amp.query=true has no workspace to ask: set global.amp.workspace, or global.amp.query=false" }}
{{- end }}
{{- /* two Prometheus to ask */}}
{{- if and (and .Values.global.amp.workspace .Values.global.amp.query) .Values.external.prometheus.url }}
{{- $wrong = append $wrong (printf "both global.amp.query=true and external.prometheus.url=%s say what dashboards ask: remove one of them" .Values.external.prometheus.url) }}
{{- end }}
{{- /* remote write to Amazon beside a list of others */}}
{{- if and (and .Values.prometheus.enabled .Values.global.amp.workspace .Values.global.amp.write) (or (dig "prometheus" "prometheusSpec" "remoteWrite" list (index .Values "kube-prometheus-stack")) (dig "prometheus" "prometheusSpec" "additionalRemoteWrite" list (index .Values "kube-prometheus-stack"))) }}
{{- $wrong = append $wrong "global.amp.write and remoteWrite or additionalRemoteWrite of kube-prometheus-stack.prometheus.prometheusSpec would both be the field remoteWrite: set global.amp.write=false, and name the workspace in that list (url: …/workspaces/ID/api/v1/remote_write, sigv4: {region: REGION})" }}
{{- end }}
{{- /* remote write to Amazon that nobody renders */}}
{{- if and (and .Values.prometheus.enabled .Values.global.amp.workspace .Values.global.amp.write) (not (contains "observability.remoteWrite" (dig "prometheus" "prometheusSpec" "additionalConfigString" "" (index .Values "kube-prometheus-stack")))) }}
{{- $wrong = append $wrong "kube-prometheus-stack.prometheus.prometheusSpec.additionalConfigString replaces what writes to global.amp: add a line with {{ include `observability.remoteWrite` . }} to it, or set global.amp.write=false" }}
{{- end }}
{{- /* an agent that sends to nobody */}}
{{- if and (and .Values.prometheus.enabled (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack"))) (not (and .Values.prometheus.enabled .Values.global.amp.workspace .Values.global.amp.write)) (not (or (dig "prometheus" "prometheusSpec" "remoteWrite" list (index .Values "kube-prometheus-stack")) (dig "prometheus" "prometheusSpec" "additionalRemoteWrite" list (index .Values "kube-prometheus-stack")))) }}
{{- $wrong = append $wrong "kube-prometheus-stack.prometheus.agentMode=true keeps nothing, and nothing is named to send to: set global.amp.workspace, or kube-prometheus-stack.prometheus.prometheusSpec.remoteWrite" }}
{{- end }}
{{- /* rules and alerts for an agent */}}
{{- if and (and .Values.prometheus.enabled (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack"))) (include "observability.agentEvaluates" .) }}
{{- $wrong = append $wrong (printf "kube-prometheus-stack.prometheus.agentMode=true evaluates no rule and sends no alert: set %s; npm run export -- --amp DIR writes both for Amazon’s" (include "observability.agentEvaluates" .)) }}
{{- end }}
{{- /* two node-exporters on a node of HyperPod */}}
{{- if and .Values.hyperpod.addOn.enabled .Values.prometheus.enabled (dig "nodeExporter" "enabled" true (index .Values "kube-prometheus-stack")) }}
{{- $wrong = append $wrong "hyperpod.addOn.enabled=true scrapes node-exporter of the add-on, whose port an own one could not have: set kube-prometheus-stack.nodeExporter.enabled=false" }}
{{- end }}
{{- /* two DCGM exporters on a node of HyperPod */}}
{{- if and .Values.hyperpod.addOn.enabled .Values.dcgm.enabled (not (eq .Values.dcgm.mode "existing")) }}
{{- $wrong = append $wrong "hyperpod.addOn.enabled=true scrapes DCGM exporter of the add-on, with which an own one cannot share the profiling counters of a GPU: set dcgm.mode=existing" }}
{{- end }}
{{- /* a family that OpenSearch has no name for */}}
{{- if include "observability.badFamilyNames" . }}
{{- $wrong = append $wrong (printf "logs.families has %s: write words of lower-case letters and digits, each beginning with a letter, with dashes between them and 60 signs at most, as in team-a" (include "observability.badFamilyNames" .)) }}
{{- end }}
{{- /* a cluster of two */}}
{{- if and .Values.opensearch.enabled (eq (int .Values.opensearch.replicas) 2) }}
{{- $wrong = append $wrong "opensearch.replicas=2: of two nodes neither goes on without the other: set 1 or 3" }}
{{- end }}
{{- /* fewer nodes of OpenSearch than there are */}}
{{- if and .Values.opensearch.enabled (include "observability.fewerNodes" .) }}
{{- $wrong = append $wrong (printf "opensearch.replicas=%d while there are %s: the lines of the others would be gone. First move them (README, Three nodes), then kubectl scale statefulset observability-opensearch --replicas=%d" (int .Values.opensearch.replicas) (include "observability.fewerNodes" .) (int .Values.opensearch.replicas)) }}
{{- end }}
{{- /* passwords of OpenSearch that are not there */}}
{{- if and .Values.credentials.opensearch.existingSecret (include "observability.lackingPasswords" .) }}
{{- $wrong = append $wrong (printf "credentials.opensearch.existingSecret=observability-opensearch-users: in the namespace %s that Secret lacks %s: make it, or add them" .Release.Namespace (include "observability.lackingPasswords" .)) }}
{{- end }}
{{- /* certificates of OpenSearch that are not there */}}
{{- if and .Values.credentials.opensearch.existingTlsSecret (include "observability.lackingCertificates" .) }}
{{- $wrong = append $wrong (printf "credentials.opensearch.existingTlsSecret=observability-opensearch-tls: in the namespace %s that Secret lacks %s: make it, or add them" .Release.Namespace (include "observability.lackingCertificates" .)) }}
{{- end }}
{{- /* certificates of OpenSearch from two sides */}}
{{- if and .Values.credentials.opensearch.certManager.issuer .Values.credentials.opensearch.existingTlsSecret }}
{{- $wrong = append $wrong "credentials.opensearch.certManager.issuer and credentials.opensearch.existingTlsSecret both give the certificates: remove one of them" }}
{{- end }}
{{- /* certificates by a cert-manager that is not there */}}
{{- if and .Values.opensearch.enabled .Values.credentials.opensearch.certManager.issuer (lookup "v1" "Namespace" "" "kube-system") (not (.Capabilities.APIVersions.Has "cert-manager.io/v1/Certificate")) }}
{{- $wrong = append $wrong "credentials.opensearch.certManager.issuer needs cert-manager, which this cluster does not have: install it, or remove the issuer, and the chart makes certificates itself" }}
{{- end }}
{{- /* snapshots that nobody schedules */}}
{{- if and .Values.logs.snapshots.enabled (or (not .Values.logs.bootstrap.enabled) (not (or .Values.opensearch.enabled .Values.external.opensearch.bootstrap))) }}
{{- $wrong = append $wrong "logs.snapshots.enabled=true needs the bootstrap Job: set logs.bootstrap.enabled=true, and for a store of your own external.opensearch.bootstrap=true" }}
{{- end }}
{{- /* snapshots without a bucket */}}
{{- if and .Values.logs.snapshots.enabled (eq .Values.logs.snapshots.type "s3") (not .Values.logs.snapshots.s3.bucket) }}
{{- $wrong = append $wrong "logs.snapshots.type=s3 has no bucket: set logs.snapshots.s3.bucket, or logs.snapshots.type=fs with a volume" }}
{{- end }}
{{- /* snapshots to a bucket without the plugin for it */}}
{{- if and (and .Values.opensearch.enabled .Values.logs.snapshots.enabled (eq .Values.logs.snapshots.type "s3")) (eq (dig "image" "repository" "opensearchproject/opensearch" .Values.opensearch) "opensearchproject/opensearch") (not (has "repository-s3" (dig "plugins" "installList" list .Values.opensearch | default list))) }}
{{- $wrong = append $wrong "logs.snapshots.type=s3 needs the plugin repository-s3, which the image does not have: set opensearch.plugins.enabled=true and opensearch.plugins.installList={repository-s3}, or opensearch.image.repository to an image that has it" }}
{{- end }}
{{- /* snapshots to a volume that is not mounted */}}
{{- if and .Values.opensearch.enabled .Values.logs.snapshots.enabled (eq .Values.logs.snapshots.type "fs") (not (contains "/usr/share/opensearch/snapshots" (toJson (dig "extraVolumeMounts" list .Values.opensearch)))) }}
{{- $wrong = append $wrong "logs.snapshots.type=fs needs a volume at /usr/share/opensearch/snapshots: name it in opensearch.extraVolumes and opensearch.extraVolumeMounts (examples/values/snapshots-volume.yaml)" }}
{{- end }}
{{- /* a bootstrap of a store that is asked by signature */}}
{{- if and (not .Values.opensearch.enabled) .Values.external.opensearch.bootstrap .Values.external.opensearch.aws.region }}
{{- $wrong = append $wrong "external.opensearch.bootstrap logs in with a password and cannot sign requests: set it to false and make users, templates, policies and aliases there yourself, or remove external.opensearch.aws.region" }}
{{- end }}
{{- /* a family of logs that does not exist */}}
{{- if include "observability.unknownFamilies" . }}
{{- $wrong = append $wrong (printf "logs.routing.namespaces names families that logs.families does not have (%s): correct the name, or add the family there" (include "observability.unknownFamilies" .)) }}
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
{{- /* SageMaker without a region */}}
{{- if and .Values.sagemaker.enabled (not .Values.sagemaker.regions) }}
{{- $wrong = append $wrong "sagemaker.enabled=true reads no region: name those that you use, as in --set sagemaker.regions={eu-west-1}" }}
{{- end }}
{{- /* SageMaker of which nothing is read */}}
{{- if and .Values.sagemaker.enabled (not (or .Values.sagemaker.read.endpoints .Values.sagemaker.read.inferenceComponents .Values.sagemaker.read.jobs .Values.sagemaker.read.recommender .Values.sagemaker.read.labeling .Values.sagemaker.read.featureStore .Values.sagemaker.read.pipelines)) }}
{{- $wrong = append $wrong "sagemaker.enabled=true reads nothing: set one of sagemaker.read to true, or sagemaker.enabled=false" }}
{{- end }}
{{- /* a delay of CloudWatch that is no multiple of the interval */}}
{{- if and .Values.sagemaker.enabled (ne (mod (trimSuffix "s" .Values.sagemaker.delay | int) (trimSuffix "s" .Values.sagemaker.interval | int)) 0) }}
{{- $wrong = append $wrong (printf "sagemaker.delay=%s is no multiple of sagemaker.interval=%s: periods would be asked for that CloudWatch does not have; set sagemaker.delay=%s" .Values.sagemaker.delay .Values.sagemaker.interval .Values.sagemaker.interval) }}
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
{{- /* metrics by OTLP without Prometheus */}}
{{- if and .Values.otel.enabled .Values.otel.metrics.enabled (not (or .Values.otel.metrics.url (or .Values.prometheus.enabled .Values.external.prometheus.url))) }}
{{- $wrong = append $wrong "otel.metrics has nowhere to go: set prometheus.enabled=true, external.prometheus.url or otel.metrics.url, or otel.metrics.enabled=false" }}
{{- end }}
{{- /* metrics by OTLP for a Prometheus that takes none */}}
{{- if and .Values.otel.enabled .Values.otel.metrics.enabled .Values.prometheus.enabled (not .Values.otel.metrics.url) (not (dig "prometheus" "prometheusSpec" "enableOTLPReceiver" false (index .Values "kube-prometheus-stack"))) }}
{{- $wrong = append $wrong "Prometheus takes no metrics by OTLP unless it is told to, as whoever reaches its port may then write to it: set kube-prometheus-stack.prometheus.prometheusSpec.enableOTLPReceiver=true as well, or otel.metrics.enabled=false" }}
{{- end }}
{{- /* logs by OTLP without Fluent Bit and a store */}}
{{- if and .Values.otel.enabled .Values.otel.logs.enabled (not (and .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url))) }}
{{- $wrong = append $wrong "otel.logs go through Fluent Bit, which takes secrets out of them, to OpenSearch: set fluentbit.enabled=true with opensearch.enabled=true or external.opensearch.url, or otel.logs.enabled=false" }}
{{- end }}
{{- /* two stores of traces */}}
{{- if and .Values.otel.enabled .Values.otel.traces.url .Values.otel.traces.awsRegion }}
{{- $wrong = append $wrong (printf "otel.traces.url=%s and otel.traces.awsRegion=%s are two stores: remove one of them" .Values.otel.traces.url .Values.otel.traces.awsRegion) }}
{{- end }}
{{- /* gRPC to a store of traces without a port */}}
{{- if and .Values.otel.enabled (eq .Values.otel.traces.protocol "grpc") .Values.otel.traces.url (not (regexMatch "^https?://[^/]+:[0-9]+/?$" .Values.otel.traces.url)) }}
{{- $wrong = append $wrong (printf "otel.traces.url=%s is no address for gRPC: write it with a port and without a path, as http://tempo.tracing.svc:4317, or set otel.traces.protocol=http" .Values.otel.traces.url) }}
{{- end }}
{{- /* a collector that takes nothing */}}
{{- if and .Values.otel.enabled (not (or .Values.otel.metrics.enabled .Values.otel.logs.enabled .Values.otel.traces.url .Values.otel.traces.awsRegion)) }}
{{- $wrong = append $wrong "otel.enabled=true takes nothing: set otel.metrics.enabled=true, otel.logs.enabled=true or otel.traces.url, or otel.enabled=false" }}
{{- end }}
{{- /* a certificate for OTLP without cert-manager */}}
{{- if and .Values.otel.enabled (and .Values.otel.tls.issuerRef.name (not .Values.otel.tls.existingSecret)) (lookup "v1" "Namespace" "" "kube-system") (not (.Capabilities.APIVersions.Has "cert-manager.io/v1/Certificate")) }}
{{- $wrong = append $wrong "otel.tls.issuerRef needs cert-manager, which this cluster does not have: install it, or name a Secret with the keys tls.crt and tls.key in otel.tls.existingSecret" }}
{{- end }}
{{- with $wrong }}
{{- fail (printf "\n\nobservability cannot be installed like this:\n  - %s\n" (join "\n  - " .)) }}
{{- end }}
{{- end }}

{{/*
Fields of the Prometheus object for global.amp, or nothing. kube-prometheus-stack calls it, with its own
context.
*/}}
{{- define "observability.remoteWrite" -}}
{{- if and .Values.global.amp.workspace .Values.global.amp.write -}}
{{- $stack := . -}}
{{- $spec := $stack.Values.prometheus.prometheusSpec -}}
remoteWrite:
  - name: amp
    url: {{ printf "%s/api/v1/remote_write" (include "observability.ampUrl" .) | quote }}
    sigv4:
      region: {{ include "observability.ampRegion" . }}
      {{- with .Values.global.amp.roleArn }}
      roleArn: {{ . }}
      {{- end }}
    queueConfig:
      minShards: {{ int64 .Values.global.amp.queue.minShards }}
      maxShards: {{ int64 .Values.global.amp.queue.maxShards }}
      capacity: {{ int64 .Values.global.amp.queue.capacity }}
      maxSamplesPerSend: {{ int64 .Values.global.amp.queue.maxSamplesPerSend }}
      batchSendDeadline: {{ .Values.global.amp.queue.batchSendDeadline }}
      minBackoff: {{ .Values.global.amp.queue.minBackoff }}
      maxBackoff: {{ .Values.global.amp.queue.maxBackoff }}
      retryOnRateLimit: {{ .Values.global.amp.queue.retryOnRateLimit }}
{{- if not $spec.externalLabels }}
externalLabels:
  cluster: {{ .Values.global.clusterName | quote }}
{{- end }}
{{- if not (or $spec.replicaExternalLabelName $spec.replicaExternalLabelNameClear) }}
replicaExternalLabelName: __replica__
{{- end }}
{{- end -}}
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
{{- $present = dict "prometheus" ((or (and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")))) (and .Values.global.amp.workspace .Values.global.amp.query) .Values.external.prometheus.url)) "grafana" ((or .Values.grafana.enabled .Values.external.grafana.url)) "opensearch" ((or .Values.opensearch.enabled .Values.external.opensearch.url)) "opensearchExporter" ((and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url))) "fluentbit" (.Values.fluentbit.enabled) "opencost" (.Values.opencost.enabled) "dcgm" (.Values.dcgm.enabled) "neuron" (.Values.neuron.enabled) "otel" (.Values.otel.enabled) "sagemaker" (.Values.sagemaker.enabled) "cloudwatch" (.Values.external.cloudwatch.region) "ray" (.Values.monitors.ray.enabled) "kuberay" (.Values.monitors.kuberay.enabled) "kueue" (.Values.monitors.kueue.enabled) "vllm" (.Values.monitors.vllm.enabled) "sglang" (.Values.monitors.sglang.enabled) "tgi" (.Values.monitors.tgi.enabled) "triton" (.Values.monitors.triton.enabled) "router" (.Values.monitors.router.enabled) "gateway" (.Values.monitors.gateway.enabled) "lmcache" (.Values.monitors.lmcache.enabled) "kserve" (.Values.monitors.kserve.enabled) "trainer" (.Values.monitors.trainer.enabled) "jobset" (.Values.monitors.jobset.enabled) "keda" (.Values.monitors.keda.enabled) "hyperpod" (.Values.monitors.hyperpod.enabled) "efa" (.Values.monitors.efa.enabled) "lustre" (.Values.monitors.lustre.enabled) "annotated" (.Values.monitors.annotated.enabled) -}}
{{- end -}}
{{- include "observability.filledRows" (include "observability.panels" (dict "present" $present "panels" (fromJson .json).panels) | fromJsonArray) -}}
{{- end }}

{{/*
The link from a dashboard to the log groups of CloudWatch in Explore, where some are named: a list of one
link, or of none.
*/}}
{{- define "observability.cloudWatchLink" -}}
{{- $links := list -}}
{{- if and .Values.external.cloudwatch.region .Values.external.cloudwatch.logGroups -}}
{{- $groups := list -}}
{{- range .Values.external.cloudwatch.logGroups }}{{ $groups = append $groups (dict "arn" . "name" (index (splitList ":" .) 6)) }}{{ end -}}
{{- $query := dict "refId" "A" "datasource" (dict "type" "cloudwatch" "uid" "cloudwatch") "queryMode" "Logs" "region" "default" "expression" "fields @timestamp, @message | sort @timestamp desc | limit 200" "logGroups" $groups -}}
{{- $panes := dict "logs" (dict "datasource" "cloudwatch" "queries" (list $query) "range" (dict "from" "now-1h" "to" "now")) -}}
{{- $links = append $links (dict "title" "CloudWatch Logs" "type" "link" "icon" "external link" "targetBlank" true "url" (printf "/explore?schemaVersion=1&panes=%s" ($panes | toJson | urlquery | replace "+" "%20"))) -}}
{{- end -}}
{{- $links | toJson -}}
{{- end }}

{{/*
A dashboard without the panels whose component is off, and without links to lines where there are none, and
with those to CloudWatch: `dict "root" $ "json" "…"`.
*/}}
{{- define "observability.dashboard" -}}
{{- $dashboard := set (fromJson .json) "panels" (include "observability.shownPanels" . | fromJsonArray) -}}
{{- range list "logs" "sagemaker" -}}{{- if has . $dashboard.tags -}}
{{- $_ := set $dashboard "links" (concat ($dashboard.links | default list) (include "observability.cloudWatchLink" $.root | fromJsonArray)) -}}
{{- end -}}{{- end -}}
{{- $dashboard = $dashboard | toRawJson -}}
{{- with .root -}}
{{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) .Values.fluentbit.enabled -}}{{- $dashboard -}}{{- else -}}{{- regexReplaceAll `,?\{"title":"[^"]*","url":"/d/observability-logs[?][^"]*"\}` $dashboard "" -}}{{- end -}}
{{- end -}}
{{- end }}

{{/*
collect.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.collect.lua" -}}
-- Makes of each record a line as the schema has it (dashboards-src/logs/fields.ts): whose it is, how bad it is, what it says
-- without its secrets, and the family of indices that it goes to. Called by Fluent Bit for every record, one after another.
local here = debug.getinfo(1, 'S').source:match('^@(.*/)') or './'
package.path = here .. '?.lua;' .. package.path

local facts = require 'facts'
local join = require 'join'
local json = require 'json'
local pattern = require 'pattern'
local redact = require 'redact'
local route = require 'route'
local severity = require 'severity'
local text = require 'text'
local workload = require 'workload'

local byte, find, match, sub = string.byte, string.find, string.match, string.sub
local floor, format = math.floor, string.format

local function read(name)
  local file = assert(io.open(here .. name, 'rb'))
  local content = file:read('*a')
  file:close()
  return assert(json.object(content), name .. ' is no JSON')
end

local settings = read 'settings.json'
local schema = read 'schema.json'
local clean = redact.redactor(settings.redaction.patterns, settings.redaction.keys)
local groups = join.groups(settings.state and settings.state .. '/lines.waiting')
local pieces = join.groups(settings.state and settings.state .. '/pieces.waiting')
local node = os.getenv 'NODE_NAME'

-- Most of what a line needs is garbage at once. Collected without a pause, what is in use stays in the processor's cache: measured,
-- a fifth less time than with four times as much.
collectgarbage('setpause', 100)

-- Answers to Fluent Bit (filter lua): leave the record out; or take this one with this time.
local DROP, TAKE = -1, 1
local LONGEST = 1048576

-- 64 bits that stand for a text, as it is in ids.
local function hash(of)
  local one, two = 5381, 52711
  for index = 1, #of do
    local letter = byte(of, index)
    one, two = (one * 33 + letter) % 4294967296, (two * 31 + letter) % 4294967296
  end
  return format('%08x%08x', one, two)
end

-- What is counted since this script was loaded.
local redacted, failures = {}, 0

local minute, minute_starts = nil, 0
local second, second_starts = nil, 0

-- The part of a second that `2026-01-31T12:00:00.123456789Z` states, or nil where it is not written so. Byte by byte, as that makes no strings.
local function fraction_of(time)
  local zone = #time
  if zone < 22 or byte(time, 20) ~= 46 or byte(time, zone) ~= 90 then return nil end
  local digits, scale = 0, 1
  for index = 21, zone - 1 do
    local digit = byte(time, index) - 48
    if digit < 0 or digit > 9 then return nil end
    digits, scale = digits * 10 + digit, scale * 10
  end
  return digits / scale
end

-- `2026-01-31T12:00:00.123456789Z` → seconds since 1970 and whether it says of which zone, or nil. Most lines are of the second of the line before.
local function seconds_of(time)
  local fraction = fraction_of(time)
  local until_second = fraction and sub(time, 1, 19)
  if fraction and until_second == second then return second_starts + fraction, true end
  local written = sub(time, 1, 16)
  if written ~= minute then
    local year, month, day, hour, minutes = match(written, '^(%d%d%d%d)%-(%d%d)%-(%d%d)[T ](%d%d):(%d%d)$')
    if not year then return nil end
    year, month, day = tonumber(year), tonumber(month), tonumber(day)
    -- Days from civil, by Howard Hinnant.
    if month <= 2 then year, month = year - 1, month + 12 end
    local days = 365 * year + floor(year / 4) - floor(year / 100) + floor(year / 400) + floor((153 * (month - 3) + 2) / 5) + day - 719469
    minute, minute_starts = written, days * 86400 + tonumber(hour) * 3600 + tonumber(minutes) * 60
  end
  local seconds, sign, hours, minutes = match(time, '^:(%d%d[%.,]?%d*)([Z+%-]?)(%d?%d?):?(%d?%d?)', 17)
  if not seconds then return nil end
  local offset = (tonumber(hours) or 0) * 3600 + (tonumber(minutes) or 0) * 60
  local since = minute_starts + tonumber((seconds:gsub(',', '.'))) - (sign == '-' and -offset or offset)
  -- Rounded, as a double near the end of a second is that of the next.
  if fraction then second, second_starts = until_second, floor(since - fraction + 0.5) end
  return since, sign ~= ''
end

local A_DAY = 86400

-- The time that a structured line states, where it says of which zone it is and is not far from that of its arrival.
local function stated_time(value, arrived)
  local seconds, zoned
  if type(value) == 'number' then
    seconds, zoned = value > 1e17 and value / 1e9 or value > 1e14 and value / 1e6 or value > 1e11 and value / 1e3 or value, true
  else
    seconds, zoned = seconds_of(tostring(value))
  end
  if seconds and zoned and math.abs(seconds - arrived) < A_DAY then return seconds end
end

-- A value as the field's type wants it, or nil where it cannot be that.
local function typed(kind, value)
  local is = type(value)
  if is == 'table' then return nil end
  if kind == 'long' or kind == 'double' then
    if is == 'number' then return value end
    local number = is == 'string' and tonumber(value)
    if number and number - number == 0 then return number end
    return is == 'string' and kind == 'double' and find(value, '^[%+%-]?[nNiI]') and value or nil
  end
  if is == 'number' and value == floor(value) and math.abs(value) < 1e15 then return format('%d', value) end
  return tostring(value)
end

-- Takes the fields of a structured line into the document; returns its time and level.
local function take(document, object, set, seconds)
  local attributes, message_key, level
  local function keep(key, value)
    attributes = attributes or {}
    attributes[key] = value
  end
  for key, value in pairs(object) do
    local field = schema.aliases[key]
    local kind = field and schema.types[field]
    local taken
    if field == '@timestamp' then
      seconds = stated_time(value, seconds) or seconds
      taken = true
    elseif field == 'severity' then
      taken = severity.of_level(value)
      level = taken or level
    elseif field == 'message' then
      -- Of several names beside each other `message` itself wins, or the first in the alphabet.
      taken = type(value) == 'string' and (not message_key or key == 'message' or message_key ~= 'message' and key < message_key)
      if taken then
        if message_key then keep(message_key, document.message) end
        document.message, message_key = value, key
      end
    elseif field then
      taken = typed(kind, value)
      if taken ~= nil and (document[field] == nil or key == field) then set(field, taken) end
    end
    if not taken then keep(key, value) end
  end
  if attributes then set('attributes', attributes) end
  return seconds, level
end

-- The fields that the text of a line has; returns its time.
local function fill(document, said, seconds, set)
  document.message, document.severity = said, nil
  local level
  if byte(said, 1) == 123 then
    local object = json.object(said)
    if object then
      seconds, level = take(document, object, set, seconds)
    elseif byte(said, 2) == 34 then
      set('unparsed', 'json')
    end
  end
  level = level or severity.of_text(document.message)
  document.severity = level
  if document.family == 'ml-training' then facts.of_training(said, set) end
  if level == 'error' or level == 'fatal' then set('error_pattern', pattern.of(document.message)) end
  return seconds
end

-- A document that is used again for each line of its file: what all of them share is set once, what one alone has is taken
-- out before the next.
local function reusable(document)
  local extra, count = {}, 0
  local function set(field, value)
    if value == nil then return end
    count = count + 1
    extra[count] = field
    document[field] = value
  end
  return function(said, stream, seconds, offset, id, redactions, unparsed)
    for index = 1, count do document[extra[index]] = nil end
    count = 0
    document.stream, document.log_offset, document.id = stream, offset, id
    seconds = fill(document, said, seconds, set)
    if redactions > 0 then
      set('redactions', redactions)
      local namespace = document.namespace or ''
      redacted[namespace] = (redacted[namespace] or 0) + redactions
    end
    if unparsed then set('unparsed', unparsed) end
    return TAKE, seconds, document
  end
end

-- Text without its secrets, as UTF-8 and no longer than it may be; `keys` says by stream where a private key goes on.
local function cleaned(raw, keys, stream)
  local unparsed
  if #raw > LONGEST then raw, unparsed = text.cut(raw, LONGEST), 'size' end
  local valid, was_valid = text.utf8(raw)
  if not was_valid then unparsed = 'encoding' end
  if keys[stream] then
    if redact.ends_key(valid) then keys[stream] = nil return nil end
    if redact.within_key(valid) then return nil end
    keys[stream] = nil
  end
  local shown, redactions, open = clean(valid)
  if open then keys[stream] = true end
  return shown, redactions, unparsed
end

local function chosen_labels(labels)
  local made
  for _, name in ipairs(settings.labels) do
    if labels[name] then
      made = made or {}
      made[(name:gsub('%.', '_'))] = labels[name]
    end
  end
  return made
end

local files, file_count = {}, 0

-- Whose file it is, by its tag: POD_NAMESPACE_CONTAINER-ID.log as the kubelet links it, with something behind it where it was rotated in its place,
-- or NAMESPACE_POD_UID.CONTAINER.0.log.TIME where it was rotated in the kubelet's own folder.
local function owner_of(tag)
  local rotated = settings.rotatedPrefix
  if sub(tag, 1, #rotated) == rotated then
    local namespace, pod, container = match(sub(tag, #rotated + 1), '^([^_]+)_([^_]+)_[^.]+%.([^.]+)%.%d+%.log%.')
    if namespace then return pod, namespace, container end
  end
  local name = sub(tag, #settings.tagPrefix + 1)
  name = match(name, '^(.*)%.log$') or match(name, '^(.*)%.log%.[^.]+$') or name
  local pod, namespace, container = match(name, '^([^_]+)_([^_]+)_(.+)%-%x+$')
  return pod, namespace, container or name
end

-- A line has one id under whichever name its file has when it is read: of a container, its time and its place.
local function file_of(tag)
  local pod, namespace, container = owner_of(tag)
  local id = '-' .. hash(table.concat({ node or '', namespace or '', pod or '', container }, '/')) .. '-'
  return { pod = pod, namespace = namespace, container = container, id = id, keys = {}, lines = 0, stdout = 'stdout ' .. tag, stderr = 'stderr ' .. tag }
end

-- What the API server says of the pod; nothing where it cannot be asked.
local function describe(file, kubernetes)
  local labels = kubernetes and kubernetes.labels or {}
  local pod = { namespace = file.namespace, labels = labels, annotations = kubernetes and kubernetes.annotations or {} }
  local name, kind
  if file.pod then name, kind = workload.of(file.pod, labels, kubernetes and kubernetes.ownerReferences) end
  if kubernetes == nil then name, kind = nil, nil end
  pod.workload, pod.workload_kind = name, kind
  file.excluded, file.known = route.excluded(settings, pod), kubernetes ~= nil
  file.document = {
    cluster = settings.cluster, node = node, namespace = file.namespace, pod = file.pod, container = file.container, source = 'container',
    workload = name, workload_kind = kind, queue = workload.queue(labels), labels = chosen_labels(labels), family = route.family(settings, schema.families, pod),
  }
  file.finish = reusable(file.document)
end

local MOST_FILES, ASK_AGAIN = 5000, 10000

local function known_file(tag, kubernetes)
  local file = files[tag]
  if not file then
    if file_count >= MOST_FILES then files, file_count = {}, 0 end
    file = file_of(tag)
    files[tag], file_count = file, file_count + 1
  end
  file.lines = file.lines + 1
  if not file.document or kubernetes and (not file.known or file.lines % ASK_AGAIN == 0) then describe(file, kubernetes) end
  return file
end

local function id_of(file, time, offset)
  return time .. file.id .. offset
end

-- The line of a container that a group of entries is.
local function line_of(group, separator)
  local first = group.entries[1]
  local texts, redactions = {}, 0
  for index, entry in ipairs(group.entries) do
    texts[index] = entry.text
    redactions = redactions + entry.redactions
  end
  return table.concat(texts, separator), first, redactions
end

local function finished(group)
  local stream, tag = match(group.key, '^(%a+) (.*)$')
  local file = known_file(tag, nil)
  local is_piece = group.kind == 'piece'
  local joined, first, redactions = line_of(group, is_piece and '' or '\n')
  local unparsed
  if is_piece then joined, redactions, unparsed = cleaned(joined, file.keys, stream) end
  if not joined then return DROP, 0, {} end
  return file.finish(joined, stream, seconds_of(first.time) or 0, first.offset, id_of(file, first.time, first.offset), redactions, unparsed)
end

-- Keeps a piece of a line that the runtime has cut, as it is too long for it; returns the whole line with its last piece.
local function piece(key, time, offset, said, is_last)
  local group = pieces.get(key)
  local entry = { key = key, time = time, offset = offset, kind = 'piece', redactions = 0, text = said }
  if not group then
    pieces.open(entry)
    return nil
  end
  pieces.append(group, entry)
  if not is_last and group.bytes < LONGEST then return nil end
  local whole, first = line_of(pieces.take(group), '')
  return whole, first.time, first.offset
end

-- True where the line is kept until others have come that belong to it.
local function waits(key, time, offset, said, redactions)
  local group = groups.get(key)
  if group then
    if join.goes_on(group, said) then
      groups.append(group, { key = key, time = time, offset = offset, kind = group.kind, redactions = redactions, text = said })
      return true
    end
    groups.close(group)
  end
  local kind = join.begins(said)
  if not kind or groups.full() then return false end
  groups.open { key = key, time = time, offset = offset, kind = kind, redactions = redactions, text = said }
  return true
end

-- A line that is none of a container runtime's.
local function of_file(file, raw, offset, timestamp)
  local said, redactions, unparsed = cleaned(raw, file.keys, 'raw')
  if not said then return DROP, 0, {} end
  return file.finish(said, nil, timestamp, offset, id_of(file, hash(raw), offset), redactions, unparsed)
end

local STREAMS = { [111] = 'stdout', [101] = 'stderr' }

-- A line as containerd and CRI-O write it: `TIME stdout F TEXT`.
local function of_container(tag, timestamp, record)
  local file = known_file(tag, record.kubernetes)
  if file.excluded then return DROP, 0, {} end
  local raw, offset = record.log, record.log_offset
  local space = find(raw, ' ', 1, true)
  local stream = space and byte(raw, space + 7) == 32 and STREAMS[byte(raw, space + 4)]
  local time = stream and sub(raw, 1, space - 1)
  local seconds = time and seconds_of(time)
  if not seconds then return of_file(file, raw, offset, timestamp) end
  local said, is_last = sub(raw, space + 10), byte(raw, space + 8) ~= 80
  local key = file[stream]
  if groups.has(key, offset, time) or pieces.has(key, offset, time) then return DROP, 0, {} end
  if not is_last or pieces.get(key) then
    said, time, offset = piece(key, time, offset, said, is_last)
    if not said then return DROP, 0, {} end
    seconds = seconds_of(time)
  end
  local shown, redactions, unparsed = cleaned(said, file.keys, stream)
  if not shown or waits(key, time, offset, shown, redactions) then return DROP, 0, {} end
  return file.finish(shown, stream, seconds, offset, id_of(file, time, offset), redactions, unparsed)
end

-- A record that came by OTLP, as the collector shaped it: the line as a program would have printed it, and whose it is in its tag.
local function of_otlp(tag, timestamp, record)
  local file = known_file(tag, record.kubernetes)
  if file.excluded then return DROP, 0, {} end
  local said, redactions, unparsed = cleaned(record.otlp, {}, 'otlp')
  if not said then return DROP, 0, {} end
  local document = file.document
  document.node = record.node
  if #file.container < 2 then document.container = nil end
  return file.finish(said, nil, timestamp, nil, record.uid, redactions, unparsed)
end

local of_node = {}

-- What finishes the lines of a source of the node: the kubelet, containerd, the kernel.
local function node_source(source)
  local made = of_node[source]
  if not made then
    made = { keys = {}, finish = reusable { cluster = settings.cluster, node = node, source = source, family = 'ml-system' } }
    of_node[source] = made
  end
  return made
end

-- An entry of the journal of the node.
local function of_journal(timestamp, record)
  local source = record._TRANSPORT == 'kernel' and 'kernel' or schema.units[record._SYSTEMD_UNIT or ''] or 'kubelet'
  local from = node_source(source)
  local said = record.MESSAGE or ''
  local shown, redactions, unparsed = cleaned(said, from.keys, source)
  if not shown then return DROP, 0, {} end
  local id = format('%.6f-%s-%s', timestamp, hash(node or ''), hash((record._PID or '') .. (record._SOURCE_MONOTONIC_TIMESTAMP or '') .. said))
  local code, seconds, document = from.finish(shown, nil, timestamp, nil, id, redactions, unparsed)
  document.logger = record._SYSTEMD_UNIT or record.SYSLOG_IDENTIFIER
  document.xid, document.pci_bus_id = nil, nil
  if source == 'kernel' then
    document.severity = severity.of_priority(record.PRIORITY)
    local is_error = document.severity == 'error' or document.severity == 'fatal'
    document.error_pattern = is_error and pattern.of(shown) or nil
    facts.of_kernel(shown, function(field, value) document[field] = value end)
  end
  return code, seconds, document
end

local last_tick = 0

-- A record that comes each second, many times over: brings out the lines that wait for no more, one at a time.
local function of_clock(timestamp)
  if timestamp - last_tick > 0.5 then
    last_tick = timestamp
    groups.tick()
    pieces.tick()
  end
  local group = groups.ready() or pieces.ready()
  if not group then return DROP, 0, {} end
  return finished(group)
end

-- What is counted, for the filters that make metrics of it; as text, as these look for a pattern in it.
local function of_counts(timestamp)
  local records = { { failures = format('%d', failures) } }
  for namespace, count in pairs(redacted) do records[#records + 1] = { namespace = namespace, redactions = format('%d', count) } end
  return TAKE, timestamp, records
end

local function answer(tag, timestamp, record)
  if record.log_offset then return of_container(tag, timestamp, record) end
  if record.otlp then return of_otlp(tag, timestamp, record) end
  if tag == 'log.clock' then return of_clock(timestamp) end
  if tag == 'log.counts' then return of_counts(timestamp) end
  return of_journal(timestamp, record)
end

-- Called by Fluent Bit. A line that makes this script fail goes on without what it says: it may hold a secret.
function collect(tag, timestamp, record)
  local done, code, seconds, document = pcall(answer, tag, timestamp, record)
  if done then return code, seconds, document end
  failures = failures + 1
  return TAKE, timestamp, {
    cluster = settings.cluster, node = node, family = 'ml-system', source = 'container', severity = 'error', unparsed = 'failure', logger = 'fluent-bit',
    message = 'A line could not be read, and is left out: ' .. tostring(code), log_offset = record.log_offset, id = format('%.6f-%s', timestamp, hash(tag .. tostring(record.log_offset))),
  }
end
{{- end }}

{{/*
facts.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.facts.lua" -}}
-- Numbers that lines of plain text state, for the fields of the schema.
local find, match = string.find, string.match

local facts = {}

local NUMBER = '([%+%-]?%d[%d%.]*[eE]?[%+%-]?%d*)'

local function number(text, name)
  local at = find(text, name, 1, true)
  if not at or find(text, '^[%w_]', at - 1) and at > 1 then return nil end
  return tonumber((match(text, '^["\']?[ =:]+' .. NUMBER, at + #name)))
end

-- Sets what a line of a training says of itself: `[rank3]: …` (PyTorch), `{'loss': 1.87, 'epoch': 2}`, `step=120 loss=1.87`.
function facts.of_training(text, set)
  local rank = match(text, '^%[rank(%d+)%]')
  if rank then set('rank', tonumber(rank)) end
  if not find(text, 'loss', 1, true) then return end
  set('loss', number(text, 'loss'))
  set('step', number(text, 'step'))
  set('epoch', number(text, 'epoch'))
  set('learning_rate', number(text, 'learning_rate') or number(text, 'lr'))
  set('grad_norm', number(text, 'grad_norm'))
end

-- Sets the number and device of an error that NVIDIA's driver tells the kernel: `NVRM: Xid (PCI:0000:65:00): 79, …`.
function facts.of_kernel(text, set)
  local device, xid = match(text, 'NVRM: Xid %(PCI:([%x:%.]+)%): (%d+)')
  if not xid then return end
  set('xid', tonumber(xid))
  set('pci_bus_id', device)
end

return facts
{{- end }}

{{/*
join.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.join.lua" -}}
-- Puts lines together that belong together: the pieces of a long line, and what a program prints over several lines.
-- What waits for its end is kept on the node as well, so that the end of this process loses none of it.
local byte, find, match, sub = string.byte, string.find, string.match, string.sub

local join = {}

local MOST_LINES, MOST_BYTES, MOST_WAITING = 1000, 524288, 2000
-- In the journal: the group that was open is complete.
local CLOSED = 'closed'

-- How a group begins, and what goes on with it; `last` ends it.
local GROUPS = {
  python = {
    goes_on = function(text, group)
      if find(text, '^Traceback %(most recent call last%)') then
        local chained = group.chained or group.count == 0
        group.chained, group.ended = false, false
        return chained
      end
      if find(text, '^[ \t]') or text == '' then return true end
      if find(text, '^During handling of the above exception') or find(text, '^The above exception was the direct cause') then
        group.chained = true
        return true
      end
      if group.ended then return false end
      -- The line that names the exception, behind which only a chained one follows.
      group.ended = find(text, '^[%a_][%w_%.]*') ~= nil
      return group.ended
    end,
  },
  java = {
    goes_on = function(text)
      return find(text, '^%s+at ') or find(text, '^%s*Caused by: ') or find(text, '^%s+Suppressed: ') or find(text, '^%s+%.%.%. %d+ ')
    end,
  },
  go = {
    goes_on = function(text)
      return text == '' or find(text, '^goroutine %d+ ') or find(text, '^%s') or byte(text, #text) == 41 and find(text, '^[%w_%./%*%(%)%-]+%(') or find(text, '^created by ')
        or find(text, '^%[signal ') or find(text, '^exit status ') or find(text, '^panic: ')
    end,
  },
  -- The summary of torchrun: a block between two lines of signs.
  torchrun = {
    goes_on = function(text, group)
      if group.ended then return false end
      if find(text, '^====') and group.count > 1 then group.ended = true end
      return true
    end,
  },
  -- Frames below a message of NCCL or of the process group's watchdog.
  frames = {
    goes_on = function(text) return find(text, '^frame #%d+') or find(text, '^Exception raised from ') or text == '' end,
  },
}

-- The prefix that PyTorch and torchrun put before each line of a rank.
local function without_rank(text)
  return match(text, '^%[[%a_]*%d+%]: ?(.*)$') or text
end

local function kind_of(text)
  local first = byte(text, 1)
  if first == 84 and find(text, '^Traceback %(most recent call last%)') then return 'python' end
  if first == 112 and find(text, '^panic: ') or first == 102 and find(text, '^fatal error: ') then return 'go' end
  if first == 61 and find(text, '^=====') then return 'torchrun' end
  if first == 69 and find(text, '^Exception raised from ') then return 'frames' end
  if find(text, 'xception', 1, true) and find(text, '^[%w_%.%$]+%.[%w_%$]*Exception[:%s]*') then return 'java' end
  if find(text, 'Error', 1, true) and find(text, '^[%l%d_%.]+%.[%w_%$]*Error:? ') then return 'java' end
  if find(text, '^Exception in thread ') then return 'java' end
end

-- The kind of group that a line begins, or nil for one that stands alone.
function join.begins(text)
  local first = byte(text, 1)
  if first == 91 then return kind_of(without_rank(text)) end
  if first == 123 or first == 32 then return nil end
  return kind_of(text)
end

-- group: { kind, lines, count, bytes, … }
function join.goes_on(group, text)
  if group.count >= MOST_LINES or group.bytes + #text > MOST_BYTES then return false end
  return GROUPS[group.kind].goes_on(without_rank(text), group) and true or false
end

-- A journal on the node of what waits: each entry is a head of fixed words, and the bytes of the line.
local Journal = {}
Journal.__index = Journal

local function journal(path)
  return setmetatable({ path = path, file = path and io.open(path, 'ab') or nil }, Journal)
end

function Journal:add(entry)
  if not self.file then return end
  self.file:write(entry.key, '\t', entry.time, '\t', entry.offset, '\t', entry.kind, '\t', entry.redactions, '\t', #entry.text, '\n', entry.text, '\n')
  self.file:flush()
end

function Journal:rewrite(entries)
  if not self.path then return end
  if self.file then self.file:close() end
  local fresh = io.open(self.path .. '.new', 'wb')
  if fresh then
    self.file = fresh
    for _, entry in ipairs(entries) do self:add(entry) end
    fresh:close()
    os.rename(self.path .. '.new', self.path)
  end
  self.file = io.open(self.path, 'ab')
end

local function entries_of(path)
  local file = path and io.open(path, 'rb')
  local content = file and file:read('*a') or ''
  if file then file:close() end
  local entries, at = {}, 1
  while true do
    local key, time, offset, kind, redactions, size, from = match(content, '^([^\t\n]*)\t([^\t\n]*)\t(%d+)\t(%a+)\t(%d+)\t(%d+)\n()', at)
    size = tonumber(size)
    -- The last entry may be cut off.
    if not key or from + size > #content then return entries end
    entries[#entries + 1] = { key = key, time = time, offset = tonumber(offset), kind = kind, redactions = tonumber(redactions), text = sub(content, from, from + size - 1) }
    at = from + size + 1
  end
end

-- Groups by the stream that they are of. `path`: where they are kept as well; nil keeps them in memory only.
function join.groups(path)
  local groups, ready, waiting = {}, {}, 0
  local self = {}

  local function append(group, entry)
    group.entries[#group.entries + 1] = entry
    group.count, group.bytes, group.age = group.count + 1, group.bytes + #entry.text, 0
  end

  local function open(entry)
    local group = { kind = entry.kind, key = entry.key, entries = {}, count = 0, bytes = 0, age = 0 }
    groups[entry.key], waiting = group, waiting + 1
    append(group, entry)
    return group
  end

  local function take(group)
    groups[group.key], waiting = nil, waiting - 1
    return group
  end

  -- What the process before had, and where it was in the files: their lines may come again.
  local restored = {}
  for _, entry in ipairs(entries_of(path)) do
    local group = groups[entry.key]
    if entry.kind == CLOSED then
      if group then ready[#ready + 1] = take(group) end
    else
      if group then
        if GROUPS[group.kind] then GROUPS[group.kind].goes_on(without_rank(entry.text), group) end
        append(group, entry)
      else
        open(entry)
        restored[entry.key] = restored[entry.key] or {}
        table.insert(restored[entry.key], { first = entry.offset })
      end
      local range = restored[entry.key][#restored[entry.key]]
      range.last, range.time = entry.offset, entry.time
    end
  end
  local held = journal(path)
  local changed = next(groups) ~= nil or #ready > 0

  local function add(entry)
    held:add(entry)
    changed = true
  end

  local function closed(group)
    return { key = group.key, time = '', offset = 0, kind = CLOSED, redactions = 0, text = '' }
  end

  -- True where the process before had this line, which waits still or is stored.
  function self.has(key, offset, time)
    local ranges = restored[key]
    if not ranges then return false end
    for _, range in ipairs(ranges) do
      if offset >= range.first and offset <= range.last and time <= range.time then return true end
    end
    if offset > ranges[#ranges].last then restored[key] = nil end
    return false
  end

  function self.get(key) return groups[key] end

  function self.full() return waiting >= MOST_WAITING end

  function self.open(entry)
    add(entry)
    open(entry)
  end

  function self.append(group, entry)
    add(entry)
    append(group, entry)
  end

  -- Takes a group away, which is complete and goes out at once.
  function self.take(group)
    add(closed(group))
    return take(group)
  end

  -- Puts a group among those that are complete.
  function self.close(group)
    ready[#ready + 1] = self.take(group)
  end

  -- The next group that is complete, or nil.
  function self.ready() return table.remove(ready, 1) end

  -- Writes down what is not given on yet, and forgets the rest.
  local function save()
    if not changed then return end
    local entries = {}
    local function keep(group)
      for _, entry in ipairs(group.entries) do entries[#entries + 1] = entry end
    end
    for _, group in ipairs(ready) do
      keep(group)
      entries[#entries + 1] = closed(group)
    end
    for _, group in pairs(groups) do keep(group) end
    held:rewrite(entries)
    changed = #entries > 0
  end
  -- The last entry of the process before may be cut off.
  save()

  -- Called once a second, when all that was given on before is in the buffer on the disk. What nothing was added to for a
  -- second is complete.
  function self.tick()
    save()
    for _, group in pairs(groups) do
      group.age = group.age + 1
      if group.age > 1 then self.close(group) end
    end
  end

  return self
end

return join
{{- end }}

{{/*
json.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.json.lua" -}}
-- Reads JSON as programs log it: also the dictionaries that Python prints, NaN and Infinity. What is deeper than eight levels
-- stays the text that it is, so that no line can exhaust the stack.
local byte, find, gsub, match, sub = string.byte, string.find, string.gsub, string.match, string.sub

local json = {}

local DEEPEST = 8
local ESCAPES = { n = '\n', t = '\t', r = '\r', b = '\b', f = '\f' }

local function utf8(code)
  local char, floor = string.char, math.floor
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xC0 + floor(code / 64), 0x80 + code % 64) end
  if code < 0x10000 then return char(0xE0 + floor(code / 4096), 0x80 + floor(code / 64) % 64, 0x80 + code % 64) end
  return char(0xF0 + floor(code / 262144), 0x80 + floor(code / 4096) % 64, 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
end

local function unescape(text)
  if not find(text, '\\', 1, true) then return text end
  text = gsub(text, '\\u([dD][89aAbB]%x%x)\\u([dD][c-fC-F]%x%x)', function(high, low)
    return utf8(0x10000 + (tonumber(high, 16) - 0xD800) * 1024 + tonumber(low, 16) - 0xDC00)
  end)
  text = gsub(text, '\\u(%x%x%x%x)', function(digits)
    local code = tonumber(digits, 16)
    return code >= 0xD800 and code < 0xE000 and '\239\191\189' or code == 92 and '\\\\' or utf8(code)
  end)
  return (gsub(text, '\\(.)', function(letter) return ESCAPES[letter] or letter end))
end

local function skip(text, at)
  return match(text, '^[ \t\r\n]*()', at)
end

-- The text between quotes, and the place behind them.
local function string_at(text, at)
  local quote = sub(text, at, at)
  local from = at + 1
  while true do
    local stop = find(text, quote, from, true)
    if not stop then return nil end
    local escapes = 0
    while byte(text, stop - 1 - escapes) == 92 do escapes = escapes + 1 end
    if escapes % 2 == 0 then return unescape(sub(text, at + 1, stop - 1)), stop + 1 end
    from = stop + 1
  end
end

local WORDS = { ['true'] = true, ['True'] = true, ['false'] = false, ['False'] = false }

local function word_at(text, at)
  local word, stop = match(text, '^([%w%+%-%.]+)()', at)
  if not word then return nil end
  if WORDS[word] ~= nil then return WORDS[word], stop end
  if word == 'null' or word == 'None' then return nil, stop end
  local number = find(word, '^%-?%d') and tonumber(word)
  -- More digits than a double holds, and what is no finite number, stay as they are written.
  if number and (#word <= 15 or find(word, '[%.eE]')) and number - number == 0 then return number, stop end
  if number or find(word, '^[%+%-]?[nN]a[nN]$') or find(word, '^[%+%-]?[iI]nf') then return word, stop end
end

local value_at

-- Everything up to the bracket that closes this one, unread.
local function text_at(text, at)
  local depth, from = 0, at
  while true do
    local place = find(text, '[%[%]{}"]', from)
    if not place then return nil end
    local sign = byte(text, place)
    if sign == 34 then
      local _, stop = string_at(text, place)
      if not stop then return nil end
      from = stop
    else
      depth = depth + ((sign == 91 or sign == 123) and 1 or -1)
      if depth == 0 then return sub(text, at, place), place + 1 end
      from = place + 1
    end
  end
end

local function object_at(text, at, depth)
  local object, key, value = {}, nil, nil
  at = skip(text, at + 1)
  if byte(text, at) == 125 then return object, at + 1 end
  while true do
    local quote = byte(text, at)
    if quote ~= 34 and quote ~= 39 then return nil end
    key, at = string_at(text, at)
    at = at and match(text, '^[ \t\r\n]*:[ \t\r\n]*()', at)
    if not at then return nil end
    value, at = value_at(text, at, depth)
    if not at then return nil end
    object[key] = value
    at = skip(text, at)
    local sign = byte(text, at)
    if sign == 125 then return object, at + 1 end
    if sign ~= 44 then return nil end
    at = skip(text, at + 1)
  end
end

local function array_at(text, at, depth)
  local array, count, value = {}, 0, nil
  at = skip(text, at + 1)
  if byte(text, at) == 93 then return array, at + 1 end
  while true do
    value, at = value_at(text, at, depth)
    if not at then return nil end
    count = count + 1
    array[count] = value == nil and 'null' or value
    at = skip(text, at)
    local sign = byte(text, at)
    if sign == 93 then return array, at + 1 end
    if sign ~= 44 then return nil end
    at = skip(text, at + 1)
  end
end

function value_at(text, at, depth)
  local sign = byte(text, at)
  if sign == 34 or sign == 39 then return string_at(text, at) end
  if sign ~= 123 and sign ~= 91 then return word_at(text, at) end
  if depth == DEEPEST then return text_at(text, at) end
  if sign == 123 then return object_at(text, at, depth + 1) end
  return array_at(text, at, depth + 1)
end

-- The object that the text is, or nil where it is none.
function json.object(text)
  local at = skip(text, 1)
  if byte(text, at) ~= 123 then return nil end
  local object, stop = object_at(text, at, 1)
  if object and skip(text, stop) > #text then return object end
end

return json
{{- end }}

{{/*
named.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.named.lua" -}}
-- Secrets that stand behind a name: `password=…`, `"apiKey": "…"`, `--token …`, `Authorization: …`, `Cookie: …`.
local byte, find, lower, match, sub = string.byte, string.find, string.lower, string.match, string.sub

local named = {}

local function set(words)
  local made = {}
  for word in words:gmatch('%S+') do made[word] = true end
  return made
end

-- Parts of a name from which it is looked at.
named.triggers = { 'dockerconfigjson', 'pass', 'pw', 'secret', 'token', 'key', 'cred', 'auth', 'cookie', 'sig', 'sessi' }

-- What the last word of a name says of the value. A `password` may be anything; a `key` is no path and no number; a `token`
-- neither, nor a single sign; `pass` may count what has passed, unless it is quoted; an `authorization` begins with a scheme;
-- a `cookie` goes to the end of its line.
local NOUNS = {
  password = 'password', passwords = 'token', passwd = 'password', passphrase = 'password', passcode = 'password', pwd = 'password', pw = 'password',
  secret = 'password', secrets = 'token', credential = 'token', credentials = 'token', token = 'token',
  authorization = 'authorization', auth = 'auth', cookie = 'cookie', pass = 'pass', sessionid = 'session', sessid = 'session',
}
-- A `key` is secret where the word before it says what it opens, as are `tokens`.
local OPENS = set [[
  access account admin api app auth client consumer deploy encryption functions hmac integration license licence management
  fernet master private sas secret security service session shared signing ssh storage subscription unseal webhook
  wandb openai anthropic azure gcp google aws hf huggingface github gitlab cohere kaggle mistral datadog dd newrelic sendgrid stripe
  twilio slack discord comet neptune mlflow ngc nvidia nvapi together groq replicate]]
local TOKENS = set 'access auth api bearer refresh id bot session'
-- Names that are written as one word.
local ENDINGS = {
  { 'password', 'password' }, { 'passwd', 'password' }, { 'passphrase', 'password' }, { 'clientsecret', 'password' }, { 'secretkey', 'key' },
  { 'apikey', 'key' }, { 'accesskey', 'key' }, { 'privatekey', 'key' }, { 'accountkey', 'key' }, { 'sharedkey', 'key' },
  { 'authkey', 'key' }, { 'masterkey', 'key' }, { 'encryptionkey', 'key' }, { 'signingkey', 'key' },
  { 'authtoken', 'token' }, { 'accesstoken', 'token' }, { 'apitoken', 'token' }, { 'refreshtoken', 'token' }, { 'sessiontoken', 'token' },
  { 'bearertoken', 'token' }, { 'securitytoken', 'token' }, { 'dbpass', 'password' }, { 'userpass', 'password' }, { 'rootpass', 'password' },
  { 'storepass', 'password' }, { 'keypass', 'password' }, { 'smtppass', 'password' }, { 'adminpass', 'password' }, { 'sshpass', 'password' }, { 'requirepass', 'password' }, { 'bindpw', 'password' },
  { 'sessionid', 'session' }, { 'sessid', 'session' },
}
-- Words before `pass` and `token` with which these are no secrets: of a program's passes, and of a language model's tokens.
local PASSES = set 'forward backward first second third one two single multi num low high band render final next dry optimization compiler graph test tests all by bi com'
local MODEL_TOKENS = set [[
  eos bos pad unk sep cls mask special stop next last first prev previous start end max min num new prompt completion output
  input image audio video text sub word draft generated accepted per time a the each current decoder forced suppress begin
  beginning sequence speech assistant tool think reasoning delimiter placeholder csrfmiddleware unexpected expected invalid
  illegal unknown bad missing page continuation pagination cancellation design]]
-- Words behind the noun that leave it a secret.
local AFTER = set [[
  value val prod production dev development staging stage test qa live old new current previous prev main primary secondary
  backup default plain plaintext raw text string str decoded base64 b64 encoded bedrock eu us]]

-- `awsSecretAccessKey` → aws secret access key
local function words_of(name)
  local words = {}
  local spaced = name:gsub('(%l%d*)(%u)', '%1 %2'):gsub('(%u)(%u%l)', '%1 %2')
  for word in spaced:gmatch('%w+') do words[#words + 1] = lower(word) end
  return words
end

local function noun_of(words, at)
  local last, before = words[at], words[at - 1]
  local bare = match(last, '^(%a+)%d*$') or last
  if bare == 'key' or bare == 'keys' then return before and OPENS[before] and 'key' or nil end
  if bare == 'tokens' then return before and TOKENS[before] and 'token' or nil end
  if bare == 'pass' then
    if not before then return 'pass' end
    return not PASSES[before] and 'password' or nil
  end
  if bare == 'token' then return not (before and MODEL_TOKENS[before]) and 'token' or nil end
  if bare == 'signature' then return (before == 'amz' or before == 'goog') and 'password' or nil end
  if bare == 'cookie' then return (at == 1 or before == 'set' or before == 'http') and 'cookie' or nil end
  if NOUNS[bare] then return NOUNS[bare] end
  for _, ending in ipairs(ENDINGS) do
    if #bare > #ending[1] and sub(bare, -#ending[1]) == ending[1] then return ending[2] end
    if bare == ending[1] then return ending[2] end
  end
end

local function decide(name)
  local words = words_of(name)
  for at = #words, 1, -1 do
    local noun = noun_of(words, at)
    if noun then return noun end
    if not (AFTER[words[at]] or match(words[at], '^v?%d+$')) then return nil end
  end
end

-- Names of the user, in lower case; and what is known of others, as programs write the same names again and again.
local chosen, known, count = { rediscli_auth = 'password', dockerconfigjson = 'password', ['.dockerconfigjson'] = 'password' }, {}, 0
function named.also(name) chosen[lower(name)] = 'password' end

local function noun(name)
  local answer = known[name]
  if answer == nil then
    if count > 2000 then known, count = {}, 0 end
    answer = chosen[lower(name)] or decide(name) or false
    known[name], count = answer, count + 1
  end
  return answer
end

local NAME = {}
for letter = 0, 255 do
  NAME[letter] = find(string.char(letter), '[%w_%-%.]') ~= nil
end
local LONGEST_NAME = 80

local function ends_of_name(text, first, last)
  local from, to = first, last
  while from > 1 and last - from < LONGEST_NAME and NAME[byte(text, from - 1)] do from = from - 1 end
  while NAME[byte(text, to + 1)] and to - first < LONGEST_NAME do to = to + 1 end
  return from, to
end

-- `Secret Access Key: …`: a name of several words.
local function phrase(text, from, to)
  local last = lower(sub(text, from, to))
  if last ~= 'key' and last ~= 'token' then return nil end
  local before = match(sub(text, from < 40 and 1 or from - 40, from - 1), '([%a ]+) $')
  return before and noun((match(before, '(%a+ %a+)$') or match(before, '(%a+)$') or '') .. ' ' .. last) or nil
end

local PROSE = set [[
  required missing empty invalid expired valid unset set not is was has must the a an ok failed changed updated hidden masked
  redacted removed provided given found optional disabled enabled incorrect wrong mismatch rejected accepted denied granted
  successful success error unauthorized authenticated enter too does do did cannot can will should could need needs default
  iam anonymous environment env file static instance profile loading using none rotated refreshed loaded created deleted verified from for to and or]]
local EMPTY = set 'none null nil undefined true false yes no on off str string int bool bytes any object secretstr n/a na'
local SCHEMES = set 'bearer basic token negotiate digest ntlm apikey api-key aws aws4-hmac-sha256 oauth key sharedkey hawk splunk'
local AUTHS = set 'basic digest ntlm kerberos oauth oauth2 iam token bearer tls mtls ssl login plain md5 scram-sha-256 trust peer sasl jwt oidc ldap saml aws gcp azure default system'

-- What says nothing: no value, a mask, a place for a value, a type.
local LONGEST_HARMLESS = 1024
local function harmless(kind, value, in_prose)
  if value == '' then return true end
  -- What is harmless is looked through again for names within it, so it has to be short.
  if #value > LONGEST_HARMLESS then return false end
  local lowered = lower(value)
  if EMPTY[lowered] or find(value, '^[%*xX%.%-_•]+$') or find(value, '^%[?[<%[{(]') or find(lowered, 'redacted', 1, true) or find(value, '%*%*%*%*') then return true end
  if find(value, '^%u%l+%[') or find(value, '^%${') or find(value, '^%$%(') or find(value, '^%$[%a_][%w_]*$') or find(value, '^%%[%(sdrv{]') or find(value, '^%%[%a_]+%%$') or find(value, '^[%a_]*[Ss]ecretStr%(') then return true end
  if in_prose and PROSE[lowered] then return true end
  if kind == 'password' then return false end
  if kind == 'key' then return #value < 4 or find(value, '^[%d%.]+$') or find(value, '^[~%.]?%.?/[%w_%.%-]+/') end
  if find(value, '^[%+%-]?[%d%.,]+[%a%%/]*$') and not find(value, '%d%a+%d') or #value < 4 or find(value, '^</?[%w|]+>$') or find(value, '^[%p]+$') then return true end
  if kind == 'pass' and in_prose then return not find(value, '%d') end
  if kind == 'session' then return #value < 16 end
  if kind == 'auth' then return AUTHS[lowered] or not find(value, ':', 1, true) and not (#value >= 16 and find(value, '%d')) end
  return false
end

-- The place of the last byte before the quote that closes what this one (`"`, `\"`, `\\\"`) opens.
local function quoted(text, from, opening)
  local at = from
  while true do
    local first, last = find(text, opening, at, true)
    if not first then
      local line = find(text, '[\r\n]', from)
      return (line or #text + 1) - 1
    end
    if byte(text, first - 1) ~= 92 then return first - 1 end
    if #opening == 1 then
      local escapes = match(sub(text, first - 8 < from and from or first - 8, first - 1), '\\*$')
      if #escapes % 2 == 0 then return first - 1 end
    end
    at = last + 1
  end
end

-- A value without quotes ends at white space or a quote, and at a separator that has a name, white space or nothing behind it.
local function bare(text, from)
  local at = from
  while true do
    local stop = find(text, '[%s"\'`,;&|<>)%]}\\]', at)
    if not stop then return #text end
    local sign = byte(text, stop)
    local separates = sign == 44 or sign == 59 or sign == 38 or sign == 124 or sign == 41 or sign == 93 or sign == 125
    if not separates or find(text, '^[%s"\'`,;&|)%]}\\]', stop + 1) or stop == #text or find(text, '^[%w_%-%.]+[=:]', stop + 1) then return stop - 1 end
    at = stop + 1
  end
end

local function line_end(text, from)
  return (find(text, '[\r\n]', from) or #text + 1) - 1
end

-- The credential behind the scheme of an Authorization header; `limit` is where its quote closes.
local function credential(text, from, limit)
  local scheme, at = match(text, '^([%w%-]+)[%s=:]+()', from)
  if not scheme then scheme, at = match(text, '^(%a+)%%20()', from) end
  if scheme and SCHEMES[lower(scheme)] and at <= (limit or #text) then
    if lower(scheme) == 'digest' or find(lower(scheme), '^aws4') then return at, limit or line_end(text, at) end
    return at, limit or bare(text, at)
  end
  return from, limit or bare(text, from)
end

local OBJECTS = set 'self cls this args opts options flags params kwargs config conf cfg settings os env process request ctx app credentials secrets values data'

-- Code in the place of a value, as the lines of a traceback have it: `getpass()`, `os.environ["X"]`, `tokens[0]`.
local LONGEST_CODE = 160
local function is_code(text, from)
  local ahead = sub(text, from, from + LONGEST_CODE)
  return find(ahead, '^[%l_][%l%d_%.]*%b()') or find(ahead, '^[%l_][%w_%.]*%[["\']') or find(ahead, '^[%l_]+%[%d+%]')
end

-- `args.password`, `settings.API_KEY`
local function is_attribute(value)
  if #value > LONGEST_CODE then return false end
  local object = match(value, '^([%a_][%w_]*)%.[%w_%.]*$')
  local last = object and match(value, '^.*%.%d*([%a_][%w_]*)$')
  return last and (OBJECTS[object] or noun(last))
end

local function value_at(text, kind, from, in_prose)
  local at, opening, first = match(text, '^()[bBrRuUfF]?[bBrR]?(\\*["\'`])()', from)
  if not opening then
    if kind == 'cookie' then return from, line_end(text, from) end
    if kind == 'authorization' then
      local start, stop = credential(text, from)
      if harmless('token', sub(text, start, stop), true) then return nil end
      return start, stop
    end
    -- A key in PEM is more than one word: redact.lua knows its end.
    if find(text, '^%-%-%-%-%-BEGIN', from) or is_code(text, from) then return nil end
    local stop = bare(text, from)
    local value = sub(text, from, stop)
    if is_attribute(value) then return nil end
    -- A sentence goes on.
    if in_prose and find(value, '^%l+$') and find(text, '^ %l+ %l+', stop + 1) then return nil end
    if in_prose and find(value, '[%.:!]$') and PROSE[lower(sub(value, 1, -2))] then return nil end
    if harmless(kind, value, in_prose) then return nil end
    return from, stop
  end
  local stop = quoted(text, first, opening)
  if kind == 'authorization' then
    local start = credential(text, first, stop)
    return start, stop
  end
  if kind == 'cookie' or kind == 'pass' then kind = 'password' end
  if harmless(kind, sub(text, first, stop), false) then return nil end
  return first, stop
end

local VALUE = '\\*["\']?[vV]alu?e?\\*["\']?[ \t]*[:=][ \t]*()'

-- `password [INFO]: …`; a bracket that closes late, or never, is none.
local LONGEST_BRACKET = 256
local function bracketed(text, from)
  local at = match(sub(text, from, from + LONGEST_BRACKET), '^ %[[^%]\n]*%][ \t]*[:=][ \t]*()')
  return at and from + at - 1
end

-- Other ways to give a value to a name: in an address, as the element of a document, as a variable of a container.
local function elsewhere(text, from, to)
  local at = match(text, '^%%3[DdAa]()', to + 1) or match(text, '^[ \t]*%->[ \t]*()', to + 1)
    or byte(text, from - 1) == 60 and match(text, '^>()[^<]*</', to + 1)
    or bracketed(text, to + 1)
    or match(text, '^\\*["\']?[%s,]+' .. VALUE, to + 1) or match(text, '^\\*["\']?[%s,]*\\n[%s,]+' .. VALUE, to + 1)
  return at and '=', at
end

-- True where the name is that of a token of a language model: `next token`.
local function is_of_model(text, from)
  return MODEL_TOKENS[lower(match(sub(text, from < 20 and 1 or from - 20, from - 1), '(%a+) $') or '')]
end

-- The secret behind a name that holds the word from `first` to `last`: its first and last byte; or nil and the end of the name.
function named.find(text, first, last)
  local from, to = ends_of_name(text, first, last)
  local quote, sign, at = match(text, '^(\\*["\'`]?%]?)[ \t]*([:=]+>?)[ \t]*%[?()', to + 1)
  if not at then quote, sign, at = '', elsewhere(text, from, to) end
  if not at then return named.option(text, from, to) end
  local name = sub(text, from, to)
  local kind = noun(name)
  -- `*v1.Secret: …` of Kubernetes, `arn:aws:secretsmanager:…:secret:…`
  if sign == ':' and (find(text, '^%*v%d', from - 1) or byte(text, from - 1) == 58 and find(sub(text, from < 80 and 1 or from - 80, from), 'arn:', 1, true)) then return nil end
  if sign == ':' and find(text, '^[^%s"\'\\]', at) and byte(text, to + 1) == 58 and find(text, '^://', to + 1) then return nil end
  if not kind or kind == 'token' and #name == 5 then kind = phrase(text, from, to) or kind end
  if lower(name) == 'sig' or lower(name) == 'signature' then kind = find(text, '^[?&]', from - 1) and from > 1 and 'password' end
  if not kind then return nil end
  if lower(name) == 'pwd' and find(text, '^[/~%.]', at) or find(lower(name), '^oldpwd') then return nil end
  local in_prose = sign == ':' and quote == ''
  if kind == 'token' and in_prose and is_of_model(text, from) then return nil end
  local start, stop = value_at(text, kind, at, in_prose)
  if start and stop >= start then return start, stop end
end

local PASSWORDS = set 'password passwd passphrase'
-- Words behind `password` that have digits and are none.
local ALGORITHMS = set 'sha md bcrypt pbkdf base utf oauth http argon scram ipv aes rsa v version step level rule line attempt'

-- Where a sentence says what it is: `is x1`, `for bob is 'x'`; of a password also `to x1`, `for bob: x1`.
local function said_at(text, name, to)
  local at = match(text, '^ is:? ()%S', to + 1) or match(text, '^ was ()%S', to + 1) or match(text, '^ set to ()%S', to + 1)
    or match(text, '^ for %S+ is:? ()%S', to + 1) or match(text, '^ for %S+ %S+ is:? ()%S', to + 1)
  if at or not PASSWORDS[lower(name)] then return at end
  return match(text, '^ to ()%S', to + 1) or match(text, '^ for [%w%._@%-]+: ()%S', to + 1)
end

-- True for what has letters and digits, and names no algorithm.
local function is_no_word(value)
  return find(value, '%d') and find(value, '%a') and (#value >= 12 or not find(value, '^%d+%a+$')) and not ALGORITHMS[match(lower(value), '^%a+')]
end

-- Without a sign between them: `--password x`, `["--password", "x"]`, `PASSWORD 'x'`, `login me password x`, `the password is x1`.
function named.option(text, from, to)
  local name = sub(text, from, to)
  local plain = match(name, '^%-+(.*)')
  local kind = noun(plain or name) or phrase(text, from, to)
  if not kind then return nil end
  local at
  if kind == 'authorization' or kind == 'cookie' or find(name, '^[xX]%-') then
    at = match(text, '^["\'],[ \t]*()[bB]?["\']', to + 1)
    if at then return value_at(text, kind, at, false) end
  end
  if plain and #plain > 1 then
    at = match(text, '^[ \t]+()[^%-%s]', to + 1) or match(text, '^["\'],[ \t]*()["\']', to + 1)
    if not at then return nil end
    return value_at(text, kind, at, false)
  end
  if name == 'requirepass' then return value_at(text, 'password', match(text, '^%s+()%S', to + 1) or to + 1, false) end
  -- A name, a space, and what no word looks like.
  local said = (kind ~= 'pass' and kind ~= 'auth' and kind ~= 'session') and match(text, '^[ \t]+["\'`]?()[%w+/_=]+', to + 1)
  if said then
    local stop = bare(text, said)
    local value = sub(text, said, stop)
    if #value >= 20 and not find(value, '[^%w+/_=]') and find(value, '%d') and find(value, '%a') and not find(value, '^%l+_') then return said, stop end
  end
  if find(name, '[%-_]') and match(text, '^ ["\'][^"\'%s]*%d[^"\'%s]*["\']', to + 1) then return value_at(text, kind, to + 2, false) end
  if kind ~= 'password' and kind ~= 'token' and kind ~= 'key' then return nil end
  local stated = said_at(text, name, to)
  if stated and not (find(text, '^["\'`]', stated) or is_no_word(sub(text, stated, bare(text, stated)))) then stated = nil end
  if kind ~= 'password' then
    local value = stated and match(text, '^[%w%._~%+/=%-]+', stated)
    if value and #value >= 8 and not find(value, '^0x') and not is_of_model(text, from) then return stated, stated + #value - 1 end
    return nil
  end
  local next_word = (PASSWORDS[lower(name)] or find(name, '^%u[%u%d_]*_[%u%d_]+$')) and match(text, '^ ([%w!@#$%%^&*_%-]+)', to + 1)
  if next_word and #next_word >= 6 and is_no_word(next_word) and not find(next_word, '^%d+%a+$') then return to + 2, to + 1 + #next_word end
  at = match(text, '^ (\')', to + 1) and to + 2
  if at then
    local start, stop = value_at(text, kind, at, false)
    if start then return start, stop end
    at = nil
  end
  if find(sub(text, from < 80 and 1 or from - 80, from - 1), 'login%s+%S+%s+$') then at = match(text, '^%s+()%S', to + 1) end
  at = stated or at
  if at then return value_at(text, kind, at, true) end
end

return named
{{- end }}

{{/*
pattern.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.pattern.lua" -}}
-- What lines of one kind have in common.
local byte, gsub, match, sub = string.byte, string.gsub, string.match, string.sub

local LONGEST = 120

-- The last line that says something; from its end, as no pattern reads it only once.
local function last_line(message)
  local stop = #message
  while stop > 0 and byte(message, stop) <= 32 do stop = stop - 1 end
  local from = stop
  while from > 1 and byte(message, from - 1) ~= 10 do from = from - 1 end
  return sub(message, from, stop)
end

local pattern = {}

-- The first line with its numbers, addresses and ids masked; of a traceback its last, which says what went wrong.
function pattern.of(message)
  local traced = match(message, '^%[?[%a_]*%d*%]?:? ?Traceback %(most recent call last%)')
  local line = traced and last_line(message) or match(message, '^%s*([^\n]*)')
  if traced then line = match(line, '^%[[%a_]*%d+%]: ?(.*)$') or line end
  line = sub(line, 1, 400)
  line = gsub(line, '%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x', '#')
  line = gsub(line, '0x%x+', '#')
  line = gsub(line, '%f[%w]%x%x%x%x%x%x%x+%f[%W]', function(word) return match(word, '%d') and '#' or word end)
  line = gsub(line, '%d[%d:%.,T%-/]*%d', '#')
  line = gsub(line, '%d', '#')
  line = sub(line, 1, LONGEST)
  -- No half letter at the end.
  return (gsub(line, '[\192-\255][\128-\191]*$', ''))
end

return pattern
{{- end }}

{{/*
redact.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.redact.lua" -}}
-- Takes secrets out of a text. Every rule starts at a word that it is known by and reads forward from there, so that the
-- time is that of reading the text once, whatever the text.
local named = require 'named'
local scan = require 'scan'
local token = require 'token'

local byte, find, lower, match, sub = string.byte, string.find, string.lower, string.match, string.sub

-- What stands in place of a secret.
local MARK = '[redacted]'

-- Tokens that are known by how they begin, as their makers write them.
local TOKENS = {
  -- Amazon Web Services: ids of keys
  'AKIA[A-Z0-9]{16}', 'ASIA[A-Z0-9]{16}', 'ABIA[A-Z0-9]{16}', 'ACCA[A-Z0-9]{16}',
  -- GitHub, GitLab
  'ghp_[A-Za-z0-9]{16,}', 'gho_[A-Za-z0-9]{16,}', 'ghu_[A-Za-z0-9]{16,}', 'ghs_[A-Za-z0-9]{16,}', 'ghr_[A-Za-z0-9]{16,}', 'github_pat_[A-Za-z0-9_]{20,}',
  'glpat-[A-Za-z0-9_-]{16,}', 'gldt-[A-Za-z0-9_-]{16,}', 'glrt-[A-Za-z0-9_-]{16,}', 'glcbt-[A-Za-z0-9_-]{16,}', 'glptt-[A-Za-z0-9_-]{16,}',
  -- Google
  'AIza[A-Za-z0-9_-]{30,}', 'ya29\\.[A-Za-z0-9_-]{16,}', 'GOCSPX-[A-Za-z0-9_-]{16,}', '1//0[A-Za-z0-9_-]{20,}',
  -- Slack, Discord, Telegram, chat
  'xoxb-[A-Za-z0-9-]{10,}', 'xoxp-[A-Za-z0-9-]{10,}', 'xoxa-[A-Za-z0-9-]{10,}', 'xoxr-[A-Za-z0-9-]{10,}', 'xoxs-[A-Za-z0-9-]{10,}', 'xoxe[.-][A-Za-z0-9.-]{10,}', 'xapp-[A-Za-z0-9-]{10,}',
  'hooks\\.slack\\.com/[A-Za-z]+/[A-Za-z0-9/_-]{8,}', 'discord\\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]{16,}', 'discordapp\\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]{16,}',
  -- Packages
  'npm_[A-Za-z0-9]{30,}', 'pypi-[A-Za-z0-9_-]{24,}', 'rubygems_[a-f0-9]{40,}', 'dckr_pat_[A-Za-z0-9_-]{16,}', 'dckr_oat_[A-Za-z0-9_-]{16,}',
  -- Clouds, data, observability
  'dop_v1_[a-f0-9]{32,}', 'dapi[a-f0-9]{32}', 'hvs\\.[A-Za-z0-9_-]{20,}', 'hvb\\.[A-Za-z0-9_-]{20,}', 'glsa_[A-Za-z0-9_]{32,}', 'glc_[A-Za-z0-9+/=]{32,}', 'sntrys_[A-Za-z0-9+/=_]{32,}',
  'webhook\\.office\\.com/webhookb2/[A-Za-z0-9@/-]{16,}', 'NRAK-[A-Z0-9]{20,}', 'pscale_tkn_[A-Za-z0-9_.-]{20,}', 'lin_api_[A-Za-z0-9]{20,}', 'ntn_[A-Za-z0-9]{30,}', 'shpat_[a-fA-F0-9]{32}', 'ATATT3x[A-Za-z0-9_=-]{20,}',
  'SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}', 'sk_live_[A-Za-z0-9]{10,}', 'sk_test_[A-Za-z0-9]{10,}', 'rk_live_[A-Za-z0-9]{10,}', 'rk_test_[A-Za-z0-9]{10,}', 'whsec_[A-Za-z0-9+/=]{16,}',
  'AGE-SECRET-KEY-1[A-Z0-9]{50,}', 'sbp_[a-f0-9]{32,}', 'PMAK-[a-f0-9]{20,}-[a-f0-9]{20,}', 'tskey-[A-Za-z0-9-]{16,}',
  'dp\\.pt\\.[A-Za-z0-9]{30,}', 'pul-[a-f0-9]{40}', 'AKCp[A-Za-z0-9]{60,}', 'xkeysib-[a-f0-9-]{40,}', 'figd_[A-Za-z0-9_-]{30,}', 'sgp_[A-Za-z0-9_]{40,}', 'SK[a-f0-9]{32}',
  -- Models, and what agents ask
  'ABSK[A-Za-z0-9+/=]{40,}', 'bedrock-api-key-[A-Za-z0-9+/=]{20,}', 'api_org_[A-Za-z0-9]{30,}', 'lsv2_pt_[a-f0-9_]{20,}', 'lsv2_sk_[a-f0-9_]{20,}', 'tvly-[A-Za-z0-9-]{20,}', 'jina_[A-Za-z0-9_-]{40,}', 'e2b_[a-f0-9]{40}',
  'nvapi-[A-Za-z0-9_-]{20,}', 'gsk_[A-Za-z0-9]{20,}', 'r8_[A-Za-z0-9]{20,}', 'pplx-[A-Za-z0-9]{20,}', 'xai-[A-Za-z0-9]{20,}', 'fw_[A-Za-z0-9]{20,}', 'co_[A-Za-z0-9]{36,}',
  -- Private keys in base64, as Secrets and kubeconfigs have them: of their first words
  'LS0tLS1CRUdJTiBQUklW[A-Za-z0-9+/=]{8,}', 'LS0tLS1CRUdJTiBSU0Eg[A-Za-z0-9+/=]{8,}', 'LS0tLS1CRUdJTiBFQyBQUk[A-Za-z0-9+/=]{8,}', 'LS0tLS1CRUdJTiBPUEVO[A-Za-z0-9+/=]{8,}', 'LS0tLS1CRUdJTiBFTkNS[A-Za-z0-9+/=]{8,}',
  -- A JSON web token, of which the signature may be cut off
  'eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{4,}\\.?[A-Za-z0-9_-]*\\.?[A-Za-z0-9_-]*\\.?[A-Za-z0-9_-]*',
}

local function is_word(letter)
  return letter and (letter >= 48 and letter <= 57 or letter >= 65 and letter <= 90 or letter >= 97 and letter <= 122 or letter == 95)
end

local function begins_a_word(text, first)
  return first == 1 or not is_word(byte(text, first - 1)) or find(text, '^\\[nrt]', first - 2) ~= nil or find(text, '^%%%x%x', first - 3) ~= nil
end

local function token_rule(compiled)
  local before = #compiled.begins - 1
  -- A run that ended in vain, and where it began. The same line may come again, and is read anew then.
  local in_vain, from, to
  return function(text, last)
    local first = last - before
    if not begins_a_word(text, first) or text == in_vain and first > from and first + compiled.before_run - 1 <= to then return nil end
    local stop, run = token.finish(compiled, text, first)
    if not stop or is_word(byte(text, stop + 1)) then
      if run then in_vain, from, to = text, first, run end
      return nil, last
    end
    return first, stop
  end
end

-- Letters of both cases, or letters and digits: no word, and no name that people make.
local function looks_random(text)
  return find(text, '%d') and find(text, '%a') or find(text, '%l') and find(text, '%u.*%u')
end

-- Tokens that begin as words and names do: what follows has to look random.
local RANDOM_TOKENS = { 'org-[A-Za-z0-9]{20,}', 'proj_[A-Za-z0-9]{20,}', 'key-[a-f0-9]{32,}' }

-- Hugging Face: no underscore, as in names of functions.
local hf = token.compile('hf_[A-Za-z0-9]{8,}')
local function hf_token(text, last)
  local first = last - 2
  local stop = begins_a_word(text, first) and token.finish(hf, text, first)
  if not stop or byte(text, stop + 1) == 95 then return nil, stop or last end
  local body = sub(text, first + 3, stop)
  if #body >= 30 or #body >= 16 and looks_random(body) then return first, stop end
  return nil, stop
end

-- OpenAI, Anthropic and those who write keys like them; `sk-learn` and the names of pods have no long piece.
local sk = token.compile('sk-[A-Za-z0-9_-]{16,}')
local function sk_token(text, last)
  local first = last - 2
  local stop = begins_a_word(text, first) and token.finish(sk, text, first)
  if not stop then return nil, last end
  local body = sub(text, first + 3, stop)
  local long = match(body, '%w%w%w%w%w%w%w%w%w%w%w%w%w%w%w%w+')
  if long and looks_random(long) or #body >= 20 and find(body, '%u') and find(body, '%l') and find(body, '%d') then return first, stop end
  return nil, stop
end

-- `Bearer …`, whatever its case.
local function bearer(text, last)
  if not begins_a_word(text, last - 5) then return nil end
  local at = match(text, '^[ \t]+["\']?()', last + 1) or match(text, '^%%20()', last + 1) or match(text, '^[=:][ ]?["\']?()', last + 1)
  if not at then return nil end
  local stop = match(text, '^[%w%._~%+/=%-]+()', at)
  if not stop then return nil end
  local value = sub(text, at, stop - 1)
  local plain = #value >= 6 and find(value, '%d') or #value >= 20 and not find(value, '[%-%.].*[%-%.]') or #value >= 12 and looks_random(value)
  if plain and not find(value, '^realm=') then return at, stop - 1 end
  return nil
end

local ALPHABET = {}
for index, letter in ipairs({ ('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'):byte(1, -1) }) do ALPHABET[letter] = index - 1 end

-- True where the text is `user:password` in base64.
local function is_basic(text)
  local bits, held = 0, 0
  local colon
  for index = 1, #text do
    local value = ALPHABET[byte(text, index)]
    if not value then break end
    bits, held = (bits * 64 + value) % 16777216, held + 6
    if held >= 8 then
      held = held - 8
      local letter = math.floor(bits / 2 ^ held) % 256
      if letter < 32 or letter == 127 then return false end
      colon = colon or letter == 58
    end
  end
  return colon
end

-- `Basic …` of HTTP.
local function basic(text, last)
  if not begins_a_word(text, last - 4) then return nil end
  local at, value, stop = match(text, '^[ \t]+()([%w%+/]+)=*()', last + 1)
  if not at or #value > 400 or #value < 4 or not is_basic(value) then return nil end
  return at, stop - 1
end

-- Returns a function of a text and a place: where `literal` comes next, which is looked for once. The same line may come again.
local function next_of(literal)
  local searched, since, at
  return function(text, from)
    if searched ~= text or from < since or at < from then searched, since, at = text, from, find(text, literal, from, true) or math.huge end
    return at
  end
end

local next_sign, next_end = next_of '@', next_of '-----END'

local LONGEST_LABEL = 100

-- A private key in PEM, to its end; or to the end of the text, where `continues` says that the rest comes in further lines.
local function private_key(text, last)
  local first = last - 10
  local label = match(sub(text, first, first + LONGEST_LABEL), '^%-%-%-%-%-BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*%-%-%-%-%-()')
  if not label then return nil end
  local head = first + label - 1
  local tail = next_end(text, head)
  local stop = tail <= #text and match(text, '^%-%-%-%-%-END [A-Z0-9 ]*%-%-%-%-%-()', tail)
  if stop then return first, stop - 1 end
  local quote = find(text, '["\']', head)
  return first, quote and quote - 1 or #text, not quote
end

local LONGEST_LOGIN = 256

-- User and password in an address; a user alone where it looks like a token.
local function address(text, last)
  local at = last + 1
  if next_sign(text, at) > at + LONGEST_LOGIN then return nil end
  local authority = match(sub(text, at, at + 2 * LONGEST_LOGIN), '^[^%s"\'`<>]+')
  if not authority then return nil end
  local slash = find(authority, '[/?#\\]')
  local sign, from = nil, 1
  while true do
    local next_sign = find(authority, '@', from, true)
    if not next_sign or sign and slash and next_sign > slash then break end
    sign, from = next_sign, next_sign + 1
  end
  if not sign then return nil end
  local user = sub(authority, 1, sign - 1)
  if slash and sign > slash then
    local port = match(user, ':([^/?#]*)')
    if not port or port == '' or find(port, '^%d+$') then return nil end
  end
  local colon = find(user, ':', 1, true)
  if colon == #user or user == '' then return nil end
  if colon then
    -- A token in the place of the user, as of GitHub with `x-oauth-basic` for a password.
    if colon > 16 and looks_random(sub(user, 1, colon - 1)) then return at, at + sign - 2 end
    local password = sub(user, colon + 1)
    if find(password, '^[<%${%%%*]') or find(password, '^%[redacted') then return nil end
    return at + colon, at + sign - 2
  end
  if #user >= 20 and looks_random(user) then return at, at + sign - 2 end
  return nil
end

local LOCAL_PART = {}
for letter = 0, 255 do LOCAL_PART[letter] = find(string.char(letter), '[%w%.%+_%%%-\']') ~= nil end

local function list(words)
  local made = {}
  for word in words:gmatch('%S+') do made[word] = true end
  return made
end
-- Last labels of what has a sign in it and is no address of a person: units of systemd, files, names within a cluster.
local NO_DOMAINS = list [[
  service slice socket mount timer target scope device path swap local internal svc cluster localdomain lan intra
  png jpg jpeg gif svg webp ico py js ts jsx tsx css json yaml yml txt log gz tar zip whl so h c cpp hpp java rb lua html xml toml cfg ini conf bin pt pth safetensors gguf onnx parquet csv]]

local LONGEST_DOMAIN = 253

-- A mail address.
local function mail(text, last, done, width)
  local first = last - width + 1
  local from = first
  while from > done + 1 and first - from < 64 and LOCAL_PART[byte(text, from - 1)] do from = from - 1 end
  while from < first and find(text, "^[%.%-']", from) do from = from + 1 end
  if from == first or find(text, '^git[@%%]', from) and first - from == 3 then return nil end
  local domain = match(sub(text, last + 1, last + 1 + LONGEST_DOMAIN), '^[%w%.%-]*%w')
  local top = domain and #domain <= LONGEST_DOMAIN and match(domain, '^%w[%w%.%-]*%.(%a%a+)$')
  if not top or #top > 18 or NO_DOMAINS[lower(top)] or find(domain, '..', 1, true) then return nil end
  if find(text, '^[/:]', from - 1) and from > 1 and find(text, '^//', from - 2) then return nil end
  return from, last + #domain
end

local LOGIN = {}
for letter = 0, 255 do LOGIN[letter] = not find(string.char(letter), '[%s"\'`<>,;()=/@]') end

-- `user:password@host`, without the scheme of an address.
local function login(text, last, done)
  local first = last
  while first > done + 1 and last - first < 128 and LOGIN[byte(text, first - 1)] do first = first - 1 end
  local user, at = match(sub(text, first, last - 1), '^([%w%._%-]+):()[^:@]+$')
  if not user or find(user, '^%d+$') then return nil end
  local host = match(text, '^[%w%.%-]+', last + 1)
  if not host or lower(host) == 'sha256' or lower(host) == 'sha512' then return nil end
  if find(text, '^tcp%(', last + 1) or find(text, '^unix%(', last + 1) or find(host, '^%d+%.%d+%.%d+%.%d+') or lower(host) == 'localhost' or find(text, '^[%w%.%-]+:%d', last + 1) and find(host, '%a') then return first + at - 1, last - 1 end
  return nil
end

local function at_sign(text, last, done)
  local from, to = login(text, last, done)
  if from then return from, to end
  return mail(text, last, done, 1)
end

local function encoded_at_sign(text, last, done)
  return mail(text, last, done, 3)
end

-- Passwords of commands whose options do not say what they are.
local function command(names)
  return function(text, last)
    local before = sub(text, last < 160 and 1 or last - 160, last - 3)
    for _, name in ipairs(names) do
      if find(before, name, 1, true) then
        local from, to = match(text, '^[ =]?["\']?()[^%s"\'%-][^%s"\']*()', last + 1)
        local colon = from and name == 'curl' and match(sub(text, from, to - 1), '^[^:]+:()')
        if name == 'curl' then return colon and from + colon - 1 or nil, colon and to - 1 or nil end
        if from and not find(text, '^[%$<{%*]', from) then return from, to - 1 end
      end
    end
  end
end

-- What `echo` or `printf` hands to a program that reads a password from there; it stands before the word.
local LONGEST_COMMAND = 512
local PIPES = {
  '^.*echo%s+%-n%s+["\']?()[^%s"\'|$]+()["\']?%s*|', '^.*echo%s+["\']?()[^%s"\'|$]+()["\']?%s*|',
  '^.*printf%s+["\']?%%s[\\n]*["\']?%s+["\']?()[^%s"\'|$]+()["\']?%s*|',
}
local function piped(text, last, done)
  local start = math.max(done, last - LONGEST_COMMAND)
  local before = sub(text, start + 1, last)
  for _, pipe in ipairs(PIPES) do
    local from, to = match(before, pipe)
    if from then return start + from, start + to - 1 end
  end
end

-- The token of a Telegram bot: `123456789:AA…`.
local function telegram(text, last)
  local from, stop = match(text, '^()%d%d%d%d%d%d%d%d+:[%w_%-]+()', last + 1)
  if from and stop - from > 40 then return from, stop - 1 end
end

-- `IDENTIFIED BY '…'` of SQL.
local function identified(text, last)
  local from, stop = match(text, "^%s+['\"]()[^'\"]+()", last + 1)
  if from then return from, stop - 1 end
end

-- `wandb login KEY`, `wandb.login(key="KEY")`
local function wandb(text, last)
  local from, stop = match(text, '^%s+()%x+()', last + 1)
  if not from then from, stop = match(text, '^[ (]%a* ?=? ?["\']()%x+()', last + 1) end
  if from and stop - from == 40 then return from, stop - 1 end
end

-- Words and the rules that start at their last byte; a rule gets the text, the place of that byte and what is done already.
-- It returns the first and last byte of the secret; or nil, and up to where it has looked in vain.
local function rules(patterns, names)
  local made = {}
  for _, pattern in ipairs(TOKENS) do
    local compiled = token.compile(pattern)
    made[lower(compiled.begins)] = token_rule(compiled)
  end
  for _, pattern in ipairs(RANDOM_TOKENS) do
    local compiled = token.compile(pattern)
    local find_token = token_rule(compiled)
    made[compiled.begins] = function(text, last)
      local first, stop = find_token(text, last)
      if first and looks_random(sub(text, last + 1, stop)) then return first, stop end
    end
  end
  for _, pattern in ipairs(patterns) do
    local compiled = token.compile(pattern)
    made[lower(compiled.begins)] = token_rule(compiled)
  end
  made['hf_'], made['sk-'] = hf_token, sk_token
  made['bearer'], made['basic'] = bearer, basic
  made['-----begin'] = function(text, last) return private_key(text, last + 1) end
  made['://'], made['@'], made['%40'] = address, at_sign, encoded_at_sign
  local curl = command { 'curl' }
  made[' -u'], made['--user'], made['--proxy-user'] = curl, curl, curl
  made['password-stdin'], made['with-token'] = piped, piped
  made[' -p'] = command { 'sshpass', 'mysql', 'mariadb', 'mongo ', 'mongosh ', 'az login', 'docker login', 'podman login', 'skopeo login', 'registry login', 'ldapsearch', 'twine' }
  made[' -a'] = command { 'redis-cli' }
  made[' -w'] = command { 'ldapsearch', 'ldapadd', 'ldapmodify' }
  made['/bot'], made['identified by'], made['wandb login'], made['wandb.login'] = telegram, identified, wandb, wandb
  local function behind_name(word)
    made[word] = function(text, last) return named.find(text, last - #word + 1, last) end
  end
  for _, word in ipairs(named.triggers) do behind_name(word) end
  for _, name in ipairs(names) do
    named.also(name)
    behind_name(lower(name))
  end
  return made
end

local redact = {}

-- patterns: tokens of the user, in the language of token.lua; names: names whose values are secret.
-- Returns a function of a text: the text without its secrets, how many there were, and whether a private key goes on in the next line.
function redact.redactor(patterns, names)
  local next_rule = scan.finder(rules(patterns, names))
  return function(text)
    local rule, last, state = next_rule(text, 1, 0)
    if not rule then return text, 0, false end
    local pieces, count, done, open = {}, 0, 0, false
    while rule do
      local from, to, continues = rule(text, last, done)
      if from and from > done and to >= from then
        count = count + 1
        pieces[2 * count - 1], pieces[2 * count] = sub(text, done + 1, from - 1), MARK
        done, open = to, continues or false
        if to > last then last, state = to, 0 end
      elseif to and to > last then
        last, state = to, 0
      end
      rule, last, state = next_rule(text, last + 1, state)
    end
    if count == 0 then return text, 0, false end
    pieces[2 * count + 1] = sub(text, done + 1)
    return table.concat(pieces), count, open
  end
end

-- True for a line within a private key.
function redact.within_key(line)
  return find(line, '^%s*[%w%+/=]+%s*$') and (#line >= 16 or find(line, '=%s*$')) and true or find(line, '^[%w%-]+: [%w,%-]+$') ~= nil or line == ''
end

function redact.ends_key(line)
  return find(line, '-----END', 1, true) ~= nil
end

return redact
{{- end }}

{{/*
route.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.route.lua" -}}
-- Which family of indices a pod's lines go to.
local route = {}

local FAMILY = 'logs.observability/family'
local EXCLUDE = 'logs.observability/exclude'

local function has(list, wanted)
  for _, item in ipairs(list or {}) do
    if item == wanted then return true end
  end
end

local function labelled(rules, labels)
  for _, label in ipairs(rules or {}) do
    local value = labels[label.name]
    if value and (not label.value or label.value == value) then return true end
  end
end

-- True where the pod asks to be left out.
function route.excluded(settings, pod)
  return pod.annotations[EXCLUDE] == 'true' or has(settings.excludedNamespaces, pod.namespace)
end

-- The pod's own word, then the namespace's by values, then labels and kinds of workload, then namespaces that are known.
function route.family(settings, families, pod)
  local asked = pod.annotations[FAMILY]
  if asked and has(settings.familyNames, asked) then return asked end
  local given = settings.namespaces[pod.namespace]
  if given then return given end
  for _, family in ipairs(families) do
    if labelled(family.podLabels, pod.labels) or has(family.workloadKinds, pod.workload_kind) then return family.name end
  end
  for _, family in ipairs(families) do
    if has(family.namespaces, pod.namespace) then return family.name end
  end
  return 'apps'
end

return route
{{- end }}

{{/*
scan.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.scan.lua" -}}
-- Finds the first of many words in a text, whatever their case, in one pass over its bytes (Aho and Corasick, 1975).
local byte = string.byte
local has_ffi, ffi = pcall(require, 'ffi')

-- Whole numbers from 0 to size - 1; LuaJIT keeps them in a quarter of the memory.
local function numbers(size)
  if has_ffi then return ffi.new('int32_t[?]', size) end
  local made = {}
  for index = 0, size - 1 do made[index] = 0 end
  return made
end

local function add(root, word, value)
  local node = root
  for index = 1, #word do
    local letter = byte(word, index)
    node.next[letter] = node.next[letter] or { next = {} }
    node = node.next[letter]
  end
  node.value = value
end

-- All nodes from the root outwards; each learns its longest proper suffix that is a node too.
local function by_depth(root)
  local nodes = { root }
  root.suffix = root
  for _, node in ipairs(nodes) do
    for letter, child in pairs(node.next) do
      local suffix = node.suffix
      while suffix ~= root and not suffix.next[letter] do suffix = suffix.suffix end
      child.suffix = node ~= root and suffix.next[letter] or root
      child.value = child.value or child.suffix.value
      nodes[#nodes + 1] = child
    end
  end
  return nodes
end

-- The letters of all words, and for each byte which of them it is: none (0), or that one, whatever its case. With columns for these alone the table of steps
-- fits into the processor's cache.
local function letters_of(words)
  local letters, column = {}, numbers(256)
  for word in pairs(words) do
    for index = 1, #word do
      local letter = byte(word, index)
      if column[letter] == 0 then
        letters[#letters + 1] = letter
        column[letter] = #letters
      end
    end
  end
  for capital = 65, 90 do column[capital] = column[capital + 32] end
  return letters, column
end

-- States are multiples of `width`, those at the end of a word behind all others, so that one comparison finds them.
local function number(nodes, width)
  local count = 0
  for _, ends in ipairs({ false, true }) do
    for _, node in ipairs(nodes) do
      if (node.value ~= nil) == ends then
        node.state = count * width
        count = count + 1
      end
    end
    if not ends then nodes.ends_from = count * width end
  end
  return count
end

local scan = {}

-- words: what to find, in lower case, and a value for each.
-- Returns find(text, from, state, to): the value, the place of the word's last byte and the state to go on with (0 to begin
-- with), or nil. Of words that end at one place the longest counts.
function scan.finder(words)
  local root = { next = {} }
  for word, value in pairs(words) do add(root, word, value) end
  local letters, column = letters_of(words)
  local nodes, width = by_depth(root), #letters + 1
  local step, values = numbers(number(nodes, width) * width), {}
  for _, node in ipairs(nodes) do
    values[node.state] = node.value
    for index, letter in ipairs(letters) do
      local child = node.next[letter]
      step[node.state + index] = child and child.state or node ~= root and step[node.suffix.state + index] or root.state
    end
  end
  local ends_from = nodes.ends_from
  return function(text, from, state, to)
    for index = from, to or #text do
      state = step[state + column[byte(text, index)]]
      if state >= ends_from then return values[state], index, state end
    end
  end
end

return scan
{{- end }}

{{/*
severity.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.severity.lua" -}}
-- How bad a line is, in the words of the schema, whatever its program calls it.
local scan = require 'scan'

local byte, find, lower, match, sub = string.byte, string.find, string.lower, string.match, string.sub

local severity = {}

local NAMES = {
  trace = 'trace', trc = 'trace', finest = 'trace', verbose = 'trace', debug = 'debug', dbg = 'debug', fine = 'debug',
  info = 'info', inf = 'info', information = 'info', informational = 'info', notice = 'info', success = 'info', log = 'info',
  warn = 'warn', warning = 'warn', wrn = 'warn', error = 'error', err = 'error', severe = 'error', exception = 'error',
  fatal = 'fatal', critical = 'fatal', crit = 'fatal', panic = 'fatal', alert = 'fatal', emerg = 'fatal', emergency = 'fatal', dpanic = 'fatal', ftl = 'fatal',
}

-- Numbers of pino and bunyan (10 to 60), of Python (10 to 50) and of syslog (0 to 7).
local PINO = { [10] = 'trace', [20] = 'debug', [30] = 'info', [40] = 'warn', [50] = 'error', [60] = 'fatal' }
local SYSLOG = { [0] = 'fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug' }
local KLOG = { I = 'info', W = 'warn', E = 'error', F = 'fatal' }

-- A level as a field of a structured line says it.
function severity.of_level(level)
  if type(level) == 'string' then return NAMES[lower(level)] or severity.of_level(tonumber(level)) end
  if type(level) == 'number' then return PINO[level] or SYSLOG[level] end
end

function severity.of_priority(priority)
  return SYSLOG[tonumber(priority)] or 'info'
end

local levels, crashes = {}, {
  'traceback (most recent call last)', 'segmentation fault', 'core dumped', 'cuda out of memory', 'outofmemoryerror', 'cuda error', 'nccl error',
  'ncclinternalerror', 'ncclsystemerror', 'ncclunhandledcudaerror', 'ncclremoteerror', 'out of memory:', 'oom-kill', 'killed process',
  'watchdog caught collective operation timeout',
}
for name in pairs(NAMES) do levels[name] = true end
local function words(list)
  local made = {}
  for _, word in ipairs(list) do made[word] = true end
  return made
end
local next_level, crash = scan.finder(levels), scan.finder(words(crashes))
local WITHIN = 96

local LETTER, CAPITAL = {}, {}
for letter = 0, 255 do
  LETTER[letter] = find(string.char(letter), '[%w_]') ~= nil
  CAPITAL[letter] = find(string.char(letter), '%u') ~= nil
end

-- A level is a whole word, in capitals, in brackets, behind `level=`, or before a colon at the beginning of the line.
local function is_level(text, first, last)
  if LETTER[byte(text, last + 1)] then return false end
  local before = byte(text, first - 1)
  if first > 1 and LETTER[before] then return false end
  if CAPITAL[byte(text, first)] and CAPITAL[byte(text, last)] then return last - first > 1 end
  local behind = byte(text, last + 1)
  if before == 91 then return behind == 93 or behind == 32 end
  if first == 1 then return behind == 58 end
  local key = match(sub(text, first < 12 and 1 or first - 12, first - 1), '(%a+)["\']?[=:] ?["\']?$')
  return key == 'level' or key == 'lvl' or key == 'severity' or key == 'loglevel'
end

local function first_of_word(text, last)
  local first = last
  while first > 1 and LETTER[byte(text, first - 1)] do first = first - 1 end
  return first
end

local function stated(text)
  local first = byte(text, 1)
  if (first == 73 or first == 87 or first == 69 or first == 70) and find(text, '^%u%d%d%d%d %d%d:%d%d:%d%d') then return KLOG[sub(text, 1, 1)] end
  local to = #text < WITHIN and #text or WITHIN
  local found, last, state = next_level(text, 1, 0, to)
  while found do
    local from = first_of_word(text, last)
    if is_level(text, from, last) then
      local name = NAMES[lower(sub(text, from, last))]
      if name then return name end
    end
    found, last, state = next_level(text, last + 1, state, to)
  end
end

-- The level of a line of plain text: what it states near its beginning; else `error` for the words of a crash; else `info`.
function severity.of_text(text)
  local found = stated(text)
  if found then return found end
  if crash(text, 1, 0) or find(text, '^panic: ') or find(text, '^[%w_%.]*%a[Ee]rror:') or find(text, '^[%w_%.]*Exception:') then return 'error' end
  return 'info'
end

return severity
{{- end }}

{{/*
text.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.text.lua" -}}
-- UTF-8, which the store insists on.
local byte, gsub, match, sub = string.byte, string.gsub, string.match, string.sub

local text = {}

local REPLACEMENT = '\239\191\189'
local FORMS = {
  '^[\1-\127]+()', '^[\194-\223][\128-\191]()', '^\224[\160-\191][\128-\191]()', '^[\225-\236\238\239][\128-\191][\128-\191]()', '^\237[\128-\159][\128-\191]()',
  '^\240[\144-\191][\128-\191][\128-\191]()', '^[\241-\243][\128-\191][\128-\191][\128-\191]()', '^\244[\128-\143][\128-\191][\128-\191]()',
}

local function next_letter(line, at)
  for index = 1, #FORMS do
    local stop = match(line, FORMS[index], at)
    if stop then return stop end
  end
end

-- A loop, and no pattern: LuaJIT compiles loops.
local function is_ascii(line)
  for index = 1, #line do
    local letter = byte(line, index)
    if letter > 127 or letter == 0 then return false end
  end
  return true
end

-- The line, and whether it was UTF-8; bytes that are not are replaced, as are zeros.
function text.utf8(line)
  if is_ascii(line) then return line, true end
  local at, from, pieces = 1, 1, {}
  while at <= #line do
    local stop = next_letter(line, at)
    if stop then
      at = stop
    else
      pieces[#pieces + 1] = sub(line, from, at - 1)
      pieces[#pieces + 1] = REPLACEMENT
      at = at + 1
      from = at
    end
  end
  if #pieces == 0 then return line, true end
  pieces[#pieces + 1] = sub(line, from)
  return table.concat(pieces), false
end

-- The first bytes of a line, without half a letter at their end.
function text.cut(line, most)
  return (gsub(sub(line, 1, most), '[\192-\255][\128-\191]*$', ''))
end

return text
{{- end }}

{{/*
token.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.token.lua" -}}
-- Tokens that are known by how they begin. A pattern is a regular expression of literals, classes and counts:
-- `ghp_[A-Za-z0-9]{16,}`. It begins with literals, and each part takes all it can and gives nothing back, so that the
-- time is that of reading the text once, whatever the text.
local byte, sub = string.byte, string.sub

local token = {}

local NAMED = { d = '0-9', w = 'A-Za-z0-9_' }
local MANY = 1048576

local function members(class)
  local set, index = {}, 1
  while index <= #class do
    local first, last = sub(class, index, index), sub(class, index + 2, index + 2)
    if first == '\\' then
      first = sub(class, index + 1, index + 1)
      local named = NAMED[first] and members(NAMED[first]) or { [byte(first)] = true }
      for letter in pairs(named) do set[letter] = true end
      index = index + 2
    elseif sub(class, index + 1, index + 1) == '-' and last ~= '' then
      for letter = byte(first), byte(last) do set[letter] = true end
      index = index + 3
    else
      set[byte(first)] = true
      index = index + 1
    end
  end
  return set
end

local function counts(written)
  if written == '+' then return 1, MANY end
  if written == '*' then return 0, MANY end
  if written == '?' then return 0, 1 end
  local least, comma, most = written:match('^{(%d+)(,?)(%d*)}$')
  if not least then return 1, 1 end
  return tonumber(least), tonumber(most) or (comma == ',' and MANY) or tonumber(least)
end

-- The most bytes that can stand before the first part without a bound.
local function before_run(parts)
  local most = 0
  for _, part in ipairs(parts) do
    if part.most == MANY then break end
    most = most + part.most
  end
  return most
end

-- pattern → { begins = 'ghp_', parts = { { set, least, most }, … }, before_run = 4 }
function token.compile(pattern)
  local parts, begins, index = {}, '', 1
  while index <= #pattern do
    local class = pattern:match('^%[([^%]]+)%]', index)
    local written = class and '[' .. class .. ']' or pattern:match('^\\?.', index)
    index = index + #written
    local count = pattern:match('^{%d+,?%d*}', index) or pattern:match('^[+*?]', index) or ''
    index = index + #count
    local least, most = counts(count)
    parts[#parts + 1] = { set = members(class or written), least = least, most = most }
    local literal = not class and count == '' and not NAMED[written:match('^\\(.)') or '']
    if literal and #begins == #parts - 1 then begins = begins .. sub(written, -1) end
  end
  return { begins = begins, parts = parts, before_run = before_run(parts) }
end

-- The place of the last byte of the token that begins here, or nil; and the end of its first part without a bound, its run.
-- What begins behind this place, and comes to its own run before that end, ends as this does.
function token.finish(compiled, text, from)
  local index, run = from, nil
  for _, part in ipairs(compiled.parts) do
    local set, taken = part.set, 0
    while taken < part.most and set[byte(text, index)] do
      index, taken = index + 1, taken + 1
    end
    run = run or part.most == MANY and index - 1 or nil
    if taken < part.least then return nil, run end
  end
  return index - 1, run
end

return token
{{- end }}

{{/*
workload.lua, as it stands in generator/components/fluent-bit/lua.
*/}}
{{- define "observability.script.workload.lua" -}}
-- What a person started that a pod belongs to: as `pod:workload:info` has it for metrics, so that one selects the other.
local match, sub = string.match, string.sub

local workload = {}

local function controller(owners)
  for _, owner in ipairs(owners or {}) do
    if owner.controller ~= false then return owner end
  end
end

local function without(name, ending)
  if ending and sub(name, -#ending - 1) == '-' .. ending then return sub(name, 1, -#ending - 2) end
end

-- Of what owns a Job nothing stands at the pod but the labels of those who made it.
local function of_job(name, labels)
  local jobset = labels['jobset.sigs.k8s.io/jobset-name']
  if jobset then
    return jobset, labels['trainer.kubeflow.org/trainjob-ancestor-step'] and 'TrainJob' or 'JobSet'
  end
  local job = labels['training.kubeflow.org/job-name']
  if job and labels['training.kubeflow.org/operator-name'] == 'mpi-operator' then return job, 'MPIJob' end
  local cron = match(name, '^(.+)%-%d%d%d%d%d%d%d%d+$')
  if cron then return cron, 'CronJob' end
  return name, 'Job'
end

-- KubeRay names the RayCluster of a RayService after it, with five random characters, before 1.4 also with "raycluster".
local function of_ray_cluster(name, labels)
  if not labels['ray.io/serve'] then return name, 'RayCluster' end
  local service = match(name, '^(.+)%-[%l%d][%l%d][%l%d][%l%d][%l%d]$') or name
  return match(service, '^(.+)%-raycluster$') or service, 'RayService'
end

-- Name and kind, best answer first: labels, then what owns the controller, then the controller, then the pod itself.
function workload.of(pod, labels, owners)
  local set = labels['leaderworkerset.sigs.k8s.io/name']
  if set then return set, 'LeaderWorkerSet' end
  local ray, kind = labels['ray.io/originated-from-cr-name'], labels['ray.io/originated-from-crd']
  if ray and kind then return ray, kind end
  local owner = controller(owners)
  if not owner or owner.kind == 'Node' then
    local group = not owner and labels['kueue.x-k8s.io/pod-group-name']
    if group then return group, 'PodGroup' end
    return pod, 'Pod'
  end
  if owner.kind == 'RayCluster' then return of_ray_cluster(owner.name, labels) end
  if owner.kind == 'Job' then return of_job(owner.name, labels) end
  if owner.kind == 'ReplicaSet' then
    local deployment = without(owner.name, labels['pod-template-hash'])
    if deployment then return deployment, 'Deployment' end
    local rollout = without(owner.name, labels['rollouts-pod-template-hash'])
    if rollout then return rollout, 'Rollout' end
  end
  return owner.name, owner.kind
end

-- Kueue's LocalQueue.
function workload.queue(labels)
  return labels['kueue.x-k8s.io/queue-name'] or labels['kueue.x-k8s.io/local-queue-name']
end

return workload
{{- end }}

{{/*
The schema of the lines, from dashboards-src/logs.
*/}}
{{- define "observability.fluentBitSchema" -}}
{
 "types": {
  "@timestamp": "date",
  "severity": "keyword",
  "message": "text",
  "family": "keyword",
  "source": "keyword",
  "stream": "keyword",
  "cluster": "keyword",
  "node": "keyword",
  "namespace": "keyword",
  "pod": "keyword",
  "container": "keyword",
  "workload": "keyword",
  "workload_kind": "keyword",
  "queue": "keyword",
  "labels": "keywords",
  "logger": "keyword",
  "error_pattern": "keyword",
  "exception": "text",
  "exception_type": "keyword",
  "trace_id": "keyword",
  "span_id": "keyword",
  "job": "keyword",
  "rank": "long",
  "epoch": "long",
  "step": "long",
  "loss": "double",
  "learning_rate": "double",
  "grad_norm": "double",
  "model": "keyword",
  "request_id": "keyword",
  "duration": "double",
  "status": "long",
  "path": "keyword",
  "input_tokens": "long",
  "output_tokens": "long",
  "xid": "long",
  "pci_bus_id": "keyword",
  "redactions": "long",
  "unparsed": "keyword",
  "id": "stored",
  "log_offset": "order",
  "attributes": "stored"
 },
 "aliases": {
  "@timestamp": "@timestamp",
  "timestamp": "@timestamp",
  "time": "@timestamp",
  "ts": "@timestamp",
  "asctime": "@timestamp",
  "severity": "severity",
  "level": "severity",
  "levelname": "severity",
  "lvl": "severity",
  "log_level": "severity",
  "severity_text": "severity",
  "message": "message",
  "msg": "message",
  "event": "message",
  "log": "message",
  "body": "message",
  "logger": "logger",
  "logger_name": "logger",
  "name": "logger",
  "component": "logger",
  "exception": "exception",
  "exc_info": "exception",
  "stack_trace": "exception",
  "traceback": "exception",
  "stack": "exception",
  "exception_type": "exception_type",
  "exc_type": "exception_type",
  "error_type": "exception_type",
  "trace_id": "trace_id",
  "traceId": "trace_id",
  "otelTraceID": "trace_id",
  "span_id": "span_id",
  "spanId": "span_id",
  "otelSpanID": "span_id",
  "job": "job",
  "job_name": "job",
  "run_name": "job",
  "run_id": "job",
  "rank": "rank",
  "global_rank": "rank",
  "RANK": "rank",
  "epoch": "epoch",
  "step": "step",
  "global_step": "step",
  "iteration": "step",
  "iter": "step",
  "loss": "loss",
  "train_loss": "loss",
  "training_loss": "loss",
  "learning_rate": "learning_rate",
  "lr": "learning_rate",
  "grad_norm": "grad_norm",
  "gradient_norm": "grad_norm",
  "model": "model",
  "model_name": "model",
  "gen_ai.request.model": "model",
  "request_id": "request_id",
  "req_id": "request_id",
  "requestId": "request_id",
  "correlation_id": "request_id",
  "duration": "duration",
  "duration_s": "duration",
  "duration_seconds": "duration",
  "elapsed": "duration",
  "latency": "duration",
  "latency_s": "duration",
  "status": "status",
  "status_code": "status",
  "http_status": "status",
  "path": "path",
  "url_path": "path",
  "endpoint": "path",
  "input_tokens": "input_tokens",
  "prompt_tokens": "input_tokens",
  "gen_ai.usage.input_tokens": "input_tokens",
  "output_tokens": "output_tokens",
  "completion_tokens": "output_tokens",
  "generation_tokens": "output_tokens",
  "gen_ai.usage.output_tokens": "output_tokens"
 },
 "families": [
  {
   "name": "ml-inference",
   "workloadKinds": [
    "RayService",
    "InferenceService",
    "InferenceGraph",
    "LLMInferenceService",
    "InferenceEndpointConfig",
    "JumpStartModel",
    "LeaderWorkerSet",
    "SeldonDeployment",
    "NIMService"
   ],
   "podLabels": [
    {
     "name": "app.kubernetes.io/name",
     "value": "vllm"
    },
    {
     "name": "app.kubernetes.io/name",
     "value": "sglang"
    },
    {
     "name": "app.kubernetes.io/name",
     "value": "text-generation-inference"
    },
    {
     "name": "app.kubernetes.io/name",
     "value": "triton-inference-server"
    },
    {
     "name": "app.kubernetes.io/name",
     "value": "lmcache"
    },
    {
     "name": "app.kubernetes.io/part-of",
     "value": "vllm-stack"
    },
    {
     "name": "llm-d.ai/inferenceServing",
     "value": "true"
    },
    {
     "name": "serving.kserve.io/inferenceservice"
    },
    {
     "name": "inferencepool"
    }
   ],
   "namespaces": []
  },
  {
   "name": "ml-training",
   "workloadKinds": [
    "PyTorchJob",
    "TrainJob",
    "MPIJob",
    "TFJob",
    "XGBoostJob",
    "PaddleJob",
    "JAXJob",
    "HyperPodPyTorchJob",
    "JobSet",
    "RayJob",
    "RayCluster",
    "Workflow",
    "PodGroup"
   ],
   "podLabels": [
    {
     "name": "training.kubeflow.org/job-name"
    },
    {
     "name": "trainer.kubeflow.org/trainjob-ancestor-step"
    },
    {
     "name": "jobset.sigs.k8s.io/jobset-name"
    },
    {
     "name": "volcano.sh/job-name"
    }
   ],
   "namespaces": []
  },
  {
   "name": "ml-system",
   "workloadKinds": [
    "Node"
   ],
   "podLabels": [],
   "namespaces": [
    "kube-system",
    "kube-node-lease",
    "gpu-operator",
    "nvidia-gpu-operator",
    "nvidia-network-operator",
    "kueue-system",
    "jobset-system",
    "kubeflow-system",
    "kuberay-system",
    "keda",
    "cert-manager",
    "aws-hyperpod",
    "hyperpod-inference-system",
    "karpenter"
   ]
  },
  {
   "name": "apps",
   "workloadKinds": [],
   "podLabels": [],
   "namespaces": []
  }
 ],
 "units": {
  "kubelet.service": "kubelet",
  "containerd.service": "containerd"
 }
}
{{- end }}

{{/*
What the values say to collect.lua.
*/}}
{{- define "observability.fluentBitSettings" -}}
{{- dict
  "cluster" .Values.global.clusterName
  "tagPrefix" "log.kube.var.log.containers."
  "rotatedPrefix" "log.kube.var.log.pods."
  "state" "/var/fluent-bit/state"
  "labels" (.Values.logs.labels | default list)
  "familyNames" (keys .Values.logs.families | sortAlpha)
  "namespaces" (.Values.logs.routing.namespaces | default dict)
  "excludedNamespaces" (.Values.logs.routing.excludedNamespaces | default list)
  "redaction" (dict "patterns" (.Values.logs.redaction.patterns | default list) "keys" (.Values.logs.redaction.keys | default list))
  | toPrettyJson -}}
{{- end }}

{{/*
The pipeline of Fluent Bit, from the files of the node to OpenSearch.
*/}}
{{- define "observability.fluentBitPipeline" -}}
service:
  flush: 1
  grace: 15
  log_level: info
  http_server: on
  http_listen: 0.0.0.0
  http_port: 2020
  health_check: on
  hot_reload: on
  scheduler.base: 1
  scheduler.cap: 10
  storage.path: /var/fluent-bit/state/buffer
  storage.sync: normal
  storage.metrics: on
  storage.max_chunks_up: 16
  storage.backlog.mem_limit: 32M
  storage.keep.rejected: on
  storage.rejected.path: rejected
  storage.rejected.limit: 500M
parsers:
  - name: rotated
    format: regex
    regex: ^(?<namespace_name>[^_]+)_(?<pod_name>[^_]+)_[^.]+\.(?<container_name>[^.]+)\.\d+\.log\.
pipeline:
  inputs:
  {{- if .Values.logs.sources.containers }}
    - name: tail
      alias: containers
      tag: log.kube.*
      path: /var/log/containers/*.log,/var/log/pods/*/*/*.log.*
      exclude_path: /var/log/containers/*_{{ .Release.Namespace }}_fluent-bit-*.log,/var/log/pods/{{ .Release.Namespace }}_*/fluent-bit/*,*.gz,*.tmp
      db: /var/fluent-bit/state/containers.db
      db.locking: on
      offset_key: log_offset
      read_from_head: on
      refresh_interval: 5
      rotate_wait: 31536000
      buffer_chunk_size: 256K
      buffer_max_size: 2M
      truncate_long_lines: on
      skip_long_lines: on
      skip_empty_lines: off
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: off
  {{- end }}
  {{- if .Values.logs.sources.kubelet }}
    - name: systemd
      alias: kubelet
      tag: log.node.kubelet
      systemd_filter: _SYSTEMD_UNIT=kubelet.service
      db: /var/fluent-bit/state/kubelet.db
      read_from_tail: on
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: off
  {{- end }}
  {{- if .Values.logs.sources.containerd }}
    - name: systemd
      alias: containerd
      tag: log.node.containerd
      systemd_filter: _SYSTEMD_UNIT=containerd.service
      db: /var/fluent-bit/state/containerd.db
      read_from_tail: on
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: off
  {{- end }}
  {{- if .Values.logs.sources.kernel }}
    - name: systemd
      alias: kernel
      tag: log.node.kernel
      systemd_filter: _TRANSPORT=kernel
      db: /var/fluent-bit/state/kernel.db
      read_from_tail: on
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: off
  {{- end }}
  {{- if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
    - name: opentelemetry
      alias: otlp
      tag: otlp
      tag_from_uri: off
      listen: 0.0.0.0
      port: 4320
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: off
  {{- end }}
    - name: dummy
      alias: clock
      tag: log.clock
      dummy: '{}'
      copies: 100
      interval_sec: 1
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: off
    - name: dummy
      alias: counts
      tag: log.counts
      dummy: '{}'
      interval_sec: 10
  filters:
  {{- if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
    - name: rewrite_tag
      alias: of_pod
      match: otlp
      rule: $tag ^log\. $tag false
      emitter_name: otlp_emitter
      emitter_storage.type: filesystem
  {{- end }}
    - name: kubernetes
      alias: kubernetes
      match: log.kube.var.log.containers.*
      kube_tag_prefix: log.kube.var.log.containers.
      merge_log: off
      keep_log: on
      labels: on
      annotations: on
      owner_references: on
      k8s-logging.parser: off
      k8s-logging.exclude: on
      buffer_size: 2M
      dns_retries: 3
      dns_wait_time: 5
      tls.verify_hostname: on
    - name: kubernetes
      alias: rotated
      match: log.kube.var.log.pods.*
      kube_tag_prefix: log.kube.var.log.pods.
      regex_parser: rotated
      merge_log: off
      keep_log: on
      labels: on
      annotations: on
      owner_references: on
      k8s-logging.parser: off
      k8s-logging.exclude: on
      buffer_size: 2M
      dns_retries: 3
      dns_wait_time: 5
      tls.verify_hostname: on
    - name: lua
      alias: collect
      match: log.*
      script: /fluent-bit/etc/conf/collect.lua
      call: collect
    - name: log_to_metrics
      alias: redactions_total
      match: log.counts
      tag: metrics
      metric_mode: gauge
      metric_namespace: log
      metric_subsystem: redactions
      metric_name: total
      metric_description: Secrets taken out of lines.
      value_field: redactions
      regex: redactions .+
      label_field: namespace
      emitter_name: metrics_redactions_total
      flush_interval_sec: 10
      discard_logs: off
    - name: log_to_metrics
      alias: redaction_errors_total
      match: log.counts
      tag: metrics
      metric_mode: gauge
      metric_namespace: log
      metric_subsystem: redaction
      metric_name: errors_total
      metric_description: Lines left out as the script failed on them.
      value_field: failures
      regex: failures .+
      emitter_name: metrics_redaction_errors_total
      flush_interval_sec: 10
      discard_logs: on
  outputs:
    - name: opensearch
      alias: opensearch
      match: log.*
      host: {{ include "observability.openSearchHost" . | toJson }}
      port: {{ include "observability.openSearchPort" . }}
      {{- if and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region }}
      aws_auth: on
      aws_region: {{ .Values.external.opensearch.aws.region }}
      aws_service_name: {{ .Values.external.opensearch.aws.service }}
      {{- else }}
      http_user: {{ include "observability.openSearchWriter" . | toJson }}
      http_passwd: ${OPENSEARCH_PASSWORD}
      {{- end }}
      {{- if hasPrefix "https:" (include "observability.openSearchUrl" .) }}
      tls: on
      tls.verify: on
      tls.verify_hostname: on
      {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
      tls.ca_file: /var/fluent-bit/opensearch/ca.crt
      {{- end }}
      {{- end }}
      index: $family
      id_key: id
      write_operation: create
      suppress_type_name: on
      time_key: '@timestamp'
      time_key_nanos: on
      {{- if not .Values.opensearch.enabled }}
      compress: gzip
      {{- end }}
      trace_error: on
      buffer_size: 5M
      workers: 2
      net.io_timeout: 60s
      retry_limit: {{ .Values.logs.buffer.retries }}
      storage.total_limit_size: {{ .Values.logs.buffer.size }}
    {{- $plugins := dict "cloudwatch" "cloudwatch_logs" "s3" "s3" "kafka" "kafka" "otlp" "opentelemetry" "opensearch" "opensearch" "elasticsearch" "es" }}
    {{- $defaults := dict "cloudwatch" (dict "log_stream_prefix" "${NODE_NAME}-" "auto_create_group" "on") "s3" (dict "s3_key_format" "/logs/%Y/%m/%d/%H/${NODE_NAME}-$UUID.gz" "compression" "gzip" "use_put_object" "on" "total_file_size" "50M" "upload_timeout" "10m" "json_date_key" "@timestamp" "json_date_format" "iso8601") "kafka" (dict "format" "json" "timestamp_key" "@timestamp" "timestamp_format" "iso8601_ns") "otlp" (dict "logs_uri" "/v1/logs" "logs_body_key" "$message" "logs_body_key_attributes" "on" "logs_severity_text_message_key" "severity" "logs_trace_id_message_key" "trace_id" "logs_span_id_message_key" "span_id" "compress" "gzip" "tls" "on" "tls.verify_hostname" "on") "opensearch" (dict "index" "$family" "id_key" "id" "write_operation" "create" "suppress_type_name" "on" "time_key_nanos" "on" "buffer_size" "5M" "trace_error" "on" "compress" "gzip" "tls" "on" "tls.verify_hostname" "on") "elasticsearch" (dict "index" "$family" "id_key" "id" "write_operation" "create" "suppress_type_name" "on" "time_key_nanos" "on" "buffer_size" "5M" "trace_error" "on" "compress" "gzip" "tls" "on" "tls.verify_hostname" "on") }}
    {{- range $name, $output := .Values.logs.outputs }}
    - name: {{ get $plugins $output.type }}
      alias: {{ $name }}
      match: log.*
      retry_limit: no_limits
      storage.total_limit_size: {{ $output.bufferSize | default "1G" }}
      {{- if eq $output.type "s3" }}
      store_dir: /var/fluent-bit/state/s3/{{ $name }}
      {{- end }}
      {{- range $option, $value := merge (deepCopy $output.options) (get $defaults $output.type) }}
      {{ $option }}: {{ toJson $value }}
      {{- end }}
    {{- end }}
    - name: prometheus_exporter
      alias: metrics
      match: metrics
      host: 0.0.0.0
      port: 2021
{{- end }}

{{/*
True where the admin of Grafana logs in with the Secret of this chart.
*/}}
{{- define "observability.grafanaAdmin" -}}
{{- if and .Values.grafana.enabled (eq (.Values.grafana.admin | default dict).existingSecret "{{ .Release.Name }}-grafana-admin") }}true{{ end -}}
{{- end }}

{{/*
Secret of the admin of this release’s Grafana.
*/}}
{{- define "observability.grafanaAdminSecret" -}}
{{- $grafana := index .Subcharts "grafana" -}}
{{- tpl ($grafana.Values.admin.existingSecret | default (include "grafana.fullname" $grafana)) $grafana -}}
{{- end }}

{{/*
Data sources of Grafana. Dashboards name them by uid, which never changes. The reader’s password is in
Grafana’s environment, not here.
*/}}
{{- define "observability.dataSources" -}}
apiVersion: 1
datasources:
{{- if and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack"))) }}
  - name: Prometheus
    uid: {{ if and .Values.global.amp.workspace .Values.global.amp.query }}prometheus-local{{ else }}prometheus{{ end }}
    type: prometheus
    access: proxy
    url: {{ include "observability.ownPrometheusUrl" . | quote }}
    isDefault: {{ not (and .Values.global.amp.workspace .Values.global.amp.query) }}
    jsonData:
      httpMethod: POST
      timeInterval: 30s
{{- else if .Values.external.prometheus.url }}
  - name: Prometheus
    uid: prometheus
    type: prometheus
    access: proxy
    url: {{ .Values.external.prometheus.url | trimSuffix "/" | quote }}
    isDefault: true
    jsonData:
      httpMethod: POST
      timeInterval: 30s
{{- end }}
{{- if .Values.global.amp.workspace }}
  - name: Amazon Managed Prometheus
    uid: {{ if and .Values.global.amp.workspace .Values.global.amp.query }}prometheus{{ else }}amp{{ end }}
    type: grafana-amazonprometheus-datasource
    access: proxy
    url: {{ include "observability.ampUrl" . | quote }}
    isDefault: {{ and .Values.global.amp.workspace .Values.global.amp.query }}
    jsonData:
      httpMethod: POST
      timeInterval: 30s
      sigV4Auth: true
      sigV4AuthType: default
      sigV4Region: {{ include "observability.ampRegion" . }}
      sigV4Service: aps
      {{- with .Values.global.amp.roleArn }}
      sigV4AssumeRoleArn: {{ . }}
      {{- end }}
{{- end }}
{{- if .Values.external.cloudwatch.region }}
{{- with .Values.external.cloudwatch }}
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
    {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
    basicAuth: true
    basicAuthUser: {{ include "observability.openSearchReader" . }}
    {{- end }}
    jsonData:
      flavor: opensearch
      version: 3.6.0
      database: {{ keys .Values.logs.families | sortAlpha | join "," | quote }}
      timeField: "@timestamp"
      logMessageField: message
      logLevelField: severity
      pplEnabled: true
      maxConcurrentShardRequests: 5
      dataLinks:
        - field: ^pod$
          title: All lines of this pod
          url: "/d/observability-logs?$${__url_time_range}&var-pod=$${__value.raw}"
        - field: ^workload$
          title: Its pods and GPUs
          url: "/d/observability-tasks?$${__url_time_range}&var-workload=$${__value.raw}"
        - field: ^workload$
          title: How the job trains
          url: "/d/observability-training?$${__url_time_range}&var-this_workload=$${__value.raw}"
        - field: ^model$
          title: How the model serves
          url: "/d/observability-inference?$${__url_time_range}&var-model=$${__value.raw}"
        - field: ^node$
          title: Health of the GPUs of this node
          url: "/d/observability-gpu-health?$${__url_time_range}&var-node=$${__value.raw}"
        - field: ^node$
          title: All lines of this node
          url: "/d/observability-logs?$${__url_time_range}&var-node=$${__value.raw}"
        - field: ^request_id$
          title: All lines of this request
          url: "/d/observability-logs?$${__url_time_range}&var-find=%22$${__value.raw}%22"
        - field: ^trace_id$
          title: All lines of this trace
          url: "/d/observability-logs?$${__url_time_range}&var-find=%22$${__value.raw}%22"
      {{- if and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region }}
      sigV4Auth: true
      sigV4AuthType: default
      sigV4Region: {{ .Values.external.opensearch.aws.region }}
      serverless: {{ eq .Values.external.opensearch.aws.service "aoss" }}
      {{- end }}
      tlsAuthWithCACert: {{ if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}true{{ else }}false{{ end }}
    {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
    secureJsonData:
      basicAuthPassword: $OPENSEARCH_PASSWORD
      {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
      tlsCACert: $OPENSEARCH_CA
      {{- end }}
    {{- end }}
{{- end }}
{{- end }}

{{/*
True where callers of an MCP server show the token: `dict "root" $ "server" "kubernetes"`. Those of Kubernetes
show one of their own where they sign in at an OpenID provider.
*/}}
{{- define "observability.mcpAsksForToken" -}}
{{- $server := .server -}}
{{- with .root -}}
{{- if and (eq .Values.mcp.auth.mode "token") (not (and (eq $server "kubernetes") .Values.mcp.kubernetes.oidc.issuerUrl)) }}true{{ end -}}
{{- end -}}
{{- end }}

{{/*
True where callers reach an MCP server through its proxy only: `dict "root" $ "server" "kubernetes"`.
*/}}
{{- define "observability.mcpBehindProxy" -}}
{{- if or (eq (include "observability.mcpScheme" .root) "https") (include "observability.mcpAsksForToken" .) }}true{{ end -}}
{{- end }}

{{/*
Address on which an MCP server listens: of the pod, or behind its proxy of nobody else: `dict "root" $
"server" "kubernetes"`.
*/}}
{{- define "observability.mcpHost" -}}
{{- if include "observability.mcpBehindProxy" . }}127.0.0.1{{ else }}0.0.0.0{{ end -}}
{{- end }}

{{/*
Port on which an MCP server listens; behind a proxy, which has that of the pod, another one: `dict "root" $
"server" "kubernetes" "port" 8080`.
*/}}
{{- define "observability.mcpPort" -}}
{{- if include "observability.mcpBehindProxy" . }}{{ add .port 10000 }}{{ else }}{{ .port }}{{ end -}}
{{- end }}

{{/*
Configuration of the proxy before an MCP server: `dict "root" $ "server" "kubernetes" "port" 8080 "health"
"/healthz"`.
*/}}
{{- define "observability.mcpCaddyfile" -}}
{
	admin off
	auto_https off
	persist_config off
	grace_period 10s
	servers {
		protocols h1 h2
	}
}

{{- $upstream := printf "127.0.0.1:%s" (include "observability.mcpPort" .) }}

:{{ .port }} {
	{{- if eq (include "observability.mcpScheme" .root) "https" }}
	tls /etc/caddy-tls/tls.crt /etc/caddy-tls/tls.key
	{{- end }}
	handle {{ .health }} {
		reverse_proxy {{ $upstream }} {
			# The kubelet calls it by the pod's address, which a server may not know itself by.
			header_up Host localhost:{{ .port }}
		}
	}
	{{- if include "observability.mcpAsksForToken" . }}

	@stranger expression {env.MCP_TOKEN} == "" || {http.request.header.Authorization} != "Bearer " + {env.MCP_TOKEN}
	handle @stranger {
		header WWW-Authenticate Bearer
		respond "Authorization: Bearer TOKEN is missing or wrong" 401
	}

	handle {
		reverse_proxy {{ $upstream }} {
			# It is for the proxy: no server is to take it for a login elsewhere.
			header_up -Authorization
		}
	}
	{{- else }}

	handle {
		reverse_proxy {{ $upstream }}
	}
	{{- end }}
}
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
bind_address = {{ (include "observability.mcpHost" (dict "root" . "server" "kubernetes")) | quote }}
port = {{ (include "observability.mcpPort" (dict "root" . "server" "kubernetes" "port" 8080)) | quote }}
read_only = true
stateless = true
toolsets = ["core"]
# The first two ask the kubelet through nodes/proxy, which opens every container of the node; the last is OpenShift's.
disabled_tools = ["nodes_log", "nodes_stats_summary", "projects_list"]
{{- if .Values.mcp.kubernetes.oidc.issuerUrl }}
# It asks as its caller, with the token that the caller sends.
cluster_auth_mode = "passthrough"
require_oauth = true
authorization_url = {{ .Values.mcp.kubernetes.oidc.issuerUrl | toJson }}
oauth_audience = {{ .Values.mcp.kubernetes.oidc.audience | toJson }}
{{- if .Values.mcp.kubernetes.oidc.existingCaSecret }}
certificate_authority = "/etc/oidc/ca.crt"
{{- end }}
{{- if or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name }}
# Its proxy tells it that callers speak HTTPS.
trust_proxy_headers = true
{{- end }}
{{- else }}
# It asks as its own service account, whatever token a caller sends.
cluster_auth_mode = "kubeconfig"
{{- end }}
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
The discovered labels that a monitor selects by, and those in `more`. Call with the values of the monitor, and
with `meta`: how names of labels of its pods or Services begin.
*/}}
{{- define "observability.selectingLabels" -}}
{{- $meta := .meta }}{{ $names := list -}}
{{- range $label, $_ := .monitor.labels }}{{ $names = append $names (printf "%slabel_%s" $meta (regexReplaceAll "[^a-zA-Z0-9_]" $label "_")) }}{{ end -}}
{{- range .monitor.expressions }}{{ $names = append $names (printf "%s%s_%s" $meta (ternary "labelpresent" "label" (eq .operator "Exists")) (regexReplaceAll "[^a-zA-Z0-9_]" .key "_")) }}{{ end -}}
{{- with .more }}{{ $names = append $names . }}{{ end -}}
{{- toJson $names -}}
{{- end }}

{{/*
Regular expression of the values of those labels where the monitor selects. Call with the values of the
monitor.
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
autoscaler_active_nodes|autoscaler_pending_nodes|autoscaler_pending_resources|autoscaler_recently_failed_nodes|controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|hyperpod_training_operator_jobs_created_total|hyperpod_training_operator_jobs_deleted_total|hyperpod_training_operator_jobs_failed_total|hyperpod_training_operator_jobs_fault_detection_latency|hyperpod_training_operator_jobs_restart_latency|hyperpod_training_operator_jobs_restarted_total|hyperpod_training_operator_jobs_successful_total|jobset_completed_total|jobset_failed_total|kuberay_cluster_condition_provisioned|kuberay_cluster_info|kuberay_cluster_provisioned_duration_seconds|kuberay_job_deployment_status|kuberay_job_execution_duration_seconds|kuberay_service_condition_ready|model_concurrent_requests|model_errors_total|model_invocations_total|model_latency_milliseconds|model_latency_milliseconds_count|model_latency_milliseconds_sum|model_ttfb_milliseconds|model_ttfb_milliseconds_count|model_ttfb_milliseconds_sum|process_cpu_seconds_total|process_resident_memory_bytes|process_start_time_seconds|ray_actors|ray_cluster_active_nodes|ray_cluster_failed_nodes|ray_cluster_pending_nodes|ray_dashboard_api_requests_count_requests_total|ray_dashboard_api_requests_duration_seconds_bucket|ray_data_current_bytes|ray_data_iter_total_blocked_seconds|ray_data_num_tasks_failed|ray_data_num_tasks_running|ray_data_output_bytes|ray_data_output_rows|ray_data_task_submission_backpressure_time|ray_io_context_event_loop_lag_ms|ray_memory_manager_worker_eviction_total|ray_node_cpu_count|ray_node_cpu_utilization|ray_node_disk_utilization_percentage|ray_node_gpus_utilization|ray_node_manager_unexpected_worker_failure_total|ray_node_mem_total|ray_node_mem_used|ray_node_network_receive_speed|ray_node_network_send_speed|ray_object_store_memory|ray_placement_groups|ray_resources|ray_scheduler_unscheduleable_tasks|ray_serve_application_status|ray_serve_deployment_processing_latency_ms_bucket|ray_serve_deployment_queued_queries|ray_serve_deployment_replica_healthy|ray_serve_grpc_request_latency_ms_bucket|ray_serve_http_request_latency_ms_bucket|ray_serve_num_grpc_error_requests_total|ray_serve_num_grpc_requests_total|ray_serve_num_http_error_requests_total|ray_serve_num_http_requests_total|ray_serve_replica_processing_queries|ray_tasks|ray_train_checkpoint_sync_total_time_s|ray_train_checkpoint_transfer_total_time_s|ray_train_controller_state|ray_train_report_total_blocked_time_s|ray_train_worker_group_shutdown_total_time_s|ray_train_worker_group_start_total_time_s|ray_vllm_e2e_request_latency_seconds_bucket|ray_vllm_generation_tokens_total|ray_vllm_gpu_cache_usage_perc|ray_vllm_gpu_prefix_cache_hits_total|ray_vllm_gpu_prefix_cache_queries_total|ray_vllm_inter_token_latency_seconds_bucket|ray_vllm_inter_token_latency_seconds_count|ray_vllm_kv_cache_usage_perc|ray_vllm_num_preemptions_total|ray_vllm_num_requests_running|ray_vllm_num_requests_waiting|ray_vllm_prefix_cache_hits_total|ray_vllm_prefix_cache_queries_total|ray_vllm_prompt_tokens_total|ray_vllm_request_decode_time_seconds_count|ray_vllm_request_decode_time_seconds_sum|ray_vllm_request_prefill_time_seconds_count|ray_vllm_request_prefill_time_seconds_sum|ray_vllm_request_queue_time_seconds_bucket|ray_vllm_request_queue_time_seconds_count|ray_vllm_request_queue_time_seconds_sum|ray_vllm_request_success_total|ray_vllm_spec_decode_num_accepted_tokens_total|ray_vllm_spec_decode_num_draft_tokens_total|ray_vllm_time_per_output_token_seconds_bucket|ray_vllm_time_per_output_token_seconds_count|ray_vllm_time_to_first_token_seconds_bucket|ray_vllm_time_to_first_token_seconds_count|training_auto_recovery_count|training_auto_recovery_downtime|training_fault_count|training_fault_recovery_time_ms|training_fault_type_count|training_manual_downtime_ms|training_manual_recovery_count|training_operator_jobs_created_total|training_operator_jobs_deleted_total|training_operator_jobs_failed_total|training_operator_jobs_restarted_total|training_operator_jobs_successful_total|training_time_ms|training_uptime_percentage
{{- end }}

{{/*
What rules, alerts and dashboards read of inference.
*/}}
{{- define "observability.needed.inference" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|inference_extension_scheduler_e2e_duration_seconds_bucket|inference_objective_request_duration_seconds_bucket|inference_objective_request_error_total|inference_objective_request_total|inference_objective_request_ttft_seconds_bucket|inference_pool_average_kv_cache_utilization|inference_pool_average_queue_size|inference_pool_ready_pods|llm_d_epp_request_duration_seconds_bucket|llm_d_epp_request_error_total|llm_d_epp_request_total|llm_d_epp_request_ttft_seconds_bucket|llm_d_router_epp_request_duration_seconds_bucket|llm_d_router_epp_request_error_total|llm_d_router_epp_request_total|llm_d_router_epp_request_ttft_seconds_bucket|lmcache:local_cache_usage|lmcache:local_cpu_evict_failed_count_total|lmcache:local_cpu_evict_keys_count_total|lmcache:local_storage_usage|lmcache:num_lookup_hit_tokens_total|lmcache:num_lookup_hits_total|lmcache:num_lookup_requested_tokens_total|lmcache:num_lookup_tokens_total|lmcache:num_remote_read_bytes_total|lmcache:num_remote_write_bytes_total|lmcache:remote_cache_usage|lmcache:remote_time_to_get_bucket|lmcache:time_to_retrieve_bucket|lmcache:time_to_store_bucket|nv_cache_num_hits_per_model|nv_cache_num_misses_per_model|nv_inference_compute_infer_duration_us|nv_inference_compute_input_duration_us|nv_inference_compute_output_duration_us|nv_inference_count|nv_inference_exec_count|nv_inference_first_response_histogram_ms_bucket|nv_inference_first_response_histogram_ms_count|nv_inference_pending_request_count|nv_inference_queue_duration_us|nv_inference_request_duration_us|nv_inference_request_failure|nv_inference_request_success|process_cpu_seconds_total|process_resident_memory_bytes|process_start_time_seconds|request_postprocess_seconds_bucket|request_predict_seconds_bucket|request_predict_seconds_count|request_preprocess_seconds_bucket|sglang:cached_tokens_total|sglang:e2e_request_latency_seconds_bucket|sglang:generation_tokens_total|sglang:inter_token_latency_seconds_bucket|sglang:inter_token_latency_seconds_count|sglang:max_total_num_tokens|sglang:num_aborted_requests_total|sglang:num_bootstrap_failed_reqs_total|sglang:num_decode_prealloc_queue_reqs|sglang:num_decode_transfer_queue_reqs|sglang:num_grammar_queue_reqs|sglang:num_prefill_inflight_queue_reqs|sglang:num_queue_reqs|sglang:num_requests_total|sglang:num_retracted_requests_total|sglang:num_running_reqs|sglang:num_transfer_failed_reqs_total|sglang:num_used_tokens|sglang:per_stage_req_latency_seconds_bucket|sglang:prompt_tokens_total|sglang:queue_time_seconds_bucket|sglang:queue_time_seconds_count|sglang:queue_time_seconds_sum|sglang:spec_accept_length|sglang:time_to_first_token_seconds_bucket|sglang:time_to_first_token_seconds_count|sglang:token_usage|tgi_batch_current_max_tokens|tgi_batch_current_size|tgi_batch_inference_duration_bucket|tgi_batch_max_total_tokens|tgi_queue_size|tgi_request_duration_bucket|tgi_request_failure|tgi_request_generated_tokens_bucket|tgi_request_generated_tokens_sum|tgi_request_inference_duration_count|tgi_request_inference_duration_sum|tgi_request_input_length_bucket|tgi_request_input_length_sum|tgi_request_mean_time_per_token_duration_bucket|tgi_request_mean_time_per_token_duration_count|tgi_request_queue_duration_bucket|tgi_request_queue_duration_count|tgi_request_queue_duration_sum|tgi_request_skipped_tokens_count|tgi_request_skipped_tokens_sum|tgi_request_success|vllm:e2e_request_latency_seconds_bucket|vllm:engine_sleep_state|vllm:external_prefix_cache_hits_total|vllm:external_prefix_cache_queries_total|vllm:generation_tokens_total|vllm:gpu_cache_usage_perc|vllm:gpu_prefix_cache_hits_total|vllm:gpu_prefix_cache_queries_total|vllm:healthy_pods_total|vllm:inter_token_latency_seconds_bucket|vllm:inter_token_latency_seconds_count|vllm:iteration_tokens_total_count|vllm:iteration_tokens_total_sum|vllm:kv_cache_usage_perc|vllm:kv_offload_load_bytes_total|vllm:kv_offload_store_bytes_total|vllm:lora_requests_info|vllm:nixl_num_failed_transfers_total|vllm:nixl_num_kv_expired_reqs_total|vllm:nixl_xfer_time_seconds_bucket|vllm:num_incoming_requests_total|vllm:num_preemptions_total|vllm:num_requests_running|vllm:num_requests_waiting|vllm:num_requests_waiting_by_reason|vllm:prefix_cache_hits_total|vllm:prefix_cache_queries_total|vllm:prompt_tokens_by_source_total|vllm:prompt_tokens_total|vllm:request_decode_time_seconds_count|vllm:request_decode_time_seconds_sum|vllm:request_errors_total|vllm:request_generation_tokens_bucket|vllm:request_latency_seconds_bucket|vllm:request_prefill_time_seconds_count|vllm:request_prefill_time_seconds_sum|vllm:request_prompt_tokens_bucket|vllm:request_queue_time_seconds_bucket|vllm:request_queue_time_seconds_count|vllm:request_queue_time_seconds_sum|vllm:request_success_total|vllm:spec_decode_num_accepted_tokens_per_pos_total|vllm:spec_decode_num_accepted_tokens_total|vllm:spec_decode_num_draft_tokens_total|vllm:time_per_output_token_seconds_bucket|vllm:time_per_output_token_seconds_count|vllm:time_to_first_token_seconds_bucket|vllm:time_to_first_token_seconds_count
{{- end }}

{{/*
What rules, alerts and dashboards read of governance.
*/}}
{{- define "observability.needed.governance" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|kueue_admission_attempt_duration_seconds_bucket|kueue_admission_attempts_total|kueue_admission_checks_wait_time_seconds_bucket|kueue_admission_cycle_preemption_skips|kueue_admission_wait_time_seconds_bucket|kueue_admitted_active_workloads|kueue_admitted_until_ready_wait_time_seconds_bucket|kueue_admitted_workloads_total|kueue_cluster_queue_nominal_quota|kueue_cluster_queue_resource_pending|kueue_cluster_queue_resource_usage|kueue_cluster_queue_status|kueue_cluster_queue_weighted_share|kueue_cohort_subtree_quota|kueue_cohort_subtree_resource_reservations|kueue_evicted_workloads_total|kueue_local_queue_admission_wait_time_seconds_bucket|kueue_local_queue_admitted_active_workloads|kueue_local_queue_admitted_workloads_total|kueue_local_queue_evicted_workloads_total|kueue_local_queue_pending_workloads|kueue_local_queue_resource_usage|kueue_pending_workloads|kueue_preempted_workloads_total|kueue_quota_reserved_wait_time_seconds_bucket|process_cpu_seconds_total|process_resident_memory_bytes|process_start_time_seconds
{{- end }}

{{/*
What rules, alerts and dashboards read of scaling.
*/}}
{{- define "observability.needed.scaling" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|keda_scaled_object_paused|keda_scaler_active|keda_scaler_detail_errors_total|keda_scaler_errors|keda_scaler_metrics_latency|keda_scaler_metrics_latency_seconds|keda_scaler_metrics_value|process_cpu_seconds_total|process_resident_memory_bytes|process_start_time_seconds
{{- end }}

{{/*
What rules, alerts and dashboards read of network.
*/}}
{{- define "observability.needed.network" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|node_amazonefa_impaired_remote_conn_events|node_amazonefa_info|node_amazonefa_rdma_read_bytes|node_amazonefa_rdma_read_wr_err|node_amazonefa_rdma_write_wr_err|node_amazonefa_retrans_pkts|node_amazonefa_retrans_timeout_events|node_amazonefa_rx_bytes|node_amazonefa_rx_drops|node_amazonefa_tx_bytes|node_amazonefa_tx_pkts|node_amazonefa_unresponsive_remote_events|process_cpu_seconds_total|process_resident_memory_bytes|process_start_time_seconds
{{- end }}

{{/*
What rules, alerts and dashboards read of filesystem.
*/}}
{{- define "observability.needed.filesystem" -}}
controller_runtime_reconcile_errors_total|controller_runtime_reconcile_total|http_requests_total|lustre_available_kibibytes|lustre_available_kilobytes|lustre_capacity_kibibytes|lustre_capacity_kilobytes|lustre_drop_count_total|lustre_errors_total|lustre_health_check|lustre_inodes_free|lustre_inodes_maximum|lustre_read_bytes_total|lustre_stats_seconds_sum|lustre_stats_total|lustre_write_bytes_total|process_cpu_seconds_total|process_resident_memory_bytes|process_start_time_seconds
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
Questions to OpenSearch that have no metric, as modules of blackbox_exporter.
*/}}
{{- define "observability.openSearchChecks" -}}
modules:
  answers:
    prober: http
    timeout: 8s
    http:
      follow_redirects: false
      basic_auth:
        username: {{ include "observability.openSearchMonitor" . | toJson }}
        password_file: /etc/opensearch/password/monitor-password
      {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
      tls_config:
        ca_file: /etc/opensearch/tls/ca.crt
      {{- end }}
  policies:
    prober: http
    timeout: 8s
    http:
      follow_redirects: false
      basic_auth:
        username: {{ include "observability.openSearchMonitor" . | toJson }}
        password_file: /etc/opensearch/password/monitor-password
      {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
      tls_config:
        ca_file: /etc/opensearch/tls/ca.crt
      {{- end }}
      fail_if_body_json_matches_cel: "body.exists(index, type(body[index]) == map && ((has(body[index].action) && type(body[index].action) == map && body[index].action.failed == true) || (has(body[index].retry_info) && type(body[index].retry_info) == map && body[index].retry_info.failed == true)))"
{{- end }}

{{/*
What is kept of the metrics of OpenSearch.
*/}}
{{- define "observability.openSearchMetrics" -}}
elasticsearch_cluster_health_status|elasticsearch_cluster_health_number_of_nodes|elasticsearch_cluster_health_number_of_data_nodes|elasticsearch_cluster_health_active_primary_shards|elasticsearch_cluster_health_active_shards|elasticsearch_cluster_health_relocating_shards|elasticsearch_cluster_health_initializing_shards|elasticsearch_cluster_health_unassigned_shards|elasticsearch_cluster_health_delayed_unassigned_shards|elasticsearch_cluster_health_number_of_pending_tasks|elasticsearch_cluster_health_task_max_waiting_in_queue_millis|elasticsearch_jvm_memory_used_bytes|elasticsearch_jvm_memory_max_bytes|elasticsearch_jvm_memory_pool_used_bytes|elasticsearch_jvm_gc_collection_seconds_count|elasticsearch_jvm_gc_collection_seconds_sum|elasticsearch_jvm_uptime_seconds|elasticsearch_breakers_estimated_size_bytes|elasticsearch_breakers_limit_size_bytes|elasticsearch_breakers_tripped|elasticsearch_process_cpu_percent|elasticsearch_process_cpu_seconds_total|elasticsearch_process_open_files_count|elasticsearch_process_max_files_descriptors|elasticsearch_os_load1|elasticsearch_thread_pool_queue_count|elasticsearch_thread_pool_active_count|elasticsearch_thread_pool_completed_count|elasticsearch_thread_pool_rejected_count|elasticsearch_filesystem_data_available_bytes|elasticsearch_filesystem_data_size_bytes|elasticsearch_indices_docs|elasticsearch_indices_store_size_bytes|elasticsearch_indices_segments_count|elasticsearch_indices_indexing_index_total|elasticsearch_indices_indexing_index_time_seconds_total|elasticsearch_indices_indexing_is_throttled|elasticsearch_indices_indexing_throttle_time_seconds_total|elasticsearch_indices_search_query_total|elasticsearch_indices_search_query_time_seconds|elasticsearch_indices_search_fetch_time_seconds|elasticsearch_indices_refresh_time_seconds_total|elasticsearch_indices_merges_total_time_seconds_total|elasticsearch_indices_merges_current|elasticsearch_indexing_pressure_current_all_in_bytes|elasticsearch_indexing_pressure_limit_in_bytes|elasticsearch_node_shards_total|elasticsearch_indices_docs_primary|elasticsearch_indices_store_size_bytes_primary|elasticsearch_indices_store_size_bytes_total|elasticsearch_indices_settings_creation_timestamp_seconds|elasticsearch_indices_settings_replicas|elasticsearch_indices_settings_stats_read_only_indices|elasticsearch_clustersettings_allocation_watermark_low_ratio|elasticsearch_clustersettings_allocation_watermark_high_ratio|elasticsearch_clustersettings_allocation_watermark_flood_stage_ratio|elasticsearch_clustersettings_stats_max_shards_per_node|elasticsearch_snapshot_stats_number_of_snapshots|elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds|elasticsearch_snapshot_stats_snapshot_start_time_timestamp|elasticsearch_snapshot_stats_snapshot_failed_shards|elasticsearch_scrape_success
{{- end }}

{{/*
Where snapshots lie, as JSON: the repository `observability`. A store that is not Amazon’s has its buckets in
the path of the address.
*/}}
{{- define "observability.snapshotRepository" -}}
{{- if eq .Values.logs.snapshots.type "fs" -}}
{{- dict "type" "fs" "settings" (dict "location" "/usr/share/opensearch/snapshots" "compress" true) | toJson -}}
{{- else -}}
{{- $settings := dict "bucket" .Values.logs.snapshots.s3.bucket "base_path" .Values.logs.snapshots.s3.basePath -}}
{{- with .Values.logs.snapshots.s3.region }}{{ $settings = set $settings "region" . }}{{ end -}}
{{- with .Values.logs.snapshots.s3.endpoint }}{{ $settings = set $settings "endpoint" . | merge (dict "path_style_access" true) }}{{ end -}}
{{- dict "type" "s3" "settings" $settings | toJson -}}
{{- end -}}
{{- end }}

{{/*
Names of the aliases and indices of all families, as JSON. Indices are called FAMILY-000001, and no family
begins a part of its name with a digit.
*/}}
{{- define "observability.logPatterns" -}}
{{- $patterns := list -}}
{{- range $family := keys .Values.logs.families | sortAlpha }}{{ $patterns = concat $patterns (list $family (printf "%s-0*" $family)) }}{{ end -}}
{{- toJson $patterns -}}
{{- end }}

{{/*
A size of Kubernetes (Mi, Gi, Ti) in bytes. Call with the size.
*/}}
{{- define "observability.bytes" -}}
{{- mul (regexFind "^[0-9]+" . | int64) (get (dict "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776) (regexFind "[A-Z]i$" .) | int64) -}}
{{- end }}

{{/*
The labels that lines carry, each a keyword, as JSON. Dots in their names would make structures of them.
*/}}
{{- define "observability.logLabelFields" -}}
{{- $fields := dict -}}
{{- range .Values.logs.labels }}{{ $fields = set $fields (replace "." "_" .) (dict "type" "keyword" "ignore_above" 1024) }}{{ end -}}
{{- toJson $fields -}}
{{- end }}

{{/*
The mapping of a line. Generated from dashboards-src/logs/fields.ts.
*/}}
{{- define "observability.logMapping" -}}
{
  "dynamic": false,
  "properties": {
    "@timestamp": {
      "type": "date",
      "format": "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX||strict_date_optional_time_nanos||epoch_millis"
    },
    "severity": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "message": {
      "type": "text",
      "norms": false
    },
    "family": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "source": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "stream": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "cluster": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "node": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "namespace": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "pod": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "container": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "workload": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "workload_kind": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "queue": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "labels": {
      "type": "object",
      "dynamic": false,
      "properties": {{ include "observability.logLabelFields" . }}
    },
    "logger": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "error_pattern": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "exception": {
      "type": "text",
      "norms": false
    },
    "exception_type": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "trace_id": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "span_id": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "job": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "rank": {
      "type": "long"
    },
    "epoch": {
      "type": "long"
    },
    "step": {
      "type": "long"
    },
    "loss": {
      "type": "double"
    },
    "learning_rate": {
      "type": "double"
    },
    "grad_norm": {
      "type": "double"
    },
    "model": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "request_id": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "duration": {
      "type": "double"
    },
    "status": {
      "type": "long"
    },
    "path": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "input_tokens": {
      "type": "long"
    },
    "output_tokens": {
      "type": "long"
    },
    "xid": {
      "type": "long"
    },
    "pci_bus_id": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "redactions": {
      "type": "long"
    },
    "unparsed": {
      "type": "keyword",
      "ignore_above": 1024
    },
    "id": {
      "type": "object",
      "enabled": false
    },
    "log_offset": {
      "type": "long",
      "index": false
    },
    "attributes": {
      "type": "object",
      "enabled": false
    }
  }
}
{{- end }}

{{/*
Names the mapping: where an index has another, lines are sent to a new index.
*/}}
{{- define "observability.logSchema" -}}
{{- include "observability.logMapping" . | sha256sum | trunc 12 -}}
{{- end }}

{{/*
What the bootstrap Job writes into OpenSearch. Generated from generator/components/opensearch/.
*/}}
{{- define "observability.openSearchDocuments" -}}
families: {{ keys .Values.logs.families | sortAlpha | join "\n" | printf "%s\n" | toJson }}
schema: {{ include "observability.logSchema" . | quote }}
sizes: |
{{- range $family, $own := .Values.logs.families }}{{ with ($own | default dict).maxSize }}
  {{ $family }} {{ include "observability.bytes" . }}
{{- end }}{{ end }}
users: |
  writer {{ include "observability.openSearchWriter" . }}
  reader {{ include "observability.openSearchReader" . }}
  monitor {{ include "observability.openSearchMonitor" . }}
  janitor {{ include "observability.openSearchJanitor" . }}
component-template.observability-logs.json: |
  {
    "template": {
      "settings": {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        "codec": "{{ .Values.logs.codec }}",
        "refresh_interval": "10s",
        "mapping.ignore_malformed": true,
        "query.default_field": "message"
      },
      "mappings": {{ merge (dict "_meta" (dict "schema" (include "observability.logSchema" .))) (include "observability.logMapping" . | fromJson) | toJson }}
    }
  }
user.writer.json: |
  {
    "description": "Fluent Bit."
  }
user.reader.json: |
  {
    "description": "Grafana and MCP servers."
  }
user.monitor.json: |
  {
    "description": "The exporter."
  }
user.janitor.json: |
  {
    "description": "The CronJob that keeps sizes."
  }
role.logs_writer.json: |
  {
    "description": "Adds lines to the families of logs. Makes no index: one that took the place of an alias would never be rolled over.",
    "cluster_permissions": [
      "indices:data/write/bulk"
    ],
    "index_permissions": [
      {
        "index_patterns": {{ include "observability.logPatterns" . }},
        "allowed_actions": [
          "indices:data/write/bulk*",
          "indices:data/write/index"
        ]
      }
    ]
  }
role.logs_reader.json: |
  {
    "description": "Searches the families of logs, and what was restored of them.",
    "cluster_permissions": [
      "cluster_composite_ops_ro",
      "cluster_monitor",
      "cluster:admin/opensearch/ppl"
    ],
    "index_permissions": [
      {
        "index_patterns": {{ append (include "observability.logPatterns" . | fromJsonArray) "restored-*" | toJson }},
        "allowed_actions": [
          "indices:data/read/*",
          "indices:admin/mappings/get",
          "indices:admin/mappings/fields/get*",
          "indices:admin/get",
          "indices:admin/aliases/get",
          "indices:admin/resolve/index",
          "indices:monitor/*"
        ]
      }
    ]
  }
role.logs_monitor.json: |
  {
    "description": "Asks how the store is, and reads no line.",
    "cluster_permissions": [
      "cluster_monitor",
      "cluster:admin/opendistro/ism/managedindex/explain",
      "cluster:admin/opensearch/snapshot_management/policy/explain",
      "cluster:admin/opensearch/snapshot_management/policy/get",
      "cluster:admin/opensearch/snapshot_management/policy/search",
      "cluster:admin/repository/get",
      "cluster:admin/snapshot/get"
    ],
    "index_permissions": [
      {
        "index_patterns": [
          "*"
        ],
        "allowed_actions": [
          "indices:monitor/*",
          "indices:admin/aliases/get",
          "indices:admin/get"
        ]
      },
      {
        "index_patterns": {{ include "observability.logPatterns" . }},
        "allowed_actions": [
          "indices:admin/opensearch/ism/managedindex"
        ]
      }
    ]
  }
role.logs_janitor.json: |
  {
    "description": "Deletes the oldest indices of the families of logs where they take too much room, and reads no line.",
    "cluster_permissions": [
      "cluster_monitor"
    ],
    "index_permissions": [
      {
        "index_patterns": {{ include "observability.logPatterns" . }},
        "allowed_actions": [
          "indices:admin/delete",
          "indices:admin/aliases/get",
          "indices:monitor/*"
        ]
      }
    ]
  }
role-mapping.logs_writer.json: |
  {
    "users": [
      "{{ include "observability.openSearchWriter" . }}"
    ]
  }
role-mapping.logs_reader.json: |
  {
    "users": [
      "{{ include "observability.openSearchReader" . }}"
    ]
  }
role-mapping.logs_monitor.json: |
  {
    "users": [
      "{{ include "observability.openSearchMonitor" . }}"
    ]
  }
role-mapping.logs_janitor.json: |
  {
    "users": [
      "{{ include "observability.openSearchJanitor" . }}"
    ]
  }
{{- range $family, $own := .Values.logs.families }}
{{- $own = $own | default dict }}
{{- $retention := $own.retention | default $.Values.logs.retention }}
{{- $rolloverSize := $own.rolloverSize | default $.Values.logs.rollover.size | lower | replace "i" "b" }}
{{- $rolloverAge := $own.rolloverAge | default $.Values.logs.rollover.age }}
index-template.{{ $family }}.json: |
  {
    "index_patterns": [
      "{{ $family }}-0*"
    ],
    "composed_of": [
      "observability-logs"
    ],
    "priority": 200,
    "template": {
      "settings": {
        "plugins.index_state_management.rollover_alias": "{{ $family }}"
      }
    }
  }
policy.{{ $family }}.json: |
  {
    "policy": {
      "description": "Lines of {{ $family }}: a new index at {{ $rolloverSize }} or {{ $rolloverAge }}, deleted {{ $retention }} later.",
      "default_state": "write",
      "states": [
        {
          "name": "write",
          "actions": [
            {
              "retry": {
                "count": 3,
                "backoff": "exponential",
                "delay": "10m"
              },
              "rollover": {
                "min_primary_shard_size": "{{ $rolloverSize }}",
                "min_index_age": "{{ $rolloverAge }}"
              }
            }
          ],
          "transitions": [
            {
              "state_name": "keep"
            }
          ]
        },
        {
          "name": "keep",
          "actions": [],
          "transitions": [
            {
              "state_name": "delete",
              "conditions": {
                "min_rollover_age": "{{ $retention }}"
              }
            }
          ]
        },
        {
          "name": "delete",
          "actions": [
            {
              "retry": {
                "count": 3,
                "backoff": "exponential",
                "delay": "10m"
              },
              "delete": {}
            }
          ],
          "transitions": []
        }
      ],
      "ism_template": [
        {
          "index_patterns": [
            "{{ $family }}-0*"
          ],
          "priority": 100
        }
      ]
    }
  }
{{- end }}
{{- if .Values.logs.snapshots.enabled }}
snapshots.json: |
  {
    "description": "Logs of observability.",
    "creation": {
      "schedule": {
        "cron": {
          "expression": "{{ .Values.logs.snapshots.schedule }}",
          "timezone": "UTC"
        }
      },
      "time_limit": "12h"
    },
    "deletion": {
      "schedule": {
        "cron": {
          "expression": "{{ .Values.logs.snapshots.schedule }}",
          "timezone": "UTC"
        }
      },
      "condition": {
        "max_age": "{{ .Values.logs.snapshots.keep }}",
        "min_count": 1
      },
      "time_limit": "12h"
    },
    "snapshot_config": {
      "repository": "observability",
      "indices": "{{ include "observability.logPatterns" . | fromJsonArray | join "," }}",
      "ignore_unavailable": true,
      "include_global_state": false,
      "partial": true
    }
  }
repository.json: |
  {{ include "observability.snapshotRepository" . }}
{{- end }}
{{- end }}

{{/*
request.sh, as it stands in generator/components/opensearch/scripts.
*/}}
{{- define "observability.script.request" -}}
# What the scripts share: how they log in, ask and wait.
#
# OPENSEARCH_URL   where it is
# OPENSEARCH_USER  who asks; the password is in $CREDENTIALS/users/$LOGIN_KEY
# CREDENTIALS      folder with users/, ca.crt where the authority is a private one, and admin.crt and admin.key where the admin has a certificate

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
answer=$work/answer
umask 077

# quoted TEXT: as it has to stand between quotation marks, in JSON and in a configuration of curl.
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

# login FILE [USER KEY]: a configuration of curl, as passwords in arguments would be seen by every process. Without a user it is the admin's certificate.
login() {
  {
    echo 'header = "Content-Type: application/json"'
    [ ! -f "$CREDENTIALS/ca.crt" ] || echo "cacert = \"$CREDENTIALS/ca.crt\""
    if [ $# -eq 1 ]; then
      echo "cert = \"$CREDENTIALS/admin.crt\""
      echo "key = \"$CREDENTIALS/admin.key\""
    else
      echo "user = \"$(quoted "$2"):$(quoted "$(cat "$CREDENTIALS/users/$3")")\""
    fi
  } > "$1"
}

# stop CODE TEXT: beside what functions print, and also from within $(…), which has to be an assignment then.
stop() {
  echo "$2" >&2
  exit "$1"
}

# said: the answer, for people.
said() { if [ "$status" = 000 ]; then cat "$work/curl"; else echo "OpenSearch answers $status: $(head -c 1000 "$answer")"; fi; }

# ask LOGIN METHOD PATH [FILE]: $status is the answer's, 000 where there was none; its text is in the file $answer.
ask() {
  status=$(curl --config "$1" --silent --show-error --max-time 60 --request "$2" ${4:+--data-binary "@$4"} --output "$answer" --write-out '%{http_code}' "$OPENSEARCH_URL/$3" 2> "$work/curl") || status=000
}

# request METHOD PATH [FILE]: the same as the one who is logged in. What may pass by itself is asked again for a minute. $value is the value of the chart that it is about.
value=
request() {
  for pause in ${PAUSES-1 2 5 10 20 20} end; do
    ask "$work/login" "$@"
    case $status in
      000 | 429 | 5??) [ $pause = end ] || sleep $pause ;;
      *) return ;;
    esac
  done
  stop 1 "$1 $2: $(said)${value:+
           Look at $value.}"
}

# refused WHAT VALUE: names what OpenSearch does not take, and the value to look at. Trying again would not help, but where somebody else was at it.
refused() {
  if [ "$status" = 409 ] || grep -q resource_already_exists_exception "$answer"; then stop 1 "$1: $(said)"; fi
  stop 2 "refused    $1: $(said)
           Look at $2, then run helm upgrade."
}

# writes_to FAMILY: name of the index that takes its lines, or nothing. Of the index alone, as an alias for itself is shown only to who may see every index.
writes_to() {
  request GET "$1-0*/_alias/$1?filter_path=*.aliases.*.is_write_index"
  case $status in 200 | 404) ;; *) refused "alias $1" "the role of $OPENSEARCH_USER" ;; esac
  tr '}' '\n' < "$answer" | sed -n 's/.*"\([^"]*\)":{"aliases":{"[^"]*":{"is_write_index":true$/\1/p'
}

# until_ready PATH: an open port is not enough, the security plugin answers 503 for a while.
until_ready() {
  for try in $(seq "${TRIES:-120}"); do
    ask "$work/login" GET "$1"
    case $status in
      200) return ;;
      401 | 403) stop 1 "OpenSearch does not let $OPENSEARCH_USER in: its password in the Secret, or the certificate of the admin, is not the one that OpenSearch knows." ;;
    esac
    [ "$try" != 1 ] || echo "waiting for $OPENSEARCH_URL"
    sleep 5
  done
  stop 1 "OpenSearch is not ready: $(said)"
}
{{- end }}

{{/*
bootstrap.sh, as it stands in generator/components/opensearch/scripts.
*/}}
{{- define "observability.script.bootstrap" -}}
#!/bin/sh
# Makes OpenSearch what the values of the chart say: users, roles, index templates, policies, aliases, snapshots. It may run as often as it likes,
# and after it was interrupted: each object is looked at, written and looked at again, and it says which were created or changed.
#
# DOCUMENTS   folder with what to write; beside it what request.sh reads
# IF_MISSING  true: does nothing where every user logs in and every family has an index to write to, as after a loss of the volume neither is so
set -eu
. "$(dirname "$0")/request.sh"

say() { printf '%-10s %s\n' "$1" "$2"; }

# apply WHAT PATH FILE VALUE [FILTER]: writes a document. What the server makes of it is compared with itself, so that no JSON has to be understood here.
apply() {
  value=$4
  request GET "$2${5:+?filter_path=$5}"
  found=$status
  cp "$answer" "$work/before"
  request PUT "$2${6:-}" "$3"
  case $status in 200 | 201) ;; *) refused "$1" "$4" ;; esac
  request GET "$2${5:+?filter_path=$5}"
  if [ "$found" != 200 ]; then say created "$1"
  elif cmp -s "$work/before" "$answer"; then say 'as wanted' "$1"
  else say changed "$1"; fi
}

# apply_versioned WHAT PATH FILE VALUE FILTER: the same where the plugin takes a change only with the number of what it replaces.
apply_versioned() {
  value=$4
  request GET "$2?filter_path=_seq_no,_primary_term"
  version=
  case $status in
    200) version="?if_seq_no=$(sed 's/.*"_seq_no":\([0-9]*\).*/\1/' "$answer")&if_primary_term=$(sed 's/.*"_primary_term":\([0-9]*\).*/\1/' "$answer")" ;;
    404) ;;
    *) refused "$1" "$4" ;;
  esac
  apply "$1" "$2" "$3" "$4" "$5" "$version"
}

# documents KIND: names of the documents of a kind.
documents() { for file in "$DOCUMENTS/$1".*.json; do [ ! -f "$file" ] || basename "$file" .json | cut -d . -f 2-; done; }

roles() {
  for role in $(documents role); do
    apply "role $role" "_plugins/_security/api/roles/$role" "$DOCUMENTS/role.$role.json" logs.families
    apply "users of role $role" "_plugins/_security/api/rolesmapping/$role" "$DOCUMENTS/role-mapping.$role.json" external.opensearch
  done
}

# may_log_in USER KEY: whether the password in the Secret is the one that OpenSearch knows.
may_log_in() {
  login "$work/user" "$1" "$2"
  ask "$work/user" GET '_plugins/_security/authinfo?filter_path=user_name'
  rm "$work/user"
  [ "$status" = 200 ]
}

# with_password WHO: the document of a user with the password; only the shell itself sees it.
with_password() {
  printf '{"password": "%s",\n' "$(quoted "$(cat "$CREDENTIALS/users/$1-password")")"
  tail -n +2 "$DOCUMENTS/user.$1.json"
}

users() {
  while read -r who user; do
    cp "$DOCUMENTS/user.$who.json" "$work/document"
    known=true
    may_log_in "$user" "$who-password" || { known=false; with_password "$who" > "$work/document"; }
    apply "user $user" "_plugins/_security/api/internalusers/$user" "$work/document" "$who-password in the Secret of credentials.opensearch"
    [ "$found" != 200 ] || $known || say changed "password of $user"
  done < "$DOCUMENTS/users"
}

# The admin's own password: only its certificate may change it, as OpenSearch knows the old one.
admin_password() {
  [ -f "$CREDENTIALS/admin.crt" ] || return 0
  if may_log_in "$OPENSEARCH_USER" "$LOGIN_KEY"; then say 'as wanted' "password of $OPENSEARCH_USER"; return; fi
  printf '[{"op": "add", "path": "/password", "value": "%s"}]' "$(quoted "$(cat "$CREDENTIALS/users/$LOGIN_KEY")")" > "$work/document"
  request PATCH "_plugins/_security/api/internalusers/$OPENSEARCH_USER" "$work/document"
  [ "$status" = 200 ] || refused "password of $OPENSEARCH_USER" "$LOGIN_KEY in the Secret of credentials.opensearch"
  say changed "password of $OPENSEARCH_USER"
}

templates() {
  for name in $(documents component-template); do
    apply "component template $name" "_component_template/$name" "$DOCUMENTS/component-template.$name.json" "logs.labels and logs.codec"
  done
  while read -r family; do
    apply "index template $family" "_index_template/$family" "$DOCUMENTS/index-template.$family.json" "logs.families.$family"
  done < "$DOCUMENTS/families"
}

policies() {
  while read -r family; do
    apply_versioned "policy $family" "_plugins/_ism/policies/$family" "$DOCUMENTS/policy.$family.json" "logs.retention, logs.rollover and logs.families.$family" \
      policy.description,policy.default_state,policy.states,policy.ism_template.index_patterns,policy.ism_template.priority
  done < "$DOCUMENTS/families"
}

# An alias that is written to: of the newest index, or of a first one.
alias_of() {
  value=logs.families.$1
  index=$(writes_to "$1")
  [ -z "$index" ] || { say 'as wanted' "alias $1"; return; }
  request GET "_cat/indices/$1-0*?h=index&s=index:desc"
  newest=$(head -n 1 "$answer" | tr -d ' ')
  if [ -n "$newest" ]; then
    printf '{"actions": [{"add": {"index": "%s", "alias": "%s", "is_write_index": true}}]}' "$newest" "$1" > "$work/document"
    request POST _aliases "$work/document"
  else
    newest=$1-000001
    printf '{"aliases": {"%s": {"is_write_index": true}}}' "$1" > "$work/document"
    request PUT "$newest" "$work/document"
  fi
  if grep -q invalid_alias_name_exception "$answer"; then
    stop 2 "refused    alias $1: there is an index of that name in its place. Move its lines away (POST _reindex) and delete it, or rename logs.families.$1; then run helm upgrade."
  fi
  [ "$status" = 200 ] || refused "alias $1" "logs.families.$1"
  say created "alias $1 to $newest"
}

# A changed schema holds for new indices only: begin one.
schema_of() {
  index=$(writes_to "$1")
  request GET "$index/_mapping?filter_path=*.mappings._meta.schema"
  ! grep -q "\"$(cat "$DOCUMENTS/schema")\"" "$answer" || return 0
  request POST "$1/_rollover"
  [ "$status" = 200 ] || refused "new index of $1" "logs.families.$1"
  index=$(writes_to "$1")
  say changed "schema of $1: lines go to $index now"
}

# Indices keep the policy that they began with until they are told of another.
policy_holds() {
  printf '{"policy_id": "%s"}' "$1" > "$work/document"
  request POST "_plugins/_ism/add/$1-0*" "$work/document"
  request POST "_plugins/_ism/change_policy/$1-0*?filter_path=updated_indices,failed_indices.index_name,failed_indices.reason" "$work/document"
  [ "$status" = 200 ] || refused "policy $1 for the indices that exist" "logs.families.$1"
  if grep -q '"reason"' "$answer"; then echo "not yet    policy $1 for the indices that exist: $(cat "$answer")"; unfinished=true; return; fi
  say holds "policy $1 (indices: $(sed 's/.*"updated_indices":\([0-9]*\).*/\1/' "$answer"))"
}

indices() {
  while read -r family; do
    alias_of "$family"
    schema_of "$family"
    policy_holds "$family"
  done < "$DOCUMENTS/families"
}

snapshots() {
  policy=_plugins/_sm/policies/observability
  if [ ! -f "$DOCUMENTS/repository.json" ]; then
    request GET "$policy?filter_path=_seq_no"
    [ "$status" = 200 ] || return 0
    request DELETE "$policy"
    say deleted 'schedule of snapshots; those that exist stay'
    return
  fi
  apply 'repository of snapshots' _snapshot/observability "$DOCUMENTS/repository.json" logs.snapshots
  request GET "$policy?filter_path=_seq_no"
  if [ "$status" = 404 ]; then
    request POST "$policy" "$DOCUMENTS/snapshots.json"
    case $status in 200 | 201) ;; *) refused 'schedule of snapshots' logs.snapshots ;; esac
    say created 'schedule of snapshots'
  else
    apply_versioned 'schedule of snapshots' "$policy" "$DOCUMENTS/snapshots.json" logs.snapshots sm_policy.description,sm_policy.creation,sm_policy.deletion,sm_policy.snapshot_config
  fi
}

if [ -f "$CREDENTIALS/admin.crt" ]; then login "$work/login"; else login "$work/login" "$OPENSEARCH_USER" "$LOGIN_KEY"; fi
# A user that does not log in, or a family without an index to write to.
is_missing() {
  while read -r who user; do may_log_in "$user" "$who-password" || return 0; done < "$DOCUMENTS/users"
  while read -r family; do
    index=$(writes_to "$family") || exit 1
    [ -n "$index" ] || return 0
  done < "$DOCUMENTS/families"
  return 1
}

unfinished=false
until_ready _plugins/_security/api/roles/all_access
if "${IF_MISSING:-false}" && ! is_missing; then
  echo 'Nothing is missing.'
  exit
fi
admin_password
roles
users
templates
policies
indices
snapshots
! $unfinished || stop 1 'Not all is done yet: it will be tried again.'
echo 'All is as the values say.'
{{- end }}

{{/*
janitor.sh, as it stands in generator/components/opensearch/scripts.
*/}}
{{- define "observability.script.janitor" -}}
#!/bin/sh
# Deletes the oldest indices where they take more room than they may: of a family that is above its maxSize, and of all where a disk is fuller than logs.diskLimit.
#
# DOCUMENTS   folder with families and sizes (FAMILY BYTES)
# DISK_LIMIT  percent; beside them what request.sh reads
set -eu
. "$(dirname "$0")/request.sh"

# closed FAMILY...: "CREATED BYTES INDEX" of the indices that take no new lines, the oldest first.
closed() {
  for family; do
    open=$(writes_to "$family")
    # Without it none can be told from the one that must stay.
    [ -n "$open" ] || continue
    request GET "_cat/indices/$family-0*?h=creation.date,store.size,index&bytes=b"
    awk -v open="$open" '$3 != open' "$answer"
  done > "$work/closed"
  sort -n "$work/closed"
}

size_of() {
  request GET "_cat/indices/$1-0*?h=store.size&bytes=b"
  awk '{ sum += $1 } END { printf "%d", sum }' "$answer"
}

fullest_disk() {
  request GET '_cat/allocation?h=disk.percent'
  awk '$1 > most { most = $1 } END { printf "%d", most }' "$answer"
}

# delete_oldest WHY FAMILY...: false where only indices are left that take new lines.
delete_oldest() {
  why=$1
  shift
  indices=$(closed "$@") || exit 1
  oldest=$(echo "$indices" | head -n 1 | awk '{ print $3 }')
  [ -n "$oldest" ] || return 1
  request DELETE "$oldest"
  case $status in 200 | 404) ;; *) refused "deleting $oldest" "the role of $OPENSEARCH_USER" ;; esac
  echo "deleted $oldest: $why"
}

# keep_size FAMILY BYTES
keep_size() {
  size=$(size_of "$1")
  while [ "$size" -gt "$2" ]; do
    if ! delete_oldest "$1 takes $size bytes, more than its maxSize of $2" "$1"; then
      echo "$1 takes $size bytes, more than its maxSize of $2, in the one index that takes new lines: give it a smaller logs.families.$1.rolloverSize"
      return
    fi
    size=$(size_of "$1")
  done
}

# keep_disk FAMILY...
keep_disk() {
  full=$(fullest_disk)
  while [ "$full" -ge "$DISK_LIMIT" ]; do
    delete_oldest "a disk is $full % full, and logs.diskLimit is $DISK_LIMIT" "$@" ||
      stop 1 "A disk is $full % full, and only indices are left that take new lines: enlarge the volumes of OpenSearch, or set a smaller logs.rollover.size."
    sleep "${PAUSE:-10}"
    full=$(fullest_disk)
  done
  echo "The fullest disk is $full % full, and logs.diskLimit is $DISK_LIMIT."
}

login "$work/login" "$OPENSEARCH_USER" "$LOGIN_KEY"
until_ready _cluster/health
while read -r family most; do keep_size "$family" "$most"; done < "$DOCUMENTS/sizes"
# shellcheck disable=SC2046 # names of families have no spaces
keep_disk $(cat "$DOCUMENTS/families")
{{- end }}

{{/*
Names a run of the bootstrap Job by all that it depends on, as a Job cannot be changed. Of the passwords it
takes when somebody else than Helm changed them, not their text.
*/}}
{{- define "observability.bootstrapRun" -}}
{{- $users := lookup "v1" "Secret" .Release.Namespace "observability-opensearch-users" | default dict -}}
{{- $changes := list -}}
{{- range dig "metadata" "managedFields" list $users }}{{ if ne .manager "helm" }}{{ $changes = append $changes (list .manager .time) }}{{ end }}{{ end -}}
opensearch-bootstrap-{{ list .Chart.Version (include "observability.openSearchDocuments" .) (include "observability.script.request" .) (include "observability.script.bootstrap" .) (include "observability.openSearchUrl" .) .Values.logs .Values.external.opensearch .Values.credentials.opensearch .Values.global $changes | toJson | sha256sum | trunc 8 -}}
{{- end }}

{{/*
Where metrics by OTLP go.
*/}}
{{- define "observability.otelMetricsUrl" -}}
{{- .Values.otel.metrics.url | trimSuffix "/" | default (printf "%s/api/v1/otlp" (include "observability.prometheusWriteUrl" .)) -}}
{{- end }}

{{/*
Where traces by OTLP go.
*/}}
{{- define "observability.otelTracesUrl" -}}
{{- if .Values.otel.traces.awsRegion -}}https://xray.{{ .Values.otel.traces.awsRegion }}.amazonaws.com{{- else -}}{{ .Values.otel.traces.url | trimSuffix "/" }}{{- end -}}
{{- end }}

{{/*
Size of the volume of the queues.
*/}}
{{- define "observability.otelVolume" -}}
{{- mul 4 .Values.otel.queue.mebibytes }}Mi
{{- end }}

{{/*
Configuration of the OpenTelemetry Collector.
*/}}
{{- define "observability.otelConfig" -}}
extensions:
  health_check:
    endpoint: 0.0.0.0:13133
  {{- if eq .Values.otel.auth.mode "token" }}
  bearertokenauth:
    filename: /etc/otel-token/token
  {{- end }}
  {{- if .Values.otel.traces.awsRegion }}
  sigv4auth:
    region: {{ .Values.otel.traces.awsRegion | quote }}
    service: xray
  {{- end }}
  {{- if and .Values.otel.enabled .Values.otel.metrics.enabled }}
  file_storage/metrics:
    directory: /var/lib/otel/metrics
    create_directory: true
    # A file that a crash has broken is put aside and begun anew, rather than keeping the collector from starting.
    recreate: true
    compaction:
      directory: /var/lib/otel/metrics
      on_start: true
      on_rebound: true
      cleanup_on_start: true
  {{- end }}
  {{- if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
  file_storage/logs:
    directory: /var/lib/otel/logs
    create_directory: true
    # A file that a crash has broken is put aside and begun anew, rather than keeping the collector from starting.
    recreate: true
    compaction:
      directory: /var/lib/otel/logs
      on_start: true
      on_rebound: true
      cleanup_on_start: true
  {{- end }}
  {{- if and .Values.otel.enabled (or .Values.otel.traces.url .Values.otel.traces.awsRegion) }}
  file_storage/traces:
    directory: /var/lib/otel/traces
    create_directory: true
    # A file that a crash has broken is put aside and begun anew, rather than keeping the collector from starting.
    recreate: true
    compaction:
      directory: /var/lib/otel/traces
      on_start: true
      on_rebound: true
      cleanup_on_start: true
  {{- end }}
receivers:
  otlp:
    protocols:
      grpc:
        endpoint: 0.0.0.0:4317
        {{- if eq .Values.otel.auth.mode "token" }}
        auth:
          authenticator: bearertokenauth
        {{- end }}
        {{- if or .Values.otel.tls.existingSecret .Values.otel.tls.issuerRef.name }}
        tls:
          cert_file: /etc/otel-tls/tls.crt
          key_file: /etc/otel-tls/tls.key
          reload_interval: 1m
        {{- end }}
      http:
        endpoint: 0.0.0.0:4318
        {{- if eq .Values.otel.auth.mode "token" }}
        auth:
          authenticator: bearertokenauth
        {{- end }}
        {{- if or .Values.otel.tls.existingSecret .Values.otel.tls.issuerRef.name }}
        tls:
          cert_file: /etc/otel-tls/tls.crt
          key_file: /etc/otel-tls/tls.key
          reload_interval: 1m
        {{- end }}
processors:
  memory_limiter:
    check_interval: 1s
    limit_percentage: 80
    spike_limit_percentage: 25
  # What a sender says of where it runs is not believed, but for the UID of its pod.
  transform/claims:
    error_mode: propagate
    {{- range list "metric_statements" "log_statements" "trace_statements" }}
    {{ . }}:
      - delete_matching_keys(resource.attributes, "^k8s\\.(cluster|namespace|node|deployment|replicaset|statefulset|daemonset|job|cronjob)\\.|^k8s\\.pod\\.(name|ip|hostname|start_time|label|annotation)")
    {{- end }}
  k8s_attributes:
    auth_type: serviceAccount
    # Or whoever sends first after a restart would belong to nobody.
    wait_for_metadata: true
    wait_for_metadata_timeout: 30s
    extract:
      metadata: [k8s.namespace.name, k8s.pod.name, k8s.pod.uid, k8s.node.name, k8s.deployment.name, k8s.statefulset.name, k8s.daemonset.name, k8s.job.name, k8s.cronjob.name]
    pod_association:
      - sources:
          - from: resource_attribute
            name: k8s.pod.uid
      - sources:
          - from: connection
  {{- if and .Values.otel.enabled .Values.otel.metrics.enabled }}
  transform/points:
    error_mode: propagate
    metric_statements:
      - {{ printf "set(datapoint.attributes[\"cluster\"], %q)" .Values.global.clusterName | quote }}
      - "set(datapoint.attributes[\"via\"], \"otlp\")"
      - "delete_key(datapoint.attributes, \"node\")"
      - "delete_key(datapoint.attributes, \"namespace\")"
      - "delete_key(datapoint.attributes, \"pod\")"
      - "delete_key(datapoint.attributes, \"container\")"
      - "set(datapoint.attributes[\"node\"], resource.attributes[\"k8s.node.name\"]) where resource.attributes[\"k8s.node.name\"] != nil"
      - "set(datapoint.attributes[\"namespace\"], resource.attributes[\"k8s.namespace.name\"]) where resource.attributes[\"k8s.namespace.name\"] != nil"
      - "set(datapoint.attributes[\"pod\"], resource.attributes[\"k8s.pod.name\"]) where resource.attributes[\"k8s.pod.name\"] != nil"
      - "set(datapoint.attributes[\"container\"], resource.attributes[\"k8s.container.name\"]) where resource.attributes[\"k8s.container.name\"] != nil"
  {{- end }}
  {{- if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
  transform/lines:
    error_mode: propagate
    log_statements:
      - "set(log.time_unix_nano, log.observed_time_unix_nano) where log.time_unix_nano == 0"
      - "merge_maps(log.attributes, log.body, \"insert\") where IsMap(log.body)"
      - "set(log.attributes[\"message\"], log.body) where not IsMap(log.body) and log.body != nil"
      - "set(log.attributes[\"level\"], log.severity_text) where log.severity_text != \"\" and log.severity_number == SEVERITY_NUMBER_UNSPECIFIED"
      - "set(log.attributes[\"level\"], \"trace\") where log.severity_number >= 1"
      - "set(log.attributes[\"level\"], \"debug\") where log.severity_number >= 5"
      - "set(log.attributes[\"level\"], \"info\") where log.severity_number >= 9"
      - "set(log.attributes[\"level\"], \"warn\") where log.severity_number >= 13"
      - "set(log.attributes[\"level\"], \"error\") where log.severity_number >= 17"
      - "set(log.attributes[\"level\"], \"fatal\") where log.severity_number >= 21"
      - "set(log.attributes[\"logger\"], instrumentation_scope.name) where instrumentation_scope.name != \"\""
      - "set(log.attributes[\"service.name\"], resource.attributes[\"service.name\"]) where resource.attributes[\"service.name\"] != nil"
      - "set(log.attributes[\"trace_id\"], log.trace_id.string) where log.trace_id.string != \"\""
      - "set(log.attributes[\"span_id\"], log.span_id.string) where log.span_id.string != \"\""
      - "set(log.attributes[\"exception\"], log.attributes[\"exception.stacktrace\"]) where log.attributes[\"exception.stacktrace\"] != nil"
      - "set(log.attributes[\"exception_type\"], log.attributes[\"exception.type\"]) where log.attributes[\"exception.type\"] != nil"
      - "set(log.attributes[\"request_id\"], log.attributes[\"http.request.header.x-request-id\"]) where log.attributes[\"http.request.header.x-request-id\"] != nil"
      - "set(log.attributes[\"duration\"], log.attributes[\"http.server.request.duration\"]) where log.attributes[\"http.server.request.duration\"] != nil"
      - "set(log.attributes[\"status\"], log.attributes[\"http.response.status_code\"]) where log.attributes[\"http.response.status_code\"] != nil"
      - "set(log.attributes[\"path\"], log.attributes[\"url.path\"]) where log.attributes[\"url.path\"] != nil"
      - "set(log.cache[\"uid\"], log.attributes[\"log.record.uid\"])"
      - "set(log.cache[\"uid\"], UUID()) where log.cache[\"uid\"] == nil"
      - "set(log.cache[\"tag\"], \"log.stranger\")"
      - "set(log.cache[\"tag\"], Concat([\"log.kube.var.log.containers.\", resource.attributes[\"k8s.pod.name\"], \"_\", resource.attributes[\"k8s.namespace.name\"], \"_\", \"-\", \"-0000000000000000000000000000000000000000000000000000000000000000.log\"], \"\")) where resource.attributes[\"k8s.pod.name\"] != nil and resource.attributes[\"k8s.namespace.name\"] != nil"
      - "set(log.cache[\"tag\"], Concat([\"log.kube.var.log.containers.\", resource.attributes[\"k8s.pod.name\"], \"_\", resource.attributes[\"k8s.namespace.name\"], \"_\", resource.attributes[\"k8s.container.name\"], \"-0000000000000000000000000000000000000000000000000000000000000000.log\"], \"\")) where resource.attributes[\"k8s.pod.name\"] != nil and resource.attributes[\"k8s.namespace.name\"] != nil and IsMatch(resource.attributes[\"k8s.container.name\"], \"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\\\z\")"
      - "set(log.body, {\"otlp\": String(log.attributes), \"uid\": log.cache[\"uid\"], \"tag\": log.cache[\"tag\"], \"node\": resource.attributes[\"k8s.node.name\"]})"
  {{- end }}
  {{- if and .Values.otel.enabled (or .Values.otel.traces.url .Values.otel.traces.awsRegion) }}
  transform/spans:
    error_mode: propagate
    trace_statements:
      - {{ printf "set(resource.attributes[\"k8s.cluster.name\"], %q)" .Values.global.clusterName | quote }}
  {{- end }}
exporters:
  {{- if and .Values.otel.enabled .Values.otel.metrics.enabled }}
  otlp_http/metrics:
    endpoint: {{ include "observability.otelMetricsUrl" . | quote }}
    {{- if or .Values.otel.metrics.headers .Values.otel.metrics.existingSecret }}
    headers:
      {{- range $name, $value := .Values.otel.metrics.headers }}
      {{ $name | quote }}: {{ $value | replace "$" "$$" | quote }}
      {{- end }}
      {{- if .Values.otel.metrics.existingSecret }}
      Authorization: ${env:METRICS_AUTHORIZATION}
      {{- end }}
    {{- end }}
    compression: gzip
    retry_on_failure:
      max_elapsed_time: 0s
    sending_queue:
      storage: file_storage/metrics
      sizer: bytes
      queue_size: {{ mul .Values.otel.queue.mebibytes 1048576 }}
      num_consumers: 1
      batch:
        sizer: bytes
        flush_timeout: 1s
        min_size: 524288
        max_size: 1048576
  {{- end }}
  {{- if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
  otlp_http/logs:
    endpoint: http://{{ include "observability.name" (dict "root" . "component" "fluent-bit-otlp") }}.{{ .Release.Namespace }}.svc:4320
    compression: gzip
    retry_on_failure:
      max_elapsed_time: 0s
    sending_queue:
      storage: file_storage/logs
      sizer: bytes
      queue_size: {{ mul .Values.otel.queue.mebibytes 1048576 }}
      num_consumers: 4
      batch:
        sizer: bytes
        flush_timeout: 1s
        min_size: 524288
        max_size: 1048576
  {{- end }}
  {{- if and .Values.otel.enabled (or .Values.otel.traces.url .Values.otel.traces.awsRegion) }}
  {{ if or .Values.otel.traces.awsRegion (eq .Values.otel.traces.protocol "http") }}otlp_http{{ else }}otlp_grpc{{ end }}/traces:
    endpoint: {{ include "observability.otelTracesUrl" . | quote }}
    {{- if .Values.otel.traces.awsRegion }}
    auth:
      authenticator: sigv4auth
    {{- end }}
    {{- if or .Values.otel.traces.headers .Values.otel.traces.existingSecret }}
    headers:
      {{- range $name, $value := .Values.otel.traces.headers }}
      {{ $name | quote }}: {{ $value | replace "$" "$$" | quote }}
      {{- end }}
      {{- if .Values.otel.traces.existingSecret }}
      Authorization: ${env:TRACES_AUTHORIZATION}
      {{- end }}
    {{- end }}
    compression: gzip
    retry_on_failure:
      max_elapsed_time: 0s
    sending_queue:
      storage: file_storage/traces
      sizer: bytes
      queue_size: {{ mul .Values.otel.queue.mebibytes 1048576 }}
      num_consumers: 4
      batch:
        sizer: bytes
        flush_timeout: 1s
        min_size: 524288
        max_size: 1048576
  {{- end }}
service:
  extensions: [health_check{{ if eq .Values.otel.auth.mode "token" }}, bearertokenauth{{ end }}{{ if .Values.otel.traces.awsRegion }}, sigv4auth{{ end }}{{ if and .Values.otel.enabled .Values.otel.metrics.enabled }}, file_storage/metrics{{ end }}{{ if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}, file_storage/logs{{ end }}{{ if and .Values.otel.enabled (or .Values.otel.traces.url .Values.otel.traces.awsRegion) }}, file_storage/traces{{ end }}]
  telemetry:
    logs:
      encoding: json
    metrics:
      readers:
        - pull:
            exporter:
              prometheus:
                host: 0.0.0.0
                port: 8888
  pipelines:
    {{- if and .Values.otel.enabled .Values.otel.metrics.enabled }}
    metrics:
      receivers: [otlp]
      processors: [memory_limiter, transform/claims, k8s_attributes, transform/points]
      exporters: [otlp_http/metrics]
    {{- end }}
    {{- if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
    logs:
      receivers: [otlp]
      processors: [memory_limiter, transform/claims, k8s_attributes, transform/lines]
      exporters: [otlp_http/logs]
    {{- end }}
    {{- if and .Values.otel.enabled (or .Values.otel.traces.url .Values.otel.traces.awsRegion) }}
    traces:
      receivers: [otlp]
      processors: [memory_limiter, transform/claims, k8s_attributes, transform/spans]
      exporters: [{{ if or .Values.otel.traces.awsRegion (eq .Values.otel.traces.protocol "http") }}otlp_http{{ else }}otlp_grpc{{ end }}/traces]
    {{- end }}
{{- end }}

{{/*
PromQL of what an hour of an instance costs, by endpoint; nothing where no price is set.
*/}}
{{- define "observability.instancePrices" -}}
{{- $prices := list -}}
{{- range $endpoint, $dollars := .Values.sagemaker.instanceHourPrices -}}
{{- $prices = append $prices (printf "label_replace(vector(%s), \"endpoint_name\", \"%s\", \"\", \"\")" (toJson $dollars | trimAll "\"") $endpoint) -}}
{{- end -}}
{{- join " or " $prices | default "label_replace(vector(0), \"endpoint_name\", \"\", \"\", \"\") > 0" -}}
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
Every metric of SageMaker in CloudWatch, with its statistics at each level. Generated from
dashboards-src/sagemaker/table.ts.
*/}}
{{- define "observability.sageMakerMetrics" -}}
- read: endpoints
  namespace: AWS/SageMaker
  dimensions: [EndpointName, VariantName]
  taggable: true
  basic:
    Invocations: [Sum]
    Invocation4XXErrors: [Sum]
    Invocation5XXErrors: [Sum]
    InvocationModelErrors: [Sum]
    ModelLatency: [Sum, SampleCount, p99]
    OverheadLatency: [Sum, SampleCount, p99]
    ConcurrentRequestsPerModel: [Maximum]
    ModelSetupTime: [Average, Maximum]
    ModelLoadingWaitTime: [Sum, SampleCount, Maximum]
    ModelDownloadingTime: [Sum, SampleCount, Maximum]
    ModelLoadingTime: [Sum, SampleCount, Maximum]
    ModelUnloadingTime: [Sum, SampleCount, Maximum]
    ModelCacheHit: [Sum, SampleCount]
  advanced:
    Invocations: [Sum]
    Invocation4XXErrors: [Sum, Average]
    Invocation5XXErrors: [Sum, Average]
    InvocationModelErrors: [Sum, Average]
    ModelLatency: [Sum, SampleCount, Maximum, p99, Average, Minimum, p50, p90]
    OverheadLatency: [Sum, SampleCount, Maximum, p99, Average, Minimum, p50, p90]
    InvocationsPerInstance: [Sum]
    ConcurrentRequestsPerModel: [Maximum, Minimum]
    ModelSetupTime: [Average, Maximum, Minimum, SampleCount, p90, p99]
    ModelLoadingWaitTime: [Sum, SampleCount, Maximum, Average, Minimum]
    ModelDownloadingTime: [Sum, SampleCount, Maximum, Average, Minimum]
    ModelLoadingTime: [Sum, SampleCount, Maximum, Average, Minimum]
    ModelUnloadingTime: [Sum, SampleCount, Maximum, Average, Minimum]
    ModelCacheHit: [Sum, SampleCount, Average]
- read: endpoints
  namespace: /aws/sagemaker/Endpoints
  dimensions: [EndpointName, VariantName]
  taggable: true
  basic:
    CPUUtilization: [Average, SampleCount]
    GPUUtilization: [Average]
    MemoryUtilization: [Maximum]
    CPUUtilizationNormalized: [Average]
    GPUUtilizationNormalized: [Average]
    GPUMemoryUtilizationNormalized: [Maximum]
    DiskUtilization: [Maximum]
    LoadedModelCount: [Average]
  advanced:
    CPUUtilization: [Average, Maximum, SampleCount]
    GPUUtilization: [Average, Maximum]
    GPUMemoryUtilization: [Average, Maximum]
    MemoryUtilization: [Average, Maximum]
    CPUUtilizationNormalized: [Average, Maximum]
    GPUUtilizationNormalized: [Average, Maximum]
    GPUMemoryUtilizationNormalized: [Average, Maximum]
    DiskUtilization: [Average, Maximum]
    CPUReservation: [Average, Maximum]
    GPUReservation: [Average, Maximum]
    MemoryReservation: [Average, Maximum]
    LoadedModelCount: [Average, Sum, Minimum, Maximum, SampleCount]
- read: inferenceComponents
  namespace: AWS/SageMaker
  dimensions: [InferenceComponentName]
  taggable: true
  basic:
    Invocations: [Sum]
    Invocation4XXErrors: [Sum]
    Invocation5XXErrors: [Sum]
    InvocationModelErrors: [Sum]
    ModelLatency: [Sum, SampleCount, p99]
    OverheadLatency: [Sum, SampleCount, p99]
    InvocationsPerCopy: [Sum]
    NoCapacityInvocationFailures: [Sum]
    ConcurrentRequestsPerCopy: [Maximum]
  advanced:
    Invocations: [Sum]
    Invocation4XXErrors: [Sum, Average]
    Invocation5XXErrors: [Sum, Average]
    InvocationModelErrors: [Sum, Average]
    ModelLatency: [Sum, SampleCount, Maximum, p99, Average, Minimum, p50, p90]
    OverheadLatency: [Sum, SampleCount, Maximum, p99, Average, Minimum, p50, p90]
    InvocationsPerCopy: [Sum]
    NoCapacityInvocationFailures: [Sum]
    ConcurrentRequestsPerCopy: [Maximum, Minimum]
- read: inferenceComponents
  namespace: /aws/sagemaker/InferenceComponents
  dimensions: [InferenceComponentName]
  taggable: true
  basic:
    CPUUtilizationNormalized: [Average]
    GPUUtilizationNormalized: [Average]
    GPUMemoryUtilizationNormalized: [Average]
    MemoryUtilizationNormalized: [Average]
  advanced:
    CPUUtilizationNormalized: [Average, Maximum]
    GPUUtilizationNormalized: [Average, Maximum]
    GPUMemoryUtilizationNormalized: [Average, Maximum]
    MemoryUtilizationNormalized: [Average, Maximum]
- read: jobs
  namespace: /aws/sagemaker/TrainingJobs
  dimensions: [Host]
  taggable: false
  basic:
    CPUUtilization: [Average]
    GPUUtilization: [Average]
    MemoryUtilization: [Average]
    CPUUtilizationNormalized: [Average]
    GPUUtilizationNormalized: [Average]
    GPUMemoryUtilizationNormalized: [Average]
    DiskUtilization: [Maximum]
  advanced:
    CPUUtilization: [Average, Maximum, SampleCount]
    GPUUtilization: [Average, Maximum]
    GPUMemoryUtilization: [Average, Maximum]
    MemoryUtilization: [Average, Maximum]
    CPUUtilizationNormalized: [Average, Maximum]
    GPUUtilizationNormalized: [Average, Maximum]
    GPUMemoryUtilizationNormalized: [Average, Maximum]
    DiskUtilization: [Average, Maximum]
- read: jobs
  namespace: /aws/sagemaker/ProcessingJobs
  dimensions: [Host]
  taggable: false
  basic:
    CPUUtilization: [Average]
    GPUUtilization: [Average]
    MemoryUtilization: [Average]
    CPUUtilizationNormalized: [Average]
    GPUUtilizationNormalized: [Average]
    GPUMemoryUtilizationNormalized: [Average]
    DiskUtilization: [Maximum]
  advanced:
    CPUUtilization: [Average, Maximum, SampleCount]
    GPUUtilization: [Average, Maximum]
    GPUMemoryUtilization: [Average, Maximum]
    MemoryUtilization: [Average, Maximum]
    CPUUtilizationNormalized: [Average, Maximum]
    GPUUtilizationNormalized: [Average, Maximum]
    GPUMemoryUtilizationNormalized: [Average, Maximum]
    DiskUtilization: [Average, Maximum]
- read: jobs
  namespace: /aws/sagemaker/TransformJobs
  dimensions: [Host]
  taggable: false
  basic:
    CPUUtilization: [Average]
    GPUUtilization: [Average]
    MemoryUtilization: [Average]
    CPUUtilizationNormalized: [Average]
    GPUUtilizationNormalized: [Average]
    GPUMemoryUtilizationNormalized: [Average]
  advanced:
    CPUUtilization: [Average, Maximum, SampleCount]
    GPUUtilization: [Average, Maximum]
    GPUMemoryUtilization: [Average, Maximum]
    MemoryUtilization: [Average, Maximum]
    CPUUtilizationNormalized: [Average, Maximum]
    GPUUtilizationNormalized: [Average, Maximum]
    GPUMemoryUtilizationNormalized: [Average, Maximum]
- read: recommender
  namespace: /aws/sagemaker/InferenceRecommendationsJobs
  dimensions: []
  taggable: true
  basic:
    ClientInvocations: [Sum]
    ClientInvocationErrors: [Sum]
    ClientLatency: [Sum, SampleCount, p99]
    NumberOfUsers: [Maximum]
  advanced:
    ClientInvocations: [Sum]
    ClientInvocationErrors: [Sum]
    ClientLatency: [Sum, SampleCount, p99, Average, Minimum, Maximum, p50, p90]
    NumberOfUsers: [Maximum, Minimum, Average]
- read: labeling
  namespace: AWS/Sagemaker/LabelingJobs
  dimensions: []
  taggable: false
  basic:
    DatasetObjectsAutoAnnotated: [Maximum]
    DatasetObjectsHumanAnnotated: [Maximum]
    DatasetObjectsLabelingFailed: [Maximum]
    TotalDatasetObjectsLabeled: [Maximum]
    JobsFailed: [Sum]
    JobsSucceeded: [Sum]
    JobsStopped: [Sum]
  advanced:
    DatasetObjectsAutoAnnotated: [Maximum]
    DatasetObjectsHumanAnnotated: [Maximum]
    DatasetObjectsLabelingFailed: [Maximum]
    TotalDatasetObjectsLabeled: [Maximum]
    JobsFailed: [Sum, SampleCount]
    JobsSucceeded: [Sum, SampleCount]
    JobsStopped: [Sum, SampleCount]
- read: labeling
  namespace: AWS/SageMaker/Workteam
  dimensions: []
  taggable: false
  basic:
    ActiveWorkers: [Sum]
    TasksAccepted: [Sum]
    TasksDeclined: [Sum]
    TasksReturned: [Sum]
    TasksSubmitted: [Sum]
    TimeSpent: [Sum]
  advanced:
    ActiveWorkers: [Sum, SampleCount]
    TasksAccepted: [Sum, SampleCount]
    TasksDeclined: [Sum, SampleCount]
    TasksReturned: [Sum, SampleCount]
    TasksSubmitted: [Sum, SampleCount]
    TimeSpent: [Sum, SampleCount]
- read: featureStore
  namespace: AWS/SageMaker/FeatureStore
  dimensions: [FeatureGroupName, OperationName]
  taggable: false
  basic:
    Invocations: [Sum]
    Operation4XXErrors: [Sum]
    Operation5XXErrors: [Sum]
    ThrottledRequests: [Sum]
    Latency: [Sum, SampleCount, p99]
    ConsumedReadRequestsUnits: [Sum]
    ConsumedWriteRequestsUnits: [Sum]
    ConsumedReadCapacityUnits: [Sum]
    ConsumedWriteCapacityUnits: [Sum]
  advanced:
    Invocations: [Sum]
    Operation4XXErrors: [Sum, Average]
    Operation5XXErrors: [Sum, Average]
    ThrottledRequests: [Sum, Average]
    Latency: [Sum, SampleCount, p99, Average, Minimum, Maximum, p50, p90]
    ConsumedReadRequestsUnits: [Sum, Maximum]
    ConsumedWriteRequestsUnits: [Sum, Maximum]
    ConsumedReadCapacityUnits: [Sum, Maximum]
    ConsumedWriteCapacityUnits: [Sum, Maximum]
- read: featureStore
  namespace: AWS/SageMaker/FeatureStore
  dimensions: [OperationName]
  taggable: false
  basic:
    Invocations: [Sum]
    Operation4XXErrors: [Sum]
    Operation5XXErrors: [Sum]
    ThrottledRequests: [Sum]
    Latency: [Sum, SampleCount, p99]
  advanced:
    Invocations: [Sum]
    Operation4XXErrors: [Sum, Average]
    Operation5XXErrors: [Sum, Average]
    ThrottledRequests: [Sum, Average]
    Latency: [Sum, SampleCount, p99, Average, Minimum, Maximum, p50, p90]
- read: pipelines
  namespace: AWS/Sagemaker/ModelBuildingPipeline
  dimensions: [PipelineName]
  taggable: true
  basic:
    ExecutionStarted: [Sum]
    ExecutionFailed: [Sum]
    ExecutionSucceeded: [Sum]
    ExecutionStopped: [Sum]
    ExecutionDuration: [Sum, SampleCount]
  advanced:
    ExecutionStarted: [Sum]
    ExecutionFailed: [Sum, Average]
    ExecutionSucceeded: [Sum, Average]
    ExecutionStopped: [Sum, Average]
    ExecutionDuration: [Sum, SampleCount, Maximum, Average, Minimum]
- read: pipelines
  namespace: AWS/Sagemaker/ModelBuildingPipeline
  dimensions: [PipelineName, StepName]
  taggable: true
  basic:
    StepStarted: [Sum]
    StepFailed: [Sum]
    StepSucceeded: [Sum]
    StepStopped: [Sum]
    StepDuration: [Sum, SampleCount]
  advanced:
    StepStarted: [Sum]
    StepFailed: [Sum, Average]
    StepSucceeded: [Sum, Average]
    StepStopped: [Sum, Average]
    StepDuration: [Sum, SampleCount, Maximum, Average, Minimum]
{{- end }}

{{/*
What jobs of YACE have in common: `dict "values" .Values.sagemaker "group" …`.
*/}}
{{- define "observability.cloudWatchJob" -}}
regions: {{ toJson .values.regions }}
{{- with .values.accounts }}
roles: {{ toJson . }}
{{- end }}
{{- with .group.dimensions }}
dimensionNameRequirements: {{ toJson . }}
{{- end }}
recentlyActiveOnly: true
period: {{ trimSuffix "s" .values.interval }}
length: {{ trimSuffix "s" .values.interval }}
delay: {{ trimSuffix "s" .values.delay }}
metrics:
{{- range $name, $statistics := index .group .values.level }}
  - name: {{ $name }}
    statistics: {{ toJson $statistics }}
{{- end }}
{{- end }}

{{/*
Configuration of YACE.
*/}}
{{- define "observability.cloudWatchConfiguration" -}}
{{- $values := .Values.sagemaker -}}
{{- $discovered := list -}}
{{- $listed := list -}}
{{- range include "observability.sageMakerMetrics" . | fromYamlArray -}}
{{- if and (index $values.read .read) (index . $values.level) -}}
{{- if and .taggable $values.tags }}{{ $discovered = append $discovered . }}{{ else }}{{ $listed = append $listed . }}{{ end -}}
{{- end -}}
{{- end -}}
apiVersion: v1alpha1
sts-region: {{ first $values.regions }}
{{- with $discovered }}
discovery:
  jobs:
{{- range . }}
    - type: {{ .namespace }}
      searchTags:
{{- range $key, $value := $values.tags }}
        - key: {{ $key | quote }}
          value: {{ $value | quote }}
{{- end }}
{{- include "observability.cloudWatchJob" (dict "values" $values "group" .) | nindent 6 }}
{{- end }}
{{- end }}
{{- with $listed }}
customNamespace:
{{- range . }}
  - name: {{ .namespace }}
    namespace: {{ .namespace }}
{{- include "observability.cloudWatchJob" (dict "values" $values "group" .) | nindent 4 }}
{{- end }}
{{- end }}
{{- end }}

{{/*
IAM policy of a role that reads the metrics of its account.
*/}}
{{- define "observability.sageMakerPolicy" -}}
{{- $actions := list "cloudwatch:GetMetricData" "cloudwatch:ListMetrics" "iam:ListAccountAliases" -}}
{{- if .Values.sagemaker.tags }}{{ $actions = append $actions "tag:GetResources" }}{{ end -}}
{{- dict "Version" "2012-10-17" "Statement" (list (dict "Effect" "Allow" "Action" $actions "Resource" "*")) | toJson -}}
{{- end }}

{{/*
IAM policy of the role of the pod, where the roles of accounts read.
*/}}
{{- define "observability.sageMakerAssumePolicy" -}}
{{- $roles := list }}{{ range .Values.sagemaker.accounts }}{{ $roles = append $roles .roleArn }}{{ end -}}
{{- dict "Version" "2012-10-17" "Statement" (list (dict "Effect" "Allow" "Action" "sts:AssumeRole" "Resource" $roles)) | toJson -}}
{{- end }}

{{/*
What helm install prints in the end. Generated from generator/components/notes.ts.
*/}}
{{- define "observability.notes" -}}
{{- $off := list -}}
{{- if not (.Values.prometheus.enabled) }}{{ $off = append $off "prometheus.enabled" }}{{ end -}}
{{- if not (.Values.grafana.enabled) }}{{ $off = append $off "grafana.enabled" }}{{ end -}}
{{- if not (.Values.opensearch.enabled) }}{{ $off = append $off "opensearch.enabled" }}{{ end -}}
{{- if not ((and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url))) }}{{ $off = append $off "opensearchExporter.enabled" }}{{ end -}}
{{- if not (.Values.fluentbit.enabled) }}{{ $off = append $off "fluentbit.enabled" }}{{ end -}}
{{- if not (.Values.opencost.enabled) }}{{ $off = append $off "opencost.enabled" }}{{ end -}}
{{- if not (.Values.dcgm.enabled) }}{{ $off = append $off "dcgm.enabled" }}{{ end -}}
{{- if not (.Values.neuron.enabled) }}{{ $off = append $off "neuron.enabled" }}{{ end -}}
{{- if not (.Values.sagemaker.enabled) }}{{ $off = append $off "sagemaker.enabled" }}{{ end -}}
{{- if not (.Values.monitors.enabled) }}{{ $off = append $off "monitors.enabled" }}{{ end -}}
{{- if not (.Values.dashboards.enabled) }}{{ $off = append $off "dashboards.enabled" }}{{ end -}}
{{- if not (.Values.alerts.enabled) }}{{ $off = append $off "alerts.enabled" }}{{ end -}}
{{- if not (.Values.otel.enabled) }}{{ $off = append $off "otel.enabled" }}{{ end -}}
{{- if not (.Values.mcp.enabled) }}{{ $off = append $off "mcp.enabled" }}{{ end -}}
{{ .Chart.Name }} {{ .Chart.Version }} in the namespace {{ .Release.Namespace }}, cluster {{ .Values.global.clusterName }}:

{{- if .Values.prometheus.enabled }}
  Prometheus           {{ if and .Values.prometheus.enabled (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")) }}an agent, which keeps nothing and answers no query{{ else }}{{ include "observability.ownPrometheusUrl" . }}{{ end }}
{{- end }}
{{- if .Values.grafana.enabled }}
  Grafana              {{ include "observability.grafanaUrl" . }}
{{- end }}
{{- if .Values.opensearch.enabled }}
  OpenSearch           {{ include "observability.openSearchUrl" . }}
{{- end }}
{{- if and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
  OpenSearch exporter  health, disk and policies of OpenSearch as metrics
{{- end }}
{{- if .Values.fluentbit.enabled }}
  Fluent Bit           the logs of every node
{{- end }}
{{- if .Values.opencost.enabled }}
  OpenCost             cost by namespace and workload
{{- end }}
{{- if .Values.dcgm.enabled }}
  DCGM exporter        NVIDIA GPUs, mode {{ .Values.dcgm.mode }}, level {{ .Values.dcgm.level }}
{{- end }}
{{- if .Values.neuron.enabled }}
  Neuron monitor       Trainium and Inferentia
{{- end }}
{{- if .Values.sagemaker.enabled }}
  SageMaker            CloudWatch metrics of {{ join ", " .Values.sagemaker.regions }}, level {{ .Values.sagemaker.level }}, every {{ .Values.sagemaker.interval }}
{{- end }}
{{- if .Values.monitors.enabled }}
  Monitors             Ray, vLLM, Kueue and others, where they run
{{- end }}
{{- if .Values.dashboards.enabled }}
  Dashboards           folder "{{ .Values.dashboards.folder }}"
{{- end }}
{{- if .Values.alerts.enabled }}
  Alerts               {{ if or (or .Values.alerts.routing.critical.slack.secretName .Values.alerts.routing.critical.pagerduty.secretName .Values.alerts.routing.critical.email.to .Values.alerts.routing.critical.webhook.secretName .Values.alerts.routing.critical.receiver) (or .Values.alerts.routing.warning.slack.secretName .Values.alerts.routing.warning.pagerduty.secretName .Values.alerts.routing.warning.email.to .Values.alerts.routing.warning.webhook.secretName .Values.alerts.routing.warning.receiver) (or .Values.alerts.routing.info.slack.secretName .Values.alerts.routing.info.pagerduty.secretName .Values.alerts.routing.info.email.to .Values.alerts.routing.info.webhook.secretName .Values.alerts.routing.info.receiver) }}told to the receivers in alerts.routing{{ else }}told to nobody yet: name receivers in alerts.routing{{ end }}
{{- end }}
{{- if .Values.otel.enabled }}
  OTLP                 http{{ if or .Values.otel.tls.existingSecret .Values.otel.tls.issuerRef.name }}s{{ end }}://{{ include "observability.name" (dict "root" . "component" "otel-collector") }}.{{ .Release.Namespace }}.svc:4317 (gRPC), :4318 (HTTP)
{{- end }}
{{- if .Values.mcp.enabled }}
  MCP servers          read-only, inside the cluster, for the pods that mcp.clients selects
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

Connect an agent to the MCP servers (streamable HTTP) from your machine; these are the commands of Claude Code, the README has Cursor's and VS Code's files:

{{- if and .Values.mcp.enabled .Values.mcp.kubernetes.enabled }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") }} 8080 &
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.prometheus.enabled }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "observability.name" (dict "root" . "component" "mcp-prometheus") }} 8081 &
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.opensearch.enabled }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "observability.name" (dict "root" . "component" "mcp-opensearch") }} 9900 &
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.grafana.enabled }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ include "observability.name" (dict "root" . "component" "mcp-grafana") }} 8000 &
{{- end }}
{{- if eq .Values.mcp.auth.mode "token" }}
  export MCP_TOKEN=$(kubectl --namespace {{ .Release.Namespace }} get secret {{ default (include "observability.name" (dict "root" . "component" "mcp-token")) .Values.mcp.auth.existingSecret }} --output jsonpath='{.data.token}' | base64 --decode)
{{- end }}

{{- if and .Values.mcp.enabled .Values.mcp.kubernetes.enabled }}
  claude mcp add --transport http observability-kubernetes {{ include "observability.mcpScheme" . }}://localhost:8080/mcp{{ if include "observability.mcpAsksForToken" (dict "root" . "server" "kubernetes") }} --header "Authorization: Bearer $MCP_TOKEN"{{ end }}
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.prometheus.enabled }}
  claude mcp add --transport http observability-prometheus {{ include "observability.mcpScheme" . }}://localhost:8081/mcp{{ if include "observability.mcpAsksForToken" (dict "root" . "server" "prometheus") }} --header "Authorization: Bearer $MCP_TOKEN"{{ end }}
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.opensearch.enabled }}
  claude mcp add --transport http observability-opensearch {{ include "observability.mcpScheme" . }}://localhost:9900/mcp{{ if include "observability.mcpAsksForToken" (dict "root" . "server" "opensearch") }} --header "Authorization: Bearer $MCP_TOKEN"{{ end }}
{{- end }}
{{- if and .Values.mcp.enabled .Values.mcp.grafana.enabled }}
  claude mcp add --transport http observability-grafana {{ include "observability.mcpScheme" . }}://localhost:8000/mcp{{ if include "observability.mcpAsksForToken" (dict "root" . "server" "grafana") }} --header "Authorization: Bearer $MCP_TOKEN"{{ end }}
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
{{- if and (and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")))) (not .Values.alerts.enabled) }}
- The rules and alerts of Kubernetes come with Prometheus; kube-prometheus-stack.defaultRules.create=false removes them.
{{- end }}
{{- if and .Values.prometheus.enabled (not .Values.grafana.enabled) }}
- The dashboards of Kubernetes stay as ConfigMaps for a Grafana elsewhere; kube-prometheus-stack.grafana.forceDeployDashboards=false removes them.
{{- end }}
{{- if or .Values.grafana.enabled .Values.opensearch.enabled }}
- Passwords and certificates were made on the first install and are kept in Secrets of this namespace, also by helm uninstall.
  Tools that render without a cluster (Argo CD, helm template) would make new ones at each run: give them Secrets of
  your own{{ if .Values.opensearch.enabled }}, credentials.opensearch.existingSecret and credentials.opensearch.existingTlsSecret{{ end }}{{ if .Values.grafana.enabled }}, grafana.admin.existingSecret{{ end }}{{ if and .Values.mcp.enabled (eq .Values.mcp.auth.mode "token") }}, mcp.auth.existingSecret{{ end }}.
{{- end }}
{{- if and .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
- Logs are kept for {{ .Values.logs.retention }}, in families of indices: {{ keys .Values.logs.families | sortAlpha | join ", " }}.{{ if and .Values.logs.bootstrap.enabled (or .Values.opensearch.enabled .Values.external.opensearch.bootstrap) }} A Job makes them; until it has ended
  nothing else may log in to OpenSearch: kubectl --namespace {{ .Release.Namespace }} logs --selector app.kubernetes.io/name=opensearch-bootstrap --tail=-1{{ else }}
  This release does not make their aliases, users and policies: logs.bootstrap.enabled{{ if not .Values.opensearch.enabled }}, external.opensearch.bootstrap{{ end }} would.{{ end }}
{{- end }}
{{- if .Values.mcp.enabled }}
{{- if eq .Values.mcp.auth.mode "none" }}
{{- if .Values.networkPolicies.enabled }}
- The MCP servers ask callers for nothing: their NetworkPolicies let in only whom mcp.clients selects, where the cluster's network
  enforces NetworkPolicies. mcp.auth.mode=token has them ask for a token as well.
{{- else }}
- The MCP servers ask callers for nothing, and without networkPolicies.enabled=true every pod of the cluster may ask them: set that, or mcp.auth.mode=token.
{{- end }}
{{- else if not (or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name) }}
- Callers send the token of the MCP servers in the open inside the cluster: mcp.tls.issuerRef.name has them speak HTTPS.
{{- end }}
{{- if .Values.mcp.kubernetes.oidc.issuerUrl }}
- The MCP server of Kubernetes asks as its caller, who signs in at {{ .Values.mcp.kubernetes.oidc.issuerUrl }}: the API server has to trust that provider too.
{{- end }}
{{- end }}
{{- if .Values.otel.enabled }}
- Programs send by OTLP with OTEL_EXPORTER_OTLP_ENDPOINT=http{{ if or .Values.otel.tls.existingSecret .Values.otel.tls.issuerRef.name }}s{{ end }}://{{ include "observability.name" (dict "root" . "component" "otel-collector") }}.{{ .Release.Namespace }}.svc:4317; the collector adds namespace, pod and node.
{{- if eq .Values.otel.auth.mode "token" }} With OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer TOKEN":
  kubectl --namespace {{ .Release.Namespace }} get secret {{ default (include "observability.name" (dict "root" . "component" "otel-token")) .Values.otel.auth.existingSecret }} --output jsonpath='{.data.token}' | base64 --decode
{{- else if not .Values.networkPolicies.enabled }} Without networkPolicies.enabled=true every pod of the cluster may: set that, or otel.auth.mode=token.
{{- end }}
{{- if not (and .Values.otel.enabled (or .Values.otel.traces.url .Values.otel.traces.awsRegion)) }}
- No traces are taken: name their store in otel.traces.url.
{{- end }}
{{- end }}
{{- if .Values.global.amp.workspace }}
- Amazon Managed Prometheus: {{ include "observability.ampUrl" . }}. What the roles of these ServiceAccounts (IRSA or EKS Pod
  Identity) have to allow on it{{ with .Values.global.amp.roleArn }}, or be allowed to assume {{ . }}, which does{{ end }} (README.md has the policies):
{{- if and .Values.prometheus.enabled .Values.global.amp.workspace .Values.global.amp.write }}
    {{ include "kube-prometheus-stack.prometheus.serviceAccountName" (index .Subcharts "kube-prometheus-stack") }}: aps:RemoteWrite
{{- end }}
{{- if .Values.grafana.enabled }}
    {{ include "grafana.serviceAccountName" (index .Subcharts "grafana") }}: aps:QueryMetrics, aps:GetSeries, aps:GetLabels, aps:GetMetricMetadata
{{- end }}
{{- if and .Values.global.amp.workspace .Values.global.amp.query }}
    {{ include "observability.name" (dict "root" . "component" "amp-proxy") }}: aps:QueryMetrics, aps:GetSeries, aps:GetLabels, aps:GetMetricMetadata
{{- end }}
  Its rules and alerts are written by: npm run export -- --amp DIR
{{- end }}
{{- if and .Values.prometheus.enabled (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")) }}
- Prometheus is an agent: no recording rule and no alert of this chart or of Kubernetes is evaluated in this cluster, and
  nothing that is sent is kept here beyond its write-ahead log. npm run export -- --amp DIR writes the rules and alerts of this
  chart for {{ if .Values.global.amp.workspace }}aws amp put-rule-groups-namespace --region {{ include "observability.ampRegion" . }}{{ else }}the store that is written to{{ end }}; without them most panels are empty.
{{- end }}
{{- if and .Values.grafana.enabled .Values.external.cloudwatch.region }}
- CloudWatch: the role of the ServiceAccount {{ include "grafana.serviceAccountName" (index .Subcharts "grafana") }} has to allow cloudwatch:GetMetricData,
  cloudwatch:ListMetrics{{ if .Values.external.cloudwatch.logGroups }}, logs:StartQuery, logs:GetQueryResults, logs:GetLogEvents{{ end }} (README.md has the policies).
{{- end }}
{{- if .Values.sagemaker.enabled }}
- The CloudWatch exporter needs a role of AWS, by IRSA (sagemaker.serviceAccountAnnotations) or EKS Pod Identity (an association with the
  ServiceAccount {{ include "observability.name" (dict "root" . "component" "cloudwatch-exporter") }}){{ if .Values.sagemaker.accounts }} with this policy:
    {{ include "observability.sageMakerAssumePolicy" . }}
  Each role in sagemaker.accounts has to trust that role{{ end }}, with this policy:
    {{ include "observability.sageMakerPolicy" . }}
{{- end }}
{{- if not (or (and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")))) (and .Values.global.amp.workspace .Values.global.amp.query) .Values.external.prometheus.url) }}
- There is no Prometheus to ask: dashboards stay empty. Set {{ if and .Values.prometheus.enabled (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack")) }}global.amp.query=true{{ else }}prometheus.enabled=true{{ end }} or external.prometheus.url.
{{- end }}
{{- end }}
