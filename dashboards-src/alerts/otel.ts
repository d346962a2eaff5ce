import { otlpDelivered, otlpLimited, otlpLost, otlpQueue, otlpReceived, otlpRefused, otlpStrangers } from '../signals/otel.ts';
import { alert, type AlertGroup } from './define.ts';

const inCluster = 'cluster {{ $labels.cluster }}';
const kind = '{{ $labels.kind }}';
const rate = '{{ $value | printf "%.1f" }}';

const lost = alert({
  name: 'OtlpDataLost',
  tier: 'critical',
  for: '5m',
  requires: ['otel'],
  threshold: { default: 0, unit: 'events/second', description: 'Points, lines or spans that a store may refuse for good each second.' },
  expr: (threshold) => `${otlpLost.at('cluster')} > ${threshold}`,
  summary: `The ${kind} store refuses what came by OTLP in {{ $labels.cluster }}`,
  description: `The store of ${kind} has refused ${rate} items each second for good in ${inCluster}, for more than 5 minutes. The collector has given them up.`,
  runbook: {
    meaning: 'The store answered in a way that makes no further try worthwhile, so the collector threw away what it had taken.',
    impact: 'These points, lines or spans are missing for good.',
    diagnosis: '`kubectl logs statefulset/RELEASE-otel-collector` has the answer of the store: out of bounds or too old (the queue held points for longer than `outOfOrderTimeWindow` of Prometheus), 400 for another type of metric under the same name, 401 or 403 for a login, 404 where Prometheus has no OTLP receiver.',
    mitigation: 'Correct address, login or `enableOTLPReceiver`; raise `kube-prometheus-stack.prometheus.prometheusSpec.tsdb.outOfOrderTimeWindow` where outages last longer; have the program that sends two types under one name rename one.',
  },
});

const stopped = alert({
  name: 'OtlpDeliveryStopped',
  tier: 'critical',
  for: '10m',
  requires: ['otel'],
  expr: () => `${otlpReceived.at('cluster')} > 0\nunless on (cluster, kind) ${otlpDelivered.at('cluster')} > 0`,
  summary: `Nothing of the ${kind} that come by OTLP is delivered in {{ $labels.cluster }}`,
  description: `The collector takes {{ $value | humanize }} items of ${kind} each second in ${inCluster}, and their store has taken none for 10 minutes.`,
  runbook: {
    meaning: 'Programs send, and the store does not take it. It waits in the queue of the collector, on disk.',
    impact: 'Dashboards lack what programs sent since then. Nothing is lost until the queue is full.',
    diagnosis: '`kubectl logs statefulset/RELEASE-otel-collector` says why: no connection (address, NetworkPolicy), 503 (the store starts or is full). Metrics go to Prometheus, logs to Fluent Bit on the nodes, traces to `otel.traces`.',
    mitigation: 'Bring the store back. Delivery resumes within half a minute, the oldest first.',
  },
});

const queueFilling = alert({
  name: 'OtlpQueueFilling',
  tier: 'warning',
  for: '5m',
  requires: ['otel'],
  threshold: { default: 0.5, unit: 'ratio', description: 'Part of a queue that may be in use.' },
  expr: (threshold) => `${otlpQueue.name} > ${threshold}`,
  summary: `The queue of ${kind} of {{ $labels.pod }} is {{ $value | humanizePercentage }} full`,
  description: `The queue of ${kind} of the collector {{ $labels.namespace }}/{{ $labels.pod }} (${inCluster}) has been {{ $value | humanizePercentage }} full for more than 5 minutes. When it is full, senders are refused.`,
  runbook: {
    meaning: 'The store takes less than programs send, or nothing.',
    impact: 'What is in the queue comes late. When it is full, senders are refused, try again for about a minute, and then lose what they have.',
    diagnosis: '*The stack itself*, row *OTLP*: is anything delivered? Nothing: see OtlpDeliveryStopped. Less than is taken: the store is too slow, or somebody sends far more than before.',
    mitigation: 'Bring the store back or give it more CPU; a larger `otel.queue.mebibytes` bridges longer outages; have whoever sends too much send less often.',
  },
});

const refused = alert({
  name: 'OtlpRefused',
  tier: 'warning',
  for: '5m',
  requires: ['otel'],
  threshold: { default: 0, unit: 'events/second', description: 'Points, lines or spans that the collector may refuse each second.' },
  expr: (threshold) => `${otlpRefused.at('cluster')} > ${threshold}`,
  summary: `The collector refuses ${kind} by OTLP in {{ $labels.cluster }}`,
  description: `The collector has refused ${rate} items of ${kind} each second in ${inCluster}, for more than 5 minutes. Senders that try in vain for long lose them.`,
  runbook: {
    meaning: 'A queue is full, the memory of the collector is used up, or a line cannot be shaped.',
    impact: 'Senders hold what they have for a while (the SDKs for about a minute) and then drop it.',
    diagnosis: 'OtlpQueueFilling beside it: the store is away. OtlpMemoryLimited: the collector is too small. Neither: its log names the statement that fails.',
    mitigation: 'As those two say.',
  },
});

const limited = alert({
  name: 'OtlpMemoryLimited',
  tier: 'warning',
  for: '5m',
  requires: ['otel'],
  threshold: { default: 0, unit: 'events/second', description: 'Points, lines or spans that may be refused for want of memory each second.' },
  expr: (threshold) => `${otlpLimited.name} > ${threshold}`,
  summary: 'The collector {{ $labels.pod }} has too little memory',
  description: `The collector {{ $labels.namespace }}/{{ $labels.pod }} (${inCluster}) has refused ${rate} items of ${kind} each second for more than 5 minutes, as it uses 80 % of its memory.`,
  runbook: {
    meaning: 'The memory limiter refuses what comes rather than have the kernel kill the collector.',
    impact: 'Senders are refused, and lose what they cannot deliver for long.',
    diagnosis: '*The stack itself*, row *OTLP*: does more come than before, or does a slow store hold many requests? Many pods in the cluster take memory too, as the collector knows them all.',
    mitigation: 'Raise `otel.resources.limits.memory`, or `otel.replicas`.',
  },
});

const strangers = alert({
  name: 'OtlpSendersUnknown',
  tier: 'info',
  for: '30m',
  requires: ['otel'],
  threshold: { default: 0.1, unit: 'ratio', description: 'Part of what comes by OTLP that may be of no known pod.' },
  expr: (threshold) => `${otlpStrangers.name} > ${threshold}`,
  summary: '{{ $value | humanizePercentage }} of what comes by OTLP in {{ $labels.cluster }} is of no known pod',
  description: `The collector has not found the pod of {{ $value | humanizePercentage }} of what comes by OTLP in ${inCluster}, for more than 30 minutes: it has no namespace, pod and node.`,
  runbook: {
    meaning: 'The address that a connection comes from is none of a pod: of a node (`hostNetwork`), a proxy, a mesh, or outside the cluster.',
    impact: 'These series and lines are on no dashboard of a job or model.',
    diagnosis: 'In Prometheus `count by (job) ({via="otlp", pod=""})` names the services. Do their pods have `hostNetwork`, or a sidecar of a mesh?',
    mitigation: 'Have them send `k8s.pod.uid`: `OTEL_RESOURCE_ATTRIBUTES=k8s.pod.uid=$(POD_UID)` with POD_UID from the downward API (`metadata.uid`).',
  },
});

export const otelAlerts: AlertGroup = {
  name: 'observability.otel.alerts',
  dashboard: 'stack',
  alerts: [lost, stopped, queueFilling, refused, limited, strangers],
};
