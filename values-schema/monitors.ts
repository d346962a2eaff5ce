import { section, selection, toggle } from './define.ts';

/** A workload or operator that is scraped where it runs; it is not installed by this chart. */
export interface Source {
  /** Key in `monitors`. */
  readonly name: string;
  readonly about: string;
  readonly scrapes: 'pods' | 'services';
  /** Labels of the pods or Services, as the makers of the source set them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Named ports, or numbers where the makers name none. */
  readonly ports: readonly (string | number)[];
  readonly scheme?: 'https';
  /** Labels of the pod that become labels of its series. */
  readonly podLabels?: Readonly<Record<string, string>>;
}

const name = (value: string) => ({ 'app.kubernetes.io/name': value });

/** Ports and labels: KubeRay 1.7, Kueue 0.19 (config/default), vLLM 0.27, SGLang, TGI 3.3 and Triton by their default ports. */
const table = [
  {
    name: 'ray',
    about: 'Ray clusters made by KubeRay: nodes, autoscaler and dashboard, and with them Ray Serve, Train, Data and vLLM under Ray.',
    scrapes: 'pods',
    labels: { 'ray.io/is-ray-node': 'yes' },
    ports: ['metrics', 'as-metrics', 'dash-metrics'],
    podLabels: { ray_io_cluster: 'ray.io/cluster', ray_io_node_type: 'ray.io/node-type' },
  },
  { name: 'kuberay', about: 'The KubeRay operator.', scrapes: 'pods', labels: name('kuberay-operator'), ports: ['http'] },
  { name: 'kueue', about: 'Kueue’s controller: queues, quotas, waiting times.', scrapes: 'services', labels: name('kueue'), ports: ['https'], scheme: 'https' },
  { name: 'vllm', about: 'vLLM servers.', scrapes: 'pods', labels: name('vllm'), ports: [8000] },
  { name: 'sglang', about: 'SGLang servers.', scrapes: 'pods', labels: name('sglang'), ports: [30000] },
  { name: 'tgi', about: 'Text Generation Inference servers.', scrapes: 'pods', labels: name('text-generation-inference'), ports: [80] },
  { name: 'triton', about: 'Triton inference servers.', scrapes: 'pods', labels: name('triton-inference-server'), ports: [8002] },
  { name: 'router', about: 'The request router of the vLLM production stack.', scrapes: 'pods', labels: { 'app.kubernetes.io/component': 'router', 'app.kubernetes.io/part-of': 'vllm-stack' }, ports: ['router-cport'] },
  { name: 'gateway', about: 'Endpoint pickers of the Gateway API inference extension (llm-d).', scrapes: 'pods', labels: name('epp'), ports: ['metrics'] },
  { name: 'lmcache', about: 'LMCache servers.', scrapes: 'pods', labels: name('lmcache'), ports: [8080] },
  { name: 'kserve', about: 'KServe’s inference services.', scrapes: 'pods', labels: { 'app.kubernetes.io/managed-by': 'kserve' }, ports: ['aggr-metric'] },
  { name: 'trainer', about: 'Kubeflow’s training operator and Trainer.', scrapes: 'pods', labels: name('trainer'), ports: ['metrics'] },
  { name: 'jobset', about: 'The JobSet controller.', scrapes: 'pods', labels: name('jobset'), ports: ['metrics'] },
  { name: 'keda', about: 'KEDA’s operator and metrics server.', scrapes: 'pods', labels: { 'app.kubernetes.io/part-of': 'keda-operator' }, ports: ['metrics'] },
  { name: 'hyperpod', about: 'SageMaker HyperPod’s training and inference operators.', scrapes: 'pods', labels: { 'app.kubernetes.io/part-of': 'hyperpod' }, ports: ['metrics'] },
  { name: 'efa', about: 'Exporters of Elastic Fabric Adapters.', scrapes: 'pods', labels: name('efa-exporter'), ports: ['metrics'] },
  { name: 'lustre', about: 'Exporters of Lustre clients (FSx).', scrapes: 'pods', labels: name('lustre-exporter'), ports: ['metrics'] },
  { name: 'annotated', about: 'Your own pods that ask for it by the annotation `prometheus.io/scrape: "true"`, such as those with `ml_*` metrics.', scrapes: 'pods', labels: { 'prometheus.io/scrape': 'true' }, ports: ['metrics'] },
] as const satisfies readonly Source[];

/** Key of a source in `monitors`. */
export type MonitorName = (typeof table)[number]['name'];

export const sources: readonly (Source & { readonly name: MonitorName })[] = table;

const source = ({ about, labels, ports, scrapes }: Source) =>
  section(about, {
    enabled: toggle({ default: true, description: `Scrapes them (port ${ports.join(', ')}).` }),
    labels: selection({ default: labels, description: `Labels of the ${scrapes} to scrape, in every namespace.` }),
  });

export const monitors = section('Scraping of what runs beside this chart. A source that is not there costs nothing.', {
  enabled: toggle({ default: true, description: 'All of them, and the monitors of this chart’s own exporters.' }),
  ...(Object.fromEntries(sources.map(item => [item.name, source(item)])) as Record<MonitorName, ReturnType<typeof source>>),
});
