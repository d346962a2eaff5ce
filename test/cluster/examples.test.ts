import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleManifests, manifestsOf, podTemplates } from '../examples.ts';
import { startControlPlane, type ControlPlane } from '../lab/control-plane.ts';
import { kuberayCrds } from '../tools/kuberay.ts';
import type { Manifest } from '../wiring.ts';
import { Cluster } from './release.ts';

/** What a real API server with KubeRay's CRDs says to the manifests of the examples. */
const dir = mkdtempSync(join(tmpdir(), 'observability-examples-'));
const NAMESPACE = 'restricted';

let plane: ControlPlane;
let cluster: Cluster;

beforeAll(async () => {
  plane = await startControlPlane({ dir, log: () => undefined });
  cluster = new Cluster(plane, '');
  const crds = (await kuberayCrds()).map((path) => load(readFileSync(path, 'utf8')) as Manifest);
  // By the server: the schemas are too large for an annotation of what was applied last.
  await cluster.apply(crds, '--server-side');
  await cluster.kubectl('wait', '--for=condition=Established', 'customresourcedefinitions', '--all', '--timeout=60s');
  await cluster.kubectl('create', 'namespace', NAMESPACE);
  await cluster.kubectl('label', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=restricted');
});

afterAll(async () => {
  await plane?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

const inNamespace = (object: Manifest): Manifest => ({ ...object, metadata: { ...object.metadata, namespace: NAMESPACE } });
const judged = (objects: readonly Manifest[]): Promise<string> => cluster.apply(objects.map(inNamespace), '--dry-run=server', '--validate=strict', '--server-side');

describe.each(exampleManifests)('examples/%s', (path) => {
  test('every object is accepted, strictly', async () => {
    const objects = await manifestsOf(path);
    expect(objects.length).toBeGreaterThan(0);
    await judged(objects);
  });

  test('every pod is admitted under Pod Security "restricted", also those that KubeRay makes', async () => {
    const pods = podTemplates(await manifestsOf(path)).map(({ metadata, spec }, index): Manifest => ({ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: `pod-${index}` }, spec } as Manifest));
    expect(pods.length).toBeGreaterThan(0);
    await judged(pods);
  });
});

test('a misspelt field of a RayJob is refused', async () => {
  const [job] = (await manifestsOf('training/llama')).filter(({ kind }) => kind === 'RayJob');
  await expect(judged([{ ...job!, spec: { ...(job!['spec'] as object), ttlSecondsAfterFinish: 1 } } as Manifest])).rejects.toThrow('ttlSecondsAfterFinish');
});
