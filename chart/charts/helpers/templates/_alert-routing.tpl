{{- define "observability.alertRouting" -}}
{{- /*
Who is told of which alerts: alerts.routing. Nothing where no receiver is named.
Generated from generator/components/routing.ts and values-schema/routing.ts.
*/ -}}
{{- if .Values.alerts.enabled }}
{{- if or (or .Values.alerts.routing.critical.slack.secretName .Values.alerts.routing.critical.pagerduty.secretName .Values.alerts.routing.critical.email.to .Values.alerts.routing.critical.webhook.secretName .Values.alerts.routing.critical.receiver) (or .Values.alerts.routing.warning.slack.secretName .Values.alerts.routing.warning.pagerduty.secretName .Values.alerts.routing.warning.email.to .Values.alerts.routing.warning.webhook.secretName .Values.alerts.routing.warning.receiver) (or .Values.alerts.routing.info.slack.secretName .Values.alerts.routing.info.pagerduty.secretName .Values.alerts.routing.info.email.to .Values.alerts.routing.info.webhook.secretName .Values.alerts.routing.info.receiver) }}
---
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata:
  name: {{ include "observability.name" (dict "root" . "component" "alert-routing") | quote }}
  labels:
    {{- include "observability.labels" (dict "root" . "component" "alert-routing") | nindent 4 }}
