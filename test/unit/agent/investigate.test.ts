import { describe, expect, test } from 'vitest';
import type { Analyzer } from '../../../examples/agent/src/analyzer.ts';
import { pendingPods } from '../../../examples/agent/src/analyzers/pending-pods.ts';
import { analyzers } from '../../../examples/agent/src/analyzers/index.ts';
import { alertNamed, rendered } from '../../../examples/agent/src/alerts.ts';
import { main, optionsOf } from '../../../examples/agent/src/cli.ts';
import type { Finding } from '../../../examples/agent/src/findings.ts';
import { investigate } from '../../../examples/agent/src/investigate.ts';
import { ranked } from '../../../examples/agent/src/ranking.ts';
import { json, text } from '../../../examples/agent/src/report.ts';
import { masked, shown } from '../../../examples/agent/src/text.ts';
import { decide } from '../../../examples/agent/src/useful-work/verdict.ts';
import type { CauseName, Suspicion } from '../../../examples/agent/src/useful-work/suspicion.ts';
import { kubernetesInMemory, type KubernetesObject, type Pod } from '../../../examples/agent/src/sources/kubernetes.ts';
import { pod } from '../../../examples/agent/evals/simulate/pods.ts';
import { at } from '../../../examples/agent/evals/simulate/world.ts';
import { scored, total } from '../../../examples/agent/evals/score.ts';
import { alertGroups } from '../../../dashboards-src/alerts/index.ts';

const window = { from: 1_000_000, to: 1_003_600 };
const finding = (more: Partial<Finding> = {}): Finding => ({
  analyzer: 'gpu-idle', what: 'Job a/b holds GPUs', where: { namespace: 'a', workload: 'b' }, since: 1_000_000, severity: 'warning', confidence: { level: 'high', reason: 'measured' }, evidence: [], nextStep: 'Ask', runbooks: ['GPUAllocatedIdle'], ...more,
});
const finds = (...findings: Finding[]): Analyzer => ({ name: 'x', about: 'x', reads: ['metrics'], examine: async () => findings });

describe('analyzers', () => {
  test('have names of their own, and say what they look for', () => {
    expect(new Set(analyzers.map(({ name }) => name)).size).toBe(analyzers.length);
    expect(analyzers.length).toBeGreaterThanOrEqual(30);
    for (const { name, about } of analyzers) expect([name, about]).toEqual([expect.stringMatching(/^[a-z]+(-[a-z]+)*$/), expect.stringMatching(/^\S.{10,}[^.]$/)]);
  });

  test('every summary of an alert is rendered whole', () => {
    const labels = new Proxy({}, { get: () => 'x', ownKeys: () => [] });
    for (const { alerts } of alertGroups) for (const { name, summary } of alerts) expect([name, rendered(summary, labels, 0.5)]).toEqual([name, expect.not.stringContaining('{{')]);
    expect(rendered(alertNamed('ModelAccuracyLow').summary, { namespace: 'n', model: 'm' }, 1)).toBe('Accuracy of model n/m is low');
    expect(rendered(alertNamed('NodeDiskNearEviction').summary, { node: 'n' }, 0.914)).toBe('A disk of node n is 91.4% full: pods will be evicted');
  });
});

describe('an investigation', () => {
  test('without any source says so, and that nothing found means nothing', async () => {
    const report = await investigate({ scope: {}, window, sources: {} });
    expect(report.findings).toEqual([]);
    expect(report.blind).toBe(true);
    expect(report.unseen.map(({ why }) => why)).toEqual([expect.stringContaining('--prometheus'), expect.stringContaining('--kubeconfig'), expect.stringContaining('--opensearch')]);
  });

  test('goes on when a source fails or an analyzer breaks, and says what was not seen', async () => {
    const broken: Analyzer = { name: 'broken', about: 'nothing', reads: [], examine: async () => { throw new Error('oh'); } };
    const sources = { metrics: { instant: async () => { throw new Error('connection refused'); }, range: async () => [] } };
    const report = await investigate({ scope: {}, window, sources, analyzers: [broken, finds(finding())] });
    expect(report.findings).toHaveLength(1);
    expect(report.unseen).toContainEqual({ what: expect.stringContaining('Prometheus'), why: 'connection refused' });
    expect(report.unseen).toContainEqual({ what: 'nothing', why: 'the analyzer broken failed: oh' });
  });

  test('leaves out what another finding says better, and names what is likely behind', async () => {
    const hang = finding({ analyzer: 'collective-hang', what: 'it hangs', severity: 'critical' });
    const stalled = finding({ analyzer: 'training-stalled', what: 'it makes no steps' });
    const killed = finding({ analyzer: 'host-memory', what: 'it was killed for memory' });
    const { findings } = await investigate({ scope: {}, window, sources: {}, analyzers: [finds(stalled, hang, killed)] });
    expect(findings.map(({ what, cause }) => [what, cause])).toEqual([['it hangs', 'likely because: it was killed for memory'], ['it was killed for memory', undefined]]);
  });
});

