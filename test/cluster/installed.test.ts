import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertGroups } from '../../dashboards-src/alerts/index.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { clientEnvironment } from '../lab/apply.ts';
import { coverDashboards, table, unexplained, type PanelCoverage } from '../lab/coverage.ts';
import { panelsWithQueries, shippedDashboards, type Dashboard, type Panel } from '../lab/dashboard.ts';
import { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';
import type { Rule } from '../../dashboards-src/doctor/prometheus.ts';
import { startLab, type Lab } from '../lab/start.ts';
import { isExpected } from '../lab/unavailable.ts';
import type { Manifest } from '../wiring.ts';
import { Cluster } from './release.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-installed-'));
const NAMESPACE = 'monitoring';
const DATA_WITHIN_MS = 180_000;

let lab: Lab;
let cluster: Cluster;
let dashboards: Dashboard[];

beforeAll(async () => {
  const step = <T>(title: string, work: () => Promise<T>): Promise<T> => {
    console.log(title);
    return work();
  };
  lab = await startLab({ dir, step, log: console.log, helmArgs: ['--set', 'mcp.enabled=true', '--set', 'mcp.grafana.enabled=true'] });
  cluster = new Cluster({ kubeconfig: lab.kubeconfig, url: lab.apiUrl, env: clientEnvironment(lab.kubeconfig), stop: () => lab.stop() }, lab.staged.chart);
  dashboards = await shippedDashboards(lab.api, NAMESPACE);
});

