import { severities } from '../logs/fields.ts';
import * as logs from '../panels/logs.ts';
import { podWorkload } from '../signals/workloads.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

const inNamespace = 'cluster=~"$cluster", namespace=~"$namespace"';

/** What pods are chosen by, on every dashboard of lines. */
export const ofPods: readonly variables.Variable[] = [
  variables.ofLines.cluster(podWorkload.name),
  variables.ofLines.namespace(`${podWorkload.name}{cluster=~"$cluster"}`),
  variables.ofLines.workload(`${podWorkload.name}{${inNamespace}}`),
  variables.ofLines.pod(`${podWorkload.name}{${inNamespace}, workload=~"$workload"}`),
  variables.ofLines.node(`${podWorkload.name}{cluster=~"$cluster", node!=""}`),
];

/** By what lines are told apart. */
export const ofWords: readonly variables.Variable[] = [
  variables.anyWord('severity', 'Severity', severities),
  variables.typed('find', 'Words', '*'),
];

/** In rows of the grid: what is above the lines leaves them most of a screen. */
const nowHeight = 6;

const chosen = logs.ofChosen('cluster', 'namespace', 'workload', 'pod', 'node', 'severity');

export const logsDashboard = dashboard({
  name: 'logs',
  title: 'Logs',
  description: 'What did this pod, workload or node write? A click on anything that names one leads here.',
  folder: platform,
  tags: ['logs'],
  variables: [...ofPods, ...ofWords],
  rows: [
    { title: 'Now', panels: [{ ...logs.total(chosen), height: nowHeight }, { ...logs.errorTotal(chosen), height: nowHeight }, { ...logs.bySeverity(chosen), width: 16, height: nowHeight }] },
    { title: 'Lines', panels: [logs.everyLine(chosen)] },
    { title: 'Errors', closed: true, panels: [logs.errorPatterns(chosen), logs.errorsByWorkload(chosen), logs.byWorkload(chosen), logs.lastErrors(chosen)] },
  ],
  from: 'now-1h',
});