describe('a pod that finds no node', () => {
  const taint = (key: string) => ({ key, value: 'present', effect: 'NoSchedule' });
  const asks = (count: number, message: string) => pod({ namespace: 'a', name: 'p', owner: { kind: 'Job', name: 'j' }, asks: { 'nvidia.com/gpu': count }, made: -10, unschedulable: message }).objects!;
  const causeOf = async (...objects: readonly KubernetesObject[]) =>
    (await investigate({ scope: {}, window: { from: at - 3600, to: at }, sources: { kubernetes: kubernetesInMemory(objects) }, analyzers: [pendingPods] })).findings.map(({ cause }) => cause);

  test.each([
    ['before Kubernetes 1.34, which names the taint', '0/1 nodes are available: 1 node(s) had untolerated taint {nvidia.com/gpu: present}. preemption: none'],
    ['since then', '0/1 nodes are available: 1 node(s) had untolerated taint(s). preemption: none'],
  ])('for a taint is told which, %s', async (_, message) => {
    const node = { kind: 'Node', metadata: { name: 'gpu-1' }, spec: { taints: [taint('nvidia.com/gpu')] }, status: { allocatable: { 'nvidia.com/gpu': '8' } } };
    expect(await causeOf(node, ...asks(4, message))).toEqual(['the nodes that have enough (gpu-1) carry the taint nvidia.com/gpu, which it does not tolerate']);
  });

  // As the scheduler of the lab said it.
  test('is told of the one node that has enough, and of the taint that it does not tolerate of two', async () => {
    const [waiting] = asks(16, '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient nvidia.com/gpu. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.');
    const tolerant = { ...waiting!, spec: { ...(waiting as Pod).spec, tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] } };
    const nodes = [['gpu-0', 8, [taint('nvidia.com/gpu')]], ['gpu-1', 8, [taint('nvidia.com/gpu')]], ['shared', 32, [taint('nvidia.com/gpu'), taint('shared-gpu')]]] as const;
    expect(await causeOf(tolerant, ...nodes.map(([name, count, taints]) => ({ kind: 'Node', metadata: { name }, spec: { taints }, status: { allocatable: { 'nvidia.com/gpu': String(count) } } })))).toEqual([
      'the nodes that have enough (shared) carry the taint shared-gpu, which it does not tolerate',
    ]);
  });
});

test('what is urgent, sure and dear comes first; what is over comes last', () => {
  const order = ranked([
    finding({ what: 'over', ended: 1 }), finding({ what: 'unsure', confidence: { level: 'low', reason: '' } }), finding({ what: 'plain' }), finding({ what: 'critical', severity: 'critical' }),
    finding({ what: 'dear', cost: { amount: 100, unit: 'dollars/hour', assumption: '' } }), finding({ what: 'note', severity: 'info' }),
  ]).map(({ what }) => what);
  expect(order).toEqual(['critical', 'dear', 'plain', 'over', 'unsure', 'note']);
});

describe('the cause of little useful work', () => {
  const speaks = (cause: CauseName, own = false): Suspicion => ({ cause, says: `${cause} speaks`, own, evidence: [], nextStep: '', runbooks: [] });
  test.each([
    [[], undefined, undefined],
    [[speaks('input bound', true)], /^input bound: input bound speaks$/, 'high'],
    [[speaks('input bound', true), speaks('storage bound')], /^input bound: input bound speaks; storage bound speaks$/, 'high'],
    [[speaks('CPU bound')], /^CPU bound/, 'medium'],
    [[speaks('storage bound'), speaks('CPU bound')], /^storage bound/, 'low'],
    [[speaks('straggler', true), speaks('throttling')], /^throttling|^straggler/, 'high'],
    [[speaks('small batch', true), speaks('network bound')], /^network bound/, 'medium'],
    [[speaks('small batch', true)], /^small batch/, 'medium'],
  ] as const)('of %# is told with the confidence that it deserves', (all, cause, confidence) => {
    const verdict = decide(all);
    expect(verdict?.confidence.level).toBe(confidence);
    if (cause) expect(verdict?.cause).toMatch(cause);
  });

  test('is never two certain ones', () => {
    const names: readonly CauseName[] = ['throttling', 'straggler', 'input bound', 'storage bound', 'CPU bound', 'network bound', 'outside of steps', 'small batch', 'few requests'];
    for (let mask = 1; mask < 1 << names.length; mask++) {
      const verdict = decide(names.filter((_, index) => mask & (1 << index)).map((name) => speaks(name, name === 'input bound' || name === 'straggler')))!;
      expect(verdict.also.map(({ cause }) => cause)).not.toContain(verdict.main.cause);
      // Beside what the workload or its own GPUs show others are told; what only the nodes show is certain of nothing.
      if (verdict.confidence.level === 'high') expect(verdict.main.own || verdict.main.cause === 'few requests' || verdict.main.cause === 'outside of steps' || verdict.also.length === 0).toBe(true);
    }
  });
});

