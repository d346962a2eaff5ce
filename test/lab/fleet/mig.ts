import { allocatable, type Node } from './cluster.ts';

/** A MIG slice of a GPU. */
export interface Slice {
  /** The resource that pods ask for: `nvidia.com/mig-3g.40gb`. */
  readonly resource: string;
  /** As dcgm-exporter prints it: `3g.40gb`. */
  readonly profile: string;
  /** Number of the GPU instance on its GPU. */
  readonly id: string;
  /** Parts of the GPU's compute units and of its memory. */
  readonly compute: number;
  readonly memory: number;
}

const prefix = 'nvidia.com/mig-';
/** Of an H100 with 80 GB. */
const computeSlices = 7;
const memoryGb = 80;

const sliceOf = (resource: string, id: number): Slice => {
  const profile = resource.slice(prefix.length);
  const [, compute = '0', memory = '0'] = /^(\d+)g\.(\d+)gb/.exec(profile) ?? [];
  return { resource, profile, id: String(id), compute: Number(compute) / computeSlices, memory: Number(memory) / memoryGb };
};

/** The slices of each GPU of a node whose GPUs are all cut alike; none where MIG is off. */
export function slicesOf(node: Node, gpus: number): readonly Slice[] {
  const resources = Object.keys(node.status.allocatable ?? {}).filter((resource) => resource.startsWith(prefix)).sort();
  const onEach = resources.flatMap((resource) => Array.from({ length: allocatable(node, resource) / gpus }, () => resource));
  return onEach.map((resource, index) => sliceOf(resource, index + 1));
}
