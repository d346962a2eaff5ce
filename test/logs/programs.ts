import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../lab/processes.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

const environment = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], PYTHONPATH: EXAMPLES, PYTHONDONTWRITEBYTECODE: '1', ...more });

/** What one rank of examples/training writes; it may end with an error, as a diverging run has to. */
export const trained = (env: Readonly<Record<string, string>>): Promise<string[]> => new Promise((resolve, reject) => {
  execFile('python3', ['-u', join(EXAMPLES, 'training', 'train.py')], { env: environment(env) }, (error, stdout, stderr) =>
    (stdout ? resolve(stdout.trim().split('\n')) : reject(new Error(`examples/training/train.py wrote nothing: ${stderr || String(error)}`))));
});

/** What examples/serving writes while it answers these prompts. */
export async function served(prompts: readonly string[]): Promise<string[]> {
  const port = await freePort();
  const server = spawn('python3', ['-u', join(EXAMPLES, 'serving', 'serve.py')], { env: environment({ PORT: `${port}`, SLOW_SECONDS: '0.6', MODEL: 'reverse-1' }), stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: server.stdout });
  const next = (): Promise<void> => new Promise((resolve, reject) => { reader.once('line', () => resolve()); server.once('error', reject).once('exit', (code) => reject(new Error(`examples/serving/serve.py ended with ${code}`))); });
  reader.on('line', (line) => lines.push(line));
  try {
    await next();
    for (const prompt of prompts) {
      const written = next();
      await fetch(`http://127.0.0.1:${port}/v1/completions`, { method: 'POST', headers: { 'X-Request-Id': `request-${prompts.indexOf(prompt)}` }, body: JSON.stringify({ prompt }) });
      await written;
    }
    return lines;
  } finally {
    server.removeAllListeners('exit');
    server.kill();
  }
}
