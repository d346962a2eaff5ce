import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAlertmanager, type LabAlertmanager, type SentAlert } from '../lab/alertmanager.ts';
import { KubernetesApi } from '../lab/api.ts';
import { run } from '../lab/command.ts';
import { startControlPlane, type ControlPlane } from '../lab/control-plane.ts';
import { startOperator } from '../lab/exporters.ts';
import { applyNodes } from '../lab/nodes.ts';
import { Processes } from '../lab/processes.ts';
import { stageChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';
import type { Manifest } from '../wiring.ts';
import { Cluster } from './release.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-routing-'));
const NAMESPACE = 'monitoring';
const WAIT_S = 4;

/** What arrived, and where. */
interface Message {
  readonly path: string;
  readonly at: number;
  readonly body: { readonly status?: string; readonly alerts?: readonly { readonly status: string; readonly labels: Record<string, string> }[]; readonly attachments?: readonly { readonly title: string; readonly text: string }[] };
}

let plane: ControlPlane;
let processes: Processes;
let listener: Server;
let alertmanager: LabAlertmanager;
const messages: Message[] = [];

beforeAll(async () => {
  listener = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    messages.push({ path: request.url!, at: Date.now(), body: JSON.parse(Buffer.concat(chunks).toString()) as Message['body'] });
    response.end('ok');
  });
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
  const address = (path: string): string => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/${path}`;

  processes = new Processes(join(dir, 'cluster'));
  plane = await startControlPlane({ dir: join(dir, 'cluster'), log: () => undefined, processes });
  await applyNodes(plane.kubeconfig);
  const staged = await stageChart({ dir: join(dir, 'chart') });
  console.log(staged.line);
  const cluster = new Cluster(plane, staged.chart);
  const addresses = Object.fromEntries(['critical', 'warning', 'slack'].map(name => [name, address(name)]));
  await cluster.kubectl('create', 'namespace', NAMESPACE);
  await cluster.apply([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hooks', namespace: NAMESPACE }, stringData: { ...addresses, key: 'not-a-real-key' } } as unknown as Manifest]);
  const routing = 'alerts.routing';
  await cluster.release('observability', NAMESPACE).install(
    ...['critical', 'warning'].flatMap(tier => [`${routing}.${tier}.webhook.secretName=hooks`, `${routing}.${tier}.webhook.secretKey=${tier}`]),
    `${routing}.critical.slack.secretName=hooks`, `${routing}.critical.slack.secretKey=slack`, `${routing}.critical.slack.channel=#gpu`, `${routing}.critical.groupInterval=1s`,
    `${routing}.warning.groupWait=${WAIT_S}s`, `${routing}.warning.groupInterval=1s`,
    // Nothing is sent there: what the operator and Alertmanager make of it is what counts.
    `${routing}.info.pagerduty.secretName=hooks`, `${routing}.info.pagerduty.secretKey=key`, `${routing}.info.email.to=team@example.com`,
    `${routing}.smtp.smarthost=smtp.example.com:587`, `${routing}.smtp.from=alerts@example.com`, `${routing}.smtp.username=alerts`, `${routing}.smtp.secretName=hooks`, `${routing}.smtp.secretKey=key`,
    `${routing}.info.receiver.msteamsv2Configs[0].webhookURL.name=hooks`, `${routing}.info.receiver.msteamsv2Configs[0].webhookURL.key=slack`,
    'alerts.runbookUrl=https://runbooks.example.com', 'alerts.grafanaUrl=https://grafana.example.com',
  );
  const api = new KubernetesApi(plane.kubeconfig);
  await startOperator({ processes, kubeconfig: plane.kubeconfig, snapshot: await api.snapshot() });
  alertmanager = await startAlertmanager({ dir: join(dir, 'alertmanager'), api, processes, object: { namespace: NAMESPACE, name: await alertmanagerOf(cluster) }, holds: 'observability-alert-routing' });
  api.close();
});

afterAll(async () => {
  await processes?.stopAll();
  await plane?.stop();
  listener?.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** The stack's own object; its stub makes none, so one is made from the values that the stack would take. */
async function alertmanagerOf(cluster: Cluster): Promise<string> {
  const [own] = await cluster.objects('alertmanagers', '--namespace', NAMESPACE);
  if (own) return own.metadata.name;
  const values = JSON.parse(await run(await tool('helm'), ['get', 'values', 'observability', '--all', '--output', 'json', '--namespace', NAMESPACE], { env: plane.env })) as Record<string, { alertmanager: { alertmanagerSpec: { alertmanagerConfigMatcherStrategy: object } } }>;
  const { alertmanagerConfigMatcherStrategy } = values['kube-prometheus-stack']!.alertmanager.alertmanagerSpec;
  await cluster.apply([{ apiVersion: 'monitoring.coreos.com/v1', kind: 'Alertmanager', metadata: { name: 'stub', namespace: NAMESPACE }, spec: { replicas: 1, alertmanagerConfigSelector: {}, alertmanagerConfigMatcherStrategy } } as unknown as Manifest]);
  return 'stub';
}

const arrived = (path: string): Message[] => messages.filter(message => message.path === `/${path}`);
const names = (message: Message | undefined): string[] => (message?.body.alerts ?? []).map(({ labels }) => `${labels['alertname']} ${labels['node'] ?? labels['pod']}`).sort();
const told = (): string[] => messages.flatMap(names);

async function until(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !isSo(); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`not so within 20 s: ${isSo}; told: ${JSON.stringify(messages)}`);
  }
}

