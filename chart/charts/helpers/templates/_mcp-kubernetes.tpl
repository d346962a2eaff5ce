{{- define "observability.mcp.kubernetes" -}}
{{- /*
MCP server of Kubernetes: objects, events and logs of the cluster, read-only.
Generated from generator/components/mcp/kubernetes.ts.
*/ -}}
{{- if and .Values.mcp.enabled .Values.mcp.kubernetes.enabled }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
automountServiceAccountToken: false
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
spec:
  replicas: 1
  selector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-kubernetes") | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" (dict "root" . "component" "mcp-kubernetes") | nindent 8 }}
      annotations:
        checksum/config: {{ sha256sum (include "observability.mcpKubernetesConfig" .) | quote }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "kubernetes") }}
        checksum/proxy: {{ sha256sum (include "observability.mcpCaddyfile" (dict "root" . "server" "kubernetes" "port" 8080 "health" "/healthz")) | quote }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
      automountServiceAccountToken: true
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
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
        - name: mcp-kubernetes
          image: {{ include "observability.image" (dict "root" . "image" .Values.mcp.kubernetes.image) | quote }}
          imagePullPolicy: {{ .Values.mcp.kubernetes.image.pullPolicy | quote }}
          args:
            - --config
            - /etc/kubernetes-mcp-server/config.toml
          {{- if not (include "observability.mcpBehindProxy" (dict "root" . "server" "kubernetes")) }}
          ports:
            - name: http
              containerPort: 8080
          {{- end }}
          startupProbe:
            httpGet:
              path: /healthz
              port: 8080
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
            timeoutSeconds: 5
            periodSeconds: 5
            failureThreshold: 24
          livenessProbe:
            httpGet:
              path: /healthz
              port: 8080
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
            timeoutSeconds: 5
            periodSeconds: 15
          readinessProbe:
            httpGet:
              path: /healthz
              port: 8080
              scheme: {{ upper (include "observability.mcpScheme" .) | quote }}
            timeoutSeconds: 5
            periodSeconds: 15
          {{- with .Values.mcp.kubernetes.resources }}
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
            - name: config
              mountPath: /etc/kubernetes-mcp-server
              readOnly: true
            {{- if and .Values.mcp.kubernetes.oidc.issuerUrl .Values.mcp.kubernetes.oidc.existingCaSecret }}
            - name: oidc-ca
              mountPath: /etc/oidc
              readOnly: true
            {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "kubernetes") }}
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
            {{- if include "observability.mcpAsksForToken" (dict "root" . "server" "kubernetes") }}
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
              containerPort: 8080
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
        - name: config
          configMap:
            name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
        {{- if and .Values.mcp.kubernetes.oidc.issuerUrl .Values.mcp.kubernetes.oidc.existingCaSecret }}
        - name: oidc-ca
          secret:
            secretName: {{ .Values.mcp.kubernetes.oidc.existingCaSecret | quote }}
            items:
              - key: ca.crt
                path: ca.crt
        {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "kubernetes") }}
        - name: proxy-tmp
          emptyDir: {}
        {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "kubernetes") }}
        - name: proxy-config
          configMap:
            name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes-proxy") | quote }}
        {{- end }}
        {{- if include "observability.mcpBehindProxy" (dict "root" . "server" "kubernetes") }}
        {{- if or .Values.mcp.tls.existingSecret .Values.mcp.tls.issuerRef.name }}
        - name: proxy-tls
          secret:
            secretName: {{ default (include "observability.name" (dict "root" . "component" "mcp-kubernetes-tls")) .Values.mcp.tls.existingSecret | quote }}
        {{- end }}
        {{- end }}
{{- if include "observability.mcpBehindProxy" (dict "root" . "server" "kubernetes") }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes-proxy") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
data:
  Caddyfile: |
    {{- include "observability.mcpCaddyfile" (dict "root" . "server" "kubernetes" "port" 8080 "health" "/healthz") | nindent 4 }}
{{- end }}
{{- if and .Values.mcp.tls.issuerRef.name (not .Values.mcp.tls.existingSecret) }}
---
# The last name is that of a forwarded port.
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
spec:
  secretName: {{ default (include "observability.name" (dict "root" . "component" "mcp-kubernetes-tls")) .Values.mcp.tls.existingSecret | quote }}
  dnsNames:
    - {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
    - {{ printf "%s.%s" (include "observability.name" (dict "root" . "component" "mcp-kubernetes")) .Release.Namespace | quote }}
    - {{ printf "%s.%s.svc" (include "observability.name" (dict "root" . "component" "mcp-kubernetes")) .Release.Namespace | quote }}
    - {{ printf "%s.%s.svc.cluster.local" (include "observability.name" (dict "root" . "component" "mcp-kubernetes")) .Release.Namespace | quote }}
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
  name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
  ports:
    - name: http
      port: 8080
      targetPort: http
      appProtocol: {{ include "observability.mcpScheme" . | quote }}
{{- if .Values.networkPolicies.enabled }}
---
# Who may ask the server, and what the server may ask: nothing else comes in or goes out.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "observability.selectorLabels" (dict "root" . "component" "mcp-kubernetes") | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  {{- if .Values.mcp.clients }}
  ingress:
    - from:
        {{- toYaml .Values.mcp.clients | nindent 8 }}
      ports:
        - protocol: TCP
          port: 8080
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
    # The API server, by the ports that it listens on.
    - ports:
        - protocol: TCP
          port: 443
        - protocol: TCP
          port: 6443
    {{- if .Values.mcp.kubernetes.oidc.issuerUrl }}
    # The keys of the OpenID provider.
    - ports:
        - protocol: TCP
          port: {{ include "observability.portOf" .Values.mcp.kubernetes.oidc.issuerUrl | int64 }}
    {{- end }}
    {{- with .Values.mcp.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
data:
  config.toml: |
    {{- include "observability.mcpKubernetesConfig" . | nindent 4 }}
{{- if not .Values.mcp.kubernetes.oidc.issuerUrl }}
{{- if not .Values.mcp.kubernetes.namespaces }}
---
# Reads only; no Secrets, no exec, no port-forward, no proxy.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ printf "%s-%s" .Release.Namespace (include "observability.name" (dict "root" . "component" "mcp-kubernetes")) | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
rules:
  {{- range $group, $resources := .Values.mcp.kubernetes.readable }}
  {{- if concat ($resources.namespaced | default list) ($resources.clusterWide | default list) }}
  - apiGroups:
      - {{ ternary "" $group (eq $group "core") | quote }}
    resources:
      {{- toYaml (concat ($resources.namespaced | default list) ($resources.clusterWide | default list)) | nindent 6 }}
    verbs:
      - get
      - list
      - watch
  {{- end }}
  {{- end }}
  {{- if .Values.mcp.kubernetes.configMaps }}
  - apiGroups:
      - ""
    resources:
      - configmaps
    verbs:
      - get
      - list
      - watch
  {{- end }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ printf "%s-%s" .Release.Namespace (include "observability.name" (dict "root" . "component" "mcp-kubernetes")) | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "mcp-kubernetes") | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ printf "%s-%s" .Release.Namespace (include "observability.name" (dict "root" . "component" "mcp-kubernetes")) | quote }}
subjects:
  - kind: ServiceAccount
    name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
    namespace: {{ .Release.Namespace | quote }}
{{- end }}
{{- if .Values.mcp.kubernetes.namespaces }}
{{- range $namespace := .Values.mcp.kubernetes.namespaces }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ printf "%s-%s" $.Release.Namespace (include "observability.name" (dict "root" $ "component" "mcp-kubernetes")) | quote }}
  namespace: {{ $namespace | quote }}
  labels:
    {{- include "observability.labels" (dict "root" $ "component" "mcp-kubernetes") | nindent 4 }}
rules:
  {{- range $group, $resources := $.Values.mcp.kubernetes.readable }}
  {{- if $resources.namespaced }}
  - apiGroups:
      - {{ ternary "" $group (eq $group "core") | quote }}
    resources:
      {{- toYaml $resources.namespaced | nindent 6 }}
    verbs:
      - get
      - list
      - watch
  {{- end }}
  {{- end }}
  {{- if $.Values.mcp.kubernetes.configMaps }}
  - apiGroups:
      - ""
    resources:
      - configmaps
    verbs:
      - get
      - list
      - watch
  {{- end }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ printf "%s-%s" $.Release.Namespace (include "observability.name" (dict "root" $ "component" "mcp-kubernetes")) | quote }}
  namespace: {{ $namespace | quote }}
  labels:
    {{- include "observability.labels" (dict "root" $ "component" "mcp-kubernetes") | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ printf "%s-%s" $.Release.Namespace (include "observability.name" (dict "root" $ "component" "mcp-kubernetes")) | quote }}
subjects:
  - kind: ServiceAccount
    name: {{ include "observability.name" (dict "root" $ "component" "mcp-kubernetes") | quote }}
    namespace: {{ $.Release.Namespace | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
