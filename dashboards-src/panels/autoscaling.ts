import * as autoscaling from '../signals/autoscaling.ts';
import type { Signal } from '../signals/define.ts';
import { about, table, timeseries, type PanelSpec } from './panel.ts';

const inNamespace = 'cluster=~"$cluster", namespace=~"$namespace"';
const of = (signal: Signal): string => `${signal.name}{${inNamespace}}`;
const byScaledObject = (signal: Signal, key: string, legend: string): PanelSpec => timeseries({ ...about(signal), key, width: 8, none: 'No ScaledObject', queries: [{ expr: `topk(20, ${of(signal)})`, legend }] });

export const values = (): PanelSpec => byScaledObject(autoscaling.scalerValue, 'scaler-values', '{{scaledObject}} {{metric}}');
export const errors = (): PanelSpec => byScaledObject(autoscaling.scalerErrors, 'scaler-errors', '{{scaledObject}} {{scaler}}');
export const latency = (): PanelSpec => byScaledObject(autoscaling.scalerLatency, 'scaler-latency', '{{scaledObject}} {{scaler}}');

const perAutoscaler = (series: string): string => `max by (namespace, hpa) (${series})`;

export const autoscalers = (): PanelSpec => table({
  key: 'autoscalers', title: 'HorizontalPodAutoscalers', height: 8, width: 14, none: 'No HorizontalPodAutoscaler',
  description: 'What is scaled, KEDA\'s among them (`keda-hpa-…`). Replicas at the most it may have while load grows: raise the limit. Wanted above what there is for long: pods wait for nodes.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'hpa', title: 'Autoscaler' }],
  values: [
    { expr: perAutoscaler(of(autoscaling.replicasNow)), title: 'Replicas', unit: 'count' },
    { expr: perAutoscaler(of(autoscaling.replicasWanted)), title: 'Wanted', unit: 'count' },
    { expr: perAutoscaler(of(autoscaling.replicasLimit)), title: 'At most', unit: 'count' },
    { expr: perAutoscaler(`${of(autoscaling.replicasNow)} / ${of(autoscaling.replicasLimit)}`), title: 'Of the limit', unit: 'ratio', cell: 'gauge', thresholds: { better: 'lower', warning: 0.8, critical: 1 } },
  ],
  sort: { column: 'Of the limit', desc: true },
});

export const scaledObjects = (): PanelSpec => table({
  key: 'scaled-objects', title: 'ScaledObjects of KEDA', requires: ['keda'], height: 8, width: 10, none: 'No ScaledObject',
  description: 'Each ScaledObject, whether any of its scalers is active, and whether somebody paused it.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'scaledObject', title: 'ScaledObject' }],
  values: [
    { expr: `max by (namespace, scaledObject) (${of(autoscaling.scalerActive)})`, title: 'Active', unit: 'bool', width: 90, words: { 0: { text: 'no', color: 'transparent' }, 1: { text: 'yes', color: 'transparent' } } },
    { expr: `max by (namespace, scaledObject) (${of(autoscaling.paused)})`, title: 'Paused', unit: 'bool', cell: 'colour', width: 90, thresholds: { better: 'lower', warning: 1, critical: 2 }, words: { 0: { text: 'no', color: 'transparent' }, 1: { text: 'paused', color: 'orange' } } },
  ],
  sort: { column: 'Paused', desc: true },
});
