import { cpSync, chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { moduleDir } from './pins.ts';

/** Runs the go command in the folder of go.mod; gives its stdout. */
export type Go = (args: string[]) => Promise<string>;

/**
 * Copies a module into `dir` and adds the files that its release lacks (path → text), as nothing below the module cache may be replaced.
 * @returns the arguments of `go build` that take the copy in the module's place
 */
export async function completed(go: Go, module: string, lacks: Readonly<Record<string, string>>, dir: string): Promise<string[]> {
  const { Dir } = JSON.parse(await go(['mod', 'download', '-json', module])) as { Dir: string };
  const copy = join(dir, 'module');
  cpSync(Dir, copy, { recursive: true });
  // The module cache is read-only, and so is a copy of it.
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  for (const [path, text] of Object.entries(lacks)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  const modfile = join(dir, 'go.mod');
  for (const name of ['go.mod', 'go.sum']) cpSync(join(moduleDir, name), join(dir, name));
  await go(['mod', 'edit', `-replace=${module}=${copy}`, modfile]);
  return [`-modfile=${modfile}`];
}
