import { chartInfo } from '../chart.ts';
import { go, helper, includeMapWith, includeWith, type Reference } from '../helm/index.ts';

/** Names that dependencies read in places which Helm cannot template; one release in a namespace follows from them. */
export const fixedNames = {
  openSearchUsers: 'observability-opensearch-users',
  openSearchTls: 'observability-opensearch-tls',
  openSearchAdminTls: 'observability-opensearch-admin-tls',
  openSearchSecurity: 'observability-opensearch-security',
  openSearch: 'observability-opensearch',
  fluentBit: 'observability-fluent-bit',
} as const;

const componentName = helper(
  `${chartInfo.name}.name`,
  'Name of a component of this release, short enough for a Service: `dict "root" $ "component" "dcgm-exporter"`.',
  go`{{- printf "%s-%s" (.root.Release.Name | trunc (int (sub 62 (len .component))) | trimSuffix "-") .component }}`,
);

const cronJobName = helper(
  `${chartInfo.name}.cronJobName`,
  'The same of a CronJob, which has to leave room for the names of its Jobs (52 signs at most).',
  go`{{- printf "%s-%s" (.root.Release.Name | trunc (int (sub 51 (len .component))) | trimSuffix "-") .component }}`,
);

/** Name of the CronJob of a component. */
export const cronJobNameOf = (component: string): Reference<string> => includeWith(cronJobName, { component });

/** `observability-dcgm-exporter` in the release `observability`. */
export const nameOf = (component: string): Reference<string> => includeWith(componentName, { component });

const selector = helper(
  `${chartInfo.name}.selectorLabels`,
  'Labels by which Services, monitors and policies find the pods of a component: `dict "root" $ "component" "dcgm-exporter"`.',
  go`app.kubernetes.io/name: {{ .component }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}`,
);

const podLabels = helper(
  `${chartInfo.name}.podLabels`,
  'Labels of the pods of a component: none that changes with the version of the chart, which would restart them all.',
  go`{{ include ${selector} . }}
app.kubernetes.io/part-of: ${chartInfo.name}`,
);

const labels = helper(
  `${chartInfo.name}.labels`,
  'Labels of every object of a component.',
  go`{{ include ${podLabels} . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}`,
);

/** Labels by which Services, monitors and policies find the pods of a component. */
export const selectorLabels = (component: string) => includeMapWith(selector, { component });
export const podLabelsOf = (component: string) => includeMapWith(podLabels, { component });
export const labelsOf = (component: string) => includeMapWith(labels, { component });

const image = helper(
  `${chartInfo.name}.image`,
  'Address of an image: `dict "root" $ "image" .Values.dcgm.image`. The registry for all images wins over its own; a digest wins over the tag.',
  go`{{- $registry := .root.Values.global.imageRegistry | default .image.registry -}}
{{- $repository := ternary .image.repository (printf "%s/%s" $registry .image.repository) (empty $registry) -}}
{{- if .image.digest }}{{ $repository }}@{{ .image.digest }}{{ else }}{{ $repository }}:{{ .image.tag }}{{ end -}}`,
);

/** Address of an image of ours. */
export const imageOf = (from: Reference<{ repository: string }>): Reference<string> => includeWith(image, { image: from as unknown as Reference<string> });
