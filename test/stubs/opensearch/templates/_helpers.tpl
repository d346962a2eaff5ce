{{- define "opensearch.uname" -}}
{{ .Values.fullnameOverride | default (printf "%s-%s" (.Values.nameOverride | default .Values.clusterName) .Values.nodeGroup) }}
{{- end }}

{{- define "opensearch.masterService" -}}
{{- $made := printf "%s-master" (.Values.nameOverride | default .Values.clusterName) -}}
{{ coalesce .Values.masterService .Values.fullnameOverride $made }}
{{- end }}

{{- define "opensearch.serviceName" -}}
{{ if eq .Values.nodeGroup "master" }}{{ include "opensearch.masterService" . }}{{ else }}{{ include "opensearch.uname" . }}{{ end }}
{{- end }}

{{- define "opensearch.registry" -}}
{{ with .Values.global.dockerRegistry }}{{ trimSuffix "/" . }}/{{ end }}
{{- end }}

{{- define "opensearch.image" -}}
{{ include "opensearch.registry" . }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
