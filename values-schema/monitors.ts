import type { k8s } from 'cdk8s-plus-28';
import { Type, choice, section, selection, text, toggle } from './define.ts';

/** What HyperPod's observability add-on calls categories, of those that this chart scrapes by monitors of its own. */
export const categories = {
  training: 'Training',
  inference: 'Inference',
  governance: 'Task governance',
  scaling: 'Scaling',
  network: 'Network',
  filesystem: 'File system',
} as const;

export type Category = keyof typeof categories;

/** What is scraped of a source: pods, or the pods behind Services. */
export interface Target {
  readonly scrapes: 'pods' | 'services';
  /** Labels as the makers of the source set them. */
  readonly labels?: Readonly<Record<string, string>>;
  /** In place of `labels`: a label that is there, whatever its value. */
  readonly has?: string;
  /** Regular expression of the series that are kept, where others answer on the same port. */
  readonly series?: string;
  /** Regular expression of the names of the Services, where labels alone would find others too. */
  readonly service?: string;
  /** Named ports, or numbers where the makers name none. */
  readonly ports: readonly (string | number)[];
  /** The same ports as numbers, where the makers give names to fixed ones. */
  readonly numbers?: readonly number[];
  /** Prometheus shows its token, which it can to Services only; `https` over TLS, whose certificate nobody can check as the controller made it itself. */
  readonly access?: 'https' | 'token';
}

/** A workload or operator that is scraped where it runs; it is not installed by this chart. */
export interface Source extends Target {
  /** Key in `monitors`. */
  readonly name: string;
  /** By whose level its metrics are kept. */
  readonly category: Category;
  readonly about: string;
  /** Other ways to install the same, which no pod shares with the first. */
  readonly also?: readonly Target[];
  /** Labels of the pod that become labels of its series. */
  readonly podLabels?: Readonly<Record<string, string>>;
}

const name = (value: string) => ({ 'app.kubernetes.io/name': value });
const metricsService = '.*metrics-service';

/**
 * As their makers' charts and manifests have it: KubeRay 1.7, Kueue 0.19, JobSet 0.12, Kubeflow training operator 1.9 and Trainer 2.3, KEDA 2.20, vLLM production stack 0.1.12, Gateway API inference extension 1.5 and
 * llm-d router, LMCache operator 0.5, KServe 0.16, the EFA exporter of awslabs. SGLang, TGI 3.3, Triton and Lustre by their default ports, as they come without a chart. AWS documents neither labels nor ports of HyperPod's
 * operators: theirs follow from the ServiceAccount of the training operator and from what kubebuilder, which made it, calls things; pods of models have the label `app` (sagemaker-hyperpod-cli, hp_endpoint.py).
 */
