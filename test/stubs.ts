import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { dependencies, type Dependency } from '../generator/dependencies.ts';
import { operatorCrds } from './tools/tools.ts';

const CHART = join(import.meta.dirname, '..', 'chart');
const STUBS = join(import.meta.dirname, 'stubs');
/** Helpers of all stubs, copied into each. */
const COMMON = join(STUBS, '_common.tpl');

/** A copy of the chart with its dependencies in place. */
export interface StagedChart {
  /** Directory of the copy. */
  readonly chart: string;
  /** Whether the dependencies are the real charts, not our stubs. */
  readonly real: boolean;
  /** The sentence that says which of the two, for people. */
  readonly line: string;
}

export interface StageOptions {
  /** Where to put the copy, in place of what is there; a new temporary directory when left out. */
  readonly dir?: string;
  /** `auto`, the default, takes the real charts where all of them are there. */
  readonly charts?: 'auto' | 'stubs' | 'real';
}

/**
 * Copies the chart and puts its dependencies into it: the real ones from $OBSERVABILITY_CHARTS or chart/charts when
 * every one of Chart.yaml's versions is there as .tgz, else the stubs of test/stubs with the Prometheus Operator's CRDs.
 * @throws Error that names the missing charts when `charts` is `real`
 */
export async function stageChart({ dir, charts = 'auto' }: StageOptions = {}): Promise<StagedChart> {
  const missing = missingArchives();
  if (charts === 'real' && missing.length > 0) throw new Error(`chart/charts lacks ${missing.join(', ')}: get them with "npm run test:upstream" or name their directory in OBSERVABILITY_CHARTS`);
  const real = charts === 'real' || (charts === 'auto' && missing.length === 0);

  const chart = dir ?? temporary();
  rmSync(chart, { recursive: true, force: true });
  cpSync(CHART, chart, { recursive: true, filter: path => !path.endsWith('.tgz') });
  mkdirSync(join(chart, 'charts'), { recursive: true });
  for (const dependency of upstream) {
    if (real) cpSync(archive(dependency)!, join(chart, 'charts', archiveName(dependency)));
    else copyStub(dependency.name, join(chart, 'charts', dependency.name));
  }
  if (!real) await addCrds(chart);
  return { chart, real, line: describe(real, charts === 'stubs' ? [] : missing) };
}

/** A directory that goes with this process. */
function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'observability-chart-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The charts that come from a repository; the chart's own folders need no staging. */
export const upstream: readonly Dependency[] = dependencies.filter(({ repository }) => repository !== '');

type NamedVersion = Pick<Dependency, 'name' | 'version'>;

/** Name and version of every stub, from its own Chart.yaml. */
export function stubs(): NamedVersion[] {
  return readdirSync(STUBS, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => load(readFileSync(join(STUBS, name, 'Chart.yaml'), 'utf8')) as NamedVersion)
    .map(({ name, version }) => ({ name, version }));
}

/** File names of the real charts that are neither in $OBSERVABILITY_CHARTS nor in chart/charts. */
export const missingArchives = (): string[] => upstream.filter(dependency => archive(dependency) === undefined).map(archiveName);

/** File name of a packaged chart. */
export const archiveName = ({ name, version }: NamedVersion): string => `${name}-${version}.tgz`;

function archive(dependency: Dependency): string | undefined {
  const places = [process.env['OBSERVABILITY_CHARTS'], join(CHART, 'charts')].filter(place => place !== undefined);
  return places.map(place => join(place, archiveName(dependency))).find(path => existsSync(path));
}

function copyStub(name: string, into: string): void {
  const stub = join(STUBS, name);
  if (!existsSync(stub)) throw new Error(`chart/Chart.yaml depends on ${name}, which has no stub: add test/stubs/${name}`);
  cpSync(stub, into, { recursive: true });
  cpSync(COMMON, join(into, 'templates', basename(COMMON)));
}

async function addCrds(chart: string): Promise<void> {
  const crds = join(chart, 'charts', 'kube-prometheus-stack', 'charts', 'crds', 'crds');
  mkdirSync(crds, { recursive: true });
  for (const path of await operatorCrds()) cpSync(path, join(crds, basename(path)));
}

function describe(real: boolean, missing: readonly string[]): string {
  const names = upstream.map(({ name, version }) => `${name} ${version}`).join(', ');
  if (real) return `Dependency charts: the real ones (${names}).`;
  const why = missing.length > 0 ? `chart/charts lacks ${missing.join(', ')}` : 'as asked';
  return `Dependency charts: stubs of this repository for ${names} (${why}).`;
}
