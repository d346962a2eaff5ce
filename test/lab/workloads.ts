import { behaviourAnnotation, type Behaviour } from './fleet/behaviour.ts';
import { endedLabel, runsOnLabel, waitsLabel } from './kwok-stages.ts';
import { sharedTaint } from './nodes.ts';

/** A Kubernetes object as the API takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

interface PodOptions {
  readonly app: string;
  readonly image: string;
  readonly behaviour?: Behaviour;
  readonly requests: Readonly<Record<string, string>>;
  /** CPU that it may use at most; any, if not said. */
  readonly cpuLimit?: string;
  /** Extended resources: request and limit are the same. */
  readonly devices?: Readonly<Record<string, string>>;
  readonly claim?: string;
  readonly restartPolicy?: 'Never';
  /** Why its containers never start. */
  readonly waits?: string;
  /** LocalQueue of Kueue that it is admitted from. */
  readonly queue?: string;
  /** It takes turns with others on a GPU. */
  readonly shares?: boolean;
  /** Why its containers ended the first time. */
  readonly ended?: string;
  /** Port of its own metrics, which it asks to be scraped. */
  readonly reportsOn?: number;
}

const appLabels = (app: string): Record<string, string> => ({ 'app.kubernetes.io/name': app });
const queueLabel = (queue: string | undefined): Record<string, string> => (queue ? { 'kueue.x-k8s.io/queue-name': queue } : {});

const tolerating = (...keys: string[]) => keys.map((key) => ({ key, operator: 'Exists', effect: 'NoSchedule' }));

function podTemplate({ app, image, behaviour, requests, cpuLimit, devices = {}, claim, restartPolicy, waits, queue, shares, ended, reportsOn }: PodOptions) {
  const tolerations = tolerating('nvidia.com/gpu', 'aws.amazon.com/neuron', ...(shares ? [sharedTaint] : []));
  const annotations = { ...(behaviour && { [behaviourAnnotation]: behaviour }), ...(reportsOn && { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(reportsOn) }) };
  return {
    metadata: {
      labels: { ...appLabels(app), ...queueLabel(queue), [runsOnLabel]: 'on', ...(waits && { [waitsLabel]: waits }), ...(ended && { [endedLabel]: ended }) },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      ...(Object.keys(devices).length > 0 && { tolerations }),
      ...(shares && { nodeSelector: { 'nvidia.com/gpu.replicas': '4' } }),
      ...(restartPolicy && { restartPolicy }),
      containers: [
        {
          name: app,
          image,
          ...(reportsOn && { ports: [{ name: 'metrics', containerPort: reportsOn }] }),
          resources: { requests: { ...requests, ...devices }, limits: { memory: requests['memory'], ...(cpuLimit && { cpu: cpuLimit }), ...devices } },
          ...(claim && { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
        },
      ],
      ...(claim && { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] }),
    },
  };
}

const namespace = (name: string): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

const job = (team: string, pods: number, options: PodOptions): KubernetesObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: options.app, namespace: team, labels: appLabels(options.app) },
  spec: {
    completionMode: 'Indexed',
    completions: pods,
    parallelism: pods,
    backoffLimit: 3,
    template: podTemplate({ ...options, restartPolicy: 'Never' }),
  },
});

const deployment = (team: string, replicas: number, options: PodOptions): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: options.app, namespace: team, labels: appLabels(options.app) },
  spec: { replicas, selector: { matchLabels: appLabels(options.app) }, template: podTemplate(options) },
});

const statefulSet = (team: string, options: PodOptions): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: options.app, namespace: team, labels: appLabels(options.app) },
  spec: { replicas: 1, serviceName: options.app, selector: { matchLabels: appLabels(options.app) }, template: podTemplate(options) },
});

const claim = (team: string, name: string, storage: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: team },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
});

const trainer = 'nvcr.io/nvidia/pytorch:25.04-py3';

/** The teams' namespaces. */
export const namespaces: readonly KubernetesObject[] = [namespace('team-a'), namespace('team-b')];

/** Jobs that want whole nodes: they have to be placed before anything smaller is. */
export const wholeNodeWorkloads: readonly KubernetesObject[] = [
  job('team-a', 2, {
    app: 'llama-pretrain',
    queue: 'train',
    image: trainer,
    behaviour: 'training',
    ended: 'OOMKilled',
    reportsOn: 8000,
    requests: { cpu: '90', memory: '900Gi' },
    cpuLimit: '96',
    devices: { 'nvidia.com/gpu': '8', 'vpc.amazonaws.com/efa': '32' },
  }),
  job('team-b', 1, {
    app: 'mistral-finetune',
    queue: 'batch',
    image: trainer,
    behaviour: 'training',
    reportsOn: 8000,
    requests: { cpu: '64', memory: '700Gi' },
    devices: { 'nvidia.com/gpu': '8' },
  }),
  job('team-b', 1, {
    app: 'trn-pretrain',
    image: 'public.ecr.aws/neuron/pytorch-training-neuronx:2.7.0-neuronx-py310-sdk2.24.1-ubuntu22.04',
    behaviour: 'training',
    requests: { cpu: '48', memory: '200Gi' },
    devices: { 'aws.amazon.com/neuron': '16' },
  }),
];

/** Everything else: serving, an idle notebook, a job that fits nowhere, an image that cannot be had, and plain services. */
export const smallWorkloads: readonly KubernetesObject[] = [
  deployment('team-b', 2, {
    app: 'vllm-llama',
    queue: 'serve',
    image: 'vllm/vllm-openai:v0.10.0',
    behaviour: 'serving',
    requests: { cpu: '8', memory: '96Gi' },
    devices: { 'nvidia.com/gpu': '2' },
  }),
  claim('team-a', 'notebook-home', '40Gi'),
  statefulSet('team-a', {
    app: 'notebook',
    image: 'quay.io/jupyter/pytorch-notebook:cuda12-python-3.12',
    behaviour: 'idle',
    requests: { cpu: '4', memory: '32Gi' },
    devices: { 'nvidia.com/gpu': '1' },
    claim: 'notebook-home',
  }),
  deployment('team-a', 3, {
    app: 'embedder',
    image: 'ghcr.io/huggingface/text-embeddings-inference:1.8',
    behaviour: 'serving',
    requests: { cpu: '4', memory: '32Gi' },
    devices: { 'nvidia.com/mig-3g.40gb': '1' },
  }),
  deployment('team-b', 6, {
    app: 'playground',
    image: 'quay.io/jupyter/pytorch-notebook:cuda12-python-3.12',
    behaviour: 'serving',
    requests: { cpu: '2', memory: '16Gi' },
    devices: { 'nvidia.com/gpu': '1' },
    shares: true,
  }),
  job('team-a', 1, {
    app: 'too-large',
    image: trainer,
    requests: { cpu: '16', memory: '64Gi' },
    devices: { 'nvidia.com/gpu': '16' },
  }),
  deployment('team-b', 1, {
    app: 'reranker',
    image: 'registry.example/reranker:no-such-tag',
    requests: { cpu: '1', memory: '2Gi' },
    waits: 'ImagePullBackOff',
  }),
  deployment('team-a', 3, { app: 'api', image: 'registry.example/api:1.4.2', requests: { cpu: '500m', memory: '512Mi' } }),
  deployment('team-b', 2, { app: 'feature-store', image: 'registry.example/feature-store:2.0.1', requests: { cpu: '2', memory: '4Gi' } }),
];
