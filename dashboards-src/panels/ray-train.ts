import { table, timeseries, type PanelSpec } from './panel.ts';
import { inRayCluster } from './ray.ts';

const run = 'namespace, ray_io_cluster, ray_train_run_name';

/** Ray reports time spent so far as a gauge; its slope is the share of time spent. */
const share = (metric: string, by: string): string => `max by (${by}) (clamp_min(deriv(${metric}{${inRayCluster}}[$__rate_interval]), 0))`;

const states = `max by (${run}, ray_train_controller_state) (ray_train_controller_state{${inRayCluster}} == 1)`;
const inState = (metric: string): string => `max by (${run}) (${metric}{${inRayCluster}}) * on (${run}) group_right () ${states}`;

export const runs = (): PanelSpec => table({
  key: 'train-runs', title: 'Runs of Ray Train', requires: ['ray'], height: 7, none: 'No run of Ray Train reports',
  description: 'The runs with their state. RESTARTING and RESCHEDULING lose time: the group of workers is built anew, and goes on from the last checkpoint.',
  labels: [
    { label: 'namespace', title: 'Namespace' }, { label: 'ray_io_cluster', title: 'Ray cluster' }, { label: 'ray_train_run_name', title: 'Run' }, { label: 'ray_train_controller_state', title: 'State' },
  ],
  values: [
    { expr: states, title: 'Now', unit: 'bool', width: 70, words: { 1: { text: 'yes', color: 'transparent' } } },
    { expr: inState('ray_train_worker_group_start_total_time_s'), title: 'Starting workers', unit: 'seconds', width: 150 },
    { expr: inState('ray_train_worker_group_shutdown_total_time_s'), title: 'Stopping workers', unit: 'seconds', width: 150 },
  ],
  sort: { column: 'Run', desc: false },
});

export const reporting = (): PanelSpec => timeseries({
  key: 'train-report', title: 'Time blocked in report()', unit: 'ratio', requires: ['ray'],
  description: 'Share of time in which the slowest worker of each run waits in `ray.train.report`, mostly for its checkpoint. Above some percent: checkpoint less often, or write to faster storage.',
  queries: [{ expr: share('ray_train_report_total_blocked_time_s', run), legend: '{{ray_train_run_name}}' }],
});

export const checkpoints = (): PanelSpec => timeseries({
  key: 'train-checkpoints', title: 'Time spent on checkpoints', unit: 'ratio', requires: ['ray'],
  description: 'Share of time in which the slowest worker of each run writes checkpoints to storage, and in which workers wait for each other before that.',
  queries: [
    { expr: share('ray_train_checkpoint_transfer_total_time_s', run), legend: '{{ray_train_run_name}} writing' },
    { expr: share('ray_train_checkpoint_sync_total_time_s', run), legend: '{{ray_train_run_name}} waiting' },
  ],
});
