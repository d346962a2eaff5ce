import * as ray from '../signals/ray.ts';
import type { Signal } from '../signals/define.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';
import { whole } from './whole.ts';

/** Every series about a Ray cluster has these labels, those of Ray itself among them. */
export const inRayCluster = 'cluster=~"$cluster", namespace=~"$namespace", ray_io_cluster=~"$ray_io_cluster"';

const identity = 'cluster, namespace, ray_io_cluster';
const of = (signal: Signal, matchers = ''): string => `${signal.name}{${inRayCluster}${matchers && `, ${matchers}`}}`;

const toTasks = linkTo('tasks', 'Show the pods of these workloads', { keep: ['cluster', 'namespace', 'workload'] });

export const clusters = (): PanelSpec => stat({
  ...about(ray.nodes), key: 'clusters', title: 'Ray clusters', description: 'Ray clusters with at least one node that reports.', query: { expr: `count(${of(ray.nodes)})`, legend: 'clusters' },
});

export const nodes = (): PanelSpec => stat({ ...about(ray.nodes), key: 'nodes', query: { expr: `sum(${of(ray.nodes)})`, legend: 'nodes' } });

export const tasksFailed = (): PanelSpec => stat({ ...about(ray.tasksFailed), key: 'tasks-failed', title: 'Tasks failed, 15 min', link: toTasks, query: { expr: whole(`sum(${of(ray.tasksFailed)})`), legend: 'failed' } });

export const oomKills = (): PanelSpec => stat({ ...about(ray.oomKills), key: 'oom-kills', title: 'Killed for memory', link: toTasks, query: { expr: whole(`sum(${of(ray.oomKills)})`), legend: 'killed' } });

export const fullestNode = (): PanelSpec => stat({ ...about(ray.fullestNode), key: 'fullest-node', title: 'Fullest node', link: toTasks, query: { expr: `max(${of(ray.fullestNode)})`, legend: 'fullest node' } });

export const objectStoreNow = (): PanelSpec => stat({
  ...about(ray.objectStoreUsed), key: 'object-store-now', title: 'Fullest object store', query: { expr: `max(${of(ray.objectStoreUsed)})`, legend: 'object store' },
});

const owner = 'workload, workload_kind, queue';

/** A number of each Ray cluster, with what it belongs to. */
const withOwner = (expr: string): string => `max by (namespace, ray_io_cluster, ${owner}) (${expr} * on (${identity}) group_left (${owner}) ${of(ray.belongsTo)})`;

const column = (signal: Signal, title: string, cell: ValueColumn['cell'] = 'plain'): ValueColumn =>
  ({ expr: withOwner(of(signal)), title, cell, unit: signal.unit, thresholds: about(signal).thresholds });

const eventsColumn = (signal: Signal, title: string): ValueColumn => {
  const events = column(signal, title, 'colour');
  return { ...events, expr: whole(events.expr), width: 110 };
};

export const byCluster = (): PanelSpec => table({
  key: 'by-cluster', title: 'Each Ray cluster', requires: ['ray'], height: 8,
  description: 'The Ray clusters, what each belongs to, and how it does. Choose one to see only it on this dashboard, or its workload to see its pods.',
  labels: [
    { label: 'namespace', title: 'Namespace', width: 110 },
    { label: 'ray_io_cluster', title: 'Ray cluster', width: 140, link: linkTo('ray', 'Show only this Ray cluster', { keep: ['cluster', 'namespace'], cell: 'ray_io_cluster' }) },
    { label: 'workload', title: 'Workload', width: 140, link: linkTo('tasks', 'Show the pods of this workload', { keep: ['cluster', 'namespace'], cell: 'workload' }) },
    { label: 'workload_kind', title: 'Kind', width: 110 },
    { label: 'queue', title: 'Queue', width: 100 },
  ],
  values: [
    { ...column(ray.nodes, 'Nodes'), width: 70 },
    { expr: withOwner(`${of(ray.cpuUsed)} / ${of(ray.cpus)}`), title: 'CPU', unit: 'ratio', cell: 'gauge' },
    column(ray.gpuBusy, 'GPUs busy', 'gauge'),
    column(ray.fullestNode, 'Fullest memory', 'gauge'),
    column(ray.objectStoreUsed, 'Object store', 'gauge'),
    eventsColumn(ray.tasksFailed, 'Tasks failed'),
    eventsColumn(ray.nodeRestarts, 'Restarts'),
  ],
  sort: { column: 'Tasks failed', desc: true },
});

