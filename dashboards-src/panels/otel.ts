import * as otel from '../signals/otel.ts';
import type { Signal } from '../signals/define.ts';
import { about, timeseries, type PanelSpec } from './panel.ts';

const inCluster = 'cluster=~"$cluster"';
const byKind = (signal: Signal): string => `sum by (kind) (${signal.at('cluster')}{${inCluster}})`;

export const otlpFlow = (): PanelSpec => timeseries({
  key: 'otlp-flow', title: 'Taken and delivered by OTLP', legend: 'below', unit: 'events/second', requires: ['otel'],
  description: 'Points of metrics, lines and spans that the collector took from programs, and that the stores took from it. A wide gap waits in its queue.',
  queries: [{ expr: byKind(otel.otlpReceived), legend: '{{kind}} taken' }, { expr: byKind(otel.otlpDelivered), legend: '{{kind}} delivered' }],
});

export const otlpTrouble = (): PanelSpec => timeseries({
  key: 'otlp-trouble', title: 'OTLP refused and lost', legend: 'below', unit: 'events/second', requires: ['otel'],
  description: 'Refused: the queue or the memory of the collector is full, and senders try again for a while. Lost: a store refused them for good.',
  queries: [{ expr: byKind(otel.otlpRefused), legend: '{{kind}} refused' }, { expr: byKind(otel.otlpLost), legend: '{{kind}} lost' }],
});

export const otlpQueue = (): PanelSpec => timeseries({
  ...about(otel.otlpQueue), key: 'otlp-queue', max: 1, queries: [{ expr: `max by (pod, kind) (${otel.otlpQueue.name}{${inCluster}})`, legend: '{{pod}} {{kind}}' }],
});

export const otlpStrangers = (): PanelSpec => timeseries({ ...about(otel.otlpStrangers), key: 'otlp-strangers', max: 1, queries: [{ expr: `${otel.otlpStrangers.name}{${inCluster}}`, legend: '{{cluster}}' }] });
