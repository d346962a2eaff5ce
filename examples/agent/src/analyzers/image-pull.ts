import type { Analyzer } from '../analyzer.ts';
import type { Finding, Place } from '../findings.ts';
import { called } from '../place.ts';
import { byWorkload, moment, placeOfAll, podsOf, says } from '../pods.ts';
import type { Pod } from '../sources/kubernetes.ts';
import { watching } from '../watching.ts';

/** Reasons of the kubelet after it has tried more than once, or will never try (kubelet 1.34, pkg/kubelet/images/types.go). */
const hopeless = new Set(['ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError']);

const reasons: readonly { readonly pattern: RegExp; readonly cause: string; readonly nextStep: string }[] = [
  { pattern: /toomanyrequests|rate limit/i, cause: 'the registry limits how often it may be asked', nextStep: 'Log in to the registry (`imagePullSecrets`), or take the image from a mirror.' },
  { pattern: /unauthorized|authentication required|denied|forbidden|no basic auth/i, cause: 'the registry does not let it in, or there is no such repository', nextStep: 'Check the name of the repository, and the Secret in `imagePullSecrets` or the right of the node to the registry.' },
  { pattern: /not found|manifest unknown|does not exist/i, cause: 'there is no such image or tag', nextStep: 'Correct the name or the tag of the image, or push it.' },
  { pattern: /no match for platform|exec format/i, cause: 'the image is not built for the architecture of the node', nextStep: 'Build the image for the architecture of the node, or choose other nodes.' },
  { pattern: /no such host|i\/o timeout|connection refused|tls|deadline exceeded|x509/i, cause: 'the registry cannot be reached from the node', nextStep: 'Check DNS, proxy, firewall and certificates between the node and the registry.' },
  { pattern: /no space left/i, cause: 'the disk of the node is full', nextStep: 'Free the disk of the node (`crictl rmi --prune`), or give it a larger one.' },
];

interface Stuck {
  readonly pod: Pod;
  readonly place: Place;
  readonly container: string;
  readonly image: string;
  readonly message: string;
}

const stuckIn = ({ pod, place }: { pod: Pod; place: Place }): Stuck[] => [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].flatMap(({ name, image, state }) => {
  const waiting = state?.waiting;
  return waiting?.reason !== undefined && hopeless.has(waiting.reason) ? [{ pod, place, container: name, image: image ?? pod.spec.containers.find((container) => container.name === name)?.image ?? 'its image', message: waiting.message ?? waiting.reason }] : [];
});

function finding(group: readonly [Stuck, ...Stuck[]]): Finding {
  const [{ place, image }] = group;
  // The kubelet repeats itself: what the registry said is in the message of one pod or another.
  const reason = reasons.find(({ pattern }) => group.some(({ message }) => pattern.test(message)));
  const since = Math.min(...group.map(({ pod }) => moment(pod.metadata.creationTimestamp) ?? Infinity));
  return {
    analyzer: 'image-pull',
    what: `${called(place)} cannot get its image ${image}`,
    where: placeOfAll(group),
    ...(Number.isFinite(since) && { since }),
    severity: 'warning',
    confidence: { level: 'high', reason: 'the kubelet says so' },
    ...(reason && { cause: reason.cause }),
    evidence: group.slice(0, 3).map(({ pod, container, message }) => says(pod, `container ${container}: ${message}`)),
    nextStep: reason?.nextStep ?? 'Read what the kubelet says above; `kubectl describe pod` has all of it.',
    runbooks: ['ImagePullFailing'],
  };
}

const measured = watching({ name: 'image-pull', about: 'images that nodes cannot get', alerts: [{ alert: 'ImagePullFailing' }] });

export const imagePull: Analyzer = {
  ...measured,
  reads: ['kubernetes', 'metrics'],
  examine: async (view) => (view.has.has('kubernetes') ? byWorkload((await podsOf(view)).flatMap(stuckIn)).map(finding) : measured.examine(view)),
};
