import { signal } from './define.ts';
import { volumeUsed } from './filesystem.ts';

/** By this chart's exporter, and by OpenSearch's own plugin where its owner added that. */
const exporter = (expr: string) => ({ toggle: 'opensearchExporter' as const, expr });
const plugin = (expr: string) => ({ toggle: 'opensearch' as const, expr });

const ofCluster = (metric: string): string => `max by (cluster) (${metric})`;
/** `name` is that of the node of OpenSearch: its pod, where it runs in a cluster. */
const ofNode = (aggregation: 'max' | 'min' | 'sum', expr: string): string => `${aggregation} by (cluster, name) (${expr})`;
/** The plugin calls that `node`, which clashes with the node of the cluster. */
const ofPluginNode = (aggregation: 'max' | 'min' | 'sum', expr: string): string => ofNode(aggregation, `label_replace(${expr}, "name", "$1", "exported_node", "(.*)")`);

const colour = (name: string): string => ofCluster(`elasticsearch_cluster_health_status{color="${name}"}`);

export const storeStatus = signal({
  name: 'cluster:log_store_status:value', title: 'Health of the log store', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 2 },
  description: 'OpenSearch’s own colour: 0 green; 1 yellow, copies are missing; 2 red, at least one index has lost a part and takes no writes.',
  sources: [exporter(`${colour('yellow')} + 2 * ${colour('red')}`), plugin(ofCluster('opensearch_cluster_status'))],
});

export const storeNodes = signal({
  name: 'cluster:log_store_nodes:count', title: 'Nodes of the log store', unit: 'count', better: 'higher', description: 'Nodes that belong to the OpenSearch cluster.',
  sources: [exporter(ofCluster('elasticsearch_cluster_health_number_of_nodes')), plugin(ofCluster('opensearch_cluster_nodes_number'))],
});

export const storeUnassigned = signal({
  name: 'cluster:log_store_unassigned_shards:count', title: 'Shards without a node', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 10 },
  description: 'Shards of OpenSearch that no node holds. Copies: a second failure loses data. Primaries: their index is red.',
  sources: [exporter(ofCluster('elasticsearch_cluster_health_unassigned_shards')), plugin(ofCluster('opensearch_cluster_shards_number{type="unassigned"}'))],
});

export const storeShards = signal({
  name: 'cluster:log_store_shards:ratio', title: 'Shards of the limit', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.95 },
  description: 'Shards that OpenSearch has, of those that it may have (`cluster.max_shards_per_node` on each node). At the limit no new index can be made, and a rollover fails.',
  sources: [exporter(`${ofCluster('elasticsearch_cluster_health_active_shards')} / (${ofCluster('elasticsearch_clustersettings_stats_max_shards_per_node')} * ${ofCluster('elasticsearch_cluster_health_number_of_data_nodes')} > 0)`)],
});

export const storeHeap = signal({
  name: 'cluster:log_store_heap_used:ratio', title: 'Heap of the log store', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 0.9 }, by: ['name'],
  description: 'Part of the Java heap of an OpenSearch node that is in use. It goes up and down; what counts is where it falls to. From 95 % on requests are refused.',
  sources: [
    exporter(`${ofNode('max', 'elasticsearch_jvm_memory_used_bytes{area="heap"}')} / (${ofNode('max', 'elasticsearch_jvm_memory_max_bytes{area="heap"}')} > 0)`),
    plugin(`${ofPluginNode('max', 'opensearch_jvm_mem_heap_used_percent')} / 100`),
  ],
});

export const storeGc = signal({
  name: 'cluster:log_store_gc:ratio', title: 'Garbage collection of the log store', unit: 'ratio', better: 'lower', thresholds: { warning: 0.1, critical: 0.3 }, by: ['name'],
  description: 'Share of time in which an OpenSearch node stands still to free memory.',
  sources: [exporter(ofNode('sum', 'rate(elasticsearch_jvm_gc_collection_seconds_sum[5m])'))],
});

export const storeDisk = signal({
  name: 'cluster:log_store_disk_used:ratio', title: 'Disk of the log store', unit: 'ratio', better: 'lower', thresholds: { warning: 0.75, critical: 0.85 }, by: ['name'],
  description: 'Part of the disk of an OpenSearch node that is in use; of its volume where OpenSearch itself is not asked. At 85 % the oldest lines are removed before their time and no new shards are made there; at 95 % nothing more is written.',
  sources: [
    exporter(`1 - ${ofNode('min', 'elasticsearch_filesystem_data_available_bytes / (elasticsearch_filesystem_data_size_bytes > 0)')}`),
    plugin(`1 - ${ofPluginNode('min', 'opensearch_fs_path_available_bytes / (opensearch_fs_path_total_bytes > 0)')}`),
    plugin(`max by (cluster, name) (label_replace(${volumeUsed.name}{persistentvolumeclaim=~".*opensearch.*"}, "name", "$1", "persistentvolumeclaim", "(.*)")) unless on (cluster) (elasticsearch_filesystem_data_size_bytes or opensearch_fs_path_total_bytes)`),
  ],
});

export const storeWrites = signal({
  name: 'cluster:log_store_writes:rate5m', title: 'Lines written', unit: 'events/second', better: 'neither', by: ['name'],
  description: 'Documents that an OpenSearch node writes each second; with a copy of each line it is twice as many as arrive.',
  sources: [exporter(ofNode('sum', 'rate(elasticsearch_indices_indexing_index_total[5m])'))],
});

