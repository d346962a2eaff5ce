import { expect, test } from 'vitest';
import { alert, type Alert } from '../../dashboards-src/alerts/define.ts';
import { alertGroups } from '../../dashboards-src/alerts/index.ts';
import { alertProblems, problems, ruleProblems } from '../../dashboards-src/check.ts';
import { ruleGroup } from '../../dashboards-src/rules/define.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { signal } from '../../dashboards-src/signals/define.ts';
import { gpuSignals } from '../../dashboards-src/signals/gpu.ts';

const alerts = alertGroups.flatMap((group) => group.alerts);

test('every rule, alert, variable and query of the project is sound', () => {
  expect(problems()).toEqual([]);
});

const sample = { title: 'Sample', unit: 'count', description: 'A sample.', better: 'neither' } as const;
const from = (...exprs: string[]) => exprs.map((expr) => ({ toggle: 'dcgm' as const, expr }));

test('a group records all signals before the coarser levels, each from the next finer one, and weights before what they weigh', () => {
  const weight = signal({ ...sample, name: 'gpu:reporting:count', sources: from('a'), levels: ['pod', 'node'], aggregation: 'sum' });
  const busy = signal({ ...sample, name: 'gpu:busy:ratio', unit: 'ratio', sources: from('b', 'c / 100'), levels: ['pod', 'node'], aggregation: 'mean', weight });
  const hottest = signal({ ...sample, name: 'node:heat:celsius', unit: 'celsius', sources: from('d'), levels: ['cluster'], aggregation: 'max', by: ['kind'] });
  expect(ruleGroup('things', [busy, weight, hottest])).toEqual({
    name: 'things',
    requires: ['dcgm'],
    rules: [
      { record: 'gpu:busy:ratio', expr: 'b\nor\nc / 100' },
      { record: 'gpu:reporting:count', expr: 'a' },
      { record: 'node:heat:celsius', expr: 'd' },
      { record: 'pod:gpu_reporting:count', expr: 'sum by (cluster, node, namespace, pod) (gpu:reporting:count)' },
      { record: 'node:gpu_reporting:count', expr: 'sum by (cluster, node) (pod:gpu_reporting:count)' },
      { record: 'cluster:heat:celsius', expr: 'max by (cluster, kind) (node:heat:celsius)' },
      { record: 'pod:gpu_busy:ratio', expr: 'sum by (cluster, node, namespace, pod) (gpu:busy:ratio * gpu:reporting:count)\n/\nsum by (cluster, node, namespace, pod) (gpu:reporting:count and gpu:busy:ratio)' },
      { record: 'node:gpu_busy:ratio', expr: 'sum by (cluster, node) (pod:gpu_busy:ratio * pod:gpu_reporting:count)\n/\nsum by (cluster, node) (pod:gpu_reporting:count and pod:gpu_busy:ratio)' },
    ],
  });
});

test('a transient signal is recorded at its coarser levels only, weighed by the parts that its series stand for', () => {
  const parts = { expr: '(share or whole * 0 + 1)', on: ['node', 'gpu'] };
  const count = signal({ ...sample, name: 'gpu:reporting:count', sources: from(parts.expr), levels: ['workload'], aggregation: 'sum', transient: true });
  const busy = signal({ ...sample, name: 'gpu:busy:ratio', unit: 'ratio', sources: from('raw'), levels: ['workload'], aggregation: 'mean', weight: count, parts, transient: true });
  const power = signal({ ...sample, name: 'gpu:power:watts', sources: from('watts'), levels: ['workload', 'cluster', 'queue'], aggregation: 'sum', parts, transient: true });
  const by = 'by (cluster, namespace, workload, workload_kind, queue)';
  expect(ruleGroup('things', [count, busy, power]).rules).toEqual([
    { record: 'workload:gpu_reporting:count', expr: `sum ${by} ((${parts.expr}))` },
    { record: 'workload:gpu_power:watts', expr: `sum ${by} ((share or whole * 0 + 1) * on (node, gpu) group_left () (watts))` },
    { record: 'cluster:gpu_power:watts', expr: 'sum by (cluster) (workload:gpu_power:watts)' },
    { record: 'queue:gpu_power:watts', expr: 'sum by (cluster, namespace, queue) (workload:gpu_power:watts{queue!=""})' },
    { record: 'workload:gpu_busy:ratio', expr: `sum ${by} ((share or whole * 0 + 1) * on (node, gpu) group_left () (raw))\n/\nsum ${by} ((share or whole * 0 + 1) and on (node, gpu) (raw))` },
  ]);
});

