import { acceleratorsAllocatable, readyNodes } from '../signals/cluster.ts';
import { ioStalled, lnetErrors, lustreHealthy, lustreInodes, lustreUsed, lustreWait, nodeDisk, volumeFullIn, volumeUsed } from '../signals/filesystem.ts';
import { alert, type AlertGroup } from './define.ts';

const node = 'node {{ $labels.node }} (cluster {{ $labels.cluster }})';
const withAccelerators = `(sum by (cluster, node) (${acceleratorsAllocatable.name}) > 0)`;

const volumeFullSoon = alert({
  name: 'VolumeFullWithinHours',
  tier: 'warning',
  for: '15m',
  requires: ['prometheus'],
  threshold: { default: 4 * 3600, unit: 'seconds', description: 'Time before a volume is full at which it is told.' },
  expr: (threshold) => `${volumeFullIn.name} < ${threshold}\nand on (cluster, namespace, persistentvolumeclaim) (${volumeUsed.name} > 0.5)`,
  summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is full in {{ $value | humanizeDuration }}',
  description: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} (cluster {{ $labels.cluster }}) is more than half full and fills so fast that it is full in {{ $value | humanizeDuration }}.',
  runbook: {
    meaning: 'Going by the last hour, the volume is full within hours. KubePersistentVolumeFillingUp looks days ahead and speaks only when less than 15 % are left: a job that writes checkpoints passes that within minutes.',
    impact: 'The next checkpoint fails, and with it the job; what is half written is often of no use.',
    diagnosis: '*File systems*, table *Volumes*: how much is left and how fast does it go? `kubectl exec` into a pod that mounts it and `du -d 2`: mostly old checkpoints or a data set that is being unpacked.',
    mitigation: 'Remove old checkpoints and keep fewer (`save_total_limit` and the like), expand the claim (`kubectl edit pvc`, if its StorageClass allows it), or write to an object store.',
  },
});

const nearEviction = alert({
  name: 'NodeDiskNearEviction',
  tier: 'warning',
  for: '10m',
  requires: ['prometheus'],
  threshold: { default: 0.88, unit: 'ratio', description: 'Share of the fullest disk of a node with accelerators that may be used.' },
  expr: (threshold) => `${nodeDisk.name} > ${threshold}\nand on (cluster, node) ${withAccelerators}`,
  summary: 'A disk of node {{ $labels.node }} is {{ $value | humanizePercentage }} full: pods will be evicted',
  description: `A disk of ${node} is {{ $value | humanizePercentage }} full. From about 90 % on the kubelet evicts pods, and jobs on its accelerators with them.`,
  runbook: {
    meaning: 'The fullest file system of a node with accelerators nears the mark at which the kubelet evicts pods. NodeFilesystemAlmostOutOfSpace speaks at 95 %: after that.',
    impact: 'An evicted pod ends a distributed job as a whole.',
    diagnosis: '*File systems*, row *Node by node*. On the node: `crictl images` and `du -x -d 3 /var/lib`. Images of tens of gigabytes, data sets and checkpoints in emptyDir or in the container itself are the usual causes.',
    mitigation: '`crictl rmi --prune` removes images that nobody uses. Give pods an `ephemeral-storage` limit, put scratch data on the instance\'s NVMe, or give nodes a larger root volume.',
  },
});

const stalled = alert({
  name: 'NodeStalledByStorage',
  tier: 'warning',
  for: '30m',
  requires: ['prometheus'],
  threshold: { default: 0.4, unit: 'ratio', description: 'Share of time for which all programs of a node with accelerators may wait for storage.' },
  expr: (threshold) => `${ioStalled.name} > ${threshold}\nand on (cluster, node) ${withAccelerators}`,
  summary: 'Node {{ $labels.node }} waits for storage for {{ $value | humanizePercentage }} of the time',
  description: `On ${node} every program that wanted to run waited for a disk or a file server for {{ $value | humanizePercentage }} of the time, for more than 30 minutes.`,
  runbook: {
    meaning: 'The kernel counts the time in which all tasks that are not idle wait for input or output (PSI, "full"). NodeDiskIOSaturation looks at queues of local disks only; here file servers count too.',
    impact: 'The accelerators of the node wait for data: they cost as much and do less.',
    diagnosis: '*File systems*: which one is slow, a local disk (time of an operation), or Lustre (time of a request, throughput at its limit)? *GPU fleet* shows what it does to the GPUs.',
    mitigation: 'Read larger pieces with more workers, cache data on local NVMe, pack small files into archives, or buy more throughput.',
  },
});

const lustreFull = alert({
  name: 'LustreAlmostFull',
  tier: 'warning',
  for: '15m',
  requires: ['lustre'],
  threshold: { default: 0.9, unit: 'ratio', description: 'Share of a Lustre file system that may be used.' },
  expr: (threshold) => `${lustreUsed.name} > ${threshold}`,
  summary: 'Lustre file system {{ $labels.filesystem }} is {{ $value | humanizePercentage }} full',
  description: 'Lustre file system {{ $labels.filesystem }} (cluster {{ $labels.cluster }}) is {{ $value | humanizePercentage }} full.',
  runbook: {
    meaning: 'The file system that all jobs share has little space left. Single storage targets fill before the others, so writes fail before 100 %.',
    impact: 'Checkpoints fail with "no space left", on all jobs at once.',
    diagnosis: '*File systems*: how fast does it grow? `lfs df -h` on a node shows each storage target, `lfs quota` who uses how much.',
    mitigation: 'Remove old checkpoints; with FSx release what is in S3 (`lfs hsm_release`) or raise the capacity, which takes hours.',
  },
});

