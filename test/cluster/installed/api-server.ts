import { expect, test } from 'vitest';
import type { Manifest } from '../../wiring.ts';
import { NAMESPACE, type Installed } from './installed.ts';

const isOurs = ({ metadata }: Manifest): boolean => (metadata.labels as Record<string, string> | undefined)?.['app.kubernetes.io/part-of'] === 'observability';

/** A pod as a workload would make it, or the pod itself. */
function podOf({ kind, metadata, ...rest }: Manifest): Manifest[] {
  const spec = rest['spec'] as { template?: { metadata: object; spec: object } } | undefined;
  if (kind === 'Pod') return [{ apiVersion: 'v1', kind, metadata: { name: metadata.name }, spec } as Manifest];
  if (!spec?.template) return [];
  return [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: metadata.name, ...spec.template.metadata }, spec: { ...spec.template.spec, serviceAccountName: 'default' } } as Manifest];
}

/** What a real API server says to the objects of the chart. */
export function apiServerTests(installed: () => Installed): void {
  test('accepts every object of this chart, strictly', async () => {
    const { cluster } = installed();
    const own = (await cluster.release('observability', NAMESPACE).objects()).filter(isOurs);
    expect(own.length).toBeGreaterThan(40);
    const namespaced = own.map(object => ({ ...object, metadata: { namespace: NAMESPACE, ...object.metadata } }));
    await cluster.apply(namespaced, '--dry-run=server', '--validate=strict', '--force-conflicts', '--server-side');
  });

  test('admits every own pod under Pod Security "restricted", but for the two that read devices of the host', async () => {
    const { cluster } = installed();
    await cluster.kubectl('create', 'namespace', 'restricted');
    await cluster.kubectl('label', 'namespace', 'restricted', 'pod-security.kubernetes.io/enforce=restricted');
    const own = (await cluster.release('observability', NAMESPACE).objects()).filter(isOurs);
    const refused: Record<string, string> = {};
    for (const pod of own.flatMap(podOf)) {
      await cluster.apply([{ ...pod, metadata: { ...pod.metadata, namespace: 'restricted' } } as Manifest], '--dry-run=server').catch((error: Error) => {
        refused[pod.metadata.name] = /violates PodSecurity "restricted:latest": (.*)/.exec(error.message)?.[1] ?? error.message;
      });
    }
    expect(Object.keys(refused).sort()).toEqual(['observability-dcgm-exporter', 'observability-neuron-monitor']);
    expect(refused['observability-dcgm-exporter']).toContain('must not include "SYS_ADMIN" in securityContext.capabilities.add');
    expect(refused['observability-neuron-monitor']).toContain('must not set securityContext.privileged=true');
  });
}
