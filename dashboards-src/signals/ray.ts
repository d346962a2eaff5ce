import { levels, signal, type SignalDefinition } from './define.ts';
import { renamed } from './of-object.ts';
import { podWorkload } from './workloads.ts';

const identity = levels.ray_cluster.join(', ');
const ray = (expr: string) => ({ toggle: 'ray' as const, expr });

/** For each Ray cluster; `more` are labels to keep beside its own. */
const each = (aggregation: 'sum' | 'max' | 'avg' | 'count', series: string, ...more: string[]): string => `${aggregation} by (${[identity, ...more].join(', ')}) (${series})`;
/** One series for each node of Ray, which is a pod. */
const perNode = (metric: string): string => each('max', metric, 'pod');

const rayCluster = (definition: Omit<SignalDefinition, 'sources'> & { readonly expr: string }) => {
  const { expr, ...rest } = definition;
  return signal({ ...rest, sources: [ray(expr)] });
};

export const nodes = rayCluster({
  name: 'ray_cluster:nodes:count', title: 'Ray nodes', unit: 'count', better: 'neither',
  description: 'Nodes of Ray (head and workers, each a pod) that report. Fewer than the cluster should have: look at its pods and at what the autoscaler waits for.',
  expr: each('count', perNode('ray_node_cpu_count')),
});

export const heads = rayCluster({
  name: 'ray_cluster:heads:count', title: 'Heads of Ray', unit: 'count', better: 'higher', thresholds: { warning: 1, critical: 1 },
  description: 'Head nodes that report: one for each Ray cluster. Without its head a cluster places no tasks, and its workers end soon.',
  expr: each('count', perNode('ray_node_cpu_count{IsHeadNode="true"}')),
});

const podsOfRay = each('max', 'ray_node_cpu_count', 'pod');

export const belongsTo = rayCluster({
  name: 'ray_cluster:workload:info', title: 'Workload of a Ray cluster', unit: 'info', better: 'neither',
  description: 'What a person started that the Ray cluster belongs to (a RayJob, a RayService, or the RayCluster itself), and the queue of Kueue. Constant 1.',
  by: ['workload', 'workload_kind', 'queue'],
  expr: `topk by (${identity}) (1, ${each('max', `(${podsOfRay} * 0 + 1)\n* on (cluster, namespace, pod) group_left (workload, workload_kind, queue)\n${podWorkload.name}`, 'workload', 'workload_kind', 'queue')})
or on (${identity})
label_replace(${renamed(`${nodes.name} * 0 + 1`, 'workload', 'ray_io_cluster')}, "workload_kind", "RayCluster", "", "")`,
});

export const cpuUsed = rayCluster({
  name: 'ray_cluster:cpu_usage:cores', title: 'CPU used by Ray', unit: 'cores', better: 'neither', description: 'CPU that the nodes of the Ray cluster really use, whatever tasks asked for.',
  expr: each('sum', `${perNode('ray_node_cpu_utilization')} / 100 * ${perNode('ray_node_cpu_count')}`),
});

export const cpus = rayCluster({
  name: 'ray_cluster:cpu:cores', title: 'CPUs of Ray', unit: 'cores', better: 'neither', description: 'CPUs of the nodes of the Ray cluster.',
  expr: each('sum', perNode('ray_node_cpu_count')),
});

export const memoryUsed = rayCluster({
  name: 'ray_cluster:memory_used:bytes', title: 'Memory used by Ray', unit: 'bytes', better: 'neither', description: 'Memory that the nodes of the Ray cluster use, objects in shared memory among it.',
  expr: each('sum', perNode('ray_node_mem_used')),
});

export const memory = rayCluster({
  name: 'ray_cluster:memory:bytes', title: 'Memory of Ray', unit: 'bytes', better: 'neither', description: 'Memory that the nodes of the Ray cluster may use.',
  expr: each('sum', perNode('ray_node_mem_total')),
});

export const fullestNode = rayCluster({
  name: 'ray_cluster:node_memory_used_max:ratio', title: 'Memory of the fullest node', unit: 'ratio', better: 'lower', thresholds: { warning: 0.85, critical: 0.95 },
  description: 'Share of its memory that the fullest node of the Ray cluster uses. From 95 % on Ray kills tasks and actors there: give nodes more memory, or tasks a `memory` request.',
  expr: each('max', `${perNode('ray_node_mem_used')} / ${perNode('ray_node_mem_total')}`),
});

