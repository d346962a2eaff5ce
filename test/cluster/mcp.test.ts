import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mcpServers } from '../../generator/components/mcp.ts';
import { run } from '../lab/command.ts';
import { startControlPlane, type ControlPlane } from '../lab/control-plane.ts';
import { freePort, httpReady, Processes, type Running } from '../lab/processes.ts';
import { Access, verbs, type ServedResource } from '../mcp/access.ts';
import { auditLog } from '../mcp/audit.ts';
import { connect, type McpClient } from '../mcp/client.ts';
import { localContainer, type LocalContainer } from '../mcp/container.ts';
import { startGrafana } from '../mcp/grafana.ts';
import { startIssuer, type Issuer } from '../mcp/issuer.ts';
import { standIn } from '../mcp/kinds.ts';
import { startLogKubelet, type LogKubelet } from '../mcp/kubelet.ts';
import { program, versionOf, type ProgramName } from '../mcp/programs.ts';
import { startLogStore } from '../mcp/store.ts';
import { render } from '../render.ts';
import { stageChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';
import { texts } from '../wiring/manifest.ts';
import type { Manifest } from '../wiring.ts';
import { Cluster } from './release.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-mcp-'));
const NAMESPACE = 'monitoring';
const ACCOUNT = { namespace: NAMESPACE, name: 'observability-mcp-kubernetes' };
const USER = `system:serviceaccount:${ACCOUNT.namespace}:${ACCOUNT.name}`;

let plane: ControlPlane;
let processes: Processes;
let cluster: Cluster;
let access: Access;
let kubelet: LogKubelet;
let issuer: Issuer;
let served: readonly ServedResource[];
const audit = auditLog(dir);
const release = () => cluster.release('observability', NAMESPACE);

type ServerName = Exclude<ProgramName, 'proxy'>;
const serverOf = (name: ServerName) => mcpServers.find(server => server.name === name)!;
const object = (value: object): Manifest => value as Manifest;

interface Rule { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[] }

/** What a role gives, an entry for each resource. */
const entriesOf = (rules: readonly Rule[]) => rules.flatMap(({ apiGroups, resources, verbs: given }) => apiGroups.flatMap(group => resources.flatMap(name => given.map(verb => ({ group, name, verb })))));
const text = ({ group, name, verb }: { group: string; name: string; verb: string }): string => `${verb} ${group}/${name}`;

async function ownRole(): Promise<readonly Rule[]> {
  const [role] = (await release().objects()).filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name.endsWith(ACCOUNT.name));
  return (role as unknown as { rules: Rule[] }).rules;
}

/** What the account of the server may do beyond any account, of everything that the API server serves; in `namespace`, or in all. */
async function more(namespace?: string): Promise<string[]> {
  const everything = served.flatMap(({ group, name }) => verbs.map(verb => ({ group, name, verb })));
  expect(everything.length).toBeGreaterThan(1000);
  const [own, anybodys] = await Promise.all([ACCOUNT, { namespace: 'team-a', name: 'default' }].map(account => access.allowed(account, everything, namespace)));
  const known = new Set(anybodys!.map(text));
  return own!.map(text).filter(each => !known.has(each)).sort();
}

