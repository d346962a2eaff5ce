import { toolVersions } from '../tools/tools.ts';
import { applyObjects } from './apply.ts';

/** An instance type and what its nodes are good for. */
interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryGiB: number;
  /** Pods that EKS allows on it (its network interfaces × their addresses). */
  readonly maxPods: number;
  /** Extended resources, by name. */
  readonly devices: Readonly<Record<string, number>>;
  /** Labels that its device plugin, feature discovery or node group puts on. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule';
}

/** A simulated node. */
export interface LabNode {
  readonly name: string;
  readonly instanceType: InstanceType;
  readonly zone: string;
  readonly address: string;
}

const REGION = 'us-east-1';

/** Keeps pods that want whole GPUs away from shared ones. */
export const sharedTaint = 'lab.observability/shared-gpu';

const m6i: InstanceType = { name: 'm6i.4xlarge', vcpus: 16, memoryGiB: 64, maxPods: 234, devices: {}, labels: {}, taints: [] };

// Labels as NVIDIA's GPU feature discovery and Node Feature Discovery set them; the GPU Operator, whose nvidia.com/gpu.deploy.* labels
// would say that it runs an exporter, is not there.
const p5: InstanceType = {
  name: 'p5.48xlarge',
  vcpus: 192,
  memoryGiB: 2048,
  maxPods: 100,
  devices: { 'nvidia.com/gpu': 8, 'vpc.amazonaws.com/efa': 32 },
  labels: {
    'feature.node.kubernetes.io/pci-10de.present': 'true',
    'nvidia.com/gpu.present': 'true',
    'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
    'nvidia.com/gpu.family': 'hopper',
    'nvidia.com/gpu.count': '8',
    'nvidia.com/gpu.memory': '81559',
    'nvidia.com/gpu.replicas': '1',
    'nvidia.com/gpu.compute.major': '9',
    'nvidia.com/gpu.compute.minor': '0',
    'nvidia.com/gpu.machine': 'p5.48xlarge',
    'nvidia.com/mig.capable': 'true',
    'nvidia.com/mig.strategy': 'single',
  },
  taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
};

/** Its GPUs are cut into slices. */
const p5Mig: InstanceType = {
  ...p5,
  devices: { 'nvidia.com/mig-1g.10gb': 16, 'nvidia.com/mig-2g.20gb': 8, 'nvidia.com/mig-3g.40gb': 8 },
  labels: { ...p5.labels, 'nvidia.com/mig.strategy': 'mixed', 'nvidia.com/mig.config': 'all-balanced' },
};

/** Pods take turns on its GPUs, each of which is offered four times. */
const p5Shared: InstanceType = {
  ...p5,
  devices: { 'nvidia.com/gpu': 32 },
  labels: { ...p5.labels, 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3-SHARED', 'nvidia.com/gpu.replicas': '4' },
  taints: [...p5.taints, { key: sharedTaint, value: 'present', effect: 'NoSchedule' }],
};

const trn1: InstanceType = {
  name: 'trn1.32xlarge',
  vcpus: 128,
  memoryGiB: 512,
  maxPods: 247,
  devices: { 'aws.amazon.com/neuron': 16, 'aws.amazon.com/neurondevice': 16, 'aws.amazon.com/neuroncore': 32, 'vpc.amazonaws.com/efa': 8 },
  labels: {},
  taints: [{ key: 'aws.amazon.com/neuron', value: 'present', effect: 'NoSchedule' }],
};

/** The nodes of the lab: three for everything else, six of eight H100 each, of which one is cut into MIG slices and one is shared in time, one of sixteen Trainium devices. */
export const labNodes: readonly LabNode[] = [...nodesOf('cpu', 3, m6i), ...nodesOf('gpu', 4, p5), ...nodesOf('gpu-mig', 1, p5Mig), ...nodesOf('gpu-shared', 1, p5Shared), ...nodesOf('trn', 1, trn1)].map((node, index) => ({
  ...node,
  address: `10.0.1.${10 + index}`,
}));

function nodesOf(group: string, count: number, instanceType: InstanceType): Omit<LabNode, 'address'>[] {
  // Accelerators come in one zone, for the sake of their network; the rest is spread.
  const zoneOf = (index: number): string => REGION + (group === 'cpu' ? 'abc'[index % 3] : 'a');
  return Array.from({ length: count }, (_, index) => ({ name: `${group}-${index}`, instanceType, zone: zoneOf(index) }));
}

/** The node that HyperPod would reboot if it could. */
const sickNode = 'cpu-2';

/** The Node object that the kubelet of `node` would register. */
export function nodeObject({ name, instanceType, zone, address }: LabNode) {
  const labels: Record<string, string> = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/hostname': name,
    'node.kubernetes.io/instance-type': instanceType.name,
    'topology.kubernetes.io/region': REGION,
    'topology.kubernetes.io/zone': zone,
    'eks.amazonaws.com/capacityType': 'ON_DEMAND',
    'eks.amazonaws.com/nodegroup': name.replace(/-\d+$/, ''),
    ...instanceType.labels,
    ...(name === sickNode && { 'sagemaker.amazonaws.com/node-health-status': 'UnschedulablePendingReboot' }),
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: { providerID: `aws:///${zone}/i-${instanceId(address)}`, taints: instanceType.taints },
    status: {
      capacity: resources(instanceType, { millicores: 0, mebibytes: 0 }),
      allocatable: resources(instanceType, reserved(instanceType)),
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        osImage: 'Amazon Linux 2023',
        kernelVersion: '6.12.40-63.114.amzn2023.x86_64',
        containerRuntimeVersion: 'containerd://2.1.4',
        kubeletVersion: `v${toolVersions['kube-apiserver']}-eks-lab`,
        kubeProxyVersion: '',
        machineID: instanceId(address),
        systemUUID: instanceId(address),
        bootID: instanceId(address),
      },
    },
  };
}

/** Registers the nodes of the lab; they are Ready a moment later. Safe to repeat. */
export const applyNodes = (kubeconfig: string, nodes: readonly LabNode[] = labNodes): Promise<void> =>
  applyObjects(kubeconfig, nodes.map(nodeObject));

interface Reserved {
  readonly millicores: number;
  readonly mebibytes: number;
}

// What EKS keeps for the system: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of each further one;
// 255 MiB and 11 MiB for each pod, and 100 MiB before it evicts.
// https://github.com/awslabs/amazon-eks-ami (nodeadm, kubelet config)
function reserved({ vcpus, maxPods }: InstanceType): Reserved {
  return { millicores: 60 + 10 + 2 * 5 + (vcpus - 4) * 2.5, mebibytes: 255 + 11 * maxPods + 100 };
}

function resources({ vcpus, memoryGiB, maxPods, devices }: InstanceType, { millicores, mebibytes }: Reserved): Record<string, string> {
  return {
    cpu: `${vcpus * 1000 - millicores}m`,
    memory: `${memoryGiB * 1024 - mebibytes}Mi`,
    'ephemeral-storage': '500Gi',
    pods: String(maxPods),
    ...Object.fromEntries(Object.entries(devices).map(([name, count]) => [name, String(count)])),
  };
}

const instanceId = (address: string): string => address.replaceAll('.', '').padStart(17, '0');
