import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../wiring/manifest.ts';
import { manifestsOf } from './store/bootstrapped.ts';
import { startStore, type Store } from './store/opensearch.ts';

/** From one node to three, with the settings that the chart renders for each pod. */
let one: readonly Manifest[];
let three: readonly Manifest[];
const running = new Set<Store>();
const started = (store: Store): Store => (running.add(store), store);

beforeAll(async () => {
  one = await manifestsOf({ opensearch: { replicas: 1 } });
  three = await manifestsOf({ opensearch: { replicas: 3 } }, one);
});
afterAll(async () => {
  for (const store of running) await store.stop();
});

const healthOf = async (store: Store, query = ''): Promise<{ status: string; number_of_nodes: number }> => (await store.ask('admin certificate', 'GET', `_cluster/health${query}`)).body;
const uuidOf = async (store: Store): Promise<string> => (await store.ask('admin', 'GET', '')).body.cluster_uuid;

describe('one node that becomes three', () => {
  let nodes: Store[];
  let uuid: string;
  beforeAll(async () => {
    const alone = await startStore({ manifests: one });
    await alone.ask('admin', 'PUT', 'kept', { settings: { number_of_shards: 1, auto_expand_replicas: '0-1' } });
    await alone.ask('admin', 'PUT', 'kept/_doc/1?refresh=true', { message: 'from before' });
    uuid = await uuidOf(alone);
    // As the StatefulSet does it: new pods first, then the first pod with its new settings.
    const others = [started(await startStore({ manifests: three, ordinal: 1, seeds: [alone.transportPort] })), started(await startStore({ manifests: three, ordinal: 2, seeds: [alone.transportPort] }))];
    nodes = [started(await alone.restart({ manifests: three, seeds: others.map(({ transportPort }) => transportPort) })), ...others];
  });

  it('is the cluster that it was, with all its lines, and each has a copy', async () => {
    const health = await healthOf(nodes[1]!, '?wait_for_nodes=3&wait_for_status=green&timeout=120s');
    expect(health).toMatchObject({ status: 'green', number_of_nodes: 3 });
    for (const node of nodes) expect(await uuidOf(node)).toBe(uuid);
    expect((await nodes[2]!.ask('admin', 'GET', 'kept/_doc/1')).body._source).toEqual({ message: 'from before' });
    expect((await nodes[0]!.ask('admin', 'GET', '_cat/shards/kept?h=prirep,state&format=json')).body.map(({ prirep, state }: { prirep: string; state: string }) => `${prirep} ${state}`).sort()).toEqual(['p STARTED', 'r STARTED']);
  });

  it('the first node comes back to the same cluster when its volume is lost', async () => {
    const first = nodes[0]!;
    await first.process.stop();
    rmSync(join(first.config, '..', 'data'), { recursive: true });
    running.delete(first);
    nodes[0] = started(await first.restart());
    expect(await healthOf(nodes[1]!, '?wait_for_nodes=3&wait_for_status=green&timeout=120s')).toMatchObject({ status: 'green', number_of_nodes: 3 });
    expect(await uuidOf(nodes[0]!)).toBe(uuid);
    expect((await nodes[0]!.ask('admin', 'GET', 'kept/_doc/1')).body._source).toEqual({ message: 'from before' });
  });
});

it('two new nodes that do not reach the first found no cluster of their own', async () => {
  const second = started(await startStore({ manifests: three, ordinal: 1, untilReady: false }));
  const third = started(await startStore({ manifests: three, ordinal: 2, seeds: [second.transportPort], untilReady: false }));
  await sleep(15_000);
  for (const node of [second, third]) {
    const { status, body } = await node.ask('admin certificate', 'GET', '_cluster/health?timeout=5s&cluster_manager_timeout=5s');
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toMatch(/(cluster_manager|master)_not_discovered/);
  }
});
