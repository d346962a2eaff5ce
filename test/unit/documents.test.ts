import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { merged } from '../../generator/user-values.ts';
import { dependencies } from '../../generator/dependencies.ts';

const repository = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const documents = ['README.md', 'AGENTS.md', 'CHANGELOG.md', 'examples/README.md', 'examples/training/README.md', 'examples/inference/README.md', 'examples/sagemaker/README.md'];
const readme = read('README.md');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const blocks = (language: string): string[] => [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text!);

type Values = Record<string, unknown>;
const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

describe.each(documents)('%s', path => {
  const text = read(path);

  it('names npm scripts that exist', () => {
    const named = [...text.matchAll(/\bnpm (?:run (?:--silent )?([a-z][\w:-]*)|(test)\b)/g)].map(([, run, test]) => run ?? test!);
    expect(named.filter(name => !(name in scripts))).toEqual([]);
  });

  it('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target]) => target!);
    expect(targets.filter(target => !existsSync(join(repository, dirname(path), target)))).toEqual([]);
  });

  it('names values that exist', () => {
    const toggles = [...text.matchAll(/`((?:\w+\.)*\w+\.enabled)(?:=\w+)?`/g)].map(([, toggle]) => toggle!.split('.'));
    const defaults = load(read('chart/values.yaml')) as Values;
    // Below a dependency's key are its own values, which have defaults in its chart.
    const isKnown = (keys: readonly string[]): boolean => ['grafana', 'opensearch', 'opencost'].includes(keys[0]!) || keys.reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), defaults) !== undefined;
    expect(toggles.filter(keys => !isKnown(keys)).map(keys => keys.join('.'))).toEqual([]);
  });
});

describe('README.md', () => {
  it('has the commands of the three ways to start', () => {
    const commands = blocks('sh').join('\n');
    for (const command of ['helm install observability ./chart --namespace monitoring --create-namespace', 'npm ci && npm run lab', 'npm ci && npm test && npm run test:cluster']) expect(commands).toContain(command);
  });

  it('adds the repository of every dependency', () => {
    const added = [...readme.matchAll(/^helm repo add (\S+) (\S+)$/gm)].map(([, name, url]) => ({ name, url }));
    expect(added).toEqual(dependencies.filter(({ repository }) => repository).map(({ name, repository }) => ({ name, url: repository })));
  });

  it('shows values that the schema accepts', () => {
    const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(read('chart/values.schema.json')) as object);
    const defaults = load(read('chart/values.yaml')) as Values;
    const shown = blocks('yaml').map(block => load(block) as Values).filter(block => !('apiVersion' in block));
    expect(shown.length).toBeGreaterThan(2);
    for (const values of shown) expect(validate(merged(defaults, values)) ? [] : validate.errors).toEqual([]);
  });

  it.each([['ts', ['generator', 'dashboards-src']], ['gotemplate', ['chart/templates', 'chart/charts/helpers/templates']]] as const)('shows %s that is there', (language, folders) => {
    const plain = (code: string): string => code.replace(/^[ \t]+/gm, '').trim();
    const sources = folders.flatMap(folder => readdirSync(join(repository, folder), { recursive: true, withFileTypes: true }))
      .filter(entry => entry.isFile())
      .map(entry => plain(readFileSync(join(entry.parentPath, entry.name), 'utf8')));
    const shown = blocks(language);
    expect(shown.length).toBeGreaterThan(0);
    for (const code of shown) expect(sources.some(source => source.includes(plain(code))), `no file of ${folders.join(', ')} holds:\n${code}`).toBe(true);
  });

  it('lists every preset', () => {
    const listed = [readme, read('examples/README.md')].map(text => new Set([...text.matchAll(/values\/([\w-]+\.yaml)/g)].map(([, name]) => name!)));
    for (const name of readdirSync(join(repository, 'examples/values'))) for (const names of listed) expect(names).toContain(name);
  });

  it('refers to no folder outside the repository', () => {
    const outside = documents.filter(path => /\/work\b|\bshared\/|\.mirror/.test(read(path)));
    expect(outside).toEqual([]);
  });
});
