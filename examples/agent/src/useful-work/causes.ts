import { nodeCpu } from '../../../../dashboards-src/signals/cluster.ts';
import { thermalThrottle, memoryUsed, tensorActive, utilization } from '../../../../dashboards-src/signals/gpu.ts';
import { ioStalled, lustreWait } from '../../../../dashboards-src/signals/filesystem.ts';
import { workloadModel } from '../../../../dashboards-src/signals/inference/replicas.ts';
import { running, waiting } from '../../../../dashboards-src/signals/inference/requests.ts';
import { packetsDropped, rdmaRetransmits, tcpRetransmits } from '../../../../dashboards-src/signals/network.ts';
import { dataWait, stepShare, straggler as slowestGpu } from '../../../../dashboards-src/signals/training.ts';
import { thresholdOf } from '../alerts.ts';
import { matchers } from '../scoped.ts';
import { anyOf, percent, span, worst } from './ask.ts';
import type { Suspect, Suspecting, Suspicion } from './suspicion.ts';

const ofWorkload = ({ place: { cluster, namespace, workload } }: Suspect): string => matchers({ cluster, namespace, workload });

/** Its nodes; undefined where none is known. */
const ofNodes = ({ place: { cluster }, nodes }: Suspect): string | undefined =>
  nodes.length ? `{${cluster === undefined ? '' : `cluster=${JSON.stringify(cluster)}, `}node=~${anyOf(nodes)}}` : undefined;

const average = (series: string): string => `avg_over_time(${series}[${span}])`;

interface OfNodes extends Pick<Suspicion, 'cause' | 'nextStep' | 'runbooks'> {
  readonly series: string;
  readonly above: number;
  readonly says: (value: number, node: string) => string;
}

/** A cause that shows on the nodes of the workload. */
const onNodes = ({ series, above, says, ...rest }: OfNodes): Suspecting => async (suspect, view) => {
  const nodes = ofNodes(suspect);
  if (nodes === undefined) return undefined;
  const { worst: found, evidence } = await worst(view, average(series + nodes));
  return found && found.value > above ? { ...rest, own: false, says: says(found.value, found.labels['node'] ?? ''), evidence } : undefined;
};

/** The job says itself how long it waits for batches. */
const inputBound: Suspecting = async (suspect, view) => {
  const { worst: found, evidence } = await worst(view, average(dataWait.name + ofWorkload(suspect)));
  return found && found.value > thresholdOf('TrainingDataBound') ? {
    cause: 'input bound', own: true, says: `it waits for data for ${percent(found.value)} of the time`, evidence, runbooks: ['TrainingDataBound'],
    nextStep: 'More loader workers and prefetching, data that is nearer or already decoded, or more CPU for each GPU.',
  } : undefined;
};

const cpuBound: Suspecting = onNodes({
  cause: 'CPU bound', series: nodeCpu.name, above: nodeCpu.thresholds!.critical,
  says: (value, node) => `the CPU of node ${node} is ${percent(value)} busy`, runbooks: ['TrainingDataBound'],
  nextStep: 'Move decoding and augmentation to the GPU or ahead of the training, ask for more CPU for each GPU, or keep other pods off the nodes.',
});

const storageBound: Suspecting = async (suspect, view) => {
  const [local, shared] = await Promise.all([
    onNodes({
      cause: 'storage bound', series: ioStalled.name, above: thresholdOf('NodeStalledByStorage'),
      says: (value, node) => `node ${node} waits for storage for ${percent(value)} of the time`, runbooks: ['NodeStalledByStorage'],
      nextStep: 'Copy the data to local NVMe before the training, read larger files (shards), or take a faster file system.',
    })(suspect, view),
    onNodes({
      cause: 'storage bound', series: lustreWait.name, above: thresholdOf('LustreSlow'),
      says: (value, node) => `Lustre takes ${value.toPrecision(2)} s to answer node ${node}`, runbooks: ['LustreSlow'],
      nextStep: 'Spread files over more OSTs (striping), read larger files, or give the file system more throughput.',
    })(suspect, view),
  ]);
  return shared ?? local;
};

const networkBound: Suspecting = async (suspect, view) => {
  const step = 'Compare the links of the nodes on the dashboard *Network*, and run `all_reduce_perf` of nccl-tests between them; is NCCL on EFA or RDMA at all (`NCCL_DEBUG=INFO`)?';
  const found = await Promise.all([
    { series: rdmaRetransmits.name, above: thresholdOf('EFARetransmitsHigh'), what: 'of the EFA packets', runbook: 'EFARetransmitsHigh' },
    { series: tcpRetransmits.name, above: thresholdOf('NodeTCPRetransmitsHigh'), what: 'of the TCP segments', runbook: 'NodeTCPRetransmitsHigh' },
    { series: packetsDropped.name, above: thresholdOf('NodePacketsDropped'), what: 'of the packets are dropped, counted', runbook: 'NodePacketsDropped' },
  ].map(({ series, above, what, runbook }) => onNodes({
    cause: 'network bound', series, above, runbooks: [runbook], nextStep: step,
    says: (value, node) => (runbook === 'NodePacketsDropped' ? `node ${node} drops ${percent(value)} of its packets` : `node ${node} sends ${percent(value)} ${what} again`),
  })(suspect, view)));
  return found.find((suspicion) => suspicion !== undefined);
};

