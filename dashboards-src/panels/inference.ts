import type { Signal } from '../signals/define.ts';
import { draftAccepted, kvCacheUsed, preemptions, prefixCacheHit } from '../signals/inference/cache.ts';
import { interToken, queueTime, requestDuration, stageTime, timeToFirstToken } from '../signals/inference/latency.ts';
import { replicas } from '../signals/inference/replicas.ts';
import { aborted, errors, requests, running, serverFaults, waiting } from '../signals/inference/requests.ts';
import { generationTokens, promptTokens } from '../signals/inference/tokens.ts';
import { latencyBound, objective, objectives, type Objective } from '../signals/objectives.ts';
import { sloBurn } from '../signals/slo.ts';
import { ofModels, toFleet, toModel, toTasks } from './inference/select.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec, type Query, type ValueColumn } from './panel.ts';

const chosen = (signal: Signal, ...more: string[]): string => `${signal.name}{${[ofModels, ...more].join(', ')}}`;
/** Of any engine: the labels of a model, and those that are asked for. */
const byModel = (op: 'sum' | 'max', series: string, ...more: string[]): string => `${op} by (${['model', ...more].join(', ')}) (${series})`;

export const requestsNow = (): PanelSpec => stat({ ...about(requests), key: 'requests-now', title: 'Requests', query: { expr: `sum(${chosen(requests)})`, legend: 'requests' } });

export const errorsNow = (): PanelSpec => stat({
  ...about(errors), key: 'errors-now', title: 'Failing', link: toTasks,
  query: { expr: `(sum(${chosen(requests, `reason=~"${serverFaults}"`)}) or sum(${chosen(requests)}) * 0) / (sum(${chosen(requests)}) > 0)`, legend: 'errors' },
});

/** Percentiles cannot be averaged: of several models the slowest counts. */
const slowest = (signal: Signal, key: string, title: string): PanelSpec => stat({
  ...about(signal), key, title: `${title}, 95 %`, link: toTasks,
  description: `What 95 % of the requests of the slowest chosen model stay below. ${signal.description}`,
  query: { expr: `max(${chosen(signal, 'quantile="0.95"')})`, legend: 'slowest model' },
});

export const firstTokenNow = (): PanelSpec => slowest(timeToFirstToken, 'first-token-now', 'First token');
export const interTokenNow = (): PanelSpec => slowest(interToken, 'inter-token-now', 'Between tokens');

export const waitingNow = (): PanelSpec => stat({ ...about(waiting), key: 'waiting-now', title: 'Waiting', link: toFleet, query: { expr: `sum(${chosen(waiting)})`, legend: 'waiting' } });

export const kvCacheNow = (): PanelSpec => stat({
  ...about(kvCacheUsed), key: 'kv-cache-now', title: 'Fullest KV cache', link: toTasks,
  query: { expr: `max(${chosen(kvCacheUsed)})`, legend: 'fullest' },
});

const column = (signal: Signal, title: string, op: 'sum' | 'max', cell: NonNullable<ValueColumn['cell']>, ...more: string[]): ValueColumn =>
  ({ expr: `${op} by (namespace, model) (${chosen(signal, ...more)})`, title, unit: signal.unit, cell, thresholds: about(signal).thresholds });

export const models = (): PanelSpec => table({
  key: 'models', title: 'Models', height: 10,
  description: 'The chosen models, with what their replicas do now. Choose one to see it alone. Latencies are those that 95 % of the requests stay below.',
  labels: [
    { label: 'model', title: 'Model', link: linkTo('inference', 'Show this model', { keep: ['cluster', 'namespace'], cell: 'model' }) },
    { label: 'namespace', title: 'Namespace', width: 150 },
  ],
  values: [
    column(replicas, 'Replicas', 'sum', 'plain'),
    column(requests, 'Requests', 'sum', 'plain'),
    column(errors, 'Errors', 'max', 'colour'),
    column(timeToFirstToken, 'First token', 'max', 'colour', 'quantile="0.95"'),
    column(interToken, 'Between tokens', 'max', 'colour', 'quantile="0.95"'),
    column(waiting, 'Waiting', 'sum', 'colour'),
    column(kvCacheUsed, 'KV cache', 'max', 'colour'),
  ],
  sort: { column: 'Requests', desc: true },
});

const bound = (slo: Objective['slo']): Query => ({ expr: `max(${latencyBound.name}{slo="${slo}"})`, legend: 'objective', reference: true });

/** One line for each model, so that models can be told apart. */
const tailOf = (signal: Signal, key: string, slo?: Objective['slo']): PanelSpec => timeseries({
  ...about(signal), key: `${key}-tail`, title: `${signal.title}, 95 %`, thresholds: undefined, link: toModel,
  description: `What 95 % stay below. ${signal.description}`,
  queries: [{ expr: byModel('max', chosen(signal, 'quantile="0.95"')), legend: '{{model}}' }, ...(slo ? [bound(slo)] : [])],
});

export const firstTokenTail = (): PanelSpec => tailOf(timeToFirstToken, 'first-token', 'ttft');
export const betweenTokensTail = (): PanelSpec => tailOf(interToken, 'between-tokens', 'interToken');
export const durationTail = (): PanelSpec => tailOf(requestDuration, 'duration');
export const queueTail = (): PanelSpec => tailOf(queueTime, 'queue-time');

