import { alertGroups, alertingRule, subjectOf, type Alert, type AlertGroup, type AlertingRule, type Tier } from '../../dashboards-src/alerts/index.ts';
import { ruleGroups, type RecordingRule, type RuleGroup } from '../../dashboards-src/rules/index.ts';
import { objectiveRules, objectivesOf } from '../../dashboards-src/rules/objectives.ts';
import { pricesOf, sagemakerSettingRules, sagemakerSettingsOf } from '../../dashboards-src/rules/sagemaker-settings.ts';
import type { Values } from '../../values-schema/index.ts';
import { oneLine } from '../components/rules.ts';
import { dashboardOf, pathTo } from '../links.ts';

/** A group of rules as Prometheus reads it. */
export interface PlainGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/** The recording rules of the chart, with what these values say in them. */
export const recordingGroups = (values: Values): PlainGroup[] => ruleGroups.map((group) => {
  const { name, interval, rules } = { ...group, ...ofValues(group, values) };
  return { name, ...(interval && { interval }), rules };
});

function ofValues(group: RuleGroup, { alerts, sagemaker }: Values): { readonly rules?: readonly RecordingRule[] } {
  if (group === objectiveRules) return { rules: objectivesOf((slo, field) => `${(alerts.slo[slo] as Record<string, unknown>)[field]}`) };
  if (group === sagemakerSettingRules) return { rules: sagemakerSettingsOf(sagemaker.interval.replace(/s$/, ''), pricesOf(sagemaker.instanceHourPrices ?? {})) };
  return {};
}

/** The alerts of the chart, with what these values change of them. */
export const alertingGroups = (values: Values): PlainGroup[] => alertGroups
  .map((group) => ({ name: group.name, rules: group.alerts.flatMap((alert) => ruleOf(alert, group, values)) }))
  .filter(({ rules }) => rules.length > 0);

function ruleOf(alert: Alert, group: AlertGroup, { alerts }: Values): AlertingRule[] {
  const { enabled = true, threshold, for: duration = alert.for, severity = alert.tier } = alerts.overrides?.[alert.name] ?? {};
  if (!enabled) return [];
  const changed: Alert = { ...alert, for: duration, tier: severity as Tier, ...(alert.threshold && { threshold: { ...alert.threshold, default: Number(threshold ?? alert.threshold.default) } }) };
  const rule = alertingRule(changed);
  return [{ ...rule, labels: { ...rule.labels, service: subjectOf(group) }, annotations: { ...rule.annotations, ...nextSteps(alert, group, alerts) } }];
}

function nextSteps(alert: Alert, group: AlertGroup, { runbookUrl, grafanaUrl }: Values['alerts']): Record<string, string> {
  const dashboard = dashboardOf(alert, group);
  return {
    ...(runbookUrl ? { runbook_url: `${runbookUrl}/${alert.name}.md` } : { runbook: oneLine(alert.runbook.mitigation) }),
    ...(dashboard && (grafanaUrl ? { dashboard_url: `${grafanaUrl}${pathTo(dashboard, alert)}` } : { dashboard: dashboard.json.title! })),
  };
}
