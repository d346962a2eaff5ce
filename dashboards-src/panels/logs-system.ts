import { all, any, atLeast, except, has, is, matching, says, type Clause } from '../logs/query.ts';
import { xidErrors } from '../signals/gpu.ts';
import { linkTo } from './link.ts';
import { lineCount, lineGroups, lineStat, lineTable, type FieldColumn } from './log-panel.ts';
import { found, inFamily, ofChosen, place } from './logs.ts';
import { about, timeseries, type PanelSpec } from './panel.ts';

export const ofSystem: Clause = inFamily('ml-system', ofChosen('cluster', 'namespace', 'node', 'source', 'severity'));
/** Lines of every family: what the pipeline has done to them. */
const ofAll: Clause = ofChosen('cluster', 'namespace', 'node');

const ofKernel = is('source', 'kernel');
const xid = has('xid');
const outOfMemory = all(ofKernel, says('Out of memory', 'oom kill', 'Killed process', 'Memory cgroup out of memory'));
const network = all(any(ofKernel, atLeast('warn')), says('efa*', 'libfabric', 'infiniband', 'mlx5*', 'rdma*', 'ib_core', 'link is down'));
const fileSystems = all(any(ofKernel, atLeast('warn')), says('Lustre', 'LustreError', 'LNet', 'LNetError', 'EXT4 fs error', 'XFS', 'I O error', 'nfs', 'blk_update_request'));
const hardware = all(ofKernel, says('Machine check', 'Hardware Error', 'EDAC', 'AER', 'PCIe Bus Error', 'thermal', 'nvme timeout'));
const nodeAgents = all(is('source', 'kubelet', 'containerd'), atLeast('warn'));

const alarming = { better: 'lower', warning: 1, critical: 10 } as const;
const number = (key: string, title: string, query: Clause, description: string): PanelSpec => lineStat({ key, title, query, description, thresholds: alarming });

export const xidsNow = (): PanelSpec => number('xids-now', 'Xid lines', all(xid, ofSystem), 'Lines in which the driver of NVIDIA told the kernel of an error. Which and where is in the row below.');
export const outOfMemoryNow = (): PanelSpec => number('oom-now', 'Processes killed', all(outOfMemory, ofSystem), 'Lines of the kernel that killed a process as memory ran out, of a container or of the node. Of a node: pods without limits; of a container: its limit.');
export const hardwareNow = (): PanelSpec => number('hardware-now', 'Hardware errors', all(hardware, ofSystem), 'Lines of the kernel about machine checks, memory, PCIe and heat. More than a few corrected ones an hour on one node: cordon it, and have it looked at.');
export const redactedNow = (): PanelSpec => lineStat({ key: 'redacted-now', title: 'Lines redacted', query: all(has('redactions'), ofAll), description: 'Lines, of all families, from which the pipeline took a secret before they left the node. The program should not write it: see which below, and change the secret.' });

export const xidLines = (): PanelSpec => lineTable({
  key: 'xid-lines', title: 'Xid errors, as the kernel says them', height: 8, none: 'No Xid lines', query: all(xid, ofSystem),
  description: 'The words of the driver behind the numbers above: process, address, and what it advises. The same bus address again: the same GPU.',
  columns: [place.node, { field: 'xid', title: 'Xid', width: 60 }, { field: 'pci_bus_id', title: 'Device', width: 130 }, { field: 'message', title: 'Message' }],
});

export const xidLinesByCode = (): PanelSpec => lineCount({
  key: 'xid-lines-by-code', title: 'Xid lines by code', query: all(xid, ofSystem), by: 'xid', none: 'No Xid lines',
  description: 'What the kernels wrote. Lines without a number beside: DCGM did not see it, as where the GPU fell off the bus or no exporter runs.',
});

export const xidsMeasured = (): PanelSpec => timeseries({
  ...about(xidErrors), key: 'xids-measured', title: 'Xid errors by code, as DCGM counts them', stacked: true, none: 'No Xid errors', thresholds: undefined, requires: ['dcgm'], link: linkTo('gpu-health', 'Health of the GPUs'),
  description: 'Errors within the last 5 minutes, from metrics. Numbers without lines beside: the kernel’s log is not collected from these nodes (`logs.sources`).',
  queries: [{ expr: `sum by (xid) (${xidErrors.at('node')}{cluster=~"$cluster", node=~"$node"}) > 0`, legend: '{{xid}}' }],
});

