{{/*
Helpers of every stub chart; test/stubs.ts copies this file into each of them when it stages the chart.
*/}}

{{- define "stub.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* fullnameOverride, else the release's name if it holds the chart's name, else both. */}}
{{- define "stub.fullname" -}}
{{- $name := .Values.nameOverride | default .Chart.Name -}}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) -}}
{{ .Values.fullnameOverride | default $full | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "stub.namespace" -}}
{{ .Values.namespaceOverride | default .Release.Namespace }}
{{- end }}

{{- define "stub.serviceAccountName" -}}
{{- $made := .Values.serviceAccount.create | ternary (include "stub.fullname" .) "default" -}}
{{ .Values.serviceAccount.name | default $made }}
{{- end }}

{{- define "stub.selectorLabels" -}}
app.kubernetes.io/name: {{ include "stub.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "stub.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{ include "stub.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* The fields of a map that are set, as YAML. Takes what `pick` gives, e.g. tolerations and nodeSelector of a pod. */}}
{{- define "stub.fields" -}}
{{- $set := dict -}}
{{- range $field, $value := . }}{{ if $value }}{{ $_ := set $set $field $value }}{{ end }}{{ end -}}
{{- if $set }}{{ toYaml $set }}{{ end }}
{{- end }}

{{/* Takes {root, image, tag}; `tag` is used where the image names none. global.imageRegistry wins over the image's registry. */}}
{{- define "stub.image" -}}
{{ .root.Values.global.imageRegistry | default .image.registry }}/{{ .image.repository }}:{{ .image.tag | default .tag }}
{{- end }}

{{/* Pull secrets of `global`, given as names or as {name}. */}}
{{- define "stub.pullSecrets" -}}
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ if kindIs "map" . }}{{ .name }}{{ else }}{{ . }}{{ end }}
  {{- end }}
{{- end }}
{{- end }}
