{{- define "observability.monitors" -}}
{{- /*
What runs beside this chart and is scraped where it is. A monitor that selects nothing costs nothing.
Generated from generator/components/monitors.ts and values-schema/monitors.ts.
*/ -}}
{{- if .Values.monitors.enabled }}
{{- if .Values.monitors.ray.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "ray") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "ray") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.ray.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: metrics
      relabelings:
        - targetLabel: job
          replacement: ray
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
        - sourceLabels:
            - __meta_kubernetes_pod_label_ray_io_cluster
          targetLabel: ray_io_cluster
        - sourceLabels:
            - __meta_kubernetes_pod_label_ray_io_node_type
          targetLabel: ray_io_node_type
      {{- if eq .Values.monitors.levels.training "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
      {{- end }}
    - port: as-metrics
      relabelings:
        - targetLabel: job
          replacement: ray
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
        - sourceLabels:
            - __meta_kubernetes_pod_label_ray_io_cluster
          targetLabel: ray_io_cluster
        - sourceLabels:
            - __meta_kubernetes_pod_label_ray_io_node_type
          targetLabel: ray_io_node_type
      {{- if eq .Values.monitors.levels.training "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
      {{- end }}
    - port: dash-metrics
      relabelings:
        - targetLabel: job
          replacement: ray
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
        - sourceLabels:
            - __meta_kubernetes_pod_label_ray_io_cluster
          targetLabel: ray_io_cluster
        - sourceLabels:
            - __meta_kubernetes_pod_label_ray_io_node_type
          targetLabel: ray_io_node_type
      {{- if eq .Values.monitors.levels.training "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.kuberay.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "kuberay") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "kuberay") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.kuberay.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: http
      relabelings:
        - targetLabel: job
          replacement: kuberay
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.training "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.kueue.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "kueue") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "kueue") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.kueue.labels | nindent 6 }}
  sampleLimit: 100000
  endpoints:
    - port: https
      bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
      scheme: https
      tlsConfig:
        insecureSkipVerify: true
      relabelings:
        - action: keep
          sourceLabels:
            - __meta_kubernetes_service_name
          regex: {{ .Values.monitors.kueue.service | quote }}
        - targetLabel: job
          replacement: kueue
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.governance "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.governance" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.vllm.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "vllm") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "vllm") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.vllm.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - portNumber: 8000
      relabelings:
        - targetLabel: job
          replacement: vllm
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "vllm-2") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "vllm") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      app.kubernetes.io/part-of: vllm-stack
      app.kubernetes.io/component: serving-engine
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: container-port
      relabelings:
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.vllm "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.vllm | quote }}
        - targetLabel: job
          replacement: vllm
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "vllm-3") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "vllm") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      llm-d.ai/inferenceServing: "true"
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: metrics
      relabelings:
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.vllm "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.vllm | quote }}
        - targetLabel: job
          replacement: vllm
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.sglang.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "sglang") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "sglang") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.sglang.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - portNumber: 30000
      relabelings:
        - targetLabel: job
          replacement: sglang
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.tgi.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "tgi") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "tgi") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.tgi.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - portNumber: 80
      relabelings:
        - targetLabel: job
          replacement: tgi
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.triton.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "triton") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "triton") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.triton.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - portNumber: 8002
      relabelings:
        - targetLabel: job
          replacement: triton
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.router.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "router") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "router") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.router.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: router-cport
      relabelings:
        - targetLabel: job
          replacement: router
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.gateway.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "gateway") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "gateway") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchExpressions:
      {{- toYaml .Values.monitors.gateway.expressions | nindent 6 }}
  sampleLimit: 100000
  endpoints:
    - port: http-metrics
      bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
      relabelings:
        - action: keep
          sourceLabels:
            - __meta_kubernetes_service_name
          regex: {{ .Values.monitors.gateway.service | quote }}
        - targetLabel: job
          replacement: gateway
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.lmcache.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "lmcache") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "lmcache") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.lmcache.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: metrics
      relabelings:
        - targetLabel: job
          replacement: lmcache
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.kserve.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "kserve") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "kserve") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchExpressions:
      {{- toYaml .Values.monitors.kserve.expressions | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: aggr-metric
      relabelings:
        - targetLabel: job
          replacement: kserve
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
    - portNumber: 8080
      relabelings:
        - targetLabel: job
          replacement: kserve
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.inference "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.inference" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.trainer.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "trainer") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "trainer") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.trainer.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - portNumber: 8080
      relabelings:
        - targetLabel: job
          replacement: trainer
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.training "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
      {{- end }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "trainer-2") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "trainer") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      app.kubernetes.io/part-of: kubeflow
      app.kubernetes.io/component: manager
  sampleLimit: 100000
  endpoints:
    - port: monitoring-port
      bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
      scheme: https
      tlsConfig:
        insecureSkipVerify: true
      relabelings:
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.trainer "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.trainer | quote }}
        - targetLabel: job
          replacement: trainer
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.training "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.jobset.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "jobset") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "jobset") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.jobset.labels | nindent 6 }}
  sampleLimit: 100000
  endpoints:
    - port: https
      bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
      scheme: https
      tlsConfig:
        insecureSkipVerify: true
      relabelings:
        - action: keep
          sourceLabels:
            - __meta_kubernetes_service_name
          regex: {{ .Values.monitors.jobset.service | quote }}
        - targetLabel: job
          replacement: jobset
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.training "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.keda.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "keda") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "keda") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.keda.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: metrics
      relabelings:
        - targetLabel: job
          replacement: keda
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.scaling "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.scaling" . | quote }}
      {{- end }}
    - port: http
      relabelings:
        - targetLabel: job
          replacement: keda
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.scaling "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.scaling" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.hyperpod.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "hyperpod") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "hyperpod") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.hyperpod.labels | nindent 6 }}
  sampleLimit: 100000
  endpoints:
    - port: https
      bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
      scheme: https
      tlsConfig:
        insecureSkipVerify: true
      relabelings:
        - action: keep
          sourceLabels:
            - __meta_kubernetes_service_name
          regex: {{ .Values.monitors.hyperpod.service | quote }}
        - targetLabel: job
          replacement: hyperpod
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.training "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
      {{- end }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "hyperpod-2") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "hyperpod") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchExpressions:
      - key: app
        operator: Exists
  sampleLimit: 100000
  podMetricsEndpoints:
    - portNumber: 9113
      relabelings:
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.hyperpod "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.hyperpod | quote }}
        - targetLabel: job
          replacement: hyperpod
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: "model_(invocations_total|errors_total|concurrent_requests|(latency|ttfb)_milliseconds.*)"
        {{- if eq .Values.monitors.levels.training "basic" }}
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.training" . | quote }}
        {{- end }}
{{- end }}
{{- if .Values.monitors.efa.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "efa") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "efa") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.efa.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - port: metrics
      relabelings:
        - targetLabel: job
          replacement: efa
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.network "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.network" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.lustre.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "lustre") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "lustre") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector:
    matchLabels:
      {{- toYaml .Values.monitors.lustre.labels | nindent 6 }}
  sampleLimit: 100000
  podMetricsEndpoints:
    - portNumber: 9169
      relabelings:
        - targetLabel: job
          replacement: lustre
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      {{- if eq .Values.monitors.levels.filesystem "basic" }}
      metricRelabelings:
        - action: keep
          sourceLabels:
            - __name__
          regex: {{ include "observability.needed.filesystem" . | quote }}
      {{- end }}
{{- end }}
{{- if .Values.monitors.annotated.enabled }}
---
# Pods that another monitor scrapes are left to it.
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "annotated") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "annotated") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector: {}
  sampleLimit: {{ .Values.monitors.annotated.sampleLimit | int64 }}
  podMetricsEndpoints:
    - relabelings:
        - action: keep
          sourceLabels:
            - __meta_kubernetes_pod_annotation_prometheus_io_scrape
            - __meta_kubernetes_pod_label_app_type
            - __meta_kubernetes_pod_label_job_type
            - __meta_kubernetes_pod_label_component
          regex: "true;.*|;(ml-.+(;.*)?|[^;]*;training(;.*)?|[^;]*;[^;]*;model-server(;.*)?)"
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_container_init
          regex: "true"
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_container_port_number
            - __meta_kubernetes_pod_annotation_prometheus_io_port
          regex: ";"
        {{- if .Values.monitors.ray.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.ray "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_pod_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|8080|44217|44227)" (include "observability.selectedValues" .Values.monitors.ray) | quote }}
        {{- end }}
        {{- if .Values.monitors.kuberay.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.kuberay "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.kuberay | quote }}
        {{- end }}
        {{- if .Values.monitors.vllm.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.vllm "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_pod_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|8000)" (include "observability.selectedValues" .Values.monitors.vllm) | quote }}
        {{- end }}
        {{- if .Values.monitors.sglang.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.sglang "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_pod_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|30000)" (include "observability.selectedValues" .Values.monitors.sglang) | quote }}
        {{- end }}
        {{- if .Values.monitors.tgi.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.tgi "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_pod_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|80)" (include "observability.selectedValues" .Values.monitors.tgi) | quote }}
        {{- end }}
        {{- if .Values.monitors.triton.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.triton "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_pod_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|8002)" (include "observability.selectedValues" .Values.monitors.triton) | quote }}
        {{- end }}
        {{- if .Values.monitors.router.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.router "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.router | quote }}
        {{- end }}
        {{- if .Values.monitors.lmcache.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.lmcache "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.lmcache | quote }}
        {{- end }}
        {{- if .Values.monitors.kserve.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.kserve "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.kserve | quote }}
        {{- end }}
        {{- if .Values.monitors.trainer.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.trainer "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_pod_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|8080)" (include "observability.selectedValues" .Values.monitors.trainer) | quote }}
        {{- end }}
        {{- if .Values.monitors.keda.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.keda "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.keda | quote }}
        {{- end }}
        {{- if .Values.monitors.efa.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.efa "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.efa | quote }}
        {{- end }}
        {{- if .Values.monitors.lustre.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.lustre "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_pod_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|9169)" (include "observability.selectedValues" .Values.monitors.lustre) | quote }}
        {{- end }}
        {{- if .Values.monitors.vllm.enabled }}
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_app_kubernetes_io_part_of
            - __meta_kubernetes_pod_label_app_kubernetes_io_component
          regex: vllm-stack;serving-engine
        {{- end }}
        {{- if .Values.monitors.vllm.enabled }}
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_llm_d_ai_inferenceServing
          regex: "true"
        {{- end }}
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_app_kubernetes_io_part_of
          regex: "observability|kube-prometheus-stack|kube-state-metrics|prometheus-node-exporter"
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_app_kubernetes_io_name
          regex: "alertmanager|fluent-bit|grafana|opencost|prometheus"
        - sourceLabels:
            - __meta_kubernetes_pod_annotation_prometheus_io_scheme
          regex: "(https?)"
          targetLabel: __scheme__
        - sourceLabels:
            - __meta_kubernetes_pod_annotation_prometheus_io_path
          regex: "(.+)"
          targetLabel: __metrics_path__
        - sourceLabels:
            - __meta_kubernetes_pod_ip
            - __meta_kubernetes_pod_annotation_prometheus_io_port
          regex: "([0-9.]+);([0-9]+)"
          replacement: "$1:$2"
          targetLabel: __address__
        - sourceLabels:
            - __meta_kubernetes_pod_ip
            - __meta_kubernetes_pod_annotation_prometheus_io_port
          regex: "(.*:.*);([0-9]+)"
          replacement: "[$1]:$2"
          targetLabel: __address__
        - sourceLabels:
            - __meta_kubernetes_pod_annotation_prometheus_io_port
          regex: "[0-9]+"
          targetLabel: container
          replacement: ""
        - sourceLabels:
            - __meta_kubernetes_pod_label_model_name
            - __meta_kubernetes_pod_label_model
          regex: ";*([^;]+).*"
          targetLabel: model_name
        - sourceLabels:
            - __meta_kubernetes_pod_label_job_name
            - __meta_kubernetes_pod_label_jobset_sigs_k8s_io_jobset_name
            - __meta_kubernetes_pod_label_training_kubeflow_org_job_name
            - __meta_kubernetes_pod_label_volcano_sh_job_name
            - __meta_kubernetes_pod_label_batch_kubernetes_io_job_name
          regex: ";*([^;]+).*"
          targetLabel: job_name
        - targetLabel: job
          replacement: annotated
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      metricRelabelings:
        - sourceLabels:
            - exported_model_name
          regex: "(.+)"
          targetLabel: model_name
        - sourceLabels:
            - exported_job_name
          regex: "(.+)"
          targetLabel: job_name
        - action: labeldrop
          regex: "exported_(model_name|job_name)"
---
# Pods that ask for it themselves, or that another monitor scrapes, are left to that one.
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "annotated-services") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "annotated") | nindent 4 }}
spec:
  namespaceSelector:
    any: true
  selector: {}
  sampleLimit: {{ .Values.monitors.annotated.sampleLimit | int64 }}
  endpoints:
    - relabelings:
        - action: keep
          sourceLabels:
            - __meta_kubernetes_service_annotation_prometheus_io_scrape
            - __meta_kubernetes_service_label_app_type
            - __meta_kubernetes_service_label_job_type
            - __meta_kubernetes_service_label_component
          regex: "true;.*|;(ml-.+(;.*)?|[^;]*;training(;.*)?|[^;]*;[^;]*;model-server(;.*)?)"
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_annotation_prometheus_io_scrape
            - __meta_kubernetes_pod_label_app_type
            - __meta_kubernetes_pod_label_job_type
            - __meta_kubernetes_pod_label_component
          regex: "true;.*|;(ml-.+(;.*)?|[^;]*;training(;.*)?|[^;]*;[^;]*;model-server(;.*)?)"
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_annotation_prometheus_io_scrape
          regex: "false"
        {{- if .Values.monitors.kueue.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.kueue "meta" "__meta_kubernetes_service_" "more" "__meta_kubernetes_service_name") | nindent 12 }}
          regex: {{ printf "%s;(%s)" (include "observability.selectedValues" .Values.monitors.kueue) .Values.monitors.kueue.service | quote }}
        {{- end }}
        {{- if .Values.monitors.gateway.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.gateway "meta" "__meta_kubernetes_service_" "more" "__meta_kubernetes_service_name") | nindent 12 }}
          regex: {{ printf "%s;(%s)" (include "observability.selectedValues" .Values.monitors.gateway) .Values.monitors.gateway.service | quote }}
        {{- end }}
        {{- if .Values.monitors.jobset.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.jobset "meta" "__meta_kubernetes_service_" "more" "__meta_kubernetes_service_name") | nindent 12 }}
          regex: {{ printf "%s;(%s)" (include "observability.selectedValues" .Values.monitors.jobset) .Values.monitors.jobset.service | quote }}
        {{- end }}
        {{- if .Values.monitors.hyperpod.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.hyperpod "meta" "__meta_kubernetes_service_" "more" "__meta_kubernetes_service_name") | nindent 12 }}
          regex: {{ printf "%s;(%s)" (include "observability.selectedValues" .Values.monitors.hyperpod) .Values.monitors.hyperpod.service | quote }}
        {{- end }}
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_app
          regex: nvidia-dcgm-exporter
        - action: drop
          sourceLabels:
            - __meta_kubernetes_service_label_k8s_app
          regex: kube-dns
        {{- if .Values.monitors.ray.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.ray "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_service_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|8080|44217|44227)" (include "observability.selectedValues" .Values.monitors.ray) | quote }}
        {{- end }}
        {{- if .Values.monitors.kuberay.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.kuberay "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.kuberay | quote }}
        {{- end }}
        {{- if .Values.monitors.vllm.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.vllm "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_service_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|8000)" (include "observability.selectedValues" .Values.monitors.vllm) | quote }}
        {{- end }}
        {{- if .Values.monitors.sglang.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.sglang "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_service_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|30000)" (include "observability.selectedValues" .Values.monitors.sglang) | quote }}
        {{- end }}
        {{- if .Values.monitors.tgi.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.tgi "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_service_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|80)" (include "observability.selectedValues" .Values.monitors.tgi) | quote }}
        {{- end }}
        {{- if .Values.monitors.triton.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.triton "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_service_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|8002)" (include "observability.selectedValues" .Values.monitors.triton) | quote }}
        {{- end }}
        {{- if .Values.monitors.router.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.router "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.router | quote }}
        {{- end }}
        {{- if .Values.monitors.lmcache.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.lmcache "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.lmcache | quote }}
        {{- end }}
        {{- if .Values.monitors.kserve.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.kserve "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.kserve | quote }}
        {{- end }}
        {{- if .Values.monitors.trainer.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.trainer "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_service_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|8080)" (include "observability.selectedValues" .Values.monitors.trainer) | quote }}
        {{- end }}
        {{- if .Values.monitors.keda.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.keda "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.keda | quote }}
        {{- end }}
        {{- if .Values.monitors.efa.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.efa "meta" "__meta_kubernetes_pod_") | nindent 12 }}
          regex: {{ include "observability.selectedValues" .Values.monitors.efa | quote }}
        {{- end }}
        {{- if .Values.monitors.lustre.enabled }}
        - action: drop
          sourceLabels:
            {{- include "observability.selectingLabels" (dict "monitor" .Values.monitors.lustre "meta" "__meta_kubernetes_pod_" "more" "__meta_kubernetes_service_annotation_prometheus_io_port") | nindent 12 }}
          regex: {{ printf "%s;(|9169)" (include "observability.selectedValues" .Values.monitors.lustre) | quote }}
        {{- end }}
        {{- if .Values.monitors.vllm.enabled }}
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_app_kubernetes_io_part_of
            - __meta_kubernetes_pod_label_app_kubernetes_io_component
          regex: vllm-stack;serving-engine
        {{- end }}
        {{- if .Values.monitors.vllm.enabled }}
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_llm_d_ai_inferenceServing
          regex: "true"
        {{- end }}
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_app_kubernetes_io_part_of
          regex: "observability|kube-prometheus-stack|kube-state-metrics|prometheus-node-exporter"
        - action: drop
          sourceLabels:
            - __meta_kubernetes_pod_label_app_kubernetes_io_name
          regex: "alertmanager|fluent-bit|grafana|opencost|prometheus"
        - sourceLabels:
            - __meta_kubernetes_service_annotation_prometheus_io_scheme
          regex: "(https?)"
          targetLabel: __scheme__
        - sourceLabels:
            - __meta_kubernetes_service_annotation_prometheus_io_path
          regex: "(.+)"
          targetLabel: __metrics_path__
        - sourceLabels:
            - __address__
            - __meta_kubernetes_service_annotation_prometheus_io_port
          regex: "(.+):[0-9]+;([0-9]+)"
          replacement: "$1:$2"
          targetLabel: __address__
        - targetLabel: service
          replacement: ""
        - targetLabel: endpoint
          replacement: ""
        - targetLabel: container
          replacement: ""
        - sourceLabels:
            - __meta_kubernetes_pod_label_model_name
            - __meta_kubernetes_pod_label_model
            - __meta_kubernetes_service_label_model_name
            - __meta_kubernetes_service_label_model
          regex: ";*([^;]+).*"
          targetLabel: model_name
        - sourceLabels:
            - __meta_kubernetes_pod_label_job_name
            - __meta_kubernetes_pod_label_jobset_sigs_k8s_io_jobset_name
            - __meta_kubernetes_pod_label_training_kubeflow_org_job_name
            - __meta_kubernetes_pod_label_volcano_sh_job_name
            - __meta_kubernetes_pod_label_batch_kubernetes_io_job_name
            - __meta_kubernetes_service_label_job_name
            - __meta_kubernetes_service_label_jobset_sigs_k8s_io_jobset_name
            - __meta_kubernetes_service_label_training_kubeflow_org_job_name
            - __meta_kubernetes_service_label_volcano_sh_job_name
            - __meta_kubernetes_service_label_batch_kubernetes_io_job_name
          regex: ";*([^;]+).*"
          targetLabel: job_name
        - targetLabel: job
          replacement: annotated
        - sourceLabels:
            - __meta_kubernetes_pod_node_name
          targetLabel: node
      metricRelabelings:
        - sourceLabels:
            - exported_model_name
          regex: "(.+)"
          targetLabel: model_name
        - sourceLabels:
            - exported_job_name
          regex: "(.+)"
          targetLabel: job_name
        - action: labeldrop
          regex: "exported_(model_name|job_name)"
{{- end }}
{{- end }}
{{- end }}
