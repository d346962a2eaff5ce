import { counter, exporter, targetLabels } from './define.ts';

/** What collect.lua counts, which Fluent Bit hands out at a port of its own. They only grow, and begin anew when the script is loaded again. */
export const logCounts = exporter({
  name: 'Counts of the log pipeline',
  version: 'of this chart',
  source: 'generator/components/fluent-bit/filters.ts, lua/collect.lua',
  toggle: 'fluentbit',
  labels: [...targetLabels, 'node'],
  metrics: [
    counter('log_redactions_total', 'count', 'Secrets taken out of lines, by the namespace of the pod; none for lines of the node itself.', { labels: ['namespace'], exposedAs: 'gauge' }),
    counter('log_redaction_errors_total', 'count', 'Lines left out as the script failed on them.', { exposedAs: 'gauge' }),
  ],
});
