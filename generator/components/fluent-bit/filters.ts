import { go, type TemplateText } from '../../helm/index.ts';
import { CONFIG, CONTAINERS, LINES, METRICS, PODS, containerTag } from './paths.ts';

/** A number that collect.lua adds up, as a metric. A gauge, as a counter of this filter only counts records. */
function counted(field: string, name: string, description: string, labels: readonly string[], last: boolean): TemplateText {
  // Without a subsystem of its own it is called after the mode: log_gauge_redactions_total.
  const [subsystem, ...rest] = name.split('_');
  return go`
    - name: log_to_metrics
      alias: ${name}
      match: ${LINES}.counts
      tag: ${METRICS}
      metric_mode: gauge
      metric_namespace: log
      metric_subsystem: ${subsystem}
      metric_name: ${rest.join('_')}
      metric_description: ${description}
      value_field: ${field}
      regex: ${field} .+
      ${{ text: labels.map((label) => `label_field: ${label}\n      `).join('') }}emitter_name: metrics_${name}
      flush_interval_sec: 10
      discard_logs: ${last ? 'on' : 'off'}`;
}

/** Asks the API server for the pods of the files in a folder; `parser` says whose they are, where their names are not those of the folder of links. */
const describedBy = (alias: string, folder: string, parser?: string): TemplateText => go`
    - name: kubernetes
      alias: ${alias}
      match: ${containerTag(folder)}*
      kube_tag_prefix: ${containerTag(folder)}
      ${{ text: parser ? `regex_parser: ${parser}\n      ` : '' }}merge_log: off
      keep_log: on
      labels: on
      annotations: on
      owner_references: on
      k8s-logging.parser: off
      k8s-logging.exclude: on
      buffer_size: 2M
      dns_retries: 3
      dns_wait_time: 5
      tls.verify_hostname: on`;

/** Whose a rotated file is, by its tag: NAMESPACE_POD_UID.CONTAINER.0.log.TIME */
export const parsers = { text: `parsers:
  - name: rotated
    format: regex
    regex: ^(?<namespace_name>[^_]+)_(?<pod_name>[^_]+)_[^.]+\\.(?<container_name>[^.]+)\\.\\d+\\.log\\.
` };

/**
 * The pod of each line, from the API server, which is asked once for a pod; while it does not answer lines go on without their labels. Then one pass
 * in Lua. Last the counts, which end here.
 */
export const filters = go`  filters:${describedBy('kubernetes', CONTAINERS)}${describedBy('rotated', PODS, 'rotated')}
    - name: lua
      alias: collect
      match: ${LINES}.*
      script: ${CONFIG}/collect.lua
      call: collect${counted('redactions', 'redactions_total', 'Secrets taken out of lines.', ['namespace'], false)}${counted('failures', 'redaction_errors_total', 'Lines left out as the script failed on them.', [], true)}`;