const throttling: Suspecting = onNodes({
  cause: 'throttling', series: thermalThrottle.name, above: thresholdOf('GPUThermalThrottling'),
  says: (value, node) => `heat slows down a GPU of node ${node} for ${percent(value)} of the time`, runbooks: ['GPUThermalThrottling'],
  nextStep: 'Keep the job off that node (`kubectl cordon NODE`) until it is cooled better.',
});

const straggler: Suspecting = async (suspect, view) => {
  const { worst: found, evidence } = await worst(view, average(slowestGpu.name + ofWorkload(suspect)), 'least');
  return found && found.value < thresholdOf('TrainingStraggler') ? {
    cause: 'straggler', own: true, says: `its slowest GPU does ${percent(found.value)} of what the median does, and all others wait for it`, evidence, runbooks: ['TrainingStraggler'],
    nextStep: 'Find the GPU that lags on the dashboard *Training* and restart the job without its node; with pipeline stages, balance them.',
  } : undefined;
};

/** Checkpoints, evaluation and starting up; the signal's own limit of what is poor. */
const outsideOfSteps: Suspecting = async (suspect, view) => {
  const { worst: found, evidence } = await worst(view, average(stepShare.name + ofWorkload(suspect)), 'least');
  return found && found.value < stepShare.thresholds!.critical ? {
    cause: 'outside of steps', own: true, says: `only ${percent(found.value)} of the time goes into steps; the rest into checkpoints, evaluation or starting up`, evidence, runbooks: ['GPULowUsefulWork'],
    nextStep: 'Write checkpoints asynchronously and less often, evaluate less often, or on other GPUs.',
  } : undefined;
};

/** Half of the memory free means that the batch can be twice as large. The engine is busy all the time with kernels that fill few SMs: a GPU that waits is not. */
const halfFree = 0.5;
const busyAllTheTime = 0.9;

const smallBatch: Suspecting = async (suspect, view) => {
  const [busy, memory, tensor] = await Promise.all([utilization, memoryUsed, tensorActive].map((signal) => worst(view, average(signal.at('workload') + ofWorkload(suspect)))));
  if (!busy?.worst || !memory?.worst || busy.worst.value < busyAllTheTime || memory.worst.value >= halfFree) return undefined;
  return {
    cause: 'small batch', own: true, says: `its GPUs are busy ${percent(busy.worst.value)} of the time with kernels that fill few SMs, and use ${percent(memory.worst.value)} of their memory`,
    evidence: [...busy.evidence, ...memory.evidence, ...(tensor?.evidence ?? [])], runbooks: ['GPULowUsefulWork'],
    nextStep: 'Larger batches (half of the memory is free), fused kernels (`torch.compile`), CUDA graphs; for a small model, a part of a GPU (MIG).',
  };
};

/** Fewer requests at once than replicas: most of them have nothing to do. */
const fewRequests: Suspecting = async (suspect, view) => {
  const { place: { cluster, namespace } } = suspect;
  const models = await view.metrics.instant(`group by (model) (${workloadModel.name}${ofWorkload(suspect)})`, view.window.to);
  if (models.length === 0) return undefined;
  const of = `{${[cluster === undefined ? [] : `cluster=${JSON.stringify(cluster)}`, `namespace=${JSON.stringify(namespace ?? '')}`, `model=~${anyOf(models.flatMap(({ labels }) => labels['model'] ?? []))}`].flat().join(', ')}}`;
  const pods = view.census.pods.filter(({ namespace: own, workload }) => own === namespace && workload === suspect.place.workload).length;
  const [inWork, queued] = await Promise.all([running, waiting].map((signal) => worst(view, `sum(${average(signal.name + of)})`)));
  if (!inWork?.worst || (queued?.worst?.value ?? 0) >= 1 || inWork.worst.value >= Math.max(1, pods)) return undefined;
  return {
    cause: 'few requests', own: true, says: `${inWork.worst.value.toPrecision(2)} requests are in work at a time on ${pods} replica${pods === 1 ? '' : 's'}, and none waits`, evidence: inWork.evidence, runbooks: ['GPULowUsefulWork'],
    nextStep: 'Fewer replicas, scaling with the load (to zero at night), a smaller GPU or a part of one.',
  };
};

/** In the order in which they are believed: what is measured on GPUs of the workload, what it says itself, what its nodes show, what is left. */
export const causes: readonly Suspecting[] = [throttling, straggler, inputBound, storageBound, cpuBound, networkBound, outsideOfSteps, smallBatch, fewRequests];
