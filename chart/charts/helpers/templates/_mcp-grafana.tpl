{{- define "observability.mcp.grafana" -}}
{{- /*
MCP server of Grafana: dashboards, data sources and alerts, without the tools that write.
Generated from generator/components/mcp/grafana.ts.
*/ -}}
{{- if and .Values.mcp.enabled .Values.mcp.grafana.enabled }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-grafana") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-grafana") | nindent 4 }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-grafana") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-grafana") | nindent 4 }}
spec:
  replicas: 1
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-grafana") | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" (dict "root" . "component" "mcp-grafana") | nindent 8 }}
    spec:
      serviceAccountName: {{ include "observability.name" (dict "root" . "component" "mcp-grafana") | quote }}
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
        - name: mcp-grafana
          image: {{ include "observability.image" (dict "root" . "image" .Values.mcp.grafana.image) | quote }}
          imagePullPolicy: {{ .Values.mcp.grafana.image.pullPolicy | quote }}
          args:
            - --transport=streamable-http
            - --address=0.0.0.0:8000
            - --endpoint-path=/mcp
            - --disable-write
            - --disable-proxied
            - --enabled-tools=search,datasource,prometheus,elasticsearch,alerting,dashboard,folder,navigation,annotations,runpanelquery
            - {{ printf "--allowed-hosts=%s" (include "observability.mcpGrafanaHosts" .) | quote }}
          env:
            - name: GRAFANA_URL
              value: {{ include "observability.grafanaUrl" . | quote }}
            {{- if .Values.mcp.grafana.existingSecret }}
            - name: GRAFANA_SERVICE_ACCOUNT_TOKEN
              valueFrom:
                secretKeyRef:
                  name: {{ .Values.mcp.grafana.existingSecret | quote }}
                  key: token
            {{- end }}
            {{- if and (not .Values.mcp.grafana.existingSecret) .Values.grafana.enabled }}
            - name: GRAFANA_USERNAME
              valueFrom:
                secretKeyRef:
                  name: {{ include "observability.grafanaAdminSecret" . | quote }}
                  key: {{ (index .Subcharts "grafana").Values.admin.userKey | quote }}
            {{- end }}
            {{- if and (not .Values.mcp.grafana.existingSecret) .Values.grafana.enabled }}
            - name: GRAFANA_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: {{ include "observability.grafanaAdminSecret" . | quote }}
                  key: {{ (index .Subcharts "grafana").Values.admin.passwordKey | quote }}
            {{- end }}
          ports:
            - name: http
              containerPort: 8000
          startupProbe:
            tcpSocket:
              port: http
            timeoutSeconds: 5
            periodSeconds: 5
            failureThreshold: 24
          livenessProbe:
            tcpSocket:
              port: http
            timeoutSeconds: 5
            periodSeconds: 15
          readinessProbe:
            tcpSocket:
              port: http
            timeoutSeconds: 5
            periodSeconds: 15
          {{- with .Values.mcp.grafana.resources }}
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
  name: {{ include "observability.name" (dict "root" . "component" "mcp-grafana") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-grafana") | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-grafana") | nindent 4 }}
  ports:
    - name: http
      port: 8000
      targetPort: http
      appProtocol: http
{{- if .Values.networkPolicies.enabled }}
---
# The server asks its callers for no password: this policy is what keeps others away.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-grafana") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-grafana") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-grafana") | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  {{- if .Values.mcp.clients }}
  ingress:
    - from:
        {{- toYaml .Values.mcp.clients | nindent 8 }}
      ports:
        - protocol: TCP
          port: 8000
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
    {{- if .Values.grafana.enabled }}
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: {{ include "grafana.namespace" (index .Subcharts "grafana") | quote }}
          podSelector:
            matchLabels:
              app.kubernetes.io/name: {{ (index .Subcharts "grafana").Values.nameOverride | default "grafana" | quote }}
              app.kubernetes.io/instance: {{ .Release.Name | quote }}
      ports:
        - protocol: TCP
          port: {{ (index .Subcharts "grafana").Values.service.targetPort | default 3000 | int64 }}
    {{- else }}
    - ports:
        - protocol: TCP
          port: {{ include "observability.portOf" (include "observability.grafanaUrl" .) | int64 }}
    {{- end }}
    {{- with .Values.mcp.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
