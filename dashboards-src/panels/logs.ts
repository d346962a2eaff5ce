import type { FamilyName } from '../logs/families.ts';
import type { FieldName } from '../logs/fields.ts';
import { all, atLeast, chosen, is, says, typed, type Clause } from '../logs/query.ts';
import { linkTo, type DataLink } from './link.ts';
import { lineCount, lineGroups, lineList, lineStat, lineTable, severityColours, type FieldColumn } from './log-panel.ts';
import type { PanelSpec } from './panel.ts';

/** The lines that the variables of a dashboard of lines choose. */
export const ofChosen = (...fields: readonly ('cluster' | 'namespace' | 'workload' | 'pod' | 'node' | 'source' | 'severity')[]): Clause => all(...fields.map((field) => chosen(field)), typed('find'));

/** Lines of the family, of those. */
export const inFamily = (family: FamilyName, lines: Clause): Clause => all(is('family', family), lines);

/** Words that tell of trouble where nobody has said how bad a line is: what to read first of many. */
export const trouble: Clause = says('error', 'exception', 'traceback', 'fatal', 'failed', 'killed', 'timeout', 'timed out', 'NCCL', 'Xid', 'NaN');

const toTasks = linkTo('tasks', 'Its pods and GPUs', { cell: 'workload' });
const toGpuHealth: DataLink = linkTo('gpu-health', 'Health of the GPUs of this node', { cell: 'node' });

/** From a value to the lines that have it somewhere. */
function toWords(title: string): DataLink {
  const { url } = linkTo('logs', title, { keep: [] });
  return { title, url: `${url}&var-find=%22\${__value.raw}%22` };
}

/** Where the fields of a line that is opened lead, on any dashboard and in Explore, which has no variables to keep. */
export const fieldLinks: readonly (DataLink & { readonly field: FieldName })[] = [
  { field: 'pod', ...linkTo('logs', 'All lines of this pod', { keep: [], cell: 'pod' }) },
  { field: 'workload', ...linkTo('tasks', 'Its pods and GPUs', { keep: [], cell: 'workload' }) },
  { field: 'workload', ...linkTo('training', 'How the job trains', { keep: [], cell: 'this_workload' }) },
  { field: 'model', ...linkTo('inference', 'How the model serves', { keep: [], cell: 'model' }) },
  { field: 'node', ...linkTo('gpu-health', 'Health of the GPUs of this node', { keep: [], cell: 'node' }) },
  { field: 'node', ...linkTo('logs', 'All lines of this node', { keep: [], cell: 'node' }) },
  { field: 'request_id', ...toWords('All lines of this request') },
  { field: 'trace_id', ...toWords('All lines of this trace') },
];

/** Columns that lead from lines back to the numbers of what wrote them. */
export const place = {
  namespace: { field: 'namespace', title: 'Namespace', width: 110 },
  workload: { field: 'workload', title: 'Workload', width: 150, link: toTasks },
  pod: { field: 'pod', title: 'Pod', width: 210 },
  node: { field: 'node', title: 'Node', width: 150, link: toGpuHealth },
} as const satisfies Readonly<Record<string, FieldColumn>>;

const severity: FieldColumn = { field: 'severity', title: 'Severity', width: 80 };
const message: FieldColumn = { field: 'message', title: 'Message' };

export const total = (query: Clause): PanelSpec => lineStat({ key: 'lines', title: 'Lines', query, description: 'Lines within the chosen time. None at all where something runs: look at the pipeline on the dashboard Logs: system.' });

export const errorTotal = (query: Clause): PanelSpec => lineStat({
  key: 'errors', title: 'Errors', query: all(atLeast('error'), query), thresholds: { better: 'lower', warning: 1, critical: 100 },
  description: 'Lines that are error or fatal. Some programs write errors that hurt nobody: what counts is a kind that is new. See the table of errors by pattern.',
});

export const bySeverity = (query: Clause): PanelSpec => lineCount({
  key: 'by-severity', title: 'Lines by severity', query, by: 'severity', colours: severityColours,
  description: 'How many lines of each severity. A flood of errors that starts at one moment: choose that moment, and read the first ones. Silence where there was talk: the program hangs, or is gone.',
});

export const byWorkload = (query: Clause): PanelSpec => lineCount({
  key: 'by-workload', title: 'Lines by workload', query, by: 'workload',
  description: 'Which workloads write the most. One that writes most of all lines fills the store, and costs retention for all: set its log level higher, or let it opt out.',
});

export const errorsByWorkload = (query: Clause): PanelSpec => lineCount({
  key: 'errors-by-workload', title: 'Errors by workload', query: all(atLeast('error'), query), by: 'workload', none: 'No errors',
  description: 'Lines that are error or fatal. Several workloads at once: look at what they share, a node, the network or a file system. One alone: its program.',
});

export const errorPatterns = (query: Clause, by: readonly FieldColumn[] = [place.workload]): PanelSpec => lineGroups({
  key: 'error-patterns', title: 'Errors by pattern', height: 10, none: 'No errors', query: all(atLeast('error'), query),
  description: 'Errors that differ in numbers, addresses and ids only are one kind. Read the kinds with few lines, too: the cause is often written once, and what follows from it a thousand times. Sort by first seen to find what came first.',
  by: [{ field: 'error_pattern', title: 'Pattern' }, ...by],
  metrics: [
    { metric: { type: 'count' }, title: 'Lines' },
    { metric: { type: 'cardinality', field: 'pod' }, title: 'Pods' },
    { metric: { type: 'min', field: '@timestamp' }, title: 'First seen' },
    { metric: { type: 'max', field: '@timestamp' }, title: 'Last seen' },
  ],
  sort: { column: 'Lines', desc: true },
});

export const lastErrors = (query: Clause, columns: readonly FieldColumn[] = [place.namespace, place.workload, place.pod, place.node]): PanelSpec => lineTable({
  key: 'last-errors', title: 'Last errors', height: 10, none: 'No errors', query: all(atLeast('error'), query), columns: [severity, ...columns, message],
  description: 'The hundred newest lines that are error or fatal, with what wrote them: a click on a pod, workload or node leads to its numbers or to all of its lines.',
});

export const everyLine = (query: Clause): PanelSpec => lineList({ key: 'lines-list', title: 'Lines to read', query, description: 'The newest 500 lines of all that is chosen above; open one to see its fields. Narrow it down by severity, or by words: a phrase in quotation marks, AND, OR and NOT.' });

/** Lines that a finder finds: how many of which workload, and to read. */
export const found = (key: string, title: string, advice: string, query: Clause, by: 'workload' | 'node' = 'workload'): PanelSpec[] => [
  lineCount({ key: `${key}-count`, title: `${title} by ${by}`, query, by, none: 'None found', width: 7, description: `How many such lines each ${by} wrote. ${advice}` }),
  lineTable({ key, title: `${title}, line by line`, query, none: 'None found', width: 17, height: 8, columns: [by === 'workload' ? place.pod : place.node, message], description: advice }),
];
