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
      {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "prometheus") }}
      annotations:
        checksum/proxy: {{ sha256sum (include "observability.mcpCaddyfile" (dict "root" . "server" "prometheus" "port" 8081 "health" "/health")) | quote }}
      {{- end }}
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
              value: {{ include "observability.mcpHost" (dict "root" . "server" "prometheus") | quote }}
            - name: PROMETHEUS_MCP_BIND_PORT
              value: {{ include "observability.mcpPort" (dict "root" . "server" "prometheus" "port" 8081) | quote }}
          {{- if .Values.mcp.prometheus.existingSecret }}
          envFrom:
            - secretRef:
                name: {{ .Values.mcp.prometheus.existingSecret | quote }}
          {{- end }}
          {{- if not (include "observability.mcpBehindProxy" (dict "root" . "server" "prometheus")) }}
          ports:
            - name: http
              containerPort: 8081
          {{- end }}
          startupProbe:
            httpGet:
              path: /health
              port: 8081
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
            timeoutSeconds: 5
            periodSeconds: 5
            failureThreshold: 24
          livenessProbe:
            httpGet:
              path: /health
              port: 8081
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
            timeoutSeconds: 5
            periodSeconds: 15
          readinessProbe:
            httpGet:
              path: /health
              port: 8081
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
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
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "prometheus") }}
        - name: proxy
          image: {{ include "observability.image" (dict "root" . "image" .Values.mcp.proxy.image) | quote }}
          imagePullPolicy: {{ .Values.mcp.proxy.image.pullPolicy | quote }}
          {{- if or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name }}
          command:
            - /bin/sh
            - -c
            - "touch /tmp/started && exec caddy run --config /etc/caddy/Caddyfile"
          {{- end }}
          env:
            {{- if include "observability.mcpAsksForToken" (dict "root" . "server" "prometheus") }}
            - name: MCP_TOKEN
              valueFrom:
                secretKeyRef:
                  name: {{ default (include "observability.name" (dict "root" . "component" "mcp-token")) .Values.mcp.auth.existingSecret | quote }}
                  key: token
            {{- end }}
            - name: XDG_CONFIG_HOME
              value: /tmp
            - name: XDG_DATA_HOME
              value: /tmp
          ports:
            - name: http
              containerPort: 8081
          {{- if or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name }}
          # Caddy reads the certificate at its start only: a renewed one, which is younger than that, starts it
          # again.
          livenessProbe:
            exec:
              command:
                - /bin/sh
                - -c
                - "[ ! /etc/caddy-tls/tls.crt -nt /tmp/started ]"
            periodSeconds: 60
            failureThreshold: 1
          {{- else }}
          livenessProbe:
            tcpSocket:
              port: http
            periodSeconds: 15
          {{- end }}
          readinessProbe:
            tcpSocket:
              port: http
            periodSeconds: 15
          {{- with .Values.mcp.proxy.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            # The program in the image is marked with this capability and does not start without it; it opens no
            # low port.
            capabilities:
              drop:
                - ALL
              add:
                - NET_BIND_SERVICE
          volumeMounts:
            - name: proxy-tmp
              mountPath: /tmp
            - name: proxy-config
              mountPath: /etc/caddy
              readOnly: true
            {{- if or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name }}
            - name: proxy-tls
              mountPath: /etc/caddy-tls
              readOnly: true
            {{- end }}
        {{- end }}
      volumes:
        - name: tmp
          emptyDir: {}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "prometheus") }}
        - name: proxy-tmp
          emptyDir: {}
        {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "prometheus") }}
        - name: proxy-config
          configMap:
            name: {{ include "observability.name" (dict "root" . "component" "mcp-prometheus-proxy") | quote }}
        {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "prometheus") }}
        {{- if or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name }}
        - name: proxy-tls
          secret:
            secretName: {{ default (include "observability.name" (dict "root" . "component" "mcp-prometheus-tls")) .Values.mcp.tls.existingSecret | quote }}
        {{- end }}
        {{- end }}
{{- if include "observability.mcpBehindProxy" (dict "root" . "server" "prometheus") }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-prometheus-proxy") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-prometheus") | nindent 4 }}
data:
  Caddyfile: |
    {{- include "observability.mcpCaddyfile" (dict "root" . "server" "prometheus" "port" 8081 "health" "/health") | nindent 4 }}
{{- end }}
{{- if and .Values.mcp.tls.issuerRef.name (not .Values.mcp.tls.existingSecret) }}
---
# The last name is that of a forwarded port.
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-prometheus") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-prometheus") | nindent 4 }}
spec:
  secretName: {{ default (include "observability.name" (dict "root" . "component" "mcp-prometheus-tls")) .Values.mcp.tls.existingSecret | quote }}
  dnsNames:
    - {{ include "observability.name" (dict "root" . "component" "mcp-prometheus") | quote }}
    - {{ printf "%s.%s" (include "observability.name" (dict "root" . "component" "mcp-prometheus")) .Release.Namespace | quote }}
    - {{ printf "%s.%s.svc" (include "observability.name" (dict "root" . "component" "mcp-prometheus")) .Release.Namespace | quote }}
    - {{ printf "%s.%s.svc.cluster.local" (include "observability.name" (dict "root" . "component" "mcp-prometheus")) .Release.Namespace | quote }}
    - localhost
  usages:
    - server auth
  privateKey:
    algorithm: ECDSA
    size: 256
    rotationPolicy: Always
  issuerRef:
    name: {{ .Values.mcp.tls.issuerRef.name | quote }}
    kind: {{ .Values.mcp.tls.issuerRef.kind | quote }}
    group: {{ .Values.mcp.tls.issuerRef.group | quote }}
{{- end }}
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
      appProtocol: {{ include "observability.mcpScheme" . | quote }}
{{- if .Values.networkPolicies.enabled }}
---
# Who may ask the server, and what the server may ask: nothing else comes in or goes out.
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
    {{- if and .Values.global.amp.workspace .Values.global.amp.query }}
    - to:
        - podSelector:
            matchLabels:
              {{- include "observability.selectorLabels" (dict "root" . "component" "amp-proxy") | nindent 14 }}
      ports:
        - protocol: TCP
          port: 8080
    {{- else }}
    {{- if and .Values.prometheus.enabled (not (dig "prometheus" "agentMode" false (index .Values "kube-prometheus-stack"))) }}
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
    {{- end }}
    {{- with .Values.mcp.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
