import { connectionOptions, outputTypes } from '../../../values-schema/logs/output-options.ts';

/** Options that Fluent Bit 5.1.1 has, of the plugins that the pipeline uses: what is not here it refuses, or worse, ignores. */

const named = (...lines: string[]): readonly string[] => lines.flatMap((line) => line.split(' '));

/** src/flb_config.c, service_configs */
export const serviceOptions = named(
  'flush grace daemon log_file log_level parsers_file plugins_file streams_file http_server http_listen http_port health_check hc_errors_count hc_retry_failure_count hc_period hot_reload',
  'scheduler.cap scheduler.base multiline_buffer_limit coro_stack_size storage.path storage.sync storage.metrics storage.checksum storage.max_chunks_up storage.backlog.mem_limit',
  'storage.backlog.shutdown_mem_limit storage.backlog.flush_on_shutdown storage.trim_files storage.type storage.inherit storage.delete_irrecoverable_chunks storage.keep.rejected storage.rejected.path storage.rejected.limit',
);

/** src/flb_input.c, flb_input_set_property */
const everyInput = named('name tag alias log_level routable mem_buf_limit storage.type storage.pause_on_chunks_overlimit threaded');
/** src/flb_filter.c, flb_filter_set_property */
const everyFilter = named('name match match_regex alias log_level');
/** src/flb_output.c, flb_output_set_property */
const everyOutput = [...named('name match match_regex alias log_level host port retry_limit storage.total_limit_size'), ...connectionOptions];

/** plugins/in_NAME, config_map */
export const inputOptions: Readonly<Record<string, readonly string[]>> = {
  tail: [...everyInput, ...named(
    'path exclude_path key read_from_head read_newly_discovered_files_from_head refresh_interval watcher_interval rotate_wait path_key offset_key ignore_older buffer_chunk_size buffer_max_size static_batch_size',
    'event_batch_size skip_long_lines truncate_long_lines skip_empty_lines inotify_watcher parser tag_regex db db.sync db.locking db.journal_mode db.compare_filename multiline.parser',
  )],
  systemd: [...everyInput, ...named('path db db.sync lowercase max_entries max_fields read_from_tail strip_underscores systemd_filter systemd_filter_type')],
  opentelemetry: [...everyInput, ...named('listen port tag_key tag_from_uri successful_response_code raw_traces logs_metadata_key logs_body_key profiles_support encode_profiles_as_log')],
  dummy: [...everyInput, ...named('dummy metadata copies rate interval_sec interval_nsec samples fixed_timestamp flush_on_startup')],
};

/** plugins/filter_NAME, config_map */
export const filterOptions: Readonly<Record<string, readonly string[]>> = {
  kubernetes: [...everyFilter, ...named(
    'buffer_size tls.verify tls.verify_hostname merge_log keep_log kube_url kube_ca_file kube_tag_prefix kube_token_file labels annotations owner_references namespace_labels namespace_annotations',
    'k8s-logging.parser k8s-logging.exclude dns_retries dns_wait_time use_kubelet kube_meta_cache_ttl regex_parser kube_meta_preload_cache_dir',
  )],
  rewrite_tag: [...everyFilter, ...named('rule emitter_name emitter_storage.type emitter_mem_buf_limit recursive_action')],
  lua: [...everyFilter, ...named('script code call type_int_key type_array_key protected_mode time_as_table enable_flb_null')],
  log_to_metrics: [...everyFilter, ...named(
    'regex exclude metric_mode value_field metric_name metric_namespace metric_subsystem metric_description kubernetes_mode add_label label_field bucket tag emitter_name emitter_mem_buf_limit',
    'flush_interval_sec flush_interval_nsec discard_logs',
  )],
};

/** plugins/out_NAME, config_map */
export const outputOptions: Readonly<Record<string, readonly string[]>> = {
  prometheus_exporter: [...everyOutput, ...named('add_label add_timestamp')],
  ...Object.fromEntries(Object.values(outputTypes).map(({ plugin, options }) => [plugin, [...everyOutput, ...options, ...(plugin === 's3' ? ['store_dir'] : [])]])),
};
