import { createHash, type Hash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { queries, variables } from '../../dashboards-src/check.ts';
import type { BuiltDashboard } from '../../dashboards-src/dashboards/index.ts';
import { substitute } from '../../dashboards-src/promql/parse.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { run } from '../lab/command.ts';
import { inLayers, namesIn, withData } from '../rules/layers.ts';
import { cacheDir } from '../tools/cache.ts';
import { go, requireGo } from '../tools/build.ts';
import { scrapedSeries } from './fleet/scraped.ts';

/** What one recording rule costs: seconds of a processor for one evaluation, and the series that it makes. */
export interface RuleCost {
  readonly group: string;
  readonly record: string;
  readonly seconds: number;
  readonly series: number;
}

export interface Fleet {
  /** Data folder of a Prometheus: one block of scraped series, one of recorded ones. */
  readonly data: string;
  /** Series that are scraped. */
  readonly scraped: number;
  readonly costs: readonly RuleCost[];
}

type Log = (line: string) => void;

const benchDir = join(cacheDir, '..', '..', 'bench');
const source = join(import.meta.dirname, 'tsdb', 'main.go');
const digest = (update: (hash: Hash) => unknown): string => { const hash = createHash('sha256'); update(hash); return hash.digest('hex').slice(0, 16); };
const writerVersion = digest((hash) => hash.update(readFileSync(source)).update(cacheDir));

/** Makes `path` by `make`, which writes to another path first: what is there is complete. */
async function made(path: string, make: (partial: string) => Promise<unknown>): Promise<string> {
  if (existsSync(path)) return path;
  const partial = `${path}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(join(path, '..'), { recursive: true });
  await make(partial);
  renameSync(partial, path);
  return path;
}

/** The program that writes blocks, with the Prometheus that test/tools pins. */
async function writer(log: Log): Promise<string> {
  return made(join(benchDir, `writer-${writerVersion}`), async (partial) => {
    await requireGo('the writer of the fleet\'s blocks');
    log('Building the writer of blocks (minutes, once)');
    await go(['build', '-o', partial, source]);
  });
}

function* lines(): Generator<string> {
  let chunk = '';
  for (const series of scrapedSeries()) {
    chunk += `${JSON.stringify(series)}\n`;
    if (chunk.length > 1 << 20) { yield chunk; chunk = ''; }
  }
  yield chunk;
}

async function scraped(log: Log): Promise<string> {
  const version = digest((hash) => { hash.update(writerVersion); for (const chunk of lines()) hash.update(chunk); });
  return made(join(benchDir, `scraped-${version}`), async (partial) => {
    const program = await writer(log);
    log('Writing what is scraped of 10,000 GPUs in 6 hours (minutes, once)');
    mkdirSync(partial);
    const child = spawn(program, ['scrape', partial], { stdio: ['pipe', 'inherit', 'inherit'] });
    const ended = once(child, 'close');
    await pipeline(Readable.from(lines()), child.stdin);
    const [code] = await ended as [number];
    if (code !== 0) throw new Error(`the writer of blocks ended with ${code}`);
  });
}

interface Rule {
  readonly group: string;
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A dashboard that is measured reads it, at once or through other rules. */
  readonly asked: boolean;
}

/** The rules that have something to read: what is scraped of the fleet, or recorded by one of these. */
function rulesWithData(dashboards: readonly BuiltDashboard[]): Rule[] {
  const known = new Set<string>();
  for (const { labels } of scrapedSeries()) known.add(labels['__name__']!);
  const all = ruleGroups.flatMap(({ rules }) => rules);
  const asked = new Set(dashboards.flatMap((dashboard) => [...queries(dashboard).map(({ expr }) => expr), ...variables(dashboard).flatMap(({ series }) => series || [])]).flatMap((expr) => namesIn(substitute(expr).text)));
  for (let before = -1; before < asked.size;) {
    before = asked.size;
    for (const { record, expr } of all) if (asked.has(record)) for (const name of namesIn(expr)) asked.add(name);
  }
  const rules = ruleGroups.flatMap(({ name, rules: inGroup }) => inGroup.map(({ record, expr, labels = {} }): Rule => ({ group: name, record, expr, labels, asked: asked.has(record) })));
  return withData(rules, known);
}

function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) linkTree(join(from, entry.name), join(to, entry.name));
    else linkSync(join(from, entry.name), join(to, entry.name));
  }
}

const rulesName = 'rules.json';

const isBlock = (name: string): boolean => /^[0-9A-Z]{26}$/.test(name);
const blocksIn = (dir: string): string[] => readdirSync(dir).filter(isBlock);
const seriesIn = (block: string): number => (JSON.parse(readFileSync(join(block, 'meta.json'), 'utf8')) as { stats: { numSeries: number } }).stats.numSeries;

/** The fleet's data, with what the chart's own rules record of it for some dashboards; made once and kept in the user's cache. */
export async function prepare(dashboards: readonly BuiltDashboard[], log: Log): Promise<Fleet> {
  const raw = await scraped(log);
  const list = JSON.stringify(inLayers(rulesWithData(dashboards)));
  const version = digest((hash) => hash.update(writerVersion).update(raw).update(list));
  const dir = await made(join(benchDir, `fleet-${version}`), async (partial) => {
    const program = await writer(log);
    log('Evaluating the recording rules over the 6 hours (minutes, once for these rules)');
    const data = join(partial, 'data'), work = join(partial, 'work'), rulesFile = join(partial, rulesName);
    for (const folder of [partial, data, work]) mkdirSync(folder);
    for (const block of blocksIn(raw)) linkTree(join(raw, block), join(data, block));
    linkTree(data, join(work, 'scraped'));
    writeFileSync(rulesFile, list);
    await run(program, ['record', join(work, 'scraped'), join(work, 'recorded'), rulesFile]);
    for (const block of blocksIn(join(work, 'recorded'))) linkTree(join(work, 'recorded', block), join(data, block));
    rmSync(work, { recursive: true });
  });
  // What other rules recorded is of no use any more.
  for (const name of readdirSync(benchDir)) if (name.startsWith('fleet-') && join(benchDir, name) !== dir && !name.includes('.')) rmSync(join(benchDir, name), { recursive: true, force: true });
  const data = join(dir, 'data');
  return {
    data,
    scraped: blocksIn(raw).reduce((sum, block) => sum + seriesIn(join(raw, block)), 0),
    costs: (await run(await writer(log), ['cost', data, join(dir, rulesName)])).trim().split('\n').map((line) => JSON.parse(line) as RuleCost),
  };
}
