import type { Pod } from '../fleet/cluster.ts';
import type { Family, Sample } from '../fleet/exposition.ts';
import { fraction, noise } from '../fleet/random.ts';
import type { Clock, SimulatedSource } from './define.ts';
import { by, counter, gauge, histogram, one } from './families.ts';
import { isHead, rayClusterOf, rayClusters, rayPods, rayPorts, type RayCluster } from './ray-clusters.ts';
import { vllmUnderRay } from './vllm.ts';

const GIB = 2 ** 30;

/** A node of Ray at a moment. */
interface RayNode {
  readonly cluster: RayCluster;
  readonly head: boolean;
  readonly seed: string;
  readonly time: number;
  /** Seconds since the lab began. */
  readonly age: number;
  /** Labels of what processes report through the agent of their node. */
  readonly reported: Readonly<Record<string, string>>;
  /** Labels of what the agent reports of the node. */
  readonly node: Readonly<Record<string, string>>;
}

function nodeOf(pod: Pod, { origin, time }: Clock): RayNode | undefined {
  const cluster = rayClusterOf(pod);
  if (!cluster) return undefined;
  const ip = pod.status.podIP ?? '';
  const common = { SessionName: `session_${cluster.name}`, Version: '2.60.0' };
  const head = isHead(pod);
  return {
    cluster, head, time, seed: pod.metadata.uid, age: Math.max(0, time - origin),
    reported: { ...common, Component: head ? 'gcs_server' : 'core_worker', NodeAddress: ip, WorkerId: '' },
    node: { ...common, ip, IsHeadNode: String(head), RayNodeType: head ? 'headgroup' : 'gpu-workers' },
  };
}

const labelled = (labels: Sample['labels'], samples: readonly Sample[]): Sample[] => samples.map((sample) => ({ labels: { ...labels, ...sample.labels }, value: sample.value }));

function hardware({ cluster, head, seed, time, node }: RayNode): Family[] {
  const load = head ? 0.2 + 0.2 * noise(seed, 60, time) : 0.5 + 0.45 * noise(seed, 60, time);
  const memory = cluster.memoryGiB * GIB;
  const used = Math.round(memory * (head ? 0.35 : 0.6 + 0.25 * fraction(seed) + 0.05 * noise(seed, 90, time)));
  const of = (name: string, value: number): Family => gauge(name, labelled(node, one(value)));
  const perGpu = (name: string, value: (index: number) => number): Family =>
    gauge(name, head ? [] : [0, 1].map((index) => ({ labels: { ...node, GpuIndex: String(index), GpuDeviceName: 'NVIDIA H100 80GB HBM3' }, value: value(index) })));
  return [
    of('ray_node_cpu_utilization', 100 * load),
    of('ray_node_cpu_count', cluster.cpus),
    of('ray_node_mem_used', used),
    of('ray_node_mem_available', memory - used),
    of('ray_node_mem_total', memory),
    of('ray_node_disk_usage', 0.42 * 100 * GIB),
    of('ray_node_disk_free', 0.58 * 100 * GIB),
    of('ray_node_disk_utilization_percentage', 42),
    of('ray_node_network_send_speed', 4e7 * load),
    of('ray_node_network_receive_speed', 6e7 * load),
    perGpu('ray_node_gpus_available', () => 1),
    perGpu('ray_node_gpus_utilization', (index) => Math.round(100 * (0.55 + 0.4 * noise(`${seed}/${index}`, 45, time)))),
  ];
}

