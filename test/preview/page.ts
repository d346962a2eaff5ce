import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { run } from '../lab/command.ts';
import { cacheRoot } from '../tools/cache.ts';

const source = join(import.meta.dirname, 'page');

/** The built page, and the folder in which its packages are installed. */
export interface Page {
  readonly dist: string;
  readonly folder: string;
}

/**
 * The page with Grafana's components, installed (700 MB) and built in the user's cache on first use, and again when its sources change.
 * @throws with what npm or esbuild said
 */
export async function builtPage(): Promise<Page> {
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const digest = files.reduce((hash, file) => hash.update(file.slice(source.length)).update(readFileSync(file)), createHash('sha256')).digest('hex').slice(0, 16);
  const cache = join(cacheRoot, 'preview');
  const folder = join(cache, digest);
  const page = { folder, dist: join(folder, 'dist') };
  if (existsSync(page.dist)) return page;
  const making = `${folder}.${process.pid}`;
  try {
    cpSync(source, making, { recursive: true });
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: making });
    await bundle(making);
    // Pages of older sources are of no use, and large.
    for (const other of readdirSync(cache)) if (join(cache, other) !== making) rmSync(join(cache, other), { recursive: true, force: true });
    renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return page;
}

/** Grafana's packages read `global` and the environment as if they ran in Node. */
async function bundle(folder: string): Promise<void> {
  await build({
    absWorkingDir: folder, entryPoints: ['src/main.tsx'], outdir: 'dist', bundle: true, format: 'esm', splitting: true, target: 'esnext', jsx: 'automatic', logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl' },
  });
  cpSync(join(folder, 'index.html'), join(folder, 'dist', 'index.html'));
}
