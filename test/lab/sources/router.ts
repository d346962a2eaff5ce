import { hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge, histogram, one } from './families.ts';
import { loadOf, serving, within } from './serving.ts';

const selected = { 'app.kubernetes.io/part-of': 'vllm-stack', 'app.kubernetes.io/component': 'router' };
const port = 8000;
const model = 'Qwen/Qwen3-32B';

/** The router of vLLM's production stack before the servers of Qwen: it repeats some of their metrics, by server. */
export const router: SimulatedSource = {
  name: 'vLLM router',
  objects: [serving({ name: 'qwen-router', namespace: 'team-b', labels: selected, image: 'lmcache/lmstack-router:v0.1.12', port: { name: 'router-cport', containerPort: port } })],
  answers: (pod, asked) => asked === port && hasLabels(pod, selected),
  families(pod, clock, { pods }) {
    const load = loadOf(pod, clock);
    const requests = load.total(8);
    const servers = pods.filter(({ metadata, status }) => metadata.labels?.['app.kubernetes.io/instance'] === 'qwen' && status.podIP).map(({ status }) => ({ server: `http://${status.podIP}:8000` }));
    const each = (value: number) => servers.flatMap((server) => within(server, one(value)));
    return [
      gauge('vllm:num_requests_running', each(Math.round(load.level(12, 40)))),
      gauge('vllm:healthy_pods_total', each(1)),
      gauge('vllm:gpu_prefix_cache_hits_total', each(0)),
      gauge('vllm:gpu_prefix_cache_queries_total', each(0)),
      counter('vllm:num_incoming_requests_total', [{ labels: { model }, value: requests }]),
      counter('vllm:request_errors_total', servers.flatMap((server) => by('error_type', { timeout: 0.001 * requests, connection: 0.0005 * requests }, { ...server, model }))),
      histogram('vllm:request_latency_seconds', [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120], servers.map((server) => ({ labels: { ...server, model, status: '200' }, count: requests / servers.length, mean: 6.6 }))),
    ];
  },
};
