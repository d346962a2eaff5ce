import * as kuberay from '../panels/kuberay.ts';
import * as data from '../panels/ray-data.ts';
import * as serve from '../panels/ray-serve.ts';
import * as train from '../panels/ray-train.ts';
import * as ray from '../panels/ray.ts';
import { belongsTo, nodes } from '../signals/ray.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const rayDashboard = dashboard({
  name: 'ray',
  title: 'Ray',
  description: 'Do the Ray clusters work, do their tasks fail or wait, is there memory left, and what do Serve, Train and Data do?',
  folder: platform,
  tags: ['ray'],
  variables: [
    variables.cluster(nodes.name),
    variables.namespace(`${nodes.name}{cluster=~"$cluster"}`),
    variables.workload(`${belongsTo.name}{cluster=~"$cluster", namespace=~"$namespace"}`),
    variables.rayCluster(`${belongsTo.name}{cluster=~"$cluster", namespace=~"$namespace", workload=~"$workload"}`),
  ],
  rows: [
    { title: 'Now', requires: ['ray'], panels: [ray.clusters(), ray.nodes(), ray.tasksFailed(), ray.oomKills(), ray.fullestNode(), ray.objectStoreNow()] },
    { title: 'Clusters', requires: ['ray'], panels: [ray.byCluster()] },
    { title: 'Tasks and actors', requires: ['ray'], panels: [ray.tasks(), ray.taskFailures(), ray.actors(), ray.unschedulable()] },
    { title: 'Memory and objects', requires: ['ray'], panels: [ray.objectStore(), ray.deaths()] },
    { title: 'Serve', requires: ['ray'], closed: true, panels: [
      serve.applications(),
      serve.requests(), serve.errors(), serve.queued(),
      serve.latencyP50(), serve.latencyP95(), serve.latencyP99(),
      serve.replicas(), serve.replicasUnhealthy(), serve.ongoing(),
    ] },
    { title: 'Train', requires: ['ray'], closed: true, panels: [train.runs(), train.reporting(), train.checkpoints()] },
    { title: 'Data', requires: ['ray'], closed: true, panels: [data.blocked(), data.rows(), data.bytes(), data.running(), data.held(), data.backpressure(), data.failed()] },
    { title: 'CPUs and GPUs', requires: ['ray'], closed: true, panels: [ray.cpu(), ray.memory(), ray.gpuBusy(), ray.logicalCpus(), ray.logicalGpus(), ray.nodeRestarts()] },
    { title: 'Nodes', requires: ['ray'], closed: true, panels: [ray.nodeCpu(), ray.nodeMemory(), ray.nodeDisk(), ray.nodeNetwork()] },
    { title: 'Autoscaler and placement', requires: ['ray'], closed: true, panels: [ray.autoscalerNodes(), ray.autoscalerPending(), ray.placementGroups()] },
    { title: 'Head', requires: ['ray'], closed: true, panels: [ray.dashboardRequests(), ray.dashboardLatency(), ray.eventLoopLag()] },
    { title: 'KubeRay', requires: ['kuberay'], closed: true, panels: [kuberay.rayJobTable(), kuberay.rayServiceTable(), kuberay.rayJobs(), kuberay.provisioning(), kuberay.errors()] },
  ],
});
