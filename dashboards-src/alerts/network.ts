import { readyNodes } from '../signals/cluster.ts';
import { efaDevices, efaOffered, packetsDropped, rdmaErrors, rdmaRetransmits, tcpRetransmits } from '../signals/network.ts';
import { alert, type AlertGroup } from './define.ts';

const node = 'node {{ $labels.node }} (cluster {{ $labels.cluster }})';
const moveAway = 'Cordon the node (`kubectl cordon NODE`) and restart the job without it;';

const retransmits = alert({
  name: 'EFARetransmitsHigh',
  tier: 'warning',
  for: '15m',
  requires: ['efa'],
  threshold: { default: 0.01, unit: 'ratio', description: 'Share of EFA packets that may be sent again.' },
  expr: (threshold) => `${rdmaRetransmits.name} > ${threshold}`,
  summary: 'Node {{ $labels.node }} sends many EFA packets again',
  description: `The adapters of ${node} sent {{ $value | humanizePercentage }} of their packets again.`,
  runbook: {
    meaning: 'EFA\'s transport (SRD) repeats packets that were lost or late. It takes other paths by itself, so a high share that lasts means that all paths to this node are bad or full.',
    impact: 'Collective operations become as slow as the slowest node: every GPU of the job waits for this one.',
    diagnosis: 'Dashboard *Network*: is it this node only, or all nodes of a job? One node: its link or host. All: too much traffic at once, or nodes that are far from each other (no placement group).',
    mitigation: `${moveAway} a stop and start of the instance brings it to another host. Run training in one placement group.`,
  },
});

const connectionErrors = alert({
  name: 'EFAConnectionErrors',
  tier: 'warning',
  for: '5m',
  requires: ['efa'],
  threshold: { default: 0.01, unit: 'events/second', description: 'Errors on EFA connections each second that are still accepted.' },
  expr: (threshold) => `${rdmaErrors.name}{kind=~"RDMA reads failed|RDMA writes failed|connection impaired|remote does not answer"} > ${threshold}`,
  summary: 'EFA on node {{ $labels.node }}: {{ $labels.kind }}',
  description: `EFA on ${node}: {{ $labels.kind }}, {{ $value | humanize }} each second.`,
  runbook: {
    meaning: 'Operations between this node and others over EFA fail, or the other side does not answer.',
    impact: 'NCCL waits until its timeout (often 10 to 30 minutes) and then the whole job fails. Until then all its GPUs look busy and do nothing.',
    diagnosis: 'Did a pod of the job die just before? Then this is its echo. If not: the security group of EFA must allow all traffic to itself, in and out; kernel log of the node (`dmesg | grep -i efa`); the same alert on other nodes tells who does not answer.',
    mitigation: `${moveAway} if the errors follow the node, replace it. After a dead pod: restart the job at once instead of waiting for the timeout.`,
  },
});

const linkDown = alert({
  name: 'RDMALinkFlapping',
  tier: 'warning',
  for: '0s',
  requires: ['prometheus'],
  threshold: { default: 1, unit: 'count', description: 'Times that an InfiniBand link may go down within an hour.' },
  expr: (threshold) => `sum by (cluster, node, device, port) (increase(node_infiniband_link_downed_total[1h])) > ${threshold}`,
  summary: 'Link {{ $labels.device }} of node {{ $labels.node }} goes down again and again',
  description: `Link {{ $labels.device }}, port {{ $labels.port }}, of ${node} went down {{ $value | printf "%.0f" }} times within an hour.`,
  runbook: {
    meaning: 'An InfiniBand or RoCE link lost its connection and came back, more than once within an hour.',
    impact: 'Each time the jobs on the node stall or fail. NCCL seldom survives it.',
    diagnosis: '`ibstat` and `mlxlink` on the node, symbol errors on the dashboard *Network*. One link: cable or transceiver; several links of a switch: the switch.',
    mitigation: `${moveAway} reseat or replace cable and transceiver.`,
  },
});

