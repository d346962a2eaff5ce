{{- define "observability.opensearchExporter" -}}
{{- /*
Exporter of OpenSearch: health, disk, heap, writes and policies of the store as metrics.
Generated from generator/components/opensearch-exporter.ts.
*/ -}}
{{- if and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-exporter") | nindent 4 }}
  {{- with .Values.opensearchExporter.serviceAccountAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-exporter") | nindent 4 }}
data:
  checks.yaml: |
    {{- include "observability.openSearchChecks" . | nindent 4 }}
{{- end }}
---
# Two exporters: the metrics of OpenSearch, and the questions that have none. Snapshots are asked for only where
# there are any, as each is read from its repository.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-exporter") | nindent 4 }}
spec:
  replicas: 1
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "opensearch-exporter") | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" (dict "root" . "component" "opensearch-exporter") | nindent 8 }}
      {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
      annotations:
        checksum/checks: {{ sha256sum (include "observability.openSearchChecks" .) | quote }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "observability.name" (dict "root" . "component" "opensearch-exporter") | quote }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 65534
        runAsGroup: 65534
        fsGroup: 65534
        seccompProfile:
          type: RuntimeDefault
      {{- with .Values.opensearchExporter.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.opensearchExporter.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: exporter
          image: {{ include "observability.image" (dict "root" . "image" .Values.opensearchExporter.image) | quote }}
          imagePullPolicy: {{ .Values.opensearchExporter.image.pullPolicy | quote }}
          args:
            - --web.listen-address=:9114
            - {{ printf "--es.uri=%s" (include "observability.openSearchUrl" .) | quote }}
            {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
            - --es.ca=/etc/opensearch/tls/ca.crt
            {{- end }}
            - --es.timeout=8s
            - --es.all
            - --es.indices
            - --no-es.aliases
            - --es.indices_settings
            - --collector.clustersettings
            {{- if .Values.logs.snapshots.enabled }}
            - --collector.snapshots
            {{- end }}
            {{- if and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region }}
            - {{ printf "--aws.region=%s" .Values.external.opensearch.aws.region | quote }}
            {{- end }}
          {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
          env:
            - name: ES_USERNAME
              value: {{ include "observability.openSearchMonitor" . | quote }}
            - name: ES_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: observability-opensearch-users
                  key: monitor-password
          {{- end }}
          ports:
            - name: metrics
              containerPort: 9114
          livenessProbe:
            httpGet:
              path: /healthz
              port: metrics
            periodSeconds: 15
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /healthz
              port: metrics
            periodSeconds: 15
            timeoutSeconds: 5
          {{- with .Values.opensearchExporter.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
          {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
          volumeMounts:
            - name: opensearch-ca
              mountPath: /etc/opensearch/tls
              readOnly: true
          {{- end }}
        {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
        - name: checks
          image: {{ include "observability.image" (dict "root" . "image" .Values.opensearchExporter.checks.image) | quote }}
          imagePullPolicy: {{ .Values.opensearchExporter.checks.image.pullPolicy | quote }}
          args:
            - --config.file=/etc/checks/checks.yaml
            - --web.listen-address=:9115
          ports:
            - name: checks
              containerPort: 9115
          livenessProbe:
            httpGet:
              path: /-/healthy
              port: checks
            periodSeconds: 15
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /-/healthy
              port: checks
            periodSeconds: 15
            timeoutSeconds: 5
          {{- with .Values.opensearchExporter.checks.resources }}
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
            - name: checks
              mountPath: /etc/checks
              readOnly: true
            - name: password
              mountPath: /etc/opensearch/password
              readOnly: true
            {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
            - name: opensearch-ca
              mountPath: /etc/opensearch/tls
              readOnly: true
            {{- end }}
        {{- end }}
      {{- if or (not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region)) (or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret) }}
      volumes:
        {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
        - name: checks
          configMap:
            name: {{ include "observability.name" (dict "root" . "component" "opensearch-exporter") | quote }}
        {{- end }}
        {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
        - name: password
          secret:
            secretName: observability-opensearch-users
            items:
              - key: monitor-password
                path: monitor-password
            defaultMode: 288
        {{- end }}
        {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
        - name: opensearch-ca
          secret:
            secretName: observability-opensearch-tls
            items:
              - key: ca.crt
                path: ca.crt
        {{- end }}
      {{- end }}
{{- if .Values.monitors.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-exporter") | nindent 4 }}
spec:
  jobLabel: app.kubernetes.io/name
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "opensearch-exporter") | nindent 6 }}
  podMetricsEndpoints:
    - port: metrics
      interval: {{ .Values.opensearchExporter.interval | quote }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.openSearchMetrics" . | quote }}
    {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
    - port: checks
      path: /probe
      params:
        module:
          - answers
        target:
          - {{ printf "%s/_cluster/health" (include "observability.openSearchUrl" .) | quote }}
      interval: {{ .Values.opensearchExporter.interval | quote }}
      relabelings:
        - sourceLabels:
            - __param_target
          targetLabel: instance
      metricRelabelings:
        - targetLabel: check
          replacement: answers
    {{- end }}
    {{- if not (and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region) }}
    # With a pattern, as without one it tells of 20 indices only.
    - port: checks
      path: /probe
      params:
        module:
          - policies
        target:
          - {{ printf "%s/_plugins/_ism/explain/*" (include "observability.openSearchUrl" .) | quote }}
      interval: {{ .Values.opensearchExporter.interval | quote }}
      relabelings:
        - sourceLabels:
            - __param_target
          targetLabel: instance
      metricRelabelings:
        - targetLabel: check
          replacement: policies
    {{- end }}
{{- end }}
{{- if .Values.networkPolicies.enabled }}
---
# Scraped from this namespace only, and reaches nothing but OpenSearch: a caller names the target of a check,
# and the password of `monitor` goes there.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "opensearch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "opensearch-exporter") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "opensearch-exporter") | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  ingress:
    - ports:
        - protocol: TCP
          port: 9114
        - protocol: TCP
          port: 9115
      from:
        - podSelector: {}
        {{- with .Values.networkPolicies.extraIngressFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
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
    {{- if and (not .Values.opensearch.enabled) .Values.external.opensearch.aws.region }}
    # The agent of EKS Pod Identity.
    - to:
        - ipBlock:
            cidr: "169.254.170.23/32"
        - ipBlock:
            cidr: fd00:ec2::23/128
      ports:
        - protocol: TCP
          port: 80
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