afterAll(async () => {
  await lab?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** Asks until the answer is the wished one, or time is up; then it is for the caller to judge. */
async function eventually<T>(ask: () => Promise<T>, wished: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + DATA_WITHIN_MS; ; await sleep(5000)) {
    const answer = await ask();
    if (wished(answer) || Date.now() > deadline) return answer;
  }
}

describe('in the real Prometheus', () => {
  test('every query of every panel answers with data', async () => {
    const panels = await eventually(
      () => coverDashboards(lab.prometheus.client, dashboards),
      answer => unexplained(answer).length === 0,
    );
    console.log(table(panels));
    expect(panels.length).toBe(dashboards.flatMap(panelsWithQueries).length);
    expect(unexplained(panels).map(describePanel)).toEqual([]);
  });

  test('a misspelt metric is found out', async () => {
    const [first] = dashboards;
    const misspelt: Dashboard = { ...first!, panels: panelsWithQueries(first!).slice(0, 1).map(misspell) };
    const missing = unexplained(await coverDashboards(lab.prometheus.client, [misspelt]));
    expect(missing.map(describePanel)).toEqual([expect.stringContaining('nothing here exposes or records gpu:tensor_activ:ratio')]);
  });

  test('every rule is evaluated without error, and every recorded signal has series', async () => {
    const recorded = ruleGroups.flatMap(({ rules }) => rules.map(({ record }) => record)).filter(isExpected);
    const empty = await eventually(() => withoutSeries(recorded), answer => answer.length === 0);
    expect(empty).toEqual([]);
    const failing = (await ourRules()).filter(({ health }) => health !== 'ok');
    expect(failing.map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual([]);
  });

  test('every alert is loaded and asks for series that exist, under one of their names', async () => {
    const alerts = (await ourRules()).filter(({ kind }) => kind === 'alerting');
    expect(alerts.map(({ name }) => name).sort()).toEqual([...alertNames].sort());
    const missing = new Set(await withoutSeries([...new Set(alerts.flatMap(({ query }) => metricsOf(query)))]));
    const deaf = alerts.filter(({ query }) => metricsOf(query).every(metric => missing.has(metric) && isExpected(metric)));
    expect(deaf.map(({ name }) => name)).toEqual([]);
  });

  test('series of free GPUs carry no pod, and those of held ones that of their holder', async () => {
    const pods = await lab.prometheus.client.query('count by (namespace, pod) (DCGM_FI_DEV_GPU_TEMP)');
    const namespaces = new Set(pods.map(({ labels }) => labels['namespace'] ?? 'free'));
    expect([...namespaces].sort()).toEqual(['free', 'team-a', 'team-b']);
  });

  test('nothing is scraped twice: each address has one monitor', async () => {
    expect(await lab.prometheus.client.query('count by (instance, metrics_path) (up) > 1')).toEqual([]);
  });

  test('every series of a scraped target carries the name of the cluster', async () => {
    const lost = await lab.prometheus.client.query('count by (job) (up{cluster=""})');
    expect(lost).toEqual([]);
  });
});

describe('the API server', () => {
  test('accepts every object of this chart, strictly', async () => {
    const own = (await cluster.release('observability', NAMESPACE).objects()).filter(isOurs);
    expect(own.length).toBeGreaterThan(40);
    const namespaced = own.map(object => ({ ...object, metadata: { namespace: NAMESPACE, ...object.metadata } }));
    await cluster.apply(namespaced, '--dry-run=server', '--validate=strict', '--force-conflicts', '--server-side');
  });

  test('admits every own pod under Pod Security "restricted", but for the two that read devices of the host', async () => {
    await cluster.kubectl('create', 'namespace', 'restricted');
    await cluster.kubectl('label', 'namespace', 'restricted', 'pod-security.kubernetes.io/enforce=restricted');
    const own = (await cluster.release('observability', NAMESPACE).objects()).filter(isOurs);
    const refused: Record<string, string> = {};
    for (const pod of own.flatMap(podOf)) {
      await cluster.apply([{ ...pod, metadata: { ...pod.metadata, namespace: 'restricted' } } as Manifest], '--dry-run=server').catch((error: Error) => {
        refused[pod.metadata.name] = /violates PodSecurity "restricted:latest": (.*)/.exec(error.message)?.[1] ?? error.message;
      });
    }
    expect(Object.keys(refused).sort()).toEqual(['observability-dcgm-exporter', 'observability-neuron-monitor']);
    expect(refused['observability-dcgm-exporter']).toContain('must not include "SYS_ADMIN" in securityContext.capabilities.add');
    expect(refused['observability-neuron-monitor']).toContain('must not set securityContext.privileged=true');
  });
});

const alertNames = alertGroups.flatMap(({ alerts }) => alerts.map(({ name }) => name));

async function ourRules(): Promise<Rule[]> {
  const ours = new Set([...ruleGroups, ...alertGroups].map(({ name }) => name));
  return (await lab.prometheus.client.rules()).filter(({ group }) => ours.has(group));
}

async function withoutSeries(names: readonly string[]): Promise<string[]> {
  const all = new Set(await lab.prometheus.client.labelValues('__name__'));
  return names.filter(name => !all.has(name));
}

const describePanel = ({ dashboard, panel, queries }: PanelCoverage): string => `${dashboard} › ${panel}: ${queries.map(({ noData }) => noData?.text).join('; ')}`;
const misspell = (panel: Panel): Panel => ({ ...panel, targets: [{ ...panel.targets![0]!, expr: 'gpu:tensor_activ:ratio' }] });
const isOurs = ({ metadata }: Manifest): boolean => (metadata.labels as Record<string, string> | undefined)?.['app.kubernetes.io/part-of'] === 'observability';

/** A pod as a workload would make it, or the pod itself. */
function podOf({ kind, metadata, ...rest }: Manifest): Manifest[] {
  const spec = rest['spec'] as { template?: { metadata: object; spec: object } } | undefined;
  if (kind === 'Pod') return [{ apiVersion: 'v1', kind, metadata: { name: metadata.name }, spec } as Manifest];
  if (!spec?.template) return [];
  return [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: metadata.name, ...spec.template.metadata }, spec: { ...spec.template.spec, serviceAccountName: 'default' } } as Manifest];
}
