import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { exposedBy } from '../../dashboards-src/catalogue/index.ts';
import { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';
import { recorded } from '../../dashboards-src/rules/index.ts';
import { signals } from '../../dashboards-src/signals/index.ts';
import type { PrometheusConfig } from './prometheus-config.ts';

/** What monitors are called that are not called after their toggle; those with a number are other ways to install the same. */
const monitors: Partial<Readonly<Record<Toggle, string>>> = { dcgm: 'dcgm-exporter', neuron: 'neuron-monitor', fluentbit: 'fluent-bit', sagemaker: 'cloudwatch-exporter', otel: 'otel-collector', annotated: 'annotated(-services)?' };

const jobOf = (config: PrometheusConfig, toggle: Toggle) =>
  (config.scrape_configs ?? []).filter((job) => new RegExp(`^(pod|service)Monitor/[^/]+/[^/]*-${monitors[toggle] ?? toggle}(-\\d+)?/\\d+$`).test(String(job['job_name'])));

/**
 * A configuration in which a source was never there: none of its jobs.
 * @throws when no job belongs to it, as nothing would then be left out
 */
export const without = (toggle: Toggle) => (config: PrometheusConfig): PrometheusConfig => {
  const jobs = jobOf(config, toggle);
  if (jobs.length === 0) throw new Error(`no scrape job is called after ${toggle}; there are ${(config.scrape_configs ?? []).map((job) => String(job['job_name'])).join(', ')}`);
  return { ...config, scrape_configs: (config.scrape_configs ?? []).filter((job) => !jobs.includes(job)) };
};

/** What every controller says of itself is told apart by the job that a signal asks for, so that its declaration says whose it is. */
const declared = new Map(signals.flatMap((signal) => [signal.name, ...(signal.levels ?? []).map((level) => signal.at(level))].map((series) => [series, signal.requires] as const)));
const known = new Map<string, ReadonlySet<Toggle>>();

/** @throws for a metric that neither an exporter nor a rule brings */
function originsOfMetric(metric: string): ReadonlySet<Toggle> {
  const found = known.get(metric);
  if (found) return found;
  const expr = recorded.get(metric);
  const toggles = expr === undefined ? exposedBy(metric) : new Set([...originsOf(expr), ...(declared.get(metric) ?? [])]);
  if (!toggles) throw new Error(`${metric} is neither in the catalogue nor recorded`);
  known.set(metric, toggles);
  return toggles;
}

/** Which toggles bring the series that an expression reads, through the recording rules down to what exporters expose. */
export const originsOf = (expr: string): ReadonlySet<Toggle> => new Set(metricsOf(expr).flatMap((metric) => [...originsOfMetric(metric)]));
