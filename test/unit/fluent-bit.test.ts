import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterOptions, inputOptions, outputOptions, serviceOptions } from '../../generator/components/fluent-bit/options.ts';
import { STATE } from '../../generator/components/fluent-bit/paths.ts';
import { fixedNames } from '../../generator/components/names.ts';
import { outputTypes } from '../../values-schema/logs/output-options.ts';
import { renderFluentBit } from '../logs/render-fluentbit.ts';
import { render } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { sources } from './lua.ts';

type Plugin = Readonly<Record<string, string | number>> & { readonly name: string; readonly alias: string };
interface Pipeline {
  readonly service: Readonly<Record<string, string | number>>;
  readonly pipeline: { readonly inputs: readonly Plugin[]; readonly filters: readonly Plugin[]; readonly outputs: readonly Plugin[] };
}

let staged: StagedChart;
beforeAll(async () => { staged = await stageChart({ charts: 'stubs' }); });
afterAll(() => rmSync(staged.chart, { recursive: true }));

async function files(values: object): Promise<Readonly<Record<string, string>>> {
  const found = (await render({ chart: staged.chart, values })).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === fixedNames.fluentBit);
  return (found as unknown as { data: Record<string, string> }).data;
}
const known = new Map<string, Promise<Readonly<Record<string, string>>>>();
function rendered(values: object = {}): Promise<Readonly<Record<string, string>>> {
  const key = JSON.stringify(values);
  if (!known.has(key)) known.set(key, files(values));
  return known.get(key)!;
}
const pipeline = async (values: object = {}): Promise<Pipeline> => load((await rendered(values))['fluent-bit.yaml']!) as Pipeline;
const refusal = async (values: object): Promise<string> => render({ chart: staged.chart, values }).then(() => '', (error: Error) => error.message);

/** One second output of each type, with every option that it must have. */
const everyOutput = Object.fromEntries(Object.entries(outputTypes).map(([type, { required }]) => [`my-${type}`, { type, options: Object.fromEntries(required.map((name) => [name, name === 'port' ? 443 : 'x'])) }]));
const external = { opensearch: { enabled: false }, external: { opensearch: { url: 'https://search.example.com' } }, credentials: { opensearch: { existingSecret: 'observability-opensearch-users' } } };

describe.each<[string, object]>([
  ['the defaults', {}],
  ['a store that is brought', external],
  ['Amazon OpenSearch Service', { ...external, external: { opensearch: { url: 'https://search.example.com', aws: { region: 'eu-west-1' } } } }],
  ['every second output', { logs: { outputs: everyOutput } }],
])('the pipeline with %s', (_, values) => {
  it('has no option that Fluent Bit does not know', async () => {
    const { service, pipeline: { inputs, filters, outputs } } = await pipeline(values);
    const unknown = (plugins: readonly Plugin[], known: Readonly<Record<string, readonly string[]>>) =>
      plugins.flatMap((plugin) => Object.keys(plugin).filter((option) => !known[plugin.name]?.includes(option)).map((option) => `${plugin.name}: ${option}`));
    expect([...Object.keys(service).filter((option) => !serviceOptions.includes(option)), ...unknown(inputs, inputOptions), ...unknown(filters, filterOptions), ...unknown(outputs, outputOptions)]).toEqual([]);
  });

  it('keeps everything on the disk of the node, within bounds', async () => {
    const { pipeline: { inputs, outputs }, service } = await pipeline(values);
    expect(inputs.filter(({ alias }) => alias !== 'counts').map((input) => input['storage.type'])).not.toContain(undefined);
    expect(inputs.filter((input) => input['threaded'])).toEqual([]);
    expect(inputs.filter(({ db }) => db && !String(db).startsWith(`${STATE}/`))).toEqual([]);
    expect(outputs.filter(({ alias }) => alias !== 'metrics').map((output) => output['storage.total_limit_size'])).not.toContain(undefined);
    expect(service).toMatchObject({ 'storage.path': `${STATE}/buffer`, 'storage.rejected.limit': '500M' });
  });

  it('names each plugin once', async () => {
    const { pipeline: { inputs, filters, outputs } } = await pipeline(values);
    const aliases = [...inputs, ...filters, ...outputs].map(({ alias }) => alias);
    expect(aliases).not.toContain(undefined);
    expect(new Set(aliases).size).toBe(aliases.length);
  });
});

