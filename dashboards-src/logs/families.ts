/** A family of indices: lines that are kept for one time and read by the same people. */
export interface Family {
  readonly title: string;
  readonly description: string;
  /** Kinds of workload whose pods write into it. */
  readonly workloadKinds: readonly string[];
  /** Labels of pods that write into it, whatever their kind: the pods of a Deployment may serve a model. A name alone stands for any value. */
  readonly podLabels: readonly PodLabel[];
  /** Namespaces of which all pods write into it, unless a label or kind of another says otherwise. */
  readonly namespaces: readonly string[];
}

export interface PodLabel {
  readonly name: string;
  readonly value?: string;
}

const named = (...values: string[]): PodLabel[] => values.map((value) => ({ name: 'app.kubernetes.io/name', value }));

/**
 * The families that the chart makes, in the order in which they are asked; a pod that none claims is of `apps`, and what nodes and kernels write is of `ml-system`.
 * Kinds and labels are those of the makers: Kubeflow training operator 1.9 and Trainer 2.3, KubeRay 1.7, JobSet 0.12, Volcano 1.12, SageMaker HyperPod, KServe 0.16, vLLM production stack 0.1.12, llm-d, LeaderWorkerSet 0.7.
 */
export const families = {
  'ml-inference': {
    title: 'Inference',
    description: 'Model servers, their routers and gateways.',
    workloadKinds: ['RayService', 'InferenceService', 'InferenceGraph', 'LLMInferenceService', 'InferenceEndpointConfig', 'JumpStartModel', 'LeaderWorkerSet', 'SeldonDeployment', 'NIMService'],
    podLabels: [
      ...named('vllm', 'sglang', 'text-generation-inference', 'triton-inference-server', 'lmcache'),
      { name: 'app.kubernetes.io/part-of', value: 'vllm-stack' },
      { name: 'llm-d.ai/inferenceServing', value: 'true' },
      { name: 'serving.kserve.io/inferenceservice' },
      { name: 'inferencepool' },
    ],
    namespaces: [],
  },
  'ml-training': {
    title: 'Training',
    description: 'Training jobs, of whatever operator, and Ray clusters that serve nothing.',
    workloadKinds: ['PyTorchJob', 'TrainJob', 'MPIJob', 'TFJob', 'XGBoostJob', 'PaddleJob', 'JAXJob', 'HyperPodPyTorchJob', 'JobSet', 'RayJob', 'RayCluster', 'Workflow', 'PodGroup'],
    podLabels: [
      { name: 'training.kubeflow.org/job-name' },
      { name: 'trainer.kubeflow.org/trainjob-ancestor-step' },
      { name: 'jobset.sigs.k8s.io/jobset-name' },
      { name: 'volcano.sh/job-name' },
    ],
    namespaces: [],
  },
  'ml-system': {
    title: 'System',
    description: 'Nodes, their kernels, and what runs the platform: operators, drivers, queues, this chart.',
    workloadKinds: ['Node'],
    podLabels: [],
    namespaces: ['kube-system', 'kube-node-lease', 'gpu-operator', 'nvidia-gpu-operator', 'nvidia-network-operator', 'kueue-system', 'jobset-system', 'kubeflow-system', 'kuberay-system', 'keda', 'cert-manager', 'aws-hyperpod', 'hyperpod-inference-system', 'karpenter'],
  },
  apps: {
    title: 'Applications',
    description: 'Everything else.',
    workloadKinds: [],
    podLabels: [],
    namespaces: [],
  },
} as const satisfies Readonly<Record<string, Family>>;

/** Name of a family of the chart: its write alias, and the beginning of its indices' names. */
export type FamilyName = keyof typeof families;

export const familyNames = Object.keys(families) as FamilyName[];
