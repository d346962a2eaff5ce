import { signal } from './define.ts';

/** What Prometheus sends to another store (remote write): Amazon's, Mimir, Thanos, or whatever `remoteWrite` names. */
const to = ['remote_name'] as const;
const by = `by (cluster, job, ${to.join(', ')})`;
const metric = (name: string): string => `prometheus_remote_storage_${name}`;
const sent = metric('queue_highest_sent_timestamp_seconds');
const ofProcess = 'on (cluster, job, instance) group_left ()';

export const remoteWriteLag = signal({
  name: 'job:remote_write_lag:seconds', title: 'Remote write behind by', unit: 'seconds', better: 'lower', thresholds: { warning: 60, critical: 300 }, by: to,
  description: 'Age of the newest sample that another store has, against the newest one here; since the start where none arrived yet. Prometheus keeps what waits for about two hours, then it is lost.',
  sources: [
    { expr: `max ${by} (${metric('queue_highest_timestamp_seconds')} - (${sent} > 0))` },
    // Prometheus before 3.7 has one newest sample for all stores.
    { expr: `max ${by} (-(${sent} > 0) + ${ofProcess} ${metric('highest_timestamp_in_seconds')})` },
    { expr: `max ${by} ((${sent} == 0) + ${ofProcess} (time() - process_start_time_seconds))` },
  ],
});

const perSecond = (name: string): string => `rate(${metric(name)}[5m])`;

export const remoteWriteDelivered = signal({
  name: 'job:remote_write_delivered:rate5m', title: 'Samples delivered', unit: 'events/second', better: 'neither', by: to,
  description: 'Samples that another store took each second. Much fewer than Prometheus takes in: some are held back by rules, or it falls behind.',
  // What is tried again counts as sent each time.
  sources: [{ expr: `sum ${by} (clamp_min(${perSecond('samples_total')} - ${perSecond('samples_failed_total')} - ${perSecond('samples_retried_total')}, 0))` }],
});

/** Those that rules hold back (`writeRelabelConfigs`) are not lost. */
const DROPPED = `rate(${metric('samples_dropped_total')}{reason!="dropped_series"}[5m])`;

export const remoteWriteLost = signal({
  name: 'job:remote_write_lost:rate5m', title: 'Samples lost', unit: 'events/second', better: 'lower', thresholds: { warning: 0.001, critical: 1 }, by: to,
  description: 'Samples that another store refused for good, or that were too old to be sent, each second. The log of Prometheus has the answer of the store: a limit, a label too many, a time too old.',
  sources: [{ expr: `sum ${by} (${perSecond('samples_failed_total')} or ${DROPPED})` }],
});

export const remoteWriteRetried = signal({
  name: 'job:remote_write_retried:rate5m', title: 'Samples sent again', unit: 'events/second', better: 'lower', by: to,
  description: 'Samples that have to be sent again each second, as the store was not reached, was busy, or refused the signature (403 of Amazon: the role lacks aps:RemoteWrite).',
  sources: [{ expr: `sum ${by} (${perSecond('samples_retried_total')})` }],
});

export const remoteWritePending = signal({
  name: 'job:remote_write_pending:count', title: 'Samples that wait', unit: 'count', better: 'lower', by: to,
  description: 'Samples in the memory of Prometheus that wait to be sent: at most senders × capacity. Flat at the top: the store takes less than comes in.',
  sources: [{ expr: `sum ${by} (${metric('samples_pending')})` }],
});

export const remoteWriteSenders = signal({
  name: 'job:remote_write_senders:ratio', title: 'Senders wanted', unit: 'ratio', better: 'lower', thresholds: { warning: 0.8, critical: 1 }, by: to,
  description: 'Senders that Prometheus would need to keep up, of the most that it may have (`global.amp.queue.maxShards`). Above 100 % it falls behind for good.',
  sources: [{ expr: `max ${by} (${metric('shards_desired')} / ${metric('shards_max')})` }],
});

export const remoteWriteSignals = [remoteWriteLag, remoteWriteDelivered, remoteWriteLost, remoteWriteRetried, remoteWritePending, remoteWriteSenders];
