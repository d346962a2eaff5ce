import { behaviourOf } from './behaviour.ts';
import { quantity, requested, runningPods, type Container, type Pod, type Snapshot } from './cluster.ts';
import { exposition, type Family, type Sample } from './exposition.ts';
import { fraction, noise } from './random.ts';

/** A kubelet of the lab at one moment. */
export interface KubeletState {
  readonly node: string;
  readonly snapshot: Snapshot;
  /** Unix seconds: the start of the lab, and now. */
  readonly origin: number;
  readonly time: number;
}

/**
 * What the kubelet prints at one of its paths, for the pods that the API places on its node.
 * @returns undefined for a path that a kubelet does not serve
 */
export function kubeletExposition(state: KubeletState, path: string): string | undefined {
  switch (path) {
    case '/metrics':
      return exposition([...podCounts(state), ...volumeFamilies(state)]);
    case '/metrics/cadvisor':
      return exposition([...containerFamilies(state), ...networkFamilies(state), ...machineFamilies(state)]);
    case '/metrics/probes':
    case '/metrics/resource':
      return '';
    default:
      return undefined;
  }
}

/** A container of a running pod, with the labels that cAdvisor gives it. */
interface Running {
  readonly pod: Pod;
  readonly container: Container;
  readonly seed: string;
  readonly labels: Record<string, string>;
}

const containersOf = ({ snapshot, node }: KubeletState): Running[] =>
  runningPods(snapshot, node).flatMap((pod) =>
    pod.spec.containers.map((container) => ({
      pod,
      container,
      seed: `${pod.metadata.uid}/${container.name}`,
      labels: {
        container: container.name,
        id: `/kubepods.slice/kubepods-pod${pod.metadata.uid}.slice/${container.name}`,
        image: container.image ?? '',
        name: container.name,
        namespace: pod.metadata.namespace,
        pod: pod.metadata.name,
      },
    })),
  );

function containerFamilies(state: KubeletState): Family[] {
  const containers = containersOf(state);
  const perContainer = (value: (running: Running) => number, more: Record<string, string> = {}): Sample[] =>
    containers.map((running) => ({ labels: { ...running.labels, ...more }, value: value(running) }));
  const workingSet = (running: Running): number => Math.round(memoryBytes(running, state.time));
  const limited = containers.filter(({ container }) => container.resources?.limits?.['cpu'] !== undefined);
  const periods = (state.time - state.origin) * 10;
  return [
    { name: 'container_cpu_usage_seconds_total', type: 'counter', help: 'Cumulative cpu time consumed in seconds.', samples: perContainer((running) => cpuSeconds(running, state), { cpu: 'total' }) },
    { name: 'container_cpu_cfs_periods_total', type: 'counter', help: 'Number of elapsed enforcement period intervals.', samples: limited.map(({ labels }) => ({ labels, value: Math.floor(periods) })) },
    { name: 'container_cpu_cfs_throttled_periods_total', type: 'counter', help: 'Number of throttled period intervals.', samples: limited.map(({ labels, seed }) => ({ labels, value: Math.floor(periods * 0.03 * fraction(seed)) })) },
    { name: 'container_memory_working_set_bytes', type: 'gauge', help: 'Current working set in bytes.', samples: perContainer(workingSet) },
    { name: 'container_memory_rss', type: 'gauge', help: 'Size of RSS in bytes.', samples: perContainer((running) => Math.round(0.86 * workingSet(running))) },
    { name: 'container_memory_cache', type: 'gauge', help: 'Number of bytes of page cache memory.', samples: perContainer((running) => Math.round(0.3 * workingSet(running))) },
    { name: 'container_memory_usage_bytes', type: 'gauge', help: 'Current memory usage in bytes, including all memory.', samples: perContainer((running) => Math.round(1.25 * workingSet(running))) },
    { name: 'container_oom_events_total', type: 'counter', help: 'Count of out of memory events observed for the container', samples: perContainer(() => 0) },
    { name: 'container_start_time_seconds', type: 'gauge', help: 'Start time of the container since unix epoch in seconds.', samples: perContainer(({ pod }) => startOf(pod, state)) },
    { name: 'container_fs_reads_bytes_total', type: 'counter', help: 'Cumulative count of bytes read', samples: perContainer((running) => Math.floor(4e5 * cpuSeconds(running, state)), { device: '/dev/nvme0n1' }) },
    { name: 'container_fs_writes_bytes_total', type: 'counter', help: 'Cumulative count of bytes written', samples: perContainer((running) => Math.floor(9e4 * cpuSeconds(running, state)), { device: '/dev/nvme0n1' }) },
    { name: 'container_fs_reads_total', type: 'counter', help: 'Cumulative count of reads completed', samples: perContainer((running) => Math.floor(11 * cpuSeconds(running, state)), { device: '/dev/nvme0n1' }) },
    { name: 'container_fs_writes_total', type: 'counter', help: 'Cumulative count of writes completed', samples: perContainer((running) => Math.floor(5 * cpuSeconds(running, state)), { device: '/dev/nvme0n1' }) },
  ];
}

const wavePeriod = 120;

/** CPU seconds used since the container started: a mean rate with a wave on it, in closed form so that it never falls. */
function cpuSeconds({ pod, container, seed }: Running, state: KubeletState): number {
  const age = Math.max(0, state.time - startOf(pod, state));
  const angle = (2 * Math.PI) / wavePeriod;
  return meanCores(pod, container, seed) * (age + (0.3 * (1 - Math.cos(angle * age))) / angle);
}

function meanCores(pod: Pod, container: Container, seed: string): number {
  const asked = quantity(container.resources?.requests?.['cpu'] ?? '100m');
  return asked * (isIdle(pod) ? 0.01 : 0.3 + 0.5 * fraction(seed));
}

