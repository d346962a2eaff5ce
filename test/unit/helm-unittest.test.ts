import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../lab/command.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';

const SUITES = join(import.meta.dirname, '..', 'chart');
const suites = readdirSync(SUITES).filter(file => file.endsWith('_test.yaml')).sort();

/** helm-unittest with the suites of test/chart, a component each. */
describe('helm-unittest', () => {
  let staged: StagedChart;
  beforeAll(async () => {
    staged = await stageChart({ charts: 'stubs' });
    for (const suite of suites) cpSync(join(SUITES, suite), join(staged.chart, 'tests', suite));
  });
  afterAll(() => rmSync(staged.chart, { recursive: true }));

  it.each(suites)('%s', async suite => {
    const printed = await run(await tool('helm-unittest'), ['--strict', '--with-subchart=false', '--file', `tests/${suite}`, staged.chart]);
    expect(printed).toMatch(/^Tests: +[1-9]\d* passed, \d+ total$/m);
  });

  it('there is a suite for every template', () => {
    // A folder of templates has one suite for all.
    const subjects = readdirSync(join(staged.chart, 'templates')).map(name => ({ 'NOTES.txt': 'notes', tests: 'helm-test' })[name] ?? name.replace(/\.yaml$/, ''));
    expect(subjects.map(subject => `${subject}_test.yaml`).sort()).toEqual(suites);
  });
});
