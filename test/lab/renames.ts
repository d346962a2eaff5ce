import { renamedFields } from '../../dashboards-src/catalogue/dcgm-renamed.ts';
import type { Metric } from '../../dashboards-src/catalogue/define.ts';
import { exporters } from '../../dashboards-src/catalogue/index.ts';

/** Names of metrics by what they are called elsewhere. */
export type Renaming = ReadonlyMap<string, string>;

const described = new Map(exporters.flatMap(({ metrics }) => metrics).map((metric) => [metric.name, metric]));

const isSame = (older: Pick<Metric, 'type' | 'labels'>, newer: Metric | undefined): boolean => newer?.type === older.type && newer.labels.every((label) => older.labels.includes(label));

/** Each older name with its newer one; what has become another kind of metric, or tells less apart, is not the same under another name. */
const renames: readonly (readonly [older: string, newer: string])[] = [
  ...[...described.values()].flatMap(({ name, type, labels, successor }) => (successor && isSame({ type, labels }, described.get(successor)) ? [[name, successor] as const] : [])),
  ...Object.entries(renamedFields),
];

/** Every name that was given up, by the one that followed. */
export const toNewer: Renaming = new Map(renames);

const olderOf = renames.reduce((all, [older, newer]) => all.set(newer, [...(all.get(newer) ?? []), older]), new Map<string, string[]>());

/** Each name by one that it had before; some had several, so that there are several of these. */
export const toOlder: readonly Renaming[] = Array.from({ length: Math.max(...[...olderOf.values()].map(({ length }) => length)) }, (_, index) =>
  new Map([...olderOf].map(([newer, older]) => [newer, older[index % older.length]!])));

const beginning = /^(# (?:HELP|TYPE) )?([a-zA-Z_:][a-zA-Z0-9_:]*)/;
const suffix = /_(?:bucket|sum|count)$/;

/** The exposition of an exporter as if it were of another version: with these names. What it exposes under both names is left as it is. */
export function rewritten(exposition: string, names: Renaming): string {
  const lines = exposition.split('\n');
  const present = new Set(lines.map((line) => beginning.exec(line)?.[2]));
  const renamed = (name: string): string => {
    const [end = ''] = suffix.exec(name) ?? [];
    const other = names.get(name) ?? (end && names.has(name.slice(0, -end.length)) ? names.get(name.slice(0, -end.length)) + end : name);
    return present.has(other) ? name : other;
  };
  return lines.map((line) => line.replace(beginning, (_, comment = '', name: string) => comment + renamed(name))).join('\n');
}
