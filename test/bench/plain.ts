/** A query of a plain dashboard: the same question, asked of the exporter's series in the shortest way. */
export interface PlainQuery {
  readonly title: string;
  readonly expr: string;
  readonly instant?: boolean;
}

const graph = (title: string, expr: string): PlainQuery => ({ title, expr });
const column = (title: string, expr: string): PlainQuery => ({ title, expr, instant: true });

const util = 'DCGM_FI_DEV_GPU_UTIL', tensor = 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', sm = 'DCGM_FI_PROF_SM_ACTIVE', dram = 'DCGM_FI_PROF_DRAM_ACTIVE', power = 'DCGM_FI_DEV_POWER_USAGE';
const memory = 'DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE)';
const requested = 'kube_pod_container_resource_requests{resource="nvidia_com_gpu"}';
const offered = 'kube_node_status_allocatable{resource="nvidia_com_gpu"}';
const owner = 'group by (namespace, pod, owner_name) (kube_pod_owner)';

/**
 * What dashboards without recording rules ask on opening, one query for each of ours that is about GPUs.
 * The lines for each of 10,000 GPUs, which many of them draw too, are left out: they would only flatter ours.
 */
export const plainDashboards: Readonly<Record<string, readonly PlainQuery[]>> = {
  'gpu-fleet': [
    graph('GPUs', `sum(${offered})`), graph('Allocated', `sum(${requested})`), graph('Free', `sum(${offered}) - sum(${requested})`), graph('Idle', `count(avg_over_time(${util}[30m]) < 5)`),
    graph('Tensor', `avg(${tensor})`), graph('SM', `avg(${sm})`),
    graph('SM over time', `avg(${sm})`), graph('Tensor over time', `avg(${tensor})`), graph('DRAM over time', `avg(${dram})`),
    graph('Requested', `sum(${requested})`), graph('Offered', `sum(${offered})`),
    graph('Requested by namespace', `sum by (namespace) (${requested})`), graph('Tensor by namespace', `avg by (namespace) (${tensor})`),
    column('Idle pods', `topk(20, count by (namespace, pod) (avg_over_time(${util}[30m]) < 5))`),
    graph('Utilization by node', `avg by (node) (${util})`),
    column('GPUs of a node', `sum by (node) (${offered})`), column('Requested of a node', `sum by (node) (${requested})`), column('SM of a node', `avg by (node) (${sm})`), column('Tensor of a node', `avg by (node) (${tensor})`),
    column('Memory of a node', `avg by (node) (${memory})`), column('Power of a node', `sum by (node) (${power})`), column('Temperature of a node', 'max by (node) (DCGM_FI_DEV_GPU_TEMP)'), column('Throttling of a node', 'max by (node) (rate(DCGM_FI_DEV_THERMAL_VIOLATION[5m]))'),
  ],
  tasks: [
    graph('Pods with GPUs', `count(count by (namespace, pod) (${util}))`), graph('GPUs held', `count(${util}{pod!=""})`), graph('Idle', `count(avg_over_time(${util}{pod!=""}[30m]) < 5)`),
    graph('Tensor', `avg(${tensor}{pod!=""})`), graph('SM', `avg(${sm}{pod!=""})`), graph('Power', `sum(${power}{pod!=""})`),
    graph('GPUs by pod', `count by (namespace, pod) (${util}{pod!=""})`), graph('Tensor by pod', `avg by (namespace, pod) (${tensor}{pod!=""})`), graph('Utilization by pod', `avg by (namespace, pod) (${util}{pod!=""})`), graph('Memory by pod', `avg by (namespace, pod) (${memory})`),
    ...[['GPUs', 'count', util], ['Idle', 'count', `avg_over_time(${util}[30m]) < 5`], ['Tensor', 'avg', tensor], ['SM', 'avg', sm], ['DRAM', 'avg', dram], ['Memory', 'avg', memory], ['Power', 'sum', power]]
      .map(([title, aggregation, of]) => column(`${title} by owner`, `${aggregation} by (namespace, owner_name) ((${of}) * on (namespace, pod) group_left (owner_name) ${owner})`)),
  ],
  overview: [
    graph('GPUs', `sum(${offered})`), graph('Allocated', `sum(${requested}) / sum(${offered})`), graph('Idle', `count(avg_over_time(${util}[30m]) < 5)`), graph('Utilization', `avg(${util})`),
    graph('Tensor', `avg(${tensor})`), graph('SM', `avg(${sm})`), graph('DRAM', `avg(${dram})`), graph('Power', `sum(${power})`), graph('Utilization by namespace', `avg by (namespace) (${util})`),
  ],
};
