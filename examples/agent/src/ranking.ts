import type { Confidence, Finding, Severity } from './findings.ts';

const bySeverity: Readonly<Record<Severity, number>> = { critical: 100, warning: 20, info: 4 };
const byConfidence: Readonly<Record<Confidence['level'], number>> = { high: 1, medium: 0.6, low: 0.3 };

/** Ten dollars an hour count as much again as the finding itself, a thousand three times as much. */
const byCost = ({ cost }: Finding): number => 1 + Math.log10(1 + (cost?.amount ?? 0));

/** What is over matters less than what goes on, unless it goes on in what followed from it; a cause stands before its symptoms. */
const byTime = ({ ended, explains }: Finding): number => (explains ? 3 : ended === undefined ? 1 : 0.5);

export const weight = (finding: Finding): number => bySeverity[finding.severity] * byConfidence[finding.confidence.level] * byCost(finding) * byTime(finding);

/** The most urgent, surest and dearest first. */
export const ranked = (findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ finding, by: weight(finding) })).sort((one, other) => other.by - one.by || (one.finding.what < other.finding.what ? -1 : 1)).map(({ finding }) => finding);
