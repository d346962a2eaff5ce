import type { Labels, Manifest, Render } from './manifest.ts';
import { matches } from './manifest.ts';
import type { Pods } from './pods.ts';

/** Something that selects and finds nothing. */
export interface Unmatched { readonly via: string; readonly to: string }

interface Monitor {
  readonly selector?: { readonly matchLabels?: Labels; readonly matchExpressions?: readonly unknown[] };
  readonly namespaceSelector?: { readonly any?: boolean; readonly matchNames?: readonly string[] };
  readonly endpoints?: readonly { readonly port?: string }[];
  readonly podMetricsEndpoints?: readonly { readonly port?: string }[];
}
interface ServiceSpec { readonly selector?: Labels; readonly ports?: readonly { readonly name?: string; readonly port: number }[] }

/**
 * What a Service, monitor, NetworkPolicy or PodDisruptionBudget selects and the render does not have. Those that look beyond the release,
 * into other namespaces or by expressions, are left out: what they are for need not be installed.
 */
export function unmatched(manifest: Manifest, render: Render, pods: readonly Pods[]): Unmatched[] {
  switch (manifest.kind) {
    case 'Service': return unmatchedPods((manifest['spec'] as { selector?: Labels }).selector, manifest, render, pods);
    case 'NetworkPolicy': return unmatchedPods((manifest['spec'] as { podSelector: { matchLabels?: Labels } }).podSelector.matchLabels, manifest, render, pods);
    case 'PodDisruptionBudget': return unmatchedPods((manifest['spec'] as { selector: { matchLabels?: Labels } }).selector.matchLabels, manifest, render, pods);
    case 'ServiceMonitor': return unmatchedMonitor(manifest, render, namespace => services(render, namespace));
    case 'PodMonitor': return unmatchedMonitor(manifest, render, namespace => podPorts(render, pods, namespace));
    default: return [];
  }
}

function unmatchedPods(selector: Labels | undefined, manifest: Manifest, render: Render, pods: readonly Pods[]): Unmatched[] {
  const namespace = render.namespace(manifest);
  if (!selector || !ownNamespaces(render).has(namespace)) return [];
  const candidates = [...pods.filter(({ owner }) => render.namespace(owner) === namespace).map(({ labels }) => labels), ...operatedPods(render)];
  return candidates.some(labels => matches(selector, labels)) ? [] : [{ via: 'selector', to: `pods with ${show(selector)}` }];
}

/** Something with labels and named ports: a Service or the pods of a workload. */
interface Selectable { readonly labels: Labels; readonly ports: readonly string[] }

function unmatchedMonitor(manifest: Manifest, render: Render, selectable: (namespace: string) => Selectable[]): Unmatched[] {
  const spec = manifest['spec'] as Monitor;
  const { selector = {}, namespaceSelector = {} } = spec;
  const own = ownNamespaces(render);
  const namespaces = namespaceSelector.matchNames ?? [render.namespace(manifest)];
  if (namespaceSelector.any || selector.matchExpressions || !namespaces.some(namespace => own.has(namespace))) return [];
  const labels = selector.matchLabels ?? {};
  const selected = namespaces.flatMap(selectable).filter(candidate => matches(labels, candidate.labels));
  const ports = (spec.endpoints ?? spec.podMetricsEndpoints ?? []).flatMap(({ port }) => port ?? []);
  return ports.filter(port => !selected.some(candidate => candidate.ports.includes(port))).map(port => ({ via: 'selector', to: `port ${port} of something with ${show(labels)}` }));
}

function services(render: Render, namespace: string): Selectable[] {
  return render.ofKind('Service').filter(service => render.namespace(service) === namespace)
    .map(service => ({ labels: service.metadata.labels ?? {}, ports: ((service['spec'] as ServiceSpec).ports ?? []).flatMap(({ name }) => name ?? []) }));
}

function podPorts(render: Render, pods: readonly Pods[], namespace: string): Selectable[] {
  return pods.filter(({ owner }) => render.namespace(owner) === namespace)
    .map(({ labels, spec }) => ({ labels, ports: (spec.containers ?? []).flatMap(({ ports = [] }) => ports.flatMap(({ name }) => name ?? [])) }));
}

/** Namespaces with workloads: a Service elsewhere, such as those the stack makes in kube-system, selects the cluster's own pods. */
function ownNamespaces(render: Render): Set<string> {
  return new Set(render.ofKind('DaemonSet', 'Deployment', 'StatefulSet').map(workload => render.namespace(workload)));
}

/**
 * Labels of the pods that the Prometheus Operator makes. Stub charts have no objects for it;
 * there the Service of the stack itself says which pods will come.
 */
function operatedPods(render: Render): Labels[] {
  const operated = render.ofKind('Prometheus', 'PrometheusAgent', 'Alertmanager').map(({ kind, metadata: { name } }) => (kind === 'Alertmanager'
    ? { 'app.kubernetes.io/name': 'alertmanager', 'app.kubernetes.io/instance': name, 'app.kubernetes.io/managed-by': 'prometheus-operator', alertmanager: name }
    : { 'app.kubernetes.io/name': kind === 'Prometheus' ? 'prometheus' : 'prometheus-agent', 'app.kubernetes.io/instance': name, 'app.kubernetes.io/managed-by': 'prometheus-operator', 'operator.prometheus.io/name': name }));
  if (operated.length > 0) return operated;
  return render.ofKind('Service').filter(({ metadata }) => metadata.labels?.['self-monitor'] !== undefined).map(service => (service['spec'] as ServiceSpec).selector ?? {});
}

const show = (labels: Labels): string => Object.entries(labels).map(pair => pair.join('=')).join(', ') || 'any label';
