{{- define "grafana.fullname" -}}
{{ include "stub.fullname" . }}
{{- end }}

{{- define "grafana.namespace" -}}
{{ include "stub.namespace" . }}
{{- end }}

{{- define "grafana.adminSecret" -}}
{{ tpl .Values.admin.existingSecret . | default (include "grafana.fullname" .) }}
{{- end }}

{{/* Takes {root, name, user, password}: the variables that carry the administrator's login. */}}
{{- define "grafana.login" -}}
{{- $secret := include "grafana.adminSecret" .root -}}
- name: {{ .user }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ .root.Values.admin.userKey }}
- name: {{ .password }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ .root.Values.admin.passwordKey }}
{{- end }}

{{/* Takes {root, name, sidecar, folder}: the container that writes labelled ConfigMaps into a folder. */}}
{{- define "grafana.sidecar" -}}
- name: {{ .name }}
  image: {{ include "stub.image" (dict "root" .root "image" .root.Values.sidecar.image "tag" "") }}
  env:
    - name: LABEL
      value: {{ tpl .sidecar.label .root | quote }}
    {{- with .sidecar.labelValue }}
    - name: LABEL_VALUE
      value: {{ tpl . $.root | quote }}
    {{- end }}
    - name: FOLDER
      value: {{ .folder | quote }}
    - name: RESOURCE
      value: {{ .sidecar.resource | quote }}
    {{- with .sidecar.searchNamespace }}
    - name: NAMESPACE
      value: {{ tpl (join "," .) $.root | quote }}
    {{- end }}
    {{- with .sidecar.folderAnnotation }}
    - name: FOLDER_ANNOTATION
      value: {{ . | quote }}
    {{- end }}
    {{- include "grafana.login" (dict "root" .root "user" "REQ_USERNAME" "password" "REQ_PASSWORD") | nindent 4 }}
  {{- include "stub.fields" (pick .root.Values.sidecar "securityContext" "resources") | nindent 2 }}
  volumeMounts:
    - name: {{ .volume }}
      mountPath: {{ .folder | quote }}
{{- end }}

{{- define "grafana.serviceAccountName" -}}
{{ include "stub.serviceAccountName" . }}
{{- end }}
