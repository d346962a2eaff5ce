import { signal } from './define.ts';

export const targetsUp = signal({
  name: 'job:targets_up:count', title: 'Targets up', unit: 'count', better: 'higher', description: 'Targets that answered their last scrape, by job.',
  sources: [{ expr: 'sum by (cluster, job) (up)' }], levels: ['cluster'], aggregation: 'sum',
});

export const targets = signal({
  name: 'job:targets:count', title: 'Targets', unit: 'count', better: 'neither', description: 'Targets that Prometheus scrapes, by job.',
  sources: [{ expr: 'count by (cluster, job) (up)' }], levels: ['cluster'], aggregation: 'sum',
});

export const series = signal({
  name: 'job:series:count', title: 'Series by job', unit: 'count', better: 'lower', description: 'Series that each job brings with a scrape. Prometheus needs a few kilobytes of memory for each.',
  sources: [{ expr: 'sum by (cluster, job) (scrape_samples_post_metric_relabeling)' }], levels: ['cluster'], aggregation: 'sum',
});

export const scrapeDuration = signal({
  name: 'job:scrape_duration:seconds', title: 'Slowest scrape', unit: 'seconds', better: 'lower', thresholds: { warning: 5, critical: 9 },
  description: 'Time that the slowest scrape of a job took. Near the timeout of 10 s, samples will be missing: drop metrics, or scrape less often.',
  sources: [{ expr: 'max by (cluster, job) (scrape_duration_seconds)' }],
});

export const stackSignals = [targetsUp, targets, series, scrapeDuration];
