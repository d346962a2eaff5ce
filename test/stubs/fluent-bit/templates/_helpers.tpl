{{- define "fluent-bit.fullname" -}}
{{ include "stub.fullname" . }}
{{- end }}

{{- define "fluent-bit.serviceAccountName" -}}
{{ include "stub.serviceAccountName" . }}
{{- end }}
