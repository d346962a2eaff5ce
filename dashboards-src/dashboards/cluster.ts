import * as cluster from '../panels/cluster.ts';
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
    {
      title: 'Now',
      panels: [
        cluster.nodesReady(), cluster.unhealthy(), cluster.cordoned(), cluster.acceleratorsOut(), cluster.unschedulable(), cluster.replicasMissing(),
        cluster.cpuRequested(), cluster.memoryRequested(), cluster.podsPlaced(), cluster.restartsNow(), cluster.oomKills(), cluster.apiErrors(),
      ],
    },
    { title: 'Room', panels: [cluster.cpu(), cluster.memory()] },
    { title: 'Accelerators', panels: [cluster.acceleratorsByKind(), cluster.acceleratorsAllocated(), cluster.neuronCores()] },
    { title: 'Pods that wait or fail', panels: [cluster.podsByPhase(), cluster.waitingByReason()] },
    { title: 'Nodes', closed: true, panels: [cluster.conditions(), cluster.unhealthyNodes(), cluster.byNode(), cluster.versions()] },
    { title: 'Namespaces', closed: true, panels: [cluster.namespaces(), cluster.cpuByNamespace(), cluster.memoryByNamespace(), cluster.restarts(), cluster.killsByNamespace(), cluster.claims()] },
    { title: 'What lacks pods', closed: true, panels: [cluster.missing()] },
    { title: 'API server', closed: true, panels: [cluster.apiRequests(), cluster.apiLatency(), cluster.webhookLatency(), cluster.apiInflight(), cluster.etcdSize()] },
  ],
});
