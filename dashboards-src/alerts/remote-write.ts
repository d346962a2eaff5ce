import { remoteWriteDelivered, remoteWriteLag, remoteWriteLost } from '../signals/remote-write.ts';
import { alert } from './define.ts';

const where = 'job {{ $labels.job }}, cluster {{ $labels.cluster }}';

const behind = alert({
  name: 'RemoteWriteBehind',
  tier: 'warning',
  for: '10m',
  requires: ['prometheus'],
  threshold: { default: 300, unit: 'seconds', description: 'How old the newest sample of another store may be.' },
  expr: (threshold) => `${remoteWriteLag.name} > ${threshold}`,
  summary: 'Remote write to {{ $labels.remote_name }} is {{ $value | humanizeDuration }} behind',
  description: `The newest sample that {{ $labels.remote_name }} has from Prometheus (${where}) is {{ $value | humanizeDuration }} old. What waits is kept for about two hours.`,
  runbook: {
    meaning: 'Prometheus takes in samples faster than another store takes them, or the store takes none: it is not reached, it is busy, or it refuses the signature.',
    impact: 'Dashboards and rules on that store see the past. Nothing is lost yet; beyond about two hours it is (RemoteWriteAlmostTooLate).',
    diagnosis: '*The stack itself*, row *Remote write*: samples sent again mean that the store does not take them, senders wanted above 100 % that there are too few. The log of Prometheus has the answer of the store: of Amazon, 403 means that the role lacks `aps:RemoteWrite` or is not the one of its ServiceAccount, 429 that a quota of the workspace is reached.',
    mitigation: 'Repair the role or the way out of the cluster; ask for a higher quota (ingestion rate, active series); raise `global.amp.queue.maxShards`; or send less with `monitors.levels`.',
  },
});

const almostTooLate = alert({
  name: 'RemoteWriteAlmostTooLate',
  tier: 'critical',
  for: '5m',
  requires: ['prometheus'],
  threshold: { default: 5400, unit: 'seconds', description: 'How old the newest sample of another store may be, somewhat less than Prometheus keeps what waits.' },
  expr: (threshold) => `${remoteWriteLag.name} > ${threshold}`,
  summary: 'Remote write to {{ $labels.remote_name }} is {{ $value | humanizeDuration }} behind, and about to lose samples',
  description: `The newest sample that {{ $labels.remote_name }} has from Prometheus (${where}) is {{ $value | humanizeDuration }} old. Prometheus removes what waits after about two hours, sent or not.`,
  runbook: {
    meaning: 'What was not sent lies in the write-ahead log of Prometheus, which is cut every two hours.',
    impact: 'Beyond that a part of the history is missing in the other store for good; an agent has no other copy of it.',
    diagnosis: 'As of RemoteWriteBehind: the row *Remote write* of *The stack itself*, and the log of Prometheus.',
    mitigation: 'As of RemoteWriteBehind, at once. Do not restart Prometheus to help: it then begins to send at what is new.',
  },
});

const failing = alert({
  name: 'RemoteWriteFailing',
  tier: 'warning',
  for: '15m',
  requires: ['prometheus'],
  threshold: { default: 0.01, unit: 'ratio', description: 'Share of the samples that may be lost.' },
  expr: (threshold) => `${remoteWriteLost.name} / (${remoteWriteLost.name} + ${remoteWriteDelivered.name}) > ${threshold}`,
  summary: '{{ $value | humanizePercentage }} of what is sent to {{ $labels.remote_name }} is lost',
  description: `{{ $labels.remote_name }} refuses {{ $value | humanizePercentage }} of the samples of Prometheus (${where}) for good, or they are too old to be sent.`,
  runbook: {
    meaning: 'Another store answers with an error after which a sample is not sent again (4xx), or samples were too old to be sent.',
    impact: 'They are missing in the other store for good: dashboards and rules that read it have gaps.',
    diagnosis: 'The log of Prometheus has the answer of the store (`non-recoverable error`). Of Amazon: too many labels, series over the quota of a metric, samples out of order, as two clusters of one name write (`global.clusterName`), or two replicas without `__replica__`.',
    mitigation: 'Give each cluster its own `global.clusterName`; drop the labels or metrics that are refused with `metricRelabelings` of their monitor; ask for a higher quota.',
  },
});

export const remoteWriteAlerts = [behind, almostTooLate, failing];
