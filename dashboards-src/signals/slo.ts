import { levels, signal, type Source } from './define.ts';
import { histograms, slowerThan } from './inference/latency.ts';
import { down } from './inference/replicas.ts';
import { requests, serverFaults } from './inference/requests.ts';
import { latencyBound, objective, type Objective } from './objectives.ts';

const labelled = (label: string, value: string, expr: string): string => `label_replace(${expr}, "${label}", "${value}", "", "")`;

const model = levels.model.join(', ');
/** What came through any engine counts. */
const ofModel = (slo: Objective['slo'], expr: string): Source => ({ expr: labelled('slo', slo, `sum by (${model}) (${expr})`) });

const bound = (slo: Objective['slo']): string => `scalar(${latencyBound.name}{slo="${slo}"})`;
const ttft = slowerThan(histograms.ttft, bound('ttft'));
const interToken = slowerThan(histograms.interToken, bound('interToken'));

export const sloEvents = signal({
  name: 'model:slo_events:rate5m',
  title: 'What an objective counts',
  unit: 'events/second',
  description: 'Requests (of the time between tokens: tokens) each second that an objective counts; 1 for availability, which counts time.',
  better: 'neither',
  sources: [ofModel('ttft', ttft.all), ofModel('interToken', interToken.all), ofModel('errors', requests.name), { expr: labelled('slo', 'availability', `max by (${model}) (${down.name}) * 0 + 1`) }],
  by: ['slo'],
});

export const sloBad = signal({
  name: 'model:slo_bad:rate5m',
  title: 'What an objective counts as bad',
  unit: 'events/second',
  description: 'Of what an objective counts, that which was too slow, failed, or fell into a time without a server.',
  better: 'lower',
  sources: [
    ofModel('ttft', ttft.slow), ofModel('interToken', interToken.slow), ofModel('errors', `${requests.name}{reason=~"${serverFaults}"} or ${requests.name} * 0`),
    { expr: labelled('slo', 'availability', `min by (${model}) (${down.name})`) },
  ],
  by: ['slo'],
});

/** Of the multi-window, multi-burn-rate alerts of Google's SRE workbook. */
export const windows = ['5m', '30m', '1h', '6h', '3d'] as const;
export type Window = (typeof windows)[number];

const over = (series: string, window: Window): string => `sum by (${model}, slo) (sum_over_time(${series}[${window}]))`;
const burnOver = (window: Window): string => labelled('window', window, `(${over(sloBad.name, window)} / (${over(sloEvents.name, window)} > 0)) / on (slo) group_left () (1 - ${objective.name})`);

export const sloBurn = signal({
  name: 'model:slo_burn:ratio',
  title: 'How fast the error budget burns',
  unit: 'count',
  description: 'What is bad, as a multiple of what the objective allows. 1 uses up the budget of 30 days in 30 days; 14.4 uses up 2 % of it in an hour.',
  better: 'lower',
  thresholds: { warning: 1, critical: 6 },
  sources: windows.map((window) => ({ expr: burnOver(window) })),
  by: ['slo', 'window'],
});

/** In the order in which they must be recorded: what others read comes first. */
export const sloSignals = [sloEvents, sloBad, sloBurn];
