import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { chartFiles } from './chart-files.ts';

/** Kept by hand, or staged there and ignored by git. */
const OTHERS = /^(\.helmignore|charts\/[^/]+\.tgz)$/;

/**
 * Writes the chart. All of it is made before the first file is written, so that a wrong definition changes nothing.
 * @returns how many files there are, and how many of them changed
 */
export function generate(directory: string): { files: number; changed: number } {
  const files = chartFiles();
  const existing = listFiles(directory).filter(path => !OTHERS.test(path));
  const stale = existing.filter(path => !files.has(path));
  for (const path of stale) rmSync(join(directory, path));
  const changed = [...files].filter(([path, content]) => !existing.includes(path) || readFileSync(join(directory, path), 'utf8') !== content);
  for (const [path, content] of changed) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return { files: files.size, changed: changed.length + stale.length };
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(directory, join(entry.parentPath, entry.name)));
}
