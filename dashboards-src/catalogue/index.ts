import { cadvisor } from './cadvisor.ts';
import { dcgm } from './dcgm.ts';
import type { Exporter, Metric } from './define.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { neuron } from './neuron.ts';
import { nodeExporter } from './node-exporter.ts';
import { prometheus, scrapes } from './prometheus.ts';

export const exporters: readonly Exporter[] = [dcgm, neuron, kubeStateMetrics, nodeExporter, cadvisor, scrapes, prometheus];

const classic: Record<'histogram' | 'summary', { suffix: string; label?: string }[]> = {
  histogram: [{ suffix: '_bucket', label: 'le' }, { suffix: '_sum' }, { suffix: '_count' }],
  summary: [{ suffix: '_sum' }, { suffix: '_count' }],
};

/** The names that a query can ask for: a histogram is its buckets, sum and count. */
function series(metric: Metric): Metric[] {
  if (metric.type !== 'histogram' && metric.type !== 'summary') return [metric];
  const parts = classic[metric.type].map(({ suffix, label }): Metric => ({
    ...metric, type: 'counter', name: metric.name + suffix, labels: [...metric.labels.filter((name) => name !== 'quantile'), ...(label ? [label] : [])],
  }));
  return metric.type === 'summary' ? [{ ...metric, type: 'gauge' }, ...parts] : parts;
}

/** Every series name that the exporters expose. */
export const scraped: ReadonlyMap<string, Metric> = new Map(exporters.flatMap((one) => one.metrics.flatMap(series)).map((metric) => [metric.name, metric]));
