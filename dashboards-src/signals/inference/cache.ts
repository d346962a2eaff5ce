import { signal } from '../define.ts';
import { from, greatest, sglang, sglangScheduler, summed, tgi, vllm } from './engines.ts';

export const kvCacheUsed = signal({
  name: 'model:kv_cache_used:ratio',
  title: 'KV cache in use, fullest replica',
  unit: 'ratio',
  description: 'How full the KV cache of the fullest replica is. Near 100 % new requests wait, and running ones may be put back: more replicas, shorter contexts, a smaller data type for the cache, or more memory for it.',
  better: 'lower',
  thresholds: { warning: 0.85, critical: 0.95 },
  sources: [
    from('vllm', greatest(vllm((metric) => `(${metric('kv_cache_usage_perc')} or ${metric('gpu_cache_usage_perc')})`))),
    from('sglang', greatest(sglangScheduler((metric) => metric('token_usage')))),
    from('tgi', greatest(tgi((metric) => `${metric('batch_current_max_tokens')} / ${metric('batch_max_total_tokens')}`))),
  ],
  by: ['engine'],
});

/** SGLang splits what it found by where it lay, or gives one total. */
const notInTotal = 'cache_source!="total"';
const inTotal = 'cache_source="total"';

export const prefixCacheHit = signal({
  name: 'model:prefix_cache_hit:ratio',
  title: 'Prefix cache hits',
  unit: 'ratio',
  description: 'Share of the prompt tokens that were found in the prefix cache and need no prefill. Low for chats and agents with long common prompts: route a session to the same replica, or give the cache more room.',
  better: 'higher',
  sources: [
    from('vllm', `${summed(vllm((metric) => `rate(${metric('prefix_cache_hits_total')}[5m])`))}\n/ (${summed(vllm((metric) => `rate(${metric('prefix_cache_queries_total')}[5m])`))} > 0)`),
    from('vllm', `${summed(vllm((metric) => `rate(${metric('gpu_prefix_cache_hits_total')}[5m])`))}\n/ (${summed(vllm((metric) => `rate(${metric('gpu_prefix_cache_queries_total')}[5m])`))} > 0)`),
    ...[notInTotal, inTotal].map((which) =>
      from('sglang', `${summed(sglang((metric) => `rate(${metric('cached_tokens_total', which)}[5m])`))}\n/ (${summed(sglang((metric) => `rate(${metric('prompt_tokens_total')}[5m])`))} > 0)`)),
  ],
  by: ['engine'],
});

export const preemptions = signal({
  name: 'model:preemptions:rate5m',
  title: 'Requests put back',
  unit: 'events/second',
  description: 'Running requests that lost their place because the KV cache was full; what they had computed is computed again. More than now and then: too many sequences for the memory.',
  better: 'lower',
  sources: [
    from('vllm', summed(vllm((metric) => `rate(${metric('num_preemptions_total')}[5m])`))),
    from('sglang', summed(sglangScheduler((metric) => `rate(${metric('num_retracted_requests_total')}[5m])`))),
  ],
  by: ['engine'],
});

export const draftAccepted = signal({
  name: 'model:draft_accepted:ratio',
  title: 'Drafted tokens accepted',
  unit: 'ratio',
  description: 'Share of the tokens that speculative decoding drafted and the model accepted. Below about a half the draft costs more than it brings: fewer tokens ahead, or another draft model.',
  better: 'higher',
  thresholds: { warning: 0.5, critical: 0.3 },
  sources: [
    from('vllm', `${summed(vllm((metric) => `rate(${metric('spec_decode_num_accepted_tokens_total')}[5m])`))}\n/ (${summed(vllm((metric) => `rate(${metric('spec_decode_num_draft_tokens_total')}[5m])`))} > 0)`),
  ],
  by: ['engine'],
});
