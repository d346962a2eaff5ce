{{- define "observability.alerts" -}}
{{- /*
Alerts. Change or switch off single ones in alerts.overrides.
Generated from dashboards-src/alerts.
*/ -}}
{{- if .Values.alerts.enabled }}
{{- if or (and .Values.dcgm.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "AcceleratorMetricsMissing GPUProfilingVanished GPUXidMemoryError GPUXidLinkError GPUFallenOffBus GPUXidFirmwareError GPUXidMemoryRepaired GPUXidApplicationError GPUDoubleBitEccError GPURowRemapFailure GPURowRemapPending GPUNvlinkErrors GPUPcieReplays GPUThermalThrottling GPUPowerThrottling GPULost GPUUnhealthy GPUMemoryAlmostFull"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-gpu") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.gpu.alerts
      rules:
        {{- if and .Values.dcgm.enabled (dig "AcceleratorMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: AcceleratorMetricsMissing
          expr: |-
            sum by (cluster, node) (node:accelerators_allocatable:count{resource=~"nvidia_com_gpu|nvidia_com_mig_.+"}) > 0
            and on (cluster, node) (kube_node_status_condition{condition="Ready", status="true"} == 1)
            unless on (cluster, node) node:gpu_reporting:count
          for: {{ dig "AcceleratorMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "AcceleratorMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} offers GPUs, but none of them is measured"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} offers {{ "{{" }} $value }} GPUs or MIG slices, and no DCGM exporter reports on any of them. Dashboards leave this node out."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/AcceleratorMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Add the node's label to `dcgm.nodeSelectorTerms`, or set `dcgm.mode: existing` where the GPU Operator brings the exporter. If the pod fails, its logs name the driver or the profiling right that is missing."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUProfilingVanished" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUProfilingVanished
          expr: |-
            count_over_time(node:gpu_sm_active:ratio[1d:10m]) > 0
            and on (cluster, node) node:gpu_reporting:count
            unless on (cluster, node) node:gpu_sm_active:ratio
          for: {{ dig "GPUProfilingVanished" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUProfilingVanished" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "Useful work is no longer measured on node {{ "{{" }} $labels.node }}"
            description: "The GPUs of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) report, but no longer how busy their SMs and tensor cores are, as they did within the last day."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUProfilingVanished.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "It comes back when the profiler ends. If not, restart the exporter pod; let only one exporter run on a node (`dcgm.mode`)."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUXidMemoryError" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUXidMemoryError
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|64|94|95|140|157|171|172", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"48|64|94|95|140|157|171|172", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"48|64|94|95|140|157|171|172", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)"))
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|64|94|95|140|157|171|172", node=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"48|64|94|95|140|157|171|172", node=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"48|64|94|95|140|157|171|172", node=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|64|94|95|140|157|171|172", exported_pod!=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"48|64|94|95|140|157|171|172", exported_pod!=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"48|64|94|95|140|157|171|172", exported_pod!=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", exported_pod!=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|64|94|95|140|157|171|172", pod=~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"48|64|94|95|140|157|171|172", pod=~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"48|64|94|95|140|157|171|172", pod=~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", pod=~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)")
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUXidMemoryError" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUXidMemoryError" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUXidMemoryError" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} reported Xid {{ "{{" }} $labels.xid }}: GPU memory lost data"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) reported Xid {{ "{{" }} $labels.xid }}: GPU memory lost data. Events within the last minutes: {{ "{{" }} $value }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUXidMemoryError.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset the GPU or reboot the node: the broken row is then replaced by a spare one. If it comes back, return the node to the provider."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUXidLinkError" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUXidLinkError
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (DCGM_EXP_XID_ERRORS_COUNT{xid=~"74|121|144|145|146|147|148|149|150|155", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"74|121|144|145|146|147|148|149|150|155", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"74|121|144|145|146|147|148|149|150|155", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)"))
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_EXP_XID_ERRORS_COUNT{xid=~"74|121|144|145|146|147|148|149|150|155", node=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"74|121|144|145|146|147|148|149|150|155", node=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"74|121|144|145|146|147|148|149|150|155", node=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"74|121|144|145|146|147|148|149|150|155", exported_pod!=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"74|121|144|145|146|147|148|149|150|155", exported_pod!=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"74|121|144|145|146|147|148|149|150|155", exported_pod!=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", exported_pod!=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"74|121|144|145|146|147|148|149|150|155", pod=~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"74|121|144|145|146|147|148|149|150|155", pod=~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"74|121|144|145|146|147|148|149|150|155", pod=~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", pod=~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)")
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUXidLinkError" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUXidLinkError" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUXidLinkError" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} reported Xid {{ "{{" }} $labels.xid }}: a link between GPUs failed"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) reported Xid {{ "{{" }} $labels.xid }}: a link between GPUs failed. Events within the last minutes: {{ "{{" }} $value }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUXidLinkError.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset all GPUs of the node or reboot it. If it comes back, return the node to the provider."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUFallenOffBus" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUFallenOffBus
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (DCGM_EXP_XID_ERRORS_COUNT{xid=~"54|79", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"54|79", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"54|79", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)"))
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_EXP_XID_ERRORS_COUNT{xid=~"54|79", node=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"54|79", node=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"54|79", node=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"54|79", exported_pod!=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"54|79", exported_pod!=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"54|79", exported_pod!=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", exported_pod!=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"54|79", pod=~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"54|79", pod=~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"54|79", pod=~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", pod=~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)")
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUFallenOffBus" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUFallenOffBus" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUFallenOffBus" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} reported Xid {{ "{{" }} $labels.xid }}: it is gone from the bus"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) reported Xid {{ "{{" }} $labels.xid }}: it is gone from the bus. Events within the last minutes: {{ "{{" }} $value }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUFallenOffBus.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reboot the node. If it happens again, return the node to the provider: it is the GPU, the slot or the power supply."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUXidFirmwareError" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUXidFirmwareError
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (DCGM_EXP_XID_ERRORS_COUNT{xid=~"46|61|62|109|119|120|143|158", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"46|61|62|109|119|120|143|158", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"46|61|62|109|119|120|143|158", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)"))
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_EXP_XID_ERRORS_COUNT{xid=~"46|61|62|109|119|120|143|158", node=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"46|61|62|109|119|120|143|158", node=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"46|61|62|109|119|120|143|158", node=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"46|61|62|109|119|120|143|158", exported_pod!=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"46|61|62|109|119|120|143|158", exported_pod!=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"46|61|62|109|119|120|143|158", exported_pod!=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", exported_pod!=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"46|61|62|109|119|120|143|158", pod=~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"46|61|62|109|119|120|143|158", pod=~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"46|61|62|109|119|120|143|158", pod=~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", pod=~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)")
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUXidFirmwareError" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUXidFirmwareError" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUXidFirmwareError" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} reported Xid {{ "{{" }} $labels.xid }}: its firmware or driver hangs"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) reported Xid {{ "{{" }} $labels.xid }}: its firmware or driver hangs. Events within the last minutes: {{ "{{" }} $value }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUXidFirmwareError.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset the GPU or reboot the node. Update the driver where many nodes have it."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUXidMemoryRepaired" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUXidMemoryRepaired
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (DCGM_EXP_XID_ERRORS_COUNT{xid=~"63|92|156", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"63|92|156", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"63|92|156", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)"))
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_EXP_XID_ERRORS_COUNT{xid=~"63|92|156", node=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"63|92|156", node=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"63|92|156", node=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"63|92|156", exported_pod!=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"63|92|156", exported_pod!=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"63|92|156", exported_pod!=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", exported_pod!=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"63|92|156", pod=~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"63|92|156", pod=~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"63|92|156", pod=~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", pod=~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)")
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUXidMemoryRepaired" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUXidMemoryRepaired" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUXidMemoryRepaired" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} reported Xid {{ "{{" }} $labels.xid }}: its memory repairs itself"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) reported Xid {{ "{{" }} $labels.xid }}: its memory repairs itself. Events within the last minutes: {{ "{{" }} $value }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUXidMemoryRepaired.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Let the job end, drain the node and reset the GPU.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUXidApplicationError" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUXidApplicationError
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (DCGM_EXP_XID_ERRORS_COUNT{xid=~"8|11|13|31|32|43|45|68|69|137", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"8|11|13|31|32|43|45|68|69|137", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"8|11|13|31|32|43|45|68|69|137", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)"))
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName, xid) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_EXP_XID_ERRORS_COUNT{xid=~"8|11|13|31|32|43|45|68|69|137", node=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"8|11|13|31|32|43|45|68|69|137", node=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"8|11|13|31|32|43|45|68|69|137", node=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", node=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"8|11|13|31|32|43|45|68|69|137", exported_pod!=""} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"8|11|13|31|32|43|45|68|69|137", exported_pod!=""} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"8|11|13|31|32|43|45|68|69|137", exported_pod!=""} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", exported_pod!=""} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)") or DCGM_EXP_XID_ERRORS_COUNT{xid=~"8|11|13|31|32|43|45|68|69|137", pod=~".*dcgm-exporter-.*"} > 0 or label_replace((DCGM_FI_DEV_XID_ERRORS{err_code=~"8|11|13|31|32|43|45|68|69|137", pod=~".*dcgm-exporter-.*"} unless DCGM_FI_DEV_XID_ERRORS{err_code=~"8|11|13|31|32|43|45|68|69|137", pod=~".*dcgm-exporter-.*"} offset 5m and on (UUID) DCGM_FI_DEV_XID_ERRORS{UUID!="", pod=~".*dcgm-exporter-.*"} offset 5m) * 0 + 1, "xid", "$1", "err_code", "(.*)")
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUXidApplicationError" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUXidApplicationError" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUXidApplicationError" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} reported Xid {{ "{{" }} $labels.xid }}: the program did something that the GPU refuses"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) reported Xid {{ "{{" }} $labels.xid }}: the program did something that the GPU refuses. Events within the last minutes: {{ "{{" }} $value }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUXidApplicationError.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Tell the owner; `compute-sanitizer` and `CUDA_LAUNCH_BLOCKING=1` show where in the program."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUDoubleBitEccError" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUDoubleBitEccError
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName) (increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[1h]) > 0)
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{node=""}[1h]) > 0 or increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{exported_pod!=""}[1h]) > 0 or increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{pod=~".*dcgm-exporter-.*"}[1h]) > 0
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUDoubleBitEccError" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUDoubleBitEccError" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUDoubleBitEccError" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} lost data to double-bit memory errors"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) lost data. Double-bit memory errors within an hour: {{ "{{" }} $value | printf \"%.0f\" }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUDoubleBitEccError.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset the GPU, so that the row is replaced by a spare one. Errors again within days: return the node."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPURowRemapFailure" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPURowRemapFailure
          expr: |-
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName) ((DCGM_FI_DEV_ROW_REMAP_FAILURE{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} or DCGM_FI_DEV_ROW_REMAP_FAILED{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}) > 0)
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  (DCGM_FI_DEV_ROW_REMAP_FAILURE{node=""} or DCGM_FI_DEV_ROW_REMAP_FAILED{node=""}) > 0 or (DCGM_FI_DEV_ROW_REMAP_FAILURE{exported_pod!=""} or DCGM_FI_DEV_ROW_REMAP_FAILED{exported_pod!=""}) > 0 or (DCGM_FI_DEV_ROW_REMAP_FAILURE{pod=~".*dcgm-exporter-.*"} or DCGM_FI_DEV_ROW_REMAP_FAILED{pod=~".*dcgm-exporter-.*"}) > 0
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )
          for: {{ dig "GPURowRemapFailure" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPURowRemapFailure" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} has run out of spare memory rows"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) could not replace a broken memory row.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPURowRemapFailure.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and return it: NVIDIA replaces such a GPU."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPURowRemapPending" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPURowRemapPending
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName) (DCGM_FI_DEV_ROW_REMAP_PENDING{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0)
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_FI_DEV_ROW_REMAP_PENDING{node=""} > 0 or DCGM_FI_DEV_ROW_REMAP_PENDING{exported_pod!=""} > 0 or DCGM_FI_DEV_ROW_REMAP_PENDING{pod=~".*dcgm-exporter-.*"} > 0
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            ))
            unless on (cluster, node, gpu) (max by (cluster, node, gpu) ((DCGM_FI_DEV_ROW_REMAP_FAILURE{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} or DCGM_FI_DEV_ROW_REMAP_FAILED{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}) > 0)
            or
            max by (cluster, node, gpu) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  (DCGM_FI_DEV_ROW_REMAP_FAILURE{node=""} or DCGM_FI_DEV_ROW_REMAP_FAILED{node=""}) > 0 or (DCGM_FI_DEV_ROW_REMAP_FAILURE{exported_pod!=""} or DCGM_FI_DEV_ROW_REMAP_FAILED{exported_pod!=""}) > 0 or (DCGM_FI_DEV_ROW_REMAP_FAILURE{pod=~".*dcgm-exporter-.*"} or DCGM_FI_DEV_ROW_REMAP_FAILED{pod=~".*dcgm-exporter-.*"}) > 0
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            ))
          for: {{ dig "GPURowRemapPending" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPURowRemapPending" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} needs a reset to repair its memory"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) has a broken memory row that a spare one replaces at its next reset.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPURowRemapPending.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "When the job on the node has ended: drain the node, and reset the GPU (`nvidia-smi --gpu-reset -i GPU`) or reboot."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUNvlinkErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUNvlinkErrors
          expr: |-
            sum by (cluster, node, gpu) (max by (cluster, node, gpu, kind) (label_replace((increase(DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[10m]) or increase(DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[10m])) > 0, "kind", "data checksum", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[10m]) or increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[10m])) > 0, "kind", "recovery", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[10m]) or increase(DCGM_FI_DEV_NVLINK_REPLAY_ERROR_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[10m])) > 0, "kind", "replay", "", ""))
            or
            max by (cluster, node, gpu, kind) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  label_replace((increase(DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL{node=""}[10m]) or increase(DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_TOTAL{node=""}[10m])) > 0, "kind", "data checksum", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL{node=""}[10m]) or increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_TOTAL{node=""}[10m])) > 0, "kind", "recovery", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL{node=""}[10m]) or increase(DCGM_FI_DEV_NVLINK_REPLAY_ERROR_TOTAL{node=""}[10m])) > 0, "kind", "replay", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL{exported_pod!=""}[10m]) or increase(DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_TOTAL{exported_pod!=""}[10m])) > 0, "kind", "data checksum", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL{exported_pod!=""}[10m]) or increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_TOTAL{exported_pod!=""}[10m])) > 0, "kind", "recovery", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL{exported_pod!=""}[10m]) or increase(DCGM_FI_DEV_NVLINK_REPLAY_ERROR_TOTAL{exported_pod!=""}[10m])) > 0, "kind", "replay", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL{pod=~".*dcgm-exporter-.*"}[10m]) or increase(DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_TOTAL{pod=~".*dcgm-exporter-.*"}[10m])) > 0, "kind", "data checksum", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL{pod=~".*dcgm-exporter-.*"}[10m]) or increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_TOTAL{pod=~".*dcgm-exporter-.*"}[10m])) > 0, "kind", "recovery", "", "") or label_replace((increase(DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL{pod=~".*dcgm-exporter-.*"}[10m]) or increase(DCGM_FI_DEV_NVLINK_REPLAY_ERROR_TOTAL{pod=~".*dcgm-exporter-.*"}[10m])) > 0, "kind", "replay", "", "")
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUNvlinkErrors" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUNvlinkErrors" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUNvlinkErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "The NVLinks of GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} make errors"
            description: "The links between GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) and its neighbours had {{ "{{" }} $value | printf \"%.0f\" }} data errors, replays or recoveries within 10 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUNvlinkErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset all GPUs of the node. If the errors come back, return the node."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUPcieReplays" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUPcieReplays
          expr: |-
            (max by (cluster, node, gpu) ((rate(DCGM_FI_DEV_PCIE_REPLAY_COUNTER{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[10m]) or rate(DCGM_FI_DEV_PCIE_REPLAY_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[10m])) * 60)
            or
            max by (cluster, node, gpu) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  (rate(DCGM_FI_DEV_PCIE_REPLAY_COUNTER{node=""}[10m]) or rate(DCGM_FI_DEV_PCIE_REPLAY_TOTAL{node=""}[10m])) * 60 or (rate(DCGM_FI_DEV_PCIE_REPLAY_COUNTER{exported_pod!=""}[10m]) or rate(DCGM_FI_DEV_PCIE_REPLAY_TOTAL{exported_pod!=""}[10m])) * 60 or (rate(DCGM_FI_DEV_PCIE_REPLAY_COUNTER{pod=~".*dcgm-exporter-.*"}[10m]) or rate(DCGM_FI_DEV_PCIE_REPLAY_TOTAL{pod=~".*dcgm-exporter-.*"}[10m])) * 60
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUPcieReplays" "threshold" 8 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUPcieReplays" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUPcieReplays" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} has trouble on PCIe"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) had to send {{ "{{" }} $value | printf \"%.0f\" }} packets a minute again over PCIe, for more than 15 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUPcieReplays.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reboot the node. If it goes on, return the node."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUThermalThrottling" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUThermalThrottling
          expr: |-
            (max by (cluster, node, gpu) (rate(DCGM_FI_DEV_THERMAL_VIOLATION{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[5m]) / 1e9)
            or
            max by (cluster, node, gpu) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  rate(DCGM_FI_DEV_THERMAL_VIOLATION{node=""}[5m]) / 1e9 or rate(DCGM_FI_DEV_THERMAL_VIOLATION{exported_pod!=""}[5m]) / 1e9 or rate(DCGM_FI_DEV_THERMAL_VIOLATION{pod=~".*dcgm-exporter-.*"}[5m]) / 1e9
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUThermalThrottling" "threshold" 0.05 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUThermalThrottling" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUThermalThrottling" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} is slowed down by heat"
            description: "Heat held down the clocks of GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) for {{ "{{" }} $value | humanizePercentage }} of the time, for more than 15 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUThermalThrottling.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Fans, air flow, inlet temperature. Until it is mended, keep large jobs off the node (`kubectl cordon NODE`); in a cloud, return it."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUPowerThrottling" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUPowerThrottling
          expr: |-
            (max by (cluster, node, gpu) (rate(DCGM_FI_DEV_POWER_VIOLATION{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[5m]) / 1e9)
            or
            max by (cluster, node, gpu) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  rate(DCGM_FI_DEV_POWER_VIOLATION{node=""}[5m]) / 1e9 or rate(DCGM_FI_DEV_POWER_VIOLATION{exported_pod!=""}[5m]) / 1e9 or rate(DCGM_FI_DEV_POWER_VIOLATION{pod=~".*dcgm-exporter-.*"}[5m]) / 1e9
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUPowerThrottling" "threshold" 0.5 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, node, gpu) ((max by (cluster, node, gpu, modelName) ((DCGM_FI_DEV_POWER_MGMT_LIMIT{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} or DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}))
            or
            max by (cluster, node, gpu, modelName) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  (DCGM_FI_DEV_POWER_MGMT_LIMIT{node=""} or DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS{node=""}) or (DCGM_FI_DEV_POWER_MGMT_LIMIT{exported_pod!=""} or DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS{exported_pod!=""}) or (DCGM_FI_DEV_POWER_MGMT_LIMIT{pod=~".*dcgm-exporter-.*"} or DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS{pod=~".*dcgm-exporter-.*"})
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) < on (cluster, modelName) group_left () 0.95 * max by (cluster, modelName) (max by (cluster, node, gpu, modelName) ((DCGM_FI_DEV_POWER_MGMT_LIMIT{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} or DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}))
            or
            max by (cluster, node, gpu, modelName) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  (DCGM_FI_DEV_POWER_MGMT_LIMIT{node=""} or DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS{node=""}) or (DCGM_FI_DEV_POWER_MGMT_LIMIT{exported_pod!=""} or DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS{exported_pod!=""}) or (DCGM_FI_DEV_POWER_MGMT_LIMIT{pod=~".*dcgm-exporter-.*"} or DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS{pod=~".*dcgm-exporter-.*"})
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )))
          for: {{ dig "GPUPowerThrottling" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUPowerThrottling" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} is slowed down by a lowered power limit"
            description: "The power limit held down the clocks of GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) for {{ "{{" }} $value | humanizePercentage }} of the last hour, and it may draw less than others of its model."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUPowerThrottling.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise the limit (`nvidia-smi -pl WATTS`) if it was lowered by mistake; if the firmware enforces it, look at the power supply of the node."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPULost" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPULost
          expr: {{ printf "node:gpu_lost:count > %s" (float64 (dig "GPULost" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "GPULost" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPULost" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} has lost GPUs"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} reports fewer GPUs than it did within the last day, while its exporter runs. Missing: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPULost.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reboot the node. If the GPU does not come back, return the node. Taken out on purpose: the alert ends within a day."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUUnhealthy" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUUnhealthy
          expr: {{ printf "node:accelerators_unhealthy:count{resource=~\"nvidia_com_gpu|nvidia_com_mig_.+\"} > %s" (float64 (dig "GPUUnhealthy" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "GPUUnhealthy" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUUnhealthy" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} has GPUs that no pod can get"
            description: "On node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} the device plugin keeps back {{ "{{" }} $value }} of {{ "{{" }} $labels.resource }} as unhealthy."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUUnhealthy.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset the GPU or reboot the node. When the fault is gone, a restart of the device plugin offers the GPU again."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUMemoryAlmostFull" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUMemoryAlmostFull
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName) (DCGM_FI_DEV_FB_USED{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} / (DCGM_FI_DEV_FB_USED{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} + DCGM_FI_DEV_FB_FREE{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}))
            or
            max by (cluster, node, gpu, GPU_I_ID, namespace, pod, GPU_I_PROFILE, modelName) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_FI_DEV_FB_USED{node=""} / (DCGM_FI_DEV_FB_USED{node=""} + DCGM_FI_DEV_FB_FREE{node=""}) or DCGM_FI_DEV_FB_USED{exported_pod!=""} / (DCGM_FI_DEV_FB_USED{exported_pod!=""} + DCGM_FI_DEV_FB_FREE{exported_pod!=""}) or DCGM_FI_DEV_FB_USED{pod=~".*dcgm-exporter-.*"} / (DCGM_FI_DEV_FB_USED{pod=~".*dcgm-exporter-.*"} + DCGM_FI_DEV_FB_FREE{pod=~".*dcgm-exporter-.*"})
                , "namespace", ";", "pod_namespace", "exported_namespace", "pod", "namespace"), "namespace", "$1$2$3", "namespace", "([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)")
              , "pod", ";", "pod_name", "exported_pod", "pod"), "pod", "$1$2$3", "pod", "([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUMemoryAlmostFull" "threshold" 0.98 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUMemoryAlmostFull" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUMemoryAlmostFull" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: gpu
          annotations:
            summary: "The memory of GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} is almost full"
            description: "{{ "{{" }} $value | humanizePercentage }} of the memory of GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) has been in use for more than 15 minutes.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUMemoryAlmostFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Smaller batch or sequence, activation checkpointing, sharded optimizer; for serving, a lower `--gpu-memory-utilization`, or quantized weights."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-health?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}&var-gpu={{ $labels.gpu | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU health
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.dcgm.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "GPUAllocatedIdle GPUReplicaFarBelowPeers GPULowUsefulWork"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-efficiency") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.efficiency.alerts
      rules:
        {{- if and .Values.dcgm.enabled (dig "GPUAllocatedIdle" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUAllocatedIdle
          expr: {{ printf "workload:gpu_allocated_idle:count > %s" (float64 (dig "GPUAllocatedIdle" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "GPUAllocatedIdle" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUAllocatedIdle" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: efficiency
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} holds GPUs and does not use them"
            description: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) has held GPUs on which next to nothing ran for more than an hour: {{ "{{" }} $value }}.{{ "{{" }} with printf \"workload:gpu_idle_cost:dollars_per_hour{cluster='%s',namespace='%s',workload='%s',workload_kind='%s',queue='%s'}\" $labels.cluster $labels.namespace $labels.workload $labels.workload_kind $labels.queue | query }} They cost {{ "{{" }} . | first | value | printf \"%.2f\" }} dollars an hour.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUAllocatedIdle.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Delete or scale down what is forgotten. For notebooks, set a time after which they end; for serving, fewer replicas or a share of a GPU (MIG, time-slicing).
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-fleet?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU fleet
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPUReplicaFarBelowPeers" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUReplicaFarBelowPeers
          expr: |-
            (
            max by (cluster, namespace, pod) (avg_over_time(gpu:utilization:ratio{pod!=""}[1h:5m]))
            * on (cluster, namespace, pod) group_left (workload, workload_kind, queue)
            pod:workload:info
            ) / on (cluster, namespace, workload, workload_kind, queue) group_left () (quantile by (cluster, namespace, workload, workload_kind, queue) (0.5, (
            max by (cluster, namespace, pod) (avg_over_time(gpu:utilization:ratio{pod!=""}[1h:5m]))
            * on (cluster, namespace, pod) group_left (workload, workload_kind, queue)
            pod:workload:info
            )) > 0.2) < {{ dig "GPUReplicaFarBelowPeers" "threshold" 0.4 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, workload, workload_kind, queue) count by (cluster, namespace, workload, workload_kind, queue) ((
            max by (cluster, namespace, pod) (avg_over_time(gpu:utilization:ratio{pod!=""}[1h:5m]))
            * on (cluster, namespace, pod) group_left (workload, workload_kind, queue)
            pod:workload:info
            )) >= 3
            and on (cluster, namespace, workload, workload_kind, queue) workload:gpu_reporting:count{workload_kind=~"Deployment|StatefulSet|LeaderWorkerSet|RayService|ReplicaSet"}
          for: {{ dig "GPUReplicaFarBelowPeers" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUReplicaFarBelowPeers" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: efficiency
          annotations:
            summary: "Pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} works far less than its peers"
            description: "The GPUs of pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} of {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) were busy for {{ "{{" }} $value | humanizePercentage }} of the time for which those of the median replica were, within the last hour."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUReplicaFarBelowPeers.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Restart the pod. If it stays behind on this node only, cordon the node; if after every rollout, balance the load by queue length (a router or gateway made for models) instead of by connection.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-fleet?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU fleet
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "GPULowUsefulWork" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPULowUsefulWork
          expr: |-
            avg_over_time(workload:gpu_sm_active:ratio[6h:5m]) < {{ dig "GPULowUsefulWork" "threshold" 0.15 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, workload, workload_kind, queue) avg_over_time(workload:gpu_utilization:ratio[6h:5m]) >= 0.05
            and on (cluster, namespace, workload, workload_kind, queue) min_over_time(workload:gpu_reporting:count[6h:5m]) >= 1
            and on (cluster, namespace, workload, workload_kind, queue) workload:gpu_sm_active:ratio offset 6h
          for: {{ dig "GPULowUsefulWork" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPULowUsefulWork" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: efficiency
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} gets little work out of its GPUs"
            description: "The GPUs of {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) had work on their SMs for {{ "{{" }} $value | humanizePercentage }} of the last 6 hours, though something ran on them.{{ "{{" }} with printf \"workload:gpu_unused_cost:dollars_per_hour{cluster='%s',namespace='%s',workload='%s',workload_kind='%s',queue='%s'}\" $labels.cluster $labels.namespace $labels.workload $labels.workload_kind $labels.queue | query }} The rest of the time costs {{ "{{" }} . | first | value | printf \"%.2f\" }} dollars an hour.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPULowUsefulWork.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Training: more data workers, larger batches, fewer and faster checkpoints. Serving: fewer replicas, scaling with the load, a smaller GPU or a part of one (MIG, time-slicing)."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-gpu-fleet?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: GPU fleet
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.opencost.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "ClusterBudgetExceeded NamespaceBudgetExceeded NamespaceCostJump"))) (and (and .Values.opencost.enabled .Values.dcgm.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "GPUPriceMissing"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-cost") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.cost.alerts
      rules:
        {{- if and .Values.opencost.enabled (dig "ClusterBudgetExceeded" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: ClusterBudgetExceeded
          expr: {{ printf "avg_over_time((sum by (cluster) (cluster:infrastructure_cost:dollars_per_hour))[1d:10m]) * 730 > %s" (float64 (dig "ClusterBudgetExceeded" "threshold" 1000000 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "ClusterBudgetExceeded" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ClusterBudgetExceeded" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: cost
          annotations:
            summary: "Cluster {{ "{{" }} $labels.cluster }} costs more than its budget"
            description: "At the rate of the last day, cluster {{ "{{" }} $labels.cluster }} costs {{ "{{" }} $value | printf \"%.0f\" }} dollars a month, more than its budget."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ClusterBudgetExceeded.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "End what is idle, lower requests as advised there, let nodes go that nobody asked for; or raise the budget: `alerts.overrides.ClusterBudgetExceeded.threshold`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cost?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cost
            {{- end }}
        {{- end }}
        {{- if and .Values.opencost.enabled (dig "NamespaceBudgetExceeded" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NamespaceBudgetExceeded
          expr: {{ printf "avg_over_time((sum by (cluster, namespace) (namespace:cost:dollars_per_hour))[1d:10m]) * 730 > %s" (float64 (dig "NamespaceBudgetExceeded" "threshold" 250000 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "NamespaceBudgetExceeded" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NamespaceBudgetExceeded" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: cost
          annotations:
            summary: "Namespace {{ "{{" }} $labels.namespace }} costs more than its budget"
            description: "At the rate of the last day, namespace {{ "{{" }} $labels.namespace }} of cluster {{ "{{" }} $labels.cluster }} costs {{ "{{" }} $value | printf \"%.0f\" }} dollars a month, more than its budget."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NamespaceBudgetExceeded.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Talk to its owners: what is idle, what can be smaller, what can wait for the night? Or raise the budget: `alerts.overrides.NamespaceBudgetExceeded.threshold`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cost?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cost
            {{- end }}
        {{- end }}
        {{- if and .Values.opencost.enabled (dig "NamespaceCostJump" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NamespaceCostJump
          expr: |-
            avg_over_time((sum by (cluster, namespace) (namespace:cost:dollars_per_hour))[6h:10m]) - avg_over_time((sum by (cluster, namespace) (namespace:cost:dollars_per_hour))[7d:1h] offset 6h) > {{ dig "NamespaceCostJump" "threshold" 20 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace) avg_over_time((sum by (cluster, namespace) (namespace:cost:dollars_per_hour))[6h:10m]) > 2 * avg_over_time((sum by (cluster, namespace) (namespace:cost:dollars_per_hour))[7d:1h] offset 6h)
            and on (cluster, namespace) count_over_time((sum by (cluster, namespace) (namespace:cost:dollars_per_hour))[7d:1h] offset 6h) > 48
          for: {{ dig "NamespaceCostJump" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NamespaceCostJump" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: cost
          annotations:
            summary: "Namespace {{ "{{" }} $labels.namespace }} costs twice what it did"
            description: "Over the last 6 hours, namespace {{ "{{" }} $labels.namespace }} of cluster {{ "{{" }} $labels.cluster }} cost {{ "{{" }} $value | printf \"%.2f\" }} dollars an hour more than in the week before, and more than twice as much."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NamespaceCostJump.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Ask the owner. If it is a mistake, scale down or delete; a quota (Kueue, ResourceQuota) keeps it from coming back.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cost?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cost
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opencost.enabled .Values.dcgm.enabled) (dig "GPUPriceMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: GPUPriceMissing
          expr: |-
            max by (cluster, node) (node_total_hourly_cost)
            and on (cluster, node) node:gpu_reporting:count
            unless on (cluster, node) node:gpu_price:dollars_per_hour
          for: {{ dig "GPUPriceMissing" "for" "6h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUPriceMissing" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: cost
          annotations:
            summary: "OpenCost has no GPU price for node {{ "{{" }} $labels.node }}"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} has GPUs, and OpenCost puts their price at nothing. It counts {{ "{{" }} $value | printf \"%.2f\" }} dollars an hour for the whole node. Cost of GPUs and of idle GPUs leaves this node out."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUPriceMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Set your prices in `opencost.opencost.customPricing` (all of them: those left out get placeholders), or give OpenCost access to the price list of the cloud."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cost?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cost
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.neuron.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "NeuronMetricsMissing NeuronHardwareErrors NeuronMemoryErrors NeuronExecutionFailures NeuronAllocatedIdle NeuronDeviceUnhealthy"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-neuron") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.neuron.alerts
      rules:
        {{- if and .Values.neuron.enabled (dig "NeuronMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NeuronMetricsMissing
          expr: |-
            max by (cluster, node) (node:accelerators_allocatable:count{resource=~"aws_amazon_com_neuron(core|device)?"}) > 0
            and on (cluster, node) (kube_node_status_condition{condition="Ready", status="true"} == 1)
            unless on (cluster, node) node:neuron_reporting:count
          for: {{ dig "NeuronMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NeuronMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: neuron
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} offers Neuron devices, but none of them is measured"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} offers {{ "{{" }} $value }} Neuron devices or cores, and no Neuron monitor reports on any of them. Dashboards leave this node out."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NeuronMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Add the node's label to `neuron.nodeSelectorTerms`. If the pod fails, its logs name the driver that is missing."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-neuron?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Neuron
            {{- end }}
        {{- end }}
        {{- if and .Values.neuron.enabled (dig "NeuronHardwareErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NeuronHardwareErrors
          expr: {{ printf "node:neuron_execution_errors:rate5m{error_type=\"hardware\"} > %s" (float64 (dig "NeuronHardwareErrors" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "NeuronHardwareErrors" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NeuronHardwareErrors" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: neuron
          annotations:
            summary: "Neuron devices of node {{ "{{" }} $labels.node }} fail"
            description: "On node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} executions fail for a fault of the hardware: {{ "{{" }} $value | humanize }} each second."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NeuronHardwareErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and replace the instance."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-neuron?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Neuron
            {{- end }}
        {{- end }}
        {{- if and .Values.neuron.enabled (dig "NeuronMemoryErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NeuronMemoryErrors
          expr: "node:neuron_ecc_events:increase1h{event_type=~\".*_uncorrected\"} > 0"
          for: {{ dig "NeuronMemoryErrors" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NeuronMemoryErrors" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: neuron
          annotations:
            summary: "Neuron devices of node {{ "{{" }} $labels.node }} lost data to memory errors"
            description: "Within an hour, Neuron devices of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) had memory errors that could not be corrected ({{ "{{" }} $labels.event_type }})."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NeuronMemoryErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Once: restart the job from its last checkpoint. Again on the same node: Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and replace the instance."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-neuron?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Neuron
            {{- end }}
        {{- end }}
        {{- if and .Values.neuron.enabled (dig "NeuronExecutionFailures" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NeuronExecutionFailures
          expr: {{ printf "sum by (cluster, node) (node:neuron_executions:rate5m{status_type!=\"completed\"}) / (sum by (cluster, node) (node:neuron_executions:rate5m) > 0) > %s" (float64 (dig "NeuronExecutionFailures" "threshold" 0.05 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "NeuronExecutionFailures" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NeuronExecutionFailures" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: neuron
          annotations:
            summary: "Executions fail on the Neuron devices of node {{ "{{" }} $labels.node }}"
            description: "{{ "{{" }} $value | humanizePercentage }} of the executions on the Neuron devices of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) do not complete."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NeuronExecutionFailures.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Numerical: the owner of the model (learning rate, precision). Load: more devices or fewer requests. Runtime: restart the pod. Hardware: cordon the node and replace the instance."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-neuron?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Neuron
            {{- end }}
        {{- end }}
        {{- if and .Values.neuron.enabled (dig "NeuronAllocatedIdle" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NeuronAllocatedIdle
          expr: {{ printf "node:neuron_allocated_idle:count > %s" (float64 (dig "NeuronAllocatedIdle" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "NeuronAllocatedIdle" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NeuronAllocatedIdle" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: neuron
          annotations:
            summary: "Pods on node {{ "{{" }} $labels.node }} hold Neuron devices and do not use them"
            description: "Pods on node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) have held Neuron devices or cores on which next to nothing ran for more than an hour: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NeuronAllocatedIdle.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Delete or scale down what is forgotten. Compile ahead of time (`neuron_parallel_compile`) on a node without devices, and keep the compile cache."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-neuron?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Neuron
            {{- end }}
        {{- end }}
        {{- if and .Values.neuron.enabled (dig "NeuronDeviceUnhealthy" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NeuronDeviceUnhealthy
          expr: {{ printf "node:accelerators_unhealthy:count{resource=~\"aws_amazon_com_neuron(core|device)?\"} > %s" (float64 (dig "NeuronDeviceUnhealthy" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "NeuronDeviceUnhealthy" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NeuronDeviceUnhealthy" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: neuron
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} has Neuron devices that no pod can get"
            description: "On node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} the device plugin keeps back {{ "{{" }} $value }} of {{ "{{" }} $labels.resource }} as unhealthy."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NeuronDeviceUnhealthy.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and replace the instance."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-neuron?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Neuron
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (include "observability.anyAlertOn" (dict "root" . "alerts" "TrainingJobFailed TrainingRestartLoop TrainingFinished TrainingTimeLost TrainingOperatorMissing")) (and .Values.monitors.annotated.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "TrainingStalled TrainingLossNotANumber TrainingLossDiverging TrainingCheckpointStale TrainingDataBound TrainingMetricsMissing"))) (and .Values.dcgm.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "TrainingStraggler TrainingHung"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-training") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.training.alerts
      rules:
        {{- if dig "TrainingJobFailed" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: TrainingJobFailed
          expr: |-
            workload:training_state:info{state="failed"}
            unless on (cluster, namespace, workload, workload_kind, queue) time() - workload:training_ended:timestamp > 3600
          for: {{ dig "TrainingJobFailed" "for" "2m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingJobFailed" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} has failed"
            description: "The training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) has failed and does not start again by itself. The alert ends an hour after its last pod."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingJobFailed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Start it again from its last checkpoint, after the cause is gone: more memory or a smaller batch for OOMKilled, without the node for Xid errors, a fix for an exception. With retries (`backoffLimit`, `maxRestarts`) such failures heal by themselves."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if dig "TrainingRestartLoop" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: TrainingRestartLoop
          expr: |-
            workload:training_restarts:increase1h >= {{ dig "TrainingRestartLoop" "threshold" 3 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            unless on (cluster, namespace, workload, workload_kind, queue) workload:training_state:info{state=~"failed|finished"}
          for: {{ dig "TrainingRestartLoop" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingRestartLoop" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} starts again and again"
            description: "Containers started again and pods failed {{ "{{" }} $value | printf \"%.0f\" }} times within an hour in the training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }})."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingRestartLoop.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "OOMKilled: raise the memory limit or lower the workers of the data loader. A node that breaks it: cordon it. A crash at start: stop the job, as it only holds accelerators, and mend image, arguments or access to data."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "TrainingStalled" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: TrainingStalled
          expr: |-
            workload:training_steps:rate5m == 0
            and on (cluster, namespace, workload, workload_kind, queue, job_name) max_over_time(workload:training_steps:rate5m[1d]) > 0
            or
            changes(workload:training_loss:value[30m]) == 0
            and on (cluster, namespace, workload, workload_kind, queue, job_name) changes(workload:training_loss:value[3h] offset 30m) >= 12
            unless on (cluster, namespace, workload, workload_kind, queue, job_name) workload:training_steps:rate5m
            unless on (cluster, namespace, workload, workload_kind, queue, job_name) workload:training_loss:value != workload:training_loss:value
          for: {{ dig "TrainingStalled" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingStalled" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} makes no steps"
            description: "The training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) runs and reports, and has made no progress for more than 15 minutes.{{ "{{" }} if $labels.job_name }} Run: {{ "{{" }} $labels.job_name }}.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingStalled.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Restart the job from its last checkpoint. Let it end by itself next time: a timeout for collectives (`TORCH_NCCL_ASYNC_ERROR_HANDLING=1` and `timeout=` of the process group) or a watchdog on steps."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "TrainingLossNotANumber" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: TrainingLossNotANumber
          expr: |-
            workload:training_loss:value != workload:training_loss:value
            or abs(workload:training_loss:value) == Inf
          for: {{ dig "TrainingLossNotANumber" "for" "2m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingLossNotANumber" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "The loss of {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} is {{ "{{" }} $value }}"
            description: "The loss of the training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value }}: what it computes from here on is worthless.{{ "{{" }} if $labels.job_name }} Run: {{ "{{" }} $labels.job_name }}.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingLossNotANumber.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Stop the job. Go back to a checkpoint from before, with a lower learning rate, gradient clipping, bfloat16 instead of float16, or past the data of these steps.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "TrainingLossDiverging" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: TrainingLossDiverging
          expr: |-
            avg_over_time(workload:training_loss:value[10m]) > {{ dig "TrainingLossDiverging" "threshold" 2 (.Values.alerts.overrides | default dict) | float64 | toJson }} * (quantile_over_time(0.1, workload:training_loss:value[6h]) > 0)
            and avg_over_time(workload:training_loss:value[10m]) > avg_over_time(workload:training_loss:value[1h] offset 10m)
          for: {{ dig "TrainingLossDiverging" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingLossDiverging" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "The loss of {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} rises"
            description: "The loss of the training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) rises, and is far above its low of the last six hours. Now: {{ "{{" }} $value | printf \"%.3g\" }}.{{ "{{" }} if $labels.job_name }} Run: {{ "{{" }} $labels.job_name }}.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingLossDiverging.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: A short peak heals by itself. Otherwise go back to the checkpoint before it, with a lower learning rate, a longer warm-up or gradient clipping.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "TrainingStraggler" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: TrainingStraggler
          expr: |-
            avg_over_time(gpu:tensor_active:ratio{workload!=""}[10m])
            / on (cluster, namespace, workload, workload_kind, queue) group_left () (quantile by (cluster, namespace, workload, workload_kind, queue) (0.5, avg_over_time(gpu:tensor_active:ratio{workload!=""}[10m])) > 0.1)
            < {{ dig "TrainingStraggler" "threshold" 0.6 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, workload, workload_kind, queue) count by (cluster, namespace, workload, workload_kind, queue) (gpu:tensor_active:ratio{workload!=""}) >= 4
            and on (cluster, namespace, workload, workload_kind, queue) workload:training:info
          for: {{ dig "TrainingStraggler" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingStraggler" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} lags behind its job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }}"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} (pod {{ "{{" }} $labels.pod }}, cluster {{ "{{" }} $labels.cluster }}) does {{ "{{" }} $value | humanizePercentage }} of the tensor work of the median GPU of {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingStraggler.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node and let the job restart elsewhere from its last checkpoint. All GPUs of one node: look at its CPU, its memory and its data loaders first."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}&var-pod={{ $labels.pod | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if and .Values.dcgm.enabled (dig "TrainingHung" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: TrainingHung
          expr: {{ printf "workload:training_hung:ratio >= %s" (float64 (dig "TrainingHung" "threshold" 0.9 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "TrainingHung" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingHung" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} hangs in a collective"
            description: "{{ "{{" }} $value | humanizePercentage }} of the GPUs of the training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) are busy with idle tensor cores and at less than 40 % of their power for more than 10 minutes: the signature of a collective (NCCL) that waits for a rank."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingHung.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Restart the job from its last checkpoint, without the node if its GPU, link or driver is at fault. If it comes back at the same step: the ranks disagree on the number of batches or on the order of collectives."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "TrainingCheckpointStale" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: TrainingCheckpointStale
          expr: {{ printf "workload:training_checkpoint_age:seconds > %s" (float64 (dig "TrainingCheckpointStale" "threshold" 7200 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "TrainingCheckpointStale" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingCheckpointStale" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} has saved no checkpoint for {{ "{{" }} $value | humanizeDuration }}"
            description: "The last complete checkpoint of the training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizeDuration }} old. A failure now would cost all that has been computed since.{{ "{{" }} if $labels.job_name }} Run: {{ "{{" }} $labels.job_name }}.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingCheckpointStale.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Mend storage or access and let it save at once, if its framework can (a signal, an API). Set the interval to what you are ready to lose, or the threshold to the interval.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if dig "TrainingFinished" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: TrainingFinished
          expr: |-
            workload:training_ended:timestamp - workload:training_started:timestamp
            and on (cluster, namespace, workload, workload_kind, queue) workload:training_state:info{state="finished"}
            and on (cluster, namespace, workload, workload_kind, queue) time() - workload:training_ended:timestamp < 1800
          for: {{ dig "TrainingFinished" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingFinished" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} has finished"
            description: "The training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) has finished, {{ "{{" }} $value | humanizeDuration }} after its first pod was started."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingFinished.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Nothing to do. Jobs that clean up after themselves have `ttlSecondsAfterFinished`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "TrainingDataBound" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: TrainingDataBound
          expr: {{ printf "workload:training_data_wait:ratio > %s" (float64 (dig "TrainingDataBound" "threshold" 0.2 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "TrainingDataBound" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingDataBound" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} waits for data"
            description: "The ranks of the training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) wait for their next batch for {{ "{{" }} $value | humanizePercentage }} of the time.{{ "{{" }} if $labels.job_name }} Run: {{ "{{" }} $labels.job_name }}.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingDataBound.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: More workers of the loader and more CPU for the pod, prefetching, data prepared beforehand, larger files, a faster or nearer storage.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if dig "TrainingTimeLost" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: TrainingTimeLost
          expr: |-
            avg_over_time(workload:training_interrupted:bool[6h]) > {{ dig "TrainingTimeLost" "threshold" 0.1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and workload:training_interrupted:bool
            and workload:training_interrupted:bool offset 2h
          for: {{ dig "TrainingTimeLost" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingTimeLost" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} loses much time"
            description: "For {{ "{{" }} $value | humanizePercentage }} of the last six hours the training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) held accelerators while not all of its pods ran."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingTimeLost.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Start all pods of a job together or none (Kueue, a gang scheduler), keep spare nodes, pull images beforehand, restart within the pod rather than with a new one, and save checkpoints more often.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "TrainingMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: TrainingMetricsMissing
          expr: |-
            sum by (cluster, namespace, workload, workload_kind, queue) (workload:training_pods:count{phase="Running"})
            and on (cluster, namespace, workload, workload_kind, queue) (last_over_time(workload:training_loss:value[6h]) or last_over_time(workload:training_steps:rate5m[6h]))
            unless on (cluster, namespace, workload, workload_kind, queue) (workload:training_loss:value or workload:training_steps:rate5m)
          for: {{ dig "TrainingMetricsMissing" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} runs, but no longer reports"
            description: "The training job {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) has {{ "{{" }} $value }} running pods and reported its loss or its steps within the last six hours, but does not any more. Its alerts on them are blind."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Look at the job as if it stood still (TrainingStalled). Serve metrics from a thread of their own, on every pod that reports.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload_kind={{ $labels.workload_kind | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
        {{- if dig "TrainingOperatorMissing" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: TrainingOperatorMissing
          expr: "present_over_time(job:targets:count{job=~\"trainer|jobset|hyperpod\"}[6h]) unless job:targets:count"
          for: {{ dig "TrainingOperatorMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TrainingOperatorMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: training
          annotations:
            summary: "The operator behind {{ "{{" }} $labels.job }} is not scraped any more"
            description: "Job {{ "{{" }} $labels.job }} (cluster {{ "{{" }} $labels.cluster }}) had targets within the last six hours and has none now. What its operator counts is missing, and the operator may be gone."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TrainingOperatorMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Bring the operator back, or set its labels in `monitors`. If it was removed on purpose the alert ends six hours after it."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-training?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Training
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.monitors.annotated.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "ModelServerDown ModelAccuracyLow ModelAccuracyDropped ModelDataDrift ModelErrorsHigh ModelLatencyHigh ModelMetricsMissing"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-model-quality") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.model-quality.alerts
      rules:
        {{- if and .Values.monitors.annotated.enabled (dig "ModelServerDown" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: ModelServerDown
          expr: model:servers_up:ratio == 0
          for: {{ dig "ModelServerDown" "for" "2m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ModelServerDown" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: model-quality
          annotations:
            summary: "No server of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }} answers"
            description: "None of the pods that serve model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }} (cluster {{ "{{" }} $labels.cluster }}) answers Prometheus."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ModelServerDown.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Crashing after a change: go back. Metrics at another port or path: mend the annotation. A Service that has the label and no metrics: `prometheus.io/scrape: \"false\"`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-model-quality?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Model quality
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "ModelAccuracyLow" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: ModelAccuracyLow
          expr: {{ printf "model:accuracy:ratio < %s" (float64 (dig "ModelAccuracyLow" "threshold" 0.85 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "ModelAccuracyLow" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ModelAccuracyLow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: model-quality
          annotations:
            summary: "Accuracy of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }}{{ "{{" }} if $labels.version }} version {{ "{{" }} $labels.version }}{{ "{{" }} end }} is low"
            description: "Accuracy of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }}{{ "{{" }} if $labels.version }} version {{ "{{" }} $labels.version }}{{ "{{" }} end }}{{ "{{" }} if $labels.dataset }} on {{ "{{" }} $labels.dataset }}{{ "{{" }} end }} (cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizePercentage }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ModelAccuracyLow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Go back to the version before, or train again with new data. For a model that is never so exact, set its own bar by an override of the threshold.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-model-quality?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Model quality
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "ModelAccuracyDropped" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: ModelAccuracyDropped
          expr: |-
            max by (cluster, namespace, model, dataset) (model:accuracy:ratio offset 1w)
            - on (cluster, namespace, model, dataset) group_right ()
            model:accuracy:ratio
            > {{ dig "ModelAccuracyDropped" "threshold" 0.05 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "ModelAccuracyDropped" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ModelAccuracyDropped" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: model-quality
          annotations:
            summary: "Accuracy of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }}{{ "{{" }} if $labels.version }} version {{ "{{" }} $labels.version }}{{ "{{" }} end }} has dropped within a week"
            description: "Accuracy of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }}{{ "{{" }} if $labels.version }} version {{ "{{" }} $labels.version }}{{ "{{" }} end }}{{ "{{" }} if $labels.dataset }} on {{ "{{" }} $labels.dataset }}{{ "{{" }} end }} (cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizePercentage }} lower than that of its best version a week ago."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ModelAccuracyDropped.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "A bad release: go back to the version before. Drift: mend the source of the feature if it is broken, train again if the world has changed."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-model-quality?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Model quality
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "ModelDataDrift" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: ModelDataDrift
          expr: {{ printf "model:data_drift:score > %s" (float64 (dig "ModelDataDrift" "threshold" 0.2 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "ModelDataDrift" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ModelDataDrift" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: model-quality
          annotations:
            summary: "Data of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }} drifts in {{ "{{" }} $labels.feature_name }}"
            description: "Feature {{ "{{" }} $labels.feature_name }} of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }} (cluster {{ "{{" }} $labels.cluster }}) has drifted from the data that the model was trained on. Score: {{ "{{" }} $value | printf \"%.2f\" }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ModelDataDrift.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Mend the source, or train again with recent data. If the score is on another scale, set the threshold to it.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-model-quality?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Model quality
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "ModelErrorsHigh" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: ModelErrorsHigh
          expr: |-
            model:ml_errors:ratio > {{ dig "ModelErrorsHigh" "threshold" 0.05 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, model, version) sum by (cluster, namespace, model, version) (model:ml_requests:rate5m) > 0.1
          for: {{ dig "ModelErrorsHigh" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ModelErrorsHigh" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: model-quality
          annotations:
            summary: "Inferences of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }}{{ "{{" }} if $labels.version }} version {{ "{{" }} $labels.version }}{{ "{{" }} end }} fail"
            description: "{{ "{{" }} $value | humanizePercentage }} of the inferences of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }}{{ "{{" }} if $labels.version }} version {{ "{{" }} $labels.version }}{{ "{{" }} end }} (cluster {{ "{{" }} $labels.cluster }}) fail."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ModelErrorsHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Go back to the version before, or take the broken replica out. If requests are at fault, refuse them with a status of their own.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-model-quality?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Model quality
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "ModelLatencyHigh" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: ModelLatencyHigh
          expr: {{ printf "model:ml_latency:p95 > %s" (float64 (dig "ModelLatencyHigh" "threshold" 5 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "ModelLatencyHigh" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ModelLatencyHigh" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: model-quality
          annotations:
            summary: "Inferences of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }}{{ "{{" }} if $labels.version }} version {{ "{{" }} $labels.version }}{{ "{{" }} end }} are slow"
            description: "5 of 100 inferences of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }}{{ "{{" }} if $labels.version }} version {{ "{{" }} $labels.version }}{{ "{{" }} end }} (cluster {{ "{{" }} $labels.cluster }}) take longer than {{ "{{" }} $value | humanizeDuration }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ModelLatencyHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: More replicas, larger batches, a smaller or quantised model, or the version before.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-model-quality?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Model quality
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.annotated.enabled (dig "ModelMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: ModelMetricsMissing
          expr: |-
            (
            group by (cluster, namespace, model) (last_over_time(model:accuracy:ratio[6h]) unless model:accuracy:ratio)
            unless on (cluster, namespace, model) model:accuracy:ratio
            )
            or
            (
            group by (cluster, namespace, model) (last_over_time(model:ml_requests:rate5m[6h]) unless model:ml_requests:rate5m)
            unless on (cluster, namespace, model) model:ml_requests:rate5m
            )
            or
            (
            group by (cluster, namespace, model) (last_over_time(model:data_drift:score[6h]) unless model:data_drift:score)
            unless on (cluster, namespace, model) model:data_drift:score
            )
          for: {{ dig "ModelMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ModelMetricsMissing" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: model-quality
          annotations:
            summary: "Nothing is reported of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }} any more"
            description: "Accuracy, requests or drift of model {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.model }} (cluster {{ "{{" }} $labels.cluster }}) were reported within the last six hours, and are not any more. Alerts on them are blind."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ModelMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Bring the pod back. For evaluations that run as short jobs, keep a small server for their last result.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-model-quality?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Model quality
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceModelDown InferenceReplicaSilent"))) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceMetricsVanished")) (and (or .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceQueueGrowing"))) (and (or .Values.monitors.ray.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.vllm.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceKVCacheSaturated"))) (and (or .Values.monitors.ray.enabled .Values.monitors.sglang.enabled .Values.monitors.vllm.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferencePreemptions"))) (and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceRequestsAborted"))) (and .Values.monitors.vllm.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceServerErrors"))) (and (or .Values.monitors.sglang.enabled .Values.monitors.vllm.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceKVTransfersFail"))) (and (or .Values.monitors.gateway.enabled .Values.monitors.router.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceGatewayErrors"))) (and .Values.monitors.gateway.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "InferencePoolEmpty"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-inference") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.inference.alerts
      rules:
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceModelDown" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceModelDown
          expr: "model:down:bool > 0"
          for: {{ dig "InferenceModelDown" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceModelDown" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) is served by nobody"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} ({{ "{{" }} $labels.engine }}) was served within the last day. Its workload has pods, and none of them answers."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceModelDown.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Crashing after a change: go back. Pending: *GPU fleet* and *Queues* tell what holds the GPUs. Not scraped: labels and port of the pods against `monitors`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceReplicaSilent" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceReplicaSilent
          expr: |-
            max by (cluster, namespace, pod, model, engine) (max_over_time(pod:model:info[1h]))
            and on (cluster, namespace, pod) kube_pod_status_phase{phase="Running"} == 1
            unless on (cluster, namespace, pod) pod:model:info
          for: {{ dig "InferenceReplicaSilent" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceReplicaSilent" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "Replica {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} no longer answers"
            description: "Pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} (cluster {{ "{{" }} $labels.cluster }}) served {{ "{{" }} $labels.model }} by {{ "{{" }} $labels.engine }} within the last hour. It still runs, and its server is not heard any more."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceReplicaSilent.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Delete the pod. Give the server a liveness probe on `/health`, so that Kubernetes does it."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}&var-pod={{ $labels.pod | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if dig "InferenceMetricsVanished" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: InferenceMetricsVanished
          expr: |-
            count by (cluster, namespace, job) (max_over_time(up{job=~"vllm|sglang|tgi|triton|kserve|router|gateway|lmcache"}[6h]) == 1)
            unless on (cluster, namespace, job) up{job=~"vllm|sglang|tgi|triton|kserve|router|gateway|lmcache"} == 1
          for: {{ dig "InferenceMetricsVanished" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceMetricsVanished" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "Nothing of {{ "{{" }} $labels.job }} is measured any more in {{ "{{" }} $labels.namespace }}"
            description: "Targets of {{ "{{" }} $labels.job }} in namespace {{ "{{" }} $labels.namespace }} (cluster {{ "{{" }} $labels.cluster }}) that were scraped within the last six hours: {{ "{{" }} $value }}. None is now. Dashboards and alerts about it are silent."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceMetricsVanished.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Set `monitors.{{ "{{" }} $labels.job }}.labels` to what the pods have, or mend the pods."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceQueueGrowing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceQueueGrowing
          expr: |-
            sum by (cluster, namespace, model) (model:requests_waiting:count)
            / on (cluster, namespace, model) sum by (cluster, namespace, model) (model:replicas:count) > {{ dig "InferenceQueueGrowing" "threshold" 10 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, model) sum by (cluster, namespace, model) (deriv(model:requests_waiting:count[10m])) >= 0
          for: {{ dig "InferenceQueueGrowing" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceQueueGrowing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) gets more requests than it can answer"
            description: "For each replica of model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} {{ "{{" }} $value | printf \"%.0f\" }} requests wait, and they do not become fewer."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceQueueGrowing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Add replicas. Until they are there, limit requests at the gateway, or the length of answers.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.ray.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.vllm.enabled) (dig "InferenceKVCacheSaturated" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceKVCacheSaturated
          expr: |-
            max by (cluster, namespace, model) (model:kv_cache_used:ratio) > {{ dig "InferenceKVCacheSaturated" "threshold" 0.95 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, model) sum by (cluster, namespace, model) (model:requests_waiting:count) > 0
          for: {{ dig "InferenceKVCacheSaturated" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceKVCacheSaturated" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "The KV cache of model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) is full, and requests wait"
            description: "The fullest replica of model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses {{ "{{" }} $value | humanizePercentage }} of its KV cache, while requests wait for room."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceKVCacheSaturated.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Add replicas; give the cache more memory (`--gpu-memory-utilization`); a smaller type for the cache (fp8); a shorter `--max-model-len`; or offload it (LMCache)."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.ray.enabled .Values.monitors.sglang.enabled .Values.monitors.vllm.enabled) (dig "InferencePreemptions" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferencePreemptions
          expr: |-
            sum by (cluster, namespace, model) (model:preemptions:rate5m)
            / on (cluster, namespace, model) (sum by (cluster, namespace, model) (model:requests:rate5m) > 0) > {{ dig "InferencePreemptions" "threshold" 0.1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "InferencePreemptions" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferencePreemptions" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) puts running requests back"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} puts back {{ "{{" }} $value | humanizePercentage }} as many requests as it ends: the KV cache is too small for what runs at once."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferencePreemptions.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Lower the number of sequences at once (`--max-num-seqs`, `--max-running-requests`), or give the KV cache more room."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceRequestsAborted" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceRequestsAborted
          expr: |-
            max by (cluster, namespace, model) (model:requests_aborted:ratio) > {{ dig "InferenceRequestsAborted" "threshold" 0.2 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, model) sum by (cluster, namespace, model) (model:requests:rate5m) > 0.05
          for: {{ dig "InferenceRequestsAborted" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceRequestsAborted" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "Clients of model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) go away before their answer is complete"
            description: "{{ "{{" }} $value | humanizePercentage }} of the requests to model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} were given up by their client."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceRequestsAborted.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Mend what makes answers slow, or raise the timeout of the proxy or the client.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.vllm.enabled (dig "InferenceServerErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceServerErrors
          expr: |-
            sum by (cluster, namespace, pod) (rate(http_requests_total{job="vllm", handler=~"/v1/.*", status="5xx"}[5m]))
            / (sum by (cluster, namespace, pod) (rate(http_requests_total{job="vllm", handler=~"/v1/.*"}[5m])) > 0) > {{ dig "InferenceServerErrors" "threshold" 0.01 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "InferenceServerErrors" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceServerErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "vLLM server {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} answers with errors"
            description: "The API server in pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} (cluster {{ "{{" }} $labels.cluster }}) answers {{ "{{" }} $value | humanizePercentage }} of its requests with 5xx."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceServerErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Delete the pod if the others are fine; else go back to the version before.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-pod={{ $labels.pod | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.sglang.enabled .Values.monitors.vllm.enabled) (dig "InferenceKVTransfersFail" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceKVTransfersFail
          expr: |-
            sum by (cluster, namespace, model_name) (increase(vllm:nixl_num_failed_transfers_total[15m])) > {{ dig "InferenceKVTransfersFail" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            or
            sum by (cluster, namespace, model_name) (max without (tp_rank, pp_rank, moe_ep_rank) (increase(sglang:num_transfer_failed_reqs_total[15m]))) > {{ dig "InferenceKVTransfersFail" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "InferenceKVTransfersFail" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceKVTransfersFail" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "KV blocks of {{ "{{" }} $labels.model_name }} ({{ "{{" }} $labels.namespace }}) do not get from prefill to decode"
            description: "Transfers of KV blocks of {{ "{{" }} $labels.model_name }} in namespace {{ "{{" }} $labels.namespace }} (cluster {{ "{{" }} $labels.cluster }}) that failed within 15 minutes: {{ "{{" }} $value | printf \"%.0f\" }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceKVTransfersFail.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Mend the network path or restart the replica that all failures have in common; let prefill and decode run together until then.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.gateway.enabled .Values.monitors.router.enabled) (dig "InferenceGatewayErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceGatewayErrors
          expr: |-
            model:gateway_errors:ratio > {{ dig "InferenceGatewayErrors" "threshold" 0.05 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, model, gateway) model:gateway_requests:rate5m > 0.05
          for: {{ dig "InferenceGatewayErrors" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceGatewayErrors" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "The gateway fails requests for {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }})"
            description: "{{ "{{" }} $labels.gateway }} in namespace {{ "{{" }} $labels.namespace }} (cluster {{ "{{" }} $labels.cluster }}) answers {{ "{{" }} $value | humanizePercentage }} of the requests for {{ "{{" }} $labels.model }} with an error."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceGatewayErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "No ready servers: see to the replicas. No room: add replicas. Wrong model: mend the routes."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.gateway.enabled (dig "InferencePoolEmpty" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferencePoolEmpty
          expr: max by (cluster, namespace, name) (inference_pool_ready_pods) == 0
          for: {{ dig "InferencePoolEmpty" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferencePoolEmpty" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: inference
          annotations:
            summary: "Inference pool {{ "{{" }} $labels.name }} ({{ "{{" }} $labels.namespace }}) has no ready server"
            description: "The endpoint picker of pool {{ "{{" }} $labels.name }} in namespace {{ "{{" }} $labels.namespace }} (cluster {{ "{{" }} $labels.cluster }}) has no server to send requests to."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferencePoolEmpty.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: See to the pods, or mend the selector of the pool.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "InferenceFirstTokenBudgetFast InferenceFirstTokenBudgetSlow InferenceInterTokenBudgetFast InferenceInterTokenBudgetSlow InferenceErrorBudgetFast InferenceErrorBudgetSlow InferenceAvailabilityBudgetFast InferenceAvailabilityBudgetSlow"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-slo") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.slo.alerts
      rules:
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceFirstTokenBudgetFast" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceFirstTokenBudgetFast
          expr: |-
            max without (window) (
            (model:slo_burn:ratio{slo="ttft", window="1h"} > {{ dig "InferenceFirstTokenBudgetFast" "threshold" 14.4 (.Values.alerts.overrides | default dict) | float64 | toJson }} and ignoring (window) model:slo_burn:ratio{slo="ttft", window="5m"} > {{ dig "InferenceFirstTokenBudgetFast" "threshold" 14.4 (.Values.alerts.overrides | default dict) | float64 | toJson }})
            or
            (model:slo_burn:ratio{slo="ttft", window="6h"} > 6 and ignoring (window) model:slo_burn:ratio{slo="ttft", window="30m"} > 6)
            )
            and on (cluster, namespace, model) avg_over_time(model:slo_events:rate5m{slo="ttft"}[1h]) > 0.01
          for: {{ dig "InferenceFirstTokenBudgetFast" "for" "2m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceFirstTokenBudgetFast" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: slo
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}): requests wait too long for their first token"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses up the error budget of \"Time to first token\" {{ "{{" }} $value | printf \"%.1f\" }} times as fast as its objective allows. What counts as good: requests whose first token comes in time."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceFirstTokenBudgetFast.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Queue: add replicas, or limit requests at the gateway. Prefill: chunked prefill, shorter prompts, replicas that share prefixes. One slow replica: delete its pod. If the objective asks for more than users need, change `alerts.slo.ttft`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceFirstTokenBudgetSlow" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceFirstTokenBudgetSlow
          expr: |-
            max without (window) (
            model:slo_burn:ratio{slo="ttft", window="3d"} > {{ dig "InferenceFirstTokenBudgetSlow" "threshold" 1 (.Values.alerts.overrides | default dict) | float64 | toJson }} and ignoring (window) model:slo_burn:ratio{slo="ttft", window="6h"} > {{ dig "InferenceFirstTokenBudgetSlow" "threshold" 1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            )
            and on (cluster, namespace, model) avg_over_time(model:slo_events:rate5m{slo="ttft"}[6h]) > 0.01
          for: {{ dig "InferenceFirstTokenBudgetSlow" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceFirstTokenBudgetSlow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: slo
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}): requests wait too long for their first token"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses up the error budget of \"Time to first token\" {{ "{{" }} $value | printf \"%.1f\" }} times as fast as its objective allows. What counts as good: requests whose first token comes in time."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceFirstTokenBudgetSlow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Queue: add replicas, or limit requests at the gateway. Prefill: chunked prefill, shorter prompts, replicas that share prefixes. One slow replica: delete its pod. If the objective asks for more than users need, change `alerts.slo.ttft`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceInterTokenBudgetFast" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceInterTokenBudgetFast
          expr: |-
            max without (window) (
            (model:slo_burn:ratio{slo="interToken", window="1h"} > {{ dig "InferenceInterTokenBudgetFast" "threshold" 14.4 (.Values.alerts.overrides | default dict) | float64 | toJson }} and ignoring (window) model:slo_burn:ratio{slo="interToken", window="5m"} > {{ dig "InferenceInterTokenBudgetFast" "threshold" 14.4 (.Values.alerts.overrides | default dict) | float64 | toJson }})
            or
            (model:slo_burn:ratio{slo="interToken", window="6h"} > 6 and ignoring (window) model:slo_burn:ratio{slo="interToken", window="30m"} > 6)
            )
            and on (cluster, namespace, model) avg_over_time(model:slo_events:rate5m{slo="interToken"}[1h]) > 0.01
          for: {{ dig "InferenceInterTokenBudgetFast" "for" "2m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceInterTokenBudgetFast" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: slo
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}): answers go on too slowly"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses up the error budget of \"Time between tokens\" {{ "{{" }} $value | printf \"%.1f\" }} times as fast as its objective allows. What counts as good: tokens that follow the one before in time."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceInterTokenBudgetFast.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Limit the sequences in a batch, use chunked prefill, or add replicas. Move the pod away from a GPU that is slowed down. If the objective asks for more than users need, change `alerts.slo.interToken`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceInterTokenBudgetSlow" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceInterTokenBudgetSlow
          expr: |-
            max without (window) (
            model:slo_burn:ratio{slo="interToken", window="3d"} > {{ dig "InferenceInterTokenBudgetSlow" "threshold" 1 (.Values.alerts.overrides | default dict) | float64 | toJson }} and ignoring (window) model:slo_burn:ratio{slo="interToken", window="6h"} > {{ dig "InferenceInterTokenBudgetSlow" "threshold" 1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            )
            and on (cluster, namespace, model) avg_over_time(model:slo_events:rate5m{slo="interToken"}[6h]) > 0.01
          for: {{ dig "InferenceInterTokenBudgetSlow" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceInterTokenBudgetSlow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: slo
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}): answers go on too slowly"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses up the error budget of \"Time between tokens\" {{ "{{" }} $value | printf \"%.1f\" }} times as fast as its objective allows. What counts as good: tokens that follow the one before in time."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceInterTokenBudgetSlow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Limit the sequences in a batch, use chunked prefill, or add replicas. Move the pod away from a GPU that is slowed down. If the objective asks for more than users need, change `alerts.slo.interToken`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceErrorBudgetFast" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceErrorBudgetFast
          expr: |-
            max without (window) (
            (model:slo_burn:ratio{slo="errors", window="1h"} > {{ dig "InferenceErrorBudgetFast" "threshold" 14.4 (.Values.alerts.overrides | default dict) | float64 | toJson }} and ignoring (window) model:slo_burn:ratio{slo="errors", window="5m"} > {{ dig "InferenceErrorBudgetFast" "threshold" 14.4 (.Values.alerts.overrides | default dict) | float64 | toJson }})
            or
            (model:slo_burn:ratio{slo="errors", window="6h"} > 6 and ignoring (window) model:slo_burn:ratio{slo="errors", window="30m"} > 6)
            )
            and on (cluster, namespace, model) avg_over_time(model:slo_events:rate5m{slo="errors"}[1h]) > 0.01
          for: {{ dig "InferenceErrorBudgetFast" "for" "2m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceErrorBudgetFast" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: slo
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}): requests fail by the server's fault"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses up the error budget of \"Errors\" {{ "{{" }} $value | printf \"%.1f\" }} times as fast as its objective allows. What counts as good: requests that do not fail by the server's fault."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceErrorBudgetFast.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Go back to the version before, restart the replica that fails, or add replicas where requests are turned away.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceErrorBudgetSlow" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceErrorBudgetSlow
          expr: |-
            max without (window) (
            model:slo_burn:ratio{slo="errors", window="3d"} > {{ dig "InferenceErrorBudgetSlow" "threshold" 1 (.Values.alerts.overrides | default dict) | float64 | toJson }} and ignoring (window) model:slo_burn:ratio{slo="errors", window="6h"} > {{ dig "InferenceErrorBudgetSlow" "threshold" 1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            )
            and on (cluster, namespace, model) avg_over_time(model:slo_events:rate5m{slo="errors"}[6h]) > 0.01
          for: {{ dig "InferenceErrorBudgetSlow" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceErrorBudgetSlow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: slo
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}): requests fail by the server's fault"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses up the error budget of \"Errors\" {{ "{{" }} $value | printf \"%.1f\" }} times as fast as its objective allows. What counts as good: requests that do not fail by the server's fault."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceErrorBudgetSlow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Go back to the version before, restart the replica that fails, or add replicas where requests are turned away.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceAvailabilityBudgetFast" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceAvailabilityBudgetFast
          expr: |-
            max without (window) (
            (model:slo_burn:ratio{slo="availability", window="1h"} > {{ dig "InferenceAvailabilityBudgetFast" "threshold" 14.4 (.Values.alerts.overrides | default dict) | float64 | toJson }} and ignoring (window) model:slo_burn:ratio{slo="availability", window="5m"} > {{ dig "InferenceAvailabilityBudgetFast" "threshold" 14.4 (.Values.alerts.overrides | default dict) | float64 | toJson }})
            or
            (model:slo_burn:ratio{slo="availability", window="6h"} > 6 and ignoring (window) model:slo_burn:ratio{slo="availability", window="30m"} > 6)
            )
          for: {{ dig "InferenceAvailabilityBudgetFast" "for" "2m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceAvailabilityBudgetFast" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: slo
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}): no replica serves the model"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses up the error budget of \"Availability\" {{ "{{" }} $value | printf \"%.1f\" }} times as fast as its objective allows. What counts as good: time in which at least one replica serves the model."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceAvailabilityBudgetFast.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Free or add a GPU node, go back to the version before, or raise the time that the startup probe gives for loading. Keep two replicas on different nodes.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
        {{- if and (or .Values.monitors.hyperpod.enabled .Values.monitors.kserve.enabled .Values.otel.enabled .Values.monitors.ray.enabled .Values.monitors.router.enabled .Values.monitors.sglang.enabled .Values.monitors.tgi.enabled .Values.monitors.triton.enabled .Values.monitors.vllm.enabled) (dig "InferenceAvailabilityBudgetSlow" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: InferenceAvailabilityBudgetSlow
          expr: |-
            max without (window) (
            model:slo_burn:ratio{slo="availability", window="3d"} > {{ dig "InferenceAvailabilityBudgetSlow" "threshold" 1 (.Values.alerts.overrides | default dict) | float64 | toJson }} and ignoring (window) model:slo_burn:ratio{slo="availability", window="6h"} > {{ dig "InferenceAvailabilityBudgetSlow" "threshold" 1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            )
          for: {{ dig "InferenceAvailabilityBudgetSlow" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "InferenceAvailabilityBudgetSlow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: slo
          annotations:
            summary: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}): no replica serves the model"
            description: "Model {{ "{{" }} $labels.model }} ({{ "{{" }} $labels.namespace }}) in cluster {{ "{{" }} $labels.cluster }} uses up the error budget of \"Availability\" {{ "{{" }} $value | printf \"%.1f\" }} times as fast as its objective allows. What counts as good: time in which at least one replica serves the model."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/InferenceAvailabilityBudgetSlow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Free or add a GPU node, go back to the version before, or raise the time that the startup probe gives for loading. Keep two replicas on different nodes.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-inference?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-model={{ $labels.model | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Inference
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (include "observability.anyAlertOn" (dict "root" . "alerts" "AcceleratorNodeNotReady NodeUnhealthy AcceleratorWorkloadPending AcceleratorPodCrashLooping ContainerOOMKilled ImagePullFailing AdmissionWebhookSlow")) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-cluster") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.cluster.alerts
      rules:
        {{- if dig "AcceleratorNodeNotReady" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: AcceleratorNodeNotReady
          expr: |-
            max by (cluster, node) (node:accelerators_allocatable:count) > 0
            and on (cluster, node) (max by (cluster, node) (kube_node_status_condition{condition="Ready", status="true"}) == 0)
            unless on (cluster, node) (max by (cluster, node) (kube_node_spec_unschedulable) == 1)
          for: {{ dig "AcceleratorNodeNotReady" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "AcceleratorNodeNotReady" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: cluster
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} with {{ "{{" }} $value }} accelerators is not ready"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} has not been ready for 5 minutes. Its {{ "{{" }} $value }} accelerators do nothing, and the jobs that have a pod on it wait or restart."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/AcceleratorNodeNotReady.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`) and delete its pods with `--force` if they hang, so that the job starts again from its last checkpoint. Reboot or replace the instance; HyperPod and EKS node auto repair do that by themselves."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cluster?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cluster
            {{- end }}
        {{- end }}
        {{- if dig "NodeUnhealthy" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: NodeUnhealthy
          expr: |-
            node:unhealthy:bool{condition!~"Ready|.+Pressure|NetworkUnavailable"}
            or
            (node:unhealthy:bool{condition=~".+Pressure"} and on (cluster, node) (max by (cluster, node) (node:accelerators_allocatable:count) > 0))
          for: {{ dig "NodeUnhealthy" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NodeUnhealthy" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: cluster
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} is not well: {{ "{{" }} $labels.condition }}"
            description: "An agent or the kubelet says of node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }}: {{ "{{" }} $labels.condition }}. This has been so for more than 10 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NodeUnhealthy.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Pressure: find the pod that writes or grows (`kubectl top pod`, `kubectl describe node`) and give it limits. Anything else: cordon the node, let jobs move at their next checkpoint, and reboot or replace it."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cluster?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cluster
            {{- end }}
        {{- end }}
        {{- if dig "AcceleratorWorkloadPending" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: AcceleratorWorkloadPending
          expr: |-
            sum by (cluster, namespace, workload, workload_kind, resource) (
              (kube_pod_container_resource_requests{resource=~"nvidia_com_gpu|nvidia_com_mig_.+|aws_amazon_com_neuron(core|device)?", node=""} and on (cluster, namespace, pod) (kube_pod_status_unschedulable == 1))
              * on (cluster, namespace, pod) group_left (workload, workload_kind) pod:workload:info
            )
          for: {{ dig "AcceleratorWorkloadPending" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "AcceleratorWorkloadPending" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: cluster
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} waits for {{ "{{" }} $value }} {{ "{{" }} $labels.resource }}"
            description: "Pods of {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) have asked for {{ "{{" }} $value }} {{ "{{" }} $labels.resource }} for more than 30 minutes, and fit no node."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/AcceleratorWorkloadPending.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Wait for jobs to end, add nodes, or ask for less. Where several teams compete, let Kueue admit jobs as a whole, so that none holds a part of what it needs.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cluster?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cluster
            {{- end }}
        {{- end }}
        {{- if dig "AcceleratorPodCrashLooping" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: AcceleratorPodCrashLooping
          expr: |-
            sum by (cluster, node, namespace, pod, resource) (pod:accelerators_allocated:count)
            and on (cluster, namespace, pod) (max by (cluster, namespace, pod) (max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])) == 1)
          for: {{ dig "AcceleratorPodCrashLooping" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "AcceleratorPodCrashLooping" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: cluster
          annotations:
            summary: "Pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} crashes again and again and holds {{ "{{" }} $value }} {{ "{{" }} $labels.resource }}"
            description: "Pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} on node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) has crashed again and again for more than 15 minutes. It keeps {{ "{{" }} $value }} {{ "{{" }} $labels.resource }} meanwhile."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/AcceleratorPodCrashLooping.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend and roll out again, or scale to zero until then: `kubectl scale` or suspend the job, so that the accelerators are free."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cluster?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cluster
            {{- end }}
        {{- end }}
        {{- if dig "ContainerOOMKilled" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: ContainerOOMKilled
          expr: |-
            (sum by (cluster, namespace, pod, container) (increase(kube_pod_container_status_restarts_total[15m])) > 0 and on (cluster, namespace, pod, container) (max by (cluster, namespace, pod, container) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}) == 1))
            or
            ((max by (cluster, namespace, pod, container) (kube_pod_container_status_terminated_reason{reason="OOMKilled"}) == 1) unless on (cluster, namespace, pod, container) (max by (cluster, namespace, pod, container) (kube_pod_container_status_terminated_reason{reason="OOMKilled"} offset 15m) == 1))
          for: {{ dig "ContainerOOMKilled" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ContainerOOMKilled" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: cluster
          annotations:
            summary: "Container {{ "{{" }} $labels.container }} of {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} was killed for memory"
            description: "The kernel killed container {{ "{{" }} $labels.container }} of pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} (cluster {{ "{{" }} $labels.cluster }}), as it used more memory than its limit. Within 15 minutes: {{ "{{" }} $value | printf \"%.0f\" }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ContainerOOMKilled.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise the memory limit, or lower the number of workers and their prefetching. For checkpoints: load and save in shards."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cluster?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cluster
            {{- end }}
        {{- end }}
        {{- if dig "ImagePullFailing" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: ImagePullFailing
          expr: |-
            count by (cluster, namespace, workload, workload_kind) (
              (max by (cluster, namespace, pod) (max_over_time(kube_pod_container_status_waiting_reason{reason=~"ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull|ImageInspectError"}[5m])) == 1)
              * on (cluster, namespace, pod) group_left (workload, workload_kind) pod:workload:info
            )
          for: {{ dig "ImagePullFailing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ImagePullFailing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: cluster
          annotations:
            summary: "{{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} cannot get its image"
            description: "{{ "{{" }} $value }} pods of {{ "{{" }} $labels.workload_kind }} {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) have not got their image for more than 15 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ImagePullFailing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Correct the name, add the pull secret, or mirror the image near the cluster. Images of tens of gigabytes: pull them ahead of time on new nodes, or use lazy loading (SOCI)."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cluster?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cluster
            {{- end }}
        {{- end }}
        {{- if dig "AdmissionWebhookSlow" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: AdmissionWebhookSlow
          expr: {{ printf "cluster:webhook_latency_p99:seconds > %s" (float64 (dig "AdmissionWebhookSlow" "threshold" 5 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "AdmissionWebhookSlow" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "AdmissionWebhookSlow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: cluster
          annotations:
            summary: "Admission webhook {{ "{{" }} $labels.name }} takes {{ "{{" }} $value | humanizeDuration }}"
            description: "1 % of the calls of admission webhook {{ "{{" }} $labels.name }} (cluster {{ "{{" }} $labels.cluster }}) take longer than {{ "{{" }} $value | humanizeDuration }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/AdmissionWebhookSlow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Give the webhook's pods more replicas and CPU. If it is dead and blocks everything, remove its configuration: its operator writes it again."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-cluster?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Cluster
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.monitors.efa.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "EFARetransmitsHigh EFAConnectionErrors EFAMetricsMissing"))) (include "observability.anyAlertOn" (dict "root" . "alerts" "RDMALinkFlapping NodePacketsDropped NodeTCPRetransmitsHigh EFADeviceLost")) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-network") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.network.alerts
      rules:
        {{- if and .Values.monitors.efa.enabled (dig "EFARetransmitsHigh" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: EFARetransmitsHigh
          expr: {{ printf "node:rdma_retransmits:ratio > %s" (float64 (dig "EFARetransmitsHigh" "threshold" 0.01 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "EFARetransmitsHigh" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "EFARetransmitsHigh" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: network
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} sends many EFA packets again"
            description: "The adapters of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) sent {{ "{{" }} $value | humanizePercentage }} of their packets again."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/EFARetransmitsHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`) and restart the job without it; a stop and start of the instance brings it to another host. Run training in one placement group."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-network?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Network
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.efa.enabled (dig "EFAConnectionErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: EFAConnectionErrors
          expr: {{ printf "node:rdma_errors:rate5m{kind=~\"RDMA reads failed|RDMA writes failed|connection impaired|remote does not answer\"} > %s" (float64 (dig "EFAConnectionErrors" "threshold" 0.01 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "EFAConnectionErrors" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "EFAConnectionErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: network
          annotations:
            summary: "EFA on node {{ "{{" }} $labels.node }}: {{ "{{" }} $labels.kind }}"
            description: "EFA on node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}): {{ "{{" }} $labels.kind }}, {{ "{{" }} $value | humanize }} each second."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/EFAConnectionErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`) and restart the job without it; if the errors follow the node, replace it. After a dead pod: restart the job at once instead of waiting for the timeout."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-network?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Network
            {{- end }}
        {{- end }}
        {{- if dig "RDMALinkFlapping" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: RDMALinkFlapping
          expr: {{ printf "sum by (cluster, node, device, port) (increase(node_infiniband_link_downed_total[1h])) > %s" (float64 (dig "RDMALinkFlapping" "threshold" 1 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RDMALinkFlapping" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RDMALinkFlapping" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: network
          annotations:
            summary: "Link {{ "{{" }} $labels.device }} of node {{ "{{" }} $labels.node }} goes down again and again"
            description: "Link {{ "{{" }} $labels.device }}, port {{ "{{" }} $labels.port }}, of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) went down {{ "{{" }} $value | printf \"%.0f\" }} times within an hour."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RDMALinkFlapping.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`) and restart the job without it; reseat or replace cable and transceiver."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-network?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Network
            {{- end }}
        {{- end }}
        {{- if dig "NodePacketsDropped" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: NodePacketsDropped
          expr: {{ printf "node:network_drops:ratio > %s" (float64 (dig "NodePacketsDropped" "threshold" 0.01 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "NodePacketsDropped" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NodePacketsDropped" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: network
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} drops packets"
            description: "The interfaces of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) have dropped {{ "{{" }} $value | humanizePercentage }} of their packets for more than 30 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NodePacketsDropped.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Spread what loads data over more nodes, cache it on local disks, or take an instance with more network. Many small packets: larger requests help."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-network?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Network
            {{- end }}
        {{- end }}
        {{- if dig "NodeTCPRetransmitsHigh" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: NodeTCPRetransmitsHigh
          expr: |-
            node:tcp_retransmits:ratio > {{ dig "NodeTCPRetransmitsHigh" "threshold" 0.05 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, node) (sum by (cluster, node) (rate(node_netstat_Tcp_OutSegs[5m])) > 100)
          for: {{ dig "NodeTCPRetransmitsHigh" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NodeTCPRetransmitsHigh" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: network
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} sends many TCP segments again"
            description: "On node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) {{ "{{" }} $value | humanizePercentage }} of the TCP segments have had to be sent again for more than 30 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NodeTCPRetransmitsHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Own drops: see NodePacketsDropped. Otherwise look at what lies between: NAT gateways, firewalls and their limits, MTU that does not fit along the way."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-network?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Network
            {{- end }}
        {{- end }}
        {{- if dig "EFADeviceLost" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: EFADeviceLost
          expr: |-
            (max_over_time(node:efa_offered:count[6h]) - on (cluster, node) (node:efa_offered:count or max_over_time(node:efa_offered:count[6h]) * 0)) > 0
            and on (cluster, node) (kube_node_status_condition{condition="Ready", status="true"} == 1)
          for: {{ dig "EFADeviceLost" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "EFADeviceLost" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: network
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} has lost {{ "{{" }} $value }} EFA devices"
            description: "Of the EFA devices of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) {{ "{{" }} $value }} that it offered within the last 6 hours are gone."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/EFADeviceLost.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Restart the device plugin. If the kernel lacks the adapter: cordon the node and reboot it, then replace it."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-network?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Network
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.efa.enabled (dig "EFAMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: EFAMetricsMissing
          expr: |-
            (present_over_time(node:efa_devices:count[6h]) unless node:efa_devices:count)
            and on (cluster, node) (kube_node_status_condition{condition="Ready", status="true"} == 1)
          for: {{ dig "EFAMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "EFAMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: network
          annotations:
            summary: "The EFA exporter of node {{ "{{" }} $labels.node }} is silent"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} was measured within the last 6 hours and is not any more: no EFA exporter reports on it."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/EFAMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Bring the exporter back, or switch off `monitors.efa.enabled` if it is not wanted."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-network?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Network
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (include "observability.anyAlertOn" (dict "root" . "alerts" "VolumeFullWithinHours NodeDiskNearEviction NodeStalledByStorage")) (and .Values.monitors.lustre.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "LustreAlmostFull LustreInodesAlmostUsedUp LustreClientUnhealthy LustreNetworkErrors LustreSlow LustreMetricsMissing"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-filesystem") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.filesystem.alerts
      rules:
        {{- if dig "VolumeFullWithinHours" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: VolumeFullWithinHours
          expr: |-
            namespace:volume_full_in:seconds < {{ dig "VolumeFullWithinHours" "threshold" 14400 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, persistentvolumeclaim) (namespace:volume_used:ratio > 0.5)
          for: {{ dig "VolumeFullWithinHours" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "VolumeFullWithinHours" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "Volume {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.persistentvolumeclaim }} is full in {{ "{{" }} $value | humanizeDuration }}"
            description: "Volume {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.persistentvolumeclaim }} (cluster {{ "{{" }} $labels.cluster }}) is more than half full and fills so fast that it is full in {{ "{{" }} $value | humanizeDuration }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/VolumeFullWithinHours.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Remove old checkpoints and keep fewer (`save_total_limit` and the like), expand the claim (`kubectl edit pvc`, if its StorageClass allows it), or write to an object store."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
        {{- if dig "NodeDiskNearEviction" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: NodeDiskNearEviction
          expr: |-
            node:filesystem_used:ratio > {{ dig "NodeDiskNearEviction" "threshold" 0.88 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, node) (sum by (cluster, node) (node:accelerators_allocatable:count) > 0)
          for: {{ dig "NodeDiskNearEviction" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NodeDiskNearEviction" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "A disk of node {{ "{{" }} $labels.node }} is {{ "{{" }} $value | humanizePercentage }} full: pods will be evicted"
            description: "A disk of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizePercentage }} full. From about 90 % on the kubelet evicts pods, and jobs on its accelerators with them."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NodeDiskNearEviction.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "`crictl rmi --prune` removes images that nobody uses. Give pods an `ephemeral-storage` limit, put scratch data on the instance's NVMe, or give nodes a larger root volume."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
        {{- if dig "NodeStalledByStorage" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: NodeStalledByStorage
          expr: |-
            node:io_stalled:ratio > {{ dig "NodeStalledByStorage" "threshold" 0.4 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, node) (sum by (cluster, node) (node:accelerators_allocatable:count) > 0)
          for: {{ dig "NodeStalledByStorage" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NodeStalledByStorage" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} waits for storage for {{ "{{" }} $value | humanizePercentage }} of the time"
            description: "On node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) every program that wanted to run waited for a disk or a file server for {{ "{{" }} $value | humanizePercentage }} of the time, for more than 30 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NodeStalledByStorage.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Read larger pieces with more workers, cache data on local NVMe, pack small files into archives, or buy more throughput.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.lustre.enabled (dig "LustreAlmostFull" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LustreAlmostFull
          expr: {{ printf "cluster:lustre_used:ratio > %s" (float64 (dig "LustreAlmostFull" "threshold" 0.9 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LustreAlmostFull" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LustreAlmostFull" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "Lustre file system {{ "{{" }} $labels.filesystem }} is {{ "{{" }} $value | humanizePercentage }} full"
            description: "Lustre file system {{ "{{" }} $labels.filesystem }} (cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizePercentage }} full."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LustreAlmostFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Remove old checkpoints; with FSx release what is in S3 (`lfs hsm_release`) or raise the capacity, which takes hours."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.lustre.enabled (dig "LustreInodesAlmostUsedUp" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LustreInodesAlmostUsedUp
          expr: {{ printf "cluster:lustre_inodes_used:ratio > %s" (float64 (dig "LustreInodesAlmostUsedUp" "threshold" 0.9 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LustreInodesAlmostUsedUp" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LustreInodesAlmostUsedUp" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "Lustre file system {{ "{{" }} $labels.filesystem }} has used {{ "{{" }} $value | humanizePercentage }} of its inodes"
            description: "Lustre file system {{ "{{" }} $labels.filesystem }} (cluster {{ "{{" }} $labels.cluster }}) has used {{ "{{" }} $value | humanizePercentage }} of its inodes: soon no file can be made, whatever space there is."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LustreInodesAlmostUsedUp.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Pack small files into archives (tar, WebDataset, Parquet) and remove caches; with FSx a larger capacity brings more inodes.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.lustre.enabled (dig "LustreClientUnhealthy" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LustreClientUnhealthy
          expr: node:lustre_healthy:bool == 0
          for: {{ dig "LustreClientUnhealthy" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LustreClientUnhealthy" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "The Lustre client of node {{ "{{" }} $labels.node }} is not healthy"
            description: "Lustre's own check says that its client on node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) is not healthy (health_check {{ "{{" }} $value }})."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LustreClientUnhealthy.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node and restart its jobs elsewhere; then mount again or reboot. Client and server versions must fit: FSx lists which."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.lustre.enabled (dig "LustreNetworkErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LustreNetworkErrors
          expr: {{ printf "node:lnet_errors:rate5m > %s" (float64 (dig "LustreNetworkErrors" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LustreNetworkErrors" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LustreNetworkErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "Lustre messages of node {{ "{{" }} $labels.node }} are {{ "{{" }} $labels.kind }}"
            description: "Messages between node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) and Lustre's servers are {{ "{{" }} $labels.kind }}: {{ "{{" }} $value | humanize }} each second."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LustreNetworkErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "If one node: cordon and replace it. If all: look at the file system's state at the cloud and at changes of the network."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.lustre.enabled (dig "LustreSlow" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LustreSlow
          expr: {{ printf "node:lustre_wait:seconds > %s" (float64 (dig "LustreSlow" "threshold" 0.5 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LustreSlow" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LustreSlow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "Lustre answers node {{ "{{" }} $labels.node }} slowly"
            description: "Requests of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) to Lustre's servers have taken {{ "{{" }} $value | humanizeDuration }} on average for more than 15 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LustreSlow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Spread checkpoints over time and over storage targets (`lfs setstripe -c -1` for large files), pack small files, or raise the throughput of the file system."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.lustre.enabled (dig "LustreMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LustreMetricsMissing
          expr: |-
            (present_over_time(node:lustre_healthy:bool[6h]) unless node:lustre_healthy:bool)
            and on (cluster, node) (kube_node_status_condition{condition="Ready", status="true"} == 1)
          for: {{ dig "LustreMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LustreMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: filesystem
          annotations:
            summary: "The Lustre exporter of node {{ "{{" }} $labels.node }} is silent"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} was measured within the last 6 hours and is not any more: no Lustre exporter reports on it."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LustreMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Bring the exporter back, or switch off `monitors.lustre.enabled` if it is not wanted."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-filesystem?var-cluster={{ $labels.cluster | urlquery }}&var-node={{ $labels.node | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: File systems
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.fluentbit.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "LogBufferFull LogBufferFilling LogChunksRejected LogRetriesExhausted LogOutputFailing LogDeliveryRetrying LogDeliveryStopped LogsLate NodeLogsMissing LogCollectorMissing LogRedactionFailing"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-log-pipeline") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.log-pipeline.alerts
      rules:
        {{- if and .Values.fluentbit.enabled (dig "LogBufferFull" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogBufferFull
          expr: |-
            node:log_records_lost:rate5m > {{ dig "LogBufferFull" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, node, output) node:log_buffer_left:ratio < 0.1
          for: {{ dig "LogBufferFull" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogBufferFull" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "The log buffer of node {{ "{{" }} $labels.node }} is full: the oldest lines are lost"
            description: "The buffer of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) for output {{ "{{" }} $labels.output }} is full, and Fluent Bit throws away {{ "{{" }} $value | humanize }} of the oldest log lines each second to make room for new ones."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogBufferFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Bring the output back. Raise `logs.buffer.size` to live through longer outages: the node needs that much free disk."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogBufferFilling" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogBufferFilling
          expr: {{ printf "node:log_buffer_left:ratio < %s" (float64 (dig "LogBufferFilling" "threshold" 0.2 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LogBufferFilling" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogBufferFilling" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "The log buffer of node {{ "{{" }} $labels.node }} has {{ "{{" }} $value | humanizePercentage }} left"
            description: "Log lines of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) wait in its buffer for output {{ "{{" }} $labels.output }}, of which {{ "{{" }} $value | humanizePercentage }} are left. When it is full the oldest are lost."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogBufferFilling.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Help the output, quiet the pod (log level, progress bars), or raise `logs.buffer.size` while the node has free disk."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogChunksRejected" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogChunksRejected
          expr: {{ printf "node:log_chunks_rejected:increase1h > %s" (float64 (dig "LogChunksRejected" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LogChunksRejected" "for" "1m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogChunksRejected" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "Log lines of node {{ "{{" }} $labels.node }} were refused by {{ "{{" }} $labels.output }}"
            description: "Output {{ "{{" }} $labels.output }} has refused {{ "{{" }} $value | printf \"%.0f\" }} chunks of log lines of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) for good within the last hour. They are set aside on the node."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogChunksRejected.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend the cause (a mapping, a right, an index name), so that no more are refused. What was set aside is not sent again by itself: the files hold the lines as MessagePack, to be read by any tool for it, and may be deleted."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogRetriesExhausted" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogRetriesExhausted
          expr: {{ printf "node:log_retries_exhausted:increase1h > %s" (float64 (dig "LogRetriesExhausted" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LogRetriesExhausted" "for" "1m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogRetriesExhausted" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "Log lines of node {{ "{{" }} $labels.node }} were tried in vain and given up"
            description: "Fluent Bit has given up {{ "{{" }} $value | printf \"%.0f\" }} chunks of log lines of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) for output {{ "{{" }} $labels.output }} within the last hour, as no try succeeded. They are set aside on the node."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogRetriesExhausted.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Bring the output back, or mend what it refuses. The chunks lie in `/var/lib/observability/fluent-bit/buffer/rejected` on the node, as MessagePack; they are not sent again by themselves."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogOutputFailing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogOutputFailing
          expr: |-
            cluster:log_retries:rate5m > 0
            unless cluster:log_records_out:rate5m > 0
          for: {{ dig "LogOutputFailing" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogOutputFailing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "No log lines reach {{ "{{" }} $labels.output }} from {{ "{{" }} $labels.cluster }}"
            description: "Every delivery of log lines to output {{ "{{" }} $labels.output }} fails in cluster {{ "{{" }} $labels.cluster }}, for more than 10 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogOutputFailing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend that; delivery resumes within seconds. An output that nobody needs any more: remove it from `logs.outputs`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogDeliveryRetrying" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogDeliveryRetrying
          expr: |-
            cluster:log_retries:rate5m > {{ dig "LogDeliveryRetrying" "threshold" 0.1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and cluster:log_records_out:rate5m > 0
          for: {{ dig "LogDeliveryRetrying" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogDeliveryRetrying" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "Log lines are delivered again and again in {{ "{{" }} $labels.cluster }}"
            description: "Fluent Bit has had to send {{ "{{" }} $value | printf \"%.1f\" }} chunks of log lines to output {{ "{{" }} $labels.output }} again each second in cluster {{ "{{" }} $labels.cluster }}, for more than 30 minutes, while others arrive."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogDeliveryRetrying.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: More memory, CPU or nodes for OpenSearch; fewer lines (log level, opt-out by annotation); a shorter retention where the disk is full.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogDeliveryStopped" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogDeliveryStopped
          expr: |-
            cluster:log_records_in:rate5m > 0
            unless on (cluster) sum by (cluster) (cluster:log_records_out:rate5m) > 0
          for: {{ dig "LogDeliveryStopped" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogDeliveryStopped" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "No log lines are delivered from {{ "{{" }} $labels.cluster }}"
            description: "Fluent Bit reads {{ "{{" }} $value | humanize }} log lines each second in cluster {{ "{{" }} $labels.cluster }}, and no output has taken a single one for 15 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogDeliveryStopped.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Bring OpenSearch back, see OpenSearchUnreachable and OpenSearchReadOnly. Delivery resumes within seconds, and what waits is sent.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogsLate" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogsLate
          expr: {{ printf "cluster:log_delay:seconds > %s" (float64 (dig "LogsLate" "threshold" 300 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LogsLate" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogsLate" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "Log lines of {{ "{{" }} $labels.cluster }} arrive {{ "{{" }} $value | humanizeDuration }} late"
            description: "Log lines of cluster {{ "{{" }} $labels.cluster }} have taken {{ "{{" }} $value | humanizeDuration }} on average to output {{ "{{" }} $labels.output }}, for more than 15 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogsLate.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "While it catches up: wait. Otherwise give OpenSearch more CPU, memory or nodes, or write fewer lines."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "NodeLogsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: NodeLogsMissing
          expr: |-
            (present_over_time(node:log_records_in:rate5m[6h]) unless node:log_records_in:rate5m)
            and on (cluster, node) (kube_node_status_condition{condition="Ready", status="true"} == 1)
          for: {{ dig "NodeLogsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NodeLogsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "The logs of node {{ "{{" }} $labels.node }} are not collected any more"
            description: "Fluent Bit collected the logs of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) within the last 6 hours and is not heard of now, though the node is ready."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NodeLogsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Give it more memory (`fluent-bit.resources`) or the toleration that it lacks. It goes on where it stopped, as it keeps its positions on the node."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogCollectorMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogCollectorMissing
          expr: {{ printf "namespace:log_collectors_missing:count > %s" (float64 (dig "LogCollectorMissing" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LogCollectorMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogCollectorMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "Fluent Bit is missing on {{ "{{" }} $value }} nodes"
            description: "{{ "{{" }} $value }} nodes of cluster {{ "{{" }} $labels.cluster }} should run a pod of {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.daemonset }} and have had none that is ready for 15 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogCollectorMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend what the events say. After a change of `logs` that it refuses: its log names the line, and `helm rollback` brings the old configuration back."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.fluentbit.enabled (dig "LogRedactionFailing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: LogRedactionFailing
          expr: {{ printf "node:log_redaction_errors:increase1h > %s" (float64 (dig "LogRedactionFailing" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "LogRedactionFailing" "for" "1m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "LogRedactionFailing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-pipeline
          annotations:
            summary: "The redaction fails on log lines of node {{ "{{" }} $labels.node }}"
            description: "The script that takes secrets out of log lines has failed on {{ "{{" }} $value | printf \"%.0f\" }} lines of node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) within the last hour. What they said is left out."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/LogRedactionFailing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Take the pattern back that it names. Otherwise it is a mistake in the chart: tell us, with the error and a line of that kind."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (include "observability.anyAlertOn" (dict "root" . "alerts" "OpenSearchUnreachable OpenSearchWritesRejected OpenSearchReadOnly OpenSearchShardLimit OpenSearchPolicyFailed OpenSearchCertificateExpiring OpenSearchCertificateEnding OpenSearchSnapshotFailed OpenSearchSnapshotOld"))) (and (or .Values.opensearch.enabled .Values.external.opensearch.url) (include "observability.anyAlertOn" (dict "root" . "alerts" "OpenSearchRed OpenSearchYellow OpenSearchNodeLost OpenSearchHeapHigh OpenSearchDiskFilling OpenSearchDiskAlmostFull OpenSearchMetricsMissing OpenSearchBootstrapFailed OpenSearchJanitorFailing"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-log-store") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.log-store.alerts
      rules:
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchUnreachable" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchUnreachable
          expr: cluster:log_store_answers:bool == 0
          for: {{ dig "OpenSearchUnreachable" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchUnreachable" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "OpenSearch of {{ "{{" }} $labels.cluster }} does not answer"
            description: "OpenSearch of cluster {{ "{{" }} $labels.cluster }} gives its exporter no proper answer: no connection, a certificate that does not hold, or a password that is refused."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchUnreachable.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Pods that do not start: memory, volume, a certificate in the wrong form. 401: run the bootstrap Job again (`helm upgrade`), which sets the passwords of the Secret, then restart the exporter."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchRed" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchRed
          expr: cluster:log_store_status:value == 2
          for: {{ dig "OpenSearchRed" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchRed" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: OpenSearch has indices that cannot be read or written
            description: "OpenSearch of cluster {{ "{{" }} $labels.cluster }} is red (status {{ "{{" }} $value }}): at least one index has lost all copies of a part."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchRed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Bring the node or its volume back. If the data is lost, restore the index from a snapshot, or delete it and roll its alias over, so that new logs are taken again.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchYellow" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchYellow
          expr: |-
            cluster:log_store_unassigned_shards:count > 0
            and on (cluster) cluster:log_store_status:value == 1
          for: {{ dig "OpenSearchYellow" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchYellow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "OpenSearch lacks {{ "{{" }} $value }} copies of its data"
            description: "OpenSearch of cluster {{ "{{" }} $labels.cluster }} is yellow, with {{ "{{" }} $value }} copies of shards on no node for more than an hour: the next failure of a node loses data."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchYellow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Bring the missing node back, or free disk. One node can hold no copies: its indices need `auto_expand_replicas` or 0 replicas, as the templates of this chart set."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchNodeLost" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchNodeLost
          expr: "cluster:log_store_nodes:count < max_over_time(cluster:log_store_nodes:count[6h])"
          for: {{ dig "OpenSearchNodeLost" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchNodeLost" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "OpenSearch of {{ "{{" }} $labels.cluster }} has lost a node: {{ "{{" }} $value }} are left"
            description: "OpenSearch of cluster {{ "{{" }} $labels.cluster }} has {{ "{{" }} $value }} nodes, fewer than within the last 6 hours."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchNodeLost.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Bring the pod back. If the cluster was made smaller on purpose the alert ends 6 hours after it.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchHeapHigh" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchHeapHigh
          expr: {{ printf "cluster:log_store_heap_used:ratio > %s" (float64 (dig "OpenSearchHeapHigh" "threshold" 0.9 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchHeapHigh" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchHeapHigh" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "OpenSearch node {{ "{{" }} $labels.name }} uses {{ "{{" }} $value | humanizePercentage }} of its heap"
            description: "OpenSearch node {{ "{{" }} $labels.name }} (cluster {{ "{{" }} $labels.cluster }}) has used more of its heap than it should for 15 minutes without a break, now {{ "{{" }} $value | humanizePercentage }}: freeing memory brings nothing any more."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchHeapHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise `opensearch.opensearchJavaOpts` (`-Xms` and `-Xmx` alike) and with it `opensearch.resources`: the heap should be half of the memory. Fewer shards: larger `logs.rollover.size`, shorter retention."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchWritesRejected" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchWritesRejected
          expr: {{ printf "cluster:log_store_rejected:rate5m{type=\"write\"} > %s" (float64 (dig "OpenSearchWritesRejected" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchWritesRejected" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchWritesRejected" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "OpenSearch node {{ "{{" }} $labels.name }} refuses writes"
            description: "OpenSearch node {{ "{{" }} $labels.name }} (cluster {{ "{{" }} $labels.cluster }}) has refused {{ "{{" }} $value | humanize }} writes each second for more than 15 minutes, as its queue is full."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchWritesRejected.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: More CPU or nodes for OpenSearch, a faster disk, or fewer lines (log level, opt-out by annotation).
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchDiskFilling" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchDiskFilling
          expr: {{ printf "cluster:log_store_disk_used:ratio > %s" (float64 (dig "OpenSearchDiskFilling" "threshold" 0.75 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchDiskFilling" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchDiskFilling" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "The disk of OpenSearch node {{ "{{" }} $labels.name }} is {{ "{{" }} $value | humanizePercentage }} full"
            description: "The disk of OpenSearch node {{ "{{" }} $labels.name }} (cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizePercentage }} full. At `logs.diskLimit`, 85 % unless changed, the oldest logs are removed before their time."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchDiskFilling.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Shorten `logs.retention` or that of the family, set its `maxSize`, quiet who writes most, or expand the claim."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchDiskAlmostFull" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchDiskAlmostFull
          expr: {{ printf "cluster:log_store_disk_used:ratio > %s" (float64 (dig "OpenSearchDiskAlmostFull" "threshold" 0.85 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchDiskAlmostFull" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchDiskAlmostFull" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "The disk of OpenSearch node {{ "{{" }} $labels.name }} is {{ "{{" }} $value | humanizePercentage }} full, and nothing frees it"
            description: "The disk of OpenSearch node {{ "{{" }} $labels.name }} (cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizePercentage }} full for 15 minutes: removing the oldest logs did not help, or did not happen. At 95 % nothing more is written."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchDiskAlmostFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Delete the oldest indices by hand (never the one that an alias writes to), expand the claim, then shorten the retention. With a higher `logs.diskLimit` raise `alerts.overrides.OpenSearchDiskAlmostFull.threshold` too."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchReadOnly" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchReadOnly
          expr: "cluster:log_store_read_only:count > 0"
          for: {{ dig "OpenSearchReadOnly" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchReadOnly" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "OpenSearch takes no more writes into {{ "{{" }} $value }} indices"
            description: "OpenSearch of cluster {{ "{{" }} $labels.cluster }} has locked {{ "{{" }} $value }} indices, as a disk was 95 % full."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchReadOnly.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Delete the oldest indices or expand the claim. Below 90 % OpenSearch unlocks them itself; at once: `PUT _all/_settings {\"index.blocks.read_only_allow_delete\": null}`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchShardLimit" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchShardLimit
          expr: {{ printf "cluster:log_store_shards:ratio > %s" (float64 (dig "OpenSearchShardLimit" "threshold" 0.9 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchShardLimit" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchShardLimit" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "OpenSearch has {{ "{{" }} $value | humanizePercentage }} of the shards that it may have"
            description: "OpenSearch of cluster {{ "{{" }} $labels.cluster }} has {{ "{{" }} $value | humanizePercentage }} of the shards that it may have. At 100 % no index can be made, and each rollover fails."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchShardLimit.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise `logs.rollover.size` and `logs.rollover.age`, shorten the retention, remove indices that nobody reads. A higher limit needs more heap."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchPolicyFailed" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchPolicyFailed
          expr: cluster:log_policy_failed:bool == 1
          for: {{ dig "OpenSearchPolicyFailed" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchPolicyFailed" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: OpenSearch has given up on the policy of an index
            description: "Index State Management of OpenSearch of cluster {{ "{{" }} $labels.cluster }} has failed on at least one index: it is neither rolled over nor removed any more."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchPolicyFailed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend the cause, then `POST _plugins/_ism/retry/INDEX`. The bootstrap Job (`helm upgrade`) puts policies and aliases right."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchCertificateExpiring" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchCertificateExpiring
          expr: {{ printf "cluster:log_store_certificate_left:seconds < %s" (float64 (dig "OpenSearchCertificateExpiring" "threshold" 1814400 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchCertificateExpiring" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchCertificateExpiring" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "The certificate of OpenSearch ends in {{ "{{" }} $value | humanizeDuration }}"
            description: "A certificate that OpenSearch of cluster {{ "{{" }} $labels.cluster }} shows ends in {{ "{{" }} $value | humanizeDuration }}. From then on no log is written or read."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchCertificateExpiring.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Made by this chart: delete the Secret, run `helm upgrade`, restart OpenSearch, Fluent Bit, Grafana and the exporter. By cert-manager: `kubectl describe certificate`. Your own: put a new one into the Secret."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchCertificateEnding" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchCertificateEnding
          expr: {{ printf "cluster:log_store_certificate_left:seconds < %s" (float64 (dig "OpenSearchCertificateEnding" "threshold" 604800 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchCertificateEnding" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchCertificateEnding" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "The certificate of OpenSearch ends in {{ "{{" }} $value | humanizeDuration }}"
            description: "A certificate that OpenSearch of cluster {{ "{{" }} $labels.cluster }} shows ends in {{ "{{" }} $value | humanizeDuration }}. From then on no log is written or read."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchCertificateEnding.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Renew it now, as OpenSearchCertificateExpiring says, at a time when logs may be late for some minutes: they wait on the nodes."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchSnapshotFailed" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchSnapshotFailed
          expr: "max by (cluster, repository, state) (elasticsearch_snapshot_stats_snapshot_failed_shards{state=~\"FAILED|PARTIAL\"})"
          for: {{ dig "OpenSearchSnapshotFailed" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchSnapshotFailed" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "The newest snapshot of the logs is {{ "{{" }} $labels.state }}"
            description: "The newest snapshot in repository {{ "{{" }} $labels.repository }} of OpenSearch of cluster {{ "{{" }} $labels.cluster }} is {{ "{{" }} $labels.state }}: {{ "{{" }} $value }} shards are not in it."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchSnapshotFailed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend that; the next snapshot is made by its schedule (`logs.snapshots.schedule`), or at once with `PUT _snapshot/REPOSITORY/NAME`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (and .Values.opensearchExporter.enabled (or .Values.opensearch.enabled .Values.external.opensearch.url)) (dig "OpenSearchSnapshotOld" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchSnapshotOld
          expr: {{ printf "cluster:log_snapshot_age:seconds > %s" (float64 (dig "OpenSearchSnapshotOld" "threshold" 172800 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchSnapshotOld" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchSnapshotOld" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "The newest snapshot of the logs is {{ "{{" }} $value | humanizeDuration }} old"
            description: "The newest snapshot in repository {{ "{{" }} $labels.repository }} of OpenSearch of cluster {{ "{{" }} $labels.cluster }} that succeeded was begun {{ "{{" }} $value | humanizeDuration }} ago."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchSnapshotOld.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend that. Where snapshots are made less often on purpose, raise `alerts.overrides.OpenSearchSnapshotOld.threshold`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchMetricsMissing
          expr: |-
            (present_over_time(cluster:log_store_status:value[6h]) unless cluster:log_store_status:value)
            unless on (cluster) cluster:log_store_answers:bool == 0
          for: {{ dig "OpenSearchMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "OpenSearch of {{ "{{" }} $labels.cluster }} is not measured any more"
            description: "OpenSearch of cluster {{ "{{" }} $labels.cluster }} was measured within the last 6 hours and is not any more: its exporter is silent, though nothing says that OpenSearch does not answer."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Bring it back. If it was switched off on purpose the alert ends 6 hours after it.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchBootstrapFailed" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchBootstrapFailed
          expr: |-
            max by (cluster, namespace, job_name) (kube_job_status_failed{job_name=~".*-opensearch-bootstrap-.*"}) > 0
            unless on (cluster, namespace, job_name) kube_job_complete{job_name=~".*-opensearch-bootstrap-.*", condition="true"} == 1
          for: {{ dig "OpenSearchBootstrapFailed" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchBootstrapFailed" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: OpenSearch could not be set up as the values say
            description: "Job {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.job_name }} (cluster {{ "{{" }} $labels.cluster }}) has failed {{ "{{" }} $value }} times and has not succeeded for 15 minutes: users, templates, aliases or retention are not as the values say."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchBootstrapFailed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Change that value and run `helm upgrade`, which starts a new Job. It is safe to run at any time."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and (or .Values.opensearch.enabled .Values.external.opensearch.url) (dig "OpenSearchJanitorFailing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OpenSearchJanitorFailing
          expr: {{ printf "time() - max by (cluster, namespace, cronjob) (kube_cronjob_status_last_successful_time{cronjob=~\".*-opensearch-janitor\"}) > %s" (float64 (dig "OpenSearchJanitorFailing" "threshold" 3600 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OpenSearchJanitorFailing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OpenSearchJanitorFailing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: log-store
          annotations:
            summary: "The size of the logs has not been looked after for {{ "{{" }} $value | humanizeDuration }}"
            description: "CronJob {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.cronjob }} (cluster {{ "{{" }} $labels.cluster }}) succeeded {{ "{{" }} $value | humanizeDuration }} ago for the last time."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OpenSearchJanitorFailing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend what it says: often OpenSearch does not answer, or the password in the Secret is not the one that OpenSearch has (`helm upgrade` sets it)."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.otel.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "OtlpDataLost OtlpDeliveryStopped OtlpQueueFilling OtlpRefused OtlpMemoryLimited OtlpSendersUnknown"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-otel") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.otel.alerts
      rules:
        {{- if and .Values.otel.enabled (dig "OtlpDataLost" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OtlpDataLost
          expr: {{ printf "cluster:otlp_lost:rate5m > %s" (float64 (dig "OtlpDataLost" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OtlpDataLost" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OtlpDataLost" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: otel
          annotations:
            summary: "The {{ "{{" }} $labels.kind }} store refuses what came by OTLP in {{ "{{" }} $labels.cluster }}"
            description: "The store of {{ "{{" }} $labels.kind }} has refused {{ "{{" }} $value | printf \"%.1f\" }} items each second for good in cluster {{ "{{" }} $labels.cluster }}, for more than 5 minutes. The collector has given them up."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OtlpDataLost.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Correct address, login or `enableOTLPReceiver`; raise `kube-prometheus-stack.prometheus.prometheusSpec.tsdb.outOfOrderTimeWindow` where outages last longer; have the program that sends two types under one name rename one."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.otel.enabled (dig "OtlpDeliveryStopped" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OtlpDeliveryStopped
          expr: |-
            cluster:otlp_received:rate5m > 0
            unless on (cluster, kind) cluster:otlp_delivered:rate5m > 0
          for: {{ dig "OtlpDeliveryStopped" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OtlpDeliveryStopped" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: otel
          annotations:
            summary: "Nothing of the {{ "{{" }} $labels.kind }} that come by OTLP is delivered in {{ "{{" }} $labels.cluster }}"
            description: "The collector takes {{ "{{" }} $value | humanize }} items of {{ "{{" }} $labels.kind }} each second in cluster {{ "{{" }} $labels.cluster }}, and their store has taken none for 10 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OtlpDeliveryStopped.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Bring the store back. Delivery resumes within half a minute, the oldest first.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.otel.enabled (dig "OtlpQueueFilling" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OtlpQueueFilling
          expr: {{ printf "pod:otlp_queue:ratio > %s" (float64 (dig "OtlpQueueFilling" "threshold" 0.5 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OtlpQueueFilling" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OtlpQueueFilling" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: otel
          annotations:
            summary: "The queue of {{ "{{" }} $labels.kind }} of {{ "{{" }} $labels.pod }} is {{ "{{" }} $value | humanizePercentage }} full"
            description: "The queue of {{ "{{" }} $labels.kind }} of the collector {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} (cluster {{ "{{" }} $labels.cluster }}) has been {{ "{{" }} $value | humanizePercentage }} full for more than 5 minutes. When it is full, senders are refused."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OtlpQueueFilling.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Bring the store back or give it more CPU; a larger `otel.queue.mebibytes` bridges longer outages; have whoever sends too much send less often."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.otel.enabled (dig "OtlpRefused" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OtlpRefused
          expr: {{ printf "cluster:otlp_refused:rate5m > %s" (float64 (dig "OtlpRefused" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OtlpRefused" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OtlpRefused" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: otel
          annotations:
            summary: "The collector refuses {{ "{{" }} $labels.kind }} by OTLP in {{ "{{" }} $labels.cluster }}"
            description: "The collector has refused {{ "{{" }} $value | printf \"%.1f\" }} items of {{ "{{" }} $labels.kind }} each second in cluster {{ "{{" }} $labels.cluster }}, for more than 5 minutes. Senders that try in vain for long lose them."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OtlpRefused.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: As those two say.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.otel.enabled (dig "OtlpMemoryLimited" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OtlpMemoryLimited
          expr: {{ printf "pod:otlp_memory_limited:rate5m > %s" (float64 (dig "OtlpMemoryLimited" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OtlpMemoryLimited" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OtlpMemoryLimited" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: otel
          annotations:
            summary: "The collector {{ "{{" }} $labels.pod }} has too little memory"
            description: "The collector {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} (cluster {{ "{{" }} $labels.cluster }}) has refused {{ "{{" }} $value | printf \"%.1f\" }} items of {{ "{{" }} $labels.kind }} each second for more than 5 minutes, as it uses 80 % of its memory."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OtlpMemoryLimited.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise `otel.resources.limits.memory`, or `otel.replicas`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.otel.enabled (dig "OtlpSendersUnknown" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: OtlpSendersUnknown
          expr: {{ printf "cluster:otlp_strangers:ratio > %s" (float64 (dig "OtlpSendersUnknown" "threshold" 0.1 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "OtlpSendersUnknown" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "OtlpSendersUnknown" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: otel
          annotations:
            summary: "{{ "{{" }} $value | humanizePercentage }} of what comes by OTLP in {{ "{{" }} $labels.cluster }} is of no known pod"
            description: "The collector has not found the pod of {{ "{{" }} $value | humanizePercentage }} of what comes by OTLP in cluster {{ "{{" }} $labels.cluster }}, for more than 30 minutes: it has no namespace, pod and node."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/OtlpSendersUnknown.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Have them send `k8s.pod.uid`: `OTEL_RESOURCE_ATTRIBUTES=k8s.pod.uid=$(POD_UID)` with POD_UID from the downward API (`metadata.uid`)."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (include "observability.anyAlertOn" (dict "root" . "alerts" "ScrapeRejected TelemetryVanished RuleGroupSlow PrometheusHistoryCutShort PrometheusMemoryAlmostFull RemoteWriteBehind RemoteWriteAlmostTooLate RemoteWriteFailing")) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-stack") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.stack.alerts
      rules:
        {{- if dig "ScrapeRejected" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: ScrapeRejected
          expr: "job:scrapes_rejected:count > 0"
          for: {{ dig "ScrapeRejected" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "ScrapeRejected" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: stack
          annotations:
            summary: "What {{ "{{" }} $value }} targets of {{ "{{" }} $labels.job }} say is thrown away"
            description: "{{ "{{" }} $value }} targets of job {{ "{{" }} $labels.job }} (cluster {{ "{{" }} $labels.cluster }}) answer, but Prometheus takes none of their samples."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/ScrapeRejected.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Find the metric that grew (`curl …/metrics | cut -d\"{\" -f1 | sort | uniq -c | sort -n`): mostly a label with ever new values, such as a request id. Remove it at the source, or drop it in a monitor of your own."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}&var-job={{ $labels.job | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if dig "TelemetryVanished" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: TelemetryVanished
          expr: "present_over_time(job:targets:count{job=~\"node-exporter|kube-state-metrics|kubelet|apiserver|fluent-bit|opensearch-exporter|.*opencost\"}[6h]) unless job:targets:count"
          for: {{ dig "TelemetryVanished" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "TelemetryVanished" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: stack
          annotations:
            summary: "Job {{ "{{" }} $labels.job }} is not scraped any more"
            description: "Job {{ "{{" }} $labels.job }} (cluster {{ "{{" }} $labels.cluster }}) had targets within the last 6 hours and has none now. TargetDown cannot see this, as there is no target that could be down."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/TelemetryVanished.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Bring the component back. If it was removed on purpose the alert ends 6 hours after it.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}&var-job={{ $labels.job | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if dig "RuleGroupSlow" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: RuleGroupSlow
          expr: {{ printf "max by (cluster, rule_group) (prometheus_rule_group_last_duration_seconds / prometheus_rule_group_interval_seconds) > %s" (float64 (dig "RuleGroupSlow" "threshold" 0.5 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RuleGroupSlow" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RuleGroupSlow" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: stack
          annotations:
            summary: "A rule group needs {{ "{{" }} $value | humanizePercentage }} of its interval"
            description: "Rule group {{ "{{" }} $labels.rule_group }} (cluster {{ "{{" }} $labels.cluster }}) needs {{ "{{" }} $value | humanizePercentage }} of the time between two runs."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RuleGroupSlow.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Give Prometheus more CPU, drop series that nobody needs, or raise `prometheusSpec.evaluationInterval` for all groups."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if dig "PrometheusHistoryCutShort" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: PrometheusHistoryCutShort
          expr: "max by (cluster, namespace, pod) (increase(prometheus_tsdb_size_retentions_total[3h])) > 0"
          for: {{ dig "PrometheusHistoryCutShort" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "PrometheusHistoryCutShort" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: stack
          annotations:
            summary: Prometheus removes history before its time
            description: "Prometheus {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} (cluster {{ "{{" }} $labels.cluster }}) reached its size limit {{ "{{" }} $value | printf \"%.0f\" }} times within 3 hours and removed its oldest blocks."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/PrometheusHistoryCutShort.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise the volume and `retentionSize` together, drop series, or write to a long-term store by remote write."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if dig "PrometheusMemoryAlmostFull" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: PrometheusMemoryAlmostFull
          expr: |-
            max by (cluster, namespace, pod) (container_memory_working_set_bytes{container="prometheus"})
            / on (cluster, namespace, pod) max by (cluster, namespace, pod) (kube_pod_container_resource_limits{container="prometheus", resource="memory"})
            > {{ dig "PrometheusMemoryAlmostFull" "threshold" 0.9 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "PrometheusMemoryAlmostFull" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "PrometheusMemoryAlmostFull" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: stack
          annotations:
            summary: "Prometheus {{ "{{" }} $labels.pod }} uses {{ "{{" }} $value | humanizePercentage }} of its memory limit"
            description: "Prometheus {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} (cluster {{ "{{" }} $labels.cluster }}) uses {{ "{{" }} $value | humanizePercentage }} of its memory limit. Beyond it the kernel kills it."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/PrometheusMemoryAlmostFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise `prometheusSpec.resources.limits.memory` at once, then remove the series that nobody needs."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if dig "RemoteWriteBehind" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: RemoteWriteBehind
          expr: {{ printf "job:remote_write_lag:seconds > %s" (float64 (dig "RemoteWriteBehind" "threshold" 300 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RemoteWriteBehind" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RemoteWriteBehind" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: stack
          annotations:
            summary: "Remote write to {{ "{{" }} $labels.remote_name }} is {{ "{{" }} $value | humanizeDuration }} behind"
            description: "The newest sample that {{ "{{" }} $labels.remote_name }} has from Prometheus (job {{ "{{" }} $labels.job }}, cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizeDuration }} old. What waits is kept for about two hours."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RemoteWriteBehind.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Repair the role or the way out of the cluster; ask for a higher quota (ingestion rate, active series); raise `global.amp.queue.maxShards`; or send less with `monitors.levels`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}&var-job={{ $labels.job | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if dig "RemoteWriteAlmostTooLate" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: RemoteWriteAlmostTooLate
          expr: {{ printf "job:remote_write_lag:seconds > %s" (float64 (dig "RemoteWriteAlmostTooLate" "threshold" 5400 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RemoteWriteAlmostTooLate" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RemoteWriteAlmostTooLate" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: stack
          annotations:
            summary: "Remote write to {{ "{{" }} $labels.remote_name }} is {{ "{{" }} $value | humanizeDuration }} behind, and about to lose samples"
            description: "The newest sample that {{ "{{" }} $labels.remote_name }} has from Prometheus (job {{ "{{" }} $labels.job }}, cluster {{ "{{" }} $labels.cluster }}) is {{ "{{" }} $value | humanizeDuration }} old. Prometheus removes what waits after about two hours, sent or not."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RemoteWriteAlmostTooLate.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "As of RemoteWriteBehind, at once. Do not restart Prometheus to help: it then begins to send at what is new."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}&var-job={{ $labels.job | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if dig "RemoteWriteFailing" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: RemoteWriteFailing
          expr: {{ printf "job:remote_write_lost:rate5m / (job:remote_write_lost:rate5m + job:remote_write_delivered:rate5m) > %s" (float64 (dig "RemoteWriteFailing" "threshold" 0.01 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RemoteWriteFailing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RemoteWriteFailing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: stack
          annotations:
            summary: "{{ "{{" }} $value | humanizePercentage }} of what is sent to {{ "{{" }} $labels.remote_name }} is lost"
            description: "{{ "{{" }} $labels.remote_name }} refuses {{ "{{" }} $value | humanizePercentage }} of the samples of Prometheus (job {{ "{{" }} $labels.job }}, cluster {{ "{{" }} $labels.cluster }}) for good, or they are too old to be sent."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RemoteWriteFailing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Give each cluster its own `global.clusterName`; drop the labels or metrics that are refused with `metricRelabelings` of their monitor; ask for a higher quota."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}&var-job={{ $labels.job | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.monitors.ray.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "RayHeadMissing RayNodesRestarting RayTasksFailing RayWorkersLost RayOutOfMemoryKills RayActorsRestarting RayTasksInfeasible RayPlacementGroupsPending RayObjectStoreSpilling RayObjectStoreFull RayNodesPending"))) (and (and .Values.monitors.ray.enabled .Values.monitors.kuberay.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "RayMetricsMissing"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-ray") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.ray.alerts
      rules:
        {{- if and .Values.monitors.ray.enabled (dig "RayHeadMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayHeadMissing
          expr: ray_cluster:nodes:count unless on (cluster, namespace, ray_io_cluster) ray_cluster:heads:count
          for: {{ dig "RayHeadMissing" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayHeadMissing" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} has lost its head"
            description: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) has {{ "{{" }} $value }} worker nodes that report, and no head."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayHeadMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "KubeRay starts a new head. If it was killed for memory, give it more and run no tasks on it (`num-cpus: \"0\"`). For services, turn on fault tolerance of the GCS."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and (and .Values.monitors.ray.enabled .Values.monitors.kuberay.enabled) (dig "RayMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayMetricsMissing
          expr: ray_cluster:provisioned:bool == 1 unless on (cluster, namespace, ray_io_cluster) ray_cluster:nodes:count
          for: {{ dig "RayMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} is there, but none of its nodes is measured"
            description: "KubeRay says that Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) is provisioned, and no node of it reports. Dashboards and alerts leave it out."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Add the port `metrics` to the containers of head and workers, or admit Prometheus in the NetworkPolicy. If all pods are gone, delete the RayCluster or mend what keeps them from starting."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayNodesRestarting" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayNodesRestarting
          expr: {{ printf "ray_cluster:node_restarts:increase1h > %s" (float64 (dig "RayNodesRestarting" "threshold" 2 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayNodesRestarting" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayNodesRestarting" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Nodes of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} die again and again"
            description: "Containers of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) were restarted within an hour: {{ "{{" }} $value | printf \"%.0f\" }} times."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayNodesRestarting.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Give the nodes more memory or CPU, or tasks a request that says what they need. Nodes that die for hardware: see the dashboard *GPU health*."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayTasksFailing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayTasksFailing
          expr: |-
            ray_cluster:task_failures:ratio > {{ dig "RayTasksFailing" "threshold" 0.1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, namespace, ray_io_cluster) ray_cluster:tasks_failed:increase15m >= 5
          for: {{ dig "RayTasksFailing" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayTasksFailing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Tasks of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} fail"
            description: "{{ "{{" }} $value | humanizePercentage }} of the tasks of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) that ended within 15 minutes failed."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayTasksFailing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "An error of the program: mend it. Memory: give tasks a `memory` request. Lost nodes: set `max_retries`, and look at why the nodes went."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayWorkersLost" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayWorkersLost
          expr: {{ printf "ray_cluster:worker_failures:increase15m > %s" (float64 (dig "RayWorkersLost" "threshold" 5 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayWorkersLost" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayWorkersLost" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} loses workers"
            description: "Processes of tasks and actors of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) that ended by themselves within 15 minutes: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayWorkersLost.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Memory: lower the concurrency or raise the limits. Crashes: pin the library that crashes. Give actors `max_restarts`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayOutOfMemoryKills" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayOutOfMemoryKills
          expr: {{ printf "ray_cluster:oom_kills:increase15m > %s" (float64 (dig "RayOutOfMemoryKills" "threshold" 2 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayOutOfMemoryKills" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayOutOfMemoryKills" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} kills tasks as memory runs out"
            description: "Tasks and actors of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) killed within 15 minutes as their node ran out of memory: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayOutOfMemoryKills.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Give these tasks a `memory` request, so that fewer run at once; use smaller batches; or give the nodes more memory."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayActorsRestarting" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayActorsRestarting
          expr: {{ printf "sum by (cluster, namespace, ray_io_cluster) (ray_cluster:actors:count{State=\"RESTARTING\"}) > %s" (float64 (dig "RayActorsRestarting" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayActorsRestarting" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayActorsRestarting" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Actors of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} do not come back"
            description: "Actors of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) that have been restarting for 15 minutes: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayActorsRestarting.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend what makes the constructor fail, or make room: add nodes, or end what holds CPUs and GPUs."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayTasksInfeasible" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayTasksInfeasible
          expr: {{ printf "sum by (cluster, namespace, ray_io_cluster) (ray_cluster:tasks_unschedulable:count{Reason=\"Infeasible\"}) > %s" (float64 (dig "RayTasksInfeasible" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayTasksInfeasible" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayTasksInfeasible" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Tasks of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} ask for more than any node has"
            description: "Tasks of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) that fit no node, even an empty one, for 15 minutes: {{ "{{" }} $value }}. They will wait for ever."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayTasksInfeasible.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Lower what the task asks for, or add a worker group that has it and raise `maxReplicas`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayPlacementGroupsPending" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayPlacementGroupsPending
          expr: {{ printf "sum by (cluster, namespace, ray_io_cluster) (ray_cluster:placement_groups:count{State=\"PENDING\"}) > %s" (float64 (dig "RayPlacementGroupsPending" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayPlacementGroupsPending" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayPlacementGroupsPending" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Placement groups of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} wait for room"
            description: "Placement groups of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) that have waited for half an hour: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayPlacementGroupsPending.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Add nodes, end what holds the rest, or use the strategy PACK in place of STRICT_PACK.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayObjectStoreSpilling" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayObjectStoreSpilling
          expr: {{ printf "sum by (cluster, namespace, ray_io_cluster) (ray_cluster:object_store:bytes{Location=\"SPILLED\"}) / ray_cluster:object_store_capacity:bytes > %s" (float64 (dig "RayObjectStoreSpilling" "threshold" 0.5 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayObjectStoreSpilling" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayObjectStoreSpilling" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} keeps its objects on disk"
            description: "Objects of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) were moved to disk as memory is short: {{ "{{" }} $value | humanizePercentage }} of what memory for objects holds."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayObjectStoreSpilling.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Drop references that are no longer needed, use smaller blocks, limit the tasks in flight, or raise `object-store-memory` and the shared memory of the pods."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayObjectStoreFull" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayObjectStoreFull
          expr: {{ printf "sum by (cluster, namespace, ray_io_cluster) (ray_cluster:object_store:bytes{Location=\"MMAP_DISK\"}) > %s" (float64 (dig "RayObjectStoreFull" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayObjectStoreFull" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayObjectStoreFull" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "The object store of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} is full"
            description: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) writes new objects to disk at once, as neither memory nor moving others made room: {{ "{{" }} $value | humanize1024 }}B."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayObjectStoreFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Fewer tasks at once, smaller objects, or more `object-store-memory`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayNodesPending" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayNodesPending
          expr: {{ printf "sum by (cluster, namespace, ray_io_cluster) (ray_cluster:autoscaler_nodes:count{state=\"pending\"}) > %s" (float64 (dig "RayNodesPending" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayNodesPending" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayNodesPending" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray
          annotations:
            summary: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} does not get the nodes that it asks for"
            description: "Nodes that the autoscaler of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) has waited for for half an hour: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayNodesPending.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Add nodes or quota, mend the image, or lower `maxReplicas` and what tasks ask for."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.monitors.ray.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "RayServeApplicationDown RayServeReplicasUnhealthy RayServeErrors RayServeQueueing"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-ray-serve") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.ray-serve.alerts
      rules:
        {{- if and .Values.monitors.ray.enabled (dig "RayServeApplicationDown" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayServeApplicationDown
          expr: ray_cluster:serve_application_down:bool == 1
          for: {{ dig "RayServeApplicationDown" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayServeApplicationDown" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: ray-serve
          annotations:
            summary: "Application {{ "{{" }} $labels.application }} of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} is down"
            description: "Ray Serve says that application {{ "{{" }} $labels.application }} of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) failed to deploy or is unhealthy."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayServeApplicationDown.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Deploy the last version that worked. If replicas find no room, free or add GPUs.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayServeReplicasUnhealthy" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayServeReplicasUnhealthy
          expr: {{ printf "ray_cluster:serve_replicas_unhealthy:count > %s" (float64 (dig "RayServeReplicasUnhealthy" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayServeReplicasUnhealthy" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayServeReplicasUnhealthy" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray-serve
          annotations:
            summary: "Replicas of {{ "{{" }} $labels.application }}/{{ "{{" }} $labels.deployment }} in Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} stay unhealthy"
            description: "Replicas of deployment {{ "{{" }} $labels.deployment }} of application {{ "{{" }} $labels.application }} of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) that have failed their health checks for 10 minutes: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayServeReplicasUnhealthy.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend what makes the check fail. A replica that hangs ends when its actor is killed (`ray.kill`), and Serve starts another."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayServeErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayServeErrors
          expr: {{ printf "ray_cluster:serve_errors:ratio > %s" (float64 (dig "RayServeErrors" "threshold" 0.05 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "RayServeErrors" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayServeErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray-serve
          annotations:
            summary: "Requests to application {{ "{{" }} $labels.application }} of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} fail"
            description: "{{ "{{" }} $value | humanizePercentage }} of the requests to application {{ "{{" }} $labels.application }} of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) fail."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayServeErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Go back to the last version, or add replicas.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.ray.enabled (dig "RayServeQueueing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayServeQueueing
          expr: |-
            ray_cluster:serve_queued:count
            / on (cluster, namespace, ray_io_cluster, application, deployment)
            (ray_cluster:serve_replicas:count > 0) > {{ dig "RayServeQueueing" "threshold" 5 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "RayServeQueueing" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayServeQueueing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: ray-serve
          annotations:
            summary: "Requests to {{ "{{" }} $labels.application }}/{{ "{{" }} $labels.deployment }} in Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} wait"
            description: "For each healthy replica of deployment {{ "{{" }} $labels.deployment }} of application {{ "{{" }} $labels.application }} of Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}), {{ "{{" }} $value | printf \"%.0f\" }} requests wait."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayServeQueueing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise `max_replicas`, add nodes, or shed load at the gateway."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.monitors.kuberay.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "RayClusterNotProvisioned RayJobFailed RayServiceNotReady KubeRayErrors"))) (and (and .Values.monitors.kuberay.enabled .Values.monitors.ray.enabled) (include "observability.anyAlertOn" (dict "root" . "alerts" "KubeRayGone"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-kuberay") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.kuberay.alerts
      rules:
        {{- if and .Values.monitors.kuberay.enabled (dig "RayClusterNotProvisioned" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayClusterNotProvisioned
          expr: |-
            ray_cluster:provisioned:bool == 0
            and on (cluster, namespace, ray_io_cluster) label_replace(kube_pod_owner{owner_kind="RayCluster"}, "ray_io_cluster", "$1", "owner_name", "(.*)")
          for: {{ dig "RayClusterNotProvisioned" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayClusterNotProvisioned" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: kuberay
          annotations:
            summary: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} does not get ready"
            description: "Ray cluster {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.ray_io_cluster }} (cluster {{ "{{" }} $labels.cluster }}) has pods, but for half an hour they have not all been ready."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayClusterNotProvisioned.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Add nodes or lower the replicas of the worker group; mend the image. Delete the RayCluster if nobody waits for it: its pods hold GPUs."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-ray_io_cluster={{ $labels.ray_io_cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kuberay.enabled (dig "RayJobFailed" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayJobFailed
          expr: |-
            namespace:rayjobs:count{deployment_status=~"Failed|ValidationFailed"}
            unless namespace:rayjobs:count offset 30m
            and on (cluster) (namespace:rayjobs:count offset 30m or ray_cluster:nodes:count offset 30m)
          for: {{ dig "RayJobFailed" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayJobFailed" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: kuberay
          annotations:
            summary: "RayJob {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} failed"
            description: "RayJob {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) failed within the last half an hour: {{ "{{" }} $labels.deployment_status }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayJobFailed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend and submit again, from the last checkpoint. `backoffLimit` lets KubeRay try again by itself."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload={{ $labels.workload | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kuberay.enabled (dig "RayServiceNotReady" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: RayServiceNotReady
          expr: namespace:rayservice_ready:bool == 0
          for: {{ dig "RayServiceNotReady" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "RayServiceNotReady" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: kuberay
          annotations:
            summary: "RayService {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} cannot be called"
            description: "RayService {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.workload }} (cluster {{ "{{" }} $labels.cluster }}) has not been ready for 15 minutes."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/RayServiceNotReady.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Go back to the last specification that worked; free or add GPUs if pods are pending.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}&var-workload={{ $labels.workload | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kuberay.enabled (dig "KubeRayErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KubeRayErrors
          expr: {{ printf "cluster:kuberay_reconcile_errors:rate5m > %s" (float64 (dig "KubeRayErrors" "threshold" 0.1 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "KubeRayErrors" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KubeRayErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: kuberay
          annotations:
            summary: "KubeRay fails to reconcile: {{ "{{" }} $labels.controller }}"
            description: "The controller {{ "{{" }} $labels.controller }} of KubeRay (cluster {{ "{{" }} $labels.cluster }}) fails {{ "{{" }} $value | printf \"%.2f\" }} times each second."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KubeRayErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Grant the right or quota, or mend the webhook that is named in the log.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
        {{- if and (and .Values.monitors.kuberay.enabled .Values.monitors.ray.enabled) (dig "KubeRayGone" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KubeRayGone
          expr: |-
            max by (cluster) (present_over_time(controller_runtime_reconcile_total{job=~"kuberay.*"}[6h]))
            unless on (cluster) controller_runtime_reconcile_total{job=~"kuberay.*"}
            and on (cluster) ray_cluster:nodes:count
          for: {{ dig "KubeRayGone" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KubeRayGone" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: kuberay
          annotations:
            summary: "The KubeRay operator is gone from cluster {{ "{{" }} $labels.cluster }}"
            description: "The KubeRay operator of cluster {{ "{{" }} $labels.cluster }} reported within the last 6 hours and no longer does, while Ray clusters run."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KubeRayGone.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Start it again. If it was removed on purpose, delete the RayClusters too.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-ray?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Ray
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.monitors.kueue.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "KueueQueueStuck KueueWaitLong KueueWorkloadsInadmissible KueueEvictions KueuePreemptions KueueClusterQueueInactive KueueQuotaIdleWhileOthersWait KueueGone"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-queues") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.queues.alerts
      rules:
        {{- if and .Values.monitors.kueue.enabled (dig "KueueQueueStuck" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KueueQueueStuck
          expr: |-
            sum by (cluster, cluster_queue) (cluster_queue:pending_workloads:count) > {{ dig "KueueQueueStuck" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            unless on (cluster, cluster_queue) cluster_queue:admissions:increase1h > 0
          for: {{ dig "KueueQueueStuck" "for" "5h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KueueQueueStuck" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: queues
          annotations:
            summary: "ClusterQueue {{ "{{" }} $labels.cluster_queue }} admits nothing, though workloads wait"
            description: "{{ "{{" }} $value }} workloads wait in ClusterQueue {{ "{{" }} $labels.cluster_queue }} (cluster {{ "{{" }} $labels.cluster }}), and for six hours none was admitted."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KueueQueueStuck.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Raise the quota or the borrowing limit, lower what the workload asks for, let it preempt by priority, or use the strategy BestEffortFIFO.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-cluster_queue={{ $labels.cluster_queue | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kueue.enabled (dig "KueueWaitLong" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KueueWaitLong
          expr: {{ printf "cluster_queue:admission_wait_p95:seconds > %s" (float64 (dig "KueueWaitLong" "threshold" 3600 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "KueueWaitLong" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KueueWaitLong" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: queues
          annotations:
            summary: "Workloads wait long in ClusterQueue {{ "{{" }} $labels.cluster_queue }}"
            description: "One in twenty of the workloads that ClusterQueue {{ "{{" }} $labels.cluster_queue }} (cluster {{ "{{" }} $labels.cluster }}) admitted within the last hour had waited longer than {{ "{{" }} $value | humanizeDuration }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KueueWaitLong.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: More quota, borrowing, fair sharing, or preemption by priority; move long jobs with low priority to a queue of their own.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-cluster_queue={{ $labels.cluster_queue | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kueue.enabled (dig "KueueWorkloadsInadmissible" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KueueWorkloadsInadmissible
          expr: {{ printf "sum by (cluster, cluster_queue) (cluster_queue:pending_workloads:count{status=\"inadmissible\"}) > %s" (float64 (dig "KueueWorkloadsInadmissible" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "KueueWorkloadsInadmissible" "for" "2h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KueueWorkloadsInadmissible" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: queues
          annotations:
            summary: "Workloads do not fit into ClusterQueue {{ "{{" }} $labels.cluster_queue }}"
            description: "For two hours there have been workloads in ClusterQueue {{ "{{" }} $labels.cluster_queue }} (cluster {{ "{{" }} $labels.cluster }}) that were tried and do not fit: {{ "{{" }} $value }} now."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KueueWorkloadsInadmissible.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Lower what the workload asks for, or raise the quota. Delete what nobody waits for.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-cluster_queue={{ $labels.cluster_queue | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kueue.enabled (dig "KueueEvictions" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KueueEvictions
          expr: {{ printf "cluster_queue:evictions:increase1h{reason!~\"Deactivated|Preempted\"} > %s" (float64 (dig "KueueEvictions" "threshold" 10 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "KueueEvictions" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KueueEvictions" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: queues
          annotations:
            summary: "ClusterQueue {{ "{{" }} $labels.cluster_queue }} evicts workloads: {{ "{{" }} $labels.reason }}"
            description: "Workloads of ClusterQueue {{ "{{" }} $labels.cluster_queue }} (cluster {{ "{{" }} $labels.cluster }}) evicted within an hour for {{ "{{" }} $labels.reason }}: {{ "{{" }} $value | printf \"%.0f\" }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KueueEvictions.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "PodsReadyTimeout: mend what keeps the pods from starting, or raise the timeout of `waitForPodsReady`. NodeFailures: see the dashboard *GPU health*."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-cluster_queue={{ $labels.cluster_queue | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kueue.enabled (dig "KueuePreemptions" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KueuePreemptions
          expr: {{ printf "sum by (cluster, cluster_queue) (cluster_queue:preemptions:increase1h) > %s" (float64 (dig "KueuePreemptions" "threshold" 10 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "KueuePreemptions" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KueuePreemptions" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: queues
          annotations:
            summary: "ClusterQueue {{ "{{" }} $labels.cluster_queue }} drives out many workloads"
            description: "Workloads that ClusterQueue {{ "{{" }} $labels.cluster_queue }} (cluster {{ "{{" }} $labels.cluster }}) preempted within an hour: {{ "{{" }} $value | printf \"%.0f\" }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KueuePreemptions.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Fewer priorities, `borrowWithinCohort` with a threshold, more quota for who borrows all the time, and checkpoints that are short apart."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-cluster_queue={{ $labels.cluster_queue | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kueue.enabled (dig "KueueClusterQueueInactive" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KueueClusterQueueInactive
          expr: cluster_queue:active:bool == 0
          for: {{ dig "KueueClusterQueueInactive" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KueueClusterQueueInactive" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: queues
          annotations:
            summary: "ClusterQueue {{ "{{" }} $labels.cluster_queue }} is not active"
            description: "ClusterQueue {{ "{{" }} $labels.cluster_queue }} (cluster {{ "{{" }} $labels.cluster }}) has admitted nothing for 15 minutes, as it is not active, and its quota cannot be borrowed."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KueueClusterQueueInactive.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Create what is missing, or set `spec.stopPolicy: None`. If it was stopped on purpose, silence the alert until it is started again."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-cluster_queue={{ $labels.cluster_queue | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kueue.enabled (dig "KueueQuotaIdleWhileOthersWait" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KueueQuotaIdleWhileOthersWait
          expr: |-
            cluster_queue:quota_used:ratio{cohort!=""} >= 1
            and on (cluster, cluster_queue) sum by (cluster, cluster_queue) (cluster_queue:pending_workloads:count) > 0
            and on (cluster, cohort, flavor, resource) sum by (cluster, cohort, flavor, resource) (clamp_min(cluster_queue:quota:count - cluster_queue:quota_used:count, 0)) / sum by (cluster, cohort, flavor, resource) (cluster_queue:quota:count) > {{ dig "KueueQuotaIdleWhileOthersWait" "threshold" 0.25 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "KueueQuotaIdleWhileOthersWait" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KueueQuotaIdleWhileOthersWait" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: queues
          annotations:
            summary: "ClusterQueue {{ "{{" }} $labels.cluster_queue }} waits for {{ "{{" }} $labels.resource }}, though its cohort has some left"
            description: "ClusterQueue {{ "{{" }} $labels.cluster_queue }} (cluster {{ "{{" }} $labels.cluster }}) uses {{ "{{" }} $value | humanizePercentage }} of its quota of {{ "{{" }} $labels.resource }} ({{ "{{" }} $labels.flavor }}) and workloads wait, while much of that of cohort {{ "{{" }} $labels.cohort }} lies idle."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KueueQuotaIdleWhileOthersWait.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise the limits, and let the owners of the quota preempt (`reclaimWithinCohort`), so that lending is safe for them."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-cluster_queue={{ $labels.cluster_queue | urlquery }}&var-resource={{ $labels.resource | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.kueue.enabled (dig "KueueGone" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KueueGone
          expr: "max by (cluster) (present_over_time(cluster_queue:active:bool[6h])) unless on (cluster) cluster_queue:active:bool"
          for: {{ dig "KueueGone" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KueueGone" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: queues
          annotations:
            summary: "Kueue is gone from cluster {{ "{{" }} $labels.cluster }}"
            description: "The controller of Kueue in cluster {{ "{{" }} $labels.cluster }} reported within the last 6 hours and no longer does."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KueueGone.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Start the controller; grant Prometheus the right to `get` the nonResourceURL /metrics. If Kueue was removed on purpose, the alert ends within 6 hours."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.monitors.keda.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "KedaScalerErrors KedaGone"))) (include "observability.anyAlertOn" (dict "root" . "alerts" "AutoscalerAtLimit")) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-autoscaling") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.autoscaling.alerts
      rules:
        {{- if and .Values.monitors.keda.enabled (dig "KedaScalerErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KedaScalerErrors
          expr: {{ printf "namespace:scaler_errors:rate5m > %s" (float64 (dig "KedaScalerErrors" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "KedaScalerErrors" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KedaScalerErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: autoscaling
          annotations:
            summary: "KEDA cannot read what {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.scaledObject }} scales by"
            description: "Scaler {{ "{{" }} $labels.scaler }} of ScaledObject {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.scaledObject }} (cluster {{ "{{" }} $labels.cluster }}) has failed for 15 minutes, {{ "{{" }} $value | printf \"%.2f\" }} times each second."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KedaScalerErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend the trigger or its TriggerAuthentication. A `fallback` in the ScaledObject keeps a safe size meanwhile."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if and .Values.monitors.keda.enabled (dig "KedaGone" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: KedaGone
          expr: "max by (cluster) (present_over_time(namespace:scaled_object_paused:bool[6h])) unless on (cluster) namespace:scaled_object_paused:bool"
          for: {{ dig "KedaGone" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "KedaGone" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: autoscaling
          annotations:
            summary: "KEDA is gone from cluster {{ "{{" }} $labels.cluster }}"
            description: "The operator of KEDA in cluster {{ "{{" }} $labels.cluster }} told of ScaledObjects within the last 6 hours and no longer does."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/KedaGone.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Start it again. If there is nothing to scale any more, the alert ends within 6 hours.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
        {{- if dig "AutoscalerAtLimit" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: AutoscalerAtLimit
          expr: |-
            namespace:hpa_replicas_wanted:count >= namespace:hpa_replicas_max:count
            and on (cluster, namespace, hpa) namespace:hpa_replicas_max:count > namespace:hpa_replicas_min:count
          for: {{ dig "AutoscalerAtLimit" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "AutoscalerAtLimit" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: autoscaling
          annotations:
            summary: "{{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.hpa }} has as many replicas as it may have"
            description: "HorizontalPodAutoscaler {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.hpa }} (cluster {{ "{{" }} $labels.cluster }}) has wanted {{ "{{" }} $value }} replicas, the most that it may have, for an hour."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/AutoscalerAtLimit.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise `maxReplicas` (with nodes and quota for them), or make each replica faster."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-queues?var-cluster={{ $labels.cluster | urlquery }}&var-namespace={{ $labels.namespace | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: Queues
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.sagemaker.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "SageMakerErrorRateHigh SageMakerModelErrors SageMakerModelLatencyHigh SageMakerOverheadHigh SageMakerNoCapacity SageMakerEndpointDiskAlmostFull SageMakerEndpointIdle"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-sagemaker-endpoints") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.sagemaker-endpoints.alerts
      rules:
        {{- if and .Values.sagemaker.enabled (dig "SageMakerErrorRateHigh" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerErrorRateHigh
          expr: |-
            sagemaker_variant:sagemaker_server_errors:ratio > {{ dig "SageMakerErrorRateHigh" "threshold" 0.05 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, account_id, region, endpoint_name, variant_name) sagemaker_variant:sagemaker_requests:rate > 0.01
          for: {{ dig "SageMakerErrorRateHigh" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerErrorRateHigh" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-endpoints
          annotations:
            summary: "SageMaker endpoint {{ "{{" }} $labels.endpoint_name }} fails {{ "{{" }} $value | humanizePercentage }} of its requests"
            description: "Variant {{ "{{" }} $labels.variant_name }} of endpoint {{ "{{" }} $labels.endpoint_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) answers {{ "{{" }} $value | humanizePercentage }} of its requests with 5xx."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerErrorRateHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Roll the endpoint back to the configuration before (`update-endpoint`), or give it more or larger instances where it runs out of memory."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-endpoints?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-endpoint_name={{ $labels.endpoint_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker endpoints
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerModelErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerModelErrors
          expr: |-
            sagemaker_variant:sagemaker_model_errors:ratio > {{ dig "SageMakerModelErrors" "threshold" 0.1 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, account_id, region, endpoint_name, variant_name) sagemaker_variant:sagemaker_requests:rate > 0.01
          for: {{ dig "SageMakerModelErrors" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerModelErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-endpoints
          annotations:
            summary: "The container of SageMaker endpoint {{ "{{" }} $labels.endpoint_name }} fails {{ "{{" }} $value | humanizePercentage }} of its requests"
            description: "The container of variant {{ "{{" }} $labels.variant_name }} of endpoint {{ "{{" }} $labels.endpoint_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) does not answer {{ "{{" }} $value | humanizePercentage }} of its requests with 2xx."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerModelErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Correct the caller or the container. What takes long belongs to an asynchronous endpoint, which waits up to an hour.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-endpoints?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-endpoint_name={{ $labels.endpoint_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker endpoints
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerModelLatencyHigh" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerModelLatencyHigh
          expr: {{ printf "sagemaker_variant:model_latency_p99:seconds > %s" (float64 (dig "SageMakerModelLatencyHigh" "threshold" 10 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerModelLatencyHigh" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerModelLatencyHigh" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-endpoints
          annotations:
            summary: "SageMaker endpoint {{ "{{" }} $labels.endpoint_name }} is slow"
            description: "Variant {{ "{{" }} $labels.variant_name }} of endpoint {{ "{{" }} $labels.endpoint_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) needs {{ "{{" }} $value | humanizeDuration }} for the slowest hundredth of its requests."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerModelLatencyHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: More instances or copies, scaling by concurrency, smaller inputs, batching in the container, or a faster instance.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-endpoints?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-endpoint_name={{ $labels.endpoint_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker endpoints
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerOverheadHigh" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerOverheadHigh
          expr: {{ printf "sagemaker_variant:overhead_latency_p99:seconds > %s" (float64 (dig "SageMakerOverheadHigh" "threshold" 1 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerOverheadHigh" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerOverheadHigh" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-endpoints
          annotations:
            summary: "SageMaker adds {{ "{{" }} $value | humanizeDuration }} to requests to {{ "{{" }} $labels.endpoint_name }}"
            description: "SageMaker adds {{ "{{" }} $value | humanizeDuration }} to the slowest hundredth of the requests to variant {{ "{{" }} $labels.variant_name }} of endpoint {{ "{{" }} $labels.endpoint_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}), beside the time of the container."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerOverheadHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Provisioned concurrency for serverless endpoints, connections that are kept, smaller or compressed inputs, or S3 for large ones (asynchronous).
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-endpoints?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-endpoint_name={{ $labels.endpoint_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker endpoints
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerNoCapacity" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerNoCapacity
          expr: {{ printf "inference_component:no_capacity:rate > %s" (float64 (dig "SageMakerNoCapacity" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerNoCapacity" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerNoCapacity" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-endpoints
          annotations:
            summary: "Inference component {{ "{{" }} $labels.inference_component_name }} has no copy to answer"
            description: "Inference component {{ "{{" }} $labels.inference_component_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) has no copy in service: {{ "{{" }} $value | humanize }} requests a second fail."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerNoCapacity.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Keep one copy (`MinCapacity` 1), let the endpoint have more instances, or a step scaling policy on NoCapacityInvocationFailures. `InsufficientInstanceCapacity`: another instance type, or a reservation."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-endpoints?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-inference_component_name={{ $labels.inference_component_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker endpoints
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerEndpointDiskAlmostFull" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerEndpointDiskAlmostFull
          expr: {{ printf "sagemaker_variant:disk:ratio > %s" (float64 (dig "SageMakerEndpointDiskAlmostFull" "threshold" 0.9 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerEndpointDiskAlmostFull" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerEndpointDiskAlmostFull" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-endpoints
          annotations:
            summary: "The disk of SageMaker endpoint {{ "{{" }} $labels.endpoint_name }} is {{ "{{" }} $value | humanizePercentage }} full"
            description: "The disk of an instance of variant {{ "{{" }} $labels.variant_name }} of endpoint {{ "{{" }} $labels.endpoint_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) is {{ "{{" }} $value | humanizePercentage }} full."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerEndpointDiskAlmostFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "A larger `VolumeSizeInGB` in a new endpoint configuration; `update-endpoint` replaces the instances. Let the container clean up."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-endpoints?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-endpoint_name={{ $labels.endpoint_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker endpoints
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerEndpointIdle" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerEndpointIdle
          expr: {{ printf "sagemaker_variant:idle_instances:count > %s" (float64 (dig "SageMakerEndpointIdle" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerEndpointIdle" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerEndpointIdle" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-endpoints
          annotations:
            summary: "Nobody asks SageMaker endpoint {{ "{{" }} $labels.endpoint_name }}"
            description: "Variant {{ "{{" }} $labels.variant_name }} of endpoint {{ "{{" }} $labels.endpoint_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) had no request for a day and runs {{ "{{" }} $value | printf \"%.0f\" }} instances: {{ "{{" }} $value | printf \"%.0f\" }} instance-hours an hour{{ "{{" }} with printf \"sagemaker_variant:idle_cost:dollars_per_hour{account_id='%s', region='%s', endpoint_name='%s', variant_name='%s'}\" $labels.account_id $labels.region $labels.endpoint_name $labels.variant_name | query }}, {{ "{{" }} . | first | value | printf \"%.2f\" }} dollars{{ "{{" }} end }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerEndpointIdle.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "`aws sagemaker delete-endpoint`; its model and configuration stay, so that it can be made again. What is asked now and then: serverless, asynchronous, or inference components that scale to zero. With `sagemaker.instanceHourPrices` this alert says what it costs."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-endpoints?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-endpoint_name={{ $labels.endpoint_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker endpoints
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.sagemaker.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "SageMakerJobDiskAlmostFull SageMakerJobMemoryAlmostFull SageMakerJobGPUsIdle"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-sagemaker-jobs") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.sagemaker-jobs.alerts
      rules:
        {{- if and .Values.sagemaker.enabled (dig "SageMakerJobDiskAlmostFull" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerJobDiskAlmostFull
          expr: {{ printf "max by (cluster, account_id, region, job_kind, job_name) (sagemaker_host:disk:ratio) > %s" (float64 (dig "SageMakerJobDiskAlmostFull" "threshold" 0.95 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerJobDiskAlmostFull" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerJobDiskAlmostFull" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-jobs
          annotations:
            summary: "The disk of SageMaker job {{ "{{" }} $labels.job_name }} is {{ "{{" }} $value | humanizePercentage }} full"
            description: "The fullest disk of {{ "{{" }} $labels.job_kind }} job {{ "{{" }} $labels.job_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) is {{ "{{" }} $value | humanizePercentage }} full."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerJobDiskAlmostFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "It cannot be changed while the job runs: let it stop with a checkpoint and start it again with a larger `VolumeSizeInGB`, fewer checkpoints kept, or FastFile mode in place of copies of the data."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-jobs?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-job_kind={{ $labels.job_kind | urlquery }}&var-job_name={{ $labels.job_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker jobs
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerJobMemoryAlmostFull" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerJobMemoryAlmostFull
          expr: {{ printf "max by (cluster, account_id, region, job_kind, job_name) (sagemaker_host:memory:ratio) > %s" (float64 (dig "SageMakerJobMemoryAlmostFull" "threshold" 0.95 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerJobMemoryAlmostFull" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerJobMemoryAlmostFull" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-jobs
          annotations:
            summary: "The memory of SageMaker job {{ "{{" }} $labels.job_name }} is {{ "{{" }} $value | humanizePercentage }} full"
            description: "The fullest memory of {{ "{{" }} $labels.job_kind }} job {{ "{{" }} $labels.job_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) is {{ "{{" }} $value | humanizePercentage }} full."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerJobMemoryAlmostFull.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Fewer data loader workers, smaller prefetch, data that is streamed, or an instance with more memory.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-jobs?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-job_kind={{ $labels.job_kind | urlquery }}&var-job_name={{ $labels.job_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker jobs
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerJobGPUsIdle" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerJobGPUsIdle
          expr: {{ printf "max by (cluster, account_id, region, job_kind, job_name) (sagemaker_host:gpu_busy:ratio{job_kind=\"training\"}) < %s" (float64 (dig "SageMakerJobGPUsIdle" "threshold" 0.05 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerJobGPUsIdle" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerJobGPUsIdle" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-jobs
          annotations:
            summary: "The GPUs of SageMaker job {{ "{{" }} $labels.job_name }} do nothing"
            description: "For an hour, the busiest GPUs of {{ "{{" }} $labels.job_kind }} job {{ "{{" }} $labels.job_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) have worked {{ "{{" }} $value | humanizePercentage }} of the time."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerJobGPUsIdle.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Stop what hangs (`aws sagemaker stop-training-job`); prepare data in a processing job without GPUs."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-jobs?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-job_kind={{ $labels.job_kind | urlquery }}&var-job_name={{ $labels.job_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker jobs
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.sagemaker.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "SageMakerPipelineFailed SageMakerLabelingJobFailed SageMakerLabelingObjectsFailed SageMakerFeatureStoreThrottled SageMakerFeatureStoreErrors"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-sagemaker-pipelines") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.sagemaker-pipelines.alerts
      rules:
        {{- if and .Values.sagemaker.enabled (dig "SageMakerPipelineFailed" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerPipelineFailed
          expr: {{ printf "round(sagemaker_pipeline:executions:increase1h{state=\"failed\"}) > %s" (float64 (dig "SageMakerPipelineFailed" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerPipelineFailed" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerPipelineFailed" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-pipelines
          annotations:
            summary: "SageMaker pipeline {{ "{{" }} $labels.pipeline_name }} failed"
            description: "Executions of pipeline {{ "{{" }} $labels.pipeline_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) that failed within an hour: {{ "{{" }} $value }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerPipelineFailed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend the step and go on from it: `aws sagemaker retry-pipeline-execution`."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-pipelines?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}&var-pipeline_name={{ $labels.pipeline_name | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker pipelines, labeling and Feature Store
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerLabelingJobFailed" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerLabelingJobFailed
          expr: {{ printf "round(labeling_job:ended:increase1h{state=\"failed\"}) > %s" (float64 (dig "SageMakerLabelingJobFailed" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerLabelingJobFailed" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerLabelingJobFailed" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-pipelines
          annotations:
            summary: A SageMaker labeling job failed
            description: "Labeling jobs (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) that failed within an hour: {{ "{{" }} $value }}{{ "{{" }} if $labels.labeling_job_name }} ({{ "{{" }} $labels.labeling_job_name }}){{ "{{" }} end }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerLabelingJobFailed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Mend it, and start a new job with the output manifest as its input: it goes on with what is left."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-pipelines?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker pipelines, labeling and Feature Store
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerLabelingObjectsFailed" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerLabelingObjectsFailed
          expr: |-
            sum by (cluster, account_id, region, labeling_job_name) (labeling_job:objects:count{labeled="failed"})
            / (sum by (cluster, account_id, region, labeling_job_name) (labeling_job:objects:count{labeled="failed"}) + sum by (cluster, account_id, region, labeling_job_name) (labeling_job:objects:count{labeled="in all"}))
            > {{ dig "SageMakerLabelingObjectsFailed" "threshold" 0.05 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "SageMakerLabelingObjectsFailed" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerLabelingObjectsFailed" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-pipelines
          annotations:
            summary: "Labeling job {{ "{{" }} $labels.labeling_job_name }} fails {{ "{{" }} $value | humanizePercentage }} of its objects"
            description: "Labeling job {{ "{{" }} $labels.labeling_job_name }} (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) could not have {{ "{{" }} $value | humanizePercentage }} of its objects labeled."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerLabelingObjectsFailed.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Mend the objects or the template, raise the time for a task, and label the rest in a new job.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-pipelines?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker pipelines, labeling and Feature Store
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerFeatureStoreThrottled" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerFeatureStoreThrottled
          expr: {{ printf "feature_group:throttled:ratio > %s" (float64 (dig "SageMakerFeatureStoreThrottled" "threshold" 0.01 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "SageMakerFeatureStoreThrottled" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerFeatureStoreThrottled" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-pipelines
          annotations:
            summary: "The Feature Store throttles {{ "{{" }} $value | humanizePercentage }} of {{ "{{" }} $labels.operation_name }}"
            description: "The Feature Store (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) throttles {{ "{{" }} $value | humanizePercentage }} of {{ "{{" }} $labels.operation_name }}{{ "{{" }} if $labels.feature_group_name }} on {{ "{{" }} $labels.feature_group_name }}{{ "{{" }} end }}."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerFeatureStoreThrottled.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Raise the provisioned throughput, set the feature group to on demand, spread a backfill, ask in batches, or ask AWS for a higher quota.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-pipelines?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker pipelines, labeling and Feature Store
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "SageMakerFeatureStoreErrors" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: SageMakerFeatureStoreErrors
          expr: |-
            max by (cluster, account_id, region, feature_group_name, operation_name) (feature_group:errors:ratio{kind="server"}) > {{ dig "SageMakerFeatureStoreErrors" "threshold" 0.05 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster, account_id, region, feature_group_name, operation_name) feature_group:requests:rate > 0.01
          for: {{ dig "SageMakerFeatureStoreErrors" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "SageMakerFeatureStoreErrors" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: sagemaker-pipelines
          annotations:
            summary: "The Feature Store fails {{ "{{" }} $value | humanizePercentage }} of {{ "{{" }} $labels.operation_name }}"
            description: "The Feature Store (account {{ "{{" }} $labels.account_id }}, {{ "{{" }} $labels.region }}) answers {{ "{{" }} $value | humanizePercentage }} of {{ "{{" }} $labels.operation_name }}{{ "{{" }} if $labels.feature_group_name }} on {{ "{{" }} $labels.feature_group_name }}{{ "{{" }} end }} with 5xx."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/SageMakerFeatureStoreErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Let the callers ask again with growing pauses and fall back to defaults; open a case at AWS.
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-sagemaker-pipelines?var-cluster={{ $labels.cluster | urlquery }}&var-account_id={{ $labels.account_id | urlquery }}&var-region={{ $labels.region | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: SageMaker pipelines, labeling and Feature Store
            {{- end }}
        {{- end }}
{{- end }}
{{- if or (and .Values.sagemaker.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "CloudWatchExporterFailing CloudWatchExporterThrottled CloudWatchCostHigh"))) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alerts-cloudwatch") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "rules") | nindent 4 }}
spec:
  groups:
    - name: observability.cloudwatch.alerts
      rules:
        {{- if and .Values.sagemaker.enabled (dig "CloudWatchExporterFailing" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: CloudWatchExporterFailing
          expr: "cluster:cloudwatch_answers:increase30m <= 0"
          for: {{ dig "CloudWatchExporterFailing" "for" "10m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "CloudWatchExporterFailing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: cloudwatch
          annotations:
            summary: "CloudWatch answers nothing any more in cluster {{ "{{" }} $labels.cluster }}"
            description: "Within half an hour the CloudWatch exporter of cluster {{ "{{" }} $labels.cluster }} had no answer from AWS: everything of SageMaker is missing."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/CloudWatchExporterFailing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Give the role the policy that `helm get notes` prints, renew the credentials, and restart the Deployment."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "CloudWatchExporterThrottled" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: CloudWatchExporterThrottled
          expr: |-
            cluster:cloudwatch_errors:ratio > {{ dig "CloudWatchExporterThrottled" "threshold" 0.02 (.Values.alerts.overrides | default dict) | float64 | toJson }}
            and on (cluster) cluster:cloudwatch_answers:increase30m > 0
          for: {{ dig "CloudWatchExporterThrottled" "for" "30m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "CloudWatchExporterThrottled" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
            service: cloudwatch
          annotations:
            summary: "CloudWatch refuses {{ "{{" }} $value | humanizePercentage }} of the requests of cluster {{ "{{" }} $labels.cluster }}"
            description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the CloudWatch exporter of cluster {{ "{{" }} $labels.cluster }} fail for good, after four more attempts each."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/CloudWatchExporterThrottled.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Lower `sagemaker.concurrency`, raise `sagemaker.interval`, read less (`sagemaker.read`, `sagemaker.tags`, `sagemaker.level=basic`), or ask AWS for a higher quota of GetMetricData and ListMetrics."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
        {{- if and .Values.sagemaker.enabled (dig "CloudWatchCostHigh" "enabled" true (.Values.alerts.overrides | default dict)) }}
        - alert: CloudWatchCostHigh
          expr: {{ printf "cluster:cloudwatch_cost:dollars_per_hour > %s" (float64 (dig "CloudWatchCostHigh" "threshold" 1 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "CloudWatchCostHigh" "for" "2h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "CloudWatchCostHigh" "severity" "info" (.Values.alerts.overrides | default dict) | quote }}
            service: cloudwatch
          annotations:
            summary: "Asking CloudWatch costs much in cluster {{ "{{" }} $labels.cluster }}"
            description: "The CloudWatch exporter of cluster {{ "{{" }} $labels.cluster }} asks for metrics that cost {{ "{{" }} $value | printf \"%.2f\" }} dollars an hour, by the list price."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/CloudWatchCostHigh.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Raise `sagemaker.interval`, set `sagemaker.level=basic`, or read less with `sagemaker.read` and `sagemaker.tags`; or raise the threshold."
            {{- end }}
            {{- if .Values.alerts.grafanaUrl }}
            dashboard_url: {{ printf "%s/d/observability-stack?var-cluster={{ $labels.cluster | urlquery }}" .Values.alerts.grafanaUrl | quote }}
            {{- else }}
            dashboard: The stack itself
            {{- end }}
        {{- end }}
{{- end }}
{{- end }}
{{- end }}