/** Owner, executor and dependency manager tell of the same tasks, each its part: what runs is taken off from what was submitted. */
function work({ cluster, head, seed, time, age, reported }: RayNode): Family[] {
  const trains = cluster.owner.kind === 'RayJob';
  const running = Math.round(2 + 3 * noise(seed, 40, time));
  const task = (State: string, Source: string, value: number): Sample => ({ labels: { ...reported, Name: 'preprocess', IsRetry: '0', JobId: '01000000', State, Source }, value });
  const tasks = head
    ? [task('FINISHED', 'owner', Math.floor(4 * age)), task('FAILED', 'owner', trains ? Math.floor(0.02 * age) : 0), task('PENDING_NODE_ASSIGNMENT', 'owner', Math.round(8 * noise(seed, 60, time))), task('SUBMITTED_TO_WORKER', 'owner', 40)]
    : [task('RUNNING', 'executor', running), task('SUBMITTED_TO_WORKER', 'executor', -running)];
  const resource = (Name: string, total: number, used: number): Sample[] => by('State', { USED: used, AVAILABLE: total - used }, { ...reported, Name });
  const store = 2 * GIB;
  return [
    gauge('ray_tasks', tasks),
    gauge('ray_resources', [...resource('CPU', cluster.cpus, head ? 0 : cluster.cpus * 0.75), ...resource('GPU', head ? 0 : 2, head ? 0 : 2), ...resource('object_store_memory', store, 0.4 * store)]),
    gauge('ray_object_store_memory', by('Location', { MMAP_SHM: store * (0.3 + 0.3 * noise(seed, 120, time)), MMAP_DISK: 0, SPILLED: trains && !head ? 0.3 * GIB : 0, WORKER_HEAP: 4e6 }, { ...reported, ObjectState: '' })),
    gauge('ray_scheduler_unscheduleable_tasks', by('Reason', { Infeasible: 0, WaitingForResources: Math.round(3 * noise(seed, 60, time)) + (head ? 0 : 1), WaitingForWorkers: 0 }, reported)),
    counter('ray_memory_manager_worker_eviction_total', trains && !head ? [{ labels: { ...reported, Type: 'MemoryManager.TaskEviction.Total', Name: 'preprocess' }, value: 0.002 * age }] : []),
    counter('ray_node_manager_unexpected_worker_failure_total', trains && !head ? [{ labels: { ...reported, Type: 'Raylet.UnexpectedTaskFailure.Total', Name: 'preprocess' }, value: 0.001 * age }] : []),
  ];
}

/** What only the head tells: actors and placement groups, as the GCS knows them. */
function control({ cluster, head, seed, time, reported }: RayNode): Family[] {
  if (!head) return [];
  const gcs = { ...reported, Source: 'gcs' };
  return [
    gauge('ray_actors', by('State', { ALIVE: 4 + cluster.workers, PENDING_CREATION: 1, RESTARTING: 0, DEAD: 3 }, { ...gcs, Name: 'Worker', JobId: '' })),
    gauge('ray_placement_groups', by('State', { CREATED: 1, PENDING: 0, PREPARED: 0, REMOVED: 2 }, gcs)),
    gauge('ray_io_context_event_loop_lag_ms', labelled(reported, by('Name', { main: 2 + 6 * noise(seed, 30, time), task: 1 }))),
    gauge('ray_cluster_active_nodes', by('node_type', { headgroup: 1, 'gpu-workers': cluster.workers })),
  ];
}

const latencyBounds = [1, 2, 5, 10, 20, 50, 100, 200, 300, 400, 500, 1000, 2000, 5000, 10_000, 60_000, 120_000, 300_000];

/** Ray Serve: the proxy runs on the head, the replicas on workers. */
function serving({ cluster, head, seed, time, age, reported }: RayNode): Family[] {
  if (cluster.owner.kind !== 'RayService') return [];
  const application = { ...reported, application: cluster.model ? 'llm' : 'chat' };
  const deployment = { ...application, deployment: 'Model' };
  const route = { ...application, route: '/chat', method: 'POST' };
  if (head) {
    return [
      counter('ray_serve_num_http_requests_total', by('status_code', { 200: 12 * age, 500: 0.05 * age }, route)),
      counter('ray_serve_num_http_error_requests_total', by('error_code', { 500: 0.05 * age }, route)),
      histogram('ray_serve_http_request_latency_ms', latencyBounds, [{ labels: { ...route, status_code: '200' }, count: 12 * age, mean: 420 }]),
      gauge('ray_serve_application_status', labelled(application, one(6))),
      gauge('ray_serve_deployment_queued_queries', labelled({ ...deployment, handle: 'a1', actor_id: 'b2' }, one(Math.round(3 * noise(seed, 30, time))))),
    ];
  }
  const replica = { ...deployment, replica: seed.slice(0, 8) };
  return [
    gauge('ray_serve_deployment_replica_healthy', labelled(replica, one(1))),
    gauge('ray_serve_replica_processing_queries', labelled(replica, one(Math.round(1 + 4 * noise(seed, 20, time))))),
    counter('ray_serve_deployment_request_counter_total', labelled({ ...replica, route: '/chat' }, one(6 * age))),
    histogram('ray_serve_deployment_processing_latency_ms', latencyBounds, [{ labels: { ...replica, route: '/chat' }, count: 6 * age, mean: 390 }]),
  ];
}

