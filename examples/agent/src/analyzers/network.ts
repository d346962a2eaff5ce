import { watching } from '../watching.ts';

export const network = watching({
  name: 'network',
  about: 'EFA, RDMA and TCP trouble of nodes',
  measured: 'node:network_receive:rate5m',
  alerts: [
    { alert: 'EFARetransmitsHigh' }, { alert: 'EFAConnectionErrors' }, { alert: 'EFADeviceLost' }, { alert: 'RDMALinkFlapping', when: 'window' }, { alert: 'NodePacketsDropped' }, { alert: 'NodeTCPRetransmitsHigh' },
  ],
});
