import { behaviourOf } from '../fleet/behaviour.ts';
import { quantity, requested, runningPods, type Container, type Node, type Pod, type Snapshot } from '../fleet/cluster.ts';
import type { Family, Sample } from '../fleet/exposition.ts';
import { hexDigits } from '../fleet/random.ts';
import type { SimulatedSource } from './define.ts';

const port = 9003;
const GIB = 2 ** 30;

/** Dollars an hour for a core, a GiB of memory and a GPU. */
interface Prices {
  readonly core: number;
  readonly gib: number;
  readonly gpu: number;
}

/** Such that nodes cost about what they do in us-east-1; OpenCost has no price for Neuron devices, and puts the whole node on CPU and memory. */
const prices: Readonly<Record<string, Prices>> = {
  'm6i.4xlarge': { core: 0.0332, gib: 0.0037, gpu: 0 },
  'p5.48xlarge': { core: 0.02, gib: 0.0026, gpu: 5.74 },
  'trn1.32xlarge': { core: 0.118, gib: 0.0125, gpu: 0 },
};
const volumeGiBHour = 0.00011;

const typeOf = ({ metadata }: Node): string => metadata.labels?.['node.kubernetes.io/instance-type'] ?? '';
const priceOf = (node: Node): Prices => prices[typeOf(node)] ?? { core: 0.0316, gib: 0.0042, gpu: 0.95 };
const capacity = (node: Node, resource: string): number => quantity(node.status.capacity?.[resource] ?? '0');
/** Whole ones, however they are cut up: the price of the node is the same. */
const gpusOf = ({ metadata }: Node): number => Number(metadata.labels?.['nvidia.com/gpu.count'] ?? 0);

const totalOf = (node: Node): number => {
  const { core, gib, gpu } = priceOf(node);
  return core * capacity(node, 'cpu') + (gib * capacity(node, 'memory')) / GIB + gpu * gpusOf(node);
};

const nodeLabels = (node: Node): Record<string, string> => ({
  instance: node.metadata.name, node: node.metadata.name, instance_type: typeOf(node), region: node.metadata.labels?.['topology.kubernetes.io/region'] ?? '', provider_id: `i-0${hexDigits(node.metadata.name, 16)}`, arch: 'amd64',
});

const gauge = (name: string, samples: readonly Sample[]): Family => ({ name, type: 'gauge', help: `${name.replaceAll('_', ' ')}.`, samples });

const perNode = (nodes: readonly Node[], name: string, value: (node: Node) => number): Family => gauge(name, nodes.map((node) => ({ labels: nodeLabels(node), value: value(node) })));

const request = ({ resources }: Container, resource: string): number => quantity(resources?.requests?.[resource] ?? '0');

/** OpenCost counts the greater of request and use; what idle pods use is less than they ask for, and so the request. */
const perContainer = (snapshot: Snapshot, name: string, value: (container: Container, pod: Pod) => number): Family => gauge(name, snapshot.nodes.flatMap(({ metadata }) => runningPods(snapshot, metadata.name).flatMap((pod) => pod.spec.containers.map((container) => ({
  labels: { namespace: pod.metadata.namespace, pod: pod.metadata.name, container: container.name, instance: metadata.name, node: metadata.name },
  value: value(container, pod),
})))));

const busy = (pod: Pod): number => (behaviourOf(pod) === 'idle' ? 1 : 1.05);

const volumes = ({ claims }: Snapshot): { namespace: string; claim: string; volume: string; bytes: number }[] => claims.flatMap(({ metadata, spec, status }) =>
  (spec?.volumeName ? [{ namespace: metadata.namespace, claim: metadata.name, volume: spec.volumeName, bytes: quantity(status.capacity?.storage ?? '0') }] : []));

function volumeFamilies(snapshot: Snapshot): Family[] {
  const all = volumes(snapshot);
  const running = snapshot.pods.filter(({ status }) => status.phase === 'Running');
  return [
    gauge('pv_hourly_cost', all.map(({ volume }) => ({ labels: { volumename: volume, persistentvolume: volume, provider_id: volume }, value: volumeGiBHour }))),
    gauge('pod_pvc_allocation', running.flatMap((pod) => all
      .filter(({ namespace, claim }) => namespace === pod.metadata.namespace && pod.spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim))
      .map(({ namespace, claim, volume, bytes }) => ({ labels: { namespace, pod: pod.metadata.name, persistentvolumeclaim: claim, persistentvolume: volume }, value: bytes })))),
  ];
}

/** OpenCost, which the chart brings. */
export const opencost: SimulatedSource = {
  name: 'OpenCost',
  objects: [],
  answers: (pod, asked) => pod.metadata.labels?.['app.kubernetes.io/name'] === 'opencost' && asked === port,
  families: (_, __, snapshot) => [
    perNode(snapshot.nodes, 'node_cpu_hourly_cost', (node) => priceOf(node).core),
    perNode(snapshot.nodes, 'node_ram_hourly_cost', (node) => priceOf(node).gib),
    perNode(snapshot.nodes, 'node_gpu_hourly_cost', (node) => priceOf(node).gpu),
    perNode(snapshot.nodes, 'node_gpu_count', gpusOf),
    perNode(snapshot.nodes, 'node_total_hourly_cost', totalOf),
    perNode(snapshot.nodes, 'kubecost_node_is_spot', (node) => (node.metadata.name === 'cpu-2' ? 1 : 0)),
    perContainer(snapshot, 'container_cpu_allocation', (container, pod) => request(container, 'cpu') * busy(pod)),
    perContainer(snapshot, 'container_memory_allocation_bytes', (container) => request(container, 'memory')),
    perContainer(snapshot, 'container_gpu_allocation', (container, pod) => requested({ ...pod, spec: { ...pod.spec, containers: [container] } }, 'nvidia.com/gpu')),
    ...volumeFamilies(snapshot),
    gauge('kubecost_cluster_management_cost', [{ labels: { provisioner_name: 'EKS' }, value: 0.1 }]),
    gauge('kubecost_load_balancer_cost', [{ labels: { ingress_ip: '203.0.113.10', namespace: 'team-b', service_name: 'vllm-llama' }, value: 0.0225 }]),
  ],
};
