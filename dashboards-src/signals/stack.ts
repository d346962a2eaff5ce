import { signal } from './define.ts';
import { remoteWriteSignals } from './remote-write.ts';

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
  description: 'Samples that the largest target of each job exposes. Above 100,000 (pods and Services that ask by an annotation: `monitors.annotated.sampleLimit`) this chart\'s monitors throw the scrape away: drop metrics or labels at the source before.',
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

export const stackSignals = [targetsUp, targets, scrapesRejected, series, largestTarget, scrapeDuration, alertsFiring, ...remoteWriteSignals];
