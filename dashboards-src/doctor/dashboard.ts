/** What is read of a Grafana dashboard to ask its queries. */
export interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating?: { readonly list: readonly Variable[] };
}

export interface Panel {
  readonly id: number;
  readonly title?: string;
  readonly type: string;
  readonly datasource?: DataSource;
  readonly targets?: readonly Target[];
  /** Panels of a collapsed row. */
  readonly panels?: readonly Panel[];
  /** `noValue` is shown in place of "No data", where having none is good news. */
  readonly fieldConfig?: { readonly defaults?: { readonly noValue?: string } };
}

/** One query of a panel. */
export interface Target {
  readonly refId: string;
  readonly expr?: string;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly datasource?: DataSource;
}

export interface DataSource {
  readonly type?: string;
  readonly uid?: string;
}

/** A variable of a dashboard. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query?: string | { readonly query?: string };
  readonly current?: { readonly value?: string | readonly string[] };
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
}

/** The panels that ask for something, those of collapsed rows too. */
export const panelsWithQueries = ({ panels }: Pick<Dashboard, 'panels'>): Panel[] =>
  panels.flatMap((panel) => (panel.type === 'row' ? panelsWithQueries({ panels: panel.panels ?? [] }) : panel.targets?.length ? [panel] : []));

/** The stretch of time that is asked for, and what Grafana puts into a query for it. */
export interface Window {
  readonly rangeSeconds: number;
  readonly stepSeconds: number;
  /** Grafana's `$__rate_interval`: four scrapes at the least. A Prometheus duration. */
  readonly rateInterval: string;
}

const builtIn = ({ rangeSeconds, stepSeconds, rateInterval }: Window): Readonly<Record<string, string>> => ({
  __rate_interval: rateInterval,
  __interval: `${stepSeconds}s`,
  __interval_ms: `${stepSeconds * 1000}`,
  __range: `${rangeSeconds}s`,
  __range_s: `${rangeSeconds}`,
  __range_ms: `${rangeSeconds * 1000}`,
});

// $1 is a group of label_replace, not a variable.
const reference = /\$\{(\w+)(?::\w+)?\}|\$([A-Za-z_]\w*)|\[\[(\w+)(?::\w+)?\]\]/g;

/**
 * Puts values in the place of variables (`$name`, `${name:regex}`, `[[name]]`).
 * @throws when a variable has no value
 */
export function substitute(text: string, values: Readonly<Record<string, string>>, window: Window): string {
  const grafana = builtIn(window);
  return text.replaceAll(reference, (written, braced?: string, plain?: string, bracketed?: string) => {
    const name = braced ?? plain ?? bracketed ?? '';
    const value = values[name] ?? grafana[name];
    if (value === undefined) throw new Error(`${written} is no variable of the dashboard; it has ${Object.keys(values).map((known) => `$${known}`).join(', ') || 'none'}`);
    return value;
  });
}

/** Asks Prometheus for the values of a label, over all series or those of a selector. */
export type LabelValues = (label: string, selector?: string) => Promise<readonly string[]>;

/** A value for every variable of a dashboard: all where the variable allows several, else the first. */
export async function variableValues(dashboard: Pick<Dashboard, 'templating'>, labelValues: LabelValues, window: Window): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const variable of dashboard.templating?.list ?? []) values[variable.name] = await valueOf(variable, values, labelValues, window);
  return values;
}

async function valueOf(variable: Variable, known: Readonly<Record<string, string>>, labelValues: LabelValues, window: Window): Promise<string> {
  if (variable.includeAll || variable.multi) return variable.allValue || '.*';
  const chosen = [variable.current?.value ?? []].flat()[0];
  if (variable.type !== 'query') return chosen ?? queryOf(variable).split(',')[0]?.trim() ?? '';
  const { label, selector } = labelQuery(variable);
  const offered = await labelValues(label, selector && substitute(selector, known, window));
  return offered.find((value) => value === chosen) ?? offered[0] ?? '';
}

const queryOf = ({ query = '' }: Variable): string => (typeof query === 'string' ? query : (query.query ?? ''));

/**
 * The label, and the selector if any, of a variable's `label_values(…)`.
 * @throws when its query is something else
 */
export function labelQuery(variable: Variable): { readonly label: string; readonly selector: string | undefined } {
  const [, selector, label] = /^\s*label_values\(\s*(?:(.+),\s*)?(\w+)\s*\)\s*$/s.exec(queryOf(variable)) ?? [];
  if (!label) throw new Error(`variable $${variable.name} asks "${queryOf(variable)}"; only label_values(selector, label) is understood`);
  return { label, selector: selector?.trim() };
}
