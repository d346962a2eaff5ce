import { pushedBy } from '../../../dashboards-src/catalogue/pushed.ts';
import { fieldNames, fields, type Field } from '../../../dashboards-src/logs/fields.ts';
import { chartInfo, values } from '../../chart.ts';
import { equal, go, helper, isSet, type TemplateText } from '../../helm/index.ts';
import { CONTAINERS, LINES as TAG, containerTag } from '../fluent-bit/paths.ts';
import { nameOf } from '../names.ts';
import { prometheusWriteUrl } from '../wiring.ts';
import { hasXray, speaksTlsToSenders, takesLogs, takesMetrics, takesTraces } from './conditions.ts';
import { CERTIFICATE, LINES, LINES_PORT, PORTS, QUEUE, TOKEN } from './places.ts';

const { auth, metrics, queue, traces } = values.otel;
const asksForToken = equal(auth.mode, 'token');

/** Address of the OTLP receiver of Prometheus, without what OTLP adds to it. */
export const metricsUrl = helper(
  `${chartInfo.name}.otelMetricsUrl`,
  'Where metrics by OTLP go.',
  go`{{- ${metrics.url} | trimSuffix "/" | default (printf "%s/api/v1/otlp" (include ${prometheusWriteUrl} .)) -}}`,
);

/** Address of the store of traces; of X-Ray where a region is named. */
export const tracesUrl = helper(
  `${chartInfo.name}.otelTracesUrl`,
  'Where traces by OTLP go.',
  go`{{- if ${hasXray} -}}https://xray.{{ ${traces.awsRegion} }}.amazonaws.com{{- else -}}{{ ${traces.url} | trimSuffix "/" }}{{- end -}}`,
);

/**
 * What a sender says of where it runs; the processor k8s_attributes keeps what is there already (processor.go of 0.155, setResourceAttribute), so a pod could pretend
 * to be another one. Its UID is left: nobody guesses it, and it is how pods with hostNetwork and collectors in between are told apart.
 */
const claims = '^k8s\\\\.(cluster|namespace|node|deployment|replicaset|statefulset|daemonset|job|cronjob)\\\\.|^k8s\\\\.pod\\\\.(name|ip|hostname|start_time|label|annotation)';

/** Room for every queue, in what Kubernetes takes as an amount. */
export const volumeSize = helper(`${chartInfo.name}.otelVolume`, 'Size of the volume of the queues.', go`{{- mul 4 ${queue.mebibytes} }}Mi`);

/** Names of labels and fields of ours, and the resource attribute that has them. */
const identity = { node: 'k8s.node.name', namespace: 'k8s.namespace.name', pod: 'k8s.pod.name', container: 'k8s.container.name' } as const;

const list = (statements: readonly string[], indent: number): string => statements.map((statement) => `\n${' '.repeat(indent)}- ${JSON.stringify(statement)}`).join('');

/** A label of ours that a sender writes itself is not believed; without a pod it is taken away. `via` tells what is pushed from what is scraped. */
const onPoints = [
  `set(datapoint.attributes["via"], "${pushedBy}")`,
  ...Object.keys(identity).map((label) => `delete_key(datapoint.attributes, "${label}")`),
  ...Object.entries(identity).map(([label, attribute]) => `set(datapoint.attributes["${label}"], resource.attributes["${attribute}"]) where resource.attributes["${attribute}"] != nil`),
];

const severities = [['fatal', 21], ['error', 17], ['warn', 13], ['info', 9], ['debug', 5], ['trace', 1]] as const;
const fieldOf = (name: (typeof fieldNames)[number]): Field => fields[name];
/** Fields that a line may state and that semantic conventions call otherwise. */
const renamed = fieldNames.flatMap((name) => { const { otel, from } = fieldOf(name); return from && otel?.includes('.') && !from.includes(otel) ? [`set(log.attributes["${name}"], log.attributes["${otel}"]) where log.attributes["${otel}"] != nil`] : []; });

const known = 'resource.attributes["k8s.pod.name"] != nil and resource.attributes["k8s.namespace.name"] != nil';
const container = 'IsMatch(resource.attributes["k8s.container.name"], "^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\\\z")';
/** As a file of the kubelet is called, so that Fluent Bit asks for the pod in the same way; the last part stands for the id of the container. */
const file = (name: string): string => `Concat(["${containerTag(CONTAINERS)}", resource.attributes["k8s.pod.name"], "_", resource.attributes["k8s.namespace.name"], "_", ${name}, "-${'0'.repeat(64)}.log"], "")`;

