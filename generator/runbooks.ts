import { alertGroups, subjectOf, type Alert, type AlertGroup, type Tier } from '../dashboards-src/alerts/index.ts';
import { dashboardOf } from './links.ts';

const tiers: readonly Tier[] = ['critical', 'warning', 'info'];

/** The page that a person reads who got the alert. */
export function runbookPage(alert: Alert, group: AlertGroup): string {
  const { name, tier, threshold, for: duration, expr, summary, runbook } = alert;
  const json = dashboardOf(alert, group)?.json;
  const dashboard = json ? `Dashboard: *${json.title}* (\`/d/${json.uid}\` in Grafana). ` : '';
  const limit = threshold ? `\n\nThreshold: ${threshold.default} (${threshold.description}) Change it with \`alerts.overrides.${name}.threshold\`.` : '';
  return `# ${name}

${tier}, when this holds for ${duration}: *${summary}*

## Meaning

${runbook.meaning}

## Impact

${runbook.impact}

## How to look

${runbook.diagnosis}

${dashboard}The alert asks Prometheus:

\`\`\`promql
${expr(String(threshold?.default ?? ''))}
\`\`\`${limit}

## What to do

${runbook.mitigation}

Too early, too late, or of no use here: \`alerts.overrides.${name}\` changes its duration and severity or switches it off. All alerts: [index](README.md).
`;
}

const row = ({ name, summary }: Alert): string => `- [${name}](${name}.md): ${summary.replace(/\{\{ *\$(?:labels\.)?(\w+)[^}]*\}\}/g, '*$1*').replace(/\{\{[^}]*\}\}/g, '')}`;

/** The page with all of them, by subject and tier. */
export const runbookIndex = (): string => `# Runbooks

A page for each alert: what it means, what it does to users, where to look, what to do. Made from the alerts themselves.
${alertGroups.map(section).join('')}`;

const section = (group: AlertGroup): string => `
## ${subjectOf(group)}
${tiers.map(tier => tierOf(group, tier)).join('')}`;

function tierOf({ alerts }: AlertGroup, tier: Tier): string {
  const own = alerts.filter(alert => alert.tier === tier);
  return own.length ? `\n### ${tier}\n\n${own.map(row).join('\n')}\n` : '';
}
