import { groups, subjects } from '../../../dashboards-src/sagemaker/table.ts';
import type { MetricGroup } from '../../../dashboards-src/sagemaker/define.ts';
import { chartInfo, values } from '../../chart.ts';
import { go, helper } from '../../helm/index.ts';

const { sagemaker } = values;

const byLevel = ({ metrics }: MetricGroup, level: 'basic' | 'advanced'): string[] =>
  metrics.filter(metric => metric[level].length > 0).map(metric => `    ${metric.name}: [${metric[level].join(', ')}]`);
const statistics = (group: MetricGroup, level: 'basic' | 'advanced'): string[] => {
  const lines = byLevel(group, level);
  return lines.length ? [`  ${level}:`, ...lines] : [`  ${level}: {}`];
};

const table = groups.flatMap(group => [
  `- read: ${group.subject}`,
  `  namespace: ${group.namespace}`,
  `  dimensions: [${group.dimensions.join(', ')}]`,
  `  taggable: ${group.taggable}`,
  ...statistics(group, 'basic'),
  ...statistics(group, 'advanced'),
]).join('\n');

const groupsOfTable = helper(`${chartInfo.name}.sageMakerMetrics`, 'Every metric of SageMaker in CloudWatch, with its statistics at each level. Generated from dashboards-src/sagemaker/table.ts.', { text: table });

const metricsOfJob = helper(
  `${chartInfo.name}.cloudWatchMetrics`,
  'Metrics of a job of YACE, with the statistics of the level: `dict "level" "basic" "group" …`.',
  go`{{- $group := .group -}}
{{- $names := keys $group.basic -}}
{{- if eq .level "advanced" }}{{ $names = concat $names (keys $group.advanced) | uniq }}{{ end -}}
{{- $advanced := ternary $group.advanced dict (eq .level "advanced") -}}
{{- range $name := sortAlpha $names }}
- name: {{ $name }}
  statistics: {{ concat (index $group.basic $name | default list) (index $advanced $name | default list) | toJson }}
{{- end }}`,
);

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
{{- include ${metricsOfJob} (dict "level" .values.level "group" .group) | trim | nindent 2 }}`,
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
{{- if and (index $values.read .read) (or .basic (eq $values.level "advanced")) -}}
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

/** What can be chosen by tags, in words. */
export const tagged: string = [...new Set(Object.values(subjects).map(({ tagged: what }) => what).filter(Boolean))].map(what => `${what}s`).join(', ');
