import { k8s } from 'cdk8s-plus-28';
import { values } from '../../chart.ts';
import { Template, given, include, isSet, note, pipeline, when, type Templates } from '../../helm/index.ts';
import { serviceAccount } from '../exporter.ts';
import { imageOf, labelsOf, nameOf, podLabelsOf, selectorLabels } from '../names.ts';
import { networkPolicy, portFrom, tcp, toAnyHost, toDns, toPodIdentity } from '../network-policy.ts';
import { hardened, runningAs } from '../restricted.ts';
import { portOf } from '../wiring.ts';
import { ampEndpoint, ampRegion, asksAmp } from './workspace.ts';

export const COMPONENT = 'amp-proxy';
export const PORT = 8080;
const USER = 65534;

const { amp } = values.global;
const endpoint = `urlParse (include "${ampEndpoint.name}" $)`;

/** What signs the questions of those that cannot (SigV4): the Service that stands for Prometheus leads to it. */
export function ampProxy(templates: Templates): void {
  const template = new Template(templates, COMPONENT, {
    about: 'Signs what is asked of Amazon Managed Service for Prometheus (SigV4), for programs that cannot: aws-sigv4-proxy.',
    source: 'generator/components/amp/proxy.ts',
    when: asksAmp,
  });
  serviceAccount(template, COMPONENT, amp.proxy.serviceAccountAnnotations);
  new k8s.KubeDeployment(template, 'deployment', {
    metadata: { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) },
    spec: {
      replicas: 1,
      selector: { matchLabels: selectorLabels(COMPONENT) },
      template: {
        metadata: { labels: podLabelsOf(COMPONENT) },
        spec: {
          serviceAccountName: nameOf(COMPONENT),
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: runningAs(USER, { fsGroup: USER }),
          containers: [
            {
              name: COMPONENT,
              image: imageOf(amp.proxy.image),
              imagePullPolicy: amp.proxy.image.pullPolicy,
              args: [
                '--name=aps',
                `--region=${include(ampRegion)}`,
                `--host=${pipeline(`(${endpoint}).host`)}`,
                `--upstream-url-scheme=${pipeline(`(${endpoint}).scheme`)}`,
                `--port=:${PORT}`,
                '--log-failed-requests',
                when(isSet(amp.roleArn), `--role-arn=${amp.roleArn}`),
              ],
              ports: [{ name: 'http', containerPort: PORT }],
              readinessProbe: { httpGet: { path: '/health', port: k8s.IntOrString.fromString('http') }, periodSeconds: 15, timeoutSeconds: 5 },
              livenessProbe: { httpGet: { path: '/health', port: k8s.IntOrString.fromString('http') }, periodSeconds: 15, timeoutSeconds: 5 },
              resources: given(amp.proxy.resources),
              securityContext: hardened,
            },
          ],
        },
      },
    },
  });
  networkPolicy(template, COMPONENT, 'Who reaches the proxy reads every metric of the workspace: pods of this namespace only.', {
    ingress: [{ ports: [tcp(PORT)], from: [{ podSelector: {} }] }],
    egress: [
      toDns,
      note('The workspace, and STS for the role.', toAnyHost(443)),
      when(isSet(amp.endpoint), toAnyHost(portFrom(`include "${portOf.name}" (include "${ampEndpoint.name}" $)`))),
      toPodIdentity,
    ],
  });
}
