import * as logPipeline from '../panels/log-pipeline.ts';
import * as logStore from '../panels/log-store.ts';
import * as cloudwatch from '../panels/cloudwatch.ts';
import * as remoteWrite from '../panels/remote-write.ts';
import * as stack from '../panels/stack.ts';
import { subjects } from '../signals/index.ts';
import { targets } from '../signals/stack.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const stackDashboard = dashboard({
  name: 'stack',
  title: 'The stack itself',
  description: 'Is everything measured that should be, what does measuring cost, and why is a panel empty?',
  folder: platform,
  tags: ['prometheus', 'logs'],
  variables: [variables.cluster(targets.at('cluster')), variables.job(`${targets.name}{cluster=~"$cluster"}`)],
  rows: [
    { title: 'Now', panels: [stack.targetsDown(), stack.rejected(), stack.headSeriesNow(), stack.samplesNow(), stack.ruleFailuresNow(), stack.history()] },
    { title: 'Scraping', panels: [stack.jobs(), stack.seriesByJob(), stack.ruleTime()] },
    { title: 'Logs: from the nodes', requires: ['fluentbit'], panels: [logPipeline.logLines(), logPipeline.logTrouble(), logPipeline.logBuffer(), logPipeline.logDelay(), logPipeline.redactions()] },
    { title: 'Logs: what waits on the nodes, and what was set aside', requires: ['fluentbit'], closed: true, panels: [logPipeline.logChunksWaiting(), logPipeline.logSetAside()] },
    {
      title: 'Logs: the store', requires: ['opensearch'], closed: true, panels: [
        logStore.statusNow(), logStore.nodesNow(), logStore.unassignedNow(), logStore.diskNow(), logStore.heapNow(), logStore.certificateNow(),
        logStore.disk(), logStore.size(), logStore.history(), logStore.writes(), logStore.rejected(), logStore.pressure(), logStore.heap(), logStore.gc(), logStore.searchTime(),
      ],
    },
    { title: 'CloudWatch', requires: ['sagemaker'], closed: true, panels: [cloudwatch.answersNow(), cloudwatch.errors(), cloudwatch.requests(), cloudwatch.costNow()] },
    { title: 'Prometheus', panels: [stack.storageUsed(), stack.cpu(), stack.memory()] },
    { title: 'Remote write', closed: true, panels: [remoteWrite.lag(), remoteWrite.flow(), remoteWrite.senders(), remoteWrite.pending()] },
    { title: 'Parts and volumes', closed: true, panels: [stack.partsOfStack(), stack.volumesOfStack()] },
    { title: 'Rules and notifications', closed: true, panels: [stack.firing(), stack.ruleFailures(), stack.handedOver(), stack.notificationFailures(), stack.newSeries(), stack.queryTime()] },
    { title: 'Why is a panel empty?', closed: true, panels: [stack.sourcesFound(), ...Object.entries(subjects).map(([subject, signals]) => stack.hasData(subject, signals))] },
  ],
});