const table = [
  {
    name: 'ray',
    category: 'training',
    about: 'Ray clusters made by KubeRay: nodes, autoscaler and dashboard, and with them Ray Serve, Train, Data and vLLM under Ray.',
    scrapes: 'pods',
    labels: { 'ray.io/is-ray-node': 'yes' },
    ports: ['metrics', 'as-metrics', 'dash-metrics'],
    numbers: [8080, 44217, 44227],
    podLabels: { ray_io_cluster: 'ray.io/cluster', ray_io_node_type: 'ray.io/node-type' },
  },
  { name: 'kuberay', category: 'training', about: 'The KubeRay operator.', scrapes: 'pods', labels: name('kuberay-operator'), ports: ['http'] },
  { name: 'kueue', category: 'governance', about: 'Kueue’s controller: queues, quotas, waiting times.', scrapes: 'services', labels: name('kueue'), service: metricsService, ports: ['https'], access: 'https' },
  {
    name: 'vllm',
    category: 'inference',
    about: 'vLLM servers: by the label here, and those of the vLLM production stack and of llm-d.',
    scrapes: 'pods',
    labels: name('vllm'),
    ports: [8000],
    also: [
      { scrapes: 'pods', labels: { 'app.kubernetes.io/part-of': 'vllm-stack', 'app.kubernetes.io/component': 'serving-engine' }, ports: ['container-port'] },
      { scrapes: 'pods', labels: { 'llm-d.ai/inferenceServing': 'true' }, ports: ['metrics'] },
    ],
  },
  { name: 'sglang', category: 'inference', about: 'SGLang servers, started with `--enable-metrics`.', scrapes: 'pods', labels: name('sglang'), ports: [30000] },
  { name: 'tgi', category: 'inference', about: 'Text Generation Inference servers.', scrapes: 'pods', labels: name('text-generation-inference'), ports: [80] },
  { name: 'triton', category: 'inference', about: 'Triton inference servers.', scrapes: 'pods', labels: name('triton-inference-server'), ports: [8002] },
  {
    name: 'router',
    category: 'inference',
    about: 'The request router of the vLLM production stack.',
    scrapes: 'pods',
    labels: { 'app.kubernetes.io/part-of': 'vllm-stack', 'app.kubernetes.io/component': 'router' },
    ports: ['router-cport'],
  },
  { name: 'gateway', category: 'inference', about: 'Endpoint pickers of the Gateway API inference extension (llm-d).', scrapes: 'services', has: 'app.kubernetes.io/name', service: '.*-epp', ports: ['http-metrics'], access: 'token' },
  { name: 'lmcache', category: 'inference', about: 'LMCache servers of its operator; LMCache within an engine speaks through that engine.', scrapes: 'pods', labels: name('lmcache'), ports: ['metrics'] },
  { name: 'kserve', category: 'inference', about: 'KServe’s model servers.', scrapes: 'pods', has: 'serving.kserve.io/inferenceservice', ports: ['aggr-metric', 8080] },
  {
    name: 'trainer',
    category: 'training',
    about: 'Kubeflow’s training operator, and Trainer.',
    scrapes: 'pods',
    labels: { 'control-plane': 'kubeflow-training-operator' },
    ports: [8080],
    also: [{ scrapes: 'services', labels: { 'app.kubernetes.io/part-of': 'kubeflow', 'app.kubernetes.io/component': 'manager' }, ports: ['monitoring-port'], access: 'https' }],
  },
  { name: 'jobset', category: 'training', about: 'The JobSet controller.', scrapes: 'services', labels: name('jobset'), service: metricsService, ports: ['https'], access: 'https' },
  { name: 'keda', category: 'scaling', about: 'KEDA’s operator and metrics server.', scrapes: 'pods', labels: { 'app.kubernetes.io/part-of': 'keda-operator' }, ports: ['metrics', 'http'] },
  {
    name: 'hyperpod',
    category: 'training',
    about: 'SageMaker HyperPod’s training operator, and the proxies beside the models of its inference operator (which brings a monitor of its own for itself).',
    scrapes: 'services',
    labels: { 'control-plane': 'controller-manager' },
    service: 'hp-training-operator.*metrics-service',
    ports: ['https'],
    access: 'https',
    also: [{ scrapes: 'pods', has: 'app', ports: [9113], series: 'model_(invocations_total|errors_total|concurrent_requests|(latency|ttfb)_milliseconds.*)' }],
  },
  { name: 'efa', category: 'network', about: 'Exporters of Elastic Fabric Adapters: the fork of node-exporter, installed by its README as the release `efa-node-exporter`.', scrapes: 'pods', labels: { 'app.kubernetes.io/instance': 'efa-node-exporter' }, ports: ['metrics'] },
  { name: 'lustre', category: 'filesystem', about: 'Exporters of Lustre clients (FSx).', scrapes: 'pods', labels: name('lustre-exporter'), ports: [9169] },
] as const satisfies readonly Source[];

/** Key of a source in `monitors`. */
export type MonitorName = (typeof table)[number]['name'] | 'annotated';

/** Sources that are found by labels; `annotated` is found by annotations. */
export const sources: readonly (Source & { readonly name: Exclude<MonitorName, 'annotated'> })[] = table;

