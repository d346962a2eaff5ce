import { allocatable, quantity, runningPods, type Node, type Snapshot } from './cluster.ts';
import { parseCounters, type Counter } from './counters.ts';
import { dcgmExposition } from './dcgm.ts';
import { faultOf } from './faults.ts';
import { gpuOf, Meter, read, type Gpu } from './gpu.ts';
import { kubeletExposition } from './kubelet.ts';
import { coresPerDevice, neuronExposition } from './neuron.ts';
import { assign, type Slots } from './slots.ts';

const gpuResource = 'nvidia.com/gpu';
const neuronResource = 'aws.amazon.com/neuron';

interface GpuNode {
  readonly gpus: readonly { readonly gpu: Gpu; readonly meter: Meter }[];
  slots: Slots;
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
    for (const [ordinal, node] of accelerated(snapshot, gpuResource).entries()) this.#updateGpus(node, ordinal);
    for (const node of accelerated(snapshot, neuronResource)) this.#updateCores(node);
  }

  /** What dcgm-exporter prints on the node; empty where the node has no GPU. */
  dcgmMetrics(node: string, time: number): string {
    const { gpus, slots } = this.#gpuNodes.get(node) ?? { gpus: [], slots: [] };
    const states = gpus.map(({ gpu, meter }, index) => {
      const holder = slots[index];
      return { gpu, holder, reading: read(gpu, holder, time), totals: meter.advance(holder, time), origin: this.origin, time };
    });
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

  #updateGpus(node: Node, ordinal: number): void {
    const { name } = node.metadata;
    const known = this.#gpuNodes.get(name) ?? this.#newGpuNode(name, ordinal, allocatable(node, gpuResource));
    known.slots = assign(known.slots, runningPods(this.#snapshot, name), gpuResource);
    this.#gpuNodes.set(name, known);
  }

  #newGpuNode(name: string, ordinal: number, count: number): GpuNode {
    const gpus = Array.from({ length: count }, (_, index) => {
      const gpu = gpuOf(name, index, faultOf(ordinal, index));
      return { gpu, meter: new Meter(gpu, this.origin) };
    });
    return { gpus, slots: gpus.map(() => undefined) };
  }

  #updateCores(node: Node): void {
    const { name } = node.metadata;
    const count = allocatable(node, neuronResource) * coresPerDevice;
    const before = this.#cores.get(name) ?? Array.from({ length: count }, () => undefined);
    this.#cores.set(name, assign(before, runningPods(this.#snapshot, name), neuronResource, coresPerDevice));
  }
}

const accelerated = (snapshot: Snapshot, resource: string): Node[] =>
  snapshot.nodes.filter((node) => allocatable(node, resource) > 0).sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
