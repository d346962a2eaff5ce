import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Node, Pod, Snapshot } from '../lab/fleet/cluster.ts';
import { containerArgs } from '../lab/arguments.ts';
import { Fleet } from '../lab/fleet/fleet.ts';
import { route, startAnswers, startProxy, type Answers, type Proxy } from '../lab/proxy.ts';

const apiserverPort = 6443;

const pod = (name: string, labels: Record<string, string>, podIP: string, ports: Record<string, number>): Pod => ({
  metadata: { name, namespace: 'monitoring', uid: name, labels },
  spec: { nodeName: 'node-1', containers: [{ name: 'main', ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort })) }] },
  status: { phase: 'Running', podIP },
});

const node: Node = { metadata: { name: 'node-1' }, status: { addresses: [{ type: 'InternalIP', address: '10.0.0.7' }] } };

const snapshot: Snapshot = {
  nodes: [node],
  claims: [],
  counters: '',
  pods: [
    pod('dcgm', { 'app.kubernetes.io/name': 'dcgm-exporter' }, '10.1.0.1', { metrics: 9400 }),
    pod('operator-dcgm', { app: 'nvidia-dcgm-exporter' }, '10.1.0.2', { 'gpu-metrics': 9400 }),
    pod('neuron', { 'app.kubernetes.io/name': 'neuron-monitor' }, '10.1.0.3', { metrics: 8000 }),
    pod('ksm', { 'app.kubernetes.io/name': 'kube-state-metrics' }, '10.1.0.4', { http: 8080 }),
    pod('node', { 'app.kubernetes.io/name': 'prometheus-node-exporter' }, '10.0.0.7', { 'http-metrics': 9100 }),
    pod('prom', { 'app.kubernetes.io/name': 'prometheus' }, '10.1.0.5', { 'http-web': 9090, 'reloader-web': 8080 }),
    pod('search', { 'app.kubernetes.io/name': 'opensearch' }, '10.1.0.6', { http: 9200 }),
  ],
};

const to = (host: string, port: number) => route(snapshot, host, port, apiserverPort);

describe('who answers', () => {
  test('answers for the exporters of accelerators from the simulation of their node', () => {
    expect(to('10.1.0.1', 9400)).toEqual({ kind: 'dcgm', node: 'node-1' });
    expect(to('10.1.0.2', 9400)).toEqual({ kind: 'dcgm', node: 'node-1' });
    expect(to('10.1.0.3', 8000)).toEqual({ kind: 'neuron', node: 'node-1' });
  });

  test('answers for programs that run anywhere from a real process', () => {
    expect(to('10.1.0.4', 8080)).toEqual({ kind: 'process', exporter: 'kube-state-metrics' });
    expect(to('10.1.0.5', 9090)).toEqual({ kind: 'process', exporter: 'prometheus' });
  });

  test('tells what listens on a node apart by the port', () => {
    expect(to('10.0.0.7', 9100)).toEqual({ kind: 'process', exporter: 'node-exporter' });
    expect(to('10.0.0.7', 10_250)).toEqual({ kind: 'kubelet', node: 'node-1' });
  });

  test('asks the API server for what is neither a pod nor a kubelet, on its port', () => {
    expect(to('172.18.0.2', apiserverPort)).toEqual({ kind: 'apiserver' });
  });

  test('says what the lab does not run, and at which port', () => {
    expect(to('10.1.0.6', 9200)).toEqual({ kind: 'none', reason: 'opensearch (port 9200) is not run in the lab' });
    expect(to('10.1.0.5', 8080)).toEqual({ kind: 'none', reason: 'prometheus (port 8080) is not run in the lab' });
  });

  test('says that an address belongs to nobody, a port that no container names too', () => {
    expect(to('10.9.9.9', 80)).toEqual({ kind: 'none', reason: '10.9.9.9:80 belongs to no running pod' });
    expect(to('10.1.0.1', 9999)).toEqual({ kind: 'none', reason: '10.1.0.1:9999 belongs to no running pod' });
  });
});

describe('a request through the proxy', () => {
  const exporter = createServer(({ url }, response) => {
    asked++;
    response.end(`real ${url}`);
  });
  let asked = 0;
  let answers: Answers;
  let proxy: Proxy;

  beforeAll(async () => {
    await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
    answers = await startAnswers({
      api: { port: apiserverPort, snapshot: async () => snapshot, text: async (path) => `apiserver ${path}` },
      fleet: new Fleet(0),
      processes: new Map([['kube-state-metrics', `http://127.0.0.1:${(exporter.address() as AddressInfo).port}`]]),
    });
    proxy = await startProxy(answers);
  });

  afterAll(async () => {
    await proxy.close();
    await answers.close();
    exporter.close();
  });

  const through = async (url: string, by = proxy): Promise<string> => {
    const { port } = new URL(by.url);
    const response = await new Promise<IncomingMessage>((resolve, reject) => request({ host: '127.0.0.1', port, path: url }, resolve).on('error', reject).end());
    return `${response.statusCode} ${response.statusMessage} ${await text(response)}`.trim();
  };

  test('is answered by a real process, with its path and query', async () => {
    expect(await through('http://10.1.0.4:8080/metrics?x=1')).toBe('200 OK real /metrics?x=1');
  });

  test('of several in the same moment costs the exporter one', async () => {
    const before = asked;
    const renamed = await startProxy(answers, (exposition) => exposition.replace('real', 'renamed'));
    expect(await Promise.all([through('http://10.1.0.4:8080/once'), through('http://10.1.0.4:8080/once', renamed)])).toEqual(['200 OK real /once', '200 OK renamed /once']);
    expect(asked - before).toBe(1);
    await renamed.close();
  });

  test('is answered by the API server', async () => {
    expect(await through(`http://172.18.0.2:${apiserverPort}/metrics`)).toBe('200 OK apiserver /metrics');
  });

  test('is answered by the simulated kubelet, which knows its paths', async () => {
    expect(await through('http://10.0.0.7:10250/metrics')).toContain('kubelet_node_name{node="node-1"} 1');
    expect(await through('http://10.0.0.7:10250/pods')).toBe("404 the lab's kubelet has no /pods");
  });

  test('fails with the reason in the status line, where Prometheus finds it', async () => {
    expect(await through('http://10.1.0.6:9200/metrics')).toBe('502 opensearch (port 9200) is not run in the lab');
    expect(await through('http://10.0.0.7:9100/metrics')).toBe('502 node-exporter is not run in the lab');
  });
});

test('a program gets the flags of its container, less those that hold only in the pod', () => {
  const container = { name: 'exporter', args: ['--path.procfs=/host/proc', '--web.listen-address=:9100', '--collector.cpu', '--pathological'] };
  expect(containerArgs([{ name: 'other', args: ['--x'] }, container], 'exporter', ['path', 'web'])).toEqual(['--collector.cpu', '--pathological']);
  expect(containerArgs([container], 'absent', [])).toEqual([]);
});
