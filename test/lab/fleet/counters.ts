/** A row of dcgm-exporter's counters file: a DCGM field, and how the exporter prints it. */
export interface Counter {
  readonly field: string;
  readonly type: 'gauge' | 'counter' | 'label';
  readonly help: string;
}

/**
 * Reads a counters file of dcgm-exporter: `FIELD, type, help text` a line, `#` begins a comment.
 * @throws when a line has no known type
 */
export const parseCounters = (csv: string): Counter[] =>
  csv
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseRow);

function parseRow(line: string): Counter {
  const [field = '', type = '', ...help] = line.split(',').map((cell) => cell.trim());
  if (type !== 'gauge' && type !== 'counter' && type !== 'label') {
    throw new Error(`counters file, line "${line}": the type is "${type}"; write FIELD, gauge|counter|label, help text`);
  }
  return { field, type, help: help.join(', ') };
}
