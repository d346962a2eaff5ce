import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dashboards, type BuiltDashboard } from '../../dashboards-src/dashboards/index.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { onOpening, type Query } from './ask.ts';
import { keptMetrics, levelCosts } from './levels.ts';
import { plainDashboards } from './plain.ts';
import { prepare, type Fleet, type RuleCost } from './prepare.ts';
import { FleetPrometheus, type Answer } from './prometheus.ts';
import { overRaw } from './raw.ts';
import { defaultInterval, scrapeInterval, targets } from './targets.ts';

const usage = `npm run bench:fleet                 how fast GPU fleet, Tasks and Overview open on 10,000 GPUs over 6 hours, and what recording costs; exit 1 where a target is missed
npm run bench:fleet -- --raw        also asks the same panels of raw series (minutes)
npm run bench:fleet -- --queries    prints each query with its time`;

const { values: options } = parseArgs({ options: { raw: { type: 'boolean', default: false }, queries: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });

const print = (line = ''): void => void process.stdout.write(`${line}\n`);
const seconds = (value: number): string => `${value.toFixed(value < 10 ? 3 : 1)} s`;
const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
const missed: string[] = [];
const mustHold = (holds: boolean, what: string): string => { if (!holds) missed.push(what); return holds ? '' : '  MISSED'; };

interface Timed extends Answer { readonly query: Query }

const total = (answers: readonly { seconds: number }[]): number => answers.reduce((sum, answer) => sum + answer.seconds, 0);

/** The best of the runs: other programs on the machine only ever add time. */
async function timed(prometheus: FleetPrometheus, queries: readonly Query[], runs: number): Promise<Timed[]> {
  const answers: Timed[] = [];
  for (const query of queries) {
    const all: Answer[] = [];
    for (let run = 0; run < runs; run++) all.push(await prometheus.ask(query));
    answers.push({ ...all.reduce((best, one) => (one.seconds < best.seconds ? one : best)), query });
  }
  return answers;
}

const table = (rows: readonly (readonly string[])[]): void => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) print(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('   ').trimEnd());
};

function showQueries(title: string, answers: readonly Timed[]): void {
  print(`\n${title}`);
  table([['query', 'time', 'series', 'MB'], ...[...answers].sort((a, b) => b.seconds - a.seconds).map(({ query, seconds: time, series, bytes }) => [query.title, seconds(time), String(series), (bytes / 1e6).toFixed(1)])]);
}

async function dashboard(prometheus: FleetPrometheus, built: BuiltDashboard, labelValues: (label: string, selector?: string) => Promise<string[]>): Promise<string[]> {
  const title = built.json.title ?? built.name;
  const queries = await onOpening(built, labelValues);
  const plain = (plainDashboards[built.name] ?? []).map(({ title, expr, instant }): Query => ({ title, expr, kind: instant ? 'instant' : 'range' }));
  const ours = await timed(prometheus, queries, 3);
  const theirs = await timed(prometheus, plain, 2);
  const raw = options.raw ? await timed(prometheus, queries.filter(({ kind }) => kind !== 'values').map((query) => ({ ...query, expr: overRaw(query.expr) })), 1) : undefined;
  const slowest = ours.reduce((worst, one) => (one.seconds > worst.seconds ? one : worst));
  const ratio = total(theirs) / total(ours);
  if (options.queries) for (const [of, answers] of [['', ours], [', plain', theirs], [', raw', raw ?? []]] as const) if (answers.length) showQueries(title + of, answers);
  return [
    title, `${ours.length}`, seconds(total(ours)), `${slowest.query.title}: ${seconds(slowest.seconds)}${mustHold(slowest.seconds <= targets.slowestQuery, `${title}: ${slowest.query.title} takes ${seconds(slowest.seconds)}`)}`,
    `${plain.length}`, seconds(total(theirs)), `${ratio.toFixed(1)} ×${mustHold(ratio >= targets.ratioToPlain, `${title} opens only ${ratio.toFixed(1)} times faster than a plain dashboard`)}`,
    ...(raw ? [seconds(total(raw)), `${(total(raw) / total(ours)).toFixed(1)} ×`] : []),
  ];
}

/** Seconds between two evaluations of a rule group. */
const intervalOf = (name: string): number => (ruleGroups.find((group) => group.name === name)?.interval === '1m' ? 60 : defaultInterval);

function recording({ scraped, costs }: Fleet): void {
  const recorded = costs.reduce((sum, { series }) => sum + series, 0);
  const part = recorded / scraped;
  const perSecond = scraped / scrapeInterval + recorded / defaultInterval;
  print(`\nRecording adds ${recorded} series to ${scraped} scraped ones, ${percent(part)}${mustHold(part <= targets.recordedSeries, `recording adds ${percent(part)} of series`)}, and ${percent(recorded / defaultInterval / perSecond)} of all samples, at ${scrapeInterval} s a scrape and ${defaultInterval} s an evaluation.`);
  const groups = [...new Set(costs.map(({ group }) => group))].map((group) => ({ group, rules: costs.filter((cost) => cost.group === group) }));
  const rows = groups.map(({ group, rules }) => ({ group, rules, time: total(rules), series: rules.reduce((sum, rule) => sum + rule.series, 0) })).filter(({ series }) => series > 0).sort((a, b) => b.time - a.time);
  table([['rule group', 'rules', 'series', 'one evaluation', 'of its interval', 'slowest rule'], ...rows.map(({ group, rules, time, series }) => {
    const slowest = rules.reduce((worst: RuleCost, rule) => (rule.seconds > worst.seconds ? rule : worst));
    const share = time / intervalOf(group);
    return [group, String(rules.length), String(series), seconds(time), percent(share) + mustHold(share <= targets.groupTime, `rule group ${group} takes ${seconds(time)}`), `${slowest.record}: ${seconds(slowest.seconds)}`];
  })]);
}

async function main(): Promise<number> {
  if (options.help) { print(usage); return 0; }
  const wanted = dashboards.filter(({ name }) => name in plainDashboards);
  const fleet = await prepare(wanted, (line) => process.stderr.write(`${line}\n`));
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  const prometheus = await FleetPrometheus.start(fleet.data, dir);
  try {
    const labelValues = (label: string, selector = ''): Promise<string[]> => prometheus.values(label, selector);
    const rows = [];
    for (const built of wanted) rows.push(await dashboard(prometheus, built, labelValues));
    print('\nOpening a dashboard on 10,000 GPUs, 6 hours at one minute, each query after the other');
    table([['dashboard', 'queries', 'together', 'slowest', 'plain queries', 'plain', 'faster', ...(options.raw ? ['over raw', 'faster'] : [])], ...rows]);
  } finally {
    await prometheus.stop();
    await rm(dir, { recursive: true, force: true });
  }
  recording(fleet);
  print('\nSeries of a node with 8 GPUs by level');
  table([['level', 'series'], ...levelCosts().map(({ level, series }) => [level, String(series)])]);
  print('\nMetrics that a level keeps of what its exporters expose');
  table([['value', 'basic', 'advanced'], ...keptMetrics().map(({ value, basic, advanced }) => [value, String(basic), String(advanced)])]);
  if (missed.length) print(`\nMissed:\n${missed.map((what) => `  ${what}`).join('\n')}`);
  return missed.length ? 1 : 0;
}

process.exitCode = await main();
