import { allocatable, quantity, runningPods, type Node, type Snapshot } from './cluster.ts';
import { parseCounters, type Counter } from './counters.ts';
import { dcgmExposition, type GpuState } from './dcgm.ts';
import { faultOf } from './faults.ts';
import { gpuOf, Meter, read, work, type Gpu, type Occupant } from './gpu.ts';
import { kubeletExposition } from './kubelet.ts';
import { slicesOf, type Slice } from './mig.ts';
import { coresPerDevice, neuronExposition } from './neuron.ts';
import { assign, type Holder, type Slots } from './slots.ts';

const gpuResource = 'nvidia.com/gpu';
/** Whole GPUs and MIG slices. */
const gpuFamily = 'nvidia.com/';
const neuronResource = 'aws.amazon.com/neuron';

/** GPUs of a node, and labels of GPU feature discovery where each is offered several times. */
const countLabel = 'nvidia.com/gpu.count';

interface GpuNode {
  readonly gpus: readonly { readonly gpu: Gpu; readonly meter: Meter }[];
  /** How each GPU is cut; empty where it is not. */
  readonly slices: readonly Slice[];
  /** Who holds what the node offers, by resource. With time-slicing unit i is a turn on GPU i mod their number; MIG slices are counted GPU by GPU. */
  readonly slots: Map<string, Slots>;
}

/**
 * The accelerators of the lab's nodes, simulated: pods and nodes come from the API, everything else from seeds and the time.
 * The same snapshot, origin and time always give the same numbers. All times are unix seconds.
 */
export class Fleet {
  /** When the lab began. */
  readonly origin: number;
  readonly #gpuNodes = new Map<string, GpuNode>();
  readonly #cores = new Map<string, Slots>();
  #snapshot: Snapshot = { nodes: [], pods: [], claims: [], counters: '' };
  #counters: readonly Counter[] = [];

  constructor(origin: number) {
    this.origin = origin;
  }

