import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { toolTable, toolVersions, type ToolName } from './table.ts';

const VERSION_TIMEOUT_MS = 10_000;

/** Absolute path of a program on PATH that reports a version that fits the pin; undefined when there is none. */
export async function fromPath(name: ToolName): Promise<string | undefined> {
  const { onPath, fits } = toolTable[name];
  for (const candidate of onPath?.names.flatMap(whereOnPath) ?? []) {
    const version = await versionOf(candidate, onPath!.versionArgs);
    if (version !== undefined && versionFits(version, toolVersions[name], fits)) return candidate;
  }
  return undefined;
}

/** Whether version `found` may stand for `wanted`; both as "1.2.3". */
export function versionFits(found: string, wanted: string, fits: 'minor' | 'exact'): boolean {
  return fits === 'exact' ? found === wanted : majorMinor(found) === majorMinor(wanted);
}

/** The first version number in what a tool prints, without pre-release; undefined when there is none. */
export const versionIn = (output: string): string | undefined => /\d+\.\d+\.\d+/.exec(output)?.[0];

const majorMinor = (version: string): string => version.split('.', 2).join('.');

function whereOnPath(name: string): string[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((dir) => join(dir, name))
    .filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function versionOf(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [...args], { timeout: VERSION_TIMEOUT_MS });
    return versionIn(stdout) ?? versionIn(stderr);
  } catch {
    return undefined;
  }
}