/** Ray Train and Data, whose counters are gauges to Ray. */
function training({ cluster, head, seed, time, age, reported }: RayNode): Family[] {
  if (cluster.owner.kind !== 'RayJob') return [];
  const run = { ...reported, ray_train_run_name: 'finetune', ray_train_run_id: '67e7c2b4d9434b14' };
  if (!head) {
    const worker = { ...run, ray_train_worker_world_rank: String(Math.floor(4 * fraction(seed))), ray_train_worker_actor_id: seed.slice(0, 8) };
    return [
      gauge('ray_train_report_total_blocked_time_s', labelled(worker, one(0.02 * age))),
      gauge('ray_train_checkpoint_transfer_total_time_s', labelled(worker, one(0.015 * age))),
      gauge('ray_train_checkpoint_sync_total_time_s', labelled(worker, one(0.004 * age))),
    ];
  }
  const dataset = { ...reported, dataset: 'tokens_0' };
  const perOperator = (name: string, values: Readonly<Record<string, number>>): Family => gauge(name, by('operator', values, dataset));
  return [
    gauge('ray_train_controller_state', by('ray_train_controller_state', { RUNNING: 1, SCHEDULING: 0, RESTARTING: 0 }, run)),
    gauge('ray_train_worker_group_start_total_time_s', labelled(run, one(38))),
    gauge('ray_train_worker_group_shutdown_total_time_s', labelled(run, one(3))),
    perOperator('ray_data_output_rows', { ReadParquet_1: 900 * age, 'MapBatches(tokenize)_2': 880 * age }),
    perOperator('ray_data_output_bytes', { ReadParquet_1: 4e6 * age, 'MapBatches(tokenize)_2': 6e6 * age }),
    perOperator('ray_data_num_tasks_running', { ReadParquet_1: 2, 'MapBatches(tokenize)_2': Math.round(3 + 2 * noise(seed, 30, time)) }),
    perOperator('ray_data_current_bytes', { ReadParquet_1: 3e8, 'MapBatches(tokenize)_2': 5e8 }),
    perOperator('ray_data_task_submission_backpressure_time', { ReadParquet_1: 0.3 * age, 'MapBatches(tokenize)_2': 0.01 * age }),
    perOperator('ray_data_num_tasks_failed', { ReadParquet_1: 0, 'MapBatches(tokenize)_2': Math.floor(0.005 * age) }),
    gauge('ray_data_iter_total_blocked_seconds', labelled({ ...dataset, split: 'no_split' }, one(0.06 * age))),
    gauge('ray_data_iter_user_seconds', labelled({ ...dataset, split: 'no_split' }, one(0.9 * age))),
  ];
}

/** The agent of each node of Ray. */
export const ray: SimulatedSource = {
  name: 'Ray',
  objects: rayClusters.flatMap(rayPods),
  answers: (pod, port) => port === rayPorts.metrics && rayClusterOf(pod) !== undefined,
  families(pod, clock) {
    const node = nodeOf(pod, clock);
    if (!node) return [];
    const { cluster: { model }, head, reported } = node;
    return [...[hardware, work, control, serving, training].flatMap((part) => part(node)), ...(model && !head ? vllmUnderRay(pod, clock, model, reported) : [])];
  },
};

/** The autoscaler beside the head. */
export const rayAutoscaler: SimulatedSource = {
  name: 'Ray autoscaler',
  objects: [],
  answers: (pod, port) => port === rayPorts.autoscaler && rayClusterOf(pod) !== undefined,
  families(pod) {
    const cluster = rayClusterOf(pod);
    if (!cluster) return [];
    const session = { SessionName: `session_${cluster.name}` };
    const missing = cluster.owner.kind === 'RayJob' ? 1 : 0;
    return [
      gauge('autoscaler_active_nodes', by('NodeType', { headgroup: 1, 'gpu-workers': cluster.workers }, session)),
      gauge('autoscaler_pending_nodes', by('NodeType', { headgroup: 0, 'gpu-workers': missing }, session)),
      gauge('autoscaler_recently_failed_nodes', by('NodeType', { headgroup: 0, 'gpu-workers': 0 }, session)),
      gauge('autoscaler_pending_resources', by('resource', { CPU: missing * cluster.cpus, GPU: missing * 2 }, session)),
    ];
  },
};

/** The dashboard of the head. */
export const rayHeadDashboard: SimulatedSource = {
  name: 'Ray dashboard',
  objects: [],
  answers: (pod, port) => port === rayPorts.dashboard && rayClusterOf(pod) !== undefined,
  families(pod, clock) {
    const node = nodeOf(pod, clock);
    if (!node) return [];
    const request = { SessionName: `session_${node.cluster.name}`, Version: '2.60.0', Component: 'dashboard', endpoint: 'get_all_nodes' };
    return [
      counter('ray_dashboard_api_requests_count_requests_total', by('http_status', { '2xx': 2 * node.age, '4xx': 0.01 * node.age, '5xx': 0 }, { ...request, method: 'GET' })),
      histogram('ray_dashboard_api_requests_duration_seconds', [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60], [{ labels: { ...request, http_status: '2xx' }, count: 2 * node.age, mean: 0.04 }]),
    ];
  },
};
