import { acceleratorsAllocated, accelerators } from './cluster.ts';
import { field, gpuIdentity, perGpu } from './dcgm.ts';
import { levels, signal, type SignalDefinition } from './define.ts';
import { tensorActive, utilization } from './gpu.ts';
import { reported } from './ml.ts';
import { ofWorkload, podWorkload } from './workloads.ts';

const pod = 'cluster, namespace, pod';
const job = levels.workload.join(', ');
/** A workload may hold several runs that report apart, as in a search for hyperparameters. */
const run = `${job}, job_name`;

/** Kinds of workloads that train when they hold accelerators; others do when they report it. */
const trainingKinds = '.*Job|JobSet';

const fixed = (expr: string, label: string, value: string): string => `label_replace(${expr}, "${label}", "${value}", "", "")`;
/** Series of pods, brought together by labels of their workloads. */
const grouped = (op: string, by: string, series: string): string => `${op} by (${by}) (\n${ofWorkload(series)}\n)`;
const ml = (expr: string) => ({ toggle: 'annotated' as const, expr });
const dcgm = (expr: string) => ({ toggle: 'dcgm' as const, expr });

/** A number that a training reports of itself, one series for each run. */
const reportedSignal = (definition: Omit<SignalDefinition, 'by'>) => signal({ ...definition, by: ['job_name'] });

const perRun = (op: string, expr: (matchers: string) => string): string => grouped(op, run, reported(expr));
const meanOf = (histogram: string, range: string): string =>
  `${perRun('sum', (own) => `increase(${histogram}_sum{${own}}[${range}])`)}\n/\n(${perRun('sum', (own) => `increase(${histogram}_count{${own}}[${range}])`)} > 0)`;

/** The highest epoch that a run has series for. Only histogram_quantile reads a number from a label: epochs stand as bounds of buckets, and the greatest finite bound is what it gives. */
const lastEpoch = (metric: string): string => [
  'histogram_quantile(1,',
  `sum by (${run}, le) (label_replace(\n${grouped('group', `${run}, epoch`, reported((own) => `${metric}{epoch!="", ${own}}`))}\n, "le", "$1", "epoch", "(.+)"))`,
  'or',
  `label_replace(\n${grouped('group', run, reported((own) => `${metric}{epoch!="", ${own}}`))} + 1\n, "le", "+Inf", "", "")`,
  ')',
].join('\n');

/** The value of the last epoch: a process goes on exposing the epochs before it. Ranks count alike. */
const latest = (metric: string): string => [
  `avg by (${run}) (`,
  `${grouped('avg', `${run}, epoch`, reported((own) => `${metric}{epoch!="", ${own}}`))}`,
  `* on (${run}, epoch) group_left ()`,
  `count_values by (${run}) ("epoch", ${lastEpoch(metric)})`,
  ')',
  'or',
  perRun('avg', (own) => `${metric}{epoch="", ${own}}`),
].join('\n');

export const training = signal({
  name: 'workload:training:info',
  title: 'Trainings',
  unit: 'info',
  description: 'Workloads that train: jobs whose pods ask for accelerators, and whatever reports that it trains. Constant 1.',
  better: 'neither',
  sources: [
    { expr: `group by (${job}) (\n${podWorkload.name}{workload_kind=~"${trainingKinds}"}\nand on (${pod}) kube_pod_container_resource_requests{resource=~"${accelerators}"}\n)` },
    { expr: `group by (${job}) (\n${podWorkload.name}\nand on (${pod}) ray_train_controller_state\n)` },
    ...['ml_training_loss', 'ml_training_steps_total'].map((metric) => ml(grouped('group', job, reported((own) => `${metric}{${own}}`)))),
  ],
});

const ofTraining = (expr: string): string => `${expr}\nand on (${job}) ${training.name}`;

export const trainingPods = signal({
  name: 'workload:training_pods:count',
  title: 'Pods of the job by phase',
  unit: 'count',
  description: 'Pods that wait, run, have failed or are done. Pending beside Running: the job has not got all of its pods, and those that run wait for the others.',
  better: 'neither',
  sources: [{ expr: ofTraining(grouped('sum', `${job}, phase`, `(max by (${pod}, phase) (kube_pod_status_phase) == 1)`)) }],
  by: ['phase'],
});

/** Pods that should run and do not: on no node yet, or with a container that waits, for its image or to be started again. */
const held = `(\nmax by (${pod}) (kube_pod_status_phase{phase=~"Pending|Unknown"}) == 1\nor max by (${pod}) (kube_pod_container_status_waiting) == 1\n)`;

