import { reporting, smActive, utilization } from '../../../../dashboards-src/signals/gpu.ts';
import { levels } from '../../../../dashboards-src/signals/define.ts';
import { alertNamed } from '../alerts.ts';
import type { Analyzer, View } from '../analyzer.ts';
import { episodes, type Episode } from '../episodes.ts';
import type { Finding } from '../findings.ts';
import { called, sameWorkload } from '../place.ts';
import { percent, span } from '../useful-work/ask.ts';
import { causes } from '../useful-work/causes.ts';
import { decide } from '../useful-work/verdict.ts';
import { asEvidence } from '../watching.ts';

/** NVIDIA calls SM activity below 50 % ineffective (DCGM, profiling metrics); it is also where the signal changes its colour. */
const ineffective = smActive.thresholds!.warning;
/** Busy for less than this is idle, of which another analyzer tells; as `gpu_allocated_idle` has it. */
const idle = 0.05;

const on = `on (${levels.workload.join(', ')})`;

/** Little work for half an hour, on GPUs that it has had for all of it: who has just begun loads data and weights. */
const condition = [
  `avg_over_time(${smActive.at('workload')}[${span}]) < ${ineffective}`,
  `and ${on} avg_over_time(${utilization.at('workload')}[${span}]) >= ${idle}`,
  `and ${on} ${reporting.at('workload')}`,
  `and ${on} ${reporting.at('workload')} offset ${span}`,
].join('\n');

async function finding(episode: Episode, view: View): Promise<Finding> {
  const { place } = episode;
  const nodes = [...new Set(view.census.pods.filter((pod) => sameWorkload(pod, place)).flatMap(({ node }) => node ?? []))];
  const suspicions = (await Promise.all(causes.map((suspect) => suspect({ place, nodes }, view)))).filter((one) => one !== undefined);
  const verdict = decide(suspicions);
  const { runbook } = alertNamed('GPULowUsefulWork');
  const also = verdict?.also.length ? ` Also seen: ${verdict.also.map(({ cause, says }) => `${cause} (${says})`).join('; ')}.` : '';
  return {
    analyzer: 'low-useful-work',
    what: `${called(place)} gets little work out of its GPUs: their SMs had work for ${percent(episode.value)} of the last half hour`,
    where: place,
    since: episode.from,
    ...(episode.longer && { longer: true }),
    severity: verdict?.confidence.level === 'high' && verdict.main.cause !== 'few requests' ? 'warning' : 'info',
    confidence: verdict?.confidence ?? { level: 'high', reason: 'measured; of what holds it up nothing is seen' },
    ...(verdict && { cause: verdict.cause + (also && `.${also}`) }),
    evidence: [asEvidence(episode), ...(verdict?.main.evidence ?? []), ...(verdict?.also ?? []).flatMap(({ evidence }) => evidence)],
    nextStep: verdict?.main.nextStep ?? runbook.diagnosis,
    runbooks: ['GPULowUsefulWork', ...(verdict?.main.runbooks ?? [])].filter((name, index, all) => all.indexOf(name) === index),
  };
}

export const lowUsefulWork: Analyzer = {
  name: 'low-useful-work',
  about: 'GPUs that are busy and do little, and what holds them up',
  measured: smActive.at('cluster'),
  reads: ['metrics'],
  examine: async (view) => Promise.all((await episodes(view, { expr: condition, for: '0s', when: 'now' })).map((episode) => finding(episode, view))),
};
