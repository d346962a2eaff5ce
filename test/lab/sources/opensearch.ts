import { families as logFamilies } from '../../../dashboards-src/logs/families.ts';
import { quantity, type Pod, type Snapshot } from '../fleet/cluster.ts';
import type { Family, Sample } from '../fleet/exposition.ts';
import { fraction, noise } from '../fleet/random.ts';
import type { SimulatedSource } from './define.ts';
import { by, counter, gauge, one } from './families.ts';

const ports = { metrics: 9114, checks: 9115 };
/** What OpenSearch calls itself: `clusterName` of its chart. */
const cluster = 'observability';
const day = 24 * 3600;
const heap = 2 ** 30;
const writePressureLimit = heap / 10;
const indicesOfFamily = 6;
const certificateDays = 3650;

const app = ({ metadata }: Pod): string | undefined => metadata.labels?.['app.kubernetes.io/name'];

interface StoreNode {
  readonly name: string;
  readonly labels: Sample['labels'];
  /** Size of its volume in bytes. */
  readonly disk: number;
}

/** The nodes of OpenSearch are its pods, each with the volume that its claim asks for. */
const nodesOf = ({ pods, claims }: Snapshot): StoreNode[] => pods.filter((pod) => app(pod) === 'opensearch').map(({ metadata: { name, namespace } }) => {
  const claim = claims.find((each) => each.metadata.namespace === namespace && each.metadata.name.endsWith(name));
  return {
    name,
    labels: { cluster, host: '10.0.0.1', name, es_master_node: 'true', es_data_node: 'true', es_ingest_node: 'true', es_client_node: 'true' },
    disk: quantity(claim?.status.capacity?.storage ?? '100Gi'),
  };
});

const ofNodes = (nodes: readonly StoreNode[], value: (node: StoreNode) => number, labels: Sample['labels'] = {}): Sample[] => nodes.map((node) => ({ labels: { ...node.labels, ...labels }, value: value(node) }));
const used = ({ name }: StoreNode, time: number): number => 0.3 + 0.2 * fraction(name) + 0.01 * noise(name, 600, time);

const index = (family: string, number: number): string => `${family}-${String(number + 1).padStart(6, '0')}`;
const ofIndices = (value: (family: string, number: number) => number, labels: Sample['labels'] = {}): Sample[] =>
  Object.keys(logFamilies).flatMap((family) => Array.from({ length: indicesOfFamily }, (_, number) => ({ labels: { ...labels, index: index(family, number) }, value: value(family, number) })));
const bytesOf = (family: string, number: number): number => Math.round((2 + 8 * fraction(index(family, number))) * 1e9);

const health = (nodes: readonly StoreNode[]): Family[] => {
  const state = (name: string, value: number): Family => gauge(`elasticsearch_cluster_health_${name}`, [{ labels: { cluster }, value }]);
  const shards = Object.keys(logFamilies).length * indicesOfFamily;
  return [
    gauge('elasticsearch_cluster_health_status', by('color', { green: 1, yellow: 0, red: 0 }, { cluster })),
    state('number_of_nodes', nodes.length), state('number_of_data_nodes', nodes.length), state('active_primary_shards', shards), state('active_shards', shards), state('relocating_shards', 0),
    state('initializing_shards', 0), state('unassigned_shards', 0), state('delayed_unassigned_shards', 0), state('number_of_pending_tasks', 0), state('task_max_waiting_in_queue_millis', 0),
  ];
};

