import { tool, type ToolName } from '../tools/tools.ts';
import { containerArgs } from './arguments.ts';
import type { Container, Snapshot } from './fleet/cluster.ts';
import { freePort, httpReady, type Processes } from './processes.ts';
import type { RealExporter } from './proxy.ts';

interface Program {
  readonly exporter: Exclude<RealExporter, 'prometheus'>;
  readonly tool: ToolName;
  /** Flags that hold only inside the pod. */
  readonly drop: readonly string[];
  readonly args: (port: number) => readonly string[];
  /** What its container is called in the charts. */
  readonly container: string;
  /** Flags where no chart gives any. */
  readonly otherwise?: readonly string[];
}

const kubeStateMetrics = (kubeconfig: string): Program => ({
  exporter: 'kube-state-metrics',
  tool: 'kube-state-metrics',
  container: 'kube-state-metrics',
  drop: ['port', 'host', 'telemetry', 'kubeconfig', 'tls', 'pod'],
  args: (port) => [`--kubeconfig=${kubeconfig}`, '--host=127.0.0.1', `--port=${port}`, '--telemetry-host=127.0.0.1', '--telemetry-port=0'],
});

const nodeExporter: Program = {
  exporter: 'node-exporter',
  tool: 'node_exporter',
  container: 'node-exporter',
  drop: ['path', 'web'],
  args: (port) => [`--web.listen-address=127.0.0.1:${port}`],
};

const operator: Program = {
  exporter: 'prometheus-operator',
  tool: 'prometheus-operator',
  container: 'kube-prometheus-stack',
  drop: ['web'],
  args: (port) => ['--web.enable-tls=false', `--web.listen-address=127.0.0.1:${port}`],
  otherwise: ['--kubelet-service=kube-system/lab-kubelet', '--kubelet-endpoints=true', '--kubelet-endpointslice=false'],
};

export interface ExporterOptions {
  readonly processes: Processes;
  readonly kubeconfig: string;
  readonly snapshot: Snapshot;
}

/** Starts the real Prometheus Operator beside the cluster, with the flags that the chart gives it. */
export const startOperator = (options: ExporterOptions): Promise<string> => start(operator, options);

/** Starts kube-state-metrics and node_exporter with the flags that the chart gives them. */
export async function startExporters(options: ExporterOptions): Promise<Map<RealExporter, string>> {
  const started = new Map<RealExporter, string>();
  for (const program of [kubeStateMetrics(options.kubeconfig), nodeExporter]) started.set(program.exporter, await start(program, options));
  return started;
}

/** @returns where it answers, `http://127.0.0.1:port` */
async function start(program: Program, { processes, kubeconfig, snapshot }: ExporterOptions): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const containers: readonly Container[] = snapshot.pods.flatMap(({ spec }) => spec.containers);
  const given = containerArgs(containers, program.container, program.drop);
  const args = [...(given.length > 0 ? given : (program.otherwise ?? [])), ...program.args(port)];
  await processes.start(program.exporter, await tool(program.tool), args, {
    // The operator has no flag for its kubeconfig.
    env: { KUBECONFIG: kubeconfig },
    ready: httpReady(`${url}/metrics`),
  });
  return url;
}
