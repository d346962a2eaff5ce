import * as autoscaling from '../signals/autoscaling.ts';
import { alert, type AlertGroup } from './define.ts';

const scalerErrors = alert({
  name: 'KedaScalerErrors', tier: 'warning', for: '15m', requires: ['keda'], dashboard: 'queues',
  threshold: { default: 0, unit: 'events/second', description: 'Failures each second to read the metric of a scaler that are still accepted.' },
  expr: (threshold) => `${autoscaling.scalerErrors.name} > ${threshold}`,
  summary: 'KEDA cannot read what {{ $labels.namespace }}/{{ $labels.scaledObject }} scales by',
  description: 'Scaler {{ $labels.scaler }} of ScaledObject {{ $labels.namespace }}/{{ $labels.scaledObject }} (cluster {{ $labels.cluster }}) has failed for 15 minutes, {{ $value | printf "%.2f" }} times each second.',
  runbook: {
    meaning: 'KEDA asks for a metric and gets an error: a wrong address or query, credentials that ran out, or a source that is down.',
    impact: 'The workload is no longer scaled: under load it stays too small, after it too large.',
    diagnosis: '`kubectl describe scaledobject` and the log of the KEDA operator have the error. Dashboard *Queues*, row *What scales*.',
    mitigation: 'Mend the trigger or its TriggerAuthentication. A `fallback` in the ScaledObject keeps a safe size meanwhile.',
  },
});

const kedaGone = alert({
  name: 'KedaGone', tier: 'warning', for: '15m', requires: ['keda'], dashboard: 'queues',
  expr: () => `max by (cluster) (present_over_time(${autoscaling.paused.name}[6h])) unless on (cluster) ${autoscaling.paused.name}`,
  summary: 'KEDA is gone from cluster {{ $labels.cluster }}',
  description: 'The operator of KEDA in cluster {{ $labels.cluster }} told of ScaledObjects within the last 6 hours and no longer does.',
  runbook: {
    meaning: 'Prometheus has no series of ScaledObjects any more: the operator is down, or the last ScaledObject was deleted.',
    impact: 'If it is down, workloads keep their size, and none comes up from zero.',
    diagnosis: '`kubectl get pods -A -l app.kubernetes.io/part-of=keda-operator`, and its target on the dashboard *The stack itself*.',
    mitigation: 'Start it again. If there is nothing to scale any more, the alert ends within 6 hours.',
  },
});

const atLimit = alert({
  name: 'AutoscalerAtLimit', tier: 'info', for: '1h', requires: [], dashboard: 'queues',
  // As many as it may have at least: not scaled at all.
  expr: () => `${autoscaling.replicasWanted.name} >= ${autoscaling.replicasLimit.name}\nand on (cluster, namespace, hpa) ${autoscaling.replicasLimit.name} > ${autoscaling.replicasLeast.name}`,
  summary: '{{ $labels.namespace }}/{{ $labels.hpa }} has as many replicas as it may have',
  description: 'HorizontalPodAutoscaler {{ $labels.namespace }}/{{ $labels.hpa }} (cluster {{ $labels.cluster }}) has wanted {{ $value }} replicas, the most that it may have, for an hour.',
  runbook: {
    meaning: 'The autoscaler cannot add replicas any more.',
    impact: 'Further load makes everything behind it slower.',
    diagnosis: 'Dashboard *Queues*, row *What scales*, and latency and queue of the workload on *Inference*: is it still fast enough?',
    mitigation: 'Raise `maxReplicas` (with nodes and quota for them), or make each replica faster.',
  },
});

export const autoscalingAlerts: AlertGroup = { name: 'observability.autoscaling.alerts', alerts: [scalerErrors, kedaGone, atLimit] };
