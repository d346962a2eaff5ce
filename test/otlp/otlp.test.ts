import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { genAi } from '../../dashboards-src/catalogue/gen-ai.ts';
import { otelCollector } from '../../dashboards-src/catalogue/otel-collector.ts';
import { fieldNames } from '../../dashboards-src/logs/fields.ts';
import { CONFIG, PORTS, QUEUE } from '../../generator/components/otel/places.ts';
import { Cluster } from '../cluster/release.ts';
import { clientEnvironment } from '../lab/apply.ts';
import { panelsWithQueries, shippedDashboards, substitute, variableValues } from '../lab/dashboard.ts';
import { freePort, httpReady, Processes, type Running } from '../lab/processes.ts';
import { takingOtlp } from '../lab/sources/otel.ts';
import { startLab, type Lab } from '../lab/start.ts';
import { localContainer } from '../mcp/container.ts';
import { Collector } from '../unit/collector.ts';
import type { Manifest } from '../wiring.ts';
import { collector as collectorProgram, python } from './programs.ts';
import { gateTo, type Gate } from './store.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-otlp-'));
const NAMESPACE = 'monitoring';
const NAME = 'observability-otel-collector';

let lab: Lab;
let cluster: Cluster;
let processes: Processes;
let prometheus: Gate;
let ports: Record<keyof typeof PORTS, number>;
let token: string;
let start: () => Promise<Running>;
let collector: Running;
let lines: Running;

interface Pod { readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string; readonly labels: Record<string, string> }; readonly spec: { readonly nodeName: string } }

/** A pod of the lab that trains, with `hostNetwork` as it were: it says its UID. And one at the address from which everything here is sent. */
let trainer: Pod;
let sender: Pod;

const podNamed = async (namespace: string, ...selector: string[]): Promise<Pod> =>
  (await cluster.objects('pods', '--namespace', namespace, ...selector))[0] as unknown as Pod;

async function eventually<T>(ask: () => Promise<T>, wished: (answer: T) => boolean, withinMs = 60_000): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; await sleep(1000)) {
    const answer = await ask();
    if (wished(answer) || Date.now() > deadline) return answer;
  }
}

const query = (expr: string) => lab.prometheus.client.query(expr);
const some = (answer: readonly unknown[]): boolean => answer.length > 0;

async function sends(name: string, file: string, args: readonly string[] = [], attributes = ''): Promise<Running> {
  const { command, env } = await python();
  return processes.start(name, command, [join(import.meta.dirname, file), ...args], {
    env: {
      ...env, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${ports.grpc}`, OTEL_EXPORTER_OTLP_INSECURE: 'true',
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${token}`, OTEL_RESOURCE_ATTRIBUTES: attributes,
    },
  });
}

type Attributes = Readonly<Record<string, string | number>>;
const attributesOf = (values: Attributes): object[] => Object.entries(values).map(([key, value]) => ({ key, value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value } }));