const percentiles = { '0.99': '99 %', '0.95': '95 %', '0.5': 'half' };

const percentilesOf = (signal: Signal, key: string): PanelSpec => timeseries({
  ...about(signal), key, thresholds: undefined, legend: 'below',
  description: `What half, 95 % and 99 % of the requests of the slowest chosen model stay below; choose one model to see it alone. ${signal.description}`,
  queries: Object.entries(percentiles).map(([quantile, legend]) => ({ expr: `max(${chosen(signal, `quantile="${quantile}"`)})`, legend })),
});

export const percentilePanels = (): PanelSpec[] => [
  percentilesOf(timeToFirstToken, 'first-token'), percentilesOf(interToken, 'between-tokens'), percentilesOf(requestDuration, 'duration'), percentilesOf(queueTime, 'queue-time'),
];

/** The same for each model: one line. */
const perModel = (signal: Signal, key: string, op: 'sum' | 'max', more: Partial<Parameters<typeof timeseries>[0]> = {}): PanelSpec =>
  timeseries({ ...about(signal), key, link: toModel, queries: [{ expr: byModel(op, chosen(signal)), legend: '{{model}}' }], ...more });

export const runningByModel = (): PanelSpec => perModel(running, 'running', 'sum');
export const waitingByModel = (): PanelSpec => perModel(waiting, 'waiting', 'sum', { thresholds: undefined });
export const tokensWritten = (): PanelSpec => perModel(generationTokens, 'tokens-written', 'sum');
export const tokensRead = (): PanelSpec => perModel(promptTokens, 'tokens-read', 'sum');
export const kvCache = (): PanelSpec => perModel(kvCacheUsed, 'kv-cache', 'max', { max: 1 });
export const prefixCache = (): PanelSpec => perModel(prefixCacheHit, 'prefix-cache', 'max', { max: 1 });
export const putBack = (): PanelSpec => perModel(preemptions, 'preemptions', 'sum');
export const drafts = (): PanelSpec => perModel(draftAccepted, 'drafts', 'max', { max: 1, none: 'No speculative decoding' });
export const failed = (): PanelSpec => perModel(errors, 'errors', 'max');
export const givenUp = (): PanelSpec => perModel(aborted, 'aborted', 'max');
export const replicasOverTime = (): PanelSpec => perModel(replicas, 'replicas', 'sum', { link: toTasks });

export const stages = (): PanelSpec => timeseries({
  ...about(stageTime), key: 'stages',
  description: `Of the model for which a stage takes longest; choose one model to see it alone. ${stageTime.description}`,
  queries: [{ expr: `max by (stage) (${chosen(stageTime)})`, legend: '{{stage}}' }],
});

/** As the engines say it: complete answers, answers cut off, clients that went away, and faults. */
const reasonColours = { finished: 'green', stop: 'dark-green', length: 'blue', abort: 'purple', CANCELED: 'purple', error: 'red' };

export const reasons = (): PanelSpec => timeseries({
  ...about(requests), key: 'reasons', title: 'Why requests end', stacked: true, colours: reasonColours,
  queries: [{ expr: `sum by (reason) (${chosen(requests)})`, legend: '{{reason}}' }],
});

export const requestsOverTime = (): PanelSpec => perModel(requests, 'requests', 'sum');

const burnOfAnHour = chosen(sloBurn, 'window="1h"');

export const burn = (): PanelSpec => timeseries({
  ...about(sloBurn), key: 'burn', title: 'Error budgets that burn fastest, last hour', link: toModel,
  description: `The six that burnt fastest within the chosen time. ${sloBurn.description} The objectives are set by \`alerts.slo\`. Above 1 the objective will not be kept if it goes on so.`,
  queries: [{ expr: byModel('max', `${burnOfAnHour} and on (cluster, namespace, model, slo) topk(6, max_over_time(${burnOfAnHour}[$__range] @ end()))`, 'slo'), legend: '{{model}} {{slo}}' }],
});

export const burnOf = (one: Objective): PanelSpec => timeseries({
  ...about(sloBurn), key: `burn-${one.slo}`, title: `${one.title}: how fast the budget burns, last 6 hours`, width: 12, link: toModel,
  description: `Good are ${one.good}; over the last six hours. ${sloBurn.description}`,
  queries: [{ expr: byModel('max', chosen(sloBurn, `slo="${one.slo}"`, 'window="6h"')), legend: '{{model}}' }],
});

export const burnPanels = (): PanelSpec[] => objectives.map(burnOf);

export const objectiveTable = (): PanelSpec => table({
  key: 'objectives', title: 'Objectives', height: 6,
  description: 'What is promised, as set by `alerts.slo`, and how fast the worst chosen model uses up what may go wrong. 1 uses up the budget of 30 days in 30 days.',
  labels: [{ label: 'slo', title: 'Objective' }],
  values: [
    { expr: `max by (slo) (${objective.name})`, title: 'Must be good', unit: 'ratio' },
    { expr: `max by (slo) (${latencyBound.name})`, title: 'Within', unit: 'seconds' },
    ...(['1h', '6h', '3d'] as const).map((window): ValueColumn => ({
      expr: `max by (slo) (${chosen(sloBurn, `window="${window}"`)})`, title: `Burn, ${window}`, unit: sloBurn.unit, cell: 'colour', thresholds: about(sloBurn).thresholds,
    })),
  ],
  sort: { column: 'Burn, 3d', desc: true },
});
