import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { dump, load } from 'js-yaml';
import { tool } from '../tools/tools.ts';
import type { KubernetesApi } from './api.ts';
import { containerArgs } from './arguments.ts';
import type { Container } from './fleet/cluster.ts';
import { freePort, httpReady, type Processes, type Running } from './processes.ts';
import { PrometheusClient } from '../../dashboards-src/doctor/prometheus.ts';
import { labConfig, labRules, type LabSettings, type PrometheusConfig, type RuleFile } from './prometheus-config.ts';

/** A `Prometheus` object of the cluster. */
export interface PrometheusObject {
  readonly namespace: string;
  readonly name: string;
}

export interface PrometheusOptions {
  readonly dir: string;
  readonly api: KubernetesApi;
  readonly processes: Processes;
  readonly object: PrometheusObject;
  readonly kubeconfig: string;
  readonly proxyUrl: string;
  /** Address of {@link RemoteStore}, in place of what the object says. */
  readonly remoteStoreUrl?: string;
  /** Added to its environment. */
  readonly env?: Record<string, string>;
  /** Further arguments. */
  readonly args?: readonly string[];
  /** Tells it apart where several run for one object. */
  readonly name?: string;
  /** How often it scrapes and evaluates, a Prometheus duration; every 5 and 10 seconds if left out. */
  readonly pace?: string;
  /** What else is changed of its configuration. */
  readonly change?: (config: PrometheusConfig) => PrometheusConfig;
}

/** A real Prometheus that runs with the configuration that the operator generated for an object. */
export interface LabPrometheus {
  readonly url: string;
  readonly client: PrometheusClient;
  readonly settings: LabSettings;
  /** Resolves when it is gone, asked for or not, with how it ended. */
  readonly ended: Promise<string>;
  /** Takes over what the operator has generated since; resolves when Prometheus uses it. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

const generationTimeoutMs = 120_000;

/**
 * Starts Prometheus for an object and waits until it answers.
 * @throws when the operator generates no configuration, or Prometheus refuses it
 */
export async function startPrometheus(options: PrometheusOptions): Promise<LabPrometheus> {
  const { processes, object, api, kubeconfig, proxyUrl, remoteStoreUrl, env, args = [], name = 'prometheus', pace, change = (config) => config } = options;
  const dir = join(options.dir, name);
  const configFile = join(dir, 'prometheus.yaml');
  const rulesDir = join(dir, 'rules');
  const settings: LabSettings = { kubeconfig, proxyUrl, ...(remoteStoreUrl && { remoteStoreUrl }), ruleFiles: join(rulesDir, '*.yaml'), scrapeInterval: pace ?? '5s', evaluationInterval: pace ?? '10s' };

  const write = async (): Promise<void> => {
    const generated = await generatedConfig(api, object);
    await rm(rulesDir, { recursive: true, force: true });
    await mkdir(rulesDir, { recursive: true });
    for (const [name, file] of Object.entries(generated.rules)) {
      await writeFile(join(rulesDir, name), dump(labRules(file, settings)));
    }
    await writeFile(configFile, dump(change(labConfig(generated.config, settings))));
  };

  await write();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const running: Running = await processes.start(
    name,
    await tool('prometheus'),
    [
      ...(await argumentsOf(api, object)),
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-lifecycle',
      ...args,
    ],
    { ready: httpReady(`${url}/-/ready`), ...(env && { env }) },
  );
  const client = new PrometheusClient(url);
  return {
    url,
    client,
    settings,
    ended: running.ended,
    async refresh() {
      await write();
      await client.reload();
    },
    stop: () => running.stop(),
  };
}

/** What the pod of the object would be started with, less what belongs to its place in the pod. */
async function argumentsOf(api: KubernetesApi, { namespace, name }: PrometheusObject): Promise<string[]> {
  type StatefulSet = { spec: { template: { spec: { containers: Container[] } } } };
  const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/prometheus-${name}`;
  const found = await until(() => api.find<StatefulSet>(path), `StatefulSet ${namespace}/prometheus-${name}`);
  return containerArgs(found.spec.template.spec.containers, 'prometheus', ['config', 'storage.tsdb.path', 'web', 'storage.agent']);
}

interface Generated {
  readonly config: PrometheusConfig;
  readonly rules: Readonly<Record<string, RuleFile>>;
}

/** Reads what the operator wrote, once it has been the same for two seconds: it writes again for each monitor that it sees. */
async function generatedConfig(api: KubernetesApi, { namespace, name }: PrometheusObject): Promise<Generated> {
  let before = '';
  const settled = async (): Promise<Written | undefined> => {
    const seen = await readWritten(api, namespace, name);
    const same = seen !== undefined && JSON.stringify(seen) === before;
    before = JSON.stringify(seen) ?? '';
    if (!same) await sleep(2000);
    return same ? seen : undefined;
  };
  const written = await until(settled, `Secret ${namespace}/prometheus-${name}, with a configuration`);
  return {
    config: load(gunzipSync(Buffer.from(written.config, 'base64')).toString()) as PrometheusConfig,
    rules: Object.fromEntries(Object.entries(written.rules).map(([file, text]) => [file, load(text) as RuleFile])),
  };
}

interface Written {
  readonly config: string;
  readonly rules: Readonly<Record<string, string>>;
}

async function readWritten(api: KubernetesApi, namespace: string, name: string): Promise<Written | undefined> {
  const secret = await api.find<{ data?: Record<string, string> }>(`/api/v1/namespaces/${namespace}/secrets/prometheus-${name}`);
  const config = secret?.data?.['prometheus.yaml.gz'];
  if (!config) return undefined;
  type ConfigMap = { metadata: { name: string }; data?: Record<string, string> };
  const { items } = await api.get<{ items: ConfigMap[] }>(`/api/v1/namespaces/${namespace}/configmaps?labelSelector=prometheus-name%3D${name}`);
  const files = items.filter(({ metadata }) => metadata.name.startsWith(`prometheus-${name}-rulefiles-`));
  return { config, rules: Object.assign({}, ...files.map(({ data = {} }) => data)) as Record<string, string> };
}

async function until<T>(find: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + generationTimeoutMs;
  while (Date.now() < deadline) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(500);
  }
  throw new Error(`the Prometheus Operator made no ${what} within ${generationTimeoutMs / 1000} s; see prometheus-operator.log in the lab's directory`);
}
