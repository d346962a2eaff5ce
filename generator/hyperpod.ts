import type { Toggle } from '../dashboards-src/catalogue/define.ts';
import { hyperpodCategories } from '../dashboards-src/hyperpod/metrics.ts';
import { placeOf } from '../dashboards-src/hyperpod/places.ts';
import { sources } from '../values-schema/monitors.ts';
import { table } from './markdown.ts';

const code = (text: string): string => `\`${text}\``;

/** As many as one reads; an exporter has dozens. */
const MOST = 4;
const first = (words: readonly string[]): string => [...words.slice(0, MOST), ...(words.length > MOST ? [`and ${words.length - MOST} more`] : [])].join(', ');

const switchOf = (toggle: Toggle): string => code(`${sources.some(({ name }) => name === toggle) ? 'monitors.' : ''}${toggle}.enabled`);

/** Where everything that HyperPod's add-on collects is in this chart, a row each. */
export const hyperpodTable = (): string => table(
  ['category', 'metric', 'the add-on collects it', 'brought here by', 'signals', 'dashboards'],
  hyperpodCategories.flatMap(({ name, metrics }) => metrics.map((metric) => {
    const { toggles, signals, dashboards } = placeOf(metric);
    return [name, metric.series ? code(metric.metric) : metric.metric, metric.collected, toggles.map(switchOf).join(', '), first(signals.map((signal) => code(signal.name))), first(dashboards.map(({ json }) => json.title!))];
  })),
);
