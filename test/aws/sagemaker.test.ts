import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sagemaker as catalogue } from '../../dashboards-src/catalogue/sagemaker.ts';
import { labelOf, seriesName } from '../../dashboards-src/sagemaker/series.ts';
import { groups } from '../../dashboards-src/sagemaker/table.ts';
import * as cloudwatch from '../../dashboards-src/signals/cloudwatch.ts';
import type { Signal } from '../../dashboards-src/signals/define.ts';
import * as endpoints from '../../dashboards-src/signals/sagemaker-endpoints.ts';
import * as jobs from '../../dashboards-src/signals/sagemaker-jobs.ts';
import * as pipelines from '../../dashboards-src/signals/sagemaker-pipelines.ts';
import { sagemakerSettingSignals } from '../../dashboards-src/signals/sagemaker-settings.ts';
import { Processes } from '../lab/processes.ts';
import { render } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import type { Manifest } from '../wiring.ts';
import { dimensionsOf, samples } from './samples.ts';
import { monitor, startAws, until, type Aws, type Monitored, type Published } from './world.ts';

/** What the chart starts, asking what stands for AWS: the real YACE, and a real Prometheus with the chart's relabelings and rules. */
let staged: StagedChart;
let processes: Processes;
let aws: Aws;
const dir = mkdtempSync(join(tmpdir(), 'aws-'));

/** From before the period that is read first until after the tests of a group. Not more, as moto looks through all of them for each answer. */
const minutes = Array.from({ length: 10 }, (_, index) => index - 3);
const chat: readonly Published[] = [{ namespace: 'AWS/SageMaker', name: 'Invocations', dimensions: { EndpointName: 'chat', VariantName: 'main' }, values: [1, 2] }];
/** Seen within three hours, but not in the period that is read. */
const longAgo = [-30];

const rendered = (sagemaker: object): Promise<Manifest[]> => render({
  chart: staged.chart, values: { sagemaker: { enabled: true, regions: ['eu-west-1'], level: 'advanced', interval: '60s', delay: '60s', instanceHourPrices: { chat: 1.5 }, ...sagemaker } },
});

beforeAll(async () => {
  staged = await stageChart({ charts: 'stubs' });
  processes = new Processes(dir);
  aws = await startAws(processes);
  await aws.publish(samples, minutes);
  await aws.publish([{ namespace: 'AWS/SageMaker', name: 'Invocations', dimensions: { EndpointName: 'quiet', VariantName: 'main' }, values: [7] }], longAgo);
});
afterAll(async () => {
  await processes.stopAll();
  for (const folder of [dir, staged.chart]) rmSync(folder, { recursive: true, force: true });
});

