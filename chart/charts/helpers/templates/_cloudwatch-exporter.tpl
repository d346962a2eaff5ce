{{- define "observability.cloudWatchExporter" -}}
{{- /*
YACE (yet-another-cloudwatch-exporter): metrics of SageMaker from CloudWatch.
Generated from generator/components/sagemaker.
*/ -}}
{{- if .Values.sagemaker.enabled }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "cloudwatch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "cloudwatch-exporter") | nindent 4 }}
  {{- with .Values.sagemaker.serviceAccountAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "cloudwatch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "cloudwatch-exporter") | nindent 4 }}
data:
  config.yaml: |
    {{- include "observability.cloudWatchConfiguration" . | nindent 4 }}
---
# One replica, and none beside it while it is replaced: each asks CloudWatch, and is paid for.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "cloudwatch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "cloudwatch-exporter") | nindent 4 }}
spec:
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "cloudwatch-exporter") | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" (dict "root" . "component" "cloudwatch-exporter") | nindent 8 }}
      annotations:
        checksum/configuration: {{ sha256sum (include "observability.cloudWatchConfiguration" .) | quote }}
    spec:
      serviceAccountName: {{ include "observability.name" (dict "root" . "component" "cloudwatch-exporter") | quote }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 65534
        runAsGroup: 65534
        fsGroup: 65534
        seccompProfile:
          type: RuntimeDefault
      {{- with .Values.sagemaker.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.sagemaker.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: exporter
          image: {{ include "observability.image" (dict "root" . "image" .Values.sagemaker.image) | quote }}
          imagePullPolicy: {{ .Values.sagemaker.image.pullPolicy | quote }}
          args:
            - --listen-address=:5000
            - --config.file=/etc/cloudwatch-exporter/config.yaml
            - {{ printf "--scraping-interval=%s" (printf "%s" (trimSuffix "s" .Values.sagemaker.interval)) | quote }}
            - {{ printf "--cloudwatch-concurrency=%d" (int64 .Values.sagemaker.concurrency) | quote }}
            - --labels-snake-case
          {{- if .Values.sagemaker.extraEnv }}
          env:
            {{- range $name, $value := .Values.sagemaker.extraEnv }}
            - name: {{ $name | quote }}
              value: {{ $value | quote }}
            {{- end }}
          {{- end }}
          {{- if .Values.sagemaker.existingSecret }}
          envFrom:
            - secretRef:
                name: {{ .Values.sagemaker.existingSecret | quote }}
          {{- end }}
          ports:
            - name: metrics
              containerPort: 5000
          livenessProbe:
            httpGet:
              path: /healthz
              port: metrics
            periodSeconds: 15
          readinessProbe:
            httpGet:
              path: /healthz
              port: metrics
            periodSeconds: 15
          {{- with .Values.sagemaker.resources }}
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
            - name: configuration
              mountPath: /etc/cloudwatch-exporter
              readOnly: true
      volumes:
        - name: configuration
          configMap:
            name: {{ include "observability.name" (dict "root" . "component" "cloudwatch-exporter") | quote }}
{{- if .Values.monitors.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "cloudwatch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "cloudwatch-exporter") | nindent 4 }}
spec:
  jobLabel: app.kubernetes.io/name
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "cloudwatch-exporter") | nindent 6 }}
  podMetricsEndpoints:
    - port: metrics
      interval: 30s
      metricRelabelings:
        - action: drop
          sourceLabels:
            - __name__
          regex: aws_.+_info
        - action: labelmap
          regex: dimension_(.+)
        - action: labeldrop
          regex: "dimension_.+|name|account_alias"
{{- end }}
{{- if .Values.networkPolicies.enabled }}
---
# Scraped from this namespace only, and reaches the APIs of AWS, wherever these are, and who gives out the
# credentials of its role.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "cloudwatch-exporter") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "cloudwatch-exporter") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "cloudwatch-exporter") | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  ingress:
    - ports:
        - protocol: TCP
          port: 5000
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
    - ports:
        - protocol: TCP
          port: 443
    - to:
        - ipBlock:
            cidr: "169.254.170.23/32"
      ports:
        - protocol: TCP
          port: 80
{{- end }}
{{- end }}
{{- end }}
