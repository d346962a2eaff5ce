import { levels } from '../signals/define.ts';
import * as kuberay from '../signals/kuberay.ts';
import { nodes } from '../signals/ray.ts';
import { alert, type AlertGroup } from './define.ts';

const identity = levels.ray_cluster.join(', ');

const clusterNotProvisioned = alert({
  name: 'RayClusterNotProvisioned', tier: 'warning', for: '30m', requires: ['kuberay'], dashboard: 'ray',
  // A suspended cluster has no pods.
  expr: () => `${kuberay.provisioned.name} == 0\nand on (${identity}) label_replace(kube_pod_owner{owner_kind="RayCluster"}, "ray_io_cluster", "$1", "owner_name", "(.*)")`,
  summary: 'Ray cluster {{ $labels.namespace }}/{{ $labels.ray_io_cluster }} does not get ready',
  description: 'Ray cluster {{ $labels.namespace }}/{{ $labels.ray_io_cluster }} (cluster {{ $labels.cluster }}) has pods, but for half an hour they have not all been ready.',
  runbook: {
    meaning: 'KubeRay has made the pods of a RayCluster, and they have never been ready all together.',
    impact: 'A RayJob on it does not start; a RayService does not take requests.',
    diagnosis: '`kubectl get pods -n NAMESPACE -l ray.io/cluster=CLUSTER`: pending ones (`kubectl describe pod`) lack a node, an image or a volume; running ones that are not ready wait for the head.',
    mitigation: 'Add nodes or lower the replicas of the worker group; mend the image. Delete the RayCluster if nobody waits for it: its pods hold GPUs.',
  },
});

const jobFailed = alert({
  name: 'RayJobFailed', tier: 'warning', for: '0s', requires: ['kuberay'], dashboard: 'ray',
  // Kept for ever by KubeRay, it is news for half an hour; what Prometheus did not watch half an hour ago is none.
  expr: () => `${kuberay.rayJobs.name}{deployment_status=~"Failed|ValidationFailed"}\nunless ${kuberay.rayJobs.name} offset 30m\nand on (cluster) (${kuberay.rayJobs.name} offset 30m or ${nodes.name} offset 30m)`,
  summary: 'RayJob {{ $labels.namespace }}/{{ $labels.workload }} failed',
  description: 'RayJob {{ $labels.namespace }}/{{ $labels.workload }} (cluster {{ $labels.cluster }}) failed within the last half an hour: {{ $labels.deployment_status }}.',
  runbook: {
    meaning: 'KubeRay says that a RayJob failed: its program ended with an error, it ran out of retries or time, or its specification is wrong.',
    impact: 'The job is over. Unless `shutdownAfterJobFinishes` is set, its cluster still holds its nodes.',
    diagnosis: '`kubectl describe rayjob` has the message; the log of the submitter pod that of the program. Dashboard *Ray* with this workload chosen: memory, lost workers, failed tasks before the end.',
    mitigation: 'Mend and submit again, from the last checkpoint. `backoffLimit` lets KubeRay try again by itself.',
  },
});

const serviceNotReady = alert({
  name: 'RayServiceNotReady', tier: 'critical', for: '15m', requires: ['kuberay'], dashboard: 'ray',
  expr: () => `${kuberay.rayServiceReady.name} == 0`,
  summary: 'RayService {{ $labels.namespace }}/{{ $labels.workload }} cannot be called',
  description: 'RayService {{ $labels.namespace }}/{{ $labels.workload }} (cluster {{ $labels.cluster }}) has not been ready for 15 minutes.',
  runbook: {
    meaning: 'No cluster of the RayService has healthy applications behind its Service.',
    impact: 'Requests fail.',
    diagnosis: '`kubectl describe rayservice` tells of conditions and of the applications; dashboard *Ray*, rows *Serve* and *KubeRay*. Is a cluster not provisioned, or does an application fail to deploy?',
    mitigation: 'Go back to the last specification that worked; free or add GPUs if pods are pending.',
  },
});

const operatorErrors = alert({
  name: 'KubeRayErrors', tier: 'warning', for: '15m', requires: ['kuberay'], dashboard: 'ray',
  threshold: { default: 0.1, unit: 'events/second', description: 'Failed reconciliations each second that are still accepted.' },
  expr: (threshold) => `${kuberay.kuberayErrors.name} > ${threshold}`,
  summary: 'KubeRay fails to reconcile: {{ $labels.controller }}',
  description: 'The controller {{ $labels.controller }} of KubeRay (cluster {{ $labels.cluster }}) fails {{ $value | printf "%.2f" }} times each second.',
  runbook: {
    meaning: 'The operator cannot bring RayClusters, RayJobs or RayServices to the wanted state.',
    impact: 'Clusters are not made, scaled or removed.',
    diagnosis: 'Log of the operator (`kubectl logs -l app.kubernetes.io/name=kuberay-operator`): a missing right, a quota, a webhook that refuses, or a head that does not answer.',
    mitigation: 'Grant the right or quota, or mend the webhook that is named in the log.',
  },
});

const operatorGone = alert({
  name: 'KubeRayGone', tier: 'critical', for: '10m', requires: ['kuberay', 'ray'], dashboard: 'ray',
  expr: () => `max by (cluster) (present_over_time(controller_runtime_reconcile_total{job=~"kuberay.*"}[6h]))\nunless on (cluster) controller_runtime_reconcile_total{job=~"kuberay.*"}\nand on (cluster) ${nodes.name}`,
  summary: 'The KubeRay operator is gone from cluster {{ $labels.cluster }}',
  description: 'The KubeRay operator of cluster {{ $labels.cluster }} reported within the last 6 hours and no longer does, while Ray clusters run.',
  runbook: {
    meaning: 'Ray clusters run, and the operator that looks after them does not report.',
    impact: 'What runs goes on. Dead nodes are not replaced, jobs not started, clusters not removed: they go on to cost.',
    diagnosis: 'Its pod (`kubectl get pods -A -l app.kubernetes.io/name=kuberay-operator`) and its target on the dashboard *The stack itself*.',
    mitigation: 'Start it again. If it was removed on purpose, delete the RayClusters too.',
  },
});

export const kuberayAlerts: AlertGroup = { name: 'observability.kuberay.alerts', dashboard: 'ray', alerts: [clusterNotProvisioned, jobFailed, serviceNotReady, operatorErrors, operatorGone] };
