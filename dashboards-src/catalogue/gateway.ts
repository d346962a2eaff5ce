import { counter, exporter, gauge, histogram, info, labelled, targetLabels, type OwnMetric } from './define.ts';

const model = ['model_name', 'target_model_name'] as const;
const flow = ['fairness_id', 'priority'] as const;
const pool = ['inference_pool'] as const;
const plugin = ['plugin_name', 'plugin_type'] as const;

/** llm-d's own names. */
const named = (prefix: string): OwnMetric[] => [
  ...labelled([...model, ...flow], [
    counter(`${prefix}_request_total`, 'count', 'Requests.'),
    counter(`${prefix}_request_error_total`, 'count', 'Requests that failed.', { labels: ['error_code'] }),
    histogram(`${prefix}_request_duration_seconds`, 'seconds', 'Time to the end of the answer.'),
    histogram(`${prefix}_request_ttft_seconds`, 'seconds', 'Time to the first token; to the end of the answer where it is not streamed.', { labels: ['streaming'] }),
    histogram(`${prefix}_request_streaming_tpot_seconds`, 'seconds', 'Mean time of each further token of a streamed answer.'),
    histogram(`${prefix}_request_streaming_itl_seconds`, 'seconds', 'Time between two pieces of a streamed answer.'),
    histogram(`${prefix}_request_ntpot_seconds`, 'seconds', 'Time to the end of the answer, divided by its tokens.'),
    histogram(`${prefix}_request_size_bytes`, 'bytes', 'Sizes of requests.'),
    histogram(`${prefix}_response_size_bytes`, 'bytes', 'Sizes of answers.'),
    histogram(`${prefix}_request_input_tokens`, 'tokens', 'Tokens of a request.'),
    histogram(`${prefix}_request_output_tokens`, 'tokens', 'Tokens of an answer.'),
    histogram(`${prefix}_request_cached_tokens`, 'tokens', 'Tokens of a request that the server had in its cache.'),
    gauge(`${prefix}_request_running`, 'count', 'Requests in work.'),
  ]),
  ...labelled(['name'], [
    gauge(`${prefix}_average_kv_cache_utilization`, 'ratio', 'Mean share of the KV cache in use over the servers of a pool.'),
    gauge(`${prefix}_average_queue_size`, 'count', 'Mean number of requests that wait at a server of a pool.'),
    gauge(`${prefix}_average_running_requests`, 'count', 'Mean number of requests in work at a server of a pool.'),
    gauge(`${prefix}_std_dev_kv_cache_utilization`, 'ratio', 'How unevenly the KV caches of a pool are used: standard deviation.'),
    gauge(`${prefix}_std_dev_queue_size`, 'count', 'How unevenly requests wait in a pool: standard deviation.'),
    gauge(`${prefix}_std_dev_running_requests`, 'count', 'How unevenly requests are worked on in a pool: standard deviation.'),
    gauge(`${prefix}_ready_endpoints`, 'count', 'Servers of a pool that are ready.'),
  ]),
  histogram(`${prefix}_scheduler_e2e_duration_seconds`, 'seconds', 'Time to choose a server.'),
  counter(`${prefix}_scheduler_attempts_total`, 'count', 'Choices of a server by status.', { labels: ['status', 'target_model_name', 'endpoint_name', 'namespace', 'port'] }),
  histogram(`${prefix}_plugin_duration_seconds`, 'seconds', 'Time that a plugin takes.', { labels: ['extension_point', ...plugin] }),
  histogram(`${prefix}_request_processing_duration_seconds`, 'seconds', 'Time that the picker itself adds to a request.'),
  histogram(`${prefix}_response_processing_duration_seconds`, 'seconds', 'Time that the picker itself adds to an answer.'),
  gauge(`${prefix}_prefix_indexer_size`, 'count', 'Entries of the index of prefixes.', { labels: plugin }),
  histogram(`${prefix}_prefix_indexer_hit_ratio`, 'ratio', 'Share of a prefix that was found at a server.', { labels: plugin }),
  histogram(`${prefix}_prefix_indexer_hit_bytes`, 'bytes', 'Length of the prefix that was found at a server.', { labels: plugin }),
  gauge(`${prefix}_inflight_requests`, 'count', 'Requests at a server, as the picker counts them.', { labels: ['endpoint_name', 'namespace', 'producer_name', ...flow] }),
  gauge(`${prefix}_inflight_tokens`, 'tokens', 'Tokens at a server, as the picker counts them.', { labels: ['endpoint_name', 'namespace', 'producer_name', ...flow] }),
  counter(`${prefix}_disagg_decision_total`, 'count', 'Decisions whether prefill and decode go to different servers.', { labels: [...plugin, 'model_name', 'decision_type'] }),
  histogram(`${prefix}_flow_control_request_queue_duration_seconds`, 'seconds', 'Time for which a request is held back, by outcome.', { labels: [...flow, 'outcome', ...pool, ...model] }),
  gauge(`${prefix}_flow_control_queue_size`, 'count', 'Requests held back.', { labels: [...flow, ...pool, ...model] }),
  gauge(`${prefix}_flow_control_queue_bytes`, 'bytes', 'Size of the requests held back.', { labels: [...flow, ...pool, ...model] }),
  gauge(`${prefix}_flow_control_pool_saturation`, 'ratio', 'How full a pool is: from 1 on, requests are held back. A pool with nothing in it, or with stale metrics, reads as 1.', { labels: [...pool, 'stage'] }),
  gauge(`${prefix}_flow_control_stale_endpoints`, 'count', 'Servers whose metrics are missing or too old.', { labels: ['detector'] }),
  gauge(`${prefix}_flow_control_capacity_utilization_requests`, 'ratio', 'Share of the places for requests held back in use, by priority.', { labels: ['priority', ...pool] }),
  counter(`${prefix}_flow_control_requests_total`, 'count', 'Requests that went through flow control, by outcome.', { labels: ['outcome', 'priority', ...pool] }),
  counter(`${prefix}_datalayer_poll_errors_total`, 'count', 'Failed reads of the metrics of servers.', { labels: ['source_type'] }),
  info(`${prefix}_info`, 'Version of the picker.', { labels: ['commit', 'build_ref'] }),
];

