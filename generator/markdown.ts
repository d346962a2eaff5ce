const row = (...cells: string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** A table of Markdown. */
export const table = (head: string[], rows: string[][]): string => [row(...head), row(...head.map(() => '---')), ...rows.map(cells => row(...cells))].join('\n');
