import { signal } from '../define.ts';
import { from, genAi, genAiClient, hyperpod, kserve, perModel, rayServe, sglang, sglangScheduler, summed, tgi, triton, vllm } from './engines.ts';

const rate = (series: string): string => `rate(${series}[5m])`;
const because = (reason: string, series: string): string => `label_replace(${series}, "reason", "${reason}", "", "")`;
const labelledBy = (label: string, series: string): string => `label_replace(${series}, "reason", "$1", "${label}", "(.+)")`;

/** Where an engine counts all requests and the failed ones: the rest. */
const others = (all: string, failed: string): string => because('finished', `(${all} - ${failed} or ${all})`);
/** By the conventions for generative AI a failed request has a type of error. */
const outcomes = (series: (matchers: string) => string): string => `${because('finished', rate(series('error_type=""')))} or ${because('error', rate(series('error_type!=""')))}`;
const ofApplication = (series: string): string => `sum by (cluster, namespace, ray_io_cluster, application) (${rate(series)})`;

export const requests = signal({
  name: 'model:requests:rate5m',
  title: 'Requests ended',
  unit: 'requests/second',
  description: 'Requests that ended, by the reason that the engine gives. "stop" and "finished" are complete answers, "length" hit the limit of tokens, "abort" and "CANCELED" mean that the client went away.',
  better: 'neither',
  sources: [
    from('vllm', summed(vllm((metric) => labelledBy('finished_reason', rate(metric('request_success_total')))), 'reason')),
    from('sglang', summed(sglang((metric) => because('finished', rate(metric('num_requests_total')))), 'reason')),
    from('sglang', summed(sglang((metric) => because('abort', rate(metric('num_aborted_requests_total')))), 'reason')),
    from('tgi', summed(tgi((metric) => `${because('finished', rate(metric('request_success')))} or ${labelledBy('err', rate(metric('request_failure')))}`), 'reason')),
    from('triton', summed(triton((metric) => `${because('finished', rate(metric('request_success')))} or ${rate(metric('request_failure'))}`), 'reason')),
    from('kserve', summed(kserve((metric) => because('finished', rate(metric('predict_seconds_count')))), 'reason')),
    from('ray-serve', summed(rayServe((metric) => others(ofApplication(metric('num_http_requests_total')), ofApplication(metric('num_http_error_requests_total')))), 'reason')),
    from('ray-serve', summed(rayServe((metric) => labelledBy('error_code', rate(metric('num_http_error_requests_total')))), 'reason')),
    from('hyperpod', summed(hyperpod((metric) => others(rate(metric('invocations_total')), rate(metric('errors_total')))), 'reason')),
    from('hyperpod', summed(hyperpod((metric) => because('error', rate(metric('errors_total')))), 'reason')),
    from('gen-ai', summed(genAi((metric) => outcomes((matchers) => metric('request_duration_seconds_count', matchers))), 'reason')),
    from('gen-ai-client', summed(genAiClient((metric) => outcomes((matchers) => metric('operation_duration_seconds_count', matchers))), 'reason')),
  ],
  by: ['engine', 'reason'],
});

/** Reasons that are the server's fault, whatever engine: not a client that went away, or asked for what cannot be. */
export const serverFaults = 'error|overloaded|template|incomplete|dropped|generation|REJECTED|BACKEND|OTHER|5..';

/** Reasons that say the client went away, or gave up. */
export const clientGone = 'abort|CANCELED|499';

const shareOf = (reasons: string): string => {
  const all = `sum by (${perModel.join(', ')}) (${requests.name})`;
  return `(sum by (${perModel.join(', ')}) (${requests.name}{reason=~"${reasons}"}) or ${all} * 0)\n/ (${all} > 0)`;
};

export const errors = signal({
  name: 'model:request_errors:ratio',
  title: 'Requests that fail',
  unit: 'ratio',
  description: 'Share of the ended requests that failed by the server\'s fault. Requests that were wrong in themselves, and clients that went away, are not among them. Look at the reasons, and at the logs of the server.',
  better: 'lower',
  thresholds: { warning: 0.01, critical: 0.05 },
  sources: [{ expr: shareOf(serverFaults) }],
  by: ['engine'],
});

export const aborted = signal({
  name: 'model:requests_aborted:ratio',
  title: 'Requests that clients gave up',
  unit: 'ratio',
  description: 'Share of the ended requests whose client went away before the answer was complete. A rise often means that answers are too slow: compare with the time to first token and the queue.',
  better: 'lower',
  thresholds: { warning: 0.05, critical: 0.2 },
  sources: [{ expr: shareOf(clientGone) }],
  by: ['engine'],
});

export const running = signal({
  name: 'model:requests_running:count',
  title: 'Requests running',
  unit: 'count',
  description: 'Requests that the replicas work on now: the batch. It stops to grow when the KV cache or the limit of sequences is reached; then requests wait.',
  better: 'neither',
  sources: [
    from('vllm', summed(vllm((metric) => metric('num_requests_running')))),
    from('sglang', summed(sglangScheduler((metric) => metric('num_running_reqs')))),
    from('tgi', summed(tgi((metric) => metric('batch_current_size')))),
    from('ray-serve', summed(rayServe((metric) => metric('replica_processing_queries')))),
    from('hyperpod', summed(hyperpod((metric) => metric('concurrent_requests')))),
  ],
  by: ['engine'],
});

export const waiting = signal({
  name: 'model:requests_waiting:count',
  title: 'Requests waiting',
  unit: 'count',
  description: 'Requests that wait to be started, over all replicas. A queue that does not empty adds to the time to first token of everyone: add replicas, or shorten what is asked.',
  better: 'lower',
  thresholds: { warning: 10, critical: 100 },
  sources: [
    from('vllm', summed(vllm((metric) => metric('num_requests_waiting')))),
    from('sglang', summed(sglangScheduler((metric) => metric('num_queue_reqs')))),
    from('tgi', summed(tgi((metric) => metric('queue_size')))),
    from('triton', summed(triton((metric) => metric('pending_request_count')))),
    from('ray-serve', summed(rayServe((metric) => metric('deployment_queued_queries')))),
  ],
  by: ['engine'],
});
