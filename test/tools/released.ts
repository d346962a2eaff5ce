import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { requireGo } from './build.ts';
import { cacheRoot } from './cache.ts';
import { compile, toStderr, type Progress } from './compile.ts';
import { goIn } from './go.ts';
import { withLock } from './lock.ts';

/** A Go module as its makers released it. What only one suite runs is none of the tools of go.mod, which would all be built again with it. */
export interface Released {
  readonly module: string;
  /** Without the "v". */
  readonly version: string;
}

/**
 * Folder with the sources of a release, read-only: its CustomResourceDefinitions lie there too.
 * @throws Error that says what to install where there is no Go, or what the go command said.
 */
export async function sources({ module, version }: Released): Promise<string> {
  await requireGo(module);
  const { Dir } = JSON.parse(await goIn(tmpdir(), ['mod', 'download', '-json', `${module}@v${version}`])) as { Dir: string };
  return Dir;
}

/** Path of the program of `folder` of a release, built with what its own go.mod pins; on the first call (minutes) into the user's cache. @throws as `sources` does, or what the compiler said */
export async function program(release: Released, folder = '.', progress: Progress = toStderr): Promise<string> {
  const name = basename(join(release.module, folder));
  const title = `${name} ${release.version}`;
  const output = join(cacheRoot, 'go', `${name}-${release.version}-${process.platform}-${process.arch}`, name);
  if (existsSync(output)) return output;
  const cwd = await sources(release);
  await withLock(`${output}.lock`, async () => {
    if (!existsSync(output)) await compile({ title, cwd, output, args: (partial) => ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', partial, `./${folder}`], progress });
  });
  return output;
}
