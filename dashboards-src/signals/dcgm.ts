import { renamedFields } from '../catalogue/dcgm-renamed.ts';
import { levels } from './define.ts';

/** What tells a GPU, a slice of one, or a pod's use of either from all others; the other labels follow from these. */
export const gpuIdentity = ['cluster', 'node', 'gpu', 'GPU_I_ID', 'namespace', 'pod'] as const;
const gpuLabels = [...gpuIdentity, 'GPU_I_PROFILE', 'modelName'];

/** Series that our monitors scrape: they have our labels already. */
const ours = 'node!="", exported_pod="", pod!~".*dcgm-exporter-.*"';

/** Series of any other monitor: it added no node, or did not honour labels; then free GPUs are named after the exporter's own pod. */
const foreign = ['node=""', 'exported_pod!=""', 'pod=~".*dcgm-exporter-.*"'];

/** Where each label of ours stands in a foreign series: the labels it may be in, joined by ";", and what to take of them. In this order, as `namespace` looks at `pod`. */
const renames = [
  { label: 'namespace', from: ['pod_namespace', 'exported_namespace', 'pod', 'namespace'], regex: '([^;]+);.*|;([^;]+);.*|;;[^;]*dcgm-exporter-[^;]*;.*|;;[^;]*;(.*)', replacement: '$1$2$3' },
  { label: 'pod', from: ['pod_name', 'exported_pod', 'pod'], regex: '([^;]+);.*|;([^;]+);.*|;;.*dcgm-exporter-.*|;;(.*)', replacement: '$1$2$3' },
  // Exporters print the node as Hostname, from 4.8.3 on as hostname.
  { label: 'node', from: ['node', 'Hostname', 'hostname'], regex: ';*([^;]*).*', replacement: '$1' },
];

const renamed = (expr: string): string => renames.reduce((inner, { label, from, regex, replacement }) => [
  'label_replace(label_join(', ...inner.split('\n').map((line) => `  ${line}`),
  `, "${label}", ";", ${from.map((name) => `"${name}"`).join(', ')}), "${label}", "${replacement}", "${label}", "${regex}")`,
].join('\n'), expr);

/** An expression over DCGM series that puts the matchers into each of its selectors. */
export type DcgmExpr = (matchers: string) => string;

/** The greatest value for each set of our labels, whoever scraped it. Foreign series are renamed apart, as that costs much for 10,000 GPUs. */
const greatest = (labels: readonly string[], expr: DcgmExpr): string => {
  const by = `max by (${labels.join(', ')})`;
  return `${by} (${expr(ours)})\nor\n${by} (\n${renamed(foreign.map(expr).join(' or '))}\n)`;
};

/** One series for each GPU, or MIG slice, or pod that shares a GPU. `more` are labels to keep beside our identity labels. */
export const perGpu = (expr: DcgmExpr, ...more: string[]): string => greatest([...gpuLabels, ...more], expr);

/** One series for each GPU as it sits in its node, whatever its slices and the pods that share it: errors and heat are the whole GPU's. */
export const perDevice = (expr: DcgmExpr, ...more: string[]): string => greatest([...levels.node, 'gpu', ...more], expr);

/** The worst GPU of each node. */
export const perNode = (expr: DcgmExpr): string => greatest(levels.node, expr);

/** A field by the name that every DCGM takes, or by its new one where the exporter's counters file uses that. */
export const field = (name: string, matchers: string): string => everyName(name, (metric) => `${metric}{${matchers}}`);

/** An expression over a field, for each of its names: what rates need, as they read one name at a time. */
export const everyName = (name: string, expr: (metric: string) => string): string => {
  const renamed = renamedFields[name];
  return renamed ? `(${expr(name)} or ${expr(renamed)})` : expr(name);
};

/** How many compute slices a whole GPU has: a MIG profile starts with the number that it takes of them. NVIDIA, MIG user guide, supported profiles. */
const fourSlices = '.*(A30|RTX PRO 6000).*';
const sliceCounts = [{ model: `=~"${fourSlices}"`, total: 4 }, { model: `!~"${fourSlices}"`, total: 7 }];

const id = 'cluster, node, gpu, GPU_I_ID';

/**
 * Part of a whole GPU that a series stands for, where that is not all of it: MIG slices by their compute slices, pods that share a GPU or a slice in equal parts.
 * `series` is recorded for every GPU.
 */
export function partOfGpu(series: string): string {
  const slices = sliceCounts.flatMap(({ model, total }) => [1, 2, 3, 4, 7].filter((taken) => taken <= total)
    .map((taken) => `${series}{GPU_I_PROFILE=~"${taken}g.*", modelName${model}} * 0 + ${taken} / ${total}`));
  const sharing = `on (${id}) group_left () count by (${id}) (${series})`;
  return `(\n  ${slices.join('\n  or ')}\n)\n/ ${sharing}\nor\n(${series} * 0 + 1) / ${sharing} < 1`;
}
