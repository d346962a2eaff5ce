import { chartInfo, values } from '../chart.ts';
import { and, go, helper, type Condition, type TemplateText } from '../helm/index.ts';
import { ampNotes } from './amp/notes.ts';
import { adminSecret } from './grafana.ts';
import { mcpServers } from './mcp.ts';
import { connectNotes, securityNotes } from './mcp/notes.ts';
import { otlpAddress, otlpNotes } from './otel/notes.ts';
import { bootstrapped } from './opensearch/bootstrap.ts';
import { anyRouted } from './routing.ts';
import { accessNotes } from './sagemaker/access.ts';
import { agentMode, answersQueries, grafanaUrl, hasOpenSearch, hasPrometheus, openSearchUrl, ownPrometheusUrl } from './wiring.ts';

interface Component {
  readonly title: string;
  readonly toggle: string;
  readonly on: Condition;
  /** What to know of it when it is on. */
  readonly where: TemplateText;
}

const address = (of: { name: string }): TemplateText => go`{{ include "${of.name}" . }}`;

const components: readonly Component[] = [
  { title: 'Prometheus', toggle: 'prometheus.enabled', on: values.prometheus.enabled, where: go`{{ if ${agentMode} }}an agent, which keeps nothing and answers no query{{ else }}{{ include ${ownPrometheusUrl} . }}{{ end }}` },
  { title: 'Grafana', toggle: 'grafana.enabled', on: values.grafana.enabled, where: address(grafanaUrl) },
  { title: 'OpenSearch', toggle: 'opensearch.enabled', on: values.opensearch.enabled, where: address(openSearchUrl) },
  { title: 'OpenSearch exporter', toggle: 'opensearchExporter.enabled', on: and(values.opensearchExporter.enabled, hasOpenSearch), where: go`health, disk and policies of OpenSearch as metrics` },
  { title: 'Fluent Bit', toggle: 'fluentbit.enabled', on: values.fluentbit.enabled, where: go`the logs of every node` },
  { title: 'OpenCost', toggle: 'opencost.enabled', on: values.opencost.enabled, where: go`cost by namespace and workload` },
  { title: 'DCGM exporter', toggle: 'dcgm.enabled', on: values.dcgm.enabled, where: go`NVIDIA GPUs, mode {{ ${values.dcgm.mode} }}, level {{ ${values.dcgm.level} }}` },
  { title: 'Neuron monitor', toggle: 'neuron.enabled', on: values.neuron.enabled, where: go`Trainium and Inferentia` },
  { title: 'SageMaker', toggle: 'sagemaker.enabled', on: values.sagemaker.enabled, where: go`CloudWatch metrics of {{ join ", " ${values.sagemaker.regions} }}, level {{ ${values.sagemaker.level} }}, every {{ ${values.sagemaker.interval} }}` },
  { title: 'Monitors', toggle: 'monitors.enabled', on: values.monitors.enabled, where: go`Ray, vLLM, Kueue and others, where they run` },
  { title: 'Dashboards', toggle: 'dashboards.enabled', on: values.dashboards.enabled, where: go`folder "{{ ${values.dashboards.folder} }}"` },
  { title: 'Alerts', toggle: 'alerts.enabled', on: values.alerts.enabled, where: go`{{ if ${anyRouted} }}told to the receivers in alerts.routing{{ else }}told to nobody yet: name receivers in alerts.routing{{ end }}` },
  { title: 'OTLP', toggle: 'otel.enabled', on: values.otel.enabled, where: otlpAddress },
  { title: 'MCP servers', toggle: 'mcp.enabled', on: values.mcp.enabled, where: go`read-only, inside the cluster, for the pods that mcp.clients selects` },
];

const WIDTH = Math.max(...components.map(({ title }) => title.length)) + 2;

const line = ({ title, on, where }: Component): string => go`
{{- if ${on} }}
  ${title.padEnd(WIDTH)}${where}
{{- end }}`.text;

const offLine = ({ toggle, on }: Component): string => go`
{{- if not (${on}) }}{{ $off = append $off "${toggle}" }}{{ end -}}`.text;

