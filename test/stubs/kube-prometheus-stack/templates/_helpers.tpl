{{- define "kube-prometheus-stack.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* 26 characters: the operator's suffixes have to fit into a label of 63. */}}
{{- define "kube-prometheus-stack.fullname" -}}
{{ include "stub.fullname" . | trunc 26 | trimSuffix "-" }}
{{- end }}

{{- define "kube-prometheus-stack.namespace" -}}
{{ include "stub.namespace" . }}
{{- end }}

{{- define "kube-prometheus-stack-alertmanager.namespace" -}}
{{ .Values.alertmanager.namespaceOverride | default (include "stub.namespace" .) }}
{{- end }}

{{- define "kube-prometheus-stack.operator.fullname" -}}
{{- $made := printf "%s-operator" (include "kube-prometheus-stack.fullname" .) -}}
{{ .Values.prometheusOperator.fullnameOverride | trunc 35 | trimSuffix "-" | default $made }}
{{- end }}

{{- define "kube-prometheus-stack.prometheus.crname" -}}
{{ include "kube-prometheus-stack.fullname" . }}{{ if not .Values.cleanPrometheusOperatorObjectNames }}-prometheus{{ end }}
{{- end }}

{{- define "kube-prometheus-stack.alertmanager.crname" -}}
{{ include "kube-prometheus-stack.fullname" . }}{{ if not .Values.cleanPrometheusOperatorObjectNames }}-alertmanager{{ end }}
{{- end }}

{{- define "kube-prometheus-stack.prometheus.serviceAccountName" -}}
{{- $made := printf "%s-prometheus" (include "kube-prometheus-stack.fullname" .) -}}
{{ .Values.prometheus.serviceAccount.name | default (.Values.prometheus.serviceAccount.create | ternary $made "default") }}
{{- end }}

{{- define "kube-prometheus-stack.alertmanager.serviceAccountName" -}}
{{- $made := printf "%s-alertmanager" (include "kube-prometheus-stack.fullname" .) -}}
{{ .Values.alertmanager.serviceAccount.name | default (.Values.alertmanager.serviceAccount.create | ternary $made "default") }}
{{- end }}

{{- define "kube-prometheus-stack.operator.serviceAccountName" -}}
{{- $made := include "kube-prometheus-stack.operator.fullname" . -}}
{{ .Values.prometheusOperator.serviceAccount.name | default (.Values.prometheusOperator.serviceAccount.create | ternary $made "default") }}
{{- end }}

{{- define "kube-prometheus-stack.labels" -}}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.Version | quote }}
app.kubernetes.io/part-of: {{ include "kube-prometheus-stack.name" . }}
chart: {{ .Chart.Name }}-{{ .Chart.Version }}
release: {{ .Release.Name | quote }}
heritage: {{ .Release.Service | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "kube-prometheus-stack.prometheus-operator.labels" -}}
app: {{ include "kube-prometheus-stack.name" . }}-operator
app.kubernetes.io/name: {{ include "kube-prometheus-stack.name" . }}-prometheus-operator
app.kubernetes.io/component: prometheus-operator
{{ include "kube-prometheus-stack.labels" . }}
{{- end }}
