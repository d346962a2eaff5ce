import { counter, exporter, gauge, histogram, labelled } from './define.ts';
import { rayTargetLabels, reported } from './ray.ts';

export const rayServe = exporter({
  name: 'Ray Serve',
  version: '2.40 to 2.60',
  source: 'ray-project/ray python/ray/serve/_private; a scrape of 2.60.0',
  toggle: 'ray',
  labels: rayTargetLabels,
  metrics: [
    ...labelled([...reported, 'application'], [
      gauge('ray_serve_application_status', 'count', 'State of an application: 0 unknown, 1 deploy failed, 2 unhealthy, 3 not started, 4 deleting, 5 deploying, 6 running.'),
    ]),
    ...labelled([...reported, 'application', 'deployment'], [
      gauge('ray_serve_autoscaling_target_replicas', 'count', 'Replicas that the autoscaler wants.'),
      gauge('ray_serve_deployment_status', 'count', 'State of a deployment: 0 unknown, 1 deploy failed, 2 unhealthy, 3 updating, 4 upscaling, 5 downscaling, 6 healthy.'),
      histogram('ray_serve_health_check_latency_ms', 'milliseconds', 'Time that health checks take.'),
      histogram('ray_serve_replica_initialization_latency_ms', 'milliseconds', 'Time in which a replica runs its constructor.'),
      histogram('ray_serve_replica_startup_latency_ms', 'milliseconds', 'Time from asking for a replica until it serves.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'replica'], [
      gauge('ray_serve_replica_processing_queries', 'count', 'Requests that a replica works on.'),
      gauge('ray_serve_deployment_replica_healthy', 'bool', '1 while a replica is healthy.'),
      counter('ray_serve_deployment_replica_starts_total', 'count', 'Starts of replicas.'),
      gauge('ray_serve_replica_utilization_percent', 'percent', 'Share of a replica\'s room that the user\'s code takes, over a sliding window.'),
      gauge('ray_serve_num_multiplexed_models', 'count', 'Models that a replica holds; only with multiplexing.'),
      counter('ray_serve_multiplexed_models_load_counter_total', 'count', 'Models loaded.'),
      counter('ray_serve_multiplexed_models_unload_counter_total', 'count', 'Models unloaded.'),
      counter('ray_serve_multiplexed_get_model_requests_counter_total', 'count', 'Requests for a model.'),
      histogram('ray_serve_multiplexed_model_load_latency_ms', 'milliseconds', 'Time to load a model.'),
      histogram('ray_serve_multiplexed_model_unload_latency_ms', 'milliseconds', 'Time to unload a model.'),
      gauge('ray_serve_record_multiplexed_models_info', 'count', 'Models held, by label.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'replica', 'route'], [
      counter('ray_serve_deployment_request_counter_total', 'count', 'Requests that a replica has answered.'),
      histogram('ray_serve_deployment_processing_latency_ms', 'milliseconds', 'Time in which a replica answers.'),
      gauge('ray_serve_deployment_max_processing_latency_ms', 'milliseconds', 'Longest time of the last window.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'replica', 'route', 'exception_type'], [
      counter('ray_serve_deployment_error_counter_total', 'count', 'Exceptions in a replica.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'replica', 'model_id'], [
      gauge('ray_serve_registered_multiplexed_model_id', 'bool', '1 for each model that a replica holds.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'handle', 'actor_id'], [
      gauge('ray_serve_deployment_queued_queries', 'count', 'Requests that wait for a replica.'),
      gauge('ray_serve_num_ongoing_requests_at_replicas', 'count', 'Requests that were handed to a replica and are not answered yet.'),
      gauge('ray_serve_reserved_slots_active', 'count', 'Places held at replicas.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'handle', 'actor_id', 'route'], [
      counter('ray_serve_num_router_requests_total', 'count', 'Requests that the router has handled.'),
      counter('ray_serve_handle_request_counter_total', 'count', 'Calls of a handle.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'handle', 'actor_id', 'handle_source'], [
      histogram('ray_serve_router_args_resolution_latency_ms', 'milliseconds', 'Time in which arguments of a request are resolved.'),
      histogram('ray_serve_request_router_fulfillment_time_ms', 'milliseconds', 'Time for which a request waited for a replica.'),
    ]),
    ...labelled([...reported, 'application', 'app', 'deployment', 'actor_id', 'handle_source'], [
      gauge('ray_serve_num_scheduling_tasks', 'count', 'Tasks of the router that place requests.'),
      gauge('ray_serve_num_scheduling_tasks_in_backoff', 'count', 'Those of them that found no replica.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'actor_id', 'handle_source', 'replica_id'], [
      gauge('ray_serve_request_router_queue_len', 'count', 'Requests at a replica as the router believes.'),
    ]),
    ...labelled([...reported, 'application', 'route', 'method', 'status_code'], [
      counter('ray_serve_num_http_requests_total', 'count', 'HTTP requests at the proxy.'),
      histogram('ray_serve_http_request_latency_ms', 'milliseconds', 'Time in which the proxy answers an HTTP request.'),
    ]),
    ...labelled([...reported, 'application', 'route', 'method', 'error_code'], [
      counter('ray_serve_num_http_error_requests_total', 'count', 'HTTP requests that the proxy answered with an error.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'route', 'method', 'error_code'], [
      counter('ray_serve_num_deployment_http_error_requests_total', 'count', 'HTTP requests that a deployment answered with an error.'),
    ]),
    ...labelled([...reported, 'application', 'route', 'method', 'status_code'], [
      counter('ray_serve_num_grpc_requests_total', 'count', 'Requests by gRPC at the proxy.'),
      histogram('ray_serve_grpc_request_latency_ms', 'milliseconds', 'Time in which the proxy answers a request by gRPC.'),
    ]),
    ...labelled([...reported, 'application', 'route', 'method', 'error_code'], [
      counter('ray_serve_num_grpc_error_requests_total', 'count', 'Requests by gRPC that the proxy answered with an error.'),
    ]),
    ...labelled([...reported, 'application', 'deployment', 'route', 'method', 'error_code'], [
      counter('ray_serve_num_deployment_grpc_error_requests_total', 'count', 'Requests by gRPC that a deployment answered with an error.'),
    ]),
    ...labelled([...reported, 'node_id', 'node_ip_address'], [
      gauge('ray_serve_num_ongoing_http_requests', 'count', 'HTTP requests in work at a proxy.'),
      gauge('ray_serve_num_ongoing_grpc_requests', 'count', 'Requests by gRPC in work at a proxy.'),
      gauge('ray_serve_proxy_status', 'count', 'State of a proxy: 1 starting, 2 healthy, 3 unhealthy, 4 draining, 5 drained.'),
    ]),
    ...labelled([...reported, 'actor_id'], [
      gauge('ray_serve_controller_control_loop_duration_s', 'seconds', 'How long the last round of the controller took.'),
      gauge('ray_serve_controller_num_control_loops', 'count', 'Rounds of the controller so far.'),
      gauge('ray_serve_controller_application_state_update_duration_s', 'seconds', 'Part of the round for applications.'),
      gauge('ray_serve_controller_deployment_state_update_duration_s', 'seconds', 'Part of the round for deployments.'),
      gauge('ray_serve_controller_node_update_duration_s', 'seconds', 'Part of the round for nodes.'),
      gauge('ray_serve_controller_proxy_state_update_duration_s', 'seconds', 'Part of the round for proxies.'),
      gauge('ray_serve_controller_sleep_duration_s', 'seconds', 'How long the controller slept.'),
    ]),
    ...labelled([...reported, 'actor_id', 'application', 'deployment', 'component', 'loop_type'], [
      counter('ray_serve_event_loop_monitoring_iterations_total', 'count', 'Rounds of the watch over an event loop: a heartbeat.'),
      histogram('ray_serve_event_loop_scheduling_latency_ms', 'milliseconds', 'How late an event loop gets to its work; high means that it is blocked.'),
      gauge('ray_serve_event_loop_tasks', 'count', 'Tasks of an event loop.'),
    ]),
    ...labelled([...reported, 'namespace_or_state'], [
      counter('ray_serve_long_poll_host_transmission_counter_total', 'count', 'Updates sent to those who listen to the controller.'),
    ]),
    ...labelled([...reported, 'namespace'], [
      histogram('ray_serve_long_poll_latency_ms', 'milliseconds', 'Time until an update of the controller arrives.'),
      gauge('ray_serve_long_poll_pending_clients', 'count', 'Listeners that wait for updates.'),
    ]),
  ],
});
