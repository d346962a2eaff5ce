import * as logs from '../panels/logs.ts';
import * as inference from '../panels/logs-inference.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import { ofPods, ofWords } from './logs.ts';
import * as variables from './variables.ts';

export const logsInferenceDashboard = dashboard({
  name: 'logs-inference',
  title: 'Logs: inference',
  description: 'Which requests were slow or failed, which replica died, and what did the servers say about it?',
  folder: platform,
  tags: ['logs', 'inference'],
  variables: [...ofPods, variables.oneWord('slower_than', 'Slow is more than (s)', inference.slowerThan), ...ofWords],
  rows: [
    { title: 'Now', panels: [logs.total(inference.ofInference), logs.errorTotal(inference.ofInference), inference.slowNow(), inference.failedNow(), inference.engineGoneNow(), inference.outOfMemoryNow()] },
    { title: 'How much, and how bad', panels: [logs.bySeverity(inference.ofInference), logs.byWorkload(inference.ofInference)] },
    { title: 'Requests', panels: [inference.durations(), inference.statuses(), inference.slowRequests(), inference.failedRequests()] },
    { title: 'Errors', panels: [logs.errorPatterns(inference.ofInference), logs.lastErrors(inference.ofInference)] },
    { title: 'Engines', closed: true, panels: inference.engineLines() },
    { title: 'Out of memory', closed: true, panels: inference.outOfMemoryLines() },
    { title: 'Put back or turned away', closed: true, panels: inference.preemptedLines() },
    { title: 'Lines', panels: [logs.everyLine(inference.ofInference)] },
  ],
});
