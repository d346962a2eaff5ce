import type { Found, Manifest, Render } from './manifest.ts';

interface Backend { readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } } }
interface BackendRef { readonly kind?: string; readonly name: string; readonly namespace?: string; readonly port?: number }

/** Names that objects other than pods give: of Services, roles, accounts and workloads. */
export function objectReferences(manifest: Manifest, render: Render): Found[] {
  return [...namedReferences(manifest, render), ...(manifest.apiVersion.startsWith('monitoring.coreos.com/') ? keySelectors(manifest['spec'], []) : [])];
}

function namedReferences(manifest: Manifest, render: Render): Found[] {
  const spec = (manifest['spec'] ?? {}) as Record<string, unknown>;
  switch (manifest.kind) {
    case 'StatefulSet': return [{ via: 'serviceName', kind: 'Service', name: spec['serviceName'] as string }];
    case 'Ingress': return (spec['rules'] as { http?: { paths: { backend: Backend }[] } }[] ?? []).flatMap(rule => (rule.http?.paths ?? []).flatMap(path => backend(path.backend)));
    case 'HTTPRoute': return (spec['rules'] as { backendRefs?: BackendRef[] }[] ?? []).flatMap(rule => (rule.backendRefs ?? []).map(ref => ({ via: 'backendRefs', kind: ref.kind ?? 'Service', name: ref.name, ...optional('namespace', ref.namespace), ...optional('part', ref.port?.toString()) })));
    case 'HorizontalPodAutoscaler': { const { kind, name } = spec['scaleTargetRef'] as { kind: string; name: string }; return [{ via: 'scaleTargetRef', kind, name }]; }
    case 'RoleBinding': case 'ClusterRoleBinding': return bindingReferences(manifest);
    case 'MutatingWebhookConfiguration': case 'ValidatingWebhookConfiguration': return (manifest['webhooks'] as { clientConfig: { service?: { name: string; namespace: string; port?: number } } }[]).flatMap(({ clientConfig: { service } }) => service ? [{ via: 'clientConfig', kind: 'Service', name: service.name, namespace: service.namespace, part: String(service.port ?? 443) }] : []);
    case 'Prometheus': case 'PrometheusAgent': return prometheusReferences(spec, render.namespace(manifest));
    default: return [];
  }
}

function backend({ service }: Backend): Found[] {
  if (!service) return [];
  return [{ via: 'backend', kind: 'Service', name: service.name, ...optional('part', service.port?.name ?? service.port?.number?.toString()) }];
}

function bindingReferences(manifest: Manifest): Found[] {
  const { roleRef, subjects = [] } = manifest as unknown as { roleRef: { kind: string; name: string }; subjects?: { kind: string; name: string; namespace?: string }[] };
  const accounts = subjects.filter(({ kind, name }) => kind === 'ServiceAccount' && name !== 'default');
  return [
    ...(isBuiltIn(roleRef) ? [] : [{ via: 'roleRef', kind: roleRef.kind, name: roleRef.name, ...(roleRef.kind === 'ClusterRole' ? { namespace: '' } : {}) }]),
    ...accounts.map(({ name, namespace }) => ({ via: 'subjects', kind: 'ServiceAccount', name, ...optional('namespace', namespace) })),
  ];
}

/** Roles that every cluster has. */
const isBuiltIn = ({ kind, name }: { kind: string; name: string }): boolean => kind === 'ClusterRole' && (name.startsWith('system:') || ['admin', 'cluster-admin', 'edit', 'view'].includes(name));

function prometheusReferences(spec: Record<string, unknown>, own: string): Found[] {
  const { alertmanagers = [] } = (spec['alerting'] ?? {}) as { alertmanagers?: { name: string; namespace?: string; port: string | number }[] };
  return [
    ...alertmanagers.map(({ name, namespace = own, port }) => ({ via: 'alerting', kind: 'Service', name, namespace, part: String(port) })),
    ...(spec['secrets'] as string[] ?? []).map(name => ({ via: 'secrets', kind: 'Secret', name })),
    ...(spec['configMaps'] as string[] ?? []).map(name => ({ via: 'configMaps', kind: 'ConfigMap', name })),
    ...(spec['serviceAccountName'] ? [{ via: 'serviceAccountName', kind: 'ServiceAccount', name: spec['serviceAccountName'] as string }] : []),
  ];
}

/** Keys of Secrets and ConfigMaps that objects of the Prometheus Operator name anywhere: certificates, passwords, webhook addresses. */
function keySelectors(value: unknown, path: readonly string[]): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  const { name, key, optional = false } = value as { name?: unknown; key?: unknown; optional?: boolean };
  if (typeof name === 'string' && typeof key === 'string') return optional ? [] : [{ via: path.join('.'), kind: path.at(-1) === 'configMap' ? 'ConfigMap' : 'Secret', name, part: key }];
  return Object.entries(value).flatMap(([field, inner]) => keySelectors(inner, [...path, field]));
}

/** A field only where it has a value. */
const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> => (value === undefined ? {} : ({ [key]: value } as Record<K, string>));
