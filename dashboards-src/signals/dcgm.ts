import { levels } from './define.ts';

/** Series that our monitors scrape: they have our labels already. */
const ours = 'node!="", exported_pod="", pod!~".*dcgm-exporter-.*"';

/** Series of any other monitor: it added no node, or did not honour labels; then free GPUs are named after the exporter's own pod. */
const foreign = ['node=""', 'exported_pod!=""', 'pod=~".*dcgm-exporter-.*"'];

/** Where each label of ours stands in a foreign series: the labels it may be in, joined by ";", and what to take of them. In this order, as `namespace` looks at `pod`. */
const renames = [
  { label: 'namespace', from: ['exported_namespace', 'pod', 'namespace'], regex: '([^;]+);.*|;[^;]*dcgm-exporter-[^;]*;.*|;[^;]*;(.*)', replacement: '$1$2' },
  { label: 'pod', from: ['exported_pod', 'pod'], regex: '([^;]+);.*|;.*dcgm-exporter-.*|;(.*)', replacement: '$1$2' },
  // Exporters print the node as Hostname, from 4.8.3 on as hostname.
  { label: 'node', from: ['node', 'Hostname', 'hostname'], regex: ';*([^;]*).*', replacement: '$1' },
];

const renamed = (expr: string): string => renames.reduce((inner, { label, from, regex, replacement }) => [
  'label_replace(label_join(', ...inner.split('\n').map((line) => `  ${line}`),
  `, "${label}", ";", ${from.map((name) => `"${name}"`).join(', ')}), "${label}", "${replacement}", "${label}", "${regex}")`,
].join('\n'), expr);

/** Xid codes that a program cannot cause: memory (48, 63, 64, 92, 94, 95, 140), NVLink (74), fallen off the bus (79), firmware (119, 120). NVIDIA, Xid Errors. */
export const hardwareXids = [48, 63, 64, 74, 79, 92, 94, 95, 119, 120, 140];

/** An expression over DCGM series that puts the matchers into each of its selectors. */
export type DcgmExpr = (matchers: string) => string;

/** The greatest value for each set of our labels, whoever scraped it. Foreign series are renamed apart, as that costs much for 10,000 GPUs. */
const greatest = (labels: readonly string[], expr: DcgmExpr): string => {
  const by = `max by (${labels.join(', ')})`;
  return `${by} (${expr(ours)})\nor\n${by} (\n${renamed(foreign.map(expr).join(' or '))}\n)`;
};

/** One series for each GPU, or MIG slice, or pod that shares a GPU. `more` are labels to keep beside our identity labels. */
export const perGpu = (expr: DcgmExpr, ...more: string[]): string => greatest([...levels.gpu, ...more], expr);

/** The worst GPU of each node. */
export const perNode = (expr: DcgmExpr): string => greatest(levels.node, expr);

/** How many compute slices a whole GPU has: a MIG profile starts with the number that it takes of them. */
const sliceCounts = [{ model: '=~".*A30.*"', total: 4 }, { model: '!~".*A30.*"', total: 7 }];

/** Part of a whole GPU that each series (with our identity labels) stands for: MIG slices by their compute slices, a GPU that pods share in equal parts. */
export function gpuShare(series: string): string {
  const slices = sliceCounts.flatMap(({ model, total }) => [1, 2, 3, 4, 7].filter((taken) => taken <= total)
    .map((taken) => `${series}{GPU_I_PROFILE=~"${taken}g.*", modelName${model}} * 0 + ${taken} / ${total}`));
  const parts = [`${series}{GPU_I_PROFILE=""} * 0 + 1`, ...slices].join('\n  or ');
  return `(\n  ${parts}\n)\n/ on (cluster, node, gpu, GPU_I_ID) group_left ()\n  count by (cluster, node, gpu, GPU_I_ID) (${series})`;
}
