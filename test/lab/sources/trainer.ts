import { controller, hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { counter } from './families.ts';

const labels = { 'control-plane': 'kubeflow-training-operator' };
const port = 8080;

/** Jobs that ended each second, by what became of them. */
const perSecond = { created: 0.01, successful: 0.008, failed: 0.001, restarted: 0.004, deleted: 0.006 };

/** The Kubeflow training operator, which counts its jobs. */
export const trainer: SimulatedSource = {
  name: 'Kubeflow training operator',
  objects: controller({ name: 'training-operator', namespace: 'kubeflow', labels, image: 'kubeflow/training-operator:v1-9.4', port: { name: 'metrics', containerPort: port } }),
  answers: (pod, asked) => asked === port && hasLabels(pod, labels),
  families(_, { origin, time }) {
    const age = Math.max(0, time - origin);
    return Object.entries(perSecond).map(([outcome, rate]) =>
      counter(`training_operator_jobs_${outcome}_total`, [{ labels: { job_namespace: 'team-a', framework: 'pytorch' }, value: rate * age }, { labels: { job_namespace: 'team-b', framework: 'mpi' }, value: 0.5 * rate * age }]));
  },
};
