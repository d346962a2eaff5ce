import { levels } from '../signals/define.ts';
import { provisioned } from '../signals/kuberay.ts';
import * as ray from '../signals/ray.ts';
import { alert, type AlertGroup } from './define.ts';

const identity = levels.ray_cluster.join(', ');
const where = 'Ray cluster {{ $labels.namespace }}/{{ $labels.ray_io_cluster }}';
const who = `${where} (cluster {{ $labels.cluster }})`;
const onHead = '`kubectl exec` into its head pod';

const headMissing = alert({
  name: 'RayHeadMissing', tier: 'critical', for: '5m', requires: ['ray'],
  expr: () => `${ray.nodes.name} unless on (${identity}) ${ray.heads.name}`,
  summary: `${where} has lost its head`,
  description: `${who} has {{ $value }} worker nodes that report, and no head.`,
  runbook: {
    meaning: 'Workers of a Ray cluster report, and its head has not done so for 5 minutes. The head holds the control service (GCS), the dashboard and the drivers of jobs.',
    impact: 'No task is placed and no job can be submitted. Without fault tolerance of the GCS (Redis), workers end within a minute and all that ran is lost.',
    diagnosis: 'The head pod: `kubectl get pods -n NAMESPACE -l ray.io/cluster=CLUSTER,ray.io/node-type=head`, then `kubectl describe` and the logs of its last container. On the dashboard *Ray*, the memory of the fullest node and the row *Head* before it vanished.',
    mitigation: 'KubeRay starts a new head. If it was killed for memory, give it more and run no tasks on it (`num-cpus: "0"`). For services, turn on fault tolerance of the GCS.',
  },
});

const metricsMissing = alert({
  name: 'RayMetricsMissing', tier: 'warning', for: '15m', requires: ['ray', 'kuberay'],
  expr: () => `${provisioned.name} == 1 unless on (${identity}) ${ray.nodes.name}`,
  summary: `${where} is there, but none of its nodes is measured`,
  description: `KubeRay says that ${who} is provisioned, and no node of it reports. Dashboards and alerts leave it out.`,
  runbook: {
    meaning: 'KubeRay has provisioned a RayCluster, and Prometheus has no series of any of its nodes.',
    impact: 'Failing tasks, memory and lost nodes of this cluster stay unseen. What runs on it may be fine, or all of it may be gone.',
    diagnosis: 'Do its pods run (`kubectl get pods -n NAMESPACE -l ray.io/cluster=CLUSTER`)? Do their containers name the port `metrics` (8080)? Is the target up on the dashboard *The stack itself*? Does a NetworkPolicy of the namespace keep Prometheus out?',
    mitigation: 'Add the port `metrics` to the containers of head and workers, or admit Prometheus in the NetworkPolicy. If all pods are gone, delete the RayCluster or mend what keeps them from starting.',
  },
});

const nodesRestarting = alert({
  name: 'RayNodesRestarting', tier: 'warning', for: '5m', requires: ['ray'],
  threshold: { default: 2, unit: 'count', description: 'Restarts of Ray nodes within an hour that are still accepted.' },
  expr: (threshold) => `${ray.nodeRestarts.name} > ${threshold}`,
  summary: `Nodes of ${where} die again and again`,
  description: `Containers of ${who} were restarted within an hour: {{ $value | printf "%.0f" }} times.`,
  runbook: {
    meaning: 'The containers of Ray nodes end and are restarted.',
    impact: 'Each time the tasks, actors and objects of a node are lost and made again, as far as they can be.',
    diagnosis: '`kubectl get pods -n NAMESPACE -l ray.io/cluster=CLUSTER` and the reason of the last end: OOMKilled (more memory, or fewer tasks at once), Error (log of the raylet in /tmp/ray/session_latest/logs), or a liveness probe that failed on a node without CPU left.',
    mitigation: 'Give the nodes more memory or CPU, or tasks a request that says what they need. Nodes that die for hardware: see the dashboard *GPU health*.',
  },
});

const tasksFailing = alert({
  name: 'RayTasksFailing', tier: 'warning', for: '5m', requires: ['ray'],
  threshold: { default: 0.1, unit: 'ratio', description: 'Share of the tasks that end within 15 minutes that may fail, where at least 5 do.' },
  expr: (threshold) => `${ray.taskFailures.name} > ${threshold}\nand on (${identity}) ${ray.tasksFailed.name} >= 5`,
  summary: `Tasks of ${where} fail`,
  description: `{{ $value | humanizePercentage }} of the tasks of ${who} that ended within 15 minutes failed.`,
  runbook: {
    meaning: 'Many of the tasks (or calls of actors) that ended lately failed for good, after all retries.',
    impact: 'The job that started them gets an exception, and mostly ends with it.',
    diagnosis: `${onHead}: \`ray summary tasks\` and \`ray list tasks --filter state=FAILED --detail\` give names and errors. The log of the job has the exception. On the dashboard *Ray*: were workers killed for memory or lost at the same time?`,
    mitigation: 'An error of the program: mend it. Memory: give tasks a `memory` request. Lost nodes: set `max_retries`, and look at why the nodes went.',
  },
});