export const outOfMemoryLines = (): PanelSpec[] => found('oom', 'Processes killed', 'The line names the process and the cgroup of its pod. The same pod again and again: raise its limit, or find the leak.', all(outOfMemory, ofSystem), 'node');
export const networkLines = (): PanelSpec[] => found('network', 'EFA, InfiniBand, links', 'A link that goes down ends every collective that crosses it. The same node again: cable, switch port or adapter; see the dashboard Network.', all(network, ofSystem), 'node');
export const fileSystemLines = (): PanelSpec[] => found('file-systems', 'Lustre, disks, volumes', 'LNet errors on all nodes: the file server or the network to it. I/O errors on one node: its disk.', all(fileSystems, ofSystem), 'node');
export const hardwareLines = (): PanelSpec[] => found('hardware', 'Hardware errors', 'Corrected errors that become more come before one that is not corrected: drain the node while it can still be drained.', all(hardware, ofSystem), 'node');
export const nodeAgentLines = (): PanelSpec[] => found('agents', 'Trouble of kubelet and containerd', 'PLEG is not healthy, or failed to create a sandbox: the container runtime. Failed to pull: the registry or its credentials. Device plugin: the GPUs of that node.', all(nodeAgents, ofSystem), 'node');

export const redactedByWorkload = (): PanelSpec => lineGroups({
  key: 'redacted', title: 'Who writes secrets', query: all(has('redactions'), ofAll), none: 'No line had to be redacted',
  description: 'Workloads whose lines had secrets in them. They were taken out before anything left the node, but they stand on the node’s disk: change them, and mend the program.',
  by: [place.namespace, place.workload, { field: 'container', title: 'Container' }],
  metrics: [{ metric: { type: 'sum', field: 'redactions' }, title: 'Redactions' }, { metric: { type: 'count' }, title: 'Lines' }, { metric: { type: 'max', field: '@timestamp' }, title: 'Last' }],
  sort: { column: 'Redactions', desc: true },
});

export const unparsed = (): PanelSpec => lineGroups({
  key: 'unparsed', title: 'Lines kept as they came', query: all(has('unparsed'), ofAll), none: 'Every line could be read',
  description: 'Lines that look structured and are not, were cut, or have bytes that are no UTF-8. Nothing is lost of them but their fields.',
  by: [{ field: 'unparsed', title: 'Why', width: 100 }, place.namespace, place.workload],
  metrics: [{ metric: { type: 'count' }, title: 'Lines' }, { metric: { type: 'max', field: '@timestamp' }, title: 'Last' }],
  sort: { column: 'Lines', desc: true },
});

const lastOf = (key: string, title: string, description: string, by: FieldColumn, query: Clause): PanelSpec => lineGroups({
  key, title, description, query, width: 12, most: 500, by: [by], metrics: [{ metric: { type: 'max', field: '@timestamp' }, title: 'Last line' }, { metric: { type: 'count' }, title: 'Lines' }], sort: { column: 'Last line', desc: false },
});

export const lastByNode = (): PanelSpec => lastOf('last-by-node', 'Last line of each node', 'When each node was last heard, the longest silence first. Every node writes some lines a minute: one that has been silent for longer has no Fluent Bit, or one that cannot send.', place.node, ofAll);
export const lastBySource = (): PanelSpec => lastOf('last-by-source', 'Last line of each source', 'When containers, kubelets, container runtimes and kernels were last heard. One that is missing is switched off (`logs.sources`), or cannot be read.', { field: 'source', title: 'Source' }, ofAll);

/** Lines of the kernel on the nodes that a dashboard of metrics is about. */
const ofNodes = all(matching('cluster'), matching('node'));
export const kernelXids = (): PanelSpec => lineTable({
  key: 'kernel-xids', title: 'Xid errors, as the kernel says them', none: 'No Xid lines', query: all(xid, ofNodes),
  description: 'The words of the driver behind the numbers above: process, address, and what it advises. The same bus address again: the same GPU.',
  columns: [place.node, { field: 'xid', title: 'Xid', width: 60 }, { field: 'pci_bus_id', title: 'Device', width: 130 }, { field: 'message', title: 'Message' }],
});
export const kernelTrouble = (): PanelSpec => lineTable({
  key: 'kernel-trouble', title: 'Other trouble of these kernels', none: 'No such lines', query: all(except(any(hardware, outOfMemory, all(ofKernel, atLeast('error'))), xid), ofNodes),
  description: 'Errors of the kernel beside Xid: memory, PCIe, heat, killed processes. What comes just before an Xid often is its cause.',
  columns: [place.node, { field: 'severity', title: 'Severity', width: 80 }, { field: 'message', title: 'Message' }],
});
