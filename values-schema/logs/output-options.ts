/** A second destination: the plugin of Fluent Bit that writes to it, and the options of that plugin which it takes. */
export interface OutputType {
  readonly plugin: string;
  /** Names of options, as the plugin has them. */
  readonly options: readonly string[];
  /** What it cannot be without. */
  readonly required: readonly string[];
  /** What we set where the user does not. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** Options of every output that opens connections. fluent/fluent-bit 5.1.1 src/flb_output.c, src/flb_upstream.c */
export const connectionOptions = [
  'workers', 'tls', 'tls.verify', 'tls.verify_hostname', 'tls.vhost', 'tls.ca_file', 'tls.ca_path', 'tls.crt_file', 'tls.key_file', 'tls.key_passwd', 'tls.min_version', 'tls.max_version',
  'net.connect_timeout', 'net.io_timeout', 'net.keepalive', 'net.keepalive_idle_timeout', 'net.source_address',
] as const;

const aws = ['role_arn', 'external_id', 'sts_endpoint', 'profile', 'endpoint', 'auto_retry_requests'];
const search = [
  'host', 'port', 'index', 'http_user', 'http_passwd', 'path', 'pipeline', 'compress', 'buffer_size', 'time_key', 'time_key_nanos', 'id_key', 'write_operation', 'suppress_type_name', 'trace_error',
  'logstash_format', 'logstash_prefix', 'logstash_dateformat', 'aws_auth', 'aws_region', 'aws_service_name', 'aws_role_arn', 'aws_external_id', 'aws_sts_endpoint',
];
const searchDefaults = { index: '$family', id_key: 'id', write_operation: 'create', suppress_type_name: 'on', time_key_nanos: 'on', buffer_size: '5M', trace_error: 'on', compress: 'gzip', tls: 'on', 'tls.verify_hostname': 'on' };

/** fluent/fluent-bit 5.1.1, config_map of plugins/out_* */
export const outputTypes = {
  cloudwatch: {
    plugin: 'cloudwatch_logs',
    options: ['region', 'log_group_name', 'log_stream_name', 'log_stream_prefix', 'log_group_template', 'log_stream_template', 'log_key', 'log_format', 'auto_create_group', 'log_retention_days', 'log_group_class', 'extra_user_agent', ...aws],
    required: ['region', 'log_group_name'],
    defaults: { log_stream_prefix: '${NODE_NAME}-', auto_create_group: 'on' },
  },
  s3: {
    plugin: 's3',
    options: ['region', 'bucket', 's3_key_format', 's3_key_format_tag_delimiters', 'json_date_key', 'json_date_format', 'total_file_size', 'upload_chunk_size', 'upload_timeout', 'use_put_object', 'compression', 'content_type', 'canned_acl', 'storage_class', 'static_file_path', 'send_content_md5', 'preserve_data_ordering', 'store_dir_limit_size', 'log_key', ...aws],
    required: ['region', 'bucket'],
    defaults: { s3_key_format: '/logs/%Y/%m/%d/%H/${NODE_NAME}-$UUID.gz', compression: 'gzip', use_put_object: 'on', total_file_size: '50M', upload_timeout: '10m', json_date_key: '@timestamp', json_date_format: 'iso8601' },
  },
  kafka: {
    plugin: 'kafka',
    options: ['brokers', 'topics', 'topic_key', 'dynamic_topic', 'message_key', 'message_key_field', 'format', 'timestamp_key', 'timestamp_format', 'client_id', 'queue_full_retries', 'aws_msk_iam', 'aws_msk_iam_cluster_arn'],
    required: ['brokers', 'topics'],
    defaults: { format: 'json', timestamp_key: '@timestamp', timestamp_format: 'iso8601_ns' },
  },
  otlp: {
    plugin: 'opentelemetry',
    options: ['host', 'port', 'logs_uri', 'grpc', 'http2', 'header', 'http_user', 'http_passwd', 'compress', 'batch_size', 'proxy', 'aws_auth', 'aws_service', 'logs_body_key', 'logs_body_key_attributes', 'logs_severity_text_message_key', 'logs_trace_id_message_key', 'logs_span_id_message_key', 'log_response_payload'],
    required: ['host', 'port'],
    defaults: { logs_uri: '/v1/logs', logs_body_key: '$message', logs_body_key_attributes: 'on', logs_severity_text_message_key: 'severity', logs_trace_id_message_key: 'trace_id', logs_span_id_message_key: 'span_id', compress: 'gzip', tls: 'on', 'tls.verify_hostname': 'on' },
  },
  opensearch: { plugin: 'opensearch', options: search, required: ['host', 'port'], defaults: searchDefaults },
  elasticsearch: { plugin: 'es', options: [...search, 'cloud_id', 'cloud_auth', 'http_api_key'], required: ['host', 'port'], defaults: searchDefaults },
} as const satisfies Readonly<Record<string, OutputType>>;

export type OutputTypeName = keyof typeof outputTypes;

export const outputTypeNames = Object.keys(outputTypes) as OutputTypeName[];

/** Their values are credentials: they may only name a variable of the environment. */
export const secretOptions = /^(http_passwd|http_api_key|cloud_auth|tls\.key_passwd|rdkafka\.(sasl\.password|ssl\.key\.password|ssl\.keystore\.password|sasl\.oauthbearer\.client\.secret))$/;
