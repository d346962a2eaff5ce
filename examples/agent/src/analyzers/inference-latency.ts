import { interToken, queueTime, stageTime, timeToFirstToken } from '../../../../dashboards-src/signals/inference/latency.ts';
import { prefixCacheHit } from '../../../../dashboards-src/signals/inference/cache.ts';
import { objectives } from '../../../../dashboards-src/signals/objectives.ts';
import type { Signal } from '../../../../dashboards-src/signals/define.ts';
import type { Analyzer, View } from '../analyzer.ts';
import { episodes, type Episode } from '../episodes.ts';
import type { Evidence, Finding } from '../findings.ts';
import { matchers } from '../scoped.ts';
import { asEvidence } from '../watching.ts';

/** As long as other alerts of inference wait, so that one slow batch is none. */
const lasting = '10m';

interface Slow {
  readonly slo: 'ttft' | 'interToken';
  readonly signal: Signal;
  readonly what: (model: string, seconds: string) => string;
  readonly runbook: string;
}

const kinds: readonly Slow[] = [
  { slo: 'ttft', signal: timeToFirstToken, what: (model, seconds) => `Answers of model ${model} begin after ${seconds} (95th percentile)`, runbook: 'InferenceFirstTokenBudgetFast' },
  { slo: 'interToken', signal: interToken, what: (model, seconds) => `Answers of model ${model} go on slowly: ${seconds} between tokens (95th percentile)`, runbook: 'InferenceInterTokenBudgetFast' },
];

/** The objective is a share of requests within a time: it is missed right now where that percentile takes longer. Both are the chart's defaults of `alerts.slo`. */
const boundOf = (slo: Slow['slo']): { seconds: number; quantile: string } => {
  const found = objectives.find((one) => one.slo === slo)!;
  return { seconds: 'seconds' in found ? found.seconds : Infinity, quantile: String(found.objective) };
};

interface Stage {
  readonly labels: Readonly<Record<string, string>>;
  readonly seconds: number;
}

const share = (part: number, whole: number): string => `${Math.round((100 * part) / whole)}%`;

/** Where the time of a request goes, for one model. */
async function stagesOf(view: View, { place: { cluster, namespace, model } }: Episode): Promise<{ stages: Stage[]; query: string }> {
  const query = `avg_over_time(${stageTime.name}${matchers({ cluster, namespace, model })}[10m])`;
  return { query, stages: (await view.metrics.instant(query, view.window.to)).map(({ labels, value }) => ({ labels, seconds: value })) };
}

interface Why {
  readonly cause: string;
  readonly nextStep: string;
}

async function whyFirstToken(view: View, episode: Episode, stages: readonly Stage[]): Promise<Why | undefined> {
  const of = (stage: string): number => stages.find(({ labels }) => labels['stage'] === stage)?.seconds ?? 0;
  const [queue, prefill] = [of('queue'), of('prefill')];
  if (queue + prefill === 0) return undefined;
  if (queue >= prefill) return { cause: `requests wait in the queue: ${share(queue, queue + prefill)} of the time until the first token`, nextStep: 'Add replicas, or scale by the length of the queue.' };
  const { cluster, namespace, model } = episode.place;
  const hits = (await view.metrics.instant(`${prefixCacheHit.name}${matchers({ cluster, namespace, model })}`, view.window.to))[0]?.value;
  return {
    cause: `prompts take long to read (prefill): ${share(prefill, queue + prefill)} of the time until the first token${hits === undefined ? '' : `, with ${share(hits, 1)} prefix cache hits`}`,
    nextStep: 'Shorter prompts, a prefix cache that hits (route a session to the same replica), chunked prefill, or replicas of their own for prefill.',
  };
}

const whyInterToken = (stages: readonly Stage[]): Why | undefined => {
  const decode = stages.find(({ labels }) => labels['stage'] === 'decode')?.seconds;
  return decode === undefined ? undefined : {
    cause: `decode: ${decode.toPrecision(2)} s of a request go into writing its answer`,
    nextStep: 'Smaller batches (`--max-num-seqs`), chunked prefill so that long prompts do not hold up answers, quantized weights, or more GPUs for each replica.',
  };
};

async function finding({ slo, what, runbook }: Slow, episode: Episode, view: View): Promise<Finding> {
  const { stages, query } = await stagesOf(view, episode);
  const why = slo === 'ttft' ? await whyFirstToken(view, episode, stages) : whyInterToken(stages);
  const evidence: Evidence[] = stages.map(({ labels, seconds }) => ({ kind: 'metric', query, labels, value: seconds, window: { from: view.window.to - 600, to: view.window.to } }));
  return {
    analyzer: 'inference-latency',
    what: what(`${episode.place.model} (${episode.place.namespace})`, `${episode.value.toPrecision(2)} s`),
    where: episode.place,
    since: episode.from,
    ...(episode.longer && { longer: true }),
    severity: 'warning',
    confidence: { level: 'high', reason: `measured; more than ${boundOf(slo).seconds} s, which the objective ${slo} allows, for ${lasting}` },
    ...(why && { cause: why.cause }),
    evidence: [asEvidence(episode), ...evidence],
    nextStep: why?.nextStep ?? 'The engine says no more of its requests: compare queue, batch and prompts on the dashboard *Inference*.',
    runbooks: [runbook],
  };
}

export const inferenceLatency: Analyzer = {
  name: 'inference-latency',
  about: `answers that are slow, by cause (${queueTime.title.toLowerCase()}, prefill, decode)`,
  measured: timeToFirstToken.name,
  reads: ['metrics'],
  async examine(view) {
    const found = await Promise.all(kinds.map(async (kind) => {
      const { seconds, quantile } = boundOf(kind.slo);
      const slow = await episodes(view, { expr: `${kind.signal.name}{quantile="${quantile}"} > ${seconds}`, for: lasting, when: 'now' });
      return Promise.all(slow.map((episode) => finding(kind, episode, view)));
    }));
    return found.flat();
  },
};
