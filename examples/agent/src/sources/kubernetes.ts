/** An object of the API server, as far as analyzers read it. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly controller?: boolean }[];
  };
}

/** A condition as most objects have them in their status. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

interface Waiting {
  readonly reason?: string;
  readonly message?: string;
}

interface Terminated {
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode: number;
  readonly finishedAt?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly restartCount: number;
  readonly state?: { readonly waiting?: Waiting; readonly running?: { readonly startedAt?: string }; readonly terminated?: Terminated };
  readonly lastState?: { readonly terminated?: Terminated };
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly resources?: { readonly requests?: Readonly<Record<string, string>>; readonly limits?: Readonly<Record<string, string>> };
}

export interface Pod extends KubernetesObject {
  readonly kind: 'Pod';
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly Container[];
    readonly volumes?: readonly { readonly name: string; readonly persistentVolumeClaim?: { readonly claimName: string } }[];
    readonly tolerations?: readonly { readonly key?: string; readonly operator?: string; readonly value?: string; readonly effect?: string }[];
    readonly schedulingGates?: readonly { readonly name: string }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface Node extends KubernetesObject {
  readonly kind: 'Node';
  readonly spec?: { readonly unschedulable?: boolean; readonly taints?: readonly Taint[] };
  readonly status?: { readonly allocatable?: Readonly<Record<string, string>>; readonly conditions?: readonly Condition[] };
}

/** core/v1; events.k8s.io shows the same ones. */
export interface Event extends KubernetesObject {
  readonly kind: 'Event';
  readonly involvedObject: { readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly type?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly count?: number;
}

export interface PersistentVolumeClaim extends KubernetesObject {
  readonly kind: 'PersistentVolumeClaim';
  readonly spec?: { readonly storageClassName?: string };
  readonly status?: { readonly phase?: string };
}

/** kueue.x-k8s.io: a job that asks for quota. */
export interface Workload extends KubernetesObject {
  readonly kind: 'Workload';
  readonly spec: { readonly queueName?: string; readonly active?: boolean };
  readonly status?: { readonly conditions?: readonly Condition[]; readonly admission?: { readonly clusterQueue?: string } };
}

export interface LocalQueue extends KubernetesObject {
  readonly kind: 'LocalQueue';
  readonly spec: { readonly clusterQueue: string };
}

interface Kinds {
  readonly Pod: Pod;
  readonly Node: Node;
  readonly Event: Event;
  readonly PersistentVolumeClaim: PersistentVolumeClaim;
  readonly Workload: Workload;
  readonly LocalQueue: LocalQueue;
}

export type Kind = keyof Kinds;

/** Paths of the API by kind; {@link Node} is of no namespace. Kueue 0.14 serves v1beta1 beside v1beta2. */
export const paths: Readonly<Record<Kind, { readonly group: string; readonly plural: string }>> = {
  Pod: { group: 'api/v1', plural: 'pods' },
  Node: { group: 'api/v1', plural: 'nodes' },
  Event: { group: 'api/v1', plural: 'events' },
  PersistentVolumeClaim: { group: 'api/v1', plural: 'persistentvolumeclaims' },
  Workload: { group: 'apis/kueue.x-k8s.io/v1beta1', plural: 'workloads' },
  LocalQueue: { group: 'apis/kueue.x-k8s.io/v1beta1', plural: 'localqueues' },
};

export interface LogOfContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Of the run before the present one. */
  readonly previous: boolean;
  /** The last so many lines. */
  readonly lines: number;
}

/** What analyzers ask of an API server: lists and logs, nothing that changes anything. */
export interface Kubernetes {
  /** Empty where the cluster has no such kind. */
  list<K extends Kind>(kind: K, namespace?: string): Promise<Kinds[K][]>;
  log(of: LogOfContainer): Promise<string[]>;
}

/** Objects that are at hand, and logs of containers by "namespace/pod/container". */
export function kubernetesInMemory(objects: readonly KubernetesObject[], logs: Readonly<Record<string, readonly string[]>> = {}): Kubernetes {
  return {
    list: async <K extends Kind>(kind: K, namespace?: string) =>
      objects.filter((object) => object.kind === kind && (namespace === undefined || kind === 'Node' || object.metadata.namespace === namespace)) as unknown as Kinds[K][],
    log: async ({ namespace, pod, container, lines }) => (logs[`${namespace}/${pod}/${container}`] ?? []).slice(-lines),
  };
}
