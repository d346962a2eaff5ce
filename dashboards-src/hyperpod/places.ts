import { exporters } from '../catalogue/index.ts';
import { queries } from '../check.ts';
import { dashboards, type BuiltDashboard } from '../dashboards/index.ts';
import { stackDashboard } from '../dashboards/stack.ts';
import { recorded } from '../rules/index.ts';
import type { Toggle } from '../catalogue/define.ts';
import { signals } from '../signals/index.ts';
import type { Signal } from '../signals/define.ts';
import type { HyperpodMetric } from './metrics.ts';

/** Where a metric of HyperPod's add-on is in this chart. */
export interface Place {
  /** Switches of the sources that bring it. */
  readonly toggles: readonly Toggle[];
  /** Signals that are made of it. */
  readonly signals: readonly Signal[];
  /** Dashboards that show it, by itself or by a signal. */
  readonly dashboards: readonly BuiltDashboard[];
}

const names = (expr: string): string[] => expr.match(/[a-zA-Z_:][\w:]*/g) ?? [];

const known = new Map<string, ReadonlySet<string>>();

/** What exporters have to expose for an expression, through the recording rules. */
function readBy(expr: string): ReadonlySet<string> {
  const found = known.get(expr);
  if (found) return found;
  const read = new Set<string>();
  // A rule that reads itself reads what the rest of it reads.
  known.set(expr, read);
  for (const name of names(expr)) {
    const rule = recorded.get(name);
    for (const metric of rule === undefined ? [name] : readBy(rule)) read.add(metric);
  }
  return read;
}

/** It asks for every signal whether there is any, which shows none. */
const showing = dashboards.filter((dashboard) => dashboard !== stackDashboard);
const shownOn = new Map(showing.map((dashboard) => [dashboard, new Set(queries(dashboard).flatMap(({ expr }) => [...readBy(expr)]))]));

/**
 * The place of a metric.
 * @throws Error when an exporter that it names is not in the catalogue, or does not have its series
 */
export function placeOf({ metric, exporters: wanted, series }: HyperpodMetric): Place {
  const found = wanted.map((name) => exporters.find((exporter) => exporter.name === name) ?? refuse(`${metric}: the catalogue has no exporter "${name}"`));
  const own = found.flatMap(({ metrics }) => metrics.map(({ name }) => name));
  if (series && !own.includes(series)) refuse(`${metric}: ${wanted.join(', ')} does not expose ${series}`);
  const parts = new Set((series ? [series] : own).flatMap((name) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]));
  const reads = (metrics: ReadonlySet<string>): boolean => [...metrics].some((name) => parts.has(name));
  return {
    toggles: [...new Set(found.map(({ toggle }) => toggle))],
    signals: signals.filter(({ sources }) => reads(new Set(sources.flatMap(({ expr }) => [...readBy(expr)])))),
    dashboards: showing.filter((dashboard) => reads(shownOn.get(dashboard)!)),
  };
}

function refuse(problem: string): never {
  throw new Error(`dashboards-src/hyperpod/metrics.ts: ${problem}`);
}
