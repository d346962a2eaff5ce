import type { PanelSpec } from '../panel.ts';
import { middleAndTail, panelsOf, rate } from './engine.ts';
import { servedAs } from './select.ts';

const panel = panelsOf('sglang', 'sglang');

/** Ranks of one server may repeat the same number. */
const onceByPod = (series: string): string => `max by (pod, model_name, dp_rank) (${series})`;
const ofReplicas = (series: string): string => `sum by (model_name) (${onceByPod(series)})`;

/** What only SGLang tells. */
export const sglangPanels = (): PanelSpec[] => [
  panel({
    key: 'stages', title: 'Time of each stage, 95 %', unit: 'seconds',
    description: 'What 95 % of the requests need at most for each stage, from the arrival to the end. The longest stage is where to look.',
    queries: middleAndTail('sglang:per_stage_req_latency_seconds', servedAs, 'stage', '{{stage}}').slice(1),
  }),
  panel({
    key: 'used-tokens', title: 'KV pool in use', unit: 'ratio', max: 1,
    description: 'Tokens in the KV pool of each replica, of those that it can hold. Near 100 % running requests are retracted.',
    queries: [{ expr: `${onceByPod(`sglang:num_used_tokens{${servedAs}}`)} / ${onceByPod(`sglang:max_total_num_tokens{${servedAs}}`)}`, legend: '{{pod}}' }],
  }),
  panel({
    key: 'accept-length', title: 'Speculative decoding: tokens accepted in a step', unit: 'tokens', none: 'No speculative decoding',
    description: 'Mean number of tokens that a step of speculative decoding yields. 1 means that the draft brings nothing.',
    queries: [{ expr: `${onceByPod(`sglang:spec_accept_length{${servedAs}}`)} > 0`, legend: '{{pod}}' }],
  }),
  panel({
    key: 'grammar', title: 'Waiting for a grammar', unit: 'count',
    description: 'Requests for structured output that wait until their grammar is compiled. Many: clients send ever new schemas.',
    queries: [{ expr: onceByPod(`sglang:num_grammar_queue_reqs{${servedAs}}`), legend: '{{pod}}' }],
  }),
  panel({
    key: 'disaggregation-queues', title: 'Prefill and decode apart: queues', unit: 'count',
    description: 'Requests between a prefill and a decode replica. A queue that grows before the transfer: too few decode replicas, or a slow network.',
    queries: [
      { expr: ofReplicas(`sglang:num_prefill_inflight_queue_reqs{${servedAs}}`), legend: '{{model_name}} in transfer' },
      { expr: ofReplicas(`sglang:num_decode_prealloc_queue_reqs{${servedAs}}`), legend: '{{model_name}} waiting for room' },
      { expr: ofReplicas(`sglang:num_decode_transfer_queue_reqs{${servedAs}}`), legend: '{{model_name}} waiting for KV' },
    ],
  }),
  panel({
    key: 'disaggregation-failures', title: 'Prefill and decode apart: failures', unit: 'events/second',
    description: 'Requests that found no partner, or whose KV blocks could not be moved.',
    queries: [
      { expr: ofReplicas(rate(`sglang:num_bootstrap_failed_reqs_total{${servedAs}}`)), legend: '{{model_name}} no partner' },
      { expr: ofReplicas(rate(`sglang:num_transfer_failed_reqs_total{${servedAs}}`)), legend: '{{model_name}} transfer' },
    ],
  }),
];
