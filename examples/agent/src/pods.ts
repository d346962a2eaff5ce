import type { Census, Scope } from './census.ts';
import { workloadOf } from './census.ts';
import type { Evidence, Place } from './findings.ts';
import type { Kubernetes, KubernetesObject, Pod } from './sources/kubernetes.ts';
import { shown } from './text.ts';

/** Unix seconds of a moment of Kubernetes; undefined where there is none. */
export const moment = (text: string | null | undefined): number | undefined => (text ? Date.parse(text) / 1000 : undefined);

/** Where a pod is, by what metrics call its workload, else by its owner. */
export function placeOfPod(pod: Pod, { census, scope }: { readonly census: Census; readonly scope: Scope }): Place {
  const { name, namespace = '' } = pod.metadata;
  return {
    ...(scope.cluster !== undefined && { cluster: scope.cluster }), namespace, pod: name, ...workloadOf(pod), ...(pod.spec.nodeName !== undefined && { node: pod.spec.nodeName }), ...census.pod(namespace, name),
  };
}

/** Pods of the scope with their places. */
export async function podsOf({ kubernetes, census, scope }: { readonly kubernetes: Kubernetes; readonly census: Census; readonly scope: Scope }): Promise<{ pod: Pod; place: Place }[]> {
  return (await kubernetes.list('Pod', scope.namespace)).map((pod) => ({ pod, place: placeOfPod(pod, { census, scope }) })).filter(({ place }) => census.concerns(place));
}

/** Accelerators that a pod asks for, by resource. Names of the device plugins of NVIDIA (whole GPUs and MIG slices) and AWS Neuron. */
export function acceleratorsOf({ spec }: Pod): ReadonlyMap<string, number> {
  const asked = new Map<string, number>();
  for (const { resources } of spec.containers) {
    for (const [name, amount] of Object.entries({ ...resources?.requests, ...resources?.limits })) {
      if (/^(nvidia\.com\/(gpu|mig-.+)|aws\.amazon\.com\/neuron(core|device)?)$/.test(name)) asked.set(name, (asked.get(name) ?? 0) + Number(amount));
    }
  }
  return asked;
}

export const nameOf = ({ kind, metadata: { namespace, name } }: KubernetesObject): string => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** What an object says, as evidence. */
export const says = (object: KubernetesObject, text: string): Evidence => ({ kind: 'object', object: nameOf(object), says: shown(text) });

/** Brings what was seen of pods together by their workload. */
export function byWorkload<T extends { readonly place: Place }>(all: readonly T[]): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const { cluster, namespace, workload, pod } = one.place;
    const key = JSON.stringify([cluster, namespace, workload ?? pod]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

/** The place of a group: its workload, and its pod where there is but one. */
export function placeOfAll(group: readonly { readonly place: Place }[]): Place {
  const [{ place: { pod, node, container, ...rest } }] = group as [{ place: Place }];
  if (group.length > 1) return rest;
  return { ...rest, ...(pod !== undefined && { pod }), ...(node !== undefined && { node }), ...(container !== undefined && { container }) };
}
