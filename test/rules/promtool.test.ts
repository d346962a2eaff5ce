import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tool } from '../tools/tools.ts';
import { renderQueries, renderRules } from './render.ts';

const run = promisify(execFile);
const here = import.meta.dirname;
const suites = (await readdir(here)).filter((name) => name.endsWith('.test.yaml'));
let dir: string;
let promtool: string;

beforeAll(async () => {
  promtool = await tool('promtool');
  dir = await mkdtemp(join(tmpdir(), 'rules-'));
  await renderRules(dir);
  await Promise.all(suites.map((name) => copyFile(join(here, name), join(dir, name))));
}, 600_000);

afterAll(() => rm(dir, { recursive: true, force: true }));

test('promtool accepts every rule', async () => {
  const { stdout } = await run(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', join(dir, 'rules.yaml')]);
  expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
});

test('Prometheus reads every query of every dashboard', async () => {
  const { stdout } = await run(promtool, ['check', 'rules', '--lint=none', await renderQueries(dir)]);
  expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
});

test.each(suites)('promtool test rules %s', async (name) => {
  const result = await run(promtool, ['test', 'rules', join(dir, name)]).catch((error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}${error.stderr}` }));
  expect(result.stdout).toMatch(/SUCCESS\s*$/);
}, 120_000);
