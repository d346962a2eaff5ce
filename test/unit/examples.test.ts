import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stageable } from '../chart/stageable.ts';
import { merged, published, refused, type Values } from '../chart/values.ts';
import { images } from '../images.ts';
import { NAMESPACE, render } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { danglingReferences, type Manifest } from '../wiring.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'values');
const examples = readdirSync(EXAMPLES).filter(file => file.endsWith('.yaml'));
const text = (file: string): string => readFileSync(join(EXAMPLES, file), 'utf8');
const example = (file: string): Values => load(text(file)) as Values;

it('examples/values holds nothing that is not tested below', () => {
  expect(readdirSync(EXAMPLES).sort()).toEqual(['air-gap.yaml', 'basic-metrics.yaml', 'bring-your-own-prometheus.yaml', 'gpu-operator.yaml', 'metrics-only.yaml', 'otlp.yaml', 'production.yaml', 'small.yaml', 'snapshots-s3.yaml', 'snapshots-volume.yaml']);
});

describe.each(examples)('examples/values/%s', file => {
  it('begins with what it is for, in a comment', () => {
    expect(text(file)).toMatch(/^# \S.*\.\n/);
  });
  it('is accepted by values.schema.json', () => {
    expect(refused(merged(published, example(file)))).toEqual([]);
  });
});

/** What the user of an example brings, and what hooks of kube-prometheus-stack make. */
const elsewhere = [/Service monitoring-system\/prometheus$/, /Secret \S+-admission$/, /PersistentVolumeClaim monitoring\/opensearch-snapshots$/, /Secret monitoring\/opensearch-s3$/, /Service tracing\/tempo$/];

const names = (manifests: readonly Manifest[], ...kinds: string[]): string[] => manifests.filter(({ kind }) => kinds.includes(kind)).map(({ metadata }) => metadata.name).sort();

/** Spec of the one object of a kind with such a name. */
function specOf(manifests: readonly Manifest[], kind: string, name = /./): Readonly<Record<string, unknown>> {
  const found = manifests.filter(each => each.kind === kind && name.test(each.metadata.name));
  expect(found.map(({ metadata }) => metadata.name), `objects of kind ${kind} called ${name}`).toHaveLength(1);
  return found[0]!['spec'] as Readonly<Record<string, unknown>>;
}

describe.each(stageable)('with %s as dependencies', charts => {
  let staged: StagedChart;
  beforeAll(async () => { staged = await stageChart({ charts }); });
  afterAll(() => rmSync(staged.chart, { recursive: true }));
  const rendered = (file: string): Promise<Manifest[]> => render({ chart: staged.chart, values: example(file) });

  it.each(examples)('%s renders, and every name in it leads somewhere', async file => {
    const manifests = await rendered(file);
    expect(danglingReferences(manifests, { namespace: NAMESPACE, elsewhere })).toEqual([]);
    expect(manifests.filter(manifest => /\{\{-? *(\.Values|\.Release|\.Chart|include) /.test(JSON.stringify(manifest))).map(({ metadata }) => metadata.name), 'Helm left an expression in').toEqual([]);
  });

  it('small.yaml asks for no volume', async () => {
    const manifests = await rendered('small.yaml');
    expect(names(manifests, 'PersistentVolumeClaim')).toEqual([]);
    expect(specOf(manifests, 'StatefulSet', /opensearch/)['volumeClaimTemplates'] ?? []).toEqual([]);
    if (charts === 'real') expect(specOf(manifests, 'Prometheus')['storage'] ?? {}).toEqual({});
  });

  it('production.yaml has three nodes of OpenSearch with a copy of each index, and a volume for Grafana', async () => {
    const manifests = await rendered('production.yaml');
    expect(specOf(manifests, 'StatefulSet', /opensearch/)['replicas']).toBe(3);
    const config = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && /opensearch.*config/.test(metadata.name)) as unknown as { data: Record<string, string> };
    expect(config.data['opensearch.yml']).toContain('cluster.default_number_of_replicas: 1\n');
    expect(names(manifests, 'PersistentVolumeClaim')).toEqual(['observability-grafana']);
    if (charts === 'real') expect(specOf(manifests, 'Prometheus')['replicas']).toBe(2);
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
    expect(JSON.stringify(specOf(manifests, 'Deployment', /opencost/))).toContain('"http://prometheus.monitoring-system.svc:9090"');
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
    expect(JSON.stringify(specOf(manifests, 'Deployment', /grafana/))).not.toContain('grafana-opensearch-datasource');
  });
});
