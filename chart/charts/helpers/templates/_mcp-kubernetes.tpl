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
          ports:
            - name: http
              containerPort: 8080
          startupProbe:
            httpGet:
              path: /healthz
              port: http
            timeoutSeconds: 5
            periodSeconds: 5
            failureThreshold: 24
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            timeoutSeconds: 5
            periodSeconds: 15
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
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
      volumes:
        - name: tmp
          emptyDir: {}
        - name: config
          configMap:
            name: {{ include "observability.name" (dict "root" . "component" "mcp-kubernetes") | quote }}
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
      appProtocol: http
{{- if .Values.networkPolicies.enabled }}
---
# The server asks its callers for no password: this policy is what keeps others away.
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
  - apiGroups:
      - ""
    resources:
      - pods
      - pods/log
      - events
      - services
      - persistentvolumeclaims
      - resourcequotas
      - limitranges
      - nodes
      - namespaces
      - persistentvolumes
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - events.k8s.io
    resources:
      - events
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - apps
    resources:
      - deployments
      - replicasets
      - statefulsets
      - daemonsets
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - batch
    resources:
      - jobs
      - cronjobs
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - autoscaling
    resources:
      - horizontalpodautoscalers
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - policy
    resources:
      - poddisruptionbudgets
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - discovery.k8s.io
    resources:
      - endpointslices
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - scheduling.k8s.io
    resources:
      - priorityclasses
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - storage.k8s.io
    resources:
      - storageclasses
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - resource.k8s.io
    resources:
      - resourceclaims
      - resourceclaimtemplates
      - resourceslices
      - deviceclasses
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - metrics.k8s.io
    resources:
      - pods
      - nodes
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - ray.io
    resources:
      - rayclusters
      - rayjobs
      - rayservices
      - raycronjobs
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - kueue.x-k8s.io
    resources:
      - localqueues
      - workloads
      - clusterqueues
      - cohorts
      - resourceflavors
      - admissionchecks
      - topologies
      - workloadpriorityclasses
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - jobset.x-k8s.io
    resources:
      - jobsets
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - leaderworkerset.x-k8s.io
    resources:
      - leaderworkersets
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - kubeflow.org
    resources:
      - pytorchjobs
      - tfjobs
      - mpijobs
      - jaxjobs
      - xgboostjobs
      - paddlejobs
      - notebooks
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - trainer.kubeflow.org
    resources:
      - trainjobs
      - trainingruntimes
      - clustertrainingruntimes
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - monitoring.coreos.com
    resources:
      - servicemonitors
      - podmonitors
      - probes
      - scrapeconfigs
      - prometheusrules
      - prometheuses
      - alertmanagers
    verbs:
      - get
      - list
      - watch
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
  - apiGroups:
      - ""
    resources:
      - pods
      - pods/log
      - events
      - services
      - persistentvolumeclaims
      - resourcequotas
      - limitranges
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - events.k8s.io
    resources:
      - events
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - apps
    resources:
      - deployments
      - replicasets
      - statefulsets
      - daemonsets
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - batch
    resources:
      - jobs
      - cronjobs
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - autoscaling
    resources:
      - horizontalpodautoscalers
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - policy
    resources:
      - poddisruptionbudgets
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - discovery.k8s.io
    resources:
      - endpointslices
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - resource.k8s.io
    resources:
      - resourceclaims
      - resourceclaimtemplates
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - metrics.k8s.io
    resources:
      - pods
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - ray.io
    resources:
      - rayclusters
      - rayjobs
      - rayservices
      - raycronjobs
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - kueue.x-k8s.io
    resources:
      - localqueues
      - workloads
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - jobset.x-k8s.io
    resources:
      - jobsets
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - leaderworkerset.x-k8s.io
    resources:
      - leaderworkersets
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - kubeflow.org
    resources:
      - pytorchjobs
      - tfjobs
      - mpijobs
      - jaxjobs
      - xgboostjobs
      - paddlejobs
      - notebooks
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - trainer.kubeflow.org
    resources:
      - trainjobs
      - trainingruntimes
    verbs:
      - get
      - list
      - watch
  - apiGroups:
      - monitoring.coreos.com
    resources:
      - servicemonitors
      - podmonitors
      - probes
      - scrapeconfigs
      - prometheusrules
      - prometheuses
      - alertmanagers
    verbs:
      - get
      - list
      - watch
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