export const interrupted = signal({
  name: 'workload:training_interrupted:bool',
  title: 'Time lost',
  unit: 'ratio',
  description: 'Share of the time in which the job held accelerators and yet not all of its pods ran: images are pulled, containers start again, or pods are missing. What had to be computed again after it comes on top.',
  better: 'lower',
  thresholds: { warning: 0.05, critical: 0.2 },
  sources: [{
    expr: `(\n${grouped('count', job, held)} > bool 0\nor\n${training.name} * 0\n)\nand on (${job})\n${grouped('sum', job, acceleratorsAllocated.name)}\nand on (${job}) ${training.name}`,
  }],
});

export const trainingStarted = signal({
  name: 'workload:training_started:timestamp',
  title: 'Started',
  unit: 'timestamp',
  description: 'When the first pod of the job that is still known was started.',
  better: 'neither',
  sources: [{ expr: ofTraining(grouped('min', job, `min by (${pod}) (kube_pod_start_time)`)) }],
});

export const trainingEnded = signal({
  name: 'workload:training_ended:timestamp',
  title: 'Last pod ended',
  unit: 'timestamp',
  description: 'When the last pod of the job that ended did so.',
  better: 'neither',
  sources: [{ expr: ofTraining(grouped('max', job, `max by (${pod}) (kube_pod_completion_time)`)) }],
});

export const trainingRestarts = signal({
  name: 'workload:training_restarts:increase1h',
  title: 'Restarts in the last hour',
  unit: 'count',
  description: 'Containers that were started again and pods that failed within an hour. Each costs the work since the last checkpoint, of all pods of the job: look at the reason of the last end, OOMKilled first, and at Xid errors of the node.',
  better: 'lower',
  thresholds: { warning: 1, critical: 3 },
  sources: [{
    expr: ofTraining([
      `sum by (${job}) (`,
      fixed(grouped('sum', job, `sum by (${pod}) (increase(kube_pod_container_status_restarts_total[1h]))`), 'what', 'container'),
      'or',
      fixed(grouped('count', job, `(max by (${pod}) (kube_pod_status_phase{phase="Failed"}) == 1 and on (${pod}) time() - max by (${pod}) (kube_pod_completion_time) < 3600)`), 'what', 'pod'),
      ')',
    ].join('\n')),
  }],
});

const inPhase = (phase: string): string => `on (${job}) ${trainingPods.name}{phase${phase}}`;
/** A Job by the conditions that its controller sets. Pods of a failed Job may be gone at once, so that the workload is looked up in the past hour. */
const jobWith = (condition: string): string =>
  `(\nlast_over_time(${training.name}{workload_kind="Job"}[1h])\nand on (cluster, namespace, workload)\nlabel_replace(max by (cluster, namespace, job_name) (${condition}{condition="true"}) == 1, "workload", "$1", "job_name", "(.+)")\n)`;
/** What other controllers made of a job is told by its pods. */
const podsTell = (phases: string): string => `${training.name}{workload_kind!="Job"} ${phases}`;
const states = {
  failed: `${jobWith('kube_job_failed')}\nor ${podsTell(`and ${inPhase('="Failed"')} unless ${inPhase('!~"Failed|Succeeded"')}`)}`,
  finished: `${jobWith('kube_job_complete')}\nor ${podsTell(`and ${inPhase('="Succeeded"')} unless ${inPhase('!="Succeeded"')}`)}`,
  interrupted: `${interrupted.name} == 1`,
  running: `${training.name} and ${inPhase('="Running"')}`,
  waiting: `${training.name} and ${inPhase('=~"Pending|Unknown"')}`,
};

export const trainingState = signal({
  name: 'workload:training_state:info',
  title: 'State of the job',
  unit: 'info',
  description: 'In words. waiting: no pod has a place. interrupted: it holds accelerators, but not all of its pods run. failed and finished: as its controller says, or its pods.',
  better: 'neither',
  sources: [{ expr: Object.entries(states).map(([state, expr]) => fixed(`group by (${job}) (\n${expr}\n)`, 'state', state)).join(`\nor on (${job})\n`) }],
  by: ['state'],
});

export const operatorJobs = signal({
  name: 'cluster:training_operator_jobs:increase1h',
  title: 'Jobs of the training operators',
  unit: 'count',
  description: 'Jobs that were made, succeeded, failed, were restarted or deleted within an hour, as the operators of Kubeflow, HyperPod and JobSet count them.',
  better: 'neither',
  sources: [
    ...(['created', 'successful', 'failed', 'restarted', 'deleted'] as const).flatMap((outcome) => [
      { toggle: 'trainer' as const, expr: counted(`training_operator_jobs_${outcome}_total`, 'Kubeflow', outcome) },
      { toggle: 'hyperpod' as const, expr: counted(`hyperpod_training_operator_jobs_${outcome}_total`, 'HyperPod', outcome) },
    ]),
    { toggle: 'jobset', expr: counted('jobset_completed_total', 'JobSet', 'successful') },
    { toggle: 'jobset', expr: counted('jobset_failed_total', 'JobSet', 'failed') },
  ],
  by: ['operator', 'outcome'],
});

