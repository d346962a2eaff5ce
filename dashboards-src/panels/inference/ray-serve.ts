import type { PanelSpec } from '../panel.ts';
import { panelsOf, percentile, rate } from './engine.ts';
import { inNamespaces } from './select.ts';

const panel = panelsOf('ray-serve', 'ray');
const MILLISECONDS = 0.001;

/** Ray Serve as the clients of a model see it; more of it stands on the dashboard Ray. */
export const rayServePanels = (): PanelSpec[] => [
  panel({
    key: 'requests', title: 'Requests, by application', unit: 'requests/second', description: 'HTTP requests that the proxies of Ray Serve took.',
    queries: [{ expr: `sum by (application) (${rate(`ray_serve_num_http_requests_total{${inNamespaces}}`)})`, legend: '{{application}}' }],
  }),
  panel({
    key: 'errors', title: 'Errors, by code', unit: 'requests/second', stacked: true, none: 'No errors', description: 'HTTP answers that were no success. 5xx: look at the logs of the replicas.',
    queries: [{ expr: `sum by (application, error_code) (${rate(`ray_serve_num_http_error_requests_total{${inNamespaces}}`)})`, legend: '{{application}} {{error_code}}' }],
  }),
  panel({
    key: 'latency', title: 'Time of a request, 95 %', unit: 'seconds', description: 'What 95 % of the requests stay below, as the proxies measure it.',
    queries: [{ expr: percentile(0.95, 'ray_serve_http_request_latency_ms', inNamespaces, 'application', MILLISECONDS), legend: '{{application}}' }],
  }),
  panel({
    key: 'processing', title: 'Time in a replica, 95 %', unit: 'seconds', description: 'What 95 % of the calls of a deployment stay below. Much less than the time of a request: the rest is waiting.',
    queries: [{ expr: percentile(0.95, 'ray_serve_deployment_processing_latency_ms', inNamespaces, 'application, deployment', MILLISECONDS), legend: '{{application}} {{deployment}}' }],
  }),
  panel({
    key: 'queued', title: 'Requests waiting for a replica', unit: 'count', description: 'A queue that does not empty: raise max_replicas, or the autoscaler waits for nodes.',
    queries: [{ expr: `sum by (application, deployment) (ray_serve_deployment_queued_queries{${inNamespaces}})`, legend: '{{application}} {{deployment}}' }],
  }),
  panel({
    key: 'replicas', title: 'Healthy replicas', unit: 'count', description: 'Replicas of each deployment that answer their health check.',
    queries: [{ expr: `sum by (application, deployment) (ray_serve_deployment_replica_healthy{${inNamespaces}})`, legend: '{{application}} {{deployment}}' }],
  }),
];
