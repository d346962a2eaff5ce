import type { PanelSpec } from '../panel.ts';
import { mean, middleAndTail, panelsOf, percentile, rate } from './engine.ts';
import { inNamespaces } from './select.ts';

const panel = panelsOf('tgi', 'tgi');

/** What only TGI tells; it names no model, so that pods are shown. */
export const tgiPanels = (): PanelSpec[] => [
  panel({
    key: 'batch', title: 'Size of the running batch', unit: 'count',
    description: 'Requests in the running batch of each replica.',
    queries: [{ expr: `max by (pod) (tgi_batch_current_size{${inNamespaces}})`, legend: '{{pod}}' }],
  }),
  panel({
    key: 'failures', title: 'Requests that TGI failed, by reason', unit: 'requests/second', stacked: true, none: 'No failed requests',
    description: 'Overloaded: more requests than the server accepts at once. Validation and template: wrong requests. Generation: the model failed, look at the logs.',
    queries: [{ expr: `sum by (err) (${rate(`tgi_request_failure{${inNamespaces}}`)})`, legend: '{{err}}' }],
  }),
  panel({
    key: 'batch-time', title: 'Time of a batch, 95 %', unit: 'seconds',
    description: 'What 95 % of the prefill and decode calls stay below. TGI measures no time to first token: it is the queue and one prefill.',
    queries: [{ expr: percentile(0.95, 'tgi_batch_inference_duration', inNamespaces, 'method'), legend: '{{method}}' }],
  }),
  panel({
    key: 'prompt-length', title: 'Length of prompts, by pod', unit: 'tokens', description: 'Tokens of a prompt. A jump explains a longer prefill.',
    queries: middleAndTail('tgi_request_input_length', inNamespaces, 'pod', '{{pod}}'),
  }),
  panel({
    key: 'answer-length', title: 'Length of answers, by pod', unit: 'tokens', description: 'Tokens of an answer. A jump explains a longer queue.',
    queries: middleAndTail('tgi_request_generated_tokens', inNamespaces, 'pod', '{{pod}}'),
  }),
  panel({
    key: 'skipped', title: 'Speculation: tokens gained in a step', unit: 'tokens', none: 'No speculation',
    description: 'Mean number of tokens that speculation brings in a step beside the one that is computed.',
    queries: [{ expr: mean(`tgi_request_skipped_tokens_sum{${inNamespaces}}`, `tgi_request_skipped_tokens_count{${inNamespaces}}`, 'pod'), legend: '{{pod}}' }],
  }),
];
