import type { Analyzer, View } from '../analyzer.ts';
import { thresholdOf } from '../alerts.ts';
import { spoken } from '../duration.ts';
import type { Finding, Place } from '../findings.ts';
import { called } from '../place.ts';
import { moment, says } from '../pods.ts';
import type { Workload } from '../sources/kubernetes.ts';
import { shown } from '../text.ts';

/** Kueue looks at what waits again at each change of quota; by then a short wait is over. The same grace as for pods that the scheduler refuses. */
const graceSeconds = 300;
const longSeconds = thresholdOf('KueueWaitLong');

interface Why {
  readonly fits: (message: string) => boolean;
  readonly cause: string;
  readonly nextStep: string;
  /** Waiting does not help. */
  readonly lasting: boolean;
  readonly runbook: string;
}

/** Each pod set is refused for each flavor: it can never fit where all of them are too small. */
const neverFits = (podSet: string): boolean => /maximum capacity/i.test(podSet) && !/insufficient unused quota/i.test(podSet);

/** Messages of the condition QuotaReserved. Kueue 0.14, pkg/cache/queue, pkg/scheduler and pkg/scheduler/flavorassigner; the first that fits is taken. */
const reasons: readonly Why[] = [
  { fits: (text) => /LocalQueue .*doesn't exist|LocalQueue .*not found/i.test(text), cause: 'its LocalQueue does not exist', nextStep: 'Correct the label `kueue.x-k8s.io/queue-name` of the job, or create the LocalQueue in its namespace.', lasting: true, runbook: 'KueueWorkloadsInadmissible' },
  { fits: (text) => /LocalQueue .*(inactive|stopped)/i.test(text), cause: 'its LocalQueue is stopped', nextStep: 'Set `stopPolicy: None` in the LocalQueue when it may go on.', lasting: true, runbook: 'KueueClusterQueueInactive' },
  { fits: (text) => /ClusterQueue .*(doesn't exist|not found)/i.test(text), cause: 'the ClusterQueue of its LocalQueue does not exist', nextStep: 'Create the ClusterQueue, or name another one in the LocalQueue.', lasting: true, runbook: 'KueueClusterQueueInactive' },
  { fits: (text) => /ClusterQueue .*(inactive|stopped)/i.test(text), cause: 'its ClusterQueue is not active', nextStep: '`kubectl describe clusterqueue` names the ResourceFlavor or admission check that is missing.', lasting: true, runbook: 'KueueClusterQueueInactive' },
  { fits: (text) => text.split(/assign flavors to pod set/i).some(neverFits), cause: 'it asks for more than the queue can ever give', nextStep: 'Ask for less, or have the quota of the ClusterQueue (or its borrowing limit) raised.', lasting: true, runbook: 'KueueWorkloadsInadmissible' },
  { fits: (text) => /flavor .*(not found|doesn't match|didn't match)|untolerated taint|node affinity|unavailable in ClusterQueue/i.test(text), cause: 'no flavor of its queue fits it (labels, taints or a resource that the queue has no quota for)', nextStep: 'Compare the selector and tolerations of the job with the ResourceFlavors of the ClusterQueue.', lasting: true, runbook: 'KueueWorkloadsInadmissible' },
  { fits: (text) => /insufficient unused quota|insufficient quota|not enough|lack(s|ing) quota/i.test(text), cause: 'the quota of its queue is in use', nextStep: 'Wait, or see who uses the quota on the dashboard *Queues*; idle jobs in it may end.', lasting: false, runbook: 'KueueWaitLong' },
];

const other: Omit<Why, 'fits'> = { cause: 'Kueue has not admitted it yet', nextStep: '`kubectl describe workload` has the events of its admission.', lasting: false, runbook: 'KueueWaitLong' };

function finding(workload: Workload, { scope, census, window }: View): Finding[] {
  const { metadata: { name, namespace = '', ownerReferences = [], creationTimestamp }, spec, status } = workload;
  const conditions = status?.conditions ?? [];
  const of = (type: string) => conditions.find((condition) => condition.type === type);
  const owner = ownerReferences[0];
  const where: Place = {
    ...(scope.cluster !== undefined && { cluster: scope.cluster }), namespace, workload: owner?.name ?? name, workload_kind: owner?.kind ?? 'Workload', ...(spec.queueName !== undefined && { queue: spec.queueName }),
  };
  const since = moment(of('Evicted')?.status === 'True' ? of('Evicted')?.lastTransitionTime : creationTimestamp) ?? window.to;
  const over = ['Admitted', 'Finished'].some((type) => of(type)?.status === 'True');
  if (over || !census.concerns(where) || window.to - since < graceSeconds) return [];
  const reserved = of('QuotaReserved');
  const message = reserved?.message ?? '';
  const checks = reserved?.status === 'True';
  const deactivated = spec.active === false;
  const why = deactivated ? { ...other, cause: 'it was deactivated', nextStep: 'Set `spec.active: true` of its Workload when what stopped it is mended; its condition Evicted says what that was.', lasting: true }
    : checks ? { ...other, cause: 'it has quota, and waits for an admission check', nextStep: 'The admission check (ProvisioningRequest, MultiKueue) says in the status of the Workload what it waits for.' }
      : reasons.find(({ fits }) => fits(message)) ?? other;
  const evicted = of('Evicted');
  return [{
    analyzer: 'kueue-admission',
    what: `${called(where)} waits in queue ${spec.queueName ?? '(none)'}, for ${spoken(window.to - since)}`,
    where,
    since,
    severity: why.lasting || window.to - since >= longSeconds ? 'warning' : 'info',
    confidence: { level: 'high', reason: 'Kueue says so' },
    cause: `${why.cause}${evicted?.status === 'True' ? `; it was evicted before: ${shown(evicted.message ?? evicted.reason ?? '', 120)}` : ''}`,
    evidence: [says(workload, message || evicted?.message || 'no condition yet')],
    nextStep: why.nextStep,
    runbooks: [why.runbook],
  }];
}

export const kueueAdmission: Analyzer = {
  name: 'kueue-admission',
  about: 'jobs that Kueue does not admit, and why',
  reads: ['kubernetes'],
  examine: async (view) => (await view.kubernetes.list('Workload', view.scope.namespace)).flatMap((workload) => finding(workload, view)),
};
