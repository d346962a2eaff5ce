import { alertGroups, type Alert } from '../../../dashboards-src/alerts/index.ts';

const byName = new Map(alertGroups.flatMap(({ alerts }) => alerts).map((alert) => [alert.name, alert]));

/**
 * An alert of the chart: its expression, threshold, duration, words and runbook are what the analyzers judge by.
 * @throws where the chart has none of that name
 */
export function alertNamed(name: string): Alert {
  const found = byName.get(name);
  if (!found) throw new Error(`the chart has no alert ${name}; see dashboards-src/alerts`);
  return found;
}

/** The number that an alert takes unless a user changed it. */
export function thresholdOf(name: string): number {
  const { threshold } = alertNamed(name);
  if (!threshold) throw new Error(`alert ${name} has no threshold to take`);
  return threshold.default;
}

export const defaultExpr = ({ expr, threshold }: Alert): string => expr(String(threshold?.default ?? ''));

const humanized: Readonly<Record<string, (value: number) => string>> = {
  humanizePercentage: (value) => `${+(value * 100).toPrecision(3)}%`,
  humanizeDuration: (value) => (value < 60 ? `${+value.toPrecision(3)}s` : value < 3600 ? `${Math.round(value / 60)}m` : value < 86_400 ? `${+(value / 3600).toFixed(1)}h` : `${+(value / 86_400).toFixed(1)}d`),
};

const plain = (value: number): string => (Number.isFinite(value) ? `${+value.toPrecision(4)}` : String(value).replace('Infinity', 'Inf'));

/** A summary of an alert with its labels and value put in: the few forms of Go's templates that summaries use. */
export function rendered(template: string, labels: Readonly<Record<string, string>>, value: number): string {
  return template
    .replace(/\{\{ if \$labels\.(\w+) \}\}(.*?)(?:\{\{ else \}\}(.*?))?\{\{ end \}\}/gs, (_, label: string, yes: string, no = '') => (labels[label] ? yes : no))
    .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '')
    .replace(/\{\{ \$value \| printf "%\.(\d)f" \}\}/g, (_, digits: string) => value.toFixed(Number(digits)))
    .replace(/\{\{ \$value(?: \| (\w+))? \}\}/g, (_, filter?: string) => (filter && humanized[filter] ? humanized[filter](value) : plain(value)));
}
