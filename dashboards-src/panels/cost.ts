import * as cost from '../signals/cost.ts';
import { levels, type Level, type Signal } from '../signals/define.ts';
import { reporting, utilization } from '../signals/gpu.ts';
import * as size from '../signals/right-sizing.ts';
import { about, linkTo, stat, table, timeseries, type LabelColumn, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const inCluster = 'cluster=~"$cluster"';
const inNamespace = `${inCluster}, namespace=~"$namespace"`;
const inWorkload = `${inNamespace}, workload=~"$workload"`;
const month = cost.HOURS_A_MONTH;
const assumption = `A month is ${month} hours at the price of now.`;

const at = (signal: Signal, level: Level, ...more: string[]): string =>
  `${signal.at(level)}{${[level === 'cluster' ? inCluster : level === 'workload' ? inWorkload : inNamespace, ...more].join(', ')}}`;

/** Something per hour, added up over the chosen time; it counts only while it was there. */
const overRange = (expr: string): string => `sum_over_time((${expr})[$__range:$__interval] @ end()) * $__interval_ms / 3.6e6`;

const small = { width: 4 } as const;
const total = `sum(${at(cost.infrastructure, 'cluster')})`;

export const perHour = (): PanelSpec => stat({ ...about(cost.infrastructure), ...small, key: 'per-hour', title: 'Cost per hour', query: { expr: total, legend: 'per hour' } });

export const perMonth = (): PanelSpec => stat({
  ...about(cost.infrastructure), ...small, key: 'per-month', title: 'Per month at this rate', unit: 'dollars', description: `What the cluster costs if it stays as it is. ${assumption} Nodes that come and go make it swing: compare with the cost of the chosen time.`,
  query: { expr: `${total} * ${month}`, legend: 'per month' },
});

export const inRange = (): PanelSpec => stat({
  ...about(cost.infrastructure), ...small, key: 'in-range', title: 'Cost in the chosen time', unit: 'dollars', description: 'What the cluster has cost in the time that is chosen above, added up. Hours in which OpenCost did not run are missing.',
  query: { expr: overRange(total), legend: 'chosen time' },
});

const spent = (state: string): string => `sum(${at(cost.gpuSpend, 'cluster', `state="${state}"`)})`;

export const waiting = (): PanelSpec => stat({
  ...about(cost.gpuSpend), ...small, key: 'waiting', requires: ['opencost', 'dcgm'], title: 'GPUs held, without work', description: 'Dollars an hour for GPUs that pods hold, for the time in which their SMs had nothing to do: price × (1 − SM activity). Part of it cannot be avoided. The workloads below show whose it is.',
  query: { expr: spent('waiting'), legend: 'waiting' }, link: linkTo('gpu-fleet', 'Which GPUs wait'),
});

export const free = (): PanelSpec => stat({
  ...about(cost.gpuSpend), ...small, key: 'free', requires: ['opencost', 'dcgm'], title: 'GPUs free', description: 'Dollars an hour for GPUs that no pod holds. While pods wait for GPUs: fragments, taints or quotas. Otherwise fewer nodes would do.',
  query: { expr: spent('free'), legend: 'free' }, link: linkTo('gpu-fleet', 'Which GPUs are free'),
});

export const unasked = (): PanelSpec => stat({
  ...about(cost.infrastructure), ...small, key: 'unasked', title: 'Unclaimed capacity', description: 'Dollars an hour for the part of the nodes (CPU, memory, GPUs) that no pod was given: cost of the nodes less the cost of all workloads. System overhead is a small part of it; a large one means nodes that could go.',
  query: { expr: `clamp_min(sum(${at(cost.infrastructure, 'cluster', 'kind="nodes"')}) - sum(${at(cost.cost, 'cluster', 'resource!="storage"')}), 0)`, legend: 'nobody' },
});

export const infrastructure = (): PanelSpec => timeseries({
  ...about(cost.infrastructure), key: 'infrastructure', title: 'Cost per hour by kind', stacked: true, legend: 'below', queries: [{ expr: `sum by (kind) (${at(cost.infrastructure, 'cluster')})`, legend: '{{kind}}' }],
});

export const gpuSpend = (): PanelSpec => timeseries({
  ...about(cost.gpuSpend), key: 'gpu-spend', stacked: true, legend: 'below', requires: ['opencost', 'dcgm'], colours: { working: 'green', waiting: 'orange', free: 'blue' },
  queries: [{ expr: `sum by (state) (${at(cost.gpuSpend, 'cluster')})`, legend: '{{state}}' }],
});

export const byNamespace = (): PanelSpec => timeseries({
  ...about(cost.cost), key: 'by-namespace', title: 'Cost per hour by namespace', stacked: true, queries: [{ expr: `sum by (namespace) (${at(cost.cost, 'namespace')})`, legend: '{{namespace}}' }],
});

export const byResource = (): PanelSpec => timeseries({
  ...about(cost.cost), key: 'by-resource', title: 'Cost per hour by resource', stacked: true, legend: 'below', queries: [{ expr: `sum by (resource) (${at(cost.cost, 'namespace')})`, legend: '{{resource}}' }],
});

const dollars = (title: string, expr: string, unit: 'dollars' | 'dollars/hour' = 'dollars/hour', width = 130): ValueColumn => ({ title, expr, unit, width });
const namespaceColumn: LabelColumn = { label: 'namespace', title: 'Namespace', link: linkTo('cost', 'Only this namespace', { cell: 'namespace' }) };

export const namespaces = (): PanelSpec => {
  const each = `sum by (namespace) (${at(cost.cost, 'namespace')})`;
  return table({
    key: 'namespaces', title: 'Cost by namespace', requires: ['opencost'], height: 9,
    description: `What the workloads of each namespace cost: what they were given at the price of its node, and their volumes; shared nodes and what nobody asked for are in no namespace. A day is 24 hours. ${assumption} GPU hours are whole GPUs held in the chosen time. GPUs without work: price × (1 − SM activity).`,
    labels: [namespaceColumn],
    values: [
      dollars('Per hour', each),
      dollars('Per day', `${each} * 24`, 'dollars'),
      dollars('Per month', `${each} * ${month}`, 'dollars'),
      dollars('In the chosen time', overRange(each), 'dollars', 160),
      { title: 'GPU hours', expr: overRange(`sum by (namespace) (${at(reporting, 'namespace')})`), unit: 'count', width: 110 },
      dollars('GPUs without work', `sum by (namespace) (${at(cost.gpuUnused, 'namespace')})`, 'dollars/hour', 160),
      dollars('Idle GPUs', `sum by (namespace) (${at(cost.gpuIdle, 'namespace')})`),
    ],
    sort: { column: 'Per hour', desc: true },
  });
};

const workloadLabels: readonly LabelColumn[] = [
  { label: 'namespace', title: 'Namespace' },
  { label: 'workload', title: 'Workload', link: linkTo('tasks', 'What its pods do', { keep: ['cluster', 'namespace'], cell: 'this_workload' }) },
  { label: 'workload_kind', title: 'Kind', width: 130 },
];
const each = (expr: string): string => `sum by (namespace, workload, workload_kind) (${expr})`;
const most = (expr: string, count = 50): string => `topk(${count}, ${each(expr)})`;

export const workloads = (): PanelSpec => table({
  key: 'workloads', title: 'The 50 most expensive workloads', requires: ['opencost'], height: 10,
  description: `What each workload costs now and has cost in the chosen time. ${assumption} A workload that ended is shown with its cost in the chosen time only. GPUs without work: price × (1 − SM activity).`,
  labels: workloadLabels,
  values: [
    dollars('Per hour', most(at(cost.cost, 'workload'))),
    dollars('Per day', `${most(at(cost.cost, 'workload'))} * 24`, 'dollars'),
    dollars('Per month', `${most(at(cost.cost, 'workload'))} * ${month}`, 'dollars'),
    dollars('In the chosen time', `topk(50, ${overRange(each(at(cost.cost, 'workload')))})`, 'dollars', 160),
    dollars('GPUs without work', most(at(cost.gpuUnused, 'workload')), 'dollars/hour', 160),
  ],
  sort: { column: 'Per hour', desc: true },
});

export const idleWorkloads = (): PanelSpec => table({
  key: 'idle-workloads', title: 'Workloads whose GPUs are idle', requires: ['opencost', 'dcgm'], width: 24, height: 7, none: 'No workload holds an idle GPU',
  description: `GPUs that were busy for less than 5 % of the last 30 minutes, at the price of their nodes. Nobody else can use them: ask the owner. ${assumption}`,
  labels: workloadLabels,
  values: [dollars('Per hour', most(`${at(cost.gpuIdle, 'workload')} > 0`)), dollars('Per month', `${most(`${at(cost.gpuIdle, 'workload')} > 0`)} * ${month}`, 'dollars')],
  sort: { column: 'Per hour', desc: true },
});

const jobKinds = 'workload_kind=~".*Job|JobSet"';

export const trainingJobs = (): PanelSpec => table({
  key: 'training-jobs', title: 'Cost of each job in the chosen time', requires: ['opencost'], height: 10,
  description: 'Jobs of every kind (Job, PyTorchJob, TrainJob, JobSet, RayJob and so on) with what they cost in the chosen time, also when they have ended. Choose a time that covers the whole job. Lost to waiting: GPU price × (1 − SM activity), added up; restarts and slow data loading are in it.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'workload', title: 'Job', link: linkTo('training', 'How the job runs', { keep: ['cluster', 'namespace'], cell: 'this_workload' }) }, { label: 'workload_kind', title: 'Kind', width: 130 }],
  values: [
    dollars('Cost', `topk(50, ${overRange(each(at(cost.cost, 'workload', jobKinds)))})`, 'dollars'),
    { title: 'GPU hours', expr: `topk(50, ${overRange(each(at(reporting, 'workload', jobKinds)))})`, unit: 'count', width: 110 },
    dollars('Lost to waiting', `topk(50, ${overRange(each(at(cost.gpuUnused, 'workload', jobKinds)))})`, 'dollars', 140),
    dollars('Per hour now', `topk(50, ${each(at(cost.cost, 'workload', jobKinds))})`),
  ],
  sort: { column: 'Cost', desc: true },
});

const tokenCost = (tokens: 'written' | 'all'): string => `sum by (namespace, model) (${at(cost.tokenCost, 'model', `tokens="${tokens}"`)})`;

export const tokenCosts = (): PanelSpec => timeseries({
  ...about(cost.tokenCost), key: 'token-costs', title: 'Cost of a million tokens written, by model',
  queries: [{ expr: chosen(at(cost.tokenCost, 'model', 'tokens="written"'), 'bottomk', 20, 'cluster, namespace, model'), legend: '{{namespace}} {{model}}' }],
});

export const models = (): PanelSpec => table({
  key: 'models', title: 'Cost of served models', requires: ['opencost'], width: 12, height: 8,
  description: `${cost.modelCost.description} ${cost.tokenCost.description}`,
  labels: [{ label: 'namespace', title: 'Namespace', width: 100 }, { label: 'model', title: 'Model', link: linkTo('inference', 'How the model serves', { keep: ['cluster', 'namespace'], cell: 'model' }) }],
  values: [
    dollars('Per hour', `sum by (namespace, model) (${at(cost.modelCost, 'model')})`, 'dollars/hour', 100),
    dollars('Million written', tokenCost('written'), 'dollars', 120),
    dollars('Million in all', tokenCost('all'), 'dollars', 115),
  ],
  sort: { column: 'Per hour', desc: true },
});

const ROOM = 1.2;
/** Part of a request that is never used, with room above what is needed. */
const spare = (needed: Signal, requested: Signal): string => `clamp_min(1 - ${ROOM} * ${at(needed, 'workload')} / (${at(requested, 'workload')} > 0), 0)`;
const largest = (expr: string): string => `max by (namespace, workload, workload_kind) (${expr})`;
const saved = (resource: string, needed: Signal, requested: Signal): string => largest(`${at(cost.cost, 'workload', `resource="${resource}"`)} * on (${levels.workload.join(', ')}) ${spare(needed, requested)} * ${month}`);

const cpuSaved = `topk(30, ${saved('cpu', size.cpuP95, size.cpuRequests)} > 1)`;
const memorySaved = `topk(30, ${saved('memory', size.memoryPeak, size.memoryRequests)} > 1)`;
/** Of all workloads only those for which there is advice. */
const advised = (expr: string): string => `${expr} and on (namespace, workload, workload_kind) (${cpuSaved} or ${memorySaved})`;

export const rightSizing = (): PanelSpec => table({
  key: 'right-sizing', title: 'Requests that are too high', requires: ['opencost'], height: 10,
  description: `CPU and memory that the workload asked for, and what it needed within the last ${size.WINDOW}: the CPU that was enough for 95 % of the time, and the most memory. Advice: ask for ${Math.round((ROOM - 1) * 100)} % more than was needed, and no more. Saved is what that frees in a month; it becomes money only when nodes go. A workload younger than a day is not judged.`,
  labels: workloadLabels,
  values: [
    dollars('CPU saved, per month', cpuSaved, 'dollars', 170),
    dollars('Memory saved, per month', memorySaved, 'dollars', 190),
    { title: 'CPU requested', expr: advised(each(at(size.cpuRequests, 'workload'))), unit: 'cores', width: 120 },
    { title: 'CPU needed', expr: advised(largest(at(size.cpuP95, 'workload'))), unit: 'cores', width: 120 },
    { title: 'Memory requested', expr: advised(each(at(size.memoryRequests, 'workload'))), unit: 'bytes', width: 140 },
    { title: 'Memory needed', expr: advised(largest(at(size.memoryPeak, 'workload'))), unit: 'bytes', width: 140 },
  ],
  sort: { column: 'CPU saved, per month', desc: true },
});

const serving = 'workload_kind=~"Deployment|StatefulSet|LeaderWorkerSet|RayService|ReplicaSet"';
const heldGpus = at(reporting, 'workload', serving);
const busyGpus = `${at(utilization, 'workload', serving)} * ${heldGpus}`;
const day = (over: string, expr: string): string => each(`${over}((${expr})[1d:1m])`);
const loadPeak = `(${day('max_over_time', busyGpus)} > 0)`;

export const autoscaling = (): PanelSpec => table({
  key: 'autoscaling', title: 'Load of services that hold GPUs, within a day', requires: ['opencost', 'dcgm'], height: 9,
  description: `Busy is GPUs held × share of time in which anything ran on them. Peak far above mean, while least and most held are the same: the load swings and the replicas do not. Advice: scale with the load (KEDA, HPA on waiting requests). Saved: GPU cost × (1 − mean / peak), if replicas followed the load at once; loading a model takes minutes, so take less. ${assumption}`,
  labels: workloadLabels,
  values: [
    { title: 'Held, least', expr: day('min_over_time', heldGpus), unit: 'count', width: 110 },
    { title: 'Held, most', expr: day('max_over_time', heldGpus), unit: 'count', width: 110 },
    { title: 'Busy, mean', expr: day('avg_over_time', busyGpus), unit: 'count', width: 110 },
    { title: 'Busy, peak', expr: day('max_over_time', busyGpus), unit: 'count', width: 110 },
    dollars('Saved, per month', `${each(at(cost.cost, 'workload', 'resource="gpu"', serving))} * (1 - ${day('avg_over_time', busyGpus)} / ${loadPeak}) * ${month}`, 'dollars', 150),
  ],
  sort: { column: 'Saved, per month', desc: true },
});

const byType = 'instance_type, region';
const nodePrice = (metric: string, by: string): string => `max by (cluster, node, ${by}) (${metric}{${inCluster}})`;

export const nodeTypes = (): PanelSpec => table({
  key: 'node-types', title: 'Nodes and their prices, by instance type', requires: ['opencost'], height: 8,
  description: 'Nodes of each type, what one costs an hour on average and what all of them cost. Spot nodes are cheaper and can be taken away within minutes: good for what saves checkpoints. A price of zero, or that of another cloud: OpenCost does not know the prices; see `opencost.opencost.customPricing`.',
  labels: [{ label: 'instance_type', title: 'Instance type' }, { label: 'region', title: 'Region' }],
  values: [
    { title: 'Nodes', expr: `count by (${byType}) (${nodePrice('node_total_hourly_cost', byType)})`, unit: 'count', width: 90 },
    { title: 'Spot', expr: `sum by (${byType}) (${nodePrice('kubecost_node_is_spot', byType)})`, unit: 'count', width: 90 },
    { title: 'GPUs', expr: `sum by (${byType}) (${nodePrice('node_gpu_count', byType)})`, unit: 'count', width: 90 },
    dollars('One node', `avg by (${byType}) (${nodePrice('node_total_hourly_cost', byType)})`),
    dollars('One GPU', `avg by (${byType}) (${nodePrice('node_gpu_hourly_cost', byType)}) > 0`),
    dollars('All nodes', `sum by (${byType}) (${nodePrice('node_total_hourly_cost', byType)})`),
    dollars('All, per month', `sum by (${byType}) (${nodePrice('node_total_hourly_cost', byType)}) * ${month}`, 'dollars'),
  ],
  sort: { column: 'All nodes', desc: true },
});

export const nodes = (): PanelSpec => table({
  key: 'nodes', title: 'The 50 most expensive nodes', requires: ['opencost'], height: 9,
  description: 'What each node costs an hour, and how much of that is its GPUs, CPU and memory.',
  labels: [{ label: 'node', title: 'Node', link: linkTo('gpu-fleet', 'What the GPUs of this node do', { cell: 'this_node' }) }, { label: 'instance_type', title: 'Instance type' }],
  values: [
    dollars('Whole node', `topk(50, max by (node, instance_type) (node_total_hourly_cost{${inCluster}}))`),
    dollars('A GPU', `max by (node, instance_type) (node_gpu_hourly_cost{${inCluster}}) > 0`),
    dollars('A core', `max by (node, instance_type) (node_cpu_hourly_cost{${inCluster}})`),
    dollars('A GiB of memory', `max by (node, instance_type) (node_ram_hourly_cost{${inCluster}})`, 'dollars/hour', 140),
    { title: 'Spot', expr: `max by (node, instance_type) (kubecost_node_is_spot{${inCluster}})`, unit: 'bool', width: 90, words: { 0: { text: 'no', color: 'transparent' }, 1: { text: 'yes', color: 'transparent' } } },
  ],
  sort: { column: 'Whole node', desc: true },
});
