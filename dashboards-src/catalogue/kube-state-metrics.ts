import { counter, exporter, gauge, targetLabels } from './define.ts';

const pod = ['namespace', 'pod', 'uid'];
const container = [...pod, 'container'];

export const kubeStateMetrics = exporter({
  name: 'kube-state-metrics',
  version: '2.20.0',
  source: 'kubernetes/kube-state-metrics docs/metrics',
  toggle: 'prometheus',
  labels: targetLabels,
  metrics: [
    gauge('kube_node_status_allocatable', 'count', 'What pods may ask of a node, by resource.', { labels: ['node', 'resource', 'unit'] }),
    gauge('kube_node_status_condition', 'bool', 'Conditions of a node; one series for each condition and status, 1 for the one that holds.', { labels: ['node', 'condition', 'status'] }),
    gauge('kube_pod_container_resource_requests', 'count', 'What a container asks for, by resource; node is empty until the pod is placed.', { labels: [...container, 'node', 'resource', 'unit'] }),
    gauge('kube_pod_status_phase', 'bool', 'Phase of a pod; one series for each phase, 1 for the one that holds.', { labels: [...pod, 'phase'] }),
    gauge('kube_pod_status_unschedulable', 'bool', '1 for a pod that fits no node.', { labels: pod }),
    gauge('kube_pod_container_status_waiting_reason', 'bool', '1 for the reason for which a container waits.', { labels: [...container, 'reason'] }),
    counter('kube_pod_container_status_restarts_total', 'count', 'Restarts of a container.', { labels: container }),
  ],
});
