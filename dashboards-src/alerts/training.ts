import { levels } from '../signals/define.ts';
import { targets } from '../signals/stack.ts';
import {
  checkpointAge, dataWait, gpusOfJob, hung, interrupted, medianOfJob, steps, tensorOfGpus, training, trainingEnded, trainingLoss, trainingPods, trainingRestarts, trainingStarted, trainingState,
} from '../signals/training.ts';
import { alert, type AlertGroup } from './define.ts';

const job = levels.workload.join(', ');
const run = `${job}, job_name`;

const named = '{{ $labels.workload_kind }} {{ $labels.namespace }}/{{ $labels.workload }}';
const inCluster = `${named} (cluster {{ $labels.cluster }})`;
const ofRun = '{{ if $labels.job_name }} Run: {{ $labels.job_name }}.{{ end }}';
const dashboard = 'the dashboard *Training* with this workload chosen';

const failed = alert({
  name: 'TrainingJobFailed',
  tier: 'warning',
  for: '2m',
  requires: [],
  expr: () => `${trainingState.name}{state="failed"}\nunless on (${job}) time() - ${trainingEnded.name} > 3600`,
  summary: `${named} has failed`,
  description: `The training job ${inCluster} has failed and does not start again by itself. The alert ends an hour after its last pod.`,
  runbook: {
    meaning: 'The controller of the job has given up: its retries are used up, its deadline is over, or a pod failed that may not fail. Of kinds without such a condition, all pods have ended and at least one has failed.',
    impact: 'The training stands still. Its accelerators are free for others.',
    diagnosis: `\`kubectl describe\` the job and its pods: the reason of the last end (OOMKilled, an exit code, evicted, node lost). Its last lines in the row *Logs* of ${dashboard}; of many ranks, the one that ended first tells the cause, the others only that they lost it.`,
    mitigation: 'Start it again from its last checkpoint, after the cause is gone: more memory or a smaller batch for OOMKilled, without the node for Xid errors, a fix for an exception. With retries (`backoffLimit`, `maxRestarts`) such failures heal by themselves.',
  },
});

const restartLoop = alert({
  name: 'TrainingRestartLoop',
  tier: 'warning',
  for: '5m',
  requires: [],
  threshold: { default: 3, unit: 'count', description: 'Restarts of containers and failures of pods of a job within an hour from which on it counts as a loop.' },
  expr: (threshold) => `${trainingRestarts.name} >= ${threshold}\nunless on (${job}) ${trainingState.name}{state=~"failed|finished"}`,
  summary: `${named} starts again and again`,
  description: `Containers started again and pods failed {{ $value | printf "%.0f" }} times within an hour in the training job ${inCluster}.`,
  runbook: {
    meaning: 'Containers of the job end and are started again, or its pods fail and are replaced, several times within an hour.',
    impact: 'Each time the job loses the work since its last checkpoint, while its accelerators are held and paid for. If it fails before it reaches the next checkpoint, it makes no progress at all.',
    diagnosis: `The reason of the last end in the row *Pods* of ${dashboard}, and the logs of the pod that ended first. Always the same node: look at it on *GPU health*. Always after the same time: memory that grows, or a batch of data that breaks it.`,
    mitigation: 'OOMKilled: raise the memory limit or lower the workers of the data loader. A node that breaks it: cordon it. A crash at start: stop the job, as it only holds accelerators, and mend image, arguments or access to data.',
  },
});

/** Steps tell best. Without them the loss does, where it is reported often: twelve times within three hours before. */
const noProgress = [
  `${steps.name} == 0\nand on (${run}) max_over_time(${steps.name}[1d]) > 0`,
  `changes(${trainingLoss.name}[30m]) == 0\nand on (${run}) changes(${trainingLoss.name}[3h] offset 30m) >= 12\nunless on (${run}) ${steps.name}\nunless on (${run}) ${trainingLoss.name} != ${trainingLoss.name}`,
].join('\nor\n');

