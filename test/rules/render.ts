import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { alertGroups, alertingRule } from '../../dashboards-src/alerts/index.ts';
import { queries } from '../../dashboards-src/check.ts';
import { dashboards } from '../../dashboards-src/dashboards/index.ts';
import { substitute } from '../../dashboards-src/promql/parse.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';

/** Writes the rules and alerts of these groups, or of all of them, with default thresholds, as a plain rule file of Prometheus; returns its path. */
export async function renderRules(dir: string, only?: readonly string[]): Promise<string> {
  const groups = [
    ...ruleGroups.map(({ name, interval, rules }) => ({ name, ...(interval && { interval }), rules })),
    ...alertGroups.map(({ name, alerts }) => ({ name, rules: alerts.map(alertingRule) })),
  ];
  const unknown = only?.filter((wanted) => !groups.some(({ name }) => name === wanted)) ?? [];
  if (unknown.length) throw new Error(`there is no rule group ${unknown.join(', ')}; there are ${groups.map(({ name }) => name).join(', ')}`);
  const path = join(dir, 'rules.yaml');
  await writeFile(path, dump({ groups: groups.filter(({ name }) => !only || only.includes(name)) }, { lineWidth: -1 }));
  return path;
}

/** Writes every query of every dashboard as a rule, so that promtool reads it as Prometheus will; returns the path. */
export async function renderQueries(dir: string): Promise<string> {
  const groups = dashboards.map((dashboard) => ({
    name: dashboard.name,
    rules: queries(dashboard).map(({ panel, refId, expr }, index) => ({ record: `panel:${dashboard.name.replaceAll('-', '_')}:${index}`, expr: substitute(expr).text, labels: { panel, query: refId } })),
  }));
  const path = join(dir, 'queries.yaml');
  await writeFile(path, dump({ groups }, { lineWidth: -1 }));
  return path;
}
