import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultValues } from '../../generator/values.ts';
import { schema } from '../../values-schema/index.ts';
import { run } from '../lab/command.ts';
import { pythonWith } from '../python.ts';

const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'observability-chart', 'aws');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** Installs into a folder of the user's cache, once. */
async function once(name: string, install: (dir: string) => Promise<unknown>): Promise<string> {
  const dir = join(CACHE, name);
  const complete = join(dir, '.complete');
  if (!existsSync(complete)) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    await install(dir);
    writeFileSync(complete, '');
  }
  return dir;
}

const missing = (command: string, what: string) => (error: NodeJS.ErrnoException): never => {
  throw error.code === 'ENOENT' ? new Error(`the tests of AWS need ${what}: there is no ${command} on this machine`) : error;
};

/** YACE in the version of the image that the chart starts, through the Go module proxy. */
export async function yace(): Promise<string> {
  const { sagemaker } = defaultValues(schema) as { sagemaker: { image: { tag: string } } };
  const { tag } = sagemaker.image;
  const module = 'github.com/prometheus-community/yet-another-cloudwatch-exporter';
  const dir = await once(`yace-${tag}`, async (to) => {
    const { Dir } = JSON.parse(await run('go', ['mod', 'download', '-json', `${module}@${tag}`], { cwd: to }).catch(missing('go', 'Go 1.26 or later (https://go.dev/dl)'))) as { Dir: string };
    await run('go', ['build', '-buildvcs=false', '-trimpath', '-o', join(to, 'yace'), './cmd/yace'], { cwd: Dir, env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' } });
  });
  return join(dir, 'yace');
}

/** A Python that has moto. */
export const python = (): Promise<string> => pythonWith(REQUIREMENTS);
