import { schema } from '../values-schema/index.ts';
import { alertGroups } from '../dashboards-src/alerts/index.ts';
import { dashboards } from '../dashboards-src/dashboards/index.ts';
import { chartInfo } from './chart.ts';
import { checks } from './components/checks.ts';
import { dependencies } from './dependencies.ts';
import { valuesTable } from './values.ts';

const row = (...cells: string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: string[], rows: string[][]): string => [row(...head), row(...head.map(() => '---')), ...rows.map(cells => row(...cells))].join('\n');

/** `chart/README.md`: what a user of the chart looks up. */
export const chartReadme = (): string => `# ${chartInfo.name}

${chartInfo.description}

Written by \`npm run generate\`; how to install it is in the README of the repository.

## Dependencies

${table(
  ['chart', 'version', 'switched by'],
  dependencies.filter(({ repository }) => repository).map(({ name, version, condition }) => [name, version, `\`${condition}\``]),
)}

## Dashboards

${dashboards.map(({ name, json }) => `### ${json.title}\n\n${json.description}\n\n![${json.title}](../dashboards-src/pictures/${name}.webp)`).join('\n\n')}

## Alerts

Each has a page in [charts/runbooks/runbooks](charts/runbooks/runbooks).

${table(['alert', 'severity', 'for', 'threshold'], alertGroups.flatMap(({ alerts }) => alerts.map(({ name, tier, for: duration, threshold }) => [`[${name}](charts/runbooks/runbooks/${name}.md)`, tier, duration, threshold ? String(threshold.default) : ''])))}

## What is refused

Before anything is changed, each with the value to set:

${checks.map(({ refuses }) => `- ${refuses}`).join('\n')}

## Values

${valuesTable(schema)}`;
