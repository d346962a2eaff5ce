import { signals } from '../../dashboards-src/signals/index.ts';
import { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';

const noPackets = 'no packet passes the network of an idle machine, and of none there is no share';

/** What the lab cannot show, by dashboard and panel, and why. */
export const unavailable: Readonly<Record<string, string>> = {
  'Cost › Requests that are too high': 'needs a day of history, which a lab does not have',
  'Cluster › Admission webhook latency, 99th percentile': 'no webhook is called after the start of the lab',
  'Network › Worst drops': noPackets,
  'Network › Packets dropped by node': noPackets,
  'Network › Packets with errors by node': noPackets,
  'Network › Network of the nodes': noPackets,
  'The stack itself › Alerts handed to Alertmanager': 'Alertmanager is not run in the lab',
  'The stack itself › Log chunks set aside, last hour': 'every chunk is taken in the lab',
  'The stack itself › Notifications that failed, last hour': 'Alertmanager is not run in the lab',
  'SageMaker endpoints › Instances that nobody asks': 'needs a day without requests, and a lab is not a day old',
  'Training › Volumes of the job': 'no training job of the lab mounts a volume',
};

/** Series that the lab cannot have, and why. */
export const unavailableSeries: Readonly<Record<string, string>> = {
  'workload:cpu_usage_p95:cores': 'needs a day of history',
  'workload:memory_usage_max:bytes': 'needs a day of history',
  'cluster:webhook_latency_p99:seconds': 'no webhook is called after the start of the lab',
  'node:network_drops:ratio': noPackets,
  'node:network_errors:ratio': noPackets,
  'workload:training_ended:timestamp': 'no training job ends while the lab is young',
  'node_infiniband_link_downed_total': 'no node of the lab has InfiniBand',
  'cluster:log_snapshot_age:seconds': 'no snapshot is made in the lab',
  'elasticsearch_snapshot_stats_snapshot_failed_shards': 'no snapshot is made in the lab',
  'kube_cronjob_status_last_successful_time': 'no CronJob is due while the lab is young',
};

const sparse: ReadonlySet<string> = new Set(signals.filter((signal) => signal.sparse).flatMap((signal) => [signal.level, ...(signal.levels ?? [])].map((level) => signal.at(level))));

const isSparse = (metric: string): boolean => sparse.has(metric);

/** Whether an expression reads what has a series only where something is the matter. */
export const speaksUpOnly = (expr: string): boolean => metricsOf(expr).some(isSparse);

/** Whether a series should be there once the lab has run for minutes. */
export const isExpected = (series: string): boolean => !isSparse(series) && !unavailableSeries[series];
