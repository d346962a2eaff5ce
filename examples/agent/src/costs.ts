import { cost as workloadCost, gpuIdle, gpuPrice, gpuUnused } from '../../../dashboards-src/signals/cost.ts';
import type { Scope } from './census.ts';
import type { Cost, Finding } from './findings.ts';
import { matchers } from './scoped.ts';
import type { Metrics } from './sources/prometheus.ts';

/** What of a workload's GPUs a finding is paid for: those that it holds, those that are idle, or the time without work. */
export type Priced = 'held' | 'idle' | 'unused';

const series: Readonly<Record<Priced, { readonly name: string; readonly of: string }>> = {
  held: { name: workloadCost.name, of: 'all GPUs that it holds' },
  idle: { name: gpuIdle.name, of: 'its GPUs that are idle' },
  unused: { name: gpuUnused.name, of: 'the time in which the SMs of its GPUs have no work' },
};

const assumption = (of: string): string => `${of}, at OpenCost's price of the node (${gpuPrice.name})`;

type Prices = ReadonlyMap<string, number>;

const key = ({ cluster = '', namespace = '', workload = '' }: Readonly<Record<string, string | undefined>>): string => JSON.stringify([cluster, namespace, workload]);

async function pricesOf(metrics: Metrics, priced: Priced, { cluster, namespace }: Scope, at: number): Promise<Prices> {
  const resource = priced === 'held' ? { resource: 'gpu' } : {};
  const found = await metrics.instant(`sum by (cluster, namespace, workload) (${series[priced].name}${matchers({ cluster, namespace, ...resource })})`, at);
  return new Map(found.map(({ labels, value }) => [key(labels), value]));
}

/** Gives the findings about workloads their price, where OpenCost knows it. `what` says by analyzer what is paid for nothing. */
export async function withCosts(findings: readonly Finding[], what: Readonly<Record<string, Priced>>, metrics: Metrics, scope: Scope, at: number): Promise<Finding[]> {
  const wanted = new Set(findings.flatMap(({ analyzer, where, ended }) => (where.workload !== undefined && ended === undefined ? what[analyzer] ?? [] : [])));
  const prices = new Map(await Promise.all([...wanted].map(async (priced) => [priced, await pricesOf(metrics, priced, scope, at)] as const)));
  return findings.map((finding) => {
    const priced = what[finding.analyzer];
    const amount = priced && finding.ended === undefined ? prices.get(priced)?.get(key(finding.where as Readonly<Record<string, string | undefined>>)) : undefined;
    if (!priced || !amount || finding.cost) return finding;
    const cost: Cost = { amount, unit: 'dollars/hour', assumption: assumption(series[priced].of) };
    return { ...finding, cost };
  });
}
