import { Type, choice, seconds, image, nodeSelectorTerms, openMap, resources, section, stringList, stringMap, text, toggle, tolerations } from './define.ts';

const hasGpu = (key: string, values?: string[]) => ({ matchExpressions: [{ key, operator: values ? 'In' : 'Exists', ...(values ? { values } : {}) }] });

const sizes = (family: string, ...of: string[]): string[] => of.map(size => `${family}.${size}`);
/** Amazon EC2 accelerated computing instances with NVIDIA GPUs: nodes of a managed group carry no other label that says so. */
const INSTANCE_TYPES = [
  ...sizes('g4dn', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', 'metal'),
  ...['g5', 'g6', 'g6e'].flatMap(family => sizes(family, 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge')),
  ...sizes('p3', '2xlarge', '8xlarge', '16xlarge'),
  'p3dn.24xlarge',
  'p4d.24xlarge',
  'p4de.24xlarge',
  'p5.4xlarge',
  'p5.48xlarge',
  'p5e.48xlarge',
  'p5en.48xlarge',
  'p6-b200.48xlarge',
];

export const dcgm = section('NVIDIA DCGM exporter: metrics of the GPUs.', {
  enabled: toggle({ default: true, description: 'GPU metrics. Costs nothing on nodes without a GPU.' }),
  mode: choice(['auto', 'own', 'existing'], {
    default: 'auto',
    description:
      '`own`: a DaemonSet of this chart. `existing`: the exporter of the NVIDIA GPU Operator is scraped and none is started (set its dcgmExporter.serviceMonitor.enabled=false, or every series exists twice). `auto`: both, each on the nodes that fit: the own one keeps away from nodes with the label nvidia.com/gpu.deploy.dcgm-exporter, as two exporters cannot share the profiling counters of a GPU.',
  }),
  level: choice(['basic', 'advanced'], {
    default: 'advanced',
    description: '`basic`: what the dashboards need (useful work, memory, power, temperature, errors). `advanced`: also clocks, each pipe, NVLink and PCIe errors, encoder and decoder.',
  }),
  interval: seconds({ default: '15s', description: 'How often the GPUs are read and scraped.' }),
  image: image('nvcr.io', 'nvidia/k8s/dcgm-exporter', '4.5.3-4.8.2-distroless'),
  runtimeClassName: text({ default: '', pattern: '^[a-z0-9.-]*$', description: 'RuntimeClass, usually `nvidia`, where the NVIDIA runtime is not the default one.' }),
  priorityClassName: text({ default: 'system-node-critical', pattern: '^[a-z0-9.-]*$', description: 'Priority: an exporter has to fit on a full node.' }),
  kubeletPath: text({ default: '/var/lib/kubelet/pod-resources', pattern: '^/[A-Za-z0-9._/-]+$', description: 'Where the kubelet says which pod holds which GPU.' }),
  virtualGpus: toggle({ default: true, description: 'Attributes time-sliced and shared GPUs to each of their pods (one series for each pod, label `vgpu`).' }),
  nodeSelectorTerms: nodeSelectorTerms({
    default: [
      hasGpu('nvidia.com/gpu.present', ['true']),
      hasGpu('feature.node.kubernetes.io/pci-10de.present', ['true']),
      hasGpu('feature.node.kubernetes.io/pci-0302_10de.present', ['true']),
      hasGpu('karpenter.k8s.aws/instance-gpu-manufacturer', ['nvidia']),
      hasGpu('eks.amazonaws.com/instance-gpu-manufacturer', ['nvidia']),
      hasGpu('cloud.google.com/gke-accelerator'),
      hasGpu('kubernetes.azure.com/accelerator', ['nvidia']),
      hasGpu('accelerator', ['nvidia']),
    ],
    description: 'Nodes with NVIDIA GPUs: one of these terms, or `dcgm.instanceTypes`, has to match (labels of GPU feature discovery, node feature discovery, Karpenter, EKS Auto Mode, GKE, AKS).',
  }),
  instanceTypes: stringList({
    default: INSTANCE_TYPES.flatMap(type => [type, `ml.${type}`]),
    description: 'Instance types with NVIDIA GPUs, for nodes that have only the label node.kubernetes.io/instance-type (managed node groups without GPU feature discovery, HyperPod). The alert AcceleratorMetricsMissing tells when one is missing here.',
  }),
  tolerations: tolerations({ default: [{ operator: 'Exists' }], description: 'Tolerated taints: GPU nodes are usually tainted.' }),
  podAnnotations: stringMap({ default: {}, description: 'Annotations of the pods.' }),
  resources: resources({ default: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '512Mi' } } as never, description: 'Requests and limits of a pod.' }),
  extraCounters: Type.Optional(
    Type.Unsafe<string[]>({
      type: ['array', 'null'],
      items: { type: 'string', pattern: '^DCGM_[A-Z0-9_]+, *(gauge|counter|label), *[^\\n\\r]+$' },
      default: [],
      description: 'More counters, each a line `DCGM_FI_…, gauge|counter|label, help`.',
    }),
  ),
  extraEnv: openMap({ default: {}, description: 'More environment variables of the exporter (`DCGM_EXPORTER_…`), by name.' }),
});