function counted(metric: string, operator: string, outcome: string): string {
  return fixed(fixed(`sum by (cluster) (increase(${metric}[1h]))`, 'operator', operator), 'outcome', outcome);
}

export const trainingEpoch = reportedSignal({
  name: 'workload:training_epoch:count',
  title: 'Epoch',
  unit: 'count',
  description: 'The epoch that the training has reached, as it reports it.',
  better: 'neither',
  sources: [ml(lastEpoch('ml_training_loss')), ml(perRun('max', (own) => `ml_training_epochs_total{${own}}`))],
});

export const trainingLoss = reportedSignal({
  name: 'workload:training_loss:value',
  title: 'Loss',
  unit: 'score',
  description: 'What the training minimises, averaged over the ranks that report it. It should fall and flatten. A jump: learning rate too high or bad data. NaN: go back to the last checkpoint.',
  better: 'lower',
  sources: [ml(latest('ml_training_loss'))],
});

export const trainingAccuracy = reportedSignal({
  name: 'workload:training_accuracy:ratio',
  title: 'Accuracy in training',
  unit: 'ratio',
  description: 'Accuracy that the training reports, averaged over its ranks. Falling while the loss falls: it learns its data by heart.',
  better: 'higher',
  sources: [ml(latest('ml_training_accuracy'))],
});

export const learningRate = reportedSignal({
  name: 'workload:training_learning_rate:value',
  title: 'Learning rate',
  unit: 'score',
  description: 'How far each step goes. It follows the schedule: rising in the warm-up, then falling. A jump after a restart means that the schedule was not restored.',
  better: 'neither',
  sources: [ml(perRun('max', (own) => `ml_learning_rate{${own}}`))],
});

export const gradientNorm = reportedSignal({
  name: 'workload:training_gradient_norm:value',
  title: 'Gradient norm',
  unit: 'score',
  description: 'Size of the gradients before clipping, the greatest of all ranks. Peaks come before a loss that diverges: look at the learning rate and at the data of these steps.',
  better: 'neither',
  sources: [ml(perRun('max', (own) => `ml_training_gradient_norm{${own}}`))],
});

export const steps = reportedSignal({
  name: 'workload:training_steps:rate5m',
  title: 'Steps per second',
  unit: 'events/second',
  description: 'Optimizer steps of the job each second. Zero while it runs: it stands still, in a checkpoint, a collective that hangs, or data that does not come.',
  better: 'higher',
  // Each rank counts all steps of the job.
  sources: [ml(perRun('max', (own) => `rate(ml_training_steps_total{${own}}[5m])`))],
});

export const stepDuration = reportedSignal({
  name: 'workload:training_step_duration:seconds',
  title: 'Step time',
  unit: 'seconds',
  description: 'Mean time of an optimizer step over the last five minutes. It should be flat: slowly rising points at memory or data, jumps at a GPU that slows down all others or at the network.',
  better: 'lower',
  sources: [ml(meanOf('ml_training_step_duration_seconds', '5m')), ml(`1 / (${steps.name} > 0)`)],
});

export const samples = reportedSignal({
  name: 'workload:training_samples:rate5m',
  title: 'Samples per second',
  unit: 'events/second',
  description: 'Samples that all ranks of the job train on each second.',
  better: 'higher',
  sources: [ml(perRun('sum', (own) => `rate(ml_training_samples_total{${own}}[5m])`))],
});

export const tokens = reportedSignal({
  name: 'workload:training_tokens:rate5m',
  title: 'Tokens per second',
  unit: 'tokens/second',
  description: 'Tokens that all ranks of the job train on each second: the measure to compare settings by.',
  better: 'higher',
  sources: [ml(perRun('sum', (own) => `rate(ml_training_tokens_total{${own}}[5m])`))],
});

export const stepShare = reportedSignal({
  name: 'workload:training_in_steps:ratio',
  title: 'Time in steps',
  unit: 'ratio',
  description: 'Share of the time that the ranks spend in steps. The rest goes to checkpoints, evaluation and starting up: time that is paid for and does not train.',
  better: 'higher',
  thresholds: { warning: 0.9, critical: 0.7 },
  sources: [ml(perRun('avg', (own) => `rate(ml_training_step_duration_seconds_sum{${own}}[5m])`))],
});

