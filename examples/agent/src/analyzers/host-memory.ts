import type { Analyzer, View } from '../analyzer.ts';
import type { Finding, Place } from '../findings.ts';
import { called } from '../place.ts';
import { byWorkload, moment, placeOfAll, podsOf, says } from '../pods.ts';
import type { ContainerStatus, Pod } from '../sources/kubernetes.ts';
import { watching } from '../watching.ts';

interface Killed {
  readonly pod: Pod;
  readonly place: Place;
  readonly status: ContainerStatus;
  /** Unix seconds. */
  readonly at: number;
}

function killedIn({ pod, place }: { pod: Pod; place: Place }, { window }: View): Killed[] {
  return (pod.status?.containerStatuses ?? []).flatMap((status) => {
    const end = [status.state?.terminated, status.lastState?.terminated].find((terminated) => terminated?.reason === 'OOMKilled');
    const at = moment(end?.finishedAt);
    return at !== undefined && at >= window.from && at <= window.to ? [{ pod, place: { ...place, container: status.name }, status, at }] : [];
  });
}

const limitOf = ({ pod, status }: Killed): string | undefined => pod.spec.containers.find(({ name }) => name === status.name)?.resources?.limits?.['memory'];

function finding(group: readonly [Killed, ...Killed[]]): Finding {
  const [first] = group;
  const limit = limitOf(first);
  return {
    analyzer: 'host-memory',
    what: `Container ${first.status.name} of ${called(first.place)} was killed for memory`,
    where: placeOfAll(group),
    since: Math.min(...group.map(({ at }) => at)),
    severity: 'warning',
    confidence: { level: 'high', reason: 'the kernel killed it, and Kubernetes says so' },
    cause: limit === undefined ? 'it has no limit of its own: the node ran out of memory' : `it used more than its limit of ${limit}`,
    evidence: group.slice(0, 3).map(({ pod, status }) => says(pod, `container ${status.name}: OOMKilled, restarted ${status.restartCount} times, memory limit ${limitOf({ pod, status } as Killed) ?? 'none'}`)),
    nextStep: 'Raise the limit if the work needs it (data loaders multiply memory by their workers); if memory only grows, look for what is kept.',
    runbooks: ['ContainerOOMKilled'],
  };
}

const measured = watching({ name: 'host-memory', about: 'containers killed for memory', alerts: [{ alert: 'ContainerOOMKilled', when: 'window' }] });

export const hostMemory: Analyzer = {
  ...measured,
  reads: ['kubernetes', 'metrics'],
  async examine(view) {
    const [pods, counted] = await Promise.all([podsOf(view), measured.examine(view)]);
    const seen = byWorkload(pods.flatMap((pod) => killedIn(pod, view))).map(finding);
    // Pods that are gone are known to Prometheus only.
    return [...seen, ...counted.filter(({ where }) => !seen.some((one) => one.where.namespace === where.namespace && one.where.workload === where.workload))];
  },
};
