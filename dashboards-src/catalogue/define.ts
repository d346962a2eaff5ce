import type { MonitorName } from '../../values-schema/monitors.ts';

/** A component of the chart, which a user switches by `<toggle>.enabled`, or a source that is scraped where it runs: `monitors.<toggle>.enabled`. */
export type Toggle = 'prometheus' | 'grafana' | 'opensearch' | 'opensearchExporter' | 'fluentbit' | 'opencost' | 'dcgm' | 'neuron' | 'otel' | 'sagemaker' | 'cloudwatch' | MonitorName;

/** `info` is a gauge of constant 1 whose labels carry the news; `untyped` is one whose makers do not say whether it only grows. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'untyped';

export type Unit =
  | 'bits/second' | 'bool' | 'bytes' | 'bytes/second' | 'celsius' | 'cores' | 'count' | 'dollars' | 'dollars/hour' | 'events/second' | 'flops' | 'gigabytes/second' | 'hertz' | 'info' | 'joules'
  | 'kibibytes' | 'mebibytes' | 'megabytes' | 'megahertz' | 'microseconds' | 'millijoules' | 'milliseconds' | 'milliwatts' | 'nanoseconds' | 'packets/second' | 'percent' | 'ratio' | 'requests/second'
  | 'score' | 'seconds' | 'seconds/second' | 'timestamp' | 'tokens' | 'tokens/second' | 'watts';

/** One metric family as an exporter exposes it, or as a recording rule writes it. */
export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: Unit;
  readonly help: string;
  /** Every label that the series can have: the exporter's own and those that scraping adds. */
  readonly labels: readonly string[];
  /** What the exporter calls it in its exposition, where that is not what it is. */
  readonly exposedAs?: MetricType;
  /** Exporter version that brought it, and the first one that no longer has it. */
  readonly since?: string;
  readonly until?: string;
  /** Name under which newer versions expose the same thing. */
  readonly successor?: string;
  /** Adds up although it is a percentage: 100 is one CPU. */
  readonly additive?: boolean;
  /** Written by our rules: it has one series for each set of its labels. */
  readonly recorded?: boolean;
  /** Series to weigh by when this one is averaged: its series stand for unequal parts. */
  readonly weight?: string;
  /** Series that agree in these labels stand for equal parts all the same. */
  readonly equalWithin?: readonly string[];
}

/** What one exporter exposes, and which toggle of the chart brings it. */
export interface Exporter {
  readonly name: string;
  /** Versions for which the facts hold. */
  readonly version: string;
  /** Where the facts were read. */
  readonly source: string;
  readonly toggle: Toggle;
  readonly metrics: readonly Metric[];
}

/** A metric with the labels that its exporter gives it, before scraping adds its own. */
export type OwnMetric = Omit<Metric, 'labels'> & { readonly labels?: readonly string[] };

/** Labels that Prometheus puts on every series of a scraped pod; `cluster` comes from the chart's default scrape class. */
export const targetLabels = ['cluster', 'job', 'instance', 'namespace', 'pod', 'container', 'service', 'endpoint'] as const;

interface ExporterDefinition extends Omit<Exporter, 'metrics'> {
  /** What scraping adds to every series. */
  readonly labels: readonly string[];
  /** The monitor lets the exporter's own labels win; otherwise Prometheus renames those that clash with what scraping adds: `exported_namespace`. */
  readonly honorLabels?: boolean;
  readonly metrics: readonly OwnMetric[];
}

/** Joins an exporter's metrics with the labels that scraping adds to all of them. */
export function exporter({ labels, honorLabels = false, metrics, ...rest }: ExporterDefinition): Exporter {
  const stored = (label: string): string => (!honorLabels && labels.includes(label) ? `exported_${label}` : label);
  return { ...rest, metrics: metrics.map((metric) => ({ ...metric, labels: [...new Set([...labels, ...(metric.labels ?? []).map(stored)])] })) };
}

/** Metrics that share labels beside those of their exporter. */
export const labelled = (labels: readonly string[], metrics: readonly OwnMetric[]): OwnMetric[] => metrics.map((metric) => ({ ...metric, labels: [...labels, ...(metric.labels ?? [])] }));

type Rest = Partial<Omit<Metric, 'name' | 'type' | 'unit' | 'help'>>;

export const counter = (name: string, unit: Unit, help: string, rest: Rest = {}): OwnMetric => ({ name, type: 'counter', unit, help, ...rest });
export const gauge = (name: string, unit: Unit, help: string, rest: Rest = {}): OwnMetric => ({ name, type: 'gauge', unit, help, ...rest });
export const histogram = (name: string, unit: Unit, help: string, rest: Rest = {}): OwnMetric => ({ name, type: 'histogram', unit, help, ...rest });
export const summary = (name: string, unit: Unit, help: string, rest: Rest = {}): OwnMetric => ({ name, type: 'summary', unit, help, ...rest });
export const info = (name: string, help: string, rest: Rest = {}): OwnMetric => ({ name, type: 'info', unit: 'info', help, ...rest });
export const untyped = (name: string, unit: Unit, help: string, rest: Rest = {}): OwnMetric => ({ name, type: 'untyped', unit, help, ...rest });