/** Names of the Gateway API inference extension, which newer pickers still expose beside their own. */
const inherited: OwnMetric[] = [
  counter('inference_objective_request_total', 'count', 'Requests.', { labels: [...model, 'priority'] }),
  counter('inference_objective_request_error_total', 'count', 'Requests that failed.', { labels: [...model, 'error_code'] }),
  ...labelled(model, [
    histogram('inference_objective_request_duration_seconds', 'seconds', 'Time to the end of the answer.'),
    histogram('inference_objective_request_ttft_seconds', 'seconds', 'Time to the first token.'),
    histogram('inference_objective_request_tpot_seconds', 'seconds', 'Mean time of each further token.'),
    histogram('inference_objective_normalized_time_per_output_token_seconds', 'seconds', 'Time to the end of the answer, divided by its tokens.'),
    histogram('inference_objective_request_sizes', 'bytes', 'Sizes of requests.'),
    histogram('inference_objective_response_sizes', 'bytes', 'Sizes of answers.'),
    histogram('inference_objective_input_tokens', 'tokens', 'Tokens of a request.'),
    histogram('inference_objective_output_tokens', 'tokens', 'Tokens of an answer.'),
    histogram('inference_objective_prompt_cached_tokens', 'tokens', 'Tokens of a request that the server had in its cache.'),
  ]),
  gauge('inference_objective_running_requests', 'count', 'Requests in work.', { labels: ['model_name'] }),
  ...labelled(['name'], [
    gauge('inference_pool_average_kv_cache_utilization', 'ratio', 'Mean share of the KV cache in use over the servers of a pool.'),
    gauge('inference_pool_average_queue_size', 'count', 'Mean number of requests that wait at a server of a pool.'),
    gauge('inference_pool_average_running_requests', 'count', 'Mean number of requests in work at a server of a pool.'),
    gauge('inference_pool_ready_pods', 'count', 'Servers of a pool that are ready.'),
    gauge('inference_pool_per_pod_queue_size', 'count', 'Requests that wait at a server.', { labels: ['model_server_pod'] }),
  ]),
  histogram('inference_extension_scheduler_e2e_duration_seconds', 'seconds', 'Time to choose a server.'),
  counter('inference_extension_scheduler_attempts_total', 'count', 'Choices of a server by status.', { labels: ['status', 'target_model_name', 'pod_name', 'namespace', 'port'] }),
  histogram('inference_extension_plugin_duration_seconds', 'seconds', 'Time that a plugin takes.', { labels: ['extension_point', ...plugin] }),
  gauge('inference_extension_prefix_indexer_size', 'count', 'Entries of the index of prefixes.'),
  histogram('inference_extension_prefix_indexer_hit_ratio', 'ratio', 'Share of a prefix that was found at a server.'),
  histogram('inference_extension_prefix_indexer_hit_bytes', 'bytes', 'Length of the prefix that was found at a server.'),
  histogram('inference_extension_flow_control_request_queue_duration_seconds', 'seconds', 'Time for which a request is held back, by outcome.', { labels: [...flow, 'outcome', ...pool, ...model] }),
  gauge('inference_extension_flow_control_queue_size', 'count', 'Requests held back.', { labels: [...flow, ...pool, ...model] }),
  gauge('inference_extension_flow_control_queue_bytes', 'bytes', 'Size of the requests held back.', { labels: [...flow, ...pool, ...model] }),
  gauge('inference_extension_flow_control_pool_saturation', 'ratio', 'How full a pool is: from 1 on, requests are held back.', { labels: [...pool, 'stage'] }),
  counter('inference_extension_model_rewrite_decisions_total', 'count', 'Names of models that were replaced by others.', { labels: ['model_rewrite_name', 'model_name', 'target_model'] }),
  info('inference_extension_info', 'Version of the picker.', { labels: ['commit', 'build_ref'] }),
  counter('llm_d_inference_scheduler_disagg_decision_total', 'count', 'Decisions whether prefill and decode go to different servers.', { labels: ['model_name', 'decision_type'] }),
  counter('llm_d_inference_scheduler_pd_decision_total', 'count', 'The same, by its older name.', { labels: ['model_name', 'decision_type'] }),
];

export const gateway = exporter({
  name: 'llm-d endpoint picker',
  version: 'Gateway API inference extension 1.0 to llm-d router of 2026-08',
  source: 'llm-d/llm-d-router pkg/epp/metrics/metrics.go, pkg/epp/metrics/llm_d_router_metrics.go, RELEASE-NOTES.md: llm_d_router_epp_ in summer 2026, llm_d_epp_ since',
  toggle: 'gateway',
  labels: [...targetLabels, 'node'],
  metrics: [...inherited, ...named('llm_d_router_epp'), ...named('llm_d_epp')],
});
