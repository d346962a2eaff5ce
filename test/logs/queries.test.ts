import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logQueries } from '../../dashboards-src/check.ts';
import { dashboards } from '../../dashboards-src/dashboards/index.ts';
import { anyLine } from '../../dashboards-src/logs/query.ts';
import type { Target } from '../../dashboards-src/logs/target.ts';
import { filled, type FilledStore } from './filled.ts';
import { foundIn, framesOf, interpolated, rowsOf, searchOf, type Answer, type VariableValue } from './search.ts';

/** What is chosen at the top of a dashboard: everything, or the one that it is about. */
const everything: Readonly<Record<string, VariableValue>> = {
  cluster: { all: anyLine }, namespace: { all: anyLine }, workload: { all: anyLine }, node: { all: anyLine }, source: { all: anyLine }, severity: { all: anyLine }, pod: { all: anyLine }, find: '*', slower_than: '0.5',
};
const chosenOn: Readonly<Record<string, Readonly<Record<string, VariableValue>>>> = {
  training: { this_workload: 'llama-sft', pod: ['llama-sft-worker-0', 'llama-sft-worker-1'] },
  inference: { pod: ['llama-70b-6d5f7c9b8-x2x4z'] },
  tasks: { cluster: { all: '.*' }, namespace: { all: '.*' }, pod: { all: '.*' }, this_workload: 'llama-sft' },
  'gpu-health': { cluster: { all: '.*' }, node: { all: '.*' } },
};

interface PanelTarget { readonly panel: string; readonly target: Target; readonly columns: readonly string[] }

/** The queries of a dashboard to OpenSearch, with the columns that their panels show. */
const targetsOf = (name: string): PanelTarget[] => {
  const dashboard = dashboards.find((one) => one.name === name)!;
  const panels = dashboard.json.panels.flatMap((panel) => [panel, ...('panels' in panel ? panel.panels : [])]);
  return logQueries(dashboard).map((query) => {
    const panel = panels.find(({ title }) => title === query.panel) as { transformations?: { id: string; options: { include?: { names: string[] } } }[] };
    return { panel: query.panel, target: query as unknown as Target, columns: panel.transformations?.find(({ id }) => id === 'filterFieldsByName')?.options.include?.names ?? [] };
  });
};

let store: FilledStore;
beforeAll(async () => { store = await filled(); }, 600_000);
afterAll(() => store?.stop());

const ask = (target: Target, variables: Readonly<Record<string, VariableValue>> = everything): Promise<Answer> => store.search(searchOf(target, interpolated(target.query, variables), store.window));

const withLines = dashboards.filter((dashboard) => logQueries(dashboard).length > 0).map(({ name }) => name);

describe.each(withLines)('%s', (name) => {
  const variables = { ...everything, ...chosenOn[name] };
  test.each(targetsOf(name))('$panel has data', async ({ target, columns }) => {
    const answer = await ask(target, variables);
    expect(foundIn(target, answer)).toBeGreaterThan(0);
    const names = framesOf(target, answer).flatMap(({ fields }) => fields.map((field) => field.name));
    expect(names).toEqual(expect.arrayContaining([...columns]));
  });
});

const panel = (dashboard: string, title: string): Target => targetsOf(dashboard).find((one) => one.panel === title)!.target;
const documentsOf = (answer: Answer) => answer.hits!.hits.map(({ _source }) => _source);

test('the steps of the training program arrive with their numbers', async () => {
  const steps = documentsOf(await ask(panel('logs-training', 'Last steps'), { ...everything, workload: 'fit-a-line' }));
  expect(steps.length).toBeGreaterThan(10);
  expect(steps).toContainEqual(expect.objectContaining({ job: 'fit-a-line', rank: 0, epoch: 1, severity: 'info', message: 'step', loss: expect.any(Number) as number, grad_norm: expect.any(Number) as number, learning_rate: 0.1, duration: expect.any(Number) as number }));
  expect(new Set(steps.map(({ rank }) => rank))).toEqual(new Set([0, 1]));
});

test('a loss that runs away is found, and who failed first stands above', async () => {
  const lines = documentsOf(await ask(panel('logs-training', 'Not a number, line by line'), { ...everything, workload: 'fit-a-line' }));
  expect(lines.map(({ message }) => message)).toContainEqual(expect.stringContaining('loss diverged'));
  const target = panel('logs-training', 'Who failed first');
  const rows = rowsOf(target, await ask(target, { ...everything, workload: 'fit-a-line' }));
  expect(rows.map(({ by }) => by['pod'])).toEqual(['fit-a-line-1-x9k2p']);
});

