import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './process-identity.ts';

const STATE_FILE = 'state.json';
const READY_POLL_MS = 100;
const DEFAULT_READY_TIMEOUT_MS = 60_000;
const TERM_GRACE_MS = 5_000;
const LOG_TAIL_LINES = 15;

const live = new Set<Processes>();
let stopping = false;

/** A child process that has passed its readiness check. */
export interface Running {
  readonly name: string;
  readonly pid: number;
  /** Path of the file that holds its stdout and stderr. */
  readonly log: string;
  /** Resolves when the process is gone, asked for or not, with how it ended ("exit code 1"). */
  readonly ended: Promise<string>;
  /** Asks it to end (SIGTERM), and ends it after a grace time. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Added to this process's environment. */
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** Polled until true; a rejection counts as "not yet". Without it the process is ready once it runs. */
  readonly ready?: () => Promise<boolean>;
  /** How long `ready` may take, in milliseconds (default 60 000). */
  readonly timeoutMs?: number;
}

/** What `state.json` keeps of a process, enough for another shell to stop it. */
interface Recorded {
  readonly name: string;
  readonly pid: number;
  /** Tells the process from a later one that got the same pid. */
  readonly identity: string;
}

/**
 * Child processes of one directory: each with its log there, all listed in `state.json`, none outliving this process.
 * The first use installs handlers for SIGINT, SIGTERM and SIGHUP that stop every child and then exit with 128 + signal.
 */
export class Processes {
  private readonly running: Running[] = [];
  private readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
    stopWithThisProcess(this);
  }

  /**
   * Starts `command` and waits until it is ready.
   * @throws Error that names the process and shows the last lines of its log when it cannot start, ends early or is not ready in time.
   */
  async start(name: string, command: string, args: string[], options: StartOptions = {}): Promise<Running> {
    if (stopping) throw new Error(`${name} is not started: everything is being stopped`);
    if (this.running.some((running) => running.name === name))
      throw new Error(`${name} already runs in ${this.dir}; stop it first or give this one another name`);
    const log = join(this.dir, `${name}.log`);
    const { child, failed, ended } = spawnInOwnGroup(command, args, log, options);
    const { pid } = child;
    if (pid === undefined) throw new Error(`${name} cannot start: ${errorText(await failed)}`);
    const running: Running = { name, pid, log, ended, stop: () => this.stopOne(running, child) };
    this.running.push(running);
    record(this.dir, { name, pid, identity: processIdentity(pid) ?? '' });
    void ended.then(() => this.forget(running));
    try {
      await untilReady(running, options);
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  }

  /** Stops all, the last started first. */
  async stopAll(): Promise<void> {
    for (const running of [...this.running].reverse()) await running.stop();
  }

  /** Ends all at once, without grace; for the last moment of this process. */
  killAll(): void {
    for (const { pid } of this.running) signalGroup(pid, 'SIGKILL');
  }

  /** Names of what `state.json` of `dir` lists and what still runs, in the order of their start. */
  static running(dir: string): string[] {
    return readState(dir)
      .filter(isAlive)
      .map(({ name }) => name);
  }

  /** Stops whatever `state.json` of `dir` lists, also what another shell started; returns the names of what was stopped. */
  static async down(dir: string): Promise<string[]> {
    const alive = readState(dir).filter(isAlive).reverse();
    for (const recorded of alive) await endGroup(recorded.pid, () => !isAlive(recorded));
    rmSync(join(dir, STATE_FILE), { force: true });
    return alive.map(({ name }) => name);
  }

  private async stopOne(running: Running, child: ChildProcess): Promise<void> {
    await endGroup(running.pid, () => child.exitCode !== null || child.signalCode !== null);
    await running.ended;
  }

  private forget(running: Running): void {
    // What it started itself and left behind is still in its group.
    signalGroup(running.pid, 'SIGKILL');
    const index = this.running.indexOf(running);
    if (index >= 0) this.running.splice(index, 1);
    unrecord(this.dir, running.pid);
  }
}

/** A TCP port on 127.0.0.1 that nothing listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** A readiness check: true once `url` answers with a 2xx status. */
export const httpReady =
  (url: string): (() => Promise<boolean>) =>
  async () =>
    (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;

// An own process group: Ctrl-C in the terminal reaches only us, so that children end in order, and their own children with them.
function spawnInOwnGroup(command: string, args: string[], log: string, options: StartOptions) {
  const logFile = openSync(log, 'w');
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', logFile, logFile],
    env: { ...process.env, ...options.env },
    cwd: options.cwd,
  });
  closeSync(logFile);
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  return { child, failed, ended };
}

async function untilReady(running: Running, { ready, timeoutMs = DEFAULT_READY_TIMEOUT_MS }: StartOptions): Promise<void> {
  if (ready === undefined) return;
  let end: string | undefined;
  void running.ended.then((how) => (end = how));
  let lastError = '';
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (end !== undefined) throw new Error(`${running.name} ended before it was ready (${end}).${logTail(running.log)}`);
    const isReady = await ready().catch((error: unknown) => {
      lastError = ` Last answer: ${errorText(error)}.`;
      return false;
    });
    if (isReady && end === undefined) return;
    await sleep(READY_POLL_MS);
  }
  throw new Error(`${running.name} was not ready within ${timeoutMs / 1000} s.${lastError}${logTail(running.log)}`);
}

function logTail(log: string): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES);
  return ` The last lines of ${log}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

// fetch says only "fetch failed" and keeps the reason in its cause.
function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // macOS answers EPERM, not ESRCH, for a group of which only exit statuses are left.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function endGroup(pid: number, isGone: () => boolean): Promise<void> {
  if (isGone()) return;
  signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + TERM_GRACE_MS;
  while (!isGone() && Date.now() < deadline) await sleep(20);
  signalGroup(pid, 'SIGKILL');
}

function readState(dir: string): Recorded[] {
  const file = join(dir, STATE_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded[]) : [];
}

function writeState(dir: string, state: Recorded[]): void {
  const file = join(dir, STATE_FILE);
  if (state.length === 0) return rmSync(file, { force: true });
  writeFileSync(`${file}.new`, JSON.stringify(state, null, 2));
  renameSync(`${file}.new`, file);
}

const isAlive = ({ pid, identity }: Recorded): boolean => processIdentity(pid) === identity;

const record = (dir: string, recorded: Recorded): void => writeState(dir, [...readState(dir), recorded]);

function unrecord(dir: string, pid: number): void {
  if (existsSync(dir))
    writeState(
      dir,
      readState(dir).filter((recorded) => recorded.pid !== pid),
    );
}

function stopWithThisProcess(processes: Processes): void {
  if (live.size === 0) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopAllAndExit);
    process.on('exit', () => live.forEach((each) => each.killAll()));
  }
  live.add(processes);
}

function stopAllAndExit(_signal: NodeJS.Signals, code: number): void {
  // A second Ctrl-C does not wait: 'exit' kills what is left.
  if (stopping) process.exit(128 + code);
  stopping = true;
  void Promise.all([...live].map((each) => each.stopAll())).finally(() => process.exit(128 + code));
}