const byState = (signal: Signal, key: string, matchers: string, width?: number): PanelSpec => timeseries({
  ...about(signal), key, ...(width ? { width } : {}), queries: [{ expr: `sum by (State) (${of(signal, matchers)}) > 0`, legend: '{{State}}' }],
});

export const tasks = (): PanelSpec => byState(ray.tasks, 'tasks', 'State!~"FINISHED|FAILED"');
export const actors = (): PanelSpec => byState(ray.actors, 'actors', 'State!="DEAD"');
export const placementGroups = (): PanelSpec => byState(ray.placementGroups, 'placement-groups', 'State!="REMOVED"', 8);

export const unschedulable = (): PanelSpec => timeseries({
  ...about(ray.unschedulable), key: 'unschedulable', none: 'All tasks are placed',
  queries: [{ expr: `sum by (Reason) (${of(ray.unschedulable)}) > 0`, legend: '{{Reason}}' }],
});

export const taskFailures = (): PanelSpec => timeseries({
  ...about(ray.taskFailures), key: 'task-failures', title: 'Share of tasks that fail, by Ray cluster', none: 'No task ended',
  queries: [{ expr: chosen(of(ray.taskFailures), 'topk', 20, identity), legend: '{{ray_io_cluster}}' }],
});

const places = { MMAP_SHM: 'memory', SPILLED: 'moved to disk', MMAP_DISK: 'put on disk at once', WORKER_HEAP: 'small, in workers' };

export const objectStore = (): PanelSpec => timeseries({
  ...about(ray.objectStore), key: 'object-store', title: 'Object store', stacked: true, legend: 'below', colours: { 'moved to disk': 'orange', 'put on disk at once': 'red' },
  queries: [
    ...Object.entries(places).map(([location, legend]) => ({ expr: `sum(${of(ray.objectStore, `Location="${location}"`)})`, legend })),
    { expr: `sum(${of(ray.objectStoreSize)})`, legend: 'memory for objects', reference: true },
  ],
});

export const deaths = (): PanelSpec => timeseries({
  key: 'deaths', title: 'Killed for memory, and lost', unit: 'count', requires: ['ray'], legend: 'below', colours: { 'killed by Ray for memory': 'red' },
  description: `${ray.oomKills.description} Lost workers ended by themselves: killed by the kernel, crashed in native code, or exited.`,
  queries: [
    { expr: whole(`sum(${of(ray.oomKills)})`), legend: 'killed by Ray for memory' },
    { expr: whole(`sum(${of(ray.workerFailures)})`), legend: 'lost' },
  ],
});

/** What is used of what there is, over the chosen Ray clusters. */
const against = (key: string, title: string, used: Signal, total: Signal, matchers: { used?: string; total?: string } = {}): PanelSpec => timeseries({
  ...about(used), key, title, width: 8,
  queries: [{ expr: `sum(${of(used, matchers.used)})`, legend: 'used' }, { expr: `sum(${of(total, matchers.total)})`, legend: 'there is', reference: true }],
});

export const cpu = (): PanelSpec => against('cpu', 'CPU', ray.cpuUsed, ray.cpus);
export const memory = (): PanelSpec => against('memory', 'Memory', ray.memoryUsed, ray.memory);
export const gpuBusy = (): PanelSpec => timeseries({
  ...about(ray.gpuBusy), key: 'gpu-busy', title: 'GPUs busy, by Ray cluster', width: 8, max: 1, queries: [{ expr: of(ray.gpuBusy), legend: '{{ray_io_cluster}}' }],
});
export const logicalCpus = (): PanelSpec => against('logical-cpus', 'CPUs handed out to tasks and actors', ray.resources, ray.resources, { used: 'Name="CPU", State="USED"', total: 'Name="CPU"' });
export const logicalGpus = (): PanelSpec => against('logical-gpus', 'GPUs handed out to tasks and actors', ray.resources, ray.resources, { used: 'Name="GPU", State="USED"', total: 'Name="GPU"' });

export const nodeRestarts = (): PanelSpec => timeseries({
  ...about(ray.nodeRestarts), key: 'node-restarts', title: 'Nodes restarted, last hour, by Ray cluster', width: 8, queries: [{ expr: whole(of(ray.nodeRestarts)), legend: '{{ray_io_cluster}}' }],
});

