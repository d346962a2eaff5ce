import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../lab/command.ts';
import { startControlPlane, type ControlPlane } from '../lab/control-plane.ts';
import { applyNodes } from '../lab/nodes.ts';
import { manifests, type Helm } from '../render.ts';
import { longRelease } from '../scenarios.ts';
import { tool } from '../tools/tools.ts';
import { real } from './charts.ts';

const MINUTES = 60_000;
/** Helm 3 is there for users who have not moved: one name is enough. */
const installs: [Helm, string][] = [['helm', 'observability'], ['helm', 'foo'], ['helm', 'kube-prometheus-stack'], ['helm', longRelease], ['helm3', 'observability']];

describe.skipIf(!real)('the real dependency charts, on an API server', () => {
  let dir: string;
  let cluster: ControlPlane;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'upstream-'));
    cluster = await startControlPlane({ dir, log: () => undefined });
    await applyNodes(cluster.kubeconfig);
  }, 2 * MINUTES);
  afterAll(async () => {
    await cluster?.stop();
    for (const each of [dir, real!.chart]) rmSync(each, { recursive: true });
  });

  // A namespace each: the Secrets that an uninstalled release leaves on purpose belong to its name.
  it.each(installs.map((install, index) => [...install, `upstream-${index}`] as const))('%s installs release %s, upgrades it without a change, rolls it back and removes it', async (name, release, namespace) => {
    const helm = async (...args: string[]) => run(await tool(name), [...args, '--namespace', namespace], { env: cluster.env });
    const objects = async (revision: number) => manifests(await helm('get', 'manifest', release, '--revision', String(revision)));

    await helm('install', release, real!.chart, '--create-namespace');
    try {
      await helm('upgrade', release, real!.chart);
      expect(await objects(2)).toEqual(await objects(1));
      await helm('rollback', release, '1');
      expect(await objects(3)).toEqual(await objects(1));
    } finally {
      await helm('uninstall', release);
    }
  }, 5 * MINUTES);
});
