import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { controller } from '../../dashboards-src/catalogue/controller.ts';
import type { Exporter } from '../../dashboards-src/catalogue/define.ts';
import { http } from '../../dashboards-src/catalogue/http.ts';
import { exporters } from '../../dashboards-src/catalogue/index.ts';
import { process } from '../../dashboards-src/catalogue/process.ts';
import { categories, sources, type Category, type MonitorName, type Source, type Target } from '../../values-schema/monitors.ts';
import { chartInfo, values } from '../chart.ts';
import { ROOT, Template, describe, equal, go, helper, onlyWhen, reference, rendered, when, type Condition, type Reference, type Templates } from '../helm/index.ts';
import { nodeOfPod, podMonitor, serviceMonitor, type Relabeling } from './kubernetes.ts';
import { keepOnly } from './levels.ts';
import { labelsOf, nameOf } from './names.ts';

/** Most series that one target may expose: beyond it its scrape fails and the alert TargetDown says so, instead of Prometheus running out of memory. */
const SAMPLE_LIMIT = 100_000;

const all: readonly Source[] = sources;

const POD = '__meta_kubernetes_pod_';
/** Label names as Prometheus' discovery writes them. */
const discovered = (name: string): string => name.replace(/[^a-zA-Z0-9_]/g, '_');

const selectingLabels = helper(
  `${chartInfo.name}.selectingLabels`,
  'The discovered labels of a pod that a monitor selects by. Call with the values of the monitor.',
  go`{{- $names := list -}}
{{- range $label, $_ := .labels }}{{ $names = append $names (printf "${POD}label_%s" (regexReplaceAll "[^a-zA-Z0-9_]" $label "_")) }}{{ end -}}
{{- range .expressions }}{{ $names = append $names (printf "${POD}%s_%s" (ternary "labelpresent" "label" (eq .operator "Exists")) (regexReplaceAll "[^a-zA-Z0-9_]" .key "_")) }}{{ end -}}
{{- toJson $names -}}`,
);

const selectedValues = helper(
  `${chartInfo.name}.selectedValues`,
  'Regular expression of the values of those labels where the monitor selects the pod.',
  go`{{- $patterns := list -}}
{{- range .labels }}{{ $patterns = append $patterns (regexQuoteMeta .) }}{{ end -}}
{{- range .expressions }}
{{- $either := list }}{{ range .values }}{{ $either = append $either (regexQuoteMeta .) }}{{ end }}
{{- $patterns = append $patterns (ternary "true" (printf "(%s)" (join "|" $either)) (eq .operator "Exists")) }}
{{- end -}}
{{- join ";" $patterns -}}`,
);

/** What the values say of a source: labels or expressions, and where there are others too, the names of its Services. */
interface Selection {
  readonly enabled: Condition;
  readonly labels: Reference<Record<string, string>>;
  readonly expressions: Reference<k8s.LabelSelectorRequirement[]>;
  readonly service: Reference<string>;
}
const selectionOf = ({ name }: Source): Selection => values.monitors[name as MonitorName] as unknown as Selection;

/** Scraping of workloads and operators that this chart does not install, in every namespace. */
export function monitors(templates: Templates): void {
  const template = new Template(templates, 'monitors', {
    about: 'What runs beside this chart and is scraped where it is. A monitor that selects nothing costs nothing.',
    source: 'generator/components/monitors.ts and values-schema/monitors.ts',
    named: `${chartInfo.name}.monitors`,
    when: values.monitors.enabled,
  });
  for (const source of all) {
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
      filters: [dropSelectedBy(source)],
    }));
  }
  annotated(template);
}

/** What servers and controllers say of themselves, whichever they are. */
const common = [controller, http, process];

/** The same for all sources of a category: engines run behind KServe, and LMCache runs within them. */
export const exportersOf = (category: Category): Exporter[] => {
  const toggles: readonly string[] = all.filter((source) => source.category === category).map(({ name }) => name);
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

function relabelingsOf({ name, podLabels = {} }: Pick<Source, 'name' | 'podLabels'>): Relabeling[] {
  const fromPod = Object.entries(podLabels).map(([targetLabel, label]) => ({ sourceLabels: [`${POD}label_${discovered(label)}`], targetLabel }));
  return [{ targetLabel: 'job', replacement: name }, nodeOfPod, ...fromPod];
}

/** Not twice: the first monitor of the source has these pods. */
function dropSelectedBy(source: Source): Relabeling {
  const from = `${ROOT}.Values.monitors.${source.name}`;
  return {
    action: 'drop',
    sourceLabels: rendered<string[]>(`include ${JSON.stringify(selectingLabels.name)} ${from}`, 'yaml'),
    regex: `${reference<string>(`include ${JSON.stringify(selectedValues.name)} ${from}`, { type: 'string' }, true)}`,
  };
}

const dropLabelled = (labels: Readonly<Record<string, string>>): Relabeling => ({
  action: 'drop', sourceLabels: Object.keys(labels).map(label => `${POD}label_${discovered(label)}`), regex: Object.values(labels).join(';'),
});

const annotation = (name: string): string => `${POD}annotation_prometheus_io_${name}`;

const ofPods = ({ scrapes }: Target): boolean => scrapes === 'pods';

/** Pods that ask for it by annotations, unless another monitor has them. */
function annotated(template: Template): void {
  const elsewhere = [
    ...all.filter(ofPods).map(source => when(selectionOf(source).enabled, dropSelectedBy(source))),
    ...all.flatMap(source => (source.also ?? []).filter(target => ofPods(target) && target.labels).map(target => when(selectionOf(source).enabled, dropLabelled(target.labels!)))),
    dropLabelled({ 'app.kubernetes.io/part-of': `${chartInfo.name}|kube-prometheus-stack|kube-state-metrics|prometheus-node-exporter` }),
    dropLabelled({ 'app.kubernetes.io/name': 'alertmanager|fluent-bit|grafana|opencost|prometheus' }),
  ];
  describe(
    podMonitor(onlyWhen(template, 'annotated', values.monitors.annotated.enabled), 'annotated', { name: nameOf('annotated'), labels: labelsOf('annotated') }, {
      namespaceSelector: { any: true },
      selector: {},
      sampleLimit: SAMPLE_LIMIT,
      podMetricsEndpoints: [
        {
          relabelings: [
            { action: 'keep', sourceLabels: [annotation('scrape')], regex: 'true' },
            { action: 'drop', sourceLabels: [`${POD}container_init`], regex: 'true' },
            ...elsewhere,
            { sourceLabels: [annotation('scheme')], regex: '(https?)', targetLabel: '__scheme__' },
            { sourceLabels: [annotation('path')], regex: '(.+)', targetLabel: '__metrics_path__' },
            { sourceLabels: [`${POD}ip`, annotation('port')], regex: '([0-9.]+);([0-9]+)', replacement: '$1:$2', targetLabel: '__address__' },
            { sourceLabels: [`${POD}ip`, annotation('port')], regex: '(.*:.*);([0-9]+)', replacement: '[$1]:$2', targetLabel: '__address__' },
            // Each container and port of the pod is found; with a port annotated they are one address, which these would tell apart.
            { sourceLabels: [annotation('port')], regex: '[0-9]+', targetLabel: 'container', replacement: '' },
            ...relabelingsOf({ name: 'annotated' }),
          ],
        },
      ],
    }),
    'Pods that another monitor scrapes are left to it.',
  );
}
