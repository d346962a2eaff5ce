import { spoken } from './duration.ts';
import type { Evidence, Finding, Place, Report, Unseen } from './findings.ts';
import { plain } from './text.ts';

export interface Links {
  /** Where the runbooks are published, without the file's name; `alerts.runbookUrl` of the chart. */
  readonly runbooks: string;
}

/** Of a checkout. */
export const defaultLinks: Links = { runbooks: 'chart/charts/runbooks/runbooks' };

export const runbookLink = (alert: string, { runbooks }: Links): string => `${runbooks.replace(/\/+$/, '')}/${alert}.md`;

const time = (at: number): string => new Date(at * 1000).toISOString().replace('T', ' ').replace(/:\d\d\.\d+Z$/, ' UTC');

const labelled = (labels: Readonly<Record<string, string | undefined>>): string => Object.entries(labels).filter(([label]) => label !== '__name__').map(([label, value]) => `${label}=${plain(value ?? '')}`).join(' ');

const number = (value: number): string => (Number.isFinite(value) ? `${+value.toPrecision(4)}` : String(value));

const oneLine = (text: string): string => plain(text.replace(/\s+/g, ' '));

/** A query of many lines is kept short in text; JSON has all of it. */
const short = (query: string): string => { const line = oneLine(query); return line.length > 160 ? `${line.slice(0, 160)} …` : line; };

function evidence(one: Evidence): string[] {
  switch (one.kind) {
    case 'metric': return [`${number(one.value)}  ${labelled(one.labels)}`, `  ${short(one.query)}`];
    case 'object': return [`${plain(one.object)}: ${plain(one.says)}`];
    case 'logs': return [`log of ${labelled(one.place as Record<string, string>)}, ${time(one.window.from)}`, ...one.lines.map((line) => `  > ${plain(line)}`)];
  }
}

function when({ since, longer, ended }: Finding, now: number): string {
  if (ended !== undefined) return `ended ${spoken(now - ended)} ago${since === undefined ? '' : `, began ${time(since)}`}`;
  return since === undefined ? 'now' : `since ${time(since)} (${longer ? 'more than ' : ''}${spoken(now - since)})`;
}

function paragraph(finding: Finding, index: number, now: number, links: Links): string[] {
  const { severity, what, cause, confidence, cost, nextStep, runbooks } = finding;
  return [
    `${index + 1}. [${severity}] ${oneLine(what)}`,
    ...(cause === undefined ? [] : [`   why         ${oneLine(cause)}`]),
    `   when        ${when(finding, now)}`,
    `   confidence  ${confidence.level}: ${confidence.reason}`,
    ...(cost ? [`   cost        ${cost.amount.toFixed(2)} dollars an hour: ${cost.assumption}`] : []),
    `   next        ${oneLine(nextStep)}`,
    ...finding.evidence.flatMap(evidence).map((line, row) => `   ${row === 0 ? 'evidence    ' : '            '}${line}`),
    ...runbooks.map((alert, row) => `   ${row === 0 ? 'runbook     ' : '            '}${runbookLink(alert, links)}`),
  ];
}

/** What was asked about, in words. */
export function described(scope: Place): string {
  const { cluster, namespace, workload } = scope;
  const of = [workload !== undefined && `workload ${workload}`, namespace !== undefined && `namespace ${namespace}`, cluster !== undefined && `cluster ${cluster}`].filter(Boolean).join(' of ');
  return of || 'everything';
}

/** What nobody measures is one line: a cluster without Neuron devices lacks nothing. */
function blind(unseen: readonly Unseen[]): string[] {
  if (unseen.length === 0) return [];
  const unmeasured = unseen.flatMap((one) => one.unmeasured ?? []);
  const rest = unseen.filter((one) => one.unmeasured === undefined);
  return [
    '', 'Not seen:',
    ...rest.map(({ what, why }) => `- ${oneLine(why)}. Not looked at, or in part only: ${what}`),
    ...(unmeasured.length ? [`- not measured here, so nothing can be said of: ${unmeasured.join(', ')} (npm run doctor says why)`] : []),
  ];
}

/** For a person at a terminal. */
export function text({ scope, window, findings, unseen, seconds }: Report, links: Links = defaultLinks): string {
  const { from, to } = window;
  const count = findings.length === 0 ? 'Nothing found' : `${findings.length} finding${findings.length > 1 ? 's' : ''}`;
  return [
    `${count} in ${described(scope)}, ${time(from)} to ${time(to)} (looked for ${seconds.toFixed(1)} s)`,
    ...findings.flatMap((finding, index) => ['', ...paragraph(finding, index, to, links)]),
    ...blind(unseen),
  ].join('\n');
}

/** For programs: the same, with links. */
export const json = (report: Report, links: Links = defaultLinks): string =>
  JSON.stringify({ ...report, findings: report.findings.map((finding) => ({ ...finding, runbooks: finding.runbooks.map((alert) => ({ alert, link: runbookLink(alert, links) })) })) }, undefined, 2);
