import { counter, exporter, gauge, histogram, info, labelled, targetLabels } from './define.ts';

export const kubelet = exporter({
  name: 'kubelet',
  version: 'Kubernetes 1.28 to 1.36',
  source: 'kubernetes/kubernetes pkg/kubelet/metrics/metrics.go, pkg/kubelet/metrics/collectors/volume_stats.go',
  toggle: 'prometheus',
  labels: [...targetLabels, 'node', 'metrics_path'],
  honorLabels: true,
  metrics: [
    gauge('kubelet_running_pods', 'count', 'Pods that run on the node.'),
    histogram('kubelet_pleg_relist_duration_seconds', 'seconds', 'How long looking at all containers takes; the node turns NotReady when it takes three minutes.'),
    histogram('kubelet_pleg_relist_interval_seconds', 'seconds', 'Time between two looks at all containers.'),
    histogram('kubelet_pod_start_duration_seconds', 'seconds', 'Time from seeing a pod until its containers run, pulling of images excluded.'),
    gauge('kubelet_certificate_manager_client_ttl_seconds', 'seconds', 'How long the certificate of the kubelet is still valid.'),
    gauge('kubelet_running_containers', 'count', 'Containers on the node by state.', { labels: ['container_state'] }),
    info('kubelet_node_name', 'Name of the node.', { labels: ['node'] }),
    ...labelled(['namespace', 'persistentvolumeclaim'], [
      gauge('kubelet_volume_stats_capacity_bytes', 'bytes', 'Size of a volume.'),
      gauge('kubelet_volume_stats_available_bytes', 'bytes', 'Space free on a volume.'),
      gauge('kubelet_volume_stats_used_bytes', 'bytes', 'Space used on a volume.'),
      gauge('kubelet_volume_stats_inodes', 'count', 'Files that there can be on a volume.'),
      gauge('kubelet_volume_stats_inodes_free', 'count', 'Files that can still be made on a volume.'),
      gauge('kubelet_volume_stats_inodes_used', 'count', 'Files on a volume.'),
      gauge('kubelet_volume_stats_health_status_abnormal', 'bool', '1 where the CSI driver says that a volume is not well.'),
    ]),
    ...labelled(['operation_type'], [
      histogram('kubelet_pod_worker_duration_seconds', 'seconds', 'How long bringing a pod to its wished state takes.'),
      counter('kubelet_runtime_operations_total', 'count', 'Calls of the container runtime.'),
      counter('kubelet_runtime_operations_errors_total', 'count', 'Calls of the container runtime that failed.'),
      histogram('kubelet_runtime_operations_duration_seconds', 'seconds', 'How long calls of the container runtime take.'),
    ]),
    counter('kubelet_evictions', 'count', 'Pods evicted because the node was short of something.', { labels: ['eviction_signal'] }),
    histogram('storage_operation_duration_seconds', 'seconds', 'How long attaching, mounting and the like take.', { labels: ['volume_plugin', 'operation_name', 'status', 'migrated'] }),
    gauge('volume_manager_total_volumes', 'count', 'Volumes by state.', { labels: ['plugin_name', 'state'] }),
  ],
});
