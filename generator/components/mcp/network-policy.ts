import type { Construct } from 'constructs';
import { values } from '../../chart.ts';
import { isSet, when } from '../../helm/index.ts';
import { networkPolicy, tcp, toDns } from '../network-policy.ts';
import type { Server } from './server.ts';

/** Who may ask a server, and what it may ask. */
export function serverPolicy(scope: Construct, component: string, { port, egress }: Server): void {
  const { clients, extraEgress } = values.mcp;
  networkPolicy(scope, component, 'Who may ask the server, and what the server may ask: nothing else comes in or goes out.', {
    // A rule without peers would let everybody in.
    ...when(isSet(clients), { ingress: [{ from: clients, ports: [tcp(port)] }] }, { ingress: [] }),
    egress: [toDns, ...egress, ...extraEgress],
  });
}
