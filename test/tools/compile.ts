import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { goBuild } from './go.ts';

const HEARTBEAT_MS = 15_000;

/** Tells a person how far a build is; one line without its newline. */
export type Progress = (line: string) => void;

export const toStderr: Progress = (line) => void process.stderr.write(`${line}\n`);

/** A build with the go command. */
export interface Compilation {
  /** Name and version, for people. */
  readonly title: string;
  /** Folder of go.mod. */
  readonly cwd: string;
  /** Path that has the whole program in the end, or nothing. */
  readonly output: string;
  /** Arguments of `go build` that write the program to a path; what they need beside it may lie at that path with `.module` behind. */
  readonly args: (output: string) => Promise<readonly string[]> | readonly string[];
  readonly progress: Progress;
}

/** Builds a program and says every 15 s that it does. @throws Error that shows what the compiler said. */
export async function compile({ title, cwd, output, args, progress }: Compilation): Promise<void> {
  const elapsed = stopwatch();
  const partial = `${output}.${process.pid}`;
  mkdirSync(dirname(output), { recursive: true });
  progress(`${title}: building`);
  const heartbeat = setInterval(() => progress(`${title}: building, ${elapsed()} s`), HEARTBEAT_MS);
  try {
    await goBuild(cwd, await args(partial), title);
    renameSync(partial, output);
  } finally {
    clearInterval(heartbeat);
    for (const made of [partial, `${partial}.module`]) rmSync(made, { recursive: true, force: true });
  }
  progress(`${title}: built in ${elapsed()} s`);
}

function stopwatch(): () => number {
  const start = Date.now();
  return () => Math.round((Date.now() - start) / 1000);
}
