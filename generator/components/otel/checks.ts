import { values } from '../../chart.ts';
import { and, go, isSet, not, or } from '../../helm/index.ts';
import { wantsCertificate } from '../certificate.ts';
import type { Check } from '../checks.ts';
import { condition, connected, hasCertManager } from '../cluster.ts';
import { hasOpenSearch } from '../wiring.ts';
import { hasMetricsStore, hasXray } from './conditions.ts';

const { otel, fluentbit, prometheus } = values;
const on = otel.enabled;
const RECEIVER = 'kube-prometheus-stack.prometheus.prometheusSpec.enableOTLPReceiver';
const receives = condition('dig "prometheus" "prometheusSpec" "enableOTLPReceiver" false (index .Values "kube-prometheus-stack")');

/** What the collector cannot do with the values around it. */
export const otelChecks = (): readonly Check[] => [
  {
    refuses: 'metrics by OTLP without Prometheus',
    when: and(on, otel.metrics.enabled, not(hasMetricsStore)),
    message: 'otel.metrics has nowhere to go: set prometheus.enabled=true, external.prometheus.url or otel.metrics.url, or otel.metrics.enabled=false',
  },
  {
    refuses: 'metrics by OTLP for a Prometheus that takes none',
    when: and(on, otel.metrics.enabled, prometheus.enabled, not(isSet(otel.metrics.url)), not(receives)),
    message: `Prometheus takes no metrics by OTLP unless it is told to, as whoever reaches its port may then write to it: set ${RECEIVER}=true as well, or otel.metrics.enabled=false`,
  },
  {
    refuses: 'logs by OTLP without Fluent Bit and a store',
    when: and(on, otel.logs.enabled, not(and(fluentbit.enabled, hasOpenSearch))),
    message: 'otel.logs go through Fluent Bit, which takes secrets out of them, to OpenSearch: set fluentbit.enabled=true with opensearch.enabled=true or external.opensearch.url, or otel.logs.enabled=false',
  },
  {
    refuses: 'two stores of traces',
    when: and(on, isSet(otel.traces.url), hasXray),
    message: go`printf "otel.traces.url=%s and otel.traces.awsRegion=%s are two stores: remove one of them" .Values.otel.traces.url .Values.otel.traces.awsRegion`,
  },
  {
    refuses: 'gRPC to a store of traces without a port',
    when: and(on, condition('eq .Values.otel.traces.protocol "grpc"'), isSet(otel.traces.url), condition('not (regexMatch "^https?://[^/]+:[0-9]+/?$" .Values.otel.traces.url)')),
    message: go`printf "otel.traces.url=%s is no address for gRPC: write it with a port and without a path, as http://tempo.tracing.svc:4317, or set otel.traces.protocol=http" .Values.otel.traces.url`,
  },
  {
    refuses: 'a collector that takes nothing',
    when: and(on, not(or(otel.metrics.enabled, otel.logs.enabled, isSet(otel.traces.url), hasXray))),
    message: 'otel.enabled=true takes nothing: set otel.metrics.enabled=true, otel.logs.enabled=true or otel.traces.url, or otel.enabled=false',
  },
  {
    refuses: 'a certificate for OTLP without cert-manager',
    when: and(on, wantsCertificate(otel.tls), connected, not(hasCertManager)),
    message: 'otel.tls.issuerRef needs cert-manager, which this cluster does not have: install it, or name a Secret with the keys tls.crt and tls.key in otel.tls.existingSecret',
  },
];
