import { acceleratorsAllocatable, acceleratorsAllocated, accelerators, nodesUnhealthy, webhookLatency } from '../signals/cluster.ts';
import { alert, type AlertGroup } from './define.ts';

const node = 'Node {{ $labels.node }}';
const inCluster = 'cluster {{ $labels.cluster }}';
const workload = '{{ $labels.workload_kind }} {{ $labels.namespace }}/{{ $labels.workload }}';

/** Neuron offers its devices under several names at once: the greatest number is that of the smallest part that can be had. */
const offered = `max by (cluster, node) (${acceleratorsAllocatable.name}) > 0`;

const nodeNotReady = alert({
  name: 'AcceleratorNodeNotReady',
  tier: 'critical',
  for: '5m',
  requires: ['prometheus'],
  expr: () => [
    offered,
    'and on (cluster, node) (max by (cluster, node) (kube_node_status_condition{condition="Ready", status="true"}) == 0)',
    'unless on (cluster, node) (max by (cluster, node) (kube_node_spec_unschedulable) == 1)',
  ].join('\n'),
  summary: `${node} with {{ $value }} accelerators is not ready`,
  description: `${node} of ${inCluster} has not been ready for 5 minutes. Its {{ $value }} accelerators do nothing, and the jobs that have a pod on it wait or restart.`,
  runbook: {
    meaning: 'The kubelet of a node with accelerators does not report any more, or says that it cannot run pods. Kubernetes\' own KubeNodeNotReady says the same of every node after 15 minutes; here a whole training job stands still, so it is told earlier.',
    impact: 'In a distributed job all other pods wait for the one on this node, at full cost, until the job is restarted elsewhere. Cordoned nodes are left out: somebody knows of them.',
    diagnosis: '`kubectl describe node NODE` (conditions and events), the state of the instance at the cloud, and the row of the node on the dashboard *Cluster*. Look at *GPU health* for Xid errors just before: a GPU that fell off the bus can take its node along.',
    mitigation: 'Cordon the node (`kubectl cordon NODE`) and delete its pods with `--force` if they hang, so that the job starts again from its last checkpoint. Reboot or replace the instance; HyperPod and EKS node auto repair do that by themselves.',
  },
});

const nodeUnhealthy = alert({
  name: 'NodeUnhealthy',
  tier: 'warning',
  for: '10m',
  requires: ['prometheus'],
  expr: () => `${nodesUnhealthy.name}{condition!~"Ready|.+Pressure|NetworkUnavailable"}\nor\n(${nodesUnhealthy.name}{condition=~".+Pressure"} and on (cluster, node) (${offered}))`,
  summary: `${node} is not well: {{ $labels.condition }}`,
  description: `An agent or the kubelet says of node {{ $labels.node }} of ${inCluster}: {{ $labels.condition }}. This has been so for more than 10 minutes.`,
  runbook: {
    meaning: 'A health agent (EKS node monitoring agent, node-problem-detector, HyperPod) found a fault of the node\'s hardware, kernel, network or storage; or a node with accelerators runs out of memory, disk or process ids.',
    impact: 'Under pressure the kubelet evicts pods, and a training job with it. The other conditions end in lost GPUs, hanging storage or a node that is replaced while jobs run on it.',
    diagnosis: '`kubectl describe node NODE`: the condition has a message. *Cluster*, row *Nodes*, shows how full the node is, *GPU health* and *Network* the faults of devices.',
    mitigation: 'Pressure: find the pod that writes or grows (`kubectl top pod`, `kubectl describe node`) and give it limits. Anything else: cordon the node, let jobs move at their next checkpoint, and reboot or replace it.',
  },
});

const podPending = alert({
  name: 'AcceleratorWorkloadPending',
  tier: 'warning',
  for: '30m',
  requires: ['prometheus'],
  expr: () => [
    'sum by (cluster, namespace, workload, workload_kind, resource) (',
    `  (kube_pod_container_resource_requests{resource=~"${accelerators}", node=""} and on (cluster, namespace, pod) (kube_pod_status_unschedulable == 1))`,
    '  * on (cluster, namespace, pod) group_left (workload, workload_kind) pod:workload:info',
    ')',
  ].join('\n'),
  summary: `${workload} waits for {{ $value }} {{ $labels.resource }}`,
  description: `Pods of ${workload} (${inCluster}) have asked for {{ $value }} {{ $labels.resource }} for more than 30 minutes, and fit no node.`,
  runbook: {
    meaning: 'The scheduler finds no node for pods that need accelerators. Pods that a queue holds back on purpose (Kueue, scheduling gates) do not count.',
    impact: 'The work does not start. If some pods of a distributed job run already, they hold accelerators and do nothing until the others come.',
    diagnosis: '`kubectl describe pod` names what is missing on each node. *Cluster*, table *Accelerators by kind*: are fewer free than are waited for (then there is no room), or more (then no single node has enough, or taints, zones or node selectors do not fit)?',
    mitigation: 'Wait for jobs to end, add nodes, or ask for less. Where several teams compete, let Kueue admit jobs as a whole, so that none holds a part of what it needs.',
  },
});

