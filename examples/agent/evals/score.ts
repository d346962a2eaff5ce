import { described } from '../src/report.ts';
import type { Finding, Report } from '../src/findings.ts';
import { investigate } from '../src/investigate.ts';
import { kubernetesInMemory } from '../src/sources/kubernetes.ts';
import { logsInMemory } from '../src/sources/logs.ts';
import type { Metrics } from '../src/sources/prometheus.ts';
import type { Expected, Fixture } from './fixture.ts';
import { at } from './simulate/world.ts';

/** All that a finding claims, as one text. */
const claims = ({ what, cause = '', nextStep }: Finding): string => `${what}. ${cause}. ${nextStep}`;

const matches = (finding: Finding, { analyzer, says, where = {} }: Expected): boolean =>
  finding.analyzer === analyzer && (says === undefined || says.test(claims(finding))) && Object.entries(where).every(([label, value]) => finding.where[label as keyof Finding['where']] === value);

/** How the findings of one fixture compare with what had to be found. */
export interface Score {
  readonly fixture: Fixture;
  readonly report: Report;
  readonly missed: readonly Expected[];
  /** Findings that nobody expected. */
  readonly wrong: readonly Finding[];
  /** Findings that say what must never be said. */
  readonly forbidden: readonly Finding[];
  readonly right: number;
}

/** Asks the question of a fixture, with what it has as sources. */
export function ask({ name, scope, since = 60, world, containerLogs }: Fixture, metrics: Metrics): Promise<Report> {
  const { objects = [], lines = [] } = world;
  return investigate({
    scope: { cluster: name, ...scope },
    window: { from: at - since * 60, to: at },
    sources: { metrics, kubernetes: kubernetesInMemory(objects, containerLogs), logs: logsInMemory(lines.map((line) => ({ ...line, cluster: name }))) },
  });
}

export function scored(fixture: Fixture, report: Report): Score {
  const { find, mayFind = [], never = [] } = fixture;
  const { findings } = report;
  const missed = find.filter((expected) => !findings.some((finding) => matches(finding, expected)));
  return {
    fixture, report, missed, right: find.length - missed.length,
    wrong: findings.filter((finding) => ![...find, ...mayFind].some((expected) => matches(finding, expected))),
    forbidden: findings.filter((finding) => never.some((pattern) => pattern.test(claims(finding)))),
  };
}

export interface Total {
  /** Of what was found, the share that is right. */
  readonly precision: number;
  /** Of what had to be found, the share that was. */
  readonly recall: number;
}

export function total(scores: readonly Score[]): Total {
  const sum = (of: (score: Score) => number): number => scores.reduce((all, score) => all + of(score), 0);
  const right = sum((score) => score.right);
  const wrong = sum((score) => score.wrong.length);
  const missed = sum((score) => score.missed.length);
  return { precision: right + wrong === 0 ? 1 : right / (right + wrong), recall: right + missed === 0 ? 1 : right / (right + missed) };
}

/** One line for each fixture, and what went wrong in it. */
export function table(scores: readonly Score[]): string {
  return scores.flatMap(({ fixture: { name, difficulty, scope = {} }, right, missed, wrong, forbidden, report }) => [
    `${missed.length + wrong.length + forbidden.length ? '✗' : '✓'} ${name.padEnd(34)} ${difficulty.padEnd(7)} ${right} of ${right + missed.length} found, ${wrong.length} wrong, ${report.seconds.toFixed(1)} s (${described(scope)})`,
    ...missed.map(({ analyzer, says, where }) => `    missed: ${analyzer} ${says ?? ''} ${where ? JSON.stringify(where) : ''}`),
    ...wrong.map((finding) => `    wrong: [${finding.severity}] ${finding.analyzer}: ${claims(finding).slice(0, 200)}`),
    ...forbidden.map((finding) => `    forbidden: ${finding.analyzer}: ${claims(finding).slice(0, 200)}`),
  ]).join('\n');
}