const workersLost = alert({
  name: 'RayWorkersLost', tier: 'warning', for: '0s', requires: ['ray'],
  threshold: { default: 5, unit: 'count', description: 'Workers that may be lost within 15 minutes.' },
  expr: (threshold) => `${ray.workerFailures.name} > ${threshold}`,
  summary: `${where} loses workers`,
  description: `Processes of tasks and actors of ${who} that ended by themselves within 15 minutes: {{ $value }}.`,
  runbook: {
    meaning: 'Worker processes ended without being asked to: killed by the kernel, crashed in native code, or exited.',
    impact: 'Their tasks are tried again; actors without `max_restarts` are gone, and all calls to them fail.',
    diagnosis: 'In /tmp/ray/session_latest/logs of the node: `raylet.out` says which worker went and how, `python-core-worker-*.log` what it did last. SIGKILL together with full memory is the kernel; SIGSEGV is a library.',
    mitigation: 'Memory: lower the concurrency or raise the limits. Crashes: pin the library that crashes. Give actors `max_restarts`.',
  },
});

const oomKills = alert({
  name: 'RayOutOfMemoryKills', tier: 'warning', for: '0s', requires: ['ray'],
  threshold: { default: 2, unit: 'count', description: 'Tasks and actors that Ray may kill for memory within 15 minutes.' },
  expr: (threshold) => `${ray.oomKills.name} > ${threshold}`,
  summary: `${where} kills tasks as memory runs out`,
  description: `Tasks and actors of ${who} killed within 15 minutes as their node ran out of memory: {{ $value }}.`,
  runbook: {
    meaning: 'A node used more than 95 % of its memory, and Ray killed the tasks or actors that it thought best, before the kernel would kill the node.',
    impact: 'The killed work is done again, often with the same end. After the last retry the job fails.',
    diagnosis: `Dashboard *Ray*: *Memory of the fullest nodes* and the object store. ${onHead}: \`ray list tasks --filter error_type=OUT_OF_MEMORY\` names the tasks.`,
    mitigation: 'Give these tasks a `memory` request, so that fewer run at once; use smaller batches; or give the nodes more memory.',
  },
});

const actorsRestarting = alert({
  name: 'RayActorsRestarting', tier: 'warning', for: '15m', requires: ['ray'],
  threshold: { default: 0, unit: 'count', description: 'Actors that may be restarting all the time.' },
  expr: (threshold) => `sum by (${identity}) (${ray.actors.name}{State="RESTARTING"}) > ${threshold}`,
  summary: `Actors of ${where} do not come back`,
  description: `Actors of ${who} that have been restarting for 15 minutes: {{ $value }}.`,
  runbook: {
    meaning: 'Actors died, and Ray has not been able to start them again: there is no room, or they die while they start.',
    impact: 'Calls to them wait or fail. Replicas of Serve and workers of Train are actors.',
    diagnosis: `${onHead}: \`ray list actors --filter state=RESTARTING --detail\`, then the log of the actor. On the dashboard *Ray*: are CPUs or GPUs left, and are nodes pending?`,
    mitigation: 'Mend what makes the constructor fail, or make room: add nodes, or end what holds CPUs and GPUs.',
  },
});

const tasksInfeasible = alert({
  name: 'RayTasksInfeasible', tier: 'warning', for: '15m', requires: ['ray'],
  threshold: { default: 0, unit: 'count', description: 'Tasks that may wait for a node that is not there.' },
  expr: (threshold) => `sum by (${identity}) (${ray.unschedulable.name}{Reason="Infeasible"}) > ${threshold}`,
  summary: `Tasks of ${where} ask for more than any node has`,
  description: `Tasks of ${who} that fit no node, even an empty one, for 15 minutes: {{ $value }}. They will wait for ever.`,
  runbook: {
    meaning: 'Tasks, actors or placement groups ask for CPUs, GPUs, memory or a custom resource that no node of the cluster offers, nor the autoscaler has brought within 15 minutes.',
    impact: 'They wait without end, and the job with them, mostly without an error.',
    diagnosis: `${onHead}: \`ray status\` lists the demands that cannot be met. Compare them with the worker groups of the RayCluster: a typing error in a resource, a node type without GPUs, \`maxReplicas\` reached?`,
    mitigation: 'Lower what the task asks for, or add a worker group that has it and raise `maxReplicas`.',
  },
});

