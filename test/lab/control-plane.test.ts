import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tool } from '../tools/tools.ts';
import { applyObjects } from './apply.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { runsOnLabel } from './kwok-stages.ts';
import { applyNodes, labNodes } from './nodes.ts';
import { processIdentity } from './process-identity.ts';
import { Processes } from './processes.ts';

const BUILD_AND_START_MS = 1_800_000;
const TEST_MS = 30_000;
const PARTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'];

interface Item {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly succeeded?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

vi.setConfig({ testTimeout: TEST_MS });

const dir = mkdtempSync(join(tmpdir(), 'control-plane-'));
let cluster: ControlPlane;
let kubectl: string;

beforeAll(async () => {
  kubectl = await tool('kubectl');
  cluster = await startControlPlane({ dir, log: () => {} });
  await applyNodes(cluster.kubeconfig);
}, BUILD_AND_START_MS);

afterAll(async () => {
  await cluster?.stop();
  rmSync(dir, { recursive: true });
});

const items = async (...args: string[]): Promise<Item[]> => {
  const { stdout } = await promisify(execFile)(kubectl, ['get', '--output=json', ...args], { env: { ...process.env, ...cluster.env } });
  return (JSON.parse(stdout) as { items: Item[] }).items;
};

async function eventually<T>(look: () => Promise<T>, isThere: (seen: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await sleep(200)) {
    const seen = await look();
    if (isThere(seen) || Date.now() > deadline) return seen;
  }
}

const condition = (type: string, { status }: Item) => status.conditions?.find((each) => each.type === type);
const isReady = (item: Item): boolean => condition('Ready', item)?.status === 'True';
const tolerateAll = [{ operator: 'Exists' }];
const gpuNodes = labNodes.filter(({ instanceType }) => instanceType.labels['nvidia.com/gpu.present']).map(({ name }) => name).sort();
const pods = (app: string) => items('pods', `--selector=app=${app}`);
const podSpec = (app: string, { container = {}, pod = {} }: { container?: object; pod?: object } = {}, labels: Record<string, string> = {}) => ({
  metadata: { name: app, labels: { app, ...labels } },
  spec: { containers: [{ name: app, image: app, ...container }], ...pod },
});
const workload = (kind: 'DaemonSet' | 'StatefulSet', app: string, template: object, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: app },
  spec: { selector: { matchLabels: { app } }, template, ...spec },
});
const job = (name: string, labels: Record<string, string>) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { template: podSpec(name, { pod: { restartPolicy: 'Never' } }, labels) },
});

test('all nodes become Ready', async () => {
  const nodes = await eventually(
    () => items('nodes'),
    (seen) => seen.length === labNodes.length && seen.every(isReady),
  );
  expect(nodes.filter(isReady).map(({ metadata }) => metadata.name)).toEqual(labNodes.map(({ name }) => name));
});

test('a DaemonSet for GPU nodes runs on each of them, with an address of its own', async () => {
  const pod = { nodeSelector: { 'nvidia.com/gpu.present': 'true' }, tolerations: tolerateAll };
  await applyObjects(cluster.kubeconfig, [workload('DaemonSet', 'exporter', podSpec('exporter', { pod }))]);
  const running = await eventually(
    () => pods('exporter'),
    (seen) => seen.length === gpuNodes.length && seen.every(isReady),
  );
  expect(running.map(({ spec }) => spec.nodeName).sort()).toEqual(gpuNodes);
  expect(new Set(running.map(({ status }) => status.podIP)).size).toBe(gpuNodes.length);
});

test("a pod that asks for more GPUs than a node has stays Pending, with the scheduler's reason", async () => {
  const tooMany = 1 + Math.max(...labNodes.map(({ instanceType }) => instanceType.devices['nvidia.com/gpu'] ?? 0));
  const spec = { container: { resources: { limits: { 'nvidia.com/gpu': String(tooMany) } } }, pod: { tolerations: tolerateAll } };
  await applyObjects(cluster.kubeconfig, [{ apiVersion: 'v1', kind: 'Pod', ...podSpec('greedy', spec) }]);
  const [greedy] = await eventually(
    () => pods('greedy'),
    ([pod]) => pod !== undefined && condition('PodScheduled', pod) !== undefined,
  );
  expect(greedy?.status.phase).toBe('Pending');
  expect(condition('PodScheduled', greedy!)?.message).toContain('Insufficient nvidia.com/gpu');
});

test('a Job completes, unless it is labelled to run on', async () => {
  await applyObjects(cluster.kubeconfig, [job('short', {}), job('long', { [runsOnLabel]: 'on' })]);
  const jobs = await eventually(
    () => items('jobs'),
    (seen) => seen.some(({ status }) => status.succeeded === 1),
  );
  expect(jobs.map(({ metadata, status }) => [metadata.name, status.succeeded])).toEqual([
    ['long', undefined],
    ['short', 1],
  ]);
  expect((await pods('long')).map(({ status }) => status.phase)).toEqual(['Running']);
});

test('a claim gets a volume when its pod is scheduled, and the volume goes with the claim', async () => {
  const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } } };
  const spec = { container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] } };
  await applyObjects(cluster.kubeconfig, [
    workload('StatefulSet', 'database', podSpec('database', spec), {
      serviceName: 'database',
      volumeClaimTemplates: [claim],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' },
    }),
  ]);
  const database = await eventually(
    () => pods('database'),
    (seen) => seen.length === 1 && seen.every(isReady),
  );
  expect(database.map(isReady)).toEqual([true]);
  expect((await items('persistentvolumes')).map(({ status }) => status.phase)).toEqual(['Bound']);

  await promisify(execFile)(kubectl, ['delete', 'statefulset', 'database'], { env: { ...process.env, ...cluster.env } });
  expect(
    await eventually(
      () => items('persistentvolumes'),
      (seen) => seen.length === 0,
    ),
  ).toEqual([]);
});

test('Pod Security refuses what a namespace does not allow', async () => {
  const strict = { name: 'strict', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } };
  await applyObjects(cluster.kubeconfig, [{ apiVersion: 'v1', kind: 'Namespace', metadata: strict }]);
  const { metadata, spec } = podSpec('careless');
  const careless = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, namespace: 'strict' }, spec };
  await expect(applyObjects(cluster.kubeconfig, [careless])).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
});

test('a second one in the same folder is refused', async () => {
  await expect(startControlPlane({ dir, log: () => {} })).rejects.toThrow(`A control plane already runs in ${dir}; stop it first`);
});

test('Ctrl-C during the start leaves no process', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const script = `
    const { startControlPlane } = await import('./test/lab/control-plane.ts');
    await startControlPlane({ dir: ${JSON.stringify(elsewhere)}, log: () => {} });`;
  const repository = join(import.meta.dirname, '..', '..');
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { cwd: repository, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await eventually(
    async () => Processes.running(elsewhere),
    (names) => names.includes('kube-apiserver'),
  );
  const state = JSON.parse(readFileSync(join(elsewhere, 'state.json'), 'utf8')) as { pid: number }[];
  child.kill('SIGINT');
  await ended;
  expect(state.filter(({ pid }) => processIdentity(pid) !== undefined)).toEqual([]);
  expect(Processes.running(elsewhere)).toEqual([]);
  rmSync(elsewhere, { recursive: true });
});

test('stop ends every part of it', async () => {
  expect(Processes.running(dir).sort()).toEqual([...PARTS].sort());
  await cluster.stop();
  expect(Processes.running(dir)).toEqual([]);
});
