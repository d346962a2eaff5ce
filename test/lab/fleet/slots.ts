import { behaviourOf, type Behaviour } from './behaviour.ts';
import { requested, type Pod } from './cluster.ts';

/** The pod that holds an accelerator. */
export interface Holder {
  readonly uid: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly behaviour: Behaviour;
  /** What the pods of one workload share. */
  readonly job: string;
}

/** Who holds each accelerator of a node, by index; undefined where nobody does. */
export type Slots = readonly (Holder | undefined)[];

/**
 * Gives the accelerators of a node to its pods as a device plugin does: a pod keeps what it has,
 * a new pod gets the lowest free indices, a finished pod gives its own back.
 * @param slots the state before, of the node's size
 * @param pods the pods that run on the node, oldest first
 * @param perUnit indices that one unit of the resource takes (a Neuron device has two cores)
 */
export function assign(slots: Slots, pods: readonly Pod[], resource: string, perUnit = 1): Slots {
  const running = new Set(pods.map((pod) => pod.metadata.uid));
  const next = slots.map((holder) => (holder && running.has(holder.uid) ? holder : undefined));
  const known = new Set(next.map((holder) => holder?.uid));
  for (const pod of pods) {
    if (known.has(pod.metadata.uid)) continue;
    for (const holder of wanted(pod, resource, perUnit)) {
      const free = next.indexOf(undefined);
      if (free >= 0) next[free] = holder;
    }
  }
  return next;
}

const wanted = (pod: Pod, resource: string, perUnit: number): Holder[] =>
  pod.spec.containers.flatMap((container) =>
    Array.from({ length: perUnit * requested({ ...pod, spec: { containers: [container] } }, resource) }, () => ({
      uid: pod.metadata.uid,
      namespace: pod.metadata.namespace,
      pod: pod.metadata.name,
      container: container.name,
      behaviour: behaviourOf(pod),
      job: `${pod.metadata.namespace}/${pod.metadata.labels?.['app.kubernetes.io/name'] ?? pod.metadata.name}`,
    })),
  );
