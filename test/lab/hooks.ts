import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Snapshot } from './fleet/cluster.ts';
import type { KubernetesObject } from './workloads.ts';

/**
 * What the hook Job of the stack chart would have made: the Secret with the certificate of the operator's webhook.
 * On kwok a Job's pod does nothing, and without the Secret the operator refuses the monitor of its own metrics.
 * @returns nothing where the release has no operator that mounts such a Secret
 */
export function webhookSecrets({ pods }: Snapshot, kubeconfig: string): KubernetesObject[] {
  const ca = certificateAuthority(kubeconfig);
  return pods
    .filter(({ metadata }) => metadata.labels?.['app'] === 'kube-prometheus-stack-operator')
    .flatMap(({ metadata: { namespace }, spec: { volumes = [] } }) =>
      volumes.flatMap(({ secret }): KubernetesObject[] =>
        secret ? [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: secret.secretName, namespace }, data: { ca, cert: ca, key: '' } }] : [],
      ),
    );
}

/** Base64 of PEM, as a kubeconfig holds it. Any certificate will do: nothing in the lab speaks TLS to the webhook. */
function certificateAuthority(kubeconfig: string): string {
  const { clusters } = load(readFileSync(kubeconfig, 'utf8')) as { clusters: { cluster: Record<string, string> }[] };
  return clusters[0]?.cluster['certificate-authority-data'] ?? '';
}
