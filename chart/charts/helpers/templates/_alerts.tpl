{{- define "observability.alerts" -}}
{{- /*
Alerts. Change or switch off single ones in alerts.overrides.
Generated from dashboards-src/alerts.
*/ -}}
{{- if .Values.alerts.enabled }}
{{- if and .Values.dcgm.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "AcceleratorMetricsMissing GPUXidError GPUDoubleBitEccError GPURowRemapFailure GPUAllocatedIdle")) }}
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
        {{- if dig "AcceleratorMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: AcceleratorMetricsMissing
          expr: |-
            sum by (cluster, node) (node:accelerators_allocatable:count{resource=~"nvidia_com_gpu|nvidia_com_mig_.+"}) > 0
            and on (cluster, node) (kube_node_status_condition{condition="Ready", status="true"} == 1)
            unless on (cluster, node) node:gpu_reporting:count
          for: {{ dig "AcceleratorMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "AcceleratorMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} offers GPUs, but none of them is measured"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} offers {{ "{{" }} $value }} GPUs or MIG slices, and no DCGM exporter reports on any of them. Dashboards leave this node out."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/AcceleratorMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Add the node's label to `dcgm.nodeSelectorTerms`, or set `dcgm.mode: existing` where the GPU Operator brings the exporter. If the pod fails, its logs name the driver or the profiling right that is missing."
            {{- end }}
        {{- end }}
        {{- if dig "GPUXidError" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: GPUXidError
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, GPU_I_PROFILE, modelName, namespace, pod, xid) (DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|63|64|74|79|92|94|95|119|120|140", node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0)
            or
            max by (cluster, node, gpu, GPU_I_ID, GPU_I_PROFILE, modelName, namespace, pod, xid) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|63|64|74|79|92|94|95|119|120|140", node=""} > 0 or DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|63|64|74|79|92|94|95|119|120|140", exported_pod!=""} > 0 or DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|63|64|74|79|92|94|95|119|120|140", pod=~".*dcgm-exporter-.*"} > 0
                , "namespace", ";", "exported_namespace", "pod", "namespace"), "namespace", "$1$2", "namespace", "([^;]+);.*|;[^;]*dcgm-exporter-[^;]*;.*|;[^;]*;(.*)")
              , "pod", ";", "exported_pod", "pod"), "pod", "$1$2", "pod", "([^;]+);.*|;.*dcgm-exporter-.*|;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUXidError" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUXidError" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUXidError" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} reported Xid {{ "{{" }} $labels.xid }}"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) reported Xid {{ "{{" }} $labels.xid }}, a fault of hardware, link or driver. Events within the last minutes: {{ "{{" }} $value }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUXidError.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset the GPU or reboot the node. If the error comes back, return the node to the provider."
            {{- end }}
        {{- end }}
        {{- if dig "GPUDoubleBitEccError" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: GPUDoubleBitEccError
          expr: |-
            (max by (cluster, node, gpu, GPU_I_ID, GPU_I_PROFILE, modelName, namespace, pod) (increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"}[1h]) > 0)
            or
            max by (cluster, node, gpu, GPU_I_ID, GPU_I_PROFILE, modelName, namespace, pod) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{node=""}[1h]) > 0 or increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{exported_pod!=""}[1h]) > 0 or increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{pod=~".*dcgm-exporter-.*"}[1h]) > 0
                , "namespace", ";", "exported_namespace", "pod", "namespace"), "namespace", "$1$2", "namespace", "([^;]+);.*|;[^;]*dcgm-exporter-[^;]*;.*|;[^;]*;(.*)")
              , "pod", ";", "exported_pod", "pod"), "pod", "$1$2", "pod", "([^;]+);.*|;.*dcgm-exporter-.*|;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )) > {{ dig "GPUDoubleBitEccError" "threshold" 0 (.Values.alerts.overrides | default dict) | float64 | toJson }}
          for: {{ dig "GPUDoubleBitEccError" "for" "0s" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUDoubleBitEccError" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} lost data to double-bit memory errors"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) lost data. Double-bit memory errors within an hour: {{ "{{" }} $value | printf \"%.0f\" }}.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUDoubleBitEccError.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset the GPU, so that the row is replaced by a spare one. Errors again within days: return the node."
            {{- end }}
        {{- end }}
        {{- if dig "GPURowRemapFailure" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: GPURowRemapFailure
          expr: |-
            max by (cluster, node, gpu, GPU_I_ID, GPU_I_PROFILE, modelName, namespace, pod) (DCGM_FI_DEV_ROW_REMAP_FAILURE{node!="", exported_pod="", pod!~".*dcgm-exporter-.*"} > 0)
            or
            max by (cluster, node, gpu, GPU_I_ID, GPU_I_PROFILE, modelName, namespace, pod) (
            label_replace(label_join(
              label_replace(label_join(
                label_replace(label_join(
                  DCGM_FI_DEV_ROW_REMAP_FAILURE{node=""} > 0 or DCGM_FI_DEV_ROW_REMAP_FAILURE{exported_pod!=""} > 0 or DCGM_FI_DEV_ROW_REMAP_FAILURE{pod=~".*dcgm-exporter-.*"} > 0
                , "namespace", ";", "exported_namespace", "pod", "namespace"), "namespace", "$1$2", "namespace", "([^;]+);.*|;[^;]*dcgm-exporter-[^;]*;.*|;[^;]*;(.*)")
              , "pod", ";", "exported_pod", "pod"), "pod", "$1$2", "pod", "([^;]+);.*|;.*dcgm-exporter-.*|;(.*)")
            , "node", ";", "node", "Hostname", "hostname"), "node", "$1", "node", ";*([^;]*).*")
            )
          for: {{ dig "GPURowRemapFailure" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPURowRemapFailure" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
          annotations:
            summary: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} has run out of spare memory rows"
            description: "GPU {{ "{{" }} $labels.gpu }} of node {{ "{{" }} $labels.node }} ({{ "{{" }} $labels.modelName }}, cluster {{ "{{" }} $labels.cluster }}) could not replace a broken memory row.{{ "{{" }} if $labels.pod }} Held by pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }}.{{ "{{" }} else }} No pod holds it.{{ "{{" }} end }}"
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPURowRemapFailure.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and return it: NVIDIA replaces such a GPU."
            {{- end }}
        {{- end }}
        {{- if dig "GPUAllocatedIdle" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: GPUAllocatedIdle
          expr: {{ printf "avg_over_time(pod:gpu_utilization:ratio{pod!=\"\"}[30m]) < %s" (float64 (dig "GPUAllocatedIdle" "threshold" 0.05 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "GPUAllocatedIdle" "for" "1h" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "GPUAllocatedIdle" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
          annotations:
            summary: "Pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} holds GPUs and does not use them"
            description: "The GPUs of pod {{ "{{" }} $labels.namespace }}/{{ "{{" }} $labels.pod }} on node {{ "{{" }} $labels.node }} (cluster {{ "{{" }} $labels.cluster }}) were busy for {{ "{{" }} $value | humanizePercentage }} of the last 30 minutes, and have been idle for more than an hour."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/GPUAllocatedIdle.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: Delete or scale down what is forgotten. For notebooks, set a time after which they end; for serving, fewer replicas or a share of a GPU (MIG, time-slicing).
            {{- end }}
        {{- end }}
{{- end }}
{{- if and .Values.neuron.enabled (include "observability.anyAlertOn" (dict "root" . "alerts" "NeuronMetricsMissing NeuronHardwareErrors")) }}
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
        {{- if dig "NeuronMetricsMissing" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: NeuronMetricsMissing
          expr: |-
            max by (cluster, node) (node:accelerators_allocatable:count{resource=~"aws_amazon_com_neuron(core|device)?"}) > 0
            and on (cluster, node) (kube_node_status_condition{condition="Ready", status="true"} == 1)
            unless on (cluster, node) node:neuron_reporting:count
          for: {{ dig "NeuronMetricsMissing" "for" "15m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NeuronMetricsMissing" "severity" "warning" (.Values.alerts.overrides | default dict) | quote }}
          annotations:
            summary: "Node {{ "{{" }} $labels.node }} offers Neuron devices, but none of them is measured"
            description: "Node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} offers {{ "{{" }} $value }} Neuron devices or cores, and no Neuron monitor reports on any of them. Dashboards leave this node out."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NeuronMetricsMissing.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Add the node's label to `neuron.nodeSelectorTerms`. If the pod fails, its logs name the driver that is missing."
            {{- end }}
        {{- end }}
        {{- if dig "NeuronHardwareErrors" "enabled" true (.Values.alerts.overrides | default dict) }}
        - alert: NeuronHardwareErrors
          expr: {{ printf "node:neuron_execution_errors:rate5m{error_type=\"hardware\"} > %s" (float64 (dig "NeuronHardwareErrors" "threshold" 0 (.Values.alerts.overrides | default dict)) | toJson) | quote }}
          for: {{ dig "NeuronHardwareErrors" "for" "5m" (.Values.alerts.overrides | default dict) | quote }}
          labels:
            severity: {{ dig "NeuronHardwareErrors" "severity" "critical" (.Values.alerts.overrides | default dict) | quote }}
          annotations:
            summary: "Neuron devices of node {{ "{{" }} $labels.node }} fail"
            description: "On node {{ "{{" }} $labels.node }} of cluster {{ "{{" }} $labels.cluster }} executions fail for a fault of the hardware: {{ "{{" }} $value | humanize }} each second."
            {{- if .Values.alerts.runbookUrl }}
            runbook_url: {{ printf "%s/NeuronHardwareErrors.md" .Values.alerts.runbookUrl | quote }}
            {{- else }}
            runbook: "Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and replace the instance."
            {{- end }}
        {{- end }}
{{- end }}
{{- end }}
{{- end }}
