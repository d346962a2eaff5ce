import type { LocalQueue, Workload } from '../../src/sources/kubernetes.ts';
import { series, timestamp, type World } from './world.ts';

interface SimulatedQueue {
  readonly namespace: string;
  readonly queue: string;
  readonly clusterQueue: string;
  readonly pending: number;
  readonly active?: boolean;
}

/** A LocalQueue of a namespace and its ClusterQueue, as the API server and Kueue's metrics show them. */
export function kueue({ namespace, queue, clusterQueue, pending, active = true }: SimulatedQueue): World {
  const object: LocalQueue = { kind: 'LocalQueue', metadata: { namespace, name: queue }, spec: { clusterQueue } };
  const own = { job: 'kueue', cluster_queue: clusterQueue };
  return {
    objects: [object],
    series: [
      series('kueue_pending_workloads', { ...own, status: 'active' }, pending),
      ...['active', 'pending', 'terminating'].map((status) => series('kueue_cluster_queue_status', { ...own, status }, (status === 'active') === active && status !== 'terminating' ? 1 : 0)),
    ],
  };
}

interface SimulatedWorkload {
  readonly namespace: string;
  readonly job: { readonly kind: string; readonly name: string };
  readonly queue: string;
  readonly made: number;
  readonly message: string;
}

/** A job that Kueue has not admitted. */
export function workload({ namespace, job, queue, made, message }: SimulatedWorkload): World {
  const object: Workload = {
    kind: 'Workload', metadata: { namespace, name: `${job.kind.toLowerCase()}-${job.name}-1a2b3`, creationTimestamp: timestamp(made), ownerReferences: [{ ...job, controller: true }] },
    spec: { queueName: queue }, status: { conditions: [{ type: 'QuotaReserved', status: 'False', reason: 'Pending', message, lastTransitionTime: timestamp(made) }] },
  };
  return { objects: [object] };
}
