import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtures } from '../../../examples/agent/evals/fixtures/index.ts';
import { prometheusOf } from '../../../examples/agent/evals/prometheus.ts';
import { ask, scored, table, total, type Score } from '../../../examples/agent/evals/score.ts';
import { prometheus } from '../../../examples/agent/src/sources/prometheus.ts';

const target = 0.95;
let server: Awaited<ReturnType<typeof prometheusOf>>;
let scores: Score[] = [];

beforeAll(async () => {
  server = await prometheusOf(fixtures, (line) => process.stderr.write(`evals: ${line}\n`));
  const metrics = prometheus({ url: server.url, timeoutMs: 60_000 });
  for (const fixture of fixtures) scores.push(scored(fixture, await ask(fixture, metrics)));
  const { precision, recall } = total(scores);
  process.stdout.write(`${table(scores)}\nanalyzers on ${fixtures.length} fixtures: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`);
}, 600_000);

afterAll(() => server?.stop());

describe('the analyzers on simulated faults', () => {
  test('find nearly all, and claim little else', () => {
    const { precision, recall } = total(scores);
    expect(precision).toBeGreaterThanOrEqual(target);
    expect(recall).toBeGreaterThanOrEqual(target);
  });

  test('say nothing urgent of healthy clusters', () => {
    const healthy = scores.filter(({ fixture }) => fixture.healthy);
    expect(healthy.length).toBeGreaterThanOrEqual(5);
    expect(healthy.flatMap(({ fixture, report }) => report.findings.filter(({ severity }) => severity !== 'info').map(({ what }) => `${fixture.name}: ${what}`))).toEqual([]);
  });

  test('never say what must not be said', () => {
    expect(scores.flatMap(({ fixture, forbidden }) => forbidden.map(({ what }) => `${fixture.name}: ${what}`))).toEqual([]);
  });
});
