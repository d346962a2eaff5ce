import type { Manifest } from '../../wiring.ts';

interface Relabeling { readonly [field: string]: unknown }
interface Endpoint { readonly relabelings: readonly Relabeling[]; readonly metricRelabelings: readonly Relabeling[] }
interface MonitorSpec { readonly sampleLimit: number; readonly podMetricsEndpoints?: readonly Endpoint[]; readonly endpoints?: readonly Endpoint[] }

export type Meta = Readonly<Record<string, string>>;

/** A target as discovery would hand it over. */
export interface Target { readonly address: string; readonly meta: Meta }

const written = (name: string): string => name.replace(/[^a-zA-Z0-9_]/g, '_');
const prefixed = (prefix: string, values: Meta = {}): Meta => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${written(name)}`, value]));

/** What discovery says of a pod or a Service with this metadata. */
export const metaOf = (of: 'pod' | 'service', { name, labels, annotations }: { readonly name: string; readonly labels?: Meta; readonly annotations?: Meta }): Meta => ({
  __meta_kubernetes_namespace: 'team-a',
  [`__meta_kubernetes_${of}_name`]: name,
  ...prefixed(`__meta_kubernetes_${of}_label`, labels),
  ...prefixed(`__meta_kubernetes_${of}_annotation`, annotations),
});

const snake = (relabeling: Relabeling): Relabeling => Object.fromEntries(Object.entries(relabeling).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));

/** What the Prometheus Operator puts before the relabelings of a monitor (prometheus-operator v0.93, pkg/prometheus/promcfg.go), less names of ports and containers. */
const byOperator: readonly Relabeling[] = [
  { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
  { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
];

/** A scrape configuration with the relabelings of a rendered monitor, and these targets in the place of Kubernetes' discovery. */
export function scrapeConfig({ metadata, ...rest }: Manifest, targets: readonly Target[]): object {
  const spec = rest['spec'] as MonitorSpec;
  const [endpoint] = spec.podMetricsEndpoints ?? spec.endpoints ?? [];
  return {
    job_name: metadata.name,
    sample_limit: spec.sampleLimit,
    relabel_configs: [...byOperator, ...endpoint!.relabelings.map(snake)],
    metric_relabel_configs: endpoint!.metricRelabelings.map(snake),
    static_configs: targets.map(({ address, meta }) => ({ targets: [address], labels: meta })),
  };
}
