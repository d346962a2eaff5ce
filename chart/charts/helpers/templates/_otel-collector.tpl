{{- define "observability.otelCollector" -}}
{{- /*
OpenTelemetry Collector: takes OTLP of workloads, says of which pod it is, and hands it on.
Generated from generator/components/otel/.
*/ -}}
{{- if .Values.otel.enabled }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
  {{- with .Values.otel.serviceAccountAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
---
# Finds the pod behind the address of a sender, which may be any.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ printf "%s-%s" .Release.Namespace (include "observability.name" (dict "root" . "component" "otel-collector")) | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
rules:
  - apiGroups:
      - ""
    resources:
      - pods
    verbs:
      - get
      - list
      - watch
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ printf "%s-%s" .Release.Namespace (include "observability.name" (dict "root" . "component" "otel-collector")) | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ printf "%s-%s" .Release.Namespace (include "observability.name" (dict "root" . "component" "otel-collector")) | quote }}
subjects:
  - kind: ServiceAccount
    name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
    namespace: {{ .Release.Namespace | quote }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
data:
  relay.yaml: |
    {{- include "observability.otelConfig" . | nindent 4 }}
{{- if and .Values.otel.tls.issuerRef.name (not .Values.otel.tls.existingSecret) }}
---
# The last name is that of a forwarded port.
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
spec:
  secretName: {{ default (include "observability.name" (dict "root" . "component" "otel-collector-tls")) .Values.otel.tls.existingSecret | quote }}
  dnsNames:
    - {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
    - {{ printf "%s.%s" (include "observability.name" (dict "root" . "component" "otel-collector")) .Release.Namespace | quote }}
    - {{ printf "%s.%s.svc" (include "observability.name" (dict "root" . "component" "otel-collector")) .Release.Namespace | quote }}
    - {{ printf "%s.%s.svc.cluster.local" (include "observability.name" (dict "root" . "component" "otel-collector")) .Release.Namespace | quote }}
    - localhost
  usages:
    - server auth
  privateKey:
    algorithm: ECDSA
    size: 256
    rotationPolicy: Always
  issuerRef:
    name: {{ .Values.otel.tls.issuerRef.name | quote }}
    kind: {{ .Values.otel.tls.issuerRef.kind | quote }}
    group: {{ .Values.otel.tls.issuerRef.group | quote }}
{{- end }}
---
# Each replica has a queue of its own on its volume; a sender stays with one as long as its connection lasts.
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
spec:
  replicas: {{ .Values.otel.replicas | int64 }}
  serviceName: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
  podManagementPolicy: Parallel
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "otel-collector") | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" (dict "root" . "component" "otel-collector") | nindent 8 }}
      annotations:
        checksum/config: {{ sha256sum (include "observability.otelConfig" .) | quote }}
    spec:
      serviceAccountName: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
      automountServiceAccountToken: true
      enableServiceLinks: false
      terminationGracePeriodSeconds: 30
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
      {{- with .Values.otel.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.otel.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: collector
          image: {{ include "observability.image" (dict "root" . "image" .Values.otel.image) | quote }}
          imagePullPolicy: {{ .Values.otel.image.pullPolicy | quote }}
          args:
            - --config=/etc/otel/relay.yaml
          {{- if or .Values.otel.metrics.existingSecret .Values.otel.traces.existingSecret }}
          env:
            {{- if .Values.otel.metrics.existingSecret }}
            - name: METRICS_AUTHORIZATION
              valueFrom:
                secretKeyRef:
                  name: {{ .Values.otel.metrics.existingSecret | quote }}
                  key: authorization
            {{- end }}
            {{- if .Values.otel.traces.existingSecret }}
            - name: TRACES_AUTHORIZATION
              valueFrom:
                secretKeyRef:
                  name: {{ .Values.otel.traces.existingSecret | quote }}
                  key: authorization
            {{- end }}
          {{- end }}
          ports:
            - name: otlp-grpc
              containerPort: 4317
            - name: otlp-http
              containerPort: 4318
            - name: metrics
              containerPort: 8888
            - name: health
              containerPort: 13133
          startupProbe:
            httpGet:
              path: /
              port: health
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 24
          livenessProbe:
            httpGet:
              path: /
              port: health
            periodSeconds: 15
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /
              port: health
            periodSeconds: 15
            timeoutSeconds: 5
          {{- with .Values.otel.resources }}
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
            - name: config
              mountPath: /etc/otel
              readOnly: true
            - name: queue
              mountPath: /var/lib/otel
            {{- if eq .Values.otel.auth.mode "token" }}
            - name: token
              mountPath: /etc/otel-token
              readOnly: true
            {{- end }}
            {{- if or .Values.otel.tls.existingSecret .Values.otel.tls.issuerRef.name }}
            - name: tls
              mountPath: /etc/otel-tls
              readOnly: true
            {{- end }}
      volumes:
        - name: config
          configMap:
            name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
        {{- if not .Values.otel.queue.persistent }}
        - name: queue
          emptyDir:
            sizeLimit: {{ include "observability.otelVolume" . | quote }}
        {{- end }}
        {{- if eq .Values.otel.auth.mode "token" }}
        - name: token
          secret:
            secretName: {{ default (include "observability.name" (dict "root" . "component" "otel-token")) .Values.otel.auth.existingSecret | quote }}
            items:
              - key: token
                path: token
        {{- end }}
        {{- if or .Values.otel.tls.existingSecret .Values.otel.tls.issuerRef.name }}
        - name: tls
          secret:
            secretName: {{ default (include "observability.name" (dict "root" . "component" "otel-collector-tls")) .Values.otel.tls.existingSecret | quote }}
        {{- end }}
  {{- if .Values.otel.queue.persistent }}
  volumeClaimTemplates:
    - metadata:
        name: queue
      spec:
        accessModes:
          - ReadWriteOnce
        {{- if .Values.otel.queue.storageClass }}
        storageClassName: {{ .Values.otel.queue.storageClass | quote }}
        {{- end }}
        resources:
          requests:
            storage: {{ include "observability.otelVolume" . | quote }}
  {{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "observability.selectorLabels" (dict "root" . "component" "otel-collector") | nindent 4 }}
  ports:
    - name: otlp-grpc
      port: 4317
      targetPort: otlp-grpc
      appProtocol: grpc
    - name: otlp-http
      port: 4318
      targetPort: otlp-http
      appProtocol: http
{{- if .Values.monitors.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
spec:
  jobLabel: app.kubernetes.io/name
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "otel-collector") | nindent 6 }}
  podMetricsEndpoints:
    - port: metrics
      relabelings:
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
{{- end }}
{{- if .Values.networkPolicies.enabled }}
---
# Who may send, and the stores that it hands on to: nothing else comes in or goes out.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "otel-collector") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "otel-collector") | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  ingress:
    {{- if .Values.otel.clients }}
    - from:
        {{- toYaml .Values.otel.clients | nindent 8 }}
      ports:
        - protocol: TCP
          port: 4317
        - protocol: TCP
          port: 4318
    {{- end }}
    - ports:
        - protocol: TCP
          port: 8888
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
    # The API server, by the ports that it listens on.
    - ports:
        - protocol: TCP
          port: 443
        - protocol: TCP
          port: 6443
    {{- if and .Values.otel.enabled .Values.otel.metrics.enabled }}
    {{- if .Values.otel.metrics.url }}
    - ports:
        - protocol: TCP
          port: {{ include "observability.portOf" .Values.otel.metrics.url | int64 }}
    {{- else }}
    {{- if .Values.prometheus.enabled }}
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: {{ include "kube-prometheus-stack.namespace" (index .Subcharts "kube-prometheus-stack") | quote }}
          podSelector:
            matchLabels:
              app.kubernetes.io/name: prometheus
              operator.prometheus.io/name: {{ include "observability.prometheusCrName" . | quote }}
      ports:
        - protocol: TCP
          port: 9090
    {{- else }}
    - ports:
        - protocol: TCP
          port: {{ include "observability.portOf" (include "observability.prometheusWriteUrl" .) | int64 }}
    {{- end }}
    {{- end }}
    {{- end }}
    {{- if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
    - to:
        - podSelector:
            matchLabels:
              {{- include "observability.selectorLabels" (dict "root" . "component" "fluent-bit") | nindent 14 }}
      ports:
        - protocol: TCP
          port: 4320
    {{- end }}
    {{- if .Values.otel.traces.url }}
    - ports:
        - protocol: TCP
          port: {{ include "observability.portOf" .Values.otel.traces.url | int64 }}
    {{- end }}
    {{- if .Values.otel.traces.awsRegion }}
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
    {{- with .Values.otel.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- if and .Values.otel.enabled .Values.otel.logs.enabled .Values.fluentbit.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url) }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "fluent-bit-otlp") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "observability.selectorLabels" (dict "root" . "component" "fluent-bit") | nindent 4 }}
  ports:
    - name: otlp-http
      port: 4320
      targetPort: 4320
      appProtocol: http
{{- if .Values.networkPolicies.enabled }}
---
# Whoever reaches this port of Fluent Bit may write lines in the name of any pod: only the collector does. Where
# lines go to is not limited, as that may be anywhere.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "fluent-bit-otlp") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "otel-collector") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "fluent-bit") | nindent 6 }}
  policyTypes:
    - Ingress
  ingress:
    - ports:
        - protocol: TCP
          port: 4320
      from:
        - podSelector:
            matchLabels:
              {{- include "observability.selectorLabels" (dict "root" . "component" "otel-collector") | nindent 14 }}
    - ports:
        - protocol: TCP
          port: 2020
        - protocol: TCP
          port: 2021
      from:
        - podSelector: {}
        {{- with .Values.networkPolicies.extraIngressFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
