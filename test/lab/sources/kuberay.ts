import { hexDigits } from '../fleet/random.ts';
import { controller, hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge } from './families.ts';
import { rayClusters } from './ray-clusters.ts';

const labels = { 'app.kubernetes.io/name': 'kuberay-operator', 'app.kubernetes.io/component': 'kuberay-operator' };
const port = 8080;

const object = (namespace: string, name: string) => ({ namespace, name, uid: hexDigits(name, 8) });
const services = rayClusters.filter(({ owner }) => owner.kind === 'RayService');
const jobs = { 'train-data': 'Running', 'embed-corpus': 'Complete', 'nightly-eval': 'Failed' };

/** The operator, which tells of the lab's Ray clusters and of two jobs whose clusters are gone. */
export const kuberay: SimulatedSource = {
  name: 'KubeRay operator',
  objects: controller({ name: 'kuberay-operator', namespace: 'kuberay-system', labels, image: 'quay.io/kuberay/operator:v1.7.0', port: { name: 'http', containerPort: port } }),
  answers: (pod, asked) => asked === port && hasLabels(pod, labels),
  families(_, { origin, time }) {
    const age = Math.max(0, time - origin);
    const each = (value: (owner: { kind: string }) => { labels: Record<string, string>; value: number }) => rayClusters.map(({ namespace, name, owner }) => {
      const { labels: more, value: number } = value(owner);
      return { labels: { ...object(namespace, name), ...more }, value: number };
    });
    return [
      gauge('kuberay_cluster_info', each(({ kind }) => ({ labels: { owner_kind: kind }, value: 1 }))),
      gauge('kuberay_cluster_condition_provisioned', each(() => ({ labels: { condition: 'true' }, value: 1 }))),
      gauge('kuberay_cluster_provisioned_duration_seconds', each(({ kind }) => ({ labels: {}, value: kind === 'RayJob' ? 214 : 96 }))),
      gauge('kuberay_service_info', services.map(({ namespace, owner }) => ({ labels: object(namespace, owner.name), value: 1 }))),
      gauge('kuberay_service_condition_ready', services.map(({ namespace, owner }) => ({ labels: { ...object(namespace, owner.name), condition: 'true' }, value: 1 }))),
      gauge('kuberay_job_info', Object.keys(jobs).map((name) => ({ labels: object('team-a', name), value: 1 }))),
      gauge('kuberay_job_deployment_status', Object.entries(jobs).map(([name, deployment_status]) => ({ labels: { ...object('team-a', name), deployment_status }, value: 1 }))),
      gauge('kuberay_job_execution_duration_seconds', [
        { labels: { ...object('team-a', 'embed-corpus'), job_deployment_status: 'Complete', retry_count: '0' }, value: 5412 },
        { labels: { ...object('team-a', 'nightly-eval'), job_deployment_status: 'Failed', retry_count: '1' }, value: 731 },
      ]),
      counter('controller_runtime_reconcile_total', ['raycluster', 'rayjob', 'rayservice'].flatMap((name) => by('result', { success: 0.8 * age, requeue_after: 0.3 * age, error: 0.002 * age }, { controller: name }))),
      counter('controller_runtime_reconcile_errors_total', by('controller', { raycluster: 0.01 * age, rayjob: 0.002 * age, rayservice: 0.002 * age })),
    ];
  },
};
