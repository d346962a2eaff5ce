import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { values } from '../chart.ts';
import { describe, onlyWhen } from '../helm/index.ts';
import { labelsOf, nameOf, selectorLabels } from './names.ts';

export const tcp = (port: number): k8s.NetworkPolicyPort => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) });

/** What may come to the pods of a component and go from them, where NetworkPolicies are on; everything else is refused, in and out. */
export function networkPolicy(scope: Construct, component: string, why: string, rules: Pick<k8s.NetworkPolicySpec, 'ingress' | 'egress'>): void {
  const on = onlyWhen(scope, 'network-policy', values.networkPolicies.enabled);
  const policy = new k8s.KubeNetworkPolicy(on, 'policy', {
    metadata: { name: nameOf(component), labels: labelsOf(component) },
    spec: { podSelector: { matchLabels: selectorLabels(component) }, policyTypes: ['Ingress', 'Egress'], ...rules },
  });
  describe(policy, why);
}
