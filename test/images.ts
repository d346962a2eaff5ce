import type { Manifest } from './wiring.ts';

/** Every image that a render names: in containers, and as `image` of the objects that operators turn into pods. */
export function images(manifests: readonly Manifest[]): string[] {
  return [...new Set(manifests.flatMap(collect))].sort();
}

/** Whether an image always is the same one: it has a digest, or a tag that is a version. */
export function isPinned(image: string): boolean {
  const [reference = '', digest] = image.split('@');
  const tag = reference.slice(reference.lastIndexOf('/') + 1).split(':')[1];
  return digest !== undefined || (tag !== undefined && /\d/.test(tag));
}

/** `--prometheus-config-reloader=quay.io/…:v1`: the operator starts what its flags name. */
const FLAG = /^--[\w-]+=([\w.-]+(?::\d+)?\/[\w./-]+[:@][\w.:-]+)$/;

function collect(value: unknown): string[] {
  if (typeof value === 'string') return FLAG.exec(value)?.slice(1) ?? [];
  if (typeof value !== 'object' || value === null) return [];
  const { image } = value as { image?: unknown };
  return [...(typeof image === 'string' ? [image] : []), ...Object.values(value).flatMap(collect)];
}
