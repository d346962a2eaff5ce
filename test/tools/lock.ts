import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../lab/process-identity.ts';

const POLL_MS = 200;

/**
 * Runs `work` while no other process on this machine holds the lock `file`; calls `onWait` once with the holder's pid if it has to wait.
 * The lock of a process that died is taken over.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, onWait: (holder: number) => void = () => {}): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  for (let waited = false; !tryLock(file); waited = true) {
    const holder = holderOf(file);
    if (holder === undefined) rmSync(file, { force: true });
    else if (!waited) onWait(holder);
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${processIdentity(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): number | undefined {
  try {
    const [pid = '', ...identity] = readFileSync(file, 'utf8').split(' ');
    return processIdentity(Number(pid)) === identity.join(' ') ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}
