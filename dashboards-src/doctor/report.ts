import { hasData, type PanelCoverage } from './coverage.ts';
import { isFault, type Reason } from './diagnosis.ts';

/** What the doctor found. */
export interface Report {
  readonly prometheus: string;
  /** What could not be asked, and what that hides. */
  readonly limits: readonly string[];
  readonly panels: readonly PanelCoverage[];
}

/** Why a panel is empty, or nothing where it is not, or where that is good news. */
export function reasonOf(panel: PanelCoverage): Reason | undefined {
  if (hasData(panel)) return undefined;
  const reasons = panel.queries.flatMap(({ reason }) => reason ?? []);
  const fault = reasons.find(isFault);
  // A panel that says "none" when it is empty asks for what need not be there.
  return panel.none && (!fault || fault.cause === 'metric missing') ? undefined : (fault ?? reasons[0]);
}

/** Panels that are empty through a mistake that somebody can mend. */
export const faults = ({ panels }: Report): PanelCoverage[] =>
  panels.filter((panel) => {
    const reason = reasonOf(panel);
    return reason !== undefined && isFault(reason);
  });

/** The report as text: a count for each dashboard, then each reason with what to do, once, with the panels that are empty by it. */
export function text(report: Report): string {
  const { panels, limits, prometheus } = report;
  const titles = [...new Set(panels.map(({ dashboard }) => dashboard))];
  const width = Math.max(9, ...titles.map((title) => title.length));
  const counts = titles.map((title) => {
    const own = panels.filter(({ dashboard }) => dashboard === title);
    return `${title.padEnd(width)}  ${own.filter((panel) => reasonOf(panel) === undefined).length} of ${own.length}`;
  });
  const reasons = byReason(panels);
  const of = (wanted: boolean): string[] => reasons.filter(({ reason }) => isFault(reason) === wanted).flatMap(paragraph);
  const broken = of(true), absent = of(false);
  return [
    `Prometheus ${prometheus}`, ...limits.map((limit) => `  ! ${limit}`),
    '', `${'Dashboard'.padEnd(width)}  Panels with data`, ...counts,
    ...(broken.length ? ['', 'To mend:', ...broken] : []),
    ...(absent.length ? ['', 'Not there:', ...absent] : []),
    '', broken.length ? `${faults(report).length} panels are empty by mistake.` : 'No panel is empty by mistake.',
  ].join('\n');
}

function byReason(panels: readonly PanelCoverage[]): { reason: Reason; panels: PanelCoverage[] }[] {
  const found = new Map<string, { reason: Reason; panels: PanelCoverage[] }>();
  for (const panel of panels) {
    const reason = reasonOf(panel);
    if (!reason) continue;
    const entry = found.get(reason.text) ?? { reason, panels: [] };
    entry.panels.push(panel);
    found.set(reason.text, entry);
  }
  return [...found.values()].sort((a, b) => b.panels.length - a.panels.length);
}

const SHOWN = 6;

function paragraph({ reason, panels }: { reason: Reason; panels: readonly PanelCoverage[] }): string[] {
  const names = panels.slice(0, SHOWN).map(({ dashboard, panel }) => `${dashboard} › ${panel}`);
  const more = panels.length > SHOWN ? ` and ${panels.length - SHOWN} more` : '';
  return ['', `  ${reason.text} [${reason.cause}]`, `    → ${reason.advice}`, `    ${names.join('; ')}${more}`];
}

/** The report for programs: every panel with its queries, and the reason where it is empty. */
export const json = (report: Report): string =>
  JSON.stringify({ ...report, faults: faults(report).length, panels: report.panels.map((panel) => ({ ...panel, hasData: hasData(panel), ...(reasonOf(panel) && { reason: reasonOf(panel) }) })) }, null, 2);