export const gpuBusy = rayCluster({
  name: 'ray_cluster:gpu_busy:ratio', title: 'GPUs of Ray busy', unit: 'ratio', better: 'higher', thresholds: { warning: 0.5, critical: 0.2 },
  description: 'Share of time in which anything ran on the GPUs of the Ray cluster. Low while all GPUs are taken: tasks hold GPUs and wait, mostly for data.',
  expr: `${each('avg', 'ray_node_gpus_utilization')} / 100`,
});

export const resources = rayCluster({
  name: 'ray_cluster:resources:count', title: 'Logical CPUs and GPUs', unit: 'count', better: 'neither', by: ['Name', 'State'],
  description: 'CPUs and GPUs that Ray hands out to tasks and actors by `num_cpus` and `num_gpus`, used or available. What they really use may differ.',
  expr: each('sum', 'ray_resources{Name=~"CPU|GPU"}', 'Name', 'State'),
});

export const tasks = rayCluster({
  name: 'ray_cluster:tasks:count', title: 'Tasks by state', unit: 'count', better: 'neither', by: ['State'],
  description: 'Tasks and calls of actors by state. Many in PENDING_NODE_ASSIGNMENT wait for CPUs, GPUs or memory; PENDING_ARGS_FETCH waits for data from other nodes. Ended ones count as long as the job that started them lives.',
  expr: `clamp_min(${each('sum', 'ray_tasks', 'State')}, 0)`,
});

/** By how much an expression grew within the last quarter of an hour; falls when what it counts ends with its job. */
const grown = (at: (offset: string) => string): string => `clamp_min(${at('')} - (${at(' offset 15m')} or ${at('')} * 0), 0)`;
const ended = (states: string) => grown((offset) => each('sum', `${tasks.name}{State=~"${states}"}${offset}`));

export const tasksFailed = rayCluster({
  name: 'ray_cluster:tasks_failed:increase15m', title: 'Tasks failed in 15 minutes', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 100 },
  description: 'Tasks and calls of actors that failed for good within a quarter of an hour. The error is in the log of the job, and by name in the dashboard of Ray.',
  expr: `${ended('FAILED')}\nor\n${each('sum', tasks.name)} * 0`,
});

export const taskFailures = rayCluster({
  name: 'ray_cluster:task_failures:ratio', title: 'Share of tasks that fail', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.1 },
  description: 'Share of the tasks that ended within a quarter of an hour that failed. No line: none ended.',
  expr: `${tasksFailed.name}\n/\n(${ended('FAILED|FINISHED')} > 0)`,
});

export const unschedulable = rayCluster({
  name: 'ray_cluster:tasks_unschedulable:count', title: 'Tasks that cannot be placed', unit: 'count', better: 'lower', by: ['Reason'],
  description: 'Tasks that Ray cannot place, by reason. Infeasible ones ask for more than any node has and wait for ever, unless the autoscaler knows a node that is large enough.',
  expr: each('sum', 'ray_scheduler_unscheduleable_tasks', 'Reason'),
});

export const actors = rayCluster({
  name: 'ray_cluster:actors:count', title: 'Actors by state', unit: 'count', better: 'neither', by: ['State'],
  description: 'Actors by state. PENDING_CREATION waits for CPUs or GPUs; RESTARTING ones died and are started again; DEAD ones ended, as asked or not.',
  expr: each('sum', 'ray_actors{Source=~"|gcs"}', 'State'),
});

export const placementGroups = rayCluster({
  name: 'ray_cluster:placement_groups:count', title: 'Placement groups by state', unit: 'count', better: 'neither', by: ['State'],
  description: 'Groups of CPUs and GPUs that are taken all at once or not at all, as Ray Train and Serve do. PENDING: the cluster has no room for the whole group.',
  expr: each('sum', 'ray_placement_groups', 'State'),
});

export const objectStore = rayCluster({
  name: 'ray_cluster:object_store:bytes', title: 'Object store by place', unit: 'bytes', better: 'neither', by: ['Location'],
  description: 'Where the objects lie: MMAP_SHM is memory, SPILLED was moved to disk to make room, MMAP_DISK was put on disk at once as memory was full, WORKER_HEAP are small ones. Anything on disk is slow.',
  expr: each('sum', 'ray_object_store_memory', 'Location'),
});

export const objectStoreSize = rayCluster({
  name: 'ray_cluster:object_store_capacity:bytes', title: 'Size of the object store', unit: 'bytes', better: 'neither', description: 'Memory set apart for objects on all nodes of the Ray cluster.',
  expr: each('sum', 'ray_resources{Name="object_store_memory"}'),
});

