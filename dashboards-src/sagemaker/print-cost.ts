import { parseArgs } from 'node:util';
import { costOf, type Fleet } from './cost.ts';
import type { Subject } from './define.ts';
import { sageMakerLevels } from './levels.ts';
import { subjects } from './table.ts';

const counts = {
  variants: 'endpoints, or variants where they have several', 'inference-components': 'inference components', 'job-hosts': 'instances of running jobs', 'recommendation-jobs': 'load tests', 'labeling-jobs': 'labeling jobs',
  workers: 'labelers', 'feature-operations': 'pairs of feature group and operation', pipelines: 'pipelines', steps: 'steps of pipelines',
} as const;
type Count = keyof typeof counts;

const usage = `npm run cost:sagemaker -- [--variants N] [--job-hosts N] … [--interval SECONDS]
What CloudWatch takes for an account and region that has, all the time:
${Object.entries(counts).map(([name, what]) => `  --${name.padEnd(22)}${what}`).join('\n')}
  --interval              sagemaker.interval in seconds (300)`;

const { values } = parseArgs({ options: { ...Object.fromEntries(Object.keys(counts).map((name) => [name, { type: 'string' }])) as Record<Count, { type: 'string' }>, interval: { type: 'string', default: '300' }, help: { type: 'boolean', default: false } } });

const camelCase = (text: string): string => text.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const whole = (name: string, text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} ${text}: write a whole number`);
  return Number(text);
};

function print(): string {
  const given = values as unknown as Record<string, string | undefined>;
  const fleet = Object.fromEntries(Object.keys(counts).map((name) => [camelCase(name), whole(name, given[name] ?? '0')])) as unknown as Fleet;
  const rows = sageMakerLevels.map((level) => {
    const { metrics, getMetricData, listMetrics, dollars } = costOf(fleet, { level, intervalSeconds: whole('interval', values.interval), subjects: Object.keys(subjects) as Subject[] });
    return [level, `${metrics}`, `${getMetricData}`, `${listMetrics}`, dollars.toFixed(3), (dollars * 730).toFixed(0)];
  });
  const table = [['level', 'metrics/h', 'GetMetricData/h', 'ListMetrics/h', '$/h', '$/month'], ...rows];
  return table.map((row) => row.map((cell, column) => cell.padEnd(Math.max(...table.map((each) => each[column]!.length)) + 2)).join('').trimEnd()).join('\n');
}

console.log(values.help ? usage : print());
