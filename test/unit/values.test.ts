import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { dump, load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultValues } from '../../generator/values.ts';
import { schema } from '../../values-schema/index.ts';
import { images } from '../images.ts';
import { NAMESPACE, render, type Helm } from '../render.ts';
import { missingArchives, stageChart, type StagedChart } from '../stubs.ts';
import { danglingReferences, type Manifest } from '../wiring.ts';

type Values = Record<string, unknown>;
interface Rules { readonly type?: string | readonly string[]; readonly required?: readonly string[]; readonly properties?: Readonly<Record<string, Rules>>; readonly additionalProperties?: unknown }

const repository = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const published = load(read('chart/values.yaml')) as Values;
const rules = JSON.parse(read('chart/values.schema.json')) as Rules;
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(rules);

/** What ajv says of values. */
const problems = (values: Values): string[] => (validate(values) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`));

const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values as Helm merges them: null removes. */
function merged(under: Values, over: Values): Values {
  const all = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete all[key];
    else all[key] = isMap(value) && isMap(all[key]) ? merged(all[key], value) : value;
  }
  return all;
}

interface Explained { readonly description?: string; readonly default?: unknown; readonly properties?: Readonly<Record<string, Explained>> }

/** Paths of values without a description; what has a default is explained as a whole. */
const unexplained = ({ properties = {}, default: whole }: Explained, path: readonly string[] = []): string[] =>
  whole !== undefined ? [] : Object.entries(properties).flatMap(([key, inner]) => [...(inner.description ? [] : [[...path, key].join('.')]), ...unexplained(inner, [...path, key])]);

/** {a: {b: value}} from [a, b]. */
const at = (path: readonly string[], value: unknown): Values => path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values;

/** Every group of values, by its path; the values as a whole are the first. */
function groups(node: Rules, path: readonly string[] = []): { path: readonly string[]; node: Rules }[] {
  return [{ path, node }, ...Object.entries(node.properties ?? {}).filter(([, inner]) => inner.properties).flatMap(([key, inner]) => groups(inner, [...path, key]))];
}
const allGroups = groups(rules);
/** Helm shows them to dependencies, which have keys of their own in them. */
const open = ['global', 'grafana', 'opensearch', 'opencost', 'kube-prometheus-stack', 'fluent-bit', 'dashboards.global'];
/** Folders of this chart that Helm sees as dependencies: they have no values, but Helm puts `global` there. */
const files = ['helpers', 'rules', 'runbooks'];

describe('values.yaml', () => {
  it('holds the defaults of the schema', () => {
    expect(published).toEqual(defaultValues(schema));
  });

  it('is accepted by values.schema.json', () => {
    expect(problems(published)).toEqual([]);
  });

  it('explains every value of ours', () => {
    expect(unexplained(schema as unknown as Explained)).toEqual([]);
  });
});

describe('values.schema.json', () => {
  it.each(allGroups.map(({ path }) => path.join('.')).filter(path => !open.includes(path)))('refuses an unknown key in %s', path => {
    const keys = path.split('.').filter(Boolean);
    expect(problems(merged(published, at([...keys, 'unknown'], true)))).toEqual([`${keys.map(key => `/${key}`).join('')} must NOT have additional properties`]);
  });

  it.each(open.filter(path => path !== 'dashboards.global'))('leaves %s open for the dependencies', path => {
    expect(problems(merged(published, at([path, 'unknown'], true)))).toEqual([]);
  });

  it('lets only maps and lists be taken away by null', () => {
    const ours = allGroups.filter(({ path }) => !open.includes(path.join('.')) && !path.includes('overrides'));
    const optional = ours.flatMap(({ path, node: { properties = {}, required = [] } }) =>
      Object.entries(properties).filter(([key]) => !required.includes(key)).map(([key, { type }]) => ({ path: [...path, key].join('.'), type })));
    const others = optional.filter(({ path, type }) => !open.includes(path) && ![type].flat().includes('null'));
    expect(others.map(({ path }) => path)).toEqual(['enabled', ...files]);
  });
});

const examples = readdirSync(join(repository, 'examples', 'values')).filter(file => file.endsWith('.yaml'));
const example = (file: string): Values => load(read(`examples/values/${file}`)) as Values;

it('examples/values holds nothing that is not tested below', () => {
  expect(readdirSync(join(repository, 'examples', 'values')).sort()).toEqual(['air-gap.yaml', 'bring-your-own-prometheus.yaml', 'gpu-operator.yaml', 'metrics-only.yaml', 'production.yaml', 'small.yaml']);
});

describe.each(examples)('examples/values/%s', file => {
  it('begins with what it is for, in a comment', () => {
    expect(read(`examples/values/${file}`)).toMatch(/^# \S.*\.\n/);
  });
  it('is accepted by values.schema.json', () => {
    expect(problems(merged(published, example(file)))).toEqual([]);
  });
});

/** What the user of an example brings, and what hooks of kube-prometheus-stack make. */
const elsewhere = [/Service monitoring-system\/prometheus$/, /Secret \S+-admission$/];

describe.each(missingArchives().length === 0 ? (['stubs', 'real'] as const) : (['stubs'] as const))('with %s as dependencies', charts => {
  let staged: StagedChart;
  beforeAll(async () => { staged = await stageChart({ charts }); });
  afterAll(() => rmSync(staged.chart, { recursive: true }));
  const rendered = (file: string): Promise<Manifest[]> => render({ chart: staged.chart, values: example(file) });
  const names = (manifests: readonly Manifest[], ...kinds: string[]): string[] => manifests.filter(({ kind }) => kinds.includes(kind)).map(({ metadata }) => metadata.name).sort();
  const one = (manifests: readonly Manifest[], kind: string, name: RegExp): { spec: Record<string, unknown> } => manifests.find(each => each.kind === kind && name.test(each.metadata.name)) as never;

  it.each(examples)('%s renders, and every name in it leads somewhere', async file => {
    expect(danglingReferences(await rendered(file), { namespace: NAMESPACE, elsewhere })).toEqual([]);
  });

  it('small.yaml asks for no volume', async () => {
    const manifests = await rendered('small.yaml');
    expect(names(manifests, 'PersistentVolumeClaim')).toEqual([]);
    expect(one(manifests, 'StatefulSet', /opensearch/).spec['volumeClaimTemplates'] ?? []).toEqual([]);
    expect(manifests.filter(({ kind }) => kind === 'Prometheus').map(({ spec }) => (spec as { storage?: object }).storage ?? {}).filter(storage => Object.keys(storage).length > 0)).toEqual([]);
  });

  it('production.yaml has three nodes of OpenSearch with a copy of each index, and a volume for Grafana', async () => {
    const manifests = await rendered('production.yaml');
    expect(one(manifests, 'StatefulSet', /opensearch/).spec['replicas']).toBe(3);
    const config = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && /opensearch.*config/.test(metadata.name)) as unknown as { data: Record<string, string> };
    expect(config.data['opensearch.yml']).toContain('cluster.default_number_of_replicas: 1\n');
    expect(names(manifests, 'PersistentVolumeClaim')).toEqual(['observability-grafana']);
  });

  it.runIf(charts === 'real')('production.yaml has two of Prometheus', async () => {
    expect(one(await rendered('production.yaml'), 'Prometheus', /./).spec['replicas']).toBe(2);
  });

  it('gpu-operator.yaml starts no DCGM exporter and scrapes the operator’s', async () => {
    const manifests = await rendered('gpu-operator.yaml');
    expect(names(manifests, 'DaemonSet')).not.toContain('observability-dcgm-exporter');
    expect(names(manifests, 'ServiceMonitor')).toContain('observability-gpu-operator');
  });

  it('bring-your-own-prometheus.yaml has no Prometheus, and points Grafana and OpenCost at the one that is brought', async () => {
    const manifests = await rendered('bring-your-own-prometheus.yaml');
    expect(names(manifests, 'Prometheus', 'Alertmanager')).toEqual([]);
    const [address] = [...JSON.stringify(manifests.find(({ metadata }) => metadata.name === 'observability-data-sources')).matchAll(/http:[^\\"]+/g)];
    expect(address?.[0]).toBe('http://prometheus.monitoring-system.svc:9090');
    expect(JSON.stringify(one(manifests, 'Deployment', /opencost/).spec)).toContain('"http://prometheus.monitoring-system.svc:9090"');
  });

  it('metrics-only.yaml has neither logs nor costs', async () => {
    const manifests = await rendered('metrics-only.yaml');
    expect(manifests.filter(({ kind, metadata }) => kind !== 'ConfigMap' && /opensearch|fluent|opencost/.test(metadata.name))).toEqual([]);
  });

  it('air-gap.yaml takes every image from the registry, with its credentials, and asks nothing of the internet', async () => {
    const manifests = await rendered('air-gap.yaml');
    expect(images(manifests).filter(image => !image.startsWith('registry.example.com:5000/'))).toEqual([]);
    const pods = manifests.filter(({ kind }) => /^(DaemonSet|Deployment|StatefulSet|Job|Pod|Prometheus|Alertmanager)$/.test(kind));
    expect(pods.filter(pod => /"(docker|ghcr|quay|nvcr|registry\.k8s|gcr)\.io\/|public\.ecr\.aws/.test(JSON.stringify(pod))).map(({ metadata }) => metadata.name)).toEqual([]);
    const accounts = new Set(manifests.filter(({ kind, imagePullSecrets }) => kind === 'ServiceAccount' && imagePullSecrets).map(({ metadata }) => metadata.name));
    const credentials = (pod: Manifest): boolean => /"imagePullSecrets":\[\{"name":"registry"\}\]/.test(JSON.stringify(pod)) || [...accounts].some(account => JSON.stringify(pod).includes(`"serviceAccountName":"${account}"`));
    expect(pods.filter(pod => !credentials(pod)).map(({ metadata }) => metadata.name)).toEqual([]);
    expect(JSON.stringify(one(manifests, 'Deployment', /grafana/).spec)).not.toContain('grafana-opensearch-datasource');
  });

  describe.each<Helm>(['helm', 'helm3'])('as a dependency of another chart, by %s', helm => {
    let parent: string;
    beforeAll(() => {
      parent = mkdtempSync(join(tmpdir(), 'parent-'));
      writeFileSync(join(parent, 'Chart.yaml'), dump({ apiVersion: 'v2', name: 'platform', version: '1.0.0', dependencies: [{ name: 'observability', version: '0.1.0', condition: 'observability.enabled' }] }));
      writeFileSync(join(parent, 'values.yaml'), dump({ global: { clusterName: 'of-the-parent' }, observability: { enabled: true, neuron: { enabled: false } } }));
      cpSync(staged.chart, join(parent, 'charts', 'observability'), { recursive: true });
    });
    afterAll(() => rmSync(parent, { recursive: true }));

    it('it renders with the values and the global values of that chart', async () => {
      const manifests = await render({ chart: parent, helm });
      expect(danglingReferences(manifests, { namespace: NAMESPACE, elsewhere })).toEqual([]);
      expect(names(manifests, 'DaemonSet')).toContain('observability-dcgm-exporter');
      expect(names(manifests, 'DaemonSet')).not.toContain('observability-neuron-monitor');
      expect(manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'observability')?.['data']).toMatchObject({ CLUSTER_ID: 'of-the-parent' });
    });

    it('it is switched off by that chart’s condition', async () => {
      expect(await render({ chart: parent, helm, values: { observability: { enabled: false } } })).toEqual([]);
    });
  });
});
