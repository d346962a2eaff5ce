import { series, type Course, type World } from './world.ts';

interface RayNode {
  readonly namespace: string;
  readonly pod: string;
  readonly cluster: string;
  readonly head: boolean;
  readonly cpus: Course;
  /** Workers that ended unexpectedly, so far. */
  readonly failures?: Course;
}

/** What a node of Ray says of itself, scraped by the chart's monitor for KubeRay. */
export function rayNode({ namespace, pod, cluster, head, cpus, failures }: RayNode): World {
  const own = { job: 'ray', namespace, pod, container: 'ray', ray_io_cluster: cluster, SessionName: 'session_1' };
  return {
    series: [
      series('ray_node_cpu_count', { ...own, IsHeadNode: String(head), RayNodeType: head ? 'head' : 'worker' }, cpus),
      ...(failures === undefined ? [] : [series('ray_node_manager_unexpected_worker_failure_total', own, failures)]),
    ],
  };
}
