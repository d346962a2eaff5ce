import { levels, signal } from './define.ts';
import { ofWorkload } from './workloads.ts';

const efa = (expr: string) => ({ toggle: 'efa' as const, expr });

/** Interfaces through which bytes leave the node; those of pods and tunnels would count them once more. */
const device = 'device!~"lo|veth.*|cali.*|cilium.*|lxc.*|cni.*|docker.*|tunl.*|flannel.*|vxlan.*|dummy.*|eni[0-9a-f]{6,}"';
const perNode = (metric: string, matchers = ''): string => `sum by (cluster, node) (rate(${metric}${matchers && `{${matchers}}`}[5m]))`;
/** Of all packets, in both directions. */
const shareOfPackets = (what: string): string =>
  `(${perNode(`node_network_receive_${what}_total`, device)} + ${perNode(`node_network_transmit_${what}_total`, device)})\n/\n(${perNode('node_network_receive_packets_total', device)} + ${perNode('node_network_transmit_packets_total', device)} > 0)`;

export const nodeReceived = signal({
  name: 'node:network_receive:rate5m', title: 'Network received', unit: 'bytes/second', better: 'neither',
  description: 'Bytes that a node receives each second, over its real interfaces. RDMA is not in it.',
  sources: [{ expr: perNode('node_network_receive_bytes_total', device) }], levels: ['cluster'], aggregation: 'sum',
});

export const nodeTransmitted = signal({
  name: 'node:network_transmit:rate5m', title: 'Network sent', unit: 'bytes/second', better: 'neither',
  description: 'Bytes that a node sends each second, over its real interfaces. RDMA is not in it.',
  sources: [{ expr: perNode('node_network_transmit_bytes_total', device) }], levels: ['cluster'], aggregation: 'sum',
});

export const packetsDropped = signal({
  name: 'node:network_drops:ratio', title: 'Packets dropped', unit: 'ratio', better: 'lower', thresholds: { warning: 0.001, critical: 0.01 },
  description: 'Share of packets that the node\'s interfaces dropped, in both directions. On EC2 mostly the instance\'s allowance for bandwidth or packets is used up: look at the traffic of its neighbours, or take a larger instance.',
  sources: [{ expr: shareOfPackets('drop') }],
});

export const packetErrors = signal({
  name: 'node:network_errors:ratio', title: 'Packets with errors', unit: 'ratio', better: 'lower', thresholds: { warning: 0.0001, critical: 0.01 },
  description: 'Share of packets that were damaged or could not be sent. A healthy link has none: look at the cable, the transceiver or the virtual interface.',
  sources: [{ expr: shareOfPackets('errs') }],
});

export const tcpRetransmits = signal({
  name: 'node:tcp_retransmits:ratio', title: 'TCP segments sent again', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.05 },
  description: 'Share of TCP segments that a node had to send again. Above 1 % something between the nodes loses packets; data loading, checkpoints to object stores and NCCL over TCP become slow.',
  sources: [{ expr: `${perNode('node_netstat_Tcp_RetransSegs')}\n/\n(${perNode('node_netstat_Tcp_OutSegs')} > 0)` }],
});

export const conntrackUsed = signal({
  name: 'node:conntrack_used:ratio', title: 'Connection tracking table', unit: 'ratio', better: 'lower', thresholds: { warning: 0.75, critical: 0.9 },
  description: 'Share of the kernel\'s table of connections that is taken. At 100 % new connections of all pods of the node fail: look for a client that opens one for each request.',
  sources: [{ expr: 'max by (cluster, node) (node_nf_conntrack_entries)\n/\nmax by (cluster, node) (node_nf_conntrack_entries_limit)' }],
});

export const rdmaReceived = signal({
  name: 'node:rdma_receive:rate5m', title: 'RDMA received', unit: 'bytes/second', better: 'neither',
  description: 'Bytes that a node receives each second over EFA or InfiniBand: the traffic of NCCL between nodes. It falls on all nodes of a job at once when one of them lags or hangs.',
  sources: [efa(perNode('node_amazonefa_rx_bytes')), { expr: perNode('node_infiniband_port_data_received_bytes_total') }], levels: ['cluster'], aggregation: 'sum',
});

export const rdmaTransmitted = signal({
  name: 'node:rdma_transmit:rate5m', title: 'RDMA sent', unit: 'bytes/second', better: 'neither',
  description: 'Bytes that a node sends each second over EFA or InfiniBand. The nodes of a training job send about the same: one that sends less lags.',
  sources: [efa(perNode('node_amazonefa_tx_bytes')), { expr: perNode('node_infiniband_port_data_transmitted_bytes_total') }], levels: ['cluster'], aggregation: 'sum',
});