spec:
  route:
    receiver: nobody
    {{- if eq .Values.alerts.routing.scope "own" }}
    matchers:
      - name: service
        matchType: "=~"
        value: "gpu|efficiency|cost|neuron|training|model-quality|inference|slo|cluster|network|filesystem|log-pipeline|log-store|stack|ray|ray-serve|kuberay|queues|autoscaling|sagemaker-endpoints|sagemaker-jobs|sagemaker-pipelines|cloudwatch"
    {{- end }}
    groupBy:
      - cluster
      - service
      - alertname
    routes:
      {{- if or .Values.alerts.routing.critical.slack.secretName .Values.alerts.routing.critical.pagerduty.secretName .Values.alerts.routing.critical.email.to .Values.alerts.routing.critical.webhook.secretName .Values.alerts.routing.critical.receiver }}
      - receiver: critical
        matchers:
          - name: severity
            matchType: "="
            value: critical
        groupWait: {{ .Values.alerts.routing.critical.groupWait | quote }}
        groupInterval: {{ .Values.alerts.routing.critical.groupInterval | quote }}
        repeatInterval: {{ .Values.alerts.routing.critical.repeatInterval | quote }}
      {{- end }}
      {{- if or .Values.alerts.routing.warning.slack.secretName .Values.alerts.routing.warning.pagerduty.secretName .Values.alerts.routing.warning.email.to .Values.alerts.routing.warning.webhook.secretName .Values.alerts.routing.warning.receiver }}
      - receiver: warning
        matchers:
          - name: severity
            matchType: "="
            value: warning
        groupWait: {{ .Values.alerts.routing.warning.groupWait | quote }}
        groupInterval: {{ .Values.alerts.routing.warning.groupInterval | quote }}
        repeatInterval: {{ .Values.alerts.routing.warning.repeatInterval | quote }}
      {{- end }}
      {{- if or .Values.alerts.routing.info.slack.secretName .Values.alerts.routing.info.pagerduty.secretName .Values.alerts.routing.info.email.to .Values.alerts.routing.info.webhook.secretName .Values.alerts.routing.info.receiver }}
      - receiver: info
        matchers:
          - name: severity
            matchType: "="
            value: info
        groupWait: {{ .Values.alerts.routing.info.groupWait | quote }}
        groupInterval: {{ .Values.alerts.routing.info.groupInterval | quote }}
        repeatInterval: {{ .Values.alerts.routing.info.repeatInterval | quote }}
      {{- end }}
  receivers:
    - name: nobody
    {{- if or .Values.alerts.routing.critical.slack.secretName .Values.alerts.routing.critical.pagerduty.secretName .Values.alerts.routing.critical.email.to .Values.alerts.routing.critical.webhook.secretName .Values.alerts.routing.critical.receiver }}
    - name: critical
      {{- if .Values.alerts.routing.critical.slack.secretName }}
      slackConfigs:
        - apiURL:
            name: {{ .Values.alerts.routing.critical.slack.secretName | quote }}
            key: {{ .Values.alerts.routing.critical.slack.secretKey | quote }}
          {{- with .Values.alerts.routing.critical.slack.channel }}
          channel: {{ . | quote }}
          {{- end }}
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
          title: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          text: |-
            {{ "{{" }} range .Alerts }}*{{ "{{" }} or .Annotations.summary .Labels.alertname }}*
            {{ "{{" }} or .Annotations.description .Annotations.message }}
            {{ "{{" }} with .Annotations.runbook_url }}<{{ "{{" }} . }}|Runbook>  {{ "{{" }} end }}{{ "{{" }} with .Annotations.dashboard_url }}<{{ "{{" }} . }}|Dashboard>{{ "{{" }} end }}
            {{ "{{" }} end }}
      {{- end }}
      {{- if .Values.alerts.routing.critical.pagerduty.secretName }}
      pagerdutyConfigs:
        - routingKey:
            name: {{ .Values.alerts.routing.critical.pagerduty.secretName | quote }}
            key: {{ .Values.alerts.routing.critical.pagerduty.secretKey | quote }}
          severity: critical
          description: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- if .Values.alerts.routing.critical.email.to }}
      emailConfigs:
        - to: {{ .Values.alerts.routing.critical.email.to | quote }}
          from: {{ .Values.alerts.routing.smtp.from | quote }}
          smarthost: {{ .Values.alerts.routing.smtp.smarthost | quote }}
          {{- with .Values.alerts.routing.smtp.username }}
          authUsername: {{ . | quote }}
          {{- end }}
          {{- if .Values.alerts.routing.smtp.secretName }}
          authPassword:
            name: {{ .Values.alerts.routing.smtp.secretName | quote }}
            key: {{ .Values.alerts.routing.smtp.secretKey | quote }}
          {{- end }}
          requireTLS: {{ .Values.alerts.routing.smtp.requireTLS }}
          headers:
            - key: Subject
              value: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- if .Values.alerts.routing.critical.webhook.secretName }}
      webhookConfigs:
        - urlSecret:
            name: {{ .Values.alerts.routing.critical.webhook.secretName | quote }}
            key: {{ .Values.alerts.routing.critical.webhook.secretKey | quote }}
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- with .Values.alerts.routing.critical.receiver }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- end }}
    {{- if or .Values.alerts.routing.warning.slack.secretName .Values.alerts.routing.warning.pagerduty.secretName .Values.alerts.routing.warning.email.to .Values.alerts.routing.warning.webhook.secretName .Values.alerts.routing.warning.receiver }}
    - name: warning
      {{- if .Values.alerts.routing.warning.slack.secretName }}
      slackConfigs:
        - apiURL:
            name: {{ .Values.alerts.routing.warning.slack.secretName | quote }}
            key: {{ .Values.alerts.routing.warning.slack.secretKey | quote }}
          {{- with .Values.alerts.routing.warning.slack.channel }}
          channel: {{ . | quote }}
          {{- end }}
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
          title: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          text: |-
            {{ "{{" }} range .Alerts }}*{{ "{{" }} or .Annotations.summary .Labels.alertname }}*
            {{ "{{" }} or .Annotations.description .Annotations.message }}
            {{ "{{" }} with .Annotations.runbook_url }}<{{ "{{" }} . }}|Runbook>  {{ "{{" }} end }}{{ "{{" }} with .Annotations.dashboard_url }}<{{ "{{" }} . }}|Dashboard>{{ "{{" }} end }}
            {{ "{{" }} end }}
      {{- end }}
      {{- if .Values.alerts.routing.warning.pagerduty.secretName }}
      pagerdutyConfigs:
        - routingKey:
            name: {{ .Values.alerts.routing.warning.pagerduty.secretName | quote }}
            key: {{ .Values.alerts.routing.warning.pagerduty.secretKey | quote }}
          severity: warning
          description: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- if .Values.alerts.routing.warning.email.to }}
      emailConfigs:
        - to: {{ .Values.alerts.routing.warning.email.to | quote }}
          from: {{ .Values.alerts.routing.smtp.from | quote }}
          smarthost: {{ .Values.alerts.routing.smtp.smarthost | quote }}
          {{- with .Values.alerts.routing.smtp.username }}
          authUsername: {{ . | quote }}
          {{- end }}
          {{- if .Values.alerts.routing.smtp.secretName }}
          authPassword:
            name: {{ .Values.alerts.routing.smtp.secretName | quote }}
            key: {{ .Values.alerts.routing.smtp.secretKey | quote }}
          {{- end }}
          requireTLS: {{ .Values.alerts.routing.smtp.requireTLS }}
          headers:
            - key: Subject
              value: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- if .Values.alerts.routing.warning.webhook.secretName }}
      webhookConfigs:
        - urlSecret:
            name: {{ .Values.alerts.routing.warning.webhook.secretName | quote }}
            key: {{ .Values.alerts.routing.warning.webhook.secretKey | quote }}
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- with .Values.alerts.routing.warning.receiver }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- end }}
    {{- if or .Values.alerts.routing.info.slack.secretName .Values.alerts.routing.info.pagerduty.secretName .Values.alerts.routing.info.email.to .Values.alerts.routing.info.webhook.secretName .Values.alerts.routing.info.receiver }}
    - name: info
      {{- if .Values.alerts.routing.info.slack.secretName }}
      slackConfigs:
        - apiURL:
            name: {{ .Values.alerts.routing.info.slack.secretName | quote }}
            key: {{ .Values.alerts.routing.info.slack.secretKey | quote }}
          {{- with .Values.alerts.routing.info.slack.channel }}
          channel: {{ . | quote }}
          {{- end }}
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
          title: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          text: |-
            {{ "{{" }} range .Alerts }}*{{ "{{" }} or .Annotations.summary .Labels.alertname }}*
            {{ "{{" }} or .Annotations.description .Annotations.message }}
            {{ "{{" }} with .Annotations.runbook_url }}<{{ "{{" }} . }}|Runbook>  {{ "{{" }} end }}{{ "{{" }} with .Annotations.dashboard_url }}<{{ "{{" }} . }}|Dashboard>{{ "{{" }} end }}
            {{ "{{" }} end }}
      {{- end }}
      {{- if .Values.alerts.routing.info.pagerduty.secretName }}
      pagerdutyConfigs:
        - routingKey:
            name: {{ .Values.alerts.routing.info.pagerduty.secretName | quote }}
            key: {{ .Values.alerts.routing.info.pagerduty.secretKey | quote }}
          severity: info
          description: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- if .Values.alerts.routing.info.email.to }}
      emailConfigs:
        - to: {{ .Values.alerts.routing.info.email.to | quote }}
          from: {{ .Values.alerts.routing.smtp.from | quote }}
          smarthost: {{ .Values.alerts.routing.smtp.smarthost | quote }}
          {{- with .Values.alerts.routing.smtp.username }}
          authUsername: {{ . | quote }}
          {{- end }}
          {{- if .Values.alerts.routing.smtp.secretName }}
          authPassword:
            name: {{ .Values.alerts.routing.smtp.secretName | quote }}
            key: {{ .Values.alerts.routing.smtp.secretKey | quote }}
          {{- end }}
          requireTLS: {{ .Values.alerts.routing.smtp.requireTLS }}
          headers:
            - key: Subject
              value: "{{ "{{" }} if eq .Status \"firing\" }}{{ "{{" }} .CommonLabels.severity | toUpper }}{{ "{{" }} else }}OVER{{ "{{" }} end }} {{ "{{" }} .GroupLabels.alertname }}{{ "{{" }} with .GroupLabels.service }} ({{ "{{" }} . }}){{ "{{" }} end }}{{ "{{" }} with .GroupLabels.cluster }} in {{ "{{" }} . }}{{ "{{" }} end }}: {{ "{{" }} len .Alerts }}"
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- if .Values.alerts.routing.info.webhook.secretName }}
      webhookConfigs:
        - urlSecret:
            name: {{ .Values.alerts.routing.info.webhook.secretName | quote }}
            key: {{ .Values.alerts.routing.info.webhook.secretKey | quote }}
          sendResolved: {{ .Values.alerts.routing.sendResolved }}
      {{- end }}
      {{- with .Values.alerts.routing.info.receiver }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- end }}
  inhibitRules:
    - sourceMatch:
        - name: severity
          matchType: "="
          value: critical
        - name: service
          matchType: "=~"
          value: "gpu|efficiency|cost|neuron|training|model-quality|inference|slo|cluster|network|filesystem|log-pipeline|log-store|stack|ray|ray-serve|kuberay|queues|autoscaling|sagemaker-endpoints|sagemaker-jobs|sagemaker-pipelines|cloudwatch"
      targetMatch:
        - name: severity
          matchType: "=~"
          value: "warning|info"
        - name: service
          matchType: "=~"
          value: "gpu|efficiency|cost|neuron|training|model-quality|inference|slo|cluster|network|filesystem|log-pipeline|log-store|stack|ray|ray-serve|kuberay|queues|autoscaling|sagemaker-endpoints|sagemaker-jobs|sagemaker-pipelines|cloudwatch"
      equal:
        - service
        - cluster
        - node
        - gpu
        - namespace
        - pod
        - workload
        - queue
        - model
    - sourceMatch:
        - name: alertname
          matchType: "=~"
          value: "KubeNodeNotReady|KubeNodeUnreachable|AcceleratorNodeNotReady"
      targetMatch:
        - name: service
          matchType: "=~"
          value: "gpu|efficiency|cost|neuron|training|model-quality|inference|slo|cluster|network|filesystem|log-pipeline|log-store|stack|ray|ray-serve|kuberay|queues|autoscaling|sagemaker-endpoints|sagemaker-jobs|sagemaker-pipelines|cloudwatch"
        - name: node
          matchType: "!="
          value: ""
        - name: alertname
          matchType: "!~"
          value: "KubeNodeNotReady|KubeNodeUnreachable|AcceleratorNodeNotReady"
      equal:
        - cluster
        - node
    - sourceMatch:
        - name: alertname
          matchType: "=~"
          value: "AcceleratorMetricsMissing|NeuronMetricsMissing"
      targetMatch:
        - name: severity
          matchType: "=~"
          value: "warning|info"
        - name: service
          matchType: "=~"
          value: "gpu|neuron|efficiency"
        - name: alertname
          matchType: "!~"
          value: "AcceleratorMetricsMissing|NeuronMetricsMissing"
      equal:
        - cluster
        - node
{{- end }}
{{- end }}
{{- end }}