const packetDrops = alert({
  name: 'NodePacketsDropped',
  tier: 'warning',
  for: '30m',
  requires: ['prometheus'],
  threshold: { default: 0.01, unit: 'ratio', description: 'Share of packets that the interfaces of a node may drop.' },
  expr: (threshold) => `${packetsDropped.name} > ${threshold}`,
  summary: 'Node {{ $labels.node }} drops packets',
  description: `The interfaces of ${node} have dropped {{ $value | humanizePercentage }} of their packets for more than 30 minutes.`,
  runbook: {
    meaning: 'Packets arrive at the node or leave it, and are thrown away as a queue is full. Damaged packets are something else: NodeNetworkReceiveErrs tells of them.',
    impact: 'Data loading, checkpoints to object stores and everything over TCP becomes slow, and single requests time out.',
    diagnosis: 'On EC2 `ethtool -S INTERFACE | grep exceeded` says which allowance of the instance is used up (bandwidth, packets, connections). *Network* shows what the node sends and receives, row *Workloads* who does.',
    mitigation: 'Spread what loads data over more nodes, cache it on local disks, or take an instance with more network. Many small packets: larger requests help.',
  },
});

const tcpAgain = alert({
  name: 'NodeTCPRetransmitsHigh',
  tier: 'warning',
  for: '30m',
  requires: ['prometheus'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of TCP segments that a node may send again.' },
  // A node that sends next to nothing has a high share by one lost segment.
  expr: (threshold) => `${tcpRetransmits.name} > ${threshold}\nand on (cluster, node) (sum by (cluster, node) (rate(node_netstat_Tcp_OutSegs[5m])) > 100)`,
  summary: 'Node {{ $labels.node }} sends many TCP segments again',
  description: `On ${node} {{ $value | humanizePercentage }} of the TCP segments have had to be sent again for more than 30 minutes.`,
  runbook: {
    meaning: 'Of what the node sends over TCP, much does not arrive at the first try.',
    impact: 'Transfers become many times slower: data loading, model weights, checkpoints, and NCCL where it runs over TCP.',
    diagnosis: '*Network*: does the node drop packets itself, or is the loss on the way or on the other side (other nodes show the same)? Compare the nodes of one zone with those of another.',
    mitigation: 'Own drops: see NodePacketsDropped. Otherwise look at what lies between: NAT gateways, firewalls and their limits, MTU that does not fit along the way.',
  },
});

const deviceLost = alert({
  name: 'EFADeviceLost',
  tier: 'warning',
  for: '15m',
  requires: ['prometheus'],
  expr: () => `(max_over_time(${efaOffered.name}[6h]) - on (cluster, node) (${efaOffered.name} or max_over_time(${efaOffered.name}[6h]) * 0)) > 0\nand on (cluster, node) ${readyNodes}`,
  summary: 'Node {{ $labels.node }} has lost {{ $value }} EFA devices',
  description: `Of the EFA devices of ${node} {{ $value }} that it offered within the last 6 hours are gone.`,
  runbook: {
    meaning: 'The node offers fewer Elastic Fabric Adapters to pods than before.',
    impact: 'Jobs that ask for all adapters of a node do not fit any more; running ones may have lost their fast network.',
    diagnosis: 'Does the EFA device plugin run on the node (`kubectl get pods -A -o wide --field-selector spec.nodeName=NODE | grep efa`)? `ls /sys/class/infiniband` on the node shows which adapters the kernel has.',
    mitigation: 'Restart the device plugin. If the kernel lacks the adapter: cordon the node and reboot it, then replace it.',
  },
});

const metricsMissing = alert({
  name: 'EFAMetricsMissing',
  tier: 'warning',
  for: '15m',
  requires: ['efa'],
  expr: () => `(present_over_time(${efaDevices.name}[6h]) unless ${efaDevices.name})\nand on (cluster, node) ${readyNodes}`,
  summary: 'The EFA exporter of node {{ $labels.node }} is silent',
  description: 'Node {{ $labels.node }} of cluster {{ $labels.cluster }} was measured within the last 6 hours and is not any more: no EFA exporter reports on it.',
  runbook: {
    meaning: 'An EFA exporter reported on this node and has stopped, while the node itself is ready.',
    impact: 'Faults of the fast network of this node stay unseen. Jobs are not touched.',
    diagnosis: 'Does the exporter\'s pod run on the node, and is its target up on *The stack itself*? Has it been removed on purpose? Then the alert ends after 6 hours.',
    mitigation: 'Bring the exporter back, or switch off `monitors.efa.enabled` if it is not wanted.',
  },
});

export const networkAlerts: AlertGroup = {
  name: 'observability.network.alerts', alerts: [retransmits, connectionErrors, linkDown, packetDrops, tcpAgain, deviceLost, metricsMissing],
};