export const objectStoreUsed = rayCluster({
  name: 'ray_cluster:object_store_used:ratio', title: 'Object store in use', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.95 },
  description: 'Share of the memory for objects that is taken. From 80 % on Ray moves objects to disk: free references, use smaller blocks, or give nodes a larger `object_store_memory`.',
  expr: `${each('sum', `${objectStore.name}{Location="MMAP_SHM"}`)} / ${objectStoreSize.name}`,
});

/**
 * Counters that begin with their first event, which `increase` does not see: what they count is seen by their sum now and then, and is none where the cluster reports and they are not there.
 * Of a cluster that was not known then, they may have counted long before.
 */
const eventsOf = (counter: string): string => {
  const at = (offset: string): string => `(${each('sum', counter + offset)} or ${nodes.name}${offset} * 0)`;
  return `clamp_min(${at('')} - ${at(' offset 15m')}, 0)\nor\n${each('sum', `increase(${counter}[15m])`)}\nor\n${nodes.name} * 0`;
};

export const oomKills = rayCluster({
  name: 'ray_cluster:oom_kills:increase15m', title: 'Killed for memory in 15 minutes', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 10 },
  description: 'Tasks and actors that Ray killed as their node ran out of memory. Ray tries them again, which costs their work. Give them a `memory` request, or run fewer at once.',
  expr: eventsOf('ray_memory_manager_worker_eviction_total'),
});

export const workerFailures = rayCluster({
  name: 'ray_cluster:worker_failures:increase15m', title: 'Workers lost in 15 minutes', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 10 },
  description: 'Processes of tasks and actors that ended without being asked to: killed by the kernel (memory first), crashed in native code, or exited. Their logs are in /tmp/ray/session_latest/logs.',
  expr: eventsOf('ray_node_manager_unexpected_worker_failure_total'),
});

export const nodeRestarts = rayCluster({
  name: 'ray_cluster:node_restarts:increase1h', title: 'Ray nodes restarted in an hour', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 5 },
  description: 'Restarts of the containers of Ray nodes. All tasks, actors and objects of the node were lost; if it was the head, of the whole cluster, unless the GCS keeps its state in Redis.',
  expr: each('sum', `increase(kube_pod_container_status_restarts_total[1h])\n* on (cluster, namespace, pod) group_left (ray_io_cluster)\nmax by (cluster, namespace, pod, ray_io_cluster) (max_over_time(ray_node_cpu_count[1h]) * 0 + 1)`),
});

const inState = (state: string, metric: string): string => `label_replace(${each('sum', metric)}, "state", "${state}", "", "")`;

export const autoscalerNodes = signal({
  name: 'ray_cluster:autoscaler_nodes:count', title: 'Nodes as the autoscaler sees them', unit: 'count', better: 'neither', by: ['state'],
  description: 'Nodes that are active, pending (asked for and not there yet) and ending (removed or failed). Pending for long: its pods fit no node of Kubernetes, or an image cannot be had.',
  sources: [
    ...Object.entries({ active: 'autoscaler_active_nodes', pending: 'autoscaler_pending_nodes', ending: 'autoscaler_recently_failed_nodes' }),
    ...Object.entries({ active: 'ray_cluster_active_nodes', pending: 'ray_cluster_pending_nodes', ending: 'ray_cluster_failed_nodes' }),
  ].map(([state, metric]) => ray(inState(state, metric))),
});

export const dashboardRequests = rayCluster({
  name: 'ray_cluster:dashboard_requests:rate5m', title: 'Requests to the head', unit: 'requests/second', better: 'neither', by: ['http_status'],
  description: 'Requests to the dashboard of the head, where jobs are submitted and KubeRay asks for their state. 5xx: the head is overloaded or its GCS does not answer.',
  expr: each('sum', 'rate(ray_dashboard_api_requests_count_requests_total[5m])', 'http_status'),
});

/** In the order in which they must be recorded: what others read comes first. */
export const raySignals = [
  nodes, heads, belongsTo, cpuUsed, cpus, memoryUsed, memory, fullestNode, gpuBusy, resources,
  tasks, tasksFailed, taskFailures, unschedulable, actors, placementGroups,
  objectStore, objectStoreSize, objectStoreUsed, oomKills, workerFailures, nodeRestarts, autoscalerNodes, dashboardRequests,
];
