import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { values } from '../../chart.ts';
import { ROOT, isSet, note, reference, when, type Condition, type Helper, type Reference } from '../../helm/index.ts';
import { networkPolicy, tcp } from '../network-policy.ts';
import { portOf } from '../wiring.ts';
import type { Server } from './server.ts';

/** A port that only Helm knows: what an expression yields. */
export const portFrom = (code: string): number => reference<number>(code, { type: 'integer' });

const DNS: k8s.NetworkPolicyEgressRule = { ports: [{ protocol: 'UDP', port: k8s.IntOrString.fromNumber(53) }, tcp(53)] };

/** Any host on these ports: an API server or an external store has no labels to select it by. */
export const anyHost = (...ports: number[]): k8s.NetworkPolicyEgressRule => ({ ports: ports.map(tcp) });

/** What a server asks: pods of this release, or an address that is brought. */
export interface Store {
  readonly inRelease: Condition;
  /** Its address, for where it is not in the release. */
  readonly url: Helper;
  readonly namespace: Reference<string>;
  readonly labels: Readonly<Record<string, string>>;
  /** Port of the pods, not of the Service: policies see a packet after its address was translated. */
  readonly port: number;
}

/** Lets a server reach its store, and nothing else. */
export const toStore = ({ inRelease, url, namespace, labels, port }: Store): k8s.NetworkPolicyEgressRule =>
  when(
    inRelease,
    {
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels } }],
      ports: [tcp(port)],
    },
    anyHost(portFrom(`include ${JSON.stringify(portOf.name)} (include ${JSON.stringify(url.name)} ${ROOT})`)),
  );

/** Who may ask a server, and what it may ask. */
export function serverPolicy(scope: Construct, component: string, { port, egress }: Server): void {
  const { clients, extraEgress } = values.mcp;
  networkPolicy(scope, component, 'The server asks its callers for no password: this policy is what keeps others away.', {
    // A rule without peers would let everybody in.
    ...when(isSet(clients), { ingress: [{ from: clients, ports: [tcp(port)] }] }, { ingress: [] }),
    egress: [note('DNS.', DNS), egress, ...extraEgress],
  });
}
