import { weightedMean } from '../rules/define.ts';
import { acceleratorsAllocatable, acceleratorsAllocated, gpus, nodes as allNodes, nodesReady, pods, podsUnschedulable } from '../signals/cluster.ts';
import { cost } from '../signals/cost.ts';
import type { Signal } from '../signals/define.ts';
import { eccUncorrected, lost, remapFailure, remapPending } from '../signals/gpu-health.ts';
import { allocated as gpusAllocated, allocatedIdle, reporting, smActive, tensorActive, xidErrors } from '../signals/gpu.ts';
import { hardwareXids } from '../signals/xid.ts';
import { generationTokens } from '../signals/inference/tokens.ts';
import { rdmaTransmitted } from '../signals/network.ts';
import { pending } from '../signals/queues.ts';
import { sloBurn } from '../signals/slo.ts';
import { alertsFiring } from '../signals/stack.ts';
import { trainingState } from '../signals/training.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec } from './panel.ts';

const inCluster = 'cluster=~"$cluster"';
const size = { width: 6, height: 4 } as const;

export const nodes = (): PanelSpec => stat({
  ...about(nodesReady), ...size, key: 'nodes', title: 'Nodes ready', unit: 'ratio', thresholds: { better: 'higher', warning: 0.999, critical: 0.9 }, link: linkTo('cluster', 'Which nodes, and what is wrong with them'),
  query: { expr: `sum(${nodesReady.name}{${inCluster}}) / sum(${allNodes.name}{${inCluster}})`, legend: 'ready' },
});

const ofFleet = (signal: Signal): string => weightedMean(`${signal.at('cluster')}{${inCluster}}`, `${reporting.at('cluster')}{${inCluster}}`);

/** What Kubernetes counts, a slice like a GPU: for clusters whose GPUs no exporter tells of. */
const units = (signal: Signal): string => `sum(${signal.at('cluster')}{${inCluster}, resource=~"${gpus}"})`;
const offered = units(acceleratorsAllocatable);
const held = `${units(acceleratorsAllocated)} or ${offered} * 0`;

export const allocated = (): PanelSpec => stat({
  ...about(gpusAllocated), ...size, key: 'allocated', link: linkTo('gpu-fleet', 'Who holds them'),
  query: { expr: `${ofFleet(gpusAllocated)}\nor\n(${held}) / ${offered}`, legend: 'allocated' },
});

export const usefulWork = (): PanelSpec => stat({ ...about(tensorActive), ...size, key: 'useful-work', title: 'Useful work of the GPUs', link: linkTo('gpu-fleet', 'Where it is low'), query: { expr: ofFleet(tensorActive), legend: 'tensor cores' } });

export const idle = (): PanelSpec => stat({
  ...about(allocatedIdle), ...size, key: 'idle', title: 'GPUs allocated but idle', thresholds: { better: 'lower', warning: 1, critical: 8 }, link: linkTo('tasks', 'Whose they are'),
  query: { expr: `sum(${allocatedIdle.at('cluster')}{${inCluster}})`, legend: 'idle' },
});

export const waiting = (): PanelSpec => stat({
  key: 'waiting', ...size, title: 'Waits for room', unit: 'count', thresholds: { better: 'lower', warning: 10, critical: 100 }, link: linkTo('queues', 'What waits, in which queue'),
  description: 'Workloads that Kueue holds back until there is quota; without Kueue, pods that fit no node. Long queues beside idle GPUs: look at quotas and at who holds them.',
  query: { expr: `sum(${pending.at('cluster')}{${inCluster}}) or sum(${podsUnschedulable.at('cluster')}{${inCluster}}) or sum(${pods.at('cluster')}{${inCluster}}) * 0`, legend: 'waiting' },
});

export const perDay = (): PanelSpec => stat({
  ...about(cost), ...size, key: 'per-day', title: 'Cost of what runs, per day', unit: 'dollars', link: linkTo('cost', 'Who pays for what'),
  description: 'What all workloads cost in a day if the next 24 hours are like now, at the prices that OpenCost knows (list prices unless it was given others).',
  query: { expr: `24 * sum(${cost.at('cluster')}{${inCluster}})`, legend: 'per day' },
});

export const burning = (): PanelSpec => stat({
  ...about(sloBurn), ...size, key: 'burning', title: 'Worst error budget burn, 1 h', link: linkTo('inference', 'Which model, and why'),
  query: { expr: `max(${sloBurn.name}{${inCluster}, window="1h"})`, legend: 'burn' },
});

/** Each has a series only where it happens. */
const faults = [...[lost, eccUncorrected, remapPending, remapFailure].map(({ name }) => `${name}{${inCluster}} > 0`), `${xidErrors.name}{${inCluster}, xid=~"${hardwareXids.join('|')}"} > 0`];

