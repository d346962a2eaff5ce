import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dump } from 'js-yaml';
import { ruleGroups } from '../../../dashboards-src/rules/index.ts';
import { run } from '../../../test/lab/command.ts';
import { freePort, httpReady, Processes } from '../../../test/lab/processes.ts';
import { inLayers, withData } from '../../../test/rules/layers.ts';
import { cacheDir } from '../../../test/tools/cache.ts';
import { tool } from '../../../test/tools/tools.ts';
import type { Fixture } from './fixture.ts';
import { at, valueAt } from './simulate/world.ts';

const defaultHours = 3;
const evalsDir = join(cacheDir, '..', '..', 'agent-evals');
const stepSeconds = 60;

/**
 * Minutes for which pods are known before anything else is said of them. Data that is loaded has no staleness markers: what the rules make of a pod before and after its workload is known
 * would stand side by side for Prometheus' five minutes of lookback, which it does not where scrapes come in one by one.
 */
const ahead = 6;

const escaped = (value: string): string => value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`));

const text = (value: number): string => (Number.isNaN(value) ? 'NaN' : value === Infinity ? '+Inf' : String(value));

/** Every series of every fixture as OpenMetrics, each under its own cluster. */
function* openMetrics(fixtures: readonly Fixture[]): Generator<string> {
  for (const { name: cluster, world, hours = defaultHours } of fixtures) {
    for (const { name, labels, course } of world.series ?? []) {
      const named = `${name}{${Object.entries({ ...labels, cluster }).map(([label, value]) => `${label}="${escaped(value)}"`).join(',')}}`;
      let chunk = '';
      for (let minute = -hours * 60 + (name.startsWith('kube_') ? 0 : ahead); minute <= 0; minute++) {
        const value = valueAt(course, minute);
        if (value !== undefined) chunk += `${named} ${text(value)} ${at + minute * stepSeconds}\n`;
      }
      yield chunk;
    }
  }
  yield '# EOF\n';
}

const rules = ruleGroups.flatMap(({ rules: inGroup }) => inGroup);

const isBlock = (name: string): boolean => /^[0-9A-Z]{26}$/.test(name);

function moveBlocks(from: string, to: string): void {
  for (const name of readdirSync(from).filter(isBlock)) renameSync(join(from, name), join(to, name));
}

/** A real Prometheus over a data folder, that scrapes and records nothing. */
async function serve(data: string, dir: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const processes = new Processes(dir);
  const config = join(dir, 'prometheus.yaml');
  writeFileSync(config, 'global: {}\n');
  const url = `http://127.0.0.1:${await freePort()}`;
  await processes.start('prometheus', await tool('prometheus'), [
    `--config.file=${config}`, `--storage.tsdb.path=${data}`, '--storage.tsdb.retention.time=100y', '--no-storage.tsdb.allow-overlapping-compaction', `--web.listen-address=${url.slice('http://'.length)}`, '--log.level=warn',
  ], { ready: httpReady(`${url}/-/ready`) });
  return { url, stop: () => processes.stopAll() };
}

type Log = (line: string) => void;

/** What the chart's rules record of the fixtures, layer by layer, as rules read what others wrote. */
async function record(fixtures: readonly Fixture[], data: string, work: string, log: Log): Promise<void> {
  const promtool = await tool('promtool');
  const scraped = new Set(fixtures.flatMap(({ world }) => (world.series ?? []).map(({ name }) => name)));
  const start = at - Math.max(...fixtures.map(({ hours = defaultHours }) => hours)) * 3600;
  const layers = inLayers(withData(rules, scraped));
  for (const [index, layer] of layers.entries()) {
    log(`recording layer ${index + 1} of ${layers.length}`);
    const file = join(work, `layer-${index}.yaml`), out = join(work, `layer-${index}`);
    mkdirSync(out);
    writeFileSync(file, dump({ groups: [{ name: `layer-${index}`, rules: layer.map(({ record: name, expr, labels }) => ({ record: name, expr, ...(labels && { labels }) })) }] }, { lineWidth: -1 }));
    const prometheus = await serve(data, join(work, `server-${index}`));
    try {
      await run(promtool, ['tsdb', 'create-blocks-from', 'rules', `--url=${prometheus.url}`, `--start=${start}`, `--end=${at}`, '--eval-interval=1m', `--output-dir=${out}`, file]);
    } finally {
      await prometheus.stop();
    }
    moveBlocks(out, data);
  }
}

async function build(fixtures: readonly Fixture[], data: string, log: Log): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'agent-evals-'));
  try {
    const file = join(work, 'fixtures.om');
    log(`writing the series of ${fixtures.length} fixtures`);
    await pipeline(Readable.from(openMetrics(fixtures)), createWriteStream(file));
    mkdirSync(data, { recursive: true });
    await run(await tool('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, data]);
    await record(fixtures, data, work, log);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Of what the data depends on: the fixtures' series, the rules, the tools and this file. */
function digest(fixtures: readonly Fixture[]): string {
  const hash = createHash('sha256').update(cacheDir).update(JSON.stringify(rules)).update(readFileSync(import.meta.filename));
  for (const chunk of openMetrics(fixtures)) hash.update(chunk);
  return hash.digest('hex').slice(0, 16);
}

const keptMs = 24 * 3600 * 1000;

/** Removes data that nobody has made or served within a day; what is younger may be in use by another checkout. */
function removeOld(): void {
  for (const name of readdirSync(evalsDir)) {
    const path = join(evalsDir, name);
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * A real Prometheus that holds every fixture under its own `cluster`, with what the chart's own rules record of it.
 * The data is made once for these fixtures and rules and kept in the user's cache.
 */
export async function prometheusOf(fixtures: readonly Fixture[], log: Log = () => undefined): Promise<{ url: string; stop: () => Promise<void> }> {
  const data = join(evalsDir, digest(fixtures));
  if (!existsSync(data)) {
    const partial = `${data}.${process.pid}`;
    await build(fixtures, partial, log);
    removeOld();
    // Another run may have made the same in the meantime.
    if (existsSync(data)) rmSync(partial, { recursive: true, force: true });
    else renameSync(partial, data);
  }
  const dir = mkdtempSync(join(tmpdir(), 'agent-evals-'));
  const prometheus = await serve(data, dir);
  return { url: prometheus.url, stop: async () => { await prometheus.stop(); rmSync(dir, { recursive: true, force: true }); } };
}
