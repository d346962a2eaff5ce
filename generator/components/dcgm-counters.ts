import { dcgmAdvanced } from '../../dashboards-src/catalogue/dcgm-advanced.ts';
import { dcgm } from '../../dashboards-src/catalogue/dcgm.ts';
import { read } from '../../dashboards-src/read.ts';

const csv = (about: string, metrics: typeof dcgm.metrics, labels: readonly string[] = []): string => {
  const lines = metrics.map(({ name, type, help }) => `${name}, ${type}, ${help.replaceAll(',', ';')}`);
  return [`# ${about}`, ...lines, ...labels].join('\n') + '\n';
};

const ours = [...dcgm.metrics, ...dcgmAdvanced.metrics];

/** Files that tell the DCGM exporter what to read, `field, Prometheus type, help` (dcgm-exporter, etc/default-counters.csv), by their name. */
export const counterFiles: Readonly<Record<string, string>> = {
  basic: csv('What the dashboards need.', ours.filter(({ name }) => read.has(name)), ['DCGM_FI_DRIVER_VERSION, label, Version of the driver.']),
  advanced: csv('What helps to look closer.', ours.filter(({ name }) => !read.has(name))),
};
