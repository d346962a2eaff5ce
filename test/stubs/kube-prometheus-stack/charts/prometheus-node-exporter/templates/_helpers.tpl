{{- define "prometheus-node-exporter.fullname" -}}
{{ include "stub.fullname" . }}
{{- end }}

{{- define "prometheus-node-exporter.namespace" -}}
{{ include "stub.namespace" . }}
{{- end }}

{{- define "prometheus-node-exporter.labels" -}}
{{ include "stub.labels" . }}
app.kubernetes.io/component: metrics
app.kubernetes.io/part-of: {{ include "stub.name" . }}
{{- if .Values.releaseLabel }}
release: {{ .Release.Name }}
{{- end }}
{{- end }}
