import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { values } from '../chart.ts';
import { ROOT, describe, note, onlyWhen, pipeline, reference, release, when, type Condition, type Helper, type Reference } from '../helm/index.ts';
import { labelsOf, nameOf, selectorLabels } from './names.ts';
import { openSearchUrl, portOf } from './wiring.ts';

export const tcp = (port: number): k8s.NetworkPolicyPort => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) });

/** A port that only Helm knows: what an expression yields. */
export const portFrom = (code: string): number => reference<number>(code, { type: 'integer' });

/** To the name servers of the cluster, whatever they are called. */
export const toDns: k8s.NetworkPolicyEgressRule = note('DNS.', { ports: [{ protocol: 'UDP', port: k8s.IntOrString.fromNumber(53) }, tcp(53)] });

/** To any host on these ports: an API server or an external store has no labels to select it by. */
export const toAnyHost = (...ports: number[]): k8s.NetworkPolicyEgressRule => ({ ports: ports.map(tcp) });

/** Where EKS Pod Identity gives out the credentials of a role (aws/eks-pod-identity-agent). */
export const toPodIdentity: k8s.NetworkPolicyEgressRule = { to: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: [tcp(80)] };

/** What a component asks: pods of this release, or an address that is brought. */
export interface Store {
  readonly inRelease: Condition;
  /** Its address, for where it is not in the release. */
  readonly url: Helper;
  readonly namespace: Reference<string>;
  readonly labels: Readonly<Record<string, string>>;
  /** Port of the pods, not of the Service: policies see a packet after its address was translated. */
  readonly port: number;
}

/** To its store, and nothing else. */
export const toStore = ({ inRelease, url, namespace, labels, port }: Store): k8s.NetworkPolicyEgressRule =>
  when(
    inRelease,
    {
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels } }],
      ports: [tcp(port)],
    },
    toAnyHost(portFrom(`include ${JSON.stringify(portOf.name)} (include ${JSON.stringify(url.name)} ${ROOT})`)),
  );

/** To OpenSearch: of this release, or the one that is brought. */
export const toOpenSearch = (): k8s.NetworkPolicyEgressRule => toStore({
  inRelease: values.opensearch.enabled,
  url: openSearchUrl,
  namespace: release.namespace,
  labels: {
    'app.kubernetes.io/name': pipeline('(index .Subcharts "opensearch").Values.nameOverride | default "opensearch"'),
    'app.kubernetes.io/instance': release.name,
  },
  port: portFrom(`(index ${ROOT}.Subcharts "opensearch").Values.httpPort`),
});

/** What may come to the pods of a component and go from them, where NetworkPolicies are on; everything else is refused, in and out. */
export function networkPolicy(scope: Construct, component: string, why: string, rules: Pick<k8s.NetworkPolicySpec, 'ingress' | 'egress'>): void {
  const on = onlyWhen(scope, 'network-policy', values.networkPolicies.enabled);
  const policy = new k8s.KubeNetworkPolicy(on, 'policy', {
    metadata: { name: nameOf(component), labels: labelsOf(component) },
    spec: { podSelector: { matchLabels: selectorLabels(component) }, policyTypes: ['Ingress', 'Egress'], ...rules },
  });
  describe(policy, why);
}
