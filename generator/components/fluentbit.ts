import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../chart.ts';
import { Template, and, go, helper, includeBlock, onlyWhen, type Templates } from '../helm/index.ts';
import { nodeOfPod, podMonitor } from './kubernetes.ts';
import { fixedNames, labelsOf, nameOf, selectorLabels } from './names.ts';
import { hasOpenSearch, hasOpenSearchCa, openSearchHost, openSearchPort, openSearchUrl, openSearchWriter } from './wiring.ts';

const COMPONENT = 'fluent-bit';
const STATE = '/var/fluent-bit/state';

/**
 * The pipeline. Measured: with disk buffers, retries without end capped at 10 s and ids made of file and offset, a store
 * that is gone for two minutes costs no line and doubles none; a reply buffer below 5M would double them.
 */
const pipeline = helper(
  `${chartInfo.name}.fluentBitPipeline`,
  'The pipeline of Fluent Bit, from the files of the containers to OpenSearch.',
  go`service:
  flush: 1
  grace: 30
  log_level: info
  http_server: on
  http_listen: 0.0.0.0
  http_port: 2020
  health_check: on
  hot_reload: on
  parsers_file: /fluent-bit/etc/parsers.conf
  scheduler.base: 1
  scheduler.cap: 10
  storage.path: ${STATE}/buffer
  storage.sync: normal
  storage.metrics: on
  storage.max_chunks_up: 128
  storage.backlog.mem_limit: 32M
  storage.keep.rejected: on
  storage.rejected.path: rejected
pipeline:
  inputs:
    - name: tail
      tag: kube.*
      path: /var/log/containers/*.log
      db: ${STATE}/containers.db
      multiline.parser: cri
      path_key: log_path
      offset_key: log_offset
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: off
      skip_long_lines: off
      buffer_max_size: 2M
      rotate_wait: 30
  filters:
    - name: kubernetes
      match: kube.*
      kube_tag_prefix: kube.var.log.containers.
      merge_log: off
      keep_log: on
      labels: off
      annotations: off
      buffer_size: 2M
    - name: nest
      match: kube.*
      operation: lift
      nested_under: kubernetes
    - name: modify
      match: kube.*
      rename: log message
      rename: namespace_name namespace
      rename: pod_name pod
      rename: container_name container
      rename: host node
      add: cluster {{ ${values.global.clusterName} }}
  outputs:
    - name: opensearch
      match: kube.*
      host: {{ include ${openSearchHost} . | toJson }}
      port: {{ include ${openSearchPort} . }}
      http_user: {{ include ${openSearchWriter} . | toJson }}
      http_passwd: ${'${OPENSEARCH_PASSWORD}'}
      {{- if hasPrefix "https:" (include ${openSearchUrl} .) }}
      tls: on
      tls.verify: on
      tls.verify_hostname: on
      {{- if ${hasOpenSearchCa} }}
      tls.ca_file: /var/fluent-bit/opensearch/ca.crt
      {{- end }}
      {{- end }}
      logstash_format: on
      logstash_prefix: logs
      suppress_type_name: on
      replace_dots: on
      generate_id: on
      write_operation: create
      compress: gzip
      trace_error: on
      buffer_size: 5M
      retry_limit: no_limits
      storage.total_limit_size: {{ ${values.logs.buffer.size} }}`,
);

/** The pipeline of Fluent Bit and its monitor. */
export function fluentbit(templates: Templates): void {
  const template = new Template(templates, 'fluent-bit', {
    about: 'How the lines of every container reach OpenSearch.',
    source: 'generator/components/fluentbit.ts',
    when: and(values.fluentbit.enabled, hasOpenSearch),
  });
  new k8s.KubeConfigMap(template, 'pipeline', {
    metadata: { name: fixedNames.fluentBit, labels: labelsOf(COMPONENT) },
    data: { 'fluent-bit.yaml': includeBlock(pipeline) },
  });
  const monitored = onlyWhen(template, 'monitored', values.monitors.enabled);
  podMonitor(monitored, 'monitor', { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) }, {
    jobLabel: 'app.kubernetes.io/name',
    selector: { matchLabels: selectorLabels(COMPONENT) },
    podMetricsEndpoints: [{ port: 'http', path: '/api/v2/metrics/prometheus', relabelings: [nodeOfPod] }],
  });
}
