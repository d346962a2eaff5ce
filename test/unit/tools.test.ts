import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { kwokStages } from '../lab/kwok-stages.ts';
import { labNodes, nodeObject } from '../lab/nodes.ts';
import { processIdentity } from '../lab/process-identity.ts';
import { freePort, httpReady, Processes } from '../lab/processes.ts';
import { withLock } from '../tools/lock.ts';
import { versionFits, versionIn } from '../tools/path.ts';
import { goMod, goVersion, pinned } from '../tools/pins.ts';
import { toolNames, toolTable, toolVersions } from '../tools/table.ts';

// Other processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const repository = join(import.meta.dirname, '..', '..');

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lab-test-'));
});
afterEach(async () => {
  await Processes.down(dir);
  rmSync(dir, { recursive: true });
});

const isAlive = (pid: number): boolean => processIdentity(pid) !== undefined;

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !condition(); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`not true within 10 s: ${condition}`);
  }
}

describe('pins', () => {
  const block = (keyword: string): string[] =>
    [...goMod.matchAll(new RegExp(`^${keyword} \\(\\n([^)]*)\\)`, 'gm'))].flatMap(([, lines = '']) => lines.trim().split(/\n\s*/));

  test('every tool is a tool line of go.mod, and no other is', () => {
    const packages = toolNames.map((name) => [toolTable[name].module, toolTable[name].command].filter(Boolean).join('/'));
    expect(packages.sort()).toEqual(block('tool').sort());
  });

  test('Kubernetes and its staging modules are of one release', () => {
    const staging = block('replace').filter((line) => line.startsWith('k8s.io/'));
    const { version } = pinned('k8s.io/kubernetes');
    expect(staging.length).toBeGreaterThan(30);
    expect(new Set(staging.map((line) => line.split(' ').at(-1)))).toEqual(new Set([`v${version.replace(/^1/, '0')}`]));
  });

  test('Prometheus goes by its release, not by its module version', () => {
    expect(goMod).toContain(`github.com/prometheus/prometheus v0.3${pinned('github.com/prometheus/prometheus').minor}.`);
    expect(toolVersions.promtool).toMatch(/^3\.\d+\.\d+$/);
  });

  test('a module that is not pinned is named', () => {
    expect(() => pinned('example.com/nothing')).toThrow(/go\.mod lacks a version of example\.com\/nothing; add it/);
  });
});

describe('tools from PATH', () => {
  test.each([
    ['v4.3.1+g1234567\n', '4.3.1'],
    ['promtool, version 3.15.0 (branch: HEAD, revision: 0a1b2c3)\n  go version: go1.26.8', '3.15.0'],
    ['Client Version: v1.37.1\nKustomize Version: v5.8.1', '1.37.1'],
    ['etcd Version: 3.7.0\nGit SHA: Not provided', '3.7.0'],
    ['no version here', undefined],
  ])('the version in %j is %s', (output, version) => {
    expect(versionIn(output)).toBe(version);
  });

  test('a patch release fits where results do not depend on it', () => {
    expect(versionFits('4.3.9', '4.3.1', 'minor')).toBe(true);
    expect(versionFits('4.30.1', '4.3.1', 'minor')).toBe(false);
    expect(versionFits('3.15.1', '3.15.0', 'exact')).toBe(false);
    expect(versionFits('3.15.0', '3.15.0', 'exact')).toBe(true);
  });

  /** The tools' own program with nothing on PATH but `dir`, and an empty cache. */
  const install = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const env = { PATH: dir, HOME: dir, XDG_CACHE_HOME: dir };
      const command = ['--import', 'tsx', join('test', 'tools', 'install.ts'), ...args];
      execFile(process.execPath, command, { cwd: repository, env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });

  const program = (name: string, output: string): void => {
    writeFileSync(join(dir, name), `#!/bin/sh\necho '${output}'\n`);
    chmodSync(join(dir, name), 0o755);
  };

  test('one that fits is used', async () => {
    program('etcd', `etcd Version: ${toolVersions.etcd}`);
    expect(await install('etcd')).toMatchObject({ code: 0, stdout: `etcd ${toolVersions.etcd} ${join(dir, 'etcd')}\n` });
  });

  test('without a fitting one and without Go, the message says what to install', async () => {
    program('promtool', 'promtool, version 2.0.0');
    const { code, stderr } = await install('promtool');
    expect(code).toBe(1);
    expect(stderr).toBe(
      `promtool is missing and cannot be built without Go. Install Go ≥ ${goVersion} from https://go.dev/dl, or put promtool ${toolVersions.promtool} on PATH.\n`,
    );
  });

  test('an unknown tool is refused with the list of tools', async () => {
    const { code, stderr } = await install('promtol');
    expect(code).toBe(2);
    expect(stderr).toContain('There is no tool promtol.');
    expect(stderr).toContain('promtool');
  });
});

