import { askingLabels, nameLabels, sources, type Source, type Target } from '../../values-schema/monitors.ts';
import { chartInfo, values } from '../chart.ts';
import { describe, onlyWhen, when, type Template } from '../helm/index.ts';
import { POD, annotationOf, labelOf, metaOf, type Discovered } from './discovered.ts';
import { nodeOfPod, podMonitor, serviceMonitor, type Relabeling } from './kubernetes.ts';
import { labelsOf, nameOf } from './names.ts';
import { dropLabelled, dropSelected, ofPods, selectionOf, type More } from './selection.ts';

const about = (of: Discovered, what: 'scrape' | 'port' | 'path' | 'scheme'): string => annotationOf(of, `prometheus.io/${what}`);

/** The annotation, or in its absence one of the labels. */
const asks = (of: Discovered): Pick<Relabeling, 'sourceLabels' | 'regex'> => ({
  sourceLabels: [about(of, 'scrape'), ...Object.keys(askingLabels).map((label) => labelOf(of, label))],
  regex: `true;.*|;(${Object.values(askingLabels).map((value, before) => `${'[^;]*;'.repeat(before)}${value}(;.*)?`).join('|')})`,
});

const all: readonly Source[] = sources;

/** Another port than those of the monitor is left to the annotation: in a pod of Ray, a training that reports by itself. */
const onItsPorts = ({ ports, numbers }: Target, port: string): More | undefined => {
  const known = numbers ?? ports.filter((each) => typeof each === 'number');
  return known.length >= ports.length ? { label: port, regex: `(|${known.join('|')})` } : undefined;
};

/** Pods that another monitor scrapes, of this chart or of its dependencies. */
const scrapedElsewhere = (port: string): Relabeling[] => [
  ...all.filter(ofPods).map((source) => when(selectionOf(source).enabled, dropSelected(source, 'pod', onItsPorts(source, port)))),
  ...all.flatMap((source) => (source.also ?? []).filter((target) => ofPods(target) && target.labels).map((target) => when(selectionOf(source).enabled, dropLabelled(target.labels!, onItsPorts(target, port))))),
  dropLabelled({ 'app.kubernetes.io/part-of': `${chartInfo.name}|kube-prometheus-stack|kube-state-metrics|prometheus-node-exporter` }),
  dropLabelled({ 'app.kubernetes.io/name': 'alertmanager|fluent-bit|grafana|opencost|prometheus' }),
];

/** Services that another monitor scrapes; makers of exporters and Kubernetes itself annotate them too. */
const servicesScrapedElsewhere = (): Relabeling[] => [
  ...all.filter((source) => !ofPods(source)).map((source) => when(selectionOf(source).enabled, dropSelected(source, 'service', source.service ? { label: `${metaOf('service')}name`, regex: `(${selectionOf(source).service})` } : undefined))),
  { action: 'drop', sourceLabels: [labelOf('pod', 'app')], regex: 'nvidia-dcgm-exporter' },
  { action: 'drop', sourceLabels: [labelOf('service', 'k8s-app')], regex: 'kube-dns' },
];

const where = (of: Discovered): Relabeling[] => [
  { sourceLabels: [about(of, 'scheme')], regex: '(https?)', targetLabel: '__scheme__' },
  { sourceLabels: [about(of, 'path')], regex: '(.+)', targetLabel: '__metrics_path__' },
];

/** Addresses of pods have no port where none is declared, and those of IPv6 then no brackets. */
const portOfPod: Relabeling[] = [
  { sourceLabels: [`${POD}ip`, about('pod', 'port')], regex: '([0-9.]+);([0-9]+)', replacement: '$1:$2', targetLabel: '__address__' },
  { sourceLabels: [`${POD}ip`, about('pod', 'port')], regex: '(.*:.*);([0-9]+)', replacement: '[$1]:$2', targetLabel: '__address__' },
];
const portOfService: Relabeling = { sourceLabels: ['__address__', about('service', 'port')], regex: '(.+):[0-9]+;([0-9]+)', replacement: '$1:$2', targetLabel: '__address__' };

/** Which model and which job, of the first label that is there. */
const whose = (...found: readonly Discovered[]): Relabeling[] =>
  Object.entries(nameLabels).map(([targetLabel, labels]) => ({ sourceLabels: found.flatMap((of) => labels.map((label) => labelOf(of, label))), regex: ';*([^;]+).*', targetLabel }));

/** What a program says itself of its model and job counts more than labels. */
const saidItself: Relabeling[] = [
  ...Object.keys(nameLabels).map((label) => ({ sourceLabels: [`exported_${label}`], regex: '(.+)', targetLabel: label })),
  { action: 'labeldrop', regex: `exported_(${Object.keys(nameLabels).join('|')})` },
];

const common: readonly Relabeling[] = [{ targetLabel: 'job', replacement: 'annotated' }, nodeOfPod];

/** Pods, and pods behind Services, that ask for it by annotations or labels, unless another monitor has them. */
export function annotated(template: Template): void {
  const scope = onlyWhen(template, 'annotated', values.monitors.annotated.enabled);
  const spec = { namespaceSelector: { any: true }, selector: {}, sampleLimit: values.monitors.annotated.sampleLimit };
  const ofPod: Relabeling[] = [
    { action: 'keep', ...asks('pod') },
    { action: 'drop', sourceLabels: [`${POD}container_init`], regex: 'true' },
    // A container with neither a declared nor an annotated port has no address.
    { action: 'drop', sourceLabels: [`${POD}container_port_number`, about('pod', 'port')], regex: ';' },
    ...scrapedElsewhere(about('pod', 'port')),
    ...where('pod'),
    ...portOfPod,
    // Each container and port of the pod is found; with a port annotated they are one address, which these would tell apart.
    { sourceLabels: [about('pod', 'port')], regex: '[0-9]+', targetLabel: 'container', replacement: '' },
    ...whose('pod'),
    ...common,
  ];
  const ofService: Relabeling[] = [
    { action: 'keep', ...asks('service') },
    { action: 'drop', ...asks('pod') },
    { action: 'drop', sourceLabels: [about('pod', 'scrape')], regex: 'false' },
    ...servicesScrapedElsewhere(),
    ...scrapedElsewhere(about('service', 'port')),
    ...where('service'),
    portOfService,
    // A pod behind two Services, or two ports of one, is one target.
    ...['service', 'endpoint', 'container'].map((targetLabel) => ({ targetLabel, replacement: '' })),
    ...whose('pod', 'service'),
    ...common,
  ];
  describe(
    podMonitor(scope, 'annotated', { name: nameOf('annotated'), labels: labelsOf('annotated') }, { ...spec, podMetricsEndpoints: [{ relabelings: ofPod, metricRelabelings: saidItself }] }),
    'Pods that another monitor scrapes are left to it.',
  );
  describe(
    serviceMonitor(scope, 'annotated-services', { name: nameOf('annotated-services'), labels: labelsOf('annotated') }, { ...spec, endpoints: [{ relabelings: ofService, metricRelabelings: saidItself }] }),
    'Pods that ask for it themselves, or that another monitor scrapes, are left to that one.',
  );
}
