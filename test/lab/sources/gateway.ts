import { hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { counter, gauge, histogram, one } from './families.ts';
import { loadOf, serving, within } from './serving.ts';

const labels = { 'app.kubernetes.io/name': 'deepseek-epp' };
const namespace = 'team-a';
const port = 9090;
const model = { model_name: 'deepseek-ai/DeepSeek-V3.2', target_model_name: 'deepseek-ai/DeepSeek-V3.2' };
const timeBounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800, 2700, 3600];
const decisionBounds = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1];

/** The endpoint picker of llm-d 0.8 before the servers of DeepSeek. */
export const gateway: SimulatedSource = {
  name: 'llm-d endpoint picker',
  objects: [
    serving({ name: 'deepseek-epp', namespace, labels, image: 'ghcr.io/llm-d/llm-d-inference-scheduler:v0.8.0', port: { name: 'metrics', containerPort: port } }),
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'deepseek-epp', namespace, labels }, spec: { selector: labels, ports: [{ name: 'http-metrics', port, targetPort: port }] } },
  ],
  answers: (pod, asked) => asked === port && hasLabels(pod, labels),
  families(pod, clock) {
    const load = loadOf(pod, clock);
    const requests = load.total(6);
    const pool = (name: string, value: number) => gauge(`inference_pool_${name}`, within({ name: 'deepseek' }, one(value)));
    const seen = (name: string, mean: number) => histogram(`inference_objective_${name}`, timeBounds, [{ labels: model, count: requests, mean }]);
    return [
      counter('inference_objective_request_total', within({ ...model, priority: '0' }, one(requests))),
      counter('inference_objective_request_error_total', within({ ...model, error_code: 'Internal' }, one(0.002 * requests))),
      seen('request_duration_seconds', 5.7),
      seen('request_ttft_seconds', 0.45),
      pool('ready_pods', 2),
      pool('average_queue_size', load.level(0, 3)),
      pool('average_kv_cache_utilization', load.level(0.4, 0.7)),
      histogram('inference_extension_scheduler_e2e_duration_seconds', decisionBounds, [{ labels: {}, count: requests, mean: 0.0008 }]),
    ];
  },
};