const lustreInodesUsed = alert({
  name: 'LustreInodesAlmostUsedUp',
  tier: 'warning',
  for: '15m',
  requires: ['lustre'],
  threshold: { default: 0.9, unit: 'ratio', description: 'Share of the inodes of a Lustre file system that may be used.' },
  expr: (threshold) => `${lustreInodes.name} > ${threshold}`,
  summary: 'Lustre file system {{ $labels.filesystem }} has used {{ $value | humanizePercentage }} of its inodes',
  description: 'Lustre file system {{ $labels.filesystem }} (cluster {{ $labels.cluster }}) has used {{ $value | humanizePercentage }} of its inodes: soon no file can be made, whatever space there is.',
  runbook: {
    meaning: 'The file system can hold a fixed number of files, and nearly all are taken.',
    impact: 'Making a file fails with "no space left on device", though `df -h` shows space.',
    diagnosis: '`df -i` and `lfs find DIR --type f | wc -l` on a node: mostly data sets of millions of small files, or caches of package managers and tokenizers.',
    mitigation: 'Pack small files into archives (tar, WebDataset, Parquet) and remove caches; with FSx a larger capacity brings more inodes.',
  },
});

const lustreUnhealthy = alert({
  name: 'LustreClientUnhealthy',
  tier: 'warning',
  for: '10m',
  requires: ['lustre'],
  expr: () => `${lustreHealthy.name} == 0`,
  summary: 'The Lustre client of node {{ $labels.node }} is not healthy',
  description: `Lustre's own check says that its client on ${node} is not healthy (health_check {{ $value }}).`,
  runbook: {
    meaning: 'The Lustre client in the kernel of the node reports that something in it failed.',
    impact: 'Programs on this node may hang in reads and writes, and the jobs that they belong to with them.',
    diagnosis: 'Kernel log of the node (`dmesg | grep -i lustre`), `lfs check servers`. Is the same said of other nodes? Then look at the file system itself.',
    mitigation: 'Cordon the node and restart its jobs elsewhere; then mount again or reboot. Client and server versions must fit: FSx lists which.',
  },
});

const lustreNetwork = alert({
  name: 'LustreNetworkErrors',
  tier: 'warning',
  for: '10m',
  requires: ['lustre'],
  threshold: { default: 0, unit: 'events/second', description: 'Failed or dropped messages to Lustre\'s servers each second that are still accepted.' },
  expr: (threshold) => `${lnetErrors.name} > ${threshold}`,
  summary: 'Lustre messages of node {{ $labels.node }} are {{ $labels.kind }}',
  description: `Messages between ${node} and Lustre's servers are {{ $labels.kind }}: {{ $value | humanize }} each second.`,
  runbook: {
    meaning: 'Lustre\'s network layer on the node cannot deliver messages to the servers, or drops what arrives.',
    impact: 'Reads and writes hang and are tried again: training steps and checkpoints take minutes longer, or for ever.',
    diagnosis: '`lnetctl stats show` and `lctl ping` to a server\'s NID on the node; the security group must allow ports 988 and 1018 to 1023. *Network* shows whether the node drops packets too.',
    mitigation: 'If one node: cordon and replace it. If all: look at the file system\'s state at the cloud and at changes of the network.',
  },
});

const lustreSlow = alert({
  name: 'LustreSlow',
  tier: 'warning',
  for: '15m',
  requires: ['lustre'],
  threshold: { default: 0.5, unit: 'seconds', description: 'Mean time that a request to Lustre\'s servers may take.' },
  expr: (threshold) => `${lustreWait.name} > ${threshold}`,
  summary: 'Lustre answers node {{ $labels.node }} slowly',
  description: `Requests of ${node} to Lustre's servers have taken {{ $value | humanizeDuration }} on average for more than 15 minutes.`,
  runbook: {
    meaning: 'The time from a request to Lustre\'s servers until the answer is long. The client measures it; way, queue and server are all in it.',
    impact: 'Data loading and checkpoints become slow; the GPUs wait.',
    diagnosis: '*File systems*: one node (its network) or all (the file system)? Throughput at what was bought, or thousands of operations on small files each second?',
    mitigation: 'Spread checkpoints over time and over storage targets (`lfs setstripe -c -1` for large files), pack small files, or raise the throughput of the file system.',
  },
});

const lustreMissing = alert({
  name: 'LustreMetricsMissing',
  tier: 'warning',
  for: '15m',
  requires: ['lustre'],
  expr: () => `(present_over_time(${lustreHealthy.name}[6h]) unless ${lustreHealthy.name})\nand on (cluster, node) ${readyNodes}`,
  summary: 'The Lustre exporter of node {{ $labels.node }} is silent',
  description: 'Node {{ $labels.node }} of cluster {{ $labels.cluster }} was measured within the last 6 hours and is not any more: no Lustre exporter reports on it.',
  runbook: {
    meaning: 'A Lustre exporter reported on this node and has stopped, while the node itself is ready.',
    impact: 'Faults of the shared file system on this node stay unseen. Jobs are not touched, unless the exporter hangs as they do: in a dead mount.',
    diagnosis: 'Does the exporter\'s pod run on the node, and is its target up on *The stack itself*? A pod that hangs in state D points at a dead mount.',
    mitigation: 'Bring the exporter back, or switch off `monitors.lustre.enabled` if it is not wanted.',
  },
});

export const filesystemAlerts: AlertGroup = {
  name: 'observability.filesystem.alerts',
  alerts: [volumeFullSoon, nearEviction, stalled, lustreFull, lustreInodesUsed, lustreUnhealthy, lustreNetwork, lustreSlow, lustreMissing],
};