describe('lock', () => {
  test('keeps the second out until the first is done, and tells it who holds it', async () => {
    const lock = join(dir, 'build.lock');
    const events: string[] = [];
    const first = withLock(lock, async () => {
      await sleep(300);
      events.push('first');
    });
    const second = withLock(
      lock,
      async () => void events.push('second'),
      (holder) => events.push(`waits for ${holder}`),
    );
    await Promise.all([first, second]);
    expect(events).toEqual([`waits for ${process.pid}`, 'first', 'second']);
    expect(existsSync(lock)).toBe(false);
  });

  test('is taken over from a process that died', async () => {
    const lock = join(dir, 'build.lock');
    writeFileSync(lock, `${process.pid} started-at-another-time`);
    expect(await withLock(lock, async () => 'done')).toBe('done');
  });

  test('is let go when the work fails', async () => {
    const lock = join(dir, 'build.lock');
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });
});

describe('processes', () => {
  const shell = (script: string): ['sh', string[]] => ['sh', ['-c', script]];

  test('waits until ready, logs, and stops with all that the process started', async () => {
    const processes = new Processes(dir);
    const file = join(dir, 'grandchild');
    const running = await processes.start('server', ...shell(`sleep 1000 & echo $! > ${file}; echo started; wait`), {
      ready: async () => readFileSync(file, 'utf8').endsWith('\n'),
    });
    const grandchild = Number(readFileSync(file, 'utf8'));
    expect(readFileSync(running.log, 'utf8')).toBe('started\n');
    expect(Processes.running(dir)).toEqual(['server']);
    expect(isAlive(running.pid) && isAlive(grandchild)).toBe(true);

    await running.stop();
    expect(await running.ended).toBe('signal SIGTERM');
    await until(() => !isAlive(grandchild));
    expect(Processes.running(dir)).toEqual([]);
  });

  test('one that ends before it is ready is reported with its log', async () => {
    const start = new Processes(dir).start('server', ...shell('echo bad flag >&2; exit 3'), { ready: async () => false });
    await expect(start).rejects.toThrow(/^server ended before it was ready \(exit code 3\)\. The last lines of .*server\.log:\n {2}bad flag$/);
  });

  test('one that is not ready in time is reported with the last answer, and stopped', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    const start = new Processes(dir).start('server', 'sleep', ['1000'], { ready: httpReady(url), timeoutMs: 300 });
    await expect(start).rejects.toThrow(/^server was not ready within 0\.3 s\. Last answer: fetch failed \(connect ECONNREFUSED/);
    expect(Processes.running(dir)).toEqual([]);
  });

  test('a missing program and a name used twice are refused by name', async () => {
    const processes = new Processes(dir);
    await expect(processes.start('server', join(dir, 'nothing'), [])).rejects.toThrow(/^server cannot start: spawn .*nothing ENOENT$/);
    await processes.start('server', 'sleep', ['1000']);
    await expect(processes.start('server', 'sleep', ['1000'])).rejects.toThrow(/^server already runs in/);
  });

  test('all stop, the last started first', async () => {
    const processes = new Processes(dir);
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      const running = await processes.start(name, 'sleep', ['1000']);
      void running.ended.then(() => order.push(name));
    }
    await processes.stopAll();
    expect(order).toEqual(['c', 'b', 'a']);
  });

  /** Another node process that starts two sleeps in `dir` and then waits; `ended` is its exit status or signal. */
  const otherShell = async () => {
    const script = `
      const { Processes } = await import('./test/lab/processes.ts');
      const processes = new Processes(${JSON.stringify(dir)});
      for (const name of ['a', 'b']) await processes.start(name, 'sleep', ['1000']);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { cwd: repository, stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
    await until(() => Processes.running(dir).length === 2);
    const state = JSON.parse(readFileSync(join(dir, 'state.json'), 'utf8')) as { pid: number }[];
    return { child, ended, pids: state.map(({ pid }) => pid) };
  };

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('nothing survives %s', async (signal, status) => {
    const { child, ended, pids } = await otherShell();
    child.kill(signal);
    expect(await ended).toBe(status);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('down stops what a killed process left behind, and nothing that got its pid since', async () => {
    const { child, ended, pids } = await otherShell();
    child.kill('SIGKILL');
    await ended;
    expect(pids.every(isAlive)).toBe(true);

    const bystander = spawn('sleep', ['1000'], { detached: true });
    const file = join(dir, 'state.json');
    const state = JSON.parse(readFileSync(file, 'utf8')) as object[];
    writeFileSync(file, JSON.stringify([...state, { name: 'bystander', pid: bystander.pid, identity: 'an earlier start' }]));

    expect(await Processes.down(dir)).toEqual(['b', 'a']);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(isAlive(bystander.pid!)).toBe(true);
    bystander.kill();
  });

  test('a free port takes no connection', async () => {
    const port = await freePort();
    const refused = new Promise((resolve) => connect(port, '127.0.0.1').once('error', (error: NodeJS.ErrnoException) => resolve(error.code)));
    expect(await refused).toBe('ECONNREFUSED');
  });
});

describe('simulated nodes', () => {
  const objects = labNodes.map(nodeObject);
  const total = (resource: string): number => objects.reduce((sum, { status }) => sum + Number(status.allocatable[resource] ?? 0), 0);

  test('make a cluster of 3 CPU nodes, 48 H100 on 6 nodes, one of them cut by MIG and one offered four times, and 16 Trainium devices on one', () => {
    expect(objects.filter(({ spec }) => spec.taints.length === 0)).toHaveLength(3);
    expect(objects.filter(({ metadata }) => metadata.labels['nvidia.com/gpu.count'] === '8')).toHaveLength(6);
    expect([total('nvidia.com/gpu'), total('nvidia.com/mig-3g.40gb'), total('aws.amazon.com/neuron'), total('aws.amazon.com/neuroncore')]).toEqual([4 * 8 + 4 * 8, 8, 16, 32]);
  });

  test('leave to pods what EKS leaves: 15890m of 16 CPUs', () => {
    expect(objects[0]?.status.allocatable).toMatchObject({ cpu: '15890m', memory: `${64 * 1024 - 255 - 11 * 234 - 100}Mi` });
  });

  test('do not claim that the GPU Operator runs an exporter on them', () => {
    const labels = objects.flatMap(({ metadata }) => Object.keys(metadata.labels));
    expect(labels.filter((label) => label.startsWith('nvidia.com/gpu.deploy.'))).toEqual([]);
  });

  test('have names, addresses and provider ids of their own', () => {
    const identities = objects.map(({ metadata, spec, status }) => [metadata.name, spec.providerID, status.addresses[0]?.address]);
    expect(new Set(identities.flat()).size).toBe(3 * objects.length);
  });

  test('go through stages that kwok reads as one YAML document each', () => {
    const stages = kwokStages.split('\n---\n').map((text) => JSON.parse(text) as { spec: { resourceRef: { kind: string }; steps: object[] } });
    expect(new Set(stages.map(({ spec }) => spec.resourceRef.kind))).toEqual(new Set(['Node', 'Pod', 'PersistentVolumeClaim', 'PersistentVolume']));
    expect(stages.every(({ spec }) => spec.steps.length === 1)).toBe(true);
  });
});
