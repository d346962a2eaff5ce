import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { exporters } from '../../dashboards-src/catalogue/index.ts';
import type { RuleGroup } from '../../dashboards-src/rules/index.ts';
import { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';
import { signals } from '../../dashboards-src/signals/index.ts';
import type { PrometheusConfig } from './prometheus-config.ts';

/** Monitors that are not called after their toggle. */
const monitors: Partial<Readonly<Record<Toggle, string>>> = { dcgm: 'dcgm-exporter', neuron: 'neuron-monitor', fluentbit: 'fluent-bit' };

const jobOf = (config: PrometheusConfig, toggle: Toggle) =>
  (config.scrape_configs ?? []).filter((job) => new RegExp(`^(pod|service)Monitor/[^/]+/[^/]*-${monitors[toggle] ?? toggle}/\\d+$`).test(String(job['job_name'])));

/**
 * A configuration in which a source was never there: none of its jobs.
 * @throws when no job belongs to it, as nothing would then be left out
 */
export const without = (toggle: Toggle) => (config: PrometheusConfig): PrometheusConfig => {
  const jobs = jobOf(config, toggle);
  if (jobs.length === 0) throw new Error(`no scrape job is called after ${toggle}; there are ${(config.scrape_configs ?? []).map((job) => String(job['job_name'])).join(', ')}`);
  return { ...config, scrape_configs: (config.scrape_configs ?? []).filter((job) => !jobs.includes(job)) };
};

/** Which toggles bring the series that an expression reads, through the recording rules down to what exporters expose. */
export class Origins {
  readonly #recorded: ReadonlyMap<string, string>;
  /** What every controller says of itself is told apart by the job that a signal asks for, so that its declaration says whose it is. */
  readonly #declared: ReadonlyMap<string, readonly Toggle[]>;
  readonly #exposed = new Map<string, Set<Toggle>>();
  readonly #known = new Map<string, ReadonlySet<Toggle>>();

  constructor(groups: readonly RuleGroup[]) {
    this.#declared = new Map(signals.flatMap((signal) => [signal.name, ...(signal.levels ?? []).map((level) => signal.at(level))].map((record) => [record, signal.requires] as const)));
    this.#recorded = new Map(groups.flatMap(({ rules }) => rules.map(({ record, expr }): [string, string] => [record, expr])));
    for (const { toggle, metrics } of exporters) for (const { name } of metrics) this.#exposed.set(name, (this.#exposed.get(name) ?? new Set()).add(toggle));
  }

  /** @throws for a metric that neither an exporter nor a rule brings */
  of(expr: string): ReadonlySet<Toggle> {
    return new Set(metricsOf(expr).flatMap((metric) => [...this.#ofMetric(metric)]));
  }

  #ofMetric(metric: string): ReadonlySet<Toggle> {
    const known = this.#known.get(metric);
    if (known) return known;
    const expr = this.#recorded.get(metric);
    const toggles = expr === undefined ? (this.#exposed.get(metric) ?? this.#exposed.get(metric.replace(/_(bucket|sum|count)$/, ''))) : new Set([...this.of(expr), ...(this.#declared.get(metric) ?? [])]);
    if (!toggles) throw new Error(`${metric} is neither in the catalogue nor recorded`);
    this.#known.set(metric, toggles);
    return toggles;
  }
}
