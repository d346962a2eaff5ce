import type { Pod } from '../fleet/cluster.ts';
import type { KubernetesObject } from '../workloads.ts';

interface Controller {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly port: { readonly name: string; readonly containerPort: number };
}

/** The namespace and Deployment of a controller, as its makers install it. */
export const controller = ({ name, namespace, labels, image, port }: Controller): KubernetesObject[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'manager', image, ports: [port], resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } } }] } },
    },
  },
];

/** Whether a pod has all these labels. */
export const hasLabels = ({ metadata }: Pod, labels: Readonly<Record<string, string>>): boolean => Object.entries(labels).every(([label, value]) => metadata.labels?.[label] === value);
