import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../render.ts';
import { stageChart, upstream, type StagedChart } from '../stubs.ts';
import { tool } from '../tools/tools.ts';

const CHART = join(import.meta.dirname, '..', '..', 'chart');

/**
 * The chart with its real dependencies, which `helm dependency build` gets into chart/charts when they are not there yet.
 * @returns the reason as a sentence when they cannot be had
 */
export async function realCharts(): Promise<StagedChart | string> {
  try {
    return await stageChart({ charts: 'real' });
  } catch {
    try {
      await download();
    } catch (error) {
      return `The real dependency charts are not in chart/charts and cannot be downloaded: ${(error as Error).message}`;
    }
    return stageChart({ charts: 'real' });
  }
}

/** Adds the repositories to a list of its own, so that the user's stays as it is. */
async function download(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'helm-repositories-'));
  const env = { ...process.env, HELM_REPOSITORY_CONFIG: join(dir, 'repositories.yaml'), HELM_REPOSITORY_CACHE: join(dir, 'cache') };
  const helm = await tool('helm');
  try {
    for (const { name, repository } of upstream) await run(helm, ['repo', 'add', name, repository], '', env);
    await run(helm, ['dependency', 'build', CHART], '', env);
  } finally {
    if (existsSync(dir)) rmSync(dir, { recursive: true });
  }
}
