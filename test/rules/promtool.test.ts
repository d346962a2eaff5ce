import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
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

/** promtool evaluates every group of a rule file at every step: a suite gets those that it names, and is done in seconds. */
async function place(name: string): Promise<string> {
  const text = await readFile(join(here, name), 'utf8');
  const { group_eval_order: groups } = load(text) as { group_eval_order?: string[] };
  const own = join(dir, name.replace('.test.yaml', ''));
  await mkdir(own);
  await renderRules(own, groups);
  const path = join(own, name);
  await writeFile(path, text);
  return path;
}

test.each(suites)('promtool test rules %s', async (name) => {
  const result = await run(promtool, ['test', 'rules', await place(name)]).catch((error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}${error.stderr}` }));
  expect(result.stdout).toMatch(/SUCCESS\s*$/);
}, 120_000);
