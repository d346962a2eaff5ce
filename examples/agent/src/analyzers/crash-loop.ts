import type { Analyzer, View } from '../analyzer.ts';
import type { Evidence, Finding, Place } from '../findings.ts';
import { called } from '../place.ts';
import { byWorkload, moment, placeOfAll, podsOf, says } from '../pods.ts';
import type { ContainerStatus, Pod } from '../sources/kubernetes.ts';
import { shown } from '../text.ts';
import { watching } from '../watching.ts';

interface Crashing {
  readonly pod: Pod;
  readonly place: Place;
  readonly status: ContainerStatus;
}

/** In back-off after more than one end; containers killed for memory are told by the analyzer host-memory. */
const crashing = ({ pod, place }: { pod: Pod; place: Place }): Crashing[] => [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  .filter(({ state, lastState }) => state?.waiting?.reason === 'CrashLoopBackOff' && lastState?.terminated?.reason !== 'OOMKilled')
  .map((status) => ({ pod, place: { ...place, container: status.name }, status }));

const tail = 20;

/** What the last run printed at its end. */
async function lastWords({ pod, status }: Crashing, { kubernetes }: View): Promise<string[]> {
  return kubernetes.log({ namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, container: status.name, previous: true, lines: tail });
}

/** Ends that have an answer; the order matters, as one end may print several. */
const ends: readonly { readonly pattern: RegExp; readonly cause: string; readonly nextStep: string }[] = [
  { pattern: /(cuda|hip) out of memory|outofmemoryerror/i, cause: 'it runs out of GPU memory', nextStep: 'Take a smaller batch or a shorter context; see the finding about GPU memory.' },
  { pattern: /CUDA driver version is insufficient|no kernel image is available|forward compatibility was attempted/i, cause: 'the CUDA of the image and the driver of the node do not fit', nextStep: 'Take an image for the driver of the node (`nvidia-smi` names its CUDA version), or update the driver.' },
  { pattern: /no cuda-capable device|found no nvidia driver|cuda is not available|libcuda\.so/i, cause: 'it sees no GPU', nextStep: 'Does the pod ask for `nvidia.com/gpu`, and does its RuntimeClass bring the driver?' },
  { pattern: /ModuleNotFoundError|ImportError|cannot open shared object/i, cause: 'something that it imports is not in the image', nextStep: 'Add what is missing to the image, in the version that the program wants.' },
  { pattern: /FileNotFoundError|No such file or directory/i, cause: 'a file is not there', nextStep: 'Check paths, volumes and ConfigMaps of the pod.' },
  { pattern: /Permission ?(Error|denied)|AccessDenied|403 Client Error|401 Client Error|GatedRepoError|Unauthorized/i, cause: 'it may not read what it needs', nextStep: 'Check the token or role that it reads models and data with.' },
  { pattern: /Address already in use/i, cause: 'its port is taken', nextStep: 'Give each process of the node its own port (`MASTER_PORT`, `--port`), or leave hostNetwork.' },
  { pattern: /Connection refused|Name or service not known|Temporary failure in name resolution|timed out.*(master|rendezvous)|RendezvousTimeout/i, cause: 'it does not reach something that it needs', nextStep: 'Is what it connects to up, and do DNS and network policies let it through?' },
];

async function finding(group: readonly [Crashing, ...Crashing[]], view: View): Promise<Finding> {
  const [first] = group;
  const { pod, place, status } = first;
  const ended = status.lastState?.terminated;
  const lines = await lastWords(first, view);
  const text = [...lines, ended?.message ?? ''].join('\n');
  const end = ends.find(({ pattern }) => pattern.test(text));
  const spoken: Evidence[] = lines.length ? [{ kind: 'logs', place, lines: lines.slice(-8).map((line) => shown(line)), window: { from: moment(ended?.finishedAt) ?? view.window.from, to: view.window.to } }] : [];
  return {
    analyzer: 'crash-loop',
    what: `${called(place)} crashes again and again${group.length > 1 ? ` in ${group.length} containers` : ''}`,
    where: placeOfAll(group),
    ...(moment(pod.metadata.creationTimestamp) !== undefined && { since: moment(pod.metadata.creationTimestamp)! }),
    severity: 'warning',
    confidence: { level: 'high', reason: 'the kubelet says so' },
    ...(end && { cause: end.cause }),
    evidence: [says(pod, `container ${status.name}: restarted ${status.restartCount} times, last exit code ${ended?.exitCode ?? 'unknown'}`), ...spoken],
    nextStep: end?.nextStep ?? 'Its last lines say why it ends: `kubectl logs --previous` has all of them.',
    runbooks: ['AcceleratorPodCrashLooping'],
  };
}

const measured = watching({ name: 'crash-loop', about: 'containers that crash again and again, with their last lines', alerts: [{ alert: 'AcceleratorPodCrashLooping' }] });

export const crashLoop: Analyzer = {
  ...measured,
  reads: ['kubernetes', 'metrics'],
  async examine(view) {
    if (!view.has.has('kubernetes')) return measured.examine(view);
    return Promise.all(byWorkload((await podsOf(view)).flatMap(crashing)).map((group) => finding(group, view)));
  },
};
