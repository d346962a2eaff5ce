import * as autoscaling from '../panels/autoscaling.ts';
import * as queues from '../panels/queues.ts';
import { pending, queuePending, quota } from '../signals/queues.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const queuesDashboard = dashboard({
  name: 'queues',
  title: 'Queues',
  description: 'What waits for quota in Kueue and for how long, who uses and borrows what, who is driven out, and what scales. The task governance of HyperPod is Kueue, too.',
  folder: platform,
  tags: ['queues'],
  variables: [
    variables.cluster(pending.name),
    variables.namespace(`${queuePending.name}{cluster=~"$cluster"}`),
    variables.queue(`${queuePending.name}{cluster=~"$cluster", namespace=~"$namespace"}`),
    variables.clusterQueue(`${pending.name}{cluster=~"$cluster"}`),
    variables.resource(`${quota.name}{cluster=~"$cluster", cluster_queue=~"$cluster_queue"}`),
  ],
  rows: [
    { title: 'Now', requires: ['kueue'], panels: [queues.waiting(), queues.inadmissible(), queues.longestWait(), queues.admittedNow(), queues.evictedNow(), queues.inactive()] },
    { title: 'Waiting', requires: ['kueue'], panels: [queues.pendingByQueue(), queues.waitByQueue(), queues.localQueues()] },
    { title: 'Quota', requires: ['kueue'], panels: [queues.quotaShare(), queues.admittedByQueue(), queues.quotas()] },
    { title: 'Driven out', requires: ['kueue'], panels: [queues.evictions(), queues.preemptions()] },
    { title: 'Cohorts and fair share', requires: ['kueue'], closed: true, panels: [queues.fairShare(), queues.wanted(), queues.preemptionSkips(), queues.cohorts(), queues.usedByQueue()] },
    { title: 'Where the wait comes from', requires: ['kueue'], closed: true, panels: [queues.quotaWait(), queues.checkWait(), queues.podsReadyWait(), queues.attempts(), queues.attemptTime()] },
    { title: 'What scales', closed: true, panels: [autoscaling.autoscalers(), autoscaling.scaledObjects(), autoscaling.values(), autoscaling.errors(), autoscaling.latency()] },
  ],
});
