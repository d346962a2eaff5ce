import { read } from '../read.ts';
import type { CloudWatchMetric, MetricGroup, Statistic } from './define.ts';
import { seriesName } from './series.ts';

/** `basic` is what dashboards and alerts read, and nothing else; `advanced` is all that SageMaker publishes. */
export const sageMakerLevels = ['basic', 'advanced'] as const;
export type SageMakerLevel = (typeof sageMakerLevels)[number];

/** What a level asks for of a metric. */
export const statisticsAt = ({ namespace }: MetricGroup, { name, statistics }: CloudWatchMetric, level: SageMakerLevel): readonly Statistic[] =>
  (level === 'basic' ? statistics.filter((statistic) => read.has(seriesName(namespace, name, statistic))) : statistics);