function memoryBytes({ pod, container, seed }: Running, time: number): number {
  const asked = quantity(container.resources?.requests?.['memory'] ?? '128Mi');
  return asked * (isIdle(pod) ? 0.2 : 0.55 + 0.25 * fraction(seed) + 0.1 * noise(seed, 300, time));
}

const holdsAccelerator = (pod: Pod): boolean => requested(pod, 'nvidia.com/gpu') > 0 || requested(pod, 'aws.amazon.com/neuron') > 0;
const isIdle = (pod: Pod): boolean => holdsAccelerator(pod) && behaviourOf(pod) === 'idle';
const startOf = (pod: Pod, { origin }: KubeletState): number => Date.parse(pod.status.startTime ?? '') / 1000 || origin;

function networkFamilies(state: KubeletState): Family[] {
  const directions = { receive: 1, transmit: 0.8 };
  const kinds = { bytes: 1, packets: 1 / 1100, packets_dropped: 0, errors: 0 };
  const pods = runningPods(state.snapshot, state.node);
  return Object.entries(directions).flatMap(([direction, factor]) =>
    Object.entries(kinds).map(([kind, scale]) => ({
      name: `container_network_${direction}_${kind}_total`,
      type: 'counter' as const,
      help: `Cumulative count of ${kind.replace('_', ' ')}, ${direction}`,
      samples: pods.map((pod) => ({
        labels: { container: '', id: `/kubepods.slice/kubepods-pod${pod.metadata.uid}.slice`, image: '', interface: 'eth0', name: '', namespace: pod.metadata.namespace, pod: pod.metadata.name },
        value: Math.floor(scale * factor * bytesPerSecond(pod) * Math.max(0, state.time - startOf(pod, state))),
      })),
    })),
  );
}

/** Data sets are read over the network; prompts and answers are small. */
function bytesPerSecond(pod: Pod): number {
  const trains = holdsAccelerator(pod) && behaviourOf(pod) === 'training';
  return (trains ? 4e8 : 2e5) * (0.5 + fraction(pod.metadata.uid));
}

function machineFamilies({ snapshot, node }: KubeletState): Family[] {
  const capacity = snapshot.nodes.find(({ metadata }) => metadata.name === node)?.status.capacity;
  const sample = (amount: string | undefined): Sample[] => (amount === undefined ? [] : [{ labels: {}, value: quantity(amount) }]);
  return [
    { name: 'machine_cpu_cores', type: 'gauge', help: 'Number of logical CPU cores.', samples: sample(capacity?.['cpu']) },
    { name: 'machine_memory_bytes', type: 'gauge', help: 'Amount of memory installed on the machine.', samples: sample(capacity?.['memory']) },
  ];
}

function podCounts(state: KubeletState): Family[] {
  const pods = runningPods(state.snapshot, state.node);
  const containers = pods.reduce((sum, pod) => sum + pod.spec.containers.length, 0);
  return [
    { name: 'kubelet_node_name', type: 'gauge', help: "The node's name. The count is always 1.", samples: [{ labels: { node: state.node }, value: 1 }] },
    { name: 'kubelet_running_pods', type: 'gauge', help: 'Number of pods that have a running pod sandbox', samples: [{ labels: {}, value: pods.length }] },
    { name: 'kubelet_running_containers', type: 'gauge', help: 'Number of containers currently running', samples: [{ labels: { container_state: 'running' }, value: containers }] },
  ];
}

function volumeFamilies(state: KubeletState): Family[] {
  const volumes = mountedClaims(state);
  const perVolume = (value: (capacity: number, used: number) => number): Sample[] =>
    volumes.map(({ labels, capacity, used }) => ({ labels, value: Math.round(value(capacity, used)) }));
  const inodes = (capacity: number): number => capacity / 16_384;
  return [
    { name: 'kubelet_volume_stats_capacity_bytes', type: 'gauge', help: 'Capacity in bytes of the volume', samples: perVolume((capacity) => capacity) },
    { name: 'kubelet_volume_stats_used_bytes', type: 'gauge', help: 'Number of used bytes in the volume', samples: perVolume((_, used) => used) },
    { name: 'kubelet_volume_stats_available_bytes', type: 'gauge', help: 'Number of available bytes in the volume', samples: perVolume((capacity, used) => capacity - used) },
    { name: 'kubelet_volume_stats_inodes', type: 'gauge', help: 'Maximum number of inodes in the volume', samples: perVolume((capacity) => inodes(capacity)) },
    { name: 'kubelet_volume_stats_inodes_used', type: 'gauge', help: 'Number of used inodes in the volume', samples: perVolume((capacity) => 0.02 * inodes(capacity)) },
    { name: 'kubelet_volume_stats_inodes_free', type: 'gauge', help: 'Number of free inodes in the volume', samples: perVolume((capacity) => 0.98 * inodes(capacity)) },
  ];
}

interface Volume {
  readonly labels: Record<string, string>;
  readonly capacity: number;
  readonly used: number;
}

function mountedClaims({ snapshot, node, origin, time }: KubeletState): Volume[] {
  return runningPods(snapshot, node).flatMap((pod) =>
    (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => {
      const claim = snapshot.claims.find(
        ({ metadata }) => metadata.namespace === pod.metadata.namespace && metadata.name === persistentVolumeClaim?.claimName,
      );
      const size = claim?.status.capacity?.storage;
      if (!claim || !size) return [];
      const { namespace, name } = claim.metadata;
      const capacity = quantity(size);
      const filled = Math.min(0.97, 0.35 + 0.5 * fraction(`${namespace}/${name}`) + (0.003 * (time - origin)) / 3600);
      return [{ labels: { namespace, persistentvolumeclaim: name }, capacity, used: filled * capacity }];
    }),
  );
}
