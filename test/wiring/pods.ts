import type { Found, Labels, Manifest, Render } from './manifest.ts';
import { address, texts } from './manifest.ts';

interface NamedSource { readonly name?: string; readonly key?: string; readonly optional?: boolean; readonly items?: readonly { readonly key: string }[] }

export interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef?: NamedSource; readonly configMapKeyRef?: NamedSource } }[];
  readonly envFrom?: readonly { readonly secretRef?: NamedSource; readonly configMapRef?: NamedSource; readonly prefix?: string }[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
}

interface VolumeSource {
  readonly secret?: NamedSource & { readonly secretName?: string };
  readonly configMap?: NamedSource;
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

interface PodSpec {
  readonly serviceAccountName?: string;
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly (VolumeSource & { readonly name: string; readonly projected?: { readonly sources?: readonly VolumeSource[] } })[];
}

/** The pods that one object makes. */
export interface Pods {
  readonly owner: Manifest;
  readonly labels: Labels;
  readonly spec: PodSpec;
}

/** The pods of every workload in a render: DaemonSets, Deployments, StatefulSets, Jobs, CronJobs and bare Pods. */
export function podsOf(render: Render): Pods[] {
  return render.manifests.flatMap(owner => {
    const spec = owner['spec'] as { template?: PodTemplate; jobTemplate?: { spec: { template: PodTemplate } } } | undefined;
    const template: PodTemplate | undefined = owner.kind === 'Pod' ? (owner as unknown as PodTemplate) : spec?.jobTemplate?.spec.template ?? spec?.template;
    return template?.spec?.containers ? [{ owner, labels: template.metadata?.labels ?? {}, spec: template.spec }] : [];
  });
}

interface PodTemplate { readonly metadata?: { readonly labels?: Labels }; readonly spec?: PodSpec }

/** What a pod cannot start without: Secrets, ConfigMaps and their keys, volume claims, the service account. */
export function podReferences({ spec }: Pods): Found[] {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  return [
    ...(spec.serviceAccountName && spec.serviceAccountName !== 'default' ? [{ via: 'serviceAccountName', kind: 'ServiceAccount', name: spec.serviceAccountName }] : []),
    ...containers.flatMap(containerReferences),
    ...(spec.volumes ?? []).flatMap(volume => [volume, ...(volume.projected?.sources ?? [])].flatMap(source => volumeReferences(`volume ${volume.name}`, source))),
  ];
}

function containerReferences({ env = [], envFrom = [] }: Container): Found[] {
  return [
    ...env.flatMap(({ name, valueFrom }) => sources(`env ${name}`, valueFrom?.secretKeyRef, valueFrom?.configMapKeyRef)),
    ...envFrom.flatMap(({ secretRef, configMapRef }) => sources('envFrom', secretRef, configMapRef)),
  ];
}

function volumeReferences(via: string, { secret, configMap, persistentVolumeClaim }: VolumeSource): Found[] {
  const named: NamedSource | undefined = secret?.secretName ? { ...secret, name: secret.secretName } : secret;
  return [...sources(via, named, configMap), ...(persistentVolumeClaim ? [{ via, kind: 'PersistentVolumeClaim', name: persistentVolumeClaim.claimName }] : [])];
}

const sources = (via: string, secret: NamedSource | undefined, configMap: NamedSource | undefined): Found[] => [...source(via, 'Secret', secret), ...source(via, 'ConfigMap', configMap)];

/** One reference, or one for each key that is named. What is optional may be missing. */
function source(via: string, kind: string, named: NamedSource | undefined): Found[] {
  if (!named?.name || named.optional) return [];
  const { name } = named;
  const keys = named.key ? [named.key] : named.items?.map(({ key }) => key) ?? [];
  return keys.length > 0 ? keys.map(part => ({ via, kind, name, part })) : [{ via, kind, name }];
}

/** Names of the environment variables of a container; undefined when some come from an object that the render does not have. */
export function environment(render: Render, namespace: string, { env = [], envFrom = [] }: Container): Set<string> | undefined {
  const names = new Set(env.map(({ name }) => name));
  for (const { secretRef, configMapRef, prefix = '' } of envFrom) {
    const held = secretRef?.name ? render.find('Secret', namespace, secretRef.name) : render.find('ConfigMap', namespace, configMapRef?.name ?? '');
    if (!held) return undefined;
    for (const key of Object.keys(texts(held))) names.add(prefix + key);
  }
  return names;
}

/** The key that a variable of a container comes from, optional or not; none when its value is written out. */
export function variableSources({ env = [] }: Container, variable: string): Found[] {
  return env.filter(({ name }) => name === variable).flatMap(({ valueFrom }) => sources(`env ${variable}`, required(valueFrom?.secretKeyRef), required(valueFrom?.configMapKeyRef)));
}

const required = (named: NamedSource | undefined): NamedSource | undefined => named && { ...named, optional: false };

/** Texts of the ConfigMaps and Secrets of the render that a pod mounts, by the object and the file. */
export function mountedTexts(render: Render, pods: Pods): Map<string, string> {
  const namespace = render.namespace(pods.owner);
  const mounted = podReferences(pods)
    .filter(({ via, kind }) => via.startsWith('volume ') && ['ConfigMap', 'Secret'].includes(kind))
    .flatMap(({ kind, name }) => Object.entries(texts(render.find(kind, namespace, name) ?? EMPTY)).map(([file, text]) => [`${address(kind, namespace, name)} ${file}`, text] as const));
  return new Map(mounted);
}

const EMPTY: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '' } };
