import { alertGroups, alertingRule } from './alerts/index.ts';
import { scraped } from './catalogue/index.ts';
import type { Metric } from './catalogue/define.ts';
import { dashboards, type BuiltDashboard } from './dashboards/index.ts';
import { check } from './promql/check.ts';
import { ruleGroups } from './rules/index.ts';
import { subjects } from './signals/index.ts';
import { recordedBy } from './signals/recorded.ts';

const recorded = Object.values(subjects).flat().flatMap(recordedBy);

/** Everything that a query may ask for. */
export const metrics: ReadonlyMap<string, Metric> = new Map([...scraped, ...recorded.map((metric): [string, Metric] => [metric.name, metric])]);

const prefixed = (where: string, problems: readonly string[]): string[] => problems.map((problem) => `${where}: ${problem}`);

function rules(): string[] {
  return ruleGroups.flatMap((group) => group.rules.flatMap(({ record, expr }) => {
    const where = `rules/${group.name.split('.')[1]}.ts, ${record}`;
    const { problems, labels } = check(expr, { metrics });
    const declared = metrics.get(record)?.labels ?? [];
    const lost = labels ? declared.filter((label) => !labels.has(label)) : [];
    const extra = labels ? [...labels].filter((label) => !declared.includes(label)) : [];
    return prefixed(where, [
      ...problems,
      ...lost.map((label) => `the expression loses the label ${label}; group by (${declared.join(', ')})`),
      ...extra.map((label) => `the expression keeps the label ${label}; group by (${declared.join(', ')}), or add it to the signal's "by"`),
    ]);
  }));
}

/** Labels that a text puts in, be it an annotation of an alert or the legend of a query. */
const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, label]) => label!);

const blanks = (what: string, used: readonly string[], labels: ReadonlySet<string> | undefined): string[] =>
  (labels ? used.filter((label) => !labels.has(label)) : []).map((label) => `${what} shows the label ${label}, which the expression has not; it has ${[...labels!].join(', ') || 'none'}`);

function alerts(): string[] {
  return alertGroups.flatMap((group) => group.alerts.map(alertingRule).flatMap(({ alert, expr, annotations }) => {
    const { problems, labels } = check(expr, { metrics });
    const texts = Object.entries(annotations).flatMap(([name, text]) => blanks(`the ${name}`, named(text, /\$labels\.(\w+)/g), labels));
    return prefixed(`alerts/${group.name.split('.')[1]}.ts, ${alert}`, [...problems, ...texts]);
  }));
}

/** Every query of a dashboard with the panel that asks it; panels of closed rows as well. */
export function queries({ json }: BuiltDashboard): { panel: string; refId: string; expr: string; legend: string }[] {
  const panels = json.panels.flatMap((panel) => [panel, ...('panels' in panel ? panel.panels : [])]);
  return panels.flatMap((panel) => ('targets' in panel ? panel.targets ?? [] : []).map((target) => {
    const { refId = '', expr = '', legendFormat = '' } = target as { refId?: string; expr?: string; legendFormat?: string };
    return { panel: panel.title ?? '', refId, expr, legend: legendFormat };
  }));
}

function dashboardQueries(dashboard: BuiltDashboard): string[] {
  const variables = (dashboard.json.templating.list ?? []).map(({ name, definition = '' }) => ({ name, series: /^label_values\((.*), \w+\)$/.exec(definition)?.[1] ?? '' }));
  const context = { metrics, variables: variables.map(({ name }) => name) };
  const where = `dashboards/${dashboard.name}.ts`;
  return [
    ...variables.flatMap(({ name, series }) => {
      const { problems, labels } = check(series, context);
      return prefixed(`${where}, variable ${name}`, labels?.has(name) === false ? [...problems, `${series} has no label ${name}`] : problems);
    }),
    ...queries(dashboard).flatMap(({ panel, refId, expr, legend }) => {
      const { problems, labels } = check(expr, context);
      return prefixed(`${where}, panel "${panel}", query ${refId}`, [...problems, ...blanks('the legend', named(legend, /\{\{(\w+)\}\}/g), labels)]);
    }),
  ];
}

/** Everything that is wrong with any rule, alert or dashboard, each with its file; the generator refuses to write while there is anything. */
export const problems = (): string[] => [...rules(), ...alerts(), ...dashboards.flatMap(dashboardQueries)];
