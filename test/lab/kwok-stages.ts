import { LAB_PROVISIONER } from './storage-class.ts';

/** A Job's pod with this label, of whatever value, runs until it is deleted; without it, it completes after a second. */
export const runsOnLabel = 'lab.observability/runs';

/** A pod with this label never starts: its containers wait, for the reason that is the label's value. */
export const waitsLabel = 'lab.observability/waits';

/** The containers of a pod with this label have been started a second time: the first one ended for the reason that is the label's value. */
export const endedLabel = 'lab.observability/ended';

interface Stage {
  readonly name: string;
  readonly kind: 'Node' | 'Pod' | 'PersistentVolumeClaim' | 'PersistentVolume';
  /** All must hold; jq expressions on the object. */
  readonly when: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
  readonly delayMs?: number;
  readonly step: Step;
}

/** Go templates of YAML: a patch of the object's status, or another object; or the object's deletion. */
type Step =
  | { readonly patch: { readonly root: 'status'; readonly subresource: 'status'; readonly template: string } }
  | { readonly apply: { readonly template: string } }
  | { readonly delete: true };

const NOT_DELETED = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' } as const;
const STARTING = [NOT_DELETED, { key: '.status.phase', operator: 'In', values: ['Pending'] }, { key: '.status.podIP', operator: 'DoesNotExist' }] as const;
const JOB_RUN_MS = 1_000;

const condition = (type: string, status: 'True' | 'False', reason: string): string => `
- type: ${type}
  status: "${status}"
  reason: ${reason}
  lastHeartbeatTime: {{ Now | Quote }}
  lastTransitionTime: {{ Now | Quote }}`;

const nodeReady = `conditions:${[
  condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
  condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
  condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
  condition('Ready', 'True', 'KubeletReady'),
].join('')}
phase: Running
`;

const podCondition = (type: string): string => `
- type: ${type}
  status: "True"
  lastTransitionTime: {{ $now | Quote }}`;

// The ids have the form that container runtimes give them; kube-state-metrics puts them into labels.
const container = `
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ .image | Quote }}
  containerID: {{ printf "containerd://%s-%s" $uid .name | Quote }}
  restartCount: {{ if $ended }}1{{ else }}0{{ end }}`;

const running = `
  ready: true
  started: true
  state:
    running:
      startedAt: {{ $now | Quote }}
{{ if $ended }}
  lastState:
    terminated:
      exitCode: 137
      reason: {{ $ended | Quote }}
      startedAt: {{ $now | Quote }}
      finishedAt: {{ $now | Quote }}
{{ end }}`;

const completed = (ready: boolean): string => `
  ready: ${ready}
  started: false
  state:
    terminated:
      exitCode: 0
      reason: Completed
      startedAt: {{ $now | Quote }}
      finishedAt: {{ $now | Quote }}`;

const PREAMBLE = `{{ $now := Now }}
{{ $uid := .metadata.uid }}
{{ $ended := "" }}
{{ with .metadata.labels }}{{ $ended = or (index . "${endedLabel}") "" }}{{ end }}
`;

const podAddresses = `{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
hostIPs:
- ip: {{ index . 0 | Quote }}
{{ end }}
{{ with PodIPsWith .spec.nodeName (or .spec.hostNetwork false) $uid .metadata.name .metadata.namespace }}
podIP: {{ index . 0 | Quote }}
podIPs:
- ip: {{ index . 0 | Quote }}
{{ end }}
`;

const podWaiting = `${PREAMBLE}containerStatuses:
{{ $reason := index .metadata.labels "${waitsLabel}" }}
{{ range .spec.containers }}${container}
  ready: false
  started: false
  state:
    waiting:
      reason: {{ $reason | Quote }}
{{ end }}
${podAddresses}startTime: {{ $now | Quote }}
phase: Pending
`;

const podRunning = `${PREAMBLE}conditions:${['Initialized', 'ContainersReady', 'Ready'].map(podCondition).join('')}
{{ range .spec.readinessGates }}
- type: {{ .conditionType | Quote }}
  status: "True"
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}${container}${running}
{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}${container}
{{ if eq .restartPolicy "Always" }}${running}
{{ else }}${completed(true)}
{{ end }}
{{ end }}
${podAddresses}startTime: {{ $now | Quote }}
phase: Running
`;

