import type { Exporter } from '../../dashboards-src/catalogue/define.ts';
import { readOf } from '../../dashboards-src/read.ts';
import { chartInfo } from '../chart.ts';
import { go, helper, include } from '../helm/index.ts';
import type { Relabeling } from './kubernetes.ts';

/** What the level `basic` does at a scrape: of what these exporters expose, only that stays which a rule, an alert or a dashboard reads. */
export function keepOnly(what: string, exporters: readonly Exporter[]): Relabeling {
  const names = helper(`${chartInfo.name}.needed.${what}`, `What rules, alerts and dashboards read of ${what}.`, go`${readOf(exporters).join('|')}`);
  return { action: 'keep', sourceLabels: ['__name__'], regex: include(names) };
}
