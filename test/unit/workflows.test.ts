import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { toolVersions } from '../tools/tools.ts';

interface Step { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> }
interface Job { readonly uses?: string; readonly permissions?: unknown; readonly 'timeout-minutes'?: number; readonly steps?: readonly Step[] }
interface Workflow { readonly permissions?: unknown; readonly concurrency?: { readonly group: string }; readonly jobs: Readonly<Record<string, Job>> }

const repository = join(import.meta.dirname, '..', '..');
const github = join(repository, '.github');
const files = readdirSync(github, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.yaml'));
const text = (path: string): string => readFileSync(join(github, path), 'utf8');
const workflows = files.filter(path => path.startsWith('workflows/')).map((path): [string, Workflow] => [path, load(text(path)) as Workflow]);
const jobs = workflows.flatMap(([path, workflow]) => Object.entries(workflow.jobs).map(([name, job]): [string, Job] => [`${path}, ${name}`, job]));

interface Use { readonly file: string; readonly action: string; readonly comment: string }
const uses = files.flatMap((file): Use[] => [...text(file).matchAll(/^\s*(?:- )?uses: (\S+)(.*)$/gm)].map(([, action, comment]) => ({ file, action: action!, comment: comment! })));
const isLocal = ({ action }: Use): boolean => action.startsWith('./');

describe('the workflows', () => {
  it('are those for tests, for the real charts and for releases', () => {
    expect(workflows.map(([path]) => path).sort()).toEqual(['workflows/release.yaml', 'workflows/test.yaml', 'workflows/upstream.yaml']);
  });

  it('pin every action by its commit, with the version beside it', () => {
    const loose = uses.filter(use => !isLocal(use)).filter(({ action, comment }) => !/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}$/.test(action) || !/^ # v\d+\.\d+\.\d+$/.test(comment));
    expect(uses.length).toBeGreaterThan(10);
    expect(loose).toEqual([]);
  });

  it('use one version of each action', () => {
    const versions = [...new Set(uses.filter(use => !isLocal(use)).map(({ action, comment }) => action + comment))];
    const names = versions.map(version => version.split('@')[0]!);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('name own actions and workflows that exist', () => {
    const missing = uses.filter(isLocal).filter(({ action }) => !existsSync(join(repository, action.endsWith('.yaml') ? action : join(action, 'action.yaml'))));
    expect(missing).toEqual([]);
  });

  it('use the Helm that the tests use', () => {
    const steps = jobs.flatMap(([, { steps = [] }]) => steps).filter(({ uses: action }) => action?.startsWith('azure/setup-helm@'));
    expect(steps.length).toBeGreaterThan(0);
    expect(new Set(steps.map(step => step.with?.['version']))).toEqual(new Set([`v${toolVersions.helm}`]));
  });

  it('run in groups of their own, as a called workflow in the group of its caller would cancel it', () => {
    const groups = workflows.map(([, { concurrency }]) => concurrency?.group ?? '');
    expect(groups.filter(group => group === '' || group.includes('github.workflow'))).toEqual([]);
    expect(new Set(groups).size).toBe(workflows.length);
  });
});

describe.each(workflows)('%s', (_, workflow) => {
  it('grants nothing to all of its jobs', () => {
    expect(workflow.permissions).toEqual({});
  });
});

describe.each(jobs)('%s', (name, job) => {
  it('says what it may do', () => {
    expect(job.permissions).toBeTypeOf('object');
  });

  it('writes only where it publishes', () => {
    const writes = Object.entries(job.permissions as Record<string, string>).filter(([, access]) => access === 'write').map(([scope]) => scope);
    const allowed: Record<string, string[]> = { 'workflows/release.yaml, publish': ['packages', 'id-token', 'attestations'], 'workflows/release.yaml, announce': ['contents'] };
    expect(writes).toEqual(allowed[name] ?? []);
  });

  it('puts no text of others into a script', () => {
    const scripts = (job.steps ?? []).map(({ run = '' }) => run).filter(run => run.includes('${{'));
    expect(scripts).toEqual([]);
  });
});

// A job that calls a workflow has the timeouts of that one's jobs.
it.each(jobs.filter(([, { uses: called }]) => !called))('%s ends in time', (_, job) => {
  expect(job['timeout-minutes']).toBeGreaterThan(0);
  expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
});
