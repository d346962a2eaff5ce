import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { httpReady, freePort, Processes } from '../lab/processes.ts';
import { tool } from '../tools/tools.ts';

/** The six hours that test/bench/tsdb writes, in unix seconds. */
export const start = Date.UTC(2026, 0, 1) / 1000;
export const rangeSeconds = 6 * 3600;
export const end = start + rangeSeconds;
export const stepSeconds = 60;

/** One request to Prometheus' HTTP API. */
export interface Asked {
  readonly expr: string;
  readonly kind: 'range' | 'instant' | 'values';
  /** Seconds between two points of a range; a minute if left out. */
  readonly step?: number;
  /** Of which the values are wanted. */
  readonly label?: string;
}

export interface Answer {
  readonly seconds: number;
  readonly bytes: number;
  readonly series: number;
}

/** A real Prometheus over the blocks of the fleet, with no other limits than time. */
export class FleetPrometheus {
  private constructor(private readonly url: string, private readonly processes: Processes) {}

  static async start(data: string, dir: string): Promise<FleetPrometheus> {
    const processes = new Processes(dir);
    const config = join(dir, 'prometheus.yml');
    writeFileSync(config, 'global: {}\n');
    const url = `http://127.0.0.1:${await freePort()}`;
    await processes.start('prometheus', await tool('prometheus'), [
      `--config.file=${config}`, `--storage.tsdb.path=${data}`, '--storage.tsdb.retention.time=100y', '--no-storage.tsdb.allow-overlapping-compaction',
      `--web.listen-address=${url.slice('http://'.length)}`, '--query.max-samples=500000000', '--query.timeout=10m', '--log.level=warn',
    ], { ready: httpReady(`${url}/-/ready`) });
    return new FleetPrometheus(url, processes);
  }

  stop(): Promise<void> {
    return this.processes.stopAll();
  }

  /** The values of a label over the series of a selector, as a variable offers them. */
  async values(label: string, selector: string): Promise<string[]> {
    const response = await fetch(`${this.url}/api/v1/label/${label}/values?${new URLSearchParams({ ...(selector && { 'match[]': selector }), start: String(start), end: String(end) })}`);
    return (await response.json() as { data: string[] }).data;
  }

  /** Asks, and takes the time until the last byte has come. */
  async ask({ expr, kind, label = '', step = stepSeconds }: Asked): Promise<Answer> {
    const window = { start: String(start), end: String(end) };
    const requests: Record<Asked['kind'], readonly [string, Record<string, string>]> = {
      range: ['/api/v1/query_range', { query: expr, ...window, step: String(step) }],
      instant: ['/api/v1/query', { query: expr, time: String(end) }],
      values: [`/api/v1/label/${label}/values`, { ...(expr && { 'match[]': expr }), ...window }],
    };
    const [path, parameters] = requests[kind];
    const began = performance.now();
    const text = new URLSearchParams(parameters);
    // Values of a label are asked by GET only.
    const response = kind === 'values' ? await fetch(`${this.url}${path}?${text}`) : await fetch(this.url + path, { method: 'POST', body: text });
    const body = Buffer.from(await response.arrayBuffer());
    const seconds = (performance.now() - began) / 1000;
    if (!response.ok) throw new Error(`${expr}: ${body.toString('utf8', 0, 300)}`);
    return { seconds, bytes: body.length, series: countOf(body) };
  }
}

/** Series in an answer, or values of a label; large ones are counted without being parsed. */
const countOf = (body: Buffer): number => { let count = 0; for (let at = body.indexOf('"metric":'); at >= 0; at = body.indexOf('"metric":', at + 9)) count++; return count; };
