{{- define "observability.openSearchJanitorJob" -}}
{{- /*
Deletes the oldest logs where they take more room than they may.
Generated from generator/components/opensearch/janitor.ts.
*/ -}}
{{- if and .Values.logs.bootstrap.enabled (or .Values.opensearch.enabled .Values.external.opensearch.bootstrap) }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-janitor") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-janitor") | nindent 4 }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ include "observability.cronJobName" (dict "root" . "component" "opensearch-janitor") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-janitor") | nindent 4 }}
spec:
  schedule: "*/10 * * * *"
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 300
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 1
  jobTemplate:
    spec:
      backoffLimit: 0
      activeDeadlineSeconds: 540
      template:
        metadata:
          labels:
            {{- include "observability.podLabels" (dict "root" . "component" "opensearch-janitor") | nindent 12 }}
        spec:
          restartPolicy: Never
          serviceAccountName: {{ include "observability.name" (dict "root" . "component" "opensearch-janitor") | quote }}
          automountServiceAccountToken: false
          enableServiceLinks: false
          securityContext:
            runAsNonRoot: true
            runAsUser: 65534
            runAsGroup: 65534
            fsGroup: 65534
            seccompProfile:
              type: RuntimeDefault
          {{- with .Values.logs.bootstrap.nodeSelector }}
          nodeSelector:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with .Values.logs.bootstrap.tolerations }}
          tolerations:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          containers:
            - name: opensearch-janitor
              image: {{ include "observability.image" (dict "root" . "image" .Values.logs.bootstrap.image) | quote }}
              imagePullPolicy: {{ .Values.logs.bootstrap.image.pullPolicy | quote }}
              command:
                - /bin/sh
                - /etc/bootstrap/janitor.sh
              env:
                - name: OPENSEARCH_URL
                  value: {{ include "observability.openSearchUrl" . | quote }}
                - name: OPENSEARCH_USER
                  value: {{ include "observability.openSearchJanitor" . | quote }}
                - name: LOGIN_KEY
                  value: janitor-password
                - name: CREDENTIALS
                  value: /etc/opensearch
                - name: DOCUMENTS
                  value: /etc/bootstrap
                - name: DISK_LIMIT
                  value: {{ printf "%d" (int64 .Values.logs.diskLimit) | quote }}
                - name: TRIES
                  value: "6"
              {{- with .Values.logs.bootstrap.resources }}
              resources:
                {{- toYaml . | nindent 16 }}
              {{- end }}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities:
                  drop:
                    - ALL
              volumeMounts:
                - name: scripts
                  mountPath: /etc/bootstrap
                  readOnly: true
                - name: credentials
                  mountPath: /etc/opensearch
                  readOnly: true
                - name: tmp
                  mountPath: /tmp
          volumes:
            - name: scripts
              configMap:
                name: {{ include "observability.name" (dict "root" . "component" "opensearch-bootstrap") | quote }}
            - name: credentials
              projected:
                defaultMode: 288
                sources:
                  - secret:
                      name: observability-opensearch-users
                      items:
                        - key: janitor-password
                          path: users/janitor-password
                  - secret:
                      name: observability-opensearch-tls
                      items:
                        - key: ca.crt
                          path: ca.crt
                      optional: true
            - name: tmp
              emptyDir:
                medium: Memory
                sizeLimit: 8Mi
{{- if .Values.networkPolicies.enabled }}
---
# Asks OpenSearch, and is asked by nobody.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-janitor") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-janitor") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "opensearch-janitor") | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  ingress: []
  egress:
    # DNS.
    - ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
    {{- if .Values.opensearch.enabled }}
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: {{ .Release.Namespace | quote }}
          podSelector:
            matchLabels:
              app.kubernetes.io/name: {{ (index .Subcharts "opensearch").Values.nameOverride | default "opensearch" | quote }}
              app.kubernetes.io/instance: {{ .Release.Name | quote }}
      ports:
        - protocol: TCP
          port: {{ (index .Subcharts "opensearch").Values.httpPort | int64 }}
    {{- else }}
    - ports:
        - protocol: TCP
          port: {{ include "observability.portOf" (include "observability.openSearchUrl" .) | int64 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