const podSucceeded = `${PREAMBLE}containerStatuses:
{{ range .spec.containers }}${container}${completed(false)}
{{ end }}
phase: Succeeded
`;

// The controller manager binds it: it finds the claim by the reference.
const volumeForClaim = `apiVersion: v1
kind: PersistentVolume
metadata:
  name: pvc-{{ .metadata.uid }}
  annotations:
    pv.kubernetes.io/provisioned-by: ${LAB_PROVISIONER}
spec:
  accessModes:
  {{ YAML .spec.accessModes 1 }}
  capacity:
    storage: {{ .spec.resources.requests.storage | Quote }}
  claimRef:
    apiVersion: v1
    kind: PersistentVolumeClaim
    namespace: {{ .metadata.namespace | Quote }}
    name: {{ .metadata.name | Quote }}
    uid: {{ .metadata.uid | Quote }}
  hostPath:
    path: /var/lib/lab/{{ .metadata.uid }}
  persistentVolumeReclaimPolicy: Delete
  storageClassName: {{ .spec.storageClassName | Quote }}
`;

const patchStatus = (template: string): Step => ({ patch: { root: 'status', subresource: 'status', template } });

const stages: readonly Stage[] = [
  {
    name: 'node-ready',
    kind: 'Node',
    when: [{ key: '.status.conditions.[] | select( .type == "Ready" ) | .status', operator: 'NotIn', values: ['True'] }],
    step: patchStatus(nodeReady),
  },
  {
    name: 'pod-running',
    kind: 'Pod',
    when: [...STARTING, { key: `.metadata.labels["${waitsLabel}"]`, operator: 'DoesNotExist' }],
    step: patchStatus(podRunning),
  },
  {
    name: 'pod-waiting',
    kind: 'Pod',
    when: [...STARTING, { key: `.metadata.labels["${waitsLabel}"]`, operator: 'Exists' }],
    step: patchStatus(podWaiting),
  },
  {
    name: 'job-pod-succeeded',
    kind: 'Pod',
    when: [
      NOT_DELETED,
      { key: '.status.phase', operator: 'In', values: ['Running'] },
      { key: '.metadata.ownerReferences.[].kind', operator: 'In', values: ['Job'] },
      { key: `.metadata.labels["${runsOnLabel}"]`, operator: 'DoesNotExist' },
    ],
    delayMs: JOB_RUN_MS,
    step: patchStatus(podSucceeded),
  },
  {
    name: 'pod-deleted',
    kind: 'Pod',
    when: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }],
    step: { delete: true },
  },
  {
    // The controller manager sets this annotation when it is an external provisioner's turn.
    name: 'claim-provisioned',
    kind: 'PersistentVolumeClaim',
    when: [
      NOT_DELETED,
      { key: '.metadata.annotations["volume.kubernetes.io/storage-provisioner"]', operator: 'In', values: [LAB_PROVISIONER] },
      { key: '.spec.volumeName', operator: 'DoesNotExist' },
    ],
    step: { apply: { template: volumeForClaim } },
  },
  {
    name: 'volume-deleted',
    kind: 'PersistentVolume',
    when: [
      NOT_DELETED,
      { key: '.metadata.annotations["pv.kubernetes.io/provisioned-by"]', operator: 'In', values: [LAB_PROVISIONER] },
      { key: '.status.phase', operator: 'In', values: ['Released'] },
    ],
    step: { delete: true },
  },
];

const asObject = ({ name, kind, when, delayMs, step }: Stage) => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name },
  spec: {
    resourceRef: { apiGroup: 'v1', kind },
    selector: { matchExpressions: when },
    ...(delayMs !== undefined && { delay: { durationMilliseconds: delayMs } }),
    steps: [step],
  },
});

/** kwok's configuration: what the kubelet would do with nodes and pods, and a storage driver with volumes. YAML documents. */
export const kwokStages: string = stages.map((stage) => JSON.stringify(asObject(stage))).join('\n---\n');