const stalled = alert({
  name: 'TrainingStalled',
  tier: 'warning',
  for: '15m',
  requires: ['annotated'],
  expr: () => noProgress,
  summary: `${named} makes no steps`,
  description: `The training job ${inCluster} runs and reports, and has made no progress for more than 15 minutes.${ofRun}`,
  runbook: {
    meaning: 'The processes of the job are alive, but they have finished no step, or report the same loss, for longer than a checkpoint or an evaluation should take.',
    impact: 'Its accelerators are paid for and do nothing. Such a job seldom goes on by itself.',
    diagnosis: `On ${dashboard}: GPUs busy at low power: a collective hangs (see TrainingHung). GPUs idle and CPU busy: data or tokenising. All idle: storage, a lock, a deadlock; \`py-spy dump --pid PID\` in a pod tells where. Compare the logs of the ranks: the one that is silent first is the cause.`,
    mitigation: 'Restart the job from its last checkpoint. Let it end by itself next time: a timeout for collectives (`TORCH_NCCL_ASYNC_ERROR_HANDLING=1` and `timeout=` of the process group) or a watchdog on steps.',
  },
});

const lossNotANumber = alert({
  name: 'TrainingLossNotANumber',
  tier: 'critical',
  for: '2m',
  requires: ['annotated'],
  expr: () => `${trainingLoss.name} != ${trainingLoss.name}\nor abs(${trainingLoss.name}) == Inf`,
  summary: `The loss of ${named} is {{ $value }}`,
  description: `The loss of the training job ${inCluster} is {{ $value }}: what it computes from here on is worthless.${ofRun}`,
  runbook: {
    meaning: 'The loss has become NaN or infinite. From then on all weights are, too.',
    impact: 'Every further step is wasted, and every further checkpoint is broken.',
    diagnosis: `Loss, gradient norm and learning rate on ${dashboard} in the steps before: a peak of the gradients points at the learning rate or at bad data, a sudden NaN at overflow in half precision, division by zero or a broken GPU (Xid 48, 63, 94, 95 on *GPU health*).`,
    mitigation: 'Stop the job. Go back to a checkpoint from before, with a lower learning rate, gradient clipping, bfloat16 instead of float16, or past the data of these steps.',
  },
});

const recent = `avg_over_time(${trainingLoss.name}[10m])`;
const best = `quantile_over_time(0.1, ${trainingLoss.name}[6h])`;

const lossDiverging = alert({
  name: 'TrainingLossDiverging',
  tier: 'warning',
  for: '10m',
  requires: ['annotated'],
  threshold: { default: 2, unit: 'count', description: 'How many times the low of the last six hours (its 10th percentile) the loss may be.' },
  expr: (threshold) => `${recent} > ${threshold} * (${best} > 0)\nand ${recent} > avg_over_time(${trainingLoss.name}[1h] offset 10m)`,
  summary: `The loss of ${named} rises`,
  description: `The loss of the training job ${inCluster} rises, and is far above its low of the last six hours. Now: {{ $value | printf "%.3g" }}.${ofRun}`,
  runbook: {
    meaning: 'The loss, averaged over ten minutes, is a multiple of its low in the last six hours and higher than in the hour before. Losses at or below zero are left out.',
    impact: 'If it does not come back soon, the run is lost from the peak on.',
    diagnosis: `Loss, gradient norm and learning rate on ${dashboard}. A restart just before: was the state of optimizer, schedule and data restored? A new phase of data: is it shuffled?`,
    mitigation: 'A short peak heals by itself. Otherwise go back to the checkpoint before it, with a lower learning rate, a longer warm-up or gradient clipping.',
  },
});

const stragglerGpu = alert({
  name: 'TrainingStraggler',
  tier: 'warning',
  for: '15m',
  requires: ['dcgm'],
  threshold: { default: 0.6, unit: 'ratio', description: 'Tensor core activity of a GPU, as a part of the median of its job, below which it counts as a straggler. Pipeline parallel jobs with uneven stages need less.' },
  expr: (threshold) => `${tensorOfGpus}\n/ on (${job}) group_left () (${medianOfJob} > 0.1)\n< ${threshold}\nand on (${job}) ${gpusOfJob} >= 4\nand on (${job}) ${training.name}`,
  summary: `GPU {{ $labels.gpu }} of node {{ $labels.node }} lags behind its job ${named}`,
  description: `GPU {{ $labels.gpu }} of node {{ $labels.node }} (pod {{ $labels.pod }}, cluster {{ $labels.cluster }}) does {{ $value | humanizePercentage }} of the tensor work of the median GPU of ${named}.`,
  runbook: {
    meaning: 'One GPU of the job has much less tensor core activity than the others, over ten minutes, for a quarter of an hour.',
    impact: 'In synchronous training all GPUs wait for the slowest one in each step: one GPU at half speed halves the job.',
    diagnosis: `The row *Stragglers* of ${dashboard}: is it one GPU or all of a node? Then the node on *GPU health*: heat, power limit, clocks, PCIe replays, NVLink errors, Xid; and on *Network*: errors and retransmits. If by design some ranks have less to do (pipeline stages, experts), raise the bar in \`alerts.overrides\`.`,
    mitigation: 'Cordon the node and let the job restart elsewhere from its last checkpoint. All GPUs of one node: look at its CPU, its memory and its data loaders first.',
  },
});

