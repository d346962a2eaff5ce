import type { Unit } from '../catalogue/define.ts';
import { timeseries, type PanelSpec } from './panel.ts';
import { inRayCluster } from './ray.ts';

/** Ray reports what grows as a gauge, which goes away with the dataset. */
const grows = (metric: string): string => `clamp_min(deriv(${metric}{${inRayCluster}}[$__rate_interval]), 0)`;
const now = (metric: string): string => `${metric}{${inRayCluster}}`;

/** The 20 operators with the most: a dataset has one for each step. */
const byOperator = (key: string, title: string, unit: Unit, description: string, series: string): PanelSpec => timeseries({
  key, title, unit, description, requires: ['ray'], width: 8, none: 'No dataset is being read', queries: [{ expr: `topk(20, sum by (dataset, operator) (${series}))`, legend: '{{operator}} {{dataset}}' }],
});

export const rows = (): PanelSpec => byOperator('data-rows', 'Rows by operator', 'events/second', 'Rows that each step of a dataset produces each second. The slowest step sets the pace of all.', grows('ray_data_output_rows'));
export const bytes = (): PanelSpec => byOperator('data-bytes', 'Bytes by operator', 'bytes/second', 'Bytes that each step of a dataset produces each second.', grows('ray_data_output_bytes'));
export const running = (): PanelSpec => byOperator('data-running', 'Tasks by operator', 'count', 'Tasks of each step that run. None for a step, while those before it are held back: it waits for CPUs or GPUs.', now('ray_data_num_tasks_running'));
export const held = (): PanelSpec => byOperator('data-held', 'Object store by operator', 'bytes', 'Memory of the object store that each step holds. One step with nearly all of it: those after it are too slow.', now('ray_data_current_bytes'));
export const backpressure = (): PanelSpec => byOperator('data-backpressure', 'Time held back, by operator', 'ratio', 'Share of time in which a step starts no tasks as those after it cannot follow. Give the step after it more CPUs or GPUs.', grows('ray_data_task_submission_backpressure_time'));
export const failed = (): PanelSpec => byOperator('data-failed', 'Failed tasks by operator', 'count', 'Tasks of each step that failed so far. Ray tries them again; steady growth is an error in the data or the code.', now('ray_data_num_tasks_failed'));

export const blocked = (): PanelSpec => timeseries({
  key: 'data-blocked', title: 'Training that waits for data', unit: 'ratio', requires: ['ray'], width: 24, none: 'No dataset is being read',
  description: 'Share of time in which whoever reads a dataset, mostly a training loop, waits for the next batch; the slowest reader of each. Above some percent the GPUs wait for data: more CPUs for the dataset, larger blocks, or prefetching.',
  queries: [{ expr: `max by (ray_io_cluster, dataset) (${grows('ray_data_iter_total_blocked_seconds')})`, legend: '{{ray_io_cluster}} {{dataset}}' }],
});
