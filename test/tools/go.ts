import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

// A user's own GOFLAGS or go.work must not change what the pins mean.
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' });

/**
 * Runs the go command in the folder of a go.mod; returns its stdout.
 * @throws Error with its stderr.
 */
export async function goIn(cwd: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('go', [...args], { cwd, env: environment(), maxBuffer: 1 << 26 });
  return stdout;
}

/** Runs the go command for minutes; it ends with this process. @throws Error that names `title` and has the end of its stderr. */
export async function goBuild(cwd: string, args: readonly string[], title: string): Promise<void> {
  const child = spawn('go', ['build', ...args], { cwd, env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = (): boolean => child.kill();
  process.once('exit', kill);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4_000)));
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  process.off('exit', kill);
  if (code !== 0) throw new Error(`${title} cannot be built (go build ended with ${code}):\n${stderr.trimEnd()}`);
}
