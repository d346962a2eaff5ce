import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { go, requireGo } from './build.ts';
import { cacheDir, cachedCrds } from './cache.ts';

const OPERATOR_MODULE = 'github.com/prometheus-operator/prometheus-operator';

/**
 * Paths of the Prometheus Operator's CustomResourceDefinitions, of the version that go.mod pins.
 * They come with the operator's module and are kept in the cache, so that Go is needed only once.
 */
export async function operatorCrds(): Promise<string[]> {
  if (!existsSync(cachedCrds)) await copyCrds();
  return readdirSync(cachedCrds)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join(cachedCrds, file));
}

async function copyCrds(): Promise<void> {
  await requireGo("the Prometheus Operator's CRDs");
  const { Dir } = JSON.parse(await go(['mod', 'download', '-json', OPERATOR_MODULE])) as { Dir: string };
  const partial = `${cachedCrds}.${process.pid}`;
  mkdirSync(cacheDir, { recursive: true });
  cpSync(join(Dir, 'example', 'prometheus-operator-crd'), partial, { recursive: true });
  if (existsSync(cachedCrds)) rmSync(partial, { recursive: true });
  else renameSync(partial, cachedCrds);
}
