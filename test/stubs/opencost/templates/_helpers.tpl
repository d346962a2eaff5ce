{{- define "opencost.fullname" -}}
{{ include "stub.fullname" . }}
{{- end }}

{{- define "opencost.namespace" -}}
{{ include "stub.namespace" . }}
{{- end }}

{{/* Address of Prometheus; one of `external` and `internal` is on. */}}
{{- define "opencost.prometheusServerEndpoint" -}}
{{- with .Values.opencost.prometheus -}}
{{- if gt (add .external.enabled .internal.enabled .amp.enabled) 1 }}
{{- fail "opencost.opencost.prometheus: switch on one of internal, external and amp" }}
{{- end }}
{{- if .external.enabled -}}
{{ tpl .external.url $ }}
{{- else -}}
{{ .internal.scheme }}://{{ tpl .internal.serviceName $ }}.{{ tpl .internal.namespaceName $ }}.svc.{{ $.Values.clusterName }}:{{ .internal.port }}{{ .internal.path }}
{{- end }}
{{- end }}
{{- end }}
