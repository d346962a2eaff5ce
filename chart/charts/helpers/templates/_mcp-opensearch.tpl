{{- define "observability.mcp.opensearch" -}}
{{- /*
MCP server of OpenSearch: logs, as the user who only reads.
Generated from generator/components/mcp/opensearch.ts.
*/ -}}
{{- if and .Values.mcp.enabled .Values.mcp.opensearch.enabled }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-opensearch") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-opensearch") | nindent 4 }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-opensearch") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-opensearch") | nindent 4 }}
spec:
  replicas: 1
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-opensearch") | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" (dict "root" . "component" "mcp-opensearch") | nindent 8 }}
      {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "opensearch") }}
      annotations:
        checksum/proxy: {{ sha256sum (include "observability.mcpCaddyfile" (dict "root" . "server" "opensearch" "port" 9900 "health" "/health")) | quote }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "observability.name" (dict "root" . "component" "mcp-opensearch") | quote }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      # At its start it fetches more tools from there, whatever they are by then: so it is refused at once, not
      # after 30 s.
      hostAliases:
        - ip: "127.0.0.1"
          hostnames:
            - raw.githubusercontent.com
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
        - name: mcp-opensearch
          image: {{ include "observability.image" (dict "root" . "image" .Values.mcp.opensearch.image) | quote }}
          imagePullPolicy: {{ .Values.mcp.opensearch.image.pullPolicy | quote }}
          args:
            - --transport
            - stream
            - --host
            - {{ include "observability.mcpHost" (dict "root" . "server" "opensearch") | quote }}
            - --port
            - {{ include "observability.mcpPort" (dict "root" . "server" "opensearch" "port" 9900) | quote }}
          env:
            - name: OPENSEARCH_URL
              value: {{ include "observability.openSearchUrl" . | quote }}
            - name: OPENSEARCH_USERNAME
              value: {{ include "observability.openSearchReader" . | quote }}
            - name: OPENSEARCH_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: observability-opensearch-users
                  key: reader-password
            - name: OPENSEARCH_SSL_VERIFY
              value: "true"
            {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
            - name: OPENSEARCH_CA_CERT_PATH
              value: /etc/opensearch/ca.crt
            {{- end }}
            - name: OPENSEARCH_SETTINGS_ALLOW_WRITE
              value: "false"
            - name: OPENSEARCH_DYNAMIC_CONNECTION
              value: "false"
            - name: OPENSEARCH_DISABLED_TOOLS
              value: GenericOpenSearchApiTool
            # Patterns of log lines and what has changed since before, and PPL; all of them read.
            - name: OPENSEARCH_ENABLED_CATEGORIES
              value: analytics
            - name: OPENSEARCH_QUERY_TIMEOUT
              value: 30s
            - name: OPENSEARCH_MAX_RESPONSE_SIZE
              value: "10485760"
          {{- if not (include "observability.mcpBehindProxy" (dict "root" . "server" "opensearch")) }}
          ports:
            - name: http
              containerPort: 9900
          {{- end }}
          startupProbe:
            httpGet:
              path: /health
              port: 9900
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
            timeoutSeconds: 5
            periodSeconds: 5
            failureThreshold: 24
          livenessProbe:
            httpGet:
              path: /health
              port: 9900
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
            timeoutSeconds: 5
            periodSeconds: 15
          readinessProbe:
            httpGet:
              path: /health
              port: 9900
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
            timeoutSeconds: 5
            periodSeconds: 15
          {{- with .Values.mcp.opensearch.resources }}
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
            {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
            - name: opensearch-ca
              mountPath: /etc/opensearch
              readOnly: true
            {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "opensearch") }}
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
            {{- if include "observability.mcpAsksForToken" (dict "root" . "server" "opensearch") }}
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
              containerPort: 9900
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
        {{- if or .Values.opensearch.enabled .Values.credentials.opensearch.existingTlsSecret }}
        - name: opensearch-ca
          secret:
            secretName: observability-opensearch-tls
            items:
              - key: ca.crt
                path: ca.crt
        {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "opensearch") }}
        - name: proxy-tmp
          emptyDir: {}
        {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "opensearch") }}
        - name: proxy-config
          configMap:
            name: {{ include "observability.name" (dict "root" . "component" "mcp-opensearch-proxy") | quote }}
        {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "opensearch") }}
        {{- if or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name }}
        - name: proxy-tls
          secret:
            secretName: {{ default (include "observability.name" (dict "root" . "component" "mcp-opensearch-tls")) .Values.mcp.tls.existingSecret | quote }}
        {{- end }}
        {{- end }}
{{- if include "observability.mcpBehindProxy" (dict "root" . "server" "opensearch") }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-opensearch-proxy") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-opensearch") | nindent 4 }}
data:
  Caddyfile: |
    {{- include "observability.mcpCaddyfile" (dict "root" . "server" "opensearch" "port" 9900 "health" "/health") | nindent 4 }}
{{- end }}
{{- if and .Values.mcp.tls.issuerRef.name (not .Values.mcp.tls.existingSecret) }}
---
# The last name is that of a forwarded port.
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-opensearch") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-opensearch") | nindent 4 }}
spec:
  secretName: {{ default (include "observability.name" (dict "root" . "component" "mcp-opensearch-tls")) .Values.mcp.tls.existingSecret | quote }}
  dnsNames:
    - {{ include "observability.name" (dict "root" . "component" "mcp-opensearch") | quote }}
    - {{ printf "%s.%s" (include "observability.name" (dict "root" . "component" "mcp-opensearch")) .Release.Namespace | quote }}
    - {{ printf "%s.%s.svc" (include "observability.name" (dict "root" . "component" "mcp-opensearch")) .Release.Namespace | quote }}
    - {{ printf "%s.%s.svc.cluster.local" (include "observability.name" (dict "root" . "component" "mcp-opensearch")) .Release.Namespace | quote }}
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
  name: {{ include "observability.name" (dict "root" . "component" "mcp-opensearch") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-opensearch") | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-opensearch") | nindent 4 }}
  ports:
    - name: http
      port: 9900
      targetPort: http
      appProtocol: {{ include "observability.mcpScheme" . | quote }}
{{- if .Values.networkPolicies.enabled }}
---
# Who may ask the server, and what the server may ask: nothing else comes in or goes out.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-opensearch") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-opensearch") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-opensearch") | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  {{- if .Values.mcp.clients }}
  ingress:
    - from:
        {{- toYaml .Values.mcp.clients | nindent 8 }}
      ports:
        - protocol: TCP
          port: 9900
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
    {{- with .Values.mcp.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
