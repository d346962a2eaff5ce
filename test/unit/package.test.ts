import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartFiles } from '../../generator/chart-files.ts';
import { run } from '../lab/command.ts';
import type { Helm } from '../render.ts';
import { stageChart, upstream, type StagedChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'values');
const examples = readdirSync(EXAMPLES).filter(file => file.endsWith('.yaml')).map(file => join(EXAMPLES, file));
/** Not in the package: it would be stored in the Secret of every release. */
const LEFT_OUT = 'README.md';

describe.each<Helm>(['helm', 'helm3'])('%s', helm => {
  let staged: StagedChart;
  let directory: string;
  beforeAll(async () => {
    staged = await stageChart({ charts: 'stubs' });
    directory = mkdtempSync(join(tmpdir(), 'package-'));
  });
  afterAll(() => [staged.chart, directory].forEach(path => rmSync(path, { recursive: true })));

  it('finds nothing to complain of, strictly, with no values and with each example', async () => {
    const values = examples.map(path => readFileSync(path, 'utf8'));
    for (const input of ['{}', ...values]) {
      expect(await run(await tool(helm), ['lint', '--strict', '--values', '-', staged.chart], { input })).toContain('1 chart(s) linted, 0 chart(s) failed');
    }
  });

  it('packs what the generator made and the dependencies, and nothing else', async () => {
    await run(await tool(helm), ['package', staged.chart, '--destination', directory]);
    const [archive] = readdirSync(directory);
    const packed = (await run('tar', ['-tzf', join(directory, archive!)])).trim().split('\n').map(path => path.replace(/^observability\//, ''));
    const ours = packed.filter(path => !upstream.some(({ name }) => path.startsWith(`charts/${name}/`)) && path !== '.helmignore');
    expect(ours.sort()).toEqual([...chartFiles().keys()].filter(path => path !== LEFT_OUT).sort());
    expect(upstream.filter(({ name }) => !packed.includes(`charts/${name}/Chart.yaml`)).map(({ name }) => name)).toEqual([]);
  });
});
