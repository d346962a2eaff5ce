import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stageChart, type StagedChart, type StageOptions } from '../stubs.ts';
import { tool } from '../tools/tools.ts';
import { KubernetesApi } from './api.ts';
import { applyObjects } from './apply.ts';
import { run } from './command.ts';
import { startControlPlane } from './control-plane.ts';
import { startExporters, startOperator } from './exporters.ts';
import type { Pod, Snapshot } from './fleet/cluster.ts';
import { Fleet } from './fleet/fleet.ts';
import { webhookSecrets } from './hooks.ts';
import { applyNodes, labNodes } from './nodes.ts';
import { Processes } from './processes.ts';
import { prometheusObject } from './prometheus-object.ts';
import type { PrometheusConfig } from './prometheus-config.ts';
import { startPrometheus, type LabPrometheus, type PrometheusObject } from './prometheus.ts';
import { startAnswers, startProxy, type RealExporter } from './proxy.ts';
import { startRemoteStore } from './remote-store.ts';
import { simulatedSources } from './sources/index.ts';
import { namespaces, smallWorkloads, wholeNodeWorkloads, type KubernetesObject } from './workloads.ts';

/** Runs a step of the start and tells about it. */
export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;

export interface LabOptions {
  /** Everything that the lab writes lies here; it is emptied first. */
  readonly dir: string;
  readonly step: Step;
  /** One line for people. */
  readonly log: (line: string) => void;
  readonly release?: string;
  readonly namespace?: string;
  /** A chart ready for Helm; without it the lab stages its own. */
  readonly staged?: StagedChart;
  /** Which dependency charts it stages then; `auto` takes the real ones where they are. */
  readonly charts?: StageOptions['charts'];
  /** More arguments for `helm install`. */
  readonly helmArgs?: readonly string[];
}

/** What another Prometheus of the lab sees otherwise than the first. */
export interface Differently {
  readonly config?: (config: PrometheusConfig) => PrometheusConfig;
  /** What each exporter says. */
  readonly exposition?: (exposition: string) => string;
}

