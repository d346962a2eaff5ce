import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { families } from '../../dashboards-src/logs/families.ts';
import { askingLabels, sources, type MonitorName, type Source, type Target } from '../../values-schema/monitors.ts';
import { exampleFile, exampleManifests, manifestsOf, podTemplates, type PodTemplate } from '../examples.ts';
import type { Manifest } from '../wiring.ts';

/** By which monitors each pod of an example is found, and into which family its lines go. */
const expected: Record<(typeof exampleManifests)[number], { readonly monitors: readonly MonitorName[]; readonly family: keyof typeof families }> = {
  'training/llama': { monitors: ['ray', 'annotated'], family: 'ml-training' },
  'training/cpu': { monitors: ['ray', 'annotated'], family: 'ml-training' },
  'training/line': { monitors: ['annotated'], family: 'ml-training' },
  'inference/rayservice.yaml': { monitors: ['ray'], family: 'ml-inference' },
  'inference/vllm.yaml': { monitors: ['vllm'], family: 'ml-inference' },
  'inference/vllm-cpu.yaml': { monitors: ['vllm'], family: 'ml-inference' },
  'inference/sglang.yaml': { monitors: ['sglang'], family: 'ml-inference' },
  'inference/reverse': { monitors: ['annotated'], family: 'ml-inference' },
};

/** Kinds of example objects whose pods work, and not the one that submits. */
const submits = ({ metadata }: PodTemplate): boolean => /-submitter$/.test(metadata?.labels?.['app.kubernetes.io/name'] ?? '');

/** What KubeRay 1.6 sets on every pod of a cluster (controllers/ray/common/pod.go). */
const byKubeRay = { 'ray.io/is-ray-node': 'yes' };
const isRay = ({ kind }: Manifest): boolean => kind.startsWith('Ray');

const portsOf = ({ spec }: PodTemplate): { readonly name?: string; readonly containerPort: number }[] => spec.containers.flatMap(({ ports = [] }) => [...ports]);
const foundBy = (template: PodTemplate, labels: Readonly<Record<string, string>>, target: Target): boolean =>
  Object.entries(target.labels ?? {}).every(([name, value]) => labels[name] === value) && target.labels !== undefined
  && target.ports.some((port) => portsOf(template).some(({ name, containerPort }) => port === name || port === containerPort));

function asksItself({ metadata = {}, ...template }: PodTemplate): boolean {
  const { annotations = {}, labels = {} } = metadata;
  const asks = annotations['prometheus.io/scrape'] === 'true' || Object.entries(askingLabels).some(([name, value]) => new RegExp(`^${value}$`).test(labels[name] ?? ''));
  const port = annotations['prometheus.io/port'];
  return asks && (port === undefined || portsOf(template).some(({ containerPort }) => `${containerPort}` === port));
}

/** Monitors that select a pod at a port that it declares. */
function monitorsOf(template: PodTemplate, object: Manifest): string[] {
  const labels = { ...template.metadata?.labels, ...(isRay(object) && byKubeRay) };
  const pods = (sources as readonly Source[]).filter(({ scrapes }) => scrapes === 'pods');
  return [...pods.filter((source) => foundBy(template, labels, source)).map(({ name }) => name), ...(asksItself(template) ? ['annotated'] : [])];
}

/** The first family that claims a pod by an annotation, a label or the kind of its owner, as generator/components/fluent-bit routes it. */
function familyOf({ metadata = {} }: PodTemplate, { kind }: Manifest): string {
  const asked = metadata.annotations?.['logs.observability/family'];
  const claims = Object.entries(families).find(([, family]) => family.podLabels.some((label) => ('value' in label ? metadata.labels?.[label.name] === label.value : label.name in (metadata.labels ?? {})))
    || (family.workloadKinds as readonly string[]).includes(kind));
  return asked ?? claims?.[0] ?? 'apps';
}

it('every manifest of the examples is tested', () => {
  const found = ['training', 'inference'].flatMap((folder) => readdirSync(exampleFile(folder), { withFileTypes: true }).filter((entry) => entry.isDirectory() || entry.name.endsWith('.yaml')).map(({ name }) => `${folder}/${name}`));
  expect(found.sort()).toEqual([...exampleManifests].sort());
});

describe.each(exampleManifests)('examples/%s', (path) => {
  let objects: Manifest[];
  beforeAll(async () => { objects = await manifestsOf(path); });
  const working = (): { template: PodTemplate; object: Manifest }[] => objects.flatMap((object) => podTemplates([object]).filter((template) => !submits(template)).map((template) => ({ template, object })));

  it('is found by the monitors that its README names', () => {
    const found = new Set(working().flatMap(({ template, object }) => monitorsOf(template, object)));
    expect([...found].sort()).toEqual([...expected[path].monitors].sort());
    expect(working().filter(({ template, object }) => monitorsOf(template, object).length === 0)).toEqual([]);
  });

  it('writes its lines into the family that its README names', () => {
    expect([...new Set(working().map(({ template, object }) => familyOf(template, object)))]).toEqual([expected[path].family]);
  });

  it('has limits, pinned images, no password and no right that it does not need', () => {
    for (const { spec } of podTemplates(objects)) {
      expect(spec.automountServiceAccountToken).toBe(false);
      for (const { name, image, resources, env = [] } of [...spec.containers, ...(spec.initContainers ?? [])]) {
        expect(image, name).toMatch(/^[a-z0-9.-]+\.[a-z]+\/[^:]+:[^:]*\d+\.\d+[^:]*$/);
        expect(Object.keys(resources?.limits ?? {}).sort(), name).toEqual(expect.arrayContaining(['cpu', 'memory']));
        expect(env.filter(({ name, value }) => /token|password|secret|key$/i.test(name) && value !== undefined), name).toEqual([]);
      }
    }
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('mounts only volumes, ConfigMaps and claims that it brings', () => {
    const brought = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
    const wanted = podTemplates(objects).flatMap(({ spec }) => (spec.volumes ?? []).flatMap(({ configMap, persistentVolumeClaim }) => [...(configMap ? [`ConfigMap ${configMap.name}`] : []), ...(persistentVolumeClaim ? [`PersistentVolumeClaim ${persistentVolumeClaim.claimName}`] : [])]));
    expect(wanted.filter((name) => !brought.has(name))).toEqual([]);
  });
});

it.each(['training/llama', 'training/cpu', 'training/line'])('examples/%s ends, and is cleaned up after some time', async (path) => {
  const job = (await manifestsOf(path)).find(({ kind }) => kind.endsWith('Job'))!;
  expect((job['spec'] as { ttlSecondsAfterFinished: number }).ttlSecondsAfterFinished).toBeGreaterThan(0);
});

it.each(['training/cpu', 'training/line', 'inference/vllm-cpu.yaml', 'inference/reverse'])('examples/%s needs neither a GPU nor a token', async (path) => {
  expect(JSON.stringify(await manifestsOf(path))).not.toMatch(/nvidia\.com|secretKeyRef/);
});