export const dataWait = reportedSignal({
  name: 'workload:training_data_wait:ratio',
  title: 'Waiting for data',
  unit: 'ratio',
  description: 'Share of the time that the ranks wait for the next batch. Above a few per cent: more loader workers, prefetching, a faster or nearer storage, or less work for the CPU.',
  better: 'lower',
  thresholds: { warning: 0.1, critical: 0.3 },
  sources: [ml(perRun('avg', (own) => `rate(ml_training_data_wait_seconds_total{${own}}[5m])`))],
});

export const checkpointAge = reportedSignal({
  name: 'workload:training_checkpoint_age:seconds',
  title: 'Age of the last checkpoint',
  unit: 'seconds',
  description: 'What a failure now would cost: everything since then has to be computed again.',
  better: 'lower',
  thresholds: { warning: 3600, critical: 7200 },
  sources: [ml(`time() - ${perRun('max', (own) => `ml_training_checkpoint_timestamp_seconds{${own}}`)}`)],
});

export const checkpointDuration = reportedSignal({
  name: 'workload:training_checkpoint_duration:seconds',
  title: 'Time of a checkpoint',
  unit: 'seconds',
  description: 'Mean time for which training stood still for a checkpoint, in the last hour. Long: write asynchronously, in shards from all ranks, or to faster storage.',
  better: 'lower',
  sources: [ml(meanOf('ml_training_checkpoint_duration_seconds', '1h'))],
});

export const trainingCost = reportedSignal({
  name: 'workload:training_cost:dollars',
  title: 'Cost so far',
  unit: 'dollars',
  description: 'What the run has cost so far, as its program counts it; several instance types are added up. *Cost* has what the cluster counts.',
  better: 'lower',
  // Ranks report what the whole run costs.
  sources: [ml(`sum by (${run}) (\n${grouped('max', `${run}, instance_type`, reported((own) => `ml_training_cost_dollars{${own}}`))}\n)`)],
});

/** Activity of each GPU of a workload, over a time that evens out steps and short checkpoints. */
export const tensorOfGpus = `avg_over_time(${tensorActive.at('gpu')}{workload!=""}[10m])`;
export const medianOfJob = `quantile by (${job}) (0.5, ${tensorOfGpus})`;
export const gpusOfJob = `count by (${job}) (${tensorActive.at('gpu')}{workload!=""})`;

export const straggler = signal({
  name: 'workload:training_slowest_gpu:ratio',
  title: 'Slowest GPU',
  unit: 'ratio',
  description: 'Tensor core activity of the GPU that does least, as a part of the median of the job. In step with all others each GPU does the same, so that one far below 100 % is slow, hot, badly connected, or has less to do by design (pipelines).',
  better: 'higher',
  thresholds: { warning: 0.8, critical: 0.6 },
  sources: [dcgm(ofTraining(`min by (${job}) (${tensorOfGpus})\n/ (${medianOfJob} > 0.05)\nand on (${job}) ${gpusOfJob} >= 4`))],
});

/** Collectives spin on a few SM: the engine is busy, the tensor cores are not, and the power is low. */
const hanging = [
  `${utilization.at('gpu')}{workload!=""} > 0.95`,
  `${tensorActive.at('gpu')}{workload!=""} < 0.01`,
  `(\n${perGpu((gpu) => `${field('DCGM_FI_DEV_POWER_USAGE', gpu)} / ${field('DCGM_FI_DEV_POWER_MGMT_LIMIT', gpu)}`)}\n) < 0.4`,
].join(`\nand on (${gpuIdentity.join(', ')})\n`);

export const hung = signal({
  name: 'workload:training_hung:ratio',
  title: 'GPUs that look hung',
  unit: 'ratio',
  description: 'Share of the GPUs of the job that are busy, with idle tensor cores and at less than 40 % of their power: what a collective looks like that waits for a rank that never comes. All GPUs at once, for minutes: a hang.',
  better: 'lower',
  thresholds: { warning: 0.5, critical: 0.9 },
  sources: [dcgm(ofTraining(`(count by (${job}) (\n${hanging}\n) or ${gpusOfJob} * 0)\n/ (${gpusOfJob} >= 2)`))],
});

/** In the order in which they must be recorded: what others read comes first. */
export const trainingSignals = [
  training, trainingPods, interrupted, trainingStarted, trainingEnded, trainingRestarts, trainingState, operatorJobs,
  trainingEpoch, trainingLoss, trainingAccuracy, learningRate, gradientNorm, steps, stepDuration, samples, tokens, stepShare, dataWait, checkpointAge, checkpointDuration, trainingCost,
  straggler, hung,
];
