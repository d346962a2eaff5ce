import { signals } from '../../dashboards-src/signals/index.ts';
import { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';

/** What the lab cannot show, by dashboard and panel, and why. */
export const unavailable: Readonly<Record<string, string>> = {
  'Cost › Requests that are too high': 'needs a day of history, which a lab does not have',
  'Cluster › Admission webhook latency, 99th percentile': 'no webhook is called after the start of the lab',
  'The stack itself › Alerts handed to Alertmanager': 'Alertmanager is not run in the lab',
  'The stack itself › Notifications that failed, last hour': 'Alertmanager is not run in the lab',
  'Training › Volumes of the job': 'no training job of the lab mounts a volume',
};

const sparse: ReadonlySet<string> = new Set(signals.filter((signal) => signal.sparse).flatMap((signal) => [signal.level, ...(signal.levels ?? [])].map((level) => signal.at(level))));

/** Whether an expression reads what has a series only where something is the matter. */
export const speaksUpOnly = (expr: string): boolean => metricsOf(expr).some((metric) => sparse.has(metric));
