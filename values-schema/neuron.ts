import { choice, seconds, image, nodeSelectorTerms, openMap, resources, section, stringList, stringMap, text, toggle, tolerations } from './define.ts';

const INSTANCE_FAMILIES = ['inf1', 'inf2', 'trn1', 'trn1n', 'trn2', 'trn2u', 'trn3'];
/** aws-neuron-sdk 2.32, src/k8/k8s-neuron-monitor-daemonset.yml, and the instance types since. */
const INSTANCE_TYPES = [
  ...['xlarge', '2xlarge', '6xlarge', '24xlarge'].map(size => `inf1.${size}`),
  ...['xlarge', '8xlarge', '24xlarge', '48xlarge'].map(size => `inf2.${size}`),
  'trn1.2xlarge',
  'trn1.32xlarge',
  'trn1n.32xlarge',
  'trn2.3xlarge',
  'trn2.48xlarge',
  'trn2u.48xlarge',
];
const manufacturer = (key: string) => ({ matchExpressions: [{ key, operator: 'In', values: ['aws'] }] });
const family = (key: string) => ({ matchExpressions: [{ key, operator: 'In', values: INSTANCE_FAMILIES }] });

export const neuron = section('AWS Neuron monitor: metrics of Trainium and Inferentia.', {
  enabled: toggle({ default: true, description: 'Neuron metrics. Costs nothing on nodes without a Neuron device.' }),
  interval: seconds({ default: '15s', description: 'How often the devices are read and scraped.' }),
  level: choice(['basic', 'advanced'], { default: 'advanced', description: '`basic`: what the dashboards need. `advanced`: everything that neuron-monitor exposes.' }),
  image: image('public.ecr.aws', 'neuron/neuron-monitor', '1.11.0'),
  config: openMap({
    default: {
      neuron_runtimes: [{ tag_filter: '.*', metrics: [{ type: 'neuroncore_counters' }, { type: 'memory_used' }, { type: 'neuron_runtime_vcpu_usage' }, { type: 'execution_stats' }] }],
      system_metrics: [{ type: 'vcpu_usage' }, { type: 'memory_info' }, { type: 'neuron_hw_counters' }],
    },
    description: 'Configuration of neuron-monitor; `period` is set to the interval.',
  }),
  priorityClassName: text({ default: 'system-node-critical', pattern: '^[a-z0-9.-]*$', description: 'Priority: an exporter has to fit on a full node.' }),
  nodeSelectorTerms: nodeSelectorTerms({
    default: [
      manufacturer('karpenter.k8s.aws/instance-accelerator-manufacturer'),
      manufacturer('eks.amazonaws.com/instance-accelerator-manufacturer'),
      family('karpenter.k8s.aws/instance-family'),
      family('eks.amazonaws.com/instance-family'),
    ],
    description: 'Nodes with Neuron devices: one of these terms, or `neuron.instanceTypes`, has to match. The terms (Karpenter, EKS Auto Mode) name no type, so a new one needs nothing.',
  }),
  instanceTypes: stringList({
    default: INSTANCE_TYPES.flatMap(type => [type, `ml.${type}`]),
    description: 'Instance types with Neuron devices, for nodes that have only the label node.kubernetes.io/instance-type (managed node groups, HyperPod). The alert NeuronMetricsMissing tells when one is missing here.',
  }),
  tolerations: tolerations({ default: [{ operator: 'Exists' }], description: 'Tolerated taints: Neuron nodes are usually tainted.' }),
  podAnnotations: stringMap({ default: {}, description: 'Annotations of the pods.' }),
  resources: resources({ default: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '320Mi' } } as never, description: 'Requests and limits of a pod.' }),
});
