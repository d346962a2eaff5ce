import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonWith } from '../python.ts';
import { requireGo } from '../tools/build.ts';
import { cacheRoot } from '../tools/cache.ts';
import { compile, toStderr } from '../tools/compile.ts';

const HERE = import.meta.dirname;
const MODULE = join(HERE, 'collector');

/**
 * The collector with the components that the chart configures; minutes when it has to be built, once for each state of its files.
 * @throws Error with what the compiler says, or what to install without Go
 */
export async function collector(): Promise<string> {
  const pins = ['go.mod', 'go.sum', 'main.go'].map((file) => readFileSync(join(MODULE, file), 'utf8'));
  const digest = createHash('sha256').update(pins.join('\0')).digest('hex').slice(0, 16);
  const output = join(cacheRoot, 'otlp', `collector-${digest}`, 'otelcol');
  if (existsSync(output)) return output;
  await requireGo('otelcol');
  await compile({ title: 'otelcol', cwd: MODULE, output, args: (partial) => ['-trimpath', '-ldflags', '-s -w', '-o', partial, '.'], progress: toStderr });
  return output;
}

/** A Python with OpenTelemetry's SDK and the modules of the examples. */
export async function python(): Promise<{ readonly command: string; readonly env: Readonly<Record<string, string>> }> {
  return { command: await pythonWith(join(HERE, 'requirements.txt')), env: { PYTHONPATH: join(HERE, '..', '..', 'examples', 'common') } };
}
