import type { Pod } from '../fleet/cluster.ts';
import { hexDigits } from '../fleet/random.ts';
import { runsOnLabel } from '../kwok-stages.ts';
import type { KubernetesObject } from '../workloads.ts';

/** A Ray cluster of the lab, as KubeRay would have made it. */
export interface RayCluster {
  readonly namespace: string;
  readonly name: string;
  /** What it was made for. */
  readonly owner: { readonly kind: 'RayJob' | 'RayService'; readonly name: string };
  /** The model that vLLM serves in its replicas. */
  readonly model?: string;
  readonly workers: number;
  readonly cpus: number;
  readonly memoryGiB: number;
}

export const rayClusters: readonly RayCluster[] = [
  { namespace: 'team-b', name: 'chat-serve-x7k2p', owner: { kind: 'RayService', name: 'chat-serve' }, workers: 2, cpus: 1, memoryGiB: 4 },
  { namespace: 'team-b', name: 'llm-serve-m3d8v', owner: { kind: 'RayService', name: 'llm-serve' }, model: 'meta-llama/Llama-3.3-70B-Instruct', workers: 1, cpus: 1, memoryGiB: 4 },
  { namespace: 'team-a', name: 'train-data-9qf4c', owner: { kind: 'RayJob', name: 'train-data' }, workers: 3, cpus: 1, memoryGiB: 4 },
];

export const rayPorts = { metrics: 8080, autoscaler: 44_217, dashboard: 44_227 } as const;

const uid = (seed: string): string => [8, 4, 4, 4, 12].map((digits, index) => hexDigits(`${seed}/${index}`, digits)).join('-');

/** A pod owned by its RayCluster, which is no kind that the lab's API server knows: its garbage collector then lets the pod be. */
function pod({ namespace, name, cpus, memoryGiB }: RayCluster, type: 'head' | 'worker', index: number): KubernetesObject {
  const group = type === 'head' ? 'headgroup' : 'gpu-workers';
  const ports = [{ name: 'metrics', containerPort: rayPorts.metrics }, ...(type === 'head' ? [{ name: 'as-metrics', containerPort: rayPorts.autoscaler }, { name: 'dash-metrics', containerPort: rayPorts.dashboard }] : [])];
  const resources = { cpu: String(cpus), memory: `${memoryGiB}Gi` };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: type === 'head' ? `${name}-head` : `${name}-gpu-workers-worker-${hexDigits(`${name}/${index}`, 5)}`,
      namespace,
      labels: {
        'app.kubernetes.io/name': 'kuberay', 'app.kubernetes.io/created-by': 'kuberay-operator', 'ray.io/is-ray-node': 'yes', 'ray.io/cluster': name, 'ray.io/node-type': type, 'ray.io/group': group, [runsOnLabel]: 'on',
      },
      ownerReferences: [{ apiVersion: 'ray.io/v1', kind: 'RayCluster', name, uid: uid(name), controller: true }],
    },
    spec: { containers: [{ name: `ray-${type}`, image: 'rayproject/ray:2.60.0', ports, resources: { requests: resources, limits: resources } }] },
  } as KubernetesObject;
}

export const rayPods = (cluster: RayCluster): KubernetesObject[] => [pod(cluster, 'head', 0), ...Array.from({ length: cluster.workers }, (_, index) => pod(cluster, 'worker', index))];

/** The Ray cluster that a pod belongs to; undefined for a pod that is no node of Ray. */
export const rayClusterOf = ({ metadata }: Pod): RayCluster | undefined => rayClusters.find(({ name, namespace }) => metadata.labels?.['ray.io/cluster'] === name && metadata.namespace === namespace);

export const isHead = ({ metadata }: Pod): boolean => metadata.labels?.['ray.io/node-type'] === 'head';
