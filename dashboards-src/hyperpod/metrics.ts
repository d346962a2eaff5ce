/** A category of metrics of SageMaker HyperPod's observability add-on. */
export interface HyperpodCategory {
  readonly name: string;
  /** Its dashboards that show them. */
  readonly dashboards: readonly string[];
  readonly metrics: readonly HyperpodMetric[];
}

/** What the add-on collects: one metric by its name, or all of an exporter. */
export interface HyperpodMetric {
  readonly metric: string;
  /** Whether the add-on collects it unless told otherwise. */
  readonly collected: 'by default' | 'in part by default' | 'when switched on';
  /** Exporters of our catalogue that say the same. */
  readonly exporters: readonly string[];
  /** The series among theirs, where it is one. */
  readonly series?: string;
}

const HYPERPOD = ['SageMaker HyperPod operators'];

const hyperpod = (collected: HyperpodMetric['collected'], ...names: string[]): HyperpodMetric[] => names.map((metric) => ({ metric, collected, exporters: HYPERPOD, series: metric }));
const all = (metric: string, collected: HyperpodMetric['collected'], ...exporters: string[]): HyperpodMetric => ({ metric, collected, exporters });

/** The nine categories (Amazon SageMaker AI Developer Guide, "SageMaker HyperPod cluster metrics", 2026), and the training operator's own metrics (awslabs/ai-on-sagemaker-hyperpod, hp-training-operator). */
export const hyperpodCategories: readonly HyperpodCategory[] = [
  {
    name: 'Training', dashboards: ['Training'], metrics: [
      all('Kubeflow', 'by default', 'Kubeflow training operator'),
      all('Pods', 'by default', 'kube-state-metrics'),
      ...hyperpod('by default', ...['created', 'deleted', 'successful', 'failed', 'restarted'].map((what) => `hyperpod_training_operator_jobs_${what}_total`), 'hyperpod_training_operator_jobs_restart_latency', 'hyperpod_training_operator_jobs_fault_detection_latency'),
      ...hyperpod('when switched on', 'training_uptime_percentage', 'training_manual_recovery_count', 'training_manual_downtime_ms', 'training_auto_recovery_count', 'training_auto_recovery_downtime', 'training_fault_count', 'training_fault_type_count', 'training_fault_recovery_time_ms', 'training_time_ms'),
    ],
  },
  {
    name: 'Inference', dashboards: ['Inference'], metrics: [
      ...hyperpod('by default', 'model_invocations_total', 'model_errors_total', 'model_concurrent_requests', 'model_latency_milliseconds', 'model_ttfb_milliseconds'),
      all('TGI', 'by default', 'Text Generation Inference'),
      // LMI containers pass on what the engine in them says (deepjavalibrary/djl-serving, prometheus/README.md).
      all('LMI', 'by default', 'vLLM'),
    ],
  },
  { name: 'Task governance', dashboards: [], metrics: [all('Kueue', 'when switched on', 'Kueue')] },
  { name: 'Scaling', dashboards: [], metrics: ['operator', 'admission webhooks', 'metrics server'].map((part) => all(`KEDA, ${part}`, 'when switched on', 'KEDA')) },
  {
    name: 'Cluster', dashboards: ['Cluster'], metrics: [
      all('Kubernetes API server', 'by default', 'apiserver'),
      all('kube-state-metrics, default resources', 'in part by default', 'kube-state-metrics'),
      all('kube-state-metrics, optional resources', 'when switched on', 'kube-state-metrics'),
    ],
  },
  { name: 'Instance', dashboards: ['Cluster'], metrics: [all('node_exporter', 'by default', 'node-exporter'), all('cAdvisor', 'by default', 'cAdvisor in the kubelet')] },
  {
    name: 'Accelerated compute', dashboards: ['Tasks', 'Cluster'], metrics: [
      all('DCGM', 'in part by default', 'dcgm-exporter'),
      all('DCGM, further counters', 'when switched on', 'dcgm-exporter (advanced)', 'dcgm-exporter (optional)'),
      all('neuron-monitor', 'when switched on', 'neuron-monitor'),
    ],
  },
  { name: 'Network', dashboards: ['Cluster'], metrics: [all('EFA', 'when switched on', 'EFA exporter')] },
  // The add-on asks CloudWatch for FSx; we ask Lustre where it is mounted, and the kubelet for volumes.
  { name: 'File system', dashboards: ['File system'], metrics: [all('FSx for Lustre', 'by default', 'Lustre exporter', 'kubelet')] },
];
