import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PrometheusClient } from '../../dashboards-src/doctor/prometheus.ts';
import { KubernetesApi } from '../lab/api.ts';
import { startControlPlane, type ControlPlane } from '../lab/control-plane.ts';
import { startOperator } from '../lab/exporters.ts';
import { applyNodes } from '../lab/nodes.ts';
import { freePort, httpReady, Processes } from '../lab/processes.ts';
import { startPrometheus, type LabPrometheus } from '../lab/prometheus.ts';
import { stageChart } from '../stubs.ts';
import { refused } from '../sigv4.ts';
import { tool } from '../tools/tools.ts';
import { Cluster } from './release.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-remote-write-'));
const NAMESPACE = 'monitoring';
const WORKSPACE = 'ws-12345678-abcd';
const REGION = 'eu-west-1';
const account = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-secret', region: REGION, service: 'aps' };

/** Stands for Amazon: takes what is signed as it should be, and gives it to a real Prometheus, which knows whether it is what it should be. */
class Workspace {
  readonly problems: string[] = [];
  taken = 0;
  down = false;
  private constructor(private readonly server: Server, readonly store: PrometheusClient) {}

  static async start(processes: Processes): Promise<Workspace> {
    const config = join(dir, 'store.yaml');
    writeFileSync(config, 'global: {}\n');
    const url = `http://127.0.0.1:${await freePort()}`;
    await processes.start('store', await tool('prometheus'), [`--config.file=${config}`, `--storage.tsdb.path=${join(dir, 'store')}`, `--web.listen-address=${url.slice('http://'.length)}`, '--web.enable-remote-write-receiver'], { ready: httpReady(`${url}/-/ready`) });
    const server = createServer();
    const workspace = new Workspace(server, new PrometheusClient(url));
    server.on('request', (request: IncomingMessage, response) => void workspace.take(request, url).then((status) => response.writeHead(status).end()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return workspace;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async take(request: IncomingMessage, store: string): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.down) return 503;
    const problem = request.url === `/workspaces/${WORKSPACE}/api/v1/remote_write` ? refused(request, body, account) : `${request.url} is no workspace`;
    if (problem) {
      this.problems.push(problem);
      return 403;
    }
    const headers = Object.fromEntries(['content-type', 'content-encoding', 'x-prometheus-remote-write-version'].map((name) => [name, String(request.headers[name])]));
    const { status } = await fetch(`${store}/api/v1/write`, { method: 'POST', headers, body });
    if (status < 300) this.taken += 1;
    return status;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

let plane: ControlPlane;
let processes: Processes;
let workspace: Workspace;
let prometheus: LabPrometheus;
let api: KubernetesApi;
/** Prometheus scrapes itself, once it is known where it answers. */
let own: string | undefined;

beforeAll(async () => {
  processes = new Processes(join(dir, 'cluster'));
  workspace = await Workspace.start(processes);
  plane = await startControlPlane({ dir: join(dir, 'cluster'), log: () => undefined, processes });
  await applyNodes(plane.kubeconfig);
  const staged = await stageChart({ dir: join(dir, 'chart') });
  console.log(staged.line);
  const cluster = new Cluster(plane, staged.chart);
  await cluster.release('observability', NAMESPACE).install(
    'global.clusterName=east', `global.amp.workspace=${WORKSPACE}`, `global.amp.region=${REGION}`, `global.amp.endpoint=${workspace.url}`, 'global.amp.queue.batchSendDeadline=1s', 'global.amp.queue.maxBackoff=1s',
    'alerts.overrides.RemoteWriteBehind.threshold=5', 'alerts.overrides.RemoteWriteBehind.for=1s',
  );
  const [object] = await cluster.objects('prometheuses', '--namespace', NAMESPACE);
  api = new KubernetesApi(plane.kubeconfig);
  await startOperator({ processes, kubeconfig: plane.kubeconfig, snapshot: await api.snapshot() });
  prometheus = await startPrometheus({
    dir, api, processes, object: { namespace: NAMESPACE, name: object!.metadata.name }, kubeconfig: plane.kubeconfig, proxyUrl: 'http://127.0.0.1:1', pace: '1s',
    env: { AWS_ACCESS_KEY_ID: account.accessKeyId, AWS_SECRET_ACCESS_KEY: account.secretAccessKey },
    change: (config) => ({ ...config, scrape_configs: own ? [{ job_name: 'prometheus', static_configs: [{ targets: [own], labels: { cluster: 'east' } }] }] : [] }),
  });
  own = prometheus.url.slice('http://'.length);
  await prometheus.refresh();
});

afterAll(async () => {
  api?.close();
  await processes?.stopAll();
  await plane?.stop();
  workspace?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

async function eventually<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 90_000; ; await sleep(500)) {
    const answer = await ask();
    if (isSo(answer) || Date.now() > deadline) return answer;
  }
}

const behind = () => prometheus.client.query('ALERTS{alertname="RemoteWriteBehind", alertstate="firing"}');

test('every request is signed for the workspace, and its samples arrive with the labels by which Amazon knows replicas', async () => {
  const up = await eventually(() => workspace.store.query('up{job="prometheus"}'), (series) => series.length > 0);
  expect(up.map(({ labels }) => [labels['cluster'], labels['__replica__']])).toEqual([['east', 'prometheus-lab-0']]);
  expect(workspace.problems).toEqual([]);
  expect(workspace.taken).toBeGreaterThan(0);
});

test('what rules record arrives too', async () => {
  const recorded = await eventually(() => workspace.store.query('job:remote_write_lag:seconds'), (series) => series.length > 0);
  expect(recorded.map(({ labels }) => labels['remote_name'])).toEqual(['amp']);
});

test('an alert says that nothing arrives, and ends when it does again, with nothing lost', async () => {
  expect(await behind()).toEqual([]);
  const from = Date.now() / 1000;
  workspace.down = true;
  const firing = await eventually(behind, (series) => series.length > 0);
  expect(firing.map(({ labels }) => [labels['remote_name'], labels['severity']])).toEqual([['amp', 'warning']]);
  const to = Date.now() / 1000;
  workspace.down = false;
  expect(await eventually(behind, (series) => series.length === 0)).toEqual([]);
  // Scraped each second; the first and the last of them may be just outside.
  const seconds = Math.floor(to - from);
  const complete = await eventually(() => workspace.store.query(`count_over_time(up{job="prometheus"}[${seconds}s] @ ${to.toFixed(3)}) >= ${seconds - 2}`), (series) => series.length > 0);
  expect(complete).toHaveLength(1);
});

test('what is signed with another secret is refused', () => {
  const request = { method: 'POST', url: '/', headers: { host: 'a', 'x-amz-date': '20260101T000000Z', authorization: `AWS4-HMAC-SHA256 Credential=${account.accessKeyId}/20260101/${REGION}/aps/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}` } };
  expect(refused(request, Buffer.from(''), account)).toBe('the signature does not fit the request');
  expect(refused({ ...request, headers: { host: 'a' } }, Buffer.from(''), account)).toBe('it is not signed: no Authorization');
  expect(refused(request, Buffer.from(''), { ...account, region: 'us-east-1' })).toBe('it is signed for the region eu-west-1, not us-east-1');
});
