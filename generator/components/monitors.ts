import { sources, type Source } from '../../values-schema/monitors.ts';
import { values } from '../chart.ts';
import { Template, onlyWhen, type Templates } from '../helm/index.ts';
import { nodeOfPod, podMonitor, serviceMonitor, type Relabeling } from './kubernetes.ts';
import { labelsOf, nameOf } from './names.ts';

/** Most series that one target may expose: beyond it its scrape fails and the alert TargetDown says so, instead of Prometheus running out of memory. */
const SAMPLE_LIMIT = 100_000;

/** Scraping of workloads and operators that this chart does not install, in every namespace. */
export function monitors(templates: Templates): void {
  const template = new Template(templates, 'monitors', {
    about: 'What runs beside this chart and is scraped where it is. A monitor that selects nothing costs nothing.',
    source: 'generator/components/monitors.ts and values-schema/monitors.ts',
    when: values.monitors.enabled,
  });
  for (const source of sources) {
    const value = values.monitors[source.name];
    const scope = onlyWhen(template, source.name, value.enabled);
    const metadata = { name: nameOf(source.name), labels: labelsOf(source.name) };
    const selection = { namespaceSelector: { any: true }, selector: { matchLabels: value.labels }, sampleLimit: SAMPLE_LIMIT };
    if (source.scrapes === 'pods') {
      podMonitor(scope, 'monitor', metadata, { ...selection, podMetricsEndpoints: source.ports.map(port => ({ ...portOf(port), relabelings: relabelingsOf(source) })) });
    } else {
      serviceMonitor(scope, 'monitor', metadata, { ...selection, endpoints: source.ports.map(port => ({ port: String(port), ...secured(source), relabelings: relabelingsOf(source) })) });
    }
  }
}

const portOf = (port: string | number): { port: string } | { portNumber: number } => (typeof port === 'number' ? { portNumber: port } : { port });

/** Controllers that guard their metrics let in who may read them; Prometheus shows its own token. */
const secured = ({ scheme }: Source) =>
  scheme ? { scheme, bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token', tlsConfig: { insecureSkipVerify: true } } : {};

const META = '__meta_kubernetes_pod_label_';

function relabelingsOf({ name, podLabels = {} }: Source): Relabeling[] {
  const fromPod = Object.entries(podLabels).map(([targetLabel, label]) => ({ sourceLabels: [META + label.replace(/[^a-zA-Z0-9_]/g, '_')], targetLabel }));
  return [{ targetLabel: 'job', replacement: name }, nodeOfPod, ...fromPod];
}
