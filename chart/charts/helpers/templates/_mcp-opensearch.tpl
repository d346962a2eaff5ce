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
            - "0.0.0.0"
            - --port
            - "9900"
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
          ports:
            - name: http
              containerPort: 9900
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
      appProtocol: http
{{- if .Values.networkPolicies.enabled }}
---
# The server asks its callers for no password: this policy is what keeps others away.
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
