import { levels } from '../signals/define.ts';
import { allocatedIdle, reporting, smActive, utilization } from '../signals/gpu.ts';
import { gpuIdle, gpuUnused } from '../signals/cost.ts';
import { ofWorkload } from '../signals/workloads.ts';
import { alert, type AlertGroup } from './define.ts';

const workload = levels.workload.join(', ');
const what = '{{ $labels.workload_kind }} {{ $labels.namespace }}/{{ $labels.workload }}';

/** A sentence with dollars an hour, where OpenCost knows the price of the workload's GPUs. */
const priced = (series: string, sentence: (dollars: string) => string): string => {
  const matchers = levels.workload.map((label) => `${label}='%s'`).join(',');
  const values = levels.workload.map((label) => `$labels.${label}`).join(' ');
  return `{{ with printf "${series}{${matchers}}" ${values} | query }} ${sentence('{{ . | first | value | printf "%.2f" }}')}{{ end }}`;
};

const idle = alert({
  name: 'GPUAllocatedIdle',
  tier: 'warning',
  for: '1h',
  requires: ['dcgm'],
  threshold: { default: 0, unit: 'count', description: 'Idle GPUs of a workload that are still accepted; idle is less than 5 % busy for 30 minutes.' },
  expr: (threshold) => `${allocatedIdle.at('workload')} > ${threshold}`,
  summary: `${what} holds GPUs and does not use them`,
  description: `${what} (cluster {{ $labels.cluster }}) has held GPUs on which next to nothing ran for more than an hour: {{ $value }}.${priced(gpuIdle.name, (dollars) => `They cost ${dollars} dollars an hour.`)}`,
  runbook: {
    meaning: 'Pods of the workload hold GPUs that were busy for less than 5 % of the last 30 minutes, and that for more than an hour.',
    impact: 'Nobody else can use them, and they cost as much as busy ones. Pending jobs may be waiting for them.',
    diagnosis: 'Who owns the workload? Does it wait (for data, for other pods of its job, for a person at a notebook), or did its process hang or end? Its logs, the dashboard *GPU fleet* with its namespace chosen, and *Cost* for what it is worth.',
    mitigation: 'Delete or scale down what is forgotten. For notebooks, set a time after which they end; for serving, fewer replicas or a share of a GPU (MIG, time-slicing).',
  },
});

const servingKinds = 'Deployment|StatefulSet|LeaderWorkerSet|RayService|ReplicaSet';
/** Busy time of the busiest GPU of each pod over an hour, by workload. */
const ofPods = `(\n${ofWorkload(`max by (cluster, namespace, pod) (avg_over_time(${utilization.at('gpu')}{pod!=""}[1h:5m]))`)}\n)`;
const median = `quantile by (${workload}) (0.5, ${ofPods})`;

const belowPeers = alert({
  name: 'GPUReplicaFarBelowPeers',
  tier: 'warning',
  for: '1h',
  requires: ['dcgm'],
  threshold: { default: 0.4, unit: 'ratio', description: 'Part of the median busy time of its peers below which a replica is far behind.' },
  expr: (threshold) => [
    `${ofPods} / on (${workload}) group_left () (${median} > 0.2) < ${threshold}`,
    `and on (${workload}) count by (${workload}) (${ofPods}) >= 3`,
    `and on (${workload}) ${reporting.at('workload')}{workload_kind=~"${servingKinds}"}`,
  ].join('\n'),
  summary: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} works far less than its peers',
  description: `The GPUs of pod {{ $labels.namespace }}/{{ $labels.pod }} of ${what} (cluster {{ $labels.cluster }}) were busy for {{ $value | humanizePercentage }} of the time for which those of the median replica were, within the last hour.`,
  runbook: {
    meaning: 'Replicas of one service share the load; this one gets or does much less of it than the others.',
    impact: 'The others carry its load with longer queues, and its GPUs are paid for and little used.',
    diagnosis: 'Does the router send it requests (session affinity, a health check that fails, a connection pool that never looks for new replicas)? Compare the replicas on the dashboard *Inference*, and its node on *GPU health* (slowed down, errors).',
    mitigation: 'Restart the pod. If it stays behind on this node only, cordon the node; if after every rollout, balance the load by queue length (a router or gateway made for models) instead of by connection.',
  },
});

const lowUsefulWork = alert({
  name: 'GPULowUsefulWork',
  tier: 'info',
  for: '1h',
  requires: ['dcgm'],
  threshold: { default: 0.15, unit: 'ratio', description: 'SM activity of a workload over 6 hours below which its GPUs count as poorly used.' },
  expr: (threshold) => [
    `avg_over_time(${smActive.at('workload')}[6h:5m]) < ${threshold}`,
    `and on (${workload}) avg_over_time(${utilization.at('workload')}[6h:5m]) >= 0.05`,
    `and on (${workload}) min_over_time(${reporting.at('workload')}[6h:5m]) >= 1`,
    `and on (${workload}) ${smActive.at('workload')} offset 6h`,
  ].join('\n'),
  summary: `${what} gets little work out of its GPUs`,
  description: `The GPUs of ${what} (cluster {{ $labels.cluster }}) had work on their SMs for {{ $value | humanizePercentage }} of the last 6 hours, though something ran on them.${priced(gpuUnused.name, (dollars) => `The rest of the time costs ${dollars} dollars an hour.`)}`,
  runbook: {
    meaning: 'Something runs on the GPUs, but most of their multiprocessors wait most of the time. NVIDIA calls less than 50 % ineffective.',
    impact: 'The work takes longer and costs more than it has to.',
    diagnosis: 'On the dashboard *GPU fleet*: SM, tensor and memory activity. Training: data loading (CPU of the node at its limit?), checkpoints, small batches, waiting for other GPUs; the dashboard *Training* tells these apart. Serving: few requests for many replicas; see the advice on the dashboard *Cost*.',
    mitigation: 'Training: more data workers, larger batches, fewer and faster checkpoints. Serving: fewer replicas, scaling with the load, a smaller GPU or a part of one (MIG, time-slicing).',
  },
});

export const efficiencyAlerts: AlertGroup = { name: 'observability.efficiency.alerts', dashboard: 'gpu-fleet', alerts: [idle, belowPeers, lowUsefulWork] };
