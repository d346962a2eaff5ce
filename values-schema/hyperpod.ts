import { section, text, toggle } from './define.ts';

export const hyperpod = section('Beside the observability add-on of SageMaker HyperPod (EKS), which sends to a workspace of its own.', {
  addOn: section('Its exporters are scraped in place of own ones, as two of a kind would meet on a node: node-exporter takes a port of the host, and DCGM exporter the profiling counters of the GPUs. Each is scraped once here.', {
    enabled: toggle({ default: false, description: 'Scrapes them. Needs `kube-prometheus-stack.nodeExporter.enabled=false` and `dcgm.mode=existing`; examples/values/hyperpod.yaml has both.' }),
    namespace: text({ default: 'hyperpod-observability', pattern: '^[a-z0-9-]+$', description: 'Where the add-on runs.' }),
  }),
});
