import { spawn } from 'node:child_process';

export interface CommandOptions {
  /** Written to its standard input. */
  readonly input?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder in which it runs; this process's own if left out. */
  readonly cwd?: string;
}

/**
 * Runs a program to its end.
 * @returns what it wrote to its standard output
 * @throws Error with the command and what it wrote to its standard error
 */
export function run(command: string, args: readonly string[], { input = '', env = {}, cwd }: CommandOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...(cwd && { cwd }), env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${code}:\n${stderr.trim() || stdout.trim()}`));
    });
    // A program that ends without reading its input breaks the pipe; its exit code tells.
    child.stdin.on('error', () => undefined).end(input);
  });
}
