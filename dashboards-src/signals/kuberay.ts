import { levels, signal } from './define.ts';
import { byItsNamespace, renamed } from './of-object.ts';

const kuberay = (expr: string) => ({ toggle: 'kuberay' as const, expr });

/** A RayJob or RayService is what a person started: its name is the workload's. */
const workload = (series: string): string => renamed(byItsNamespace(series), 'workload', 'name');
const rayCluster = (series: string): string => renamed(byItsNamespace(series), 'ray_io_cluster', 'name');
/** The operator tells of a condition by a series of constant 1 whose label is "true" or "false". */
const holds = (metric: string): string => `(${metric}{condition="true"} or ${metric} * 0)`;

export const provisioned = signal({
  name: 'ray_cluster:provisioned:bool', title: 'Provisioned', unit: 'bool', better: 'higher',
  description: '1 once all pods of a RayCluster were ready. 0 for long: a pod waits for a node, an image or a quota. A suspended cluster is not provisioned either.',
  sources: [kuberay(`max by (${levels.ray_cluster.join(', ')}) (${rayCluster(holds('kuberay_cluster_condition_provisioned'))})`)],
});

export const provisioning = signal({
  name: 'ray_cluster:provisioning:seconds', title: 'Time to provision', unit: 'seconds', better: 'lower', thresholds: { warning: 600, critical: 1800 },
  description: 'Time from creating a RayCluster until all its pods were ready. Mostly new nodes and the pull of images: keep images small and near, or nodes warm.',
  sources: [kuberay(`max by (${levels.ray_cluster.join(', ')}) (${rayCluster('kuberay_cluster_provisioned_duration_seconds')})`)],
});

export const rayJobs = signal({
  name: 'namespace:rayjobs:count', title: 'RayJobs by state', unit: 'count', better: 'neither', by: ['workload', 'deployment_status'],
  description: 'RayJobs by the state that KubeRay gives them: Initializing ones wait for their cluster, Suspended and Waiting ones for a queue or a person, Failed ones are over.',
  sources: [kuberay(`max by (cluster, namespace, workload, deployment_status) (${workload('kuberay_job_deployment_status')})`)],
});

export const rayJobDuration = signal({
  name: 'namespace:rayjob_duration:seconds', title: 'Run time of RayJobs', unit: 'seconds', better: 'neither', by: ['workload', 'job_deployment_status'],
  description: 'Time from initializing until the RayJob completed, failed or was tried again.',
  sources: [kuberay(`max by (cluster, namespace, workload, job_deployment_status) (${workload('kuberay_job_execution_duration_seconds')})`)],
});

export const rayServiceReady = signal({
  name: 'namespace:rayservice_ready:bool', title: 'RayService ready', unit: 'bool', better: 'higher', by: ['workload'],
  description: '1 while a RayService has a healthy cluster whose applications can be called.',
  sources: [kuberay(`max by (cluster, namespace, workload) (${workload(holds('kuberay_service_condition_ready'))})`)],
});

export const kuberayErrors = signal({
  name: 'cluster:kuberay_reconcile_errors:rate5m', title: 'Errors of the KubeRay operator', unit: 'events/second', better: 'lower', by: ['controller'],
  description: 'Reconciliations of RayClusters, RayJobs and RayServices that failed. Single ones are conflicts and harmless; steady ones are told by the log of the operator.',
  sources: [kuberay('sum by (cluster, controller) (rate(controller_runtime_reconcile_errors_total{job=~"kuberay.*"}[5m]))')],
});

export const kuberaySignals = [provisioned, provisioning, rayJobs, rayJobDuration, rayServiceReady, kuberayErrors];
