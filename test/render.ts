import { spawn } from 'node:child_process';
import { loadAll } from 'js-yaml';
import { tool } from './tools/tools.ts';
import type { Manifest } from './wiring.ts';

/** Helm 4 or Helm 3. */
export type Helm = 'helm' | 'helm3';

export interface RenderOptions {
  /** Directory of a chart with its dependencies in place. */
  readonly chart: string;
  readonly release?: string;
  readonly namespace?: string;
  /** What a user would pass with -f. */
  readonly values?: object;
  readonly helm?: Helm;
}

export const NAMESPACE = 'monitoring';

/**
 * The text that `helm template` prints, hooks included.
 * @throws Error with Helm's own message
 */
export async function template({ chart, release = 'observability', namespace = NAMESPACE, values = {}, helm = 'helm' }: RenderOptions): Promise<string> {
  return run(await tool(helm), ['template', release, chart, '--namespace', namespace, '--values', '-'], JSON.stringify(values));
}

/** The objects that `helm template` prints, hooks included. */
export async function render(options: RenderOptions): Promise<Manifest[]> {
  return manifests(await template(options));
}

/** The objects in a stream of YAML documents; empty documents are none. */
export const manifests = (yaml: string): Manifest[] => (loadAll(yaml) as (Manifest | null)[]).filter(document => document !== null);

/** What a program prints, given `input`. @throws Error with what it printed on stderr */
export function run(program: string, args: readonly string[], input = '', env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { output.stderr += text; });
    child.stdin.on('error', () => undefined); // a program that fails early need not read it
    child.on('error', reject);
    child.on('close', code => (code === 0 ? resolve(output.stdout) : reject(new Error(`${program} ${args.join(' ')}\n${output.stderr.trim()}`))));
    child.stdin.end(input);
  });
}
