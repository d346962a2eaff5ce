import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { examplePrograms, exampleEnvironment as environment, examplePython } from '../examples.ts';
import { freePort } from '../lab/processes.ts';

/** What one rank of examples/training/line writes; it may end with an error, as a diverging run has to. */
export async function trained(env: Readonly<Record<string, string>>): Promise<string[]> {
  const python = await examplePython();
  return new Promise((resolve, reject) => {
    execFile(python, ['-u', examplePrograms.train], { env: environment({ METRICS_PORT: '0', ...env }) }, (error, stdout, stderr) =>
      (stdout ? resolve(stdout.trim().split('\n')) : reject(new Error(`${examplePrograms.train} wrote nothing: ${stderr || String(error)}`))));
  });
}

/** What examples/inference/reverse writes while it answers these prompts. */
export async function served(prompts: readonly string[]): Promise<string[]> {
  const port = await freePort();
  const server = spawn(await examplePython(), ['-u', examplePrograms.serve], { env: environment({ PORT: `${port}`, METRICS_PORT: '0', SLOW_SECONDS: '0.6', MODEL: 'reverse-1' }), stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: server.stdout });
  const next = (): Promise<void> => new Promise((resolve, reject) => { reader.once('line', () => resolve()); server.once('error', reject).once('exit', (code) => reject(new Error(`${examplePrograms.serve} ended with ${code}`))); });
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
