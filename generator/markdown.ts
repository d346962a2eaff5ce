/** Markdown as the documents of the chart have it. */

const row = (...cells: string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
export const table = (head: string[], rows: string[][]): string => [row(...head), row(...head.map(() => '---')), ...rows.map(cells => row(...cells))].join('\n');
export const code = (text: string): string => `\`${text}\``;
