import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { goMod, moduleDir } from './pins.ts';
import { toolTable, type ToolName } from './table.ts';

/** Folder of everything that tests keep from one run to the next. */
export const cacheRoot = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'observability-chart');

/**
 * Folder of the tools that these pins give on this platform, in the user's cache; other pins get another one.
 * The Go release is left out on purpose: what is built is used on where Go has gone or moved on.
 */
export const cacheDir = join(
  cacheRoot,
  'tools',
  createHash('sha256')
    .update([goMod, readFileSync(join(moduleDir, 'go.sum'), 'utf8'), buildSettings(), process.platform, process.arch].join('\0'))
    .digest('hex')
    .slice(0, 16),
);

/** Where a built tool lies. */
export const cachedTool = (name: ToolName): string => join(cacheDir, 'bin', name);

/** Where the Prometheus Operator's CRDs lie. */
export const cachedCrds = join(cacheDir, 'crds');

function buildSettings(): string {
  return JSON.stringify(Object.values(toolTable).map(({ module, command, tags, lacks }) => [module, command, tags, lacks]));
}
