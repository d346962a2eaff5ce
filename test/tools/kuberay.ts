import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireGo } from './build.ts';
import { goIn } from './go.ts';

const MODULE = 'github.com/ray-project/kuberay/ray-operator';

/** A module of its own: what it pins does not change the tools, whose builds take long. */
const moduleDir = join(import.meta.dirname, 'kuberay');

/**
 * Paths of the CustomResourceDefinitions of KubeRay (RayCluster, RayJob, RayService and others), of the version that kuberay/go.mod pins. They come with the operator's module, which Go keeps.
 * @throws Error that says what to install when there is no Go, or what the module proxy answered
 */
export async function kuberayCrds(): Promise<string[]> {
  await requireGo('KubeRay’s CRDs');
  const { Dir } = JSON.parse(await goIn(moduleDir, ['mod', 'download', '-json', MODULE])) as { Dir: string };
  const bases = join(Dir, 'config', 'crd', 'bases');
  return readdirSync(bases).sort().map((file) => join(bases, file));
}
