import { parse } from '../../dashboards-src/promql/parse.ts';
import { selectors } from '../../dashboards-src/promql/selectors.ts';

interface Recording {
  readonly record: string;
  readonly expr: string;
}

/** Series that an expression reads. */
export const namesIn = (expr: string): string[] => selectors(parse(expr).expr).flatMap(({ names }) => names);

/** Rules in the order in which they can be evaluated over a stretch of time: each layer reads only what is scraped or recorded by the layers before it. */
export function inLayers<R extends Recording>(rules: readonly R[]): R[][] {
  const layer = new Map<string, number>();
  for (const { record, expr } of rules) layer.set(record, 1 + Math.max(-1, ...namesIn(expr).flatMap((name) => layer.get(name) ?? [])));
  return Array.from({ length: 1 + Math.max(...layer.values()) }, (_, index) => rules.filter(({ record }) => layer.get(record) === index));
}

/** Rules that have something to read: what is scraped, or recorded by one of these. */
export function withData<R extends Recording>(rules: readonly R[], scraped: Iterable<string>): R[] {
  const known = new Set(scraped);
  return rules.filter(({ record, expr }) => {
    const reads = namesIn(expr).some((name) => known.has(name));
    if (reads) known.add(record);
    return reads;
  });
}
