import type { Analyzer, View } from '../analyzer.ts';
import { alertNamed } from '../alerts.ts';
import { secondsOf, spoken } from '../duration.ts';
import type { Evidence, Finding, Place } from '../findings.ts';
import { called } from '../place.ts';
import { acceleratorsOf, byWorkload, moment, nameOf, placeOfAll, podsOf, says } from '../pods.ts';
import type { Event, Node, PersistentVolumeClaim, Pod, Taint } from '../sources/kubernetes.ts';
import { shown } from '../text.ts';
import { watching } from '../watching.ts';

/** The scheduler has looked at a pod again by then: it retries all that fit nowhere after five minutes (kube-scheduler 1.34, DefaultPodMaxInUnschedulablePodsDuration). */
const graceSeconds = 300;
/** As long as a node may take to come (cluster-autoscaler 1.34, --max-node-provision-time). */
const nodeComesSeconds = 900;
/** Controllers retry at the latest after 1000 s (client-go 0.34, DefaultControllerRateLimiter): a refusal that is older is over. */
const retrySeconds = 1000;
const longSeconds = secondsOf(alertNamed('AcceleratorWorkloadPending').for)!;

interface Waiting {
  readonly pod: Pod;
  readonly place: Place;
  /** What the scheduler says. */
  readonly message: string;
  /** Unix seconds since when it waits. */
  readonly since: number;
}

interface Why {
  readonly cause: string;
  readonly nextStep: string;
  /** It does not mend itself. */
  readonly lasting: boolean;
  readonly evidence?: readonly Evidence[];
}

interface Cluster {
  readonly nodes: readonly Node[];
  readonly claims: readonly PersistentVolumeClaim[];
}

function waitingOf({ pod, place }: { pod: Pod; place: Place }, now: number): Waiting[] {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const since = moment(scheduled?.lastTransitionTime) ?? moment(pod.metadata.creationTimestamp) ?? now;
  const waits = pod.status?.phase === 'Pending' && pod.spec.nodeName === undefined && scheduled?.status === 'False' && scheduled.reason === 'Unschedulable';
  return waits && now - since >= graceSeconds ? [{ pod, place, message: scheduled.message ?? '', since }] : [];
}

const momentOf = ({ lastTimestamp, eventTime, metadata }: Event): number => moment(lastTimestamp) ?? moment(eventTime) ?? moment(metadata.creationTimestamp) ?? 0;

/** A node is on its way: the cluster autoscaler or Karpenter has said so, not long ago. */
const nodeComes = ({ pod }: Waiting, events: readonly Event[], now: number): boolean => events.some((event) =>
  event.involvedObject.kind === 'Pod' && event.involvedObject.name === pod.metadata.name && event.involvedObject.namespace === pod.metadata.namespace
  && (event.reason === 'TriggeredScaleUp' || event.reason === 'Nominated') && now - momentOf(event) < nodeComesSeconds);

/** Volumes of which the scheduler says that they are in the way. */
function volume({ pod, message }: Waiting, { claims }: Cluster): Why | undefined {
  if (!/persistentvolumeclaim|volume node affinity|unbound immediate/i.test(message)) return undefined;
  const wanted = (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  const of = claims.filter(({ metadata }) => metadata.namespace === pod.metadata.namespace && wanted.includes(metadata.name));
  const missing = wanted.find((name) => !of.some(({ metadata }) => metadata.name === name));
  const unbound = of.find(({ status }) => status?.phase !== 'Bound');
  if (missing !== undefined) return { cause: `its PersistentVolumeClaim ${missing} does not exist`, nextStep: `Create the claim ${missing}, or correct its name in the pod.`, lasting: true };
  if (unbound) {
    const storageClass = unbound.spec?.storageClassName;
    return {
      cause: `its PersistentVolumeClaim ${unbound.metadata.name} is ${unbound.status?.phase ?? 'not bound'}${storageClass === undefined ? ', and names no StorageClass' : `, of StorageClass ${storageClass}`}`,
      nextStep: 'Does the StorageClass exist, and does its provisioner run? `kubectl describe pvc` says what it waits for.', lasting: true,
      evidence: [says(unbound, `phase ${unbound.status?.phase ?? 'unknown'}, StorageClass ${storageClass ?? 'none'}`)],
    };
  }
  return { cause: 'its volume is in a zone where no node has room', nextStep: 'Add nodes in the zone of the volume, or use a volume that is not tied to one.', lasting: true };
}

/** More than any node has, however empty. */
function tooLarge({ pod }: Waiting, { nodes }: Cluster): Why | undefined {
  if (nodes.length === 0) return undefined;
  for (const [resource, asked] of acceleratorsOf(pod)) {
    const most = Math.max(0, ...nodes.map(({ status }) => Number(status?.allocatable?.[resource] ?? 0)));
    if (most < asked) {
      return {
        cause: most === 0 ? `no node of the cluster offers ${resource}` : `it asks for ${asked} ${resource}, and no node has more than ${most}`,
        nextStep: most === 0 ? `Add nodes with ${resource}; if they are there, does their device plugin run?` : 'Ask for less in each pod, or add larger nodes.',
        lasting: most > 0,
      };
    }
  }
  return undefined;
}

/** What the scheduler counts: "0/5 nodes are available: 1 Insufficient nvidia.com/gpu, 4 node(s) had untolerated taint(s)." (kube-scheduler 1.34; before, "4 node(s) had untolerated taint {nvidia.com/gpu: }"). */
const reasonsIn = (message: string): { count: number; text: string }[] =>
  [...message.replace(/^.*?are available: /s, '').split(/\.\s+(?:preemption|no new claims)/i)[0]!.matchAll(/(\d+) ([^,]*(?:\{[^}]*\})?[^,]*)/g)].map(([, count, text]) => ({ count: Number(count), text: text!.trim().replace(/\.$/, '') }));

