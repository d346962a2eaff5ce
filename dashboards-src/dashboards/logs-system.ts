import { logSources } from '../logs/fields.ts';
import * as pipeline from '../panels/log-pipeline.ts';
import * as logs from '../panels/logs.ts';
import * as system from '../panels/logs-system.ts';
import { podWorkload } from '../signals/workloads.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import { ofWords } from './logs.ts';
import * as variables from './variables.ts';

export const logsSystemDashboard = dashboard({
  name: 'logs-system',
  title: 'Logs: system',
  description: 'What do nodes, kernels and the platform’s own pods complain about, and does every node’s log arrive?',
  folder: platform,
  tags: ['logs', 'cluster'],
  variables: [
    variables.ofLines.cluster(podWorkload.name),
    variables.ofLines.namespace(`${podWorkload.name}{cluster=~"$cluster"}`),
    variables.ofLines.node(`${podWorkload.name}{cluster=~"$cluster", node!=""}`),
    variables.anyWord('source', 'Source', logSources),
    ...ofWords,
  ],
  rows: [
    { title: 'Now', panels: [logs.total(system.ofSystem), logs.errorTotal(system.ofSystem), system.xidsNow(), system.outOfMemoryNow(), system.hardwareNow(), system.redactedNow()] },
    { title: 'How much, and how bad', panels: [logs.bySeverity(system.ofSystem), logs.byWorkload(system.ofSystem)] },
    { title: 'Xid errors', panels: [system.xidLinesByCode(), system.xidsMeasured(), system.xidLines()] },
    { title: 'Errors', panels: [logs.errorPatterns(system.ofSystem, [logs.place.node]), logs.lastErrors(system.ofSystem)] },
    { title: 'Memory', closed: true, panels: system.outOfMemoryLines() },
    { title: 'Network', closed: true, panels: system.networkLines() },
    { title: 'File systems', closed: true, panels: system.fileSystemLines() },
    { title: 'Hardware', closed: true, panels: system.hardwareLines() },
    { title: 'Kubelet and containerd', closed: true, panels: system.nodeAgentLines() },
    { title: 'Redaction', panels: [system.redactedByWorkload(), { ...pipeline.redactions(), width: 12 }] },
    { title: 'The way of the logs', closed: true, panels: [system.lastByNode(), system.lastBySource(), pipeline.logDelay(), pipeline.logTrouble(), system.unparsed()] },
    { title: 'Lines', panels: [logs.everyLine(system.ofSystem)] },
  ],
});
