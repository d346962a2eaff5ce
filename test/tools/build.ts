import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDir, cachedTool } from './cache.ts';
import { completed } from './complete.ts';
import { withLock } from './lock.ts';
import { goVersion, moduleDir, pinned } from './pins.ts';
import { toolTable, toolVersions, type ToolName } from './table.ts';

const HEARTBEAT_MS = 15_000;

/** Tells a person how far a build is; one line without its newline. */
export type Progress = (line: string) => void;

/**
 * Builds `name` from the pinned module into the cache, unless it is there; returns its path. Only one process builds at a time.
 * @throws Error that says what to install when there is no Go, or shows what the compiler said.
 */
export async function build(name: ToolName, progress: Progress): Promise<string> {
  const path = cachedTool(name);
  if (existsSync(path)) return path;
  await requireGo(name);
  const waiting = (holder: number): void => progress(`${name}: waiting for process ${holder}, which builds tools`);
  await withLock(
    join(cacheDir, 'build.lock'),
    async () => {
      if (!existsSync(path)) await compile(name, path, progress);
    },
    waiting,
  );
  return path;
}

/**
 * Runs the go command in the folder of go.mod; returns its stdout.
 * @throws Error with its stderr.
 */
export async function go(args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('go', args, { cwd: moduleDir, env: goEnvironment(), maxBuffer: 1 << 26 });
  return stdout;
}

/** @throws Error that says what to install for `what` when the go command is missing. */
export async function requireGo(what: string): Promise<void> {
  await go(['version']).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(cause.code === 'ENOENT' ? withoutGo(what) : cause.message, { cause });
  });
}

function withoutGo(what: string): string {
  const onPath =
    what in toolTable && toolTable[what as ToolName].onPath !== undefined ? `, or put ${what} ${toolVersions[what as ToolName]} on PATH` : '';
  return `${what} is missing and cannot be built without Go. Install Go ≥ ${goVersion} from https://go.dev/dl${onPath}.`;
}

async function compile(name: ToolName, path: string, progress: Progress): Promise<void> {
  const title = `${name} ${toolVersions[name]}`;
  const elapsed = stopwatch();
  const partial = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  progress(`${title}: building`);
  const heartbeat = setInterval(() => progress(`${title}: building, ${elapsed()} s`), HEARTBEAT_MS);
  const workspace = `${partial}.module`;
  try {
    await runGo(await buildArgs(name, partial, workspace), title);
    renameSync(partial, path);
  } finally {
    clearInterval(heartbeat);
    for (const made of [partial, workspace]) rmSync(made, { recursive: true, force: true });
  }
  progress(`${title}: built in ${elapsed()} s`);
}

async function buildArgs(name: ToolName, output: string, workspace: string): Promise<string[]> {
  const { module, command, tags = '', stamp, lacks } = toolTable[name];
  const variables = Object.entries(stamp?.(pinned(module)) ?? {}).map(([variable, value]) => `-X ${variable}=${value}`);
  return [
    'build',
    ...(lacks ? await completed(go, module, lacks, workspace) : []),
    '-trimpath',
    '-tags',
    tags,
    '-ldflags',
    ['-s', '-w', ...variables].join(' '),
    '-o',
    output,
    command === undefined ? module : `${module}/${command}`,
  ];
}

async function runGo(args: string[], title: string): Promise<void> {
  const child = spawn('go', args, { cwd: moduleDir, env: goEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = (): boolean => child.kill();
  process.once('exit', kill);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4_000)));
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  process.off('exit', kill);
  if (code !== 0) throw new Error(`${title} cannot be built (go ${args[0]} ended with ${code}):\n${stderr.trimEnd()}`);
}

// A user's own GOFLAGS or go.work must not change what the pins mean.
const goEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' });

function stopwatch(): () => number {
  const start = Date.now();
  return () => Math.round((Date.now() - start) / 1000);
}
