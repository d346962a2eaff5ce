import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ml } from '../../dashboards-src/catalogue/ml.ts';
import { PrometheusClient } from '../../dashboards-src/doctor/prometheus.ts';
import { exampleEnvironment, exampleFile, examplePrograms, examplePython, manifestsOf } from '../examples.ts';
import { run } from '../lab/command.ts';
import { Processes, freePort, httpReady } from '../lab/processes.ts';
import { pythonWith } from '../python.ts';
import { render } from '../render.ts';
import { renderRules } from '../rules/render.ts';
import { stageChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';
import type { Manifest } from '../wiring.ts';
import { metaOf, scrapeConfig, type Meta, type Target } from './contract/discovered.ts';
import { eventually } from './installed/installed.ts';

/** The programs of the examples, scraped by a real Prometheus with the relabelings and the limit that the chart renders. */
const dir = mkdtempSync(join(tmpdir(), 'observability-contract-'));
const processes = new Processes(dir);
const EVERY = join(import.meta.dirname, 'contract', 'every_metric.py');
/** How many tenths of a second a program goes on. */
const LONG = '3000';
const LIMIT = 20_000;

let client: PrometheusClient;
let url: string;
let large: Server;
const ports: Record<'train' | 'serve' | 'asked' | 'every' | 'large', number> = { train: 0, serve: 0, asked: 0, every: 0, large: 0 };

interface Template { readonly metadata: { readonly labels?: Meta; readonly annotations?: Meta } }
const templateOf = (objects: readonly Manifest[], kind: string): Template => (objects.find((object) => object.kind === kind)!['spec'] as { template: Template }).template;

/** The pod of a template at a port of this machine, which stands in for the declared and the annotated one. */
const podAt = (name: string, { metadata: { labels, annotations = {} } }: Template, port: number): Target => ({
  address: `127.0.0.1:${port}`,
  meta: {
    ...metaOf('pod', { name, ...(labels && { labels }), annotations: { ...annotations, ...('prometheus.io/port' in annotations && { 'prometheus.io/port': `${port}` }) } }),
    __meta_kubernetes_pod_ip: '127.0.0.1', __meta_kubernetes_pod_container_port_number: `${port}`, __meta_kubernetes_pod_node_name: 'node-1',
  },
});
const pod = (name: string, port: number, labels: Meta, annotations: Meta = {}): Target => podAt(name, { metadata: { labels, annotations } }, port);

const scraped = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8000' };
const ray = { 'ray.io/is-ray-node': 'yes' };

async function monitorsWith(targets: (port: typeof ports) => { readonly pods: readonly Target[]; readonly services: readonly Target[] }): Promise<object[]> {
  const staged = await stageChart({ dir: join(dir, 'chart'), charts: 'stubs' });
  const rendered = await render({ chart: staged.chart });
  const monitor = (name: string): Manifest => rendered.find(({ metadata }) => metadata.name === name)!;
  const { pods, services } = targets(ports);
  return [scrapeConfig(monitor('observability-annotated'), pods), scrapeConfig(monitor('observability-annotated-services'), services)];
}

beforeAll(async () => {
  const [python, otlp, job, deployment] = await Promise.all([
    examplePython(), pythonWith(exampleFile('common', 'requirements-otlp.txt')), manifestsOf('training/line'), manifestsOf('inference/reverse'),
  ]);
  for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePort();
  large = createServer((_, response) => response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(Array.from({ length: LIMIT + 1 }, (_, index) => `ml_model_accuracy{model_name="m${index}"} 1\n`).join(''))).listen(ports.large, '127.0.0.1');

  const start = (name: string, args: readonly string[], port: number, env: Record<string, string>) =>
    processes.start(name, python, ['-u', ...args], { env: exampleEnvironment({ METRICS_PORT: `${port}`, ...env }) as Record<string, string>, ready: httpReady(`http://127.0.0.1:${port}/metrics`) });
  await start('train', [examplePrograms.train], ports.train, { EPOCHS: '1000', STEP_SECONDS: '0.1', JOB_NAME: 'fit-a-line' });
  await start('serve', [examplePrograms.serve], ports.serve, { PORT: `${ports.asked}`, WATCH_SECONDS: '1' });
  await start('every', [EVERY, LONG], ports.every, {});

  const rules = await renderRules(dir, ['observability.model-quality']);
  const every = pod('every-0', ports.every, { 'batch.kubernetes.io/job-name': 'nightly' });
  const scrape_configs = await monitorsWith((at) => ({
    pods: [
      podAt('fit-a-line-0', templateOf(job, 'Job'), at.train),
      podAt('reverse-0', templateOf(deployment, 'Deployment'), at.serve),
      pod('too-large', at.large, {}, scraped),
      pod('asks-not', at.every, { job_type: 'training' }, { 'prometheus.io/scrape': 'false' }),
      pod('says-nothing', at.every, {}),
      pod('ray-worker', at.every, { ...ray, model: 'of-ray' }, scraped),
    ],
    services: [
      { ...every, meta: { ...every.meta, ...metaOf('service', { name: 'every', labels: { app_type: 'ml-inference', model: 'every' } }) } },
      // The same address, by another Service.
      { ...every, meta: { ...every.meta, ...metaOf('service', { name: 'every-2', labels: { model: 'every' }, annotations: scraped }), __meta_kubernetes_service_annotation_prometheus_io_port: `${at.every}` } },
      { ...pod('reverse-0', at.serve, {}), meta: { ...podAt('reverse-0', templateOf(deployment, 'Deployment'), at.serve).meta, ...metaOf('service', { name: 'reverse', labels: { component: 'model-server' } }) } },
    ],
  }));
  const config = join(dir, 'prometheus.yaml');
  writeFileSync(config, dump({
    global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
    otlp: { promote_resource_attributes: ['k8s.namespace.name', 'k8s.pod.name'] },
    rule_files: [rules], scrape_configs,
  }));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  client = new PrometheusClient(url);
  await processes.start('prometheus', await tool('prometheus'), [`--config.file=${config}`, `--storage.tsdb.path=${join(dir, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--web.enable-otlp-receiver'], { ready: httpReady(`${url}/-/ready`) });
  await processes.start('sends', otlp, ['-u', EVERY, LONG], {
    env: exampleEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/api/v1/otlp`, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=sender-0,k8s.namespace.name=team-b' }) as Record<string, string>,
  });
});

afterAll(async () => {
  await processes.stopAll();
  large?.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

const asked = async (...prompts: readonly string[]): Promise<void> => {
  for (const prompt of prompts) await fetch(`http://127.0.0.1:${ports.asked}/v1/completions`, { method: 'POST', body: JSON.stringify({ prompt }) });
};

/** What the contract says of a series, less what scraping adds. */
const seriesOf = (name: string, type: string): string => (type === 'histogram' ? `${name}_count` : name);
const missing = async (matchers: string): Promise<string[]> => {
  const found = await Promise.all(ml.metrics.map(async ({ name, type }) => [name, await client.query(`${seriesOf(name, type)}{${matchers}}`)] as const));
  return found.filter(([, series]) => series.length === 0).map(([name]) => name);
};
const unknownLabels = async (matchers: string): Promise<string[]> => {
  const found = await Promise.all(ml.metrics.map(async ({ name, type, labels }) => (await client.query(`${seriesOf(name, type)}{${matchers}}`)).flatMap((series) => Object.keys(series.labels).filter((label) => label !== '__name__' && (!labels.includes(label) || label === 'epoch')).map((label) => `${name}: ${label}`))));
  return [...new Set(found.flat())];
};
const soon = <T>(ask: () => Promise<T>, wished: (answer: T) => boolean): Promise<T> => eventually(ask, wished);
const labelsOf = async (expr: string): Promise<object[]> => (await client.query(expr)).map(({ labels }) => labels);

describe('ml_metrics.py', () => {
  test('writes every metric of the catalogue when it is scraped', async () => {
    expect(await soon(() => missing('pod="every-0"'), (names) => names.length === 0)).toEqual([]);
  });
  test('of the type that the catalogue says', async () => {
    const types = new Map((await client.families()).map(({ name, type }) => [name, type]));
    const said = (name: string): string | undefined => types.get(name) ?? types.get(name.replace(/_total$/, ''));
    expect(ml.metrics.filter(({ name, type }) => said(name) !== type).map(({ name }) => `${name} is ${said(name)}`)).toEqual([]);
  });
  test('writes the same names over OTLP, with the pod', async () => {
    expect(await soon(() => missing('k8s_pod_name="sender-0"'), (names) => names.length === 0)).toEqual([]);
  });
  test('gives them no other labels, and no epoch', async () => {
    expect(await unknownLabels('pod!=""')).toEqual([]);
    expect(await unknownLabels('k8s_pod_name="sender-0"')).toEqual([]);
  });
});

describe('annotations and labels', () => {
  test('choose what is scraped: once, and nothing that does not ask or says no', async () => {
    expect(await soon(() => labelsOf('up'), (up) => up.length === 5)).toHaveLength(5);
    expect(await labelsOf('count by (pod, model_name, job_name) (up)')).toEqual(expect.arrayContaining([
      { pod: 'fit-a-line-0' }, { pod: 'reverse-0', model_name: 'reverse' }, { pod: 'too-large' }, { pod: 'ray-worker', model_name: 'of-ray' }, { pod: 'every-0', model_name: 'every', job_name: 'nightly' },
    ]));
  });
  test('leave names that the program says as they are, and fill in those that it does not', async () => {
    expect(await labelsOf('count by (model_name, job_name) (ml_training_loss{pod="every-0"})')).toEqual([{ model_name: 'every', job_name: 'every' }]);
    expect(await labelsOf('count by (model_name, job_name) (ml_total_monthly_cost_dollars{pod="every-0"})')).toEqual([{ model_name: 'every', job_name: 'nightly' }]);
    expect(await client.query('{exported_job_name!=""} or {exported_model_name!=""}')).toEqual([]);
  });
  test('a target with more series than the limit is thrown away as a whole', async () => {
    expect(await soon(() => client.query(`scrape_samples_scraped{pod="too-large"} > ${LIMIT}`), (series) => series.length > 0)).toHaveLength(1);
    expect((await client.query('up{pod="too-large"}'))[0]?.points).toEqual([0]);
    expect(await client.query('ml_model_accuracy{pod="too-large"}')).toEqual([]);
  });
});

describe('the signals', () => {
  test('have the quality of the model server, and its failed request', async () => {
    expect(await run(await examplePython(), [exampleFile('inference', 'load.py'), `http://127.0.0.1:${ports.asked}`, 'reverse', '--seconds', '2', '--concurrency', '2'])).toMatch(/^[1-9][0-9]* answered, 0 failed, .*\nfirst token: median /);
    const errors = await soon(async () => {
      await asked('hello big world', 'please fail', 'one more');
      return client.query('model:ml_errors:ratio{model="reverse"} > 0');
    }, (series) => series.length > 0);
    expect(errors.map(({ labels }) => labels['version'])).toEqual(['1']);
    expect(await client.query('model:accuracy:ratio{model="reverse", version="1", dataset="golden"}')).toMatchObject([{ points: [1] }]);
    expect(await client.query('model:data_drift:score{model="reverse", feature_name="prompt_words"} > 0')).toHaveLength(1);
    expect(await client.query('model:ml_latency:p95{model="reverse"}')).toHaveLength(1);
    expect(await client.query('model:servers_up:ratio{model="reverse"}')).toMatchObject([{ points: [1] }]);
  });
  test('have what came over OTLP, in the namespace of its pod', async () => {
    expect(await soon(() => client.query('model:accuracy:ratio{model="every", namespace="team-b"}'), (series) => series.length > 0)).toMatchObject([{ points: [0.9] }]);
    expect(await client.query('model:ml_inference_cost:dollars_per_hour{model="every", namespace="team-b"} > 0')).toHaveLength(1);
  });
});
