import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { values } from '../chart.ts';
import { each, given, isSet, when, type Reference } from '../helm/index.ts';
import { labelsOf, nameOf } from './names.ts';
import { networkPolicy, tcp } from './network-policy.ts';

/** What the exporters on the nodes have in common: DCGM's and Neuron's. */
export interface Exporter {
  readonly component: string;
  readonly port: number;
}

/** Account without rights and without a token: the exporters do not ask the API server. Annotations may give it a role of a cloud. */
export function serviceAccount(scope: Construct, component: string, annotations?: Reference<Record<string, string>>): void {
  new k8s.KubeServiceAccount(scope, 'account', {
    metadata: { name: nameOf(component), labels: labelsOf(component), ...(annotations && { annotations: given(annotations) }) },
    automountServiceAccountToken: false,
    imagePullSecrets: given(values.global.imagePullSecrets),
  });
}

const TERM = { type: 'object', properties: { matchExpressions: { type: 'array' }, matchFields: { type: 'array' } } } as const;

/** Nodes that one of the terms matches, or that are of one of the instance types; in both cases with the same further requirements. */
export function nodesMatching(
  { nodeSelectorTerms, instanceTypes }: { readonly nodeSelectorTerms: Reference<k8s.NodeSelectorTerm[]>; readonly instanceTypes: Reference<string[]> },
  ...further: readonly k8s.NodeSelectorRequirement[]
): k8s.Affinity {
  const ofTerms = each(
    'term',
    nodeSelectorTerms,
    (term: Reference<k8s.NodeSelectorTerm>): k8s.NodeSelectorTerm => ({
      matchExpressions: [...(term.matchExpressions as Iterable<k8s.NodeSelectorRequirement>), ...further],
      matchFields: given(term.matchFields),
    }),
    TERM,
  );
  const ofTypes = when(isSet(instanceTypes), { matchExpressions: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: instanceTypes }, ...further] });
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [ofTerms, ofTypes] } } };
}

/** Lets the pods of this namespace, and who is named in the values, reach the metrics port; the exporter itself reaches nothing. */
export const scrapedOnly = (scope: Construct, { component, port }: Exporter): void =>
  networkPolicy(scope, component, 'Scraped from this namespace only.', {
    ingress: [{ ports: [tcp(port)], from: [{ podSelector: {} }, ...values.networkPolicies.extraIngressFrom] }],
    egress: [],
  });

/** Prometheus sets these from the exporter's own pod; with honorLabels they would stick to devices that no pod holds. */
export const dropOwnPod = { action: 'labeldrop', regex: 'pod|namespace|container' } as const;
