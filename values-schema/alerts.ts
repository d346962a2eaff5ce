import { alertGroups, type Alert } from '../dashboards-src/alerts/index.ts';
import { Type, section, toggle, url } from './define.ts';
import { routing } from './routing.ts';
import { slo } from './slo.ts';

const PROMETHEUS_DURATION = '^([0-9]+(ms|s|m|h|d|w))+$';
const NUMBER_AS_TEXT = '^-?[0-9]+([.][0-9]+)?$';

const threshold = Type.Optional(Type.Unsafe<number>({ anyOf: [{ type: 'number' }, { type: 'string', pattern: NUMBER_AS_TEXT }], description: 'Value at which it fires.' }));
const others = {
  enabled: Type.Optional(Type.Boolean({ description: 'False switches the alert off.' })),
  for: Type.Optional(Type.String({ pattern: PROMETHEUS_DURATION, description: 'How long the condition has to hold.' })),
  severity: Type.Optional(Type.Unsafe<string>({ type: 'string', enum: ['critical', 'warning', 'info'], description: 'Severity.' })),
};

/** What can be changed of an alert; what is left out stays as it is. Said once, as each release stores the schema. */
const definitions = {
  plain: Type.Object(others, { additionalProperties: false }),
  limited: Type.Object({ threshold, ...others }, { additionalProperties: false }),
};
const override = ({ threshold: has }: Alert) => ({ $ref: `#/properties/alerts/properties/overrides/definitions/${has ? 'limited' : 'plain'}` });

const all = alertGroups.flatMap(group => group.alerts);

export const alerts = section('Alerts.', {
  enabled: toggle({ default: true, description: 'The alerts of this chart, with the recording rules that they and the dashboards read. (Those of Kubernetes: `kube-prometheus-stack.defaultRules.create`.)' }),
  runbookUrl: url({ default: '', description: 'Address under which the pages of chart/charts/runbooks are published, as the base of `runbook_url`. Empty: the alerts carry their next step in the annotation `runbook` instead.' }),
  grafanaUrl: url({ default: '', description: 'Address at which people open Grafana; the alerts then link to the dashboard that shows their cause (`dashboard_url`). Empty: they name it in the annotation `dashboard`.' }),
  slo,
  overrides: Type.Optional(
    Type.Unsafe<Record<string, { enabled?: boolean; threshold?: number; for?: string; severity?: string }>>({
      type: ['object', 'null'],
      default: {},
      description: 'Changes of single alerts by name: `GPUAllocatedIdle: {threshold: 2, for: 2h, severity: info, enabled: false}`; each key may be left out, and `threshold` is there where the alert has one.',
      additionalProperties: false,
      definitions,
      properties: Object.fromEntries(all.map(alert => [alert.name, override(alert)])),
    }),
  ),
  routing,
});
