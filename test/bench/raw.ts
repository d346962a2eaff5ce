/** PromQL of a raw series that stands for the finest level of a signal. */
const fields: Readonly<Record<string, string>> = {
  tensor_active: 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE',
  sm_active: 'DCGM_FI_PROF_SM_ACTIVE',
  dram_active: 'DCGM_FI_PROF_DRAM_ACTIVE',
  utilization: 'DCGM_FI_PROF_GR_ENGINE_ACTIVE',
  memory_used: '(DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE))',
  power: 'DCGM_FI_DEV_POWER_USAGE',
  reporting: 'DCGM_FI_DEV_FB_USED',
  allocated_idle: '(avg_over_time(DCGM_FI_PROF_GR_ENGINE_ACTIVE{pod!=""}[30m]) < bool 0.05)',
  temperature: 'DCGM_FI_DEV_GPU_TEMP',
  thermal_throttle: '(rate(DCGM_FI_DEV_THERMAL_VIOLATION[5m]) / 1e9)',
};

const aggregations: Readonly<Record<string, string>> = { power: 'sum', reporting: 'count', allocated_idle: 'sum', temperature: 'max', thermal_throttle: 'max' };

const labels: Readonly<Record<string, string>> = {
  pod: 'cluster, node, namespace, pod', node: 'cluster, node', namespace: 'cluster, namespace', cluster: 'cluster', workload: 'cluster, namespace, workload, workload_kind', queue: 'cluster, namespace, queue',
};

const owner = 'label_replace(label_replace(kube_pod_owner{owner_is_controller="true"}, "workload", "$1", "owner_name", "(.*)"), "workload_kind", "$1", "owner_kind", "(.*)")';
const queue = 'label_replace(kube_pod_labels, "queue", "$1", "label_kueue_x_k8s_io_queue_name", "(.*)")';

const joined: Readonly<Record<string, string>> = {
  workload: ` * on (cluster, namespace, pod) group_left (workload, workload_kind) ${owner}`,
  queue: ` * on (cluster, namespace, pod) group_left (queue) ${queue}`,
};

const held = 'kube_pod_container_resource_requests{resource="nvidia_com_gpu", node!=""} * on (cluster, namespace, pod) group_left () (max by (cluster, namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"}) == 1)';
const others: Readonly<Record<string, string>> = {
  'node:accelerators_allocatable:count': 'sum by (cluster, node, resource) (kube_node_status_allocatable{resource="nvidia_com_gpu"})',
  'pod:accelerators_allocated:count': `sum by (cluster, node, namespace, pod, resource) (${held})`,
  'node:accelerators_allocated:count': `sum by (cluster, node, resource) (${held})`,
  'namespace:accelerators_allocated:count': `sum by (cluster, namespace, resource) (${held})`,
  'cluster:accelerators_allocated:count': `sum by (cluster, resource) (${held})`,
};

/** The raw expression for a recorded series; undefined where none is known. */
function rawOf(name: string): string | undefined {
  const [level = '', what = ''] = name.split(':');
  const field = fields[level === 'gpu' ? what : what.replace(/^gpu_/, '')];
  if (!field || (level !== 'gpu' && !what.startsWith('gpu_'))) return others[name];
  if (level === 'gpu') return field;
  const aggregation = aggregations[what.replace(/^gpu_/, '')] ?? 'avg';
  return `${aggregation} by (${labels[level]}) (${field}${joined[level] ?? ''})`;
}

const recorded = /\b([a-z_]+:[a-z0-9_]+:[a-z0-9_]+)(\{[^}]*\})?(\[[^\]]+\])?/g;

/** A panel's query with raw series in place of recorded ones: what it would ask if nothing were recorded. Every choice is "All", so that matchers can be left out. */
export const overRaw = (expr: string): string => expr.replace(recorded, (written, name: string, _matchers: string | undefined, range: string | undefined) => {
  const raw = rawOf(name);
  if (!raw) return written;
  return range ? `(${raw})${range.replace(']', ':1m]')}` : `(${raw})`;
});
