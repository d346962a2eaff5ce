import { dcgmAdvanced } from '../../dashboards-src/catalogue/dcgm-advanced.ts';
import { dcgm } from '../../dashboards-src/catalogue/dcgm.ts';

/** `basic` holds what the dashboards need; `advanced` adds what helps to look closer. */
const levels = { basic: [dcgm], advanced: [dcgm, dcgmAdvanced] } as const;

export type Level = keyof typeof levels;
export const levelNames = Object.keys(levels) as Level[];

/** Text of the file that tells the DCGM exporter what to read: `field, Prometheus type, help` (dcgm-exporter, etc/default-counters.csv). */
export function countersFile(level: Level): string {
  const metrics = levels[level].flatMap(exporter => exporter.metrics);
  const lines = metrics.map(({ name, type, help }) => `${name}, ${type}, ${help.replaceAll(',', ';')}`);
  return [`# Counters of the level "${level}". Written by \`npm run generate\` from dashboards-src/catalogue/dcgm.ts.`, ...lines, 'DCGM_FI_DRIVER_VERSION, label, Version of the driver.'].join('\n') + '\n';
}
