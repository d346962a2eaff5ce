import type { Exporter, Toggle } from '../catalogue/define.ts';
import { exporters } from '../catalogue/index.ts';

/** How a source shows in a Prometheus, and how it is switched. */
export interface Source {
  /** In words: `vLLM`. */
  readonly title: string;
  /** The value that switches it: `monitors.vllm.enabled`. */
  readonly value: string;
  /** Label `job` of its targets. */
  readonly job: RegExp;
  /** Name of its scrape job, as the Prometheus Operator calls it after the monitor. */
  readonly pool: RegExp;
  /** Resource of nodes without which it has nothing to measure, as kube-state-metrics writes it. */
  readonly resource?: { readonly pattern: RegExp; readonly title: string };
}

const own = (component: string) => ({ job: new RegExp(`(^|[/-])${component}$`), pool: new RegExp(`-${component}/\\d+$`) });

/** Components of the chart, whose monitors are not called after their toggles. */
const components: Partial<Readonly<Record<Toggle, Pick<Source, 'job' | 'pool' | 'resource'>>>> = {
  dcgm: { ...own('dcgm-exporter'), pool: /-(dcgm-exporter|gpu-operator)\/\d+$/, resource: { pattern: /^nvidia_com_(gpu|mig_)/, title: 'NVIDIA GPUs' } },
  neuron: { ...own('neuron-monitor'), resource: { pattern: /^aws_amazon_com_neuron/, title: 'Neuron devices' } },
  efa: { ...monitored('efa'), resource: { pattern: /^vpc_amazonaws_com_efa$/, title: 'Elastic Fabric Adapters' } },
  fluentbit: own('fluent-bit'),
  opencost: own('opencost'),
  opensearch: own('opensearch'),
  opensearchExporter: own('opensearch-exporter'),
  otel: own('otel-collector'),
  sagemaker: own('cloudwatch-exporter'),
  // LMCache within an engine speaks through that engine.
  lmcache: { job: /^(lmcache|vllm)$/, pool: /-(lmcache|vllm)(-\d+)?\/\d+$/ },
};

/** What kube-prometheus-stack scrapes, by the name of the exporter in the catalogue. */
const stack: Readonly<Record<string, RegExp>> = {
  'cAdvisor in the kubelet': /kubelet/,
  Prometheus: /prometheus$/,
  'prometheus-operator': /operator/,
};
/** Where every target tells the same. */
const everywhere = new Set(['scrapes', 'alerts', 'processes', 'controller-runtime']);

/** A source that is found by its monitor, which is called after the toggle; some have more than one. */
function monitored(toggle: string): Pick<Source, 'job' | 'pool'> {
  return { job: new RegExp(`^${toggle}$`), pool: new RegExp(`-${toggle}(-\\d+)?/\\d+$`) };
}

const topLevel = new Set<Toggle>(['prometheus', 'grafana', 'opensearch', 'opensearchExporter', 'fluentbit', 'opencost', 'dcgm', 'neuron', 'otel', 'sagemaker']);

/** The source behind an exporter of the catalogue. */
export function sourceOf({ name, toggle }: Pick<Exporter, 'name' | 'toggle'>): Source {
  const value = topLevel.has(toggle) ? `${toggle}.enabled` : `monitors.${toggle}.enabled`;
  if (toggle !== 'prometheus') return { title: name, value, ...(components[toggle] ?? monitored(toggle)) };
  const pattern = everywhere.has(name) ? /./ : (stack[name] ?? new RegExp(name));
  return { title: name, value, job: pattern, pool: pattern };
}

/** The exporters that expose a metric, by the catalogue; histograms and summaries by the name before their suffix. */
export function exportersOf(metric: string): readonly Exporter[] {
  const family = metric.replace(/_(bucket|sum|count)$/, '');
  const named = (wanted: string): Exporter[] => exporters.filter(({ metrics }) => metrics.some(({ name }) => name === wanted));
  const exact = named(metric);
  return exact.length ? exact : named(family);
}