/** Makes of a record the line that a program would have written as JSON, and beside it whose it is: collect.lua does the rest. */
const onLines = [
  'set(log.time_unix_nano, log.observed_time_unix_nano) where log.time_unix_nano == 0',
  'merge_maps(log.attributes, log.body, "insert") where IsMap(log.body)',
  'set(log.attributes["message"], log.body) where not IsMap(log.body) and log.body != nil',
  'set(log.attributes["level"], log.severity_text) where log.severity_text != "" and log.severity_number == SEVERITY_NUMBER_UNSPECIFIED',
  ...[...severities].reverse().map(([name, least]) => `set(log.attributes["level"], "${name}") where log.severity_number >= ${least}`),
  'set(log.attributes["logger"], instrumentation_scope.name) where instrumentation_scope.name != ""',
  'set(log.attributes["service.name"], resource.attributes["service.name"]) where resource.attributes["service.name"] != nil',
  'set(log.attributes["trace_id"], log.trace_id.string) where log.trace_id.string != ""',
  'set(log.attributes["span_id"], log.span_id.string) where log.span_id.string != ""',
  ...renamed,
  'set(log.cache["uid"], log.attributes["log.record.uid"])',
  'set(log.cache["uid"], UUID()) where log.cache["uid"] == nil',
  `set(log.cache["tag"], "${TAG}.stranger")`,
  `set(log.cache["tag"], ${file('"-"')}) where ${known}`,
  `set(log.cache["tag"], ${file('resource.attributes["k8s.container.name"]')}) where ${known} and ${container}`,
  'set(log.body, {"otlp": String(log.attributes), "uid": log.cache["uid"], "tag": log.cache["tag"], "node": resource.attributes["k8s.node.name"]})',
];

const pipelineOf = (signal: string, on: unknown, after: string, exporter: string): TemplateText => go`
    {{- if ${on} }}
    ${signal}:
      receivers: [otlp]
      processors: [memory_limiter, transform/claims, k8s_attributes${after}]
      exporters: [${exporter}]
    {{- end }}`;

/** Never gives up: what bounds it is the queue. A batch is taken out of the queue when it has arrived. */
const delivery = ({ consumers, name }: { readonly consumers: number; readonly name: string }): TemplateText => go`
    compression: gzip
    retry_on_failure:
      max_elapsed_time: 0s
    sending_queue:
      storage: file_storage/${name}
      sizer: bytes
      queue_size: {{ mul ${queue.mebibytes} 1048576 }}
      num_consumers: ${consumers}
      batch:
        sizer: bytes
        flush_timeout: 1s
        min_size: 524288
        max_size: 1048576`;

const headersOf = ({ headers, existingSecret }: typeof metrics | typeof traces, variable: string): TemplateText => go`
    {{- if or ${headers} ${existingSecret} }}
    headers:
      {{- range $name, $value := ${headers} }}
      {{ $name | quote }}: {{ $value | replace "$" "$$" | quote }}
      {{- end }}
      {{- if ${existingSecret} }}
      Authorization: ${'${env:' + variable + '}'}
      {{- end }}
    {{- end }}`;

const storage = (name: string, on: unknown): TemplateText => go`
  {{- if ${on} }}
  file_storage/${name}:
    directory: ${QUEUE}/${name}
    create_directory: true
    # A file that a crash has broken is put aside and begun anew, rather than keeping the collector from starting.
    recreate: true
    compaction:
      directory: ${QUEUE}/${name}
      on_start: true
      on_rebound: true
      cleanup_on_start: true
  {{- end }}`;

const listening = (protocol: 'grpc' | 'http'): TemplateText => go`
      ${protocol}:
        endpoint: 0.0.0.0:${PORTS[protocol]}
        {{- if ${asksForToken} }}
        auth:
          authenticator: bearertokenauth
        {{- end }}
        {{- if ${speaksTlsToSenders} }}
        tls:
          cert_file: ${CERTIFICATE}/tls.crt
          key_file: ${CERTIFICATE}/tls.key
          reload_interval: 1m
        {{- end }}`;

/** Where traces end up, by whichever protocol. */
const tracesExporter = go`{{ if or ${hasXray} ${equal(traces.protocol, 'http')} }}otlp_http{{ else }}otlp_grpc{{ end }}/traces`;

