import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, cachedTool } from './cache.ts';
import { compile, type Progress } from './compile.ts';
import { completed } from './complete.ts';
import { goIn } from './go.ts';
import { withLock } from './lock.ts';
import { goVersion, moduleDir, pinned } from './pins.ts';
import { toolTable, toolVersions, type ToolName } from './table.ts';

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
      if (!existsSync(path)) await compile({ title: `${name} ${toolVersions[name]}`, cwd: moduleDir, output: path, args: (partial) => buildArgs(name, partial), progress });
    },
    waiting,
  );
  return path;
}

/**
 * Runs the go command in the folder of go.mod; returns its stdout.
 * @throws Error with its stderr.
 */
export const go = (args: string[]): Promise<string> => goIn(moduleDir, args);

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

async function buildArgs(name: ToolName, output: string): Promise<string[]> {
  const { module, command, tags = '', stamp, lacks } = toolTable[name];
  const variables = Object.entries(stamp?.(pinned(module)) ?? {}).map(([variable, value]) => `-X ${variable}=${value}`);
  return [
    ...(lacks ? await completed(go, module, lacks, `${output}.module`) : []),
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
