import { alertGroups, alertingRule } from './alerts/index.ts';
import type { Exporter } from './catalogue/define.ts';
import { scraped } from './catalogue/index.ts';
import { queries, variables } from './check.ts';
import { dashboards } from './dashboards/index.ts';
import { ruleGroups } from './rules/index.ts';

const expressions = (): string[] => [
  ...ruleGroups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ...alertGroups.flatMap(({ alerts }) => alerts.map(alertingRule).map(({ expr }) => expr)),
  ...dashboards.flatMap((dashboard) => [...queries(dashboard).map(({ expr }) => expr), ...variables(dashboard).map(({ series }) => series)]),
];

/** Series of exporters that some rule, alert, panel or variable reads. A label of the same name as a series counts too: that keeps one too many, never one too few. */
export const read: ReadonlySet<string> = new Set(expressions().flatMap((text) => text.match(/[a-zA-Z_:][\w:]*/g) ?? []).filter((name) => scraped.has(name)));

/** Those among them that these exporters expose, sorted; a histogram by its buckets, sum and count. */
export function readOf(sources: readonly Exporter[]): string[] {
  const names = new Set(sources.flatMap(({ metrics }) => metrics).flatMap(({ name }) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]));
  return [...read].filter((name) => names.has(name)).sort();
}
