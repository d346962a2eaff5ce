import { levels } from './define.ts';

/** How each label of ours is found: the labels it may stand in, joined by ";", and what to take of them. Order matters, as `namespace` looks at `pod`. */
const holder = [
  // A foreign monitor that does not honour labels puts the holder into exported_*, and the exporter's own pod where no pod holds the GPU.
  { label: 'namespace', from: ['exported_namespace', 'pod', 'namespace'], regex: '([^;]+);.*|;[^;]*dcgm-exporter-[^;]*;.*|;[^;]*;(.*)' },
  { label: 'pod', from: ['exported_pod', 'pod'], regex: '([^;]+);.*|;.*dcgm-exporter-.*|;(.*)' },
  // A foreign monitor may not add the node; exporters print it as Hostname, from 4.8.3 on as hostname.
  { label: 'node', from: ['node', 'Hostname', 'hostname'], regex: ';*([^;]*).*' },
];

/**
 * One series for each GPU (or MIG slice, or pod that shares a GPU) with our identity labels, whoever scraped it.
 * `more` are labels to keep beside them.
 */
export function perGpu(expr: string, ...more: string[]): string {
  const named = holder.reduce((inner, { label, from, regex }) => [
    'label_replace(label_join(', ...inner.split('\n').map((line) => `  ${line}`),
    `, "${label}", ";", ${from.map((name) => `"${name}"`).join(', ')}), "${label}", "$1${regex.includes('|') ? '$2' : ''}", "${label}", "${regex}")`,
  ].join('\n'), expr);
  return `max by (${[...levels.gpu, ...more].join(', ')}) (\n${named}\n)`;
}

/** How many compute slices a whole GPU has: a MIG profile starts with the number that it takes of them. */
const sliceCounts = [{ model: '=~".*A30.*"', total: 4 }, { model: '!~".*A30.*"', total: 7 }];

/** Part of a whole GPU that each series (with our identity labels) stands for: MIG slices by their compute slices, a GPU that pods share in equal parts. */
export function gpuShare(series: string): string {
  const slices = sliceCounts.flatMap(({ model, total }) => [1, 2, 3, 4, 7].filter((taken) => taken <= total)
    .map((taken) => `${series}{GPU_I_PROFILE=~"${taken}g.*", modelName${model}} * 0 + ${taken} / ${total}`));
  const parts = [`${series}{GPU_I_PROFILE=""} * 0 + 1`, ...slices].join('\n  or ');
  return `(\n  ${parts}\n)\n/ on (cluster, node, gpu, GPU_I_ID) group_left ()\n  count by (cluster, node, gpu, GPU_I_ID) (${series})`;
}