const hang = alert({
  name: 'TrainingHung',
  tier: 'critical',
  for: '10m',
  requires: ['dcgm'],
  threshold: { default: 0.9, unit: 'ratio', description: 'Share of the GPUs of a job that must look hung.' },
  expr: (threshold) => `${hung.name} >= ${threshold}`,
  summary: `${named} hangs in a collective`,
  description: `{{ $value | humanizePercentage }} of the GPUs of the training job ${inCluster} are busy with idle tensor cores and at less than 40 % of their power for more than 10 minutes: the signature of a collective (NCCL) that waits for a rank.`,
  runbook: {
    meaning: 'The GPUs spin in communication kernels: a rank has ended, hangs or took another branch, and all others wait for it.',
    impact: 'The whole job stands still and holds all of its accelerators, until somebody ends it or the timeout of NCCL does (10 minutes by default in PyTorch, often set to hours).',
    diagnosis: `Which rank does *not* look hung on ${dashboard} (idle, or at work), or has logged nothing for longest? Look at its pod (\`py-spy dump\`), at Xid errors of its node on *GPU health*, and at its links on *Network*. \`NCCL_DEBUG=INFO\` and PyTorch's flight recorder (\`TORCH_NCCL_TRACE_BUFFER_SIZE\`) name the collective.`,
    mitigation: 'Restart the job from its last checkpoint, without the node if its GPU, link or driver is at fault. If it comes back at the same step: the ranks disagree on the number of batches or on the order of collectives.',
  },
});

const checkpointStale = alert({
  name: 'TrainingCheckpointStale',
  tier: 'warning',
  for: '5m',
  requires: ['annotated'],
  threshold: { default: 7200, unit: 'seconds', description: 'Age of the last complete checkpoint of a running job.' },
  expr: (threshold) => `${checkpointAge.name} > ${threshold}`,
  summary: `${named} has saved no checkpoint for {{ $value | humanizeDuration }}`,
  description: `The last complete checkpoint of the training job ${inCluster} is {{ $value | humanizeDuration }} old. A failure now would cost all that has been computed since.${ofRun}`,
  runbook: {
    meaning: 'The job runs, and its last complete checkpoint is older than agreed.',
    impact: 'A failed GPU, a lost node or a spot interruption throws the job back by that much, times all of its accelerators.',
    diagnosis: `Does it still make steps (${dashboard})? Do its logs tell of a failed write: access, quota, a full volume (*Filesystem*)? Or is its interval simply longer than the threshold?`,
    mitigation: 'Mend storage or access and let it save at once, if its framework can (a signal, an API). Set the interval to what you are ready to lose, or the threshold to the interval.',
  },
});

const finished = alert({
  name: 'TrainingFinished',
  tier: 'info',
  for: '0s',
  requires: [],
  expr: () => `${trainingEnded.name} - ${trainingStarted.name}\nand on (${job}) ${trainingState.name}{state="finished"}\nand on (${job}) time() - ${trainingEnded.name} < 1800`,
  summary: `${named} has finished`,
  description: `The training job ${inCluster} has finished, {{ $value | humanizeDuration }} after its first pod was started.`,
  runbook: {
    meaning: 'All pods of the job have ended well within the last half hour.',
    impact: 'Its accelerators are free for others.',
    diagnosis: `Its loss and accuracy to the end, its time lost and its throughput: ${dashboard}.`,
    mitigation: 'Nothing to do. Jobs that clean up after themselves have `ttlSecondsAfterFinished`.',
  },
});

const dataBound = alert({
  name: 'TrainingDataBound',
  tier: 'info',
  for: '15m',
  requires: ['annotated'],
  threshold: { default: 0.2, unit: 'ratio', description: 'Share of the time for which the ranks of a job may wait for data.' },
  expr: (threshold) => `${dataWait.name} > ${threshold}`,
  summary: `${named} waits for data`,
  description: `The ranks of the training job ${inCluster} wait for their next batch for {{ $value | humanizePercentage }} of the time.${ofRun}`,
  runbook: {
    meaning: 'Loading and preparing data takes longer than computing on it.',
    impact: 'The accelerators idle for that share of the time.',
    diagnosis: `The row *Data loading* of ${dashboard}: CPU of the pods at their limit, I/O wait of their nodes, reads from storage. *Filesystem* for the throughput of the volume.`,
    mitigation: 'More workers of the loader and more CPU for the pod, prefetching, data prepared beforehand, larger files, a faster or nearer storage.',
  },
});

