import { signal } from './define.ts';

const lustre = (expr: string) => ({ toggle: 'lustre' as const, expr });

/** Disks of the node itself: what lies in memory, in layers of images or on a server is something else. */
export const localFilesystem = 'fstype!~"tmpfs|ramfs|overlay|squashfs|nfs.*|lustre|fuse.*", device_error=""';
/** Real devices: those made of others would count the same work again. */
const disk = 'device!~"dm-.*|md.*|loop.*|ram.*|zram.*|sr.*"';

/** A forecast for a month from now is no forecast. */
const soon = 30 * 24 * 3600;
const fullIn = (available: string): string => `${available} / (-deriv(${available}[1h]) > 0) < ${soon}`;

export const nodeDisk = signal({
  name: 'node:filesystem_used:ratio', title: 'Fullest disk of the node', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.9 },
  description: 'Space used on the fullest file system of a node. From about 85 % on the kubelet removes images and evicts pods.',
  sources: [{ expr: `1 - min by (cluster, node) (node_filesystem_avail_bytes{${localFilesystem}} / (node_filesystem_size_bytes{${localFilesystem}} > 0))` }],
});

export const nodeInodes = signal({
  name: 'node:filesystem_inodes_used:ratio', title: 'Inodes of the node', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.9 },
  description: 'Inodes used on the file system of a node that has the fewest left. Data sets of millions of small files use them up while there is space: pack them into archives.',
  sources: [{ expr: `1 - min by (cluster, node) (node_filesystem_files_free{${localFilesystem}} / (node_filesystem_files{${localFilesystem}} > 0))` }],
});

const ofDisks = (metric: string): string => `sum by (cluster, node) (rate(${metric}{${disk}}[5m]))`;

export const diskRead = signal({
  name: 'node:disk_read:rate5m', title: 'Read from disks', unit: 'bytes/second', better: 'neither', description: 'Bytes that a node reads from its disks each second. NVMe reaches some GB/s, EBS what its type allows.',
  sources: [{ expr: ofDisks('node_disk_read_bytes_total') }], levels: ['cluster'], aggregation: 'sum',
});

export const diskWritten = signal({
  name: 'node:disk_write:rate5m', title: 'Written to disks', unit: 'bytes/second', better: 'neither', description: 'Bytes that a node writes to its disks each second: images being pulled, local checkpoints, logs.',
  sources: [{ expr: ofDisks('node_disk_written_bytes_total') }], levels: ['cluster'], aggregation: 'sum',
});

export const diskLatency = signal({
  name: 'node:disk_latency:seconds', title: 'Time of a disk operation', unit: 'seconds', better: 'lower', thresholds: { warning: 0.02, critical: 0.1 },
  description: 'Mean time of a read or write on the disks of a node, waiting included. NVMe needs less than a millisecond, EBS a few; more means that the volume is at its limit of throughput or operations.',
  sources: [{ expr: `(${ofDisks('node_disk_read_time_seconds_total')} + ${ofDisks('node_disk_write_time_seconds_total')})\n/\n(${ofDisks('node_disk_reads_completed_total')} + ${ofDisks('node_disk_writes_completed_total')} > 0)` }],
});

export const diskBusy = signal({
  name: 'node:disk_busy:ratio', title: 'Busiest disk of the node', unit: 'ratio', better: 'neither',
  description: 'Share of time in which the busiest disk of a node had work. NVMe can do more at once and is not at its limit at 100 %: look at the time of an operation beside it.',
  sources: [{ expr: `max by (cluster, node) (rate(node_disk_io_time_seconds_total{${disk}}[5m]))` }],
});

export const ioStalled = signal({
  name: 'node:io_stalled:ratio', title: 'Time stalled by storage', unit: 'ratio', better: 'lower', thresholds: { warning: 0.1, critical: 0.4 },
  description: 'Share of time in which every program of the node that wanted to run waited for a disk or a file server. Beside GPUs that wait it is the proof that data loading is the cause.',
  sources: [{ expr: 'max by (cluster, node) (rate(node_pressure_io_stalled_seconds_total[5m]))' }],
});

/** Every node that mounts a volume reports on it. */
const ofVolume = (aggregation: 'max' | 'min', expr: string): string => `${aggregation} by (cluster, namespace, persistentvolumeclaim) (${expr})`;

export const volumeUsed = signal({
  name: 'namespace:volume_used:ratio', title: 'Volume used', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.95 }, by: ['persistentvolumeclaim'],
  description: 'Space used of a PersistentVolumeClaim that a pod mounts. A full one fails the next checkpoint: remove old ones, or expand the claim. Drivers of shared file systems often report none.',
  sources: [{ expr: ofVolume('max', 'kubelet_volume_stats_used_bytes / (kubelet_volume_stats_capacity_bytes > 0)') }],
});

export const volumeInodes = signal({
  name: 'namespace:volume_inodes_used:ratio', title: 'Inodes of the volume', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.95 }, by: ['persistentvolumeclaim'],
  description: 'Inodes used of a PersistentVolumeClaim that a pod mounts. At 100 % no file can be made while there is space.',
  sources: [{ expr: ofVolume('max', 'kubelet_volume_stats_inodes_used / (kubelet_volume_stats_inodes > 0)') }],
});

export const volumeCapacity = signal({
  name: 'namespace:volume_capacity:bytes', title: 'Volume size', unit: 'bytes', better: 'neither', by: ['persistentvolumeclaim'],
  description: 'Size of a PersistentVolumeClaim that a pod mounts, as its file system has it.',
  sources: [{ expr: ofVolume('max', 'kubelet_volume_stats_capacity_bytes') }],
});

