import { node, type SimulatedNode } from './nodes.ts';
import { pod, type SimulatedPod } from './pods.ts';
import { uses, type GpuUse } from './gpus.ts';
import { at, series, together, total, valueAt, type Course, type World } from './world.ts';

/** What a training reports of itself by the chart's `ml_*` contract. What is left out it does not report. */
export interface Reported {
  /** Optimizer steps each second. */
  readonly steps?: Course;
  readonly loss?: Course;
  /** Share of the time that it waits for batches. */
  readonly dataWait?: Course;
  /** Seconds of each second that go into steps. */
  readonly inSteps?: Course;
  /** The minute of the last checkpoint, seen at a minute. */
  readonly checkpoint?: Course;
}

export const reported = (namespace: string, name: string, { steps, loss, dataWait, inSteps, checkpoint }: Reported): World => {
  const own = { job: 'annotated', namespace, pod: name, container: 'main', job_name: 'run' };
  return {
    series: [
      ...(steps !== undefined ? [series('ml_training_steps_total', own, total(steps))] : []),
      ...(loss !== undefined ? [series('ml_training_loss', { ...own, epoch: '1' }, loss)] : []),
      ...(dataWait !== undefined ? [series('ml_training_data_wait_seconds_total', own, total(dataWait))] : []),
      ...(inSteps !== undefined ? [series('ml_training_step_duration_seconds_sum', own, total(inSteps))] : []),
      ...(checkpoint !== undefined ? [series('ml_training_checkpoint_timestamp_seconds', own, (minute) => { const last = valueAt(checkpoint, minute); return last === undefined ? undefined : at + last * 60; })] : []),
    ],
  };
};

/** A loss that falls and flattens. */
export const falling: Course = (minute) => 2 + 1.5 * Math.exp(-(minute + 600) / 200) + 0.01 * Math.sin(minute * 2.3);

/** Saved every quarter of an hour. */
export const regular: Course = (minute) => Math.floor(minute / 15) * 15;

export interface TrainingJob {
  readonly namespace?: string;
  readonly name?: string;
  readonly kind?: string;
  /** Nodes that it has all GPUs of. */
  readonly nodes: readonly string[];
  readonly gpusEach?: number;
  readonly use?: GpuUse | ((node: string, gpu: number) => GpuUse);
  readonly reports?: Reported;
  readonly pods?: Partial<SimulatedPod>;
  /** What is particular about its nodes. */
  readonly node?: (name: string) => Partial<SimulatedNode>;
  readonly from?: number;
  readonly until?: number;
}

/** Minutes from the making of a pod until it holds its GPUs: images are pulled, and evals/prometheus.ts says what else. */
const known = 6;

export const workerOf = (name: string, index: number): string => `${name}-worker-${index}`;

/** A training job with a pod and all GPUs of each of its nodes. */
export function trainingJob({ namespace = 'team-a', name = 'llama', kind = 'PyTorchJob', nodes, gpusEach = 8, use = uses.training, reports = { steps: 0.5, loss: falling, checkpoint: regular }, pods = {}, node: particular = () => ({}), from, until }: TrainingJob): World {
  const everyGpu = Array.from({ length: gpusEach }, (_, gpu) => gpu);
  return together(...nodes.map((host, index) => {
    const worker = workerOf(name, index);
    const holder = { namespace, pod: worker, gpus: everyGpu, use: typeof use === 'function' ? (gpu: number) => use(host, gpu) : use, ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
    return together(
      node({ name: host, gpus: 8, holders: [holder], gpuPrice: 4, ...particular(host) }),
      pod({ namespace, name: worker, owner: { kind, name }, node: host, asks: { 'nvidia.com/gpu': gpusEach }, ...pods, ...(from !== undefined && { made: from - known }) }),
      index === 0 ? reported(namespace, worker, reports) : {},
    );
  }));
}
