import type { Signal } from '../signals/define.ts';
import { accuracy, cost, drift, errors, featureImportance, latency, latencyBuckets, requests, serversUp } from '../signals/model-quality.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const ofModels = 'cluster=~"$cluster", namespace=~"$namespace", model=~"$model"';
const of = (signal: Signal): string => `${signal.name}{${ofModels}}`;

/** Slow or failing servers are looked at by engine and replica. */
const toInference = linkTo('inference', 'Queue, cache and replicas', { keep: ['cluster', 'namespace', 'model'] });

/** From which drift of a feature is worth looking at. */
const drifting = drift.thresholds?.critical ?? 0;

export const accuracyNow = (): PanelSpec => stat({ ...about(accuracy), key: 'accuracy-now', title: 'Lowest accuracy', query: { expr: `min(${of(accuracy)})`, legend: 'accuracy' } });
export const driftingNow = (): PanelSpec => stat({
  ...about(drift), key: 'drifting-now', title: 'Features that drift', unit: 'count', thresholds: { better: 'lower', warning: 1, critical: 5 },
  description: `Features whose score is above ${drifting}. ${drift.description}`,
  query: { expr: `sum(${of(drift)} > bool ${drifting})`, legend: 'features' },
});
export const requestsNow = (): PanelSpec => stat({ ...about(requests), key: 'requests-now', query: { expr: `sum(${of(requests)})`, legend: 'requests' } });
export const errorsNow = (): PanelSpec => stat({ ...about(errors), key: 'errors-now', title: 'Most failed inferences', link: toInference, query: { expr: `max(${of(errors)})`, legend: 'failed' } });
export const latencyNow = (): PanelSpec => stat({ ...about(latency), key: 'latency-now', title: 'Slowest model, p95', link: toInference, query: { expr: `max(${of(latency)})`, legend: 'p95' } });
export const costNow = (): PanelSpec => stat({ ...about(cost), key: 'cost-now', title: 'Cost per hour', query: { expr: `sum(${of(cost)})`, legend: 'per hour' } });

export const accuracyOverTime = (): PanelSpec => timeseries({
  ...about(accuracy), key: 'accuracy', title: 'Accuracy by version, and the best of the last week', width: 24, zoomed: true, max: 1, thresholds: undefined,
  description: `${accuracy.description} The dashed line is the best of the last week: a step below it is a bad release, a slope is drift.`,
  queries: [
    { expr: `min by (namespace, model, version, dataset) (${of(accuracy)})`, legend: '{{model}} {{version}} {{dataset}}' },
    { expr: `max by (namespace, model, dataset) (max_over_time(${of(accuracy)}[1w] @ end()))`, legend: '{{model}} {{dataset}} best', reference: true },
  ],
});

const column = (signal: Signal, title: string, by: string, op: 'min' | 'max' | 'sum', cell: ValueColumn['cell'] = 'plain'): ValueColumn =>
  ({ expr: `${op} by (${by}) (${of(signal)})`, title, unit: signal.unit, cell, thresholds: about(signal).thresholds });

const version = 'namespace, model, version';

export const versions = (): PanelSpec => table({
  key: 'versions', title: 'Versions side by side', requires: ['annotated'], height: 6, none: 'No program reports on a model',
  description: 'What each version of the chosen models does now. A new version that is less exact, slower or fails more often than the one before: go back.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'model', title: 'Model', link: linkTo('inference', 'Queue, cache and replicas', { keep: ['cluster', 'namespace'], cell: 'model' }) }, { label: 'version', title: 'Version' }],
  values: [
    column(accuracy, 'Lowest accuracy', version, 'min', 'colour'),
    column(requests, 'Requests', version, 'sum'),
    column(errors, 'Failed', version, 'max', 'colour'),
    column(latency, 'p95', version, 'max', 'colour'),
  ],
  sort: { column: 'Model', desc: false },
});

const feature = 'namespace, model, feature_name';
/** A model may have thousands of features. */
const MOST = 15;

export const driftOverTime = (): PanelSpec => timeseries({
  ...about(drift), key: 'drift', title: 'Data drift, the features that drift most',
  queries: [{ expr: `max by (${feature}) (${chosen(of(drift), 'topk', MOST, 'cluster, namespace, model, feature_name')})`, legend: '{{model}} {{feature_name}}' }],
});

export const features = (): PanelSpec => table({
  key: 'features', title: 'Features by importance', requires: ['annotated'], width: 12, height: 8, none: 'No program reports importance or drift of features',
  description: 'What the model decides by, beside how far it has drifted. Drift of an important feature comes first.',
  labels: [{ label: 'model', title: 'Model' }, { label: 'feature_name', title: 'Feature' }],
  values: [
    { ...column(featureImportance, 'Importance', feature, 'max'), expr: `topk(100, max by (${feature}) (${of(featureImportance)}))` },
    { ...column(drift, 'Drift', feature, 'max', 'colour'), expr: `max by (${feature}) (${of(drift)})\nand on (${feature}) topk(100, max by (${feature}) (${of(featureImportance)}))` },
  ],
  sort: { column: 'Importance', desc: true },
});

const third = { width: 8 } as const;
const byVersion = '{{model}} {{version}}';

export const requestRate = (): PanelSpec => timeseries({ ...about(requests), ...third, key: 'requests', title: 'Requests by version', stacked: true, queries: [{ expr: `sum by (${version}) (${of(requests)})`, legend: byVersion }] });
export const errorShare = (): PanelSpec => timeseries({ ...about(errors), ...third, key: 'errors', title: 'Failed inferences by version', link: toInference, queries: [{ expr: `max by (${version}) (${of(errors)})`, legend: byVersion }] });

const percentile = (share: number): string => `histogram_quantile(${share}, sum by (${version}, le) (${of(latencyBuckets)}))`;
export const latencies = (): PanelSpec => timeseries({
  ...about(latency), ...third, key: 'latency', title: 'Time of an inference by version', link: toInference,
  description: 'Median and 95th percentile, as the servers report them. Both rise: more load or a slower model. Only the upper one does: large inputs, or waiting in a queue.',
  queries: [{ expr: percentile(0.5), legend: `${byVersion} median` }, { expr: percentile(0.95), legend: `${byVersion} p95` }],
});

export const servers = (): PanelSpec => timeseries({ ...about(serversUp), ...third, key: 'servers', zoomed: false, link: toInference, queries: [{ expr: `min by (namespace, model) (${of(serversUp)})`, legend: '{{model}}' }] });
export const costOverTime = (): PanelSpec => timeseries({ ...about(cost), ...third, key: 'cost', title: 'Cost by model, per hour', stacked: true, queries: [{ expr: `sum by (namespace, model) (${of(cost)})`, legend: '{{model}}' }] });

export const costPerThousand = (): PanelSpec => timeseries({
  key: 'cost-per-thousand', title: 'Cost of a thousand inferences', ...third, unit: 'dollars', requires: ['annotated'],
  description: 'Cost of the last half hour by the inferences of that time. It rises when a model is asked less often than its replicas are paid for: scale down.',
  queries: [{ expr: `1000 / 3600 * sum by (namespace, model) (${of(cost)}) / (sum by (namespace, model) (avg_over_time(${of(requests)}[30m])) > 0)`, legend: '{{model}}' }],
});