const perNode = (metric: string): string => `max by (cluster, namespace, pod) (${metric}{${inRayCluster}})`;
const worstNodes = (key: string, title: string, unit: 'ratio' | 'bytes/second', description: string, expr: string): PanelSpec => timeseries({
  key, title, unit, description, requires: ['ray'], ...(unit === 'ratio' ? { max: 1 } : {}), queries: [{ expr: `topk(20, ${expr})`, legend: '{{pod}}' }],
});

export const nodeCpu = (): PanelSpec => worstNodes('node-cpu', 'CPU of the busiest nodes', 'ratio', 'Share of its CPUs that each node uses, the 20 busiest. One busy node beside idle ones: tasks follow data or an actor there.',
  `${perNode('ray_node_cpu_utilization')} / 100`);
export const nodeMemory = (): PanelSpec => worstNodes('node-memory', 'Memory of the fullest nodes', 'ratio', 'Share of its memory that each node uses, the 20 fullest. From 95 % on Ray kills tasks and actors there.',
  `${perNode('ray_node_mem_used')} / ${perNode('ray_node_mem_total')}`);
export const nodeDisk = (): PanelSpec => worstNodes('node-disk', 'Disk of the fullest nodes', 'ratio', 'Share of its disk that each node uses, the 20 fullest. Objects move to this disk: when it is full, tasks fail.',
  `${perNode('ray_node_disk_utilization_percentage')} / 100`);
export const nodeNetwork = (): PanelSpec => worstNodes('node-network', 'Network of the busiest nodes', 'bytes/second', 'Bytes that each node sends and receives, the 20 busiest. Steady traffic while tasks wait in PENDING_ARGS_FETCH: objects travel too far.',
  `${perNode('ray_node_network_send_speed')} + ${perNode('ray_node_network_receive_speed')}`);

export const autoscalerNodes = (): PanelSpec => timeseries({
  ...about(ray.autoscalerNodes), key: 'autoscaler-nodes', title: 'Nodes of the autoscaler', width: 8, queries: [{ expr: `sum by (state) (${of(ray.autoscalerNodes)})`, legend: '{{state}}' }],
});

export const autoscalerPending = (): PanelSpec => timeseries({
  key: 'autoscaler-pending', title: 'Resources on their way', unit: 'count', width: 8, requires: ['ray'], none: 'Nothing is asked for',
  description: 'CPUs and GPUs of the nodes that the autoscaler has asked for and that are not there yet. For long: look at the pods that are pending, and at the quota of their queue.',
  queries: [{ expr: `sum by (resource) (autoscaler_pending_resources{${inRayCluster}, resource=~"CPU|GPU"})`, legend: '{{resource}}' }],
});

export const dashboardRequests = (): PanelSpec => timeseries({
  ...about(ray.dashboardRequests), key: 'dashboard-requests', stacked: true, width: 8, colours: { '5xx': 'red', '4xx': 'orange' },
  queries: [{ expr: `sum by (http_status) (${of(ray.dashboardRequests)})`, legend: '{{http_status}}' }],
});

export const dashboardLatency = (): PanelSpec => timeseries({
  key: 'dashboard-latency', title: 'Answer time of the head', unit: 'seconds', width: 8, requires: ['ray'],
  description: '95th percentile of the time in which the dashboard of each head answers. Above some seconds KubeRay takes the cluster for unhealthy: give the head more CPU, and run no tasks on it (`num-cpus: "0"`).',
  queries: [{ expr: `histogram_quantile(0.95, sum by (ray_io_cluster, le) (rate(ray_dashboard_api_requests_duration_seconds_bucket{${inRayCluster}}[$__rate_interval])))`, legend: '{{ray_io_cluster}}' }],
});

export const eventLoopLag = (): PanelSpec => timeseries({
  key: 'event-loop-lag', title: 'Control service behind', unit: 'milliseconds', width: 8, requires: ['ray'],
  description: 'How late the slowest event loop of each head is. Above a second tasks are placed late and nodes are taken for dead: too many small tasks, or a head that is too small.',
  queries: [{ expr: `max by (ray_io_cluster) (ray_io_context_event_loop_lag_ms{${inRayCluster}, Component="gcs_server"})`, legend: '{{ray_io_cluster}}' }],
});