export const storeRejected = signal({
  name: 'cluster:log_store_rejected:rate5m', title: 'Operations refused', unit: 'events/second', better: 'lower', thresholds: { warning: 0.01, critical: 1 }, by: ['name', 'type'],
  description: 'Operations that an OpenSearch node refuses each second because a queue is full: writes, which Fluent Bit sends again, or searches, which fail.',
  sources: [exporter('sum by (cluster, name, type) (rate(elasticsearch_thread_pool_rejected_count{type=~"write|search"}[5m]))')],
});

export const storeWritePressure = signal({
  name: 'cluster:log_store_write_pressure:ratio', title: 'Memory for writes', unit: 'ratio', better: 'lower', thresholds: { warning: 0.7, critical: 0.95 }, by: ['name'],
  description: 'Memory that write requests hold in an OpenSearch node, of what they may hold. At 100 % they are answered with 429.',
  sources: [exporter(`${ofNode('max', 'elasticsearch_indexing_pressure_current_all_in_bytes')} / (${ofNode('max', 'elasticsearch_indexing_pressure_limit_in_bytes')} > 0)`)],
});

export const storeSearchTime = signal({
  name: 'cluster:log_store_search_time:seconds', title: 'Time of a search', unit: 'seconds', better: 'lower', thresholds: { warning: 0.5, critical: 5 }, by: ['name'],
  description: 'Mean time that a search of one shard takes on an OpenSearch node.',
  sources: [exporter(`${ofNode('sum', 'rate(elasticsearch_indices_search_query_time_seconds[5m])')} / (${ofNode('sum', 'rate(elasticsearch_indices_search_query_total[5m])')} > 0)`)],
});

export const storeReadOnly = signal({
  name: 'cluster:log_store_read_only:count', title: 'Indices that take no writes', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 1 },
  description: 'Indices that OpenSearch has locked, as a disk was 95 % full. It unlocks them itself when the disk is below 90 % again.',
  sources: [exporter(ofCluster('elasticsearch_indices_settings_stats_read_only_indices'))],
});

/** Indices of a family are numbered: ml-training-000001. */
const family = (expr: string): string => `label_replace(${expr}, "family", "$1", "index", "(.+)-[0-9]{6}")`;
const numbered = 'index=~"[a-z].*-[0-9]{6}"';

export const familySize = signal({
  name: 'cluster:log_family_size:bytes', title: 'Size of a family of logs', unit: 'bytes', better: 'neither', by: ['family'],
  description: 'Space that the indices of a family take, with their copies. `logs.families` sets how long they are kept and how large they may become.',
  sources: [exporter(`sum by (cluster, family) (${family(`elasticsearch_indices_store_size_bytes_total{${numbered}}`)})`)],
});

export const familyLines = signal({
  name: 'cluster:log_family_lines:count', title: 'Lines of a family of logs', unit: 'count', better: 'neither', by: ['family'],
  description: 'Lines that the indices of a family hold.',
  sources: [exporter(`sum by (cluster, family) (${family(`elasticsearch_indices_docs_primary{${numbered}}`)})`)],
});

export const familyHistory = signal({
  name: 'cluster:log_family_history:seconds', title: 'Age of the oldest index of a family', unit: 'seconds', better: 'neither', by: ['family'],
  description: 'How far back the lines of a family reach at most. Less than its retention: it is young, or its size limit removes indices earlier. Much more: nothing removes them.',
  sources: [exporter(`time() - min by (cluster, family) (${family(`elasticsearch_indices_settings_creation_timestamp_seconds{${numbered}}`)})`)],
});

export const storeAnswers = signal({
  name: 'cluster:log_store_answers:bool', title: 'Log store answers', unit: 'bool', better: 'higher', thresholds: { warning: 1, critical: 1 },
  description: 'Whether OpenSearch answers the user `monitor` over TLS with a certificate that holds.',
  sources: [exporter(ofCluster('probe_success{check="answers"}'))],
});

export const policyFailed = signal({
  name: 'cluster:log_policy_failed:bool', title: 'Policy of an index failed', unit: 'bool', better: 'lower', thresholds: { warning: 1, critical: 1 },
  description: '1 where Index State Management has given up on an index: it is neither rolled over nor removed any more.',
  sources: [exporter(`${ofCluster('probe_failed_due_to_cel{check="policies"}')} and on (cluster) probe_http_status_code{check="policies"} == 200`)],
});

export const certificateLeft = signal({
  name: 'cluster:log_store_certificate_left:seconds', title: 'Certificate of the log store ends in', unit: 'seconds', better: 'higher', thresholds: { warning: 21 * 24 * 3600, critical: 7 * 24 * 3600 },
  description: 'Time until the first of the certificates that OpenSearch shows ends. From then on nothing is written or read.',
  sources: [exporter('min by (cluster) (probe_ssl_earliest_cert_expiry{check="answers"}) - time()')],
});

export const snapshotAge = signal({
  name: 'cluster:log_snapshot_age:seconds', title: 'Age of the newest snapshot', unit: 'seconds', better: 'lower', thresholds: { warning: 36 * 3600, critical: 72 * 3600 }, by: ['repository'],
  description: 'Time since the newest snapshot of the logs that succeeded was begun: what would be lost with the store. With `logs.snapshots.enabled`.',
  sources: [exporter('time() - max by (cluster, repository) (elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds > 0)')],
});

export const logStoreSignals = [
  storeStatus, storeNodes, storeUnassigned, storeShards, storeHeap, storeGc, storeDisk, storeWrites, storeRejected, storeWritePressure, storeSearchTime, storeReadOnly,
  familySize, familyLines, familyHistory, storeAnswers, policyFailed, certificateLeft, snapshotAge,
];
