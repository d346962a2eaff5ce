import { controller, hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge, one } from './families.ts';
import { loadOf, serving } from './serving.ts';

const labels = { 'control-plane': 'controller-manager', 'app.kubernetes.io/name': 'hp-training-operator' };
const namespace = 'aws-hyperpod';
const port = 8443;
const faultEvery = 90;
const recoverySeconds = 25;

/** The training operator of SageMaker HyperPod: jobs that meet a fault now and then, and recover by themselves. */
export const hyperpod: SimulatedSource = {
  name: 'SageMaker HyperPod operators',
  objects: [
    ...controller({ name: 'hp-training-operator-controller-manager', namespace, labels, image: 'registry.example/hyperpod-training-operator:1', port: { name: 'https', containerPort: port } }),
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'hp-training-operator-controller-manager-metrics-service', namespace, labels }, spec: { selector: labels, ports: [{ name: 'https', port, targetPort: port }] } },
  ],
  answers: (pod, asked) => asked === port && hasLabels(pod, labels),
  families(_, { origin, time }) {
    const age = Math.max(0, time - origin);
    const faults = Math.floor(age / faultEvery);
    const lost = faults * recoverySeconds;
    const jobs = { created: 0.004, successful: 0.003, failed: 0.0005, restarted: 1 / faultEvery, deleted: 0.002 };
    return [
      ...Object.entries(jobs).map(([outcome, rate]) => counter(`hyperpod_training_operator_jobs_${outcome}_total`, one(rate * age))),
      gauge('training_uptime_percentage', one(age ? 100 * (1 - lost / Math.max(age, lost)) : 100)),
      gauge('training_fault_count', one(faults)),
      gauge('training_auto_recovery_count', one(faults)),
      gauge('training_manual_recovery_count', one(0)),
      gauge('training_auto_recovery_downtime', one(1000 * lost)),
      gauge('training_manual_downtime_ms', one(0)),
      gauge('training_time_ms', one(1000 * Math.max(0, age - lost))),
      gauge('training_fault_type_count', by('fault_type', { hardware: Math.ceil(faults / 2), network: Math.floor(faults / 2) })),
      gauge('training_fault_recovery_time_ms', by('fault_type', { hardware: 1000 * recoverySeconds, network: 600 * recoverySeconds })),
      gauge('hyperpod_training_operator_jobs_restart_latency', one(recoverySeconds)),
      gauge('hyperpod_training_operator_jobs_fault_detection_latency', one(4)),
    ];
  },
};

const model = { name: 'deepseek-sample', namespace: 'team-b' } as const;
const proxyPort = 9113;

/** The proxy beside a model of HyperPod's inference operator, before a container that says nothing by itself. */
export const hyperpodModel: SimulatedSource = {
  name: 'SageMaker HyperPod operators',
  objects: [serving({ ...model, labels: { app: model.name }, image: 'registry.example/hyperpod-model:1', port: { name: 'metrics', containerPort: proxyPort } })],
  answers: (pod, asked) => asked === proxyPort && hasLabels(pod, { app: model.name }),
  families(pod, clock) {
    const load = loadOf(pod, clock);
    const labels = { model_name: model.name, model_version: '1', resource_name: model.name, resource_type: 'jumpstart', pod_name: pod.metadata.name, node_name: pod.spec.nodeName ?? '' };
    const of = (value: number) => [{ labels, value }];
    return [
      counter('model_invocations_total', of(load.total(4))),
      counter('model_errors_total', of(load.total(0.02))),
      gauge('model_concurrent_requests', of(load.level(1, 6))),
      gauge('model_latency_milliseconds', of(load.level(300, 900))),
      gauge('model_ttfb_milliseconds', of(load.level(80, 200))),
    ];
  },
};
