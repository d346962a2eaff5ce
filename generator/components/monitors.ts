import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { controller } from '../../dashboards-src/catalogue/controller.ts';
import type { Exporter } from '../../dashboards-src/catalogue/define.ts';
import { http } from '../../dashboards-src/catalogue/http.ts';
import { exporters } from '../../dashboards-src/catalogue/index.ts';
import { process } from '../../dashboards-src/catalogue/process.ts';
import { categories, sources, type Category, type Source, type Target } from '../../values-schema/monitors.ts';
import { chartInfo, values } from '../chart.ts';
import { Template, equal, onlyWhen, when, type Templates } from '../helm/index.ts';
import { annotated } from './annotated.ts';
import { labelOf } from './discovered.ts';
import { nodeOfPod, podMonitor, serviceMonitor, type Relabeling } from './kubernetes.ts';
import { keepOnly } from './levels.ts';
import { labelsOf, nameOf } from './names.ts';
import { dropSelected, ofPods, selectionOf } from './selection.ts';

/** Most series that one target may expose: beyond it its scrape fails and the alert ScrapeRejected says so, instead of Prometheus running out of memory. */
const SAMPLE_LIMIT = 100_000;

/** Scraping of workloads and operators that this chart does not install, in every namespace. */
export function monitors(templates: Templates): void {
  const template = new Template(templates, 'monitors', {
    about: 'What runs beside this chart and is scraped where it is. A monitor that selects nothing costs nothing.',
    source: 'generator/components/monitors.ts and values-schema/monitors.ts',
    named: `${chartInfo.name}.monitors`,
    when: values.monitors.enabled,
  });
  for (const source of sources as readonly Source[]) {
    const selection = selectionOf(source);
    const scope = onlyWhen(template, source.name, selection.enabled);
    monitor(scope, source, source, {
      id: source.name,
      selector: source.has ? { matchExpressions: selection.expressions } : { matchLabels: selection.labels },
      filters: source.service ? [{ action: 'keep', sourceLabels: ['__meta_kubernetes_service_name'], regex: `${selection.service}` }] : [],
    });
    source.also?.forEach((target, index) => monitor(scope, source, target, {
      id: `${source.name}-${index + 2}`,
      selector: target.has ? { matchExpressions: [{ key: target.has, operator: 'Exists' }] } : { matchLabels: target.labels! },
      // Not twice: the first monitor of the source has these pods.
      filters: [dropSelected(source)],
    }));
  }
  annotated(template);
}

/** What servers and controllers say of themselves, whichever they are. */
const common = [controller, http, process];

/** The same for all sources of a category: engines run behind KServe, and LMCache runs within them. */
export const exportersOf = (category: Category): Exporter[] => {
  const toggles: readonly string[] = sources.filter((source) => source.category === category).map(({ name }) => name);
  return [...exporters.filter(({ toggle }) => toggles.includes(toggle)), ...common];
};

const needed = Object.fromEntries(Object.keys(categories).map((category) => [category, keepOnly(category, exportersOf(category as Category))])) as Record<Category, Relabeling>;

/** What is kept of a scrape: everything, or at the level `basic` what is needed; where others answer on the same port too, only what is the source's. */
function kept({ category }: Source, { series }: Target): Relabeling[] {
  const isBasic = equal(values.monitors.levels[category], 'basic');
  return series ? [{ action: 'keep', sourceLabels: ['__name__'], regex: series }, when(isBasic, needed[category])] : when(isBasic, [needed[category]]);
}

interface MonitorOptions {
  readonly id: string;
  readonly selector: k8s.LabelSelector;
  /** What is kept or dropped of what the selector finds. */
  readonly filters: readonly Relabeling[];
}

function monitor(scope: Construct, source: Source, target: Target, { id, selector, filters }: MonitorOptions): void {
  const metadata = { name: nameOf(id), labels: labelsOf(source.name) };
  const spec = { namespaceSelector: { any: true }, selector, sampleLimit: SAMPLE_LIMIT };
  const scrape = { relabelings: [...filters, ...relabelingsOf(source)], metricRelabelings: kept(source, target) };
  if (ofPods(target)) podMonitor(scope, id, metadata, { ...spec, podMetricsEndpoints: target.ports.map(port => ({ ...portOf(port), ...scrape })) });
  else serviceMonitor(scope, id, metadata, { ...spec, endpoints: target.ports.map(port => ({ port: String(port), ...secured(target), ...scrape })) });
}

const portOf = (port: string | number): { port: string } | { portNumber: number } => (typeof port === 'number' ? { portNumber: port } : { port });

/** Controllers that guard their metrics let in who may read them; Prometheus shows its own token. */
const secured = ({ access }: Target) => ({
  ...(access && { bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token' }),
  ...(access === 'https' && { scheme: 'https' as const, tlsConfig: { insecureSkipVerify: true } }),
});

function relabelingsOf({ name, podLabels = {} }: Source): Relabeling[] {
  const fromPod = Object.entries(podLabels).map(([targetLabel, label]) => ({ sourceLabels: [labelOf('pod', label)], targetLabel }));
  return [{ targetLabel: 'job', replacement: name }, nodeOfPod, ...fromPod];
}
