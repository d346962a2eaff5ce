import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { PrometheusClient } from '../../dashboards-src/doctor/prometheus.ts';
import { Processes, freePort, httpReady } from '../lab/processes.ts';
import { tool } from '../tools/tools.ts';
import type { Manifest } from '../wiring.ts';
import { python, yace } from './programs.ts';

/** What is published to CloudWatch: one value in each of several minutes, or what `values` says. */
export interface Published {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

export interface TaggedResource {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** AWS, as far as YACE sees it. */
export interface Aws {
  readonly url: string;
  /** The same in every minute of these, counted from now. */
  publish(metrics: readonly Published[], minutes: readonly number[]): Promise<void>;
  control(state: { readonly mode?: 'healthy' | 'throttled' | 'expired'; readonly resources?: readonly TaggedResource[] }): Promise<void>;
}

const MINUTE = 60_000;
/** Most metrics in a request of PutMetricData. */
const BATCH = 500;

export async function startAws(processes: Processes): Promise<Aws> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await processes.start('aws', await python(), [join(import.meta.dirname, 'gateway.py'), `${port}`], { ready: httpReady(url) });
  const put = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${url}${path}`, { method: 'PUT', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
  };
  return {
    url,
    control: (state) => put('/control', state),
    async publish(metrics, minutes) {
      const now = Math.floor(Date.now() / MINUTE) * MINUTE;
      for (const namespace of new Set(metrics.map((metric) => metric.namespace))) {
        const data = metrics.filter((metric) => metric.namespace === namespace).flatMap(({ name, dimensions, values }) => minutes.map((minute) => ({
          MetricName: name, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })), Values: values, Timestamp: new Date(now + minute * MINUTE + 5000).toISOString(),
        })));
        for (let at = 0; at < data.length; at += BATCH) await put('/publish', { Namespace: namespace, MetricData: data.slice(at, at + BATCH) });
      }
    },
  };
}

interface Relabeling { readonly action?: string; readonly sourceLabels?: readonly string[]; readonly regex?: string; readonly targetLabel?: string; readonly replacement?: string }

/** A relabeling of the operator's objects as Prometheus' own configuration has it. */
const relabelConfig = ({ sourceLabels, targetLabel, ...rest }: Relabeling) => ({ ...rest, ...(sourceLabels && { source_labels: sourceLabels }), ...(targetLabel && { target_label: targetLabel }) });

const COMPONENT = 'observability-cloudwatch-exporter';
const ofComponent = (manifests: readonly Manifest[], kind: string) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === COMPONENT) as unknown as Record<string, unknown>;

/** An exporter and a Prometheus that scrapes it and has the rules of the release. */
export interface Monitored {
  readonly prometheus: PrometheusClient;
  /** What the exporter exposes, before Prometheus. */
  exposition(): Promise<string>;
}

/** Runs what the chart renders: YACE with its configuration and flags, and a Prometheus with its relabelings and rules. Rounds are made each few seconds in place of minutes. */
export async function monitor(name: string, processes: Processes, aws: Aws, manifests: readonly Manifest[]): Promise<Monitored> {
  const dir = mkdtempSync(join(tmpdir(), `aws-${name}-`));
  const config = join(dir, 'config.yaml');
  writeFileSync(config, (ofComponent(manifests, 'ConfigMap')['data'] as { 'config.yaml': string })['config.yaml']);
  const { args } = (ofComponent(manifests, 'Deployment')['spec'] as { template: { spec: { containers: { args: string[] }[] } } }).template.spec.containers[0]!;
  const port = await freePort();
  const here = args.map((arg) => arg.replace(/^--listen-address=.*/, `--listen-address=127.0.0.1:${port}`).replace(/^--config\.file=.*/, `--config.file=${config}`).replace(/^--scraping-interval=.*/, '--scraping-interval=5'));
  const exporter = `http://127.0.0.1:${port}`;
  await processes.start(`yace-${name}`, await yace(), here, { env: { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_EC2_METADATA_DISABLED: 'true' }, ready: httpReady(`${exporter}/healthz`) });

  const { metricRelabelings = [] } = (ofComponent(manifests, 'PodMonitor')['spec'] as { podMetricsEndpoints: { metricRelabelings?: Relabeling[] }[] }).podMetricsEndpoints[0]!;
  const groups = manifests.filter(({ kind, metadata }) => kind === 'PrometheusRule' && /-(rules|alerts)-(sagemaker-|cloudwatch)/.test(metadata.name)).flatMap(({ spec }) => (spec as { groups: { interval?: string }[] }).groups);
  writeFileSync(join(dir, 'rules.yaml'), dump({ groups: groups.map(({ interval: _, ...group }) => group) }));
  writeFileSync(join(dir, 'prometheus.yaml'), dump({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yaml'],
    scrape_configs: [{ job_name: 'cloudwatch-exporter', static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { cluster: 'c' } }], metric_relabel_configs: metricRelabelings.map(relabelConfig) }],
  }));
  const url = `http://127.0.0.1:${await freePort()}`;
  await processes.start(`prometheus-${name}`, await tool('prometheus'), [`--config.file=${join(dir, 'prometheus.yaml')}`, `--storage.tsdb.path=${join(dir, 'data')}`, `--web.listen-address=${url.slice('http://'.length)}`, '--log.level=warn'], { ready: httpReady(`${url}/-/ready`) });
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  return { prometheus: new PrometheusClient(url), exposition: async () => (await fetch(`${exporter}/metrics`)).text() };
}

/** Asks until it is so. @throws with what was last seen */
export async function until<T>(what: () => Promise<T>, so: (seen: T) => boolean, seconds = 90): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await what();
    if (so(seen)) return seen;
    if (Date.now() > end) throw new Error(`not so after ${seconds} s; last seen: ${JSON.stringify(seen).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
