import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './lab/command.ts';
import { cacheRoot } from './tools/cache.ts';

const cache = join(cacheRoot, 'python');

/**
 * Path of a Python with the packages of these requirement files, from the user's cache or put there now from PyPI (seconds to a minute).
 * @throws Error that says what is missing on this machine
 */
export async function pythonWith(...requirements: readonly string[]): Promise<string> {
  const digest = createHash('sha256').update(requirements.map((file) => readFileSync(file, 'utf8')).join('\0')).digest('hex').slice(0, 16);
  const dir = join(cache, digest), complete = join(dir, '.complete'), python = join(dir, 'bin', 'python');
  if (existsSync(complete)) return python;
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  await run('python3', ['-m', 'venv', dir]).catch((error: Error) => {
    throw new Error(`this test runs Python programs: install Python 3.10 or later with its venv module (${error.message})`);
  });
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements.flatMap((file) => ['--requirement', file])]);
  writeFileSync(complete, '');
  return python;
}
