import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { values } from '../../chart.ts';
import { describe, onlyWhen } from '../../helm/index.ts';
import { COUNTS_PORT, HTTP_PORT } from '../fluent-bit/paths.ts';
import { labelsOf, nameOf, selectorLabels } from '../names.ts';
import { tcp } from '../network-policy.ts';
import { COMPONENT, LINES, LINES_PORT } from './places.ts';

const COLLECTS = 'fluent-bit';

/** The way of lines from the collector to Fluent Bit, which redacts them, and who may go it. */
export function lines(scope: Construct): void {
  new k8s.KubeService(scope, 'service', {
    metadata: { name: nameOf(LINES), labels: labelsOf(COMPONENT) },
    spec: { type: 'ClusterIP', selector: selectorLabels(COLLECTS), ports: [{ name: 'otlp-http', port: LINES_PORT, targetPort: k8s.IntOrString.fromNumber(LINES_PORT), appProtocol: 'http' }] },
  });
  describe(
    new k8s.KubeNetworkPolicy(onlyWhen(scope, 'network-policy', values.networkPolicies.enabled), 'policy', {
      metadata: { name: nameOf(LINES), labels: labelsOf(COMPONENT) },
      spec: {
        podSelector: { matchLabels: selectorLabels(COLLECTS) },
        policyTypes: ['Ingress'],
        ingress: [
          { ports: [tcp(LINES_PORT)], from: [{ podSelector: { matchLabels: selectorLabels(COMPONENT) } }] },
          { ports: [tcp(HTTP_PORT), tcp(COUNTS_PORT)], from: [{ podSelector: {} }, ...values.networkPolicies.extraIngressFrom] },
        ],
      },
    }),
    'Whoever reaches this port of Fluent Bit may write lines in the name of any pod: only the collector does. Where lines go to is not limited, as that may be anywhere.',
  );
}
