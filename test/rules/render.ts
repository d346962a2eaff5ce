import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { alertGroups, alertingRule } from '../../dashboards-src/alerts/index.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';

/** Writes every rule and alert, with default thresholds, as a plain rule file of Prometheus; returns its path. */
export async function renderRules(dir: string): Promise<string> {
  const groups = [
    ...ruleGroups.map(({ name, interval, rules }) => ({ name, ...(interval && { interval }), rules })),
    ...alertGroups.map(({ name, alerts }) => ({ name, rules: alerts.map(alertingRule) })),
  ];
  const path = join(dir, 'rules.yaml');
  await writeFile(path, dump({ groups }, { lineWidth: -1 }));
  return path;
}
