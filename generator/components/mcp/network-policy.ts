import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { values } from '../../chart.ts';
import { isSet, operand, when, type Reference } from '../../helm/index.ts';
import { networkPolicy, portFrom, tcp, toAnyHost, toDns } from '../network-policy.ts';
import { portOf } from '../wiring.ts';
import type { Server } from './server.ts';

/** The host of an address, which may be any: by its port. */
export const hostOf = (url: Reference<string>): k8s.NetworkPolicyEgressRule => toAnyHost(portFrom(`include ${JSON.stringify(portOf.name)} ${operand(url)}`));

/** Who may ask a server, and what it may ask. */
export function serverPolicy(scope: Construct, component: string, { port, egress }: Server): void {
  const { clients, extraEgress } = values.mcp;
  networkPolicy(scope, component, 'Who may ask the server, and what the server may ask: nothing else comes in or goes out.', {
    // A rule without peers would let everybody in.
    ...when(isSet(clients), { ingress: [{ from: clients, ports: [tcp(port)] }] }, { ingress: [] }),
    egress: [toDns, ...egress, ...extraEgress],
  });
}
