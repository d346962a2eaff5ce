import { expect, test } from 'vitest';
import { alert, type Alert } from '../../dashboards-src/alerts/define.ts';
import { alertGroups, alertingRule } from '../../dashboards-src/alerts/index.ts';
import { alertProblems, problems, ruleProblems } from '../../dashboards-src/check.ts';
import { ruleGroup } from '../../dashboards-src/rules/define.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { signal } from '../../dashboards-src/signals/define.ts';

const alerts = alertGroups.flatMap((group) => group.alerts);

test('every rule, alert, variable and query of the project is sound', () => {
  expect(problems()).toEqual([]);
});

test('a group records all signals before the coarser levels, each from the next finer one, and weights before what they weigh', () => {
  const weight = signal({ name: 'gpu:reporting:count', title: 'Parts', unit: 'count', description: 'Parts.', better: 'neither', sources: [{ toggle: 'dcgm', expr: 'a' }], levels: ['pod', 'node'], aggregation: 'sum' });
  const busy = signal({
    name: 'gpu:busy:ratio', title: 'Busy', unit: 'ratio', description: 'Busy.', better: 'higher', sources: [{ toggle: 'dcgm', expr: 'b' }, { toggle: 'dcgm', expr: 'c / 100' }], levels: ['pod', 'node'], aggregation: 'mean', weight, equalWithin: 'pod',
  });
  const hottest = signal({ name: 'node:heat:celsius', title: 'Heat', unit: 'celsius', description: 'Heat.', better: 'lower', sources: [{ toggle: 'dcgm', expr: 'd' }], levels: ['cluster'], aggregation: 'max', by: ['kind'] });
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
      { record: 'pod:gpu_busy:ratio', expr: 'avg by (cluster, node, namespace, pod) (gpu:busy:ratio)' },
      { record: 'node:gpu_busy:ratio', expr: 'sum by (cluster, node) (pod:gpu_busy:ratio * pod:gpu_reporting:count)\n/\nsum by (cluster, node) (pod:gpu_reporting:count and pod:gpu_busy:ratio)' },
    ],
  });
});

test('a group requires only what all of its signals require', () => {
  expect(ruleGroups.map(({ name, requires }) => ({ name, requires }))).toEqual([
    { name: 'observability.gpu', requires: ['dcgm'] }, { name: 'observability.neuron', requires: ['neuron'] }, { name: 'observability.cluster', requires: [] }, { name: 'observability.stack', requires: [] },
  ]);
});

test('alert names are unique, as overrides go by them', () => {
  const names = alerts.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test.each(alerts)('$name tells who gets it what to do', ({ summary, description, runbook, for: duration }) => {
  expect(summary).toMatch(/^.{10,120}$/);
  expect(description).toMatch(/\$(value|labels)/);
  expect(duration).toMatch(/^\d+[smhd]$/);
  for (const part of Object.values(runbook)) expect(part).toMatch(/^.{30,}[.?]$/s);
});

test('the threshold of an alert can be replaced in its expression, also by a template', () => {
  const idle = alerts.find(({ name }) => name === 'GPUAllocatedIdle')!;
  expect(alertingRule(idle).expr).toMatch(/< 0\.05$/);
  expect(idle.expr('{{ 0.2 }}')).toMatch(/< \{\{ 0\.2 \}\}$/);
});

const sample: Alert = {
  name: 'Sample', tier: 'info', for: '0s', expr: () => 'up == 0', summary: 's', description: 'd', requires: [], runbook: { meaning: 'm', impact: 'i', diagnosis: 'd', mitigation: 'm' },
};

test.each([
  ['a name that is not in CamelCase', { ...sample, name: 'gpu_xid' }, 'alert gpu_xid: the name is not in CamelCase; begin with a capital letter and use letters and digits only'],
  ['a threshold that is not used', { ...sample, threshold: { default: 1, unit: 'count' as const, description: 'One.' } }, 'alert Sample: it has a threshold that its expression does not use; put it in, or leave it out'],
  ['a threshold that is not declared', { ...sample, expr: (threshold: string) => `up < ${threshold}` }, 'alert Sample: its expression uses a threshold that is not declared; give a default, its unit and what it means'],
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
  const wrong: Alert = { ...sample, expr: () => 'max by (node) (up) == 0', summary: 'Pod {{ $labels.pod }} of {{ $labels.node }}' };
  expect(alertProblems([{ name: 'observability.gpu.alerts', alerts: [wrong] }])).toEqual(['dashboards-src/alerts/gpu.ts, Sample: the summary shows the label pod, which the expression has not; it has node']);
});