const requirement = {
  type: 'object',
  required: ['key', 'operator'],
  additionalProperties: false,
  properties: { key: { type: 'string', minLength: 1 }, operator: { enum: ['Exists', 'In'] }, values: { type: 'array', minItems: 1, items: { type: 'string' } } },
};
const requirements = (about: { readonly default: k8s.LabelSelectorRequirement[]; readonly description: string }) =>
  Type.Unsafe<k8s.LabelSelectorRequirement[]>({ type: 'array', minItems: 1, items: requirement, ...about });

function selectionOf({ labels, has, scrapes }: Target) {
  return has
    ? { expressions: requirements({ default: [{ key: has, operator: 'Exists' }], description: `Which ${scrapes} to scrape, in every namespace (LabelSelectorRequirement with the operator Exists or In).` }) }
    : { labels: selection({ default: labels ?? {}, description: `Labels of the ${scrapes} to scrape, in every namespace.` }) };
}

const source = (item: Source) =>
  section(item.about, {
    enabled: toggle({ default: true, description: `Scrapes them (port ${item.ports.join(', ')}).` }),
    ...selectionOf(item),
    ...(item.service && { service: text({ default: item.service, description: 'Regular expression of the names of the Services.' }) }),
  });

/** Labels of pods and Services that ask to be scraped as the annotation does, with regular expressions of their values; as in the guide "AI on EKS". */
export const askingLabels = { app_type: 'ml-.+', job_type: 'training', component: 'model-server' } as const;

/** Labels by which pods and Services say of which model and job they are, by the label of the contract `ml_*` that they become; the first that is there counts. */
export const nameLabels = {
  model_name: ['model_name', 'model'],
  job_name: ['job_name', 'jobset.sigs.k8s.io/jobset-name', 'training.kubeflow.org/job-name', 'volcano.sh/job-name', 'batch.kubernetes.io/job-name'],
} as const;

const listed = (items: readonly string[]): string => items.map((item) => `\`${item}\``).join(', ');

const annotated = section(
  `Pods and Services that ask for it by the annotation \`prometheus.io/scrape: "true"\`, or without it by one of the labels ${listed(Object.entries(askingLabels).map(([name, value]) => `${name}: ${value}`))}; such as your own with \`ml_*\` metrics. \`prometheus.io/port\`, \`prometheus.io/path\` and \`prometheus.io/scheme\` say where, and without a port each declared one is asked. Series that do not say \`model_name\` or \`job_name\` get them of the pod’s labels (${listed(nameLabels.model_name)}; ${listed(nameLabels.job_name)}).`,
  {
    enabled: toggle({ default: true, description: 'Scrapes them, but for those that a monitor of this chart or of kube-prometheus-stack scrapes already. Where another Prometheus or agent obeys the same annotations, both do.' }),
    sampleLimit: Type.Integer({ minimum: 1, default: 20_000, description: 'Most series that one of them may expose. Beyond it nothing of it is kept, and the alert ScrapeRejected says so: a label with too many values costs its program, not Prometheus.' }),
  },
);

const level = (category: Category) => choice(['basic', 'advanced'], {
  default: 'advanced',
  description: `${categories[category]} (${sources.filter(item => item.category === category).map(({ name }) => name).join(', ')}).`,
});

const levels = section('How much is kept of what the sources of a category expose. `basic`: what the dashboards, rules and alerts of this chart read. `advanced`: everything. `dcgm.level` and `neuron.level` are those of accelerators; examples/values/basic-metrics.yaml lowers all of them, and those of nodes and of the cluster.', {
  ...(Object.fromEntries(Object.keys(categories).map(category => [category, level(category as Category)])) as Record<Category, ReturnType<typeof level>>),
});

export const monitors = section('Scraping of what runs beside this chart. A source that is not there costs nothing.', {
  enabled: toggle({ default: true, description: 'All of them, and the monitors of this chart’s own exporters.' }),
  levels,
  ...(Object.fromEntries(sources.map(item => [item.name, source(item)])) as Record<Exclude<MonitorName, 'annotated'>, ReturnType<typeof source>>),
  annotated,
});