test('requests of the serving program arrive with what slow and failed ones are found by', async () => {
  const slow = documentsOf(await ask(panel('logs-inference', 'Slow requests, one by one'), { ...everything, workload: 'reverse' }));
  expect(slow).toEqual([expect.objectContaining({ model: 'reverse-1', status: 200, request_id: 'request-1', path: '/v1/completions', input_tokens: 3, output_tokens: 3 })]);
  const target = panel('logs-inference', 'Failed requests by path and model');
  expect(rowsOf(target, await ask(target, { ...everything, workload: 'reverse' })).map(({ by, count }) => ({ ...by, count }))).toEqual([{ path: '/v1/completions', status: 500, model: 'reverse-1', workload: 'reverse', count: 1 }]);
  const errors = documentsOf(await ask(panel('logs-inference', 'Last errors'), { ...everything, workload: 'reverse' }));
  expect(errors).toEqual([expect.objectContaining({ exception_type: 'RuntimeError', exception: expect.stringContaining('no answer to this prompt') as string })]);
});

test('an error of one kind is one row, whatever its numbers', async () => {
  const target = panel('logs-training', 'Errors by pattern');
  const patterns = rowsOf(target, await ask(target)).map(({ by }) => String(by['error_pattern']));
  expect(patterns.some((pattern) => /CUDA out of memory\. Tried to allocate # GiB/.test(pattern))).toBe(true);
  expect(patterns.filter((pattern) => /\d/.test(pattern))).toEqual([]);
  const ofKernel = panel('logs-system', 'Errors by pattern');
  expect(rowsOf(ofKernel, await ask(ofKernel)).map(({ by }) => by['error_pattern'])).toContainEqual(expect.stringMatching(/^NVRM: Xid \(PCI:#\): #/));
});

const everyLine = panel('logs', 'Lines to read');
const podsOf = async (variables: Readonly<Record<string, VariableValue>>): Promise<string[]> => [...new Set(documentsOf(await ask(everyLine, { ...everything, ...variables })).map(({ pod, source }) => String(pod ?? source)))].sort();

test('All means lines of nodes as well, and a choice only what was chosen', async () => {
  expect(await podsOf({})).toEqual(expect.arrayContaining(['kernel', 'kubelet', 'containerd', 'llama-sft-worker-0', 'web-5c9d8f7b6-abcde']));
  expect(await podsOf({ pod: ['llama-sft-worker-0', 'web-5c9d8f7b6-abcde'] })).toEqual(['llama-sft-worker-0', 'web-5c9d8f7b6-abcde']);
  expect(await podsOf({ pod: 'llama-sft-worker-0' })).toEqual(['llama-sft-worker-0']);
  expect(await podsOf({ pod: 'llama-sft-worker' })).toEqual([]);
  expect(await podsOf({ pod: [] })).toEqual([]);
  expect(await podsOf({ node: 'gpu-node-2' })).toEqual(expect.arrayContaining(['kernel', 'llama-sft-worker-1']));
  expect(await podsOf({ namespace: ['team-a'], severity: ['error', 'fatal'] })).toEqual(['llama-sft-worker-0', 'llama-sft-worker-1']);
});

test.each([
  ['a word, in any case', 'PREEMPTED', ['llama-70b-6d5f7c9b8-x2x4z']],
  ['a name with dots as one word', 'torch.OutOfMemoryError', ['llama-sft-worker-1']],
  ['a part of it by a star', '*memoryerror', ['llama-sft-worker-1']],
  ['a phrase', '"slow query"', ['web-5c9d8f7b6-abcde']],
  ['a phrase that nobody wrote in this order', '"query slow"', []],
  ['all of several words', 'slow AND query', ['web-5c9d8f7b6-abcde']],
  ['the beginning of a word', 'preemp*', ['llama-70b-6d5f7c9b8-x2x4z']],
  ['a request', '"cmpl-2"', ['llama-70b-6d5f7c9b8-x2x4z']],
])('what is typed finds %s', async (_, find, pods) => {
  expect(await podsOf({ find })).toEqual(pods);
});

test('a secret is not there, and its redaction is counted', async () => {
  const found = JSON.stringify(documentsOf(await ask(everyLine)));
  expect(found).not.toMatch(/hunter2|eyJhbGci/);
  const target = panel('logs-system', 'Who writes secrets');
  expect(rowsOf(target, await ask(target)).map(({ by }) => by['workload']).sort()).toEqual(['llama-sft', 'web']);
});

test('of dashboards of metrics, All leads to every line that has the field', async () => {
  const xids = documentsOf(await ask(panel('gpu-health', 'Xid errors, as the kernel says them'), { ...everything, cluster: { all: '.*' }, node: ['gpu-node-1', 'gpu-node-2'] }));
  expect(xids.map(({ xid, pci_bus_id, node }) => ({ xid, pci_bus_id, node }))).toContainEqual({ xid: 79, pci_bus_id: '0000:65:00', node: 'gpu-node-2' });
});
