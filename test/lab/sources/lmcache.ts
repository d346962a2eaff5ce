import { hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { counter, gauge, histogram, one } from './families.ts';
import { loadOf, serving, within } from './serving.ts';

const selected = { 'app.kubernetes.io/name': 'lmcache' };
const port = 8080;
const labels = { model_name: 'Qwen/Qwen3-32B', worker_id: '0' };
const GIB = 2 ** 30;
const secondsBounds = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const millisecondsBounds = [1, 5, 10, 20, 30, 40, 50, 60, 80, 100, 200, 500, 1000];

export const lmcache: SimulatedSource = {
  name: 'LMCache',
  objects: [serving({ name: 'qwen-cache', namespace: 'team-b', labels: selected, image: 'lmcache/standalone:v0.5.0', port: { name: 'metrics', containerPort: port } })],
  answers: (pod, asked) => asked === port && hasLabels(pod, selected),
  families(pod, clock) {
    const load = loadOf(pod, clock);
    const lookups = load.total(8);
    const total = (name: string, value: number) => counter(`lmcache:${name}_total`, within(labels, one(value)));
    const now = (name: string, value: number) => gauge(`lmcache:${name}`, within(labels, one(value)));
    const seen = (name: string, bounds: readonly number[], mean: number) => histogram(`lmcache:${name}`, bounds, [{ labels, count: lookups, mean }]);
    return [
      total('num_lookup_requested_tokens', 560 * lookups),
      total('num_lookup_hit_tokens', 190 * lookups),
      now('local_cache_usage', load.level(30 * GIB, 44 * GIB)),
      now('local_storage_usage', 120 * GIB),
      now('remote_cache_usage', 300 * GIB),
      total('local_cpu_evict_keys_count', 0.5 * lookups),
      total('local_cpu_evict_failed_count', 0),
      seen('time_to_retrieve', secondsBounds, 0.02),
      seen('time_to_store', secondsBounds, 0.03),
      total('num_remote_read_bytes', 4e6 * lookups),
      total('num_remote_write_bytes', 2e6 * lookups),
      seen('remote_time_to_get', millisecondsBounds, 12),
    ];
  },
};
