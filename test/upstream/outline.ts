import type { Manifest } from '../wiring.ts';
import { Render, withoutNulls } from '../wiring/manifest.ts';
import { podReferences, podsOf } from '../wiring/pods.ts';

/**
 * What others rely on in each object: a Service's ports and selector, a monitor's selector and ports, a workload's name,
 * containers, ports and the Secrets, ConfigMaps and accounts that it names. By the object's address.
 */
export function outlines(manifests: readonly Manifest[], namespace: string): Record<string, unknown> {
  const render = new Render(manifests.map(withoutNulls), namespace);
  const pods = new Map(podsOf(render).map(each => [each.owner, each]));
  return Object.fromEntries(render.manifests.map(manifest => {
    const workload = pods.get(manifest);
    return [render.address(manifest), workload ? podOutline(workload) : outline(manifest)];
  }));
}

function outline({ kind, spec }: Manifest): unknown {
  if (kind === 'Service') {
    const { ports, selector, clusterIP } = spec as { ports: { name: string; port: number }[]; selector: object; clusterIP?: string };
    return { ports: ports.map(({ name, port }) => `${name}:${port}`), selector, headless: clusterIP === 'None' };
  }
  if (kind === 'ServiceMonitor') {
    const { endpoints, selector, jobLabel } = spec as { endpoints: { port: string; path?: string; honorLabels?: boolean }[]; selector: object; jobLabel?: string };
    return { endpoints: endpoints.map(({ port, path = '/metrics', honorLabels = false }) => ({ port, path, honorLabels })), selector, jobLabel };
  }
  return kind;
}

/** Container ports that only the real charts have, for functions that nothing here uses. */
const ASIDE = /^(gossip|profiling)/;

function podOutline(pods: ReturnType<typeof podsOf>[number]): unknown {
  const { containers = [], initContainers = [] } = pods.spec;
  return {
    containers: containers.map(({ name, ports = [] }) => ({ name, ports: ports.filter(port => !ASIDE.test(port.name ?? '')).map(({ name, containerPort }) => `${name}:${containerPort}`) })),
    initContainers: initContainers.map(({ name }) => name),
    references: [...new Set(podReferences(pods).map(({ kind, name, part }) => [kind, name, part].join(' ')))].filter(reference => !/-admission /.test(reference)).sort(),
    selector: (pods.owner['spec'] as { selector: unknown }).selector,
  };
}
