import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { doctor } from '../../dashboards-src/doctor/cli.ts';
import { Diagnosis, isFault, metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';
import type { Facts } from '../../dashboards-src/doctor/facts.ts';
import type { Rule, Target } from '../../dashboards-src/doctor/prometheus.ts';
import { reasonOf } from '../../dashboards-src/doctor/report.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { freePort } from '../lab/processes.ts';

type Series = Readonly<Record<string, string>>;

const target = (job: string, health: Target['health'], lastError = ''): Target => ({ scrapePool: '', scrapeUrl: '', labels: { job }, health, lastError });
const recording = (name: string, query: string, lastError = ''): Rule => ({ group: 'g', kind: 'recording', name, query, health: lastError ? 'err' : 'ok', lastError });

/** The values of a label over the series that a plain selector takes. */
function labelValues(series: readonly Series[], label: string, selector = ''): string[] {
  const [, name = '', inner = ''] = /^([\w:]*)(?:\{(.*)\})?$/s.exec(selector) ?? [];
  const matchers = [...inner.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)];
  const fits = (one: Series): boolean => (!name || one['__name__'] === name) && matchers.every(([, key, op, value]) => {
    const equal = op!.includes('~') ? new RegExp(`^(?:${value})$`).test(one[key!] ?? '') : (one[key!] ?? '') === value;
    return op!.startsWith('!') ? !equal : equal;
  });
  return [...new Set(series.filter(fits).flatMap((one) => one[label] ?? []))];
}

const diagnosis = (known: Partial<Facts>, series: readonly Series[] = []): Diagnosis => new Diagnosis(
  { metrics: new Set(series.map((one) => one['__name__']!)), targets: [], pools: [], rules: [], resources: undefined, limits: [], ...known },
  { labelValues: async (label, selector) => labelValues(series, label, selector) },
);
const why = (expr: string, known: Partial<Facts> = {}, series: readonly Series[] = []) => diagnosis(known, series).of(expr);

const xid = 'DCGM_FI_DEV_GPU_TEMP';
const dcgmPool = 'podMonitor/monitoring/observability-dcgm-exporter/0';
const gpus = { pools: [dcgmPool], resources: new Set(['cpu', 'nvidia_com_gpu']) };