/** What `helm install` prints in the end. */
const text = (): string => `{{- $off := list -}}${components.map(offLine).join('')}
{{ .Chart.Name }} {{ .Chart.Version }} in the namespace {{ .Release.Namespace }}, cluster {{ .Values.global.clusterName }}:
${components.map(line).join('')}
{{- with $off }}

Off: {{ join ", " . }}. Switch one on with --set NAME=true.
{{- end }}
${go`{{- if ${values.grafana.enabled} }}
{{- $grafana := index .Subcharts "grafana" }}

Open Grafana:
  kubectl --namespace {{ include "grafana.namespace" $grafana }} port-forward service/{{ include "grafana.fullname" $grafana }} 3000:{{ $grafana.Values.service.port }}
  http://localhost:3000, user admin, password:
  kubectl --namespace {{ .Release.Namespace }} get secret {{ include ${adminSecret} . }} --output jsonpath='{.data.admin-password}' | base64 --decode
{{- if and ${values.dashboards.enabled} ${values.dcgm.enabled} }}
First look at the dashboard "GPU fleet": are the GPUs doing useful work? "Cluster" shows what waits and why, "The stack itself" why a panel is empty.
{{- else if ${values.dashboards.enabled} }}
First look at the dashboard "Cluster"; "The stack itself" shows why a panel is empty.
{{- end }}
{{- end }}
${connectNotes(mcpServers)}
{{- if ${values.tests.enabled} }}

Check it from inside: helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }}
{{- end }}

Good to know:
{{- if or ${values.dcgm.enabled} ${values.neuron.enabled} ${values.fluentbit.enabled} ${values.prometheus.enabled} }}
- The DaemonSets on the nodes read the host. Where Pod Security is enforced, this namespace needs
  kubectl label namespace {{ .Release.Namespace }} pod-security.kubernetes.io/enforce=privileged
{{- end }}
{{- if and ${answersQueries} (not ${values.alerts.enabled}) }}
- The rules and alerts of Kubernetes come with Prometheus; kube-prometheus-stack.defaultRules.create=false removes them.
{{- end }}
{{- if and ${values.prometheus.enabled} (not ${values.grafana.enabled}) }}
- The dashboards of Kubernetes stay as ConfigMaps for a Grafana elsewhere; kube-prometheus-stack.grafana.forceDeployDashboards=false removes them.
{{- end }}
{{- if or ${values.grafana.enabled} ${values.opensearch.enabled} }}
- Passwords and certificates were made on the first install and are kept in Secrets of this namespace, also by helm uninstall.
  Tools that render without a cluster (Argo CD, helm template) would make new ones at each run: give them Secrets of
  your own{{ if ${values.opensearch.enabled} }}, credentials.opensearch.existingSecret and credentials.opensearch.existingTlsSecret{{ end }}{{ if ${values.grafana.enabled} }}, grafana.admin.existingSecret{{ end }}{{ if and ${values.mcp.enabled} (eq ${values.mcp.auth.mode} "token") }}, mcp.auth.existingSecret{{ end }}.
{{- end }}
{{- if and ${values.fluentbit.enabled} ${hasOpenSearch} }}
- Logs are kept for {{ ${values.logs.retention} }}, in families of indices: {{ keys ${values.logs.families} | sortAlpha | join ", " }}.{{ if ${bootstrapped} }} A Job makes them; until it has ended
  nothing else may log in to OpenSearch: kubectl --namespace {{ .Release.Namespace }} logs --selector app.kubernetes.io/name=opensearch-bootstrap --tail=-1{{ else }}
  This release does not make their aliases, users and policies: logs.bootstrap.enabled{{ if not ${values.opensearch.enabled} }}, external.opensearch.bootstrap{{ end }} would.{{ end }}
{{- end }}
${securityNotes}
${otlpNotes}
${ampNotes}
${accessNotes}
{{- if not ${hasPrometheus} }}
- There is no Prometheus to ask: dashboards stay empty. Set {{ if ${agentMode} }}global.amp.query=true{{ else }}prometheus.enabled=true{{ end }} or external.prometheus.url.
{{- end }}
`.text}`;

export const notes = helper(`${chartInfo.name}.notes`, 'What helm install prints in the end. Generated from generator/components/notes.ts.', { text: text() });
