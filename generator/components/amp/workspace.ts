import { chartInfo, values } from '../../chart.ts';
import { and, go, helper, isSet, type Condition } from '../../helm/index.ts';

/** What follows from `global.amp`. Dependencies call these templates too, so they read `.Values.global` only. */
const { amp } = values.global;
const name = (of: string) => `${chartInfo.name}.${of}`;

/** True where a workspace of Amazon is named. */
export const hasAmp: Condition = isSet(amp.workspace);
/** True where that workspace is what dashboards, OpenCost, MCP and `helm test` ask. */
export const asksAmp: Condition = and(hasAmp, amp.query);

export const ampRegion = helper(
  name('ampRegion'),
  'Region of the workspace: that of its ARN, or the one that is named.',
  go`{{- with ${amp.workspace} -}}
{{- if hasPrefix "arn:" . }}{{ index (splitList ":" .) 3 }}{{ else }}{{ $.Values.global.amp.region }}{{ end -}}
{{- end -}}`,
);

export const ampPath = helper(name('ampPath'), 'Path of the workspace at every endpoint.', go`/workspaces/{{ ${amp.workspace} | splitList "/" | last }}`);

export const ampEndpoint = helper(
  name('ampEndpoint'),
  'Endpoint of the workspace: the one that is named, or that of its region.',
  go`{{- ${amp.endpoint} | trimSuffix "/" | default (printf "https://aps-workspaces.%s.amazonaws.com" (include ${ampRegion} .)) -}}`,
);

export const ampUrl = helper(name('ampUrl'), 'Address of the workspace, below which the API of Prometheus begins.', go`{{- include ${ampEndpoint} . }}{{ include ${ampPath} . -}}`);

export const metricsPath = helper(
  name('metricsPath'),
  'What follows the address of the Service that stands for Prometheus: the path of the workspace, where that is asked.',
  go`{{- if ${asksAmp} }}{{ include ${ampPath} . }}{{ end -}}`,
);

export const metricsAlias = helper(
  name('metricsAlias'),
  'Address of the Service that stands for Prometheus, whatever the release is called.',
  go`http://{{ .Release.Name }}-metrics.{{ .Release.Namespace }}.svc:9090{{ include ${metricsPath} . }}`,
);