describe('a panel is empty because', () => {
  test('its target is down, with its error', async () => {
    const reason = await why(xid, { ...gpus, targets: [target('monitoring/dcgm-exporter', 'down', 'connection refused')] });
    expect(reason).toMatchObject({ cause: 'target down', text: 'the target of dcgm-exporter is down: connection refused' });
    expect(isFault(reason)).toBe(true);
    const several = [target('dcgm-exporter', 'down', 'connection refused'), target('dcgm-exporter', 'down', 'timeout')];
    expect((await why(xid, { ...gpus, targets: several })).text).toBe('all 2 targets of dcgm-exporter are down: connection refused');
  });

  test('nothing scrapes the source, and which value changes that', async () => {
    const reason = await why('sglang:num_running_reqs', { pools: [dcgmPool] });
    expect(reason).toMatchObject({ cause: 'switched off', text: 'nothing scrapes SGLang', advice: 'Set monitors.sglang.enabled=true where it runs.' });
    expect(isFault(reason)).toBe(false);
  });

  test('the source does not run', async () => {
    expect(await why(xid, gpus)).toMatchObject({ cause: 'no target', text: 'no target of dcgm-exporter is there' });
    expect(await why('sglang:num_running_reqs', { pools: ['podMonitor/x/my-release-sglang/0'] })).toMatchObject({ cause: 'no target', text: 'no target of SGLang is there' });
    expect((await why('vllm:prompt_tokens_total', { pools: ['podMonitor/x/my-release-vllm-2/0'] })).cause).toBe('no target');
  });

  test('no node has the hardware, where nodes are known', async () => {
    const none = { ...gpus, resources: new Set(['cpu']) };
    expect(await why(xid, none)).toMatchObject({ cause: 'no hardware', text: 'no node offers NVIDIA GPUs' });
    expect((await why(xid, { ...none, resources: undefined })).cause).toBe('no target');
    expect((await why(xid, { ...none, resources: new Set(['nvidia_com_mig_1g_10gb']) })).cause).toBe('no target');
  });

  test('the exporter does not expose the metric, in which versions it does, and what it is called now', async () => {
    const scraped = { targets: [target('vllm', 'up')], pools: ['podMonitor/monitoring/observability-vllm/0'] };
    expect(await why('vllm:time_per_output_token_seconds_bucket', scraped)).toMatchObject({ cause: 'metric missing', text: expect.stringContaining('vLLM is scraped and does not expose vllm:time_per_output_token_seconds_bucket (it went with ') as unknown });
    const renamed = await why('vllm:time_per_output_token_seconds_bucket', scraped, [{ __name__: 'vllm:inter_token_latency_seconds_bucket' }, { __name__: 'vllm:request_time_per_output_token_seconds_bucket' }]);
    expect(renamed).toMatchObject({ cause: 'metric renamed', advice: 'Upgrade the chart: the query has to know the new name.' });
    expect(isFault(renamed)).toBe(true);
  });

  test('the rules of the chart are not loaded, or one fails', async () => {
    const record = ruleGroups[0]!.rules[0]!.record;
    expect(await why(record)).toMatchObject({ cause: 'rules not loaded', text: 'the recording rules of this chart are not loaded' });
    expect(await why(record, { rules: [recording(record, 'up', 'many-to-many')] })).toMatchObject({ cause: 'rule fails', text: `the rule of ${record} fails: many-to-many` });
  });

  test('what a rule reads is missing, however deep, and also where rules cannot be listed', async () => {
    const rules = [recording('a:b', 'sum(c:d)'), recording('c:d', xid)];
    expect((await why('a:b', { ...gpus, rules })).cause).toBe('no target');
    expect((await why('a:b', { rules: [recording('a:b', 'a:b')] })).cause).toBe('unknown metric');
    const record = ruleGroups.flatMap((group) => group.rules).find(({ expr }) => metricsOf(expr).some((name) => name.startsWith('DCGM_')))!.record;
    expect((await why(record, { ...gpus, rules: undefined })).cause).toBe('no target');
    expect(await why('a:b', { rules: [recording('a:b', 'up')] }, [{ __name__: 'up' }])).toMatchObject({ cause: 'nothing fits', text: 'the rule of a:b finds nothing to record' });
  });

  test('a label is missing', async () => {
    const reason = await why('up{cluster=~"east"}', {}, [{ __name__: 'up', job: 'a' }]);
    expect(reason).toMatchObject({ cause: 'label missing', text: 'the series of up have no label cluster' });
    expect(reason.advice).toContain('global.clusterName');
  });

  test('no series has the wished value, and which there are', async () => {
    const series = [{ __name__: 'up', job: 'a' }, { __name__: 'up', job: 'b' }];
    expect(await why('sum(up{cluster=~".*", job="c"})', {}, series)).toMatchObject({ cause: 'nothing fits', text: 'no series of up has job="c"; there are a, b' });
    expect((await why('up == 2', {}, series)).text).toBe('there are series of up, but none fits the query');
  });

  test('nothing has a metric of this name', async () => {
    expect(await why('DCGM_FI_DEV_GPU_TEMPP')).toMatchObject({ cause: 'unknown metric', text: 'nothing here exposes or records DCGM_FI_DEV_GPU_TEMPP' });
  });

  test('none of several sources is there; one that is broken tells more', async () => {
    const either = 'tgi_queue_size or sglang:num_running_reqs';
    expect(await why(either)).toMatchObject({ cause: 'switched off', text: 'nothing scrapes Text Generation Inference or SGLang', advice: 'Set monitors.tgi.enabled=true or monitors.sglang.enabled=true where it runs.' });
    expect(await why(either, { targets: [target('sglang', 'down', 'timeout')] })).toMatchObject({ cause: 'target down', text: 'the target of SGLang is down: timeout' });
  });
});

