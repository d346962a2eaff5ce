import { counter, exporter, gauge, info, labelled, targetLabels } from './define.ts';

export const opencost = exporter({
  name: 'OpenCost',
  version: '1.112 to 1.120',
  source: 'opencost/opencost pkg/costmodel/metrics.go, pkg/metrics',
  toggle: 'opencost',
  labels: targetLabels,
  honorLabels: true,
  metrics: [
    ...labelled(['instance', 'node', 'instance_type', 'region', 'provider_id', 'arch'], [
      gauge('node_cpu_hourly_cost', 'dollars/hour', 'Price of a CPU of the node for an hour.'),
      gauge('node_ram_hourly_cost', 'dollars/hour', 'Price of a GiB of memory of the node for an hour.'),
      gauge('node_gpu_hourly_cost', 'dollars/hour', 'Price of a GPU of the node for an hour.'),
      gauge('node_gpu_count', 'count', 'GPUs of the node.'),
      gauge('node_total_hourly_cost', 'dollars/hour', 'Price of the node for an hour.'),
      gauge('kubecost_node_is_spot', 'bool', '1 for a node that can be taken away at any time.'),
    ]),
    ...labelled(['namespace', 'pod', 'container', 'instance', 'node'], [
      gauge('container_cpu_allocation', 'cores', 'CPUs that a container is charged for: what it asks for, or uses where that is more.'),
      gauge('container_memory_allocation_bytes', 'bytes', 'Memory that a container is charged for: what it asks for, or uses where that is more.'),
      gauge('container_gpu_allocation', 'count', 'GPUs that a container is charged for.'),
    ]),
    gauge('pod_pvc_allocation', 'bytes', 'Size of the claims that a pod mounts.', { labels: ['namespace', 'pod', 'persistentvolumeclaim', 'persistentvolume'] }),
    gauge('pv_hourly_cost', 'dollars/hour', 'Price of a GiB of a volume for an hour.', { labels: ['volumename', 'persistentvolume', 'provider_id'] }),
    gauge('kubecost_cluster_management_cost', 'dollars/hour', 'Price of the control plane for an hour.', { labels: ['provisioner_name'] }),
    gauge('kubecost_load_balancer_cost', 'dollars/hour', 'Price of a load balancer for an hour.', { labels: ['ingress_ip', 'namespace', 'service_name'] }),
    gauge('kubecost_network_zone_egress_cost', 'dollars', 'Price of a GiB to another zone.'),
    gauge('kubecost_network_region_egress_cost', 'dollars', 'Price of a GiB to another region.'),
    gauge('kubecost_network_internet_egress_cost', 'dollars', 'Price of a GiB to the internet.'),
    info('kubecost_cluster_info', 'Provider and account of the cluster.'),
    counter('kubecost_http_requests_total', 'count', 'Requests at OpenCost.'),
    info('service_selector_labels', 'Labels by which a Service finds its pods.', { labels: ['namespace', 'service'] }),
    info('deployment_match_labels', 'Labels by which a Deployment finds its pods.', { labels: ['namespace', 'deployment'] }),
    info('statefulSet_match_labels', 'Labels by which a StatefulSet finds its pods.', { labels: ['namespace', 'statefulSet'] }),
  ],
});
