import { chartInfo, values } from '../../chart.ts';
import { REMOTE_WRITE } from '../../../values-schema/prometheus.ts';
import { and, go, helper, includeTest, isSet, not, or, type TemplateText } from '../../helm/index.ts';
import type { Check } from '../checks.ts';
import { condition } from '../cluster.ts';
import { agentMode } from '../wiring.ts';
import { ampRegion, asksAmp, hasAmp } from './workspace.ts';

const { amp } = values.global;
const STACK = '(index .Values "kube-prometheus-stack")';
const spec = (field: string, otherwise: string): string => `(dig "prometheus" "prometheusSpec" "${field}" ${otherwise} ${STACK})`;
const writes = and(values.prometheus.enabled, hasAmp, amp.write);
const hasList = or(condition(spec('remoteWrite', 'list')), condition(spec('additionalRemoteWrite', 'list')));
const ours = condition(`contains "${chartInfo.name}.remoteWrite" ${spec('additionalConfigString', '""')}`);

const otherRegion = helper(
  `${chartInfo.name}.ampOtherRegion`,
  'The region that is named beside an ARN of another one, or nothing.',
  go`{{- if and (hasPrefix "arn:" ${amp.workspace}) ${amp.region} (ne ${amp.region} (include ${ampRegion} .)) }}{{ ${amp.region} }}{{ end -}}`,
);

const evaluates = (path: string): string => `(ternary "" "${path}=false" (not (dig ${path.split('.').slice(1).map(key => JSON.stringify(key)).join(' ')} true ${STACK})))`;
const unheard: TemplateText = go`list (ternary "alerts.enabled=false" "" ${values.alerts.enabled}) ${['kube-prometheus-stack.alertmanager.enabled', 'kube-prometheus-stack.defaultRules.create'].map(evaluates).join(' ')} | compact | join ", "`;
const stillOn = helper(`${chartInfo.name}.agentEvaluates`, 'What to set so that nothing asks an agent to evaluate rules or to send alerts, or nothing.', go`{{- ${unheard} -}}`);

/** Contradictions in what is written to and asked of Amazon's Prometheus, and in agent mode. */
export const ampChecks = (): Check[] => [
  {
    refuses: 'a workspace of Amazon without its region',
    when: and(hasAmp, not(includeTest(ampRegion))),
    message: go`printf "global.amp.workspace=%s does not say where it is: set global.amp.region (eu-west-1), or write its ARN in place of its id" ${amp.workspace}`,
  },
  {
    refuses: 'a workspace of Amazon in two regions',
    when: includeTest(otherRegion),
    message: go`printf "global.amp.region=%s, while the ARN in global.amp.workspace says %s: remove global.amp.region" (include ${otherRegion} .) (include ${ampRegion} .)`,
  },
  {
    refuses: 'queries to Amazon without a workspace',
    when: and(amp.query, not(hasAmp)),
    message: 'global.amp.query=true has no workspace to ask: set global.amp.workspace, or global.amp.query=false',
  },
  {
    refuses: 'two Prometheus to ask',
    when: and(asksAmp, isSet(values.external.prometheus.url)),
    message: go`printf "both global.amp.query=true and external.prometheus.url=%s say what dashboards ask: remove one of them" ${values.external.prometheus.url}`,
  },
  {
    refuses: 'remote write to Amazon beside a list of others',
    when: and(writes, hasList),
    message: 'global.amp.write and remoteWrite or additionalRemoteWrite of kube-prometheus-stack.prometheus.prometheusSpec would both be the field remoteWrite: set global.amp.write=false, and name the workspace in that list (url: …/workspaces/ID/api/v1/remote_write, sigv4: {region: REGION})',
  },
  {
    refuses: 'remote write to Amazon that nobody renders',
    when: and(writes, not(ours)),
    message: `kube-prometheus-stack.prometheus.prometheusSpec.additionalConfigString replaces what writes to global.amp: add a line with ${REMOTE_WRITE.replaceAll('"', '`')} to it, or set global.amp.write=false`,
  },
  {
    refuses: 'an agent that sends to nobody',
    when: and(agentMode, not(writes), not(hasList)),
    message: 'kube-prometheus-stack.prometheus.agentMode=true keeps nothing, and nothing is named to send to: set global.amp.workspace, or kube-prometheus-stack.prometheus.prometheusSpec.remoteWrite',
  },
  {
    refuses: 'rules and alerts for an agent',
    when: and(agentMode, includeTest(stillOn)),
    message: go`printf "kube-prometheus-stack.prometheus.agentMode=true evaluates no rule and sends no alert: set %s; npm run export -- --amp DIR writes both for Amazon’s" (include ${stillOn} .)`,
  },
];
