import { exporter, gauge, labelled } from './define.ts';
import { rayTargetLabels, reported } from './ray.ts';

export const rayTrain = exporter({
  name: 'Ray Train',
  version: '2.40 to 2.60',
  source: 'ray-project/ray python/ray/train/v2/_internal/metrics; a scrape of 2.60.0',
  toggle: 'ray',
  labels: rayTargetLabels,
  metrics: [
    ...labelled([...reported, 'ray_train_run_name', 'ray_train_run_id'], [
      gauge('ray_train_worker_group_start_total_time_s', 'seconds', 'Time spent starting groups of workers, so far.'),
      gauge('ray_train_worker_group_shutdown_total_time_s', 'seconds', 'Time spent stopping groups of workers, so far.'),
    ]),
    ...labelled([...reported, 'ray_train_run_name', 'ray_train_run_id', 'ray_train_controller_state'], [
      gauge('ray_train_controller_state', 'bool', '1 for the state in which the run is: INITIALIZING, SCHEDULING, RUNNING, RESTARTING, RESIZING, ERRORED, FINISHED, ABORTED.'),
    ]),
    ...labelled([...reported, 'ray_train_run_name', 'ray_train_run_id', 'ray_train_worker_world_rank', 'ray_train_worker_actor_id'], [
      gauge('ray_train_report_total_blocked_time_s', 'seconds', 'Time for which the training loop waited in report(), so far.'),
      gauge('ray_train_checkpoint_sync_total_time_s', 'seconds', 'Time for which workers waited for each other before a checkpoint, so far.'),
      gauge('ray_train_checkpoint_transfer_total_time_s', 'seconds', 'Time spent writing checkpoints to storage, so far.'),
    ]),
  ],
});
