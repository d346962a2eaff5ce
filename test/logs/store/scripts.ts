import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../wiring/manifest.ts';
import { contentsOf } from './opensearch.ts';

export interface Finished {
  /** Exit status; nothing where it was killed. */
  readonly code: number | null;
  /** What it printed, both streams. */
  readonly output: string;
  readonly lines: readonly string[];
}

export interface RunOptions {
  /** Where OpenSearch is. */
  readonly url: string;
  /** Added to the environment that the pod has. */
  readonly env?: Readonly<Record<string, string>>;
  /** Shell that runs it (default `sh`); the image's is busybox. */
  readonly shell?: readonly string[];
  /** Called with what kills it at once, as an eviction would. */
  readonly onStart?: (kill: () => void) => void;
}

interface PodSpec {
  readonly containers: readonly { readonly command: string[]; readonly env: readonly { readonly name: string; readonly value: string }[]; readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[] }[];
  readonly volumes: readonly Volume[];
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly emptyDir?: object;
  readonly projected?: { readonly sources: readonly { readonly secret: { readonly name: string; readonly optional?: boolean; readonly items: readonly { readonly key: string; readonly path: string }[] } }[] };
}

/** What the chart runs: the Job of an install, the CronJob that makes again what was lost, and the one that keeps sizes. */
const runs = { bootstrap: ['Job', /-opensearch-bootstrap-/], 'bootstrap again': ['CronJob', /-opensearch-bootstrap$/], janitor: ['CronJob', /-opensearch-janitor$/] } as const;

/** Runs the container of one of them on this machine: its command, environment and volumes, with the address of a store here. */
export async function runPod(manifests: readonly Manifest[], which: keyof typeof runs, { url, env = {}, shell = ['sh'], onStart }: RunOptions): Promise<Finished> {
  const root = mkdtempSync(join(tmpdir(), 'pod-'));
  const { containers: [container], volumes } = podOf(manifests, which);
  const at = (path: string): string => join(root, path);
  for (const { name, mountPath } of container!.volumeMounts) fill(at(mountPath), volumes.find(volume => volume.name === name)!, manifests);
  const environment = Object.fromEntries(container!.env.map(({ name, value }) => [name, value.startsWith('/') ? at(value) : value]));
  const [, ...args] = container!.command;
  try {
    return await finish(shell, args.map(at), { PATH: process.env['PATH']!, TMPDIR: at('/tmp'), ...environment, OPENSEARCH_URL: url, ...env }, onStart);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function podOf(manifests: readonly Manifest[], which: keyof typeof runs): PodSpec {
  const [kind, name] = runs[which];
  const manifest = manifests.find(one => one.kind === kind && name.test(one.metadata.name)) as any;
  return (manifest.spec.jobTemplate?.spec ?? manifest.spec).template.spec as PodSpec;
}

function fill(folder: string, { configMap, projected }: Volume, manifests: readonly Manifest[]): void {
  mkdirSync(folder, { recursive: true });
  const files = configMap
    ? Object.entries(contentsOf(manifests, 'ConfigMap', configMap.name))
    : (projected?.sources ?? []).flatMap(({ secret: { name, items, optional } }) => {
        const content = optional && !manifests.some(({ kind, metadata }) => kind === 'Secret' && metadata.name === name) ? {} : contentsOf(manifests, 'Secret', name);
        return items.flatMap(({ key, path }) => (content[key] === undefined ? [] : [[path, content[key]] as const]));
      });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o600 });
  }
}

const finish = ([command, ...first]: readonly string[], args: readonly string[], env: Record<string, string>, onStart?: RunOptions['onStart']): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = spawn(command!, [...first, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text));
    child.stderr.on('data', (text: Buffer) => (output += text));
    child.once('error', reject).once('close', code => resolve({ code, output, lines: output.trim().split('\n') }));
    onStart?.(() => process.kill(-child.pid!, 'SIGKILL'));
  });