beforeAll(async () => {
  issuer = await startIssuer(join(dir, 'cluster', 'service-account.pub'));
  processes = new Processes(dir);
  plane = await startControlPlane({ dir: join(dir, 'cluster'), log: () => undefined, processes, apiServerFlags: { ...audit.flags, 'service-account-issuer': issuer.url } });
  const staged = await stageChart({ dir: join(dir, 'chart') });
  console.log(staged.line);
  cluster = new Cluster(plane, staged.chart);
  await release().install('mcp.enabled=true');
  access = new Access(plane.kubeconfig);

  // What operators would bring, so that their kinds can be asked for.
  const builtIn = new Set((await access.served()).map(({ group, name }) => `${group}/${name}`));
  const namespaced = new Set((await rulesInNamespace()).flatMap(({ apiGroups, resources }) => resources.map(name => `${apiGroups[0]}/${name}`)));
  const missing = entriesOf(await ownRole()).filter(({ verb, group, name }) => verb === 'get' && !builtIn.has(`${group}/${name}`));
  await cluster.apply(missing.map(({ group, name }) => object(standIn({ group, name, namespaced: namespaced.has(`${group}/${name}`) }))));
  await cluster.kubectl('wait', '--for=condition=Established', '--all', 'customresourcedefinitions', '--timeout=60s');
  served = await access.served();

  kubelet = await startLogKubelet(await certificate());
  await cluster.apply([
    ...['team-a', 'team-b'].map(name => object({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    object({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'gpu-1' }, status: { addresses: [{ type: 'InternalIP', address: '127.0.0.1' }], daemonEndpoints: { kubeletEndpoint: { Port: kubelet.port } }, allocatable: { pods: '10' }, capacity: { pods: '10' } } }),
  ]);
  await cluster.kubectl('patch', 'node', 'gpu-1', '--subresource=status', '--type=merge', '--patch', JSON.stringify({ status: { addresses: [{ type: 'InternalIP', address: '127.0.0.1' }], daemonEndpoints: { kubeletEndpoint: { Port: kubelet.port } } } }));
  await cluster.kubectl('wait', '--for=create', 'serviceaccount/default', '--namespace', 'team-a', '--timeout=30s');
  await cluster.apply(['team-a', 'team-b'].flatMap(namespace => [
    object({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'train-0', namespace }, spec: { nodeName: 'gpu-1', containers: [{ name: 'trainer', image: 'trainer:1' }] } }),
    object({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hf-token', namespace }, stringData: { token: 'hf-not-for-agents' } }),
    object({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'train', namespace }, data: { 'train.py': 'import torch' } }),
  ]));
});

afterAll(async () => {
  access?.close();
  kubelet?.stop();
  issuer?.stop();
  await processes?.stopAll();
  await plane?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** Rules of the role in a chosen namespace, as the chart renders them. */
async function rulesInNamespace(): Promise<readonly Rule[]> {
  const rendered = await render({ chart: join(dir, 'chart'), values: { mcp: { enabled: true, kubernetes: { namespaces: ['team-a'] } } } });
  const role = rendered.find(({ kind, metadata }) => kind === 'Role' && metadata.name.endsWith(ACCOUNT.name));
  return (role as unknown as { rules: Rule[] }).rules;
}

/** The certificate that the chart made for OpenSearch; it holds for localhost. */
async function certificate(): Promise<{ cert: string; key: string; ca: string }> {
  const { data } = JSON.parse(await cluster.kubectl('get', 'secret', 'observability-opensearch-tls', '--namespace', NAMESPACE, '--output', 'json')) as { data: Record<string, string> };
  const pem = (key: string): string => Buffer.from(data[key]!, 'base64').toString();
  return { cert: pem('tls.crt'), key: pem('tls.key'), ca: pem('ca.crt') };
}

/** A kubeconfig as whom a token names. */
async function kubeconfigOf(account: { namespace: string; name: string }): Promise<string> {
  const token = (await cluster.kubectl('create', 'token', account.name, '--namespace', account.namespace)).trim();
  const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as { users: { user: object }[]; contexts: { context: object }[] };
  config.users[0]!.user = { token };
  config.contexts[0]!.context = { ...config.contexts[0]!.context, namespace: account.namespace };
  const file = join(dir, `${account.namespace}-${account.name}.kubeconfig`);
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

interface Started { readonly url: string; readonly local: LocalContainer; stop(): Promise<void> }
let count = 0;

/** Starts the container of a server as a process, with what the chart gives it; `change` rewrites its files and variables further. */
async function startServer(name: ServerName, change: Readonly<Record<string, string>> = {}): Promise<Started> {
  const { port, health } = serverOf(name);
  const inner = await freePort();
  const root = join(dir, `${name}-${++count}`);
  const local = await localContainer({
    cluster, namespace: NAMESPACE, deployment: `observability-mcp-${name}`, container: `mcp-${name}`, dir: root,
    replace: { '0.0.0.0': '127.0.0.1', [port + 10_000]: String(inner), [port]: String(inner), ...change },
  });
  const identity = name === 'kubernetes' ? ['--kubeconfig', await kubeconfigOf(ACCOUNT)] : [];
  const url = `http://127.0.0.1:${inner}`;
  const running: Running = await processes.start(`mcp-${name}-${count}`, await program(name), [...local.args, ...identity], { env: { ...local.env }, ready: httpReady(`${url}${health}`) });
  return { url: `${url}/mcp`, local, stop: () => running.stop() };
}

/** Starts a server, connects to it, and takes both down afterwards. */
async function withClient<T>(name: ServerName, use: (client: McpClient) => Promise<T>, change?: Readonly<Record<string, string>>): Promise<T> {
  const server = await startServer(name, change);
  const client = await connect(server.url);
  try {
    return await use(client);
  } finally {
    await client.close();
    await server.stop();
  }
}

test('the servers are of the versions that the chart starts', async () => {
  expect((await run(await program('kubernetes'), ['--version'])).trim()).toBe(`v${versionOf('kubernetes')}`);
  for (const [name, distribution] of [['prometheus', 'prometheus-mcp-server'], ['opensearch', 'opensearch-mcp-server-py']] as const) {
    expect(await run(join(dirname(await program(name)), 'pip'), ['show', distribution])).toContain(`\nVersion: ${versionOf(name)}\n`);
  }
  expect(await run('go', ['version', '-m', await program('grafana')])).toContain(`github.com/grafana/mcp-grafana\tv${versionOf('grafana')}\t`);
  expect(await run('go', ['version', '-m', await program('proxy')])).toContain(`github.com/caddyserver/caddy/v2\tv${versionOf('proxy')}\t`);
});

describe('the server of Kubernetes, as its service account', () => {
  let server: Started;
  let client: McpClient;
  beforeAll(async () => {
    server = await startServer('kubernetes');
    client = await connect(server.url);
  });
  afterAll(async () => {
    await client?.close();
    await server?.stop();
  });

  test('offers these tools, of which none writes', async () => {
    expect(await client.tools()).toEqual(['events_list', 'namespaces_list', 'nodes_top', 'pods_get', 'pods_list', 'pods_list_in_namespace', 'pods_log', 'pods_top', 'resources_get', 'resources_list']);
  });

  test('shows pods of all namespaces, one of them, and its log', async () => {
    const all = await client.call('pods_list');
    expect(all.text).toMatch(/team-a .*train-0/);
    expect(all.text).toMatch(/team-b .*train-0/);
    expect((await client.call('pods_get', { namespace: 'team-a', name: 'train-0' })).text).toContain('image: trainer:1');
    expect(await client.call('pods_log', { namespace: 'team-a', name: 'train-0' })).toEqual({ failed: false, text: 'loss is NaN at step 41\n' });
    expect(kubelet.asked).toEqual(['GET /containerLogs/team-a/train-0/trainer']);
  });

  test('needs nothing that its role does not give, and its role gives nothing that it does not need', async () => {
    const role = entriesOf(await ownRole());
    const readable = role.filter(({ verb, name }) => verb === 'list' && !name.includes('/')).map(({ group, name }) => served.find(each => each.group === group && each.name === name)!);
    expect(readable).not.toContain(undefined);

    const failures: string[] = [];
    const call = async (toolName: string, args: Record<string, unknown> = {}): Promise<void> => {
      const { failed, text: answer } = await client.call(toolName, args);
      if (failed && !/not found/.test(answer)) failures.push(`${toolName} ${JSON.stringify(args)}: ${answer}`);
    };
    await call('namespaces_list');
    await call('events_list');
    await call('pods_list');
    await call('pods_list_in_namespace', { namespace: 'team-a' });
    await call('pods_get', { namespace: 'team-a', name: 'train-0' });
    await call('pods_log', { namespace: 'team-a', name: 'train-0' });
    await call('pods_top', { all_namespaces: true });
    await call('pods_top', { namespace: 'team-a', name: 'train-0' });
    await call('nodes_top');
    await call('nodes_top', { name: 'gpu-1' });
    for (const { group, version, kind, namespaced } of readable) {
      const apiVersion = group ? `${group}/${version}` : version;
      await call('resources_list', { apiVersion, kind });
      await call('resources_get', { apiVersion, kind, name: 'some', ...(namespaced && { namespace: 'team-a' }) });
    }
    expect(failures).toEqual([]);

    const asked = audit.by(USER).filter(({ resource }) => resource !== 'authorization.k8s.io/selfsubjectaccessreviews');
    expect(asked.filter(({ allowed }) => !allowed)).toEqual([]);
    const needed = new Set(asked.map(({ verb, resource }) => `${verb} ${resource}`));
    const given = new Set(role.map(text));
    expect([...needed].filter(each => !given.has(each))).toEqual([]);
    // Nobody lists a log; and who may list may watch, which shows no more.
    const unused = [...given].filter(each => !needed.has(each) && !each.startsWith('watch ') && each !== 'list /pods/log');
    expect(unused).toEqual([]);
  });

  test('may do, of everything that the API server serves, what its role says and no more', async () => {
    const may = await more();
    expect(may).toEqual(entriesOf(await ownRole()).map(text).sort());
    expect(may.filter(each => /secrets|configmaps|exec|attach|portforward|proxy|token/.test(each))).toEqual([]);
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['Secrets', 'resources_list', { apiVersion: 'v1', kind: 'Secret', namespace: 'team-a' }],
    ['a Secret', 'resources_get', { apiVersion: 'v1', kind: 'Secret', namespace: 'team-a', name: 'hf-token' }],
    ['ConfigMaps', 'resources_get', { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team-a', name: 'train' }],
    ['roles', 'resources_list', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' }],
  ])('does not show %s', async (_, name, args) => {
    const { failed, text: answer } = await client.call(name, args);
    expect(failed).toBe(true);
    expect(answer).toMatch(/not allowed|forbidden/);
    expect(answer).not.toContain('hf-not-for-agents');
  });

  test.each(['pods_exec', 'pods_delete', 'pods_run', 'resources_create_or_update', 'resources_delete', 'resources_scale', 'nodes_log', 'configuration_view'])('has no tool %s', async name => {
    await expect(client.call(name, { namespace: 'team-a', name: 'train-0' })).rejects.toThrow(/unknown tool/);
  });
});

describe('the API server itself, where the server has lost its guards', () => {
  /** Its configuration without what keeps it to reading. */
  const unguarded = { 'read_only = true': 'read_only = false', 'disabled_tools = ': '# disabled_tools = ', 'kind = "Secret"': 'kind = "Nothing"', 'kind = "ConfigMap"': 'kind = "Nothing"', 'toolsets = ["core"]': 'toolsets = ["core", "config"]' };

  test.each<[string, string, Record<string, unknown>]>([
    ['Secrets', 'resources_list', { apiVersion: 'v1', kind: 'Secret', namespace: 'team-a' }],
    ['a Secret', 'resources_get', { apiVersion: 'v1', kind: 'Secret', namespace: 'team-a', name: 'hf-token' }],
    ['ConfigMaps', 'resources_get', { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team-a', name: 'train' }],
    ['a shell', 'pods_exec', { namespace: 'team-a', name: 'train-0', command: ['cat', '/etc/passwd'] }],
    ['a deletion', 'pods_delete', { namespace: 'team-a', name: 'train-0' }],
    ['a pod', 'pods_run', { namespace: 'team-a', name: 'shell', image: 'alpine' }],
    ['an object', 'resources_create_or_update', { resource: JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'backdoor', namespace: 'team-a' }, spec: { ports: [{ port: 80 }] } }) }],
    ['a scale', 'resources_scale', { apiVersion: 'apps/v1', kind: 'Deployment', namespace: NAMESPACE, name: 'observability-mcp-kubernetes', scale: 0 }],
    ['the files of a node', 'nodes_log', { name: 'gpu-1', query: '/var/log/pods' }],
    ['the kubelet', 'nodes_stats_summary', { name: 'gpu-1' }],
  ])('refuses %s', async (_, name, args) => {
    const { failed, text: answer } = await withClient('kubernetes', client => client.call(name, args), unguarded);
    expect(failed).toBe(true);
    expect(answer).toContain(`User "${USER}" cannot`);
  });

  test('refuses the same to kubectl with the token of the server', async () => {
    const as = { env: { KUBECONFIG: await kubeconfigOf(ACCOUNT), KUBECACHEDIR: join(dir, 'kubectl-cache') } };
    const kubectl = async (...args: string[]): Promise<string> => run(await tool('kubectl'), args, as);
    expect(await kubectl('get', 'pods', '--namespace', 'team-a')).toContain('train-0');
    for (const args of [['get', 'secrets', '--all-namespaces'], ['exec', 'train-0', '--namespace', 'team-a', '--', 'true'], ['port-forward', 'pod/train-0', '18999:80', '--namespace', 'team-a'], ['delete', 'pod', 'train-0', '--namespace', 'team-a'], ['get', '--raw', '/api/v1/nodes/gpu-1/proxy/logs/']]) {
      await expect(kubectl(...args), args.join(' ')).rejects.toThrow(/Forbidden|forbidden/);
    }
    expect(kubelet.asked.every(each => each.startsWith('GET /containerLogs/'))).toBe(true);
    expect((await cluster.objects('pods', '--namespace', 'team-a')).map(({ metadata }) => metadata.name)).toEqual(['train-0']);
  });
});

describe('the server of Prometheus', () => {
  test('asks the Prometheus that the chart names, and has no tool that writes', async () => {
    const port = await freePort();
    const config = join(dir, 'prometheus.yaml');
    writeFileSync(config, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [{ job_name: 'itself', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }] }));
    const prometheus = await processes.start('prometheus', await tool('prometheus'), [`--config.file=${config}`, `--storage.tsdb.path=${join(dir, 'tsdb')}`, `--web.listen-address=127.0.0.1:${port}`], { ready: httpReady(`http://127.0.0.1:${port}/-/ready`) });
    const named = 'http://observability-kube-prometh-prometheus.monitoring.svc:9090';
    await cluster.kubectl('get', 'service', 'observability-kube-prometh-prometheus', '--namespace', NAMESPACE);
    await withClient('prometheus', async client => {
      expect(await client.tools()).toEqual(['execute_query', 'execute_range_query', 'get_metric_metadata', 'get_targets', 'health_check', 'list_metrics']);
      expect((await client.call('execute_query', { query: 'vector(41) + 1' })).text).toContain('"42"');
      await expect.poll(async () => (await client.call('get_targets')).text, { timeout: 30_000 }).toContain('itself');
      expect((await client.call('health_check')).text).toMatch(/"prometheus_connectivity": ?"healthy"/);
    }, { [named]: `http://127.0.0.1:${port}` });
    await prometheus.stop();
  });
});

/** What the server would fetch from the internet at its start; the chart forbids it that by `hostAliases`, which a process does not have. */
const fetchedTools = ['ClusterHealthTool', 'CountTool', 'ExplainTool', 'MsearchTool'];
const opensearchTools = ['DataDistributionTool', 'GetShardsTool', 'IndexMappingTool', 'ListIndexTool', 'LogPatternAnalysisTool', 'MetricChangeAnalysisTool', 'PPLQueryTool', 'SearchIndexTool'];

describe('the server of OpenSearch', () => {
  const named = 'https://observability-opensearch.monitoring.svc:9200';
  const reader = async (): Promise<string> => {
    const { data } = JSON.parse(await cluster.kubectl('get', 'secret', 'observability-opensearch-users', '--namespace', NAMESPACE, '--output', 'json')) as { data: Record<string, string> };
    return `Basic ${Buffer.from(`reader:${Buffer.from(data['reader-password']!, 'base64').toString()}`).toString('base64')}`;
  };

  test('asks as the reader over TLS that it checks with the authority of the chart, and has only tools that read', async () => {
    const store = await startLogStore(await certificate(), await reader());
    await withClient('opensearch', async client => {
      expect((await client.tools()).filter(name => !fetchedTools.includes(name))).toEqual(opensearchTools);
      expect((await client.call('ListIndexTool', { include_detail: false })).text).toContain('logs-2026.11.21');
      expect(store.asked.length).toBeGreaterThan(0);
    }, { [named]: `https://localhost:${store.port}` });
    store.stop();
  });

  test('does not show its password to a store whose certificate another authority signed, nor to an address that a caller names', async () => {
    const { authority, ...stranger } = await strangersCertificate();
    expect(authority).not.toBe((await certificate()).ca);
    const store = await startLogStore(stranger, await reader());
    await withClient('opensearch', async client => {
      const own = await client.call('ListIndexTool');
      expect(own).toMatchObject({ failed: true, text: expect.stringMatching(/certificate verify failed|CERTIFICATE_VERIFY_FAILED/i) as string });
      const named = await client.call('ListIndexTool', { opensearch_url: `https://localhost:${store.port}`, opensearch_ssl_verify: false });
      expect(named).toMatchObject({ failed: true, text: expect.stringContaining('overrides are disabled') as string });
    }, { [named]: `https://localhost:${store.port}` });
    expect(store.asked).toEqual([]);
    store.stop();
  });
});

/** A certificate for localhost that the chart makes for another release. */
async function strangersCertificate(): Promise<{ cert: string; key: string; authority: string }> {
  const rendered = await render({ chart: join(dir, 'chart') });
  const files = texts(rendered.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'observability-opensearch-tls')!);
  return { cert: files['tls.crt']!, key: files['tls.key']!, authority: files['ca.crt']! };
}

describe('the server of Grafana', () => {
  const named = 'http://observability-grafana.monitoring.svc:80';

  test('asks as the service account that it is given, has no tool that writes, and answers to its own names only', async () => {
    await cluster.kubectl('create', 'secret', 'generic', 'grafana-viewer', '--namespace', NAMESPACE, '--from-literal=token=glsa_viewer');
    await release().upgrade('mcp.enabled=true', 'mcp.grafana.enabled=true', 'mcp.grafana.existingSecret=grafana-viewer');
    const grafana = await startGrafana('Bearer glsa_viewer');
    const server = await startServer('grafana', { [named]: grafana.url });
    const client = await connect(server.url);
    const tools = await client.tools();
    expect(tools).toEqual(expect.arrayContaining(['search_dashboards', 'list_datasources', 'query_prometheus', 'get_dashboard_panel_queries']));
    expect(tools.filter(name => /create|update|delete|patch|write|install/.test(name))).toEqual([]);
    expect(await client.call('alerting_manage_rules', { operation: 'delete', rule_uid: 'GPUIdle' })).toMatchObject({ failed: true });
    expect((await client.call('list_datasources')).text).toContain('"uid":"prometheus"');
    expect((await client.call('search_dashboards', { query: 'GPU' })).text).toContain('GPU fleet');
    expect(grafana.asked.filter(({ known }) => !known)).toEqual([]);
    const requests = grafana.asked.map(({ request }) => request);
    expect(requests).toEqual(expect.arrayContaining(['GET /api/datasources', 'GET /api/search']));
    expect(requests.filter(request => !request.startsWith('GET '))).toEqual([]);
    await expect(statusFor(server.url, 'grafana.attacker.example')).resolves.toBe(403);
    await client.close();
    await server.stop();
    grafana.stop();
  });
});

/** Status of a request that names another host, as a web page's would whose DNS turned to this address. */
const statusFor = (url: string, host: string): Promise<number> =>
  new Promise((resolve, reject) => httpRequest(url, { method: 'POST', headers: { host, 'content-type': 'application/json' } }, response => { resolve(response.statusCode!); response.resume(); }).on('error', reject).end('{}'));

describe('with mcp.auth.mode=token and HTTPS', () => {
  let server: Started;
  let port: number;
  let proxy: LocalContainer;
  let token: string;
  let ca: string;

  beforeAll(async () => {
    const { cert, key, ca: authority } = await certificate();
    ca = authority;
    await cluster.kubectl('create', 'secret', 'generic', 'mcp-certificate', '--namespace', NAMESPACE, `--from-literal=tls.crt=${cert}`, `--from-literal=tls.key=${key}`);
    await release().upgrade('mcp.enabled=true', 'mcp.auth.mode=token', 'mcp.tls.existingSecret=mcp-certificate');
    const secret = JSON.parse(await cluster.kubectl('get', 'secret', 'observability-mcp-token', '--namespace', NAMESPACE, '--output', 'json')) as { data: { token: string } };
    token = Buffer.from(secret.data.token, 'base64').toString();
    server = await startServer('kubernetes');
    port = await freePort();
    proxy = await localContainer({
      cluster, namespace: NAMESPACE, deployment: 'observability-mcp-kubernetes', container: 'proxy', dir: join(dir, 'proxy'),
      replace: { 18080: new URL(server.url).port, 8080: String(port), 'admin off': 'admin off\n\tdefault_bind 127.0.0.1' },
    });
    const [command, ...args] = proxy.command;
    const caddy = dirname(await program('proxy'));
    await processes.start('proxy', command!, args, { env: { ...proxy.env, PATH: `${caddy}${delimiter}${process.env['PATH']}` }, ready: async () => (await ask('/healthz')).status === 200 });
  });
  afterAll(async () => server?.stop());

  /** A request as a client would make it, with the authority of the certificate. */
  const ask = (path: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: Record<string, unknown> }> =>
    new Promise((resolve, reject) => {
      get(`https://localhost:${port}${path}`, { ca, headers: { accept: 'text/event-stream', ...headers }, timeout: 5000 }, response => {
        resolve({ status: response.statusCode!, headers: response.headers });
        response.destroy();
      }).on('error', reject);
    });

  test('nobody is let in without the token, or with another one', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${token}` }, { authorization: token }, { authorization: `Bearer ${token}x` }, { authorization: 'Bearer ' }] as Record<string, string>[]) {
      const answer = await ask('/mcp', headers);
      expect([answer.status, answer.headers['www-authenticate']], JSON.stringify(headers)).toEqual([401, 'Bearer']);
    }
    expect((await ask('/metrics')).status).toBe(401);
    expect((await ask('/healthz')).status).toBe(200);
  });

  test('with the token tools can be called', async () => {
    const client = await connect(`https://localhost:${port}/mcp`, { authorization: `Bearer ${token}` }, ca);
    expect(await client.call('pods_list_in_namespace', { namespace: 'team-a' })).toMatchObject({ failed: false, text: expect.stringContaining('train-0') as string });
    await client.close();
  });

  test('a renewed certificate fails the probe, so that the proxy starts again and reads it', async () => {
    const probe = (): Promise<string> => run(proxy.probe[0]!, proxy.probe.slice(1));
    await probe();
    const soon = new Date(Date.now() + 60_000);
    utimesSync(join(proxy.path('/etc/caddy-tls'), 'tls.crt'), soon, soon);
    await expect(probe()).rejects.toThrow();
  });

  test('the Prometheus server listens for the proxy alone', async () => {
    const local = await localContainer({ cluster, namespace: NAMESPACE, deployment: 'observability-mcp-prometheus', container: 'mcp-prometheus', dir: join(dir, 'prometheus-behind'), replace: {} });
    expect(local.env).toMatchObject({ PROMETHEUS_MCP_BIND_HOST: '127.0.0.1', PROMETHEUS_MCP_BIND_PORT: '18081' });
  });
});

describe('kept to chosen namespaces', () => {
  beforeAll(async () => {
    await release().upgrade('mcp.enabled=true', 'mcp.kubernetes.namespaces={team-a}', 'mcp.kubernetes.configMaps=true');
  });

  test('it reads those, ConfigMaps too where that is asked for, and no others', async () => {
    await withClient('kubernetes', async client => {
      expect((await client.call('pods_list_in_namespace', { namespace: 'team-a' })).text).toContain('train-0');
      expect((await client.call('resources_get', { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team-a', name: 'train' })).text).toContain('import torch');
      for (const [name, args] of [
        ['pods_list_in_namespace', { namespace: 'team-b' }], ['pods_log', { namespace: 'team-b', name: 'train-0' }], ['namespaces_list', {}], ['resources_list', { apiVersion: 'v1', kind: 'Node' }],
        ['resources_get', { apiVersion: 'v1', kind: 'Secret', namespace: 'team-a', name: 'hf-token' }],
      ] as const) {
        const { failed, text: answer } = await client.call(name, args);
        expect([failed, answer], name).toEqual([true, expect.stringMatching(/cannot|not allowed/)]);
      }
    });
  });

  test('it may do nothing outside of them, and in them only read', async () => {
    expect(await more()).toEqual([]);
    expect(await more('team-b')).toEqual([]);
    const role = [...(await rulesInNamespace()), { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }];
    expect(await more('team-a')).toEqual(entriesOf(role).map(text).sort());
  });
});

describe('with callers who sign in at an OpenID provider', () => {
  const agent = { namespace: 'team-a', name: 'agent' };
  const tokenFor = async (...args: string[]): Promise<string> => (await cluster.kubectl('create', 'token', agent.name, '--namespace', agent.namespace, ...args)).trim();
  let server: Started;

  beforeAll(async () => {
    await cluster.apply([
      object({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: agent }),
      object({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: agent, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'ServiceAccount', ...agent }] }),
    ]);
    await release().upgrade('mcp.enabled=true', `mcp.kubernetes.oidc.issuerUrl=${issuer.url}`, `mcp.kubernetes.oidc.audience=${issuer.url}`);
    server = await startServer('kubernetes');
  });
  afterAll(async () => server?.stop());

  test('the server asks as its caller, with the rights of the caller', async () => {
    const client = await connect(server.url, { authorization: `Bearer ${await tokenFor()}` });
    expect((await client.call('pods_list_in_namespace', { namespace: 'team-a' })).text).toContain('train-0');
    const elsewhere = await client.call('pods_list_in_namespace', { namespace: 'team-b' });
    expect(elsewhere).toMatchObject({ failed: true, text: expect.stringContaining('User "system:serviceaccount:team-a:agent" cannot') as string });
    await client.close();
  });

  test('nobody else is let in: no token, one that the provider did not sign, one for another audience', async () => {
    await expect(connect(server.url)).rejects.toThrow(/401|Unauthorized/);
    const forged = (await tokenFor()).replace(/\.[^.]+$/, '.AAAA');
    await expect(connect(server.url, { authorization: `Bearer ${forged}` })).rejects.toThrow(/401|Unauthorized/);
    await expect(connect(server.url, { authorization: `Bearer ${await tokenFor('--audience=https://elsewhere.example.com')}` })).rejects.toThrow(/401|Unauthorized/);
  });

  test('its own account has no rights left', async () => {
    expect(await more()).toEqual([]);
    expect(await more('team-a')).toEqual([]);
  });
});
