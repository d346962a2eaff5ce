import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../lab/command.ts';
import { NAMESPACE, render } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { collector } from './programs.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-otel-config-'));
let program: string;
let staged: StagedChart;

beforeAll(async () => {
  program = await collector();
  staged = await stageChart({ dir: join(dir, 'chart'), charts: 'stubs' });
  writeFileSync(join(dir, 'token'), 'token');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The configuration as the chart renders it, with files that are here. */
async function relay(otel: object): Promise<string> {
  const values = { otel: { enabled: true, ...otel }, 'kube-prometheus-stack': { prometheus: { prometheusSpec: { enableOTLPReceiver: true } } } };
  const found = (await render({ chart: staged.chart, values })).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'observability-otel-collector');
  expect(found?.metadata['namespace'] ?? NAMESPACE).toBe(NAMESPACE);
  return (found as unknown as { data: Record<string, string> }).data['relay.yaml']!.replaceAll('/etc/otel-token/', `${dir}/`).replaceAll('/var/lib/otel', dir);
}

async function judged(text: string): Promise<string> {
  const file = join(dir, 'relay.yaml');
  writeFileSync(file, text);
  return run(program, ['validate', `--config=${file}`], { env: { METRICS_AUTHORIZATION: 'Bearer a', TRACES_AUTHORIZATION: 'Bearer b', ...role } }).then(() => '', (error: Error) => error.message);
}

/** What signs requests is looked for when the configuration is read: without a role the collector does not start. */
const role = { AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'none' };

describe('the collector takes its configuration with', () => {
  test.each<[string, object]>([
    ['the defaults', {}],
    ['metrics only', { logs: { enabled: false } }],
    ['logs only', { metrics: { enabled: false } }],
    ['traces only, by gRPC without TLS', { metrics: { enabled: false }, logs: { enabled: false }, traces: { url: 'http://tempo.tracing.svc:4317' } }],
    ['traces by gRPC with TLS and a login', { traces: { url: 'https://traces.example.com:443', existingSecret: 'traces' } }],
    ['traces by HTTP, headers and a dollar in them', { traces: { url: 'https://traces.example.com/otlp', protocol: 'http', headers: { 'X-Scope-OrgID': 'a$b${c}' } } }],
    ['X-Ray', { traces: { awsRegion: 'eu-west-1' } }],
    ['another receiver of metrics', { metrics: { url: 'https://mimir.example.com/otlp', existingSecret: 'mimir' } }],
    ['a token and a certificate', { auth: { mode: 'token' }, tls: { existingSecret: 'mine' } }],
  ])('%s', async (_, otel) => {
    expect(await judged(await relay(otel))).toBe('');
  });

  test('but not with a statement that makes no sense', async () => {
    expect(await judged((await relay({})).replace('delete_matching_keys(', 'delete_matching_kys('))).toContain('delete_matching_kys');
  });
});
