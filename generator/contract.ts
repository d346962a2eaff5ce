import { ml } from '../dashboards-src/catalogue/ml.ts';
import type { Metric } from '../dashboards-src/catalogue/define.ts';
import type { Signal } from '../dashboards-src/signals/define.ts';
import { signals } from '../dashboards-src/signals/index.ts';
import { askingLabels, nameLabels } from '../values-schema/monitors.ts';
import { code, table } from './markdown.ts';

/** Alerts of the guide "AI on EKS", observability choices, and those of this chart that take their place. */
const guideAlerts: readonly (readonly [guide: string, ours: readonly string[], difference: string])[] = [
  ['ModelServingDown', ['ModelServerDown', 'InferenceModelDown'], 'of a model none of whose servers answers, not of each replica; the second of engines that have a monitor of their own'],
  ['HighInferenceLatency', ['ModelLatencyHigh'], 'the percentile is computed of the buckets of all replicas: those of single replicas cannot be averaged'],
  ['GPUOutOfMemory', ['GPUMemoryAlmostFull', 'ContainerOOMKilled'], 'measured by DCGM: a program sees its own GPUs only, and servers fill the memory on purpose, so from 98 % on'],
  ['ModelAccuracyDegraded', ['ModelAccuracyLow', 'ModelAccuracyDropped'], 'of each data set; the second compares with a week ago'],
  ['HighErrorRate', ['ModelErrorsHigh'], 'failed by all requests of the version, in place of a ratio for each series, which is 1 or nothing'],
  ['TrainingJobCompleted', ['TrainingFinished', 'TrainingJobFailed'], 'as the controller of the job says: an epoch that ends is not a job that does'],
];

const targetLabels = new Set(['cluster', 'job', 'instance', 'namespace', 'pod', 'container', 'service', 'endpoint', 'node', 'k8s_namespace_name', 'k8s_pod_name']);

/** The first signals that read a metric. */
const shownAs = ({ name, type }: Metric): string =>
  (signals as readonly Signal[]).filter(({ sources }) => sources.some(({ expr }) => new RegExp(`\\b${name}${type === 'histogram' ? '(_bucket|_sum|_count)?' : ''}\\b`).test(expr))).map((signal) => signal.title).join(', ');

const metrics = table(
  ['metric', 'type', 'labels', 'what it is', 'shown as'],
  ml.metrics.map((metric) => [code(metric.name), metric.type, metric.labels.filter((label) => !targetLabels.has(label) && label !== 'epoch').map(code).join(', '), metric.help, shownAs(metric)]),
);

const alerts = table(['guide', 'here', 'what is different'], guideAlerts.map(([guide, ours, difference]) => [code(guide), ours.map((name) => `[${name}](charts/runbooks/runbooks/${name}.md)`).join(', '), difference]));

/** Section of chart/README.md: what a program of one's own reports, how it is found, and what is made of it. */
export const contractSection = `## Metrics of your own programs

A pod, or a Service, asks to be scraped by the annotation ${code('prometheus.io/scrape: "true"')} with ${code('prometheus.io/port')}, ${code('prometheus.io/path')} and ${code('prometheus.io/scheme')}, or by one of the labels
${Object.entries(askingLabels).map(([name, value]) => code(`${name}: ${value}`)).join(', ')} (regular expressions). Who asks twice is scraped once; ${code('prometheus.io/scrape: "false"')} is stronger than labels. Each target has the limit ${code('monitors.annotated.sampleLimit')}.
${code('model_name')} and ${code('job_name')} are what the program says, and in its silence the labels of its pod or Service: ${nameLabels.model_name.map(code).join(' or ')}, and ${nameLabels.job_name.map(code).join(', ')}.

These names lead onto the dashboards *Model quality* and *Training*. They are those of the guide "AI on EKS", so that its programs need no change; ${code('examples/common/ml_metrics.py')} of the repository writes all of them, by scraping or over OTLP.
${code('epoch')} is read where it is a label, but should be none: each epoch would be another series that never ends.

${metrics}

What is shown nowhere is for panels and alerts of your own.

The alerts of that guide:

${alerts}`;