const post = (path: string, body: object, headers: Readonly<Record<string, string>> = { authorization: `Bearer ${token}` }): Promise<Response> =>
  fetch(`http://127.0.0.1:${ports.http}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

/** Points of a gauge, a second apart up to now. */
const gauge = (name: string, values: readonly number[], resource: Attributes = {}, attributes: Attributes = {}): object => ({
  resourceMetrics: [{
    resource: { attributes: attributesOf(resource) },
    scopeMetrics: [{ metrics: [{ name, gauge: { dataPoints: values.map((value, index) => ({ asDouble: value, attributes: attributesOf(attributes), timeUnixNano: `${Math.floor(Date.now() / 1000) - values.length + 1 + index}000000000` })) } }] }],
  }],
});

beforeAll(async () => {
  processes = new Processes(join(dir, 'programs'));
  const [program] = await Promise.all([collectorProgram(), python()]);
  const step = <T>(title: string, work: () => Promise<T>): Promise<T> => {
    console.log(title);
    return work();
  };
  lab = await startLab({ dir: join(dir, 'lab'), step, log: console.log, helmArgs: [...takingOtlp, '--set', 'otel.auth.mode=token'] });
  cluster = new Cluster({ kubeconfig: lab.kubeconfig, url: lab.apiUrl, env: clientEnvironment(lab.kubeconfig), stop: () => lab.stop() }, lab.staged.chart);
  prometheus = await gateTo(lab.prometheus.url);
  ports = { grpc: await freePort(), http: await freePort(), metrics: await freePort(), health: await freePort() };
  const linesPort = await freePort();

  trainer = await podNamed('team-a', '--selector', 'app.kubernetes.io/name=llama-pretrain');
  const here = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'sender', namespace: 'team-b', labels: { 'training.kubeflow.org/job-name': 'sft' } }, spec: { nodeName: trainer.spec.nodeName, tolerations: [{ operator: 'Exists' }], containers: [{ name: 'pytorch', image: 'trainer:1' }] } };
  await cluster.apply([here as unknown as Manifest]);
  await cluster.kubectl('patch', 'pod', 'sender', '--namespace', 'team-b', '--subresource=status', '--type=merge', '--patch', JSON.stringify({ status: { phase: 'Running', podIP: '127.0.0.1', podIPs: [{ ip: '127.0.0.1' }] } }));
  sender = (await podNamed('team-b', '--field-selector', 'metadata.name=sender'));

  const root = join(dir, 'container');
  const local = await localContainer({
    cluster, namespace: NAMESPACE, workload: `statefulset/${NAME}`, container: 'collector', dir: root,
    replace: {
      'auth_type: serviceAccount': 'auth_type: kubeConfig',
      [`http://observability-kube-prometh-prometheus.${NAMESPACE}.svc:9090`]: prometheus.url,
      [`http://observability-fluent-bit-otlp.${NAMESPACE}.svc:4320`]: `http://127.0.0.1:${linesPort}`,
      ...Object.fromEntries((Object.keys(PORTS) as (keyof typeof PORTS)[]).map((name) => [String(PORTS[name]), String(ports[name])])),
    },
  });
  token = readFileSync(local.path('/etc/otel-token/token'), 'utf8');
  mkdirSync(local.path(QUEUE), { recursive: true });
  const kubeconfig = join(dir, 'account.kubeconfig');
  writeFileSync(kubeconfig, await asAccount(), { mode: 0o600 });
  start = async () => {
    const running = await processes.start('collector', program, [...local.args], { env: { ...local.env, KUBECONFIG: kubeconfig }, ready: httpReady(`http://127.0.0.1:${ports.health}/`) });
    return running;
  };
  expect(local.args).toEqual([`--config=${local.path(CONFIG)}`]);
  collector = await start();
  lines = await sends('lines', 'lines.py', [String(linesPort)]);
});