it('writes each line once, to the alias of its family, and a line that is read again over itself', async () => {
  const [opensearch] = (await pipeline()).pipeline.outputs;
  expect(opensearch).toMatchObject({ index: '$family', id_key: 'id', write_operation: 'create', buffer_size: '5M', retry_limit: 16000, 'storage.total_limit_size': '5G', http_passwd: '${OPENSEARCH_PASSWORD}' });
  expect(opensearch).not.toHaveProperty('compress');
});

it('signs requests to Amazon OpenSearch Service, without a password, and compresses what leaves the cluster', async () => {
  const [opensearch] = (await pipeline({ ...external, external: { opensearch: { url: 'https://search.example.com', aws: { region: 'eu-west-1', service: 'aoss' } } } })).pipeline.outputs;
  expect(opensearch).toMatchObject({ aws_auth: 'on', aws_region: 'eu-west-1', aws_service_name: 'aoss', host: 'search.example.com', port: 443, compress: 'gzip' });
  expect(opensearch).not.toHaveProperty('http_user');
  expect(opensearch).not.toHaveProperty('http_passwd');
});

it.each(['containers', 'kubelet', 'containerd', 'kernel'])('reads no %s where that is switched off', async (source) => {
  const of = async (on: boolean) => (await pipeline({ logs: { sources: { [source]: on } } })).pipeline.inputs.map(({ alias }) => alias);
  expect(await of(true)).toContain(source);
  expect(await of(false)).not.toContain(source);
});

it('has second outputs with buffers of their own, with the options of the user before ours', async () => {
  const { pipeline: { outputs } } = await pipeline({ logs: { outputs: { archive: { type: 's3', bufferSize: '2G', options: { region: 'eu-west-1', bucket: 'b', compression: 'none' } }, audit: { type: 'kafka', options: { brokers: 'k:9092', topics: 'logs', 'rdkafka.sasl.password': '${KAFKA_PASSWORD}' } } } } });
  expect(outputs.map(({ name, alias }) => [name, alias])).toEqual([['opensearch', 'opensearch'], ['s3', 'archive'], ['kafka', 'audit'], ['prometheus_exporter', 'metrics']]);
  expect(outputs[1]).toMatchObject({ match: 'log.*', 'storage.total_limit_size': '2G', compression: 'none', store_dir: `${STATE}/s3/archive`, total_file_size: '50M' });
  expect(outputs[2]).toMatchObject({ 'storage.total_limit_size': '1G', format: 'json', 'rdkafka.sasl.password': '${KAFKA_PASSWORD}' });
});

it('says to the script what the values say', async () => {
  const settings = JSON.parse((await rendered({ global: { clusterName: 'eu-1' }, logs: { redaction: { patterns: ['corp_[a-z]{8,}'], keys: ['x-internal-id'] }, labels: ['team'], routing: { namespaces: { a: 'apps' }, excludedNamespaces: ['b'] }, families: { audit: {} } } }))['settings.json']!) as object;
  expect(settings).toMatchObject({ cluster: 'eu-1', redaction: { patterns: ['corp_[a-z]{8,}'], keys: ['x-internal-id'] }, labels: ['team'], namespaces: { a: 'apps' }, excludedNamespaces: ['b'], familyNames: ['apps', 'audit', 'ml-inference', 'ml-system', 'ml-training'] });
});

it('brings every script, unchanged', async () => {
  const present = await rendered();
  for (const [file, text] of Object.entries(sources())) expect(present[file]?.trim(), file).toBe(text.trim());
});

