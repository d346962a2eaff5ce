import type { View } from './analyzer.ts';
import { secondsOf } from './duration.ts';
import type { Place } from './findings.ts';
import { ofCluster } from './scoped.ts';

/** Something that was true of one place for a while. */
export interface Episode {
  readonly labels: Readonly<Record<string, string>>;
  readonly place: Place;
  /** The last value. */
  readonly value: number;
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
  /** It was so before the time that was looked at. */
  readonly longer: boolean;
  readonly ongoing: boolean;
  /** What was asked. */
  readonly query: string;
}

export interface Condition {
  /** PromQL that has a series where it is true, as an alert's expression. */
  readonly expr: string;
  /** Prometheus duration for which it must have been true without a break. */
  readonly for: string;
  /** now: it must still be true. window: at any time in the window that is looked at. */
  readonly when: 'now' | 'window';
}

/** Labels of the chart's series that say where something is; others say what. */
const identity = ['cluster', 'node', 'gpu', 'namespace', 'workload', 'workload_kind', 'pod', 'container', 'queue', 'cluster_queue', 'model', 'ray_io_cluster', 'persistentvolumeclaim'] as const satisfies (keyof Place)[];

/** Where a series is, with the workload of its pod where the census knows it. */
export function placeOf(labels: Readonly<Record<string, string>>, { census }: Pick<View, 'census'>): Place {
  const own: Place = Object.fromEntries(identity.flatMap((label) => (labels[label] ? [[label, labels[label]]] : [])));
  const { namespace, pod } = own;
  return namespace !== undefined && pod !== undefined ? { ...census.pod(namespace, pod), ...own } : own;
}

/** At most so many points are asked for, and none closer than rules are evaluated. */
const points = 60;
const closest = 30;
/** What happens once is seen for five minutes (the window of dcgm-exporter's Xid counter): looks that are closer together miss none. */
const shortestEvent = 240;

/** Where the condition holds or held, in the scope of the investigation. Nothing more is asked of what is not there. */
export async function episodes(view: View, { expr, for: duration, when }: Condition): Promise<Episode[]> {
  const { from: start, to: end } = view.window;
  const query = ofCluster(expr, view.scope.cluster);
  const length = end - start;
  const probe = when === 'now' ? query : `present_over_time((${query})[${length}s:${Math.min(shortestEvent, Math.max(60, Math.ceil(length / points)))}s])`;
  const probed = await view.metrics.instant(probe, end);
  const concerned = probed.filter(({ labels }) => view.census.concerns(placeOf(labels, view)));
  if (concerned.length === 0) return [];
  const hold = secondsOf(duration) ?? 0;
  const span = Math.max(length, hold + 2 * closest);
  const step = Math.max(closest, Math.ceil(span / points));
  const asked = { start: end - span, end, step };
  const held = when === 'now' && step > hold / 4 ? await heldFor(view, query, hold) : undefined;
  const found: Episode[] = [];
  for (const { labels, points: seen } of await view.metrics.range(query, asked)) {
    const place = placeOf(labels, view);
    if (!view.census.concerns(place) || (held && !held.has(keyOf(labels)))) continue;
    const stretches = unbroken(seen.map(({ at }) => at), step);
    const lasting = stretches.filter(({ from, to }) => to - from >= hold - step && (when === 'window' || to > end - step));
    const last = lasting.at(-1);
    if (!last) continue;
    const value = seen.find(({ at }) => at === last.to)?.value ?? Number.NaN;
    found.push({ labels, place, value, ...last, longer: last.from < asked.start + step, ongoing: last.to > end - step, query });
  }
  return found;
}

const keyOf = (labels: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(labels).sort());

/** Series that were true all the time until now. A look back over days has its points too far apart to tell. */
async function heldFor({ metrics, window: { to: end } }: View, query: string, hold: number): Promise<ReadonlySet<string>> {
  const step = Math.max(closest, Math.ceil(hold / 20));
  const start = end - Math.ceil(hold / step) * step;
  const series = await metrics.range(query, { start, end, step });
  return new Set(series.filter(({ points: seen }) => seen.length >= (end - start) / step + 1).map(({ labels }) => keyOf(labels)));
}

/** Moments that follow each other, as stretches. */
function unbroken(moments: readonly number[], step: number): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  for (const at of moments) {
    const last = stretches.at(-1);
    if (last && at - last.to <= step * 1.5) last.to = at;
    else stretches.push({ from: at, to: at });
  }
  return stretches;
}
