import type { Alert } from '../dashboards-src/alerts/index.ts';

/** The page that a person reads who got the alert. */
export function runbookPage({ name, tier, threshold, for: duration, expr, summary, runbook }: Alert): string {
  const limit = threshold ? `\n\nThreshold: ${threshold.default} (${threshold.description}) Change it with \`alerts.overrides.${name}.threshold\`.` : '';
  return `# ${name}

${tier}, when this holds for ${duration}: *${summary}*

## Meaning

${runbook.meaning}

## Impact

${runbook.impact}

## How to look

${runbook.diagnosis}

\`\`\`promql
${expr(String(threshold?.default ?? ''))}
\`\`\`${limit}

## What to do

${runbook.mitigation}
`;
}
