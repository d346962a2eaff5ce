import { costOf } from '../dashboards-src/sagemaker/cost.ts';
import type { MetricGroup, Subject } from '../dashboards-src/sagemaker/define.ts';
import { sageMakerLevels, statisticsAt } from '../dashboards-src/sagemaker/levels.ts';
import { labelOf } from '../dashboards-src/sagemaker/series.ts';
import { groups, subjects } from '../dashboards-src/sagemaker/table.ts';

const code = (text: string): string => `\`${text}\``;

/** In bold what the level `basic` asks for. */
const metricsOf = (group: MetricGroup): string => group.metrics.map((metric) => {
  const basic = statisticsAt(group, metric, 'basic');
  const statistics = metric.statistics.map((statistic) => (basic.includes(statistic) ? `**${statistic}**` : statistic)).join(' ');
  return `${metric.name} (${statistics})`;
}).join(', ');

/** A row for each namespace and set of dimensions. */
export const sagemakerRows = groups.map((group) => [
  code(`sagemaker.read.${group.subject}`), code(group.namespace), [...group.dimensions, ...(group.possible ?? []).map((one) => `${one}?`)].map((one) => one.endsWith('?') ? `${code(labelOf(one.slice(0, -1)))}?` : code(labelOf(one))).join(', '), metricsOf(group),
]);

const dollars = (amount: number): string => amount.toFixed(amount < 1 ? 3 : 2);

/** What some sizes cost in an hour, by level and interval. */
export const sagemakerCostRows = [1, 10, 100].flatMap((variants) => sageMakerLevels.map((level) => [
  `${variants}`, level, ...[300, 60].flatMap((intervalSeconds) => {
    const cost = costOf({ variants }, { level, intervalSeconds, subjects: Object.keys(subjects) as Subject[] });
    return [`${cost.metrics}`, `${cost.getMetricData + cost.listMetrics}`, dollars(cost.dollars)];
  }),
]));
