import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultValues } from '../../generator/values.ts';
import { schema } from '../../values-schema/index.ts';
import { run } from '../lab/command.ts';

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
export async function python(): Promise<string> {
  const pins = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 16);
  const dir = await once(`moto-${pins}`, async (venv) => {
    await run('python3', ['-m', 'venv', venv]).catch(missing('python3', 'Python 3.10 or later with its venv module'));
    await run(join(venv, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS]);
  });
  return join(dir, 'bin', 'python');
}
