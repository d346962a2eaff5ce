import { expect, test } from 'vitest';
import { exporter, gauge } from '../../dashboards-src/catalogue/define.ts';
import { dashboardProblems, variables } from '../../dashboards-src/check.ts';
import { dashboard } from '../../dashboards-src/dashboards/define.ts';
import { dashboards } from '../../dashboards-src/dashboards/index.ts';
import { cluster, node, oneWord, thisNode } from '../../dashboards-src/dashboards/variables.ts';
import { timeseries } from '../../dashboards-src/panels/panel.ts';
import { unbounded } from '../../dashboards-src/promql/bounded.ts';

const devices = exporter({
  name: 'devices', version: '1', source: 'this test', toggle: 'prometheus', labels: ['node', 'pod', 'workload'],
  metrics: [gauge('gpu_busy', 'ratio', 'How busy a GPU is.', { labels: ['gpu'] }), gauge('core_busy', 'ratio', 'How busy a core is.', { labels: ['neuroncore'] }), gauge('node_busy', 'ratio', 'How busy a node is.')],
});
const metrics = new Map(devices.metrics.map((metric) => [metric.name, metric]));
const read = (expr: string) => unbounded(expr, metrics, new Set(['this_node', 'this_workload']));
const problem = (metric: string, device: string) =>
  `${metric} has a series for each ${device}, and nothing says of which node or workload: write node="$this_node" or workload="$this_workload" with that variable on the dashboard, or read a coarser level`;

test.each([
  ['no matcher', 'avg(gpu_busy)', ['gpu_busy', 'gpu']],
  ['a variable that may stand for all', 'avg(gpu_busy{node=~"$node"})', ['gpu_busy', 'gpu']],
  ['a matcher on what does not bound', 'avg(gpu_busy{gpu="0"})', ['gpu_busy', 'gpu']],
  ['any node', 'avg(gpu_busy{node=~".*"})', ['gpu_busy', 'gpu']],
  ['any node but one', 'avg(gpu_busy{node!="$this_node"})', ['gpu_busy', 'gpu']],
  ['no pod', 'avg(gpu_busy{pod=""})', ['gpu_busy', 'gpu']],
  ['a variable among others', 'avg(gpu_busy{node=~"$this_node|.*"})', ['gpu_busy', 'gpu']],
  ['only one of two selectors bounded', 'gpu_busy{node="$this_node"} * on (node) group_left () core_busy', ['core_busy', 'neuroncore']],
  ['a range', 'avg(avg_over_time(gpu_busy[5m]))', ['gpu_busy', 'gpu']],
] as const)('refuses %s', (_, expr, [metric, device]) => {
  expect(read(expr)).toEqual([problem(metric, device)]);
});

test.each(['avg(gpu_busy{node="$this_node"})', 'avg(gpu_busy{workload="$this_workload", gpu=~"$gpu"})', 'avg(gpu_busy{node=~"${this_node}"})', 'avg(gpu_busy{node="gpu-1"})', 'avg(node_busy)', 'avg(unknown)', 'no promql at all'])('lets %s pass', (expr) => {
  expect(read(expr)).toEqual([]);
});

const graph = (expr: string) => timeseries({ key: 'x', title: 'Wrong', description: 'D.', unit: 'ratio', queries: [{ expr, legend: 'x' }] });
const built = (expr: string, ...more: Parameters<typeof dashboard>[0]['variables']) =>
  dashboard({ name: 'sample', title: 'Sample', description: 'A sample.', folder: 'F', tags: [], variables: [cluster('up'), ...more], rows: [{ title: 'Row', closed: true, panels: [graph(expr)] }] });

test('a dashboard is refused by file, panel and query, also in a closed row, until one node is chosen', () => {
  const nodes = node('node_uname_info{cluster=~"$cluster"}');
  expect(dashboardProblems([built('max(DCGM_FI_DEV_GPU_TEMP{node=~"$node"})', nodes)])).toEqual([`dashboards-src/dashboards/sample.ts, panel "Wrong", query A: ${problem('DCGM_FI_DEV_GPU_TEMP', 'gpu')}`]);
  expect(dashboardProblems([built('max(DCGM_FI_DEV_GPU_TEMP{node="$this_node"})', thisNode('node_uname_info{cluster=~"$cluster"}'))])).toEqual([]);
});

test('a variable that is offered from single GPUs is refused', () => {
  expect(dashboardProblems([built('max(up)', thisNode('DCGM_FI_DEV_GPU_TEMP{cluster=~"$cluster"}'))])).toEqual([`dashboards-src/dashboards/sample.ts, variable this_node: ${problem('DCGM_FI_DEV_GPU_TEMP', 'gpu')}`]);
});

test('what a variable offers is read from its definition', () => {
  expect(variables(built('max(up)', thisNode('node_uname_info'), oneWord('level', 'Level', ['a', 'b'])))).toEqual([
    { name: 'cluster', label: 'cluster', series: 'up', single: false, allValue: '.*' },
    { name: 'this_node', label: 'node', series: 'node_uname_info', single: true },
    { name: 'level', label: '', series: '', single: true },
  ]);
});

test.each(dashboards)('$name: a variable with one value is named this_…, and the others are not', (one) => {
  for (const { name, series, single } of variables(one).filter((variable) => variable.series)) expect(name.startsWith('this_'), `${name}: ${series}`).toBe(single);
});
