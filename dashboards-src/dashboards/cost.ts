import * as cost from '../panels/cost.ts';
import { cost as costSignal } from '../signals/cost.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const costDashboard = dashboard({
  name: 'cost',
  title: 'Cost',
  description: 'What does the cluster cost, who pays for what, and what is paid for nothing?',
  folder: platform,
  tags: ['cost'],
  from: 'now-24h',
  variables: [
    variables.cluster(costSignal.at('cluster')),
    variables.namespace(`${costSignal.at('namespace')}{cluster=~"$cluster"}`),
    variables.workload(`${costSignal.name}{cluster=~"$cluster", namespace=~"$namespace"}`),
  ],
  rows: [
    { title: 'Now', requires: ['opencost'], panels: [cost.perHour(), cost.perMonth(), cost.inRange(), cost.waiting(), cost.free(), cost.unasked()] },
    { title: 'Where the money goes', requires: ['opencost'], panels: [cost.gpuSpend(), cost.infrastructure(), cost.byNamespace(), cost.byResource()] },
    { title: 'Who pays for what', requires: ['opencost'], panels: [cost.namespaces(), cost.workloads()] },
    { title: 'Paid for nothing', requires: ['opencost', 'dcgm'], panels: [cost.idleWorkloads()] },
    { title: 'Training jobs', requires: ['opencost'], closed: true, panels: [cost.trainingJobs()] },
    { title: 'Served models', requires: ['opencost'], closed: true, panels: [cost.models(), cost.tokenCosts()] },
    { title: 'Advice: ask for what is needed', requires: ['opencost'], closed: true, panels: [cost.rightSizing()] },
    { title: 'Advice: scale with the load', requires: ['opencost', 'dcgm'], closed: true, panels: [cost.autoscaling()] },
    { title: 'Prices', requires: ['opencost'], closed: true, panels: [cost.nodeTypes(), cost.nodes()] },
  ],
});
