import { appendFileSync, closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { familyNames } from '../../dashboards-src/logs/families.ts';
import { Processes, type Running } from '../lab/processes.ts';
import { renderFluentBit, valuesOf } from './render-fluentbit.ts';
import { bootstrapped } from './store/bootstrapped.ts';
import { contentsOf, type Store } from './store/opensearch.ts';

const usage = `npm run prove:logs -- --fluent-bit PATH [--outage SECONDS] [--lines N] [--set value=…]
Runs a real Fluent Bit with the configuration that the chart renders against a real OpenSearch, and counts every line at the destination:
first through an outage of the store (600 s unless said otherwise), kill -9 of either side and rotations, then N lines (400000) as fast as they go.
Exit code: 0 none was lost and none came twice; 1 otherwise; 2 no Fluent Bit was named.`;

const FILES = 3;
/** Groups of lines a second in the outage: about 500 lines. */
const GROUPS = 330;
/** How long a test of the outage goes on before the store goes and after it is back, in seconds; how long its lines may then take to arrive. */
const BEFORE = 30, AFTER = 60, ARRIVE = 300;

/** Writes numbered lines as the container runtime does: single ones, long ones in pieces, tracebacks; each with a secret now and then. */
class Writer {
  readonly #paths: string[];
  readonly #files: number[];
  #last = 0;
  #group = 0;

  constructor(folder: string, pod: string) {
    this.#paths = Array.from({ length: FILES }, (_, index) => join(folder, `${pod}-${index}_team-a_main-${String(index).padStart(64, '0')}.log`));
    this.#files = this.#paths.map((path) => openSync(path, 'a'));
  }

  get written(): number {
    return this.#last;
  }

  /** One group of lines, whose numbers are found again in one document. */
  group(): void {
    const kind = this.#group % 10;
    const to = this.#files[this.#group++ % FILES]!;
    const now = new Date().toISOString().replace('Z', `${String(this.#group % 1_000_000).padStart(6, '0')}Z`);
    const write = (stream: string, tag: 'F' | 'P', text: string): void => void writeSync(to, `${now} ${stream} ${tag} ${text}\n`);
    if (kind === 7) {
      write('stderr', 'F', 'Traceback (most recent call last):');
      write('stderr', 'F', `  File "train.py", line ${this.#mark()}`);
      write('stderr', 'F', `ValueError: ${this.#mark()}`);
    } else if (kind === 3) {
      write('stdout', 'P', `a long line ${this.#mark()} in `);
      write('stdout', 'F', `pieces ${this.#mark()} password=hunter2`);
    } else write('stdout', 'F', `step ${this.#mark()} of 10000 took 0.412 s, 1284 tokens/s`);
  }

  /** As the kubelet rotates: the old file stays beside the new one. */
  rotate(index: number): void {
    closeSync(this.#files[index]!);
    renameSync(this.#paths[index]!, `${this.#paths[index]!}.1`);
    this.#files[index] = openSync(this.#paths[index]!, 'a');
  }

  #mark(): string {
    return `<${++this.#last}>`;
  }
}

/** Fluent Bit as a process that can be killed and begun again with the state that it left. */
class FluentBit {
  #running: Running | undefined;
  #starts = 0;

  constructor(readonly path: string, readonly folder: string, readonly password: string, readonly processes: Processes) {}

  async start(): Promise<void> {
    this.#running = await this.processes.start(`fluent-bit-${++this.#starts}`, this.path, ['--config', join(this.folder, 'fluent-bit.yaml')], { env: { OPENSEARCH_PASSWORD: this.password, NODE_NAME: 'node-1' } });
  }

  /** kill -9, and a start. */
  async crash(): Promise<void> {
    await kill(this.#running!);
    await this.start();
  }

  /** As the kubelet ends it: SIGTERM, and the rest of its grace time. */
  async restart(): Promise<void> {
    process.kill(this.#running!.pid, 'SIGTERM');
    await Promise.race([this.#running!.ended, sleep(20_000)]);
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }

  /** Lines that it has delivered since its start. */
  async delivered(): Promise<number> {
    const text = await fetch('http://127.0.0.1:2020/api/v2/metrics/prometheus').then((answer) => answer.text()).catch(() => '');
    return Number(/^fluentbit_output_proc_records_total\{name="opensearch"\} (\d+)/m.exec(text)?.[1] ?? 0);
  }
}

async function kill(running: Running): Promise<void> {
  process.kill(running.pid, 'SIGKILL');
  await running.ended;
}

/** How often each number stands in the store. @throws when it answers otherwise than with lines */
async function found(store: Store): Promise<{ readonly times: ReadonlyMap<number, number>; readonly leaked: number; readonly torn: number }> {
  const index = familyNames.join(',');
  await store.ask('admin', 'POST', `${index}/_refresh`);
  const times = new Map<number, number>();
  let leaked = 0, torn = 0;
  for (let after: unknown; ;) {
    const { status, body } = await store.ask('reader', 'POST', `${index}/_search`, { size: 10_000, _source: ['message'], sort: [{ '@timestamp': 'asc' }, { _id: 'asc' }], ...(after ? { search_after: after } : {}) });
    if (status !== 200) throw new Error(`OpenSearch answers ${status}: ${JSON.stringify(body).slice(0, 500)}`);
    const { hits } = (body as { hits: { hits: { _source: { message: string }; sort: unknown }[] } }).hits;
    for (const { _source: { message } } of hits) {
      for (const [, number] of message.matchAll(/<(\d+)>/g)) times.set(Number(number), (times.get(Number(number)) ?? 0) + 1);
      if (message.includes('hunter2')) leaked++;
      if (/^(pieces|ValueError)/.test(message)) torn++;
    }
    if (hits.length < 10_000) return { times, leaked, torn };
    after = hits.at(-1)!.sort;
  }
}

/** Says what was lost; true where nothing was, nothing came twice, and no secret got through. */
async function counted(store: Store, written: number, from = 1): Promise<boolean> {
  const { times, leaked, torn } = await found(store);
  const numbers = Array.from({ length: written }, (_, index) => index + from);
  const lost = numbers.filter((number) => !times.has(number));
  const twice = numbers.filter((number) => (times.get(number) ?? 0) > 1);
  console.log(`${written} lines: ${lost.length} lost${lost.length ? ` (${lost.slice(0, 5).join(', ')} …)` : ''}, ${twice.length} twice${twice.length ? ` (${twice.slice(0, 5).join(', ')} …)` : ''}, ${torn} torn apart, ${leaked} secrets`);
  return lost.length + twice.length + leaked === 0;
}

/** Lines at a steady pace, while an hour of bad luck happens in minutes. */
async function throughTrouble(folder: string, store: Store, fluentBit: FluentBit, outage: number): Promise<{ ok: boolean; store: Store }> {
  const writer = new Writer(folder, 'steady');
  let left = store;
  const began = Date.now();
  const events: [at: number, what: string, run: () => unknown][] = [
    [BEFORE / 2, 'kill -9 of Fluent Bit', () => fluentBit.crash()],
    [BEFORE, `kill -9 of OpenSearch, for ${outage} s`, () => kill(store.process)],
    [BEFORE + outage * 0.2, 'a file is rotated', () => writer.rotate(0)],
    [BEFORE + outage * 0.4, 'kill -9 of Fluent Bit', () => fluentBit.crash()],
    [BEFORE + outage * 0.6, 'Fluent Bit is ended and begun', () => fluentBit.restart()],
    [BEFORE + outage * 0.8, 'a file is rotated', () => writer.rotate(1)],
    [BEFORE + outage, 'OpenSearch begins again', async () => { left = await store.restart(); }],
    [BEFORE + outage + AFTER / 2, 'kill -9 of Fluent Bit', () => fluentBit.crash()],
  ];
  const running: Promise<unknown>[] = [];
  for (let groups = 0, seconds = 0; seconds < BEFORE + outage + AFTER; seconds = (Date.now() - began) / 1000) {
    for (; groups < seconds * GROUPS; groups++) writer.group();
    while (events.length && events[0]![0] <= seconds) {
      const [, what, run] = events.shift()!;
      console.log(`${seconds.toFixed(0)} s: ${what}`);
      running.push(Promise.resolve(run()));
    }
    await sleep(10);
  }
  await Promise.all(running);
  for (let waited = 0; waited < ARRIVE && (await found(left)).times.size < writer.written; waited += 10) await sleep(10_000);
  return { ok: await counted(left, writer.written), store: left };
}

/** A line of the usual length, some of them structured, some with a secret; its time in microseconds since 1970. */
const fast = (index: number, time: number): string => {
  const number = `<${index}>`;
  const text = [
    `2026-01-31 12:00:00,123 INFO trainer.loop: step ${number} of 10000 took 0.412 s, 1284 tokens/s, loss 1.8734`,
    `line ${number} of the generator, which has about one hundred and twenty bytes, as the usual line of a program has, so so`,
    `{"timestamp":"2026-01-31T12:00:00.120Z","level":"info","message":"request finished ${number}","request_id":"cmpl-1","model":"llama","duration":1.2,"status":200}`,
    `10.0.0.12 - - "GET /health HTTP/1.1" 200 OK request ${number} password=hunter2 token ok`,
  ][index % 4]!;
  return `${new Date(Math.floor(time / 1000)).toISOString().replace('Z', `${String(time % 1000).padStart(3, '0')}000Z`)} stdout F ${text}\n`;
};

async function asFastAsItGoes(folder: string, store: Store, fluentBit: FluentBit, lines: number, from: number): Promise<boolean> {
  await fluentBit.stop();
  // As pods write that run beside each other: 40,000 lines in a second, each next one into another file.
  const written = (Date.now() - lines / 40) * 1000;
  for (let file = 0; file < FILES; file++) {
    const path = join(folder, `fast-${file}_team-a_main-${String(file).padStart(64, 'f')}.log`);
    writeFileSync(path, '');
    const indices = Array.from({ length: Math.ceil((lines - file) / FILES) }, (_, step) => file + step * FILES);
    for (let at = 0; at < indices.length; at += 5000) appendFileSync(path, indices.slice(at, at + 5000).map((index) => fast(from + index, written + index * 25)).join(''));
  }
  const began = Date.now();
  await fluentBit.start();
  let lastQuarter = began;
  for (let delivered = 0; delivered < lines && Date.now() - began < 300_000; await sleep(200)) {
    delivered = await fluentBit.delivered();
    if (delivered < lines * 0.75) lastQuarter = Date.now();
  }
  const perSecond = (count: number, since: number): number => Math.round((count / (Date.now() - since)) * 1000);
  console.log(`${lines} lines in ${((Date.now() - began) / 1000).toFixed(1)} s, redacted and stored: ${perSecond(lines, began)} lines/s, of the last quarter ${perSecond(lines / 4, lastQuarter)}`);
  return counted(store, lines, from);
}

const { values } = parseArgs({ options: { set: { type: 'string', multiple: true, default: [] }, 'fluent-bit': { type: 'string' }, outage: { type: 'string', default: '600' }, lines: { type: 'string', default: '400000' }, help: { type: 'boolean', default: false } } });
if (values.help || !values['fluent-bit']) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
const { set } = values;
const folder = mkdtempSync(join(tmpdir(), 'prove-logs-'));
const [input, output] = [join(folder, 'containers'), join(folder, 'fluent-bit')];
mkdirSync(input);
const release = await bootstrapped(valuesOf(set), { asInPod: true });
let { store } = release;
const processes = new Processes(folder);
const fluentBit = new FluentBit(values['fluent-bit'], output, contentsOf(release.manifests, 'Secret', 'observability-opensearch-users')['writer-password']!, processes);
try {
  const ca = join(folder, 'ca.crt');
  writeFileSync(ca, contentsOf(release.manifests, 'Secret', 'observability-opensearch-tls')['ca.crt']!);
  await renderFluentBit({ input, opensearch: store.url, ca, output, set });
  await fluentBit.start();
  const trouble = await throughTrouble(input, store, fluentBit, Number(values.outage));
  store = trouble.store;
  const quick = await asFastAsItGoes(input, store, fluentBit, Number(values.lines), 10_000_001);
  process.exitCode = trouble.ok && quick ? 0 : 1;
} finally {
  await processes.stopAll();
  await release.management.stop();
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
}
