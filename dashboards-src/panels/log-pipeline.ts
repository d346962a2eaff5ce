import * as pipeline from '../signals/log-pipeline.ts';
import { about, timeseries, type PanelSpec } from './panel.ts';
import { chosen } from './select.ts';

const inCluster = 'cluster=~"$cluster"';
const perOutput = (signal: typeof pipeline.logsDelivered): string => `sum by (output) (${signal.at('cluster')}{${inCluster}})`;

export const logLines = (): PanelSpec => timeseries({
  key: 'log-lines', title: 'Log lines read and delivered', legend: 'below', unit: 'events/second', requires: ['fluentbit'],
  description: 'Lines that Fluent Bit reads on all nodes and that each output took. Somewhat fewer are delivered, as lines that belong together become one; a wide gap waits in the buffers on the nodes. An output that is told to take some lines only has less.',
  queries: [{ expr: `sum(${pipeline.logsRead.at('cluster')}{${inCluster}})`, legend: 'read' }, { expr: perOutput(pipeline.logsDelivered), legend: 'delivered to {{output}}' }],
});

export const logTrouble = (): PanelSpec => timeseries({
  key: 'log-trouble', title: 'Log lines lost, deliveries tried again', legend: 'below', unit: 'events/second', requires: ['fluentbit'],
  description: 'Lost lines are gone for good. Deliveries that are tried again say that the store is away, full or overloaded.',
  queries: [{ expr: perOutput(pipeline.logsLost), legend: 'lost for {{output}}' }, { expr: perOutput(pipeline.logRetries), legend: 'tried again for {{output}}' }],
});

export const logBuffer = (): PanelSpec => timeseries({
  ...about(pipeline.logBufferLeft), key: 'log-buffer', title: 'Log buffer left, fullest nodes', max: 1,
  queries: [{ expr: chosen(`${pipeline.logBufferLeft.name}{${inCluster}}`, 'bottomk', 10, 'cluster, node, output'), legend: '{{node}} {{output}}' }],
});

/** How late lines are in the store. */
export const logDelay = (): PanelSpec => timeseries({ ...about(pipeline.logDelay), key: 'log-delay', queries: [{ expr: `max by (output) (${pipeline.logDelay.at('cluster')}{${inCluster}})`, legend: '{{output}}' }] });

export const logChunksWaiting = (): PanelSpec => timeseries({
  ...about(pipeline.logChunksWaiting), key: 'log-chunks-waiting', title: 'Log chunks on disk, nodes with the most',
  queries: [{ expr: chosen(`${pipeline.logChunksWaiting.name}{${inCluster}}`, 'topk', 10, 'cluster, node'), legend: '{{node}}' }],
});

export const logSetAside = (): PanelSpec => timeseries({
  key: 'log-set-aside', title: 'Log chunks set aside, last hour', unit: 'count', requires: ['fluentbit'], none: 'No chunk was refused or given up',
  description: 'Chunks of lines that an output refused for good, or that were tried in vain too often. They lie in the folder `rejected` of the buffer on the node.',
  queries: [
    { expr: `sum by (node, output) (${pipeline.chunksRejected.name}{${inCluster}})`, legend: '{{node}} refused by {{output}}' },
    { expr: `sum by (node, output) (${pipeline.retriesExhausted.name}{${inCluster}})`, legend: '{{node}} given up for {{output}}' },
  ],
});

/** Which namespaces print secrets. */
export const redactions = (): PanelSpec => timeseries({
  ...about(pipeline.redactions), key: 'log-redactions', title: 'Secrets taken out of log lines, by namespace',
  queries: [{ expr: chosen(`${pipeline.redactions.name}{${inCluster}}`, 'topk', 10, 'cluster, namespace'), legend: '{{namespace}}' }],
});
