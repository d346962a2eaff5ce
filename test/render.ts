import { loadAll } from 'js-yaml';
import { run } from './lab/command.ts';
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
  return run(await tool(helm), ['template', release, chart, '--namespace', namespace, '--values', '-'], { input: JSON.stringify(values) });
}

/** The objects that `helm template` prints, hooks included. */
export async function render(options: RenderOptions): Promise<Manifest[]> {
  return manifests(await template(options));
}

/** The objects in a stream of YAML documents; empty documents are none. */
export const manifests = (yaml: string): Manifest[] => (loadAll(yaml) as (Manifest | null)[]).filter(document => document !== null);
