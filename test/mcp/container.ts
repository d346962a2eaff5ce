import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster/release.ts';
import type { Manifest } from '../wiring.ts';

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string; readonly items?: readonly { readonly key: string; readonly path: string }[] };
}
interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}
interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly livenessProbe?: { readonly exec?: { readonly command: readonly string[] } };
}

/** A container as the API server has it, made ready to run as a process of this machine. */
export interface LocalContainer {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Command of its liveness probe, where it has one. */
  readonly probe: readonly string[];
  /** Where a path of the container lies here. */
  path(inContainer: string): string;
}

export interface LocalContainerOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly workload: `${'deployment' | 'statefulset'}/${string}`;
  readonly container: string;
  /** Folder that stands for the container's root. */
  readonly dir: string;
  /** What is only so inside the cluster (addresses, ports): text → text, numbers as wholes, in arguments, variables and files. */
  readonly replace: Readonly<Record<string, string>>;
}

/**
 * Takes arguments, environment and mounted files of a container from the cluster, Secrets and ConfigMaps included.
 * Paths of mounts become paths below `dir`; beside `replace` nothing else is changed.
 */
export async function localContainer({ cluster, namespace, workload, container: name, dir, replace }: LocalContainerOptions): Promise<LocalContainer> {
  const get = async (...object: string[]): Promise<Manifest> => JSON.parse(await cluster.kubectl('get', ...object, '--namespace', namespace, '--output', 'json')) as Manifest;
  const { spec } = (await get(workload)) as unknown as { spec: { template: { spec: { containers: Container[]; volumes: Volume[] } } } };
  const { containers, volumes } = spec.template.spec;
  const container = containers.find(each => each.name === name)!;
  const mounts = container.volumeMounts ?? [];
  const path = (inContainer: string): string => join(dir, inContainer);

  // In one go: `dir` may itself begin like a mount.
  const mounted = new RegExp(`(?<![\\w.-])(?:${mounts.map(({ mountPath }) => mountPath).join('|')})(?=[/\\s]|$)`, 'g');
  const local = (text: string): string => {
    const moved = text.replace(mounted, path);
    return Object.entries(replace).reduce((line, [from, to]) => line.replaceAll(/^\d+$/.test(from) ? new RegExp(`(?<!\\d)${from}(?!\\d)`, 'g') : from, to), moved);
  };
  const secret = async (object: string): Promise<Record<string, string>> =>
    Object.fromEntries(Object.entries((await get('secret', object))['data'] as Record<string, string>).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
  const filesOf = async ({ configMap, secret: held }: Volume): Promise<Record<string, string>> => {
    if (configMap) return (await get('configmap', configMap.name))['data'] as Record<string, string>;
    if (!held) return {};
    const data = await secret(held.secretName);
    return held.items ? Object.fromEntries(held.items.map(({ key, path: file }) => [file, data[key]!])) : data;
  };

  for (const { name: volume, mountPath } of mounts) {
    mkdirSync(path(mountPath), { recursive: true });
    for (const [file, text] of Object.entries(await filesOf(volumes.find(each => each.name === volume)!))) writeFileSync(join(path(mountPath), file), local(text), { mode: 0o600 });
  }
  const env: Record<string, string> = {};
  for (const { name: variable, value, valueFrom } of container.env ?? []) {
    const from = valueFrom?.secretKeyRef;
    env[variable] = from ? (await secret(from.name))[from.key]! : local(value ?? '');
  }
  return { command: (container.command ?? []).map(local), args: (container.args ?? []).map(local), env, probe: (container.livenessProbe?.exec?.command ?? []).map(local), path };
}
