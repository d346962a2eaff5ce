import { setTimeout as sleep } from 'node:timers/promises';
import type { PanelCoverage } from '../../lab/coverage.ts';
import type { Dashboard } from '../../lab/dashboard.ts';
import type { LabPrometheus } from '../../lab/prometheus.ts';
import type { Lab } from '../../lab/start.ts';
import { unavailable } from '../../lab/unavailable.ts';
import type { Cluster } from '../release.ts';

/** The chart on a cluster with every source that it knows, as the tests of this folder see it. */
export interface Installed {
  readonly lab: Lab;
  readonly cluster: Cluster;
  readonly dashboards: readonly Dashboard[];
  /** Prometheuses that see the cluster otherwise, by name; they run from the start, so that they have data when they are asked. */
  readonly others: ReadonlyMap<string, LabPrometheus>;
}

export const NAMESPACE = 'monitoring';

const withinMs = 180_000;

/** Asks until the answer is the wished one, or time is up; then it is for the caller to judge. A gap in the scrapes passes, a lie does not. */
export async function eventually<T>(ask: () => Promise<T>, wished: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; await sleep(5000)) {
    const answer = await ask();
    if (wished(answer) || Date.now() > deadline) return answer;
  }
}

/** A query of a panel with how many series it has. */
export interface Asked {
  readonly id: string;
  readonly expr: string;
  readonly series: number;
}

/** Each query of each panel, less those whose data is there now and then only. */
export const asked = (panels: readonly PanelCoverage[]): Asked[] => panels.filter(({ dashboard, panel }) => !unavailable[`${dashboard} › ${panel}`]).flatMap(({ dashboard, panel, queries }) => queries.map(({ refId, expr, series }) => ({ id: `${dashboard} › ${panel} (${refId})`, expr, series })));

/** Names of the alerts that are pending or firing, now or within a Prometheus duration. */
export async function activeAlerts({ client }: LabPrometheus, within = ''): Promise<ReadonlySet<string>> {
  const series = await client.query(`count by (alertname) (${within ? `last_over_time(ALERTS[${within}])` : 'ALERTS'})`);
  return new Set(series.map(({ labels }) => labels['alertname'] ?? ''));
}
