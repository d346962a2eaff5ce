import type { Unit } from '../catalogue/define.ts';
import type { CloudWatchMetric, CloudWatchUnit, MetricGroup, Statistic } from './define.ts';

/** A break before a capital that follows a small letter or a digit, as YACE has it: GPUMemoryUtilization becomes gpumemory_utilization (0.67, pkg/promutil PromString). */
const snakeCase = (text: string): string => text.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

/** What YACE writes for a statistic of a metric (0.67, pkg/promutil/migrate.go BuildMetricName). */
export const seriesName = (namespace: string, metric: string, statistic: Statistic): string =>
  `${namespace.replace(/^\//, '').toLowerCase().replaceAll('/', '_')}_${snakeCase(metric)}_${snakeCase(statistic)}`;

/** The label of a dimension: YACE writes `dimension_endpoint_name` (`--labels-snake-case`), of which the monitor of the chart takes the beginning away. */
export const labelOf = (dimension: string): string => snakeCase(dimension);

/** Labels of the series of a group beside those of the target. */
export const labelsOf = ({ dimensions, possible = [] }: MetricGroup): string[] => ['account_id', 'region', ...[...dimensions, ...possible].map(labelOf)];

const units: Readonly<Record<CloudWatchUnit, Unit>> = { Microseconds: 'microseconds', Milliseconds: 'milliseconds', Seconds: 'seconds', Percent: 'percent', None: 'count', Share: 'count' };

/** Unit of a statistic as CloudWatch has it: a number of samples is a count, and the mean of yes and no is a share. */
export function unitOf({ unit }: CloudWatchMetric, statistic: Statistic): Unit {
  if (statistic === 'SampleCount') return 'count';
  return unit === 'Share' && statistic === 'Average' ? 'ratio' : units[unit];
}
