import type { Metric } from '../catalogue/define.ts';
import type { Expr } from './parse.ts';

/** What cannot be added up: a part of something, a percentile; and a total since the start, which says nothing of now until it is rated. */
export type Nature = 'share' | 'percentile' | 'total';

/** Percentiles that an exporter or a rule hands out, by the label that names them or the end of their name (`…_p99`, `…_p99:seconds`). */
const isPercentile = ({ name, labels }: Metric): boolean => labels.includes('quantile') || labels.includes('percentile') || /_p\d+(_\d+)?(:|$)/.test(name);

/** What the values of a metric are. */
export function natureOf(metric: Metric): Nature | undefined {
  if (metric.type === 'counter') return 'total';
  if (isPercentile(metric)) return 'percentile';
  return (metric.unit === 'ratio' || metric.unit === 'percent') && !metric.additive ? 'share' : undefined;
}

type Binary = Pick<Extract<Expr, { kind: 'binary' }>, 'op' | 'group'>;

interface Side {
  readonly nature?: Nature | undefined;
  readonly unit?: string | undefined;
}

const ADDS = new Set(['+', '-', 'or']);
const MULTIPLIES = new Set(['*', '/', '^', '%', 'atan2']);

/** What a binary operator makes of two vectors: like by like, one to one, is a share; like by the same whole is a part, which adds up. */
export function natureOfPair({ op, group }: Binary, left: Side, right: Side): Nature | undefined {
  const percentile = left.nature === 'percentile' || (right.nature === 'percentile' && (ADDS.has(op) || op === '*'));
  if (MULTIPLIES.has(op)) return percentile ? 'percentile' : op === '/' && !group && left.unit !== undefined && left.unit === right.unit ? 'share' : undefined;
  if (ADDS.has(op)) return percentile ? 'percentile' : left.nature === right.nature ? left.nature : undefined;
  return left.nature;
}

/** Filters keep the unit of what they filter; sums and fallbacks have it if both sides do. */
export function unitOfPair({ op }: Binary, left: Side, right: Side): string | undefined {
  if (MULTIPLIES.has(op)) return undefined;
  return ADDS.has(op) && left.unit !== right.unit ? undefined : left.unit;
}
