import { levels, signal, type SignalDefinition } from './define.ts';
import { ofWorkload } from './workloads.ts';

const pod = 'cluster, namespace, pod';
const workload = levels.workload.join(', ');

const ofPods = (series: string): string => `sum by (${workload}) (\n${ofWorkload(`sum by (${pod}) (${series})`)}\n)`;
const requested = (resource: string): string =>
  ofPods(`max by (${pod}, container) (kube_pod_container_resource_requests{resource="${resource}", node!=""}) and on (${pod}) (kube_pod_status_phase{phase="Running"} == 1)`);
const perWorkload = (definition: Omit<SignalDefinition, 'better' | 'sources'> & { readonly expr: string }) => {
  const { expr, ...rest } = definition;
  return signal({ ...rest, better: 'neither', sources: [{ expr }] });
};

/** How long use is looked back at. */
export const WINDOW = '3d';
const window = `${WINDOW}:10m`;
/** What began within a day has not yet shown how much it needs. */
const grown = (signalName: string): string => `and ${signalName} offset 1d`;

export const cpuUsage = perWorkload({
  name: 'workload:cpu_usage:cores', title: 'CPU used by workload', unit: 'cores', description: 'CPU that the pods of a workload use.',
  expr: ofPods('max by (cluster, namespace, pod, container) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))'),
});

export const cpuRequests = perWorkload({
  name: 'workload:cpu_requests:cores', title: 'CPU requested by workload', unit: 'cores', description: 'CPU that the running pods of a workload asked for.',
  expr: requested('cpu'),
});

export const cpuP95 = perWorkload({
  name: 'workload:cpu_usage_p95:cores', title: 'CPU that a workload needs', unit: 'cores',
  description: `CPU that a workload did not exceed for 95 % of the last ${WINDOW}: with some room above it, what it should ask for. Missing for the first day of a workload.`,
  expr: `quantile_over_time(0.95, ${cpuUsage.name}[${window}])\n${grown(cpuUsage.name)}`,
});

export const memoryUsage = perWorkload({
  name: 'workload:memory_usage:bytes', title: 'Memory used by workload', unit: 'bytes', description: 'Working set of the containers of a workload.',
  expr: ofPods('max by (cluster, namespace, pod, container) (container_memory_working_set_bytes{container!=""})'),
});

export const memoryRequests = perWorkload({
  name: 'workload:memory_requests:bytes', title: 'Memory requested by workload', unit: 'bytes', description: 'Memory that the running pods of a workload asked for.',
  expr: requested('memory'),
});

export const memoryPeak = perWorkload({
  name: 'workload:memory_usage_max:bytes', title: 'Memory that a workload needs', unit: 'bytes',
  description: `Most memory that a workload used within the last ${WINDOW}: who gets less is killed, so that it is the peak that counts. Missing for the first day of a workload.`,
  expr: `max_over_time(${memoryUsage.name}[${window}])\n${grown(memoryUsage.name)}`,
});

export const rightSizingSignals = [cpuUsage, cpuRequests, cpuP95, memoryUsage, memoryRequests, memoryPeak];
