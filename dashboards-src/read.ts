import { alertGroups, alertingRule } from './alerts/index.ts';
import type { Exporter } from './catalogue/define.ts';
import { scraped } from './catalogue/index.ts';
import { queries, variables } from './check.ts';
import { dashboards } from './dashboards/index.ts';
import { recorded } from './rules/index.ts';

/** PromQL that the chart asks or evaluates, and what asks it. */
interface Expression {
  readonly of: string;
  /** With Grafana's variables where it is a panel's. */
  readonly expr: string;
}

export const ofRules: readonly Expression[] = [...recorded].map(([of, expr]) => ({ of, expr }));
export const ofAlerts: readonly Expression[] = alertGroups.flatMap(({ alerts }) => alerts.map(alertingRule).map(({ alert, expr }) => ({ of: alert, expr })));
export const ofPanels: readonly Expression[] = dashboards.flatMap((dashboard) => queries(dashboard).map(({ panel, expr }) => ({ of: `${dashboard.name} › ${panel}`, expr })));

const texts = (): string[] => [...[...ofRules, ...ofAlerts, ...ofPanels].map(({ expr }) => expr), ...dashboards.flatMap((dashboard) => variables(dashboard).map(({ series }) => series))];

/** Series of exporters that some rule, alert, panel or variable reads. A label of the same name as a series counts too: that keeps one too many, never one too few. */
export const read: ReadonlySet<string> = new Set(texts().flatMap((text) => text.match(/[a-zA-Z_:][\w:]*/g) ?? []).filter((name) => scraped.has(name)));

/** Those among them that these exporters expose, sorted; a histogram by its buckets, sum and count. */
export function readOf(sources: readonly Exporter[]): string[] {
  const names = new Set(sources.flatMap(({ metrics }) => metrics).flatMap(({ name }) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]));
  return [...read].filter((name) => names.has(name)).sort();
}
