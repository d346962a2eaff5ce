import * as network from '../panels/network.ts';
import { nodeReceived, workloadReceived } from '../signals/network.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const networkDashboard = dashboard({
  name: 'network',
  title: 'Network',
  description: 'Does the network between the nodes keep up, and on which node does it not?',
  folder: platform,
  tags: ['network', 'efa'],
  variables: [
    variables.cluster(nodeReceived.at('cluster')),
    variables.namespace(`${workloadReceived.name}{cluster=~"$cluster"}`),
    variables.workload(`${workloadReceived.name}{cluster=~"$cluster", namespace=~"$namespace"}`),
    variables.node(`${nodeReceived.name}{cluster=~"$cluster"}`),
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        network.rdmaReceivedNow(), network.rdmaTransmittedNow(), network.rdmaErrorsNow(), network.rdmaRetransmitsNow(),
        network.receivedNow(), network.transmittedNow(), network.dropsNow(), network.tcpRetransmitsNow(),
      ],
    },
    { title: 'Between accelerators: EFA and InfiniBand', panels: [network.rdmaTransmitted(), network.rdmaReceived(), network.rdmaErrors(), network.rdmaRetransmits()] },
    { title: 'Everything else: Ethernet', panels: [network.received(), network.transmitted(), network.drops(), network.tcpRetransmits()] },
    { title: 'Nodes of the chosen workload', closed: true, panels: [network.itsRdmaTransmitted(), network.itsRdmaErrors(), network.itsReceived(), network.itsTransmitted()] },
    { title: 'Workloads', closed: true, panels: [network.workloadReceived(), network.workloadTransmitted()] },
    { title: 'Nodes', closed: true, panels: [network.nodes(), network.errors(), network.conntrack()] },
    { title: 'Adapters of the chosen node', closed: true, requires: ['efa'], panels: [network.adapters(), network.sentByAdapter(), network.readByAdapter(), network.againByAdapter()] },
  ],
});
