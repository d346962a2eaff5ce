import { rmSync } from 'node:fs';
import { render } from '../../render.ts';
import { stageChart } from '../../stubs.ts';
import type { Manifest } from '../../wiring/manifest.ts';
import { withIndexManagement, type IndexManagement } from './index-management.ts';
import { startStore, type StartOptions, type Store } from './opensearch.ts';
import { runPod } from './scripts.ts';

/** A release in which OpenSearch runs and the bootstrap Job has ended. */
export interface Release {
  readonly store: Store;
  /** The same store with the plugin index-management before it. */
  readonly management: IndexManagement;
  readonly manifests: readonly Manifest[];
  stop(): Promise<void>;
}

/** The manifests of the release with these values. Without a cluster Helm makes new passwords and certificates each time: those of `before` are kept, as they are in a cluster. */
export async function manifestsOf(values: object = {}, before: readonly Manifest[] = []): Promise<Manifest[]> {
  const { chart } = await stageChart({ charts: 'stubs' });
  const manifests = await render({ chart, values }).finally(() => rmSync(chart, { recursive: true }));
  const kept = (one: Manifest): Manifest => (one.kind === 'Secret' && /-(users|tls)$/.test(one.metadata.name) ? (before.find(other => other.kind === 'Secret' && other.metadata.name === one.metadata.name) ?? one) : one);
  return manifests.map(kept);
}

/** OpenSearch with the files of the release, not bootstrapped. */
export async function installed(values: object = {}, options: Pick<StartOptions, 'asInPod'> = {}): Promise<Release> {
  const manifests = await manifestsOf(values);
  const store = await startStore({ manifests, ...options });
  const management = await withIndexManagement(store);
  return {
    store, management, manifests,
    stop: async () => {
      await management.stop();
      await store.stop();
    },
  };
}

/** The same after the bootstrap Job. */
export async function bootstrapped(values: object = {}, options: Pick<StartOptions, 'asInPod'> = {}): Promise<Release> {
  const release = await installed(values, options);
  const { code, output } = await runPod(release.manifests, 'bootstrap', { url: release.management.url });
  if (code !== 0) {
    await release.stop();
    throw new Error(`the bootstrap Job ended with ${code}:\n${output}`);
  }
  return release;
}
