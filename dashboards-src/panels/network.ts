import type { Signal } from '../signals/define.ts';
import * as network from '../signals/network.ts';
import { podWorkload } from '../signals/workloads.ts';
import { about, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

const inCluster = 'cluster=~"$cluster"';
const inNode = `${inCluster}, node=~"$node"`;
const inNamespace = `${inCluster}, namespace=~"$namespace"`;
const ofWorkload = `${inNamespace}, workload=~"$workload"`;

const sum = (signal: Signal): string => `sum(${signal.at('node')}{${inNode}})`;
const worst = (signal: Signal): string => `max(${signal.at('node')}{${inNode}})`;
const now = (signal: Signal, key: string, title: string, expr: string): PanelSpec => stat({ ...about(signal), key, title, width: 3, query: { expr, legend: title } });

export const receivedNow = (): PanelSpec => now(network.nodeReceived, 'received-now', 'Received', sum(network.nodeReceived));
export const transmittedNow = (): PanelSpec => now(network.nodeTransmitted, 'transmitted-now', 'Sent', sum(network.nodeTransmitted));
export const rdmaReceivedNow = (): PanelSpec => now(network.rdmaReceived, 'rdma-received-now', 'RDMA received', sum(network.rdmaReceived));
export const rdmaTransmittedNow = (): PanelSpec => now(network.rdmaTransmitted, 'rdma-transmitted-now', 'RDMA sent', sum(network.rdmaTransmitted));
export const rdmaErrorsNow = (): PanelSpec => now(network.rdmaErrors, 'rdma-errors-now', 'RDMA errors', sum(network.rdmaErrors));
export const rdmaRetransmitsNow = (): PanelSpec => now(network.rdmaRetransmits, 'rdma-retransmits-now', 'EFA sent again', worst(network.rdmaRetransmits));
export const dropsNow = (): PanelSpec => now(network.packetsDropped, 'drops-now', 'Worst drops', worst(network.packetsDropped));
export const tcpRetransmitsNow = (): PanelSpec => now(network.tcpRetransmits, 'tcp-retransmits-now', 'TCP sent again', worst(network.tcpRetransmits));

/** Of many nodes only the 20 that stand out are drawn. */
const byNode = (signal: Signal, key: string, title: string): PanelSpec =>
  timeseries({ ...about(signal), key, title, queries: [{ expr: chosen(`${signal.at('node')}{${inNode}}`, 'topk', 20, 'cluster, node'), legend: '{{node}}' }] });

export const received = (): PanelSpec => byNode(network.nodeReceived, 'received', 'Network received by node');
export const transmitted = (): PanelSpec => byNode(network.nodeTransmitted, 'transmitted', 'Network sent by node');
export const rdmaReceived = (): PanelSpec => byNode(network.rdmaReceived, 'rdma-received', 'RDMA received by node');
export const rdmaTransmitted = (): PanelSpec => byNode(network.rdmaTransmitted, 'rdma-transmitted', 'RDMA sent by node');
export const rdmaRetransmits = (): PanelSpec => byNode(network.rdmaRetransmits, 'rdma-retransmits', 'EFA packets sent again by node');
export const drops = (): PanelSpec => byNode(network.packetsDropped, 'drops', 'Packets dropped by node');
export const errors = (): PanelSpec => byNode(network.packetErrors, 'errors', 'Packets with errors by node');
export const tcpRetransmits = (): PanelSpec => byNode(network.tcpRetransmits, 'tcp-retransmits', 'TCP segments sent again by node');
export const conntrack = (): PanelSpec => byNode(network.conntrackUsed, 'conntrack', 'Connection tracking table by node');

export const rdmaErrors = (): PanelSpec => timeseries({ ...about(network.rdmaErrors), key: 'rdma-errors', title: 'RDMA errors by kind', queries: [{ expr: `sum by (kind) (${network.rdmaErrors.name}{${inNode}})`, legend: '{{kind}}' }] });

export const adapters = (): PanelSpec => timeseries({
  ...about(network.efaDevices), key: 'adapters', title: 'EFA devices offered and measured', requires: ['efa'],
  queries: [{ expr: `sum(${network.efaDevices.name}{${inNode}})`, legend: 'measured' }, { expr: `sum(${network.efaOffered.name}{${inNode}})`, legend: 'offered', reference: true }],
});

const column = (signal: Signal, title: string): ValueColumn => ({ expr: `max by (node) (${signal.at('node')}{${inNode}})`, title, unit: signal.unit, cell: signal.thresholds ? 'colour' : 'plain', thresholds: about(signal).thresholds });

export const nodes = (): PanelSpec => table({
  key: 'nodes', title: 'Network of the nodes', height: 10,
  description: 'The nodes with their traffic and what gets lost. A node that sends less over RDMA than the others of its job lags; one that drops or repeats more has a worse path.',
  labels: [{ label: 'node', title: 'Node' }],
  values: [
    column(network.rdmaTransmitted, 'RDMA sent'), column(network.rdmaRetransmits, 'EFA again'), column(network.nodeReceived, 'Received'), column(network.nodeTransmitted, 'Sent'),
    column(network.packetsDropped, 'Dropped'), column(network.packetErrors, 'Errors'), column(network.tcpRetransmits, 'TCP again'), column(network.conntrackUsed, 'Connections'),
  ],
  sort: { column: 'RDMA sent', desc: true },
});

const byWorkload = (signal: Signal, key: string, title: string): PanelSpec =>
  timeseries({ ...about(signal), key, title, queries: [{ expr: chosen(`${signal.name}{${ofWorkload}}`, 'topk', 20, 'cluster, namespace, workload'), legend: '{{workload}}' }] });

export const workloadReceived = (): PanelSpec => byWorkload(network.workloadReceived, 'workload-received', 'Received by workload, the 20 greatest');
export const workloadTransmitted = (): PanelSpec => byWorkload(network.workloadTransmitted, 'workload-transmitted', 'Sent by workload, the 20 greatest');

/** Nodes on which a pod of the chosen workloads runs. */
const itsNodes = `max by (cluster, node) (${podWorkload.name}{${ofWorkload}, node!=""})`;
const ofItsNodes = (signal: Signal, key: string, title: string): PanelSpec =>
  timeseries({ ...about(signal), key, title, queries: [{ expr: `topk(40, sum by (cluster, node) (${signal.at('node')}{${inCluster}}) and on (cluster, node) ${itsNodes})`, legend: '{{node}}' }] });

export const itsRdmaTransmitted = (): PanelSpec => ofItsNodes(network.rdmaTransmitted, 'its-rdma-transmitted', 'RDMA sent by the nodes of the chosen workload');
export const itsRdmaErrors = (): PanelSpec => ofItsNodes(network.rdmaErrors, 'its-rdma-errors', 'RDMA errors on the nodes of the chosen workload');
export const itsReceived = (): PanelSpec => ofItsNodes(network.nodeReceived, 'its-received', 'Received by the nodes of the chosen workload');
export const itsTransmitted = (): PanelSpec => ofItsNodes(network.nodeTransmitted, 'its-transmitted', 'Sent by the nodes of the chosen workload');

const byAdapter = (key: string, title: string, description: string, unit: 'bytes/second' | 'events/second', metric: string): PanelSpec => timeseries({
  key, title, description, unit, requires: ['efa'],
  queries: [{ expr: `topk(32, sum by (node, device) (rate(${metric}{${inNode}}[$__rate_interval])))`, legend: '{{node}} {{device}}' }],
});

export const sentByAdapter = (): PanelSpec => byAdapter('sent-by-adapter', 'EFA sent by adapter', 'Bytes that each adapter of the chosen nodes sends. NCCL spreads its traffic evenly: an adapter that stays behind has a fault, or is not used for a wrong topology file.', 'bytes/second', 'node_amazonefa_tx_bytes');
export const readByAdapter = (): PanelSpec => byAdapter('read-by-adapter', 'RDMA reads by adapter', 'Bytes that each adapter reads from other nodes. Zero while there is traffic: the library falls back to sends, which is slower; look at the versions of libfabric and of the plugin aws-ofi-nccl.', 'bytes/second', 'node_amazonefa_rdma_read_bytes');
export const againByAdapter = (): PanelSpec => byAdapter('again-by-adapter', 'EFA packets sent again by adapter', 'Packets that each adapter of the chosen nodes sent again. On one adapter only: its link; on all of a node: the node\'s path.', 'events/second', 'node_amazonefa_retrans_pkts');
