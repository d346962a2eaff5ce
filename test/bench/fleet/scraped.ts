import { exposedLabel } from '../../../values-schema/object-labels.ts';
import { dcgm } from '../../../dashboards-src/catalogue/dcgm.ts';
import { cluster, fleet, gpusPerNode, nodeCount, nodeName, type FleetPod, type Task } from './fleet.ts';
import { constant, shapeOf, type FleetSeries, type Shape } from './series.ts';

/** One task in twenty holds its GPUs and does nothing with them. */
const workOf = (task: number): number => (task % 20 === 7 ? 0 : 0.5 + (task % 50) / 100);

interface Held { readonly task: Task; readonly pod: FleetPod; readonly work: number }

function* dcgmSeries(tasks: readonly Task[]): Generator<FleetSeries> {
  const held = new Map<string, Held>();
  tasks.forEach((task, index) => { for (const pod of task.pods) for (const gpu of pod.gpus) held.set(`${pod.node}/${gpu}`, { task, pod, work: workOf(index) }); });
  for (let index = 0; index < nodeCount; index++) {
    const node = nodeName(index);
    for (let gpu = 0; gpu < gpusPerNode; gpu++) {
      const holder = held.get(`${node}/${gpu}`);
      const id = String(index * gpusPerNode + gpu).padStart(12, '0');
      // As the chart's own monitor stores them.
      const labels = {
        cluster, job: 'dcgm-exporter', instance: `10.${Math.floor(index / 250)}.${index % 250}.7:9400`, endpoint: 'metrics', node, Hostname: node, gpu: String(gpu), device: `nvidia${gpu}`, UUID: `GPU-5fd4f087-86f3-7a43-b711-${id}`,
        pci_bus_id: `00000000:${(0x10 + gpu).toString(16)}:00.0`, modelName: 'NVIDIA H100 80GB HBM3', DCGM_FI_DRIVER_VERSION: '580.95.05',
        ...(holder && { namespace: holder.task.namespace, pod: holder.pod.name, container: 'main' }),
      };
      for (const metric of dcgm.metrics) yield { labels: { __name__: metric.name, ...labels }, ...shapeOf(metric, holder?.work ?? 0, index + gpu) };
    }
  }
}

const ksm = (name: string, labels: Readonly<Record<string, string>>, shape: Shape = constant(1)): FleetSeries => ({ labels: { __name__: name, cluster, job: 'kube-state-metrics', instance: '10.9.0.3:8080', ...labels }, ...shape });
const oneOf = (name: string, label: string, values: readonly string[], holds: string, labels: Readonly<Record<string, string>>): FleetSeries[] => values.map((value) => ksm(name, { ...labels, [label]: value }, constant(value === holds ? 1 : 0)));

/** Jobs of a JobSet and ReplicaSets stand between a pod and what a person started. */
function ownersOf({ kind, name, namespace }: Task, pod: FleetPod): FleetSeries[] {
  const owner = (owner_kind: string, owner_name: string): FleetSeries => ksm('kube_pod_owner', { namespace, pod: pod.name, owner_kind, owner_name, owner_is_controller: 'true' });
  const above = { namespace, owner_name: name, owner_is_controller: 'true' };
  if (kind === 'JobSet') return [owner('Job', pod.name), ksm('kube_job_owner', { ...above, job_name: pod.name, owner_kind: 'JobSet' })];
  if (kind === 'Deployment') return [owner('ReplicaSet', `${name}-5d4f`), ksm('kube_replicaset_owner', { ...above, replicaset: `${name}-5d4f`, owner_kind: 'Deployment' })];
  return [owner(kind, name)];
}

/** Of the series that kube-state-metrics has for each pod only those that rules and dashboards read: the others would make the recorded ones look fewer. */
function* podSeries(tasks: readonly Task[]): Generator<FleetSeries> {
  for (const task of tasks) for (const pod of task.pods) {
    const named = { namespace: task.namespace, pod: pod.name, uid: `${task.name}-${pod.name}` };
    const container = { ...named, container: 'main' };
    yield ksm('kube_pod_info', { ...named, node: pod.node, created_by_kind: task.kind, created_by_name: task.name, host_ip: '10.0.0.1', pod_ip: '10.1.0.1', priority_class: 'default', host_network: 'false' });
    yield* ownersOf(task, pod);
    yield ksm('kube_pod_labels', { ...named, ...(task.queue && { [exposedLabel('kueue.x-k8s.io/queue-name')]: task.queue }) });
    yield* oneOf('kube_pod_status_phase', 'phase', ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'], 'Running', named);
    yield ksm('kube_pod_container_resource_requests', { ...container, node: pod.node, resource: 'nvidia_com_gpu', unit: 'integer' }, constant(pod.gpus.length));
    yield ksm('kube_pod_container_resource_requests', { ...container, node: pod.node, resource: 'cpu', unit: 'core' }, constant(8 * pod.gpus.length));
    yield ksm('kube_pod_container_resource_requests', { ...container, node: pod.node, resource: 'memory', unit: 'byte' }, constant(1e11 * pod.gpus.length));
    yield ksm('kube_pod_container_status_restarts_total', container, constant(0));
  }
}

function* nodeSeries(): Generator<FleetSeries> {
  for (let index = 0; index < nodeCount; index++) {
    const node = nodeName(index);
    for (const [resource, unit, amount] of [['nvidia_com_gpu', 'integer', gpusPerNode], ['cpu', 'core', 191], ['memory', 'byte', 2e12]] as const) yield ksm('kube_node_status_allocatable', { node, resource, unit }, constant(amount));
    yield* oneOf('kube_node_status_condition', 'status', ['true', 'false', 'unknown'], 'true', { node, condition: 'Ready' });
  }
}

/** Every series that is scraped of the fleet, and read by what is measured here. */
export function* scrapedSeries(): Generator<FleetSeries> {
  const tasks = fleet();
  yield* dcgmSeries(tasks);
  yield* podSeries(tasks);
  yield* nodeSeries();
}
