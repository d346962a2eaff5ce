import { values } from '../../chart.ts';
import { and, go } from '../../helm/index.ts';
import { nameOf } from '../names.ts';
import { agentMode, hasCloudWatch } from '../wiring.ts';
import { COMPONENT } from './proxy.ts';
import { ampRegion, ampUrl, asksAmp, hasAmp } from './workspace.ts';

const { amp } = values.global;
/** What a query of Grafana or of the API needs (User Guide, "IAM permissions and policies"). */
const READ = ['aps:QueryMetrics', 'aps:GetSeries', 'aps:GetLabels', 'aps:GetMetricMetadata'];
const STACK = '(index .Subcharts "kube-prometheus-stack")';
const writes = and(values.prometheus.enabled, hasAmp, amp.write);

const may = (account: string, actions: readonly string[]): string => `
    ${account}: ${actions.join(', ')}`;

/** What to know of Amazon's services: who needs which rights, and what an agent does not do. */
export const ampNotes = go`{{- if ${hasAmp} }}
- Amazon Managed Prometheus: {{ include ${ampUrl} . }}. What the roles of these ServiceAccounts (IRSA or EKS Pod
  Identity) have to allow on it{{ with ${amp.roleArn} }}, or be allowed to assume {{ . }}, which does{{ end }} (README.md has the policies):
{{- if ${writes} }}${may(`{{ include "kube-prometheus-stack.prometheus.serviceAccountName" ${STACK} }}`, ['aps:RemoteWrite'])}
{{- end }}
{{- if ${values.grafana.enabled} }}${may('{{ include "grafana.serviceAccountName" (index .Subcharts "grafana") }}', READ)}
{{- end }}
{{- if ${asksAmp} }}${may(`{{ ${nameOf(COMPONENT)} }}`, READ)}
{{- end }}
  Its rules and alerts are written by: npm run export -- --amp DIR
{{- end }}
{{- if ${agentMode} }}
- Prometheus is an agent: no recording rule and no alert of this chart or of Kubernetes is evaluated in this cluster, and
  nothing that is sent is kept here beyond its write-ahead log. npm run export -- --amp DIR writes the rules and alerts of this
  chart for {{ if ${hasAmp} }}aws amp put-rule-groups-namespace --region {{ include ${ampRegion} . }}{{ else }}the store that is written to{{ end }}; without them most panels are empty.
{{- end }}
{{- if and ${values.grafana.enabled} ${hasCloudWatch} }}
- CloudWatch: the role of the ServiceAccount {{ include "grafana.serviceAccountName" (index .Subcharts "grafana") }} has to allow cloudwatch:GetMetricData,
  cloudwatch:ListMetrics{{ if ${values.external.cloudwatch.logGroups} }}, logs:StartQuery, logs:GetQueryResults, logs:GetLogEvents{{ end }} (README.md has the policies).
{{- end }}`.text;