const placementGroupsPending = alert({
  name: 'RayPlacementGroupsPending', tier: 'info', for: '30m', requires: ['ray'],
  threshold: { default: 0, unit: 'count', description: 'Placement groups that may wait.' },
  expr: (threshold) => `sum by (${identity}) (${ray.placementGroups.name}{State="PENDING"}) > ${threshold}`,
  summary: `Placement groups of ${where} wait for room`,
  description: `Placement groups of ${who} that have waited for half an hour: {{ $value }}.`,
  runbook: {
    meaning: 'A group of CPUs and GPUs that is taken all at once (workers of Train, a replica over several GPUs) does not fit.',
    impact: 'The job or replica that asked for it does not start.',
    diagnosis: `${onHead}: \`ray list placement-groups --filter state=PENDING --detail\`. Dashboard *Ray*, row *CPUs and GPUs*: is enough free in sum, but scattered over nodes?`,
    mitigation: 'Add nodes, end what holds the rest, or use the strategy PACK in place of STRICT_PACK.',
  },
});

const objectStoreSpilling = alert({
  name: 'RayObjectStoreSpilling', tier: 'info', for: '15m', requires: ['ray'],
  threshold: { default: 0.5, unit: 'ratio', description: 'Objects on disk, as a share of the memory for objects, that are still accepted.' },
  expr: (threshold) => `sum by (${identity}) (${ray.objectStore.name}{Location="SPILLED"}) / ${ray.objectStoreSize.name} > ${threshold}`,
  summary: `${where} keeps its objects on disk`,
  description: `Objects of ${who} were moved to disk as memory is short: {{ $value | humanizePercentage }} of what memory for objects holds.`,
  runbook: {
    meaning: 'More objects are referenced than fit into the memory set apart for them, so that Ray moves them to disk.',
    impact: 'Tasks that read them are slow, and the disk of the nodes fills: when it is full, tasks fail.',
    diagnosis: `${onHead}: \`ray memory --stats-only\` and \`ray memory --group-by STACK_TRACE\` show who holds the objects. Dashboard *Ray*, row *Data*: which operator holds most?`,
    mitigation: 'Drop references that are no longer needed, use smaller blocks, limit the tasks in flight, or raise `object-store-memory` and the shared memory of the pods.',
  },
});

const objectStoreFull = alert({
  name: 'RayObjectStoreFull', tier: 'warning', for: '10m', requires: ['ray'],
  threshold: { default: 0, unit: 'bytes', description: 'Objects put on disk at once, as memory was full, that are still accepted.' },
  expr: (threshold) => `sum by (${identity}) (${ray.objectStore.name}{Location="MMAP_DISK"}) > ${threshold}`,
  summary: `The object store of ${where} is full`,
  description: `${who} writes new objects to disk at once, as neither memory nor moving others made room: {{ $value | humanize1024 }}B.`,
  runbook: {
    meaning: 'New objects did not fit into memory, even after all that can be moved was moved to disk: what is left is in use by running tasks.',
    impact: 'Tasks are very slow. Next they fail with ObjectStoreFullError or OutOfDiskError.',
    diagnosis: 'Dashboard *Ray*, *Object store*, and `ray memory --stats-only` on the head. Few large objects that many tasks pin at once are the usual cause.',
    mitigation: 'Fewer tasks at once, smaller objects, or more `object-store-memory`.',
  },
});

const nodesPending = alert({
  name: 'RayNodesPending', tier: 'warning', for: '30m', requires: ['ray'],
  threshold: { default: 0, unit: 'count', description: 'Nodes that the autoscaler may wait for.' },
  expr: (threshold) => `sum by (${identity}) (${ray.autoscalerNodes.name}{state="pending"}) > ${threshold}`,
  summary: `${where} does not get the nodes that it asks for`,
  description: `Nodes that the autoscaler of ${who} has waited for for half an hour: {{ $value }}.`,
  runbook: {
    meaning: 'The autoscaler of Ray asked for worker pods, and some have been missing for half an hour.',
    impact: 'Tasks wait for them.',
    diagnosis: 'Pods of the cluster that are pending (`kubectl describe pod`): no node with the accelerators, a taint, an image that cannot be had, a volume in another zone; or Kueue holds them back (dashboard *Queues*). Dashboard *Cluster* shows whether anything is free.',
    mitigation: 'Add nodes or quota, mend the image, or lower `maxReplicas` and what tasks ask for.',
  },
});

export const rayAlerts: AlertGroup = {
  name: 'observability.ray.alerts',
  alerts: [
    headMissing, metricsMissing, nodesRestarting, tasksFailing, workersLost, oomKills, actorsRestarting, tasksInfeasible, placementGroupsPending,
    objectStoreSpilling, objectStoreFull, nodesPending,
  ],
};