describe('a panel', () => {
  const reason = { cause: 'metric missing', text: '', advice: '' } as const;
  const panel = { dashboard: 'd', panel: 'p', queries: [{ refId: 'A', expr: 'x', series: 0, reason }] };

  test('that says "none" when it is empty may be empty, but not where its target is down', () => {
    expect(reasonOf(panel)).toEqual(reason);
    expect(reasonOf({ ...panel, none: 'none' })).toBeUndefined();
    expect(reasonOf({ ...panel, none: 'none', queries: [{ ...panel.queries[0]!, reason: { ...reason, cause: 'target down' } }] })).toBeDefined();
  });

  test('with one query that answers is not empty', () => {
    expect(reasonOf({ ...panel, queries: [...panel.queries, { refId: 'B', expr: 'y', series: 1 }] })).toBeUndefined();
  });
});

interface Fake {
  series: Series[];
  targets: Target[] | 'missing';
  pools: string[] | 'missing';
  rules: Rule[] | 'missing';
  token: string | undefined;
}

describe('the command', () => {
  let fake: Fake;
  let server: Server;
  let url: string;
  let dir: string;
  const asked: IncomingMessage['headers'][] = [];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'doctor-'));
    server = createServer((request, response) => {
      asked.push(request.headers);
      const { status, body } = answer(new URL(request.url!, 'http://fake'), request.headers);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(dir, { recursive: true });
  });
  beforeEach(() => { fake = { series: [], targets: [], pools: [], rules: ruleGroups.flatMap(({ rules }) => rules.map(({ record, expr }) => recording(record, expr))), token: undefined }; });
  afterEach(() => { asked.length = 0; });

  function answer({ pathname, searchParams }: URL, headers: IncomingMessage['headers']): { status: number; body: unknown } {
    const ok = (data: unknown) => ({ status: 200, body: { status: 'success', data } });
    const or404 = (data: unknown, wrap: (data: unknown) => unknown) => (data === 'missing' ? { status: 404, body: 'page not found' } : ok(wrap(data)));
    if (fake.token && headers.authorization !== `Bearer ${fake.token}`) return { status: 401, body: { status: 'error', error: 'no token' } };
    const label = /^\/api\/v1\/label\/(.+)\/values$/.exec(pathname)?.[1];
    if (label) return ok(labelValues(fake.series, label, searchParams.get('match[]') ?? ''));
    switch (pathname) {
      case '/api/v1/targets': return or404(fake.targets, (activeTargets) => ({ activeTargets }));
      case '/api/v1/scrape_pools': return or404(fake.pools, (scrapePools) => ({ scrapePools }));
      case '/api/v1/rules': return or404(fake.rules, (rules) => ({ groups: [{ name: 'g', rules: (rules as Rule[]).map(({ kind, ...rule }) => ({ ...rule, type: kind })) }] }));
      case '/api/v1/query': return ok({ resultType: 'vector', result: fake.series.filter((one) => one['__name__'] === searchParams.get('query')).map(({ value = '1', ...metric }) => ({ metric, value: [0, value] })) });
      case '/api/v1/query_range': return ok({ resultType: 'matrix', result: [] });
      default: return { status: 404, body: {} };
    }
  }

  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const code = await doctor(args, (line) => lines.push(line));
    return { code, text: lines.join('\n') };
  }

  test('finds no mistake where nothing runs that could be measured', async () => {
    const { code, text } = await run('--prometheus', url, '--dashboard', 'gpu-fleet');
    expect(text).toContain('nothing scrapes dcgm-exporter');
    expect(text).toContain('→ Set dcgm.enabled=true where it runs.');
    expect(text).toMatch(/\nNo panel is empty by mistake\.$/);
    expect(code).toBe(0);
  });

  test('ends with 1 where something is broken, and says it once for all panels', async () => {
    fake = { ...fake, pools: [dcgmPool], targets: [target('monitoring/dcgm-exporter', 'down', 'connection refused')] };
    const { code, text } = await run('--prometheus', url, '--dashboard', 'gpu-fleet');
    expect(text.match(/the target of dcgm-exporter is down: connection refused \[target down\]/g)).toHaveLength(1);
    expect(text).toMatch(/\n[1-9]\d* panels are empty by mistake\.$/);
    expect(code).toBe(1);
  });

  test('works where neither targets, rules nor scrape jobs are told, and says what that hides', async () => {
    fake = { ...fake, targets: 'missing', pools: 'missing', rules: 'missing', series: [{ __name__: 'up', job: 'dcgm-exporter', value: '0' }] };
    const { code, text } = await run('--prometheus', url, '--dashboard', 'gpu-fleet');
    expect(text).toContain('! It lists no targets, as Mimir, Thanos and Amazon Managed Prometheus do not');
    expect(text).toContain('! It lists no rules');
    expect(text).toContain('the target of dcgm-exporter is down: its series "up" is 0');
    expect(code).toBe(1);
  });

  test('prints JSON for programs', async () => {
    fake.rules = [];
    const { code, text } = await run('--prometheus', url, '--json', '--dashboard', 'cluster');
    const report = JSON.parse(text) as { faults: number; panels: { dashboard: string; hasData: boolean; reason?: { cause: string }; queries: { expr: string }[] }[] };
    expect(new Set(report.panels.map(({ dashboard }) => dashboard))).toEqual(new Set(['Cluster']));
    expect(report.faults).toBeGreaterThan(0);
    expect(report.panels.some(({ reason }) => reason?.cause === 'rules not loaded')).toBe(true);
    expect(report.panels.every(({ queries }) => queries.every(({ expr }) => !expr.includes('$cluster')))).toBe(true);
    expect(code).toBe(1);
  });

  test('shows its token and the tenant with every request', async () => {
    fake.token = 'secret';
    const file = join(dir, 'token');
    writeFileSync(file, 'secret\n');
    expect((await run('--prometheus', `${url}/`, '--dashboard', 'neuron', '--token-file', file, '--header', 'X-Scope-OrgID=team=a')).code).toBe(0);
    expect(asked.length).toBeGreaterThan(3);
    expect(new Set(asked.map((headers) => `${headers.authorization} ${headers['x-scope-orgid']}`))).toEqual(new Set(['Bearer secret team=a']));
    expect(await run('--prometheus', url)).toEqual({ code: 2, text: 'Prometheus cannot be asked: no token; give a token by --token-file, or a tenant by --header' });
  });

  test.each([
    [[], /^--prometheus needs the address/],
    [['--prometheus', 'localhost'], /^--prometheus needs the address/],
    [['--prometheus', 'http://a', '--dashboard', 'gpu'], /^--dashboard gpu: there is .*gpu-fleet, /],
    [['--prometheus', 'http://a', '--header', 'X-Scope-OrgID'], /^--header X-Scope-OrgID: write NAME=VALUE/],
    [['--prometheus', 'http://a', '--token-file', '/no/such/file'], /ENOENT.*\/no\/such\/file/],
    [['--promehteus', 'http://a'], /'--promehteus'/],
  ])('cannot ask with %j', async (args, message) => {
    const { code, text } = await run(...args);
    expect(text).toMatch(message);
    expect(code).toBe(2);
  });

  test('cannot ask where nobody listens', async () => {
    const { code, text } = await run('--prometheus', `http://127.0.0.1:${await freePort()}`);
    expect(text).toMatch(/^Prometheus cannot be asked: connect ECONNREFUSED/);
    expect(code).toBe(2);
  });

  test('explains itself', async () => {
    const { code, text } = await run('--help');
    expect(text).toContain('Exit code: 0 no panel is empty by mistake');
    expect(code).toBe(0);
  });
});