it('runs outside Kubernetes with other paths and another host, and nothing else', async () => {
  const output = mkdtempSync(join(tmpdir(), 'fluent-bit-'));
  try {
    await renderFluentBit({ input: '/lines', opensearch: 'https://127.0.0.1:9201', ca: '/ca.pem', output, set: ['logs.buffer.size=1G'] });
    const text = (file: string) => readFileSync(join(output, file), 'utf8');
    expect(readdirSync(output).sort()).toEqual([...Object.keys(await rendered()), 'state'].sort());
    expect(`${text('fluent-bit.yaml')}${text('settings.json')}`).not.toMatch(/\/var\/|\/fluent-bit\/etc|\.svc/);
    const { pipeline: { inputs, outputs } } = load(text('fluent-bit.yaml')) as Pipeline;
    expect(inputs[0]).toMatchObject({ name: 'tail', path: '/lines/*.log,/lines/*.log.*', db: `${output}/state/containers.db` });
    expect(outputs[0]).toMatchObject({ host: '127.0.0.1', port: 9201, 'tls.ca_file': '/ca.pem', 'storage.total_limit_size': '1G' });
    expect(JSON.parse(text('settings.json'))).toMatchObject({ tagPrefix: 'log.kube.lines.', state: `${output}/state` });
  } finally {
    rmSync(output, { recursive: true });
  }
});

describe('refused at install', () => {
  it.each<[string, object, string]>([
    ['a pattern with a group', { redaction: { patterns: ['abc(d|e)+'] } }, "at '/logs/redaction/patterns/0'"],
    ['a pattern of classes alone', { redaction: { patterns: ['[a-z]{20}'] } }, "at '/logs/redaction/patterns/0'"],
    ['a pattern that begins with too little', { redaction: { patterns: ['ab[0-9]+'] } }, "at '/logs/redaction/patterns/0'"],
    ['a class that is not closed', { redaction: { patterns: ['abc[0-9'] } }, "at '/logs/redaction/patterns/0'"],
    ['a name with a sign in it', { redaction: { keys: ['a=b'] } }, "at '/logs/redaction/keys/0'"],
    ['an output of another type', { outputs: { x: { type: 'loki', options: {} } } }, "at '/logs/outputs/x/type'"],
    ['an output without its address', { outputs: { x: { type: 's3', options: { region: 'eu-west-1' } } } }, "at '/logs/outputs/x/options': missing property 'bucket'"],
    ['an option of another plugin', { outputs: { x: { type: 's3', options: { region: 'r', bucket: 'b', brokers: 'k' } } } }, "at '/logs/outputs/x/options': additional properties 'brokers' not allowed"],
    ['a password in the open', { outputs: { x: { type: 'elasticsearch', options: { host: 'h', port: 443, http_passwd: 'hunter2' } } } }, "at '/logs/outputs/x/options/http_passwd'"],
    ['a password of Kafka in the open', { outputs: { x: { type: 'kafka', options: { brokers: 'k', topics: 't', 'rdkafka.sasl.password': 'hunter2' } } } }, "at '/logs/outputs/x/options/rdkafka.sasl.password'"],
    ['a name that OpenSearch’s output has', { outputs: { opensearch: { type: 's3', options: { region: 'r', bucket: 'b' } } } }, "invalid propertyName 'opensearch'"],
    ['a namespace that cannot be one', { routing: { excludedNamespaces: ['Team'] } }, "at '/logs/routing/excludedNamespaces/0'"],
  ])('%s', async (_, logs, message) => {
    expect(await refusal({ logs })).toContain(message);
  });

  it.each(['corp_[A-Za-z0-9]{20,}', 'abc', 'team\\.[a-f0-9]{4}-\\d+', 'key:[\\w-]+x?'])('but not %s', async (pattern) => {
    expect(await refusal({ logs: { redaction: { patterns: [pattern] } } })).toBe('');
  });
});
