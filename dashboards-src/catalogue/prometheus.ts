import { counter, exporter, gauge, summary, targetLabels } from './define.ts';

/** What Prometheus says of its targets: written at each scrape, whoever the target is. */
export const scrapes = exporter({
  name: 'scrapes',
  version: 'Prometheus 2.45 to 3.x',
  source: 'prometheus/prometheus scrape/scrape.go',
  toggle: 'prometheus',
  labels: [...targetLabels, 'node', 'metrics_path'],
  metrics: [
    gauge('up', 'bool', '1 if the last scrape of a target worked.'),
    gauge('scrape_duration_seconds', 'seconds', 'How long the last scrape of a target took.'),
    gauge('scrape_samples_post_metric_relabeling', 'count', 'Samples kept from the last scrape of a target.'),
  ],
});

/** Prometheus' metrics of itself. */
export const prometheus = exporter({
  name: 'Prometheus',
  version: '2.45 to 3.x',
  source: 'prometheus/prometheus tsdb/head.go, rules/manager.go, tsdb/db.go',
  toggle: 'prometheus',
  labels: targetLabels,
  metrics: [
    gauge('prometheus_tsdb_head_series', 'count', 'Series in memory.'),
    counter('prometheus_tsdb_head_samples_appended_total', 'count', 'Samples taken in.', { labels: ['type'] }),
    gauge('prometheus_tsdb_storage_blocks_bytes', 'bytes', 'Size of the blocks on disk.'),
    gauge('prometheus_tsdb_wal_storage_size_bytes', 'bytes', 'Size of the write-ahead log.'),
    gauge('prometheus_tsdb_retention_limit_bytes', 'bytes', 'Most that the blocks may take; 0 if no limit is set.'),
    gauge('prometheus_tsdb_lowest_timestamp_seconds', 'timestamp', 'Time of the oldest sample.'),
    gauge('prometheus_rule_group_last_duration_seconds', 'seconds', 'How long the last run of a rule group took.', { labels: ['rule_group'] }),
    gauge('prometheus_rule_group_interval_seconds', 'seconds', 'How often a rule group runs.', { labels: ['rule_group'] }),
    counter('prometheus_rule_evaluation_failures_total', 'count', 'Rules that failed.', { labels: ['rule_group'] }),
    counter('prometheus_rule_group_iterations_missed_total', 'count', 'Runs of a rule group skipped because the one before was not done.', { labels: ['rule_group'] }),
    summary('prometheus_engine_query_duration_seconds', 'seconds', 'How long queries took, by slice of the work.', { labels: ['slice', 'quantile'] }),
    counter('process_cpu_seconds_total', 'seconds', 'CPU time of a process.'),
    gauge('process_resident_memory_bytes', 'bytes', 'Memory of a process.'),
  ],
});
