import { signal, type SignalDefinition, type Source } from '../define.ts';
import { from, genAi, genAiClient, kserve, rayServe, sglang, sglangScheduler, summed, tgi, triton, vllm, type Engine, type Select } from './engines.ts';

/** A histogram of one engine. Buckets of different engines have different bounds: they are never added up. */
export interface Histogram {
  readonly engine: Engine;
  /** Observations each second by model and bucket, in seconds or in a unit of which one is `unit` seconds. */
  readonly buckets: string;
  /** Observations each second by model. */
  readonly count: string;
  /** What was observed each second by model, added up. */
  readonly sum: string;
  readonly unit: number;
}

type Wrap = (series: (select: Select) => string) => string;

const histogram = (engine: Engine, wrap: Wrap, metric: string, { unit = 1, matchers }: { unit?: number; matchers?: string } = {}): Histogram => {
  const rate = (end: string): string => wrap((select) => `rate(${select(metric + end, matchers)}[5m])`);
  return { engine, unit, buckets: summed(rate('_bucket'), 'le'), count: summed(rate('_count')), sum: summed(rate('_sum')) };
};

const MILLISECONDS = 1 / 1000;

/** The first of several names of one engine that has data is taken: what is newer stands first. */
export const histograms = {
  ttft: [
    histogram('vllm', vllm, 'time_to_first_token_seconds'),
    histogram('sglang', sglang, 'time_to_first_token_seconds'),
    histogram('triton', triton, 'first_response_histogram_ms', { unit: MILLISECONDS }),
    histogram('gen-ai', genAi, 'time_to_first_token_seconds'),
  ],
  interToken: [
    histogram('vllm', vllm, 'inter_token_latency_seconds'),
    histogram('vllm', vllm, 'time_per_output_token_seconds'),
    histogram('sglang', sglang, 'inter_token_latency_seconds'),
    histogram('tgi', tgi, 'request_mean_time_per_token_duration'),
    histogram('gen-ai', genAi, 'time_per_output_token_seconds'),
  ],
  duration: [
    histogram('vllm', vllm, 'e2e_request_latency_seconds'),
    histogram('sglang', sglang, 'e2e_request_latency_seconds'),
    histogram('tgi', tgi, 'request_duration'),
    histogram('kserve', kserve, 'predict_seconds'),
    histogram('ray-serve', rayServe, 'http_request_latency_ms', { unit: MILLISECONDS }),
    histogram('gen-ai', genAi, 'request_duration_seconds'),
    histogram('gen-ai-client', genAiClient, 'operation_duration_seconds'),
  ],
  queue: [
    histogram('vllm', vllm, 'request_queue_time_seconds'),
    histogram('sglang', sglangScheduler, 'queue_time_seconds'),
    histogram('tgi', tgi, 'request_queue_duration'),
  ],
  prefill: [histogram('vllm', vllm, 'request_prefill_time_seconds')],
  decode: [histogram('vllm', vllm, 'request_decode_time_seconds')],
  inference: [histogram('tgi', tgi, 'request_inference_duration')],
} as const satisfies Record<string, readonly Histogram[]>;

export const percentiles = ['0.5', '0.95', '0.99'] as const;

const inSeconds = (unit: number): string => (unit === 1 ? '' : ` * ${unit}`);

/** Without requests there is no percentile, and so no series. */
const percentile = ({ buckets, unit }: Histogram, quantile: string): string =>
  `label_replace(histogram_quantile(${quantile}, ${buckets})${inSeconds(unit)} >= 0, "quantile", "${quantile}", "", "")`;

const percentilesOf = (of: readonly Histogram[]): Source[] => of.map((one) => from(one.engine, percentiles.map((quantile) => percentile(one, quantile)).join('\nor\n')));

const latency = (definition: Pick<SignalDefinition, 'name' | 'title' | 'description' | 'thresholds'>, of: readonly Histogram[]) =>
  signal({ ...definition, unit: 'seconds', better: 'lower', sources: percentilesOf(of), by: ['engine', 'quantile'] });

export const timeToFirstToken = latency({
  name: 'model:time_to_first_token:seconds',
  title: 'Time to first token',
  description: 'How long users wait until an answer begins: the queue and the prefill. If it grows with the queue, replicas are missing; if it grows without one, prompts got longer or the prefix cache hits less.',
  thresholds: { warning: 1, critical: 2.5 },
}, histograms.ttft);

export const interToken = latency({
  name: 'model:inter_token:seconds',
  title: 'Time between tokens',
  description: 'How fast an answer goes on once it has begun; 50 ms are 20 tokens a second, faster than people read. It grows with the batch, and by jumps when long prompts are put in between.',
  thresholds: { warning: 0.05, critical: 0.1 },
}, histograms.interToken);

export const requestDuration = latency({
  name: 'model:request_duration:seconds',
  title: 'Time of a whole request',
  description: 'From the arrival of a request to the end of its answer. It depends on how much is written: compare it with the tokens of a request before looking for a fault.',
}, histograms.duration);

export const queueTime = latency({
  name: 'model:queue_time:seconds',
  title: 'Time in the queue',
  description: 'How long requests wait before an engine starts on them. Anything above zero for long means that the replicas are full.',
  thresholds: { warning: 0.5, critical: 2 },
}, histograms.queue);

const mean = ({ sum, count, unit }: Histogram, stage: string): string => `label_replace(${sum}${inSeconds(unit)} / (${count} > 0), "stage", "${stage}", "", "")`;

const stages = { queue: histograms.queue, prefill: histograms.prefill, decode: histograms.decode, 'prefill and decode': histograms.inference };

export const stageTime = signal({
  name: 'model:request_stage:seconds',
  title: 'Where the time of a request goes',
  unit: 'seconds',
  description: 'Mean time that a request spends in the queue, in prefill (reading the prompt) and in decode (writing the answer); TGI tells the last two together. Queue: add replicas. Prefill: shorter prompts, more prefix cache. Decode: shorter answers, smaller batches, faster memory.',
  better: 'lower',
  sources: Object.entries(stages).flatMap(([stage, of]) => of.map((one) => from(one.engine, mean(one, stage)))),
  by: ['engine', 'stage'],
});

/** Observations each second by model, and how many of them took longer than a bound (PromQL for a number of seconds). */
export const slowerThan = (of: readonly Histogram[], bound: string): { all: string; slow: string } => ({
  all: of.map(({ count }) => count).join('\nor\n'),
  slow: of.map(({ buckets, count, unit }) => `${count} * (1 - histogram_fraction(0, ${bound}${unit === 1 ? '' : ` / ${unit}`}, ${buckets})) >= 0`).join('\nor\n'),
});