export const faulty = (): PanelSpec => stat({
  key: 'faulty', ...size, title: 'Nodes with broken GPUs', unit: 'count', thresholds: { better: 'lower', warning: 1, critical: 3 }, requires: ['dcgm'], link: linkTo('gpu-health', 'Which node, and what to do'),
  description: 'Nodes on which a GPU was lost, lost data, waits for a reset, or reported an Xid that points at hardware. Any of them fails the jobs on it sooner or later.',
  query: { expr: `count(group by (cluster, node) (${faults.map((fault) => `group by (cluster, node) (${fault})`).join(' or ')})) or sum(${reporting.at('cluster')}{${inCluster}}) * 0`, legend: 'nodes' },
});

const place = ['alertname', 'namespace', 'workload', 'model', 'node', 'queue', 'job'];
const firingAt = (severity: string): string => `max by (${place.join(', ')}) (ALERTS{${inCluster}, alertstate="firing", severity="${severity}"})`;

export const alerts = (): PanelSpec => table({
  key: 'alerts', title: 'Alerts that fire', height: 9,
  description: 'What fires now, the most urgent first, and where. Each alert has a runbook with what it means and what to do; click on a place to see more of it. No data: nothing fires.',
  labels: [
    { label: 'alertname', title: 'Alert', width: 260 },
    { label: 'namespace', title: 'Namespace', link: linkTo('tasks', 'Tasks of this namespace', { cell: 'namespace' }) },
    { label: 'workload', title: 'Workload', link: linkTo('tasks', 'This workload', { cell: 'workload' }) },
    { label: 'model', title: 'Model', link: linkTo('inference', 'This model', { cell: 'model' }) },
    { label: 'node', title: 'Node', link: linkTo('cluster', 'This node', { cell: 'node' }) },
    { label: 'queue', title: 'Queue', link: linkTo('queues', 'This queue', { cell: 'queue' }) },
    { label: 'job', title: 'Job', link: linkTo('stack', 'This job', { cell: 'job' }) },
  ],
  values: [{
    expr: `topk(100, ${firingAt('critical')} * 3 or ${firingAt('warning')} * 2 or ${firingAt('info')})`, title: 'Severity', unit: 'count', cell: 'colour', thresholds: { better: 'lower', warning: 2, critical: 3 },
    words: { 1: { text: 'info', color: 'transparent' }, 2: { text: 'warning', color: 'orange' }, 3: { text: 'critical', color: 'red' } },
  }],
  sort: { column: 'Severity', desc: true },
});

export const alertTrend = (): PanelSpec => timeseries({
  ...about(alertsFiring), key: 'alert-trend', title: 'Alerts by severity', width: 8, thresholds: undefined, colours: { critical: 'red', warning: 'orange', info: 'blue' }, none: 'No alert has fired',
  queries: [{ expr: `sum by (severity) (${alertsFiring.name}{${inCluster}})`, legend: '{{severity}}' }],
});

export const allocationTrend = (): PanelSpec => timeseries({
  ...about(acceleratorsAllocated), key: 'allocation-trend', title: 'GPUs offered and allocated', width: 8,
  queries: [{ expr: held, legend: 'allocated' }, { expr: offered, legend: 'offered', reference: true }],
});

export const workTrend = (): PanelSpec => timeseries({
  ...about(tensorActive), key: 'work-trend', title: 'Useful work of all GPUs', width: 8, max: 1, thresholds: undefined,
  queries: [{ expr: ofFleet(smActive), legend: 'SM' }, { expr: ofFleet(tensorActive), legend: 'tensor cores' }],
});

export const trainingTrend = (): PanelSpec => timeseries({
  ...about(trainingState), key: 'training-trend', title: 'Training jobs by state', unit: 'count', width: 8, stacked: true, colours: { running: 'green', waiting: 'orange', interrupted: 'red', failed: 'dark-red', finished: 'blue' },
  queries: [{ expr: `count by (state) (${trainingState.name}{${inCluster}})`, legend: '{{state}}' }],
});

export const tokensTrend = (): PanelSpec => timeseries({
  ...about(generationTokens), key: 'tokens-trend', title: 'Tokens written by model', width: 8, stacked: true,
  queries: [{ expr: `topk(10, sum by (model) (${generationTokens.name}{${inCluster}}))`, legend: '{{model}}' }],
});

export const rdmaTrend = (): PanelSpec => timeseries({
  ...about(rdmaTransmitted), key: 'rdma-trend', title: 'RDMA traffic between nodes', width: 8, queries: [{ expr: `sum(${rdmaTransmitted.at('cluster')}{${inCluster}})`, legend: 'sent' }],
});
