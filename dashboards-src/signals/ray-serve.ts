import { levels, signal, type SignalDefinition } from './define.ts';

const identity = levels.ray_cluster.join(', ');
/** Counters end in _total since Ray 2.10; before 2.49 their old names are there beside them, as gauges. */
const serve = (expr: string) => ({ toggle: 'ray' as const, expr });
const application = ['application'] as const;
const deployment = ['application', 'deployment'] as const;

const each = (by: readonly string[], series: string): string => `sum by (${[identity, ...by].join(', ')}) (${series})`;

/** Routes of Serve itself: health checks and the list of routes. */
const users = 'route!~"/-/.*"';
/** A caller that gives up or asks for nonsense is no failure of ours. */
const callersFault = 'error_code!~".*(CANCELLED|INVALID_ARGUMENT|NOT_FOUND|PERMISSION_DENIED|UNAUTHENTICATED).*"';

export const requests = signal({
  name: 'ray_cluster:serve_requests:rate5m', title: 'Requests to Ray Serve', unit: 'requests/second', better: 'neither', by: application,
  description: 'HTTP and gRPC requests at the proxies of Ray Serve, by application.',
  sources: [serve(each(application, `rate(ray_serve_num_http_requests_total{${users}}[5m]) or rate(ray_serve_num_grpc_requests_total[5m])`))],
});

const failed = each(application, `rate(ray_serve_num_http_error_requests_total{${users}, error_code=~"5.."}[5m]) or rate(ray_serve_num_grpc_error_requests_total{${callersFault}}[5m])`);

export const errors = signal({
  name: 'ray_cluster:serve_errors:ratio', title: 'Share of requests to Ray Serve that fail', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.05 }, by: application,
  description: 'Requests answered with 5xx, or with an error of gRPC that is not the caller\'s fault. The exception is in the log of the replica. No line: no requests.',
  // A series of errors begins with the first one: where there are requests and no such series, none failed.
  sources: [serve(`(${failed} or ${requests.name} * 0) / (${requests.name} > 0)`)],
});

const latency = (percent: 50 | 95 | 99, title: string, more: Pick<SignalDefinition, 'thresholds'> = {}) => signal({
  name: `ray_cluster:serve_latency_p${percent}:seconds`, title, unit: 'seconds', better: 'lower', by: application, ...more,
  description: `Time in which ${percent} % of the requests of an application are answered, measured at the proxies. Rising with the queue: more replicas are needed; rising without: the model or what it calls got slower.`,
  // Without requests it would be NaN.
  sources: [serve(`histogram_quantile(${percent / 100}, ${each([...application, 'le'], `rate(ray_serve_http_request_latency_ms_bucket{${users}}[5m]) or rate(ray_serve_grpc_request_latency_ms_bucket[5m])`)}) / 1000 >= 0`)],
});

export const latencyP50 = latency(50, 'Latency of Ray Serve, median');
export const latencyP95 = latency(95, 'Latency of Ray Serve, 95 %');
export const latencyP99 = latency(99, 'Latency of Ray Serve, 99 %');

export const replicas = signal({
  name: 'ray_cluster:serve_replicas:count', title: 'Healthy replicas of Ray Serve', unit: 'count', better: 'neither', by: deployment,
  description: 'Replicas that passed their last health check, by deployment.',
  sources: [serve(each(deployment, 'ray_serve_deployment_replica_healthy'))],
});

export const replicasUnhealthy = signal({
  name: 'ray_cluster:serve_replicas_unhealthy:count', title: 'Unhealthy replicas of Ray Serve', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 2 }, by: deployment,
  description: 'Replicas that failed their health check. Serve replaces them; if they do not get healthy, look at their logs, and whether there are CPUs or GPUs left for a new one.',
  sources: [serve(each(deployment, 'ray_serve_deployment_replica_healthy == bool 0'))],
});

export const queued = signal({
  name: 'ray_cluster:serve_queued:count', title: 'Requests that wait in Ray Serve', unit: 'count', better: 'lower', by: deployment,
  description: 'Requests that wait for a free replica, by deployment. Growing: raise `max_replicas`, or `max_ongoing_requests` where a replica has room.',
  sources: [serve(each(deployment, 'ray_serve_deployment_queued_queries'))],
});

export const ongoing = signal({
  name: 'ray_cluster:serve_ongoing:count', title: 'Requests in work in Ray Serve', unit: 'count', better: 'neither', by: deployment,
  description: 'Requests that replicas work on, by deployment.',
  sources: [serve(each(deployment, 'ray_serve_replica_processing_queries'))],
});

export const applicationDown = signal({
  name: 'ray_cluster:serve_application_down:bool', title: 'Application down', unit: 'bool', better: 'lower', thresholds: { warning: 1, critical: 1 }, by: application,
  description: '1 while Serve says of an application that its deployment failed or that it is unhealthy.',
  sources: [serve(`max by (${identity}, application) (ray_serve_application_status > 0 <= bool 2)`)],
});

export const rayServeSignals = [requests, errors, latencyP50, latencyP95, latencyP99, replicas, replicasUnhealthy, queued, ongoing, applicationDown];