export const volumeFullIn = signal({
  name: 'namespace:volume_full_in:seconds', title: 'Volume full in', unit: 'seconds', better: 'higher', thresholds: { warning: 24 * 3600, critical: 4 * 3600 }, by: ['persistentvolumeclaim'],
  description: 'When a PersistentVolumeClaim is full if it goes on as in the last hour. None: nothing is written, or it lasts for more than a month.',
  sources: [{ expr: ofVolume('min', fullIn('kubelet_volume_stats_available_bytes')) }],
});

/** Clients name a mount after its file system and an address of their own; connections to single servers have -mdc- or -osc- in their names. */
const mounts = 'component="client", target!~".*-(mdc|osc)-.*"';
const ofMounts = (aggregation: 'max' | 'min', expr: string): string => `${aggregation} by (cluster, filesystem) (label_replace(${expr}, "filesystem", "$1", "target", "(.+?)(?:-[0-9a-f]{8,})?"))`;
const lustreSpace = (unit: 'kibibytes' | 'kilobytes'): string => `1 - ${ofMounts('min', `lustre_available_${unit}{${mounts}}`)}\n/\n(${ofMounts('max', `lustre_capacity_${unit}{${mounts}}`)} > 0)`;
const ofLustre = (metric: string): string => `sum by (cluster, node) (rate(${metric}{${mounts}}[5m]))`;

export const lustreUsed = signal({
  name: 'cluster:lustre_used:ratio', title: 'Lustre space used', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.9 }, by: ['filesystem'],
  description: 'Space used of a Lustre file system, as its clients see it. Above 90 % it becomes slow, as single storage targets fill first: release data to S3, or add capacity.',
  sources: [lustre(lustreSpace('kibibytes')), lustre(lustreSpace('kilobytes'))],
});

export const lustreInodes = signal({
  name: 'cluster:lustre_inodes_used:ratio', title: 'Lustre inodes used', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.9 }, by: ['filesystem'],
  description: 'Inodes used of a Lustre file system. Their number follows from the capacity: millions of small files use them up while there is space. Pack them into archives.',
  sources: [lustre(`1 - ${ofMounts('min', `lustre_inodes_free{${mounts}}`)}\n/\n(${ofMounts('max', `lustre_inodes_maximum{${mounts}}`)} > 0)`)],
});

export const lustreRead = signal({
  name: 'node:lustre_read:rate5m', title: 'Read from Lustre', unit: 'bytes/second', better: 'neither',
  description: 'Bytes that programs of a node read from Lustre each second. All nodes together cannot have more than the throughput that was bought with the capacity.',
  sources: [lustre(ofLustre('lustre_read_bytes_total'))], levels: ['cluster'], aggregation: 'sum',
});

export const lustreWritten = signal({
  name: 'node:lustre_write:rate5m', title: 'Written to Lustre', unit: 'bytes/second', better: 'neither',
  description: 'Bytes that programs of a node write to Lustre each second. Peaks are checkpoints.',
  sources: [lustre(ofLustre('lustre_write_bytes_total'))], levels: ['cluster'], aggregation: 'sum',
});

export const lustreOperations = signal({
  name: 'cluster:lustre_operations:rate5m', title: 'Lustre operations', unit: 'requests/second', better: 'neither', by: ['operation'],
  description: 'Operations of programs on Lustre each second, by kind. Many open, close and getattr beside few bytes: small files, which the metadata server has to answer for one by one.',
  sources: [lustre(`sum by (cluster, operation) (rate(lustre_stats_total{${mounts}}[5m]))`)],
});

const WAIT = 'component="client", operation="req_waittime"';

export const lustreWait = signal({
  name: 'node:lustre_wait:seconds', title: 'Time of a Lustre request', unit: 'seconds', better: 'lower', thresholds: { warning: 0.05, critical: 0.5 },
  description: 'Mean time from a request of a node to Lustre\'s servers until the answer. High on one node: its network; high on all: the file system is at its limit. Only newer exporters count it.',
  sources: [lustre(`sum by (cluster, node) (rate(lustre_stats_seconds_sum{${WAIT}}[5m]))\n/\n(sum by (cluster, node) (rate(lustre_stats_total{${WAIT}}[5m])) > 0)`)],
});

export const lnetErrors = signal({
  name: 'node:lnet_errors:rate5m', title: 'Errors of Lustre\'s network', unit: 'events/second', better: 'lower', by: ['kind'], levels: ['cluster'], aggregation: 'sum',
  description: 'Messages between a node and Lustre\'s servers that failed or were dropped, each second. Any that lasts means a broken path: programs hang in reads until it heals.',
  sources: [lustre(Object.entries({ lustre_errors_total: 'failed', lustre_drop_count_total: 'dropped' }).map(([metric, kind]) => `label_replace(sum by (cluster, node) (rate(${metric}{component="lnet"}[5m])), "kind", "${kind}", "", "")`).join('\nor\n'))],
});

export const lustreHealthy = signal({
  name: 'node:lustre_healthy:bool', title: 'Lustre client healthy', unit: 'bool', better: 'higher', thresholds: { warning: 1, critical: 1 },
  description: 'Whether Lustre\'s own check on the node finds its client healthy. If not: kernel log of the node (`LustreError`), and the way to the servers.',
  sources: [lustre('min by (cluster, node) (lustre_health_check)')],
});

export const filesystemSignals = [
  nodeDisk, nodeInodes, diskRead, diskWritten, diskLatency, diskBusy, ioStalled, volumeUsed, volumeInodes, volumeCapacity, volumeFullIn,
  lustreUsed, lustreInodes, lustreRead, lustreWritten, lustreOperations, lustreWait, lnetErrors, lustreHealthy,
];
