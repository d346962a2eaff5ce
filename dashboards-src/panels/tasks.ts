import { all, chosen as are, matching } from '../logs/query.ts';
import { weightedMean } from '../rules/define.ts';
import type { Signal } from '../signals/define.ts';
import { allocatedIdle, dramActive, memoryUsed, power, reporting, share, smActive, tensorActive, utilization } from '../signals/gpu.ts';
import { lineList } from './log-panel.ts';
import { bySeverity, errorPatterns, place } from './logs.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

/** What the variable `level` offers: who the GPUs are counted for. */
export const aggregationLevels = ['namespace', 'task', 'pod'] as const;
type AggregationLevel = (typeof aggregationLevels)[number];

const inNamespace = 'cluster=~"$cluster", namespace=~"$namespace"';
const ofTasks = `${inNamespace}, workload_kind=~"$workload_kind", workload=~"$workload", workload!=""`;
/** Pods are shown of one task at a time, as they are read from single GPUs. */
const ofThisTask = `${inNamespace}, workload="$this_workload", pod=~"$pod", gpu=~"$gpu"`;

const tasks = (signal: Signal): string => `${signal.at('workload')}{${ofTasks}}`;
const gpusOfThisTask = (signal: Signal): string => `${signal.at('gpu')}{${ofThisTask}}`;
/** Slices and shared GPUs count as their part of a GPU. */
const partsOfThisTask = `(${gpusOfThisTask(share)} or ${gpusOfThisTask(memoryUsed)} * 0 + 1)`;

const meanOfTasks = (signal: Signal, by = ''): string => weightedMean(tasks(signal), tasks(reporting), by);

/** The tasks that hold the most GPUs over the chosen time: the same ones in each panel, so that they can be compared. */
const MOST = 15;
const largest = (signal: Signal): string => chosen(tasks(signal), 'topk', MOST, 'cluster, namespace, workload, workload_kind', tasks(reporting));

/** The series of one level, named by `labels`, as long as that level is chosen. */
const when = (level: AggregationLevel, labels: readonly string[], series: string): string =>
  `label_replace(label_join(${series}, "name", " / ", ${labels.map((label) => `"${label}"`).join(', ')}), "level", "${level}", "", "")`;

/** One query for all levels: those that are not chosen are small, and left out. */
const atLevel = (series: Readonly<Record<AggregationLevel, string>>): string => [
  '(',
  [when('namespace', ['namespace'], series.namespace), when('task', ['namespace', 'workload'], series.task), when('pod', ['pod'], series.pod)].join('\nor\n'),
  ')',
  'and on (level) label_replace(vector(1), "level", "$level", "", "")',
].join('\n');

/** Means over thousands of tasks cost the more the more points are drawn. */
const POINTS = 90;

const sideBySide = (signal: Signal, key: string, title: string, series: Readonly<Record<AggregationLevel, string>>, stacked = false): PanelSpec =>
  timeseries({ ...about(signal), key, title, stacked, points: POINTS, ...(signal.unit === 'ratio' ? { max: 1 } : {}), queries: [{ expr: atLevel(series), legend: '{{name}}' }] });

const comparedMean = (signal: Signal, key: string, title: string): PanelSpec => sideBySide(signal, key, title, {
  namespace: meanOfTasks(signal, 'by (namespace) '),
  task: `max by (namespace, workload) (${largest(signal)})`,
  pod: weightedMean(gpusOfThisTask(signal), partsOfThisTask, 'by (pod) '),
});

export const gpusCompared = (): PanelSpec => sideBySide(reporting, 'gpus-compared', 'GPUs held, side by side', {
  namespace: `sum by (namespace) (${tasks(reporting)})`,
  task: `sum by (namespace, workload) (${largest(reporting)})`,
  pod: `sum by (pod) (${partsOfThisTask})`,
}, true);
export const tensorCompared = (): PanelSpec => comparedMean(tensorActive, 'tensor-compared', 'Tensor core activity, side by side');
export const busyCompared = (): PanelSpec => comparedMean(utilization, 'busy-compared', 'Busy time, side by side');
export const memoryCompared = (): PanelSpec => comparedMean(memoryUsed, 'memory-compared', 'GPU memory in use, side by side');

/** Of this moment only: their way through the time is in the graphs below. */
const now = { width: 4, now: true } as const;
const toIdle = linkTo('gpu-fleet', 'Pods that hold idle GPUs', { keep: ['cluster', 'namespace'] });

