import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chartFiles, type ChartFiles } from '../../generator/chart-files.ts';
import { generate } from '../../generator/generate.ts';

const repository = join(import.meta.dirname, '..', '..');
const KEPT_BY_HAND = /^\.helmignore$|\.tgz$/;

/** Content of every file below a directory, by its path in it. */
const contents = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => relative(directory, join(entry.parentPath, entry.name)))
      .filter(path => !KEPT_BY_HAND.test(path))
      .map(path => [path, readFileSync(join(directory, path), 'utf8')]),
  );

describe('chart/', () => {
  it('is what the sources say: run "npm run generate" where it is not', () => {
    expect(contents(join(repository, 'chart'))).toEqual(Object.fromEntries(chartFiles()));
  });

  it('has no empty file, and ends each with a line break', () => {
    expect([...chartFiles()].filter(([, text]) => !/\S\n$/.test(text)).map(([path]) => path)).toEqual([]);
  });
});

describe('the same sources give the same chart', () => {
  it('a second time', () => {
    expect(chartFiles()).toEqual(chartFiles());
  });

  it('from another folder, in another time zone and language', () => {
    const script = `import { chartFiles } from ${JSON.stringify(join(repository, 'generator/chart-files.ts'))}; process.stdout.write(JSON.stringify([...chartFiles()]));`;
    const tsx = import.meta.resolve('tsx');
    const elsewhere = { ...process.env, TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    const printed = execFileSync(process.execPath, ['--import', tsx, '--input-type=module', '--eval', script], { cwd: tmpdir(), env: elsewhere, maxBuffer: 2 ** 26, encoding: 'utf8' });
    expect(new Map(JSON.parse(printed) as [string, string][])).toEqual(chartFiles());
  });
});

describe('generate', () => {
  let directory: string;
  const write = (path: string, text: string): void => {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'generate-')); });
  afterEach(() => {
    rmSync(directory, { recursive: true });
    vi.doUnmock('../../dashboards-src/rules/stack.ts');
    vi.resetModules();
  });

  it('writes every file, and says how many', () => {
    expect(generate(directory)).toEqual({ files: chartFiles().size, changed: chartFiles().size });
    expect(contents(directory)).toEqual(Object.fromEntries(chartFiles()));
  });

  it('writes what has changed and removes what is no longer made, and nothing else', () => {
    generate(directory);
    write('values.yaml', 'edited: by hand\n');
    write('templates/former.yaml', 'of a component that is gone\n');
    write('.helmignore', 'kept\n');
    write('charts/grafana-1.2.3.tgz', 'staged');
    expect(generate(directory).changed).toBe(2);
    expect(contents(directory)).toEqual(Object.fromEntries(chartFiles()));
    expect([existsSync(join(directory, '.helmignore')), existsSync(join(directory, 'charts/grafana-1.2.3.tgz'))]).toEqual([true, true]);
    expect(generate(directory).changed).toBe(0);
  });

  it('changes nothing where a definition is wrong, and says which and what is right', async () => {
    generate(directory);
    write('values.yaml', 'as it was before\n');
    const before = contents(directory);
    vi.resetModules();
    vi.doMock('../../dashboards-src/rules/stack.ts', () => ({ stackRules: { name: 'observability.stack', requires: [], rules: [{ record: 'job:targets:count', expr: 'count by (cluster, job) (upp)' }] } }));
    const { generate: withWrongRule } = await import('../../generator/generate.ts');
    expect(() => withWrongRule(directory)).toThrow(/^the dashboards, rules and alerts do not fit the metrics:\n {2}- dashboards-src\/signals\/stack\.ts, job:targets:count: .*\bupp\b.*\bup\b/);
    expect(contents(directory)).toEqual(before);
  });
});

it('every file that a template reads is there', () => {
  const files: ChartFiles = chartFiles();
  // .Files.Get of a file that is not there yields nothing, and no error.
  const read = [...files].filter(([path]) => /templates\//.test(path)).flatMap(([path, text]) => [
    ...[...text.matchAll(/\(index \$?\.Subcharts "([\w-]+)"\)\.Files\.Get "([^"]+)"/g)].map(([, chart, file]) => ({ path, file: `charts/${chart}/${file}` })),
    ...[...text.matchAll(/(?<!\))\.Files\.Get "([^"]+)"/g)].map(([, file]) => ({ path, file: file! })),
  ]);
  expect(read.length).toBeGreaterThan(4);
  expect(read.filter(({ file }) => !files.has(file))).toEqual([]);
});
