import { counter, exporter, gauge, targetLabels } from './define.ts';

export const cadvisor = exporter({
  name: 'cAdvisor in the kubelet',
  version: 'Kubernetes 1.28 to 1.36',
  source: 'google/cadvisor docs/storage/prometheus.md, kubernetes pkg/kubelet/cadvisor',
  toggle: 'prometheus',
  labels: [...targetLabels, 'node', 'metrics_path', 'id', 'name', 'image'],
  metrics: [
    counter('container_cpu_usage_seconds_total', 'seconds', 'CPU time of a container; container is empty on the rows of pods and slices.', { labels: ['cpu'] }),
    gauge('container_memory_working_set_bytes', 'bytes', 'Memory that the kernel cannot take back: what the out-of-memory killer looks at.'),
  ],
});