/** Nodes that have what the pod asks for, if they were empty. */
const fitting = (pod: Pod, nodes: readonly Node[]): Node[] => {
  const asked = [...acceleratorsOf(pod)];
  return nodes.filter(({ status }) => asked.every(([resource, amount]) => Number(status?.allocatable?.[resource] ?? 0) >= amount));
};

/** Kubernetes 1.34, staging/src/k8s.io/component-helpers/scheduling/corev1: an operator that is left out is Equal, an effect that is left out is every one. */
const tolerates = ({ spec: { tolerations = [] } }: Pod, taint: Taint): boolean => tolerations.some(({ key, operator = 'Equal', value = '', effect }) =>
  (effect === undefined || effect === taint.effect) && (operator === 'Exists' ? key === undefined || key === taint.key : key === taint.key && value === (taint.value ?? '')));

const keepsOut = ({ effect }: Taint): boolean => effect !== 'PreferNoSchedule';

/** Taints of these nodes that keep the pod out, as it would have to tolerate them; those that the scheduler names where the nodes are not known. */
function inTheWay(pod: Pod, nodes: readonly Node[], told: string): string[] {
  const found = nodes.flatMap(({ spec }) => spec?.taints ?? []).filter((taint) => keepsOut(taint) && !tolerates(pod, taint)).map(({ key }) => key);
  const named = /\{([^}:]*)/.exec(told)?.[1]?.trim();
  return [...new Set(found.length ? found : named ? [named] : [])];
}

