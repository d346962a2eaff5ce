import { tiers } from '../../values-schema/routing.ts';
import { chartInfo, values } from '../chart.ts';
import { and, go, helper, isSet, not, or } from '../helm/index.ts';
import type { Check } from './checks.ts';
import { condition } from './cluster.ts';
import { anyRouted } from './routing.ts';

const openCredentials = helper(
  `${chartInfo.name}.openCredentials`,
  'Names of the fields of a receiver that hold a credential in the open: words of their own, or addresses with something secret in them.',
  go`{{- $json := . | default dict | toJson -}}
{{- $found := list -}}
{{- range regexFindAll "\"(?i)([a-z_]*(password|token|secret)|(routing|service|integration|api|user|access|secret)_?key)\":\"[^\"]+" $json -1 }}{{ $found = append $found (regexFind "[A-Za-z_]+" .) }}{{ end -}}
{{- range regexFindAll "\"(?i)[a-z_]*url\":\"[^\"]*([?@]|/services/|/webhook)[^\"]*" $json -1 }}{{ $found = append $found (regexFind "[A-Za-z_]+" .) }}{{ end -}}
{{- join ", " $found -}}`,
);

/** Receivers that could not tell anybody, and credentials where everybody who may read values sees them. */
export function routingChecks(): Check[] {
  const { routing } = values.alerts;
  return [
    {
      refuses: 'receivers of alerts without Alertmanager',
      when: and(values.alerts.enabled, anyRouted, values.prometheus.enabled, condition('not (dig "alertmanager" "enabled" true (index .Values "kube-prometheus-stack"))')),
      message: 'alerts.routing needs Alertmanager: remove kube-prometheus-stack.alertmanager.enabled=false, or the receivers',
    },
    {
      refuses: 'e-mail without a mail server',
      when: and(or(...tiers.map(tier => isSet(routing[tier].email.to))), or(not(isSet(routing.smtp.smarthost)), not(isSet(routing.smtp.from)))),
      message: 'alerts.routing has addresses to write to and no mail server: set alerts.routing.smtp.smarthost=HOST:PORT and alerts.routing.smtp.from',
    },
    {
      refuses: 'a user of the mail server without a password',
      when: and(isSet(routing.smtp.username), not(isSet(routing.smtp.secretName))),
      message: 'alerts.routing.smtp.username has no password: put it into a Secret of this namespace and set alerts.routing.smtp.secretName',
    },
    ...tiers.flatMap((tier): Check[] => [
      {
        refuses: `a Slack channel without the address of a webhook (${tier})`,
        when: and(isSet(routing[tier].slack.channel), not(isSet(routing[tier].slack.secretName))),
        message: `alerts.routing.${tier}.slack.channel is told of nothing: put the address of an incoming webhook into a Secret of this namespace and set alerts.routing.${tier}.slack.secretName`,
      },
      {
        refuses: `a credential in the open in a receiver (${tier})`,
        when: condition(`include "${openCredentials.name}" .Values.alerts.routing.${tier}.receiver`),
        message: go`printf "alerts.routing.${tier}.receiver holds a credential in the open (%s): put it into a Secret of this namespace and write {name: SECRET, key: KEY} in its place (urlSecret for the url of a webhook)" (include ${openCredentials} .Values.alerts.routing.${tier}.receiver)`,
      },
    ]),
  ];
}
