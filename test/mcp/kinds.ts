import type { ServedResource } from './access.ts';
import type { KubernetesObject } from '../lab/workloads.ts';

/** Groups whose one version is not v1. */
const versions: Readonly<Record<string, string>> = { 'metrics.k8s.io': 'v1beta1' };

/** Kinds that a typed client asks for by name. */
const kinds: Readonly<Record<string, string>> = { 'metrics.k8s.io/nodes': 'NodeMetrics', 'metrics.k8s.io/pods': 'PodMetrics' };

/** A definition that stands in for one of an operator which is not installed: any object of the kind is accepted. */
export function standIn({ group, name, namespaced }: Pick<ServedResource, 'group' | 'name' | 'namespaced'>): KubernetesObject {
  const kind = kinds[`${group}/${name}`] ?? `Some${name}`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    // Without the annotation groups of Kubernetes' own are refused.
    metadata: { name: `${name}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved: stands in for it in a test' } },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { plural: name, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
      versions: [{ name: versions[group] ?? 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }],
    },
  } as KubernetesObject;
}
