import { pushedBy } from '../catalogue/pushed.ts';
import { all, chosen as are } from '../logs/query.ts';
import { acceleratorsAllocated } from '../signals/cluster.ts';
import { field } from '../signals/dcgm.ts';
import { levels, type Signal } from '../signals/define.ts';
import { diskRead, diskWritten, ioStalled, lustreRead, lustreWritten, volumeUsed } from '../signals/filesystem.ts';
import { dramActive, memoryUsed, smActive, tensorActive, utilization } from '../signals/gpu.ts';
import { rdmaErrors, rdmaReceived, rdmaRetransmits, rdmaTransmitted, workloadReceived, workloadTransmitted } from '../signals/network.ts';
import { cpuRequests, cpuUsage } from '../signals/right-sizing.ts';
import {
  checkpointAge, checkpointDuration, dataWait, gradientNorm, hung, interrupted, learningRate, operatorJobs, samples, stepDuration, stepShare, straggler, tokens, training, trainingAccuracy, trainingCost, trainingEpoch,
  trainingLoss, trainingPods, trainingRestarts, trainingStarted, trainingState,
} from '../signals/training.ts';
import { podWorkload } from '../signals/workloads.ts';
import { lineList } from './log-panel.ts';
import { errorPatterns, place, trouble } from './logs.ts';
import { about, heatmap, linkTo, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';
import { whole } from './whole.ts';

const inCluster = 'cluster=~"$cluster"';
const ofJob = `${inCluster}, namespace=~"$namespace", workload="$this_workload"`;
const ofPods = `${inCluster}, namespace=~"$namespace", pod=~"$pod"`;
const ofGpus = `${ofJob}, pod=~"$pod"`;
const job = levels.workload.filter((label) => label !== 'cluster').join(', ');

/** Series of pods, of those of the job: the variable may stand for any pod. */
const ofItsPods = (by: string, expr: string): string => `max by (${by}) (\n${expr}\n* on (cluster, namespace, pod) group_left (node) ${podWorkload.name}{${ofJob}}\n)`;

const of = (signal: Signal): string => `${signal.at('workload')}{${ofJob}}`;
/** What nodes report, of those on which the job has pods. */
const onItsNodes = (signal: Signal): string => `max by (node${signal.by ? `, ${signal.by.join(', ')}` : ''}) (\n${signal.at('node')}{${inCluster}}\nand on (cluster, node) ${podWorkload.name}{${ofJob}}\n)`;

const toNode = linkTo('gpu-health', 'Health of the GPUs of this node', { labels: { node: 'node' } });
const toTasks = linkTo('tasks', 'Compare with other tasks', { keep: ['cluster', 'namespace', 'this_workload'] });
const notReported = 'Not reported';

/** Columns of a table are put into one row by their labels: all of them have the state. */
const withState = (expr: string): string => `(${expr})\n* on (${job}) group_left (state) max by (${job}, state) (${of(trainingState)})`;

/** None is a true zero, as long as the job is known. */
const inPhase = (phase: string): string => `sum by (${job}) (${trainingPods.name}{${ofJob}, phase="${phase}"}) or max by (${job}) (${of(training)} * 0)`;

export const thisJob = (): PanelSpec => table({
  key: 'job', title: 'The job', height: 4,
  description: 'State of the job and what it holds. interrupted: it holds accelerators, but not all of its pods run. Many restarts: look at the row Pods and at the logs.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'workload', title: 'Workload', link: toTasks }, { label: 'workload_kind', title: 'Kind', width: 110 }, { label: 'queue', title: 'Queue', width: 110 }, { label: 'state', title: 'State', width: 110 }],
  values: [
    { expr: withState(inPhase('Running')), title: 'Pods running', unit: 'count' },
    { expr: withState(inPhase('Pending')), title: 'Pods waiting', unit: 'count', cell: 'colour', thresholds: { better: 'lower', warning: 1, critical: 1 } },
    { expr: withState(`sum by (${job}) (${acceleratorsAllocated.name}{${ofPods}} * on (cluster, namespace, pod) group_left (workload, workload_kind, queue) ${podWorkload.name}{${ofJob}})`), title: 'Accelerators', unit: 'count' },
    { expr: withState(`min by (${job}) (${of(trainingStarted)}) * 1000`), title: 'Started', unit: 'timestamp', width: 180 },
    { expr: withState(whole(`sum by (${job}) (${of(trainingRestarts)})`)), title: 'Restarts, last hour', unit: 'count', cell: 'colour', thresholds: { better: 'lower', warning: 1, critical: 3 }, width: 150 },
  ],
  sort: { column: 'Namespace', desc: false },
});

export const stepNow = (): PanelSpec => stat({ ...about(stepDuration), key: 'step-now', none: notReported, query: { expr: `max(${of(stepDuration)})`, legend: 'step' } });
export const tokensNow = (): PanelSpec => stat({ ...about(tokens), key: 'tokens-now', none: notReported, query: { expr: `sum(${of(tokens)})`, legend: 'tokens' } });
export const inStepsNow = (): PanelSpec => stat({ ...about(stepShare), key: 'in-steps-now', none: notReported, query: { expr: `min(${of(stepShare)})`, legend: 'in steps' } });
export const timeLost = (): PanelSpec => stat({ ...about(interrupted), key: 'time-lost', query: { expr: `max(avg_over_time(${of(interrupted)}[$__range]))`, legend: 'lost' } });
export const slowestNow = (): PanelSpec => stat({ ...about(straggler), key: 'slowest-now', none: 'Fewer than four busy GPUs', query: { expr: `min(${of(straggler)})`, legend: 'slowest' }, link: linkTo('gpu-health', 'Health of the GPUs') });
export const checkpointNow = (): PanelSpec => stat({ ...about(checkpointAge), key: 'checkpoint-now', title: 'Last checkpoint', none: notReported, query: { expr: `max(${of(checkpointAge)})`, legend: 'age' } });

const third = { width: 8 } as const;
const half = { width: 12 } as const;
/** A number that each run of the job reports. */
const byRun = (signal: Signal, key: string, title = signal.title, zoomed = false): PanelSpec =>
  timeseries({ ...about(signal), ...third, key, title, zoomed, thresholds: undefined, none: notReported, queries: [{ expr: of(signal), legend: 'run {{job_name}}' }] });

export const loss = (): PanelSpec => byRun(trainingLoss, 'loss', 'Loss', true);
export const accuracy = (): PanelSpec => byRun(trainingAccuracy, 'accuracy');
export const learning = (): PanelSpec => byRun(learningRate, 'learning-rate');
export const stepTime = (): PanelSpec => byRun(stepDuration, 'step-time', 'Step time by run');
export const tokenRate = (): PanelSpec => byRun(tokens, 'tokens', 'Tokens per second by run');
export const gradients = (): PanelSpec => byRun(gradientNorm, 'gradient-norm');
export const sampleRate = (): PanelSpec => byRun(samples, 'samples');
export const epochs = (): PanelSpec => byRun(trainingEpoch, 'epoch');
export const costSoFar = (): PanelSpec => byRun(trainingCost, 'cost');

/** What the pods of the job push; of what they push as a counter, how fast it grows. */
const pushed = (names: string): string => `{__name__="$this___name__", ${names}, via="${pushedBy}", ${ofPods}}`;
const ofItsOwn = (series: string): string => `${series}\nand on (cluster, namespace, pod) ${podWorkload.name}{${ofJob}}`;
const grows = '.+_(total|sum|count)';

export const ownMetric = (): PanelSpec => timeseries({
  key: 'own-metric', title: 'Own metric: $this___name__', unit: 'score', width: 24, requires: ['otel'], legend: 'below',
  description: 'A metric that the program itself sends by OTLP, chosen at the top; of a counter how much it grows each second. No data: the pods of this job send none of that name.',
  queries: [{ expr: `${ofItsOwn(`rate(${pushed(`__name__=~"${grows}"`)}[$__rate_interval])`)}\nor\n${ofItsOwn(pushed(`__name__!~"${grows}|.+_bucket"`))}`, legend: '__auto' }],
});

export const whereTimeGoes = (): PanelSpec => timeseries({
  key: 'where-time-goes', title: 'Where the time goes', unit: 'ratio', ...third, max: 1, requires: ['annotated'], none: notReported,
  description: 'Share of the time that the ranks spend in steps, and within it waiting for data. In steps below 90 %: checkpoints, evaluation or starting up. Waiting above 10 %: the row Data loading.',
  queries: [{ expr: `avg by (job_name) (${of(stepShare)})`, legend: 'in steps {{job_name}}' }, { expr: `avg by (job_name) (${of(dataWait)})`, legend: 'waiting for data {{job_name}}' }],
});

export const usefulWork = (): PanelSpec => timeseries({
  key: 'useful-work', title: 'Useful work of its GPUs', unit: 'ratio', max: 1, requires: ['dcgm'],
  description: 'Tensor cores (dense arithmetic), SM (any work) and memory bandwidth, averaged over the GPUs of the job. Regular dips: checkpoints or waiting for data. SM high and tensor low for long: communication, or kernels that are no matrix products.',
  queries: [smActive, tensorActive, dramActive].map((signal) => ({ expr: `max by (namespace) (${of(signal)})`, legend: signal.title })),
});

export const podsByPhase = (): PanelSpec => timeseries({
  ...about(trainingPods), key: 'pods-by-phase', stacked: true, legend: 'below', colours: { Running: 'green', Pending: 'orange', Failed: 'red', Succeeded: 'blue' },
  queries: [{ expr: `sum by (phase) (${of(trainingPods)})`, legend: '{{phase}}' }],
});

export const stragglers = (): PanelSpec => timeseries({
  ...about(straggler), key: 'stragglers', title: 'Slowest GPU against the median, and GPUs that look hung', thresholds: undefined, max: 1,
  description: `${straggler.description} Looks hung: busy, with idle tensor cores and at less than 40 % of the power; all GPUs at once for minutes is a collective that hangs.`,
  queries: [{ expr: `min(${of(straggler)})`, legend: 'slowest GPU' }, { expr: `max(${of(hung)})`, legend: 'look hung' }],
});

export const restarts = (): PanelSpec => timeseries({
  ...about(trainingRestarts), key: 'restarts',
  queries: [{ expr: whole(`sum(${of(trainingRestarts)})`), legend: 'restarts' }],
});

// Stragglers

const tensorByGpu = `${tensorActive.at('gpu')}{${ofGpus}}`;

export const tensorOfSlowest = (): PanelSpec => timeseries({
  ...about(tensorActive), key: 'tensor-of-slowest', title: 'Tensor core activity of the ten slowest GPUs', width: 24, max: 1, thresholds: undefined, link: toNode,
  description: 'The GPUs that do least over the chosen time, against the median of the job. In step with all others each GPU does the same: one that stays below has a fault, or less to do by design. Click on it for the health of its node.',
  queries: [
    { expr: `max by (node, gpu, pod) (${chosen(tensorByGpu, 'bottomk', 10, 'cluster, node, gpu, GPU_I_ID, pod')})`, legend: '{{node}} GPU {{gpu}} {{pod}}' },
    { expr: `quantile(0.5, ${tensorByGpu})`, legend: 'median', reference: true },
  ],
});

const gpuColumn = (signal: Signal, title: string): ValueColumn => ({ expr: `max by (node, gpu, pod) (${signal.at('gpu')}{${ofGpus}})`, title, unit: signal.unit, cell: 'gauge', thresholds: about(signal).thresholds });

export const gpuTable = (): PanelSpec => table({
  key: 'gpus', title: 'GPUs of the job', requires: ['dcgm'],
  description: 'Each GPU of the job now, the slowest first. Far below 100 % of the median: look at the health of its node.',
  labels: [{ label: 'node', title: 'Node', link: linkTo('gpu-health', 'Health of the GPUs of this node', { cell: 'node' }) }, { label: 'gpu', title: 'GPU', width: 60 }, { label: 'pod', title: 'Pod' }],
  values: [
    { expr: `max by (node, gpu, pod) (${tensorByGpu} / scalar(quantile(0.5, ${tensorByGpu}) > 0))`, title: 'Of the median', unit: 'ratio', cell: 'colour', thresholds: { better: 'higher', warning: 0.8, critical: 0.6 } },
    gpuColumn(tensorActive, 'Tensor'), gpuColumn(utilization, 'Busy'), gpuColumn(memoryUsed, 'Memory'),
  ],
  sort: { column: 'Of the median', desc: false },
});

export const tensorByPod = (): PanelSpec => heatmap({
  ...about(tensorActive), key: 'tensor-by-pod', title: 'Slowest GPU of each pod', width: 24, max: 0.6,
  description: 'Tensor core activity of the slowest GPU of each pod, the 40 with the least. Red at once in all pods: checkpoint, restart or waiting for data. Red in one pod only: a straggler.',
  query: { expr: `min by (pod) (${tensorByGpu}\nand on (pod) bottomk(40, min by (pod) (avg_over_time(${tensorByGpu}[$__range] @ end()))))`, legend: '{{pod}}' },
});

// Pods

const byPod = (expr: string): string => ofItsPods('pod, node', expr);
/** The labels on which series of pods are told apart. */
const pod = 'cluster, namespace, pod';

const cpu = `sum by (${pod}) (rate(container_cpu_usage_seconds_total{container!="", ${ofPods}}[$__rate_interval]))`;
const memoryOfLimit = `sum by (${pod}) (container_memory_working_set_bytes{container!="", ${ofPods}}) / (sum by (${pod}) (kube_pod_container_resource_limits{resource="memory", ${ofPods}}) > 0)`;
const inPeriods = (counter: string): string => `sum by (${pod}) (rate(${counter}{container!="", ${ofPods}}[$__rate_interval]))`;

export const podTable = (): PanelSpec => table({
  key: 'pods', title: 'Pods of the job', height: 8,
  description: 'The pods with their node and what they use. Memory near its limit: the kernel will kill the container. Restarts in one pod only: look at its node.',
  labels: [{ label: 'pod', title: 'Pod' }, { label: 'node', title: 'Node', link: linkTo('gpu-health', 'Health of the GPUs of this node', { cell: 'node' }) }],
  values: [
    { expr: byPod(`sum by (${pod}) (kube_pod_container_status_restarts_total{${ofPods}})`), title: 'Restarts', unit: 'count', cell: 'colour', thresholds: { better: 'lower', warning: 1, critical: 3 } },
    { expr: byPod(`max by (${pod}) (kube_pod_container_status_waiting{${ofPods}})`), title: 'Waits', unit: 'bool', words: { 0: { text: 'no', color: 'transparent' }, 1: { text: 'yes', color: 'orange' } } },
    { expr: byPod(cpu), title: 'CPU', unit: 'cores' },
    { expr: byPod(`sum by (${pod}) (container_memory_working_set_bytes{container!="", ${ofPods}})`), title: 'Memory', unit: 'bytes' },
    { expr: byPod(memoryOfLimit), title: 'Of its limit', unit: 'ratio', cell: 'gauge', thresholds: { better: 'lower', warning: 0.85, critical: 0.95 } },
  ],
  sort: { column: 'Restarts', desc: true },
});

const lastEnd = (what: 'timestamp' | 'exitcode'): string =>
  ofItsPods('pod, container, reason', `max by (${pod}, container, reason) (kube_pod_container_status_last_terminated_${what}{${ofPods}} * on (${pod}, container) group_left (reason) kube_pod_container_status_last_terminated_reason{${ofPods}})`);

export const lastEnds = (): PanelSpec => table({
  key: 'last-ends', title: 'Why containers ended', height: 7, none: 'No container of the job has ended',
  description: 'The last end of each container that was started again. OOMKilled: more memory, or fewer workers of the data loader. Error: its logs. The one that ended first is the cause, the others only lost it.',
  labels: [{ label: 'pod', title: 'Pod' }, { label: 'container', title: 'Container' }, { label: 'reason', title: 'Reason' }],
  values: [
    { expr: `1000 * ${lastEnd('timestamp')}`, title: 'Ended', unit: 'timestamp', width: 180 },
    { expr: lastEnd('exitcode'), title: 'Exit code', unit: 'count' },
  ],
  sort: { column: 'Ended', desc: false },
});

export const cpuByPod = (): PanelSpec => timeseries({
  key: 'cpu-by-pod', title: 'CPU by pod', unit: 'cores', ...half,
  description: 'CPU that each pod uses. One that uses much more or less than the others is a straggler, or rank 0 with work of its own.',
  queries: [{ expr: ofItsPods('pod', cpu), legend: '{{pod}}' }],
});

export const memoryByPod = (): PanelSpec => timeseries({
  key: 'memory-by-pod', title: 'Memory by pod, of its limit', unit: 'ratio', ...half, thresholds: { better: 'lower', warning: 0.85, critical: 0.95 },
  description: 'Memory that the kernel cannot take back, as a part of the limit. Rising for hours: a leak, often in the data loader. At 100 % the container is killed.',
  queries: [{ expr: ofItsPods('pod', memoryOfLimit), legend: '{{pod}}' }],
});

// Data loading

export const cpuAgainstRequest = (): PanelSpec => timeseries({
  key: 'cpu-against-request', title: 'CPU, against what was asked for', unit: 'cores', ...third,
  description: 'CPU that the job uses. At or above what it asked for, while GPUs dip: the data loader has too little CPU.',
  queries: [{ expr: `sum(${of(cpuUsage)})`, legend: 'used' }, { expr: `sum(${of(cpuRequests)})`, legend: 'asked for', reference: true }],
});

export const throttled = (): PanelSpec => timeseries({
  key: 'cpu-throttled', title: 'CPU held down by its limit', unit: 'ratio', ...third, thresholds: { better: 'lower', warning: 0.1, critical: 0.3 }, none: 'No CPU limit',
  description: 'Share of the scheduling periods in which a pod used up its CPU limit and had to wait. Each such wait is one for the GPUs: raise the limit or remove it.',
  queries: [{ expr: ofItsPods('pod', `${inPeriods('container_cpu_cfs_throttled_periods_total')} / (${inPeriods('container_cpu_cfs_periods_total')} > 0)`), legend: '{{pod}}' }],
});

const byNode = (signal: Signal, key: string, size: { readonly width: number }): PanelSpec => timeseries({ ...about(signal), ...size, key, title: `${signal.title}, by node`, queries: [{ expr: onItsNodes(signal), legend: '{{node}}' }] });
const inAndOut = (key: string, title: string, description: string, into: Signal, out: Signal, words: readonly [string, string], size: { readonly width: number } = third): PanelSpec => timeseries({
  key, title, description, unit: 'bytes/second', ...size, requires: into.requires,
  queries: [{ expr: onItsNodes(into), legend: `{{node}} ${words[0]}` }, { expr: onItsNodes(out), legend: `{{node}} ${words[1]}` }],
});

export const stalledByStorage = (): PanelSpec => byNode(ioStalled, 'io-stalled', third);

export const dips = (): PanelSpec => timeseries({
  key: 'dips', title: 'GPU dips and waiting for data', unit: 'ratio', ...third, max: 1,
  description: 'Tensor core activity beside the share of time that ranks wait for data, where they report it. Dips that come with it are data loading; dips without it are checkpoints, evaluation or communication.',
  queries: [{ expr: `max by (namespace) (${of(tensorActive)})`, legend: 'Tensor core activity' }, { expr: `max(${of(dataWait)})`, legend: 'Waiting for data' }],
});

export const diskTraffic = (): PanelSpec => inAndOut('disk', 'Disks of its nodes', 'Bytes read and written on local disks: caches of data sets, and swapping. High reads with idle GPUs: the disk is the limit.', diskRead, diskWritten, ['read', 'written']);
export const lustreTraffic = (): PanelSpec => inAndOut('lustre', 'Shared file system of its nodes', 'Bytes that its nodes read from and write to Lustre. At the throughput that was bought: more capacity or a higher tier, larger files, fewer small reads.', lustreRead, lustreWritten, ['read', 'written']);

// Checkpoints

export const checkpointAges = (): PanelSpec => byRun(checkpointAge, 'checkpoint-age');
export const checkpointTimes = (): PanelSpec => byRun(checkpointDuration, 'checkpoint-time');

export const volumes = (): PanelSpec => timeseries({
  ...about(volumeUsed), ...third, key: 'volumes', title: 'Volumes of the job',
  queries: [{ expr: `max by (persistentvolumeclaim) (${volumeUsed.name}{${inCluster}, namespace=~"$namespace"}\nand on (cluster, namespace, persistentvolumeclaim) (kube_pod_spec_volumes_persistentvolumeclaims_info{${ofPods}} and on (${pod}) ${podWorkload.name}{${ofJob}}))`, legend: '{{persistentvolumeclaim}}' }],
  none: 'The job mounts no volume that reports its size',
});

// Network

export const podTraffic = (): PanelSpec => timeseries({
  key: 'pod-traffic', title: 'Network of its pods', unit: 'bytes/second', ...half,
  description: 'Bytes over the ordinary network of the pods: data, checkpoints, and collectives where neither EFA nor InfiniBand is used. Pods on the network of their node are not in it.',
  queries: [{ expr: `sum(${of(workloadReceived)})`, legend: 'received' }, { expr: `sum(${of(workloadTransmitted)})`, legend: 'sent' }],
});

export const rdmaTraffic = (): PanelSpec => inAndOut('rdma', 'RDMA of its nodes', 'Bytes over EFA or InfiniBand: the collectives of the job. Near zero in a job of several nodes: NCCL has fallen back to TCP, look for its network plugin in the logs.', rdmaReceived, rdmaTransmitted, ['received', 'sent'], half);
export const rdmaFaults = (): PanelSpec => timeseries({ ...about(rdmaErrors), ...half, key: 'rdma-errors', title: 'RDMA errors of its nodes', none: 'No RDMA errors', link: linkTo('network', 'Network of this node', { labels: { node: 'node' } }), queries: [{ expr: `${onItsNodes(rdmaErrors)} > 0`, legend: '{{node}} {{kind}}' }] });
export const rdmaAgain = (): PanelSpec => byNode(rdmaRetransmits, 'rdma-retransmits', half);

// One node

const ofThisNode = `${inCluster}, node="$this_node"`;
const gpuOfNode = (options: { key: string; title: string; description: string; unit: 'watts' | 'bytes/second' | 'celsius'; expr: string; limit?: string }): PanelSpec => {
  const { expr, limit, ...rest } = options;
  return timeseries({ ...rest, ...half, requires: ['dcgm'], queries: [{ expr, legend: 'GPU {{gpu}}' }, ...(limit ? [{ expr: limit, legend: 'limit', reference: true }] : [])] });
};

export const powerOfNode = (): PanelSpec => gpuOfNode({
  key: 'power-of-node', title: 'Power by GPU of this node, and its limit', unit: 'watts',
  description: 'Power follows real work: busy at low power means waiting, mostly in a collective. One GPU below its peers at the same work: heat or a power cap.',
  expr: `max by (gpu) (${field('DCGM_FI_DEV_POWER_USAGE', ofThisNode)})`, limit: `max(${field('DCGM_FI_DEV_POWER_MGMT_LIMIT', ofThisNode)})`,
});
export const heatOfNode = (): PanelSpec => gpuOfNode({
  key: 'heat-of-node', title: 'Temperature by GPU of this node', unit: 'celsius',
  description: 'From about 85 °C on data centre GPUs slow down, and all others of the job wait for them.', expr: `max by (gpu) (${field('DCGM_FI_DEV_GPU_TEMP', ofThisNode)})`,
});
export const nvlinkOfNode = (): PanelSpec => gpuOfNode({
  key: 'nvlink-of-node', title: 'NVLink by GPU of this node', unit: 'bytes/second',
  description: 'Bytes that each GPU sends and receives over NVLink: collectives within the node. One GPU below its peers: a link is down.',
  expr: `max by (gpu) (DCGM_FI_PROF_NVLINK_TX_BYTES{${ofThisNode}} + DCGM_FI_PROF_NVLINK_RX_BYTES{${ofThisNode}})`,
});

export const cpuOfNode = (): PanelSpec => timeseries({
  key: 'cpu-of-node', title: 'CPU of this node', unit: 'ratio', ...half, max: 1, stacked: true,
  description: 'Share of the CPU time by what it went to. iowait beside GPUs that dip: the disks or the file server are the limit. user near 100 %: the data loader is.',
  queries: [{ expr: `avg by (mode) (rate(node_cpu_seconds_total{mode=~"user|system|iowait|steal", ${ofThisNode}}[$__rate_interval]))`, legend: '{{mode}}' }],
});

// Operators

export const operators = (): PanelSpec => timeseries({
  ...about(operatorJobs), ...half, key: 'operators', title: 'Jobs that operators count, last hour', none: 'No training operator is scraped',
  queries: [{ expr: whole(`sum by (operator, outcome) (${operatorJobs.name}{${inCluster}})`), legend: '{{operator}} {{outcome}}' }],
});

const hyperpod = (options: { key: string; title: string; description: string; unit: 'percent' | 'count' | 'milliseconds'; series: Readonly<Record<string, string>>; max?: number }): PanelSpec => {
  const { series, ...rest } = options;
  return timeseries({ ...rest, ...half, requires: ['hyperpod'], legend: 'below', queries: Object.entries(series).map(([legend, metric]) => ({ expr: `max by (cluster) (${metric}{${inCluster}})`, legend })) });
};

export const hyperpodUptime = (): PanelSpec => hyperpod({
  key: 'hyperpod-uptime', title: 'Time in training, as HyperPod counts it', unit: 'percent', max: 100,
  description: 'Share of the time in which jobs trained, of all jobs under the operators of HyperPod together. The rest was faults and recovery.', series: { 'in training': 'training_uptime_percentage' },
});
export const hyperpodFaults = (): PanelSpec => hyperpod({
  key: 'hyperpod-faults', title: 'Faults and recoveries, as HyperPod counts them', unit: 'count',
  description: 'Faults, recoveries by themselves and restarts by hand. Faults without recoveries: look at the state of the job and at the health of the nodes.',
  series: { faults: 'training_fault_count', 'recovered by itself': 'training_auto_recovery_count', 'restarted by hand': 'training_manual_recovery_count' },
});
export const hyperpodDowntime = (): PanelSpec => hyperpod({
  key: 'hyperpod-downtime', title: 'Time lost, as HyperPod counts it', unit: 'milliseconds',
  description: 'Time that recoveries and restarts by hand took.', series: { 'recovered by itself': 'training_auto_recovery_downtime', 'restarted by hand': 'training_manual_downtime_ms' },
});

/** AWS does not document which label tells them apart: the legend has them all. */
const byType = (metric: string) => [{ expr: `max without (instance, pod, container, service, endpoint, namespace, job, node) (${metric}{${inCluster}})`, legend: '__auto' }];

export const hyperpodTime = (): PanelSpec => hyperpod({
  key: 'hyperpod-time', title: 'Time in training so far, as HyperPod counts it', unit: 'milliseconds',
  description: 'Time that jobs spent training. Flat while a job runs: it stands still, or recovers.', series: { 'in training': 'training_time_ms' },
});
export const hyperpodFaultTypes = (): PanelSpec => timeseries({
  ...half, key: 'hyperpod-fault-types', title: 'Faults by type, as HyperPod counts them', unit: 'count', requires: ['hyperpod'], legend: 'below',
  description: 'What went wrong, by type. One type again and again: look for it among the alerts of GPUs and of the network.', queries: byType('training_fault_type_count'),
});
export const hyperpodRecoveryTimes = (): PanelSpec => timeseries({
  ...half, key: 'hyperpod-recovery-times', title: 'Time to get over a fault by type, as HyperPod counts it', unit: 'milliseconds', requires: ['hyperpod'], legend: 'below',
  description: 'How long recovering took, by type of fault. Long: nodes are replaced, or checkpoints are large or far away.', queries: byType('training_fault_recovery_time_ms'),
});
export const hyperpodLatencies = (): PanelSpec => hyperpod({
  key: 'hyperpod-latencies', title: 'How fast HyperPod finds faults and restarts jobs', unit: 'count',
  description: 'As the training operator counts them; AWS does not document the unit. What matters is whether they rise.',
  series: { 'until a fault is found': 'hyperpod_training_operator_jobs_fault_detection_latency', 'of a restart': 'hyperpod_training_operator_jobs_restart_latency' },
});

// Logs

const linesOfJob = all(are('workload', 'this_workload'), are('pod'));

export const errorsInLogs = (): PanelSpec => errorPatterns(linesOfJob, [place.pod]);

export const troubleInLogs = (): PanelSpec => lineList({
  key: 'logs-trouble', title: 'Lines that tell of trouble', height: 8, query: all(linesOfJob, trouble),
  description: 'Lines of the chosen pods with words such as error, traceback, NCCL or killed. Go to the first one of all ranks: the others mostly only lost it.',
});

export const allLogs = (): PanelSpec => lineList({
  key: 'logs', title: 'Logs', query: linesOfJob, description: 'Everything that the chosen pods wrote, the newest first. Choose a pod above to read one rank.',
});
