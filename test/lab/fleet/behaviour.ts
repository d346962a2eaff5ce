import type { Pod } from './cluster.ts';
import { noise } from './random.ts';

/** What a pod does with the accelerators it holds; `free` is an accelerator without a pod. */
export type Behaviour = 'training' | 'serving' | 'idle' | 'free';

/** The pod annotation that says how the lab simulates the pod. */
export const behaviourAnnotation = 'lab.observability/behaviour';

/** How hard an accelerator works. All are shares from 0 to 1 of what it could do. */
export interface Activity {
  /** Time in which any kernel ran. */
  readonly engine: number;
  /** Compute units with work. */
  readonly sm: number;
  readonly occupancy: number;
  readonly tensor: number;
  readonly dram: number;
  /** Memory in use. */
  readonly memory: number;
  /** Traffic to other accelerators. */
  readonly link: number;
  /** Traffic to the host. */
  readonly host: number;
}

const still: Activity = { engine: 0, sm: 0, occupancy: 0, tensor: 0, dram: 0, memory: 0, link: 0, host: 0 };

const stepSeconds = 20;
const checkpointEvery = 600;
const checkpointSeconds = 40;

/** A pod that asks for accelerators and says nothing else is simulated as training. */
export function behaviourOf(pod: Pod): Behaviour {
  const annotated = pod.metadata.annotations?.[behaviourAnnotation];
  return annotated === 'serving' || annotated === 'idle' ? annotated : 'training';
}

/**
 * What one accelerator does at a moment.
 * @param job what the accelerators of one workload share: they step and save together
 * @param device what sets this accelerator apart
 * @param time unix seconds
 */
export function activity(behaviour: Behaviour, job: string, device: string, time: number): Activity {
  switch (behaviour) {
    case 'training':
      return training(job, device, time);
    case 'serving':
      return serving(job, device, time);
    case 'idle':
      return { ...still, memory: 0.31 };
    case 'free':
      return still;
  }
}

function training(job: string, device: string, time: number): Activity {
  if (isSaving(job, time)) return { ...still, engine: 0.08, sm: 0.05, dram: 0.04, memory: 0.88, host: 0.7 };
  const exchange = Math.max(0, Math.sin((2 * Math.PI * time) / stepSeconds + noise(job, 3600, 0) * 6)) ** 4;
  const wobble = noise(device, 30, time) - 0.5;
  const compute = 1 - 0.35 * exchange;
  return {
    engine: 0.99,
    sm: share(0.9 * compute + 0.06 * wobble),
    occupancy: share(0.42 * compute + 0.05 * wobble),
    tensor: share(0.54 * compute + 0.06 * wobble),
    dram: share(0.52 * compute + 0.08 * wobble),
    memory: 0.91,
    link: share(0.15 + 0.6 * exchange),
    host: share(0.05 + 0.04 * wobble),
  };
}

/** A checkpoint: for a while the accelerators wait for storage. */
const isSaving = (job: string, time: number): boolean =>
  (time + noise(job, 3600, 0) * checkpointEvery) % checkpointEvery < checkpointSeconds;

function serving(job: string, device: string, time: number): Activity {
  const daily = 0.5 - 0.35 * Math.cos((2 * Math.PI * time) / 86_400);
  const burst = noise(job, 90, time) ** 2;
  const load = share(0.1 + 0.55 * daily + 0.5 * burst + 0.06 * (noise(device, 20, time) - 0.5));
  return {
    engine: share(1.3 * load),
    sm: share(0.8 * load),
    occupancy: share(0.3 * load),
    tensor: share(0.28 * load),
    dram: share(0.75 * load),
    memory: 0.9,
    link: share(0.12 * load),
    host: share(0.03 + 0.05 * load),
  };
}

const share = (value: number): number => Math.min(1, Math.max(0, value));