describe('what is shown', () => {
  test('has no secrets and nothing that a terminal obeys', () => {
    expect(masked('password=hunter2x api_key: "abcdef1234" Bearer abcdefghijklmnop https://u:pw@host hf_abcdefghijklmnopqrst01')).toBe('password=[masked] api_key: "[masked]" Bearer [masked] https://u:[masked]@host [masked]');
    expect(shown('\u001b[31mred\u001b[0m\u0007\u202egnp')).toBe('red gnp');
    expect(shown('tokens=128 max_tokens: 4096')).toBe('tokens=128 max_tokens: 4096');
    expect(shown('x'.repeat(400))).toBe(`${'x'.repeat(300)} … (100 more characters)`);
  });

  test('is text for people and JSON for programs, with links to runbooks', async () => {
    const evidence = [{ kind: 'logs' as const, place: { pod: 'p' }, lines: ['\u001b[2Jgone'], window }];
    const report = await investigate({ scope: { namespace: 'a' }, window, sources: {}, analyzers: [finds(finding({ evidence, cause: 'two\nlines', cost: { amount: 8, unit: 'dollars/hour', assumption: 'its GPUs' } }))] });
    const page = text(report, { runbooks: 'https://runbooks.example.com/' });
    expect(page).toContain('1 finding in namespace a');
    expect(page).toContain('https://runbooks.example.com/GPUAllocatedIdle.md');
    expect(page).toContain('8.00 dollars an hour: its GPUs');
    expect(page).toContain('why         two lines');
    expect(page).not.toContain('\u001b');
    expect(JSON.parse(json(report)).findings[0].runbooks).toEqual([{ alert: 'GPUAllocatedIdle', link: 'chart/charts/runbooks/runbooks/GPUAllocatedIdle.md' }]);
  });
});

describe('the command', () => {
  const run = async (...args: string[]): Promise<[number, string]> => { const lines: string[] = []; return [await main(args, {}, (line) => lines.push(line)), lines.join('\n')]; };

  test.each([
    [[], 'nothing to ask'],
    [['--workload', 'x', '--prometheus', 'http://p'], '--workload needs --namespace'],
    [['--namespace', 'a"b', '--prometheus', 'http://p'], '--namespace a"b: that is no name'],
    [['--since', '10', '--prometheus', 'http://p'], '--since 10: write five minutes or more'],
    [['--at', 'noon', '--prometheus', 'http://p'], '--at noon: write a moment'],
    [['--prometheus', 'ftp://p'], '--prometheus ftp://p: write an address'],
    [['--kubeconfig', '/nowhere'], '--kubeconfig /nowhere: there is no such file'],
    [['--colour'], "Unknown option '--colour'"],
  ])('refuses %j and says what to write', async (args, message) => {
    const [code, said] = await run(...args);
    expect(code).toBe(2);
    expect(said).toContain(message);
  });

  test('ends with 3 when nothing answers', async () => {
    const [code, said] = await run('--prometheus', 'http://127.0.0.1:9', '--no-kubernetes');
    expect(code).toBe(3);
    expect(said).toContain('Nothing found in everything');
    expect(said).toContain('Not seen:');
  });

  test('asks no API server about the past', () => {
    const { sources, window: asked } = optionsOf(['--at', '2026-01-01T00:00:00Z', '--since', '6h', '--prometheus', 'http://p'], { KUBECONFIG: '/x' }, 2_000_000_000);
    expect(sources.kubernetes).toBeUndefined();
    expect(asked.to - asked.from).toBe(6 * 3600);
  });
});

test('a score counts what was missed, what is wrong, and what must not be said', () => {
  const fixture = { name: 'f', question: '', difficulty: 'easy' as const, world: {}, find: [{ analyzer: 'gpu-idle' }, { analyzer: 'nodes', where: { node: 'n' } }], never: [/Ask/] };
  const one = scored(fixture, { scope: {}, window, findings: [finding(), finding({ analyzer: 'disks' })], unseen: [], blind: false, seconds: 0 });
  expect([one.right, one.missed.length, one.wrong.length, one.forbidden.length]).toEqual([1, 1, 1, 2]);
  expect(total([one])).toEqual({ precision: 0.5, recall: 0.5 });
});
