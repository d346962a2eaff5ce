import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubernetesApi } from './api.ts';
import type { Pod, Snapshot } from './fleet/cluster.ts';
import { exposition } from './fleet/exposition.ts';
import type { Fleet } from './fleet/fleet.ts';
import { simulatedSources, type SimulatedSource } from './sources/index.ts';

/** The exporters that the lab runs as real processes. */
export type RealExporter = 'kube-state-metrics' | 'node-exporter' | 'prometheus' | 'prometheus-operator';

/** Who answers for an address of the cluster. */
export type Route =
  | { readonly kind: 'dcgm' | 'neuron' | 'kubelet'; readonly node: string }
  | { readonly kind: 'process'; readonly exporter: RealExporter }
  | { readonly kind: 'simulated'; readonly source: SimulatedSource; readonly pod: Pod }
  | { readonly kind: 'apiserver' }
  | { readonly kind: 'none'; readonly reason: string };

const kubeletPort = 10_250;

/** The end of the reason for a target that is down because the lab has nothing to put behind it. */
export const notInLab = 'is not run in the lab';

/** Pods by their `app.kubernetes.io/name` or `app` label, and the container port at which their exporter answers. */
const exporters: readonly { readonly name: RegExp; readonly port: RegExp; readonly exporter: RealExporter | 'dcgm' | 'neuron' }[] = [
  { name: /dcgm-exporter$/, port: /metrics$/, exporter: 'dcgm' },
  { name: /^neuron-monitor$/, port: /^metrics$/, exporter: 'neuron' },
  { name: /^kube-state-metrics$/, port: /^http$/, exporter: 'kube-state-metrics' },
  { name: /node-exporter$/, port: /metrics$/, exporter: 'node-exporter' },
  { name: /^prometheus$/, port: /^http-web$/, exporter: 'prometheus' },
  { name: /(prometheus|stack)-operator$/, port: /^https?$/, exporter: 'prometheus-operator' },
];

/**
 * Who answers for `host:port` in a cluster of this state.
 * @param apiserverPort the port of the API server, which is the only one that is neither a pod's nor a kubelet's
 */
export function route(snapshot: Snapshot, host: string, port: number, apiserverPort: number): Route {
  const pod = snapshot.pods.find(({ spec, status }) => status.podIP === host && portName({ spec }, port) !== undefined);
  if (pod) return routeOfPod(pod, port);
  const node = snapshot.nodes.find(({ status }) => status.addresses?.some(({ address }) => address === host));
  if (node && port === kubeletPort) return { kind: 'kubelet', node: node.metadata.name };
  if (port === apiserverPort) return { kind: 'apiserver' };
  return { kind: 'none', reason: `${host}:${port} belongs to no running pod` };
}

function routeOfPod(pod: Pod, port: number): Route {
  const { labels = {}, name } = pod.metadata;
  const app = labels['app.kubernetes.io/name'] ?? labels['app'] ?? name;
  const known = exporters.find((each) => each.name.test(app) && each.port.test(portName(pod, port) ?? ''));
  const source = simulatedSources.find((each) => each.answers(pod, port));
  if (source) return { kind: 'simulated', source, pod };
  if (!known) return { kind: 'none', reason: `${app} (port ${port}) ${notInLab}` };
  if (known.exporter === 'dcgm' || known.exporter === 'neuron') return { kind: known.exporter, node: pod.spec.nodeName ?? '' };
  return { kind: 'process', exporter: known.exporter };
}

const portName = ({ spec }: Pick<Pod, 'spec'>, port: number): string | undefined => {
  const found = spec.containers.flatMap(({ ports = [] }) => ports).find(({ containerPort }) => containerPort === port);
  return found && (found.name ?? '');
};

/** Where the answers come from. */
export interface AnswerOptions {
  readonly api: Pick<KubernetesApi, 'snapshot' | 'text' | 'port'>;
  readonly fleet: Fleet;
  /** `http://127.0.0.1:port` of the real processes; a process that is not there yet is a target that is down. */
  readonly processes: ReadonlyMap<RealExporter, string>;
}