const crashLooping = alert({
  name: 'AcceleratorPodCrashLooping',
  tier: 'warning',
  for: '15m',
  requires: ['prometheus'],
  expr: () => `sum by (cluster, node, namespace, pod, resource) (${acceleratorsAllocated.name})\nand on (cluster, namespace, pod) (max by (cluster, namespace, pod) (max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])) == 1)`,
  summary: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} crashes again and again and holds {{ $value }} {{ $labels.resource }}',
  description: `Pod {{ $labels.namespace }}/{{ $labels.pod }} on node {{ $labels.node }} (${inCluster}) has crashed again and again for more than 15 minutes. It keeps {{ $value }} {{ $labels.resource }} meanwhile.`,
  runbook: {
    meaning: 'A container ends soon after its start, again and again. KubePodCrashLooping says that of any pod; this one says that accelerators are held meanwhile.',
    impact: 'The accelerators cost as much as busy ones and nobody else can have them: between two starts lie up to 5 minutes.',
    diagnosis: '`kubectl logs --previous` of the pod shows its last words, `kubectl describe pod` its exit code: 137 is memory, 139 a segmentation fault, 1 the program itself. CUDA errors in the log of one node only point at its GPU: see *GPU health*.',
    mitigation: 'Mend and roll out again, or scale to zero until then: `kubectl scale` or suspend the job, so that the accelerators are free.',
  },
});

const perContainer = 'cluster, namespace, pod, container';
const killed = (state: string, offset = ''): string => `(max by (${perContainer}) (kube_pod_container_status_${state}_reason{reason="OOMKilled"}${offset}) == 1)`;

const oomKilled = alert({
  name: 'ContainerOOMKilled',
  tier: 'warning',
  for: '0s',
  requires: ['prometheus'],
  expr: () => [
    `(sum by (${perContainer}) (increase(kube_pod_container_status_restarts_total[15m])) > 0 and on (${perContainer}) ${killed('last_terminated')})`,
    'or',
    `(${killed('terminated')} unless on (${perContainer}) ${killed('terminated', ' offset 15m')})`,
  ].join('\n'),
  summary: 'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed for memory',
  description: `The kernel killed container {{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} (${inCluster}), as it used more memory than its limit. Within 15 minutes: {{ $value | printf "%.0f" }}.`,
  runbook: {
    meaning: 'The container used more main memory than its limit, and the kernel ended it. GPU memory is something else: a program that runs out of that ends with an error of its own.',
    impact: 'Training loses the work since the last checkpoint; a model server drops its requests and loads its weights again, which takes minutes.',
    diagnosis: 'Did memory grow slowly (a leak, a cache) or at once (loading a checkpoint, many data loader workers, /dev/shm, which counts too)? *Tasks* shows memory by pod, *Cluster* the namespaces in which it happens.',
    mitigation: 'Raise the memory limit, or lower the number of workers and their prefetching. For checkpoints: load and save in shards.',
  },
});

const imagePull = alert({
  name: 'ImagePullFailing',
  tier: 'warning',
  for: '15m',
  requires: ['prometheus'],
  expr: () => [
    'count by (cluster, namespace, workload, workload_kind) (',
    '  (max by (cluster, namespace, pod) (max_over_time(kube_pod_container_status_waiting_reason{reason=~"ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull|ImageInspectError"}[5m])) == 1)',
    '  * on (cluster, namespace, pod) group_left (workload, workload_kind) pod:workload:info',
    ')',
  ].join('\n'),
  summary: `${workload} cannot get its image`,
  description: `{{ $value }} pods of ${workload} (${inCluster}) have not got their image for more than 15 minutes.`,
  runbook: {
    meaning: 'The nodes cannot fetch the image of a container. KubeContainerWaiting would say so after an hour.',
    impact: 'The pods do not start, and those on accelerators hold them meanwhile: they were placed before the image was asked for.',
    diagnosis: '`kubectl describe pod` has the registry\'s answer: not found (name or tag), denied (pull secret, node role), too many requests (limit of the registry), no space left (disk of the node).',
    mitigation: 'Correct the name, add the pull secret, or mirror the image near the cluster. Images of tens of gigabytes: pull them ahead of time on new nodes, or use lazy loading (SOCI).',
  },
});

const webhookSlow = alert({
  name: 'AdmissionWebhookSlow',
  tier: 'warning',
  for: '15m',
  requires: ['prometheus'],
  threshold: { default: 5, unit: 'seconds', description: 'Time within which 99 % of the calls of an admission webhook must end.' },
  expr: (threshold) => `${webhookLatency.name} > ${threshold}`,
  summary: 'Admission webhook {{ $labels.name }} takes {{ $value | humanizeDuration }}',
  description: `1 % of the calls of admission webhook {{ $labels.name }} (${inCluster}) take longer than {{ $value | humanizeDuration }}.`,
  runbook: {
    meaning: 'The API server asks a webhook before it makes an object, and the answer takes seconds. Kueue, training operators, service meshes and policy engines have such webhooks.',
    impact: 'Jobs and pods start late, and not at all once the calls time out: nothing that the webhook is asked about can be made then.',
    diagnosis: '`kubectl get mutatingwebhookconfigurations,validatingwebhookconfigurations` tells whose it is. Do its pods run, are they near their CPU limit (*Cluster*, row *API server*), and can the control plane reach them?',
    mitigation: 'Give the webhook\'s pods more replicas and CPU. If it is dead and blocks everything, remove its configuration: its operator writes it again.',
  },
});

export const clusterAlerts: AlertGroup = {
  name: 'observability.cluster.alerts', alerts: [nodeNotReady, nodeUnhealthy, podPending, crashLooping, oomKilled, imagePull, webhookSlow],
};
