import { signal } from './define.ts';
import { byItsNamespace, renamed } from './of-object.ts';

const keda = (expr: string) => ({ toggle: 'keda' as const, expr });
const scaler = ['scaledObject', 'scaler', 'metric'] as const;
const greatest = (by: readonly string[], series: string): string => `max by (${['cluster', 'namespace', ...by].join(', ')}) (${byItsNamespace(series)})`;

export const scalerValue = signal({
  name: 'namespace:scaler_value:count', title: 'What KEDA scales by', unit: 'count', better: 'neither', by: scaler,
  description: 'Value of each metric that KEDA scales by, in the unit of the metric. A flat line at zero under load: the query asks for the wrong thing.',
  sources: [keda(greatest(scaler, 'keda_scaler_metrics_value'))],
});

export const scalerActive = signal({
  name: 'namespace:scaler_active:bool', title: 'Scaler active', unit: 'bool', better: 'neither', by: scaler,
  description: '1 while a scaler wants more than no replica; with 0 from all its scalers, KEDA scales a workload to its idle or least count.',
  sources: [keda(greatest(scaler, 'keda_scaler_active'))],
});

/** Versions before 2.14 have only the names that 2.17 gave up. */
export const scalerErrors = signal({
  name: 'namespace:scaler_errors:rate5m', title: 'Errors of scalers', unit: 'events/second', better: 'lower', by: ['scaledObject', 'scaler'], thresholds: { warning: 0.001, critical: 0.05 },
  description: 'Failures of KEDA to read the metric that it scales by. While it fails, the workload keeps its size, or takes the fallback.',
  sources: [keda(`sum by (cluster, namespace, scaledObject, scaler) (${byItsNamespace('rate(keda_scaler_detail_errors_total[5m])')} or ${byItsNamespace('rate(keda_scaler_errors[5m])')})`)],
});

export const scalerLatency = signal({
  name: 'namespace:scaler_latency:seconds', title: 'Time to read a metric', unit: 'seconds', better: 'lower', by: ['scaledObject', 'scaler'], thresholds: { warning: 1, critical: 5 },
  description: 'Time that KEDA needs to read the metric that it scales by, the slowest of each ScaledObject.',
  sources: [keda(greatest(['scaledObject', 'scaler'], '(keda_scaler_metrics_latency_seconds or keda_scaler_metrics_latency / 1000)'))],
});

export const paused = signal({
  name: 'namespace:scaled_object_paused:bool', title: 'Scaling paused', unit: 'bool', better: 'lower', by: ['scaledObject'],
  description: '1 while somebody has paused a ScaledObject by an annotation: its workload is not scaled.',
  sources: [keda(greatest(['scaledObject'], 'keda_scaled_object_paused'))],
});

/** KEDA and people alike scale by HorizontalPodAutoscalers, which kube-state-metrics knows. */
const autoscaler = (what: string): string => `max by (cluster, namespace, hpa) (${renamed(`kube_horizontalpodautoscaler_${what}`, 'hpa', 'horizontalpodautoscaler')})`;

export const replicasNow = signal({
  name: 'namespace:hpa_replicas:count', title: 'Replicas of an autoscaler', unit: 'count', better: 'neither', by: ['hpa'], description: 'Replicas of what a HorizontalPodAutoscaler scales.',
  sources: [{ expr: autoscaler('status_current_replicas') }],
});

export const replicasWanted = signal({
  name: 'namespace:hpa_replicas_wanted:count', title: 'Replicas wanted', unit: 'count', better: 'neither', by: ['hpa'], description: 'Replicas that a HorizontalPodAutoscaler wants now.',
  sources: [{ expr: autoscaler('status_desired_replicas') }],
});

export const replicasLimit = signal({
  name: 'namespace:hpa_replicas_max:count', title: 'Most replicas', unit: 'count', better: 'neither', by: ['hpa'], description: 'Replicas that a HorizontalPodAutoscaler may ask for at most.',
  sources: [{ expr: autoscaler('spec_max_replicas') }],
});

export const replicasLeast = signal({
  name: 'namespace:hpa_replicas_min:count', title: 'Least replicas', unit: 'count', better: 'neither', by: ['hpa'], description: 'Replicas that a HorizontalPodAutoscaler keeps at least.',
  sources: [{ expr: autoscaler('spec_min_replicas') }],
});

export const autoscalingSignals = [scalerValue, scalerActive, scalerErrors, scalerLatency, paused, replicasNow, replicasWanted, replicasLimit, replicasLeast];