test('what is summed over single GPUs is recorded once a minute, and everything in one of the two groups', () => {
  const group = (name: string) => ruleGroups.find((one) => one.name === name)!;
  const often = group('observability.gpu'), minute = group('observability.gpu.minute');
  expect([often.interval, minute.interval]).toEqual([undefined, '1m']);
  expect(minute.rules.map(({ record }) => record)).toContain('workload:gpu_tensor_active:ratio');
  expect(often.rules.map(({ record }) => record)).toEqual(expect.arrayContaining(['gpu:tensor_active:ratio', 'workload:gpu_reporting:count', 'cluster:gpu_allocated_idle:count']));
  expect([...often.rules, ...minute.rules].map(({ record }) => record).sort()).toEqual(gpuSignals.flatMap((one) => one.recorded.map((level) => one.at(level))).sort());
});

test('series of pods are counted for the workload that the pod belongs to', () => {
  const idle = signal({ ...sample, name: 'pod:idle:count', sources: from('x'), levels: ['workload'], aggregation: 'sum' });
  expect(ruleGroup('things', [idle]).rules[1]).toEqual({
    record: 'workload:idle:count',
    expr: 'sum by (cluster, namespace, workload, workload_kind, queue) (pod:idle:count\n* on (cluster, namespace, pod) group_left (workload, workload_kind, queue)\npod:workload:info)',
  });
});

test('a group requires only what all of its signals require', () => {
  const requires = (name: string) => ruleGroups.find((group) => group.name === `observability.${name}`)?.requires;
  expect(Object.fromEntries(['gpu', 'neuron', 'cluster', 'workloads'].map((name) => [name, requires(name)]))).toEqual({ gpu: ['dcgm'], neuron: ['neuron'], cluster: [], workloads: [] });
});

test('alert names are unique, as overrides go by them', () => {
  const names = alerts.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test.each(alerts)('$name tells who gets it what to do', ({ summary, description, runbook, for: duration }) => {
  expect(summary.replaceAll(/\{\{.*?\}\}/g, 'placeholder')).toMatch(/^.{10,140}$/);
  expect(description).toMatch(/\$(value|labels)/);
  expect(duration).toMatch(/^\d+[smhd]$/);
  for (const part of Object.values(runbook)) expect(part).toMatch(/^.{10,}[.?]$/s);
});

test.each(alerts.filter(({ threshold }) => threshold))('the threshold of $name can be replaced in its expression, also by a template', ({ expr }) => {
  expect(expr('{{ 0.2 }}')).toBe(expr('THRESHOLD').replaceAll('THRESHOLD', '{{ 0.2 }}'));
});

const sampleAlert: Alert = {
  name: 'Sample', tier: 'info', for: '0s', expr: () => 'up == 0', summary: 's', description: 'd', requires: [], runbook: { meaning: 'm', impact: 'i', diagnosis: 'd', mitigation: 'm' },
};

test.each([
  ['a name that is not in CamelCase', { ...sampleAlert, name: 'gpu_xid' }, 'alert gpu_xid: the name is not in CamelCase; begin with a capital letter and use letters and digits only'],
  ['a threshold that is not used', { ...sampleAlert, threshold: { default: 1, unit: 'count' as const, description: 'One.' } }, 'alert Sample: it has a threshold that its expression does not use; put it in, or leave it out'],
  ['a threshold that is not declared', { ...sampleAlert, expr: (threshold: string) => `up < ${threshold}` }, 'alert Sample: its expression uses a threshold that is not declared; give a default, its unit and what it means'],
])('refuses %s', (_, definition, message) => {
  expect(() => alert(definition)).toThrow(new Error(message));
});

const recording = (expr: string, record = 'node:gpu_temperature:celsius') => ruleProblems([{ name: 'observability.gpu', rules: [{ record, expr }], requires: [] }]);

test.each([
  ['a misspelt metric', 'max by (cluster, node) (DCGM_FI_DEV_GPU_TEMPS)', 'metric DCGM_FI_DEV_GPU_TEMPS is unknown: no exporter in the catalogue exposes it and no rule records it. Did you mean DCGM_FI_DEV_GPU_TEMP?'],
  ['a label lost', 'max by (cluster) (DCGM_FI_DEV_GPU_TEMP)', 'the expression loses the label node; group by (cluster, node)'],
  ['a label too many', 'max by (cluster, node, gpu) (DCGM_FI_DEV_GPU_TEMP)', 'the expression keeps the label gpu; group by (cluster, node), or add it to the signal\'s "by"'],
])('a rule with %s is refused by file and series', (_, expr, problem) => {
  expect(recording(expr)).toEqual([`dashboards-src/signals/gpu.ts, node:gpu_temperature:celsius: ${problem}`]);
});

test('an alert that shows a label it has not is refused by file and alert', () => {
  const wrong: Alert = { ...sampleAlert, expr: () => 'max by (node) (up) == 0', summary: 'Pod {{ $labels.pod }} of {{ $labels.node }}' };
  expect(alertProblems([{ name: 'observability.gpu.alerts', alerts: [wrong] }])).toEqual(['dashboards-src/alerts/gpu.ts, Sample: the summary shows the label pod, which the expression has not; it has node']);
});