const timeLost = alert({
  name: 'TrainingTimeLost',
  tier: 'warning',
  for: '15m',
  requires: [],
  threshold: { default: 0.1, unit: 'ratio', description: 'Share of six hours that a job may hold accelerators without all of its pods running.' },
  // A job of the last two hours has seldom more behind it than its start.
  expr: (threshold) => `avg_over_time(${interrupted.name}[6h]) > ${threshold}\nand ${interrupted.name}\nand ${interrupted.name} offset 2h`,
  summary: `${named} loses much time`,
  description: `For {{ $value | humanizePercentage }} of the last six hours the training job ${inCluster} held accelerators while not all of its pods ran.`,
  runbook: {
    meaning: 'Some pods of the job run and hold accelerators, while others wait for a node, for an image or for their next start.',
    impact: 'The accelerators are paid for and wait. The work since the last checkpoint, done again after each restart, comes on top.',
    diagnosis: `State, restarts and pods on ${dashboard}: does a pod not fit (*Queues*, events of the pod), is an image pulled on each new node, does a container crash?`,
    mitigation: 'Start all pods of a job together or none (Kueue, a gang scheduler), keep spare nodes, pull images beforehand, restart within the pod rather than with a new one, and save checkpoints more often.',
  },
});

const metricsMissing = alert({
  name: 'TrainingMetricsMissing',
  tier: 'warning',
  for: '10m',
  requires: ['annotated'],
  expr: () => [
    `sum by (${job}) (${trainingPods.name}{phase="Running"})`,
    `and on (${job}) (last_over_time(${trainingLoss.name}[6h]) or last_over_time(${steps.name}[6h]))`,
    `unless on (${job}) (${trainingLoss.name} or ${steps.name})`,
  ].join('\n'),
  summary: `${named} runs, but no longer reports`,
  description: `The training job ${inCluster} has {{ $value }} running pods and reported its loss or its steps within the last six hours, but does not any more. Its alerts on them are blind.`,
  runbook: {
    meaning: 'The pods still run, but Prometheus gets no `ml_training_*` series from them.',
    impact: 'Loss, steps and checkpoints of the job are not watched.',
    diagnosis: 'Is the target up on the dashboard *The stack itself*? If it is down: does the process that serves the metrics still live (it hangs with the training if it runs in the same thread)? If it is gone: do the pods still have the annotations `prometheus.io/scrape` and `prometheus.io/port`?',
    mitigation: 'Look at the job as if it stood still (TrainingStalled). Serve metrics from a thread of their own, on every pod that reports.',
  },
});

const operators = 'job=~"trainer|jobset|hyperpod"';

const operatorMissing = alert({
  name: 'TrainingOperatorMissing',
  tier: 'warning',
  for: '15m',
  requires: [],
  expr: () => `present_over_time(${targets.name}{${operators}}[6h]) unless ${targets.name}`,
  summary: 'The operator behind {{ $labels.job }} is not scraped any more',
  description: 'Job {{ $labels.job }} (cluster {{ $labels.cluster }}) had targets within the last six hours and has none now. What its operator counts is missing, and the operator may be gone.',
  runbook: {
    meaning: 'Prometheus found the operator of training jobs before (Kubeflow: trainer, JobSet: jobset, HyperPod: hyperpod) and finds none now: its pods or its Service are gone, or have other labels.',
    impact: 'If the operator is gone, jobs of its kind neither start nor start again after a fault, nor are they cleaned up. Pods that run go on.',
    diagnosis: 'Do its pods run (`kubectl get pods -A | grep -E "training-operator|trainer|jobset|hyperpod"`)? If they do: do they still have the labels that `monitors.<job>.labels` selects?',
    mitigation: 'Bring the operator back, or set its labels in `monitors`. If it was removed on purpose the alert ends six hours after it.',
  },
});

export const trainingAlerts: AlertGroup = {
  name: 'observability.training.alerts',
  alerts: [failed, restartLoop, stalled, lossNotANumber, lossDiverging, stragglerGpu, hang, checkpointStale, finished, dataBound, timeLost, metricsMissing, operatorMissing],
};