export const running = (): PanelSpec => stat({
  ...now, key: 'running', title: 'Tasks with GPUs', unit: 'count', requires: ['dcgm'],
  description: 'Tasks of the chosen namespaces, types and names that hold at least part of a GPU: what a person started, such as a PyTorchJob, a RayService or a Deployment.',
  query: { expr: `count(${tasks(reporting)})`, legend: 'tasks' },
});
export const held = (): PanelSpec => stat({ ...about(reporting), ...now, key: 'held', title: 'GPUs held', description: 'GPUs that the chosen tasks hold, slices and shared GPUs by their part.', query: { expr: `sum(${tasks(reporting)})`, legend: 'GPUs' } });
export const idle = (): PanelSpec => stat({ ...about(allocatedIdle), ...now, key: 'idle', thresholds: { better: 'lower', warning: 1, critical: 8 }, link: toIdle, query: { expr: `sum(${tasks(allocatedIdle)})`, legend: 'idle' } });
export const tensorNow = (): PanelSpec => stat({ ...about(tensorActive), ...now, key: 'tensor-now', query: { expr: meanOfTasks(tensorActive), legend: 'tensor' } });
export const smNow = (): PanelSpec => stat({ ...about(smActive), ...now, key: 'sm-now', query: { expr: meanOfTasks(smActive), legend: 'SM' } });
export const powerNow = (): PanelSpec => stat({ ...about(power), ...now, key: 'power-now', query: { expr: `sum(${tasks(power)})`, legend: 'power' } });

const named = 'namespace, workload, workload_kind, queue';
const column = (signal: Signal, title: string, cell: ValueColumn['cell'] = 'plain', width?: number): ValueColumn =>
  ({ expr: `max by (${named}) (${tasks(signal)})`, title, cell, unit: signal.unit, thresholds: about(signal).thresholds, ...(width ? { width } : {}) });

export const byTask = (): PanelSpec => table({
  key: 'by-task', title: 'Tasks', requires: ['dcgm'], height: 12,
  description: 'The chosen tasks with what their GPUs do now. Many GPUs and little tensor and SM activity: the first to ask. A click on a name shows its pods and GPUs in the row below.',
  labels: [
    { label: 'namespace', title: 'Namespace', width: 120 },
    { label: 'workload', title: 'Task', link: linkTo('tasks', 'Show the pods of this task', { keep: ['cluster', 'namespace', 'workload_kind', 'workload', 'level'], cell: 'this_workload' }) },
    { label: 'workload_kind', title: 'Type', width: 130 },
    { label: 'queue', title: 'Queue', width: 120 },
  ],
  values: [
    column(reporting, 'GPUs', 'plain', 80),
    { ...column(allocatedIdle, 'Idle', 'colour', 80), thresholds: { better: 'lower', warning: 0.5, critical: 8 } },
    column(tensorActive, 'Tensor', 'gauge'),
    column(smActive, 'SM', 'gauge'),
    column(dramActive, 'Bandwidth', 'gauge'),
    column(memoryUsed, 'Memory', 'gauge'),
    column(power, 'Power', 'plain', 90),
  ],
  sort: { column: 'GPUs', desc: true },
});

const byPod = 'pod, node';
const podMean = (signal: Signal, title: string): ValueColumn =>
  ({ expr: weightedMean(gpusOfThisTask(signal), partsOfThisTask, `by (${byPod}) `), title, unit: signal.unit, cell: 'gauge', thresholds: about(signal).thresholds });

export const podsOfTask = (): PanelSpec => table({
  key: 'pods-of-task', title: 'Pods of this task', requires: ['dcgm'],
  description: 'One pod far below the others holds all of them back: look at its node. A click on the node shows all of its GPUs.',
  labels: [{ label: 'pod', title: 'Pod' }, { label: 'node', title: 'Node', link: linkTo('gpu-fleet', 'Show the GPUs of this node', { keep: ['cluster', 'namespace'], cell: 'this_node' }) }],
  values: [{ expr: `sum by (${byPod}) (${partsOfThisTask})`, title: 'GPUs', unit: 'count', width: 80 }, podMean(tensorActive, 'Tensor'), podMean(utilization, 'Busy'), podMean(memoryUsed, 'Memory')],
  sort: { column: 'Tensor', desc: false },
});

const gpuLegend = '{{pod}} GPU {{gpu}} {{GPU_I_PROFILE}} {{GPU_I_ID}}';
const ofGpu = (signal: Signal, key: string, title: string): PanelSpec =>
  timeseries({ ...about(signal), key, title, width: 24, max: 1, queries: [{ expr: `max by (pod, gpu, GPU_I_PROFILE, GPU_I_ID) (${gpusOfThisTask(signal)})`, legend: gpuLegend }] });

export const tensorOfGpu = (): PanelSpec => ofGpu(tensorActive, 'tensor-of-gpu', 'Tensor core activity by GPU of this task');
export const busyOfGpu = (): PanelSpec => ofGpu(utilization, 'busy-of-gpu', 'Busy time by GPU of this task');

// Logs

const linesOfTask = all(matching('cluster'), matching('namespace'), are('workload', 'this_workload'), matching('pod'));

export const logPanels = (): PanelSpec[] => [
  bySeverity(linesOfTask),
  { ...errorPatterns(linesOfTask, [place.pod]), width: 12, height: 8 },
  lineList({ key: 'logs', title: 'Logs', query: linesOfTask, description: 'Everything that the chosen pods of this task wrote, the newest first. A task that holds GPUs and writes nothing for long does nothing.' }),
];
