import type { PanelSpec } from '../panel.ts';
import { mean, panelsOf, rate } from './engine.ts';
import { ofModels } from './select.ts';

const panel = panelsOf('triton', 'triton');
const of = (metric: string): string => `nv_inference_${metric}{${ofModels}}`;

const MICROSECONDS = 1e-6;
const stages = { request: 'request_duration_us', queue: 'queue_duration_us', input: 'compute_input_duration_us', inference: 'compute_infer_duration_us', output: 'compute_output_duration_us' };

/** What only Triton tells. It counts times and has no buckets: there are means, and no percentiles. */
export const tritonPanels = (): PanelSpec[] => [
  panel({
    key: 'stages', title: 'Mean time of a request, by stage', unit: 'seconds',
    description: 'Means over all requests of the chosen models: Triton has no percentiles unless its histograms are switched on. Queue long beside a short inference: more instances, or dynamic batching.',
    queries: Object.entries(stages).map(([stage, metric]) => ({ expr: mean(of(metric), of('request_success'), '', MICROSECONDS), legend: stage })),
  }),
  panel({
    key: 'batch', title: 'Mean size of a batch', unit: 'count',
    description: 'Inferences in one execution. 1 with many requests: dynamic batching is off, or waits too short.',
    queries: [{ expr: mean(of('count'), of('exec_count'), 'model'), legend: '{{model}}' }],
  }),
  panel({
    key: 'pending', title: 'Requests waiting in Triton', unit: 'count',
    description: 'Requests that wait for an instance of the model.',
    queries: [{ expr: `sum by (model) (${of('pending_request_count')})`, legend: '{{model}}' }],
  }),
  panel({
    key: 'failures', title: 'Requests that Triton failed, by reason', unit: 'requests/second', stacked: true, none: 'No failed requests',
    description: 'Rejected: the queue is full. Canceled: the client went away. Backend: the model failed, look at the logs.',
    queries: [{ expr: `sum by (reason) (${rate(of('request_failure'))})`, legend: '{{reason}}' }],
  }),
  panel({
    key: 'first-response', title: 'Time to first response', unit: 'seconds', none: 'Needs --metrics-config histogram_latencies=true',
    description: 'Of models that answer in parts. What 95 % of the requests stay below.',
    queries: [{ expr: `histogram_quantile(0.95, sum by (model, le) (${rate(`nv_inference_first_response_histogram_ms_bucket{${ofModels}}`)})) / 1000`, legend: '{{model}}' }],
  }),
  panel({
    key: 'cache', title: 'Hits in the response cache', unit: 'ratio', max: 1, none: 'No response cache',
    description: 'Share of the requests that were answered from the cache.',
    queries: [{ expr: `sum by (model) (${rate(`nv_cache_num_hits_per_model{${ofModels}}`)}) / (sum by (model) (${rate(`nv_cache_num_hits_per_model{${ofModels}}`)} + ${rate(`nv_cache_num_misses_per_model{${ofModels}}`)}) > 0)`, legend: '{{model}}' }],
  }),
];
