import { loadAll } from 'js-yaml';
import { run } from '../lab/command.ts';
import type { ControlPlane } from '../lab/control-plane.ts';
import type { Helm } from '../render.ts';
import { tool } from '../tools/tools.ts';
import type { Manifest } from '../wiring.ts';

/** Helm and kubectl at work on one cluster. */
export class Cluster {
  readonly #cluster: ControlPlane;
  readonly #chart: string;

  constructor(cluster: ControlPlane, chart: string) {
    this.#cluster = cluster;
    this.#chart = chart;
  }

  /** @throws Error with what kubectl printed */
  async kubectl(...args: string[]): Promise<string> {
    return run(await tool('kubectl'), args, { env: this.#cluster.env });
  }

  /** Applies objects, or (`--dry-run=server`) lets the API server judge them. */
  async apply(objects: readonly Manifest[], ...args: string[]): Promise<string> {
    return run(await tool('kubectl'), ['apply', '--filename', '-', ...args], { env: this.#cluster.env, input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) });
  }

  async objects(kind: string, ...args: string[]): Promise<Manifest[]> {
    return (JSON.parse(await this.kubectl('get', kind, '--output', 'json', ...args)) as { items: Manifest[] }).items;
  }

  release(name: string, namespace: string, helm: Helm = 'helm'): Release {
    return new Release({ name, namespace, helm, chart: this.#chart, env: this.#cluster.env }, this);
  }
}

interface ReleaseOptions {
  readonly name: string;
  readonly namespace: string;
  readonly helm: Helm;
  readonly chart: string;
  readonly env: Readonly<Record<string, string>>;
}

/** One release of the chart, driven as a user drives it. */
export class Release {
  readonly #options: ReleaseOptions;
  readonly #cluster: Cluster;

  constructor(options: ReleaseOptions, cluster: Cluster) {
    this.#options = options;
    this.#cluster = cluster;
  }

  get name(): string {
    return this.#options.name;
  }
  get namespace(): string {
    return this.#options.namespace;
  }

  install(...set: string[]): Promise<string> {
    return this.#helm('install', this.name, this.#options.chart, '--create-namespace', ...flags(set));
  }
  /** Values are those of this call, not of the one before. */
  upgrade(...set: string[]): Promise<string> {
    return this.#helm('upgrade', this.name, this.#options.chart, '--reset-values', ...flags(set));
  }
  /** The same with values as of a file. */
  upgradeWith(values: object): Promise<string> {
    return this.#run(['upgrade', this.name, this.#options.chart, '--reset-values', '--values', '-'], JSON.stringify(values));
  }
  rollback(revision: number): Promise<string> {
    return this.#helm('rollback', this.name, String(revision));
  }
  uninstall(): Promise<string> {
    return this.#helm('uninstall', this.name);
  }
  manifest(): Promise<string> {
    return this.#helm('get', 'manifest', this.name);
  }
  async objects(): Promise<Manifest[]> {
    return (loadAll(await this.manifest()) as (Manifest | null)[]).filter(object => object !== null);
  }
  async revision(): Promise<number> {
    const [{ revision }] = JSON.parse(await this.#helm('history', this.name, '--max', '1', '--output', 'json')) as [{ revision: number }];
    return revision;
  }
  /** Size of the newest revision's Secret in bytes, as etcd holds it. */
  async size(): Promise<number> {
    const secrets = await this.#cluster.objects('secrets', '--namespace', this.namespace, '--selector', `owner=helm,name=${this.name}`);
    return Math.max(...secrets.map(secret => Buffer.from((secret['data'] as { release: string }).release, 'base64').length));
  }
  /** Data of Secrets that hold credentials: what must not change by itself. */
  async credentials(): Promise<Record<string, unknown>> {
    const secrets = await this.#cluster.objects('secrets', '--namespace', this.namespace, '--selector', `app.kubernetes.io/part-of=observability,app.kubernetes.io/instance=${this.name}`);
    return Object.fromEntries(secrets.map(secret => [secret.metadata.name, secret['data']]));
  }

  #helm(...args: string[]): Promise<string> {
    return this.#run(args);
  }

  async #run(args: readonly string[], input = ''): Promise<string> {
    return run(await tool(this.#options.helm), [...args, '--namespace', this.namespace], { env: this.#options.env, input });
  }
}

const flags = (set: readonly string[]): string[] => set.flatMap(value => ['--set', value]);
