import type { Toggle, Unit } from '../catalogue/define.ts';

/** What a series stands for, with the labels that name it. Finest first. */
export const levels = {
  gpu: ['cluster', 'node', 'gpu', 'GPU_I_ID', 'GPU_I_PROFILE', 'modelName', 'namespace', 'pod'],
  pod: ['cluster', 'node', 'namespace', 'pod'],
  node: ['cluster', 'node'],
  /** What a person started: a Deployment, a PyTorchJob, a RayService and so on, with the queue it was admitted from. */
  workload: ['cluster', 'namespace', 'workload', 'workload_kind', 'queue'],
  queue: ['cluster', 'namespace', 'queue'],
  /** A served or trained model, as its server names it. */
  model: ['cluster', 'namespace', 'model'],
  namespace: ['cluster', 'namespace'],
  job: ['cluster', 'job'],
  cluster: ['cluster'],
} as const satisfies Record<string, readonly string[]>;

export type Level = keyof typeof levels;

/** How a coarser level is made of finer series: `mean` is weighed by `weight`. */
export type Aggregation = 'sum' | 'max' | 'mean';

/** One way to get a signal: an expression over the series of an exporter. */
export interface Source {
  readonly toggle?: Toggle;
  readonly expr: string;
}

export interface SignalDefinition {
  /** `level:what:unit`, the name of the recorded series at the finest level. */
  readonly name: `${Level}:${string}:${string}`;
  readonly title: string;
  readonly unit: Unit;
  readonly description: string;
  /** Which way is good; colours and words follow. */
  readonly better: 'higher' | 'lower' | 'neither';
  /** Where colours change, in the unit of the signal. */
  readonly thresholds?: { readonly warning: number; readonly critical: number };
  /** Ways to get it, best first: the next one fills in where the one before has no series. */
  readonly sources: readonly Source[];
  /** Labels kept at every level beside those of the level, such as `resource`. */
  readonly by?: readonly string[];
  /** Coarser levels that are recorded as well. */
  readonly levels?: readonly Level[];
  readonly aggregation?: Aggregation;
  /** How much each part counts in a mean: a signal with the same labels, recorded at the same levels. */
  readonly weight?: Signal;
  /** Level within which all parts count alike, so that no weight is needed: a pod holds whole GPUs, or slices of one size. */
  readonly equalWithin?: Level;
}

export interface Signal extends SignalDefinition {
  readonly level: Level;
  /** Toggles without which it has no data. */
  readonly requires: readonly Toggle[];
  /** Name of the series at a level; throws when that level is not recorded. */
  at(level: Level): string;
}

/** A coarser name keeps what it is made of: gpu:power:watts becomes node:gpu_power:watts. */
function nameAt(name: string, level: Level): string {
  const [base, what, unit] = name.split(':');
  return `${level}:${base === 'gpu' ? `gpu_${what}` : what}:${unit}`;
}

/** Declares a number that is shown or alerted on; throws when the definition contradicts itself. */
export function signal(definition: SignalDefinition): Signal {
  const { name, sources, levels: coarser = [], aggregation, weight } = definition;
  const level = name.split(':')[0] as Level;
  const refuse = (what: string) => { throw new Error(`signal ${name}: ${what}`); };
  if (!(level in levels)) refuse(`"${level}" is no level; begin the name with one of ${Object.keys(levels).join(', ')}`);
  if (coarser.length && !aggregation) refuse('it has coarser levels but no aggregation; write sum, max or mean');
  if (aggregation === 'mean' && !weight) refuse('a mean needs a weight; give the signal that says how much each part counts');
  if (aggregation === 'sum' && definition.unit === 'ratio') refuse('a sum of ratios means nothing; write mean and a weight');
  for (const needed of aggregation === 'mean' ? [level, ...coarser] : []) weight?.at(needed);
  const [first, ...others] = sources.map((source) => source.toggle);
  return {
    ...definition,
    level,
    requires: first && others.every((toggle) => toggle === first) ? [first] : [],
    at(wanted) {
      if (wanted === level) return name;
      if (!coarser.includes(wanted)) refuse(`level ${wanted} is not recorded; add it to levels`);
      return nameAt(name, wanted);
    },
  };
}
