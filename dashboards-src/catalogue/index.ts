import { alertmanager } from './alertmanager.ts';
import { apiserver } from './apiserver.ts';
import { cadvisor } from './cadvisor.ts';
import { controller } from './controller.ts';
import { dcgmAdvanced } from './dcgm-advanced.ts';
import { dcgmOptional } from './dcgm-optional.ts';
import { dcgmRenamed } from './dcgm-renamed.ts';
import { dcgm } from './dcgm.ts';
import type { Exporter, Metric, Toggle } from './define.ts';
import { efa } from './efa.ts';
import { fluentBit } from './fluent-bit.ts';
import { genAi } from './gen-ai.ts';
import { gateway } from './gateway.ts';
import { http } from './http.ts';
import { hyperpod } from './hyperpod.ts';
import { jobset } from './jobset.ts';
import { keda } from './keda.ts';
import { kserve } from './kserve.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { kubelet } from './kubelet.ts';
import { kuberay } from './kuberay.ts';
import { kueue } from './kueue.ts';
import { lmcache } from './lmcache.ts';
import { logCounts } from './log-counts.ts';
import { lustre } from './lustre.ts';
import { ml } from './ml.ts';
import { neuron } from './neuron.ts';
import { nodeExporter } from './node-exporter.ts';
import { opencost } from './opencost.ts';
import { opensearchChecks } from './opensearch-checks.ts';
import { opensearchExporter } from './opensearch-exporter.ts';
import { opensearchPlugin } from './opensearch-plugin.ts';
import { otelCollector } from './otel-collector.ts';
import { process } from './process.ts';
import { prometheusOperator } from './prometheus-operator.ts';
import { alerts, prometheus, scrapes } from './prometheus.ts';
import { rayData } from './ray-data.ts';
import { rayServe } from './ray-serve.ts';
import { rayTrain } from './ray-train.ts';
import { ray } from './ray.ts';
import { router } from './router.ts';
import { sagemaker } from './sagemaker.ts';
import { sglang } from './sglang.ts';
import { tgi } from './tgi.ts';
import { trainer } from './trainer.ts';
import { triton } from './triton.ts';
import { vllm, vllmUnderRay } from './vllm.ts';

export const exporters: readonly Exporter[] = [
  dcgm, dcgmAdvanced, dcgmOptional, dcgmRenamed, neuron, efa,
  kubeStateMetrics, nodeExporter, cadvisor, kubelet, apiserver, lustre, opencost,
  vllm, vllmUnderRay, sglang, tgi, triton, kserve, genAi, router, gateway, lmcache, http,
  ray, rayServe, rayTrain, rayData, kuberay, kueue, trainer, jobset, keda, hyperpod, sagemaker, ml, controller, process,
  prometheus, prometheusOperator, scrapes, alerts, alertmanager, fluentBit, logCounts, opensearchExporter, opensearchChecks, opensearchPlugin, otelCollector,
];

const classic: Record<'histogram' | 'summary', { suffix: string; label?: string }[]> = {
  histogram: [{ suffix: '_bucket', label: 'le' }, { suffix: '_sum' }, { suffix: '_count' }],
  summary: [{ suffix: '_sum' }, { suffix: '_count' }],
};

/** The names that a query can ask for: a histogram is its buckets, sum and count. */
function series(metric: Metric): Metric[] {
  if (metric.type !== 'histogram' && metric.type !== 'summary') return [metric];
  const parts = classic[metric.type].map(({ suffix, label }): Metric => ({
    ...metric, type: 'counter', name: metric.name + suffix, ...(metric.successor && { successor: metric.successor + suffix }), labels: [...metric.labels.filter((name) => name !== 'quantile'), ...(label ? [label] : [])],
  }));
  return metric.type === 'summary' ? [{ ...metric, type: 'gauge' }, ...parts] : parts;
}

/** Where two exporters use one name (an engine and its router), a query can meet the labels of both. */
function merged(metrics: readonly Metric[]): ReadonlyMap<string, Metric> {
  const byName = new Map<string, Metric>();
  for (const metric of metrics) {
    const first = byName.get(metric.name);
    byName.set(metric.name, first ? { ...first, labels: [...new Set([...first.labels, ...metric.labels])] } : metric);
  }
  return byName;
}

const exposing = new Map<string, Set<Toggle>>();
for (const { toggle, metrics } of exporters) for (const { name } of metrics) exposing.set(name, (exposing.get(name) ?? new Set()).add(toggle));

/** The toggles of which each brings a series; undefined where no exporter exposes it. */
export const exposedBy = (series: string): ReadonlySet<Toggle> | undefined => exposing.get(series) ?? exposing.get(series.replace(/_(bucket|sum|count)$/, ''));

/** Every series name that the exporters expose. */
export const scraped: ReadonlyMap<string, Metric> = merged(exporters.flatMap((one) => one.metrics.flatMap(series)));