const alertOf = (alertname: string, severity: string, labels: Record<string, string>): SentAlert => ({
  labels: { alertname, severity, service: 'gpu', cluster: 'default', ...labels },
  annotations: { summary: `${alertname} on ${labels['node'] ?? labels['pod']}`, description: 'What was seen.', runbook_url: `https://runbooks.example.com/${alertname}.md` },
});
const xid = alertOf('GPUXidLinkError', 'critical', { node: 'a', gpu: '0', namespace: 'team-a', pod: 'train-0' });
const over = (alert: SentAlert): SentAlert => ({ ...alert, endsAt: new Date().toISOString() });

describe('what the operator makes of it', () => {
  test('is a configuration that amtool accepts', async () => {
    expect(await run(await tool('amtool'), ['check-config', alertmanager.config])).toContain('SUCCESS');
    const text = readFileSync(alertmanager.config, 'utf8');
    for (const kind of ['webhook_configs', 'slack_configs', 'pagerduty_configs', 'email_configs', 'msteamsv2_configs']) expect(text).toContain(kind);
  });

  test.each([
    ['critical', { severity: 'critical', namespace: 'team-a' }],
    ['warning', { severity: 'warning', namespace: 'kube-system' }],
    ['warning', { severity: 'warning' }],
    ['info', { severity: 'info' }],
    ['nobody', { severity: 'none', alertname: 'Watchdog' }],
  ])('%s is told of %j', async (receiver, labels) => {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    const receivers = (await run(await tool('amtool'), ['config', 'routes', 'test', `--config.file=${alertmanager.config}`, ...pairs])).trim().split(',');
    expect(receivers).toContain(`${NAMESPACE}/observability-alert-routing/${receiver}`);
    expect(receivers.filter(each => each.startsWith(NAMESPACE))).toHaveLength(1);
  });
});

describe('a real Alertmanager', () => {

  test('tells of a critical alert at once, and of what is not urgent later and together', async () => {
    const sent = Date.now();
    // Where a node is down, or something worse has happened in the same place, nothing more is said.
    await alertmanager.send([
      alertOf('KubeNodeNotReady', 'warning', { node: 'b', service: '' }),
      xid,
    ]);
    await alertmanager.send([
      alertOf('GPUXidLinkError', 'critical', { node: 'b', gpu: '3' }),
      alertOf('GPUThermalThrottling', 'warning', { node: 'a', gpu: '0', namespace: 'team-a', pod: 'train-0' }),
      alertOf('GPUThermalThrottling', 'warning', { node: 'c', gpu: '1' }),
      alertOf('GPUAllocatedIdle', 'warning', { namespace: 'team-b', pod: 'notebook-0' }),
      alertOf('GPUAllocatedIdle', 'warning', { namespace: 'team-b', pod: 'notebook-1' }),
    ]);
    await until(() => arrived('critical').length > 0 && arrived('warning').length > 2);
    expect(arrived('critical')[0]!.at - sent).toBeLessThan(WAIT_S * 1000);
    expect(Math.min(...arrived('warning').map(({ at }) => at)) - sent).toBeGreaterThanOrEqual(WAIT_S * 1000 - 100);
    await sleep(2000);
    expect(told().sort()).toEqual(['GPUAllocatedIdle notebook-0', 'GPUAllocatedIdle notebook-1', 'GPUThermalThrottling c', 'GPUXidLinkError a', 'KubeNodeNotReady b']);
    expect(arrived('warning').map(names).sort()).toEqual([['GPUAllocatedIdle notebook-0', 'GPUAllocatedIdle notebook-1'], ['GPUThermalThrottling c'], ['KubeNodeNotReady b']]);
    expect(arrived('critical').map(names)).toEqual([['GPUXidLinkError a']]);
  });

  test('writes to Slack what is wrong, where, and what to read', () => {
    const [{ title, text }] = arrived('slack')[0]!.body.attachments as [{ title: string; text: string }];
    expect(title).toBe('CRITICAL GPUXidLinkError (gpu) in default: 1');
    expect(text).toContain('*GPUXidLinkError on a*\nWhat was seen.\n<https://runbooks.example.com/GPUXidLinkError.md|Runbook>');
  });

  test('tells that an alert is over, and then of what it has silenced', async () => {
    await alertmanager.send([over(xid)]);
    await until(() => arrived('critical').some(({ body }) => body.status === 'resolved'));
    await until(() => arrived('slack').some(({ body }) => body.attachments![0]!.title === 'OVER GPUXidLinkError (gpu) in default: 1'));
    await until(() => told().includes('GPUThermalThrottling a'));
    expect(told()).not.toContain('GPUXidLinkError b');
  });
});