export const rdmaRetransmits = signal({
  name: 'node:rdma_retransmits:ratio', title: 'EFA packets sent again', unit: 'ratio', better: 'lower', thresholds: { warning: 0.001, critical: 0.01 },
  description: 'Share of EFA packets that had to be sent again. A little is normal under load; more on one node than on the others of its job points at that node\'s path. Needs a driver that counts it (2024 and newer).',
  sources: [efa(`${perNode('node_amazonefa_retrans_pkts')}\n/\n(${perNode('node_amazonefa_tx_pkts')} > 0)`)],
});

/** What goes wrong on RDMA links, in words, by the counter that tells it. */
const efaErrors = {
  node_amazonefa_rx_drops: 'packets dropped',
  node_amazonefa_rdma_read_wr_err: 'RDMA reads failed',
  node_amazonefa_rdma_write_wr_err: 'RDMA writes failed',
  node_amazonefa_retrans_timeout_events: 'path changed after a timeout',
  node_amazonefa_impaired_remote_conn_events: 'connection impaired',
  node_amazonefa_unresponsive_remote_events: 'remote does not answer',
};
const infinibandErrors = {
  node_infiniband_link_downed_total: 'link went down',
  node_infiniband_link_error_recovery_total: 'link recovered from errors',
  node_infiniband_symbol_error_total: 'symbol errors',
  node_infiniband_port_errors_received_total: 'damaged packets',
  node_infiniband_port_discards_transmitted_total: 'packets discarded',
  node_infiniband_local_ack_timeout_errors_total: 'acknowledgement missing',
};
const counted = (kinds: Readonly<Record<string, string>>): string => Object.entries(kinds).map(([metric, kind]) => `label_replace(${perNode(metric)}, "kind", "${kind}", "", "")`).join('\nor\n');

export const rdmaErrors = signal({
  name: 'node:rdma_errors:rate5m', title: 'RDMA errors', unit: 'events/second', better: 'lower', by: ['kind'],
  description: 'Errors on EFA and InfiniBand links each second, by kind. Remotes that do not answer and failed reads or writes end in an NCCL timeout; dropped packets only cost speed.',
  sources: [efa(counted(efaErrors)), { expr: counted(infinibandErrors) }], levels: ['cluster'], aggregation: 'sum',
});

export const efaDevices = signal({
  name: 'node:efa_devices:count', title: 'EFA devices measured', unit: 'count', better: 'higher',
  description: 'Elastic Fabric Adapters on which an exporter reports. Fewer than the node offers: an adapter or its exporter is gone.',
  sources: [efa('count by (cluster, node) (max by (cluster, node, device) (node_amazonefa_info))')], levels: ['cluster'], aggregation: 'sum',
});

export const efaOffered = signal({
  name: 'node:efa_offered:count', title: 'EFA devices offered', unit: 'count', better: 'neither',
  description: 'Elastic Fabric Adapters that nodes offer to pods. Less than the instance type has: the EFA device plugin does not see all of them.',
  sources: [{ expr: 'max by (cluster, node) (kube_node_status_allocatable{resource="vpc_amazonaws_com_efa"}) > 0' }], levels: ['cluster'], aggregation: 'sum',
});

/** Pods on the host's network show the traffic of the whole node as their own. */
const byWorkload = (metric: string): string =>
  `sum by (${levels.workload.join(', ')}) (\n${ofWorkload(`(sum by (cluster, namespace, pod) (rate(${metric}[5m])) unless on (cluster, namespace, pod) kube_pod_info{host_network="true"})`)}\n)`;

export const workloadReceived = signal({
  name: 'workload:network_receive:rate5m', title: 'Network received by workload', unit: 'bytes/second', better: 'neither',
  description: 'Bytes that the pods of a workload receive each second, RDMA and pods on the host\'s network left out. In training this is mostly data being loaded.',
  sources: [{ expr: byWorkload('container_network_receive_bytes_total') }],
});

export const workloadTransmitted = signal({
  name: 'workload:network_transmit:rate5m', title: 'Network sent by workload', unit: 'bytes/second', better: 'neither',
  description: 'Bytes that the pods of a workload send each second, RDMA and pods on the host\'s network left out. In training peaks are checkpoints.',
  sources: [{ expr: byWorkload('container_network_transmit_bytes_total') }],
});

export const networkSignals = [
  nodeReceived, nodeTransmitted, packetsDropped, packetErrors, tcpRetransmits, conntrackUsed,
  rdmaReceived, rdmaTransmitted, rdmaRetransmits, rdmaErrors, efaDevices, efaOffered, workloadReceived, workloadTransmitted,
];
