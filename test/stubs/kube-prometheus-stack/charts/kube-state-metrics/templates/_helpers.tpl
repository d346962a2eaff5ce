{{- define "kube-state-metrics.fullname" -}}
{{ include "stub.fullname" . }}
{{- end }}

{{- define "kube-state-metrics.namespace" -}}
{{ include "stub.namespace" . }}
{{- end }}

{{- define "kube-state-metrics.labels" -}}
{{ include "stub.labels" . }}
app.kubernetes.io/component: metrics
app.kubernetes.io/part-of: {{ include "stub.name" . }}
{{- if .Values.releaseLabel }}
release: {{ .Release.Name }}
{{- end }}
{{- end }}
