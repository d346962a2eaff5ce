import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lab/command.ts';
import { archiveName, missingArchives, upstream } from '../stubs.ts';
import { tool } from '../tools/tools.ts';

const CHART = join(import.meta.dirname, '..', '..', 'chart');

/** `helm dependency build` into chart/charts, with a list of repositories of its own: the user's stays as it is. */
async function download(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'helm-repositories-'));
  const env = { HELM_REPOSITORY_CONFIG: join(dir, 'repositories.yaml'), HELM_REPOSITORY_CACHE: join(dir, 'cache') };
  const helm = await tool('helm');
  try {
    for (const { name, repository } of upstream) await run(helm, ['repo', 'add', name, repository], { env });
    await run(helm, ['dependency', 'build', CHART], { env });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const missing = missingArchives();
if (missing.length === 0) {
  console.info(`The real dependency charts are there: ${upstream.map(archiveName).join(', ')}.`);
} else {
  try {
    await download();
    console.info(`The real dependency charts are in chart/charts now: ${upstream.map(archiveName).join(', ')}.`);
  } catch (error) {
    console.warn(`${(error as Error).message}\nThe real dependency charts cannot be downloaded and chart/charts lacks ${missing.join(', ')}: the tests with them are skipped.`);
    if (process.env['CI']) process.exitCode = 1; // there the network is part of the test
  }
}
