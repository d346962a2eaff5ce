import type { ContainerStatus, Event, Pod } from '../../src/sources/kubernetes.ts';
import { exposedResource } from './nodes.ts';
import { at, series, timestamp, type SimulatedSeries, type World } from './world.ts';

export interface SimulatedPod {
  readonly namespace: string;
  readonly name: string;
  /** What controls it; a Deployment has a ReplicaSet in between. */
  readonly owner: { readonly kind: string; readonly name: string };
  /** Without, it is on no node. */
  readonly node?: string;
  /** What its container asks for, as Kubernetes names it. */
  readonly asks?: Readonly<Record<string, number>>;
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  /** Minutes at which it was made and, where it is done, ended. */
  readonly made?: number;
  readonly ended?: number;
  readonly memoryLimit?: string;
  /** Status of its container, where it is not simply running. */
  readonly container?: Partial<ContainerStatus>;
  /** What the scheduler says of a pod that fits nowhere. */
  readonly unschedulable?: string;
  readonly claims?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly image?: string;
  /** Restarts by the minute, as kube-state-metrics counts them. */
  readonly restarts?: (minute: number) => number;
  /** The reason for which its container waits, from a minute on. */
  readonly waitsFrom?: number;
  readonly killedFrom?: number;
}

const hash = '7d4b9c6f8';

/** A pod as the API server and kube-state-metrics show it. */
export function pod({
  namespace, name, owner, node, asks = {}, phase = node === undefined ? 'Pending' : 'Running', made = -600, ended, memoryLimit, container, unschedulable, claims = [], labels = {}, annotations, image = 'registry.example.com/app:1.0',
  restarts = () => 0, waitsFrom, killedFrom,
}: SimulatedPod): World {
  const deployment = owner.kind === 'Deployment';
  const controller = deployment ? { kind: 'ReplicaSet', name: `${owner.name}-${hash}` } : owner;
  const status: ContainerStatus = { name: 'main', image, restartCount: restarts(0), ...(phase === 'Running' && { state: { running: {} } }), ...container };
  const scheduled = { type: 'PodScheduled', status: node === undefined ? 'False' : 'True', lastTransitionTime: timestamp(made), ...(unschedulable !== undefined && { reason: 'Unschedulable', message: unschedulable }) };
  const object: Pod = {
    kind: 'Pod',
    metadata: {
      namespace, name, creationTimestamp: timestamp(made), ...(annotations && { annotations }),
      labels: { ...labels, ...(deployment && { 'pod-template-hash': hash }) }, ownerReferences: [{ ...controller, controller: true }],
    },
    spec: {
      ...(node !== undefined && { nodeName: node }),
      containers: [{ name: 'main', image, resources: { requests: Object.fromEntries(Object.entries(asks).map(([resource, amount]) => [resource, String(amount)])), ...(memoryLimit !== undefined && { limits: { memory: memoryLimit } }) } }],
      ...(claims.length && { volumes: claims.map((claim) => ({ name: claim, persistentVolumeClaim: { claimName: claim } })) }),
    },
    status: { phase, conditions: [scheduled], ...(node !== undefined && { containerStatuses: [status] }) },
  };
  const state = { job: 'kube-state-metrics', namespace, pod: name };
  const there = (value: number): ((minute: number) => number | undefined) => (minute) => (minute < made ? undefined : value);
  const own = { ...state, container: 'main' };
  const phaseAt = (minute: number): string => (ended !== undefined && minute < ended ? 'Running' : phase);
  const all: SimulatedSeries[] = [
    series('kube_pod_info', { ...state, ...(node !== undefined && { node }), created_by_kind: controller.kind, created_by_name: controller.name }, there(1)),
    series('kube_pod_owner', { ...state, owner_kind: controller.kind, owner_name: controller.name, owner_is_controller: 'true' }, there(1)),
    ...(deployment ? [series('kube_replicaset_owner', { job: 'kube-state-metrics', namespace, replicaset: controller.name, owner_kind: 'Deployment', owner_name: owner.name, owner_is_controller: 'true' }, there(1))] : []),
    ...['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'].map((of) => series('kube_pod_status_phase', { ...state, phase: of }, (minute) => (minute < made ? undefined : phaseAt(minute) === of ? 1 : 0))),
    ...Object.entries(asks).map(([resource, amount]) => series('kube_pod_container_resource_requests', { ...own, ...(node !== undefined && { node }), resource: exposedResource(resource), unit: 'integer' }, there(amount))),
    ...(node !== undefined ? [series('kube_pod_start_time', state, there(at + made * 60)), series('kube_pod_container_status_restarts_total', own, (minute) => (minute < made ? undefined : restarts(minute)))] : []),
    ...(unschedulable !== undefined ? [series('kube_pod_status_unschedulable', state, there(1))] : []),
    ...(ended !== undefined ? [series('kube_pod_completion_time', state, (minute) => (minute < ended ? undefined : at + ended * 60))] : []),
    ...(waitsFrom !== undefined && container?.state?.waiting?.reason !== undefined
      ? [series('kube_pod_container_status_waiting_reason', { ...own, reason: container.state.waiting.reason }, (minute) => (minute < waitsFrom ? undefined : 1)), series('kube_pod_container_status_waiting', own, (minute) => (minute < waitsFrom ? 0 : 1))]
      : []),
    ...(killedFrom !== undefined ? [series('kube_pod_container_status_last_terminated_reason', { ...own, reason: 'OOMKilled' }, (minute) => (minute < killedFrom ? undefined : 1))] : []),
  ];
  return { objects: [object], series: all };
}

interface SimulatedEvent {
  readonly namespace: string;
  readonly about: { readonly kind: string; readonly name: string };
  readonly reason: string;
  readonly message: string;
  readonly minute: number;
}

export function event({ namespace, about, reason, message, minute }: SimulatedEvent): World {
  const object: Event = {
    kind: 'Event', metadata: { namespace, name: `${about.name}.${reason.toLowerCase()}`, creationTimestamp: timestamp(minute) },
    involvedObject: { ...about, namespace }, reason, message, type: 'Warning', lastTimestamp: timestamp(minute),
  };
  return { objects: [object] };
}
