import { behaviourOf } from '../fleet/behaviour.ts';
import { requested, runningPods, type Pod, type Snapshot } from '../fleet/cluster.ts';
import type { Family, Sample } from '../fleet/exposition.ts';
import { fraction } from '../fleet/random.ts';
import { nodeDaemon } from './daemon.ts';
import type { Clock, SimulatedSource } from './define.ts';

const port = 9100;
const resource = 'vpc.amazonaws.com/efa';
const packetBytes = 8900;

interface Adapter {
  readonly device: string;
  /** Bytes sent so far; as many are received. */
  readonly bytes: number;
  /** Share of packets that had to be sent again. */
  readonly again: number;
}

/** The traffic of a training job is spread evenly over the adapters of its nodes; elsewhere they only say that they are alive. */
function adaptersOf(node: string, { origin, time }: Clock, snapshot: Snapshot): Adapter[] {
  const count = Number(snapshot.nodes.find(({ metadata }) => metadata.name === node)?.status.allocatable?.[resource] ?? 0);
  const job = runningPods(snapshot, node).find((pod) => requested(pod, resource) > 0 && behaviourOf(pod) === 'training');
  const since = job ? Date.parse(job.status.startTime ?? '') / 1000 || origin : origin;
  const bytesPerSecond = job ? 1.4e9 : 2e3;
  return Array.from({ length: count }, (_, index) => {
    const device = `rdmap${16 + index}s0`;
    const seed = `${node}/${device}`;
    return { device, bytes: bytesPerSecond * (0.97 + 0.06 * fraction(seed)) * Math.max(0, time - since), again: 0.0002 + 0.0006 * fraction(node) };
  });
}

const counter = (name: string, adapters: readonly Adapter[], value: (adapter: Adapter) => number): Family => ({
  name: `node_amazonefa_${name}`, type: 'counter', help: `${name} of the adapter.`,
  samples: adapters.map((adapter): Sample => ({ labels: { device: adapter.device, port: '1' }, value: Math.floor(value(adapter)) })),
});

const packets = ({ bytes }: Adapter): number => bytes / packetBytes;

/** The exporter of AWS for Elastic Fabric Adapters, on the nodes that have some. */
export const efa: SimulatedSource = {
  name: 'EFA exporter',
  objects: [nodeDaemon({ name: 'efa-node-exporter', labels: { 'app.kubernetes.io/instance': 'efa-node-exporter' }, image: 'registry.example/efa-node-exporter:2026-06', port: { name: 'metrics', containerPort: port } })],
  answers: (pod: Pod, asked) => pod.metadata.labels?.['app.kubernetes.io/instance'] === 'efa-node-exporter' && asked === port,
  families(pod, clock, snapshot) {
    const adapters = adaptersOf(pod.spec.nodeName ?? '', clock, snapshot);
    return [
      { name: 'node_amazonefa_info', type: 'gauge', help: 'An adapter of the node.', samples: adapters.map(({ device }) => ({ labels: { device }, value: 1 })) },
      counter('tx_bytes', adapters, ({ bytes }) => bytes),
      counter('rx_bytes', adapters, ({ bytes }) => 0.99 * bytes),
      counter('tx_pkts', adapters, packets),
      counter('rx_pkts', adapters, (adapter) => 0.99 * packets(adapter)),
      counter('rx_drops', adapters, (adapter) => 1e-7 * packets(adapter)),
      counter('rdma_read_bytes', adapters, ({ bytes }) => 0.8 * bytes),
      counter('rdma_read_wr_err', adapters, () => 0),
      counter('rdma_write_bytes', adapters, ({ bytes }) => 0.1 * bytes),
      counter('rdma_write_wr_err', adapters, () => 0),
      counter('retrans_pkts', adapters, (adapter) => adapter.again * packets(adapter)),
      counter('retrans_bytes', adapters, ({ bytes, again }) => again * bytes),
      counter('retrans_timeout_events', adapters, (adapter) => 1e-8 * packets(adapter)),
      counter('impaired_remote_conn_events', adapters, () => 0),
      counter('unresponsive_remote_events', adapters, () => 0),
    ];
  },
};
