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
export const sources: readonly Source[] = [
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
];

const source = ({ about, labels, ports, scrapes }: Source) =>
  section(about, {
    enabled: toggle({ default: true, description: `Scrapes them (port ${ports.join(', ')}).` }),
    labels: selection({ default: labels, description: `Labels of the ${scrapes} to scrape, in every namespace.` }),
  });

export const monitors = section('Scraping of what runs beside this chart. A source that is not there costs nothing.', {
  enabled: toggle({ default: true, description: 'All of them, and the monitors of this chart’s own exporters.' }),
  ...(Object.fromEntries(sources.map(item => [item.name, source(item)])) as Record<'ray' | 'kuberay' | 'kueue' | 'vllm' | 'sglang' | 'tgi' | 'triton', ReturnType<typeof source>>),
});