function refused({ pod, message }: Waiting, { nodes }: Cluster): Why {
  const reasons = reasonsIn(message);
  const saying = (pattern: RegExp) => reasons.filter(({ text }) => pattern.test(text));
  const insufficient = saying(/insufficient/i);
  const taints = saying(/untolerated taint/i);
  const affinity = saying(/node affinity|node selector|didn't match/i);
  const cordoned = saying(/unschedulable/i);
  const asksForAccelerator = acceleratorsOf(pod).size > 0;
  const accelerator = insufficient.find(({ text }) => [...acceleratorsOf(pod).keys()].some((resource) => text.includes(resource)));
  // Of nodes that have the accelerator: those in the way are tainted, unless the scheduler says that some of them are full.
  const could = fitting(pod, nodes);
  const full = accelerator !== undefined && (could.length === 0 || accelerator.count > nodes.length - could.length);
  if (full || (insufficient.length > 0 && !asksForAccelerator)) {
    const what = (accelerator ?? insufficient[0]!).text.replace(/insufficient\s*/i, '');
    return { cause: `all ${what} that it could have is taken`, nextStep: 'Wait for a job to end, stop one that is idle, or add nodes; a queue (Kueue) would say who is next.', lasting: false };
  }
  if (taints.length > 0) {
    const taint = inTheWay(pod, could, taints[0]!.text).join(', ') || 'that the scheduler does not name';
    const which = could.length > 0 && could.length <= 3 ? ` (${could.map(({ metadata }) => metadata.name).join(', ')})` : '';
    return { cause: `the nodes that have enough${which} carry the taint ${taint}, which it does not tolerate`, nextStep: `Add a toleration for ${taint} to the pod, if it belongs on these nodes; else ask for what others have.`, lasting: true };
  }
  if (cordoned.length > 0) return { cause: 'the nodes that could take it are cordoned', nextStep: '`kubectl uncordon NODE` when the work on them is done.', lasting: false };
  if (affinity.length > 0) return { cause: 'no node has the labels that it asks for (nodeSelector or affinity)', nextStep: 'Compare the selector of the pod with `kubectl get nodes --show-labels`.', lasting: true };
  if (insufficient.length > 0) return { cause: `not enough ${insufficient.map(({ text }) => text.replace(/insufficient\s*/i, '')).join(', ')} is free on the nodes that it could have`, nextStep: 'Ask for less, or add nodes.', lasting: false };
  return { cause: 'the scheduler found no node', nextStep: 'Read what it says above.', lasting: false };
}

function finding(group: readonly [Waiting, ...Waiting[]], cluster: Cluster, now: number): Finding {
  const [first] = group;
  const since = Math.min(...group.map(({ since: begun }) => begun));
  const why = volume(first, cluster) ?? tooLarge(first, cluster) ?? refused(first, cluster);
  const accelerators = [...acceleratorsOf(first.pod)].map(([resource, amount]) => `${amount} ${resource}`).join(', ');
  return {
    analyzer: 'pending-pods',
    what: `${called(first.place)}: ${group.length} pod${group.length > 1 ? 's' : ''}${accelerators && ` (${accelerators}${group.length > 1 ? ' each' : ''})`} wait${group.length > 1 ? '' : 's'} for a node, for ${spoken(now - since)}`,
    where: placeOfAll(group),
    since,
    severity: why.lasting || now - since >= longSeconds ? 'warning' : 'info',
    confidence: { level: 'high', reason: 'the scheduler says so' },
    cause: why.cause,
    evidence: [says(first.pod, first.message), ...(why.evidence ?? [])],
    nextStep: why.nextStep,
    runbooks: ['AcceleratorWorkloadPending'],
  };
}

const quotaRefusal = /exceeded quota: ([\w.-]+), requested: (.+?), used: (.+?), limited: (.+?)(?:$|\s*\()/;

/** Pods that do not even exist, as a ResourceQuota refuses them: their controllers say so in events. */
function refusedByQuota(event: Event, { scope, census, window }: View): Finding[] {
  const [, quota, requested, used, limited] = quotaRefusal.exec(event.message ?? '') ?? [];
  const { kind, name } = event.involvedObject;
  const namespace = event.involvedObject.namespace ?? event.metadata.namespace ?? '';
  const workload = kind === 'ReplicaSet' ? name.replace(/-[a-z0-9]{6,10}$/, '') : name;
  const where: Place = { ...(scope.cluster !== undefined && { cluster: scope.cluster }), namespace, workload, workload_kind: kind === 'ReplicaSet' ? 'Deployment' : kind };
  const at = momentOf(event);
  if (event.reason !== 'FailedCreate' || quota === undefined || window.to - at > retrySeconds || !census.concerns(where)) return [];
  return [{
    analyzer: 'pending-pods',
    what: `${called(where)} may not start its pods: ResourceQuota ${quota} is used up`,
    where,
    since: moment(event.metadata.creationTimestamp) ?? at,
    severity: 'warning',
    confidence: { level: 'high', reason: 'the API server says so' },
    cause: `the quota ${quota} of namespace ${namespace} allows ${shown(limited ?? '')}, ${shown(used ?? '')} is used, and it asks for ${shown(requested ?? '')}`,
    evidence: [{ kind: 'object', object: nameOf(event), says: shown(event.message ?? '') }],
    nextStep: `Free some of the quota in ${namespace}, ask for less, or have the quota raised.`,
    runbooks: ['AcceleratorWorkloadPending'],
  }];
}

/** One finding for each workload that is refused, by its latest event. */
const latest = (findings: readonly Finding[]): Finding[] => [...new Map(findings.map((one) => [called(one.where), one])).values()];

const measured = watching({ name: 'pending-pods', about: 'pods that find no node, and why', alerts: [{ alert: 'AcceleratorWorkloadPending' }] });

export const pendingPods: Analyzer = {
  ...measured,
  reads: ['kubernetes', 'metrics'],
  async examine(view) {
    if (!view.has.has('kubernetes')) return measured.examine(view);
    const { kubernetes, scope: { namespace }, window: { to } } = view;
    const [pods, events, nodes, claims] = await Promise.all([podsOf(view), kubernetes.list('Event', namespace), kubernetes.list('Node'), kubernetes.list('PersistentVolumeClaim', namespace)]);
    const waiting = pods.flatMap((pod) => waitingOf(pod, to)).filter((pod) => !nodeComes(pod, events, to));
    return [...byWorkload(waiting).map((group) => finding(group, { nodes, claims }, to)), ...latest(events.flatMap((event) => refusedByQuota(event, view)))];
  },
};
