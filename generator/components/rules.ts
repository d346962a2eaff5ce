import { dump } from 'js-yaml';
import type { Construct } from 'constructs';
import { alertGroups, subjectOf, type Alert, type AlertGroup } from '../../dashboards-src/alerts/index.ts';
import { ruleGroups, type RuleGroup } from '../../dashboards-src/rules/index.ts';
import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { needsOf, withDeclared, type Needs } from '../../dashboards-src/requirements.ts';
import { objectiveRules, objectivesOf } from '../../dashboards-src/rules/objectives.ts';
import { sagemakerSettingRules } from '../../dashboards-src/rules/sagemaker-settings.ts';
import { chartInfo, values } from '../chart.ts';
import { dashboardOf, pathTo } from '../links.ts';
import { Template, ROOT, and, go, helper, includeWith, isSet, onlyWhen, or, pipeline, rendered, when, type Condition, type Templates } from '../helm/index.ts';
import { prometheusRule, type PrometheusRuleSpec, type Rule } from './kubernetes.ts';
import { labelsOf, nameOf } from './names.ts';
import { sagemakerSettings } from './sagemaker/settings.ts';
import { met } from './toggles.ts';
import { answersQueries } from './wiring.ts';

const OVERRIDES = '(.Values.alerts.overrides | default dict)';

/** A field of an alert: what the user sets in `alerts.overrides`, or ours. */
function overridable(alert: Alert, field: 'threshold' | 'for' | 'severity', ours: string | number): string {
  const schema = { type: field === 'threshold' ? 'number' : 'string' };
  return `${pipeline(`dig ${JSON.stringify(alert.name)} ${JSON.stringify(field)} ${JSON.stringify(ours)} ${OVERRIDES}`, schema, true)}`;
}

const isOn = ({ name }: Alert): Condition => pipeline(`dig ${JSON.stringify(name)} "enabled" true ${OVERRIDES}`, { type: 'boolean' }, true) as unknown as Condition;

const anyAlertOn = helper(
  `${chartInfo.name}.anyAlertOn`,
  'True where one of these alerts is on, as a group without rules would be refused: `dict "root" $ "alerts" "GPULost GPUXidMemoryError"`.',
  go`{{- $overrides := .root.Values.alerts.overrides | default dict -}}
{{- range splitList " " .alerts }}{{ if dig . "enabled" true $overrides }}true{{ end }}{{ end -}}`,
);

/** The text without line breaks. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function ruleOf(alert: Alert, group: AlertGroup): Rule {
  const dashboard = dashboardOf(alert, group);
  const rule: Rule = {
    alert: alert.name,
    expr: alert.threshold ? alert.expr(overridable(alert, 'threshold', alert.threshold.default)) : alert.expr(''),
    for: overridable(alert, 'for', alert.for),
    labels: { severity: overridable(alert, 'severity', alert.tier), service: subjectOf(group) },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      ...when<Record<string, string>>(isSet(values.alerts.runbookUrl), { runbook_url: `${values.alerts.runbookUrl}/${alert.name}.md` }, { runbook: oneLine(alert.runbook.mitigation) }),
      ...(dashboard && when<Record<string, string>>(isSet(values.alerts.grafanaUrl), { dashboard_url: `${values.alerts.grafanaUrl}${pathTo(dashboard, alert)}` }, { dashboard: dashboard.json.title! })),
    },
  };
  const present = met(needsOfAlert(alert));
  return when(present ? and(present, isOn(alert)) : isOn(alert), rule);
}

/** Recording rules and alerts: a PrometheusRule for each group, there where its sources are. */
export function rules(templates: Templates): void {
  const recording = new Template(templates, 'recording-rules', {
    about: 'Recording rules: one canonical series for each signal, and its aggregates. The dashboards read these. The rules lie in charts/rules.',
    source: 'dashboards-src/rules',
    when: or(values.alerts.enabled, and(values.dashboards.enabled, answersQueries)),
  });
  for (const group of ruleGroups) {
    const spec = ofUser.get(group)?.() ?? rendered<PrometheusRuleSpec>(`(index ${ROOT}.Subcharts "rules").Files.Get "${ruleFile(group)}"`, 'yaml');
    prometheusRule(where(recording, group.name, met(underPrometheus(group.requires, group.rules.map(({ expr }) => expr)))), group.name, metadata(`rules-${slug(group.name)}`), spec);
  }
  const alerting = new Template(templates, 'alerts', {
    about: 'Alerts. Change or switch off single ones in alerts.overrides.',
    source: 'dashboards-src/alerts',
    named: `${chartInfo.name}.alerts`,
    when: values.alerts.enabled,
  });
  for (const group of alertGroups) {
    const shown = or(...byNeeds(group).map(([needs, alerts]) => {
      const anyOn = isSet(includeWith(anyAlertOn, { alerts: alerts.map(({ name }) => name).join(' ') }));
      const present = met(needs);
      return present ? and(present, anyOn) : anyOn;
    }));
    prometheusRule(where(alerting, group.name, shown), group.name, metadata(`alerts-${slug(group.name)}`), {
      groups: [{ name: group.name, rules: group.alerts.map(alert => ruleOf(alert, group)) }],
    });
  }
}

/** What rules need to have a result. Who reads a PrometheusRule is a Prometheus, so that one is there. */
const underPrometheus = (declared: readonly Toggle[], exprs: readonly string[]): Needs => withDeclared(declared, needsOf(exprs)).filter(anyOf => !anyOf.includes('prometheus'));

const needsOfAlert = ({ requires, expr, threshold }: Alert): Needs => underPrometheus(requires, [expr(String(threshold?.default ?? ''))]);

/** The alerts of a group, those together that need the same toggles. */
function byNeeds({ alerts }: AlertGroup): [Needs, Alert[]][] {
  const found = new Map<string, [Needs, Alert[]]>();
  for (const alert of alerts) {
    const needs = needsOfAlert(alert);
    const key = JSON.stringify(needs);
    const entry = found.get(key) ?? [needs, []];
    entry[1].push(alert);
    found.set(key, entry);
  }
  return [...found.values()];
}

/** The objectives are the user's: the rules that record them are written from the values. */
const objectivesOfUser = (): PrometheusRuleSpec => ({
  groups: [{
    name: objectiveRules.name,
    rules: objectivesOf((slo, field) => `${(values.alerts.slo[slo] as Record<typeof field, unknown>)[field]}`),
  }],
});

/** Rules that record what the values say: the others lie in the subchart. */
export const ofUser: ReadonlyMap<RuleGroup, () => PrometheusRuleSpec> = new Map([[objectiveRules, objectivesOfUser], [sagemakerSettingRules, sagemakerSettings]]);

const slug = (name: string): string => name.replace(/^observability\./, '').replace(/\.alerts$/, '').replace(/[^a-z0-9]+/g, '-');
/** Where a group lies in the subchart `rules`: a rule file of Prometheus, which promtool reads too. */
export const ruleFile = ({ name }: RuleGroup): string => `rules/${slug(name)}.yaml`;

/** Text of that file. */
export const ruleFileText = ({ name, interval, rules }: RuleGroup): string => dump({ groups: [{ name, ...(interval ? { interval } : {}), rules }] }, { lineWidth: -1 });

const metadata = (component: string) => ({ name: nameOf(component), labels: labelsOf('rules') });
const where = (parent: Construct, id: string, condition?: Condition): Construct => (condition ? onlyWhen(parent, `when-${id}`, condition) : parent);
