import { exporter, gauge, labelled, targetLabels } from './define.ts';

/** What blackbox_exporter says of the questions that opensearchExporter has it ask; `check` is set by the monitor. */
export const opensearchChecks = exporter({
  name: 'blackbox_exporter on OpenSearch',
  version: '0.28.0',
  source: 'prometheus/blackbox_exporter prober/handler.go, prober/http.go',
  toggle: 'opensearchExporter',
  labels: targetLabels,
  metrics: labelled(['check'], [
    gauge('probe_success', 'bool', '1 where the answer was as it should be.'),
    gauge('probe_duration_seconds', 'seconds', 'How long the question took.'),
    gauge('probe_http_status_code', 'count', 'HTTP status of the answer; 0 where there was none.'),
    gauge('probe_failed_due_to_cel', 'bool', '1 where the answer says what it must not say.'),
    gauge('probe_ssl_earliest_cert_expiry', 'timestamp', 'End of the certificate that ends first of those that were shown.'),
    gauge('probe_http_ssl', 'bool', '1 where the answer came over TLS.'),
  ]),
});
