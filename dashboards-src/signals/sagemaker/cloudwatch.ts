import type { Statistic } from '../../sagemaker/define.ts';
import { seriesName } from '../../sagemaker/series.ts';
import { groups } from '../../sagemaker/table.ts';
import type { Source } from '../define.ts';
import { period } from '../sagemaker-settings.ts';

const asked = new Set(groups.flatMap(({ namespace, metrics }) => metrics.flatMap(({ name, statistics }) => statistics.map((statistic) => seriesName(namespace, name, statistic)))));

/**
 * A statistic of CloudWatch. Where CloudWatch has none for the period YACE writes NaN, which is no value: comparing with zero takes it away, and nothing of SageMaker is below zero.
 * @throws for what the table does not ask for
 */
export function cloudWatch(namespace: string, metric: string, statistic: Statistic): string {
  const name = seriesName(namespace, metric, statistic);
  if (!asked.has(name)) throw new Error(`${statistic} of ${metric} in ${namespace} is not asked for; add it to dashboards-src/sagemaker/table.ts`);
  return `${name} >= 0`;
}

/** Only of what has this dimension: a namespace can have series by several. */
export const having = (label: string, series: string): string => series.replace(/^\w+/, `$&{${label}!=""}`);

/** Only where there was any, to divide by. */
export const some = (series: string): string => series.replace('>= 0', '> 0');

export const labelled = (label: string, value: string, expr: string): string => `label_replace(${expr}, "${label}", "${value}", "", "")`;

/** What happened within a period as what happens in a second. */
export const perSecond = (sum: string): string => `${sum} / on () group_left () ${period.name}`;

/** How often something happened within an hour, of its rate: minute by minute, so that it does not matter how often rules run, and a time in which CloudWatch has nothing adds nothing. */
export const withinHour = (rate: string): string => `sum_over_time(${rate}[1h:1m]) * 60`;

export const source = (expr: string): Source => ({ toggle: 'sagemaker', expr });

const SECOND = { microseconds: 1e6, milliseconds: 1e3 } as const;

/** Mean in seconds, of all that CloudWatch measured in the period. */
export const meanSeconds = (by: string, sum: string, count: string, unit: keyof typeof SECOND = 'microseconds'): string => `sum by (${by}) (${sum})\n/\nsum by (${by}) (${some(count)}) / ${SECOND[unit]}`;

/** The greatest, in seconds. */
export const greatestSeconds = (by: string, series: string, unit: keyof typeof SECOND = 'microseconds'): string => `max by (${by}) (${series}) / ${SECOND[unit]}`;

/** Percent as a share. */
export const share = (by: string, percent: string): string => `max by (${by}) (${percent}) / 100`;
