import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../chart.ts';
import { Template, and, equal, forEachEntry, go, helper, includeBlockWith, includeWith, not, onlyWhen, pipeline, type Templates } from '../helm/index.ts';
import { labelsOf } from './names.ts';
import { present } from './toggles.ts';
import { hasCloudWatch, hasPrometheus } from './wiring.ts';

const FILES = '(index .Subcharts "dashboards").Files';

const nameOfDashboard = helper(`${chartInfo.name}.dashboardName`, 'Name of the ConfigMap of a dashboard: `dict "root" $ "path" "dashboards/gpu-fleet.json"`.', go`{{- printf "%s-dashboard-%s" .root.Release.Name (base .path | trimSuffix ".json") -}}`);

const PANELS = `${chartInfo.name}.panels`;

const panels = helper(
  PANELS,
  'Those of a list of panels whose components are there, and within a closed row those of its panels: `dict "present" {toggle: true} "panels" […]`.',
  go`{{- $present := .present -}}
{{- $panels := list -}}
{{- range $panel := .panels -}}
{{- $complete := true -}}
{{- range $anyOf := $panel.requires -}}
{{- $met := false -}}
{{- range $toggle := $anyOf -}}{{- if get $present $toggle -}}{{- $met = true -}}{{- end -}}{{- end -}}
{{- if not $met -}}{{- $complete = false -}}{{- end -}}
{{- end -}}
{{- if $complete -}}
{{- $panel = omit $panel "requires" -}}
{{- if $panel.panels -}}
{{- $_ := set $panel "panels" (include "${PANELS}" (dict "present" $present "panels" $panel.panels) | fromJsonArray) -}}
{{- end -}}
{{- $panels = append $panels $panel -}}
{{- end -}}
{{- end -}}
{{- $panels | toRawJson -}}`,
);

const filledRows = helper(
  `${chartInfo.name}.filledRows`,
  'A list of panels without the rows that have lost theirs. Call with the list.',
  go`{{- $kept := list -}}
{{- $filled := false -}}
{{- range $panel := reverse . -}}
{{- $isRow := eq $panel.type "row" -}}
{{- if ternary (ternary (not (empty $panel.panels)) $filled (default false $panel.collapsed)) true $isRow -}}{{- $kept = prepend $kept $panel -}}{{- end -}}
{{- $filled = not $isRow -}}
{{- end -}}
{{- $kept | toRawJson -}}`,
);

const shown = helper(
  `${chartInfo.name}.shownPanels`,
  'The panels of a dashboard without those whose component is off: `dict "root" $ "json" "…"`.',
  go`{{- $present := dict -}}
{{- with .root -}}
{{- $present = dict ${pairs()} -}}
{{- end -}}
{{- include ${filledRows} (include ${panels} (dict "present" $present "panels" (fromJson .json).panels) | fromJsonArray) -}}`,
);

/** Links to the lines of what a panel shows: title and address, the last ones of their list. */
const linksToLines = String.raw`,?\{"title":"[^"]*","url":"/d/observability-logs[?][^"]*"\}`;

/** Dashboards with one of these tags lead to CloudWatch Logs. */
const LED_TO_CLOUDWATCH = ['logs', 'sagemaker'];

const cloudWatchLink = helper(
  `${chartInfo.name}.cloudWatchLink`,
  'The link from a dashboard to the log groups of CloudWatch in Explore, where some are named: a list of one link, or of none.',
  go`{{- $links := list -}}
{{- if and ${hasCloudWatch} ${values.external.cloudwatch.logGroups} -}}
{{- $groups := list -}}
{{- range ${values.external.cloudwatch.logGroups} }}{{ $groups = append $groups (dict "arn" . "name" (index (splitList ":" .) 6)) }}{{ end -}}
{{- $query := dict "refId" "A" "datasource" (dict "type" "cloudwatch" "uid" "cloudwatch") "queryMode" "Logs" "region" "default" "expression" "fields @timestamp, @message | sort @timestamp desc | limit 200" "logGroups" $groups -}}
{{- $panes := dict "logs" (dict "datasource" "cloudwatch" "queries" (list $query) "range" (dict "from" "now-1h" "to" "now")) -}}
{{- $links = append $links (dict "title" "CloudWatch Logs" "type" "link" "icon" "external link" "targetBlank" true "url" (printf "/explore?schemaVersion=1&panes=%s" ($panes | toJson | urlquery | replace "+" "%20"))) -}}
{{- end -}}
{{- $links | toJson -}}`,
);

const content = helper(
  `${chartInfo.name}.dashboard`,
  'A dashboard without the panels whose component is off, and without links to lines where there are none, and with those to CloudWatch: `dict "root" $ "json" "…"`.',
  go`{{- $dashboard := set (fromJson .json) "panels" (include ${shown} . | fromJsonArray) -}}
{{- range list ${LED_TO_CLOUDWATCH.map(tag => JSON.stringify(tag)).join(' ')} -}}{{- if has . $dashboard.tags -}}
{{- $_ := set $dashboard "links" (concat ($dashboard.links | default list) (include ${cloudWatchLink} $.root | fromJsonArray)) -}}
{{- end -}}{{- end -}}
{{- $dashboard = $dashboard | toRawJson -}}
{{- with .root -}}
{{- if ${and(present.opensearch, present.fluentbit)} -}}{{- $dashboard -}}{{- else -}}{{- regexReplaceAll ${`\`${linksToLines}\``} $dashboard "" -}}{{- end -}}
{{- end -}}`,
);

/** `"dcgm" .Values.dcgm.enabled …` */
function pairs(): string {
  return Object.entries(present)
    .map(([toggle, condition]) => go`${JSON.stringify(toggle)} (${condition})`.text)
    .join(' ');
}

/** A ConfigMap for each dashboard. The files lie in a subchart without templates, so that the release does not store them twice. */
export function dashboards(templates: Templates): void {
  const template = new Template(templates, 'dashboards', {
    about: 'Dashboards for Grafana’s sidecar. The JSON lies in charts/dashboards.',
    source: 'generator/components/dashboards.ts',
    when: and(values.dashboards.enabled, hasPrometheus),
  });
  forEachEntry(template, ['path', 'file'], pipeline(`${FILES}.Glob "dashboards/*.json"`, { type: 'object' }), (scope, path) => {
    const json = pipeline(`${FILES}.Get $path`);
    // A dashboard of which nothing is left is not shown at all.
    const anyShown = not(equal(includeWith(shown, { json }), '[]'));
    new k8s.KubeConfigMap(onlyWhen(scope, 'shown', anyShown), 'dashboard', {
      metadata: {
        name: includeWith(nameOfDashboard, { path }),
        labels: { ...labelsOf('dashboards'), grafana_dashboard: '1' },
        annotations: { grafana_folder: values.dashboards.folder },
      },
      data: { [`${pipeline('base $path', { type: 'string' }, true)}`]: includeBlockWith(content, { json }) },
    });
  });
}
