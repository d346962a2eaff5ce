import { controller, hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { counter } from './families.ts';

const labels = { 'app.kubernetes.io/name': 'jobset', 'control-plane': 'controller-manager' };
const namespace = 'jobset-system';
const port = 8443;

/** The JobSet controller, whose metrics are guarded: the Service of its makers' manifest. */
export const jobset: SimulatedSource = {
  name: 'JobSet',
  objects: [
    ...controller({ name: 'jobset-controller-manager', namespace, labels, image: 'registry.k8s.io/jobset/jobset:v0.10.1', port: { name: 'https', containerPort: port } }),
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'jobset-controller-manager-metrics-service', namespace, labels }, spec: { selector: labels, ports: [{ name: 'https', port, targetPort: port }] } },
  ],
  answers: (pod, asked) => asked === port && hasLabels(pod, labels),
  families(_, { origin, time }) {
    const age = Math.max(0, time - origin);
    const named = { jobset_name: 'team-a/sweep' };
    return [counter('jobset_completed_total', [{ labels: named, value: 1 + 0.005 * age }]), counter('jobset_failed_total', [{ labels: named, value: 0.001 * age }])];
  },
};