afterAll(async () => {
  await processes?.stopAll();
  await prometheus?.close();
  await lab?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** The kubeconfig of the collector's own account, with the rights that the chart gives it. */
async function asAccount(): Promise<string> {
  const config = JSON.parse(readFileSync(lab.kubeconfig, 'utf8')) as { users: { user: object }[] };
  const issued = (await cluster.kubectl('create', 'token', NAME, '--namespace', NAMESPACE)).trim();
  return JSON.stringify({ ...config, users: config.users.map((user) => ({ ...user, user: { token: issued } })) });
}

describe('metrics', () => {
  test('what the guide sends arrives each second, with the pod and node of the sender in place of what it says', async () => {
    const guide = await sends('guide', 'guide.py', [`127.0.0.1:${ports.grpc}`]);
    const found = await eventually(() => query('count_over_time(test_counter_total[20s]) >= 18'), some);
    expect(found.map(({ labels }) => labels)).toEqual([
      { cluster: 'default', namespace: 'team-b', pod: 'sender', node: sender.spec.nodeName, job: 'metric-test', instance: expect.any(String), via: 'otlp' },
    ]);
    await guide.stop();
  });

  test('a program with examples/common/otlp_metrics.py is on the panel of own metrics of its job, as the dashboard asks for it', async () => {
    const running = await sends('train', 'train.py', [], `k8s.pod.uid=${trainer.metadata.uid}`);
    await eventually(() => query('train_loss'), some);
    const training = (await shippedDashboards(lab.api, NAMESPACE)).find(({ title }) => title === 'Training')!;
    const panel = panelsWithQueries(training).find(({ title }) => title === 'Own metric: $this___name__')!;
    const chosen = { ...(await variableValues(training, (label, selector) => lab.prometheus.client.labelValues(label, selector))), namespace: 'team-a', this_workload: 'llama-pretrain', pod: '.*' };
    const shown = (own: string) => query(substitute(panel.targets![0]!.expr!, { ...chosen, this___name__: own }));
    const place = { namespace: 'team-a', pod: trainer.metadata.name, node: trainer.spec.nodeName, cluster: 'default' };
    const rate = ([growing]: Awaited<ReturnType<typeof shown>>): number => growing?.points.at(-1) ?? 0;
    const growing = await eventually(() => shown('train_tokens_total'), (answer) => rate(answer) > 3500, 120_000);
    expect(growing).toHaveLength(1);
    expect(growing[0]!.labels).toMatchObject(place);
    expect(rate(growing)).toBeGreaterThan(3500);
    expect(rate(growing)).toBeLessThan(4600);
    const loss = await shown('train_loss');
    expect(loss).toHaveLength(1);
    expect(loss[0]).toMatchObject({ labels: place, points: [1.5] });
    const variable = training.templating!.list!.find(({ name }) => name === 'this___name__')!;
    const offered = await lab.prometheus.client.labelValues('__name__', substitute((variable.query as { query: string }).query.replace(/^label_values\((.*), __name__\)$/, '$1'), chosen));
    expect(offered).not.toContain('test_counter_total');
    expect(offered).toEqual(expect.arrayContaining(['train_loss', 'train_tokens_total', 'train_step_duration_seconds_count', 'train_step_duration_seconds_sum']));
    await running.stop();
  });

  test('the conventions for generative AI arrive under the names and labels of the catalogue', async () => {
    const running = await sends('answers', 'answers.py');
    for (const { name, labels } of genAi.metrics) {
      const [found] = await eventually(() => query(`${name}_bucket`), some);
      expect(Object.keys(found?.labels ?? {}).filter((label) => !labels.includes(label)), name).toEqual(['__name__', 'le']);
    }
    await running.stop();
  });

  test('who says that it is another pod is not believed', async () => {
    const claims = { 'k8s.pod.name': 'somebody-else', 'k8s.namespace.name': 'kube-system', 'k8s.node.name': 'none' };
    expect((await post('/v1/metrics', gauge('claimed', [1], claims, { pod: 'somebody-else', namespace: 'kube-system', cluster: 'other' }))).status).toBe(200);
    const found = await eventually(() => query('claimed'), some);
    expect(found.map(({ labels: { pod, namespace, cluster: of } }) => ({ pod, namespace, of }))).toEqual([{ pod: 'sender', namespace: 'team-b', of: 'default' }]);
  });

  test('a pod that nobody knows is nobody', async () => {
    await post('/v1/metrics', gauge('stranger', [1], { 'k8s.pod.uid': '00000000-0000-0000-0000-000000000000' }, { pod: 'somebody-else' }));
    const [{ labels } = { labels: {} }] = await eventually(() => query('stranger'), some);
    expect(labels).toEqual({ __name__: 'stranger', cluster: 'default', via: 'otlp' });
  });

  test('nobody sends without the token, or with another one', async () => {
    expect((await post('/v1/metrics', gauge('refused', [1]), {})).status).toBe(401);
    expect((await post('/v1/metrics', gauge('refused', [1]), { authorization: 'Bearer other' })).status).toBe(401);
  });

  test('traces are refused without a store of them', async () => {
    expect((await post('/v1/traces', { resourceSpans: [] })).status).toBe(404);
  });
});

describe('the queue', () => {
  test('loses nothing of what was taken while Prometheus is away, though the collector is killed meanwhile', async () => {
    prometheus.open = false;
    for (let batch = 0; batch < 20; batch++) expect((await post('/v1/metrics', gauge('outage_probe', Array.from({ length: 10 }, (_, at) => batch * 10 + at), {}, { batch }))).status).toBe(200);
    process.kill(collector.pid, 'SIGKILL');
    await collector.ended;
    collector = await start();
    expect(await query('outage_probe')).toEqual([]);
    prometheus.open = true;
    const arrived = await eventually(() => query('sum(count_over_time(outage_probe[10m]))'), (answer) => answer[0]?.points.at(-1) === 200);
    expect(arrived[0]?.points).toEqual([200]);
    expect((await query('sum(sum_over_time(outage_probe[10m]))'))[0]?.points).toEqual([(199 * 200) / 2]);
  });
});

const secret = 'hf_abcdefghijklmnopqrstuvwxyzABCDEFGH';
const record = { timeUnixNano: `${Math.floor(Date.now() / 1000)}123456789`, severityNumber: 17, severityText: 'ERROR', body: { stringValue: `Cannot log in with token=${secret}` } };
const attributes = attributesOf({ 'exception.type': 'HTTPError', step: 12, pod: 'somebody-else' });
const logs = { resourceLogs: [{ resource: { attributes: attributesOf({ 'service.name': 'trainer', 'k8s.container.name': 'pytorch', 'k8s.pod.name': 'somebody-else' }) }, scopeLogs: [{ scope: { name: 'train.hub' }, logRecords: [{ ...record, attributes, traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }] }] }] };

describe('logs', () => {
  test('reach Fluent Bit as lines of their pod, and come out of its script redacted, in the schema', async () => {
    expect((await post('/v1/logs', logs)).status).toBe(200);
    const printed = await eventually(async () => readFileSync(lines.log, 'utf8').split('\n').filter(Boolean), some);
    const { time, record: shaped } = JSON.parse(printed[0]!) as { time: number; record: { tag: string; [field: string]: unknown } };
    expect(shaped.tag).toBe(`log.kube.var.log.containers.sender_team-b_pytorch-${'0'.repeat(64)}.log`);
    const [document] = new Collector().otlp(shaped, time / 1e9, { labels: sender.metadata.labels, ownerReferences: [{ kind: 'PyTorchJob', name: 'sft' }] });
    expect(JSON.stringify(document)).not.toContain(secret);
    expect(document).toMatchObject({
      namespace: 'team-b', pod: 'sender', node: sender.spec.nodeName, container: 'pytorch', workload: 'sft', workload_kind: 'PyTorchJob', family: 'ml-training', source: 'container',
      severity: 'error', logger: 'train.hub', exception_type: 'HTTPError', step: 12, redactions: 1, trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7',
    });
    expect(document!['message']).toMatch(/^Cannot log in with token=/);
    expect(document!['id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.keys(document!).filter((field) => field !== 'time' && !(fieldNames as readonly string[]).includes(field))).toEqual([]);
  });
});

describe('the catalogue', () => {
  const families = (text: string): Map<string, string> => new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]));
  const series = (text: string) => [...text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)].map(([, name, labels = '']) => ({ name: name!, labels: [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label!) }));
  const scrape = async (): Promise<string> => (await fetch(`http://127.0.0.1:${ports.metrics}/metrics`)).text();
  const known = new Map(otelCollector.metrics.map((metric) => [metric.name, metric]));

  test('has what the collector says of itself, with type and labels', async () => {
    // Since it was killed nobody has sent points.
    await post('/v1/metrics', gauge('since_then', [1]));
    await post('/v1/logs', logs);
    const text = await eventually(scrape, (found) => families(found).size > 25);
    const wrong = [
      ...[...families(text)].filter(([name]) => !known.has(name)).map(([name, type]) => `${name} (${type}) is not in the catalogue`),
      ...[...families(text)].filter(([name, type]) => known.has(name) && known.get(name)!.type !== type).map(([name, type]) => `${name} is a ${type}`),
      ...series(text).flatMap(({ name, labels }) => labels.filter((label) => known.get(name)?.labels.includes(label) === false).map((label) => `${name} has the label ${label}`)),
    ];
    expect([...new Set(wrong)]).toEqual([]);
    expect(families(text).size).toBeGreaterThan(25);
  });

  test('and what it has given up, as the store refused it for good', async () => {
    const old = gauge('too_old', [1]) as { resourceMetrics: { scopeMetrics: { metrics: { gauge: { dataPoints: { timeUnixNano: string }[] } }[] }[] }[] };
    old.resourceMetrics[0]!.scopeMetrics[0]!.metrics[0]!.gauge.dataPoints[0]!.timeUnixNano = `${Math.floor(Date.now() / 1000) - 30 * 86_400}000000000`;
    expect((await post('/v1/metrics', old)).status).toBe(200);
    const text = await eventually(scrape, (found) => found.includes('otelcol_exporter_send_failed_metric_points{'));
    const [failed] = series(text).filter(({ name }) => name === 'otelcol_exporter_send_failed_metric_points');
    expect(failed?.labels.filter((label) => !known.get(failed.name)!.labels.includes(label))).toEqual([]);
  });
});
