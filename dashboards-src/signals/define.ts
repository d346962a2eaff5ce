import type { Toggle, Unit } from '../catalogue/define.ts';

/** What a series stands for, with the labels that name it. Finest first. */
export const levels = {
  /** A GPU, a MIG slice of one, or one of the pods that share either. */
  gpu: ['cluster', 'node', 'gpu', 'GPU_I_ID', 'GPU_I_PROFILE', 'modelName', 'namespace', 'pod', 'workload', 'workload_kind', 'queue'],
  pod: ['cluster', 'node', 'namespace', 'pod'],
  node: ['cluster', 'node'],
  /** What a person started: a Deployment, a PyTorchJob, a RayService and so on, with the queue it was admitted from. */
  workload: ['cluster', 'namespace', 'workload', 'workload_kind', 'queue'],
  queue: ['cluster', 'namespace', 'queue'],
  /** Kueue's ClusterQueue: the quota that the LocalQueues (`queue`) of several namespaces share. */
  cluster_queue: ['cluster', 'cluster_queue'],
  ray_cluster: ['cluster', 'namespace', 'ray_io_cluster'],
  /** A served or trained model, as its server names it. */
  model: ['cluster', 'namespace', 'model'],
  /** A promise to users: that so many requests are answered so fast. */
  slo: ['slo'],
  namespace: ['cluster', 'namespace'],
  /** A variant of a SageMaker endpoint, of which each has instances of its own. */
  sagemaker_variant: ['cluster', 'account_id', 'region', 'endpoint_name', 'variant_name'],
  sagemaker_endpoint: ['cluster', 'account_id', 'region', 'endpoint_name'],
  inference_component: ['cluster', 'account_id', 'region', 'inference_component_name'],
  /** An instance of a training, processing or transform job (`job_kind`) of SageMaker. */
  sagemaker_host: ['cluster', 'account_id', 'region', 'job_kind', 'job_name', 'host'],
  recommendation_job: ['cluster', 'account_id', 'region', 'job_name', 'endpoint_name'],
  labeling_job: ['cluster', 'account_id', 'region', 'labeling_job_name'],
  /** An operation of the Feature Store, on one feature group unless it is a batch. */
  feature_group: ['cluster', 'account_id', 'region', 'feature_group_name', 'operation_name'],
  sagemaker_pipeline: ['cluster', 'account_id', 'region', 'pipeline_name'],
  /** What the values say of an endpoint, wherever it runs. */
  endpoint_name: ['endpoint_name'],
  /** What the values say of SageMaker as a whole. */
  sagemaker: [],
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

/** Series that stand for unequal parts, as slices of a GPU do. */
export interface Parts {
  /** PromQL of the parts, with the labels of the level. */
  readonly expr: string;
  /** Labels that tell the parts from each other. */
  readonly on: readonly string[];
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
  /** How much each series counts in a mean: a signal recorded at the same levels. */
  readonly weight?: Signal;
  /** How much of a whole each series of the finest level stands for. */
  readonly parts?: Parts;
  /** The finest level is computed where coarser ones need it and not recorded, as it has too many series. */
  readonly transient?: boolean;
  /** Has series only where something is the matter, so that it costs next to nothing. */
  readonly sparse?: boolean;
}

export interface Signal extends SignalDefinition {
  readonly level: Level;
  /** The levels at which it is recorded, finest first. */
  readonly recorded: readonly Level[];
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
  if (definition.transient && !coarser.length) refuse('it is transient and has no coarser levels, so nothing would be recorded; add levels');
  const recorded = definition.transient ? coarser : [level, ...coarser];
  for (const needed of aggregation === 'mean' ? recorded : []) if (needed !== level || !definition.parts) weight?.at(needed);
  const [first, ...others] = sources.map((source) => source.toggle);
  return {
    ...definition,
    level,
    recorded,
    requires: first && others.every((toggle) => toggle === first) ? [first] : [],
    at(wanted) {
      if (!recorded.includes(wanted)) refuse(`level ${wanted} is not recorded; ${wanted === level ? `read one of ${coarser.join(', ')}, or the exporter's own series behind a filter` : 'add it to levels'}`);
      return wanted === level ? name : nameAt(name, wanted);
    },
  };
}
