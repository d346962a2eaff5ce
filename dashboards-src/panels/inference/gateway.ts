import type { Toggle } from '../../catalogue/define.ts';
import { gatewayErrors, gatewayRequests } from '../../signals/inference/gateway.ts';
import { about, timeseries, type PanelSpec } from '../panel.ts';
import { panelsOf, percentile } from './engine.ts';
import { inNamespaces, ofModels, servedAs } from './select.ts';

/** What stands before the servers: the router of vLLM's production stack, and endpoint pickers of llm-d. */
export const gatewayPanels = (): PanelSpec[] => [
  timeseries({ ...about(gatewayRequests), key: 'gateway-requests', width: 12, queries: [{ expr: `sum by (model, gateway) (${gatewayRequests.name}{${ofModels}})`, legend: '{{model}} {{gateway}}' }] }),
  timeseries({ ...about(gatewayErrors), key: 'gateway-errors', width: 12, queries: [{ expr: `max by (model, gateway) (${gatewayErrors.name}{${ofModels}})`, legend: '{{model}} {{gateway}}' }] }),
];

const router = panelsOf('router', 'router');

export const routerPanels = (): PanelSpec[] => [
  router({
    key: 'latency', title: 'Time of a request at the router, 95 %', unit: 'seconds', description: 'What 95 % of the requests stay below, as the router measures it. More than the servers measure: the way between them.',
    queries: [{ expr: percentile(0.95, 'vllm:request_latency_seconds', ofModels, 'model'), legend: '{{model}}' }],
  }),
  router({
    key: 'healthy', title: 'Healthy servers', unit: 'count', description: 'Servers that the router sends requests to. Fewer than there are replicas: the router cannot reach them.',
    queries: [{ expr: `sum by (pod) (vllm:healthy_pods_total{${inNamespaces}})`, legend: '{{pod}}' }],
  }),
  router({
    key: 'load', title: 'Requests in each server', unit: 'count', description: 'Requests that the router has given to each server and that are not answered. Uneven for long: look at how it routes.',
    queries: [{ expr: `sum by (server) (vllm:num_requests_running{${inNamespaces}, server!=""})`, legend: '{{server}}' }],
  }),
];

const picker = panelsOf('picker', 'gateway' satisfies Toggle);

/** As llm-d called them until 0.8, then until 0.9, and since. */
const named = (until: string, renamed: string): string[] => [`llm_d_router_epp_${renamed}`, `llm_d_epp_${renamed}`, until];
const latest = (names: readonly string[], expr: (name: string) => string): string => names.map(expr).join(' or ');

export const pickerPanels = (): PanelSpec[] => [
  picker({
    key: 'first-token', title: 'Time to first token at the gateway, 95 %', unit: 'seconds', description: 'What 95 % of the requests stay below, with the way through the gateway.',
    queries: [{ expr: latest(named('inference_objective_request_ttft_seconds', 'request_ttft_seconds'), (name) => percentile(0.95, name, servedAs, 'model_name')), legend: '{{model_name}}' }],
  }),
  picker({
    key: 'latency', title: 'Time of a request at the gateway, 95 %', unit: 'seconds', description: 'What 95 % of the requests stay below, from the arrival at the gateway to the end of the answer.',
    queries: [{ expr: latest(named('inference_objective_request_duration_seconds', 'request_duration_seconds'), (name) => percentile(0.95, name, servedAs, 'model_name')), legend: '{{model_name}}' }],
  }),
  picker({
    key: 'ready', title: 'Ready servers of each pool', unit: 'count', description: 'Servers that the endpoint picker chooses from. None: every request fails.',
    queries: [{ expr: `max by (name) (inference_pool_ready_pods{${inNamespaces}})`, legend: '{{name}}' }],
  }),
  picker({
    key: 'queue', title: 'Mean queue of the servers', unit: 'count', description: 'Requests that wait in a server of the pool, as the picker sees them. Long on average: add replicas.',
    queries: [{ expr: `max by (name) (inference_pool_average_queue_size{${inNamespaces}})`, legend: '{{name}}' }],
  }),
  picker({
    key: 'kv-cache', title: 'Mean KV cache in use', unit: 'ratio', max: 1, description: 'Of the servers of the pool, as the picker sees them.',
    queries: [{ expr: `max by (name) (inference_pool_average_kv_cache_utilization{${inNamespaces}})`, legend: '{{name}}' }],
  }),
  picker({
    key: 'decision', title: 'Time to choose a server, 95 %', unit: 'seconds', description: 'What the picker adds to each request. More than some milliseconds: give it more CPU.',
    queries: [{ expr: percentile(0.95, 'inference_extension_scheduler_e2e_duration_seconds', inNamespaces, 'pod'), legend: '{{pod}}' }],
  }),
];
