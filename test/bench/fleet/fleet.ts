/** A task of the fleet: what a person started. */
export interface Task {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'PyTorchJob' | 'JobSet' | 'RayCluster' | 'Deployment' | 'StatefulSet';
  readonly queue: string;
  readonly pods: readonly FleetPod[];
}

export interface FleetPod {
  readonly name: string;
  readonly node: string;
  readonly gpus: readonly number[];
}

interface Sort {
  readonly kind: Task['kind'];
  readonly count: number;
  readonly pods: number;
  readonly gpusPerPod: number;
}

/** Large training jobs take most of the GPUs, and small servers and notebooks make most of the tasks. */
const sorts: readonly Sort[] = [
  { kind: 'PyTorchJob', count: 40, pods: 16, gpusPerPod: 8 },
  { kind: 'JobSet', count: 160, pods: 2, gpusPerPod: 8 },
  { kind: 'RayCluster', count: 300, pods: 2, gpusPerPod: 1 },
  { kind: 'Deployment', count: 700, pods: 1, gpusPerPod: 1 },
  { kind: 'StatefulSet', count: 800, pods: 1, gpusPerPod: 1 },
];

export const nodeCount = 1250;
export const gpusPerNode = 8;
export const cluster = 'fleet';
const namespaces = 40;
const queues = 10;

export const nodeName = (index: number): string => `ip-10-${Math.floor(index / 250)}-${index % 250}-7.ec2.internal`;

/** Puts the pods on the nodes in their order: whole nodes first, single GPUs on what is left. */
export function fleet(): readonly Task[] {
  let next = 0;
  const place = (gpus: number): { node: string; gpus: number[] } => {
    const first = next;
    next += gpus;
    return { node: nodeName(Math.floor(first / gpusPerNode)), gpus: Array.from({ length: gpus }, (_, index) => (first + index) % gpusPerNode) };
  };
  return sorts.flatMap(({ kind, count, pods, gpusPerPod }) => Array.from({ length: count }, (_, index): Task => {
    const name = `${kind.toLowerCase()}-${index}`;
    return {
      name, kind, namespace: `team-${index % namespaces}`, queue: kind === 'Deployment' ? '' : `queue-${index % queues}`,
      pods: Array.from({ length: pods }, (__, pod) => ({ name: `${name}-worker-${pod}`, ...place(gpusPerPod) })),
    };
  }));
}
