{{- define "observability.openSearchBootstrap" -}}
{{- /*
What has to be in OpenSearch: users, roles, index templates, policies, aliases. A Job puts it there.
Generated from generator/components/opensearch/bootstrap.ts.
*/ -}}
{{- if and .Values.logs.bootstrap.enabled (or .Values.opensearch.enabled .Values.external.opensearch.bootstrap) }}
---
# What the Job writes into OpenSearch, and how; the janitor reads here too.
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-bootstrap") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-bootstrap") | nindent 4 }}
data:
  request.sh: |
    {{- include "observability.script.request" . | nindent 4 }}
  bootstrap.sh: |
    {{- include "observability.script.bootstrap" . | nindent 4 }}
  janitor.sh: |
    {{- include "observability.script.janitor" . | nindent 4 }}
  {{- include "observability.openSearchDocuments" . | nindent 2 }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-bootstrap") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-bootstrap") | nindent 4 }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
---
# Runs again at each upgrade or rollback that changes something for it, and a day after it ended at the latest.
# With the admin’s certificate it can also change a password that OpenSearch does not know any more.
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "observability.name" (dict "root" . "component" (include "observability.bootstrapRun" .)) | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-bootstrap") | nindent 4 }}
spec:
  backoffLimit: 10
  ttlSecondsAfterFinished: 86400
  podFailurePolicy:
    rules:
      - action: FailJob
        onExitCodes:
          containerName: opensearch-bootstrap
          operator: In
          values:
            - 2
        onPodConditions: []
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" (dict "root" . "component" "opensearch-bootstrap") | nindent 8 }}
    spec:
      restartPolicy: Never
      serviceAccountName: {{ include "observability.name" (dict "root" . "component" "opensearch-bootstrap") | quote }}
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
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.logs.bootstrap.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: opensearch-bootstrap
          image: {{ include "observability.image" (dict "root" . "image" .Values.logs.bootstrap.image) | quote }}
          imagePullPolicy: {{ .Values.logs.bootstrap.image.pullPolicy | quote }}
          command:
            - /bin/sh
            - /etc/bootstrap/bootstrap.sh
          env:
            - name: OPENSEARCH_URL
              value: {{ include "observability.openSearchUrl" . | quote }}
            - name: OPENSEARCH_USER
              value: {{ include "observability.openSearchAdmin" . | quote }}
            - name: LOGIN_KEY
              value: admin-password
            - name: CREDENTIALS
              value: /etc/opensearch
            - name: DOCUMENTS
              value: /etc/bootstrap
          {{- with .Values.logs.bootstrap.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
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
                    - key: admin-password
                      path: users/admin-password
                    - key: writer-password
                      path: users/writer-password
                    - key: reader-password
                      path: users/reader-password
                    - key: monitor-password
                      path: users/monitor-password
                    - key: janitor-password
                      path: users/janitor-password
              - secret:
                  name: observability-opensearch-tls
                  items:
                    - key: ca.crt
                      path: ca.crt
                  optional: true
              {{- if .Values.credentials.opensearch.certManager.issuer }}
              - secret:
                  name: observability-opensearch-admin-tls
                  items:
                    - key: tls.crt
                      path: admin.crt
                    - key: tls.key
                      path: admin.key
              {{- else }}
              - secret:
                  name: observability-opensearch-tls
                  items:
                    - key: admin.crt
                      path: admin.crt
                    - key: admin.key
                      path: admin.key
                  optional: true
              {{- end }}
        - name: tmp
          emptyDir:
            medium: Memory
            sizeLimit: 8Mi
---
# Makes all again where OpenSearch has lost it with its volume, or a password in the Secret has changed.
# Otherwise it looks, and ends.
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ include "observability.cronJobName" (dict "root" . "component" "opensearch-bootstrap") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-bootstrap") | nindent 4 }}
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
            {{- include "observability.podLabels" (dict "root" . "component" "opensearch-bootstrap") | nindent 12 }}
        spec:
          restartPolicy: Never
          serviceAccountName: {{ include "observability.name" (dict "root" . "component" "opensearch-bootstrap") | quote }}
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
            - name: opensearch-bootstrap
              image: {{ include "observability.image" (dict "root" . "image" .Values.logs.bootstrap.image) | quote }}
              imagePullPolicy: {{ .Values.logs.bootstrap.image.pullPolicy | quote }}
              command:
                - /bin/sh
                - /etc/bootstrap/bootstrap.sh
              env:
                - name: OPENSEARCH_URL
                  value: {{ include "observability.openSearchUrl" . | quote }}
                - name: OPENSEARCH_USER
                  value: {{ include "observability.openSearchAdmin" . | quote }}
                - name: LOGIN_KEY
                  value: admin-password
                - name: CREDENTIALS
                  value: /etc/opensearch
                - name: DOCUMENTS
                  value: /etc/bootstrap
                - name: IF_MISSING
                  value: "true"
                - name: TRIES
                  value: "1"
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
                        - key: admin-password
                          path: users/admin-password
                        - key: writer-password
                          path: users/writer-password
                        - key: reader-password
                          path: users/reader-password
                        - key: monitor-password
                          path: users/monitor-password
                        - key: janitor-password
                          path: users/janitor-password
                  - secret:
                      name: observability-opensearch-tls
                      items:
                        - key: ca.crt
                          path: ca.crt
                      optional: true
                  {{- if .Values.credentials.opensearch.certManager.issuer }}
                  - secret:
                      name: observability-opensearch-admin-tls
                      items:
                        - key: tls.crt
                          path: admin.crt
                        - key: tls.key
                          path: admin.key
                  {{- else }}
                  - secret:
                      name: observability-opensearch-tls
                      items:
                        - key: admin.crt
                          path: admin.crt
                        - key: admin.key
                          path: admin.key
                      optional: true
                  {{- end }}
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
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-bootstrap") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-bootstrap") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "opensearch-bootstrap") | nindent 6 }}
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
