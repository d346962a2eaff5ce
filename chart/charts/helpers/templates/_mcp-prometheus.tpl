{{- define "observability.mcp.prometheus" -}}
{{- /*
MCP server of Prometheus: metrics.
Generated from generator/components/mcp/prometheus.ts.
*/ -}}
{{- if and .Values.mcp.enabled .Values.mcp.prometheus.enabled }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-prometheus") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-prometheus") | nindent 4 }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-prometheus") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-prometheus") | nindent 4 }}
spec:
  replicas: 1
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-prometheus") | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" (dict "root" . "component" "mcp-prometheus") | nindent 8 }}
    spec:
      serviceAccountName: {{ include "observability.name" (dict "root" . "component" "mcp-prometheus") | quote }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        runAsGroup: 1000
        seccompProfile:
          type: RuntimeDefault
      {{- with .Values.mcp.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.mcp.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: mcp-prometheus
          image: {{ include "observability.image" (dict "root" . "image" .Values.mcp.prometheus.image) | quote }}
          imagePullPolicy: {{ .Values.mcp.prometheus.image.pullPolicy | quote }}
          env:
            - name: PROMETHEUS_URL
              value: {{ include "observability.prometheusUrl" . | quote }}
            - name: PROMETHEUS_DISABLE_LINKS
              value: "true"
            - name: PROMETHEUS_MCP_SERVER_TRANSPORT
              value: http
            - name: PROMETHEUS_MCP_STATELESS_HTTP
              value: "true"
            - name: PROMETHEUS_MCP_BIND_HOST
              value: "0.0.0.0"
            - name: PROMETHEUS_MCP_BIND_PORT
              value: "8081"
          {{- if .Values.mcp.prometheus.existingSecret }}
          envFrom:
            - secretRef:
                name: {{ .Values.mcp.prometheus.existingSecret | quote }}
          {{- end }}
          ports:
            - name: http
              containerPort: 8081
          startupProbe:
            httpGet:
              path: /health
              port: http
            timeoutSeconds: 5
            periodSeconds: 5
            failureThreshold: 24
          livenessProbe:
            httpGet:
              path: /health
              port: http
            timeoutSeconds: 5
            periodSeconds: 15
          readinessProbe:
            httpGet:
              path: /health
              port: http
            timeoutSeconds: 5
            periodSeconds: 15
          {{- with .Values.mcp.prometheus.resources }}
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
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-prometheus") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-prometheus") | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-prometheus") | nindent 4 }}
  ports:
    - name: http
      port: 8081
      targetPort: http
      appProtocol: http
{{- if .Values.networkPolicies.enabled }}
---
# The server asks its callers for no password: this policy is what keeps others away.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-prometheus") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-prometheus") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-prometheus") | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  {{- if .Values.mcp.clients }}
  ingress:
    - from:
        {{- toYaml .Values.mcp.clients | nindent 8 }}
      ports:
        - protocol: TCP
          port: 8081
  {{- else }}
  ingress: []
  {{- end }}
  egress:
    # DNS.
    - ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
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
          port: {{ include "observability.portOf" (include "observability.prometheusUrl" .) | int64 }}
    {{- end }}
    {{- with .Values.mcp.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
