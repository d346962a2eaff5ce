import { counter, exporter, gauge, histogram, labelled, targetLabels } from './define.ts';

/** The monitor adds the cluster and the kind of node from labels of the pod. */
export const rayTargetLabels = [...targetLabels, 'node', 'ray_io_cluster', 'ray_io_node_type'] as const;

/** What Ray's OpenTelemetry exporter adds since 2.50. */
const scope = ['otel_scope_name', 'otel_scope_schema_url', 'otel_scope_version'] as const;

/** Labels of what processes of Ray report through the agent of their node. */
export const reported = ['SessionName', 'Version', 'Component', 'NodeAddress', 'WorkerId', ...scope] as const;

/** Labels of what the agent itself reports of its node. */
const agent = ['ip', 'SessionName', 'Version', ...scope] as const;

export const ray = exporter({
  name: 'Ray',
  version: '2.40 to 2.60',
  source: 'ray-project/ray python/ray/dashboard/modules/reporter/reporter_agent.py, src/ray/stats/metric_defs.cc; a scrape of 2.60.0 (no GPU). What counts up is often a gauge there',
  toggle: 'ray',
  labels: rayTargetLabels,
  metrics: [
    ...labelled([...agent, 'IsHeadNode', 'RayNodeType'], [
      gauge('ray_node_cpu_utilization', 'percent', 'CPU in use, 0 to 100 of all CPUs.'),
      gauge('ray_node_cpu_count', 'cores', 'CPUs of the node.'),
      gauge('ray_node_mem_used', 'bytes', 'Memory in use: that of the container, or of the host where no limit is set.'),
      gauge('ray_node_mem_available', 'bytes', 'Memory free.'),
      gauge('ray_node_mem_total', 'bytes', 'Memory: that of the container, or of the host where no limit is set.'),
      gauge('ray_node_mem_shared_bytes', 'bytes', 'Shared memory in use, which holds the object store.'),
      gauge('ray_node_mem_used_host', 'bytes', 'Memory of the host in use.'),
      gauge('ray_node_mem_total_host', 'bytes', 'Memory of the host.'),
      gauge('ray_node_cgroup_mem_used', 'bytes', 'Memory of the container in use.'),
      gauge('ray_node_cgroup_mem_total', 'bytes', 'Memory that the container may use.'),
      gauge('ray_node_disk_io_read', 'bytes', 'Bytes read so far.'),
      gauge('ray_node_disk_io_write', 'bytes', 'Bytes written so far.'),
      gauge('ray_node_disk_io_read_count', 'count', 'Reads so far.'),
      gauge('ray_node_disk_io_write_count', 'count', 'Writes so far.'),
      gauge('ray_node_disk_io_read_speed', 'bytes/second', 'Bytes read each second.'),
      gauge('ray_node_disk_io_write_speed', 'bytes/second', 'Bytes written each second.'),
      gauge('ray_node_disk_read_iops', 'events/second', 'Reads each second.'),
      gauge('ray_node_disk_write_iops', 'events/second', 'Writes each second.'),
      gauge('ray_node_disk_usage', 'bytes', 'Disk in use.'),
      gauge('ray_node_disk_free', 'bytes', 'Disk free.'),
      gauge('ray_node_disk_utilization_percentage', 'percent', 'Share of the disk in use.'),
      gauge('ray_node_network_sent', 'bytes', 'Bytes sent so far.'),
      gauge('ray_node_network_received', 'bytes', 'Bytes received so far.'),
      gauge('ray_node_network_send_speed', 'bytes/second', 'Bytes sent each second.'),
      gauge('ray_node_network_receive_speed', 'bytes/second', 'Bytes received each second.'),
    ]),
    ...labelled([...agent, 'IsHeadNode', 'RayNodeType', 'GpuDeviceName', 'GpuIndex'], [
      gauge('ray_node_gpus_available', 'count', '1 for each GPU that the node has.'),
      gauge('ray_node_gpus_utilization', 'percent', 'Share of time in which the GPU ran a kernel.'),
      gauge('ray_node_gram_used', 'mebibytes', 'Memory of the GPU in use.'),
      gauge('ray_node_gram_available', 'mebibytes', 'Memory of the GPU free.'),
      gauge('ray_node_gpu_power_milliwatts', 'milliwatts', 'Power that the GPU draws.'),
      gauge('ray_node_gpu_temperature_celsius', 'celsius', 'Temperature of the GPU.'),
    ]),
    ...labelled([...agent, 'pid', 'Component'], [
      gauge('ray_component_cpu_percentage', 'percent', 'CPU of a component; 100 is one CPU.'),
      gauge('ray_component_mem_shared_bytes', 'bytes', 'Shared memory of a component.', { successor: 'ray_component_shared_bytes' }),
      gauge('ray_component_shared_bytes', 'bytes', 'Shared memory of a component, under its newer name.', { since: '2.50' }),
      gauge('ray_component_rss_mb', 'count', 'Memory of a component.', { successor: 'ray_component_rss_bytes' }),
      gauge('ray_component_rss_bytes', 'bytes', 'Memory of a component, under its newer name.', { since: '2.50' }),
      gauge('ray_component_uss_mb', 'count', 'Memory of a component that it shares with nobody.', { successor: 'ray_component_uss_bytes' }),
      gauge('ray_component_uss_bytes', 'bytes', 'The same, under its newer name.', { since: '2.50' }),
      gauge('ray_component_num_fds', 'count', 'Files that a component holds open.'),
    ]),
    ...labelled([...agent, 'IsHeadNode', 'RayNodeType', 'GpuDeviceName', 'GpuIndex', 'pid', 'Component'], [
      gauge('ray_component_gpu_percentage', 'percent', 'GPU that a component uses.'),
      gauge('ray_component_gpu_memory_mb', 'count', 'Memory of a GPU that a component uses.'),
    ]),
    ...labelled([...agent, 'node_type'], [
      gauge('ray_cluster_active_nodes', 'count', 'Nodes that work.'),
      gauge('ray_cluster_failed_nodes', 'count', 'Nodes that failed.'),
      gauge('ray_cluster_pending_nodes', 'count', 'Nodes on their way.'),
    ]),
    ...labelled([...reported, 'Name', 'State', 'IsRetry', 'JobId', 'Source'], [
      gauge('ray_tasks', 'count', 'Tasks by state. Several processes report it, some with negative numbers: sum it, and clamp at 0.'),
    ]),
    ...labelled([...reported, 'Name', 'State', 'JobId', 'Source'], [
      gauge('ray_actors', 'count', 'Actors by state; with Source gcs each is counted once.'),
    ]),
    ...labelled([...reported, 'State', 'Source'], [
      gauge('ray_placement_groups', 'count', 'Placement groups by state.'),
    ]),
    ...labelled([...reported, 'Name', 'State'], [
      gauge('ray_resources', 'count', 'Logical resources by Name (CPU, GPU, memory, …) and State (USED, AVAILABLE).'),
    ]),
    ...labelled([...reported, 'Location', 'ObjectState'], [
      gauge('ray_object_store_memory', 'bytes', 'Object store by Location: MMAP_SHM, MMAP_DISK, SPILLED, WORKER_HEAP.'),
    ]),
    ...labelled([...reported], [
      gauge('ray_object_store_available_memory', 'bytes', 'Object store of a node that is free.'),
      gauge('ray_object_store_used_memory', 'bytes', 'Object store of a node in use.'),
      gauge('ray_object_store_fallback_memory', 'bytes', 'Objects of a node that had to go to disk at once, as memory was full.'),
      gauge('ray_object_store_num_local_objects', 'count', 'Objects of a node.'),
      gauge('ray_running_jobs', 'count', 'Jobs that run.'),
      counter('ray_finished_jobs_total', 'count', 'Jobs that ended.'),
      gauge('ray_local_resource_view_node_count', 'count', 'Nodes that a node knows of.'),
      gauge('ray_total_lineage_bytes', 'bytes', 'Memory for what is needed to make lost objects again.'),
      histogram('ray_worker_register_time_ms', 'milliseconds', 'Time until a worker process is known.'),
      histogram('ray_health_check_rpc_latency_ms', 'milliseconds', 'Time that health checks of nodes take.'),
      gauge('ray_internal_num_infeasible_scheduling_classes', 'count', 'Kinds of tasks that no node can run.'),
      gauge('ray_internal_num_processes_started', 'count', 'Worker processes started so far.'),
      gauge('ray_internal_num_processes_started_from_cache', 'count', 'Workers started from a warm process so far.'),
      gauge('ray_internal_num_spilled_tasks', 'count', 'Requests handed on to another node so far.'),
      gauge('ray_object_directory_added_locations', 'events/second', 'Places of objects added each second.'),
      gauge('ray_object_directory_removed_locations', 'events/second', 'Places of objects removed each second.'),
      gauge('ray_object_directory_lookups', 'events/second', 'Look-ups of objects each second; high where a node waits for many.'),
      gauge('ray_object_directory_subscriptions', 'count', 'Objects whose place is watched.'),
      gauge('ray_object_directory_updates', 'events/second', 'Updates of places each second.'),
      gauge('ray_object_manager_num_pull_requests', 'count', 'Objects being fetched.'),
      gauge('ray_gcs_task_manager_task_events_reported', 'count', 'Events of tasks reported so far.'),
      gauge('ray_gcs_task_manager_task_events_stored', 'count', 'Events of tasks kept.'),
      histogram('ray_gcs_placement_group_creation_latency_ms', 'milliseconds', 'Time to make a placement group.'),
      histogram('ray_gcs_placement_group_scheduling_latency_ms', 'milliseconds', 'Time to place a placement group.'),
      gauge('ray_scheduler_placement_time_ms_max', 'milliseconds', 'Longest time until a task, actor or placement group is placed.'),
      gauge('ray_scheduler_placement_time_ms_mean', 'milliseconds', 'Mean time until a task, actor or placement group is placed.'),
      gauge('ray_scheduler_placement_time_ms_p50', 'milliseconds', 'Median time until a task, actor or placement group is placed.'),
      gauge('ray_scheduler_placement_time_ms_p95', 'milliseconds', '95th percentile of that time.'),
      gauge('ray_scheduler_placement_time_ms_p99', 'milliseconds', '99th percentile of that time.'),
    ]),
    ...labelled([...reported, 'WorkloadType'], [
      histogram('ray_scheduler_placement_time_ms', 'milliseconds', 'Time until a task, actor or placement group is placed, once its inputs are there.'),
    ]),
    ...labelled([...reported, 'State'], [
      gauge('ray_scheduler_tasks', 'count', 'Tasks at the scheduler: Cancelled, Executing, Waiting, Dispatched, Received.'),
      gauge('ray_gcs_actors_count', 'count', 'Actors by state: Created, Destroyed, Unresolved, Pending.'),
      gauge('ray_gcs_placement_group_count', 'count', 'Placement groups by state: Registered, Pending, Infeasible.'),
      gauge('ray_spill_manager_objects', 'count', 'Objects by state: Pinned, PendingRestore, PendingSpill.'),
      gauge('ray_spill_manager_objects_bytes', 'bytes', 'Size of the objects by state.'),
    ]),
    ...labelled([...reported, 'Reason'], [
      gauge('ray_scheduler_unscheduleable_tasks', 'count', 'Tasks that cannot be placed, by reason: Infeasible, WaitingForResources, WaitingForWorkers and others.'),
      gauge('ray_scheduler_failed_worker_startup_total', 'count', 'Tasks that found no worker so far, by reason.'),
    ]),
    ...labelled([...reported, 'State', 'JobId'], [
      gauge('ray_owned_objects', 'count', 'Objects that a worker owns.'),
      gauge('ray_owned_objects_size', 'bytes', 'Size of the objects that a worker owns.'),
    ]),
    ...labelled([...reported, 'Type'], [
      gauge('ray_object_manager_bytes', 'bytes', 'Bytes moved so far: PushedFromLocalPlasma, PushedFromLocalDisk, Received.'),
      gauge('ray_object_manager_received_chunks', 'count', 'Pieces of objects received so far.'),
      gauge('ray_pull_manager_active_bundles', 'count', 'Groups of objects being fetched.'),
      gauge('ray_pull_manager_requested_bundles', 'count', 'Groups of objects asked for: Get, Wait, TaskArgs.'),
      gauge('ray_pull_manager_requests', 'count', 'Objects asked for: Queued, Active, Pinned.'),
      gauge('ray_pull_manager_num_object_pins', 'count', 'Attempts to pin an object so far.'),
      gauge('ray_pull_manager_retries_total', 'count', 'Fetches tried again so far.'),
      gauge('ray_pull_manager_usage_bytes', 'bytes', 'Room for fetched objects: Available, BeingPulled, Pinned.'),
      histogram('ray_pull_manager_object_request_time_ms', 'milliseconds', 'Time from asking for an object until it is there.'),
      gauge('ray_push_manager_chunks', 'count', 'Pieces of objects to send: InFlight, Remaining.'),
      gauge('ray_push_manager_num_pushes_remaining', 'count', 'Sendings not done.'),
      gauge('ray_spill_manager_request_total', 'count', 'Requests to move objects to disk or back, so far.'),
      gauge('ray_gcs_task_manager_task_events_dropped', 'count', 'Events of tasks lost so far.'),
    ]),
    ...labelled([...reported, 'Type', 'Name'], [
      counter('ray_memory_manager_worker_eviction_total', 'count', 'Workers killed because memory of the node ran out.'),
      counter('ray_node_manager_unexpected_worker_failure_total', 'count', 'Workers that died by themselves.'),
    ]),
    ...labelled([...reported, 'Operation'], [
      counter('ray_gcs_storage_operation_count_total', 'count', 'Operations on the storage of the control service.'),
      histogram('ray_gcs_storage_operation_latency_ms', 'milliseconds', 'Time that they take.'),
    ]),
    ...labelled([...reported, 'Method'], [
      counter('ray_grpc_server_req_new_total', 'count', 'Calls between Ray\'s own processes.'),
      counter('ray_grpc_server_req_handling_total', 'count', 'Calls that were begun.'),
      counter('ray_grpc_server_req_finished_total', 'count', 'Calls that ended.'),
      counter('ray_grpc_server_req_succeeded_total', 'count', 'Calls that ended well.'),
      counter('ray_grpc_server_req_failed_total', 'count', 'Calls that failed.'),
    ]),
    ...labelled([...reported, 'Name'], [
      counter('ray_operation_count_total', 'count', 'Operations of event loops of Ray\'s own processes.'),
      gauge('ray_operation_active_count', 'count', 'Operations begun and not done.'),
      histogram('ray_operation_queue_time_ms', 'milliseconds', 'Time for which operations wait.'),
      histogram('ray_operation_run_time_ms', 'milliseconds', 'Time that operations take.'),
    ]),
    ...labelled([...reported, 'JobId'], [
      gauge('ray_job_duration_s', 'seconds', 'How long a job that ended has run.'),
    ]),
    ...labelled([...reported, 'Name'], [
      gauge('ray_io_context_event_loop_lag_ms', 'milliseconds', 'How late an event loop of Ray\'s own processes is.'),
      gauge('ray_io_context_monitor_latency_ms', 'milliseconds', 'How late the last probe of an event loop came back.'),
    ]),
    ...labelled([...reported, 'Source'], [
      histogram('ray_object_store_dist', 'bytes', 'Sizes of objects.'),
    ]),
    ...labelled(['SessionName', 'NodeType'], [
      gauge('autoscaler_active_nodes', 'count', 'Nodes that work, by type.'),
      gauge('autoscaler_pending_nodes', 'count', 'Nodes on their way, by type.'),
      gauge('autoscaler_recently_failed_nodes', 'count', 'Nodes that failed lately, by type.'),
    ]),
    ...labelled(['SessionName', 'resource'], [
      gauge('autoscaler_cluster_resources', 'count', 'Resources that the cluster has.'),
      gauge('autoscaler_pending_resources', 'count', 'Resources on their way.'),
    ]),
    ...labelled(['SessionName'], [
      gauge('autoscaler_running_workers_nodes', 'count', 'Worker nodes that run; autoscaler of version 1.'),
      gauge('autoscaler_recovering_nodes', 'count', 'Nodes being recovered; autoscaler of version 1.'),
      gauge('autoscaler_updating_nodes', 'count', 'Nodes being updated; autoscaler of version 1.'),
      counter('autoscaler_started_nodes_total', 'count', 'Nodes started.'),
      counter('autoscaler_stopped_nodes_total', 'count', 'Nodes stopped.'),
      counter('autoscaler_failed_create_nodes_total', 'count', 'Nodes that could not be made.'),
      counter('autoscaler_node_launch_exceptions_total', 'count', 'Errors while nodes were launched.'),
      counter('autoscaler_drain_node_exceptions_total', 'count', 'Errors while nodes were drained.'),
      counter('autoscaler_update_loop_exceptions_total', 'count', 'Errors in the loop of the autoscaler.'),
      counter('autoscaler_config_validation_exceptions_total', 'count', 'Errors in the configuration.'),
      counter('autoscaler_reset_exceptions_total', 'count', 'Errors while the autoscaler was reset.'),
      counter('autoscaler_failed_recoveries_total', 'count', 'Nodes that could not be recovered.'),
      counter('autoscaler_successful_recoveries_total', 'count', 'Nodes recovered.'),
      counter('autoscaler_failed_updates_total', 'count', 'Nodes that could not be updated.'),
      counter('autoscaler_successful_updates_total', 'count', 'Nodes updated.'),
      histogram('autoscaler_update_time_seconds', 'seconds', 'How long a round of the autoscaler takes.'),
      histogram('autoscaler_worker_create_node_time_seconds', 'seconds', 'How long asking for a node takes.'),
      histogram('autoscaler_worker_update_time_seconds', 'seconds', 'How long an update of a node takes.'),
    ]),
    counter('ray_dashboard_api_requests_count_requests_total', 'count', 'Requests at Ray\'s dashboard.', { labels: ['SessionName', 'Version', 'Component', 'endpoint', 'http_status', 'method'] }),
    histogram('ray_dashboard_api_requests_duration_seconds', 'seconds', 'How long requests at Ray\'s dashboard take.', { labels: ['SessionName', 'Version', 'Component', 'endpoint', 'http_status'] }),
    ...labelled(['SessionName', 'Version', 'Component', 'ip', 'pid'], [
      gauge('ray_dashboard_event_loop_lag_seconds', 'seconds', 'How late the event loop of Ray\'s dashboard is.'),
      gauge('ray_dashboard_event_loop_tasks', 'count', 'Tasks of the event loop of Ray\'s dashboard.'),
    ]),
  ],
});
