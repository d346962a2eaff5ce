import { values } from '../../chart.ts';
import { go } from '../../helm/index.ts';
import { hasOpenSearchCa, openSearchHost, openSearchPort, openSearchUrl, openSearchWriter } from '../wiring.ts';
import { outputTypes } from '../../../values-schema/logs/output-options.ts';
import { COUNTS_PORT, LINES, METRICS, OPENSEARCH_CA, STATE } from './paths.ts';

const { aws } = values.external.opensearch;

/**
 * `buffer_size` has to hold the reply to a bulk request, or each is sent twice. A reply of 201 and 409 counts as an error and is sent again until all are
 * 409, which the ids make harmless. Not compressed within the cluster: it costs 4.9 µs a line, a third of the whole.
 */
const opensearch = go`
    - name: opensearch
      alias: opensearch
      match: ${LINES}.*
      host: {{ include ${openSearchHost} . | toJson }}
      port: {{ include ${openSearchPort} . }}
      {{- if and (not ${values.opensearch.enabled}) ${aws.region} }}
      aws_auth: on
      aws_region: {{ ${aws.region} }}
      aws_service_name: {{ ${aws.service} }}
      {{- else }}
      http_user: {{ include ${openSearchWriter} . | toJson }}
      http_passwd: ${'${OPENSEARCH_PASSWORD}'}
      {{- end }}
      {{- if hasPrefix "https:" (include ${openSearchUrl} .) }}
      tls: on
      tls.verify: on
      tls.verify_hostname: on
      {{- if ${hasOpenSearchCa} }}
      tls.ca_file: ${OPENSEARCH_CA}
      {{- end }}
      {{- end }}
      index: $family
      id_key: id
      write_operation: create
      suppress_type_name: on
      time_key: '@timestamp'
      time_key_nanos: on
      {{- if not ${values.opensearch.enabled} }}
      compress: gzip
      {{- end }}
      trace_error: on
      buffer_size: 5M
      workers: 2
      net.io_timeout: 60s
      retry_limit: {{ ${values.logs.buffer.retries} }}
      storage.total_limit_size: {{ ${values.logs.buffer.size} }}`;

const plugins = Object.entries(outputTypes).map(([type, { plugin }]) => `"${type}" "${plugin}"`).join(' ');
const defaults = Object.entries(outputTypes).map(([type, { defaults: set }]) => `"${type}" (dict ${Object.entries(set).map(([name, value]) => `"${name}" "${value}"`).join(' ')})`).join(' ');

const others = go`
    {{- $plugins := dict ${{ text: plugins }} }}
    {{- $defaults := dict ${{ text: defaults }} }}
    {{- range $name, $output := ${values.logs.outputs} }}
    - name: {{ get $plugins $output.type }}
      alias: {{ $name }}
      match: ${LINES}.*
      retry_limit: no_limits
      storage.total_limit_size: {{ $output.bufferSize | default "1G" }}
      {{- if eq $output.type "s3" }}
      store_dir: ${STATE}/s3/{{ $name }}
      {{- end }}
      {{- range $option, $value := merge (deepCopy $output.options) (get $defaults $output.type) }}
      {{ $option }}: {{ toJson $value }}
      {{- end }}
    {{- end }}`;

const counts = go`
    - name: prometheus_exporter
      alias: metrics
      match: ${METRICS}
      host: 0.0.0.0
      port: ${COUNTS_PORT}`;

/** OpenSearch, the second destinations of the values, and the counts for Prometheus. */
export const outputs = go`  outputs:${opensearch}${others}${counts}`;
