import { alertGroups, subjectOf } from '../../dashboards-src/alerts/index.ts';
import { tiers, type RoutingTier } from '../../values-schema/routing.ts';
import { chartInfo, values } from '../chart.ts';
import { Template, equal, given, isSet, onlyWhen, or, when, type Condition, type Templates } from '../helm/index.ts';
import { alertmanagerConfig, type AlertMatcher, type Receiver } from './kubernetes.ts';
import { labelsOf, nameOf } from './names.ts';

const { routing } = values.alerts;
const COMPONENT = 'alert-routing';
const NOBODY = 'nobody';

const services = [...new Set(alertGroups.map(subjectOf))];

/** Labels that say where: two alerts that agree in all of them speak of one thing. */
const PLACE = ['cluster', 'node', 'gpu', 'namespace', 'pod', 'workload', 'queue', 'model'];

/** Names of alerts of this chart; throws where one is not among them, as it would silence nothing any more. */
function ours(...names: readonly string[]): readonly string[] {
  const known = new Set(alertGroups.flatMap(({ alerts }) => alerts.map(({ name }) => name)));
  const lost = names.filter(name => !known.has(name));
  if (lost.length) throw new Error(`generator/components/routing.ts: there is no alert ${lost.join(', ')}; write the new name, or take it out`);
  return names;
}

/** Alerts that say that a node is gone: those of Kubernetes, and ours. */
const nodeDown = ['KubeNodeNotReady', 'KubeNodeUnreachable', ...ours('AcceleratorNodeNotReady')];
/** Alerts that say that nobody measures a node. */
const unmeasured = ours('AcceleratorMetricsMissing', 'NeuronMetricsMissing');

/** True where somebody is to be told of the alerts of a tier. */
export const isRouted = (tier: RoutingTier): Condition => {
  const { slack, pagerduty, email, webhook, receiver } = routing[tier];
  return or(isSet(slack.secretName), isSet(pagerduty.secretName), isSet(email.to), isSet(webhook.secretName), isSet(receiver));
};

/** True where there is a receiver at all. */
export const anyRouted: Condition = or(...tiers.map(isRouted));

const is = (name: string, value: string): AlertMatcher => ({ name, matchType: '=', value });
const oneOf = (name: string, words: readonly string[]): AlertMatcher => ({ name, matchType: '=~', value: words.join('|') });
const noneOf = (name: string, words: readonly string[]): AlertMatcher => ({ name, matchType: '!~', value: words.join('|') });
const present = (name: string): AlertMatcher => ({ name, matchType: '!=', value: '' });
const ofThisChart = oneOf('service', services);

/** A message says what is wrong, where, and what to look at; the alerts of one group, one after the other. */
const text = `{{ range .Alerts }}*{{ or .Annotations.summary .Labels.alertname }}*
{{ or .Annotations.description .Annotations.message }}
{{ with .Annotations.runbook_url }}<{{ . }}|Runbook>  {{ end }}{{ with .Annotations.dashboard_url }}<{{ . }}|Dashboard>{{ end }}
{{ end }}`;
/** Subject of a message, on one line. */
export const title = '{{ if eq .Status "firing" }}{{ .CommonLabels.severity | toUpper }}{{ else }}OVER{{ end }} {{ .GroupLabels.alertname }}{{ with .GroupLabels.service }} ({{ . }}){{ end }}{{ with .GroupLabels.cluster }} in {{ . }}{{ end }}: {{ len .Alerts }}';

/** Alerts of one name and subject are one message. */
export const GROUP_BY = ['cluster', 'service', 'alertname'];

/** What is silent while something worse is the matter in the same place. */
export const inhibitRules = [
  { sourceMatch: [is('severity', 'critical'), ofThisChart], targetMatch: [oneOf('severity', ['warning', 'info']), ofThisChart], equal: ['service', ...PLACE] },
  { sourceMatch: [oneOf('alertname', nodeDown)], targetMatch: [ofThisChart, present('node'), noneOf('alertname', nodeDown)], equal: ['cluster', 'node'] },
  // What nobody measures says nothing of its devices: that they are idle, or far from their peers.
  { sourceMatch: [oneOf('alertname', unmeasured)], targetMatch: [oneOf('severity', ['warning', 'info']), oneOf('service', ['gpu', 'neuron', 'efficiency']), noneOf('alertname', unmeasured)], equal: ['cluster', 'node'] },
];

function receiverOf(tier: RoutingTier): Receiver {
  const { slack, pagerduty, email, webhook, receiver } = routing[tier];
  const { smtp, sendResolved } = routing;
  return {
    name: tier,
    slackConfigs: when(isSet(slack.secretName), [{ apiURL: { name: slack.secretName, key: slack.secretKey }, channel: given(slack.channel), sendResolved, title, text }]),
    pagerdutyConfigs: when(isSet(pagerduty.secretName), [{ routingKey: { name: pagerduty.secretName, key: pagerduty.secretKey }, severity: tier, description: title, sendResolved }]),
    emailConfigs: when(isSet(email.to), [
      {
        to: email.to,
        from: smtp.from,
        smarthost: smtp.smarthost,
        authUsername: given(smtp.username),
        authPassword: when(isSet(smtp.secretName), { name: smtp.secretName, key: smtp.secretKey }),
        requireTLS: smtp.requireTLS,
        headers: [{ key: 'Subject', value: title }],
        sendResolved,
      },
    ]),
    webhookConfigs: when(isSet(webhook.secretName), [{ urlSecret: { name: webhook.secretName, key: webhook.secretKey }, sendResolved }]),
    ...receiver,
  };
}

/** Who is told of which alerts, as an object that Alertmanager's operator adds to Alertmanager's own configuration. */
export function alertRouting(templates: Templates): void {
  const template = new Template(templates, 'alert-routing', {
    about: 'Who is told of which alerts: alerts.routing. Nothing where no receiver is named.',
    source: 'generator/components/routing.ts and values-schema/routing.ts',
    named: `${chartInfo.name}.alertRouting`,
    when: values.alerts.enabled,
  });
  alertmanagerConfig(onlyWhen(template, 'routed', anyRouted), 'routing', { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) }, {
    route: {
      receiver: NOBODY,
      matchers: when(equal(routing.scope, 'own'), [ofThisChart]),
      groupBy: GROUP_BY,
      routes: tiers.map(tier => {
        const { groupWait, groupInterval, repeatInterval } = routing[tier];
        return when(isRouted(tier), { receiver: tier, matchers: [is('severity', tier)], groupWait, groupInterval, repeatInterval });
      }),
    },
    receivers: [{ name: NOBODY }, ...tiers.map(tier => when(isRouted(tier), receiverOf(tier)))],
    inhibitRules,
  });
}