/** A running lab. */
export interface Lab {
  readonly kubeconfig: string;
  readonly apiUrl: string;
  /** Where the chart is installed. */
  readonly namespace: string;
  readonly staged: StagedChart;
  readonly api: KubernetesApi;
  readonly prometheus: LabPrometheus;
  /** Starts another Prometheus on the same cluster, at a slower pace, so that several can run at once; `name` tells it apart. */
  another(name: string, differently: Differently): Promise<LabPrometheus>;
  /** Resolves when Prometheus is gone, asked for or not. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Sources that are off by default and that the lab has all the same. */
const offByDefault = ['--set', 'sagemaker.enabled=true', '--set', 'sagemaker.regions={eu-west-1}', '--set', 'sagemaker.instanceHourPrices.chat=7.09', '--set', 'sagemaker.instanceHourPrices.ranking=0.23'];

/**
 * Brings up the cluster with its workloads, the chart, and Prometheus with real and simulated exporters.
 * @throws when a step fails; what was started then ends with this process, or by {@link Processes.stopAll}
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { dir, step, log, release = 'observability', namespace = 'monitoring', helmArgs = [] } = options;
  rmSync(dir, { recursive: true, force: true });
  const processes = new Processes(dir);
  const origin = Date.now() / 1000;

  const staged = options.staged ?? await step('Chart and its dependencies', () => stageChart({ dir: join(dir, 'chart'), charts: options.charts ?? 'auto' }));
  log(staged.line);
  const { kubeconfig, url: apiUrl, env } = await step('Control plane', () => startControlPlane({ dir, log, processes }));
  const api = new KubernetesApi(kubeconfig);
  const apply = async (objects: readonly KubernetesObject[]): Promise<void> => {
    if (objects.length > 0) await applyObjects(kubeconfig, objects);
  };

  await step(`${labNodes.length} nodes`, async () => {
    await applyNodes(kubeconfig);
    await untilReady(api);
  });
  await step('Workloads', async () => {
    await apply(namespaces);
    await apply(wholeNodeWorkloads);
    await untilRunning(api, podsOf(wholeNodeWorkloads));
    await apply(smallWorkloads);
    if (simulatedSources.length) await apply(simulatedSources.flatMap(({ objects }) => objects));
  });
  await step(`helm install ${release}`, async () => {
    const args = ['install', release, staged.chart, '--namespace', namespace, '--create-namespace', ...offByDefault, ...helmArgs];
    await run(await tool('helm'), args, { env });
  });

  const snapshot = await step('Pods of the chart', () => untilSettled(api, log));
  await apply(webhookSecrets(snapshot, kubeconfig));
  const exporters = await step('Prometheus Operator, kube-state-metrics, node_exporter', () => startPrograms(processes, kubeconfig, snapshot));
  const answers = await startAnswers({ api, fleet: new Fleet(origin), processes: exporters });
  const proxy = await startProxy(answers);

  const remoteStore = await startRemoteStore();
  const object = await prometheusOf({ api, apply, env, release, namespace, log });
  const common = { dir, api, processes, object, kubeconfig, proxyUrl: proxy.url, remoteStoreUrl: remoteStore.url };
  const prometheus = await step('Prometheus', () => startPrometheus(common));
  exporters.set('prometheus', prometheus.url);

  return {
    kubeconfig,
    apiUrl,
    namespace,
    staged,
    api,
    prometheus,
    async another(name, { config, exposition }) {
      const own = exposition && (await startProxy(answers, exposition));
      const started = await startPrometheus({ ...common, name, pace: '15s', ...(config && { change: config }), ...(own && { proxyUrl: own.url }) });
      return { ...started, stop: async () => { await started.stop(); await own?.close(); } };
    },
    ended: prometheus.ended,
    async stop() {
      await proxy.close();
      await answers.close();
      await processes.stopAll();
      await remoteStore.close();
      api.close();
    },
  };
}

async function startPrograms(processes: Processes, kubeconfig: string, snapshot: Snapshot): Promise<Map<RealExporter, string>> {
  const options = { processes, kubeconfig, snapshot };
  const [exporters, operator] = await Promise.all([startExporters(options), startOperator(options)]);
  return exporters.set('prometheus-operator', operator);
}

const podsOf = (objects: readonly KubernetesObject[]): number =>
  objects.reduce((sum, { spec }) => sum + Number((spec as { completions?: number }).completions ?? 0), 0);

async function untilReady(api: KubernetesApi): Promise<void> {
  type Conditions = { status: { conditions?: { type: string; status: string }[] } };
  await until('every node is Ready', 30_000, async () => {
    const { items } = await api.get<{ items: Conditions[] }>('/api/v1/nodes');
    return items.every(({ status }) => status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'));
  });
}

const untilRunning = (api: KubernetesApi, count: number): Promise<void> =>
  until(`${count} pods of the training jobs run`, 60_000, async () => (await api.snapshot()).pods.filter(isRunning).length >= count);

const isRunning = ({ status }: Pod): boolean => status.phase === 'Running';

const settleMs = 3000;
const settleTimeoutMs = 60_000;

/** Waits until no pod has changed for {@link settleMs}; some stay Pending in every cluster. */
async function untilSettled(api: KubernetesApi, log: (line: string) => void): Promise<Snapshot> {
  const deadline = Date.now() + settleTimeoutMs;
  const stateOf = ({ pods }: Snapshot): string => pods.map(({ metadata, status }) => `${metadata.uid} ${status.phase}`).sort().join();
  for (let before = await api.snapshot(); ; ) {
    await sleep(settleMs);
    const now = await api.snapshot();
    if (stateOf(now) === stateOf(before) || Date.now() > deadline) {
      const pending = now.pods.filter(({ status }) => status.phase === 'Pending').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
      log(`${now.pods.filter(isRunning).length} pods run${pending.length > 0 ? `; pending: ${pending.join(', ')}` : ''}`);
      return now;
    }
    before = now;
  }
}

interface ObjectOptions {
  readonly api: KubernetesApi;
  readonly apply: (objects: readonly KubernetesObject[]) => Promise<void>;
  /** Where helm finds the cluster. */
  readonly env: Readonly<Record<string, string>>;
  readonly release: string;
  readonly namespace: string;
  readonly log: (line: string) => void;
}

/** The chart's own Prometheus object; with stub charts, which have none, one that the lab makes in its place. */
async function prometheusOf({ api, apply, env, release, namespace, log }: ObjectOptions): Promise<PrometheusObject> {
  const { items } = await api.get<{ items: KubernetesObject[] }>(`/apis/monitoring.coreos.com/v1/namespaces/${namespace}/prometheuses`);
  const [own] = items;
  if (own) {
    log(`Prometheus object: ${own.metadata.name}, of the chart`);
    return { namespace, name: own.metadata.name };
  }
  const name = await selectedPrometheus(api, namespace);
  const values = await run(await tool('helm'), ['get', 'values', release, '--all', '--output', 'json', '--namespace', namespace], { env });
  await apply([prometheusObject({ name, namespace, release, values: JSON.parse(values) as Record<string, unknown> })]);
  log(`Prometheus object: ${name}, made by the lab from the chart's values, as the stub of the stack makes none`);
  return { namespace, name };
}

/** The name that the stack's Service for Prometheus selects. */
async function selectedPrometheus(api: KubernetesApi, namespace: string): Promise<string> {
  type Service = { spec: { selector?: Record<string, string> } };
  const { items } = await api.get<{ items: Service[] }>(`/api/v1/namespaces/${namespace}/services`);
  const name = items.map(({ spec }) => spec.selector?.['operator.prometheus.io/name']).find((found) => found !== undefined);
  if (!name) throw new Error(`no Service in ${namespace} selects a Prometheus: install the chart with prometheus.enabled=true`);
  return name;
}

async function until(what: string, timeoutMs: number, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`after ${timeoutMs / 1000} s it is still not so that ${what}`);
    await sleep(300);
  }
}