  /** Takes over the state of the cluster: new pods get accelerators, finished ones give theirs back. */
  update(snapshot: Snapshot): void {
    if (snapshot.counters !== this.#snapshot.counters) this.#counters = parseCounters(snapshot.counters);
    this.#snapshot = snapshot;
    for (const [ordinal, node] of accelerated(snapshot, gpuFamily).entries()) this.#updateGpus(node, ordinal);
    for (const node of accelerated(snapshot, neuronResource)) this.#updateCores(node);
  }

  /** What dcgm-exporter prints on the node; empty where the node has no GPU. */
  dcgmMetrics(node: string, time: number): string {
    const known = this.#gpuNodes.get(node);
    const states = known?.gpus.flatMap((_, index) => this.#statesOf(known, index, time)) ?? [];
    return dcgmExposition(this.#counters, states);
  }

  /** What neuron-monitor-prometheus.py prints on the node; empty where the node has no Neuron device. */
  neuronMetrics(node: string, time: number): string {
    const cores = this.#cores.get(node);
    const found = this.#snapshot.nodes.find(({ metadata }) => metadata.name === node);
    if (!cores || !found) return '';
    const { labels = {} } = found.metadata;
    return neuronExposition({
      node,
      instanceType: labels['node.kubernetes.io/instance-type'] ?? '',
      zone: labels['topology.kubernetes.io/zone'] ?? '',
      region: labels['topology.kubernetes.io/region'] ?? '',
      cores,
      vcpus: quantity(found.status.capacity?.['cpu'] ?? '0'),
      memoryBytes: quantity(found.status.capacity?.['memory'] ?? '0'),
      origin: this.origin,
      time,
    });
  }

  /**
   * What the node's kubelet prints at a path (`/metrics`, `/metrics/cadvisor`, …).
   * @returns undefined for a path that a kubelet does not serve
   */
  kubeletMetrics(node: string, path: string, time: number): string | undefined {
    return kubeletExposition({ node, snapshot: this.#snapshot, origin: this.origin, time }, path);
  }

  /** One state for a GPU, for each of its slices, or for each of the pods that share it. */
  #statesOf({ gpus, slices, slots }: GpuNode, index: number, time: number): GpuState[] {
    const { gpu, meter } = gpus[index]!;
    const parts = slices.length > 0 ? slices.map((slice) => ({ slice, holder: sliceHolder(slots, slices, slice, index) })) : holdersOf(slots.get(gpuResource) ?? [], index, gpus.length).map((holder) => ({ slice: undefined, holder }));
    const occupants: Occupant[] = parts.map(({ slice, holder }) => ({ holder, share: slice?.compute ?? 1 / parts.length }));
    const reading = read(gpu, occupants, time);
    const totals = meter.advance(occupants, time);
    return parts.map(({ slice, holder }) => ({
      gpu, holder, occupants, totals, origin: this.origin, time,
      ...(slice ? { slice, reading: { ...reading, ...readSlice(gpu, holder, slice, reading.totalMiB, time) } } : { reading }),
    }));
  }

  #updateGpus(node: Node, ordinal: number): void {
    const { name } = node.metadata;
    const known = this.#gpuNodes.get(name) ?? this.#newGpuNode(node, ordinal);
    const pods = runningPods(this.#snapshot, name);
    for (const [resource, slots] of known.slots) known.slots.set(resource, assign(slots, pods, resource));
    this.#gpuNodes.set(name, known);
  }

  #newGpuNode(node: Node, ordinal: number): GpuNode {
    const { name, labels } = node.metadata;
    const count = Number(labels?.[countLabel] ?? allocatable(node, gpuResource));
    const gpus = Array.from({ length: count }, (_, index) => {
      const gpu = gpuOf(name, index, faultOf(ordinal, index));
      return { gpu, meter: new Meter(gpu, this.origin) };
    });
    const slices = slicesOf(node, count);
    const resources = [gpuResource, ...slices.map(({ resource }) => resource)];
    return { gpus, slices, slots: new Map(resources.map((resource) => [resource, Array.from({ length: allocatable(node, resource) }, () => undefined)])) };
  }

  #updateCores(node: Node): void {
    const { name } = node.metadata;
    const count = allocatable(node, neuronResource) * coresPerDevice;
    const before = this.#cores.get(name) ?? Array.from({ length: count }, () => undefined);
    this.#cores.set(name, assign(before, runningPods(this.#snapshot, name), neuronResource, coresPerDevice));
  }
}

/** The pods that take turns on a GPU; one undefined where there is none. */
function holdersOf(slots: Slots, index: number, gpus: number): readonly (Holder | undefined)[] {
  const turns = slots.filter((holder, unit) => holder && unit % gpus === index);
  const different = [...new Map(turns.map((holder) => [holder!.uid, holder])).values()];
  return different.length > 0 ? different : [undefined];
}

/** A node's slices of one kind are counted GPU by GPU. */
function sliceHolder(slots: ReadonlyMap<string, Slots>, slices: readonly Slice[], slice: Slice, gpu: number): Holder | undefined {
  const alike = slices.filter(({ resource }) => resource === slice.resource);
  return slots.get(slice.resource)?.[gpu * alike.length + alike.indexOf(slice)];
}

/** What only a slice shows: its own work, and its own memory. */
function readSlice(gpu: Gpu, holder: Holder | undefined, { memory }: Slice, gpuMiB: number, time: number): Pick<GpuState['reading'], 'activity' | 'usedMiB' | 'freeMiB' | 'totalMiB'> {
  const activity = work(gpu, holder, time);
  const totalMiB = Math.round(memory * gpuMiB);
  const usedMiB = Math.round(activity.memory * totalMiB);
  return { activity, totalMiB, usedMiB, freeMiB: totalMiB - usedMiB };
}

const accelerated = (snapshot: Snapshot, resource: string): Node[] =>
  snapshot.nodes.filter((node) => Object.keys(node.status.allocatable ?? {}).some((offered) => offered.startsWith(resource) && allocatable(node, offered) > 0)).sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
