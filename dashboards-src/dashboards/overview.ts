import * as overview from '../panels/overview.ts';
import { nodes } from '../signals/cluster.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const overviewDashboard = dashboard({
  name: 'overview',
  title: 'Overview',
  description: 'Is the cluster healthy, are its accelerators used, what waits, what does it cost, and what burns?',
  folder: platform,
  tags: ['start'],
  variables: [variables.cluster(nodes.name)],
  rows: [
    { title: 'Now', panels: [overview.nodes(), overview.faulty(), overview.burning(), overview.waiting(), overview.allocated(), overview.usefulWork(), overview.idle(), overview.perDay()] },
    { title: 'What burns', panels: [overview.alerts()] },
    { title: 'Trends', panels: [overview.allocationTrend(), overview.workTrend(), overview.trainingTrend(), overview.tokensTrend(), overview.rdmaTrend(), overview.alertTrend()] },
  ],
});
