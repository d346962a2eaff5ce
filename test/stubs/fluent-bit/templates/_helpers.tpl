{{- define "fluent-bit.fullname" -}}
{{ include "stub.fullname" . }}
{{- end }}
