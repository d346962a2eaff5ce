import { table, type PanelSpec } from '../panel.ts';
import { mean, middleAndTail, panelsOf, rate } from './engine.ts';
import { inNamespaces, servedAs } from './select.ts';

const panel = panelsOf('vllm', 'vllm');

/** What only vLLM tells; its latencies, queue and cache are among those of all engines. */
export const vllmPanels = (): PanelSpec[] => [
  panel({
    key: 'waiting-by-reason', title: 'Waiting, by reason', unit: 'count', stacked: true, none: 'Told by vLLM 0.20 and later',
    description: 'Capacity: the KV cache or the batch is full. Deferred: the request waits for something else, such as a KV transfer or a grammar.',
    queries: [{ expr: `sum by (model_name, reason) (vllm:num_requests_waiting_by_reason{${servedAs}})`, legend: '{{model_name}} {{reason}}' }],
  }),
  panel({
    key: 'tokens-of-a-step', title: 'Tokens in a step', unit: 'tokens',
    description: 'Mean number of tokens that an engine works on in one step. It is the real batch size: small while requests wait means that the memory, not the arithmetic, is the limit.',
    queries: [{ expr: mean(`vllm:iteration_tokens_total_sum{${servedAs}}`, `vllm:iteration_tokens_total_count{${servedAs}}`, 'model_name'), legend: '{{model_name}}' }],
  }),
  panel({
    key: 'prompt-source', title: 'Prompt tokens, by where they come from', unit: 'tokens/second', stacked: true, none: 'Told by vLLM 0.20 and later',
    description: 'Computed here, found in the cache of the replica, or brought by a KV connector. What is computed costs prefill time.',
    queries: [{ expr: `sum by (source) (${rate(`vllm:prompt_tokens_by_source_total{${servedAs}}`)})`, legend: '{{source}}' }],
  }),
  panel({
    key: 'prompt-length', title: 'Length of prompts', unit: 'tokens',
    description: 'Tokens of a prompt. Longer ones take more prefill and more KV cache: a jump explains a slower first token.',
    queries: middleAndTail('vllm:request_prompt_tokens', servedAs, 'model_name', '{{model_name}}'),
  }),
  panel({
    key: 'answer-length', title: 'Length of answers', unit: 'tokens',
    description: 'Tokens of an answer. Longer ones keep their place in the batch for longer: a jump explains a longer queue.',
    queries: middleAndTail('vllm:request_generation_tokens', servedAs, 'model_name', '{{model_name}}'),
  }),
  panel({
    key: 'http', title: 'HTTP answers, by status', unit: 'requests/second', stacked: true,
    description: 'Answers of the API servers. 4xx: wrong requests. 5xx: the server failed; such a request may never have reached the engine.',
    queries: [{ expr: `sum by (status) (${rate(`http_requests_total{${inNamespaces}, job=~"vllm|kserve", handler=~"/v1/.*"}`)})`, legend: '{{status}}' }],
  }),
  panel({
    key: 'accepted-by-position', title: 'Drafted tokens accepted, by position', unit: 'tokens/second', none: 'No speculative decoding',
    description: 'Tokens of drafts that were accepted, by their place in the draft. Where it falls to nothing, a shorter draft is cheaper.',
    queries: [{ expr: `sum by (position) (${rate(`vllm:spec_decode_num_accepted_tokens_per_pos_total{${servedAs}}`)})`, legend: 'position {{position}}' }],
  }),
  panel({
    key: 'external-cache', title: 'Hits in the external KV cache', unit: 'ratio', max: 1, none: 'No KV connector',
    description: 'Share of the tokens that a KV connector (LMCache, another replica) had, of those that it was asked for.',
    queries: [{ expr: `sum by (model_name) (${rate(`vllm:external_prefix_cache_hits_total{${servedAs}}`)}) / (sum by (model_name) (${rate(`vllm:external_prefix_cache_queries_total{${servedAs}}`)}) > 0)`, legend: '{{model_name}}' }],
  }),
  panel({
    key: 'kv-transfer', title: 'KV transfers between replicas', unit: 'seconds', none: 'No NIXL connector',
    description: 'Time that a transfer of KV blocks takes between a prefill and a decode replica. It is part of the time to first token: slow ones point at the network.',
    queries: middleAndTail('vllm:nixl_xfer_time_seconds', servedAs, 'model_name', '{{model_name}}'),
  }),
  panel({
    key: 'kv-transfer-failures', title: 'KV transfers that failed', unit: 'events/second', none: 'No NIXL connector',
    description: 'Transfers that failed, and requests whose KV blocks were given up before they were fetched. Each is computed again.',
    queries: [
      { expr: `sum by (model_name) (${rate(`vllm:nixl_num_failed_transfers_total{${servedAs}}`)})`, legend: '{{model_name}} failed' },
      { expr: `sum by (model_name) (${rate(`vllm:nixl_num_kv_expired_reqs_total{${servedAs}}`)})`, legend: '{{model_name}} expired' },
    ],
  }),
  panel({
    key: 'kv-offload', title: 'KV blocks moved to and from host memory', unit: 'bytes/second', none: 'No offloading',
    description: 'What the offloading connector loads to the GPU and stores from it. Much loading with few hits: the cache of the GPU is too small for what is asked.',
    queries: [
      { expr: `sum by (model_name) (${rate(`vllm:kv_offload_load_bytes_total{${servedAs}}`)})`, legend: '{{model_name}} loaded' },
      { expr: `sum by (model_name) (${rate(`vllm:kv_offload_store_bytes_total{${servedAs}}`)})`, legend: '{{model_name}} stored' },
    ],
  }),
  panel({
    key: 'asleep', title: 'Engines asleep', unit: 'count', none: 'Sleep mode is not told',
    description: 'Engines in sleep mode: their weights are off the GPU, and they answer nobody until they are woken.',
    queries: [{ expr: `sum by (model_name) (1 - vllm:engine_sleep_state{${servedAs}, sleep_state="awake"})`, legend: '{{model_name}}' }],
  }),
  table({
    key: 'vllm-lora', title: 'LoRA adapters', requires: ['vllm'], width: 24, height: 6, none: 'No LoRA adapters',
    description: 'Adapters that each replica runs, and those that wait because it can hold no more at once.',
    labels: [{ label: 'pod', title: 'Pod' }, { label: 'max_lora', title: 'At once' }, { label: 'running_lora_adapters', title: 'Running' }, { label: 'waiting_lora_adapters', title: 'Waiting' }],
    values: [{ expr: `topk by (pod) (1, max by (pod, max_lora, running_lora_adapters, waiting_lora_adapters) (vllm:lora_requests_info{${inNamespaces}})) * 1000`, title: 'Seen', unit: 'timestamp', width: 200 }],
    sort: { column: 'Seen', desc: true },
  }),
];