/** What of the pod is asked for: its own object only, so that the account needs to see nothing else. */
const config = go`extensions:
  health_check:
    endpoint: 0.0.0.0:${PORTS.health}
  {{- if ${asksForToken} }}
  bearertokenauth:
    filename: ${TOKEN}
  {{- end }}
  {{- if ${hasXray} }}
  sigv4auth:
    region: {{ ${traces.awsRegion} | quote }}
    service: xray
  {{- end }}${storage('metrics', takesMetrics)}${storage('logs', takesLogs)}${storage('traces', takesTraces)}
receivers:
  otlp:
    protocols:${listening('grpc')}${listening('http')}
processors:
  memory_limiter:
    check_interval: 1s
    limit_percentage: 80
    spike_limit_percentage: 25
  # What a sender says of where it runs is not believed, but for the UID of its pod.
  transform/claims:
    error_mode: propagate
    {{- range list "metric_statements" "log_statements" "trace_statements" }}
    {{ . }}:
      - delete_matching_keys(resource.attributes, "${claims}")
    {{- end }}
  k8s_attributes:
    auth_type: serviceAccount
    # Or whoever sends first after a restart would belong to nobody.
    wait_for_metadata: true
    wait_for_metadata_timeout: 30s
    extract:
      metadata: [k8s.namespace.name, k8s.pod.name, k8s.pod.uid, k8s.node.name, k8s.deployment.name, k8s.statefulset.name, k8s.daemonset.name, k8s.job.name, k8s.cronjob.name]
    pod_association:
      - sources:
          - from: resource_attribute
            name: k8s.pod.uid
      - sources:
          - from: connection
  {{- if ${takesMetrics} }}
  transform/points:
    error_mode: propagate
    metric_statements:
      - {{ printf "set(datapoint.attributes[\"cluster\"], %q)" ${values.global.clusterName} | quote }}${{ text: list(onPoints, 6) }}
  {{- end }}
  {{- if ${takesLogs} }}
  transform/lines:
    error_mode: propagate
    log_statements:${{ text: list(onLines, 6) }}
  {{- end }}
  {{- if ${takesTraces} }}
  transform/spans:
    error_mode: propagate
    trace_statements:
      - {{ printf "set(resource.attributes[\"k8s.cluster.name\"], %q)" ${values.global.clusterName} | quote }}
  {{- end }}
exporters:
  {{- if ${takesMetrics} }}
  otlp_http/metrics:
    endpoint: {{ include ${metricsUrl} . | quote }}${headersOf(metrics, 'METRICS_AUTHORIZATION')}${delivery({ name: 'metrics', consumers: 1 })}
  {{- end }}
  {{- if ${takesLogs} }}
  otlp_http/logs:
    endpoint: http://{{ ${nameOf(LINES)} }}.{{ .Release.Namespace }}.svc:${LINES_PORT}${delivery({ name: 'logs', consumers: 4 })}
  {{- end }}
  {{- if ${takesTraces} }}
  ${tracesExporter}:
    endpoint: {{ include ${tracesUrl} . | quote }}
    {{- if ${hasXray} }}
    auth:
      authenticator: sigv4auth
    {{- end }}${headersOf(traces, 'TRACES_AUTHORIZATION')}${delivery({ name: 'traces', consumers: 4 })}
  {{- end }}
service:
  extensions: [health_check{{ if ${asksForToken} }}, bearertokenauth{{ end }}{{ if ${hasXray} }}, sigv4auth{{ end }}{{ if ${takesMetrics} }}, file_storage/metrics{{ end }}{{ if ${takesLogs} }}, file_storage/logs{{ end }}{{ if ${takesTraces} }}, file_storage/traces{{ end }}]
  telemetry:
    logs:
      encoding: json
    metrics:
      readers:
        - pull:
            exporter:
              prometheus:
                host: 0.0.0.0
                port: ${PORTS.metrics}
  pipelines:${pipelineOf('metrics', takesMetrics, ', transform/points', 'otlp_http/metrics')}${pipelineOf('logs', takesLogs, ', transform/lines', 'otlp_http/logs')}
    {{- if ${takesTraces} }}
    traces:
      receivers: [otlp]
      processors: [memory_limiter, transform/claims, k8s_attributes, transform/spans]
      exporters: [${tracesExporter}]
    {{- end }}`;

/** `relay.yaml`. */
export const relay = helper(`${chartInfo.name}.otelConfig`, 'Configuration of the OpenTelemetry Collector.', config);

export const hasAuthorization = { metrics: isSet(metrics.existingSecret), traces: isSet(traces.existingSecret) };
