import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { merged } from '../generator/user-values.ts';
import { run } from './lab/command.ts';
import { template, type RenderOptions } from './render.ts';
import { tool } from './tools/tools.ts';

/** Most bytes that Kubernetes takes in a Secret's data. */
export const SECRET_LIMIT = 1_048_576;

/** Share of it that a release may take, with stubs as dependencies and with the real charts: a release stores their values and objects too. Dashboards, alerts and the scripts of Fluent Bit are most of it. */
export const BUDGETS = { stubs: 0.35, real: 0.45 } as const;

type Values = Record<string, unknown>;

/**
 * Bytes of the Secret in which Helm keeps a release: base64 of gzip of the release as JSON. Of the chart it holds the root's own
 * files and the values merged with those of all dependencies, not the dependencies' files (helm/helm pkg/storage/driver/util.go).
 */
export async function releaseSize(options: RenderOptions): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'release-size-'));
  try {
    await run(await tool('helm'), ['package', options.chart, '--destination', dir]); // leaves out what .helmignore names
    const [archive] = readdirSync(dir);
    await run('tar', ['-xzf', join(dir, archive!), '-C', dir]);
    const [chart] = readdirSync(dir).filter(name => name !== archive);
    const release = { name: options.release, info: {}, chart: storedChart(join(dir, chart!)), config: options.values ?? {}, manifest: await template(options), version: 1, namespace: options.namespace };
    return Math.ceil(gzipSync(JSON.stringify(release), { level: 9 }).length / 3) * 4;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The chart as Helm stores it in a release. */
function storedChart(dir: string): object {
  const own = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(name => !name.startsWith('charts/'));
  const stored = (name: string) => ({ name, data: readFileSync(join(dir, name)).toString('base64') });
  const special = new Set(['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json']);
  return {
    metadata: yaml(join(dir, 'Chart.yaml')),
    templates: own.filter(name => name.startsWith('templates/')).map(stored),
    values: mergedValues(dir),
    schema: stored('values.schema.json').data,
    files: own.filter(name => !name.startsWith('templates/') && !special.has(name)).map(stored),
  };
}

/** Values of a chart with those of its dependencies under their names, the chart's own winning. */
function mergedValues(dir: string): Values {
  const own = yaml(join(dir, 'values.yaml'));
  const dependencies = children(join(dir, 'charts'));
  return merged(Object.fromEntries(dependencies.map(name => [name, mergedValues(join(dir, 'charts', name))])), own);
}

/** Content of a YAML file, empty when there is none. */
function yaml(path: string): Values {
  try {
    return (load(readFileSync(path, 'utf8')) ?? {}) as Values;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function children(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
