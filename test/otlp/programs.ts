import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lab/command.ts';

const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'observability-chart', 'otlp');
const HERE = import.meta.dirname;

/** Folder of what these files pin, made once: other pins give another one. */
async function made(name: string, pins: readonly string[], make: (dir: string) => Promise<unknown>): Promise<string> {
  const digest = createHash('sha256').update(pins.map((file) => readFileSync(join(HERE, file), 'utf8')).join('\0')).digest('hex').slice(0, 16);
  const dir = join(CACHE, `${name}-${digest}`);
  if (existsSync(dir)) return dir;
  const unfinished = `${dir}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await make(unfinished);
  renameSync(unfinished, dir);
  return dir;
}

/**
 * The collector with the components that the chart configures; minutes when it has to be built.
 * @throws Error with what the compiler says, or without Go
 */
export async function collector(): Promise<string> {
  const module = join(HERE, 'collector');
  const build = (dir: string): Promise<string> =>
    run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', join(dir, 'otelcol'), '.'], { cwd: module, env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' } });
  return join(await made('collector', ['collector/go.mod', 'collector/go.sum', 'collector/main.go'], build), 'otelcol');
}

/** A Python with OpenTelemetry's SDK. A venv cannot be moved, so packages lie beside the Python of this machine. */
export async function python(): Promise<{ readonly command: string; readonly env: Readonly<Record<string, string>> }> {
  const packages = await made('python', ['requirements.txt'], (dir) =>
    run('python3', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', join(HERE, 'requirements.txt'), '--target', dir]).catch((error: Error) => {
      throw new Error(`senders of OTLP are Python programs: install Python 3.10 or later with pip (${error.message})`);
    }));
  return { command: 'python3', env: { PYTHONPATH: `${packages}:${join(HERE, '..', '..', 'examples', 'common')}` } };
}
