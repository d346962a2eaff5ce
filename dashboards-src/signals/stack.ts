import { signal } from './define.ts';

const fluentbit = (expr: string) => ({ toggle: 'fluentbit' as const, expr });

export const targetsUp = signal({
  name: 'job:targets_up:count', title: 'Targets up', unit: 'count', better: 'higher', description: 'Targets that answered their last scrape, by job.',
  sources: [{ expr: 'sum by (cluster, job) (up)' }], levels: ['cluster'], aggregation: 'sum',
});

export const targets = signal({
  name: 'job:targets:count', title: 'Targets', unit: 'count', better: 'neither', description: 'Targets that Prometheus scrapes, by job.',
  sources: [{ expr: 'count by (cluster, job) (up)' }], levels: ['cluster'], aggregation: 'sum',
});

export const scrapesRejected = signal({
  name: 'job:scrapes_rejected:count', title: 'Scrapes thrown away', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 5 }, levels: ['cluster'], aggregation: 'sum',
  description: 'Targets that answered, and whose answer was thrown away as a whole: it has more samples than the limit of its monitor, or is not in a format that Prometheus reads.',
  sources: [{ expr: 'sum by (cluster, job) ((up == bool 0) * (scrape_samples_scraped > bool 0))' }],
});

export const series = signal({
  name: 'job:series:count', title: 'Series by job', unit: 'count', better: 'lower', description: 'Series that each job brings with a scrape. Prometheus needs a few kilobytes of memory for each.',
  sources: [{ expr: 'sum by (cluster, job) (scrape_samples_post_metric_relabeling)' }], levels: ['cluster'], aggregation: 'sum',
});

export const largestTarget = signal({
  name: 'job:largest_target:count', title: 'Samples of the largest target', unit: 'count', better: 'lower', thresholds: { warning: 70_000, critical: 90_000 },
  description: 'Samples that the largest target of each job exposes. Above 100,000 this chart\'s monitors throw the scrape away: drop metrics or labels at the source before.',
  sources: [{ expr: 'max by (cluster, job) (scrape_samples_scraped)' }],
});

export const scrapeDuration = signal({
  name: 'job:scrape_duration:seconds', title: 'Slowest scrape', unit: 'seconds', better: 'lower', thresholds: { warning: 5, critical: 9 },
  description: 'Time that the slowest scrape of a job took. Near the timeout of 10 s, samples will be missing: drop metrics, or scrape less often.',
  sources: [{ expr: 'max by (cluster, job) (scrape_duration_seconds)' }],
});

export const alertsFiring = signal({
  name: 'cluster:alerts_firing:count', title: 'Alerts firing', unit: 'count', better: 'lower', by: ['severity'],
  description: 'Alerts that fire now, by severity.',
  sources: [{ expr: 'count by (cluster, severity) (ALERTS{alertstate="firing", severity=~"critical|warning|info"})' }],
});

const perNode = (metric: string): string => `sum by (cluster, node) (rate(${metric}[5m]))`;

export const logsRead = signal({
  name: 'node:log_records_in:rate5m', title: 'Log lines read', unit: 'events/second', better: 'neither', description: 'Lines that Fluent Bit reads on a node each second. None on one node only: it is stuck there.',
  sources: [fluentbit(perNode('fluentbit_input_records_total'))], levels: ['cluster'], aggregation: 'sum',
});

export const logsDelivered = signal({
  name: 'node:log_records_out:rate5m', title: 'Log lines delivered', unit: 'events/second', better: 'neither',
  description: 'Lines that OpenSearch took from a node each second. Less than are read for long: they wait in the buffer on the node.',
  sources: [fluentbit(perNode('fluentbit_output_proc_records_total'))], levels: ['cluster'], aggregation: 'sum',
});

export const logsLost = signal({
  name: 'node:log_records_lost:rate5m', title: 'Log lines lost', unit: 'events/second', better: 'lower', thresholds: { warning: 0.001, critical: 1 },
  description: 'Lines that Fluent Bit gave up each second, as its buffer on the node is full or OpenSearch refused them for good.',
  sources: [fluentbit(perNode('fluentbit_output_dropped_records_total'))], levels: ['cluster'], aggregation: 'sum',
});

export const logRetries = signal({
  name: 'node:log_retries:rate5m', title: 'Log deliveries tried again', unit: 'events/second', better: 'lower',
  description: 'Chunks of lines that Fluent Bit has to send again each second. Some while OpenSearch restarts; for long, OpenSearch is overloaded, full or refuses the password.',
  sources: [fluentbit(perNode('fluentbit_output_retries_total'))], levels: ['cluster'], aggregation: 'sum',
});

export const logBufferLeft = signal({
  name: 'node:log_buffer_left:ratio', title: 'Log buffer left', unit: 'ratio', better: 'higher', thresholds: { warning: 0.5, critical: 0.2 },
  description: 'Free part of the buffer that holds the lines of a node until OpenSearch takes them. At 0 % the oldest lines are lost; `logs.buffer.size` sets its size.',
  sources: [fluentbit('min by (cluster, node) (fluentbit_output_chunk_available_capacity_percent) / 100')],
});

export const logDelay = signal({
  name: 'cluster:log_delay_p99:seconds', title: 'Delay of log lines, 99th percentile', unit: 'seconds', better: 'lower', thresholds: { warning: 60, critical: 600 },
  description: 'Time within which 99 % of log lines get from their file into OpenSearch. Fluent Bit counts it since 4.1.',
  sources: [fluentbit('histogram_quantile(0.99, sum by (cluster, le) (rate(fluentbit_output_latency_seconds_bucket[5m]))) >= 0')],
});

export const stackSignals = [
  targetsUp, targets, scrapesRejected, series, largestTarget, scrapeDuration, alertsFiring, logsRead, logsDelivered, logsLost, logRetries, logBufferLeft, logDelay,
];
