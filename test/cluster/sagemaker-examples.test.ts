import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groups } from '../../dashboards-src/sagemaker/table.ts';
import { exampleEnvironment, exampleFile, examplePrograms, examplePython } from '../examples.ts';
import { run } from '../lab/command.ts';
import { Processes, freePort, httpReady } from '../lab/processes.ts';
import { pythonWith } from '../python.ts';

/** The programs of examples/sagemaker, on the stand-in for AWS that their README names. */
const dir = mkdtempSync(join(tmpdir(), 'observability-sagemaker-'));
const processes = new Processes(dir);
const role = ['--role', 'arn:aws:iam::123456789012:role/SageMaker'];

let python: string;
let url: string;
const env = (): Record<string, string> => ({ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'eu-west-1', PYTHONDONTWRITEBYTECODE: '1' });
const program = (name: string, ...args: readonly string[]): Promise<string> => run(python, [exampleFile('sagemaker', `${name}.py`), ...args], { env: env() });

type Entry = Readonly<Record<string, unknown>>;
/** The variable `value` after these lines of Python, beside the programs. */
const said = async (lines: string): Promise<unknown> => JSON.parse(await run(python, ['-c', `${lines}; import json; print(json.dumps(value))`], { env: { ...env(), PYTHONPATH: exampleFile('sagemaker') } })) as unknown;
/** What the stand-in holds. */
const held = async (service: string, kind: string): Promise<Entry[]> => ((await (await fetch(`${url}/moto-api/data.json`)).json()) as Record<string, Record<string, Entry[]>>)[service]?.[kind] ?? [];

beforeAll(async () => {
  python = await pythonWith(exampleFile('sagemaker', 'requirements.txt'), exampleFile('sagemaker', 'requirements-stand-in.txt'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  await processes.start('moto', join(python, '..', 'moto_server'), ['--host', '127.0.0.1', '--port', `${port}`], { ready: httpReady(`${url}/moto-api/data.json`) });
});
afterAll(async () => {
  await processes.stopAll();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

test('an endpoint is created with its tags, asked, and deleted with all that was made for it; twice does no harm', async () => {
  await program('endpoint', 'create', '--cpu', '--name', 'chat', '--tag', 'project=demo', ...role);
  expect(await held('sagemaker', 'FakeEndpoint')).toMatchObject([{ endpoint_name: 'chat', endpoint_status: 'InService', tags: [{ Key: 'team', Value: 'ml' }, { Key: 'project', Value: 'demo' }] }]);
  expect(await held('sagemaker', 'FakeEndpointConfig')).toMatchObject([{ production_variants: [{ VariantName: 'main', InstanceType: 'ml.c5.xlarge' }] }]);
  expect(await program('endpoint', 'invoke', '--name', 'chat', '--seconds', '1')).toMatch(/^[1-9][0-9]* answered, 0 failed\n$/);
  for (const _ of ['once', 'twice']) await program('endpoint', 'delete', '--name', 'chat');
  expect(await said("import boto3; aws = boto3.client('sagemaker'); value = aws.list_endpoints()['Endpoints'] + aws.list_endpoint_configs()['EndpointConfigs'] + aws.list_models()['Models']")).toEqual([]);
});

test('an endpoint without a role is refused, with what to say', async () => {
  await expect(program('endpoint', 'create', '--name', 'chat')).rejects.toThrow('no role: say --role');
});

test('a training job brings its program, its metrics by the lines that it writes, and an end', async () => {
  await fetch(`${url}/our-bucket`, { method: 'PUT', headers: { Host: `s3.amazonaws.com` }, body: '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>' });
  expect(await program('training_job', '--name', 'line', '--bucket', 'our-bucket', ...role)).toContain('line: Completed');
  const [job] = await held('sagemaker', 'FakeTrainingJob');
  expect(job).toMatchObject({ stopping_condition: { MaxRuntimeInSeconds: 1800 }, tags: [{ Key: 'team', Value: 'ml' }] });
  expect((await held('s3', 'FakeKey')).map(({ name }) => name).sort()).toEqual(['line/code/json_lines.py', 'line/code/ml_metrics.py', 'line/code/requirements.txt', 'line/code/train.py']);
  // The stand-in has definitions of its own in place of those that it was given.
  const definitions = await said('import training_job; value = training_job.METRICS') as { Name: string; Regex: string }[];
  const lines = await run(await examplePython(), ['-u', examplePrograms.train], { env: exampleEnvironment({ METRICS_PORT: '0', EPOCHS: '1' }) as Record<string, string> });
  const step = lines.split('\n').find((line) => line.includes('"message": "step"'))!;
  const written = JSON.parse(step) as Record<string, number>;
  expect(definitions.map(({ Name, Regex }) => [Name, Number(new RegExp(Regex).exec(step)?.[1])])).toEqual(['loss', 'grad_norm', 'learning_rate'].map((name) => [name, written[name]]));
});

test('sample metrics lie in the namespaces and dimensions of SageMaker', async () => {
  await program('sample_metrics', '--minutes', '2', '--every', '0.1');
  const data = (await held('cloudwatch', 'MetricDatum')) as unknown as readonly { readonly namespace: string; readonly name: string }[];
  const known = new Set(groups.flatMap(({ namespace, metrics }) => metrics.map(({ name }) => `${namespace} ${name}`)));
  expect(data.map(({ namespace, name }) => `${namespace} ${name}`).filter((metric) => !known.has(metric))).toEqual([]);
  const names = (namespace: string): string[] => [...new Set(data.filter((each) => each.namespace === namespace).map(({ name }) => name))].sort();
  const instance = ['CPUUtilization', 'DiskUtilization', 'GPUMemoryUtilization', 'GPUUtilization', 'MemoryUtilization'];
  expect(names('/aws/sagemaker/Endpoints')).toEqual(instance);
  expect(names('/aws/sagemaker/TrainingJobs')).toEqual(instance);
  expect(names('AWS/SageMaker')).toEqual(['Invocation4XXErrors', 'Invocation5XXErrors', 'InvocationModelErrors', 'Invocations', 'ModelLatency', 'OverheadLatency']);
});
