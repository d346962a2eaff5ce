import type { k8s } from 'cdk8s-plus-28';
import type { MonitorName, Source, Target } from '../../values-schema/monitors.ts';
import { chartInfo, values } from '../chart.ts';
import { ROOT, go, helper, reference, rendered, type Condition, type Reference } from '../helm/index.ts';
import { metaOf, labelOf, type Discovered } from './discovered.ts';
import type { Relabeling } from './kubernetes.ts';

/** What the values say of a source: labels or expressions, and where there are others too, the names of its Services. */
interface Selection {
  readonly enabled: Condition;
  readonly labels: Reference<Record<string, string>>;
  readonly expressions: Reference<k8s.LabelSelectorRequirement[]>;
  readonly service: Reference<string>;
}
/** True where Prometheus finds the pods themselves, not what a Service leads to. */
export const ofPods = ({ scrapes }: Target): boolean => scrapes === 'pods';

export const selectionOf = ({ name }: Pick<Source, 'name'>): Selection => values.monitors[name as MonitorName] as unknown as Selection;

const selectingLabels = helper(
  `${chartInfo.name}.selectingLabels`,
  'The discovered labels that a monitor selects by, and those in `more`. Call with the values of the monitor, and with `meta`: how names of labels of its pods or Services begin.',
  go`{{- $meta := .meta }}{{ $names := list -}}
{{- range $label, $_ := .monitor.labels }}{{ $names = append $names (printf "%slabel_%s" $meta (regexReplaceAll "[^a-zA-Z0-9_]" $label "_")) }}{{ end -}}
{{- range .monitor.expressions }}{{ $names = append $names (printf "%s%s_%s" $meta (ternary "labelpresent" "label" (eq .operator "Exists")) (regexReplaceAll "[^a-zA-Z0-9_]" .key "_")) }}{{ end -}}
{{- with .more }}{{ $names = append $names . }}{{ end -}}
{{- toJson $names -}}`,
);

const selectedValues = helper(
  `${chartInfo.name}.selectedValues`,
  'Regular expression of the values of those labels where the monitor selects. Call with the values of the monitor.',
  go`{{- $patterns := list -}}
{{- range .labels }}{{ $patterns = append $patterns (regexQuoteMeta .) }}{{ end -}}
{{- range .expressions }}
{{- $either := list }}{{ range .values }}{{ $either = append $either (regexQuoteMeta .) }}{{ end }}
{{- $patterns = append $patterns (ternary "true" (printf "(%s)" (join "|" $either)) (eq .operator "Exists")) }}
{{- end -}}
{{- join ";" $patterns -}}`,
);

/** One more discovered label that has to have a value, a regular expression. */
export interface More {
  readonly label: string;
  readonly regex: string;
}

/** Leaves out what the monitor of a source selects, as the values have it. */
export function dropSelected({ name }: Pick<Source, 'name'>, of: Discovered = 'pod', more?: More): Relabeling {
  const monitor = `${ROOT}.Values.monitors.${name}`;
  const args = `"monitor" ${monitor} "meta" ${JSON.stringify(metaOf(of))}${more ? ` "more" ${JSON.stringify(more.label)}` : ''}`;
  const selected = reference<string>(`include ${JSON.stringify(selectedValues.name)} ${monitor}`, { type: 'string' }, true);
  return {
    action: 'drop',
    sourceLabels: rendered<string[]>(`include ${JSON.stringify(selectingLabels.name)} (dict ${args})`, 'yaml'),
    regex: more ? `${selected};${more.regex}` : `${selected}`,
  };
}

/** Leaves out pods with all of these labels, whose values are regular expressions. */
export const dropLabelled = (labels: Readonly<Record<string, string>>, more?: More): Relabeling => ({
  action: 'drop',
  sourceLabels: [...Object.keys(labels).map((label) => labelOf('pod', label)), ...(more ? [more.label] : [])],
  regex: [...Object.values(labels), ...(more ? [more.regex] : [])].join(';'),
});
