import type { Census } from './census.ts';
import type { Finding, Place } from './findings.ts';
import { sameWorkload } from './place.ts';

/** Findings that say less than another one about the same workload, and are left out beside it. */
const impliedBy: Readonly<Record<string, readonly string[]>> = {
  'training-stalled': ['collective-hang'],
  'low-useful-work': ['collective-hang', 'gpu-idle', 'training-stalled'],
  // A container that is restarted has GPUs that do nothing.
  'gpu-idle': ['crash-loop'],
};

/** What may be behind a symptom, the likeliest first: on a node that pods of the workload run on, or in the workload itself. */
const behind: Readonly<Record<string, readonly string[]>> = {
  // Workers that have a place wait for the one that has none.
  'gpu-idle': ['pending-pods', 'image-pull', 'host-memory'],
  'collective-hang': ['gpu-hardware', 'gpu-missing', 'gpu-memory-errors', 'nodes', 'host-memory', 'device-memory', 'network', 'nccl-errors', 'gpu-links'],
  'nccl-errors': ['gpu-hardware', 'gpu-missing', 'nodes', 'host-memory', 'device-memory', 'network', 'gpu-links'],
  'training-stalled': ['gpu-hardware', 'nodes', 'shared-filesystem', 'disks', 'network', 'host-memory', 'device-memory', 'checkpoints'],
  'training-restarts': ['gpu-hardware', 'gpu-memory-errors', 'nodes', 'pending-pods', 'image-pull', 'host-memory', 'device-memory', 'crash-loop', 'collective-hang', 'nccl-errors'],
  'crash-loop': ['gpu-hardware', 'gpu-missing', 'device-memory'],
  'gpu-application-errors': ['device-memory'],
  'straggler': ['gpu-throttling', 'gpu-links', 'gpu-hardware', 'network'],
  'inference-down': ['crash-loop', 'image-pull', 'pending-pods', 'host-memory', 'device-memory', 'gpu-hardware', 'nodes'],
  'inference-latency': ['inference-saturation', 'gpu-throttling', 'straggler'],
  'ray-nodes': ['host-memory', 'gpu-hardware', 'nodes', 'pending-pods'],
  'ray-work': ['host-memory', 'ray-nodes', 'pending-pods'],
  'ray-operator': ['pending-pods', 'image-pull', 'crash-loop', 'host-memory'],
  'ray-serve': ['ray-nodes', 'device-memory', 'host-memory'],
  'checkpoints': ['disks', 'shared-filesystem'],
};

/** A symptom may be noticed a few minutes before what caused it, as each is measured in its own time. */
const toleranceSeconds = 600;

function touches(cause: Place, symptom: Place, census: Census): boolean {
  if (cause.cluster !== symptom.cluster && cause.cluster !== undefined && symptom.cluster !== undefined) return false;
  if (sameWorkload(cause, symptom)) return true;
  if (cause.workload !== undefined || cause.model !== undefined) return cause.model !== undefined && cause.model === symptom.model && cause.namespace === symptom.namespace;
  if (cause.node === undefined) return cause.namespace !== undefined && cause.namespace === symptom.namespace;
  return symptom.node === cause.node || census.pods.some((pod) => pod.node === cause.node && sameWorkload(pod, symptom));
}

const before = (cause: Finding, symptom: Finding): boolean => cause.since === undefined || symptom.since === undefined || cause.longer === true || cause.since <= symptom.since + toleranceSeconds;

const likelyBehind = (finding: Finding, all: readonly Finding[], census: Census): Finding | undefined =>
  behind[finding.analyzer]?.map((name) => all.find((other) => other.analyzer === name && touches(other.where, finding.where, census) && before(other, finding))).find((other) => other !== undefined);

/** Leaves out what another finding says better, and names what is likely behind a symptom. */
export function related(findings: readonly Finding[], census: Census): Finding[] {
  const kept = findings.filter((finding) => !findings.some((other) => impliedBy[finding.analyzer]?.includes(other.analyzer) && sameWorkload(finding.where, other.where)));
  const behindIt = new Map(kept.map((finding) => [finding, likelyBehind(finding, kept, census)]));
  const causes = new Set(behindIt.values());
  return kept.map((finding) => {
    const likely = behindIt.get(finding);
    return {
      ...finding,
      ...(likely && { cause: [finding.cause, `likely because: ${likely.what}`].filter(Boolean).join('; ') }),
      ...(causes.has(finding) && { explains: true }),
    };
  });
}
