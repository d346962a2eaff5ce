import type { Metric } from '../catalogue/define.ts';
import { parse, type Matcher } from './parse.ts';
import { selectors } from './selectors.ts';

/** Labels that tell devices of one node apart: a series with one of them stands ten thousand times in a large cluster. */
const DEVICE_LABELS = ['gpu', 'neuroncore', 'neuron_device_index'];

/** Labels of which one value has at most some hundred devices. */
const BOUNDING_LABELS = ['node', 'workload', 'pod', 'instance'];

/** How the parser writes a variable that stands for a whole value. */
const variableOf = (value: string): string | undefined => /^var_(\w+)$/.exec(value)?.[1];

/** A variable that may stand for all nodes bounds nothing. */
const bounds = ({ label, op, value }: Matcher, single: ReadonlySet<string>): boolean => {
  if (!BOUNDING_LABELS.includes(label) || (op !== '=' && op !== '=~')) return false;
  const variable = variableOf(value);
  return variable ? single.has(variable) : op === '=' && value !== '';
};

/**
 * What of a dashboard's query reads the series of single devices without one node, workload or pod being chosen: it would read all devices of the cluster.
 * `single` are the variables that always have exactly one value. An expression that is no PromQL has no such problem.
 */
export function unbounded(promql: string, metrics: ReadonlyMap<string, Metric>, single: ReadonlySet<string>): string[] {
  const read = (() => { try { return selectors(parse(promql).expr); } catch { return []; } })();
  return read.filter(({ matchers }) => !matchers.some((matcher) => bounds(matcher, single))).flatMap(({ names }) => names).flatMap((name) => {
    const device = metrics.get(name)?.labels.find((label) => DEVICE_LABELS.includes(label));
    return device ? [`${name} has a series for each ${device}, and nothing says of which node or workload: write node="$this_node" or workload="$this_workload" with that variable on the dashboard, or read a coarser level`] : [];
  }).filter((problem, index, all) => all.indexOf(problem) === index);
}
