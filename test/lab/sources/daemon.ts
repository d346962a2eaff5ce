import type { KubernetesObject } from '../workloads.ts';

interface Daemon {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly port: { readonly name?: string; readonly containerPort: number };
}

/** An exporter on each node with accelerators, as its makers would have it run. */
export const nodeDaemon = ({ name, labels, image, port }: Daemon): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name, namespace: 'kube-system', labels },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'eks.amazonaws.com/nodegroup', operator: 'In', values: ['gpu', 'trn'] }] }] } } },
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name, image, ports: [port], resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } } }],
      },
    },
  },
});
