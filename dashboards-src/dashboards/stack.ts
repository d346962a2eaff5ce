import * as stack from '../panels/stack.ts';
import { targets } from '../signals/stack.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const stackDashboard = dashboard({
  name: 'stack',
  title: 'The stack itself',
  description: 'Is everything measured that should be, what does measuring cost, and why is a panel empty?',
  folder: platform,
  tags: ['prometheus'],
  variables: [variables.cluster(targets.at('cluster')), variables.job(`${targets.name}{cluster=~"$cluster"}`)],
  rows: [
    { title: 'Now', panels: [stack.targetsDown(), stack.targets(), stack.headSeriesNow(), stack.samplesNow(), stack.ruleFailuresNow(), stack.history()] },
    { title: 'Scraping', panels: [stack.jobs(), stack.seriesByJob(), stack.ruleTime()] },
    { title: 'Prometheus', panels: [stack.cpu(), stack.memory(), stack.ruleFailures(), stack.storageUsed(), stack.queryTime()] },
    { title: 'Why is a panel empty?', panels: [stack.hasData()] },
  ],
});
