import type { MetricGroup } from '../../../dashboards-src/sagemaker/define.ts';
import { sageMakerLevels, statisticsAt, type SageMakerLevel } from '../../../dashboards-src/sagemaker/levels.ts';
import { groups } from '../../../dashboards-src/sagemaker/table.ts';
import { chartInfo, values } from '../../chart.ts';
import { go, helper } from '../../helm/index.ts';

const { sagemaker } = values;

/** A level as lines of YAML: the statistics of each metric that it asks for. */
function linesOf(group: MetricGroup, level: SageMakerLevel): string[] {
  const asked = group.metrics.map(metric => ({ name: metric.name, statistics: statisticsAt(group, metric, level) })).filter(({ statistics }) => statistics.length > 0);
  return asked.length ? [`  ${level}:`, ...asked.map(({ name, statistics }) => `    ${name}: [${statistics.join(', ')}]`)] : [`  ${level}: {}`];
}

const table = groups.flatMap(group => [
  `- read: ${group.subject}`,
  `  namespace: ${group.namespace}`,
  `  dimensions: [${group.dimensions.join(', ')}]`,
  `  taggable: ${group.taggable}`,
  ...sageMakerLevels.flatMap(level => linesOf(group, level)),
]).join('\n');

const groupsOfTable = helper(`${chartInfo.name}.sageMakerMetrics`, 'Every metric of SageMaker in CloudWatch, with its statistics at each level. Generated from dashboards-src/sagemaker/table.ts.', { text: table });

const jobOf = helper(
  `${chartInfo.name}.cloudWatchJob`,
  'What jobs of YACE have in common: `dict "values" .Values.sagemaker "group" …`.',
  go`regions: {{ toJson .values.regions }}
{{- with .values.accounts }}
roles: {{ toJson . }}
{{- end }}
{{- with .group.dimensions }}
dimensionNameRequirements: {{ toJson . }}
{{- end }}
recentlyActiveOnly: true
period: {{ trimSuffix "s" .values.interval }}
length: {{ trimSuffix "s" .values.interval }}
delay: {{ trimSuffix "s" .values.delay }}
metrics:
{{- range $name, $statistics := index .group .values.level }}
  - name: {{ $name }}
    statistics: {{ toJson $statistics }}
{{- end }}`,
);

/**
 * YACE's configuration. With tags its discovery asks the tagging API, which knows resources with tags only, and those of some kinds only; everything else is found by listing the
 * metrics themselves. A period is asked for once and as a whole (`length`), without which an old value would stand for a missing one; what is missing stays so (no `nilToZero`).
 */
export const configuration = helper(
  `${chartInfo.name}.cloudWatchConfiguration`,
  'Configuration of YACE.',
  go`{{- $values := ${sagemaker} -}}
{{- $discovered := list -}}
{{- $listed := list -}}
{{- range include ${groupsOfTable} . | fromYamlArray -}}
{{- if and (index $values.read .read) (index . $values.level) -}}
{{- if and .taggable $values.tags }}{{ $discovered = append $discovered . }}{{ else }}{{ $listed = append $listed . }}{{ end -}}
{{- end -}}
{{- end -}}
apiVersion: v1alpha1
sts-region: {{ first $values.regions }}
{{- with $discovered }}
discovery:
  jobs:
{{- range . }}
    - type: {{ .namespace }}
      searchTags:
{{- range $key, $value := $values.tags }}
        - key: {{ $key | quote }}
          value: {{ $value | quote }}
{{- end }}
{{- include ${jobOf} (dict "values" $values "group" .) | nindent 6 }}
{{- end }}
{{- end }}
{{- with $listed }}
customNamespace:
{{- range . }}
  - name: {{ .namespace }}
    namespace: {{ .namespace }}
{{- include ${jobOf} (dict "values" $values "group" .) | nindent 4 }}
{{- end }}
{{- end }}`,
);
