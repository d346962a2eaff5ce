import type { Construct } from 'constructs';
import { values } from '../../chart.ts';
import { isSet, note, when } from '../../helm/index.ts';
import { selectorLabels } from '../names.ts';
import { hostOf, networkPolicy, tcp, toAnyHost, toDns, toPodIdentity, toPrometheus } from '../network-policy.ts';
import { hasXray, takesLogs, takesMetrics } from './conditions.ts';
import { prometheusWriteUrl } from '../wiring.ts';
import { COMPONENT, LINES_PORT, PORTS } from './places.ts';

const { clients, extraEgress, metrics, traces } = values.otel;

/** Who may send, and where it goes to. */
export const policy = (scope: Construct): void => networkPolicy(scope, COMPONENT, 'Who may send, and the stores that it hands on to: nothing else comes in or goes out.', {
  ingress: [
    // A rule without peers would let everybody in.
    when(isSet(clients), { from: clients, ports: [tcp(PORTS.grpc), tcp(PORTS.http)] }),
    { ports: [tcp(PORTS.metrics)], from: [{ podSelector: {} }, ...values.networkPolicies.extraIngressFrom] },
  ],
  egress: [
    toDns,
    note('The API server, by the ports that it listens on.', toAnyHost(443, 6443)),
    when(takesMetrics, when(isSet(metrics.url), hostOf(metrics.url), toPrometheus(values.prometheus.enabled, prometheusWriteUrl))),
    when(takesLogs, { to: [{ podSelector: { matchLabels: selectorLabels('fluent-bit') } }], ports: [tcp(LINES_PORT)] }),
    when(isSet(traces.url), hostOf(traces.url)),
    when(hasXray, toPodIdentity),
    ...extraEgress,
  ],
});
