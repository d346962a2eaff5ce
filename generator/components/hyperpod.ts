import { values } from '../chart.ts';
import { Template, and, describe, equal, not, onlyWhen, type Templates } from '../helm/index.ts';
import type { Check } from './checks.ts';
import { condition } from './cluster.ts';
import { ofDcgm } from './dcgm.ts';
import { dropOwnPod } from './exporter.ts';
import { nodeOfPod, podMonitor } from './kubernetes.ts';
import { labelsOf, nameOf } from './names.ts';

const { addOn } = values.hyperpod;

/** Ports on which these exporters listen unless told otherwise (node_exporter, DCGM exporter). */
const ports = { nodes: 9100, gpus: 9400 } as const;

/** Exporters of HyperPod's observability add-on, found by its namespace and their ports, as AWS documents no labels. */
export function hyperpod(templates: Templates): void {
  const template = new Template(templates, 'hyperpod', {
    about: 'Exporters of HyperPod’s observability add-on, scraped in place of own ones.',
    source: 'generator/components/hyperpod.ts',
    when: and(values.monitors.enabled, addOn.enabled),
  });
  const found = { namespaceSelector: { matchNames: [addOn.namespace] }, selector: {} };
  describe(
    podMonitor(template, 'nodes', { name: nameOf('hyperpod-nodes'), labels: labelsOf('hyperpod') }, {
      ...found,
      podMetricsEndpoints: [{ portNumber: ports.nodes, relabelings: [{ targetLabel: 'job', replacement: 'node-exporter' }, nodeOfPod] }],
    }),
    'node-exporter, under the name of its job that rules ask for.',
  );
  describe(
    podMonitor(onlyWhen(template, 'gpus', values.dcgm.enabled), 'gpus', { name: nameOf('hyperpod-gpus'), labels: labelsOf('hyperpod') }, {
      ...found,
      podMetricsEndpoints: [{ portNumber: ports.gpus, interval: values.dcgm.interval, honorLabels: true, relabelings: [nodeOfPod, ofDcgm, dropOwnPod] }],
    }),
    'DCGM exporter.',
  );
}

/** What would be on a node twice. */
export const hyperpodChecks = (): Check[] => [
  {
    refuses: 'two node-exporters on a node of HyperPod',
    when: and(addOn.enabled, values.prometheus.enabled, condition('dig "nodeExporter" "enabled" true (index .Values "kube-prometheus-stack")')),
    message: 'hyperpod.addOn.enabled=true scrapes node-exporter of the add-on, whose port an own one could not have: set kube-prometheus-stack.nodeExporter.enabled=false',
  },
  {
    refuses: 'two DCGM exporters on a node of HyperPod',
    when: and(addOn.enabled, values.dcgm.enabled, not(equal(values.dcgm.mode, 'existing'))),
    message: 'hyperpod.addOn.enabled=true scrapes DCGM exporter of the add-on, with which an own one cannot share the profiling counters of a GPU: set dcgm.mode=existing',
  },
];