const load = (nodes: readonly StoreNode[], age: number, time: number): Family[] => {
  const searches = age * 3;
  const pool = (value: (name: string, node: StoreNode) => number): Sample[] => ['write', 'search'].flatMap((type) => ofNodes(nodes, (node) => value(type, node), { type }));
  return [
    gauge('elasticsearch_jvm_memory_used_bytes', [
      ...ofNodes(nodes, ({ name }) => Math.round(heap * (0.35 + 0.3 * noise(`${name}/heap`, 90, time))), { area: 'heap' }), ...ofNodes(nodes, () => 190e6, { area: 'non-heap' }),
    ]),
    gauge('elasticsearch_jvm_memory_max_bytes', ofNodes(nodes, () => heap, { area: 'heap' })),
    counter('elasticsearch_jvm_gc_collection_seconds_count', ofNodes(nodes, () => age / 20, { gc: 'young' })),
    // A counter with parts of seconds: whole ones would be a staircase.
    { ...counter('elasticsearch_jvm_gc_collection_seconds_sum', []), samples: ofNodes(nodes, () => age * 0.004, { gc: 'young' }) },
    gauge('elasticsearch_process_cpu_percent', ofNodes(nodes, ({ name }) => Math.round(8 + 12 * noise(name, 60, time)))),
    gauge('elasticsearch_thread_pool_queue_count', pool(() => 0)),
    gauge('elasticsearch_thread_pool_active_count', pool(() => 1)),
    counter('elasticsearch_thread_pool_completed_count', pool(() => age * 5)),
    counter('elasticsearch_thread_pool_rejected_count', pool(() => 0)),
    counter('elasticsearch_indices_indexing_index_total', ofNodes(nodes, () => age * 900)),
    counter('elasticsearch_indices_search_query_total', ofNodes(nodes, () => searches)),
    { ...counter('elasticsearch_indices_search_query_time_seconds', []), samples: ofNodes(nodes, () => searches * 0.012) },
    gauge('elasticsearch_indexing_pressure_current_all_in_bytes', nodes.map(({ name }) => ({ labels: { cluster, host: '10.0.0.1', name, indexing_pressure: 'memory' }, value: Math.round(writePressureLimit * 0.2 * noise(`${name}/writes`, 30, time)) }))),
    gauge('elasticsearch_indexing_pressure_limit_in_bytes', nodes.map(({ name }) => ({ labels: { cluster, host: '10.0.0.1', name, indexing_pressure: 'memory' }, value: writePressureLimit }))),
  ];
};

const space = (nodes: readonly StoreNode[], time: number): Family[] => {
  const data = { mount: '/usr/share/opensearch/data (/dev/nvme1n1)', path: '/usr/share/opensearch/data/nodes/0' };
  return [
    gauge('elasticsearch_filesystem_data_size_bytes', ofNodes(nodes, ({ disk }) => disk, data)),
    gauge('elasticsearch_filesystem_data_available_bytes', ofNodes(nodes, (node) => Math.round(node.disk * (1 - used(node, time))), data)),
    gauge('elasticsearch_indices_store_size_bytes_primary', ofIndices(bytesOf, { cluster })),
    gauge('elasticsearch_indices_store_size_bytes_total', ofIndices(bytesOf, { cluster })),
    gauge('elasticsearch_indices_docs_primary', ofIndices((family, number) => Math.round(bytesOf(family, number) / 320), { cluster })),
    gauge('elasticsearch_indices_settings_creation_timestamp_seconds', ofIndices((_, number) => Math.floor(time - (indicesOfFamily - number) * 7 * day))),
    gauge('elasticsearch_indices_settings_replicas', ofIndices(() => 0)),
    gauge('elasticsearch_indices_settings_stats_read_only_indices', one(0)),
    gauge('elasticsearch_clustersettings_stats_max_shards_per_node', one(1000)),
    gauge('elasticsearch_clustersettings_allocation_watermark_flood_stage_ratio', one(0.95)),
    gauge('elasticsearch_scrape_success', by('collector', { 'cluster-info': 1, clustersettings: 1 })),
  ];
};

/** The exporter of the chart, which asks the store of the chart. */
export const opensearch: SimulatedSource = {
  name: 'elasticsearch_exporter on OpenSearch',
  objects: [],
  answers: (pod, asked) => app(pod) === 'opensearch-exporter' && asked === ports.metrics,
  families(_, { origin, time }, snapshot) {
    const nodes = nodesOf(snapshot);
    return nodes.length ? [...health(nodes), ...load(nodes, Math.max(0, time - origin), time), ...space(nodes, time)] : [];
  },
};

/** The questions that have no metric: all is well, and the certificate as old as the lab. */
export const opensearchChecks: SimulatedSource = {
  name: 'blackbox_exporter on OpenSearch',
  objects: [],
  answers: (pod, asked) => app(pod) === 'opensearch-exporter' && asked === ports.checks,
  families(_, { origin, time }) {
    return [
      gauge('probe_success', one(1)),
      gauge('probe_duration_seconds', one(0.01 + 0.01 * noise('checks', 60, time))),
      gauge('probe_http_status_code', one(200)),
      gauge('probe_http_ssl', one(1)),
      gauge('probe_failed_due_to_cel', one(0)),
      gauge('probe_ssl_earliest_cert_expiry', one(Math.floor(origin) + certificateDays * day)),
    ];
  },
};