/** What stands behind the addresses of the cluster. */
export interface Answers {
  /** What is there at a URL, at most {@link freshMs} old, so that several Prometheuses cost little more than one. */
  at(url: string): Promise<Answer>;
  close(): Promise<void>;
}

const refreshMs = 2000;
const freshMs = 2000;

/** Answers for the pods, nodes and the API server of the cluster, whose state it reads every {@link refreshMs} milliseconds. */
export async function startAnswers({ api, fleet, processes }: AnswerOptions): Promise<Answers> {
  let snapshot = await api.snapshot();
  fleet.update(snapshot);
  let refreshing = Promise.resolve();
  const timer = setInterval(() => {
    // The API server may be restarting or gone; the state seen last then stays.
    refreshing = api.snapshot().then(
      (seen) => fleet.update((snapshot = seen)),
      () => undefined,
    );
  }, refreshMs);

  async function answer(target: URL): Promise<Answer> {
    const to = route(snapshot, target.hostname, Number(target.port || 80), api.port);
    const now = Date.now() / 1000;
    switch (to.kind) {
      case 'dcgm':
        return ok(fleet.dcgmMetrics(to.node, now));
      case 'neuron':
        return ok(fleet.neuronMetrics(to.node, now));
      case 'kubelet':
        return kubeletAnswer(fleet.kubeletMetrics(to.node, target.pathname, now), target.pathname);
      case 'apiserver':
        return ok(await api.text(target.pathname + target.search));
      case 'simulated':
        return ok(exposition(to.source.families(to.pod, { origin: fleet.origin, time: now }, snapshot)));
      case 'process':
        return fromProcess(to.exporter, processes.get(to.exporter), target);
      case 'none':
        return { status: 502, reason: to.reason, body: '' };
    }
  }

  const recent = new Map<string, { readonly until: number; readonly answer: Promise<Answer> }>();
  return {
    at(url) {
      const known = recent.get(url);
      if (known && known.until > Date.now()) return known.answer;
      const fresh = answer(new URL(url, 'http://no-host.invalid'));
      recent.set(url, { until: Date.now() + freshMs, answer: fresh });
      return fresh;
    },
    async close() {
      clearInterval(timer);
      await refreshing;
    },
  };
}

/** A running proxy. */
export interface Proxy {
  /** What goes into `proxy_url`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts an HTTP proxy on 127.0.0.1 that stands in for the addresses of the cluster's pods, nodes and API server.
 * No packet goes to a simulated address.
 * @param rewrite what it makes of each exposition
 */
export async function startProxy(answers: Pick<Answers, 'at'>, rewrite = (exposition: string) => exposition): Promise<Proxy> {
  const server = createServer((request, response) => {
    answers.at(request.url ?? '')
      .then(({ status, reason, body }) => send(response, status, reason, rewrite(body)))
      .catch((error: unknown) => send(response, 502, error instanceof Error ? error.message : String(error), ''));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A reply to a scrape. */
export interface Answer {
  readonly status: number;
  /** Goes into the status line, which Prometheus shows as the error of the target. */
  readonly reason: string;
  readonly body: string;
}

const ok = (body: string): Answer => ({ status: 200, reason: 'OK', body });

const kubeletAnswer = (body: string | undefined, path: string): Answer =>
  body === undefined ? { status: 404, reason: `the lab's kubelet has no ${path}`, body: '' } : ok(body);

async function fromProcess(exporter: RealExporter, base: string | undefined, target: URL): Promise<Answer> {
  if (!base) return { status: 502, reason: `${exporter} ${notInLab}`, body: '' };
  const response = await fetch(new URL(target.pathname + target.search, base));
  return { status: response.status, reason: response.statusText, body: await response.text() };
}

function send(response: ServerResponse, status: number, reason: string, body: string): void {
  // A status line takes visible ASCII only.
  response.writeHead(status, reason.replaceAll(/[^\x20-\x7e]/g, ' '), { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(body);
}
