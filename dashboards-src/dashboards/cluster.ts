import * as cluster from '../panels/cluster.ts';
import * as neuron from '../panels/neuron.ts';
import { cpuRequests, nodes } from '../signals/cluster.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const clusterDashboard = dashboard({
  name: 'cluster',
  title: 'Cluster',
  description: 'Is the cluster healthy, is there room, what waits and why?',
  folder: platform,
  tags: ['kubernetes'],
  variables: [
    variables.cluster(nodes.name),
    variables.namespace(`${cpuRequests.name}{cluster=~"$cluster"}`),
    variables.node('kube_node_status_condition{cluster=~"$cluster"}'),
  ],
  rows: [
    { title: 'Now', panels: [cluster.nodes(), cluster.nodesReady(), cluster.unschedulable(), cluster.restartsNow(), cluster.cpuRequested(), cluster.memoryRequested()] },
    { title: 'Room', panels: [cluster.cpu(), cluster.memory()] },
    { title: 'Accelerators', panels: [cluster.acceleratorsByKind(), cluster.acceleratorsAllocated()] },
    { title: 'Pods that wait or fail', panels: [cluster.podsByPhase(), cluster.waitingByReason(), cluster.restarts()] },
    { title: 'By namespace', panels: [cluster.cpuByNamespace(), cluster.memoryByNamespace()] },
    { title: 'Nodes', panels: [cluster.byNode(), cluster.received(), cluster.transmitted()] },
    {
      title: 'Neuron (Trainium and Inferentia)', requires: ['neuron'], closed: true,
      panels: [neuron.cores(), neuron.utilization(), neuron.memory(), neuron.errors(), neuron.eccEvents(), neuron.latency()],
    },
  ],
});