describe('every metric of SageMaker', () => {
  let here: Monitored;
  beforeAll(async () => {
    here = await monitor('all', processes, aws, await rendered({}));
    await until(() => here.prometheus.query(endpoints.cost.name), (found) => found.length > 0, 300);
  });

  it('is there under the name and with the labels that the catalogue has', async () => {
    const wrong: string[] = [];
    for (const group of groups) for (const metric of group.metrics) for (const statistic of metric.statistics) {
      const name = seriesName(group.namespace, metric.name, statistic);
      for (const dimensions of dimensionsOf(group)) {
        const matchers = Object.entries(dimensions).map(([dimension, value]) => `${labelOf(dimension)}="${value}"`);
        const found = await here.prometheus.query(`${name}{${['account_id="123456789012"', 'region="eu-west-1"', ...matchers].join(', ')}} >= 0`);
        if (found.length !== 1) wrong.push(`${name}: ${found.length} series for ${JSON.stringify(dimensions)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has no label that the catalogue does not know', async () => {
    const known = new Map(catalogue.metrics.map(({ name, labels }) => [name, labels]));
    const found = await here.prometheus.query('{job="cloudwatch-exporter", __name__=~"(aws|yace)_.+"}');
    const unknown = found.flatMap(({ labels: { __name__: name = '', ...labels } }) => Object.keys(labels).filter((label) => !known.get(name)?.includes(label)).map((label) => `${name}: ${label}`));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('is read by signals, all of which have data', async () => {
    const sparse = new Set<Signal>([endpoints.idle, endpoints.idleCost]);
    const all: readonly Signal[] = [...sagemakerSettingSignals, ...endpoints.sagemakerEndpointSignals, ...jobs.sagemakerJobSignals, ...pipelines.sagemakerPipelineSignals, ...cloudwatch.cloudWatchSignals];
    const names = all.filter((signal) => !sparse.has(signal)).flatMap((signal) => signal.recorded.map((level) => signal.at(level)));
    const silent = async (): Promise<string[]> => (await Promise.all(names.map(async (name) => ((await here.prometheus.query(name)).length ? [] : [name])))).flat();
    // What counts within an hour looks once a minute.
    await until(silent, (left) => left.length === 0, 150);
  });

  it.each<[string, string, number]>([
    ['requests of a period are requests a second', `${endpoints.requests.name}{endpoint_name="chat"}`, 3 / 60],
    ['errors are a share of the requests', endpoints.serverErrors.name, 1 / 3],
    ['microseconds are seconds', endpoints.latency.name, 0.3],
    ['a percentile as well', endpoints.latencyP99.name, 0.4],
    ['overhead as well', endpoints.overhead.name, 0.3],
    ['setup of serverless compute as well', endpoints.setupTime.name, 0.4],
    ['waiting for a model as well', `${endpoints.modelLoading.name}{step="waiting"}`, 0.3],
    ['instances are those that report in a minute', endpoints.instances.name, 2],
    ['and cost what the values say', endpoints.cost.name, 3],
    ['percent of all cores is a share', endpoints.cpuBusy.name, 0.5],
    ['percent of single cores is cores', endpoints.coresBusy.name, 2],
    ['percent of single GPUs is GPUs', endpoints.gpusBusy.name, 2],
    ['the fullest disk', endpoints.disk.name, 0.6],
    ['models that were loaded', endpoints.cacheHits.name, 0.5],
    ['copies of an inference component', endpoints.copies.name, 1],
    ['its memory', `${endpoints.componentUse.name}{resource="memory"}`, 0.5],
    ['a job by its name', `${jobs.jobGpus.name}{job_kind="training", job_name="fine-tune", host="fine-tune/algo-1"}`, 2],
    ['a transform job', `${jobs.jobMemory.name}{job_kind="transform", job_name="score"}`, 0.5],
    ['milliseconds are seconds', jobs.clientLatency.name, 3],
    ['failed requests of a load test', jobs.clientFailures.name, 1],
    ['time of an execution', pipelines.executionTime.name, 3],
    ['time of a step', `${pipelines.stepTime.name}{step_name="train"}`, 3],
    ['objects that failed', `${pipelines.objects.name}{labeled="failed"}`, 2],
    ['tasks of both workers', `${pipelines.taskRate.name}{state="submitted"}`, 6 / 60],
    ['time for a task', pipelines.taskTime.name, 30],
    ['the Feature Store', `${pipelines.featureLatency.name}{feature_group_name="users"}`, 0.3],
    ['its batches', `${pipelines.throttled.name}{operation_name="BatchGetRecord"}`, 1 / 3],
  ])('has the right unit: %s', async (_, expr, value) => {
    const found = await until(() => here.prometheus.query(expr), (seen) => seen.length > 0, 20);
    expect(found.map(({ points }) => points[0])).toEqual([expect.closeTo(value, 6)]);
  });

  it('is no zero where CloudWatch has nothing', async () => {
    expect(await here.exposition()).toMatch(/aws_sagemaker_invocations_sum\{[^}]*dimension_endpoint_name="quiet"[^}]*\} NaN/);
    expect(await here.prometheus.query(`${endpoints.requests.at('sagemaker_endpoint')}{endpoint_name="quiet"}`)).toEqual([]);
    expect((await here.prometheus.query(endpoints.requests.at('cluster'))).map(({ points }) => points[0])).toEqual([expect.closeTo(3 / 60, 6)]);
  });

  it('costs what the exporter counts', async () => {
    expect((await here.prometheus.query('yace_cloudwatch_getmetricdata_metrics_requested_total'))[0]!.points[0]).toBeGreaterThan(groups.length);
    await until(() => here.prometheus.query(`${cloudwatch.cloudWatchErrors.name} == 0`), ({ length }) => length === 1);
    await until(() => here.prometheus.query(`${cloudwatch.cloudWatchAnswers.name} > 0`), ({ length }) => length === 1);
  });
});

describe('tags', () => {
  it('leave only what has them', async () => {
    await aws.control({ resources: [
      { arn: 'arn:aws:sagemaker:eu-west-1:123456789012:endpoint/chat', tags: { team: 'ml-serving' } },
      { arn: 'arn:aws:sagemaker:eu-west-1:123456789012:endpoint/quiet', tags: { team: 'other' } },
    ] });
    await aws.publish([...chat, { namespace: 'AWS/SageMaker', name: 'Invocations', dimensions: { EndpointName: 'untagged', VariantName: 'main' }, values: [7] }], minutes);
    const here = await monitor('tags', processes, aws, await rendered({ tags: { team: '^ml-.*' }, read: { inferenceComponents: false, jobs: false, recommender: false, labeling: false, featureStore: false, pipelines: false } }));
    const found = await until(() => here.prometheus.query('count by (endpoint_name) (aws_sagemaker_invocations_sum)'), (seen) => seen.length > 0);
    expect(found.map(({ labels }) => labels['endpoint_name'])).toEqual(['chat']);
  });
});

describe('the stack itself', () => {
  const firing = (here: Monitored) => async (): Promise<string[]> => (await here.prometheus.query('ALERTS{alertname=~"CloudWatch.+"}')).map(({ labels }) => labels['alertname']!);

  it('shows that CloudWatch throttles', async () => {
    await aws.publish(chat, minutes);
    const here = await monitor('throttled', processes, aws, await rendered({}));
    await until(() => here.prometheus.query(`${cloudwatch.cloudWatchAnswers.name} > 0`), (seen) => seen.length > 0);
    await aws.control({ mode: 'throttled' });
    await until(() => here.prometheus.query(`${cloudwatch.cloudWatchErrors.name} > 0`), (seen) => seen.length > 0, 120);
    expect(await firing(here)()).not.toContain('CloudWatchExporterFailing');
    // Data that could not be read is missing, and not held.
    await until(() => here.prometheus.query('aws_sagemaker_invocations_sum >= 0'), (seen) => seen.length === 0);
    await aws.control({ mode: 'healthy' });
  });

  it('shows that its credentials have expired, also where they never were any good', async () => {
    await aws.control({ mode: 'expired' });
    const here = await monitor('expired', processes, aws, await rendered({}));
    const [answers] = await until(() => here.prometheus.query(cloudwatch.cloudWatchAnswers.name), (seen) => seen.length > 0);
    expect(answers!.points[0]).toBe(0);
    expect(await until(firing(here), (seen) => seen.length > 0)).toEqual(['CloudWatchExporterFailing']);
    await aws.control({ mode: 'healthy' });
  });
});
