/** What the lab reads of a Kubernetes container. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
}

/** What the lab reads of a Kubernetes Pod. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly containers: readonly Container[];
    readonly volumes?: readonly {
      readonly persistentVolumeClaim?: { readonly claimName: string };
      readonly secret?: { readonly secretName: string };
    }[];
  };
  readonly status: { readonly phase?: string; readonly podIP?: string; readonly startTime?: string };
}

/** What the lab reads of a Kubernetes Node. */
export interface Node {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status: {
    readonly capacity?: Readonly<Record<string, string>>;
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  };
}

/** What the lab reads of a PersistentVolumeClaim. */
export interface Claim {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: { readonly volumeName?: string };
  readonly status: { readonly capacity?: { readonly storage?: string } };
}

/** The objects of the cluster that decide what the simulated exporters say. */
export interface Snapshot {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly claims: readonly Claim[];
  /** The counters file that the chart gives to dcgm-exporter; empty where it runs none. */
  readonly counters: string;
}

/** The pods that run on a node, oldest first. */
export const runningPods = (snapshot: Snapshot, node: string): Pod[] =>
  snapshot.pods
    .filter((pod) => pod.spec.nodeName === node && pod.status.phase === 'Running')
    .sort((a, b) => order(a).localeCompare(order(b)));

const order = ({ metadata, status }: Pod): string => `${status.startTime ?? '~'} ${metadata.namespace}/${metadata.name}`;

/** How many of an extended resource (`nvidia.com/gpu`) the pod asks for, over its containers. */
export const requested = (pod: Pod, resource: string): number =>
  pod.spec.containers.reduce((sum, { resources }) => sum + Number(resources?.limits?.[resource] ?? resources?.requests?.[resource] ?? 0), 0);

/** How many of an extended resource the node can give to pods. */
export const allocatable = (node: Node, resource: string): number => Number(node.status.allocatable?.[resource] ?? 0);

const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
const decimalSuffixes = ['', 'k', 'M', 'G', 'T', 'P'];

/**
 * The number that a Kubernetes quantity such as `500m`, `2`, `16Gi` or `1.5G` stands for.
 * @throws when the text is not a quantity
 */
export function quantity(text: string): number {
  const [, digits = '', suffix = ''] = /^([0-9.]+)(m|k|[KMGTP]i?)?$/.exec(text) ?? [];
  if (digits === '') throw new Error(`"${text}" is not a Kubernetes quantity: write a number such as 2, 500m or 16Gi`);
  if (suffix === 'm') return Number(digits) / 1000;
  return suffix.endsWith('i')
    ? Number(digits) * 1024 ** binarySuffixes.indexOf(suffix)
    : Number(digits) * 1000 ** decimalSuffixes.indexOf(suffix);
}
